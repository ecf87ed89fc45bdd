"""Risk: the numbers of an independent simulation, and robust plans that are safer in it."""

import json
import math
from datetime import datetime, timedelta
from random import Random

import pytest

import xytour as xt
from xytour.model.risk import Spread

BETWEEN = {
    "arrive": xt.Arrival(at="xinyang-east-station", time="2026-04-10T10:30"),
    "depart": xt.Departure(at="xinyang-east-station", time="2026-04-12T17:40"),
    "interests": {"tea": 1.0, "red": 0.6},
}
TALK = xt.Appointment(at="xinyang-museum", start="2026-04-11T14:00", minutes=60, title="A talk")
ROAD, PATH, VISIT = 0.2, 0.1, 0.1


@pytest.fixture(scope="module")
def trip(planner):
    """Return a trip with a train at its end and an appointment in it."""
    request = xt.TripRequest(**BETWEEN, appointments=[TALK])
    return planner.plan(request, iterations=60, time_limit=30)


def factor(draw, variation):
    """Draw a lognormal number of mean 1."""
    spread = math.sqrt(math.log(1 + variation**2))
    return draw.lognormvariate(-(spread**2) / 2, spread)


def one_life(draw, document, gates_close):
    """Live through an itinerary by car once, from its JSON; return (appointments, train) kept.

    Ferries are as even as paths are.
    """
    late_for_talk, now = False, None
    for day in document["days"]:
        now = datetime.fromisoformat(day["items"][0]["start"])
        for item in day["items"]:
            begin, end = (datetime.fromisoformat(item[key]) for key in ("start", "end"))
            if item["type"] in {"wait", "free", "stay"}:
                continue
            now = max(now, begin)
            if item["type"] == "appointment":
                late_for_talk |= now > begin
                now = max(now, end)
            elif item["type"] == "leg":
                road, path = factor(draw, ROAD), factor(draw, PATH)
                for part in item["parts"]:
                    share = road if part["vehicle"] == "car" else path
                    starts, ends = (datetime.fromisoformat(part[k]) for k in ("start", "end"))
                    waits = timedelta(minutes=part["wait_min"])
                    now += waits + (ends - starts - waits) * share
            elif item["type"] == "meal" or now <= begin or _is_open(item, now):
                closing = _closing(item, now)
                now = max(now, min(now + (end - begin) * factor(draw, VISIT), max(closing, end)))
    leaves = datetime.fromisoformat(document["request"]["depart"]["time"])
    leaves = leaves.replace(tzinfo=now.tzinfo) - timedelta(minutes=gates_close)
    return not late_for_talk, now <= leaves


def _closing(item, now):
    closes = (item.get("opening") or "-24:00").partition("-")[2]
    hours, minutes = map(int, closes.split(":"))
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        hours=hours, minutes=minutes
    )


def _is_open(item, now):
    return now + timedelta(minutes=30) <= _closing(item, now)


def test_probabilities_are_those_of_another_simulation(planner, trip):
    """A plain simulation, one life at a time from the JSON, agrees within chance."""
    document = json.loads(trip.model_dump_json())
    draw = Random(7)  # noqa: S311
    lives = [one_life(draw, document, 5) for _ in range(3_000)]
    talk, train = (sum(kept[k] for kept in lives) / len(lives) for k in (0, 1))

    risk = planner.risk(trip, samples=20_000, seed=3)

    told = {keep.kind: keep.probability for keep in risk.keeps}
    for mine, theirs in ((told["appointment"], talk), (told["departure"], train)):
        chance = math.sqrt(max(theirs * (1 - theirs), 0.002) / len(lives))
        assert mine == pytest.approx(theirs, abs=4 * chance + 0.01)


def test_without_variation_all_is_kept(planner, trip):
    """A world that keeps to the plan keeps the plan."""
    sure = Spread(road=0, path=0, rail=0, visit=0)

    risk = planner.risk(trip, samples=50, spread=sure)

    assert risk.all_kept == 1.0
    assert all(keep.probability == 1.0 and keep.lateness_min == 0.0 for keep in risk.keeps)
    assert all(day.mean_min == 0.0 for day in risk.days)


def test_more_variation_is_more_risk(planner, trip):
    """Where times vary more, less is kept, and days end later."""
    calm, wild = (
        planner.risk(trip, samples=4_000, seed=1, spread=Spread(road=road, visit=road / 2))
        for road in (0.1, 0.6)
    )

    assert wild.all_kept < calm.all_kept
    assert sum(day.mean_min for day in wild.days) > sum(day.mean_min for day in calm.days)


def test_the_weakest_is_the_least_likely(planner, trip):
    """The weakest fixed time has the least probability, and all together no more than it."""
    risk = planner.risk(trip, samples=4_000, seed=1)

    assert risk.weakest.probability == min(keep.probability for keep in risk.keeps)
    assert risk.all_kept <= risk.weakest.probability
    assert {keep.kind for keep in risk.keeps} >= {"appointment", "departure", "door"}
    for keep in risk.keeps:
        assert keep.planned <= keep.deadline
        assert keep.slack_min == round((keep.deadline - keep.planned).total_seconds() / 60)


def test_the_same_seed_gives_the_same_risk(planner, trip):
    """Two runs differ in nothing."""
    assert planner.risk(trip, seed=4) == planner.risk(trip, seed=4)


def test_robust_plans_are_safer_out_of_sample(planner):
    """Slack costs score and raises the chance that all is kept, under draws never seen."""
    plans = [
        planner.plan(
            xt.TripRequest(**BETWEEN, appointments=[TALK], robust=sure),
            iterations=150,
            time_limit=30,
        )
        for sure in (0.0, 0.95)
    ]
    risks = [planner.risk(plan, samples=5_000, seed=99) for plan in plans]

    assert risks[1].all_kept > risks[0].all_kept
    assert risks[1].all_kept > 0.95
    assert plans[1].certificate.score < plans[0].certificate.score
    assert all(plan.certificate.upper_bound >= plan.certificate.score for plan in plans)


def test_slack_is_shown_as_free_time(planner, region_file):
    """A robust plan holds all rules; the time in hand after a way is told as such."""
    from verifier import verify

    plan = planner.plan(xt.TripRequest(**BETWEEN, robust=0.9), iterations=30, time_limit=30)

    assert verify(plan.model_dump(mode="json"), region_file) == []
    reasons = [item.reason for item in plan.items() if item.type == "free"]
    assert "time in hand, should the way take longer" in reasons


def test_trains_and_buses_are_told(planner):
    """With public transport each departure is one to be caught."""
    request = xt.TripRequest(
        start="2026-04-10", days=3, transport="public",
        arrive=xt.Arrival(at="beijing-west-station"),
    )  # fmt: skip
    plan = planner.plan(request, iterations=30, time_limit=30)
    departures = [
        part for item in plan.items() if item.type == "leg" for part in item.parts if part.departure
    ]

    risk = planner.risk(plan, samples=500)

    assert departures
    assert len([keep for keep in risk.keeps if keep.kind == "service"]) == len(departures)


@pytest.mark.parametrize("samples", [0, -5, 10**9, 2.5])
def test_samples_must_make_sense(planner, trip, samples):
    """Not none, not endless."""
    with pytest.raises(xt.RequestError, match="samples"):
        planner.risk(trip, samples=samples)
