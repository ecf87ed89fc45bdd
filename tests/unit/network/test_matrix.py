"""Travel matrices given from outside, and plans made with them."""

import numpy as np
import pytest
from given_links import as_links
from hypothesis import given
from hypothesis import strategies as st
from verifier.checks import verify

import xytour as xt
from xytour.catalogue.loading import load_region
from xytour.network.fares import taxi_fen
from xytour.network.matrix import GivenTravel, TravelMatrix, whole_minutes
from xytour.network.rides import Transport
from xytour.network.travel import UNREACHABLE

IDS = ("east", "town", "west", "hall")


def transport(wish, **fields):
    """Return what a request with a transport allows."""
    return Transport.of(xt.TripRequest(start="2026-04-10", days=1, transport=wish, **fields))


def square(**changes):
    """Return a matrix of the small region, 20 minutes and 10 km everywhere, but for changes."""
    minutes = np.full((4, 4), 20)
    lengths = np.full((4, 4), 10_000)
    for table in (minutes, lengths):
        np.fill_diagonal(table, 0)
    return TravelMatrix(IDS, **{"minutes": minutes, "distance_m": lengths, **changes})


@pytest.fixture
def small(small_region, tmp_path):
    """Return the small region, without links."""
    import json

    path = tmp_path / "small.json"
    path.write_text(json.dumps(small_region([])), encoding="utf-8")
    return load_region(path)


@pytest.fixture(scope="module")
def lopsided(region):
    """Return a matrix of the bundled region: no two ways the same, one place cut off."""
    rng = np.random.default_rng(5)
    ids = tuple(place.id for place in region.places)
    minutes = rng.integers(5, 90, (len(ids), len(ids)))
    lengths = minutes * rng.integers(400, 900, minutes.shape)
    cut_off = ids.index("jigongshan")
    minutes[cut_off], minutes[:, cut_off] = UNREACHABLE, UNREACHABLE
    for table in (minutes, lengths):
        np.fill_diagonal(table, 0)
    return TravelMatrix(ids, minutes, distance_m=lengths, source="our own surveys")


@pytest.mark.parametrize("wish", ["car", "charter"])
def test_a_plan_follows_the_matrix_leg_by_leg(region, region_file, lopsided, wish):
    """The verifier finds nothing when the matrix is written as links of the region file."""
    request = xt.TripRequest(
        start="2026-04-10", days=2, interests={"tea": 1.0}, transport=wish, budget_cny=3000
    )

    itinerary = xt.Planner(region, travel=lopsided).plan(request, iterations=60)

    document = itinerary.model_dump(mode="json", by_alias=True)
    assert verify(*as_links(document, region_file, lopsided)) == []
    assert len([item for item in itinerary.items() if item.type == "leg"]) >= 3
    drops = {drop.place_id: drop.reason for drop in itinerary.dropped}
    assert drops["jigongshan"] == "unreachable"
    assert xt.Itinerary.model_validate_json(itinerary.model_dump_json()) == itinerary


def test_a_place_without_a_way_that_must_be_visited_is_named(region, lopsided):
    """What cannot be reached is refused with the reason, not left out in silence."""
    request = xt.TripRequest(start="2026-04-10", days=1, must_visit=["jigongshan"])

    with pytest.raises(xt.InfeasibleError, match=r"Jigong Mountain.*cannot be reached"):
        xt.Planner(region, travel=lopsided).plan(request)


