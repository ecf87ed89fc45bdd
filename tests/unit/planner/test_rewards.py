"""What a trip earns as a whole, worked out by hand."""

from itertools import pairwise

import pytest

import xytour as xt
from xytour.planner.options import Option
from xytour.planner.rewards import GRAIN, rewards_of
from xytour.scoring.styles import STYLES

TEA = {"interests": {"tea": 1.0}, "start": "2026-04-10", "days": 1}


def visit(place_id, profit):
    """Return an hour at a place."""
    return Option("visit", place_id, 60, profit, (0,), ([(540, 900)],), (0,))


def reward(found, kind, name):
    """Return one category."""
    return next(each.category for each in found if (each.kind, each.name) == (kind, name))


def test_a_theme_palls(region):
    """The third tea hill adds less than the second, and the fourth less again."""
    style = STYLES["balanced"].model_copy(update={"theme_visits_per_day": 0.8})
    hills = ("cheyunshan", "jiyunshan", "tianyunshan", "lianyunshan")
    options = [visit(place_id, 80.0) for place_id in hills]

    tea = reward(rewards_of(region, xt.TripRequest(**TEA), style, 1, options), "themes", "tea")

    # All that hangs on tea: 80 points * 0.7, so 112 halves; 160 halves are enough.
    assert tea.weight == [112] * 4
    totals = [tea.reward(112 * n) for n in range(5)]
    gains = [after - before for before, after in pairwise(totals)]
    assert gains == [112 * GRAIN, 48 * GRAIN + 64 * 25, 96 * 25 + 16 * 10, 112 * 10]


def test_the_first_market_and_show_count_once(region):
    """A market earns the link of shopping, a second one nothing more."""
    options = [visit("xinyang-tea-city", 50.0), visit("tianpu-dawan", 50.0)]

    found = rewards_of(region, xt.TripRequest(**TEA), STYLES["immersive"], 1, options)

    shopping = reward(found, "chain", "shopping")
    assert [shopping.reward(n) for n in (0, 1, 2)] == [0, 4_000, 4_000]
    assert not any(each.name == "entertainment" for each in found)


def test_a_story_is_followed(planner):
    """Who follows the eight origins of the tea sees more of them than who does not."""
    story = "eight-origins-of-maojian"
    chapters = set(planner.region.story_by_id[story].chapters)

    def seen(**fields):
        request = xt.TripRequest(start="2026-04-10", days=2, **fields)
        plan = planner.plan(request, iterations=200, time_limit=30)
        return plan, [visit for visit in plan.visits if visit.place_id in chapters]

    _, without = seen()
    plan, following = seen(stories=[story])

    assert len(following) > len(without)
    assert plan.score_parts["stories"] == 40 * len(following)
    assert all("Five clouds" in visit.reason for visit in following)


def test_the_parts_of_the_score_add_up(planner):
    """Whatever palls is shown as a loss, and the parts make the certificate's score."""
    request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0}, style="immersive")

    plan = planner.plan(request, iterations=200, time_limit=30)

    assert sum(plan.score_parts.values()) == pytest.approx(plan.certificate.score)
    assert plan.score_parts["themes"] < 0 < plan.score_parts["chain"]


def test_a_day_from_afar_is_no_day_at_home(planner):
    """Even who hates travel goes: the least way there and back costs no points."""
    request = xt.TripRequest(
        arrive=xt.Arrival(at="wuhan-station", time="2026-04-11T07:00"),
        depart=xt.Departure(at="wuhan-station", time="2026-04-11T21:30"),
        style="quick",
        transport="public",
    )

    plan = planner.plan(request, iterations=300, time_limit=30)

    assert len(plan.visits) >= 3
    assert plan.certificate.score == pytest.approx(sum(plan.score_parts.values()))
    assert plan.certificate.score <= plan.certificate.upper_bound


def test_an_unknown_story_is_refused(planner):
    """With the stories that there are."""
    with pytest.raises(xt.RequestError, match="roots-in-gushi"):
        planner.plan(xt.TripRequest(**TEA, stories=["journey-to-the-west"]))
