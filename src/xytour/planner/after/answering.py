"""A changed problem to a new itinerary: solved, written, joined to what is past."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from xytour.model.happening import LongerMeal, MiddayRest
from xytour.model.itinerary import Day, Free, Meal, StayItem
from xytour.planner.after.past import after_stops
from xytour.planner.after.pricing import NO_BONUS, Bonus
from xytour.planner.after.recalling import forgotten, recall
from xytour.planner.after.words import tell
from xytour.planner.caps import counted_fen, overspent_fen
from xytour.planner.dates import MEAL_NAMES
from xytour.planner.fairness import fairest, floors, points_of_each
from xytour.planner.nights import Night
from xytour.planner.pauses import leisure_of, with_time_for_wishes
from xytour.planner.planner import score_parts
from xytour.planner.rewards import POINT
from xytour.planner.words import say
from xytour.planner.writing import Writer
from xytour.solver import Solution
from xytour.solver.plans import Plan, Plans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.happening import Hold
    from xytour.model.itinerary import Item, Itinerary
    from xytour.planner.after.course import Course
    from xytour.planner.after.past import Past, Rest
    from xytour.planner.after.standing import Standing
    from xytour.planner.fairness import Solved
    from xytour.planner.pauses import Pause
    from xytour.planner.posing import Posed
    from xytour.planner.progress import Effort
    from xytour.planner.trip import Trip
    from xytour.solver import Category, Problem
    from xytour.solver.starts import Start

MOST_TRIES = 4
LEAST_SECONDS = 0.02


@dataclass(frozen=True)
class Question:
    """An open part of a trip, ready to be solved.

    Parameters
    ----------
    standing
        The whole.
    rest
        The open part with its changes.
    bonus
        What is paid for keeping an earlier plan.
    starts
        Plans to begin from.
    floor
        Points that each traveller must get in all, 0 for none; None for as many as can be found
        where the request is for a fair share.
    """

    standing: Standing
    rest: Rest
    bonus: Bonus = NO_BONUS
    starts: tuple[Course, ...] = field(default=())
    floor: int | None = None

    def answer(self, effort: Effort) -> Itinerary | None:
        """Return the best plan found, None if none was.

        Parameters
        ----------
        effort
            How hard to try.
        """
        began = time.perf_counter()
        draft, request = self.rest.draft, self.standing.trip.request
        starts = self._starts()
        problem = draft.build().problem
        draft.days[:] = with_time_for_wishes(problem, self._spare_pauses(problem), starts).days
        is_fair = request.fairness == "maximin" and self.floor is None
        limit, floor = effort.seconds / 2 if is_fair else effort.seconds, self.floor or None
        found = self._solved(effort.within(limit), began, starts, floor)
        if found is None:
            return None
        if is_fair:

            def solve_above(points: int, until: float) -> Solved | None:
                quiet = replace(effort.within(until), progress=None)
                return self._solved(quiet, began, starts, points)

            found, floor = fairest(found, self._points, solve_above, effort.seconds)
        return self._itinerary(found, floor, time.perf_counter() - began)

    def _points(self, solved: Solved) -> list[float]:
        """Return what the whole trip is worth to each traveller, points."""
        posed, solution, days = solved
        return points_of_each((posed, _whole(self.standing, self.bonus, posed, solution), days))

    def _floors(self, floor: int | None) -> list[Category]:
        """Return what gives each traveller so many points, with those that are past."""
        if floor is None:
            return []
        standing, options = self.standing, self.rest.draft.options
        done = recall(standing.trip, standing.posed, standing.past.all_days)
        stops = [stop for tour in done.tours for stop in tour]
        rules = floors(options, len(standing.trip.request.travellers), floor)
        return [after_stops(rule, stops) for rule in rules]

    def _solved(
        self, effort: Effort, began: float, starts: Sequence[Start], floor: int | None
    ) -> Solved | None:
        """Return the best plan found that keeps the budget, None if none was.

        What draft and trip may spend is as before afterwards.
        """
        draft = self.rest.draft
        money, rules = dict(draft.spendable), draft.categories
        draft.categories = [*rules, *self._floors(floor)]
        try:
            return self._within_budget(effort, began, starts)
        finally:
            draft.spendable, draft.categories = money, rules

    def _within_budget(
        self, effort: Effort, began: float, starts: Sequence[Start]
    ) -> Solved | None:
        standing, draft, trip = self.standing, self.rest.draft, self.rest.trip
        lost = 0
        for _ in range(MOST_TRIES):
            left = max(effort.seconds - (time.perf_counter() - began), LEAST_SECONDS)
            if draft.spendable and trip.has_rough_fares:
                left /= 2
            posed = draft.build()
            solution = effort.solve(
                posed.problem, left, starts=starts, beyond=self._beyond(posed, effort)
            )
            if solution.status == "infeasible":
                return None
            solution = replace(solution, upper_bound=max(solution.upper_bound, lost))
            lost = solution.upper_bound
            days = written(standing, self.rest, posed, solution)
            over = overspent_fen(standing.trip, days)
            if not over:
                return posed, solution, days
            # The next plan must not be the same.
            for kind, counted in counted_fen(posed, solution).items():
                if kind in over:
                    draft.spendable[kind] = max(0, counted - over[kind])
        return None

    def _spare_pauses(self, problem: Problem) -> list[Pause]:
        """Return the pauses that may be left out: the style's, and those of a day under way."""
        trip, past = self.standing.trip, self.standing.past
        spare = leisure_of(problem) if trip.has_leisure_of_style else []
        if past.minute is not None:
            spare += [
                (0, pause.kind)
                for pause in problem.days[0].breaks
                if pause.kind not in MEAL_NAMES and (0, pause.kind) not in spare
            ]
        return spare

    def _starts(self) -> list[Start]:
        """Return the plans to begin from, with stops and beds as the draft has them."""
        draft = self.rest.draft
        found: list[Start] = []
        posed = draft.build() if self.bonus.copy_of else None
        for start in self.starts:
            named = [draft.bed_index(night, name) for night, name in enumerate(start.nights)]
            beds = [bed or 0 for bed in named]
            tours = start.tours
            if posed is not None:
                tours = self._at_booked_times(Plans(posed.problem), Plan([*map(list, tours)], beds))
            found.append((tours, beds))
        return found

    def _at_booked_times(self, plans: Plans, plan: Plan) -> tuple[tuple[int, ...], ...]:
        """Return the tours of a plan with what is booked at its booked time, where that can be."""
        copies = {self.bonus.copy_of[s]: s for s, _ in self.bonus.stops if s in self.bonus.copy_of}
        for d, tour in enumerate(plan.tours):
            ends = plans.ends(plan, d)
            for k, stop in enumerate(tour):
                if (copies.get(stop, stop), d) not in self.bonus.stops or stop not in copies:
                    continue
                tour[k] = copies[stop]
                if plans.schedule.ends_at(d, tour, *ends) < 0:
                    tour[k] = stop
        return tuple(map(tuple, plan.tours))

    def _beyond(self, posed: Posed, effort: Effort) -> int:
        """Return what the whole trip scores more than its open part, if anybody wants to know.

        It is the same for all plans, so any will do: here that of which nothing is left.
        """
        if effort.progress is None:
            return 0
        problem = posed.problem
        nothing = Solution(
            status="feasible",
            tours=((),) * problem.n_days,
            beds=(0,) * len(problem.beds),
            score=0,
            upper_bound=0,
            seconds=0.0,
            iterations=0,
        )
        part = sum(score_parts(posed, nothing).values())
        return round(sum(self._parts(posed, nothing).values()) * POINT) - round(part * POINT)

    def _parts(self, posed: Posed, solution: Solution) -> dict[str, float]:
        """Return what the score of the whole trip is made of, with what is paid for changes."""
        standing = self.standing
        whole = _whole(standing, self.bonus, posed, solution)
        parts = score_parts(standing.posed, whole)
        parts["travel"] -= _detour(standing, standing.past, whole) / POINT
        for item in forgotten(standing.trip, standing.posed, standing.past.all_days):
            parts["tables" if isinstance(item, Meal) else "visits"] += item.profit
        stops, beds = self.bonus.kept(solution)
        unpaid = self.bonus.total - sum(stops.values()) - beds
        if unpaid:
            parts["changes"] = -unpaid / POINT
        return parts

    def _itinerary(self, solved: Solved, floor: int | None, seconds: float) -> Itinerary:
        """Return the itinerary of the whole trip, whose score counts what is past as well."""
        posed, solution, days = solved
        standing, past = self.standing, self.standing.past
        parts = self._parts(posed, solution)
        score = round(sum(parts.values()) * POINT)
        whole = replace(
            _whole(standing, self.bonus, posed, solution),
            score=score,
            upper_bound=score + solution.upper_bound - solution.score,
        )
        made = standing.planner.settle(standing.trip, standing.posed, whole, days, seconds, floor)
        scope = made.certificate.scope
        language = made.language
        if past.days or past.items:
            scope += tell("scope-past", language)
        if self.bonus.total:
            scope += tell("scope-changes", language)
        certificate = made.certificate.model_copy(update={"scope": scope})
        return made.model_copy(
            update={
                "score_parts": {name: round(value, 2) for name, value in parts.items()},
                "certificate": certificate,
            }
        )


