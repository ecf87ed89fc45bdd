"""An upper bound on the score of any solution: true, if loose.

Orders and windows are forgotten. What stays is that the stops of a day, with the least
travel into and out of each and the breaks that they do not replace, fit into the day; that
a group is used once; that the money suffices. The linear programme's dual prices are
rounded to whole numbers and the bound is then evaluated in integers, so that no rounding
error of the linear solver can make it too low.

The programme holds few columns at first and takes in those that its prices show to be
missing: of thousands of stops only the best are ever in question. Where time runs out, what
has not been worked out is left aside: the bound is then looser, but as true.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.nearest import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.caps import Cap
    from xytour.solver.problem import Category, IntArray, Problem

SCALE = 1 << 20
"""Dual prices are multiples of 1 / SCALE."""

EXACT = 1 << 62
"""Sums up to here are safe in 64 bits."""

MANY = 1_000
"""Columns that the linear programme takes in at a time."""

ROUNDS = 30
"""Times that the programme takes in columns, at most."""

FEW = 1_000
"""Stops up to which each day's neighbours are looked up among its own stops."""

RIDES_SHARE = 0.6
"""Share of the time for working out rides."""

SPARE = 0.5
"""Share of the time left that one linear programme may take: one more may follow."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Entries of the programme: column ``columns[k]`` uses ``sizes[k]`` of ``row``.

    No column occurs twice.
    """

    row: int
    columns: IntArray
    sizes: IntArray


@dataclass
class _Relaxation:
    """max gain x, rows x <= limits, 0 <= x <= most; scores and sizes doubled, in integers.

    Travel is halved between its two ends, hence the doubling. Columns of stops have the group
    that they belong to, of which one column is used at most, and one at least if it is
    required; other columns have group -1.
    """

    base: int = 0
    limits: list[int] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
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
        self.parts.append(_Part(row, columns[used], sizes[used]))


@dataclass(frozen=True, slots=True)
class Loose:
    """The loose bound, and what it says of the stops.

    Parameters
    ----------
    bound
        No solution scores more.
    worth
        (stops, days) what visiting a stop would add under the prices of time, money and the
        like, the least ride to it paid; minus infinity where it cannot be visited.
    ride
        (stops, days) ticks of that ride.
    tick_price
        (days,) what a tick of a day is worth.
    prices
        Of each row of the programme, in 1 / ``SCALE``.
    is_found
        Whether there was time to find prices; all are 0 otherwise.
    """

    bound: int
    worth: NDArray[np.float64]
    ride: NDArray[np.float64]
    tick_price: NDArray[np.float64]
    prices: tuple[int, ...]
    is_found: bool


def plain_bound(problem: Problem) -> int:
    """Return a number that no solution's score exceeds, in no time: the best of all there is.

    Parameters
    ----------
    problem
        What is to be bounded.
    """
    total = _most_of_stops(problem, problem.profit.max(axis=1, initial=0))
    for night, beds in enumerate(problem.beds):
        if problem.days[night].end is None:
            total += max(bed.profit for bed in beds)
    for category, weight in zip(problem.categories, problem.weights, strict=True):
        most = min(category.most, _most_of_stops(problem, weight))
        ends = [*(start for start, _ in category.rates[1:]), most]
        for (start, rate), end in zip(category.rates, ends, strict=False):
            total += max(0, rate) * max(0, min(end, most) - start)
    return total


def _most_of_stops(problem: Problem, values: IntArray) -> int:
    """Return what the values of a plan's stops never add up to more than, those below 0 as 0.

    A group is used once, a day has so many stops that count and one stop for each meal.
    """
    n_meals = len(np.unique(problem.meal[problem.meal >= 0])) * problem.n_days
    n_counted = sum(day.max_stops for day in problem.days)
    is_meal = ~problem.counts & (problem.meal >= 0)
    kinds = ((problem.counts, n_counted), (is_meal, n_meals), (~problem.counts & ~is_meal, None))
    total = 0
    for of_kind, most in kinds:
        _, group = np.unique(problem.group[of_kind], return_inverse=True)
        best = np.zeros(len(group), dtype=np.int64)
        np.maximum.at(best, group, values[of_kind])
        best[::-1].sort()
        total += sum(best[:most].tolist())
    return total


def upper_bound(problem: Problem, *, deadline: float = math.inf) -> int:
    """Return a number that no solution's score exceeds; see :func:`loose_bound`.

    Parameters
    ----------
    problem
        What is to be bounded.
    deadline
        Time of `time.perf_counter` at which to be done; what takes too long is left out then.
    """
    return loose_bound(problem, deadline=deadline).bound


