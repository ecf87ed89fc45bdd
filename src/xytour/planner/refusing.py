"""Say why a trip cannot be planned: the smallest set of conflicting wishes found.

Each wish is given up in turn; those without which the trip is still impossible are not to
blame. What remains is a set of which every member is needed for the conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError
from xytour.model.base import clock_of
from xytour.network.travel import UNREACHABLE
from xytour.planner.dates import LEISURE, MEAL_NAMES, REST
from xytour.solver import Problem, is_feasible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour.model.itinerary import Dropped
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip

PAUSES = {"rest_min": REST, "free_min": LEISURE}
TRY_SECONDS = 0.4
TRY_ITERATIONS = 120


@dataclass(frozen=True, slots=True)
class _Wish:
    """One wish: how it is called, the problem without it, and how to relax it."""

    name: str
    without: Callable[[Problem], Problem]
    relax: str


def check_wishes(
    region: Region, request: TripRequest, dropped: Sequence[Dropped], options: Sequence[Option]
) -> None:
    """Raise if a place that must be visited cannot be visited on any day.

    Raises
    ------
    InfeasibleError
        With each such place and the reason.
    """
    possible = {option.key for option in options}
    reasons = {drop.place_id: drop for drop in dropped}
    conflict, told = [], []
    for place_id in request.must_visit:
        if place_id in possible:
            continue
        drop = reasons.get(place_id)
        why = drop.text if drop else "no meal of the trip can be had there"
        conflict.append(f"must_visit={place_id} ({why})")
        told.append(f"{region.by_id[place_id].name.get(request.language)}: {why}")
    if conflict:
        raise InfeasibleError(
            "what must be visited cannot be: " + "; ".join(told),
            conflict=conflict,
            relax=["leave it out", "choose other dates"],
        )
    for appointment in request.appointments:
        if not any(o.appointment == appointment and any(o.windows) for o in options):
            name = f"appointment {appointment.title!r} at {appointment.start}"
            msg = f"{name} lies outside the trip or cannot be reached"
            raise InfeasibleError(msg, conflict=[name], relax=["change the dates of the trip"])


def refuse(trip: Trip, posed: Posed) -> InfeasibleError:
    """Return the error for a trip of which no plan was found.

    Parameters
    ----------
    trip, posed
        What was tried.
    """
    wishes = _wishes(trip, posed)
    problem = posed.problem
    for wish in wishes:
        problem = wish.without(problem)
    if not _is_feasible(problem):
        return _stranded(trip, posed) or _out_of_time(trip)
    kept = list(wishes)
    for wish in wishes:
        rest = [other for other in kept if other is not wish]
        if not _is_feasible(_leave_out(posed.problem, wishes, rest)):
            kept = rest
    names = [wish.name for wish in kept]
    msg = "no plan was found that meets these wishes together: " + "; ".join(names)
    return InfeasibleError(msg, conflict=names, relax=[wish.relax for wish in kept])


def _leave_out(problem: Problem, wishes: Sequence[_Wish], kept: Sequence[_Wish]) -> Problem:
    """Return the problem with the kept wishes alone."""
    for wish in wishes:
        if wish not in kept:
            problem = wish.without(problem)
    return problem


def _is_feasible(problem: Problem) -> bool:
    return is_feasible(problem, time_limit=TRY_SECONDS, iterations=TRY_ITERATIONS)


def _wishes(trip: Trip, posed: Posed) -> list[_Wish]:
    wishes = []
    for name, group in posed.group_of.items():
        if group in posed.problem.required:
            place = trip.region.find_place(name)
            called = f"must_visit={name}" if place else name
            wishes.append(_Wish(called, _Without(group), f"leave out {called}"))
    request = trip.request
    if request.meals:
        called = f"meals={', '.join(request.meals)}"
        relax = "plan without meals, or with fewer"
        wishes.append(_Wish(called, _without_meals, relax))
    pace = request.pace
    for field, length in (("rest_min", pace.rest_min), ("free_min", pace.free_min)):
        if length:
            called = f"pace.{field}={length}"
            kind = PAUSES[field]
            wishes.append(_Wish(called, _WithoutPause(frozenset({kind})), "shorten the pauses"))
    if request.budget_cny is not None:
        called = f"budget_cny={request.budget_cny:g}"
        wishes.append(_Wish(called, _without_budget, "raise the budget"))
    if request.stay.one_base:
        wishes.append(_Wish("stay.one_base", _without_base, "allow more than one base"))
    return wishes


@dataclass(frozen=True, slots=True)
class _Without:
    """Leaves out one required group."""

    group: int

    def __call__(self, problem: Problem) -> Problem:
        return replace(problem, required=problem.required - {self.group})


@dataclass(frozen=True, slots=True)
class _WithoutPause:
    """Leaves out one kind of pause on all days."""

    kinds: frozenset[int]

    def __call__(self, problem: Problem) -> Problem:
        days = tuple(
            replace(day, breaks=tuple(b for b in day.breaks if b.kind not in self.kinds))
            for day in problem.days
        )
        return replace(problem, days=days)


_without_meals = _WithoutPause(frozenset(MEAL_NAMES))


def _without_budget(problem: Problem) -> Problem:
    return replace(problem, budget=None)


def _without_base(problem: Problem) -> Problem:
    return replace(problem, one_bed=False)


def _stranded(trip: Trip, posed: Posed) -> InfeasibleError | None:
    """Return the error for a party for which nothing runs any more when it arrives."""
    first, request = trip.days[0], trip.request
    if trip.timetables is None or first.starts_at is None or not posed.problem.beds:
        return None
    beds = {bed.place_id for bed in posed.beds[0]}
    reached = posed.problem.travel[posed.places.index(first.starts_at)]
    if any(reached[posed.places.index(bed)] < UNREACHABLE for bed in beds):
        return None
    time = f"{first.date} {clock_of(first.earliest)}"
    by = request.transport if isinstance(request.transport, str) else ", ".join(request.transport)
    msg = f"no bed can be reached from {first.starts_at} after {time}: nothing of {by} runs then"
    conflict = [f"arrive={first.starts_at} at {clock_of(first.begins)}", f"transport={by}"]
    relax = ["arrive earlier", "raise max_walk_km", "allow a bed nearer"]
    return InfeasibleError(
        msg, conflict=conflict, relax=relax if "taxi" in by else ["allow taxis", *relax]
    )


def _out_of_time(trip: Trip) -> InfeasibleError:
    first, last = trip.days[0], trip.days[-1]
    msg = (
        f"there is no time to get from {first.starts_at} ({first.date}) "
        f"to {last.ends_at} ({last.date}) within the days' windows"
    )
    return InfeasibleError(
        msg,
        conflict=[f"arrive={first.starts_at}", f"depart={last.ends_at}", "day_start", "day_end"],
        relax=["widen day_start and day_end", "add a day", "arrive or depart nearer"],
    )
