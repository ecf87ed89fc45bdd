"""What the rest of a day can still add: small tables to check by hand, and two forms alike."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from oracle.problems import problem_of, random_problem
from oracle.uncompiled import uncompiled

import xytour.solver.outlook as compiled
from xytour.solver.problem import Break, Day, Problem

PLAIN = uncompiled("outlook")


def outlook(problem: Problem, module: Any = compiled) -> Any:
    """Return the table of a problem's first day, which begins and ends at location 0."""
    return module.Outlook(problem, 0, np.arange(problem.n_stops), [0], [0], 1)


def filled(table: Any, problem: Problem) -> int:
    """Return what a day can add when stops are worth their profit."""
    (root,) = table.fill(problem.profit[table.stops, 0], np.zeros(1, dtype=np.int64)).tolist()
    return int(root)


def two_stops(**rules: Any) -> Problem:
    """Return a day of 60 ticks with two stops of 10 ticks, 5 from each other and all else."""
    return problem_of(
        2, 3, profit=[10, 7], location=[1, 2], duration=[10, 10],
        travel=[[0, 5, 5], [5, 0, 5], [5, 5, 0]], windows=[[[(0, 60)]]] * 2,
        **{"days": (Day(0, 0, 0, 60),), **rules},
    )  # fmt: skip


def test_without_memory_two_stops_are_visited_in_turn() -> None:
    """Three visits of 15 ticks and the way home fit into 60: first, second, first again."""
    problem = two_stops()
    table = outlook(problem)

    assert filled(table, problem) == 10 + 7 + 10
    end, path = table.tour(0)
    assert end == 0
    assert [int(table.groups[node]) for node, _ in path] == [0, 1, 0]


def test_with_memory_each_is_visited_once() -> None:
    """The second stop's place remembers the first one: what is left is the true best."""
    problem = two_stops()
    table = outlook(problem)
    filled(table, problem)

    assert table.remember(1, 0)
    assert not table.remember(1, 0)
    assert table.knows(1, 0)
    filled(table, problem)
    assert table.remember(0, 1)

    assert filled(table, problem) == 17


def test_no_more_stops_than_may_be() -> None:
    """With one stop a day only the better one counts, once stops are counted."""
    problem = two_stops(days=(Day(0, 0, 0, 60, max_stops=1),))
    table = outlook(problem)

    assert filled(table, problem) == 27
    _, path = table.tour(0)
    assert table.is_overfull(path)
    assert table.count()
    assert not table.count()
    assert filled(table, problem) == 10
    _, path = table.tour(0)
    assert not table.is_overfull(path)


def test_a_break_takes_its_time() -> None:
    """A break of 20 ticks leaves time for two visits; one that cannot begin, for none."""
    lunch = Break(kind=0, lo=10, hi=30, length=20)
    problem = two_stops(days=(Day(0, 0, 0, 60, breaks=(lunch,)),))
    assert filled(outlook(problem), problem) == 17

    late = Break(kind=0, lo=50, hi=55, length=20)
    problem = two_stops(days=(Day(0, 0, 0, 60, breaks=(late,)),))
    assert filled(outlook(problem), problem) == compiled.NOWHERE


def test_what_a_tour_through_a_stop_adds_at_most() -> None:
    """Either stop alone is worth less than both, and a tour of both passes through each."""
    problem = two_stops()
    table = outlook(problem)
    for node, group in ((0, 1), (1, 0)):
        table.remember(node, group)
    filled(table, problem)

    stops, ends = table.through(np.zeros(1, dtype=np.int64), 0)

    assert stops.tolist() == [17, 17]
    assert ends.tolist() == [17]


def test_stops_of_tours_that_are_not_worth_enough_are_told() -> None:
    """In 25 ticks there is time for one visit: the worse one is in no tour worth 10."""
    problem = two_stops(days=(Day(0, 0, 0, 25),))
    table = outlook(problem)
    filled(table, problem)

    stops, ends = table.through(np.zeros(1, dtype=np.int64), 10)

    assert stops.tolist() == [10, compiled.NOWHERE]
    assert ends.tolist() == [10]


def test_the_best_tour_is_as_good_from_either_side() -> None:
    """Seen from the start and from the end, the best tour passes through all its stops."""
    seen = 0
    for seed in range(300):
        problem = random_problem(Random(seed))  # noqa: S311
        table = outlook(problem)
        if not table.is_possible:
            continue
        best = filled(table, problem)
        if best == compiled.NOWHERE:
            continue
        _, path = table.tour(0)

        stops, ends = table.through(np.zeros(1, dtype=np.int64), best)

        assert stops.max(initial=compiled.NOWHERE) in {best, compiled.NOWHERE}, seed
        assert all(stops[s] == best for _, s in path), seed
        assert ends.tolist() == [best], seed
        seen += 1
    assert seen > 100


def test_who_used_a_group_on_a_day_before_does_not_use_it_again() -> None:
    """The start and the end remember the first stop: so many rows each, and what they lead to."""
    problem = two_stops()
    table = outlook(problem)
    table.remember(0, 1)
    table.remember(1, 0)
    assert table.remember_night(0, start=0)
    assert table.remember_night(0, end=0)
    assert not table.remember_night(0, end=0)
    table.lay()
    assert (table.start_of.tolist(), table.end_of.tolist()) == ([0, 0], [0, 0])

    prize = problem.profit[table.stops, 0]
    unused, used = table.fill(prize, np.array([0, 0])).tolist()
    assert (unused, used) == (10 + 7, 7)
    # Ending with the first stop used costs more than the stop is worth.
    unused, used = table.fill(prize, np.array([0, -20])).tolist()
    assert (unused, used) == (7, 7 - 20)
    assert table.tour(0)[0] == 0
    assert table.tour(1)[0] == 1


def test_a_table_inherits_what_another_one_knows() -> None:
    """A table of one of the two stops has no use for what is known of the other."""
    problem = two_stops()
    table = outlook(problem)
    table.remember(0, 1)
    table.count()

    same, less = outlook(problem), compiled.Outlook(problem, 0, np.array([0]), [0], [0], 1)
    same.inherit(table, set())
    less.inherit(table, set())

    assert same.knows(0, 1)
    assert same.know([0], 1)
    assert not same.know([0, 1], 0)
    assert not less.knows(0, 1)
    assert less.is_counted


def test_both_forms_fill_the_same_tables() -> None:
    """Compiled and plain, tables, tours and what is remembered are the same."""
    seen = 0
    for seed in range(60):
        problem = random_problem(Random(seed))  # noqa: S311
        one, other = outlook(problem), outlook(problem, PLAIN)
        assert one.is_possible == other.is_possible
        if not one.is_possible:
            continue
        for _ in range(3):
            value = filled(one, problem)
            assert value == filled(other, problem), seed
            if value == compiled.NOWHERE:
                break
            seen += 1
            assert one.tour(0) == other.tour(0), seed
            ways = [form.through(np.zeros(1, dtype=np.int64), value - 9) for form in (one, other)]
            assert [a.tolist() for a in ways[0]] == [a.tolist() for a in ways[1]], seed
            _, path = one.tour(0)
            if one.is_overfull(path):
                assert one.count() == other.count(), seed
            for node, _ in path:
                for group in one.groups.tolist():
                    assert one.remember(node, group) == other.remember(node, group)
    assert seen > 30
