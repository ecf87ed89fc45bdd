"""All tours of a day that are worth enough, and trips put together from tours."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import numpy as np
from oracle.problems import problem_of, random_problem
from oracle.uncompiled import uncompiled

import xytour.solver.listing as compiled
from xytour.solver.outlook import NOWHERE, Outlook
from xytour.solver.plans import Plans
from xytour.solver.problem import Day, Problem

PLAIN = uncompiled("listing")
MOST = 100_000


def filled(problem: Problem) -> tuple[Outlook, int]:
    """Return the table of the first day, from location 0 and back, and what it can add."""
    table = Outlook(problem, 0, np.arange(problem.n_stops), [0], [0], 1)
    if not table.is_possible:
        return table, NOWHERE
    (root,) = table.fill(problem.profit[table.stops, 0], np.zeros(1, dtype=np.int64)).tolist()
    return table, int(root)


def listed(problem: Problem, table: Outlook, least: int, module: Any = compiled) -> Any:
    """Return all tours worth a number or more."""
    return module.Lister(problem, 0, table, MOST).tours(np.zeros(1, dtype=np.int64), least)


def best_of_sets(problem: Problem, least: int) -> dict[frozenset[int], int]:
    """Return for each set of stops that makes a tour worth a number what its best is worth."""
    plans, day = Plans(problem), problem.days[0]
    best: dict[frozenset[int], int] = {}
    for size in range(min(problem.n_stops, 4) + 1):
        for tour in permutations(range(problem.n_stops), size):
            groups = problem.group[list(tour)].tolist()
            if len(set(groups)) < size or problem.counts[list(tour)].sum() > day.max_stops:
                continue
            if plans.schedule.ends_at(0, tour, 0, 0) < 0:
                continue
            value, _ = plans.value(0, tour, 0, 0)
            if value >= least:
                key = frozenset(tour)
                best[key] = max(best.get(key, value), value)
    return best


def test_every_tour_worth_enough_is_listed_and_no_other() -> None:
    """Compiled and plain, against all orders of all sets of stops."""
    seen = 0
    for seed in range(250):
        problem = random_problem(Random(seed))  # noqa: S311
        table, root = filled(problem)
        if root == NOWHERE or problem.n_stops > 5:
            continue
        for least in (root // 2, root):
            known = best_of_sets(problem, least)
            for module in (compiled, PLAIN):
                found = {
                    frozenset(stops): value
                    for value, _, _, stops in listed(problem, table, least, module)
                    if len(stops) <= 4
                }
                if problem.categories:
                    assert found == known, seed
                else:  # of alternatives of a group the better one may stand for both
                    assert found.items() <= known.items(), seed
                    assert max(found.values(), default=0) == max(known.values(), default=0), seed
            seen += len(known)
    assert seen > 300


def test_too_many_tours_are_given_up() -> None:
    """With room for a few labels only there is no list; nor after the deadline."""
    problem = problem_of(6, 7, windows=[[[(0, 100)]]] * 6, days=(Day(0, 0, 0, 10_000),))
    table, _ = filled(problem)
    nothing = np.zeros(1, dtype=np.int64)

    assert compiled.Lister(problem, 0, table, 8).tours(nothing, 0) is None
    late = compiled.Lister(problem, 0, table, MOST, deadline=0.0)
    assert late.tours(nothing, -10_000) is None


def joiner(module: Any) -> Any:
    """Return two days of two tours from and to one place; the best of both share a stop."""
    return module.Joiner(
        np.array([[18, 14], [8, 5]]), np.array([[10, 6], [8, 5]]), np.zeros((2, 2), dtype=int),
        np.zeros((2, 2), dtype=np.int32), np.array([[[1], [2]], [[1], [4]]]),
        np.array([[0, 2], [0, 2]], dtype=np.int32),
    )  # fmt: skip


def trips(module: Any, least: int, steps: int) -> list[list[int] | None]:
    """Return what is found, to the end."""
    join = joiner(module)
    join.begin(0)
    found = [join.next(least, 0, steps)]
    while found[-1] is not None:
        found.append(join.next(least, 0, steps))
    return found


def test_tours_that_share_a_stop_make_no_trip() -> None:
    """Of four pairs 10 + 8 shares a stop; 10 + 5, 6 + 8 and 6 + 5 are left, the first two good."""
    for module in (compiled, PLAIN):
        assert trips(module, 0, 100) == [[0, 1], [1, 0], [1, 1], None]
        assert trips(module, 14, 100) == [[0, 1], [1, 0], None]


def test_the_way_to_the_next_trip_may_be_gone_in_pieces() -> None:
    """With one step at a time there are pauses in between, and the same trips."""
    for module in (compiled, PLAIN):
        found = trips(module, 14, 1)
        assert [] in found
        assert [trip for trip in found if trip != []] == [[0, 1], [1, 0], None]
