"""Every mode door to door: parking, pick-up, rented cars, taxis by night, what runs when."""

import json
from datetime import timedelta

import pytest
from verifier import verify

import xytour as xt

APRIL = "2026-04-10"
EAST, BEIJING = "xinyang-east-station", "beijing-west-station"

TRIPS = {
    "own car": {"days": 2, "transport": "car"},
    "charter": {"days": 2, "transport": "charter"},
    "taxi": {"days": 2, "transport": ["taxi", "walk"]},
    "rented": {"days": 2, "transport": "rented_car"},
    "rented, budget": {"days": 2, "transport": "rented_car", "budget_cny": 1_000},
    "rented, by train": {"days": 3, "transport": "rented_car", "arrive": BEIJING},
    "rented, holidays": {"days": 2, "transport": "rented_car", "start": "2026-10-01"},
    "rented, open jaw": {
        "days": 3,
        "transport": ["high_speed_rail", "taxi", "walk", "rented_car"],
        "arrive": "wuhan-station",
        "depart": BEIJING,
        "language": "zh",
    },
    "rented, by plane": {
        "days": 2,
        "transport": "rented_car",
        "arrive": "xinyang-minggang-airport",
        "at": f"{APRIL}T10:00",
    },
    "two rented": {"days": 2, "transport": "rented_car", "party": xt.Party(adults=6)},
    "late": {"days": 2, "transport": "public", "at": f"{APRIL}T23:30"},
    "mixed": {"days": 2, "transport": ["rail", "bus", "taxi", "walk"]},
}


def request_of(arrive=EAST, depart=None, at=None, **fields):
    """Return a request that begins and ends at stations."""
    ends = {"arrive": xt.Arrival(at=arrive, time=at), "depart": xt.Departure(at=depart or arrive)}
    return xt.TripRequest(**{"start": APRIL, **ends, **fields})


@pytest.fixture(scope="module")
def trips(planner):
    """Return all of the trips, planned."""
    return {
        name: planner.plan(request_of(**fields), iterations=15, time_limit=30)
        for name, fields in TRIPS.items()
    }


def parts_of(itinerary):
    """Return the parts of all legs, in order."""
    return [part for item in itinerary.items() if item.type == "leg" for part in item.parts]


@pytest.mark.parametrize("name", TRIPS)
def test_each_minute_of_each_leg_is_told(trips, region_file, name):
    """The verifier follows every way minute by minute; legs are riding, transfers and waits."""
    itinerary = trips[name]

    assert verify(itinerary.model_dump(mode="json"), region_file) == []
    for leg in (item for item in itinerary.items() if item.type == "leg"):
        assert leg.ride_min + leg.transfer_min + leg.wait_min == leg.minutes
    certificate = itinerary.certificate
    assert certificate.upper_bound >= certificate.score
    assert xt.Itinerary.model_validate_json(itinerary.model_dump_json()) == itinerary


def test_a_car_is_parked_longer_at_a_mountain_than_at_an_inn(region):
    """What the region's file says of kinds of place."""
    access = region.region.tariffs.access

    assert access.minutes("car", "attraction") > access.minutes("car", "stay")
    assert access.confidence == "estimated"


def test_estimated_minutes_and_desks_are_told(trips):
    """The traveller learns what is a guess: parking, the desk, its price."""
    codes = {notice.code for notice in trips["rented, by train"].warnings}
    told = [n.text for n in trips["rented, by train"].warnings if n.code == "rented-car"]

    assert {"estimated-access", "rented-car"} <= codes
    assert any("an estimate" in text and "book ahead" in text for text in told)


