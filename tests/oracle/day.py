"""The best tour of a problem of one day, by trying every tour there is."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from oracle.schedule import is_within_caps
from xytour.solver.timetable import timetable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.solver import Problem


def best_day(problem: Problem) -> int | None:
    """Return the highest score of any tour of the only day, None if there is none.

    Parameters
    ----------
    problem
        Of one day, without a night; the time of each tour is told by the slow timetable, not by
        the compiled schedule.
    """
    scores = [score for tour in _tours(problem) if (score := _score(problem, tour)) is not None]
    return max(scores, default=None)


def _tours(problem: Problem) -> Iterator[tuple[int, ...]]:
    stops = [stop for stop in range(problem.n_stops) if len(problem.windows_on(stop, 0))]
    groups = sorted({int(problem.group[stop]) for stop in stops})
    for size in range(len(groups) + 1):
        for order in permutations(groups, size):
            yield from _choices(problem, stops, order)


def _choices(
    problem: Problem, stops: list[int], order: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if not order:
        yield ()
        return
    for tour in _choices(problem, stops, order[:-1]):
        for stop in stops:
            if problem.group[stop] == order[-1]:
                yield (*tour, stop)


def _score(problem: Problem, tour: tuple[int, ...]) -> int | None:
    day = problem.days[0]
    assert day.start is not None
    assert day.end is not None
    groups = {int(problem.group[stop]) for stop in tour}
    if problem.required - groups or sum(bool(problem.counts[s]) for s in tour) > day.max_stops:
        return None
    if timetable(problem, 0, tour, day.start, day.end) is None:
        return None
    ways = list(pairwise([day.start, *(int(problem.location[stop]) for stop in tour), day.end]))
    eaten = {int(problem.meal[stop]) for stop in tour}
    money = sum(int(problem.travel_cost[a, b]) for a, b in ways)
    money += sum(int(problem.cost[stop, 0]) for stop in tour)
    money += sum(pause.cost for pause in day.breaks if pause.kind not in eaten)
    if problem.budget is not None and money > problem.budget:
        return None
    if not is_within_caps(problem, [tour], []):
        return None
    score = sum(int(problem.profit[stop, 0]) for stop in tour)
    score -= problem.travel_penalty * sum(int(problem.travel[a, b]) for a, b in ways)
    for category in problem.categories:
        total = sum(int(category.weight[stop]) for stop in tour)
        if not category.least <= total <= category.most:
            return None
        score += category.reward(total)
    return score
