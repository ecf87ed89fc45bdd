"""Request and region to a solver problem: the numbers that the optimiser sees.

Locations are places, ticks are minutes of the service day, money is fen, scores are
hundredths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xytour.network.joined import is_open
from xytour.network.travel import UNREACHABLE
from xytour.planner.aboard import meals_aboard
from xytour.planner.caps import BUDGET, caps_of, is_outside, stop_categories
from xytour.planner.fairness import floors
from xytour.planner.matching import wanted_categories
from xytour.planner.money import meal_fen
from xytour.planner.pauses import leisure_of, with_time_for_wishes
from xytour.planner.rewards import GRAIN, POINT, Reward, rewards_of, setting_out
from xytour.planner.slack import stretched
from xytour.planner.variety import keep_apart
from xytour.solver import Bed, Day, Problem, TravelProfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.request import TripRequest
    from xytour.network.travel import Travel
    from xytour.planner.beds import BedOption
    from xytour.planner.dates import Daytime
    from xytour.planner.options import Option, OptionFinder
    from xytour.planner.trip import Trip
    from xytour.solver.problem import IntArray
    from xytour.solver.rides import Ride


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem and what its numbers stand for.

    Parameters
    ----------
    problem
        For the solver.
    options
        What each stop is.
    beds
        What each bed of each night is.
    places
        The place id of each location.
    group_of
        The group of each place that can be visited.
    rewards
        What each category is.
    cap_kinds
        Of which kind of cost each cap is.
    """

    problem: Problem
    options: tuple[Option, ...]
    beds: tuple[tuple[BedOption, ...], ...]
    places: tuple[str, ...]
    group_of: dict[str, int]
    rewards: tuple[Reward, ...] = ()
    cap_kinds: tuple[str, ...] = ()

    @property
    def spendable(self) -> dict[str, int]:
        """What the solver may spend of its caps, fen by kind, the budget among them."""
        caps = zip(self.cap_kinds, self.problem.caps, strict=True)
        found = {kind: cap.most for kind, cap in caps}
        return found if self.problem.budget is None else {BUDGET: self.problem.budget, **found}


def pose(trip: Trip, spendable: Mapping[str, int], floor: int | None = None) -> Posed:
    """Build the solver problem of a trip.

    Parameters
    ----------
    trip
        What there is to choose from.
    spendable
        What the solver may spend, fen by kind, the budget among them.
    floor
        Points that each traveller must get from visits and tables, or None.
    """
    request, style, days = trip.request, trip.style, trip.days
    options, beds = trip.options, trip.beds
    places = [*dict.fromkeys((*_places(days, options, beds), *trip.also))]
    at = {place_id: k for k, place_id in enumerate(places)}
    keys = [option.key for option in options]
    groups = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    minutes, fares, rides = _ways(trip, places)
    location = np.array([at[option.place_id] for option in options], dtype=np.int64)
    rewards = (
        *rewards_of(trip.region, request, style, len(days), options),
        *setting_out(trip, options, location, minutes),
    )
    picnic = meal_fen(None, request.party, trip.region.region.tariffs)
    caps = caps_of(options, beds, spendable)
    others = [
        *wanted_categories(trip.region, request, options),
        *stop_categories(options, spendable),
    ]
    least_for_each = floors(options, len(request.travellers), floor)
    required = {groups[key] for key in (*request.must_visit, *_engagements(options))}
    problem = Problem(
        travel=minutes,
        travel_cost=fares,
        rides=rides,
        location=location,
        duration=_by_day([_minutes(option, request) for option in options], len(days)),
        profit=_scores(options, rewards, request, picnic, len(days)),
        cost=_by_day([option.cost_fen for option in options], len(days)),
        group=np.array([groups[key] for key in keys], dtype=np.int64),
        windows=[option.windows for option in options],
        days=_days(trip, at, picnic),
        beds=tuple(
            tuple(Bed(at[bed.place_id], bed.cost_fen, _bed_score(bed, request)) for bed in night)
            for night in beds
        ),
        meal=np.array([option.meal for option in options], dtype=np.int64),
        counts=np.array([option.kind in {"visit", "activity"} for option in options], dtype=bool),
        budget=spendable.get(BUDGET),
        caps=tuple(caps.values()),
        far=np.array([is_outside(trip.region, place_id) for place_id in places], dtype=bool),
        required=frozenset(required),
        travel_penalty=round(style.travel_points_per_hour * POINT / 60),
        bed_change_penalty=round(style.bed_change_points * POINT),
        one_bed=request.stay.one_base,
        categories=(*(reward.category for reward in rewards), *least_for_each, *others),
    )
    return Posed(
        _with_time_to_pause(trip, problem),
        tuple(options),
        tuple(tuple(night) for night in beds),
        tuple(places),
        groups,
        rewards,
        tuple(caps),
    )


def _ways(
    trip: Trip, places: Sequence[str]
) -> tuple[IntArray, IntArray, Mapping[tuple[int, int], Ride]]:
    """Return minutes and fares between places, and rides by timetable in place of them."""
    travel, timed = trip.travel, trip.timetables
    rows = np.array([travel.index[place_id] for place_id in places])
    pairs = np.ix_(rows, rows)
    minutes, fares = (x[pairs].astype(np.int64) for x in (travel.minutes, travel.cost_fen))
    minutes = stretched(minutes, trip.request.robust)
    by_timetable = {} if timed is None else timed.put_into(places, minutes, fares)
    rides: dict[tuple[int, int], Ride] = {**_within_hours(trip, places, minutes), **by_timetable}
    if not trip.style.alike_in_a_row:
        apart = keep_apart(trip.region, trip.request, places, minutes)
        rides = {pair: ride for pair, ride in rides.items() if not apart[pair]}
    return minutes, fares, rides


