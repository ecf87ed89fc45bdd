"""An upper bound on the score of any solution: true, if loose.

Orders and windows are forgotten. What stays is that the stops of a day, with the least
travel into and out of each and the breaks that they do not replace, fit into the day; that
a group is used once; that the money suffices. The linear programme's dual prices are
rounded to whole numbers and the bound is then evaluated in integers, so that no rounding
error of the linear solver can make it too low.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.problem import Category, IntArray, Problem

SCALE = 1 << 20
"""Dual prices are multiples of 1 / SCALE."""

FAR = np.int64(1 << 50)
BLOCK = 256


@dataclass
class _Relaxation:
    """max gain x, rows x <= limits, 0 <= x <= most; scores and sizes doubled, in integers.

    Travel is halved between its two ends, hence the doubling.
    """

    base: int = 0
    gain: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    entries: list[list[tuple[int, int]]] = field(default_factory=list)
    most: list[int] = field(default_factory=list)

    def column(self, gain: int, entries: list[tuple[int, int]], most: int = 1) -> None:
        """Add a column."""
        self.gain.append(gain)
        self.entries.append(entries)
        self.most.append(most)

    def row(self, limit: int) -> int:
        """Add an empty row and return its index."""
        self.limits.append(limit)
        return len(self.limits) - 1


def upper_bound(problem: Problem) -> int:
    """Return a number that no solution's score exceeds.

    Parameters
    ----------
    problem
        What is to be bounded.

    Notes
    -----
    With prices y >= 0 on the rows, the value is at most
    y limits + sum over columns of most max(0, gain - y row). This holds for any y, so
    the bound is true however well the prices were found.
    """
    relaxation = _relax(problem)
    prices = _prices(relaxation)
    value = sum(y * limit for y, limit in zip(prices, relaxation.limits, strict=True))
    columns = zip(relaxation.gain, relaxation.entries, relaxation.most, strict=True)
    for gain, column, most in columns:
        value += most * max(0, gain * SCALE - sum(prices[row] * size for row, size in column))
    return (relaxation.base * SCALE + value) // (2 * SCALE)


def _relax(problem: Problem) -> _Relaxation:
    relaxation = _Relaxation()
    groups = {int(g): relaxation.row(1) for g in np.unique(problem.group)}
    needed = {group: relaxation.row(-1) for group in sorted(problem.required)}
    money = None if problem.budget is None else relaxation.row(2 * problem.budget)
    for night, beds in enumerate(problem.beds):
        if problem.days[night].end is not None:
            continue
        relaxation.base += 2 * max(bed.profit for bed in beds)
        if money is not None:
            relaxation.limits[money] -= 2 * min(bed.cost for bed in beds)
    totals = [_relax_category(category, relaxation) for category in problem.categories]
    for d in range(problem.n_days):
        _relax_day(problem, d, relaxation, _Rows(groups, needed, money, totals))
    return relaxation


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the whole trip: of each group, of each required one, of money and categories."""

    groups: dict[int, int]
    needed: dict[int, int]
    money: int | None
    totals: list[list[tuple[int, int]]]


def _relax_category(category: Category, relaxation: _Relaxation) -> list[tuple[int, int]]:
    """Add a category's rows, and columns for its rewards; return rows and sign for its total."""
    rows = []
    weight = np.asarray(category.weight, dtype=np.int64)
    in_all = int(weight.sum())
    if category.most < in_all:
        rows.append((relaxation.row(category.most), 1))
    if category.least > 0:
        rows.append((relaxation.row(-category.least), -1))
    if category.rates:
        # The total is cut into parts, one for each rate; since rates only fall, the first
        # parts are filled first. No more than the total, and no less where that would pay.
        upper = relaxation.row(0)
        lower = relaxation.row(0)
        ends = [*(start for start, _ in category.rates[1:]), max(in_all, category.rates[-1][0])]
        for (start, rate), end in zip(category.rates, ends, strict=True):
            relaxation.column(2 * rate, [(upper, 1), (lower, -1)], end - start)
        rows += [(upper, -1), (lower, 1)]
    return rows


