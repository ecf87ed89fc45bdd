"""The linear programme of a problem that forgets orders and windows: rows, columns and rides.

What stays is that the stops of a day, with the least travel into and out of each and the breaks
that they do not replace, fit into the day; that a group is used once; that the money suffices.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.nearest import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.caps import Cap
    from xytour.solver.problem import Category, IntArray, Problem

FEW = 1_000
"""Stops up to which each day's neighbours are looked up among its own stops."""

RIDES_SHARE = 0.6
"""Share of the time for working out rides."""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries of the programme: column ``columns[k]`` uses ``sizes[k]`` of ``row``.

    No column occurs twice.
    """

    row: int
    columns: IntArray
    sizes: IntArray


@dataclass
class Relaxation:
    """max gain x, rows x <= limits, 0 <= x <= most; scores and sizes doubled, in integers.

    Travel is halved between its two ends, hence the doubling. Columns of stops have the group
    that they belong to, of which one column is used at most, and one at least if it is
    required; other columns have group -1.
    """

    base: int = 0
    limits: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    gains: list[IntArray] = field(default_factory=list)
    groups: list[IntArray] = field(default_factory=list)
    mosts: list[IntArray] = field(default_factory=list)
    n_columns: int = 0
    days: list[_DayRides] = field(default_factory=list)
    time_rows: list[int] = field(default_factory=list)

    def add_columns(self, gain: IntArray, group: IntArray, most: IntArray) -> IntArray:
        """Add columns and return their indices."""
        self.gains.append(gain)
        self.groups.append(group)
        self.mosts.append(most)
        first = self.n_columns
        self.n_columns += len(gain)
        return np.arange(first, self.n_columns)

    def add_row(self, limit: int) -> int:
        """Add an empty row and return its index."""
        self.limits.append(limit)
        return len(self.limits) - 1

    def use(self, row: int, columns: IntArray, sizes: IntArray) -> None:
        """Say how much columns use of a row."""
        used = np.flatnonzero(sizes)
        self.parts.append(Part(row, columns[used], sizes[used]))


def relax(problem: Problem, deadline: float = math.inf, *, has_rides: bool = True) -> Relaxation:
    """Return the linear programme that forgets orders and windows.

    Parameters
    ----------
    problem
        What is to be bounded.
    deadline
        When to leave out what is not worked out yet.
    has_rides
        Whether stops pay for the least rides to and from them.
    """
    relaxation = Relaxation()
    # The budget's row comes first.
    caps = [(relaxation.add_row(2 * cap.most), cap) for cap in problem.all_caps]
    for night, beds in enumerate(problem.beds):
        if problem.days[night].end is not None:
            continue
        relaxation.base += 2 * max(bed.profit for bed in beds)
        for row, cap in caps:
            relaxation.limits[row] -= 2 * min(cap.bed(night, k) for k in range(len(beds)))
    totals = [_relax_category(category, relaxation) for category in problem.categories]
    now = time.perf_counter()
    # What takes longest must leave time for the programme itself.
    deadline = now + RIDES_SHARE * (deadline - now)
    _, group = np.unique(problem.group, return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    rides = _least_rides(problem, group, deadline, has_rides=has_rides)
    for d in range(problem.n_days):
        _relax_day(problem, d, relaxation, _Rows(caps, totals), rides[d])
    return relaxation


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the whole trip: of caps and of categories."""

    caps: list[tuple[int, Cap]]
    totals: list[list[tuple[int, int]]]


