"""Conflicts: each member of the set is needed for it, and what is advised does help."""

import pytest
from oracle.brute import best
from oracle.problems import problem_number

import xytour as xt
from xytour.planner.after.conflicts import wishes_of
from xytour.planner.after.proving import is_proven_infeasible
from xytour.solver import is_feasible


def refused(planner, request=None, **fields):
    """Return the error with which a request is refused."""
    request = request or xt.TripRequest(**fields)
    with pytest.raises(xt.InfeasibleError) as caught:
        planner.plan(request, iterations=20, time_limit=30)
    return caught.value


def terms_with(request, names):
    """Return a request in which all wishes but those named are given up."""
    terms = request, ()
    for wish in wishes_of(request, ()):
        if wish.name not in names:
            terms = wish.without(terms)
    return terms[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"must_visit": ["jigongshan", "lianyunshan", "xinyang-tea-city"], "day_end": "14:00"},
        {"must_visit": ["xinyang-museum"], "budget_cny": 40, "meals": ["dinner"]},
        {"days": 3, "budget_cny": 300, "stay": {"one_base": True}},
    ],
)
def test_each_wish_of_a_conflict_is_needed(planner, fields):
    """All that is named cannot be met; all that is named but any one of it can."""
    request = xt.TripRequest(**{"start": "2026-04-10", "days": 1, **fields})

    with pytest.raises(xt.InfeasibleError) as caught:
        planner.plan(request, iterations=20, time_limit=30)
    named = caught.value.conflict

    def is_possible(terms):
        _, posed = planner.pose(terms)
        return is_feasible(posed.problem, time_limit=30, iterations=120)

    assert not is_possible(terms_with(request, named))
    for name in named:
        assert is_possible(terms_with(request, [other for other in named if other != name]))


def test_a_conflict_is_proven_where_time_shows_it(planner):
    """Three sights of three hours in a day of four: certain, and said so."""
    error = refused(
        planner, start="2026-04-10", days=1, meals=[], day_start="09:00", day_end="13:00",
        must_visit=["jigongshan", "hejiazhai-tea", "lianyunshan"],
    )  # fmt: skip

    assert error.proven
    assert "proven" in str(error)


def test_the_budget_advised_suffices(planner):
    """Raising the budget to what is advised gives a plan, and half of it does not."""
    error = refused(planner, start="2026-04-10", days=2, budget_cny=90)

    assert error.conflict == ("budget_cny=90",)
    (advice,) = error.relax
    enough = float(advice.rpartition(" ")[2])
    request = {"start": "2026-04-10", "days": 2}
    planner.plan(xt.TripRequest(**request, budget_cny=enough * 1.05), iterations=20, time_limit=30)
    refused(planner, **request, budget_cny=enough / 2)


def test_the_least_worthy_place_is_advised_to_go_first(planner):
    """Of wishes in conflict the one worth least is the first to be given up."""
    error = refused(
        planner, start="2026-04-10", days=1, meals=[], day_start="09:00", day_end="13:00",
        must_visit=["jigongshan", "hejiazhai-tea", "lianyunshan"], interests={"tea": 1.0},
    )  # fmt: skip

    leave_out = [text for text in error.relax if text.startswith("leave out must_visit=")]
    assert len(leave_out) == len([n for n in error.conflict if n.startswith("must_visit")])


def test_conflicts_are_told_in_chinese(planner):
    """Message and advice are in the language of the request."""
    error = refused(planner, start="2026-04-10", days=1, budget_cny=0, language="zh")

    assert "无法同时满足" in str(error)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in error.relax)


def test_no_plan_is_ever_proven_away():
    """What brute force finds a plan for is never said to be impossible, and much is proven."""
    proven = 0
    for seed in range(300):
        problem = problem_number(seed)
        score, _ = best(problem)
        if is_proven_infeasible(problem):
            proven += 1
            assert score is None, seed
    assert proven >= 3
