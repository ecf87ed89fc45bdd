"""Parking, pick-up and the desk of a rental at the ends of what is driven at one go."""

import itertools
import random

import pytest

import xytour as xt
from xytour.model.region import AccessTimes
from xytour.network.graph import build_graph
from xytour.network.rented import RentedTravel, check_rental
from xytour.network.rides import Transport
from xytour.network.travel import UNREACHABLE, TravelTimes

ACCESS = {
    "car_min": {"museum": 7, "other": 3},
    "taxi_min": {"museum": 20, "other": 6},
    "charter_min": {"museum": 5, "other": 2},
}
RENTAL = {"places": ["gate"], "cny_per_day": 200, "pick_up_min": 30, "return_min": 20}
ROADS = (("gate", "town"), ("town", "hall"))


def link(start, end, mode="county_road", **fields):
    """Return a link of ten minutes."""
    ends = {"id": f"{start}-{end}-{mode}".replace("_", "-"), "from": start, "to": end}
    return {**ends, "mode": mode, "distance_km": 5, "minutes": 10, "confidence": "typical"} | fields


@pytest.fixture
def by(small_region):
    """Return a function that gives travel from far by train to the gate, town and hall."""
    train = link("far", "gate", "rail", fare={"amount_cny": 9, "confidence": "typical"})
    found = small_region([*itertools.starmap(link, ROADS), train])
    names = {"east": ("gate", "town"), "west": ("far", "town"), "town": ("town", "town")}
    for place in found["places"]:
        if place["id"] in names:
            place["id"] = names[place["id"]][0]
    gate = next(place for place in found["places"] if place["id"] == "gate")
    del gate["town_type"]
    gate |= {"kind": "gateway", "gateway_type": "rail_station"}
    found["region"]["gateway"] = "gate"
    tariffs = found["region"]["tariffs"]
    tariffs |= {"access": ACCESS, "rental": {**RENTAL, "confidence": "estimated"}}
    region = xt.Region.model_validate(found)

    def travel(wish, stage="between"):
        request = xt.TripRequest(start="2026-04-10", days=1, transport=wish)
        transport = Transport.of(request)
        transport = transport if stage == "between" else transport.at(stage)
        return TravelTimes(build_graph(region), transport, region.region.tariffs)

    travel.region = region
    return travel


def pieces(travel, from_id, to_id):
    """Return vehicle, getting in, waiting, riding and parking of each step of a way."""
    rides = (step.ride for step in travel.way(from_id, to_id))
    return [(r.vehicle, r.board_min, r.wait_min, r.minutes, r.park_min) for r in rides]


def test_a_car_is_parked_where_one_gets_out_and_not_on_the_way(by):
    """Three minutes to the car at the gate, past the town, seven to park at the hall."""
    travel = by("car")

    assert pieces(travel, "gate", "hall") == [("car", 3, 0, 10, 0), ("car", 0, 0, 10, 7)]
    assert travel.minutes[travel.index["gate"], travel.index["hall"]] == 30


def test_taxis_and_drivers_are_waited_for_and_set_down_at_the_gate(by):
    """Six minutes for a taxi in a town, two for the driver; twenty and five at the hall."""
    assert pieces(by(["taxi"]), "town", "hall") == [("taxi", 0, 6, 10, 0)]
    assert pieces(by(["taxi"]), "hall", "town") == [("taxi", 0, 20, 10, 0)]
    assert pieces(by("charter"), "town", "hall") == [("car", 0, 2, 10, 0)]
    assert pieces(by("charter"), "hall", "town") == [("car", 0, 5, 10, 0)]


def test_a_rented_car_is_picked_up_and_returned_at_the_desk_alone(by):
    """By train to the gate, half an hour at the desk; back the same way in the other order."""
    wish = ["rented_car", "rail"]
    coming, going = by(wish, "coming"), by(wish, "going")

    assert pieces(coming, "far", "hall") == [
        ("train", 30, 0, 10, 0),
        ("car", 30, 0, 10, 0),
        ("car", 0, 0, 10, 7),
    ]
    assert pieces(going, "hall", "far") == [
        ("car", 7, 0, 10, 0),
        ("car", 0, 0, 10, 20),
        ("train", 30, 0, 10, 0),
    ]
    assert [step.ride.hire for step in coming.way("far", "hall")] == [None, "pick-up", None]
    assert [step.ride.hire for step in going.way("hall", "far")] == [None, "return", None]


