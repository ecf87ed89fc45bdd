"""Solve a problem: search for plans, bound them, check the answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.errors import ProblemError
from xytour.solver.bound import upper_bound
from xytour.solver.check import check
from xytour.solver.lagrange import DayBounds
from xytour.solver.problem import Problem, Solution, Status
from xytour.solver.search import Search

if TYPE_CHECKING:
    from xytour.solver.plans import Plan

SEARCH_SHARE = 0.7
"""Share of the time after which bounds are sought."""

ONE_DAY_SECONDS = 0.2
"""Search that is enough for a trip of one day before its proof is tried."""


def solve(
    problem: Problem,
    *,
    time_limit: float = 1.0,
    seed: int = 0,
    iterations: int | None = None,
) -> Solution:
    """Find the best plan that the time allows, with a bound that no plan exceeds.

    Parameters
    ----------
    problem
        What to solve.
    time_limit
        Seconds (> 0).
    seed
        Of the random choices; same problem, seed and ``iterations``: same answer, as
        long as the time does not run out first.
    iterations
        Most search steps, or None for as many as the time allows.

    Returns
    -------
    Solution
        ``optimal`` when score and bound meet, ``infeasible`` when no plan with all that is
        required was found (``missing`` says what did not fit), else ``feasible``.

    Raises
    ------
    ProblemError
        ``time_limit`` or ``iterations`` is out of range.
    """
    if not time_limit > 0 or (iterations is not None and iterations < 0):
        msg = f"expected time_limit > 0 and iterations >= 0, got {time_limit}, {iterations}"
        raise ProblemError(msg)
    began = time.perf_counter()
    search = Search(problem, seed)
    plan = search.first()
    first_seconds = time.perf_counter() - began
    bound = upper_bound(problem)
    if plan is None:
        seconds = time.perf_counter() - began
        return Solution("infeasible", (), (), 0, bound, seconds, 0, problem.required)
    work = _Work(search, plan, bound, began, time_limit, iterations)
    first = SEARCH_SHARE * time_limit
    work.search_until(first if problem.n_days > 1 else min(first, ONE_DAY_SECONDS))
    work.tighten()
    work.search_until(time_limit)
    solution = work.solution(first_seconds)
    if not solution.missing:
        check(problem, solution)
    return solution


def is_feasible(problem: Problem, *, time_limit: float, iterations: int, seed: int = 0) -> bool:
    """Whether a plan with all that is required is found; stops at the first.

    Parameters
    ----------
    problem
        What is asked about.
    time_limit, iterations
        Most seconds and search steps; then the answer is no, without proof.
    seed
        Of the random choices.
    """
    began = time.perf_counter()
    search = Search(problem, seed)
    plan = search.first()
    if plan is None:
        return False
    best = plan

    def found(better: Plan) -> None:
        nonlocal best
        best = better

    def go_on(steps: int) -> bool:
        in_time = time.perf_counter() - began < time_limit
        return in_time and steps < iterations and bool(search.missing(best))

    search.improve(plan, go_on=go_on, found=found)
    return not search.missing(best)


@dataclass
class _Work:
    """The best plan and the least bound so far, and the time and steps left."""

    searcher: Search
    plan: Plan
    bound: int
    began: float
    time_limit: float
    iterations: int | None
    steps: int = 0

    @property
    def seconds(self) -> float:
        """Time taken so far."""
        return time.perf_counter() - self.began

    @property
    def is_done(self) -> bool:
        """Whether the plan has all that is required, and its score meets the bound."""
        return self.plan.score >= self.bound and not self.searcher.missing(self.plan)

    def search_until(self, seconds: float) -> None:
        """Search until so much time, or all steps, are used up."""
        before = self.steps

        def go_on(steps: int) -> bool:
            self.steps = before + steps
            out_of_steps = self.iterations is not None and self.steps >= self.iterations
            return not (out_of_steps or self.is_done or self.seconds >= seconds)

        def found(better: Plan) -> None:
            self.plan = better

        self.searcher.improve(self.plan, go_on=go_on, found=found)

    def tighten(self) -> None:
        """Lower the bound from single days; a trip of one day is mostly proven so."""
        one_day = self.searcher.problem.n_days == 1
        if self.is_done or self.searcher.missing(self.plan):
            return
        if self.iterations is not None and not one_day:
            return  # a number of steps stands for an answer that is the same everywhere, soon
        days = DayBounds(self.searcher)
        self.bound, self.plan = days.tighten(
            self.plan,
            self.bound,
            seconds=self.time_limit - self.seconds,
            rounds=None if self.iterations is None else 1,
        )

    def solution(self, first_seconds: float) -> Solution:
        """Return what was found."""
        missing = self.searcher.missing(self.plan)
        status: Status = "optimal" if self.plan.score >= self.bound else "feasible"
        return Solution(
            status="infeasible" if missing else status,
            tours=tuple(tuple(tour) for tour in self.plan.tours),
            beds=tuple(self.plan.beds),
            score=self.plan.score,
            upper_bound=self.bound,
            seconds=self.seconds,
            iterations=self.steps,
            missing=missing,
            first_seconds=first_seconds,
        )
