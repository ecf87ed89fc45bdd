"""Bounds from prices and chains of days are true; what they prove is the best."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from oracle.brute import best
from oracle.problems import problem_of, random_problem

from xytour.solver import solve
from xytour.solver.bound import upper_bound
from xytour.solver.plans import Plan, Plans
from xytour.solver.problem import Bed, Day, Problem
from xytour.solver.trip_bound import TripBound


def first_plan(problem: Problem) -> tuple[Plans, Plan | None]:
    """Return a first plan without any search."""
    answer, plans = solve(problem, iterations=0, time_limit=60), Plans(problem)
    if not answer.tours:
        return plans, None
    plan = Plan([list(tour) for tour in answer.tours], list(answer.beds))
    plans.evaluate(plan)
    return plans, plan


@pytest.mark.parametrize("rounds", [1, 4, 12])
def test_no_trip_scores_more_than_the_tightened_bound(rounds: int) -> None:
    """However often prices are moved, the bound stays above the best of all trips."""
    tightened = 0
    for seed in range(220):
        problem = random_problem(Random(seed))  # noqa: S311
        plans, plan = first_plan(problem)
        told: list[int] = []
        trip = TripBound(plans, tell=told.append)
        if plan is None or plans.missing(plan) or not trip.is_possible:
            continue
        loose = upper_bound(problem)
        bound = trip.tighten(plan, loose, seconds=60, rounds=rounds)
        score, _ = best(problem)
        tightened += bound < loose
        assert bound <= loose, seed
        assert told == sorted(set(told), reverse=True), seed
        if score is not None:
            assert all(each >= score for each in (*told, bound)), seed
    assert tightened > 12


def test_a_bound_that_hardly_falls_is_given_up() -> None:
    """Without patience it is left after a few rounds, no lower than one worked on for longer."""
    random = np.random.default_rng(1)
    at = random.integers(0, 90, (81, 2))
    apart = np.abs(at[:, None] - at).sum(axis=2)
    problem = Problem(
        travel=apart,
        location=np.arange(1, 81),
        duration=np.full((80, 3), 20),
        profit=np.tile(random.integers(5, 30, 80), (3, 1)).T,
        cost=np.zeros((80, 3)),
        group=np.arange(80),
        windows=[[[(0, 400)]] * 3] * 80,
        days=(Day(start=0, end=0, earliest=0, latest=400),) * 3,
    )
    answer, plans = solve(problem, iterations=20, time_limit=60), Plans(problem)
    plan = Plan([list(tour) for tour in answer.tours], list(answer.beds))
    plans.evaluate(plan)
    hasty, patient = TripBound(plans), TripBound(plans)

    left = hasty.tighten(plan, 10_000, seconds=60, rounds=25, patience=0.0)
    lower = patient.tighten(plan, 10_000, seconds=60, rounds=25)

    assert len(hasty.track) < len(patient.track)
    assert left >= lower >= plan.score


def test_the_bound_stays_true_where_beds_remember() -> None:
    """Whatever beds and stops know of the days before, no trip scores more than the bound."""
    remembered = 0
    for seed in range(300):
        random = Random(seed)  # noqa: S311
        problem = random_problem(random)
        if problem.n_days < 2 or not len(problem.group):
            continue
        plans, plan = first_plan(problem)
        trip = TripBound(plans)
        if plan is None or plans.missing(plan) or not (trip.is_possible and plans.nights):
            continue
        for night in plans.nights:
            spot, group = random.choice(trip.chains.ends[night]), int(random.choice(problem.group))
            if trip.chains.remember(night, spot, group):
                trip.programme.remember(night, spot, trip.shared.groups[group])
                remembered += 1
            for table in trip.chains.tables:
                for node in range(len(table.groups)):
                    table.remember(node, group)
        bound = trip.tighten(plan, upper_bound(problem), seconds=60, rounds=8)
        score, _ = best(problem)
        assert score is None or bound >= score, seed
    assert remembered > 10


def test_what_is_found_on_the_way_is_a_plan_and_with_time_the_best_one() -> None:
    """Where money is no matter a proof that is done ends with the best of all trips."""
    done = 0
    for seed in range(250):
        problem = random_problem(Random(seed))  # noqa: S311
        plans, plan = first_plan(problem)
        trip = TripBound(plans)
        if plan is None or plans.missing(plan) or plans.short(plan) or not trip.is_possible:
            continue
        before = plan.score
        bound = trip.tighten(plan, upper_bound(problem), seconds=60)
        found = trip.plan
        assert found is not None
        assert plans.evaluate(found)
        assert found.score >= before, seed
        if bound == found.score:
            assert best(problem)[0] == bound, seed
            done += 1
    assert done > 40


def test_a_trip_of_one_day_is_proven_best() -> None:
    """Where time passes at every stop and money is no matter, one day is solved for good."""
    proven = 0
    for seed in range(1500):
        problem = random_problem(Random(seed), busy=True)  # noqa: S311
        wishes = problem.required or problem.categories
        if problem.all_caps or wishes or not problem.duration.all():
            continue
        answer = solve(problem, iterations=1, time_limit=60)
        if answer.status != "infeasible":
            score, _ = best(problem)
            assert (answer.status, answer.score) == ("optimal", score), seed
            proven += 1
    assert proven > 15


def test_what_two_days_want_is_counted_once() -> None:
    """Two days that can see the same one thing are bounded by it, not by twice its worth.

    One stop worth 10, two days: without a price each day takes it, 20 in all; a price of
    10 on it leaves 10.
    """
    problem = problem_of(1, 2, 2, profit=[10], windows=[[[(0, 100)]] * 2])
    plans, plan = first_plan(problem)
    assert plan is not None

    bound = TripBound(plans).tighten(plan, 20, seconds=60)

    assert plan.score == 10
    assert bound == 10


def test_the_best_bed_counts_for_every_night() -> None:
    """A trip of two days over a night is bounded by the bed that is worth most."""
    beds = ((Bed(0, 0, 3), Bed(1, 0, 7)),)
    problem = problem_of(
        0, 2, 2, days=(Day(0, None, 0, 9), Day(None, 0, 0, 9)), beds=beds, windows=[]
    )
    plans, plan = first_plan(problem)
    assert plan is not None

    bound = TripBound(plans).tighten(plan, 100, seconds=60)

    assert bound == 7


def test_no_time_is_no_harm() -> None:
    """Without time the bound stays as it was."""
    plans, plan = first_plan(problem_of(3, 4))
    assert plan is not None

    assert TripBound(plans).tighten(plan, 1_000, seconds=0.0) == 1_000


def test_beds_are_parted_where_one_set_of_prices_cannot_tell() -> None:
    """Two days and a night here or there, far from each other, with a best stop at each.

    From bed 1 both days see stop 0, worth 30, or one of them; so from bed 2 stop 1. Half of a
    trip here and half of one there would see both twice: 60. A trip sees one of them: 30.
    """
    problem = problem_of(
        2, 3, 2,
        profit=[30, 30], location=[1, 2], duration=[10, 10],
        travel=[[0, 40, 40], [40, 0, 80], [40, 80, 0]],
        days=(Day(0, None, 0, 60), Day(None, 0, 0, 60)),
        beds=((Bed(1), Bed(2)),),
        windows=[[[(0, 100)]] * 2] * 2,
    )  # fmt: skip
    plans, plan = first_plan(problem)
    assert plan is not None

    assert TripBound(plans).tighten(plan, 1_000, seconds=60) == 30


def test_a_change_of_bed_is_paid_for_unless_the_night_before_was_spent_there() -> None:
    """Three days, two nights, two beds: each day's only stop is at the other bed.

    Going back to the first bed each night costs 2 x 5 ticks of travel at one point each;
    moving costs a change of 20. The best is 3 stops of 30 less the travel: from the depot
    (location 0) to bed 1 and back.
    """
    problem = problem_of(
        3, 3, 3,
        profit=[30, 30, 30], location=[0, 1, 2],
        travel=[[0, 5, 5], [5, 0, 5], [5, 5, 0]],
        duration=[10, 10, 10],
        windows=[[[(0, 100)], [], []], [[], [(0, 100)], []], [[], [], [(0, 100)]]],
        days=(Day(0, None, 0, 100), Day(None, None, 0, 100), Day(None, 0, 0, 100)),
        beds=((Bed(1), Bed(2)), (Bed(1), Bed(2))),
        travel_penalty=1, bed_change_penalty=20,
    )  # fmt: skip
    plans, plan = first_plan(problem)
    assert plan is not None
    score, _ = best(problem)

    bound = TripBound(plans).tighten(plan, 1_000, seconds=60)

    assert bound == score


def test_all_nights_in_one_place_bind_the_bound() -> None:
    """With one bed for all nights the bound knows that the middle day must come back."""
    problem = problem_of(
        1, 3, 3,
        profit=[30], location=[0],
        travel=[[0, 40, 40], [40, 0, 90], [40, 90, 0]],
        duration=[10],
        days=(Day(0, None, 0, 60), Day(None, None, 0, 95), Day(None, 0, 0, 60)),
        beds=((Bed(1),), (Bed(1, 0, 1), Bed(2, 0, 50))),
        windows=[[[(0, 100)]] * 3],
        one_bed=True,
    )  # fmt: skip
    plans, plan = first_plan(problem)
    assert plan is not None
    score, _ = best(problem)

    assert score == 31
    assert TripBound(plans).tighten(plan, 1_000, seconds=60) == 31
