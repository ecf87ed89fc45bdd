"""Travel where every place is joined to every other agrees with a plain search."""

import networkx as nx
import pytest

import xytour as xt
from xytour.importers import region_from_tables
from xytour.network.direct import DirectTravel, travel_over
from xytour.network.geodesy import great_circle_m
from xytour.network.graph import build_graph
from xytour.network.rides import Transport, find_ride
from xytour.network.streets import road_way, walk_way
from xytour.network.travel import UNREACHABLE

STEP = 0.017  # degrees, about 1.6 km


@pytest.fixture(scope="module")
def region():
    """Return a town with a cross of two metro lines, and a station outside."""
    sights = [
        {
            "name": f"Place {k}",
            "type": "museum",
            "lat": 30.2 + 0.013 * (k % 5),
            "lon": 120.1 + 0.02 * k,
        }
        for k in range(12)
    ]
    lines = [
        {
            "name": name,
            "stations": [
                {
                    "name": f"{name}{k}" if k != 4 else "Cross",
                    "lat": 30.22 + k * up,
                    "lon": 120.12 + k * on,
                }
                for k in range(9)
            ],
        }
        for name, up, on in (("A", 0.0, STEP), ("B", 0.0001, STEP))
    ]
    train = {
        "number": "G1",
        "from": "上海虹桥站",
        "to": "X站",
        "departure": "08:00",
        "arrival": "09:00",
    }
    back = {**train, "from": "X站", "to": "上海虹桥站"}
    stations = [{"name": "X站", "lat": 30.22, "lon": 120.17}]
    return region_from_tables(
        "X", sights=sights, metro=lines, trains=[train, back], stations=stations
    ).region


def plain(region, transport):
    """Return the graph of all edges there are, direct ones included, weighed as by the planner."""
    info = region.region
    graph = nx.MultiDiGraph()
    for tail, head, edge in build_graph(region).edges(data=True):
        ride = find_ride(edge, transport, info.tariffs)
        if ride is not None:
            cost = ride.cost_fen / transport.party_size / 10
            graph.add_edge(tail, head, weight=10 * ride.total_min + round(cost))
    inside = [p for p in region.places if not getattr(p, "outside", False)]
    for a in inside:
        for b in inside:
            here, there = a.location, b.location
            km = float(great_circle_m(here.lat, here.lon, there.lat, there.lon)) / 1000
            length, minutes = walk_way(km, info)
            if a.id != b.id and length <= transport.max_walk_km:
                graph.add_edge(a.id, b.id, weight=10 * int(minutes), walk=True)
    return graph


def test_without_a_taxi_ways_are_as_fast_as_a_plain_search_finds(region):
    """By metro and on foot; no way is longer than with one walk at each end at most."""
    transport = Transport("public", frozenset({"metro", "walk", "high_speed_rail"}), 2.0, 1)
    travel = travel_over(build_graph(region), transport, region.region)
    lengths = dict(nx.all_pairs_dijkstra_path_length(plain(region, transport)))

    assert isinstance(travel, DirectTravel)
    reached = as_good = 0
    for a, from_id in enumerate(travel.ids):
        for b, to_id in enumerate(travel.ids):
            if travel.minutes[a, b] >= UNREACHABLE or a == b:
                continue
            reached += 1
            weight = 10 * travel.minutes[a, b] + travel.cost_fen[a, b] / 10
            # Never faster than the search; it may chain walks, which a limit on walks forbids.
            assert weight >= lengths[from_id][to_id] - 1
            as_good += weight <= lengths[from_id][to_id] + 1
    assert reached > 200
    assert as_good > 0.9 * reached


@pytest.mark.parametrize(
    "modes", ["public", "car", "charter", ["metro", "walk"], ["taxi", "high_speed_rail"]]
)
def test_ways_add_up_to_what_the_tables_say(region, modes):
    """Minutes, fares and lengths of the steps are those told; each begins where the last ends."""
    request = xt.TripRequest(start="2026-04-10", days=1, transport=modes)
    travel = travel_over(build_graph(region), Transport.of(request), region.region)
    seen = 0
    for a, from_id in enumerate(travel.ids):
        for b, to_id in enumerate(travel.ids):
            if a == b or travel.minutes[a, b] >= UNREACHABLE:
                continue
            way = travel.way(from_id, to_id)
            seen += 1
            assert sum(step.ride.total_min for step in way) == travel.minutes[a, b]
            assert sum(step.ride.cost_fen for step in way) == travel.cost_fen[a, b]
            metres = sum(round(step.edge["distance_km"] * 1000) for step in way)
            assert metres == travel.distance_m[a, b]
            ends = [from_id, *(step.to_id for step in way)]
            assert [step.from_id for step in way] == ends[:-1]
            assert ends[-1] == to_id
            walked = [s.edge["distance_km"] for s in way if s.edge["mode"] == "walk"]
            assert max(walked, default=0) <= request.max_walk_km
    assert seen > 100


def test_counted_steps_are_those_of_the_ways(region):
    """Along links; streets do not count."""
    request = xt.TripRequest(start="2026-04-10", days=1, transport="public")
    travel = travel_over(build_graph(region), Transport.of(request), region.region)
    rides = travel.count_steps(lambda step: step.ride.vehicle in {"metro", "train"})

    for a, from_id in enumerate(travel.ids):
        for b, to_id in enumerate(travel.ids):
            if a != b and travel.minutes[a, b] < UNREACHABLE:
                way = travel.way(from_id, to_id)
                linked = [step for step in way if step.ride.vehicle in {"metro", "train"}]
                assert rides[a, b] == len(linked)


def test_far_ways_run_on_faster_roads(region):
    """Beyond the length that the region tells; the triangle stays one."""
    near_km, near_min = road_way(5.0, region.region)
    far_km, far_min = road_way(50.0, region.region)

    assert near_km / near_min < far_km / far_min
    assert road_way(55.0, region.region)[1] <= near_min + far_min