def _within_hours(
    trip: Trip, places: Sequence[str], minutes: IntArray
) -> dict[tuple[int, int], TravelProfile]:
    """Return the ways that can be set out on at some hours only, though no timetable counts."""
    found: dict[tuple[int, int], TravelProfile] = {}
    if not trip.spans:
        return found
    at = {trip.travel.index[place_id]: k for k, place_id in enumerate(places)}
    for (tail, head), (first, last) in trip.spans.items():
        if tail not in at or head not in at:
            continue
        a, b = at[tail], at[head]
        if trip.is_untimed(places[a], places[b]):
            found[a, b] = within(first, last, int(minutes[a, b]))
    return found


@lru_cache(maxsize=10_000)
def within(first: int, last: int, minutes: int) -> TravelProfile:
    """Return a way of so many minutes that is set out on from a first to a last minute of the day.

    Who comes before the first waits for it; after the last the way cannot be had.
    """
    if last < max(first, 0):
        return TravelProfile((0,), (UNREACHABLE,))
    before = ((0, first + minutes),) if first > 0 else ()
    points = [*before, (max(first, 0), minutes), (last, minutes), (last + 1, UNREACHABLE)]
    if first == last:
        del points[-2]
    return TravelProfile(*zip(*points, strict=True))


def _days(trip: Trip, at: Mapping[str, int], picnic_fen: int) -> tuple[Day, ...]:
    """Return the days as the solver takes them; places become indices."""
    return tuple(
        Day(
            start=None if day.starts_at is None else at[day.starts_at],
            end=None if day.ends_at is None else at[day.ends_at],
            earliest=day.earliest,
            latest=max(0, day.latest),
            breaks=day.breaks(trip.request.meals, picnic_fen, trip.pace),
            max_stops=trip.request.pace.stops_a_day or trip.style.visits_per_day,
        )
        for day in trip.days
    )


def _with_time_to_pause(trip: Trip, problem: Problem) -> Problem:
    """Leave out meals that are eaten on board, and free time that no plan has room for."""
    aboard = {} if trip.timetables is None else meals_aboard(trip, problem)
    if aboard:
        left = (
            replace(day, breaks=aboard.get(d, day.breaks)) for d, day in enumerate(problem.days)
        )
        problem = replace(problem, days=tuple(left))
    if trip.has_leisure_of_style:
        problem = with_time_for_wishes(problem, leisure_of(problem))
    return problem


def own_scores(options: Sequence[Option], rewards: Sequence[Reward]) -> IntArray:
    """Return what each option is worth of its own: what hangs on no theme."""
    worth = np.array([round(option.profit * POINT) for option in options], dtype=np.int64)
    for reward in rewards:
        if reward.kind == "themes":
            worth -= np.asarray(reward.category.weight, dtype=np.int64) * GRAIN
    return worth


def _places(
    days: Sequence[Daytime], options: Sequence[Option], beds: Sequence[Sequence[BedOption]]
) -> list[str]:
    ends = [end for day in days for end in (day.starts_at, day.ends_at) if end is not None]
    found = [*ends, *(option.place_id for option in options)]
    found += [bed.place_id for night in beds for bed in night]
    return list(dict.fromkeys(found))


def _by_day(rows: Sequence[Sequence[int]], n_days: int) -> IntArray:
    return np.array(rows, dtype=np.int64).reshape(len(rows), n_days)


def _minutes(option: Option, request: TripRequest) -> list[int]:
    """Return how long an option takes on each day, with queues and the time to spare after it."""
    spare = request.pace.buffer_min if option.kind in {"visit", "activity"} else 0
    return [option.minutes + queue + spare for queue in option.queue_min]


def _scores(
    options: Sequence[Option],
    rewards: Sequence[Reward],
    request: TripRequest,
    picnic_fen: int,
    n_days: int,
) -> IntArray:
    """Return what options add to the score of their own on each day, less what they cost.

    A table is charged what it costs beyond the simple meal that would be had anyway.
    """
    saved = [picnic_fen if option.kind == "meal" else 0 for option in options]
    prices = [
        [price_of(cost - less, request) for cost in option.cost_fen]
        for option, less in zip(options, saved, strict=True)
    ]
    return own_scores(options, rewards)[:, None] - _by_day(prices, n_days)


def _bed_score(bed: BedOption, request: TripRequest) -> int:
    return round(bed.profit * POINT) - price_of(bed.cost_fen, request)


def price_of(cost_fen: int, request: TripRequest) -> int:
    """Return what spending costs in solver score, by the request's price of money."""
    return round(cost_fen / 10_000 * request.points_per_100_cny * POINT)


def _engagements(options: Sequence[Option]) -> list[str]:
    return [option.key for option in options if option.appointment is not None]


def reachable(
    finder: OptionFinder, days: Sequence[Daytime], travel: Travel, options: Sequence[Option]
) -> list[Option]:
    """Return the options that can be reached from where the trip begins, dropping the rest."""
    start = travel.index[days[0].starts_at or ""]
    end = travel.index[days[-1].ends_at or ""]
    kept: list[Option] = []
    lost: list[Option] = []
    for option in options:
        k = travel.index[option.place_id]
        there = is_open(travel, start, k) and is_open(travel, k, end)
        (kept if there else lost).append(option)
    for place_id in dict.fromkeys(option.place_id for option in lost if option.kind != "meal"):
        finder.drop(place_id, "unreachable")
    return kept
