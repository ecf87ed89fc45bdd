"""Plan trips: the one place that knows both travellers and integers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from xytour.catalogue import load_region
from xytour.errors import DataError, RequestError
from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.model.itinerary import Certificate, Day, Itinerary
from xytour.network.direct import DirectTravel, travel_over
from xytour.network.graph import build_graph
from xytour.network.joined import JoinedTravel
from xytour.network.matrix import GivenTravel, TravelMatrix
from xytour.network.rented import RentedTravel, check_rental
from xytour.network.rides import Transport
from xytour.network.spans import setting_out
from xytour.network.transit.beside import FeedTimetables
from xytour.network.transit.timetables import Timetables
from xytour.network.travel import TravelTimes
from xytour.planner.aboard import names_aboard
from xytour.planner.after.methods import AfterPlanning
from xytour.planner.beds import BedFinder, beds_of
from xytour.planner.caps import counted_fen, overspent_fen, spendable_fen, told_apart
from xytour.planner.costs import with_cost_tables
from xytour.planner.dated import DatedWays
from xytour.planner.dates import days_of, while_public_runs
from xytour.planner.fairness import fairest, points_of_each, satisfaction
from xytour.planner.inventory import inventory_of
from xytour.planner.lookup import check_places, with_ids
from xytour.planner.notices import meals_on_trains, notices, pauses_left_out, unknown_fares
from xytour.planner.options import OptionFinder
from xytour.planner.posing import Posed, own_scores, pose, reachable
from xytour.planner.progress import Effort
from xytour.planner.refusing import check_wishes
from xytour.planner.rewards import GRAIN, POINT
from xytour.planner.spots import spots
from xytour.planner.stocked import PRICE_CODES, priced_places
from xytour.planner.totals import totals
from xytour.planner.trip import Trip
from xytour.planner.words import say
from xytour.planner.writing import Writer
from xytour.scoring.indices import indices
from xytour.scoring.styles import style_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import networkx as nx

    from xytour.errors import InfeasibleError
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.network.transit.beside import PublicTransport
    from xytour.network.travel import Travel
    from xytour.planner.dated import AllDates
    from xytour.planner.fairness import Solved
    from xytour.planner.inventory import Inventory, WhenDown
    from xytour.planner.progress import PlanProgress
    from xytour.planner.protocols import Availability, Pricing, Weather
    from xytour.planner.protocols import TravelTimes as TravelProvider
    from xytour.solver import Solution

Kept = TypeVar("Kept")

MOST_TRIES = 5
"""How often a plan is made again whose true cost passed the budget."""

SCORE_PARTS = (
    "visits",
    "themes",
    "chain",
    "stories",
    "tables",
    "stays",
    "travel",
    "bed_changes",
)
"""What a score is made of; ``themes`` is what is lost where a theme palls."""

LEAST_SECONDS = 0.05
"""What each try gets at least."""

LEAST_SHARE = 0.5
"""Share of the time limit that the first try gets at least, though ways were worked out so long."""

MOST_POSED = 8
"""How many problems are kept for what follows a plan."""

MOST_CLOSED = 3
"""How many planners with links closed are kept, each with its own ways of getting around."""

MOST_TRANSPORTS = 12
"""How many ways of getting around are kept, the latest used: parties differ in size and in how far
they walk, and each takes 5 to 20 MB."""


class Planner(AfterPlanning):
    """Plans trips in one region.

    Parameters
    ----------
    region
        Where; the bundled region if not given.
    travel
        Door-to-door travel between all places of the region, worked out elsewhere; it
        stands in for the region's links and connectors. A request whose transport does
        not allow its vehicle is refused. Or something that returns it; see
        :class:`xytour.planner.protocols.TravelTimes`. Or several matrices, each by a vehicle of
        its own; see :class:`xytour.network.joined.JoinedTravel`.
    public_transport
        Timetables beside travel that was given, for requests that allow what runs by them.
    availability, pricing, weather
        Who is asked before planning what is left, what it costs and when the weather forbids;
        see :mod:`xytour.planner.protocols`. Several providers of availability share the offers.
    when_down
        What becomes of a plan when one of these does not answer: ``refuse`` raises, ``warn``
        plans by the region's own data and says so.
    answer_within_s
        Seconds (> 0) that they get for it.

    Raises
    ------
    DataError
        The matrix lacks places of the region.
    RequestError
        ``when_down`` or ``answer_within_s`` is none of these.

    Notes
    -----
    Builds the transport graph once and keeps travel times for each way of getting
    around. Safe to use from many threads.

    Examples
    --------
    >>> from xytour import Planner, TripRequest
    >>> planner = Planner()
    >>> request = TripRequest(start="2026-04-10", days=1, interests={"tea": 1.0})
    >>> itinerary = planner.plan(request, iterations=20)
    >>> itinerary.certificate.upper_bound >= itinerary.certificate.score
    True
    """

    def __init__(
        self,
        region: Region | None = None,
        *,
        travel: TravelMatrix | TravelProvider | Sequence[TravelMatrix] | None = None,
        public_transport: PublicTransport | None = None,
        availability: Availability | Sequence[Availability] = (),
        pricing: Pricing | None = None,
        weather: Weather | None = None,
        when_down: WhenDown = "refuse",
        answer_within_s: float = 20.0,
    ) -> None:
        self.region = load_region() if region is None else region
        self.inventory = inventory_of(availability, pricing, weather, when_down, answer_within_s)
        self._given = None if travel is None else _matrices(travel, self.region)
        self._public = public_transport
        if public_transport is not None and travel is None:
            msg = "public_transport: give travel as well, such as times on foot"
            raise RequestError(msg)
        self.calendar = HolidayCalendar(self.region.region.holidays)
        self.openings = Openings(self.calendar, self.region.region.timezone)
        if travel is None:
            _ = self.graph  # built here, so that plans find it ready
        self._travel: dict[Transport, Travel] = {}
        self._timetables: dict[Transport, Timetables | FeedTimetables | None] = {}
        self._spans: dict[Transport, Mapping[tuple[int, int], tuple[int, int]]] = {}
        self._posed: dict[str, tuple[Trip, Posed]] = {}
        self._closed: dict[frozenset[str], Planner] = {}
        self._lock = Lock()

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """The region's own transport network; of no use beside travel that was given."""
        return build_graph(self.region)

    def with_providers(
        self,
        *,
        availability: Availability | Sequence[Availability] = (),
        pricing: Pricing | None = None,
        weather: Weather | None = None,
        when_down: WhenDown = "refuse",
        answer_within_s: float = 20.0,
    ) -> Planner:
        """Return a planner that asks others, on the same graph and travel times.

        Parameters
        ----------
        availability, pricing, weather, when_down, answer_within_s
            As for a new planner.

        Raises
        ------
        RequestError
            ``when_down`` or ``answer_within_s`` is none of these.
        """
        other = copy(self)
        other.forget()
        other.inventory = inventory_of(availability, pricing, weather, when_down, answer_within_s)
        return other

    def forget(self) -> None:
        """Keep none of the problems and closed links met so far."""
        self._posed, self._closed = {}, {}

    @property
    def made_of(
        self,
    ) -> tuple[Region, tuple[TravelMatrix, ...] | None, PublicTransport | None, Inventory]:
        """What another process builds its like from: region, travel given, providers."""
        return self.region, self._given, self._public, self.inventory

    def travel(self, transport: Transport) -> Travel:
        """Return door-to-door travel for one way of getting around, kept for next time.

        Raises
        ------
        RequestError
            The travel matrix that was given is for another vehicle.
        """
        with self._lock:
            if transport not in self._travel:
                self._travel[transport] = self._travel_by(transport)
            return _renewed(self._travel, transport)

    def _travel_by(self, transport: Transport) -> Travel:
        if self._given is not None:
            if len(self._given) == 1 and self._public is None:
                return GivenTravel(self._given[0], self.region, transport)
            return JoinedTravel(self._given, self.region, transport, self._public)
        latest = next(reversed(self._travel.values()), None)
        return travel_over(self.graph, transport, self.region.region, latest)

    def timetables(self, transport: Transport) -> Timetables | FeedTimetables | None:
        """Return what runs when for one way of getting around, kept for next time.

        None where no timetable counts: with a car, by given travel alone, without any service.
        """
        travel = self.travel(transport)
        with self._lock:
            if transport not in self._timetables:
                found: Timetables | FeedTimetables | None = None
                if transport.is_timetabled and isinstance(travel, TravelTimes | DirectTravel):
                    found = Timetables(self.region, self.graph, travel)
                elif transport.is_timetabled and isinstance(travel, JoinedTravel) and self._public:
                    found = FeedTimetables(self._public, self.region, travel)
                self._timetables[transport] = found if found and found.matter else None
            return _renewed(self._timetables, transport)

    def plan(
        self,
        request: TripRequest,
        *,
        time_limit: float = 1.0,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Itinerary:
        """Plan a trip.

        Parameters
        ----------
        request
            What the traveller asks for.
        time_limit
            Seconds in all (> 0); the first plan is made however little is given, and the search
            gets half of it at least, also where the ways are worked out for the first time. What
            providers of availability, prices and weather take to answer comes on top.
        seed
            Of its random choices.
        iterations
            Most search steps, or None for as many as the time allows; with a number, and
            time enough, the answer is the same on every machine.
        progress
            Called with each better plan and each lower bound.
        should_stop
            Asked every few milliseconds; once it says yes, the best plan so far is returned. An
            event's ``is_set`` will do.

        Returns
        -------
        Itinerary
            With its certificate: no plan within the certificate's scope scores more than
            the upper bound.

        Raises
        ------
        RequestError
            The request names unknown places or impossible times.
        InfeasibleError
            The wishes cannot all be met.
        SupplierError
            A provider did not answer, and ``when_down`` is ``refuse``.
        """
        if not time_limit > 0:
            msg = f"time_limit: expected seconds > 0, got {time_limit}"
            raise RequestError(msg)
        began = time.perf_counter()
        trip = self.prepare(request)
        began += trip.asked_s
        is_fair = request.fairness == "maximin"
        limit = time_limit / 2 if is_fair else time_limit
        effort = Effort(limit, seed, iterations, progress, should_stop, began)
        solved = self._solve(trip, effort)
        assert solved is not None  # noqa: S101 (without a floor there is a plan or an error)
        floor = None
        if is_fair:

            def solve_above(points: int, until: float) -> Solved | None:
                return self._solve(trip, replace(effort, seconds=until, progress=None), points)

            solved, floor = fairest(solved, points_of_each, solve_above, time_limit)
        seconds = time.perf_counter() - began
        posed, solution, days = solved
        if floor is None and posed.spendable.items() <= spendable_fen(trip).items():
            self._remember(trip.asked, trip, posed)
        return self.settle(trip, posed, solution, days, seconds, floor)

    def prepare(self, request: TripRequest) -> Trip:
        """Return a request with all that it leaves to choose from."""
        request = with_ids(request, self.region)
        check_places(request, self.region)
        asked, request = request, request.with_shared_interests()
        days = days_of(request, self.region)
        transport = Transport.of(request)
        if self.region.region.direct and transport.is_timetabled and "taxi" not in transport.modes:
            days = while_public_runs(days, self.region.region.tariffs)
        style = style_of(request)
        travel = self._travel_of(request, days[0].starts_at or "", days[-1].ends_at or "")
        finder = OptionFinder(self.region, self.openings, request, style, days)
        zone = ZoneInfo(self.region.region.timezone)
        found = [*finder.visits(), *finder.tables(), *finder.appointments(zone)]
        shelf = self.inventory.open(finder)
        options = told_apart(shelf.options(reachable(finder, days, travel, found)), request)
        check_wishes(self.region, request, finder.dropped, options)
        bed_finder = BedFinder(self.region, self.openings, request, style)
        beds = shelf.beds(beds_of(bed_finder, days, travel))
        timetables = self._timetables_of(travel)
        places = {option.place_id for option in options}
        sleep_at = {bed.place_id for night in beds for bed in night}
        dated = None
        if timetables is not None:
            dated = DatedWays.of(timetables, days, places, sleep_at)
            if (early := dated.early_end(days, sleep_at)) is not None:
                days = [*days[:-1], early]
                dated = DatedWays.of(timetables, days, places, sleep_at)
        return Trip(
            region=self.region,
            openings=self.openings,
            request=request,
            asked=asked,
            style=style,
            days=days,
            options=options,
            beds=beds,
            travel=travel,
            dropped=finder.dropped,
            timetables=dated,
            spans=self._spans_of(travel),
            notices=tuple(shelf.notices),
            asked_s=shelf.asked_s,
        )

    def _travel_of(self, request: TripRequest, entrance: str, way_out: str) -> Travel:
        """Return the travel of one trip."""
        transport = Transport.of(request)
        between = self.travel(transport)
        if transport.name != "rented_car":
            return between
        check_rental(request, self.region, entrance, way_out)
        coming, going = self.travel(transport.at("coming")), self.travel(transport.at("going"))
        return RentedTravel(between, coming, going, entrance, way_out)

    def _timetables_of(self, travel: Travel) -> tuple[AllDates, AllDates | None, AllDates] | None:
        """Return what runs when on the way in, between and on the way out of one trip."""
        if isinstance(travel, RentedTravel):
            coming = self.timetables(travel.coming.transport)
            going = self.timetables(travel.going.transport)
            return (coming, None, going) if coming and going else None
        found = self.timetables(travel.transport)
        return None if found is None else (found, found, found)

    def _spans_of(self, travel: Travel) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Return when to set out on ways that no timetable tells, kept for next time."""
        if isinstance(travel, RentedTravel):
            travel = travel.between
        transport = travel.transport
        if transport.is_timetabled or not isinstance(travel, TravelTimes | DirectTravel):
            return {}
        with self._lock:
            if transport not in self._spans:
                self._spans[transport] = setting_out(travel, self.region)
            return _renewed(self._spans, transport)

    def _solve(self, trip: Trip, effort: Effort, floor: int | None = None) -> Solved | None:
        """Solve, and solve again with less money while the true cost passes the budget.

        The solver adds up fares by the edge: never more than the truth, so that its bound
        holds; what a taxi's flag fall adds is known only afterwards. With a floor for each
        traveller that no plan was found to reach, the answer is None.
        """
        spendable = spendable_fen(trip)
        bound: int | None = None
        for tries in range(1, MOST_TRIES + 1):
            posed = pose(trip, spendable, floor)
            left = effort.seconds_left
            if spendable and trip.has_rough_fares:
                left /= 2  # the rest is for the case that the true cost passes the budget
            if tries == 1 and floor is None:
                left = max(left, LEAST_SHARE * effort.seconds)
            solution = effort.solve(posed.problem, max(left, LEAST_SECONDS), bound=bound)
            if solution.status == "infeasible":
                if floor is not None:
                    return None
                raise self._blame(trip, posed)
            bound = solution.upper_bound if bound is None else bound
            days = Writer(trip, posed, solution).write()
            over = overspent_fen(trip, days)
            if not over:
                return posed, replace(solution, upper_bound=bound), days
            # The next plan must not be the same, and may hide more than this one.
            counted = counted_fen(posed, solution)
            for kind, more in over.items():
                spendable[kind] = counted.get(kind, spendable[kind]) - tries * more
        if floor is not None:
            return None
        raise self._blame(trip, posed)

    def without_links(self, closed: Iterable[str]) -> Planner:
        """Return a planner of the same region in which some links are closed."""
        ids = frozenset(closed) & {link.id for link in self.region.links}
        if not ids:
            return self
        with self._lock:
            known = self._closed.get(ids)
        if known is None:
            links = tuple(link for link in self.region.links if link.id not in ids)
            region = self.region.model_copy(update={"links": links})
            known = Planner(region, travel=self._given, public_transport=self._public)
            known.inventory = self.inventory
            with self._lock:
                self._closed[ids] = known
                _drop_oldest(self._closed, MOST_CLOSED)
        return known

    def pose(self, request: TripRequest) -> tuple[Trip, Posed]:
        """Return a request and its problem; those asked for lately are kept."""
        with self._lock:
            known = self._posed.get(request.model_dump_json())
        if known is None or not self.inventory.is_empty:
            # What others have left may be another by now.
            trip = self.prepare(request)
            known = trip, pose(trip, spendable_fen(trip))
            self._remember(trip.asked, *known)
        return known

    def _remember(self, request: TripRequest, trip: Trip, posed: Posed) -> None:
        """Keep a problem for what follows its plan, and forget the one kept longest."""
        with self._lock:
            self._posed[request.model_dump_json()] = trip, posed
            _drop_oldest(self._posed, MOST_POSED)

    def _blame(self, trip: Trip, posed: Posed) -> InfeasibleError:
        """Return the error for a trip of which no plan was found."""
        from xytour.planner.after.conflicts import blame
        from xytour.planner.after.standing import Standing

        whole = spendable_fen(trip)
        unseen = {kind: whole[kind] - left for kind, left in posed.spendable.items()}
        return blame(Standing(self, trip, posed, ()), unseen_fen=unseen)

    def settle(
        self,
        trip: Trip,
        posed: Posed,
        solution: Solution,
        days: tuple[Day, ...],
        seconds: float,
        floor: int | None = None,
    ) -> Itinerary:
        """Return the itinerary of some days with all that is told about them."""
        parts = score_parts(posed, solution)
        priced = priced_places(posed, solution)
        score = solution.score / POINT
        bound = solution.upper_bound / POINT
        certificate = Certificate(
            score=score,
            upper_bound=bound,
            gap=(bound - score) / max(1.0, abs(bound)),
            status="optimal" if solution.score == solution.upper_bound else "feasible",
            seconds=round(seconds, 3),
            scope=_scope(trip, posed, floor),
        )
        return Itinerary(
            region_id=self.region.id,
            region_name=self.region.region.name.get(trip.request.language),
            timezone=self.region.region.timezone,
            currency=self.region.region.currency,
            request=trip.asked,
            language=trip.request.language,
            days=days,
            places=spots(self.region, days, trip.timetables.stops if trip.timetables else {}),
            totals=with_cost_tables(totals(days, trip.transport, self.region, score), trip, days),
            score_parts=parts,
            certificate=certificate,
            indices=indices(days, self.region, trip.request.interests),
            satisfaction=satisfaction(trip, (posed, solution, days)),
            dropped=tuple(trip.dropped),
            warnings=(
                *trip.notices,
                *pauses_left_out(trip, days),
                *(
                    notice
                    for notice in notices(self.region, trip.request, self.calendar, days)
                    if notice.place_id not in priced or notice.code not in PRICE_CODES
                ),
                *meals_on_trains(trip, names_aboard(trip, posed.problem)),
                *unknown_fares(trip.request, self._public, days),
            ),
        )


def _matrices(
    travel: TravelMatrix | TravelProvider | Sequence[TravelMatrix], region: Region
) -> tuple[TravelMatrix, ...]:
    """Return the travel given as matrices of all places of a region, in their order."""
    if isinstance(travel, TravelMatrix):
        given = [travel]
    elif isinstance(travel, Sequence):
        given = list(travel)
    else:
        given = [travel.matrix(region)]
    if not given:
        msg = "travel: expected one matrix or more, got an empty list"
        raise DataError(msg)
    for matrix in given:
        matrix.check_covers(region)
    return tuple(matrix.covering(region.by_id) for matrix in given)


def _renewed(kept: dict[Transport, Kept], transport: Transport) -> Kept:
    """Return what is kept for a way of getting around, and forget the one used longest ago."""
    value = kept[transport] = kept.pop(transport)
    _drop_oldest(kept, MOST_TRANSPORTS)
    return value


def _drop_oldest(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.pop(next(iter(kept)))


def _scope(trip: Trip, posed: Posed, floor: int | None) -> str:
    visits = [option for option in posed.options if option.kind in {"visit", "activity"}]
    text = say(
        "scope" if trip.timetables is None else "scope-timed",
        trip.request.language,
        sights=len({option.place_id for option in visits}),
        options=len(visits),
        tables=len({option.place_id for option in posed.options if option.kind == "meal"}),
        beds=len({bed.place_id for night in posed.beds for bed in night}),
    )
    if floor is None:
        return text
    return text + say("scope-floor", trip.request.language, points=floor)


def score_parts(posed: Posed, solution: Solution) -> dict[str, float]:
    """Return what the score is made of, points; the parts add up to it."""
    problem = posed.problem
    own = own_scores(posed.options, posed.rewards)
    parts = dict.fromkeys(SCORE_PARTS, 0)
    priced = 0
    locations: list[int] = []
    for night, bed in enumerate(solution.beds):
        chosen = problem.beds[night][bed]
        worth = round(posed.beds[night][bed].profit * POINT)
        parts["stays"] += worth
        priced += chosen.profit - worth
        if locations and locations[-1] != chosen.location:
            parts["bed_changes"] -= problem.bed_change_penalty
        locations.append(chosen.location)
    for d, tour in enumerate(solution.tours):
        day = problem.days[d]
        ways = [locations[d - 1] if day.start is None else day.start]
        for stop in tour:
            kind = "tables" if posed.options[stop].kind == "meal" else "visits"
            parts[kind] += int(own[stop])
            priced += int(problem.profit[stop, d] - own[stop])
            ways.append(int(problem.location[stop]))
        ways.append(locations[d] if day.end is None else day.end)
        ticks = sum(int(problem.travel[a, b]) for a, b in pairwise(ways))
        parts["travel"] -= problem.travel_penalty * ticks
    chosen_stops = [stop for tour in solution.tours for stop in tour]
    for reward in posed.rewards:
        total = sum(reward.category.weight[stop] for stop in chosen_stops)
        parts[reward.kind] += reward.category.reward(total)
        if reward.kind == "themes":
            # A visit is shown with its whole worth, and what palls as a loss beside it.
            parts["visits"] += GRAIN * total
            parts["themes"] -= GRAIN * total
    if priced:
        parts["money"] = priced
    return {name: value / POINT for name, value in parts.items()}


@lru_cache(maxsize=1)
def _default_planner() -> Planner:
    return Planner()


def plan(
    request: TripRequest,
    *,
    time_limit: float = 1.0,
    seed: int = 0,
    iterations: int | None = None,
    progress: Callable[[PlanProgress], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Itinerary:
    """Plan a trip in the bundled region; see :meth:`Planner.plan`."""
    return _default_planner().plan(
        request,
        time_limit=time_limit,
        seed=seed,
        iterations=iterations,
        progress=progress,
        should_stop=should_stop,
    )
