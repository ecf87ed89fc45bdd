"""The optimiser's answers against all trips there are."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import oracle.schedule
import pytest
from hypothesis import given, settings
from oracle.brute import best
from oracle.problems import problem_number, problem_of, problems

from xytour.errors import ProblemError
from xytour.solver.check import find_faults
from xytour.solver.problem import Bed, Break, Day, Problem, Solution
from xytour.solver.solve import Progress, is_feasible, solve

TWO_DAYS = (Day(0, None, 0, 100), Day(None, 0, 0, 100))
THREE_DAYS = (Day(0, None, 0, 100), Day(None, None, 0, 100), Day(None, 0, 0, 100))


def quick(problem: Problem, *, seed: int = 0, iterations: int = 60) -> Solution:
    """Solve a tiny problem in a few steps."""
    return solve(problem, iterations=iterations, time_limit=5, seed=seed)


def passes_idle(problem: Problem) -> bool:
    """Tell whether a trip without any stop keeps all rules, for some choice of beds."""
    idle = problem_of(
        0,
        len(problem.travel),
        problem.n_days,
        **{
            name: getattr(problem, name)
            for name in (
                "travel",
                "days",
                "beds",
                "travel_cost",
                "budget",
                "one_bed",
                "rides",
                "far",
            )
        },
        caps=tuple(replace(cap, stops=()) for cap in problem.caps),
    )
    wishes = problem.required or any(category.least for category in problem.categories)
    return not wishes and best(idle)[0] is not None


@settings(max_examples=300, deadline=None)
@given(problems())
def test_answer_keeps_all_rules_and_says_no_more_than_is_true(problem: Problem) -> None:
    """A plan is allowed, scores what it says and no more than the best; optimal means best."""
    score, _ = best(problem)

    answer = quick(problem)

    if answer.status == "infeasible":
        assert score is None or answer.upper_bound >= score
        return
    assert score is not None
    assert find_faults(problem, answer) == []
    assert oracle.schedule.is_allowed(problem, answer.tours, answer.beds)
    assert answer.score == oracle.schedule.score(problem, answer.tours, answer.beds)
    assert answer.score <= score <= answer.upper_bound
    assert answer.status != "optimal" or answer.score == score
    assert not answer.missing


def test_search_reaches_the_best_of_most_tiny_problems() -> None:
    """Of tiny problems that have a plan, nine in ten are solved to the best of all trips."""
    count: Counter[str] = Counter()
    for seed in range(600):
        problem = problem_number(seed)
        score, _ = best(problem)
        if score is None:
            continue
        answer = quick(problem, seed=seed, iterations=100)
        if answer.status == "infeasible":
            count["none"] += 1
        else:
            count["best" if answer.score == score else "less"] += 1

    assert count["best"] >= 0.97 * count.total(), count
    assert count["none"] <= 0.06 * count.total(), count


def test_a_trip_that_can_pass_without_stops_is_never_called_infeasible() -> None:
    """Where nothing is required and a trip without stops is allowed, there is a plan."""
    lost = []
    for seed in range(1500):
        problem = problem_number(seed)
        if passes_idle(problem) and quick(problem, iterations=0).status == "infeasible":
            lost.append(seed)

    assert lost == []


@settings(max_examples=60, deadline=None)
@given(problems())
def test_same_seed_and_iterations_give_the_same_answer(problem: Problem) -> None:
    """Nothing but problem, seed and iterations decides the answer."""
    one, two = quick(problem, seed=7), quick(problem, seed=7)

    assert (one.status, one.tours, one.beds) == (two.status, two.tours, two.beds)
    assert (one.score, one.upper_bound, one.iterations) == (
        two.score,
        two.upper_bound,
        two.iterations,
    )


class TestSmallCases:
    """Cases whose best plan a reader can see."""

    def test_nothing_to_see(self) -> None:
        """Without stops the best plan is to do nothing."""
        answer = quick(problem_of(0, 1))

        assert (answer.status, answer.tours, answer.score) == ("optimal", ((),), 0)

    def test_all_is_seen_if_there_is_time(self) -> None:
        """With time for everything the plan holds everything."""
        answer = quick(problem_of(3, 4, profit=[2, 3, 5]))

        assert (answer.status, answer.score) == ("optimal", 10)
        assert sorted(answer.tours[0]) == [0, 1, 2]

    def test_better_stop_wins_where_time_is_short(self) -> None:
        """With time for one stop the plan holds the one worth more."""
        answer = quick(problem_of(2, 3, profit=[2, 3], days=(Day(0, 0, 0, 3),)))

        assert answer.tours == ((1,),)

    def test_windows_dictate_the_order(self) -> None:
        """The stop that shuts first comes first."""
        answer = quick(problem_of(2, 3, windows=[[[(50, 60)]], [[(0, 9)]]]))

        assert answer.tours == ((1, 0),)

    def test_best_of_a_group_is_taken(self) -> None:
        """Of three stops of one group over two days, one is visited: the best."""
        answer = quick(problem_of(3, 4, 2, group=[0, 0, 0], profit=[1, 5, 3]))

        assert sorted(answer.tours) == [(), (1,)]

    def test_budget_is_kept(self) -> None:
        """With money for two of three equal stops the cheap ones are taken."""
        answer = quick(problem_of(3, 4, cost=[2, 9, 2], budget=4))

        assert sorted(answer.tours[0]) == [0, 2]

    def test_stops_that_do_not_count_come_on_top(self) -> None:
        """One counted stop a day, and any number of others."""
        days = (Day(0, 0, 0, 100, (), 1),)
        answer = quick(problem_of(3, 4, counts=[True, True, False], profit=[1, 2, 1], days=days))

        assert sorted(answer.tours[0]) == [1, 2]

    def test_way_that_costs_more_than_the_stop_is_worth_is_not_taken(self) -> None:
        """Two ticks of travel at 3 a tick are too dear for a stop worth 5."""
        assert quick(problem_of(1, 2, profit=[5], travel_penalty=3)).tours == ((),)
        assert quick(problem_of(1, 2, profit=[7], travel_penalty=3)).tours == ((0,),)

    def test_what_is_required_is_taken_though_it_is_worth_less(self) -> None:
        """The required stop displaces a better one."""
        problem = problem_of(2, 3, profit=[1, 9], days=(Day(0, 0, 0, 3),), required=frozenset({0}))

        assert quick(problem).tours == ((0,),)

    def test_what_is_required_is_taken_though_it_costs_score(self) -> None:
        """A required stop worth less than nothing is visited all the same."""
        answer = quick(problem_of(2, 3, profit=[-50, 3], required=frozenset({0})))

        assert (answer.status, answer.score) == ("optimal", -47)

    def test_what_is_required_but_closed_makes_it_infeasible(self) -> None:
        """The answer names the group that cannot be had."""
        problem = problem_of(2, 3, windows=[[[]], [[(0, 9)]]], required=frozenset({0}))
        answer = quick(problem)

        assert (answer.status, answer.missing) == ("infeasible", frozenset({0}))

    def test_day_too_short_for_its_own_ride_is_infeasible(self) -> None:
        """No plan exists where the ride from start to end takes longer than the day."""
        answer = quick(problem_of(0, 2, days=(Day(0, 1, 5, 5),)))

        assert answer.status == "infeasible"

    def test_better_bed_is_taken(self) -> None:
        """Of two beds equally near, the one worth more is slept in."""
        problem = problem_of(0, 3, 2, days=TWO_DAYS, beds=((Bed(1, 0, 2), Bed(2, 0, 7)),))

        assert quick(problem).beds == (1,)

    def test_one_bed_for_all_nights(self) -> None:
        """Where all nights are in one place, only the bed had on both nights will do."""
        problem = problem_of(
            0, 3, 3, days=THREE_DAYS, beds=((Bed(1), Bed(2)), (Bed(2),)), one_bed=True
        )

        assert quick(problem).beds == (1, 0)

    def test_no_bed_for_all_nights_is_infeasible(self) -> None:
        """Where no place has a bed on both nights, one bed for the trip cannot be had."""
        problem = problem_of(0, 3, 3, days=THREE_DAYS, beds=((Bed(1),), (Bed(2),)), one_bed=True)

        assert quick(problem).status == "infeasible"

    def test_moving_is_worth_it_only_if_the_bed_is_better_by_more(self) -> None:
        """At a price of 5 nobody moves for 3, at a price of 2 they do."""
        beds = ((Bed(1, 0, 3),), (Bed(1, 0, 0), Bed(2, 0, 3)))

        for price, score in ((5, 3), (2, 4)):
            problem = problem_of(0, 3, 3, days=THREE_DAYS, beds=beds, bed_change_penalty=price)
            assert quick(problem).score == score

    def test_meal_stop_saves_its_break(self) -> None:
        """The day is too short for break and stop, but not for lunch at the stop."""
        day = Day(0, 0, 0, 6, (Break(0, 0, 6, 4),))
        answer = quick(problem_of(1, 2, meal=[0], duration=[3], days=(day,)))

        assert answer.tours == ((0,),)


IN, OUT = Day(None, 0, 0, 9), Day(0, None, 0, 9)
FOUND: dict[str, tuple[Problem, int]] = {
    "bed changes do not reach over a night elsewhere": (
        problem_of(
            0, 3, 4, days=(OUT, IN, OUT, IN), beds=((Bed(1),), (), (Bed(2),)), bed_change_penalty=5
        ),
        0,
    ),
    "the better of two beds in one place": (
        problem_of(0, 2, 2, days=(OUT, IN), beds=((Bed(1, 5, 0), Bed(1, 0, 7)),)),
        7,
    ),
    "the cheaper of two beds in one place": (
        problem_of(
            0, 2, 3, days=THREE_DAYS, one_bed=True, beds=((Bed(1, 5, 7), Bed(1)),) * 2, budget=0
        ),
        0,
    ),
    "one of each of two beds in one place": (
        problem_of(
            0, 2, 3, days=THREE_DAYS, one_bed=True, beds=((Bed(1, 5, 7), Bed(1)),) * 2, budget=5
        ),
        7,
    ),
    "a bed no tick away from another": (
        problem_of(
            0,
            3,
            2,
            travel=[[0, 1, 1], [1, 0, 0], [1, 0, 0]],
            days=(OUT, IN),
            beds=((Bed(1), Bed(2, 0, 7)),),
        ),
        7,
    ),
    "one bed, no tick away from another": (
        problem_of(
            0,
            3,
            3,
            travel=[[0, 1, 1], [1, 0, 0], [1, 0, 0]],
            days=THREE_DAYS,
            beds=((Bed(1), Bed(2)), (Bed(2),)),
            one_bed=True,
        ),
        0,
    ),
    "a bed in a place that takes time to cross": (
        problem_of(
            0,
            3,
            2,
            travel=[[0, 1, 1], [1, 0, 3], [1, 3, 5]],
            days=(OUT, IN),
            beds=((Bed(1), Bed(2, 0, 7)),),
        ),
        7,
    ),
    "what is required though another bed is worth more": (
        problem_of(
            1,
            3,
            2,
            travel=[[0, 0, 0], [0, 0, 50], [0, 0, 0]],
            location=[2],
            days=(OUT, IN),
            beds=((Bed(1, 0, 1000), Bed(0)),),
            windows=[[[], [(0, 5)]]],
            required=frozenset({0}),
        ),
        1,
    ),
    "what is required though it is far": (
        problem_of(
            1,
            2,
            travel=[[0, 20_000], [0, 0]],
            days=(Day(0, 0, 0, 30_000),),
            windows=[[[(0, 30_000)]]],
            required=frozenset({0}),
            travel_penalty=1,
        ),
        1 - 20_000,
    ),
    "a stop on the only way": (
        problem_of(
            1, 3, travel=[[0, 1, 99], [1, 0, 1], [1, 1, 0]], location=[1], days=(Day(0, 2, 0, 9),)
        ),
        1,
    ),
    "a meal shorter than the break that has no time": (
        problem_of(1, 2, meal=[0], days=(Day(0, 0, 0, 20, (Break(0, 0, 50, 30),)),)),
        1,
    ),
    "a meal cheaper than the break that has no money": (
        problem_of(1, 2, meal=[0], days=(Day(0, 0, 0, 99, (Break(0, 0, 50, 1, 10),)),), budget=5),
        1,
    ),
}


@pytest.mark.parametrize(("problem", "score"), FOUND.values(), ids=FOUND)
def test_the_one_way_to_the_best_is_found(problem: Problem, score: int) -> None:
    """A plan that is easily overlooked, and easily seen to be best, is found."""
    assert best(problem)[0] == score

    answer = quick(problem, iterations=300)

    assert (answer.status != "infeasible", answer.score) == (True, score)


@pytest.mark.parametrize("penalty", [10**7, 10**12])
def test_travel_is_never_so_dear_that_it_pays(penalty: int) -> None:
    """Travel whose price does not fit into 64 bits is refused or avoided, never sought."""
    try:
        problem = problem_of(
            1,
            2,
            travel=[[0, 10**12], [0, 0]],
            days=(Day(0, 0, 0, 10**12),),
            windows=[[[(0, 10**12)]]],
            duration=[0],
            travel_penalty=penalty,
        )
    except ProblemError as error:
        assert "travel" in str(error)  # noqa: PT017 (both ways are right)
        return

    assert quick(problem).tours == ((),)


def test_no_steps_are_more_than_asked_for() -> None:
    """The search stops after the iterations allowed, and says how many it did."""
    problem = problem_of(4, 5, profit=[9] * 4, cost=[3] * 4, budget=5)

    assert quick(problem, iterations=0).iterations == 0
    assert quick(problem, iterations=5).iterations <= 5


def test_time_limit_is_kept() -> None:
    """A problem whose bound is out of reach runs until the time is up, and hardly longer."""
    problem = problem_of(4, 5, profit=[9] * 4, cost=[3] * 4, budget=5)
    began = time.perf_counter()

    answer = solve(problem, time_limit=0.3)

    assert answer.status == "feasible"
    assert 0.3 <= time.perf_counter() - began < 1.5
    assert answer.first_seconds <= answer.seconds


@pytest.mark.parametrize(
    "limits",
    [{"time_limit": 0}, {"time_limit": -1}, {"time_limit": float("nan")}, {"iterations": -1}],
    ids=str,
)
def test_impossible_limits_are_refused(limits: dict[str, Any]) -> None:
    """No time, or fewer than no steps, is refused with what was given."""
    with pytest.raises(ProblemError, match=r"expected (seconds > 0|a whole number from 0)"):
        solve(problem_of(0, 1), **limits)


def test_asking_whether_there_is_a_plan_agrees_with_making_one() -> None:
    """The quick question has the answer of the whole solver with as many steps."""
    for seed in range(400):
        problem = problem_number(seed)
        found = is_feasible(problem, time_limit=60, iterations=10)
        status = quick(problem, iterations=10).status
        assert found == (status != "infeasible"), seed


class TestProgress:
    """A long solve tells how it goes, and can be stopped."""

    def test_scores_rise_and_bounds_fall(self) -> None:
        """Each report is at least as good as the one before; the last is the answer."""
        problem = busy_problem()
        told: list[Progress] = []

        answer = solve(problem, time_limit=0.5, progress=told.append)

        assert told
        assert told[-1].score == answer.score
        assert told[-1].upper_bound == answer.upper_bound
        assert told[-1].gap == answer.gap
        for one, other in pairwise(told):
            assert one.score is not None
            assert other.score is not None
            assert other.score >= one.score
            assert one.upper_bound is None or one.upper_bound >= (other.upper_bound or 0)
            assert other.seconds >= one.seconds

    def test_no_gap_without_a_bound(self) -> None:
        """As long as there is no plan or no bound there is no gap."""
        assert Progress(3, None, 0.0, 0).gap is None
        assert Progress(None, 3, 0.0, 0).gap is None
        assert Progress(3, 4, 0.0, 0).gap == 0.25

    def test_stops_when_asked(self) -> None:
        """A run of a minute ends soon after somebody asks for it, with a plan."""
        event = threading.Event()
        threading.Timer(0.2, event.set).start()
        began = time.perf_counter()

        answer = solve(busy_problem(), time_limit=60, should_stop=event.is_set)

        assert time.perf_counter() - began < 10
        assert answer.status == "feasible"
        assert answer.score > 0


def busy_problem() -> Problem:
    """Return two days with far more to see than there is time for."""
    draw = Random(5)  # noqa: S311
    places = [(draw.randint(0, 60), draw.randint(0, 60)) for _ in range(60)]
    travel = [[abs(a - c) + abs(b - d) for c, d in places] for a, b in places]
    return problem_of(
        59,
        60,
        2,
        travel=travel,
        duration=[draw.randint(5, 40) for _ in range(59)],
        profit=[draw.randint(1, 100) for _ in range(59)],
        windows=[[[(0, 600)]] * 2] * 59,
        days=(Day(0, 0, 0, 600),) * 2,
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_given_plan_is_never_lost_nor_changed_for_nothing(problem: Problem) -> None:
    """Beginning from the best plan gives that plan; beginning from scraps of it, a sound one."""
    known = quick(problem)
    if known.status == "infeasible":
        return
    again = solve(problem, iterations=3, time_limit=5, starts=[(known.tours, known.beds)])
    scraps = [tour[::-1] for tour in known.tours], known.beds
    other = solve(problem, iterations=3, time_limit=5, starts=[scraps])

    assert again.score >= known.score
    if again.score == known.score:
        assert (again.tours, again.beds) == (known.tours, known.beds)
    assert other.status == "infeasible" or find_faults(problem, other) == []


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (([[0]], []), "expected 2 tours and 1 beds, got 1 and 0"),
        (([[0], [9]], [0]), "starts.0..0..1.: expected a whole number from 0 to 1, got 9"),
        (([[0], []], [4]), "starts.0..1..0.: expected a whole number from 0 to 0, got 4"),
    ],
)
def test_a_plan_to_begin_from_that_makes_no_sense_is_refused(start: Any, words: str) -> None:
    """It is said which of them, and what was expected."""
    problem = problem_of(2, 2, 2, days=TWO_DAYS, beds=((Bed(1),),))

    with pytest.raises(ProblemError, match=words):
        solve(problem, starts=[start])
