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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.relaxation import relax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray, Problem

SCALE = 1 << 20
"""Dual prices are multiples of 1 / SCALE."""

EXACT = 1 << 62
"""Sums up to here are safe in 64 bits."""

MANY = 1_000
"""Columns that the linear programme takes in at a time."""

ROUNDS = 30
"""Times that the programme takes in columns, at most."""

SPARE = 0.5
"""Share of the time left that one linear programme may take: one more may follow."""


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
