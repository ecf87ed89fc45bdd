"""Solve a changed problem, beginning from plans that are known already."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xytour.solver.plans import Plan
from xytour.solver.solve import Limits, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver import Problem, Solution


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look for each answer.

    Parameters
    ----------
    seconds
        Time limit, seconds.
    seed
        Of the random choices.
    iterations
        Search steps instead, for answers that are the same on every machine.
    """

    seconds: float
    seed: int = 0
    iterations: int | None = None

    def within(self, seconds: float) -> Effort:
        """Return the same with another time limit."""
        return Effort(seconds, self.seed, self.iterations)


@dataclass(frozen=True, slots=True)
class Course:
    """The stops of each day, the bed of each night and the place where it stands."""

    tours: tuple[tuple[int, ...], ...]
    beds: tuple[int, ...]
    nights: tuple[str | None, ...] = ()


class _WarmWork(Work):
    """A solve that begins from given plans, or from what is left of them."""

    def __init__(
        self, problem: Problem, starts: Sequence[Course], seed: int, limits: Limits
    ) -> None:
        super().__init__(problem, seed, limits)
        self.starts = starts

    def begin(self) -> bool:
        """Load the given plans; without any that will do, begin as usual."""
        found = False
        for start in self.starts:
            tours = [self._open_stops(d, tour) for d, tour in enumerate(start.tours)]
            if self.search.load(tours, start.beds):
                self.search.fill()
                found = True
        if not found:
            return super().begin()
        self.search.restart()
        self.first_seconds = self.limits.seconds
        self.tell()
        return True

    def _open_stops(self, d: int, tour: Sequence[int]) -> list[int]:
        """Return a tour without the stops that are closed on its day."""
        return [stop for stop in tour if len(self.problem.windows_on(stop, d))]


def solve_again(problem: Problem, starts: Sequence[Course], effort: Effort) -> Solution:
    """Solve a problem from given plans.

    Parameters
    ----------
    problem
        What to solve.
    starts
        Plans of it, or of a problem whose stops and beds are numbered alike.
    effort
        How hard to try.

    Returns
    -------
    Solution
        At least as good as the best of the given plans that is feasible; its upper bound
        holds for all plans of the problem.
    """
    limits = Limits(time.perf_counter(), effort.seconds, effort.iterations, None, None)
    work = _WarmWork(problem, starts, effort.seed, limits)
    found = work.run()
    for start in starts:
        plan = Plan([list(tour) for tour in start.tours], list(start.beds))
        is_whole = work.plans.evaluate(plan) and work.plans.rank(plan)[0] == 0
        if is_whole and plan.score == found.score:  # no change where none is better
            return replace(found, tours=start.tours, beds=start.beds)
    return found
