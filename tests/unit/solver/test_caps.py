"""Caps: each counts what it is about, and no plan ever spends more."""

from random import Random

import pytest
from oracle.brute import best
from oracle.problems import problem_of, random_problem
from oracle.schedule import is_allowed

from xytour.errors import ProblemError
from xytour.solver import Bed, Break, Cap, Day, solve
from xytour.solver.check import find_faults


def answer(problem):
    """Return what the optimiser finds; proven where the tests say so."""
    return solve(problem, iterations=60, time_limit=20, seed=1)


def test_a_cap_counts_only_its_own_stops():
    """Of three stops of 5 each two are capped at 5: one of them is visited, the third as well."""
    problem = problem_of(3, 4, cost=[5, 5, 5], profit=[3, 2, 1])
    capped = problem_of(3, 4, cost=[5, 5, 5], profit=[3, 2, 1], caps=(Cap(5, [True, True, False]),))

    assert answer(problem).score == 6
    found = answer(capped)
    assert found.score == 4
    assert found.status == "optimal"
    assert sorted(found.tours[0]) == [0, 2]


def test_a_cap_on_beds_chooses_the_cheaper_one():
    """The better bed costs 9 of this kind, the cap is 8, whatever it costs in all."""
    days = (Day(0, None, 0, 100), Day(None, 0, 0, 100))
    beds = ((Bed(1, 9, 50), Bed(1, 20, 10)),)
    problem = problem_of(1, 2, 2, days=days, beds=beds, caps=(Cap(8, beds=[[9, 8]]),))

    assert answer(problem).beds == (1,)


def test_a_stop_saves_the_break_that_it_takes_the_place_of():
    """A meal of 4 in the place of a break of 6 keeps a cap of 4, the break alone does not."""
    lunch = Break(0, 10, 20, 5, 6)
    fields = {"days": (Day(0, 0, 0, 100, (lunch,)),), "cost": [4], "profit": [-2], "meal": [0]}

    found = answer(problem_of(1, 2, **fields, caps=(Cap(4, [True], breaks=True),)))
    assert found.tours == ((0,),)
    assert answer(problem_of(1, 2, **fields)).tours == ((),)
    assert answer(problem_of(1, 2, **fields, caps=(Cap(3, [True], breaks=True),))).status == (
        "infeasible"
    )


@pytest.mark.parametrize(("cap", "visited"), [(Cap(1, ways=True), 0), (Cap(3, far_ways=True), 1)])
def test_near_and_far_ways_are_told_apart(cap, visited):
    """Stop 0 is far, stop 1 near; each way costs 2: what is capped is not taken there and back."""
    fares = [[0, 2, 2], [2, 0, 2], [2, 2, 0]]
    problem = problem_of(2, 3, travel_cost=fares, far=[False, True, False], caps=(cap,))

    assert answer(problem).tours == ((visited,),)


def test_no_plan_beats_the_bound_or_breaks_a_cap():
    """Brute force over tiny problems with caps: allowed, right, and the bound is never below."""
    tried = planned = 0
    for seed in range(250):
        problem = random_problem(Random(seed))  # noqa: S311
        if not problem.caps:
            continue
        tried += 1
        score, _ = best(problem)
        found = solve(problem, iterations=60, time_limit=20, seed=seed)
        if found.status == "infeasible":
            continue
        planned += 1
        assert find_faults(problem, found) == [], seed
        assert is_allowed(problem, found.tours, found.beds), seed
        assert score is not None, seed
        assert found.score <= score <= found.upper_bound, seed
    assert planned >= tried / 3


@pytest.mark.parametrize(
    ("cap", "told"),
    [
        (Cap(5, [True]), "caps[0].stops"),
        (Cap(5, beds=[[1]]), "caps[0].beds"),
        (Cap(0.5), "caps[0].most"),
    ],
)
def test_caps_that_make_no_sense_are_refused(cap, told):
    """Sizes and numbers that do not fit are told with the field."""
    with pytest.raises(ProblemError) as caught:
        problem_of(2, 3, caps=(cap,))
    assert told in str(caught.value)
