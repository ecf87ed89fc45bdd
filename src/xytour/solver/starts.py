"""Answers with which plans a search may begin: beds, and days passable between them.

Plans that are given come first, or what can be kept of them.

First the beds that lie best to what is worth seeing, the same every night. Where none of
them will do, as on a trip that ends far from where it began, a chain of beds is sought:
a shortest path over nights whose steps are days without a stop. Days that cannot be passed
or paid without a stop get one.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.errors import ProblemError
from xytour.solver.caps import budget_cap
from xytour.solver.plans import Plan
from xytour.solver.wellformed import LIMIT, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xytour.solver.caps import Cap
    from xytour.solver.plans import Plans
    from xytour.solver.problem import Problem
    from xytour.solver.schedule import Schedule

Start: TypeAlias = "tuple[Sequence[Sequence[int]], Sequence[int]]"
"""A plan to begin from: the stops of each day, the index of the bed of each night."""

MOST_BASES = 5
NEARNESS_TICKS = 60.0
"""What lies this far away counts 1/e of what lies at the bed."""


def starting_plans(plans: Plans) -> Iterator[Plan]:
    """Yield evaluated plans to begin from: up to ``MOST_BASES`` sets of beds."""
    problem = plans.problem
    draws = np.maximum(problem.profit.max(axis=1, initial=0), 0).astype(float)
    # What is required draws more than all the rest.
    draws[np.isin(problem.group, sorted(problem.required))] += draws.sum() + 1
    found = 0
    for make_ready in (plans.evaluate, lambda plan: _seed(plans, plan)):
        chains = () if problem.one_bed else chained_beds(problem, plans.schedule)
        for beds in chain(same_beds(problem, draws), chains):
            plan = Plan([[] for _ in problem.days], beds)
            if make_ready(plan):
                found += 1
                yield plan
            if found == MOST_BASES:
                return
        if found:
            return


def check_starts(problem: Problem, starts: Sequence[Start]) -> None:
    """Raise if a plan to begin from names days, stops or beds that the problem does not have.

    Raises
    ------
    ProblemError
        With which of them, and what was expected.
    """
    for k, (tours, beds) in enumerate(starts):
        if len(tours) != problem.n_days or len(beds) != len(problem.beds):
            msg = (
                f"starts[{k}]: expected {problem.n_days} tours and {len(problem.beds)} beds, "
                f"got {len(tours)} and {len(beds)}"
            )
            raise ProblemError(msg)
        for d, tour in enumerate(tours):
            for stop in tour:
                whole(f"starts[{k}][0][{d}]", stop, 0, problem.n_stops - 1)
        for night, bed in enumerate(beds):
            most = max(0, len(problem.beds[night]) - 1)
            whole(f"starts[{k}][1][{night}]", bed, 0, most)


def remnant(plans: Plans, start: Start) -> Plan | None:
    """Return what is left of a plan where stops have closed or time and money have become less.

    What is required goes last, of the rest that which is worth least.

    Parameters
    ----------
    plans
        Of the problem.
    start
        The plan.

    Returns
    -------
    Plan or None
        Evaluated; None where the beds themselves are out of reach.
    """
    problem = plans.problem
    plan = Plan(_open_stops(problem, start[0]), list(start[1]))

    def worth(at: tuple[int, int]) -> tuple[bool, int]:
        d, k = at
        stop = plan.tours[d][k]
        return int(problem.group[stop]) in problem.required, int(problem.profit[stop, d])

    def is_in_time(d: int, tour: list[int]) -> bool:
        return bool(plans.schedule.ends_at(d, tour, *plans.ends(plan, d)) >= 0)

    for d, tour in enumerate(plan.tours):
        while not is_in_time(d, tour):
            if not tour:
                return None
            each = range(len(tour))
            enough = [k for k in each if is_in_time(d, tour[:k] + tour[k + 1 :])]
            del tour[min(((d, k) for k in enough or each), key=worth)[1]]
    while not plans.evaluate(plan):
        left = [(d, k) for d, tour in enumerate(plan.tours) for k in range(len(tour))]
        if not left:
            return None
        d, k = min(left, key=worth)
        del plan.tours[d][k]
    return plan


def _open_stops(problem: Problem, tours: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return tours without stops that are closed on their day or stand for one already there."""
    found: list[list[int]] = []
    groups: set[int] = set()
    for d, tour in enumerate(tours):
        found.append([])
        meals: set[int] = set()
        for stop in tour:
            group, meal = int(problem.group[stop]), int(problem.meal[stop])
            if group in groups or meal in meals or not len(problem.windows_on(stop, d)):
                continue
            groups.add(group)
            meals |= {meal} - {-1}
            found[-1].append(stop)
    return found


def whole_plans(plans: Plans, starts: Sequence[Start]) -> list[Plan]:
    """Return those of some plans that are feasible as they are, evaluated."""
    found = []
    for start in starts:
        plan = remnant(plans, start)
        if plan is not None and plan.tours == [list(tour) for tour in start[0]]:
            found.append(plan)
    return found


def _seed(plans: Plans, plan: Plan) -> bool:
    """Put in single stops without which a plan breaks a rule; return whether that helps."""
    for d, tour in enumerate(plan.tours):
        start, end = plans.ends(plan, d)
        if plans.schedule.ends_at(d, tour, start, end) < 0:
            fitting = [
                [stop]
                for stop in _admitted(plans, plan, d)
                if plans.schedule.ends_at(d, [stop], start, end) >= 0
            ]
            if not fitting:
                return False
            values = [plans.value(d, one, start, end)[0] for one in fitting]
            tour[:] = fitting[values.index(max(values))]
    while not plans.evaluate(plan):
        if not _save(plans, plan):
            return False
    return True


