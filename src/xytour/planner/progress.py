"""How hard a planner tries, and how far it has come, in points as the certificate has them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.planner.rewards import POINT
from xytour.solver import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.solver import Problem, Solution
    from xytour.solver.solve import Progress


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How far a planner has come.

    Parameters
    ----------
    score
        Of the best plan so far, points; None while there is none with all that is required.
        A plan that turns out to pass the budget is made anew, so it may fall.
    upper_bound
        What no plan can exceed, points; None while no bound is known.
    seconds
        Since planning began.
    """

    score: float | None
    upper_bound: float | None
    seconds: float

    @property
    def gap(self) -> float | None:
        """(upper bound - score) / max(1, abs(upper bound)), None while one of them is not known."""
        if self.score is None or self.upper_bound is None:
            return None
        return (self.upper_bound - self.score) / max(1.0, abs(self.upper_bound))


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try, and whom to tell.

    Parameters
    ----------
    began
        When planning began, of ``time.perf_counter``.
    time_limit, seed, iterations, progress, should_stop
        As :meth:`Planner.plan` takes them.
    """

    began: float
    time_limit: float
    seed: int
    iterations: int | None
    progress: Callable[[PlanProgress], object] | None
    should_stop: Callable[[], bool] | None

    @property
    def seconds_left(self) -> float:
        """Time until the time limit, seconds."""
        return self.time_limit - (time.perf_counter() - self.began)

    def solve(self, problem: Problem, seconds: float, bound: int | None) -> Solution:
        """Solve a problem.

        Parameters
        ----------
        problem
            What to solve.
        seconds
            Most time for it.
        bound
            What was proved with all the traveller's money, None if this is the first try: a
            problem with less money bounds nothing of the traveller's.
        """

        def tell(state: Progress) -> None:
            upper = state.upper_bound if bound is None else bound
            told = PlanProgress(
                score=None if state.score is None else state.score / POINT,
                upper_bound=None if upper is None else upper / POINT,
                seconds=time.perf_counter() - self.began,
            )
            if self.progress is not None:
                self.progress(told)

        return solve(
            problem,
            time_limit=seconds,
            seed=self.seed,
            iterations=self.iterations,
            progress=None if self.progress is None else tell,
            should_stop=self.should_stop,
        )
