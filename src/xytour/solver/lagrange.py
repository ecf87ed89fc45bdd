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
from xytour.solver.prices import SCALE, BedChain, Prices

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray, Problem

SECONDS_PER_STEP = 2e-9 if COMPILED else 1e-6
"""What one step of the backward pass takes, about."""

EFFORT_PER_SECOND = 1e8 if COMPILED else 2e5
"""Stops tried and labels compared in a second, about."""

LEAST_EFFORT = 100_000 if COMPILED else 1_000
FIXED_EFFORT = 20_000_000
PACE, LEAST_PACE = 1.0, 0.02
"""Share of the step towards the best plan that a round's change of prices takes."""

PATIENCE = 4
"""Rounds without a lower bound after which steps get shorter."""

HOPELESS, FEWEST_ROUNDS = 0.1, 12
"""A gap that few rounds will not close, and that keeps labels from dying."""

ROUGH_SHARE = 0.7
"""Share of the time for rough rounds."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round found.

    Parameters
    ----------
    bound
        No plan scores more.
    tours
        Of each day (start, end, stops) of the best tour under the prices, None where none is
        known; locations and stops are the problem's.
    beds
        The best bed of each night under the prices.
    """

    bound: int
    tours: list[tuple[int, int, tuple[int, ...]] | None]
    beds: dict[int, int]


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

    Prices on what links the days (a group is visited once, a day begins where the one before
    ended) let each day be solved alone. The bound holds for any prices (Lagrangian
    relaxation, Fisher 1981); they are moved by subgradient steps towards where the days
    agree.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    must_stop
        Asked between two rounds.
    """

    def __init__(self, plans: Plans, must_stop: Callable[[], bool] | None = None) -> None:
        self.plans = plans
        self.must_stop = must_stop or (lambda: False)
        problem = plans.problem
        self.problem = problem
        self.stops: list[IntArray] = []
        self.labellers: list[Labeller] = []
        for d in range(problem.n_days):
            starts, ends = day_ends(problem, d, "start"), day_ends(problem, d, "end")
            stops = open_stops(problem, d, starts, ends)
            self.stops.append(stops)
            self.labellers.append(Labeller(problem, d, stops, starts, ends))
        self.is_possible = all(labeller.is_possible for labeller in self.labellers)
        steps = sum(labeller.steps for labeller in self.labellers)
        self.seconds = steps * SECONDS_PER_STEP
        self._groups = {int(g): k for k, g in enumerate(np.unique(problem.group))}
        self._group_of = [
            np.array([self._groups[g] for g in problem.group[stops].tolist()], dtype=np.int64)
            for stops in self.stops
        ]
        # Totals of categories are free: the best that the stops could have together.
        self._free = sum(most_reward(problem, c) for c in range(len(problem.categories)))
        self._chain = BedChain(problem, plans.nights)
        self._required = np.array([g in problem.required for g in self._groups], dtype=bool)

    def no_prices(self) -> Prices:
        """Return prices of nothing."""
        ends = {n: np.zeros(len(self._chain.spots[n]), dtype=np.int64) for n in self.plans.nights}
        starts = {n: price.copy() for n, price in ends.items()}
        return Prices(np.zeros(len(self._groups), dtype=np.int64), ends, starts)

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
        if not self.is_possible or (rounds is None and seconds < self.seconds):
            return bound, plan
        began = time.perf_counter()
        prices = self.no_prices()
        if len(self.stops) > 1:
            # Rough rounds first: groups may be visited again and again, which prices soon
            # make too dear. Only then is it worth while to find the days' true best tours.
            share = seconds * ROUGH_SHARE
            bound, prices = self._descend(plan, bound, prices, share, rounds)
            if rounds is None and bound - plan.score > HOPELESS * abs(bound):
                return bound, plan
        left = seconds - (time.perf_counter() - began)
        if self.must_stop():
            return bound, plan
        if bound > plan.score and (rounds is not None or left >= self.seconds):
            effort = FIXED_EFFORT if rounds is not None else self._effort(left - self.seconds)
            found = self._round(plan, prices, effort)
            bound = min(bound, found.bound)
            plan = self._improved(plan, found)
        return bound, plan

    def _descend(
        self, plan: Plan, bound: int, prices: Prices, seconds: float, rounds: int | None
    ) -> tuple[int, Prices]:
        """Move prices by rough rounds; return the least bound and the prices of it."""
        began = time.perf_counter()
        least, best, pace, stalled, done = 1 << 60, prices, PACE, 0, 0
        prices = prices.copy()
        while (rounds is None or done < rounds) and not self.must_stop():
            found = self._round(plan, prices, None)
            done += 1
            if found.bound < least:
                least, best, stalled = found.bound, prices.copy(), 0
            else:
                stalled += 1
            if stalled == PATIENCE:
                pace, stalled, prices = pace / 2, 0, best.copy()
            taken = time.perf_counter() - began
            is_far = least - plan.score > HOPELESS * abs(least)
            if rounds is None and is_far and taken * FEWEST_ROUNDS > seconds * done:
                break  # the search makes more of the time
            if least <= plan.score or (rounds is None and taken * (done + 1) / done > seconds):
                break
            if pace < LEAST_PACE or not self._reprice(prices, found, plan.score, pace):
                break
        return min(bound, least), best

    def _effort(self, seconds: float) -> int:
        """Return what each day may take of the time that is left."""
        return max(LEAST_EFFORT, int(seconds * EFFORT_PER_SECOND / len(self.stops)))

    def _round(self, plan: Plan, prices: Prices, effort: int | None) -> Round:
        """Price all days and beds; rough if there is no effort to be made."""
        chain, beds = self._chain.best(prices)
        total = int(prices.group.sum()) + self._free * SCALE + chain
        tours: list[tuple[int, int, tuple[int, ...]] | None] = []
        for d in range(len(self.stops)):
            value, tour = self._price_day(d, plan, prices, effort)
            total += value
            tours.append(tour)
        return Round(total // SCALE, tours, beds)

    def _price_day(
        self, d: int, plan: Plan, prices: Prices, effort: int | None
    ) -> tuple[int, tuple[int, int, tuple[int, ...]] | None]:
        """Return a bound on the value of a day's tours, and the best that was found."""
        labeller, stops = self.labellers[d], self.stops[d]
        price = np.int64(-self.problem.travel_penalty * SCALE)
        home = self.problem.travel[np.ix_(labeller.rows, labeller.finishes)] * price
        leave = np.zeros(len(labeller.rows) - len(labeller.places), dtype=np.int64)
        if d in prices.end:
            home = home - prices.end[d]
        if d - 1 in prices.start:
            leave = leave - prices.start[d - 1]
        given = (
            self.problem.profit[stops, d] * SCALE - prices.group[self._group_of[d]],
            self.problem.travel[np.ix_(labeller.rows, labeller.places)] * price,
            home,
            np.zeros(5, dtype=np.int64),
            leave,
        )
        # The plan's own tour is one of the day's: nothing below its value is of interest.
        known = self._worth(d, plan, prices)
        if effort is None:
            found = labeller.relax(*given)
            value = known if found is None else max(known, found[0])
        else:
            found, best, _ = labeller.price(*given, known - 1, effort)
            value = max(best, known)
        if found is None:
            return value, None
        start = int(labeller.rows[len(labeller.places) + found[1]])
        return value, (start, int(labeller.finishes[found[2]]), tuple(stops[found[3]].tolist()))

    def _worth(self, d: int, plan: Plan, prices: Prices) -> int:
        """Return what a plan's tour of a day is worth under prices."""
        start, end = self.plans.ends(plan, d)
        value = self.plans.value(d, plan.tours[d], start, end)[0] * SCALE
        value -= sum(int(prices.group[k]) for k in self._groups_in(plan.tours[d]))
        if d in prices.end:
            value -= int(prices.end[d][self._chain.spots[d].index(end)])
        if d - 1 in prices.start:
            value -= int(prices.start[d - 1][self._chain.spots[d - 1].index(start)])
        return value

    def _groups_in(self, tour: list[int] | tuple[int, ...]) -> list[int]:
        return [self._groups[int(self.problem.group[stop])] for stop in tour]

    def _improved(self, plan: Plan, found: Round) -> Plan:
        """Return the plan of the tour found, where a trip has one day and it is better."""
        if self.problem.n_days > 1 or found.tours[0] is None:
            return plan
        trial = plan.copy()
        trial.tours[0] = list(found.tours[0][2])
        better = self.plans.evaluate(trial) and self.plans.rank(trial) > self.plans.rank(plan)
        return trial if better else plan

    def _reprice(self, prices: Prices, found: Round, score: int, pace: float) -> bool:
        """Move the prices by a step of the subgradient; return whether that is of use."""
        slope = np.full(len(prices.group), -1, dtype=np.int64)
        ends = {night: np.zeros_like(price) for night, price in prices.end.items()}
        starts = {night: np.zeros_like(price) for night, price in prices.start.items()}
        for d, tour in enumerate(found.tours):
            if tour is None:
                return False
            np.add.at(slope, self._groups_in(tour[2]), 1)
            if d in ends:
                ends[d][self._chain.spots[d].index(tour[1])] += 1
            if d - 1 in starts:
                starts[d - 1][self._chain.spots[d - 1].index(tour[0])] += 1
        for night, spot in found.beds.items():
            ends[night][spot] -= 1
            starts[night][spot] -= 1
        slope[(prices.group <= 0) & (slope < 0) & ~self._required] = 0
        moves = [slope, *ends.values(), *starts.values()]
        steepness = sum(int((move * move).sum()) for move in moves)
        if not steepness:
            return False
        step = pace * (found.bound - score) * SCALE / steepness
        group = prices.group + np.rint(step * slope).astype(np.int64)
        prices.group = np.where(self._required, group, np.maximum(0, group))
        for price, steps in ((prices.end, ends), (prices.start, starts)):
            for night, move in steps.items():
                price[night] += np.rint(step * move).astype(np.int64)
        return True