def _admitted(plans: Plans, plan: Plan, d: int) -> list[int]:
    """Return the stops that a day of a plan may still have, times left aside."""
    problem = plans.problem
    visited = [stop for tour in plan.tours for stop in tour]
    is_open = ~np.isin(problem.group, problem.group[visited])
    if sum(bool(problem.counts[stop]) for stop in plan.tours[d]) >= problem.days[d].max_stops:
        is_open &= ~problem.counts
    for total, weight, category in zip(
        plans.totals(plan), problem.weights, problem.categories, strict=True
    ):
        is_open &= (weight == 0) | (total + weight <= category.most)
    stops: list[int] = np.flatnonzero(is_open).tolist()
    return stops


def _save(plans: Plans, plan: Plan) -> bool:
    """Insert the stop that lowers the money most, a meal cheaper than its break."""
    best: tuple[int, int, list[int]] | None = None
    for d, tour in enumerate(plan.tours):
        if plans.schedule.load(d, tour, *plans.ends(plan, d)) < 0:
            return False
        for stop in _admitted(plans, plan, d):
            found = plans.schedule.scan(d, stop, -1)
            if found is not None and (best is None or -found[2] > best[0]):
                best = -found[2], d, [*tour[: found[3]], stop, *tour[found[3] :]]
    if best is None:
        return False
    plan.tours[best[1]] = best[2]
    return True


def same_beds(problem: Problem, worth: NDArray[np.float64]) -> Iterator[list[int]]:
    """Yield beds of all nights, each set in one place if it can be, the best-placed first.

    Parameters
    ----------
    problem
        What is solved.
    worth
        (stops,) how much each stop draws.
    """
    locations = sorted({bed.location for beds in problem.beds for bed in beds})
    if not locations:
        yield [0] * len(problem.beds)
        return
    reach = np.exp(-problem.travel[locations][:, problem.location] / NEARNESS_TICKS)
    order = np.argsort(-(reach @ np.maximum(worth, 0)), kind="stable")
    # One bed for all nights may be had only far from the best; then every place counts.
    most = len(locations) if problem.one_bed else MOST_BASES
    for k in order[:most].tolist():
        nights = range(len(problem.beds))
        best = [bed_at(problem, night, locations[k]) for night in nights]
        yield best
        if problem.all_caps:
            cheap = [bed_at(problem, night, locations[k], cheapest=True) for night in nights]
            if cheap != best:
                yield cheap


def bed_at(problem: Problem, night: int, location: int, *, cheapest: bool = False) -> int:
    """Return the best bed of a night at a location, or at the place nearest to it.

    Of several beds there the one worth most, or costing least, is taken. Nights without a
    choice of bed have index 0.
    """
    beds = problem.beds[night]

    def rank(k: int) -> tuple[int, ...]:
        bed = beds[k]
        away = int(problem.travel[location, bed.location])
        liking = (bed.cost, -bed.profit) if cheapest else (-bed.profit, bed.cost)
        return (bed.location != location, away, *liking)

    return min(range(len(beds)), key=rank, default=0)


def chained_beds(problem: Problem, schedule: Schedule) -> Iterator[list[int]]:
    """Yield the fastest chain of beds by which all days can be passed, then the cheapest.

    The cheapest in all, and of what each cap counts, and of the shares of all caps together.
    """
    if not problem.beds:
        return
    everything = budget_cap(problem, LIMIT)
    caps = list(problem.caps)
    for some in ([], [everything], *([cap] for cap in caps), *([caps] if len(caps) > 1 else [])):
        chain = _chain(problem, schedule, some)
        if chain is not None:
            yield chain


def _chain(problem: Problem, schedule: Schedule, caps: Sequence[Cap]) -> list[int] | None:
    """Return beds of least travel, or least spending of caps, by dynamic programming over nights.

    Of several caps, the spending of each counts as a share of it.
    """
    # For each bed of the night before: what it took to get there, and the beds so far.
    reached: dict[int | None, tuple[float, list[int]]] = {None: (0.0, [])}
    for d, day in enumerate(problem.days):
        arrived: dict[int | None, tuple[float, list[int]]] = {}
        is_last = d == problem.n_days - 1
        ends = [None] if is_last or day.end is not None else range(len(problem.beds[d]))
        for bed, (spent, beds) in reached.items():
            start = day.start if bed is None else problem.beds[d - 1][bed].location
            for other in ends:
                end = day.end if other is None else problem.beds[d][other].location
                assert start is not None and end is not None  # noqa: S101, PT018 (checked)
                if schedule.ends_at(d, (), start, end) < 0:
                    continue
                total = spent + (0 if caps else int(problem.travel[start, end]))
                for cap in caps:
                    paid = cap.way(problem, start, end)
                    paid += 0 if other is None else cap.bed(d, other)
                    total += paid if len(caps) == 1 else paid / max(1, cap.most)
                if other not in arrived or total < arrived[other][0]:
                    path = beds if is_last else [*beds, 0 if other is None else other]
                    arrived[other] = (total, path)
        reached = arrived
    return reached[None][1] if reached else None
