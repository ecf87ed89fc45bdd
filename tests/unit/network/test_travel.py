"""Door-to-door travel between all places."""

import random

import networkx as nx
import pytest

from xytour import TripRequest
from xytour.network.graph import build_graph
from xytour.network.rides import Transport, find_ride
from xytour.network.travel import UNREACHABLE, TravelTimes


def travel_of(region, wish, **fields):
    """Return travel times in a region for a transport."""
    request = TripRequest(start="2026-04-10", days=1, transport=wish, **fields)
    return TravelTimes(build_graph(region), Transport.of(request), region.region.tariffs)


@pytest.fixture(scope="module")
def by_car(region):
    """Return travel by car in the bundled region."""
    return travel_of(region, "car")


@pytest.fixture(scope="module")
def by_public(region):
    """Return travel by public transport in the bundled region."""
    return travel_of(region, "public")


def test_car_times_are_the_shortest_there_are(region, by_car):
    """Minutes between two hundred pairs agree with networkx on a graph with parked cars."""
    access = region.region.tariffs.access
    usable = nx.DiGraph()
    for place in region.places:
        minutes = access.minutes("car", place.kind)
        usable.add_edge(place.id, ("in car", place.id), minutes=minutes)
        usable.add_edge(("in car", place.id), place.id, minutes=minutes)
    for tail, head, edge in build_graph(region).edges(data=True):
        ride = find_ride(edge, by_car.transport, region.region.tariffs)
        if ride is not None:
            driven = ride.vehicle == "car"
            ends = (("in car", tail), ("in car", head)) if driven else (tail, head)
            known = usable.get_edge_data(*ends, {"minutes": UNREACHABLE})
            usable.add_edge(*ends, minutes=min(known["minutes"], ride.total_min))
    draw = random.Random(1)  # noqa: S311
    for origin in draw.sample(by_car.ids, 10):
        lengths = nx.single_source_dijkstra_path_length(usable, origin, weight="minutes")
        for end in draw.sample(by_car.ids, 20):
            found = by_car.minutes[by_car.index[origin], by_car.index[end]]
            assert found == lengths.get(end, UNREACHABLE)


@pytest.mark.parametrize("way", ["by_car", "by_public"])
def test_the_path_kept_is_the_one_counted(way, request):
    """Minutes, length and cost of a way are the sums over its edges, end to end."""
    travel = request.getfixturevalue(way)
    draw = random.Random(2)  # noqa: S311
    for _ in range(200):
        start, end = draw.sample(travel.ids, 2)
        i, j = travel.index[start], travel.index[end]
        if travel.minutes[i, j] == UNREACHABLE:
            continue
        steps = travel.way(start, end)
        assert [step.from_id for step in steps] == [start, *(step.to_id for step in steps[:-1])]
        assert steps[-1].to_id == end
        assert sum(step.ride.total_min for step in steps) == travel.minutes[i, j]
        assert sum(step.ride.cost_fen for step in steps) == travel.cost_fen[i, j]
        assert sum(round(s.edge["distance_km"] * 1_000) for s in steps) == travel.distance_m[i, j]


def test_no_way_is_said_so(region):
    """On foot alone nobody gets from Xinyang East to Gushi."""
    travel = travel_of(region, ["walk"])
    i, j = travel.index["xinyang-east-station"], travel.index["gushi-station"]

    assert travel.minutes[i, j] == UNREACHABLE
    with pytest.raises(ValueError, match="no way from 'xinyang-east-station' to 'gushi-station'"):
        travel.way("xinyang-east-station", "gushi-station")


def test_from_wuhan_one_takes_the_fast_train(by_public):
    """By public transport the way from Wuhan to Xinyang East is one ride on the fast line."""
    (step,) = by_public.way("wuhan-station", "xinyang-east-station")

    assert step.ride.vehicle == "train"
    assert step.edge["mode"] == "high_speed_rail"


def test_from_here_to_here_is_nothing(by_car):
    """Staying where one is takes no time and no steps."""
    assert by_car.way("jigongshan", "jigongshan") == []
    assert by_car.minutes[by_car.index["jigongshan"], by_car.index["jigongshan"]] == 0