def _relax_day(problem: Problem, d: int, relaxation: _Relaxation, rows: _Rows) -> None:
    """Add one day's rows, and a column for each stop that can be visited on it."""
    day = problem.days[d]
    starts = day_ends(problem, d, "start")
    finishes = day_ends(problem, d, "end")
    stops = open_stops(problem, d, starts, finishes)
    time_in, time_out, time_base = _halves(problem, problem.travel, stops, starts, finishes)
    pauses = {pause.kind: pause for pause in day.breaks}
    available = day.latest - day.earliest - sum(pause.length for pause in day.breaks)
    time_row = relaxation.row(2 * available - time_base)
    count_row = relaxation.row(day.max_stops)
    meal_rows = {kind: relaxation.row(1) for kind in pauses}
    relaxation.base -= problem.travel_penalty * time_base
    money = rows.money
    if money is not None:
        cost_in, cost_out, cost_base = _halves(
            problem, problem.travel_cost, stops, starts, finishes
        )
        fixed = sum(pause.cost for pause in day.breaks)
        relaxation.limits[money] -= cost_base + 2 * fixed
    for k, stop in enumerate(stops.tolist()):
        group, meal = int(problem.group[stop]), int(problem.meal[stop])
        pause = pauses.get(meal)
        travel = int(time_in[k] + time_out[k])
        gain = 2 * int(problem.profit[stop, d]) - problem.travel_penalty * travel
        size = 2 * int(problem.duration[stop, d]) + travel - (2 * pause.length if pause else 0)
        column = [(rows.groups[group], 1), (time_row, size)]
        if group in rows.needed:
            column.append((rows.needed[group], -1))
        for weight, total in zip(problem.weights[:, stop].tolist(), rows.totals, strict=True):
            if weight:
                column += [(row, sign * weight) for row, sign in total]
        if problem.counts[stop]:
            column.append((count_row, 1))
        if pause:
            column.append((meal_rows[meal], 1))
        if money is not None:
            price = 2 * int(problem.cost[stop, d]) + int(cost_in[k] + cost_out[k])
            column.append((money, price - (2 * pause.cost if pause else 0)))
        relaxation.column(gain, column)


def day_ends(problem: Problem, d: int, which: str) -> list[int]:
    """Return the locations where a day may start or end."""
    fixed: int | None = getattr(problem.days[d], which)
    if fixed is not None:
        return [fixed]
    night = d - 1 if which == "start" else d
    return sorted({bed.location for bed in problem.beds[night]})


def open_stops(problem: Problem, d: int, starts: list[int], finishes: list[int]) -> IntArray:
    """Return the stops that some tour of the day could visit, as far as times alone tell."""
    day = problem.days[d]
    kinds = {pause.kind for pause in day.breaks}
    from_start = problem.reach(starts)
    to_finish = problem.reach(finishes, back=True)
    possible = []
    for stop in range(problem.n_stops):
        meal = int(problem.meal[stop])
        if meal >= 0 and meal not in kinds:
            continue
        at = problem.location[stop]
        soonest = day.earliest + from_start[at]
        latest = day.latest - to_finish[at] - problem.duration[stop, d]
        if any(max(low, soonest) <= min(high, latest) for low, high in problem.windows_on(stop, d)):
            possible.append(stop)
    return np.array(possible, dtype=np.int64)


def most_reward(problem: Problem, c: int) -> int:
    """Return the most that a category can add to the score, whatever is visited."""
    category = problem.categories[c]
    in_all = min(int(problem.weights[c].sum()), category.most)
    # Concave: greatest where the rates turn negative, or at an end.
    turn = next((start for start, rate in category.rates if rate < 0), in_all)
    best = min(max(turn, min(category.least, in_all)), in_all)
    return category.reward(best)


def _halves(
    problem: Problem,
    matrix: NDArray[Any],
    stops: IntArray,
    starts: list[int],
    finishes: list[int],
) -> tuple[IntArray, IntArray, int]:
    """Return for each stop the least travel into and out of it, and the same for the ends.

    A tour's travel, doubled, is at least the sum of these over its stops and its ends.
    """
    at, group = problem.location[stops], problem.group[stops]
    before = np.concatenate([np.array(starts, dtype=np.int64), at])
    after = np.concatenate([np.array(finishes, dtype=np.int64), at])
    into = matrix[np.ix_(np.array(starts), at)].min(axis=0).astype(np.int64)
    out = matrix[np.ix_(at, np.array(finishes))].min(axis=1).astype(np.int64)
    for first in range(0, len(stops), BLOCK):
        block = slice(first, first + BLOCK)
        between = matrix[np.ix_(at[block], at)].astype(np.int64)
        # A stop is not its own neighbour, nor are two stops of one group.
        between[group[block, None] == group] = FAR
        np.minimum(into, between.min(axis=0), out=into)
        np.minimum(out[block], between.min(axis=1), out=out[block])
    leaving = int(matrix[np.ix_(np.array(starts), after)].min())
    reaching = int(matrix[np.ix_(before, np.array(finishes))].min())
    return into, out, leaving + reaching


def _prices(relaxation: _Relaxation) -> list[int]:
    """Return dual prices of the rows, whole multiples of 1 / SCALE, none negative."""
    import highspy
    from highspy._core import _Highs  # highspy.Highs prints a banner before it can be silenced

    if not relaxation.gain:
        return [0] * len(relaxation.limits)
    model = highspy.HighsLp()
    model.num_col_ = len(relaxation.gain)
    model.num_row_ = len(relaxation.limits)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(relaxation.gain, dtype=float)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.array(relaxation.most, dtype=float)
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.array(relaxation.limits, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in relaxation.entries)])
    model.a_matrix_.index_ = np.array([r for c in relaxation.entries for r, _ in c], dtype=np.int32)
    model.a_matrix_.value_ = np.array([v for c in relaxation.entries for _, v in c], dtype=float)
    highs = _Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    highs.run()
    duals = highs.getSolution().row_dual
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal or not len(duals):
        return [0] * len(relaxation.limits)
    return [max(0, round(abs(dual) * SCALE)) if np.isfinite(dual) else 0 for dual in duals]
