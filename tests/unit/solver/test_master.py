"""The master programme puts tours of different plans together."""

from __future__ import annotations

from typing import Any

from oracle.problems import problem_number, problem_of

from xytour.solver.check import find_faults
from xytour.solver.master import Master
from xytour.solver.plans import Plan, Plans
from xytour.solver.problem import Bed, Category, Day, Problem
from xytour.solver.solve import solve

TWO_DAYS = (Day(0, 0, 0, 5), Day(0, 0, 0, 5))


def planned(problem: Problem, tours: list[list[int]]) -> tuple[Plans, Plan]:
    """Return a plan without beds, with its score."""
    plans, plan = Plans(problem), Plan(tours, [])
    assert plans.evaluate(plan)
    return plans, plan


def test_the_best_tours_of_two_plans_make_a_better_one() -> None:
    """One plan has a good first day, another a good second day: both are taken."""
    problem = problem_of(4, 5, 2, profit=[1, 2, 5, 6], days=TWO_DAYS)
    plans, plan = planned(problem, [[0], [3]])

    better = Master(plans, plan, [(0, 0, 0, (2,)), (1, 0, 0, (1,))]).recombine(seconds=5)

    assert better is not None
    assert sorted(better.tours) == [[2], [3]]
    assert better.score == 11


def test_no_group_is_taken_twice() -> None:
    """The best tours of both days hold the same stop: one of them has to do with less."""
    problem = problem_of(3, 4, 2, profit=[1, 2, 9], days=TWO_DAYS)
    plans, plan = planned(problem, [[0], [1]])

    better = Master(plans, plan, [(0, 0, 0, (2,)), (1, 0, 0, (2,))]).recombine(seconds=5)

    assert better is not None
    assert better.score == 11


def test_nothing_better_is_nothing() -> None:
    """Where the plan at hand is the best of its tours there is no other."""
    problem = problem_of(2, 3, 2, profit=[4, 5], days=TWO_DAYS)
    plans, plan = planned(problem, [[0], [1]])

    assert Master(plans, plan, [(0, 0, 0, (1,))]).recombine(seconds=5) is None


def test_budget_and_categories_are_kept() -> None:
    """The best pair costs too much, the next has too much of a kind, the third will do."""
    problem = problem_of(
        4,
        5,
        2,
        profit=[1, 9, 7, 5],
        cost=[0, 9, 1, 1],
        budget=9,
        days=TWO_DAYS,
        categories=(Category([0, 0, 2, 0], most=1),),
    )
    plans, plan = planned(problem, [[0], []])
    tours = [(d, 0, 0, (stop,)) for d in (0, 1) for stop in (1, 2, 3)]

    better = Master(plans, plan, tours).recombine(seconds=5)

    assert better is not None
    assert better.score == 10


def test_falling_rewards_are_counted() -> None:
    """Two of a kind are worth less than one of each: the second loses 4 of its 5."""
    category = Category([1, 1, 0, 0], rates=((0, 0), (1, -4)))
    problem = problem_of(4, 5, 2, profit=[5, 5, 3, 1], days=TWO_DAYS, categories=(category,))
    plans, plan = planned(problem, [[0], [3]])
    tours = [(1, 0, 0, (1,)), (1, 0, 0, (2,))]

    better = Master(plans, plan, tours).recombine(seconds=5)

    assert better is not None
    assert better.score == 8


def slept(**changes: Any) -> tuple[Plans, Plan, list[tuple[int, int, int, tuple[int, ...]]]]:
    """Return two days with a night at place 1 or 2, a plan by place 1, and tours by place 2."""
    days = (Day(0, None, 0, 9), Day(None, 0, 0, 9))
    beds = ((Bed(1, 1), Bed(2, 7), Bed(2, 3)),)
    problem = problem_of(3, 4, 2, profit=[1, 2, 6], days=days, beds=beds, **changes)
    plans, plan = Plans(problem), Plan([[0], [1]], [0])
    assert plans.evaluate(plan)
    return plans, plan, [(0, 0, 2, (2,)), (1, 2, 0, (1,)), (1, 2, 0, (0,))]


def test_tours_meet_where_the_night_is_spent() -> None:
    """A better first day ends elsewhere: the second has to begin there, and the bed moves."""
    plans, plan, tours = slept()

    better = Master(plans, plan, tours).recombine(seconds=5)

    assert better is not None
    assert better.tours == [[2], [1]]
    assert better.beds[0] in (1, 2)
    assert better.score == 8
    assert Master(plans, plan, tours[:1]).recombine(seconds=5) is None


def test_beds_are_paid_for() -> None:
    """Of two beds in the place that tours lead to, the budget allows one; of less, none."""
    plans, plan, tours = slept(budget=3)

    better = Master(plans, plan, tours).recombine(seconds=5)

    assert better is not None
    assert better.beds == [2]
    plans, plan, tours = slept(budget=2)
    assert Master(plans, plan, tours).recombine(seconds=5) is None


def test_a_change_of_bed_costs_or_is_not_had() -> None:
    """Two nights: who moves gains 3 less 5, so stays; where nights are in one place he must."""
    days = (Day(0, None, 0, 9), Day(None, None, 0, 9), Day(None, 0, 0, 9))
    beds = ((Bed(1), Bed(2)),) * 2
    for changes, moves in (
        ({"bed_change_penalty": 2}, True),
        ({"bed_change_penalty": 5}, False),
        ({"one_bed": True}, False),
    ):
        problem = problem_of(3, 4, 3, profit=[1, 2, 5], days=days, beds=beds, **changes)
        plans, plan = Plans(problem), Plan([[0], [1], []], [0, 0])
        assert plans.evaluate(plan)
        tours = [(1, 1, 2, (2,)), (2, 2, 0, ())]

        better = Master(plans, plan, tours).recombine(seconds=5)

        assert (better is not None) == moves
        assert not moves or (better is not None and better.score == 4)


def test_whatever_it_makes_keeps_all_rules() -> None:
    """With the time limit, where recombination takes part, answers are checked plans."""
    for seed in range(60):
        problem = problem_number(seed)
        answer = solve(problem, time_limit=0.02, seed=seed)
        assert answer.status == "infeasible" or find_faults(problem, answer) == []
