"""A tighter bound: the best tour of each day, with a price on what days share.

Priced so, days no longer depend on each other: the prices of all groups, plus the best tour
of each day under them, plus the best beds, is more than any plan can score, whatever the
prices (Lagrangian relaxation; Fisher 1981, doi:10.1287/mnsc.27.1.1). Prices rise for
groups that several days want. Of a trip of one day nothing is shared: the best tour is the
best plan.

Beds are free at this bound: each day may begin and end in any. Money is free too.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.bound import day_ends, open_stops
from xytour.solver.labelling import COMPILED, Labeller

if TYPE_CHECKING:
    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray, Problem

SCALE = 1 << 6
"""Prices are whole multiples of 1 / SCALE."""

SECONDS_PER_STEP = 5e-9 if COMPILED else 1e-6
"""What one step of the backward pass takes, about."""

EFFORT_PER_SECOND = 3e7 if COMPILED else 2e5
"""Stops tried and labels compared in a second, about."""

LEAST_EFFORT = 100_000 if COMPILED else 1_000
FIXED_EFFORT = 20_000_000
PATIENCE = 0.7
"""Share of the step towards the best plan that each round's change of prices takes."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round found: a bound, and the best tour of each day, None where none is known."""

    bound: int
    tours: list[tuple[int, ...] | None]


def most_reward(problem: Problem, c: int) -> int:
    """Return the most that a category can add to the score, whatever is visited."""
    category = problem.categories[c]
    in_all = min(int(problem.weights[c].sum()), category.most)
    # Concave: greatest where the rates turn negative, or at an end.
    turn = next((start for start, rate in category.rates if rate < 0), in_all)
    best = min(max(turn, min(category.least, in_all)), in_all)
    return category.reward(best)


class DayBounds:
    """Bounds on all plans from the best tours of single days.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    """

    def __init__(self, plans: Plans) -> None:
        self.plans = plans
        problem = plans.problem
        self.problem = problem
        self.stops: list[IntArray] = []
        self.labellers: list[Labeller] = []
        self.seconds = 0.0
        for d in range(problem.n_days):
            starts, ends = day_ends(problem, d, "start"), day_ends(problem, d, "end")
            stops = open_stops(problem, d, starts, ends)
            labeller = Labeller(problem, d, stops, starts, ends)
            self.stops.append(stops)
            self.labellers.append(labeller)
            self.seconds += labeller.steps * SECONDS_PER_STEP
        self.is_possible = all(labeller.is_possible for labeller in self.labellers)
        self._groups = {int(g): k for k, g in enumerate(np.unique(problem.group))}
        self._group_of = [
            np.array([self._groups[g] for g in problem.group[stops].tolist()], dtype=np.int64)
            for stops in self.stops
        ]
        # Beds may be chosen freely: the best of each night, changes not counted.
        self._free = sum(max(bed.profit for bed in problem.beds[n]) for n in plans.nights)
        # So may totals of categories: the best that the day's stops could have together.
        self._free += sum(most_reward(problem, c) for c in range(len(problem.categories)))

    def tighten(
        self, plan: Plan, bound: int, *, seconds: float, rounds: int | None = None
    ) -> tuple[int, Plan]:
        """Lower a bound while time and hope last, and improve the plan of a single day.

        Parameters
        ----------
        plan
            The best plan known.
        bound
            The least bound known.
        seconds
            Time that may be spent, about.
        rounds
            Most rounds, each of a fixed effort, instead of the time.
        """
        began = time.perf_counter()
        prices = np.zeros(len(self._groups), dtype=np.int64)
        done = 0
        while self.is_possible and (rounds is None or done < rounds):
            left = seconds - (time.perf_counter() - began)
            if rounds is None and left < self.seconds:
                break
            effort = FIXED_EFFORT if rounds is not None else self._effort(left - self.seconds)
            found = self._round(plan, prices, effort)
            bound = min(bound, found.bound)
            plan = self._improved(plan, found)
            done += 1
            if bound <= plan.score or not self._reprice(prices, found, plan.score):
                break
        return bound, plan

    def _effort(self, seconds: float) -> int:
        """Return what each day may take of the time that is left."""
        return max(LEAST_EFFORT, int(seconds * EFFORT_PER_SECOND / len(self.stops)))

    def _round(self, plan: Plan, prices: IntArray, effort: int) -> Round:
        """Price all days."""
        total = int(prices.sum()) + self._free * SCALE
        tours: list[tuple[int, ...] | None] = []
        for d, (stops, labeller) in enumerate(zip(self.stops, self.labellers, strict=True)):
            # The plan's own tour is one of the day's: nothing below its value is of interest.
            known, _ = self.plans.value(d, plan.tours[d], *self.plans.ends(plan, d))
            owed = sum(int(prices[self._groups[g]]) for g in self._groups_in(plan.tours[d]))
            threshold = known * SCALE - owed - 1
            price = np.int64(-self.problem.travel_penalty * SCALE)
            found, best, _ = labeller.price(
                self.problem.profit[stops, d] * SCALE - prices[self._group_of[d]],
                self.problem.travel[np.ix_(labeller.rows, labeller.places)] * price,
                self.problem.travel[np.ix_(labeller.rows, labeller.finishes)] * price,
                np.zeros(5, dtype=np.int64),
                np.zeros(len(labeller.rows) - len(labeller.places), dtype=np.int64),
                threshold,
                effort,
            )
            total += max(best, threshold + 1)
            tours.append(tuple(stops[found[3]].tolist()) if found else None)
        return Round(total // SCALE, tours)

    def _groups_in(self, tour: list[int] | tuple[int, ...]) -> list[int]:
        return [int(self.problem.group[stop]) for stop in tour]

    def _improved(self, plan: Plan, found: Round) -> Plan:
        """Return the plan of the tour found, where a trip has one day and it is better."""
        if self.problem.n_days > 1 or found.tours[0] is None:
            return plan
        trial = plan.copy()
        trial.tours[0] = list(found.tours[0])
        better = self.plans.evaluate(trial) and self.plans.rank(trial) > self.plans.rank(plan)
        return trial if better else plan

    def _reprice(self, prices: IntArray, found: Round, score: int) -> bool:
        """Move the prices by a step of the subgradient; return whether that is of use."""
        wanted = np.zeros(len(prices), dtype=np.int64)
        for tour in found.tours:
            for g in self._groups_in(tour or ()):
                wanted[self._groups[g]] += 1
        slope = np.where((wanted > 0) | (prices > 0), wanted - 1, 0)
        steepness = int((slope * slope).sum())
        if not steepness or None in found.tours:
            return False
        step = PATIENCE * (found.bound - score) * SCALE / steepness
        moved = np.maximum(0, prices + np.rint(step * slope).astype(np.int64))
        changed = not np.array_equal(moved, prices)
        prices[:] = moved
        return changed
