"""The master programme puts tours of different plans together."""

from __future__ import annotations

from oracle.problems import problem_number, problem_of

from xytour.solver.check import find_faults
from xytour.solver.master import Master
from xytour.solver.plans import Plan, Plans
from xytour.solver.problem import Category, Day, Problem
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


def test_whatever_it_makes_keeps_all_rules() -> None:
    """With the time limit, where recombination takes part, answers are checked plans."""
    for seed in range(60):
        problem = problem_number(seed)
        answer = solve(problem, time_limit=0.02, seed=seed)
        assert answer.status == "infeasible" or find_faults(problem, answer) == []
