"""When is one there who leaves at a time? By the definition of a ride, without any shortcut."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from xytour.solver.rides import Timetable

if TYPE_CHECKING:
    from xytour.solver.problem import Problem
    from xytour.solver.rides import Ride, TravelProfile


def arrival(problem: Problem, here: int, there: int, leave: int) -> int | None:
    """Return the arrival when leaving here at a time, None if one cannot go any more."""
    for pair, ride in problem.rides.items():
        if pair == (here, there):
            return ride_arrival(ride, leave)
    return leave + int(problem.travel[here, there])


def ride_arrival(ride: Ride, leave: int) -> int | None:
    """Return the arrival by a ride when leaving at a time, None if one cannot go any more."""
    if isinstance(ride, Timetable):
        return _by_services(ride, leave)
    return ceil(leave + _ticks(ride, leave))


def ride_departure(ride: Ride, by: int, since: int, until: int) -> int | None:
    """Return the latest of all departures since and until a time that is there by another."""
    in_time = []
    for leave in range(since, until + 1):
        there = ride_arrival(ride, leave)
        if there is not None and there <= by:
            in_time.append(leave)
    return max(in_time, default=None)


def _by_services(ride: Timetable, leave: int) -> int | None:
    ways = [
        there
        for departs, there in zip(ride.departures, ride.arrivals, strict=True)
        if departs >= leave
    ]
    if ride.otherwise is not None:
        ways.append(leave + ride.otherwise)
    return min(ways, default=None)


def _ticks(ride: TravelProfile, leave: int) -> Fraction:
    """Return the ticks of a profile at a time, not rounded."""
    points = list(zip(ride.times, ride.ticks, strict=True))
    if leave <= points[0][0]:
        return Fraction(points[0][1])
    for (left, low), (right, high) in pairwise(points):
        if left <= leave <= right:
            return low + Fraction(high - low) * Fraction(leave - left, right - left)
    return Fraction(points[-1][1])
