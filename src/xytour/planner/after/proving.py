"""A proof that a problem has no plan, from an easier problem that has none either.

Only what is required is visited, every way is as short as any chain of ways allows, a meal
takes as little as the quickest table. What cannot be done then cannot be done at all.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xytour.solver import Cap, Problem
    from xytour.solver.problem import IntArray

MOST_REQUIRED = 6
"""With more required places no proof is tried: their orders are too many."""

NEVER = math.inf

Times = tuple[float, ...]
"""The earliest time by the number of meals taken."""


def is_proven_infeasible(problem: Problem, *, seconds: float = 1.0) -> bool:
    """Whether it is certain that a problem has no plan with all that is required.

    Parameters
    ----------
    problem
        What is asked about.
    seconds
        Time limit; without a result by then nothing is proven.

    Returns
    -------
    bool
        False does not say that there is a plan.

    Notes
    -----
    By dynamic programming over days, beds and sets of required places.
    """
    if any(_least_spent(problem, cap) > cap.most for cap in problem.all_caps):
        return True
    if len(problem.required) > MOST_REQUIRED:
        return False
    stops = [s for s in range(problem.n_stops) if int(problem.group[s]) in problem.required]
    if any(int(problem.meal[s]) >= 0 for s in stops):
        return False
    proof = _Proof(problem, stops, time.perf_counter() + seconds)
    try:
        return not any(proof.has_chain(beds) for beds in _bed_choices(problem))
    except TimeoutError:
        return False


def _bed_choices(problem: Problem) -> Iterator[list[list[int]]]:
    """Yield the beds' locations of each night: all at once, or one place at a time."""
    nights = [sorted({bed.location for bed in beds}) for beds in problem.beds]
    if not problem.one_bed or not any(nights):
        yield nights
        return
    for place in sorted(set(chain.from_iterable(nights))):
        if all(place in night for night in nights if night):
            yield [[place] if night else [] for night in nights]


def _least_spent(problem: Problem, cap: Cap) -> int:
    """Return what every plan spends of a cap at least: beds, required stops, meals."""
    spent = sum(
        min((cap.bed(night, k) for k in range(len(beds))), default=0)
        for night, beds in enumerate(problem.beds)
        if problem.days[night].end is None
    )
    cost = problem.cost if len(cap.stops) else np.zeros_like(problem.cost)
    if len(cap.stops):
        cost = cost * np.array(cap.stops)[:, None]
    for group in problem.required:
        # A meal is counted below.
        of_group = (problem.group == group) & (problem.meal < 0)
        is_no_meal = not (problem.meal[problem.group == group] >= 0).any()
        spent += int(cost[of_group].min(initial=2**40)) if is_no_meal else 0
    if cap.breaks:
        for d, day in enumerate(problem.days):
            for pause in day.breaks:
                spent += min([pause.cost, *cost[problem.meal == pause.kind, d].tolist()])
    return spent


@dataclass
class _Proof:
    """The easier problem."""

    problem: Problem
    stops: list[int]
    deadline: float
    travel: IntArray = field(init=False)
    breaks: list[list[tuple[int, int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.travel = _closed(self.problem.travel.astype(np.int64))
        self.breaks = [_easy_breaks(self.problem, d) for d in range(self.problem.n_days)]
        self.bit = {group: 1 << k for k, group in enumerate(sorted(self.problem.required))}

    def has_chain(self, beds: Sequence[Sequence[int]]) -> bool:
        """Whether days can be put together with these beds that meet all that is required."""
        everything = (1 << len(self.bit)) - 1
        # Where a day may begin, and what has been visited by then.
        reached: set[tuple[int | None, int]] = {(None, 0)}
        for d, day in enumerate(self.problem.days):
            after: set[tuple[int | None, int]] = set()
            ends = beds[d] if day.end is None else [day.end]
            for here, done in reached:
                start = here if day.start is None else day.start
                assert start is not None  # noqa: S101 (a night has a bed)
                for end, seen in self._day(d, start, done, ends):
                    after.add((end if day.end is None else None, seen))
            reached = after
        return any(seen == everything for _, seen in reached)

    def _day(self, d: int, start: int, done: int, ends: Sequence[int]) -> set[tuple[int, int]]:
        """Return where a day may end, and what has been visited by then."""
        if time.perf_counter() > self.deadline:
            raise TimeoutError
        day, pauses = self.problem.days[d], self.breaks[d]
        first: Times = (float(day.earliest), *[NEVER] * len(pauses))
        layer: dict[tuple[int, int], Times] = {(start, done): first}
        found: set[tuple[int, int]] = set()
        while layer:
            following: dict[tuple[int, int], Times] = {}
            for (here, seen), times in layer.items():
                for end in ends:
                    back = self._pause(d, self._move(self._pause(d, times), here, end))
                    if back[-1] <= day.latest:
                        found.add((end, seen))
                for stop in self.stops:
                    bit = self.bit[int(self.problem.group[stop])]
                    if seen & bit:
                        continue
                    later = self._visit(d, times, here, stop)
                    if min(later) > day.latest:
                        continue
                    key = int(self.problem.location[stop]), seen | bit
                    known = following.get(key)
                    following[key] = later if known is None else tuple(map(min, known, later))
            layer = following
        return found

    def _pause(self, d: int, times: Times) -> Times:
        left = list(times)
        for k, (low, high, length) in enumerate(self.breaks[d]):
            begin = max(left[k], low)
            if begin <= high:
                left[k + 1] = min(left[k + 1], begin + length)
        return tuple(left)

    def _move(self, times: Times, here: int, there: int) -> Times:
        way = int(self.travel[here, there])
        return tuple(at + way for at in times)

    def _visit(self, d: int, times: Times, here: int, stop: int) -> Times:
        there = int(self.problem.location[stop])
        arrived = self._pause(d, self._move(self._pause(d, times), here, there))
        windows = self.problem.windows_on(stop, d).tolist()
        length = int(self.problem.duration[stop, d])
        return tuple(
            next((max(at, low) + length for low, high in windows if at <= high), NEVER)
            for at in arrived
        )


def _closed(travel: IntArray) -> IntArray:
    """Return the least travel over any chain of ways (Floyd and Warshall)."""
    least = travel.copy()
    for k in range(len(least)):
        np.minimum(least, least[:, k, None] + least[None, k, :], out=least)
    return least


def _easy_breaks(problem: Problem, d: int) -> list[tuple[int, int, int]]:
    """Return for each meal when it may begin and the least time it takes."""
    found = []
    for pause in problem.days[d].breaks:
        low, high, length = pause.lo, pause.hi, pause.length
        for stop in np.flatnonzero(problem.meal == pause.kind).tolist():
            windows = problem.windows_on(stop, d).tolist()
            if windows:
                low, high = min(low, windows[0][0]), max(high, windows[-1][1])
                length = min(length, int(problem.duration[stop, d]))
        found.append((low, high, length))
    return found
