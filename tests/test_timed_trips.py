"""Trips by public transport catch what runs: from afar, and between the towns."""

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from verifier import verify

import xytour as xt

APRIL = "2026-04-10"
BY_BUS = ["bus", "walk", "rail", "high_speed_rail", "shuttle", "cable_car", "ferry"]

TRIPS = {
    "from Wuhan": {"arrive": "wuhan-station", "days": 2, "must_visit": ["jigongshan"]},
    "from Beijing": {"arrive": "beijing-west-station", "days": 3, "must_visit": ["nanwan-lake"]},
    "from Zhengzhou": {"arrive": "zhengzhou-east-station", "days": 2},
    "from Hefei": {"arrive": "hefei-south-station", "days": 3},
    "from Shanghai": {"arrive": "shanghai-hongqiao-station", "days": 4, "language": "zh"},
    "open jaw": {
        "arrive": "beijing-west-station",
        "depart": "wuhan-station",
        "days": 3,
        "stay": xt.StayWish(places=["xinyang-city-hotels-shihe"]),
        "interests": {"tea": 1.0},
    },
    "by bus and train": {"arrive": "wuhan-station", "days": 3, "transport": BY_BUS},
    "alone by bus": {"arrive": "xinyang-east-station", "days": 2, "transport": BY_BUS},
    "a train to catch": {
        "arrive": "wuhan-station",
        "depart": "xinyang-east-station",
        "until": "2026-04-11T17:40",
        "must_visit": ["jigongshan"],
    },
}


def request_of(arrive, depart=None, until=None, **fields):
    """Return a request by public transport."""
    departs = xt.Departure(at=depart or arrive, time=until)
    fields = {"transport": "public", **fields}
    return xt.TripRequest(start=APRIL, arrive=xt.Arrival(at=arrive), depart=departs, **fields)


@pytest.fixture(scope="module")
def trips(planner):
    """Return all of the trips, planned."""
    return {
        name: planner.plan(request_of(**fields), iterations=20, time_limit=30)
        for name, fields in TRIPS.items()
    }


def caught(itinerary):
    """Return the parts that have a departure."""
    legs = (item for item in itinerary.items() if item.type == "leg")
    return [part for leg in legs for part in leg.parts if part.departure is not None]


@pytest.mark.parametrize("name", TRIPS)
def test_each_ride_is_one_of_the_timetable(trips, region_file, name):
    """The verifier finds every train and bus in the region's file, running that day."""
    assert verify(trips[name].model_dump(mode="json"), region_file) == []
    # No departure is known of the trains by which Hefei is nearest.
    assert caught(trips[name]) or name == "from Hefei"


@pytest.mark.parametrize(
    ("name", "home", "away"),
    [
        ("from Wuhan", "wuhan-station", "wuhan-station"),
        ("from Beijing", "beijing-west-station", "beijing-west-station"),
        ("open jaw", "beijing-west-station", "wuhan-station"),
    ],
)
def test_a_trip_from_afar_takes_a_fast_train_there_and_one_back(trips, name, home, away):
    """Both ways by a numbered train of the day, boarded 25 minutes ahead at least."""
    there, *_, back = (part for part in caught(trips[name]) if part.vehicle == "train")

    assert (there.from_id, back.to_id) == (home, away)
    for part in (there, back):
        assert part.mode == "high_speed_rail"
        assert part.line[0] in "GD"
        assert part.board_min == 25
        ready = part.start + timedelta(minutes=part.board_min)
        assert part.departure == ready + timedelta(minutes=part.wait_min)


def test_a_meal_that_a_long_ride_leaves_no_time_for_is_eaten_on_board(trips):
    """The one train from Shanghai is there at 19:14: dinner is on it, and that is said."""
    itinerary = trips["from Shanghai"]
    told = [notice.text for notice in itinerary.warnings if notice.code == "meal-aboard"]
    meals = [item.meal for item in itinerary.days[0].items if item.type == "meal"]

    assert "2026-04-10：在途中用晚餐" in told
    assert meals == ["lunch"]