def test_places_that_the_matrix_lacks_are_named(small):
    """A matrix that does not cover the region is refused, unless one says what that means."""
    part = TravelMatrix(("east", "hall"), np.array([[0, 12], [15, 0]]))

    with pytest.raises(xt.DataError, match="lacks 2 of 4 places") as told:
        xt.Planner(small, travel=part)
    whole = part.covering(small.by_id)

    assert [fault.value for fault in told.value.faults] == ["town", "west"]
    assert whole.minutes.tolist() == [
        [0, UNREACHABLE, UNREACHABLE, 12],
        [UNREACHABLE, 0, UNREACHABLE, UNREACHABLE],
        [UNREACHABLE, UNREACHABLE, 0, UNREACHABLE],
        [15, UNREACHABLE, UNREACHABLE, 0],
    ]
    assert whole.notes == ("not in the matrix, so unreachable: town, west",)
    itinerary = xt.Planner(small, travel=whole).plan(xt.TripRequest(start="2026-04-10", days=1))
    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert [(leg.from_id, leg.to_id, leg.minutes) for leg in legs] == [
        ("east", "hall", 12),
        ("hall", "east", 15),
    ]
    assert all(part.estimated for leg in legs for part in leg.parts)  # no lengths were given


def test_more_places_in_any_order_do_no_harm(small):
    """A matrix of a whole country serves a region in it."""
    ids = ("moon", *reversed(IDS))
    minutes = np.arange(25).reshape(5, 5)
    np.fill_diagonal(minutes, 0)

    planner = xt.Planner(small, travel=TravelMatrix(ids, minutes))

    travel = planner.travel(transport("car"))
    east, hall = travel.index["east"], travel.index["hall"]
    assert travel.ids == IDS
    assert travel.minutes[east, hall] == minutes[ids.index("east"), ids.index("hall")]


def test_a_transport_that_the_vehicle_does_not_serve_is_refused(small):
    """Times by car say nothing of buses."""
    planner = xt.Planner(small, travel=square(source="car survey"))

    with pytest.raises(xt.RequestError, match=r"given \(car survey\) are by car, .*\(bus\)"):
        planner.plan(xt.TripRequest(start="2026-04-10", days=1, transport=["bus"]))


def test_costs_follow_the_party(region):
    """Own cars pay fuel, taxis their tariff, charters by the day; given costs are a car's."""
    ids = tuple(place.id for place in region.places)
    minutes = np.full((len(ids), len(ids)), 20)
    np.fill_diagonal(minutes, 0)
    matrix = TravelMatrix(ids, minutes, distance_m=minutes * 500)  # 10 km
    by_taxi = TravelMatrix(ids, minutes, distance_m=minutes * 500, vehicle="taxi")
    tariffs = region.region.tariffs
    six = {"party": xt.Party(adults=6)}

    def cost(matrix, wish, **fields):
        return GivenTravel(matrix, region, transport(wish, **fields)).cost_fen[0, 1]

    assert cost(matrix, "car") == round(10 * tariffs.fuel_cny_per_km * 100)
    assert cost(matrix, "car", **six) == round(2 * 10 * tariffs.fuel_cny_per_km * 100)
    assert cost(matrix, "charter") == 0
    assert cost(by_taxi, "public") == taxi_fen(10, 0, transport("public"), tariffs)
    priced = TravelMatrix(ids, minutes, distance_m=minutes * 500, cost_fen=minutes * 100)
    assert cost(priced, "car", **six) == 2 * 2000
    by_bus = TravelMatrix(ids, minutes, cost_fen=minutes * 10, vehicle="bus")
    assert cost(by_bus, "public", **six) == 6 * 200
    with pytest.raises(xt.DataError, match="by bus needs cost_fen"):
        cost(TravelMatrix(ids, minutes, vehicle="bus"), "public")


def test_a_taxi_plan_pays_whole_fares_within_its_budget(small):
    """The flag fall of each ride is in the cost of its leg, and in the sum."""
    info = small.region
    tariffs = info.tariffs.model_copy(
        update={"taxi_flag_fall_cny": 8.0, "taxi_included_km": 3.0, "taxi_cny_per_km": 2.0}
    )
    info = info.model_copy(update={"tariffs": tariffs})
    small = small.model_copy(update={"region": info})
    request = xt.TripRequest(start="2026-04-10", days=1, transport=["taxi"], budget_cny=44)

    itinerary = xt.Planner(small, travel=square(vehicle="taxi")).plan(request)

    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert [leg.cost_cny for leg in legs] == [22, 22]  # 8 + 7 km at 2
    assert itinerary.totals.cost_by_kind["transport"] == 44


