"""The proof of a trip of one day: the best tour of the day is the best plan.

Categories are as good as they can be at this bound, and money is free.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.bound import day_ends, most_rewards, open_stops
from xytour.solver.labelling import COMPILED, Labeller

if TYPE_CHECKING:
    from xytour.solver.plans import Plan, Plans

SECONDS_PER_STEP = 2e-9 if COMPILED else 1e-6
"""What one step of the backward pass takes, about."""

EFFORT_PER_SECOND = 1e8 if COMPILED else 2e5
"""Stops tried and labels compared in a second, about."""

LEAST_EFFORT = 100_000 if COMPILED else 1_000
FIXED_EFFORT = 20_000_000


def prove_day(
    plans: Plans, plan: Plan, bound: int, *, seconds: float, is_counted: bool = False
) -> tuple[int, Plan]:
    """Return the least bound on plans of one day, and the best plan, that could be found.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    plan
        The best plan known.
    bound
        The least bound known.
    seconds
        Time that may be spent, about.
    is_counted
        Make a fixed effort instead, whatever time it takes.
    """
    began = time.perf_counter()
    problem = plans.problem
    starts, ends = day_ends(problem, 0, "start"), day_ends(problem, 0, "end")
    stops = open_stops(problem, 0, starts, ends)
    labeller = Labeller(problem, 0, stops, starts, ends)
    needed = labeller.steps * SECONDS_PER_STEP
    left = seconds - needed - (time.perf_counter() - began)
    if not labeller.is_possible or (left < 0 and not is_counted):
        return bound, plan
    effort = FIXED_EFFORT if is_counted else max(LEAST_EFFORT, int(left * EFFORT_PER_SECOND))
    price = np.int64(-problem.travel_penalty)
    known, _ = plans.value(0, plan.tours[0], *plans.ends(plan, 0))
    # The plan's own tour is one of the day's: nothing below its value is of interest.
    found, best, _ = labeller.price(
        problem.profit[stops, 0],
        problem.travel[np.ix_(labeller.rows, labeller.places)] * price,
        problem.travel[np.ix_(labeller.rows, labeller.finishes)] * price,
        np.zeros(5, dtype=np.int64),
        np.zeros(len(starts), dtype=np.int64),
        known - 1,
        effort,
        math.inf if is_counted else began + seconds,
    )
    bound = min(bound, max(best, known) + most_rewards(problem))
    if found is None:
        return bound, plan
    trial = plan.copy()
    trial.tours[0] = stops[found[3]].tolist()
    is_better = plans.evaluate(trial) and plans.rank(trial) > plans.rank(plan)
    return bound, trial if is_better else plan