def _relax_category(category: Category, relaxation: Relaxation) -> list[tuple[int, int]]:
    """Add a category's rows, and columns for its rewards; return rows and sign for its total."""
    rows = []
    weight = np.asarray(category.weight, dtype=np.int64)
    in_all = int(weight.sum())
    if category.most < in_all:
        rows.append((relaxation.add_row(category.most), 1))
    if category.least > 0:
        rows.append((relaxation.add_row(-category.least), -1))
    if category.rates:
        # The total is cut into parts, one for each rate; since rates only fall, the first
        # parts are filled first. No more than the total, and no less where that would pay.
        upper = relaxation.add_row(0)
        lower = relaxation.add_row(0)
        starts = [start for start, _ in category.rates]
        ends = [*starts[1:], max(in_all, starts[-1])]
        gain = np.array([2 * rate for _, rate in category.rates], dtype=np.int64)
        most = np.array(ends, dtype=np.int64) - np.array(starts, dtype=np.int64)
        columns = relaxation.add_columns(gain, np.full(len(gain), -1), most)
        ones = np.ones(len(gain), dtype=np.int64)
        relaxation.use(upper, columns, ones)
        relaxation.use(lower, columns, -ones)
        rows += [(upper, -1), (lower, 1)]
    return rows


def _relax_day(
    problem: Problem, d: int, relaxation: Relaxation, rows: _Rows, rides: _DayRides
) -> None:
    """Add one day's rows, and a column for each stop that can be visited on it."""
    day, stops = problem.days[d], rides.stops
    available = day.latest - day.earliest - sum(pause.length for pause in day.breaks)
    time_row = relaxation.add_row(2 * available - rides.time_base)
    count_row = relaxation.add_row(day.max_stops)
    relaxation.time_rows.append(time_row)
    relaxation.days.append(rides)
    relaxation.base -= problem.travel_penalty * rides.time_base
    meal = problem.meal[stops]
    gain = 2 * problem.profit[stops, d] - problem.travel_penalty * rides.time
    size = 2 * problem.duration[stops, d] + rides.time
    columns = relaxation.add_columns(gain, rides.group, np.ones(len(stops), dtype=np.int64))
    for pause in day.breaks:
        is_meal = meal == pause.kind
        size[is_meal] -= 2 * pause.length
        relaxation.use(relaxation.add_row(1), columns, is_meal.astype(np.int64))
    relaxation.use(time_row, columns, size)
    relaxation.use(count_row, columns, problem.counts[stops].astype(np.int64))
    for row, cap in rows.caps:
        price = np.zeros(len(stops), dtype=np.int64)
        if len(cap.stops):
            price += 2 * problem.cost[stops, d] * np.array(cap.stops)[stops]
        if cap.breaks:
            relaxation.limits[row] -= 2 * sum(pause.cost for pause in day.breaks)
            for pause in day.breaks:
                price[meal == pause.kind] -= 2 * pause.cost
        if cap.counts_all_ways:
            relaxation.limits[row] -= rides.cost_base
            price += rides.cost
        relaxation.use(row, columns, price)
    for weight, total in zip(problem.weights[:, stops], rows.totals, strict=True):
        for row, sign in total:
            relaxation.use(row, columns, sign * weight)


@dataclass(frozen=True, slots=True)
class _DayRides:
    """The stops of a day, and the least that riding to and from each takes, doubled.

    Parameters
    ----------
    stops, group
        (stops,) which they are, and the index of the group of each.
    time, cost
        (stops,) least ride into and out of each together: ticks, money.
    time_base, cost_base
        The same for the ends of the day.
    """

    stops: IntArray
    group: IntArray
    time: IntArray
    cost: IntArray
    time_base: int
    cost_base: int


