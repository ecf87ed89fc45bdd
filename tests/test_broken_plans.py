"""The verifier rejects real plans that are broken on purpose."""

import json
from datetime import datetime, timedelta

import pytest
from verifier import verify

import xytour as xt

BREAKS = {}


def breaks(function):
    """Note a way to break a plan under its name."""
    BREAKS[function.__name__] = function
    return function


@pytest.fixture(scope="module")
def plan(planner):
    """Return three days by car with museum, tables, beds and a budget, as JSON."""
    request = xt.TripRequest(
        start="2026-05-16",
        days=3,
        must_visit=["xinyang-museum", "wenxin-tea-village"],
        avoid=["jigongshan"],
        budget_cny=3_000,
    )
    return planner.plan(request, iterations=30, time_limit=30).model_dump_json()


def find(plan, **wanted):
    """Return the first item whose fields are as wanted."""
    items = (item for day in plan["days"] for item in day["items"])
    return next(item for item in items if wanted.items() <= item.items())


def shift(item, hours):
    """Move an item in time."""
    for key in ("start", "end"):
        moved = datetime.fromisoformat(item[key]) + timedelta(hours=hours)
        item[key] = moved.isoformat()


@breaks
def visit_at_night(plan):
    """Visit the museum when its doors are shut."""
    shift(find(plan, place_id="xinyang-museum"), 9)


@breaks
def visit_on_a_monday(plan):
    """Move the whole trip by dates, so that the museum is visited on a Monday."""
    museum = find(plan, place_id="xinyang-museum")
    day = datetime.fromisoformat(museum["start"])
    days = (7 - day.weekday()) % 7 or 7
    for each in plan["days"]:
        moved = datetime.fromisoformat(each["date"]) + timedelta(days=days)
        each["date"] = f"{moved:%Y-%m-%d}"
        for item in each["items"]:
            for part in [item, *item.get("parts", [])]:
                shift(part, 24 * days)
    plan["request"]["start"] = plan["days"][0]["date"]


@breaks
def no_lunch(plan):
    """Turn a lunch into free time."""
    lunch = find(plan, meal="lunch")
    lunch.update(type="free", place_id=None)


@breaks
def no_bed(plan):
    """Leave out the first night."""
    plan["days"][0]["items"].pop()


@breaks
def another_bed(plan):
    """Sleep somewhere else than where the evening's way led."""
    find(plan, type="stay")["place_id"] = "huaibin-town-stay"


@breaks
def faster_way(plan):
    """Arrive a minute before the road allows it."""
    leg = find(plan, type="leg")
    part = leg["parts"][-1]
    for each in (leg, part):
        each["end"] = (datetime.fromisoformat(each["end"]) - timedelta(minutes=1)).isoformat()


@breaks
def by_bus(plan):
    """Take a bus where the request wants a car."""
    find(plan, type="leg")["parts"][0].update(vehicle="bus", mode="bus")


@breaks
def beamed(plan):
    """Leave out a leg."""
    day = plan["days"][0]
    day["items"].remove(find(plan, type="leg"))


@breaks
def seen_twice(plan):
    """Visit one place again instead of another."""
    first, *_, last = [i for d in plan["days"] for i in d["items"] if i["type"] == "visit"]
    last["place_id"] = first["place_id"]


@breaks
def avoided(plan):
    """Visit what was to be avoided."""
    find(plan, type="visit")["place_id"] = "jigongshan"


@breaks
def cheaper(plan):
    """Tell a lower sum than the items add up to."""
    plan["totals"]["cost_cny"] -= 10


@breaks
def too_dear(plan):
    """Have less money than the trip costs."""
    plan["request"]["budget_cny"] = plan["totals"]["cost_cny"] - 1


@breaks
def better_than_it_is(plan):
    """Tell a higher score than the parts add up to."""
    plan["totals"]["score"] += 5
    plan["certificate"]["score"] += 5


@breaks
def false_bound(plan):
    """Claim a bound below the score."""
    plan["certificate"]["upper_bound"] = plan["certificate"]["score"] - 1


@breaks
def hurried(plan):
    """Stay for a minute where the least is more, and be free for the rest."""
    day = next(day for day in plan["days"] if any(i["type"] == "visit" for i in day["items"]))
    visit = next(item for item in day["items"] if item["type"] == "visit")
    end = visit["end"]
    visit["end"] = (datetime.fromisoformat(visit["start"]) + timedelta(minutes=1)).isoformat()
    free = {"type": "free", "start": visit["end"], "end": end, "reason": "", "name": ""}
    day["items"].insert(day["items"].index(visit) + 1, {**free, "place_id": visit["place_id"]})


@breaks
def silent(plan):
    """Hide what is estimated."""
    plan["warnings"] = []


def test_the_plan_is_right_before_it_is_broken(plan, region_file):
    """Nothing is wrong with the plan as the planner made it."""
    assert verify(json.loads(plan), region_file) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_plan_is_rejected(plan, region_file, name):
    """Each way to break the plan is found."""
    broken = json.loads(plan)
    BREAKS[name](broken)

    assert verify(broken, region_file)
