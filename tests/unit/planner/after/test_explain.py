"""Reasons: each is what solving again by brute force says."""

import os

import pytest
from oracle.day import best_day

import xytour as xt
from xytour.planner.rewards import POINT

FEW = {"eyuwan-memorial-xinyang", "xinyang-tea-city", "hejiazhai-tea", "jigongshan"}
PLAIN = {"interest_share": 0, "chain_points": 0, "alike_in_a_row": True}
LONG = bool(os.environ.get("XYTOUR_LONG"))
STYLES = (
    xt.Style(**PLAIN, linger=0.3, travel_points_per_hour=30),
    xt.Style(**PLAIN, linger=0.9),
)


@pytest.mark.parametrize("style", STYLES if LONG else STYLES[:1])
def test_why_not_costs_what_brute_force_says(planner, few, changed, style):
    """Forcing a place in costs the difference between the best plans with and without."""
    request = few(style=style)
    plan = planner.plan(request, time_limit=20)
    explained = planner.explain(plan, time_limit=20)
    seen = {visit.place_id for visit in plan.visits}
    top = best_day(changed(request))
    assert plan.certificate.status == "optimal"
    assert round(plan.certificate.score * POINT) == top

    for place_id in FEW - seen:
        forced = best_day(changed(request, require=[place_id]))
        answer = explained.why_not(place_id)
        if forced is None:
            assert (answer.reason, answer.cost) == ("conflict", None)
        else:
            assert answer.reason == "worth-less"
            assert answer.proven
            assert round(answer.cost * POINT) == top - forced
            assert answer.cost_at_least == answer.cost


def test_costs_are_right_without_a_proof_too(planner, few, changed):
    """With rewards for the whole trip the best plans are found, and the cost lies in its bounds."""
    request = few(style="slow", interests={"tea": 1.0})
    plan = planner.plan(request, time_limit=0.5)
    explained = planner.explain(plan, time_limit=0.5)
    top = best_day(changed(request))

    (place_id, *_) = sorted(FEW - {visit.place_id for visit in plan.visits})
    forced = best_day(changed(request, require=[place_id]))
    answer = explained.why_not(place_id)

    assert round(answer.cost * POINT) == top - forced
    assert answer.cost_at_least <= answer.cost


@pytest.mark.parametrize("style", STYLES if LONG else STYLES[1:])
def test_why_loses_what_brute_force_says(planner, few, changed, style):
    """A visit is worth the difference between the best plans with and without it."""
    request = few(style=style)
    plan = planner.plan(request, time_limit=20)
    explained = planner.explain(plan, time_limit=20)
    top = best_day(changed(request))

    for visit in plan.visits:
        without = best_day(changed(request, forbid=[visit.place_id]))
        answer = explained.why(visit.place_id)
        assert answer.proven
        assert round(answer.loss * POINT) == top - without
        assert answer.points == visit.profit
        assert visit.place_id not in answer.instead


def test_more_time_gives_what_planning_with_it_gives(planner, few, changed):
    """An hour more a day gains the difference between two best plans; more of all is no loss."""
    request = few(day_end="14:00")
    plan = planner.plan(request, time_limit=20)
    longer = best_day(changed(few(day_end="15:00")))
    top = best_day(changed(request))

    binding = planner.explain(plan, time_limit=20).binding()

    gains = {bind.what: bind for bind in binding.binds}
    assert set(gains) == {"time", "hours", "pace"}
    assert round(gains["time"].gain * POINT) == longer - top
    assert [bind.gain for bind in binding.binds] == sorted(
        (bind.gain for bind in binding.binds), reverse=True
    )
    assert all(bind.binds == (bind.gain >= 0.05) for bind in binding.binds)
    assert all(bind.gain_at_most >= bind.gain for bind in binding.binds)


def test_money_binds_where_it_is_short(planner, few):
    """A hundred yuan more are told where there is a budget, and gain where it is short."""
    free = planner.plan(few(), time_limit=1)
    budget = round(free.totals.cost_cny * 0.8)
    plan = planner.plan(few(budget_cny=budget), time_limit=1)

    binding = planner.explain(plan, time_limit=1).binding()

    (money,) = [bind for bind in binding.binds if bind.what == "money"]
    assert money.gain == pytest.approx(free.certificate.score - plan.certificate.score, abs=0.01)


def test_what_is_closed_is_told_with_its_reason(planner):
    """On a Monday the museum is closed, whatever it would be worth."""
    plan = planner.plan(xt.TripRequest(start="2026-06-01", days=1), iterations=20, time_limit=30)

    answer = planner.explain(plan).why_not("xinyang-museum")

    assert (answer.reason, answer.proven) == ("closed", True)
    assert answer.text == "Xinyang Museum: closed on all days of the trip"


def test_too_dear_a_place_is_over_the_budget(planner, few):
    """Where only the money is in the way, that is what is said, and it is proven."""
    plan = planner.plan(few(budget_cny=140), time_limit=20)

    answer = planner.explain(plan).why_not("jigongshan")

    assert answer.reason == "over-budget"
    assert answer.conflict == ("budget_cny=140",)
    assert answer.proven


def test_a_place_may_conflict_with_wishes(planner, few):
    """A place that cannot be had together with what must be visited names that wish."""
    request = few(must_visit=["hejiazhai-tea"], day_end="15:30", meals=[])
    plan = planner.plan(request, time_limit=20)

    answer = planner.explain(plan).why_not("jigongshan")

    assert answer.reason == "conflict"
    assert answer.cost is None
    assert answer.conflict == (
        "day_start=08:30, day_end=15:30",
        "must_visit=hejiazhai-tea",
    )


def test_questions_that_cannot_be_meant_are_refused(planner, few):
    """Unknown places come with suggestions, stations are no places to visit."""
    plan = planner.plan(few(), iterations=20, time_limit=30)
    explained = planner.explain(plan)

    with pytest.raises(xt.RequestError, match="did you mean jigongshan"):
        explained.why_not("jigongshn")
    with pytest.raises(xt.RequestError, match="of kind gateway"):
        explained.why_not("xinyang-east-station")
    with pytest.raises(xt.RequestError, match="ask why_not"):
        explained.why("nanwan-lake")


def test_what_is_in_or_unwanted_is_said_so(planner, few):
    """A place that is visited is in; one that is avoided was asked to be left out."""
    plan = planner.plan(few(), iterations=20, time_limit=30)
    explained = planner.explain(plan)

    assert explained.why_not(plan.visits[0].place_id).reason == "in-plan"
    assert explained.why_not("jinlanshan").reason == "unwanted"


def test_reasons_are_told_in_chinese(planner, few):
    """Every text is in the language of the itinerary."""
    plan = planner.plan(few(language="zh"), time_limit=1)
    explained = planner.explain(plan, time_limit=1)

    texts = [explained.why(plan.visits[0].place_id).text, explained.binding().text]
    texts += [explained.why_not(place).text for place in ("jigongshan", "xinyang-museum")]
    for text in texts:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text


def test_a_plan_of_another_region_is_refused(planner, few):
    """An itinerary can be explained by a planner of its own region only."""
    plan = planner.plan(few(), iterations=5, time_limit=30)
    stranger = plan.model_copy(update={"region_id": "elsewhere"})

    with pytest.raises(xt.RequestError, match="elsewhere"):
        planner.explain(stranger).binding()
