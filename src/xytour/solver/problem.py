"""The problem that the optimiser solves: integers only, no tourism.

A team orienteering problem with time windows, one tour a day, with breaks, groups of
alternatives, a budget, categories, linked beds, a price on travel and travel that depends
on the time. Days and ticks mean whatever the caller says; scores are integers, so that a
bound can be compared exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from xytour.solver.caps import Cap, budget_cap, sound_caps
from xytour.solver.nearest import CELLS, in_time
from xytour.solver.wellformed import (
    LIMIT,
    by_day,
    check_problem,
    flags,
    flat_windows,
    integers,
    members,
    sound_categories,
    sound_rides,
    whole,
    whole_set,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.solver.rides import Ride, RideTable

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


@dataclass(frozen=True, slots=True)
class Category:
    """Something that the stops of a trip may have too little or too much of.

    Parameters
    ----------
    weight
        (stops,) how much each stop has of it (>= 0).
    least, most
        What a trip must have in all.
    rates
        (from, rate) in order, the first from 0: each unit of the total beyond ``from`` adds
        ``rate`` to the score, up to the next. Rates may not grow: more of a kind is worth less.
    """

    weight: Sequence[int]
    least: int = 0
    most: int = LIMIT
    rates: tuple[tuple[int, int], ...] = ()

    def reward(self, total: int) -> int:
        """Return what a total adds to the score."""
        ends = [*(start for start, _ in self.rates[1:]), total]
        return sum(
            rate * (min(end, total) - start)
            for (start, rate), end in zip(self.rates, ends, strict=False)
            if total > start
        )


@dataclass(frozen=True, eq=False)
class Problem:
    """One instance.

    Parameters
    ----------
    travel
        (locations, locations) ticks from row to column; not symmetric, no triangle
        inequality needed.
    location, group
        (stops,) where, and the group of which a trip has at most one stop.
    duration, profit, cost
        (stops,) or (stops, days) how long, worth, money; kept as (stops, days).
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
    caps
        Most that some of these may cost together, for each of several kinds of spending.
    far
        (locations,) whether travel to and from there is apart in caps; none is by default.
    required
        Groups that the trip must have a stop of.
    travel_penalty
        Score lost for each tick of travel, as the ``travel`` matrix has it.
    bed_change_penalty
        Score lost for each night in another bed than the night before.
    one_bed
        Whether all nights must be spent in the same place.
    rides
        For pairs of locations where travel depends on the time: how. It never takes less
        than the ``travel`` matrix says.
    categories
        Totals of the whole trip that are bounded or rewarded.
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
    caps: tuple[Cap, ...] = ()
    far: NDArray[np.bool_] = None  # type: ignore[assignment]
    required: frozenset[int] = frozenset()
    travel_penalty: int = 0
    bed_change_penalty: int = 0
    one_bed: bool = False
    rides: Mapping[tuple[int, int], Ride] = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    ride_table: RideTable = field(init=False, repr=False)
    window_of: IntArray = field(init=False, repr=False)
    window: IntArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._set("travel", integers("travel", self.travel, np.int32))
        for name in ("location", "group"):
            self._set(name, integers(name, getattr(self, name)))
        self._set_days()
        for name in ("duration", "profit", "cost"):
            self._set(name, by_day(integers(name, getattr(self, name)), len(self.days)))
        n = self.location.size
        self._set("meal", np.full(n, -1) if self.meal is None else integers("meal", self.meal))
        self._set("counts", flags("counts", [True] * n if self.counts is None else self.counts))
        fares = self.travel_cost
        if fares is None:
            # One zero seen everywhere: a matrix of zeros would cost as much memory as travel.
            self._set("travel_cost", np.broadcast_to(np.int32(0), self.travel.shape))
        else:
            self._set("travel_cost", integers("travel_cost", fares, np.int32))
        self._set("required", whole_set("required", self.required))
        for name in ("travel_penalty", "bed_change_penalty"):
            self._set(name, whole(name, getattr(self, name), 0))
        if self.budget is not None:
            self._set("budget", whole("budget", self.budget))
        far = [False] * len(self.travel) if self.far is None else self.far
        self._set("far", flags("far", far))
        check_problem(self)
        self._set("caps", sound_caps(self.caps, self))
        rides = sound_rides(self.rides, self.travel)
        self._set("rides", rides)
        categories = members("categories", self.categories, Category)
        self._set("categories", sound_categories(categories, n))
        window_of, window = flat_windows(self.windows)
        self._set("window_of", window_of)
        self._set("window", window)
        self._set("ride_table", rides.table)

    def _set_days(self) -> None:
        """Keep days and beds as tuples."""
        days = members("days", self.days, Day)
        breaks = [members(f"days[{d}].breaks", day.breaks, Break) for d, day in enumerate(days)]
        whole_days = (replace(day, breaks=row) for day, row in zip(days, breaks, strict=True))
        self._set("days", tuple(whole_days))
        nights = members("beds", self.beds, object)
        beds = (members(f"beds[{night}]", row, Bed) for night, row in enumerate(nights))
        self._set("beds", tuple(beds))

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

    def arrival(self, here: int, there: int, leave: int) -> int | None:
        """Return the arrival of who leaves at a time, None if one cannot go any more."""
        ride = self.rides.get((here, there))
        return leave + int(self.travel[here, there]) if ride is None else ride.arrival(leave)

    @cached_property
    def weights(self) -> IntArray:
        """Stops' weights in each category, shape (categories, stops)."""
        rows = [np.asarray(category.weight, dtype=np.int64) for category in self.categories]
        return np.array(rows, dtype=np.int64).reshape(len(rows), self.n_stops)

    @cached_property
    def all_caps(self) -> tuple[Cap, ...]:
        """All caps, the budget as the first where there is one."""
        whole_cap = () if self.budget is None else (budget_cap(self, self.budget),)
        return (*whole_cap, *self.caps)

    @cached_property
    def _reached(self) -> dict[tuple[tuple[int, ...], bool], IntArray]:
        """What `reach` has found so far: most days begin and end where others do."""
        return {}

    def reach(
        self, sources: Sequence[int], *, back: bool = False, deadline: float = math.inf
    ) -> IntArray:
        """Return the least travel from any of some locations to each, over any others.

        Parameters
        ----------
        sources
            Where to begin; with ``back``, where to end.
        back
            Whether to return the least travel from each location to the sources instead.
        deadline
            Time of `time.perf_counter` to be done by.

        Raises
        ------
        TimeoutError
            The deadline has come.
        """
        key = tuple(sources), back
        if key not in self._reached:
            self._reached[key] = self._reach(list(sources), back=back, deadline=deadline)
        return self._reached[key]

    def _reach(self, sources: list[int], *, back: bool, deadline: float) -> IntArray:
        # Two numbers of 31 bits add up to 32 at most.
        travel = self.travel.view(np.uint32)
        least = travel[:, sources].min(axis=1) if back else travel[sources].min(axis=0)
        least[sources] = 0
        n = len(least)
        moved = np.arange(n)
        while len(moved):
            through = least.copy()
            # In blocks, since all ways at once may not fit into memory.
            step = max(1, CELLS // (len(moved) if back else n))
            is_whole = len(moved) == n
            for low in range(0, n if back else len(moved), step):
                in_time(deadline)
                block = slice(low, low + step)
                if back:
                    ways = travel[block] if is_whole else travel[block][:, moved]
                    np.minimum(
                        through[block], (ways + least[moved]).min(axis=1), out=through[block]
                    )
                else:
                    rows = block if is_whole else moved[block]
                    ways = travel[rows] + least[rows, None]
                    np.minimum(through, ways.min(axis=0), out=through)
            moved = np.flatnonzero(through < least)
            least = through
        return np.asarray(least, dtype=np.int64)

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
    short
        Categories that the search could not fill to their least, when infeasible.
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
    short: tuple[int, ...] = ()

    @property
    def gap(self) -> float:
        """(upper bound - score) / max(1, abs(upper bound))."""
        return gap_of(self.score, self.upper_bound)


def gap_of(score: int, upper_bound: int) -> float:
    """Return by what share of a bound a score may miss the best."""
    return (upper_bound - score) / max(1, abs(upper_bound))