def _whole(standing: Standing, bonus: Bonus, posed: Posed, solution: Solution) -> Solution:
    """Return a solution of the open part as one of the whole trip."""
    past = standing.past
    done = recall(standing.trip, standing.posed, past.all_days)
    tours = [tuple(bonus.copy_of.get(s, s) for s in tour) for tour in solution.tours]
    if past.items:
        tours[0] = (*done.tours[past.today], *tours[0])
    beds = list(done.beds[: past.today])
    for night, bed in enumerate(solution.beds):
        place = posed.beds[night][bed].place_id
        names = [option.place_id for option in standing.posed.beds[past.today + night]]
        beds.append(names.index(place))
    tours = [*done.tours[: past.today], *tours]
    return replace(solution, tours=tuple(tours), beds=tuple(beds))


def _detour(standing: Standing, past: Past, whole: Solution) -> int:
    """Return the points that the way to where the party is costs beyond the direct way on."""
    if past.here is None:
        return 0
    posed, d = standing.posed, past.today
    problem, here = posed.problem, posed.places.index(past.here)
    seen = len(recall(standing.trip, posed, past.all_days).tours[d])
    ways = [int(problem.location[stop]) for stop in whole.tours[d]]
    day = problem.days[d]
    start = day.start if day.start is not None else _bed_at(posed, whole, d - 1)
    end = day.end if day.end is not None else _bed_at(posed, whole, d)
    ways = [start, *ways, end]
    before, after = ways[seen], ways[seen + 1]
    longer = problem.travel[before, here] + problem.travel[here, after]
    return int(problem.travel_penalty * (int(longer) - int(problem.travel[before, after])))


