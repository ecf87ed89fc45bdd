"""How far planning has come, and stopping it."""

import time

import xytour as xt
from xytour.planner.posing import pose
from xytour.planner.progress import Effort, PlanProgress
from xytour.planner.rewards import POINT

TWO_DAYS = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0})


def test_progress_ends_where_the_certificate_does(planner):
    """Scores rise, bounds fall, in points; the last told are the certificate's."""
    told = []

    itinerary = planner.plan(TWO_DAYS, iterations=200, time_limit=60, progress=told.append)

    scores = [state.score for state in told if state.score is not None]
    bounds = [state.upper_bound for state in told if state.upper_bound is not None]
    assert scores == sorted(scores)
    assert bounds == sorted(bounds, reverse=True)
    assert scores[-1] == itinerary.certificate.score
    assert bounds[-1] == itinerary.certificate.upper_bound
    assert told[-1].gap == itinerary.certificate.gap
    assert [state.seconds for state in told] == sorted(state.seconds for state in told)


def test_what_less_money_bounds_is_not_told(planner):
    """A plan over budget is made again with less: the bound stays that of all the money."""
    problem = pose(planner.prepare(TWO_DAYS), {"budget": 50_000}).problem
    told = []
    effort = Effort(60, 0, 20, told.append, None, time.perf_counter())

    solution = effort.solve(problem, 60, bound=10**6 * POINT)

    assert solution.upper_bound < 10**6 * POINT
    assert {state.upper_bound for state in told} == {10**6}


def test_planning_stops_when_it_is_told_to(planner):
    """The best plan so far is returned, long before the time is up."""
    told = []

    itinerary = planner.plan(
        TWO_DAYS, time_limit=3600, progress=told.append, should_stop=lambda: bool(told)
    )

    assert itinerary.certificate.seconds < 600
    assert itinerary.certificate.score <= itinerary.certificate.upper_bound


def test_the_gap_is_known_when_its_parts_are():
    """(bound - score) / bound; nothing before."""
    assert PlanProgress(None, 10.0, 0.1).gap is None
    assert PlanProgress(7.5, None, 0.1).gap is None
    assert PlanProgress(7.5, 10.0, 0.1).gap == 0.25
