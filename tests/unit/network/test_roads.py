"""Road graphs as arrays, and travel between places over them."""

import math

import networkx as nx
import numpy as np
import pytest

import xytour as xt
from xytour.catalogue import region_from_dict
from xytour.network.roads import RoadGraph, road_matrix
from xytour.network.travel import UNREACHABLE


def street(edges, lon=(114.0, 114.1, 114.2, 114.3), source="chalk on the table"):
    """Return a graph of nodes on one parallel and edges (tail, head, seconds, metres)."""
    tail, head, seconds, metres = (np.array(side) for side in zip(*edges, strict=True))
    lon = np.array(lon)
    return RoadGraph(np.full(len(lon), 32.1), lon, tail, head, seconds * 1.0, metres * 1.0, source)


THERE_AND_BACK = [
    *[(0, 1, 600, 9_000), (1, 0, 660, 9_100)],
    *[(1, 2, 300, 9_500), (2, 1, 300, 9_500)],
    *[(2, 3, 300, 9_400), (3, 2, 900, 9_400)],
]


@pytest.fixture
def small(small_region):
    """Return the small region: places at 114.0, 114.1 (town and hall), 114.3 east."""
    return region_from_dict(small_region([]))


def test_times_and_lengths_are_those_of_the_fastest_way():
    """The fastest way wins; of two that are equally fast the shorter one is told."""
    graph = street(
        [(0, 1, 100, 900), (1, 2, 100, 900), (0, 2, 250, 500), (0, 3, 50, 70), (3, 1, 50, 20)]
    )

    seconds, metres = graph.between(np.array([0, 1, 2]))

    assert seconds.tolist() == [[0, 100, 200], [np.inf, 0, 100], [np.inf, np.inf, 0]]
    assert metres.tolist() == [[0, 90, 990], [np.inf, 0, 900], [np.inf, np.inf, 0]]


def test_a_matrix_is_door_to_door(small):
    """From a place to its node one walks: 1.1 km from the hall, at 4 km/h 17 minutes."""
    matrix = road_matrix(small, street(THERE_AND_BACK), limit_m=1500)

    hall_m = math.radians(0.01) * 6_371_008.8
    ids = matrix.ids
    east, west, hall = (ids.index(name) for name in ("east", "west", "hall"))
    assert matrix.minutes[east, west] == 20  # 1200 s
    assert matrix.minutes[west, east] == 31  # 1860 s
    assert matrix.minutes[east, hall] == math.ceil((600 + hall_m / (4 / 3.6)) / 60)
    assert matrix.distance_m[east, hall] == round(9_000 + hall_m)
    assert matrix.source == "chalk on the table"
    assert matrix.notes == ("farthest from a road is hall, 1,112 m",)


def test_a_place_that_is_too_far_is_named_with_its_distance(small):
    """It is refused, or, if one says so, left without any way."""
    with pytest.raises(xt.DataError, match="hall: 1,112 m - is farther than 1,000 m"):
        road_matrix(small, street(THERE_AND_BACK))
    matrix = road_matrix(small, street(THERE_AND_BACK), too_far="unreachable")

    hall = matrix.ids.index("hall")
    assert (np.delete(matrix.minutes[hall], hall) == UNREACHABLE).all()
    assert "over 1,000 m from any road, so unreachable: hall (1,112 m)" in matrix.notes
    with pytest.raises(xt.DataError, match="too_far: expected"):
        road_matrix(small, street(THERE_AND_BACK), too_far="ignore")


def test_places_are_joined_to_the_part_that_hangs_together(small):
    """A car park beside the town, cut off from all, is passed over for the road."""
    lot = street(
        [*THERE_AND_BACK, (4, 5, 9, 9)], lon=(114.0, 114.1, 114.2, 114.3, 114.101, 114.102)
    )

    matrix = road_matrix(small, lot, limit_m=1500)

    assert (matrix.minutes < UNREACHABLE).all()
    assert matrix.notes[-1] == "2 of 6 nodes are cut off from the rest: not used"


def test_a_cache_serves_what_was_found_and_nothing_else(small, tmp_path, monkeypatch):
    """The second time nothing is searched; another graph, or a damaged file, is."""
    roads = street(THERE_AND_BACK)
    first = road_matrix(small, roads, limit_m=1500, cache_dir=tmp_path)
    searched = []
    between = RoadGraph.between
    monkeypatch.setattr(
        RoadGraph, "between", lambda self, nodes: searched.append(1) or between(self, nodes)
    )

    again = road_matrix(small, roads, limit_m=1500, cache_dir=tmp_path)
    assert not searched
    assert (again.minutes == first.minutes).all()
    assert (again.distance_m == first.distance_m).all()

    faster = street([(0, 1, 60, 9_000), *THERE_AND_BACK[1:]])
    other = road_matrix(small, faster, limit_m=1500, cache_dir=tmp_path)
    assert len(searched) == 1
    assert other.minutes[0, 1] < first.minutes[0, 1]

    for path in tmp_path.glob("*.xytour-cache"):
        path.write_bytes(b"half a fi")
    mended = road_matrix(small, roads, limit_m=1500, cache_dir=tmp_path)
    assert len(searched) == 2
    assert (mended.minutes == first.minutes).all()
    assert mended.notes[-1].endswith("is damaged, rebuilt")


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        ([(0, 9, 1, 1)], r"head\[0\]: 9 - is out of range"),
        ([(0, 1, 1, 1), (0, 1, -1, 1)], r"seconds\[1\]: -1\.0 - is out of range"),
        ([(0, 1, np.nan, 1)], r"seconds\[0\]: nan - is out of range"),
    ],
)
def test_a_graph_that_cannot_be_is_refused(edges, message):
    """The first wrong value is shown with its position."""
    with pytest.raises(xt.DataError, match=message):
        street(edges)


def test_a_graph_without_nodes_is_refused():
    """Nothing can be joined to nothing."""
    nothing = np.array([])
    with pytest.raises(xt.DataError, match="a road graph has nodes"):
        RoadGraph(nothing, nothing, nothing, nothing, nothing, nothing)


def test_real_streets_agree_with_networkx(roads, mainland):
    """Over the middle of Helsinki times between places are those that networkx finds."""
    graph = nx.MultiDiGraph()
    for tail, head, seconds in zip(roads.tail, roads.head, roads.seconds, strict=True):
        graph.add_edge(int(tail), int(head), seconds=float(seconds))
    lat, lon = (np.array([getattr(p.location, k) for p in mainland.places]) for k in ("lat", "lon"))
    nodes, off_m = roads.nearest(lat, lon)

    seconds, metres = roads.between(nodes)

    for row, tail in zip(seconds, nodes.tolist(), strict=True):
        exact = nx.single_source_dijkstra_path_length(graph, tail, weight="seconds")
        assert row == pytest.approx([exact[head] for head in nodes.tolist()], abs=0.2)
    assert off_m.max() < 100
    assert (metres[seconds > 0] > 50).all()