def _least_rides(
    problem: Problem, group: IntArray, deadline: float, *, has_rides: bool
) -> list[_DayRides]:
    """Return for each day the least rides that its stops need.

    A tour's travel, doubled, is at least the sum of these over its stops and its ends. Where
    the deadline comes in between, rides of no length stand in.
    """
    ends = [
        (day_ends(problem, d, "start"), day_ends(problem, d, "end")) for d in range(problem.n_days)
    ]
    stops = [open_stops(problem, d, *ends[d], deadline) for d in range(problem.n_days)]
    if not has_rides:
        nothing = [np.zeros_like(some) for some in stops]
        return [
            _DayRides(some, group[some], none, none, 0, 0)
            for some, none in zip(stops, nothing, strict=True)
        ]
    known: dict[bytes, tuple[IntArray, IntArray]] = {}
    crowd = np.unique(np.concatenate(stops))
    rides = []
    for d, (starts, finishes) in enumerate(ends):
        # Of many stops the neighbours are looked up once for all days: closed ones count.
        among = crowd if len(crowd) > FEW else stops[d]
        found = []
        for what, matrix in enumerate((problem.travel, problem.travel_cost)):
            key = bytes([what]) + among.tobytes()
            if what == 1 and not any(cap.counts_all_ways for cap in problem.all_caps):
                found.append((np.zeros(len(stops[d]), dtype=np.int64), 0))
                continue
            if key not in known:
                at = problem.location[among]
                try:
                    known[key] = nearest(matrix, at, problem.group[among], deadline)
                except TimeoutError:
                    known[key] = np.zeros_like(among), np.zeros_like(among)
            near = np.searchsorted(among, stops[d])
            into, out = (half[near] for half in known[key])
            found.append(
                _with_ends(matrix, problem.location[stops[d]], (into, out), starts, finishes)
            )
        (time_, time_base), (cost, cost_base) = found
        rides.append(_DayRides(stops[d], group[stops[d]], time_, cost, time_base, cost_base))
    return rides


def _with_ends(
    matrix: NDArray[Any],
    at: IntArray,
    halves: tuple[IntArray, IntArray],
    starts: list[int],
    finishes: list[int],
) -> tuple[IntArray, int]:
    """Return the least rides into and out of stops, the ends of the day being neighbours too."""
    # Least by location first: a place has several stops, and a night hundreds of beds.
    leave = matrix[starts].min(axis=0)
    reach = matrix[:, finishes].min(axis=1)
    into, out = np.minimum(halves[0], leave[at]), np.minimum(halves[1], reach[at])
    leaving = int(leave[[*finishes, *at.tolist()]].min())
    reaching = int(reach[[*starts, *at.tolist()]].min())
    return into + out, leaving + reaching


def day_ends(problem: Problem, d: int, which: str) -> list[int]:
    """Return the locations where a day may start or end."""
    fixed: int | None = getattr(problem.days[d], which)
    if fixed is not None:
        return [fixed]
    night = d - 1 if which == "start" else d
    return sorted({bed.location for bed in problem.beds[night]})


def open_stops(
    problem: Problem,
    d: int,
    starts: list[int],
    finishes: list[int],
    deadline: float = math.inf,
) -> IntArray:
    """Return the stops that some tour of the day could visit, as far as times alone tell.

    Parameters
    ----------
    problem, d
        Which day of what.
    starts, finishes
        Locations where the day may start and end.
    deadline
        When to stop working out travel: stops are told by their hours alone then.
    """
    day, n = problem.days[d], problem.n_stops
    try:
        from_start = problem.reach(starts, deadline=deadline)[problem.location]
        to_finish = problem.reach(finishes, back=True, deadline=deadline)[problem.location]
    except TimeoutError:
        from_start = to_finish = np.zeros(n, dtype=np.int64)
    row = np.arange(n) * problem.n_days + d
    first = problem.window_of[row]
    count = problem.window_of[row + 1] - first
    # Windows of all stops in one array, each with the stop that it is of.
    stop = np.repeat(np.arange(n), count)
    k = np.arange(len(stop)) - np.repeat(np.cumsum(count) - count, count) + first[stop]
    soonest = np.maximum(problem.window[k, 0], day.earliest + from_start[stop])
    latest = day.latest - to_finish[stop] - problem.duration[stop, d]
    fits = np.zeros(n, dtype=bool)
    fits[stop[soonest <= np.minimum(problem.window[k, 1], latest)]] = True
    kinds = [pause.kind for pause in day.breaks]
    return np.flatnonzero(fits & ((problem.meal < 0) | np.isin(problem.meal, kinds)))
