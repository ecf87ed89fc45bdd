"""How a party gets along an edge, how long it waits and what it pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xytour import Party, TripRequest
from xytour.model.region import Rental, Tariffs
from xytour.network.access import getting_in
from xytour.network.fares import charter_fen, rental_fen, taxi_fen
from xytour.network.rides import Transport, find_ride

TARIFFS = Tariffs(
    fuel_cny_per_km=0.5,
    taxi_flag_fall_cny=6,
    taxi_included_km=2.5,
    taxi_cny_per_km=1.6,
    taxi_far_km=15,
    taxi_far_from_km=10,
    taxi_far_share=0.5,
    charter_cny_per_day=450,
    charter_included_km=200,
    charter_cny_per_extra_km=2.5,
    picnic_cny=30,
    room_cny=250,
    co2_kg_per_km={},
    confidence="typical",
)


def transport(wish, people=2, **fields):
    """Return what a party of adults may travel by."""
    request = TripRequest(
        start="2026-04-10", days=1, transport=wish, party=Party(adults=people), **fields
    )
    return Transport.of(request)


def edge(mode, km=10.0, minutes=15, **fields):
    """Return the attributes of an edge."""
    nothing = {"toll_cny": None, "fare_cny": None, "headway_min": None, "link_id": "a"}
    return {"mode": mode, "distance_km": km, "minutes": minutes, **nothing, **fields}


def test_a_car_pays_fuel_and_toll():
    """Ten kilometres at 0.50 and a toll of 4 make 9 yuan, twice that with two cars."""
    road = edge("expressway", toll_cny=4)

    assert find_ride(road, transport("car"), TARIFFS).cost_fen == 900
    assert find_ride(road, transport("car", people=6), TARIFFS).cost_fen == 1_800


def test_a_charter_pays_the_toll_on_the_way():
    """Fuel is in the price by the day."""
    assert find_ride(edge("expressway", toll_cny=4), transport("charter"), TARIFFS).cost_fen == 400


def test_a_bus_costs_a_fare_a_head_and_waits_half_its_headway():
    """With a bus every 40 minutes one waits 20 on average, 10 of them for boarding."""
    ride = find_ride(edge("bus", fare_cny=3, headway_min=40), transport("public"), TARIFFS)

    assert (ride.vehicle, ride.board_min, ride.wait_min, ride.cost_fen) == ("bus", 10, 10, 600)


def test_boarding_takes_time_however_often_trains_run():
    """A fast train every ten minutes still wants 25 minutes at the station."""
    train = edge("high_speed_rail", headway_min=10)

    ride = find_ride(train, transport("public"), TARIFFS)

    assert (ride.board_min, ride.wait_min) == (25, 0)


@pytest.mark.parametrize(
    ("wish", "mode", "allowed"),
    [
        ("car", "bus", False),
        ("car", "ferry", True),
        ("public", "bus", True),
        (["bus", "walk"], "county_road", False),
        (["taxi"], "county_road", True),
        (["taxi"], "bus", False),
    ],
)
def test_only_what_is_allowed_is_taken(wish, mode, allowed):
    """A request's list of modes is kept to."""
    assert (find_ride(edge(mode), transport(wish), TARIFFS) is not None) == allowed


def test_walks_keep_to_their_limit():
    """A footpath of 2 km is too long for who walks 1.5 km at most."""
    path = edge("walk", km=2.0, link_id=None)

    assert find_ride(path, transport("public"), TARIFFS) is None
    assert find_ride(path, transport("public", max_walk_km=2), TARIFFS) is not None


@pytest.mark.parametrize(
    ("km", "fen"),
    [
        (1.0, 600),  # flag fall
        (2.5, 600),
        (12.5, 2_200),  # 6 + 10 km at 1.60
        (20.0, 4_200),  # 6 + 17.5 km at 1.60 + half as much again for 10 km
    ],
)
def test_a_taxi_fare_by_hand(km, fen):
    """Flag fall, kilometres beyond the included, a surcharge on far runs."""
    assert taxi_fen(km, 0, transport("public"), TARIFFS) == fen


@pytest.mark.parametrize(
    ("begins", "fen"),
    [
        (12 * 60, 2_400),
        (21 * 60 + 59, 2_400),
        (22 * 60, 2_840),  # 22 yuan and a fifth, and 2 of toll
        (24 * 60 + 30, 2_840),  # half past midnight
        (5 * 60 + 59, 2_840),
        (6 * 60, 2_400),
    ],
)
def test_taxis_are_dearer_by_night(begins, fen):
    """From 22:00 to 06:00 a fifth more, but for the toll."""
    tariffs = TARIFFS.model_copy(update={"taxi_night_share": 0.2})

    assert taxi_fen(12.5, 2, transport("public"), tariffs, begins=begins) == fen


def test_rented_cars_are_paid_by_the_day():
    """Six people need two cars; the day that is a holiday costs more."""
    rental = Rental(
        places=("desk",), cny_per_day=200, holiday_cny_per_day=300, confidence="estimated"
    )

    assert rental_fen([False, True], transport("rented_car", people=6), rental) == [40_000, 60_000]


def test_a_charter_counts_every_day():
    """A day within the included kilometres costs 450, one with 20 beyond them 500."""
    assert charter_fen([0, 220], transport("charter"), TARIFFS) == [45_000, 50_000]


@given(
    lengths=st.lists(st.integers(1, 400).map(lambda n: n / 10), min_size=1, max_size=6),
    flag_fall=st.integers(0, 20),
    included_km=st.integers(0, 8),
    people=st.integers(1, 9),
)
def test_a_run_never_costs_less_than_its_edges(lengths, flag_fall, included_km, people):
    """What is counted edge by edge while planning stays below the fare of the whole run."""
    tariffs = TARIFFS.model_copy(
        update={"taxi_flag_fall_cny": flag_fall, "taxi_included_km": included_km}
    )
    taxi = transport("public", people=people)

    (gets_in,) = getting_in("a", "town", taxi, tariffs)
    by_edge = sum(find_ride(edge("county_road", km), taxi, tariffs).cost_fen for km in lengths)
    by_edge += gets_in.cost_fen

    assert by_edge <= taxi_fen(round(sum(lengths), 3), 0, taxi, tariffs)
