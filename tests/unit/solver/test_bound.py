"""The upper bound is never below any trip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from oracle.brute import best
from oracle.problems import problem_number, problem_of, problems

from xytour.solver import bound, relaxation
from xytour.solver.bound import loose_bound, plain_bound, upper_bound
from xytour.solver.problem import Bed, Break, Day, Problem

if TYPE_CHECKING:
    import pytest


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_trip_scores_more_than_the_bound(problem: Problem) -> None:
    """The best of all trips scores at most the bound."""
    score, _ = best(problem)

    assert score is None or score <= upper_bound(problem)


def test_no_trip_scores_more_than_the_bound_in_many_random_problems() -> None:
    """The best of all trips scores at most the bound, in a thousand problems always the same."""
    for seed in range(600):
        problem = problem_number(seed)
        score, _ = best(problem)
        assert score is None or score <= upper_bound(problem), f"seed {seed}"


def test_bound_of_a_trip_that_can_see_all_is_all() -> None:
    """Where time and money abound, the bound is the sum of all profits."""
    assert upper_bound(problem_of(3, 4, profit=[2, 3, 5])) == 10


def test_bound_counts_a_group_once() -> None:
    """Of two stops of one group only the better counts."""
    assert upper_bound(problem_of(2, 3, profit=[3, 5], group=[0, 0])) == 5


def test_bound_sees_that_a_closed_stop_is_out_of_reach() -> None:
    """A stop without windows adds nothing."""
    assert upper_bound(problem_of(2, 3, profit=[3, 5], windows=[[[(0, 9)]], [[]]])) == 3


def test_bound_sees_that_money_is_short() -> None:
    """With money for one of two equal stops the bound is worth one of them."""
    assert upper_bound(problem_of(2, 3, cost=[4, 4], profit=[6, 6], budget=4)) == 6


def test_bound_sees_the_limit_on_stops() -> None:
    """At most one stop a day over two days: the two best count."""
    days = (Day(0, 0, 0, 100, (), 1),) * 2

    assert upper_bound(problem_of(3, 4, 2, profit=[2, 3, 5], days=days)) == 8


def test_bound_is_true_where_a_short_meal_replaces_a_long_break() -> None:
    """A day too short for its break, but long enough for the stop in its place, has a trip."""
    problem = problem_of(1, 2, meal=[0], days=(Day(0, 0, 0, 20, (Break(0, 0, 50, 30),)),))

    assert upper_bound(problem) >= 1


def test_bound_is_true_where_a_detour_is_shorter_than_the_direct_way() -> None:
    """The way over a stop may be cheaper than the direct way between the ends."""
    travel = [[0, 1, 50], [1, 0, 1], [50, 1, 0]]
    problem = problem_of(
        1, 3, travel=travel, location=[1], travel_penalty=1, profit=[10], days=(Day(0, 2, 0, 9),)
    )

    assert upper_bound(problem) == 8


def test_bound_counts_a_stop_that_is_in_time_only_by_way_of_another() -> None:
    """The direct way to the second stop takes 50 ticks, the way over the first only 3."""
    problem = problem_of(2, 3, travel=[[0, 1, 50], [1, 0, 1], [1, 1, 0]], days=(Day(0, 0, 0, 9),))

    assert upper_bound(problem) == 2


def test_bound_takes_the_best_bed() -> None:
    """A night is worth at most its best bed."""
    problem = problem_of(
        0, 3, 2, days=(Day(0, None, 0, 9), Day(None, 0, 0, 9)), beds=((Bed(1, 0, 4), Bed(2, 0, 7)),)
    )

    assert upper_bound(problem) == 7


def test_bound_is_exact_for_huge_numbers() -> None:
    """Whole numbers near the limit lose nothing to floating point."""
    assert upper_bound(problem_of(3, 4, profit=[10**12, 10**12 - 1, 1])) == 2 * 10**12


def test_bound_stays_true_when_time_is_up_or_columns_come_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever is left out for want of time, and however the prices are found, it is true."""
    for seed in range(300):
        problem = problem_number(seed)
        score, _ = best(problem)
        whole = upper_bound(problem)
        late = upper_bound(problem, deadline=0.0)
        with monkeypatch.context() as patched:
            patched.setattr(bound, "MANY", 1)
            patched.setattr(relaxation, "FEW", 1)
            slow = upper_bound(problem)
        plain = plain_bound(problem)
        assert score is None or score <= min(whole, late, slow, plain), f"seed {seed}"


def test_bound_does_not_depend_on_how_columns_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of many stops fit: found the same with all columns at once and with few at a time."""
    days = (Day(0, 0, 0, 100, (), 1),) * 2
    problem = problem_of(40, 41, 2, profit=list(range(1, 41)), days=days)
    monkeypatch.setattr(bound, "MANY", 3)

    assert upper_bound(problem) == 79


def test_bound_without_any_time_knows_how_many_stops_a_day_has() -> None:
    """Of many stops the two best that count, and one meal a day; of each group the best alone."""
    days = (Day(0, 0, 0, 100, (), 1),) * 2
    meal, counts = [-1] * 6 + [0] * 4, [True] * 6 + [False] * 4
    problem = problem_of(
        *(10, 11, 2),
        profit=[10, 20, 30, 40, 50, 60, 1, 2, 3, 4],
        group=[0, 1, 2, 3, 4, 4, 5, 6, 7, 8],
        meal=np.array(meal),
        counts=np.array(counts),
        days=days,
    )

    assert plain_bound(problem) == 60 + 40 + 4 + 3


def test_loose_bound_tells_what_stops_are_worth() -> None:
    """A stop that is closed is worth nothing at all, one that fits what it adds."""
    loose = loose_bound(problem_of(2, 3, profit=[3, 5], windows=[[[(0, 9)]], [[]]]))

    assert loose.worth[:, 0].tolist() == [3.0, -np.inf]
