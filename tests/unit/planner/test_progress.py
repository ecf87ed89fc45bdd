"""How far planning has come, and stopping it."""

import xytour as xt
from xytour.planner.progress import PlanProgress

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


def test_a_bound_that_was_told_holds_though_money_is_taken_away(planner):
    """A plan over budget is made again with less money: what that bounds is not told."""
    request = xt.TripRequest(start="2026-04-10", days=2, transport="public", budget_cny=900)
    told = []

    itinerary = planner.plan(request, iterations=40, time_limit=60, progress=told.append)

    assert itinerary.totals.cost_cny <= 900
    bounds = [state.upper_bound for state in told if state.upper_bound is not None]
    assert min(bounds) >= itinerary.certificate.upper_bound


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
