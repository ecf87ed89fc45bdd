"""How hard a planner tries, and how far it has come, in points as the certificate has them."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xytour.planner.rewards import POINT
from xytour.solver import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour.solver import Problem, Solution
    from xytour.solver.solve import Progress
    from xytour.solver.starts import Start


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
    """How hard to look for an answer, and whom to tell.

    Parameters
    ----------
    seconds
        Time limit (> 0).
    seed
        Of the random choices.
    iterations
        Search steps instead, for answers that are the same on every machine.
    progress
        Told each better plan and each lower bound.
    should_stop
        Asked every few milliseconds whether what there is will do.
    began
        When the work began, of ``time.perf_counter``; None if it begins with each solve.
    """

    seconds: float
    seed: int = 0
    iterations: int | None = None
    progress: Callable[[PlanProgress], object] | None = None
    should_stop: Callable[[], bool] | None = None
    began: float | None = None

    def within(self, seconds: float) -> Effort:
        """Return the same with another time limit."""
        return replace(self, seconds=seconds)

    @property
    def is_stopped(self) -> bool:
        """Whether somebody has asked to stop."""
        return self.should_stop is not None and bool(self.should_stop())

    @property
    def seconds_left(self) -> float:
        """Time until the time limit, seconds."""
        return self.seconds - (0.0 if self.began is None else time.perf_counter() - self.began)

    def solve(
        self,
        problem: Problem,
        seconds: float,
        *,
        bound: int | None = None,
        starts: Sequence[Start] = (),
        beyond: int = 0,
    ) -> Solution:
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
        starts
            Plans to begin from.
        beyond
            Solver points that the whole trip has more than the problem's part of it; they are
            told as well.
        """
        began = time.perf_counter() if self.began is None else self.began

        def tell(state: Progress) -> None:
            upper = state.upper_bound if bound is None else bound
            told = PlanProgress(
                score=None if state.score is None else (state.score + beyond) / POINT,
                upper_bound=None if upper is None else (upper + beyond) / POINT,
                seconds=time.perf_counter() - began,
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
            starts=starts,
        )