@pytest.mark.parametrize("name", ["rented", "rented, by train", "rented, open jaw"])
def test_a_rented_car_is_there_from_desk_to_desk(trips, name):
    """Train, desk, car for the whole trip, desk, train."""
    parts = parts_of(trips[name])
    hires = [part.hire for part in parts if part.hire]
    first = next(k for k, part in enumerate(parts) if part.hire == "pick-up")
    last = next(k for k, part in enumerate(parts) if part.hire == "return")

    assert hires == ["pick-up", "return"]
    assert (parts[first].board_min, parts[last].park_min) == (30, 20)
    assert not {"taxi", "bus", "train"} & {part.vehicle for part in parts[first : last + 1]}
    outside = {part.vehicle for part in (*parts[:first], *parts[last + 1 :])}
    assert outside == (set() if name == "rented" else {"train"})


def test_a_rented_car_costs_its_days(trips):
    """200 yuan a day, 365 on public holidays, for two cars where six people travel."""

    def by_the_day(name):
        itinerary = trips[name]
        legs = sum(item.cost_cny for item in itinerary.items() if item.type == "leg")
        return itinerary.totals.cost_by_kind["transport"] - legs

    assert by_the_day("rented") == pytest.approx(400)
    assert by_the_day("rented, holidays") == pytest.approx(730)
    assert by_the_day("two rented") == pytest.approx(800)


def test_a_rented_car_is_paid_from_the_budget(trips):
    """The true cost, days of the car included, keeps within what may be spent."""
    assert trips["rented, budget"].totals.cost_cny <= 1_000


def test_who_arrives_late_takes_a_taxi_to_bed(trips, region):
    """A train in at 23:30: by taxi at the night fare, a fifth more than by day."""
    itinerary = trips["late"]
    leg = next(item for item in itinerary.days[0].items if item.type == "leg")
    (taxi, *_) = leg.parts
    drives = taxi.start + timedelta(minutes=taxi.wait_min)
    tariffs = region.region.tariffs
    km = sum(part.distance_km for part in leg.parts if part.vehicle == "taxi")
    fare = tariffs.taxi_flag_fall_cny
    fare += tariffs.taxi_cny_per_km * max(0, km - tariffs.taxi_included_km)
    if km > tariffs.taxi_far_km:
        fare += tariffs.taxi_cny_per_km * tariffs.taxi_far_share * (km - tariffs.taxi_far_from_km)

    assert {item.type for item in itinerary.days[0].items} <= {"wait", "free", "leg", "stay"}
    assert {part.vehicle for part in leg.parts} <= {"taxi", "walk"}
    assert drives.hour in {23, 0}
    links = {link.id: link for link in region.links}
    tolls = sum(links[part.link_id].toll_cny or 0 for part in leg.parts if part.link_id)
    assert leg.cost_cny == pytest.approx(1.2 * fare + tolls, abs=0.01)
    assert "night-taxi" in {notice.code for notice in itinerary.warnings}


