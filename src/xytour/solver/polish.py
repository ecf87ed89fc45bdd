"""Small moves that only ever improve a plan: better stops, shorter ways, better beds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.plans import NOTHING_FITS

if TYPE_CHECKING:
    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray


def polish(plans: Plans, plan: Plan) -> None:
    """Exchange stops for better ones, and shorten ways, within each day."""
    for d, tour in enumerate(plan.tours):
        for p in range(len(tour)):
            _exchange(plans, plan, d, p)
        if len(tour) > 1:
            _reorder(plans, plan, d)
    for night in plans.nights:
        _rebed(plans, plan, night)


def _exchange(plans: Plans, plan: Plan, d: int, p: int) -> None:
    """Put the best stop that fits in place of one, if that gains anything."""
    problem, tour = plans.problem, plan.tours[d]
    start, end = plans.ends(plan, d)
    stop, rest = tour[p], [*tour[:p], *tour[p + 1 :]]
    if plans.clocks[d].load(rest, start, end) < 0:
        return
    score, money = plans.value(d, rest, start, end)
    score_now, money_now = plans.value(d, tour, start, end)
    loss = score_now - score + int(plans.bonus[stop])
    plans.mark_open(plan)
    plans.open[plans.members[int(problem.group[stop])]] = 1
    if plans.is_full(d, rest):
        plans.open[problem.counts] = 0
    slack = 1 << 50 if problem.budget is None else problem.budget - plan.money
    scan = plans.trial
    plans.clocks[d].scan(
        plans.open, slack + money_now - money, scan.worth, scan.effort, scan.position
    )
    gain = np.where(scan.worth > NOTHING_FITS, scan.worth + plans.bonus, -(1 << 60))
    best = int(np.argmax(gain))
    if gain[best] <= loss:
        return
    rest.insert(int(scan.position[best]), best)
    plan.tours[d] = tour = rest
    score, money = plans.value(d, tour, start, end)
    plan.score += score - score_now
    plan.money += money - money_now


def _reorder(plans: Plans, plan: Plan, d: int) -> None:
    """Move single stops within a day while that shortens the way."""
    problem, clock = plans.problem, plans.clocks[d]
    start, end = plans.ends(plan, d)
    slack = 1 << 50 if problem.budget is None else problem.budget - plan.money
    ticks, money = clock.travelled(plan.tours[d], start, end)
    n = len(plan.tours[d])
    for origin in range(n):
        for target in range(n):
            trial = plan.tours[d].copy()
            trial.insert(target, trial.pop(origin))
            shorter, cost = clock.travelled(trial, start, end)
            if shorter >= ticks or cost - money > slack:
                continue
            if clock.ends_at(trial, start, end) >= 0:
                plan.tours[d] = trial
                plan.score += problem.travel_penalty * (ticks - shorter)
                plan.money += cost - money
                slack -= cost - money
                ticks, money = shorter, cost


def _rebed(plans: Plans, plan: Plan, night: int) -> None:
    """Move a night to the bed that gains most, as far as the days around it allow."""
    gains = _bed_gains(plans, plan, night)
    for bed in np.argsort(-gains, kind="stable").tolist():
        if gains[bed] <= gains[plan.beds[night]]:
            return
        trial = plan.copy()
        trial.beds[night] = bed
        if plans.evaluate(trial):
            plan.beds, plan.score, plan.money = trial.beds, trial.score, trial.money
            return


def _bed_gains(plans: Plans, plan: Plan, night: int) -> IntArray:
    """Return what each bed of a night adds to the score, all else unchanged."""
    problem = plans.problem
    at, gains = plans.bed_places[night], plans.bed_profits[night].copy()
    evening, morning = plan.tours[night], plan.tours[night + 1]
    last = problem.location[evening[-1]] if evening else plans.ends(plan, night)[0]
    first = problem.location[morning[0]] if morning else plans.ends(plan, night + 1)[1]
    gains -= problem.travel_penalty * (problem.travel[last, at] + problem.travel[at, first])
    for other in (night - 1, night + 1):
        if other in plans.nights:
            gains -= problem.bed_change_penalty * (at != plans.bed(plan, other).location)
    return gains