def test_walks_end_at_what_the_party_walks(small):
    """A way on foot that is too long is none."""
    lengths = np.array([[0, 800, 900, 2_000]] * 4)
    np.fill_diagonal(lengths, 0)
    matrix = square(vehicle="walk", distance_m=lengths)

    travel = GivenTravel(matrix, small, transport(["walk"], max_walk_km=1.0))

    assert travel.minutes[0].tolist() == [0, 20, 20, UNREACHABLE]
    assert travel.way("east", "town")[0].ride.vehicle == "walk"
    assert travel.way("east", "east") == []
    with pytest.raises(ValueError, match="no way from 'east' to 'hall'"):
        travel.way("east", "hall")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"minutes": np.zeros((3, 4), int)}, "minutes: 3x4 - expected 4x4"),
        ({"minutes": np.zeros((4, 4))}, "minutes: float64 - expected whole numbers"),
        ({"minutes": -square().minutes}, "minutes east to town: -20 - is negative"),
        ({"cost_fen": np.ones((4, 4), int)}, "cost_fen east to east: 1 - a place is 0 from itself"),
        ({"ids": ("east", "town", "east", "hall")}, r"ids\[2\]: 'east' - comes twice"),
        ({"vehicle": "balloon"}, "unknown vehicle 'balloon'"),
    ],
)
def test_a_matrix_that_cannot_be_is_refused(changes, message):
    """Each fault is named with the pair at which it stands."""
    fields = {"ids": IDS, "minutes": square().minutes, **changes}

    with pytest.raises(xt.DataError, match=message):
        TravelMatrix(**fields)


def test_a_matrix_is_a_copy_that_nobody_changes():
    """Changing the array afterwards changes nothing."""
    minutes = np.array([[0, 5], [6, 0]])
    matrix = TravelMatrix(("a", "b"), minutes)

    minutes[0, 1] = 99

    assert matrix.minutes[0, 1] == 5
    with pytest.raises(ValueError, match="read-only"):
        matrix.minutes[0, 1] = 7


@given(
    st.lists(st.floats(0, 1e7), min_size=3, max_size=3),
)
def test_rounded_up_a_detour_is_never_faster(times):
    """The triangle inequality survives rounding to minutes."""
    first, second, slack = times
    direct = first + second - min(slack, first + second)
    seconds = np.array([[0, first, direct], [np.inf, 0, second], [np.inf, np.inf, 0]])

    minutes = whole_minutes(seconds)

    assert minutes[0, 2] <= minutes[0, 1] + minutes[1, 2]
    assert minutes[2, 0] == UNREACHABLE
    assert minutes[0, 1] >= 1


def test_a_rented_car_by_given_times_is_had_at_the_desk(region, lopsided):
    """The times given are of driving: the desk's minutes come on top, elsewhere no car is had."""
    desk = "xinyang-east-station"
    fields = {"start": "2026-04-10", "days": 1, "transport": "rented_car"}
    planner = xt.Planner(region, travel=lopsided)

    itinerary = planner.plan(xt.TripRequest(arrive=xt.Arrival(at=desk), **fields), iterations=20)

    first, *_, last = [item for item in itinerary.items() if item.type == "leg"]
    for leg, hire, transfer in ((first, "pick-up", 30), (last, "return", 20)):
        pair = lopsided.ids.index(leg.from_id), lopsided.ids.index(leg.to_id)
        assert leg.ride_min == lopsided.minutes[pair]
        assert (leg.parts[0].hire, leg.transfer_min) == (hire, transfer)
    elsewhere = xt.TripRequest(arrive=xt.Arrival(at="gushi-station"), **fields)
    with pytest.raises(xt.InfeasibleError, match="no desk that rents cars can be reached"):
        planner.plan(elsewhere, iterations=5)