def _bed_at(posed: Posed, whole: Solution, night: int) -> int:
    return posed.problem.beds[night][whole.beds[night]].location


def written(standing: Standing, rest: Rest, posed: Posed, solution: Solution) -> tuple[Day, ...]:
    """Return all days of a trip: those that are past as they were, the rest as solved."""
    past = standing.past
    fresh = list(Writer(rest.trip, posed, solution).write())
    fresh = [_with_rests(standing.trip, day, standing.holds) for day in fresh]
    if past.days:
        fresh[:] = _nights_on(past.days, fresh)
    days = list(past.days)
    if past.days and past.here is None:
        fresh[0] = _with_breakfast(standing, fresh[0])
        night = days[-1].items[-1]
        left = fresh[0].items[0].start
        nights = (*days[-1].items[:-1], night.model_copy(update={"end": left}))
        days[-1] = days[-1].model_copy(update={"items": nights})
    items = fresh[0].items
    if past.items and items and isinstance(items[0], Free):  # no morning any more
        spare = say("spare", standing.trip.request.language)
        items = (items[0].model_copy(update={"reason": spare}), *items[1:])
    fresh[0] = fresh[0].model_copy(update={"items": (*past.items, *items)})
    return (*days, *fresh)


def _with_breakfast(standing: Standing, day: Day) -> Day:
    """Return the day in progress with breakfast where the party has slept."""
    past = standing.past
    last = past.days[-1].items[-1]
    beds = standing.posed.beds[past.today - 1]
    slept = [bed for bed in beds if bed.place_id == getattr(last, "place_id", None)]
    if not slept or not day.items:
        return day
    night = Night(standing.trip, past.today - 1, slept[0], 1)
    return day.model_copy(update={"items": (*night.breakfast(day.items[0].start), *day.items)})


def _nights_on(past: Sequence[Day], fresh: Sequence[Day]) -> list[Day]:
    """Return new days whose nights are counted on from those that are past."""
    last = past[-1].items[-1]
    found = []
    for day in fresh:
        night = day.items[-1] if day.items else last
        if day.items and isinstance(night, StayItem) and isinstance(last, StayItem):
            nights = last.nights_so_far + 1 if last.place_id == night.place_id else 1
            update = {"nights_so_far": nights, **({"check_in_min": 0} if nights > 1 else {})}
            night = night.model_copy(update=update)
            day = day.model_copy(update={"items": (*day.items[:-1], night)})  # noqa: PLW2901
        last = night
        found.append(day)
    return found


def _with_rests(trip: Trip, day: Day, holds: Sequence[Hold]) -> Day:
    """Return a day on which the time that a hold adds to a meal is told as free time."""
    added: dict[str, tuple[int, str]] = {}
    for hold in holds:
        if isinstance(hold, MiddayRest | LongerMeal) and hold.date == day.date:
            meal = "lunch" if isinstance(hold, MiddayRest) else hold.meal
            minutes = added.get(meal, (0, ""))[0] + hold.minutes
            added[meal] = minutes, f"r-{hold.type}"
    if not added:
        return day
    items: list[Item] = []
    here = ""
    for item, after in pairwise([*day.items, None]):
        here = getattr(item, "to_id", None) or getattr(item, "place_id", None) or here
        if isinstance(item, Meal) and item.meal in added:
            minutes, key = added[item.meal]
            split = item.end - (item.end - item.start) * (minutes / item.minutes)
            items.append(item.model_copy(update={"end": split}))
            place = str(here or getattr(after, "from_id", None) or getattr(after, "place_id", ""))
            reason = tell(key, trip.request.language)
            rest = Free(
                start=split, end=item.end, place_id=place, name=trip.name(place), reason=reason,
                purpose="after-meal",
            )  # fmt: skip
            items.append(rest)
        elif item is not None:
            items.append(item)
    return day.model_copy(update={"items": tuple(items)})
