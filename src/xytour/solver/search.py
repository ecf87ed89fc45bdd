"""Find good plans: best insertion, then ruin and recreate, over days and beds at once.

A step removes a few stops, or moves to another bed, and fills the gaps again by the best
gain for the time it costs. Worse plans are accepted within a shrinking margin
(record-to-record travel), so that the search leaves local optima.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.plans import NOTHING_FITS, Plan, Plans, Scan
from xytour.solver.polish import polish
from xytour.solver.starts import bed_at, starting_plans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour.solver.problem import Bed, Problem

MARGIN = 0.06
"""First margin of acceptance, as a share of the best score."""

EAGERNESS = (0.7, 1.0, 1.6, 3.0)
"""Exponents of the gain against the time spent, one drawn for each step."""


class Search(Plans):
    """A search over one problem.

    Parameters
    ----------
    problem
        What is solved.
    seed
        Of all random choices.
    """

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        super().__init__(problem)
        self._random = random.Random(seed)  # noqa: S311 (no secret)
        self._scans = [Scan.empty(problem.n_stops) for _ in self.clocks]
        self._all = np.ones(problem.n_stops, dtype=np.uint8)

    def first(self) -> Plan | None:
        """Return a plan by best insertion, None if there is nothing to begin from.

        Notes
        -----
        Days are begun empty, or with one stop where they cannot be passed without. A
        problem whose only feasible trips need more than that is given up.
        """
        best: Plan | None = None
        for plan in starting_plans(self):
            self._fill(plan, eagerness=1.0, noise=0.0)
            if best is None or self.rank(plan) > self.rank(best):
                best = plan
        return best

    def improve(
        self, plan: Plan, *, go_on: Callable[[int], bool], found: Callable[[Plan], None]
    ) -> int:
        """Improve a plan until told to stop; report each better one; return the steps done."""
        current, best = plan.copy(), plan.copy()
        steps = 0
        while go_on(steps):
            steps += 1
            trial = current.copy()
            self._ruin(trial)
            if self.evaluate(trial):
                eagerness = self._random.choice(EAGERNESS)
                self._fill(trial, eagerness=eagerness, noise=0.25)
                polish(self, trial)
                margin = MARGIN * abs(best.score) * max(0.1, 1 - (steps % 400) / 400)
                if self.rank(trial) > self.rank(best):
                    best = trial.copy()
                    found(best)
                if self.rank(trial) >= self.rank(best) - margin:
                    current = trial
            if steps % 400 == 0:
                current = best.copy()
        return steps

    def _fill(self, plan: Plan, *, eagerness: float, noise: float) -> None:
        """Insert stops into an evaluated plan, best gain for the time first, until none fits."""
        for scan in self._scans:
            scan.fresh = False
        while self._insert_best(plan, eagerness, noise):
            pass

    def _insert_best(self, plan: Plan, eagerness: float, noise: float) -> bool:
        self.mark_open(plan)
        best, best_key = None, 0.0
        for d in range(len(plan.tours)):
            scan = self._scan(plan, d)
            gain = scan.worth + self.bonus
            usable = self.open.astype(bool) & (scan.worth > NOTHING_FITS) & (gain > 0)
            if self.is_full(d, plan.tours[d]):
                usable &= ~self.problem.counts
            candidates = np.flatnonzero(usable)
            if not len(candidates):
                continue
            key = gain[candidates].astype(float) ** eagerness / scan.effort[candidates]
            if noise:
                key *= 1 + noise * np.array([self._random.random() for _ in candidates])
            k = int(np.argmax(key))
            if best is None or key[k] > best_key:
                best, best_key = (d, int(candidates[k])), float(key[k])
        if best is None:
            return False
        return self._insert(plan, *best)

    def _insert(self, plan: Plan, d: int, stop: int) -> bool:
        scan, tour = self._scans[d], plan.tours[d]
        start, end = self.ends(plan, d)
        _, money_before = self.value(d, tour, start, end)
        tour.insert(int(scan.position[stop]), stop)
        _, money = self.value(d, tour, start, end)
        plan.score += int(scan.worth[stop])
        plan.money += money - money_before
        scan.fresh = False
        if self.problem.budget is not None:
            # Less money is left for every day.
            for other in self._scans:
                other.fresh = False
        return True

    def _scan(self, plan: Plan, d: int) -> Scan:
        scan = self._scans[d]
        if not scan.fresh:
            budget = self.problem.budget
            slack = 1 << 50 if budget is None else budget - plan.money
            self.clocks[d].load(plan.tours[d], *self.ends(plan, d))
            self.clocks[d].scan(self._all, slack, scan.worth, scan.effort, scan.position)
            scan.fresh = True
        return scan

    def _ruin(self, plan: Plan) -> None:
        movable = [night for night in self.nights if len(self.problem.beds[night]) > 1]
        if movable and self._random.random() < 0.25:
            self._move_bed(plan, movable)
            return
        days = [d for d, tour in enumerate(plan.tours) if tour]
        if not days:
            return
        if self._random.random() < 0.15:
            plan.tours[self._random.choice(days)].clear()
            return
        for d in self._random.sample(days, k=min(len(days), self._random.choice((1, 1, 2, 3)))):
            tour = plan.tours[d]
            size = self._random.randint(1, max(1, (len(tour) + 1) // 2))
            at = self._random.randrange(len(tour) - size + 1)
            del tour[at : at + size]

    def _move_bed(self, plan: Plan, movable: Sequence[int]) -> None:
        """Move one night, or all, to another bed, dropping stops until the days fit."""
        problem = self.problem
        night = self._random.choice(movable)
        location = self._nearby_bed(plan, night).location
        everywhere = problem.one_bed or self._random.random() < 0.4
        for other in self.nights if everywhere else [night]:
            plan.beds[other] = bed_at(problem, other, location)
        for d, tour in enumerate(plan.tours):
            while tour and self.clocks[d].ends_at(tour, *self.ends(plan, d)) < 0:
                tour.pop(self._random.randrange(len(tour)))

    def _nearby_bed(self, plan: Plan, night: int) -> Bed:
        """Draw a bed, those near the stops of the days around it first."""
        beds = self.problem.beds[night]
        around = [*plan.tours[night], *plan.tours[night + 1]]
        if not around or self._random.random() < 0.2:
            return self._random.choice(beds)
        at = self.problem.location[around]
        distance = [int(self.problem.travel[bed.location, at].sum()) for bed in beds]
        order = sorted(range(len(beds)), key=distance.__getitem__)
        return beds[order[int(len(beds) * self._random.random() ** 2.5)]]
