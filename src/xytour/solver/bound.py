"""An upper bound on the score of any solution: true, if loose.

Orders and windows are forgotten. What stays is that the stops of a day, with the least
travel into and out of each and the breaks that they do not replace, fit into the day; that
a group is used once; that the money suffices. The linear programme's dual prices are
rounded to whole numbers and the bound is then evaluated in integers, so that no rounding
error of the linear solver can make it too low.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xytour.solver.problem import IntArray, Problem

SCALE = 1 << 20
"""Dual prices are multiples of 1 / SCALE."""

FAR = np.int64(1 << 50)


@dataclass
class _Relaxation:
    """max gain x, rows x <= limits, 0 <= x <= 1; scores and sizes doubled, in integers.

    Travel is halved between its two ends, hence the doubling.
    """

    base: int = 0
    gain: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    entries: list[list[tuple[int, int]]] = field(default_factory=list)

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
    y limits + sum over stops and days of max(0, gain - y row). This holds for any y, so
    the bound is true however well the prices were found.
    """
    relaxation = _relax(problem)
    prices = _prices(relaxation)
    value = sum(y * limit for y, limit in zip(prices, relaxation.limits, strict=True))
    for gain, column in zip(relaxation.gain, relaxation.entries, strict=True):
        value += max(0, gain * SCALE - sum(prices[row] * size for row, size in column))
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
    for d in range(problem.n_days):
        _relax_day(problem, d, relaxation, groups, needed, money)
    return relaxation


def _relax_day(
    problem: Problem,
    d: int,
    relaxation: _Relaxation,
    groups: dict[int, int],
    needed: dict[int, int],
    money: int | None,
) -> None:
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
        relaxation.gain.append(2 * int(problem.profit[stop]) - problem.travel_penalty * travel)
        size = 2 * int(problem.duration[stop]) + travel - (2 * pause.length if pause else 0)
        column = [(groups[group], 1), (time_row, size)]
        if group in needed:
            column.append((needed[group], -1))
        if problem.counts[stop]:
            column.append((count_row, 1))
        if pause:
            column.append((meal_rows[meal], 1))
        if money is not None:
            price = 2 * int(problem.cost[stop]) + int(cost_in[k] + cost_out[k])
            column.append((money, price - (2 * pause.cost if pause else 0)))
        relaxation.entries.append(column)


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
    closest = problem.closest
    from_start = closest[starts].min(axis=0)
    to_finish = closest[:, finishes].min(axis=1)
    possible = []
    for stop in range(problem.n_stops):
        meal = int(problem.meal[stop])
        if meal >= 0 and meal not in kinds:
            continue
        at = problem.location[stop]
        soonest = day.earliest + from_start[at]
        latest = day.latest - to_finish[at] - problem.duration[stop]
        if any(max(low, soonest) <= min(high, latest) for low, high in problem.windows_on(stop, d)):
            possible.append(stop)
    return np.array(possible, dtype=np.int64)


def _halves(
    problem: Problem, matrix: IntArray, stops: IntArray, starts: list[int], finishes: list[int]
) -> tuple[IntArray, IntArray, int]:
    """Return for each stop the least travel into and out of it, and the same for the ends.

    A tour's travel, doubled, is at least the sum of these over its stops and its ends.
    """
    at = problem.location[stops]
    before = np.concatenate([np.array(starts, dtype=np.int64), at])
    after = np.concatenate([np.array(finishes, dtype=np.int64), at])
    between = matrix[at][:, at].astype(np.int64)
    if len(stops):
        # A stop is not its own neighbour, nor are two stops of one group.
        group = problem.group[stops]
        between = np.where(group[:, None] == group, FAR, between)
    into = np.minimum(
        matrix[starts][:, at].min(axis=0, initial=FAR), between.min(axis=0, initial=FAR)
    )
    out = np.minimum(
        matrix[at][:, finishes].min(axis=1, initial=FAR), between.min(axis=1, initial=FAR)
    )
    leaving = int(matrix[starts][:, after].min())
    reaching = int(matrix[before][:, finishes].min())
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
    model.col_upper_ = np.ones(model.num_col_)
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
