"""What the days of a trip share, and what it costs a day that takes of it.

Groups, of which a trip has one stop at most; categories, whose totals are bounded or rewarded;
and the number of stops of each day, which is easier to price than to count. With a price on
each, days know no more of one another than the beds between them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray, Problem

SCALE = 1 << 4
"""Prices are whole multiples of 1 / SCALE."""


class Shared:
    """The rows that days share; prices are arrays with one for each row.

    Parameters
    ----------
    problem
        What is solved.

    Attributes
    ----------
    groups : dict
        Row of each group; then come a row for each day, then one for each category.
    required : (rows,) bool
        Whether a row is a group that must be visited.
    is_signed : (rows,) bool
        Whether a price may be less than 0.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        numbers = np.unique(problem.group)
        self.groups = {int(g): k for k, g in enumerate(numbers)}
        self.n_groups, self.n_days = len(numbers), problem.n_days
        self.first_category = self.n_groups + self.n_days
        self.size = self.first_category + len(problem.categories)
        self.required = np.zeros(self.size, dtype=bool)
        self.required[: self.n_groups] = np.isin(numbers, sorted(problem.required))
        self.is_signed = self.required.copy()
        self.is_signed[self.first_category :] = True
        self.group_of = np.searchsorted(numbers, problem.group)
        # What is looked up for each tour, in lists: numbers of arrays take ten times as long.
        self._group: list[int] = self.group_of.tolist()
        self._counts: list[bool] = problem.counts.tolist()
        self._location: list[int] = problem.location.tolist()
        self._profit: list[list[int]] = problem.profit.tolist()
        self._travel: list[list[int]] = problem.travel.tolist()
        self._weights: dict[int, list[tuple[int, float]]] = {}
        for c, weight in enumerate(problem.weights):
            for stop in np.flatnonzero(weight).tolist():
                entry = self.first_category + c, float(weight[stop])
                self._weights.setdefault(stop, []).append(entry)

    def prize(self, d: int, stops: IntArray, price: IntArray) -> IntArray:
        """Return what each of some stops adds to a day under prices, in 1 / ``SCALE``."""
        prize: IntArray = self.problem.profit[stops, d] * SCALE - price[self.group_of[stops]]
        prize -= price[self.n_groups + d] * self.problem.counts[stops]
        if self.size > self.first_category:
            prize -= price[self.first_category :] @ self.problem.weights[:, stops]
        return prize

    def total(self, price: IntArray) -> int:
        """Return what all that is shared is worth under prices, in 1 / ``SCALE``."""
        total = int(price[: self.n_groups].sum())
        for d, day in enumerate(self.problem.days):
            total += int(price[self.n_groups + d]) * day.max_stops
        for c, category in enumerate(self.problem.categories):
            at = int(price[self.first_category + c])
            points = [point for _, *ends in self.pieces(c) for point in ends]
            total += max((category.reward(y) * SCALE + at * y for y in points), default=0)
        return total

    def sound(self, price: NDArray[np.float64], limit: int) -> IntArray:
        """Round prices, and keep them so small that stops are worth no more than thrice a limit."""
        sound: IntArray = np.rint(np.clip(price, -limit, limit)).astype(np.int64)
        categories = sound[self.first_category :]
        worth = int((np.abs(categories) @ self.problem.weights).max(initial=0))
        if worth > limit:
            sound[self.first_category :] = np.trunc(categories * (limit / worth))
        return sound

    def pieces(self, c: int) -> list[tuple[int, int, int]]:
        """Return the parts of a category's total: rate, from, to; none if it is out of reach."""
        category = self.problem.categories[c]
        in_all = min(int(self.problem.weights[c].sum()), category.most)
        least = min(category.least, in_all)
        parts = [*category.rates, (in_all, 0)] if category.rates else [(0, 0), (in_all, 0)]
        pieces = []
        for (start, rate), (stop, _) in pairwise(parts):
            low, high = max(start, least), min(stop, in_all)
            if low <= high:
                pieces.append((rate, low, high))
        return pieces

    def use(self, d: int, stops: Sequence[int]) -> dict[int, float]:
        """Return how much a tour of a day takes of each row that it takes anything of."""
        use: dict[int, float] = {}
        counted = 0
        for stop in stops:
            group = self._group[stop]
            use[group] = use.get(group, 0.0) + 1.0
            counted += self._counts[stop]
            for row, weight in self._weights.get(stop, ()):
                use[row] = use.get(row, 0.0) + weight
        if counted:
            use[self.n_groups + d] = float(counted)
        return use

    def gain(self, d: int, start: int, end: int, stops: Sequence[int]) -> int:
        """Return what a tour's stops add to the score, less the price of its ways."""
        gain, here = 0, start
        ways = 0
        for stop in stops:
            gain += self._profit[stop][d]
            ways += self._travel[here][self._location[stop]]
            here = self._location[stop]
        ways += self._travel[here][end]
        return gain - ways * self.problem.travel_penalty

    def rates(self, stops: Sequence[int]) -> NDArray[np.float64]:
        """Return what one more unit of each category adds to the score of a trip."""
        found = np.zeros(len(self.problem.categories))
        for c, category in enumerate(self.problem.categories):
            total = int(self.problem.weights[c, list(stops)].sum())
            for start, rate in category.rates:
                if start <= total:
                    found[c] = rate
        return found

    def first(self, worth: NDArray[np.float64], rates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return prices of all rows from those of groups and the rates of categories.

        With these, a unit of a category is worth to a day what it adds to the plan at hand, and
        the categories' own part of the bound is what the plan's totals leave: little.
        """
        price = np.zeros(self.size)
        price[: self.n_groups] = worth
        price[self.first_category :] = -rates * SCALE
        return price
