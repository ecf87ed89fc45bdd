"""Solve a problem: search for plans, bound them, check the answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from xytour.errors import ProblemError
from xytour.solver.bound import upper_bound
from xytour.solver.check import check
from xytour.solver.problem import Problem, Solution
from xytour.solver.search import Search

if TYPE_CHECKING:
    from xytour.solver.plans import Plan


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
    best = plan

    def found(better: Plan) -> None:
        nonlocal best
        best = better

    def go_on(steps: int) -> bool:
        if iterations is not None and steps >= iterations:
            return False
        if best.score >= bound and not search.missing(best):
            return False
        return time.perf_counter() - began < time_limit

    steps = search.improve(plan, go_on=go_on, found=found)
    missing = search.missing(best)
    solution = Solution(
        status="infeasible" if missing else "optimal" if best.score >= bound else "feasible",
        tours=tuple(tuple(tour) for tour in best.tours),
        beds=tuple(best.beds),
        score=best.score,
        upper_bound=bound,
        seconds=time.perf_counter() - began,
        iterations=steps,
        missing=missing,
        first_seconds=first_seconds,
    )
    if not missing:
        check(problem, solution)
    return solution