def test_without_a_way_to_the_desk_no_car_is_had(by):
    """Who may take no train does not get from far to the gate."""
    coming = by(["rented_car"], "coming")

    assert coming.minutes[coming.index["far"], coming.index["hall"]] == UNREACHABLE


def test_a_rented_trip_is_pieced_together_by_where_it_begins_and_ends(by):
    """The first way is by train and car, the last by car and train, those between by car."""
    wish = ["rented_car", "rail"]
    travel = RentedTravel(by(wish), by(wish, "coming"), by(wish, "going"), "far", "gate")

    def minutes(a, b):
        return int(travel.minutes[travel.index[a], travel.index[b]])

    assert minutes("far", "hall") == 40 + 30 + 20 + 7
    assert minutes("town", "hall") == 3 + 10 + 7
    assert minutes("hall", "gate") == 7 + 20 + 20
    assert minutes("far", "gate") == UNREACHABLE
    assert [step.ride.vehicle for step in travel.way("far", "hall")] == ["train", "car", "car"]
    assert [step.ride.hire for step in travel.way("hall", "gate")] == [None, "return"]


def test_no_time_for_access_leads_to_no_circles(by, small_region):
    """Where parking takes no time ways still end, and are what is driven."""
    found = small_region([link("east", "town"), link("town", "west")])
    nothing = {table: {"other": 0} for table in ACCESS}
    found["region"]["tariffs"]["access"] = nothing
    region = xt.Region.model_validate(found)
    transport = by("car").transport
    travel = TravelTimes(build_graph(region), transport, region.region.tariffs)

    assert travel.minutes[travel.index["east"], travel.index["west"]] == 20
    assert len(travel.way("east", "west")) == 2


@pytest.mark.parametrize("stage", ["coming", "between", "going"])
def test_each_way_of_the_bundled_region_adds_up(region, stage):
    """Minutes and money of ways with a rented car are the sums over their steps."""
    request = xt.TripRequest(start="2026-04-10", days=1, transport="rented_car")
    transport = Transport.of(request)
    transport = transport if stage == "between" else transport.at(stage)
    travel = TravelTimes(build_graph(region), transport, region.region.tariffs)
    draw = random.Random(3)  # noqa: S311
    for _ in range(200):
        start, end = draw.sample(travel.ids, 2)
        pair = travel.index[start], travel.index[end]
        if travel.minutes[pair] == UNREACHABLE:
            continue
        rides = [step.ride for step in travel.way(start, end)]
        assert sum(ride.total_min for ride in rides) == travel.minutes[pair]
        assert sum(ride.cost_fen for ride in rides) == travel.cost_fen[pair]
        hired = [ride.hire for ride in rides if ride.hire]
        assert hired == {"coming": ["pick-up"], "between": [], "going": ["return"]}[stage]


def test_a_rented_car_needs_gateways_and_a_desk(by):
    """A region without a rental, and a trip from a museum, are refused with what would do."""
    region = by.region
    request = xt.TripRequest(start="2026-04-10", days=1, transport="rented_car")
    info = region.region
    without = info.model_copy(update={"tariffs": info.tariffs.model_copy(update={"rental": None})})

    check_rental(request, region, "gate", "gate")
    with pytest.raises(xt.RequestError, match=r"\$\.depart\.at: hall .* gateway"):
        check_rental(request, region, "gate", "hall")
    with pytest.raises(xt.RequestError, match="no place that rents cars is known in small"):
        check_rental(request, region.model_copy(update={"region": without}), "gate", "gate")


def test_kinds_of_place_are_checked():
    """A table without a value for all other kinds, or with an unknown kind, is refused."""
    with pytest.raises(ValueError, match="car_min needs a value for 'other'"):
        AccessTimes(car_min={"museum": 3})
    with pytest.raises(ValueError, match="musem"):
        AccessTimes(car_min={"musem": 3, "other": 3})
