"""Pauses that give way: no free time makes impossible what the traveller has asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xytour.planner.dates import LEISURE
from xytour.solver import is_feasible

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xytour.solver import Problem
    from xytour.solver.starts import Start

    Pause = tuple[int, int]
    """A day, and a kind of pause."""

TRY_SECONDS, TRY_ITERATIONS = 2.0, 120


def leisure_of(problem: Problem) -> list[Pause]:
    """Return the free time of all days."""
    return [
        (d, pause.kind)
        for d, day in enumerate(problem.days)
        for pause in day.breaks
        if pause.kind == LEISURE
    ]


def with_time_for_wishes(
    problem: Problem, spare: Collection[Pause], starts: Sequence[Start] = ()
) -> Problem:
    """Return a problem without those pauses that leave no plan for it.

    Parameters
    ----------
    problem
        What is to be solved.
    spare
        Pauses that may be left out.
    starts
        Plans that may be one of it.

    Returns
    -------
    Problem
        The same one where a plan was found, or where none was found without the pauses
        either: then others are to blame.
    """

    def is_possible(other: Problem) -> bool:
        return is_feasible(other, time_limit=TRY_SECONDS, iterations=TRY_ITERATIONS, starts=starts)

    if not spare or is_possible(problem):
        return problem
    left_out = set(spare)
    if not is_possible(_without(problem, left_out)):
        return problem
    for pause in spare:
        if is_possible(_without(problem, left_out - {pause})):
            left_out.discard(pause)
    return _without(problem, left_out)


def _without(problem: Problem, left_out: Collection[Pause]) -> Problem:
    days = tuple(
        replace(day, breaks=tuple(b for b in day.breaks if (d, b.kind) not in left_out))
        for d, day in enumerate(problem.days)
    )
    return replace(problem, days=days)
