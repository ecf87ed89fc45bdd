"""Prices on what links the days of a trip, and the beds that are best under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xytour.solver.problem import IntArray, Problem

SCALE = 1 << 6
"""Prices are whole multiples of 1 / SCALE."""


@dataclass(slots=True)
class Prices:
    """What the rules of the whole trip cost the days, in 1 / SCALE points.

    Parameters
    ----------
    group
        (groups,) price of a visit.
    end, start
        For each night with a bed to choose (beds,) price of ending a day, and of beginning
        the next, in that bed.
    """

    group: IntArray
    end: dict[int, IntArray]
    start: dict[int, IntArray]

    def copy(self) -> Prices:
        """Return prices that share nothing with these."""
        ends = {night: price.copy() for night, price in self.end.items()}
        starts = {night: price.copy() for night, price in self.start.items()}
        return Prices(self.group.copy(), ends, starts)


class BedChain:
    """The best beds of all nights under prices, by dynamic programming over the nights.

    Parameters
    ----------
    problem
        What is solved.
    nights
        Those that have a bed to choose.
    """

    def __init__(self, problem: Problem, nights: list[int]) -> None:
        self.nights = nights
        self.one_bed = problem.one_bed
        self.change = problem.bed_change_penalty * SCALE
        self.spots = {n: sorted({bed.location for bed in problem.beds[n]}) for n in nights}
        # Of several beds in one place the one worth most: what they cost is left aside.
        self.worth = {
            n: np.array(
                [
                    max(bed.profit for bed in problem.beds[n] if bed.location == spot) * SCALE
                    for spot in self.spots[n]
                ],
                dtype=np.int64,
            )
            for n in nights
        }

    def best(self, prices: Prices) -> tuple[int, dict[int, int]]:
        """Return the most that beds can be worth, and the index of each night's place."""
        values = {n: self.worth[n] + prices.end[n] + prices.start[n] for n in self.nights}
        if self.one_bed and self.nights:
            common = set.intersection(*(set(self.spots[n]) for n in self.nights))
            chains = [
                {n: self.spots[n].index(spot) for n in self.nights} for spot in sorted(common)
            ]
            if not chains:
                return 0, dict.fromkeys(self.nights, 0)
            sums = [sum(int(values[n][k]) for n, k in chain.items()) for chain in chains]
            best = sums.index(max(sums))
            return sums[best], chains[best]
        return self._chain(values)

    def _chain(self, values: dict[int, IntArray]) -> tuple[int, dict[int, int]]:
        total = 0
        chosen: dict[int, int] = {}
        reached = np.zeros(0, dtype=np.int64)
        backs: list[tuple[int, IntArray | None]] = []
        for n in self.nights:
            if n - 1 in self.spots and len(reached):
                here, before = np.array(self.spots[n]), np.array(self.spots[n - 1])
                ways = reached[None, :] - self.change * (here[:, None] != before[None, :])
                backs.append((n, ways.argmax(axis=1)))
                reached = values[n] + ways.max(axis=1)
            else:
                total += self._close(reached, backs, chosen)
                backs = [(n, None)]
                reached = values[n]
        return total + self._close(reached, backs, chosen), chosen

    @staticmethod
    def _close(
        reached: IntArray, backs: list[tuple[int, IntArray | None]], chosen: dict[int, int]
    ) -> int:
        """Note the choices of nights that follow each other; return what they are worth."""
        if not len(reached):
            return 0
        k = int(reached.argmax())
        best = int(reached[k])
        for n, back in reversed(backs):
            chosen[n] = k
            if back is not None:
                k = int(back[k])
        return best
