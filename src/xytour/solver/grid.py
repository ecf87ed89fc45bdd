"""A day laid out in cells of time, rounded down: what `xytour.solver.outlook` computes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray, Problem

    CellArray = NDArray[np.int32]

MOST_VALUE = 1 << 27
"""Prizes and prices of a tour may add up to no more than this."""

MOST_CELLS = 240
"""Into how many cells a day is laid out, about."""

MOST_BLOCK = 8
"""Cells that `xytour.solver.outlook` works on at a time."""

MOST_COUNTED = 10


class Grid:
    """The cells of a day, its nodes (a location with one group each), and what leads where.

    Parameters
    ----------
    problem
        What is solved.
    day
        Which of its days.
    stops
        (n,) the stops that tours may visit.
    starts, ends
        Locations where tours may begin and end.
    scale
        Of prices: what one point of score is.

    Attributes
    ----------
    stops : (n,) int64
        The stops, in the order of their nodes.
    nodes : (nodes, 2) int64
        Location and group of each node.
    first_of : (nodes + 1,) int32
        Index of the first stop of each node.
    n_cells, block : int
        Cells of the day (0: time may stand still, and there is no grid); what is begun in a
        block of cells leads to none of the same block but by one step.
    serves_first : bool
        Whether that step is the ride (else the visit).
    shift, price : (nodes + starts, nodes + ends) int32
        Cells that a ride takes at least, and what it adds to the value.
    counted, meal : (n,)
        Whether a stop counts; which break it takes the place of, -1 if none.
    then : (n, cells) int32
        The cell in which one leaves a stop that is reached in a cell; ``n_cells`` if none.
    after_break : (breaks + 1, cells) int32
        The cell to which a break leads, -1 if it cannot be taken.
    low_k, high_k : (breaks + 1,) int32
        First and last cell in which so many breaks may have been taken.
    """

    def __init__(
        self,
        problem: Problem,
        day: int,
        stops: IntArray,
        starts: Sequence[int],
        ends: Sequence[int],
        scale: int,
    ) -> None:
        self.problem, self.day, self.rules = problem, day, problem.days[day]
        self.starts, self.ends = list(starts), list(ends)
        stops = np.asarray(stops, dtype=np.int64)
        pairs = np.stack([problem.location[stops], problem.group[stops]])
        order = np.lexsort((stops, pairs[1], pairs[0]))
        self.stops = stops[order]
        self.nodes, first = np.unique(pairs[:, order].T, axis=0, return_index=True)
        self.first_of = np.append(first, len(stops)).astype(np.int32)
        self.duration = problem.duration[self.stops, day]
        self.counted = problem.counts[self.stops].astype(np.uint8)
        self._set_cells(starts, ends, scale)
        times = self.rules.earliest + self.cell * np.arange(self.n_cells)
        self._set_stops(times)
        self._set_breaks(times)

    @property
    def most_stops(self) -> int:
        """No tour has more stops than this."""
        return self.n_cells // self._apart + 1

    def counts(self) -> tuple[int, CellArray, CellArray]:
        """Return how many numbers of stops left to tell apart, and their range by cell.

        The range is (cells,) from and to, give or take one: outside of it a number cannot be,
        or is as good as the limit.
        """
        lengths = self.duration[self.counted > 0]
        cells = np.arange(self.n_cells)
        least = int(lengths.min()) // self.cell if len(lengths) else self.n_cells + 1
        most = self.n_cells // least + 1 if least > 0 else MOST_COUNTED + 1
        limit = self.rules.max_stops
        low = high = np.zeros(self.n_cells, dtype=np.int32)
        if limit >= most or limit > MOST_COUNTED:
            return 1, low, high
        high = np.full(self.n_cells, limit, dtype=np.int32)
        if least > 0:
            high = np.minimum(limit, (self.n_cells - cells) // least + 1).astype(np.int32)
            low = np.maximum(0, limit - 1 - cells // least).astype(np.int32)
        return limit + 1, low, high

    def _set_cells(self, starts: Sequence[int], ends: Sequence[int], scale: int) -> None:
        span = int(self.rules.latest - self.rules.earliest)
        at, n = self.nodes[:, 0], len(self.nodes)
        travel = self.problem.travel[np.ix_([*at, *starts], [*at, *ends])].astype(np.int64)
        among = travel[:n, :n].copy()
        np.fill_diagonal(among, span + 1)
        shortest, nearest = self.duration.min(initial=span + 1), among.min(initial=span + 1)
        least = int(max(shortest, nearest))
        self.serves_first = bool(shortest >= nearest)
        self.cell = max(1, min(span // MOST_CELLS, least))
        self.n_cells = span // self.cell + 1 if least > 0 and span >= 0 else 0
        self._apart = max(1, min(least // self.cell, self.n_cells))
        self.block = min(self._apart, MOST_BLOCK)
        self.shift = np.minimum(travel // self.cell, self.n_cells).astype(np.int32)
        price = -self.problem.travel_penalty * scale * travel
        self.price = np.maximum(price, -MOST_VALUE // self.most_stops).astype(np.int32)

    def _set_stops(self, times: IntArray) -> None:
        earliest, latest = self.rules.earliest, self.rules.latest
        kinds = {pause.kind: k for k, pause in enumerate(self.rules.breaks)}
        meals = self.problem.meal[self.stops].tolist()
        self.meal = np.array([-1 if m < 0 else kinds.get(m, -2) for m in meals], dtype=np.int32)
        self.then = np.full((len(self.stops), self.n_cells), self.n_cells, dtype=np.int32)
        rows = self.stops * self.problem.n_days + self.day
        first = self.problem.window_of[rows]
        count = self.problem.window_of[rows + 1] - first
        for j in range(int(count.max(initial=0)) - 1, -1, -1):
            some = np.flatnonzero(count > j)
            low, high = self.problem.window[first[some] + j].T[:, :, None]
            left = np.maximum(times, low) + self.duration[some, None]
            cells = np.where(left <= latest, (left - earliest) // self.cell, self.n_cells)
            self.then[some] = np.where(times <= high, cells, self.then[some])

    def _set_breaks(self, times: IntArray) -> None:
        breaks, earliest, latest = self.rules.breaks, self.rules.earliest, self.rules.latest
        self.after_break = np.full((len(breaks) + 1, self.n_cells), -1, dtype=np.int32)
        self.low_k = np.zeros(len(breaks) + 1, dtype=np.int32)
        high_k = np.full(len(breaks) + 1, self.n_cells - 1, dtype=np.int32)
        for k, pause in enumerate(breaks):
            begin = np.maximum(times, pause.lo)
            fits = (begin <= pause.hi) & (begin + pause.length <= latest)
            cells = (begin + pause.length - earliest) // self.cell
            self.after_break[k] = np.where(fits, cells, -1)
            first, last = max(pause.lo, earliest) + pause.length, pause.hi
            for s in np.flatnonzero(self.meal == k).tolist():
                windows = self.problem.windows_on(int(self.stops[s]), self.day)
                if len(windows):
                    left = max(int(windows[0][0]), earliest) + int(self.duration[s])
                    first, last = min(first, left), max(last, int(windows[-1][1]))
            self.low_k[k + 1] = max(self.low_k[k], (first - earliest) // self.cell)
            high_k[k] = min(self.n_cells - 1, (last - earliest) // self.cell)
        self.high_k = np.minimum.accumulate(high_k[::-1])[::-1].copy()