REFUSED = {
    "late, no taxi": (
        {"days": 2, "transport": ["rail", "bus", "walk"], "at": f"{APRIL}T23:30"},
        "no bed can be reached from xinyang-east-station after 2026-04-10 23:42",
    ),
    "no way to a desk": (
        {"days": 2, "transport": ["rented_car"], "arrive": "xinyang-minggang-airport"},
        "no desk that rents cars can be reached .* arrive=xinyang-minggang-airport",
    ),
    "too dear": (
        {"days": 2, "transport": "rented_car", "budget_cny": 380},
        "budget_cny=380",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(planner, name):
    """No bus by night, no desk within reach, no money for the car."""
    fields, words = REFUSED[name]

    with pytest.raises(xt.InfeasibleError, match=words) as refusal:
        planner.plan(request_of(**fields), iterations=5, time_limit=30)

    assert refusal.value.relax


def test_a_rented_car_from_a_mountain_is_no_request(planner):
    """A car is rented on the way from and to a gateway."""
    with pytest.raises(xt.RequestError, match=r"\$\.arrive\.at: jigongshan"):
        planner.plan(request_of(arrive="jigongshan", days=2, transport="rented_car"))


def test_a_region_without_a_desk_rents_no_cars(region):
    """Where no rental is known, that is said."""
    tariffs = region.region.tariffs.model_copy(update={"rental": None})
    info = region.region.model_copy(update={"tariffs": tariffs})
    planner = xt.Planner(region.model_copy(update={"region": info}))

    with pytest.raises(xt.RequestError, match="no place that rents cars is known"):
        planner.plan(request_of(days=2, transport="rented_car"))


def test_buses_without_hours_do_not_run_by_night(region, region_file):
    """A town bus at any minute from 06:00 on: before that the party waits or walks."""
    wish = {"transport": ["bus", "walk"], "day_start": "04:00", "days": 1, "max_walk_km": 5}
    itinerary = xt.Planner(region).plan(request_of(**wish), iterations=20, time_limit=30)
    rides = [part for part in parts_of(itinerary) if part.vehicle == "bus"]

    assert verify(itinerary.model_dump(mode="json"), region_file) == []
    assert rides
    for part in rides:
        assert (part.start + timedelta(minutes=part.board_min + part.wait_min)).hour >= 6


def test_parts_of_a_rented_trip_are_shown(trips):
    """Who reads the plan sees where the car is picked up, and the minutes beside driving."""
    from xytour.export.markdown import to_markdown

    text = to_markdown(trips["rented, by train"])

    assert "pick up the rented car" in text
    assert "return the rented car" in text
    assert "boarding and parking" in text


def part_where(itinerary, **wanted):
    """Return the first part whose fields are as wanted."""
    legs = (item for day in itinerary["days"] for item in day["items"] if item["type"] == "leg")
    parts = (part for leg in legs for part in leg["parts"])
    return next(part for part in parts if wanted.items() <= part.items())


def unparked(itinerary, _):
    """Leave no time to park."""
    part = next(p for p in all_parts(itinerary) if p["vehicle"] == "car" and p["park_min"])
    part["ride_min"] += part["park_min"]
    part["park_min"] = 0


def all_parts(itinerary):
    """Yield all parts of an itinerary document."""
    for day in itinerary["days"]:
        for item in day["items"]:
            yield from item.get("parts", ())


def short_of_minutes(itinerary, _):
    """Tell a minute less than there is."""
    part_where(itinerary, vehicle="car")["board_min"] -= 1


def without_a_car(itinerary, _):
    """Drive off without having been at the desk."""
    part_where(itinerary, hire="pick-up")["hire"] = None


def not_returned(itinerary, _):
    """Take the car home."""
    part_where(itinerary, hire="return")["hire"] = None


def other_desk(_, region_file):
    """Rent where nobody does."""
    region_file["region"]["tariffs"]["rental"]["places"] = ["huangchuan-station"]


def dearer_days(_, region_file):
    """Change the price by the day."""
    region_file["region"]["tariffs"]["rental"]["cny_per_day"] = 300


def slow_parking(_, region_file):
    """Let parking take longer than planned."""
    region_file["region"]["tariffs"]["access"]["car_min"]["other"] = 9


BREAKS = {
    unparked: "park_min is 0, expected",
    short_of_minutes: "its minutes add up to",
    without_a_car: "the car is not there",
    not_returned: "the rented car is not returned",
    other_desk: "nobody rents cars at",
    dearer_days: "cost_by_kind.transport",
    slow_parking: "expected 9",
}


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_a_rented_trip_that_is_made_wrong_is_named(trips, region_file, change):
    """The verifier knows parking, desks and what they cost."""
    itinerary = json.loads(trips["rented, by train"].model_dump_json())
    region_file = json.loads(json.dumps(region_file))
    change(itinerary, region_file)

    assert any(BREAKS[change] in fault for fault in verify(itinerary, region_file))


def test_a_taxi_by_night_at_the_fare_by_day_is_named(trips, region_file):
    """The verifier knows when the night begins."""
    itinerary = json.loads(trips["late"].model_dump_json())
    region_file = json.loads(json.dumps(region_file))
    region_file["region"]["tariffs"]["taxi_night_share"] = 0

    assert any("cost_cny of taxi" in fault for fault in verify(itinerary, region_file))
