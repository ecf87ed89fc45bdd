"""A whole trip in the making, and what it is worth.

Scores and money are those of `xytour.solver.check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.solver.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.problem import Bed, Problem


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


class Plans:
    """What a problem's plans are worth.

    Parameters
    ----------
    problem
        What is solved.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.schedule = Schedule(problem)
        self.nights = [d for d in range(len(problem.beds)) if problem.days[d].end is None]

    def missing(self, plan: Plan) -> frozenset[int]:
        """Return the required groups that a plan has no stop of."""
        have = {int(self.problem.group[stop]) for tour in plan.tours for stop in tour}
        return self.problem.required - have

    def short(self, plan: Plan) -> tuple[int, ...]:
        """Return the categories that a plan has too little of."""
        return tuple(
            c
            for c, (total, category) in enumerate(
                zip(self.totals(plan), self.problem.categories, strict=True)
            )
            if total < category.least
        )

    def rank(self, plan: Plan) -> tuple[int, int]:
        """Return how good a plan is: fewest wishes not met first, then the score."""
        return -len(self.missing(plan)) - len(self.short(plan)), plan.score

    def totals(self, plan: Plan) -> list[int]:
        """Return what a plan has of each category."""
        visited = [stop for tour in plan.tours for stop in tour]
        totals: list[int] = self.problem.weights[:, visited].sum(axis=1).tolist()
        return totals

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
        """Set a plan's score and money; return whether it keeps all rules but the wishes.

        Wishes are what is required and the least of the categories.
        """
        problem = self.problem
        plan.score = plan.money = 0
        for d, tour in enumerate(plan.tours):
            start, end = self.ends(plan, d)
            if self.schedule.ends_at(d, tour, start, end) < 0:
                return False
            if sum(bool(problem.counts[stop]) for stop in tour) > problem.days[d].max_stops:
                return False
            score, money = self.value(d, tour, start, end)
            plan.score += score
            plan.money += money
        if not self.is_chain(plan.beds):
            return False
        score, money = self.chain_value(plan.beds)
        plan.score += score
        plan.money += money
        for total, category in zip(self.totals(plan), problem.categories, strict=True):
            if total > category.most:
                return False
            plan.score += category.reward(total)
        return all(
            spent <= cap.most for spent, cap in zip(self.spent(plan), problem.all_caps, strict=True)
        )

    def spent(self, plan: Plan) -> list[int]:
        """Return what a plan spends of each cap, the budget first."""
        ends = [self.ends(plan, d) for d in range(self.problem.n_days)]
        return [
            sum(cap.tour(self.problem, d, tour, *ends[d]) for d, tour in enumerate(plan.tours))
            + sum(cap.bed(night, plan.beds[night]) for night in self.nights)
            for cap in self.problem.all_caps
        ]

    @property
    def has_choice(self) -> bool:
        """Whether there are several places to sleep at on a night."""
        beds = self.problem.beds
        return any(len({bed.location for bed in beds[night]}) > 1 for night in self.nights)

    def is_middle(self, d: int) -> bool:
        """Whether a day lies between two nights: changing beds on it costs."""
        return d in self.nights and d - 1 in self.nights

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
        problem = self.problem
        score = money = 0
        here = start
        for at in (*(int(problem.location[stop]) for stop in tour), end):
            score -= problem.travel_penalty * int(problem.travel[here, at])
            money += int(problem.travel_cost[here, at])
            here = at
        for stop in tour:
            score += int(problem.profit[stop, d])
            money += int(problem.cost[stop, d])
        eaten = {int(problem.meal[stop]) for stop in tour}
        breaks = problem.days[d].breaks
        return score, money + sum(pause.cost for pause in breaks if pause.kind not in eaten)
