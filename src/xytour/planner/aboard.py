"""Meals on long train rides: those that nobody could have beside the train.

A ride of five hours may fill the time in which a meal is had. On the day on which a trip
comes from a station far away, or goes to one, such a meal is eaten on board.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.planner.dates import MEAL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xytour.planner.trip import Trip
    from xytour.solver import Break, Day, Problem


def meals_aboard(trip: Trip, problem: Problem) -> dict[int, tuple[Break, ...]]:
    """Return what is left of the meals of the first and last day, where not all can be had.

    Parameters
    ----------
    trip
        With its days.
    problem
        With its arrival functions and all meals.

    Returns
    -------
    dict
        By the number of the day; days whose meals can all be had are left out.
    """
    found = {}
    last = len(trip.days) - 1
    for d in {0, last}:
        day = problem.days[d]
        ends = (trip.days[d].starts_at, trip.days[d].ends_at)
        if not day.breaks or not any(trip.is_far(end) for end in ends):
            continue
        rides = list(_rides(problem, d))
        for breaks in _fewer(day.breaks):
            if any(_can_be_had(problem, day, breaks, *ride) for ride in rides):
                if breaks != day.breaks:
                    found[d] = breaks
                break
    return found


def names_aboard(trip: Trip, problem: Problem) -> list[tuple[int, str]]:
    """Return day and name of each meal that is eaten on board."""
    return [
        (d, MEAL_NAMES[pause.kind])
        for d, day in enumerate(trip.days)
        for pause in day.breaks(trip.request.meals, 0)
        if pause.kind in MEAL_NAMES
        and pause.kind not in {planned.kind for planned in problem.days[d].breaks}
    ]


def _rides(problem: Problem, d: int) -> Iterable[tuple[int, int]]:
    """Yield the ways from where a day may begin to where it may end."""
    day = problem.days[d]
    starts = [bed.location for bed in problem.beds[d - 1]] if day.start is None else [day.start]
    ends = [bed.location for bed in problem.beds[d]] if day.end is None else [day.end]
    return ((start, end) for start in starts for end in ends)


def _fewer(breaks: tuple[Break, ...]) -> list[tuple[Break, ...]]:
    """Return all meals, all but one, from the last on, and none."""
    but_one = [breaks[:k] + breaks[k + 1 :] for k in reversed(range(len(breaks)))]
    return list(dict.fromkeys([breaks, *but_one, ()]))


def _can_be_had(problem: Problem, day: Day, breaks: Sequence[Break], start: int, end: int) -> bool:
    """Whether some meals before a ride and the others after it fit into a day."""
    for k in range(len(breaks) + 1):
        ready = _after(breaks[:k], day.earliest)
        there = None if ready is None else problem.arrival(start, end, ready)
        done = None if there is None else _after(breaks[k:], there)
        if done is not None and done <= day.latest:
            return True
    return False


def _after(breaks: Sequence[Break], time: int) -> int | None:
    """Return when some meals are over, from a time on; None if it is too late for one."""
    for pause in breaks:
        if time > pause.hi:
            return None
        time = max(time, pause.lo) + pause.length
    return time
