"""xytour's own solver, as `benchmarks.instance` runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.engines.answer import Answer
from benchmarks.engines.clock import Clock
from benchmarks.problems import problem_of
from xytour.solver import solve as solve_problem

if TYPE_CHECKING:
    from benchmarks.formats.instance import Instance


def solve(instance: Instance, seconds: float, seed: int) -> Answer:
    """Solve an instance; the solver gets what the making of its problem left of the time."""
    clock = Clock(seconds)
    solution = solve_problem(problem_of(instance), time_limit=clock.left, seed=seed)
    routes = [[instance.vertices[stop].number for stop in tour] for tour in solution.tours]
    return Answer(routes, solution.upper_bound)
