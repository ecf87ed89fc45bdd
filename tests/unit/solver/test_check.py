"""A broken solution does not pass the check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import oracle.schedule
import pytest
from hypothesis import given, settings
from oracle.brute import best
from oracle.problems import problem_of, problems, randoms

from xytour.solver.check import check, find_faults
from xytour.solver.problem import Bed, Break, Category, Day, Problem, Solution
from xytour.solver.rides import Timetable

if TYPE_CHECKING:
    from random import Random


def solution(
    tours: tuple[tuple[int, ...], ...], beds: tuple[int, ...] = (), *, score: int, bound: int = 99
) -> Solution:
    """Return a solution as the optimiser would."""
    return Solution("feasible", tours, beds, score, bound, 0.1, 1)


def test_right_solution_has_no_fault() -> None:
    """A tour in time, of distinct groups, with the right score, is right."""
    problem = problem_of(3, 4, profit=[2, 3, 5])

    assert find_faults(problem, solution(((0, 2),), score=7)) == []
    check(problem, solution(((0, 2),), score=7))


DAY = Day(0, 0, 0, 100)
LUNCH = Break(0, 0, 50, 5, cost=4)
NIGHTS = {
    "days": (Day(0, None, 0, 100), Day(None, None, 0, 100), Day(None, 0, 0, 100)),
    "beds": ((Bed(1, 0, 1), Bed(2, 0, 2)),) * 2,
    "windows": [[[(0, 100)]] * 3] * 3,
}
NO_TOURS = ((), (), ())
BROKEN: dict[str, tuple[dict[str, Any], Solution, str]] = {
    "late back": ({"days": (Day(0, 0, 0, 2),)}, solution(((0,),), score=1), "day 0 is out of time"),
    "after closing": (
        {"windows": [[[(0, 0)]]] * 3},
        solution(((0,),), score=1),
        "day 0 is out of time",
    ),
    "no time for lunch": (
        {"days": (Day(0, 0, 0, 4, (LUNCH,)),)},
        solution(((),), score=0),
        "day 0 is out of time",
    ),
    "two of one group": (
        {"group": [4, 4, 5]},
        solution(((0, 1),), score=2),
        "two stops of one group",
    ),
    "one stop twice": ({}, solution(((0, 0),), score=2), "two stops of one group"),
    "stops over budget": (
        {"cost": [3, 3, 3], "budget": 5},
        solution(((0, 1),), score=2),
        "costs 6, budget 5",
    ),
    "fares over budget": (
        {"travel_cost": [[2] * 4] * 4, "budget": 5},
        solution(((0, 1),), score=2),
        "costs 6, budget 5",
    ),
    "lunch over budget": (
        {"days": (Day(0, 0, 0, 100, (LUNCH,)),), "budget": 3},
        solution(((0,),), score=1),
        "costs 4, budget 3",
    ),
    "bed over budget": (
        NIGHTS | {"beds": ((Bed(1, 3),),) * 2, "budget": 5},
        solution(NO_TOURS, (0, 0), score=0),
        "costs 6, budget 5",
    ),
    "score too high": ({}, solution(((0,),), score=2), "score is 1, not 2"),
    "travel for nothing": ({"travel_penalty": 1}, solution(((0,),), score=1), "score is -1, not 1"),
    "move for nothing": (
        NIGHTS | {"bed_change_penalty": 5},
        solution(NO_TOURS, (0, 1), score=3),
        "score is -2, not 3",
    ),
    "too many stops": (
        {"days": (replace(DAY, max_stops=1),)},
        solution(((0, 1),), score=2),
        "too many stops",
    ),
    "bound below the score": (
        {},
        solution(((0, 1),), score=2, bound=1),
        "score 2 exceeds the bound 1",
    ),
    "required missing": (
        {"required": frozenset({2})},
        solution(((0, 1),), score=2),
        r"required .*missing: \[2\]",
    ),
    "meal twice": (
        {"meal": [0, 0, -1], "days": (Day(0, 0, 0, 100, (LUNCH,)),)},
        solution(((0, 1),), score=2),
        "one meal twice",
    ),
    "a day forgotten": ({}, solution((), score=0), "day"),
    "optimal below the bound": (
        {},
        replace(solution(((0,),), score=1), status="optimal"),
        "optimal|bound",
    ),
    "two beds where one is wanted": (
        NIGHTS | {"one_bed": True},
        solution(NO_TOURS, (0, 1), score=3),
        "more than one bed",
    ),
    "too little of a category": (
        {"categories": (Category([1, 2, 4], least=4),)},
        solution(((0, 1),), score=2),
        "category 0 has 3, not 4 to ",
    ),
    "too much of a category": (
        {"categories": (Category([9, 9, 9]), Category([1, 2, 4], most=2))},
        solution(((0, 1),), score=2),
        "category 1 has 3, not 0 to 2",
    ),
    "reward forgotten": (
        {"categories": (Category([1, 2, 4], rates=((0, 5), (2, -1))),)},
        solution(((0, 1),), score=2),
        "score is 11, not 2",
    ),
    "last bus missed": (
        {"rides": {(1, 0): Timetable([1], [2])}},
        solution(((0,),), score=1),
        "day 0 is out of time",
    ),
    "profit of another day": (
        NIGHTS | {"profit": [[1, 5, 1]] * 3},
        solution(((0,), (), ()), (0, 0), score=7),
        "score is 3, not 7",
    ),
    "cost of another day": (
        NIGHTS | {"cost": [[1, 5, 1]] * 3, "budget": 4},
        solution(((), (0,), ()), (0, 0), score=3),
        "costs 5, budget 4",
    ),
    "visit that lasts longer on its day": (
        {
            "windows": [[[(0, 100)]] * 2] * 3,
            "days": (Day(0, 0, 0, 5),) * 2,
            "duration": [[3, 4], [1, 1], [1, 1]],
        },
        solution(((), (0,)), score=1),
        "day 1 is out of time",
    ),
}


@pytest.mark.parametrize(("changes", "broken", "fault"), BROKEN.values(), ids=BROKEN)
def test_broken_solution_is_told_apart(
    changes: dict[str, Any], broken: Solution, fault: str
) -> None:
    """Each broken rule is named, and the solution is not let out."""
    problem = problem_of(3, 4, **changes)

    with pytest.raises(AssertionError, match=fault):
        check(problem, broken)


def test_stops_that_do_not_count_are_no_fault() -> None:
    """Only stops that count are held against the limit of a day."""
    problem = problem_of(3, 4, days=(replace(DAY, max_stops=1),), counts=[True, False, False])

    assert find_faults(problem, solution(((0, 1, 2),), score=3)) == []


def test_meal_stop_saves_the_money_of_its_break() -> None:
    """Where a stop takes the place of a break, the break costs nothing."""
    problem = problem_of(1, 2, meal=[0], cost=[3], budget=3, days=(Day(0, 0, 0, 100, (LUNCH,)),))

    assert find_faults(problem, solution(((0,),), score=1)) == []


def test_totals_of_a_category_run_over_all_days() -> None:
    """What one day has too little of may come from another day."""
    windows = [[[(0, 100)]] * 2] * 3
    category = Category([1, 2, 4], least=5, most=5, rates=((0, 3), (4, 0)))
    problem = problem_of(3, 4, days=(DAY, DAY), windows=windows, categories=(category,))

    assert find_faults(problem, solution(((2,), (0,)), score=14)) == []
    assert find_faults(problem, solution(((2,), (1,)), score=14)) != []


def test_a_change_of_bed_counts_from_one_night_to_the_next_only() -> None:
    """Two nights with a night elsewhere between them are no change of bed."""
    days = (Day(0, None, 0, 9), Day(None, 0, 0, 9), Day(0, None, 0, 9), Day(None, 0, 0, 9))
    problem = problem_of(0, 3, 4, days=days, beds=((Bed(1),), (), (Bed(2),)), bed_change_penalty=5)

    assert find_faults(problem, solution(((),) * 4, (0, 0, 0), score=0)) == []


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_best_of_all_trips_has_no_fault(problem: Problem) -> None:
    """What brute force finds passes the check."""
    score, trip = best(problem)
    if score is None or trip is None:
        return

    assert find_faults(problem, solution(*trip, score=score, bound=score)) == []
    assert find_faults(problem, solution(*trip, score=score + 1, bound=score + 1)) != []
    assert find_faults(problem, solution(*trip, score=score, bound=score - 1)) != []


@settings(max_examples=300, deadline=None)
@given(randoms(), problems())
def test_any_trip_passes_just_when_it_keeps_all_rules(random: Random, problem: Problem) -> None:
    """Trips thrown together at random pass when the oracle allows them, and only then."""
    stops = random.sample(range(problem.n_stops), k=random.randint(0, problem.n_stops))
    tours: list[list[int]] = [[] for _ in problem.days]
    for stop in stops:
        random.choice(tours).append(stop)
    beds = tuple(random.randrange(max(1, len(beds))) for beds in problem.beds)
    trip = tuple(tuple(tour) for tour in tours)
    score = oracle.schedule.score(problem, trip, beds)

    faults = find_faults(problem, solution(trip, beds, score=score, bound=score))

    assert (not faults) == oracle.schedule.is_allowed(problem, trip, beds)
