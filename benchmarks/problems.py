"""Benchmark instances as problems for xytour's solver.

The solver counts whole ticks; a file may mean real numbers. So an instance has two problems:

- the pessimistic one rounds everything against the traveller: the file allows each of its
  plans, though it may lack plans that the file allows by a hair;
- the optimistic one rounds everything in favour of the traveller: it has each plan that the
  file allows, so no plan that the file allows exceeds a bound proven for it.

They are one where the file itself counts in ticks (`is_exact`). Otherwise they differ by a few
ticks in every ride:

- Unrounded distances: ticks are rounded up. One tick less is below the truth. Limits are
  rounded down; one tick more is above the truth, also above the checker's tolerance, which is
  a thousandth of a tick.
- Slots: between two slots `TravelProfile` rounds up as `SlotTravel` does. A profile that is one
  tick lower at each slot is below the straight line even when rounded up. Where a file is not
  first in, first out, the pessimistic profile runs above all arrivals of those who leave
  sooner, hence it holds for who leaves at once, as the checker has it; the optimistic one runs
  below all arrivals of those who leave later, hence it holds for who may wait as well.
- Speeds: the arrival is piecewise linear in the departure, with corners where departure or
  arrival cross a border between periods. Profiles have points at the whole ticks around each
  corner, with the arrival there rounded up or down. In between the pessimistic one is never
  before the truth, and less than two ticks after it. The optimistic one is rounded up in between
  as any profile is: it drives so much less that this is made good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.formats.travel import (
    FIRST_SLOT,
    SLOT,
    SLOTS,
    FixedTravel,
    SlotTravel,
    SpeedTravel,
)
from xytour.solver import Bed, Category, Day, Problem, TravelProfile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.formats.instance import Instance, Window

    Ints = NDArray[np.int64]
    Rides = dict[tuple[int, int], TravelProfile]


def is_exact(instance: Instance) -> bool:
    """Whether the file itself counts in ticks, so that both problems of an instance are one."""
    return instance.exact is None and isinstance(instance.travel, FixedTravel)


def problem_of(instance: Instance, *, optimistic: bool = False) -> Problem:
    """Return a problem of an instance; stop i is ``instance.vertices[i]``.

    Parameters
    ----------
    instance
        As read from its file.
    optimistic
        Whether to round in favour of the traveller instead of against; see the module.

    Returns
    -------
    Problem
        Locations are the vertices, then the depots.
    """
    vertices = instance.vertices
    numbers = [vertex.number for vertex in (*vertices, *instance.depots)]
    at = {number: k for k, number in enumerate(numbers)}
    slack = int(optimistic and instance.exact is not None)
    days = tuple(_day(instance, d, at, slack) for d in range(len(instance.tours)))
    travel, rides = _ways(instance, numbers, days, optimistic=optimistic)
    if not instance.linked:
        _allow_tours_not_made(days, travel, rides)
    budget, fares = instance.budget, None
    # Mostly the limits of the single tours keep to the limit of all.
    if instance.total is not None and sum(day.latest - day.earliest for day in days) > (
        instance.total + slack
    ):
        budget, fares = instance.total + slack, travel
    return Problem(
        travel=travel,
        location=np.arange(len(vertices)),
        duration=[vertex.duration for vertex in vertices],
        profit=[vertex.score for vertex in vertices],
        cost=[vertex.fee for vertex in vertices],
        group=np.arange(len(vertices)),
        windows=[[_merged(windows, slack) for windows in vertex.windows] for vertex in vertices],
        days=days,
        beds=_beds(instance, at),
        travel_cost=fares,
        budget=budget,
        rides=rides,
        categories=_categories(instance),
    )


def _day(instance: Instance, d: int, at: dict[int, int], slack: int) -> Day:
    tour = instance.tours[d]
    after_hotel = instance.linked and d > 0
    before_hotel = instance.linked and d < len(instance.tours) - 1
    return Day(
        start=None if after_hotel else at[tour.starts[0]],
        end=None if before_hotel else at[tour.ends[0]],
        earliest=tour.departs,
        latest=tour.returns + slack,
    )


def _beds(instance: Instance, at: dict[int, int]) -> tuple[tuple[Bed, ...], ...]:
    if not instance.linked:
        return ()
    return tuple(tuple(Bed(at[hotel]) for hotel in tour.ends) for tour in instance.tours[:-1])


def _merged(windows: Sequence[Window], slack: int) -> list[Window]:
    """Return sorted windows, those that touch as one: the solver wants them disjoint."""
    merged: list[Window] = []
    for opens, closes in windows:
        if merged and opens <= merged[-1][1]:
            opens, _ = merged.pop()  # noqa: PLW2901 (the same window goes on)
        merged.append((opens, closes + slack))
    return merged


def _categories(instance: Instance) -> tuple[Category, ...]:
    """Return the categories of which there are more vertices than may be visited."""
    members = [
        [int(kind in vertex.categories) for vertex in instance.vertices]
        for kind in range(len(instance.category_limits))
    ]
    return tuple(
        Category(weight, most=limit)
        for weight, limit in zip(members, instance.category_limits, strict=True)
        if sum(weight) > limit
    )


def _allow_tours_not_made(days: Sequence[Day], travel: Ints, rides: Rides) -> None:
    """Let days be empty whose end is too far from the start: such a tour is not made at all.

    Only an empty tour goes straight from start to end, so nothing else becomes shorter.
    """
    for day in days:
        pair = (day.start, day.end)
        ride = rides.get(pair)
        back = ride.arrival(day.earliest) if ride else day.earliest + travel[pair]
        if back > day.latest:
            travel[pair] = 0
            rides.pop(pair, None)


def _ways(
    instance: Instance, numbers: list[int], days: Sequence[Day], *, optimistic: bool
) -> tuple[Ints, Rides]:
    """Return the least travel between all locations, and the rides where it changes."""
    travel = instance.travel
    span = min(day.earliest for day in days), max(day.latest for day in days)
    if isinstance(travel, SlotTravel):
        times, ticks = _slot_points(travel, numbers, span, optimistic=optimistic)
    elif isinstance(travel, SpeedTravel):
        times, ticks = _speed_points(travel, numbers, span, optimistic=optimistic)
    else:
        fixed = np.array([[travel(i, j, 0) for j in numbers] for i in numbers], dtype=np.int64)
        low = optimistic and instance.exact is not None
        return np.maximum(fixed - low, 0), {}
    n = len(numbers)
    return ticks.min(axis=1).reshape(n, n), _rides(times, ticks, n)


def _rides(times: Ints, ticks: Ints, n: int) -> Rides:
    """Return the rides of pairs whose travel changes; those with equal points are one object.

    Parameters
    ----------
    times, ticks
        (pairs, points) in the order of times, which may repeat.
    n
        Number of locations.
    """
    rides: Rides = {}
    known: dict[tuple[bytes, bytes], TravelProfile] = {}
    for pair in np.flatnonzero(ticks.min(axis=1) < ticks.max(axis=1)).tolist():
        key = times[pair].tobytes(), ticks[pair].tobytes()
        if key not in known:
            points = dict(zip(times[pair].tolist(), ticks[pair].tolist(), strict=True))
            known[key] = TravelProfile(tuple(points), tuple(points.values()))
        rides[divmod(pair, n)] = known[key]
    return rides


def _slot_points(
    travel: SlotTravel, numbers: list[int], span: tuple[int, int], *, optimistic: bool
) -> tuple[Ints, Ints]:
    """Return times and ticks of each pair at the slots that matter in a span of time."""
    grid = FIRST_SLOT + SLOT * np.arange(SLOTS)
    arrivals = grid + np.array(travel.slots)[np.ix_(numbers, numbers)].reshape(-1, SLOTS)
    if optimistic:
        arrivals = np.minimum.accumulate(arrivals[:, ::-1], axis=1)[:, ::-1]
    else:
        arrivals = np.maximum.accumulate(arrivals, axis=1)
    ticks = arrivals - grid
    if optimistic:
        # A way that takes no time at times has no tick to give; then it takes none at all.
        ticks = (ticks - 1) * (ticks.min(axis=1, keepdims=True) > 0)
    first = max(0, int(np.searchsorted(grid, span[0], side="right")) - 1)
    used = slice(first, max(first, int(np.searchsorted(grid, span[1]))) + 1)
    return np.broadcast_to(grid[used], ticks[:, used].shape), ticks[:, used]


def _speed_points(
    travel: SpeedTravel, numbers: list[int], span: tuple[int, int], *, optimistic: bool
) -> tuple[Ints, Ints]:
    """Return times and ticks of each pair around all corners in a span of time from 0."""
    lengths = np.array([[travel.lengths[i][j] for j in numbers] for i in numbers]).ravel()
    kinds = np.array([[travel.categories[i][j] for j in numbers] for i in numbers]).ravel()
    if optimistic:
        # Less than the truth by what takes a tick at least.
        lengths = np.maximum(lengths - 1 - max(map(max, travel.speeds)), 0)
    times = np.empty((len(lengths), 2 + 3 * len(travel.borders)), dtype=np.int64)
    arrivals = times.copy()
    for kind in np.unique(kinds).tolist():
        road = _Road(travel.borders, travel.speeds[kind])
        pairs = kinds == kind
        times[pairs] = road.corners(lengths[pairs], span)
        arrivals[pairs] = road.arrivals(times[pairs], lengths[pairs], up=not optimistic)
    return times, arrivals - times


class _Road:
    """Where one is at each time who drives all the day, and when one is where, from time 0."""

    def __init__(self, borders: Sequence[int], speeds: Sequence[int]) -> None:
        self._starts = np.array([0, *borders])
        self._speeds = np.array(speeds)
        driven = np.diff(self._starts) * self._speeds[:-1]
        self._driven = np.concatenate([[0], np.cumsum(driven)])

    def corners(self, lengths: Ints, span: tuple[int, int]) -> Ints:
        """Return the whole ticks around all corners of the arrivals over each length.

        Shape (lengths, 2 + 3 * borders), in order, kept within the span, both ends included.
        """
        # Who is at a border on arrival has left where the length before the border begins.
        left = np.maximum(self._driven[1:] - lengths[:, None], 0)
        fixed = np.broadcast_to([*span, *self._starts[1:]], (len(lengths), len(self._starts) + 1))
        ticks = np.hstack([fixed, self._when(left, up=False), self._when(left, up=True)])
        return np.sort(np.clip(ticks, *span), axis=1)

    def arrivals(self, times: Ints, lengths: Ints, *, up: bool) -> Ints:
        """Return when one has driven each length who leaves at its times, rounded up or down."""
        period = np.searchsorted(self._starts, times, side="right") - 1
        where = self._driven[period] + (times - self._starts[period]) * self._speeds[period]
        return self._when(where + lengths[:, None], up=up)

    def _when(self, where: Ints, *, up: bool) -> Ints:
        period = np.searchsorted(self._driven, where, side="right") - 1
        rest, speed = where - self._driven[period], self._speeds[period]
        return self._starts[period] + (-(-rest // speed) if up else rest // speed)
