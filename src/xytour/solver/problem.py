"""The problem that the optimiser solves: integers only, no tourism.

A team orienteering problem with time windows, one tour a day, with breaks, groups of
alternatives, a budget, linked beds and a price on travel. Days and ticks mean whatever
the caller says; scores are integers, so that a bound can be compared exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from xytour.solver.wellformed import LIMIT, check_problem, flat_windows, integers

if TYPE_CHECKING:
    from collections.abc import Sequence

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of ``length`` ticks that starts within [``lo``, ``hi``] and costs ``cost``.

    A stop whose ``meal`` is this break's ``kind`` takes its place.
    """

    kind: int
    lo: int
    hi: int
    length: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One day: leave no sooner than ``earliest``, be back no later than ``latest``.

    ``start`` and ``end`` are locations, or None where a bed of the night before or after
    is meant. ``breaks`` are in order and do not overlap. At most ``max_stops`` stops that
    count.
    """

    start: int | None
    end: int | None
    earliest: int
    latest: int
    breaks: tuple[Break, ...] = ()
    max_stops: int = LIMIT


@dataclass(frozen=True, slots=True)
class Bed:
    """A place to end one day and begin the next, with its cost and its worth."""

    location: int
    cost: int = 0
    profit: int = 0


@dataclass(frozen=True, eq=False)
class Problem:
    """One instance.

    Parameters
    ----------
    travel
        (locations, locations) ticks from row to column; not symmetric, no triangle
        inequality needed.
    location, duration, profit, cost, group
        (stops,) where, how long, worth, money, and the group of which a trip has at most
        one stop.
    windows
        For each stop and day a sorted sequence of disjoint [earliest start, latest start];
        empty when closed.
    days
        At least one.
    beds
        For each night between two days the beds allowed.
    meal
        (stops,) the kind of break that the stop takes the place of, -1 if none (default).
    counts
        (stops,) whether the stop counts against ``Day.max_stops``; all do by default.
    travel_cost
        (locations, locations) money from row to column; nothing by default.
    budget
        Most that stops, breaks, beds and travel may cost together, or None.
    required
        Groups that the trip must have a stop of.
    travel_penalty
        Score lost for each tick of travel.
    bed_change_penalty
        Score lost for each night in another bed than the night before.
    one_bed
        Whether all nights must be spent in the same place.
    """

    travel: IntArray
    location: IntArray
    duration: IntArray
    profit: IntArray
    cost: IntArray
    group: IntArray
    windows: Sequence[Sequence[Sequence[tuple[int, int]]]]
    days: tuple[Day, ...]
    beds: tuple[tuple[Bed, ...], ...] = ()
    # None stands for the default told above and is replaced when the problem is built.
    meal: IntArray = None  # type: ignore[assignment]
    counts: NDArray[np.bool_] = None  # type: ignore[assignment]
    travel_cost: IntArray = None  # type: ignore[assignment]
    budget: int | None = None
    required: frozenset[int] = frozenset()
    travel_penalty: int = 0
    bed_change_penalty: int = 0
    one_bed: bool = False
    window_of: IntArray = field(init=False, repr=False)
    window: IntArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("travel", "location", "duration", "profit", "cost", "group"):
            self._set(name, integers(name, getattr(self, name)))
        n = self.location.size
        self._set("meal", np.full(n, -1) if self.meal is None else integers("meal", self.meal))
        counts = np.ones(n) if self.counts is None else self.counts
        self._set("counts", np.ascontiguousarray(counts, dtype=bool))
        fares = np.zeros_like(self.travel) if self.travel_cost is None else self.travel_cost
        self._set("travel_cost", integers("travel_cost", fares))
        self._set("required", frozenset(self.required))
        check_problem(self)
        window_of, window = flat_windows(self.windows)
        self._set("window_of", window_of)
        self._set("window", window)

    def _set(self, name: str, value: object) -> None:
        """Set a field of this frozen value while it is being built."""
        object.__setattr__(self, name, value)

    @property
    def n_stops(self) -> int:
        """Number of stops."""
        return len(self.location)

    @property
    def n_days(self) -> int:
        """Number of days."""
        return len(self.days)

    @cached_property
    def closest(self) -> IntArray:
        """Least travel between locations over any others (Floyd-Warshall)."""
        least = self.travel.copy()
        np.fill_diagonal(least, 0)
        for k in range(len(least)):
            np.minimum(least, least[:, k, None] + least[k], out=least)
        return least

    def windows_on(self, stop: int, day: int) -> IntArray:
        """Return the start windows of a stop on a day, shape (windows, 2)."""
        row = stop * self.n_days + day
        return self.window[self.window_of[row] : self.window_of[row + 1]]


Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True)
class Solution:
    """What the optimiser found.

    Parameters
    ----------
    status
        ``optimal`` (proven), ``feasible`` (time was up, the gap is stated), ``infeasible``.
    tours
        For each day the stops in order.
    beds
        For each night the index into ``Problem.beds`` of that night.
    score
        Profits of stops and beds less penalties.
    upper_bound
        No solution of the problem scores more.
    seconds
        Time taken.
    iterations
        Search iterations done.
    missing
        Required groups that the search could not fit in, when infeasible.
    first_seconds
        Time to the first plan.
    """

    status: Status
    tours: tuple[tuple[int, ...], ...]
    beds: tuple[int, ...]
    score: int
    upper_bound: int
    seconds: float
    iterations: int
    missing: frozenset[int] = frozenset()
    first_seconds: float = 0.0

    @property
    def gap(self) -> float:
        """(upper bound - score) / max(1, |upper bound|)."""
        return (self.upper_bound - self.score) / max(1, abs(self.upper_bound))
