"""Several travellers with interests of their own: what each gets, and a fair share for all.

A plan is fair in the sense of maximin when whoever gets least gets as much as can be. The
optimiser knows no such aim: it is asked for plans that give everybody at least so much, for
a few levels, and the highest level that it can reach is kept. What it proves holds for plans
that reach the level; that no plan reaches a higher one is not proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.itinerary import ActivityItem, Satisfaction, Visit
from xytour.model.place import Visitable
from xytour.scoring.profits import match
from xytour.solver import Category

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour.model.itinerary import Day
    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip
    from xytour.solver import Solution

    Solved = tuple[Posed, Solution, tuple[Day, ...]]

LEVELS = 3
"""How many levels are tried: each halves the span in which the best one lies."""


def floors(options: Sequence[Option], travellers: int, floor: int | None) -> list[Category]:
    """Return what gives each traveller at least so many points; whole points are counted.

    Parameters
    ----------
    options
        What there is to choose from.
    travellers
        How many there are.
    floor
        Points, or None for no floor.
    """
    if floor is None:
        return []
    return [
        Category([_whole_points(option, k) for option in options], least=floor)
        for k in range(travellers)
    ]


def level(options: Sequence[Option], travellers: int) -> int:
    """Return the whole points of whoever gets least from some options, 0 without travellers."""
    return min(
        (sum(_whole_points(option, k) for option in options) for k in range(travellers)), default=0
    )


def _whole_points(option: Option, k: int) -> int:
    return int(option.points_of[k]) if option.points_of else 0


def points_of_each(solved: Solved) -> list[float]:
    """Return what visits and tables are worth to each traveller, points."""
    posed, solution, _ = solved
    chosen = [posed.options[stop] for tour in solution.tours for stop in tour]
    rows = [option.points_of for option in chosen if option.points_of]
    return [sum(column) for column in zip(*rows, strict=True)]


def fairest(
    first: Solved,
    points_of: Callable[[Solved], Sequence[float]],
    solve_above: Callable[[int, float], Solved | None],
    seconds: float,
) -> tuple[Solved, int | None]:
    """Return the plan with most for whoever gets least, and the floor that it was made with.

    Parameters
    ----------
    first
        The plan that is best for the party as a whole.
    points_of
        What a plan is worth to each traveller, points.
    solve_above
        What plans with a floor, of so many points, until so many seconds since it all began;
        None if it finds none.
    seconds
        For everything; the first plan took half.

    Returns
    -------
    tuple
        The plan, and its floor, points; None if the first plan is the fairest found.
    """
    best, floor = first, None
    points = points_of(first)
    if not points:
        return best, floor
    low, high = min(points), sum(points) / len(points)
    for k in range(LEVELS):
        middle = int((low + high) / 2)
        if middle <= low:
            break
        found = solve_above(middle, seconds / 2 * (1 + (k + 1) / LEVELS))
        if found is None:
            high = middle
        else:
            best, floor, low = found, middle, min(points_of(found))
    return best, floor


def satisfaction(trip: Trip, solved: Solved) -> tuple[Satisfaction, ...]:
    """Return what a plan holds for each of several travellers."""
    days = solved[2]
    visits = [i for day in days for i in day.items if isinstance(i, Visit | ActivityItem)]
    travellers = trip.request.travellers
    points = points_of_each(solved) or [0.0] * len(travellers)
    return tuple(
        Satisfaction(
            name=traveller.name,
            points=round(points[k], 2),
            fit=round(_fit(trip, visits, k), 4),
        )
        for k, traveller in enumerate(travellers)
    )


def _fit(trip: Trip, visits: Sequence[Visit | ActivityItem], k: int) -> float:
    minutes = sum(visit.minutes for visit in visits)
    taste = trip.request.tastes[k]
    fits = 0.0
    for visit in visits:
        place = trip.region.by_id[visit.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (only such places are visited)
        fits += visit.minutes * match(place.themes, taste)
    return fits / minutes if minutes else 0.0