def test_an_early_train_home_is_caught(trips):
    """The one train to Shanghai leaves at 08:19, before the day begins: that morning is for it."""
    items = trips["from Shanghai"].days[-1].items

    assert [item.type for item in items] == ["meal", "leg"]
    items = items[1:]
    train = items[0].parts[-1]
    assert (train.line, f"{train.departure:%H:%M}") == ("G1715", "08:19")


def test_old_times_are_marked_and_told(trips):
    """Trains of 2021 are estimates, and the traveller is told which ones to look up."""
    itinerary = trips["from Wuhan"]
    trains = [part for part in caught(itinerary) if part.vehicle == "train"]
    told = [notice.text for notice in itinerary.warnings if notice.code == "old-timetable"]

    assert all(part.estimated for part in trains)
    assert all(any(part.line in text and "2021" in text for text in told) for part in trains)


def test_buses_are_taken_where_no_taxi_may_be(trips):
    """Town buses and coaches by their departures."""
    assert Counter(part.vehicle for part in caught(trips["alone by bus"]))["bus"]


def test_the_lines_and_their_times_are_shown(trips):
    """Who reads the plan knows what to catch and when."""
    part = caught(trips["from Wuhan"])[0]

    from xytour.export.markdown import to_markdown

    assert f"{part.line} {part.departure:%H:%M}" in to_markdown(trips["from Wuhan"])


def test_buses_of_working_days_are_left_alone_at_the_weekend(region, region_file):
    """From Friday to Sunday nobody waits for a bus that runs on working days."""
    services = tuple(
        service.model_copy(update={"days": "Mo-Fr; PH off"})
        if service.mode in {"bus", "shuttle"}
        else service
        for service in region.services
    )
    changed = json.loads(json.dumps(region_file))
    for service in changed["services"]:
        if service["mode"] in {"bus", "shuttle"}:
            service["days"] = "Mo-Fr; PH off"
    planner = xt.Planner(region.model_copy(update={"services": services}))
    request = request_of("wuhan-station", days=3, party=xt.Party(adults=1), interests={"tea": 1.0})

    itinerary = planner.plan(request, iterations=20, time_limit=30)

    assert verify(itinerary.model_dump(mode="json"), changed) == []
    weekend = [part for part in caught(itinerary) if part.departure.weekday() >= 5]
    assert caught(itinerary)
    assert {part.vehicle for part in weekend} <= {"train"}


def later(part, _):
    """Leave an hour later than the train."""
    for key in ("departure", "start", "end"):
        part[key] = (datetime.fromisoformat(part[key]) + timedelta(hours=1)).isoformat()


def renumbered(part, _):
    """Tell another number."""
    part["line"] = "G9999"


def untimed(part, _):
    """Hide what is caught."""
    part.update(service_id=None, line=None, departure=None)


def of_another_line(part, _):
    """Name a service of another line."""
    part["service_id"] = "bus-l291-out"


def sure(part, _):
    """Claim that old times are in force."""
    part["estimated"] = False


def in_a_hurry(part, _):
    """Come to the platform ten minutes before the train."""
    ready = datetime.fromisoformat(part["departure"]) - timedelta(minutes=10)
    part.update(start=ready.isoformat(), board_min=10, wait_min=0)


def on_mondays(part, region_file):
    """Let the train run on Mondays alone."""
    for service in region_file["services"]:
        if service["id"] == part["service_id"]:
            service["days"] = "Mo"


BREAKS = {
    later: "does not run from",
    renumbered: "G9999 does not run",
    untimed: "no departure is told",
    of_another_line: "does not run along its link",
    sure: "estimated is False",
    in_a_hurry: "10 minutes to board",
    on_mondays: "does not run on 2026-04-10",
}


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_a_ride_that_is_made_wrong_is_named(trips, region_file, change):
    """The verifier knows the timetable."""
    itinerary = json.loads(trips["from Wuhan"].model_dump_json())
    region_file = json.loads(json.dumps(region_file))
    legs = (item for day in itinerary["days"] for item in day["items"] if item["type"] == "leg")
    change(next(p for leg in legs for p in leg["parts"] if p["departure"]), region_file)

    assert any(BREAKS[change] in fault for fault in verify(itinerary, region_file))
