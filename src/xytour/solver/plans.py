"""A whole trip in the making, and what it is worth: the common ground of the search.

Scores and money are those of `xytour.solver.check`, kept up to date move by move.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.schedule import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.problem import Bed, IntArray, Problem

REQUIRED_BONUS = 1 << 55
"""What is required is worth more than all the rest of a problem together."""

NOTHING_FITS = -(1 << 59)
"""A scan's worth below this says that a stop fits nowhere."""


@dataclass
class Plan:
    """A whole trip in the making: stops of each day, bed of each night, score, money."""

    tours: list[list[int]]
    beds: list[int]
    score: int = 0
    money: int = 0

    def copy(self) -> Plan:
        """Return a plan that shares nothing with this one."""
        return Plan([list(tour) for tour in self.tours], list(self.beds), self.score, self.money)


@dataclass
class Scan:
    """Best insertion of every stop into one day's tour."""

    worth: IntArray
    effort: IntArray
    position: IntArray
    fresh: bool = False

    @classmethod
    def empty(cls, n_stops: int) -> Scan:
        """Return a scan of nothing yet."""
        return cls(*np.zeros((3, n_stops), dtype=np.int64))


class Plans:
    """What a problem's plans are worth, and the work space of those who change them.

    Parameters
    ----------
    problem
        What is solved.
    """

    def __init__(self, problem: Problem) -> None:
        n = problem.n_stops
        self.problem = problem
        self.clocks = [Clock(problem, d) for d in range(problem.n_days)]
        self.nights = [d for d in range(len(problem.beds)) if problem.days[d].end is None]
        self.bed_places = [np.array([bed.location for bed in beds]) for beds in problem.beds]
        self.bed_profits = [np.array([bed.profit for bed in beds]) for beds in problem.beds]
        self.trial = Scan.empty(n)
        self.open = np.ones(n, dtype=np.uint8)
        # Plain lists: single numbers come out of them faster than out of arrays.
        self.profit: list[int] = problem.profit.tolist()
        self.cost: list[int] = problem.cost.tolist()
        self.meal: list[int] = problem.meal.tolist()
        self.counts: list[bool] = problem.counts.tolist()
        self.members: dict[int, IntArray] = {
            int(g): np.flatnonzero(problem.group == g) for g in np.unique(problem.group)
        }
        required = np.isin(problem.group, sorted(problem.required))
        self.bonus = np.where(required, REQUIRED_BONUS, 0)

    def missing(self, plan: Plan) -> frozenset[int]:
        """Return the required groups that a plan has no stop of."""
        have = {int(self.problem.group[stop]) for tour in plan.tours for stop in tour}
        return self.problem.required - have

    def rank(self, plan: Plan) -> int:
        """Return the score with what is required counted first."""
        return plan.score + sum(int(self.bonus[stop]) for tour in plan.tours for stop in tour)

    def ends(self, plan: Plan, d: int) -> tuple[int, int]:
        """Return the locations where a day of a plan starts and ends."""
        day = self.problem.days[d]
        start = day.start if day.start is not None else self.bed(plan, d - 1).location
        end = day.end if day.end is not None else self.bed(plan, d).location
        return start, end

    def bed(self, plan: Plan, night: int) -> Bed:
        """Return the bed that a plan has on a night."""
        return self.problem.beds[night][plan.beds[night]]

    def evaluate(self, plan: Plan) -> bool:
        """Set a plan's score and money; return whether it keeps all rules of days and money."""
        problem = self.problem
        plan.score = plan.money = 0
        for d, tour in enumerate(plan.tours):
            start, end = self.ends(plan, d)
            if self.clocks[d].ends_at(tour, start, end) < 0:
                return False
            score, money = self.value(d, tour, start, end)
            plan.score += score
            plan.money += money
        if not self.is_chain(plan.beds):
            return False
        score, money = self.chain_value(plan.beds)
        plan.score += score
        plan.money += money
        return problem.budget is None or plan.money <= problem.budget

    def is_chain(self, beds: Sequence[int]) -> bool:
        """Whether the nights may be spent in these beds."""
        places = {self.problem.beds[night][beds[night]].location for night in self.nights}
        return not self.problem.one_bed or len(places) <= 1

    def chain_value(self, beds: Sequence[int]) -> tuple[int, int]:
        """Return what the beds of all nights add to the score and to the money spent."""
        score = money = 0
        before: tuple[int, int] | None = None
        for night in self.nights:
            bed = self.problem.beds[night][beds[night]]
            money += bed.cost
            score += bed.profit
            if before is not None and before[0] == night - 1 and before[1] != bed.location:
                score -= self.problem.bed_change_penalty
            before = night, bed.location
        return score, money

    def value(self, d: int, tour: Sequence[int], start: int, end: int) -> tuple[int, int]:
        """Return what a day adds to the score and to the money spent, beds left out."""
        ticks, money = self.clocks[d].travelled(tour, start, end)
        score = -self.problem.travel_penalty * ticks
        for stop in tour:
            score += self.profit[stop]
            money += self.cost[stop]
        eaten = {self.meal[stop] for stop in tour}
        breaks = self.problem.days[d].breaks
        return score, money + sum(pause.cost for pause in breaks if pause.kind not in eaten)

    def mark_open(self, plan: Plan) -> None:
        """Mark in ``open`` the stops of whose groups a plan has none."""
        self.open[:] = 1
        for tour in plan.tours:
            for stop in tour:
                self.open[self.members[int(self.problem.group[stop])]] = 0

    def admitted(self, d: int, tour: Sequence[int]) -> list[int]:
        """Return the open stops that a day's count of stops leaves room for."""
        usable = self.open.astype(bool)
        if self.is_full(d, tour):
            usable &= ~self.problem.counts
        stops: list[int] = np.flatnonzero(usable).tolist()
        return stops

    def is_full(self, d: int, tour: Sequence[int]) -> bool:
        """Whether a day has as many stops as it may."""
        return sum(self.counts[stop] for stop in tour) >= self.problem.days[d].max_stops
