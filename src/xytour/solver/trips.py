"""The best trip of those that a few tours of each day make."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.chains import NEVER
from xytour.solver.listing import Joiner
from xytour.solver.plans import Plan
from xytour.solver.shared import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.chains import Chains
    from xytour.solver.listed import Listed
    from xytour.solver.problem import IntArray

WORD_BITS = 62

STEPS = 100_000
"""Steps between looks at the clock."""

Tours = list["Listed"]


class Trips:
    """Trips made of listed tours.

    Parameters
    ----------
    chains
        Where the tours are from.
    price
        Under which they were listed.
    listed
        The tours of each day.
    """

    def __init__(self, chains: Chains, price: IntArray, listed: Sequence[Tours]) -> None:
        self.chains, self.price, self.shared = chains, price, chains.shared
        self.plans, self.n_days = chains.plans, chains.n_days
        ahead = dict.fromkeys(chains.ends[-1], 0)
        self.days: list[Tours] = []
        hopes: list[list[int]] = []
        for d in range(self.n_days - 1, -1, -1):
            places = {start: k for k, start in enumerate(chains.starts[d])}
            order = sorted(
                (places[start], -alone - ahead.get(end, NEVER), k)
                for k, (alone, start, end, _) in enumerate(listed[d])
            )
            tours = [listed[d][k] for _, _, k in order]
            hope = [-value for _, value, _ in order]
            self.days.insert(0, tours)
            hopes.insert(0, hope)
            best: dict[int, int] = {}
            for value, (_, start, _, _) in zip(hope, tours, strict=True):
                best[start] = max(best.get(start, NEVER), value)
            if d and d - 1 not in self.plans.nights:
                best = dict.fromkeys(chains.ends[d - 1], max(best.values(), default=NEVER))
            ahead = best
        self.best = max(ahead.values(), default=NEVER)
        self.joiner = self._joiner(hopes)

    @property
    def bound(self) -> int:
        """No trip is worth more, in 1 / ``SCALE``."""
        return self.shared.total(self.price) + self.best

    def _joiner(self, hopes: Sequence[Sequence[int]]) -> Joiner:
        most = max(1, *(len(tours) for tours in self.days))
        places = max(len(starts) for starts in self.chains.starts)
        words = -(-self.shared.n_groups // WORD_BITS)
        hope, alone, spent = np.zeros((3, self.n_days, most), dtype=np.int64)
        ends = np.zeros((self.n_days, most), dtype=np.int32)
        marks = np.zeros((self.n_days, most, words), dtype=np.int64)
        first_of = np.zeros((self.n_days, places + 1), dtype=np.int32)
        group_of, groups = self.shared.group_of, self.shared.n_groups
        word = (group_of // WORD_BITS).tolist()
        bit = (np.int64(1) << (group_of % WORD_BITS)).tolist()
        counts = self.plans.problem.counts
        paid = [
            (self.price[group_of] + self.price[groups + d] * counts).tolist()
            for d in range(self.n_days)
        ]
        for d, tours in enumerate(self.days):
            starts = self.chains.starts[d]
            begins = np.array([starts.index(start) for _, start, _, _ in tours], dtype=np.int64)
            first_of[d] = np.searchsorted(begins, np.arange(places + 1))
            after = self._followed(d)
            hope[d, : len(tours)] = hopes[d]
            for k, (value, _, end, stops) in enumerate(tours):
                alone[d, k], ends[d, k] = value, after[end]
                spent[d, k] = sum(paid[d][stop] for stop in stops)
                for stop in stops:
                    marks[d, k, word[stop]] |= bit[stop]
        return Joiner(hope, alone, spent, ends, marks, first_of)

    def _followed(self, d: int) -> dict[int, int]:
        """Return for each end of a day the number of the place where the next day begins."""
        if d + 1 == self.n_days:
            return dict.fromkeys(self.chains.ends[d], 0)
        starts = self.chains.starts[d + 1]
        if d in self.plans.nights:
            return {end: starts.index(end) for end in self.chains.ends[d] if end in starts}
        return dict.fromkeys(self.chains.ends[d], 0)

    def better(self, plan: Plan, most_steps: int, deadline: float) -> Plan | None:
        """Return the best trip if it is better than a plan, else the plan.

        None if it takes too many steps, or too long.
        """
        total = self.shared.total(self.price)
        reserve = total - self._categories()
        for place in range(len(self.chains.starts[0])):
            self.joiner.begin(place)
            while True:
                least = (plan.score + 1) * SCALE - total
                found = self.joiner.next(least, reserve, STEPS)
                if found is None:
                    break
                most_steps -= 1 if found else STEPS
                if most_steps < 0 or time.perf_counter() > deadline:
                    return None
                trial = self._plan(found) if found else plan
                if self.plans.evaluate(trial) and self.plans.rank(trial) > self.plans.rank(plan):
                    plan = trial
        return plan

    def _categories(self) -> int:
        """Return what categories add to the worth of all that is shared."""
        price = self.price.copy()
        price[: self.shared.first_category] = 0
        return self.shared.total(price)

    def _plan(self, found: Sequence[int]) -> Plan:
        """Return the plan of tours."""
        chosen = [self.days[d][k] for d, k in enumerate(found)]
        beds = []
        for night, choices in enumerate(self.plans.problem.beds):
            here = [
                (bed.profit, -k)
                for k, bed in enumerate(choices)
                if bed.location == chosen[night][2]
            ]
            beds.append(-max(here)[1] if here else 0)
        return Plan([list(tour[3]) for tour in chosen], beds)