def loose_bound(problem: Problem, *, deadline: float = math.inf) -> Loose:
    """Return a number that no solution's score exceeds, and prices that explain it.

    Parameters
    ----------
    problem
        What is to be bounded.
    deadline
        Time of `time.perf_counter` at which to be done; what takes too long is left out then.

    Notes
    -----
    With prices y >= 0 on the rows, the value is at most y limits plus, for each group, the
    most of gain - y row over its columns, if it is more than 0 or the group is required, plus
    most max(0, gain - y row) for each other column. This holds for any y, so the bound is
    true however well the prices were found.
    """
    return Programme(problem, deadline).solve()


class Programme:
    """The linear programme of a problem, solved column by column.

    Parameters
    ----------
    problem
        What is to be bounded.
    deadline
        When to be done.
    has_rides
        Whether stops pay for the least rides to and from them. Without, the same rows and
        columns say what all else takes.
    """

    def __init__(self, problem: Problem, deadline: float, *, has_rides: bool = True) -> None:
        self.problem, self.deadline = problem, deadline
        relaxation = relax(problem, deadline, has_rides=has_rides)
        self.relaxation = relaxation
        empty = np.zeros(0, dtype=np.int64)
        self.gain = np.concatenate([empty, *relaxation.gains])
        self.most = np.concatenate([empty, *relaxation.mosts])
        group = np.concatenate([empty, *relaxation.groups])
        self.is_stop = group >= 0
        self.group = group[self.is_stop]
        groups = np.unique(problem.group)
        used = np.unique(self.group)
        # Groups that have columns, counted from 0.
        self.group = np.searchsorted(used, self.group)
        self.required = np.isin(groups[used], sorted(problem.required))
        largest = max(
            (int(np.abs(part.sizes).max(initial=0)) for part in relaxation.parts), default=0
        )
        self.heaviest = largest

    def solve(self) -> Loose:
        """Return the least bound that was found in time."""
        best = prices = [0] * len(self.relaxation.limits)
        least = self.value(prices, self.worth(prices))
        inside, is_found = self._first_columns(), False
        for _ in range(ROUNDS):
            left = self.deadline - time.perf_counter()
            if left <= 0:
                break
            found = self._prices(inside, SPARE * left)
            if found is None:
                break
            prices, group_price = found
            is_found = True
            worth = self.worth(prices)
            value = self.value(prices, worth)
            if value < least:
                least, best = value, prices
            # Columns worth more than their group's price would change the prices.
            missing = np.zeros(len(self.gain))
            stops = worth[self.is_stop].astype(float) / SCALE
            missing[self.is_stop] = stops - group_price[self.group]
            missing[inside] = 0
            wanted = np.flatnonzero(missing > 1e-6)
            if not len(wanted):
                break
            inside[wanted[np.argsort(-missing[wanted], kind="stable")[:MANY]]] = True
        bound = (self.relaxation.base * SCALE + least) // (2 * SCALE)
        return self._loose(bound, best, is_found=is_found)

    def _loose(self, bound: int, prices: list[int], *, is_found: bool) -> Loose:
        """Return a bound with what its prices say of each stop and day."""
        shape = self.problem.n_stops, self.problem.n_days
        worth, ride = np.full(shape, -np.inf), np.zeros(shape)
        column = self.worth(prices)[self.is_stop].astype(float) / (2 * SCALE)
        first = 0
        for d, day in enumerate(self.relaxation.days):
            worth[day.stops, d] = column[first : first + len(day.stops)]
            ride[day.stops, d] = day.time / 2
            first += len(day.stops)
        tick_price = [prices[row] / SCALE for row in self.relaxation.time_rows]
        return Loose(bound, worth, ride, np.array(tick_price), tuple(prices), is_found)

    def worth(self, prices: list[int]) -> NDArray[Any]:
        """Return what each column is worth under prices, in 1 / SCALE, exactly."""
        dearest = max(map(abs, prices), default=0)
        heaviest = int(np.abs(self.gain).max(initial=0)) * SCALE
        heaviest += dearest * self.heaviest * (1 + len(prices))
        # Python's own whole numbers where 64 bits might not do.
        worth = self.gain.astype(np.int64 if heaviest < EXACT else object) * SCALE
        for part in self.relaxation.parts:
            if prices[part.row]:
                worth[part.columns] -= part.sizes.astype(worth.dtype) * prices[part.row]
        return worth

    def value(self, prices: list[int], worth: NDArray[Any]) -> int:
        """Return the bound that prices give, without the base, in 1 / SCALE."""
        limits = self.relaxation.limits
        total = sum(y * limit for y, limit in zip(prices, limits, strict=True))
        others = worth[~self.is_stop].tolist()
        most = self.most[~self.is_stop].tolist()
        total += sum(n * max(0, value) for n, value in zip(most, others, strict=True))
        if len(self.required):
            order = np.argsort(self.group, kind="stable")
            first = np.searchsorted(self.group[order], np.arange(len(self.required)))
            best = np.maximum.reduceat(worth[self.is_stop][order], first)
            counted = best[self.required | (best > 0).astype(bool)]
            total += sum(counted.tolist())
        return int(total)

    def _first_columns(self) -> NDArray[np.bool_]:
        """Return which columns to begin with: all, or those worth most for what they use."""
        if len(self.gain) <= 2 * MANY:
            return np.ones(len(self.gain), dtype=bool)
        use = np.zeros(len(self.gain))
        for part in self.relaxation.parts:
            use[part.columns] += np.maximum(
                0, part.sizes / max(1, self.relaxation.limits[part.row])
            )
        inside = ~self.is_stop
        ratio = np.where(self.is_stop, self.gain / np.maximum(use, 1e-9), -np.inf)
        inside[np.argsort(-ratio, kind="stable")[:MANY]] = True
        is_needed = np.zeros(len(self.gain), dtype=bool)
        is_needed[self.is_stop] = self.required[self.group]
        return inside | is_needed

    def _prices(
        self, inside: NDArray[np.bool_], seconds: float
    ) -> tuple[list[int], NDArray[np.float64]] | None:
        """Return dual prices of the rows, whole multiples of 1 / SCALE, and those of groups.

        None if the programme of the columns inside has no solution, or none in time.
        """
        import highspy

        columns = np.flatnonzero(inside)
        limits = self.relaxation.limits
        if not len(columns):
            return None
        position = np.full(len(self.gain), -1, dtype=np.int64)
        position[columns] = np.arange(len(columns))
        group_of = np.full(len(self.gain), -1, dtype=np.int64)
        group_of[self.is_stop] = self.group
        stops = columns[group_of[columns] >= 0]
        present = np.unique(group_of[stops])
        rows, at, sizes = [], [], []
        for part in self.relaxation.parts:
            used = np.flatnonzero(position[part.columns] >= 0)
            rows.append(np.full(len(used), part.row))
            at.append(position[part.columns[used]])
            sizes.append(part.sizes[used].astype(float))
        rows.append(len(limits) + np.searchsorted(present, group_of[stops]))
        at.append(position[stops])
        sizes.append(np.ones(len(stops)))
        column = np.concatenate(at)
        order = np.argsort(column, kind="stable")
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(columns), len(limits) + len(present)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = self.gain[columns].astype(float)
        model.col_lower_ = np.zeros(len(columns))
        model.col_upper_ = self.most[columns].astype(float)
        lower = np.full(model.num_row_, -highspy.kHighsInf)
        lower[len(limits) :][self.required[present]] = 1.0
        model.row_lower_ = lower
        model.row_upper_ = np.array([*limits, *[1] * len(present)], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        counts = np.bincount(column, minlength=len(columns))
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate(rows)[order].astype(np.int32)
        model.a_matrix_.value_ = np.concatenate(sizes)[order]
        highs = quiet_highs()
        if seconds < math.inf:
            highs.setOptionValue("time_limit", seconds)
        highs.passModel(model)
        highs.run()
        duals = np.array(highs.getSolution().row_dual)
        is_solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not is_solved or not len(duals) or not np.isfinite(duals).all():
            return None
        # Rows bound from above only: their prices are not negative, but for rounding.
        prices = [max(0, round(dual * SCALE)) for dual in duals[: len(limits)].tolist()]
        group_price = np.zeros(len(self.required))
        group_price[present] = duals[len(limits) :]
        return prices, group_price


def relax(problem: Problem, deadline: float = math.inf, *, has_rides: bool = True) -> _Relaxation:
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
    relaxation = _Relaxation()
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


def _relax_category(category: Category, relaxation: _Relaxation) -> list[tuple[int, int]]:
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
    problem: Problem, d: int, relaxation: _Relaxation, rows: _Rows, rides: _DayRides
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


def most_rewards(problem: Problem) -> int:
    """Return the most that all categories can add to the score, whatever is visited."""
    return sum(_most_reward(problem, c) for c in range(len(problem.categories)))


def _most_reward(problem: Problem, c: int) -> int:
    category = problem.categories[c]
    in_all = min(int(problem.weights[c].sum()), category.most)
    # Concave: greatest where the rates turn negative, or at an end.
    turn = next((start for start, rate in category.rates if rate < 0), in_all)
    best = min(max(turn, min(category.least, in_all)), in_all)
    return category.reward(best)


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
