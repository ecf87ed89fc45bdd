"""Road graphs as OSMnx makes them."""

import gzip
import io

import networkx as nx
import numpy as np
import pytest

import xytour as xt
from xytour.network.importers.osmnx import from_osmnx, read_graphml
from xytour.network.roads import road_matrix


@pytest.fixture(scope="module")
def saved(samples):
    """Return the path of a graph that OSMnx saved."""
    return samples / "helsinki-center.graphml.gz"


def test_a_graph_that_osmnx_saved_is_read(saved):
    """166 crossings and 319 streets; the first street's numbers as the file has them."""
    roads = read_graphml(saved)

    text = gzip.decompress(saved.read_bytes())
    graph = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    tail, head, edge = next(iter(graph.edges(data=True)))
    assert (len(roads.lat), len(roads.tail)) == (166, 319)
    assert roads.metres[0] == float(edge["length"])
    assert roads.seconds[0] == float(edge["travel_time"])
    assert roads.lat[roads.tail[0]] == float(graph.nodes[tail]["y"])
    assert roads.lon[roads.head[0]] == float(graph.nodes[head]["x"])


def test_its_ways_are_those_that_networkx_finds(saved, mainland):
    """Minutes over the graph are networkx's, plus the walks to the crossings."""
    roads = read_graphml(saved)
    text = gzip.decompress(saved.read_bytes())
    graph = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    names = list(graph.nodes)
    for _, _, edge in graph.edges(data=True):
        edge["travel_time"] = float(edge["travel_time"])
    lat, lon = (np.array([getattr(p.location, k) for p in mainland.places]) for k in ("lat", "lon"))
    nodes, off_m = roads.nearest(lat, lon)

    matrix = road_matrix(mainland, roads)

    for i, tail in enumerate(nodes):
        exact = nx.single_source_dijkstra_path_length(graph, names[tail], weight="travel_time")
        for j, head in enumerate(nodes):
            if i != j:
                seconds = exact[names[head]] + (off_m[i] + off_m[j]) / (4 / 3.6)
                assert matrix.minutes[i, j] == pytest.approx(seconds / 60 + 0.5, abs=0.51)


def test_a_plan_over_it(saved, helsinki):
    """A region without any link is planned over the graph; the island is left out."""
    matrix = road_matrix(helsinki, read_graphml(saved), too_far="unreachable")

    itinerary = xt.Planner(helsinki, travel=matrix).plan(
        xt.TripRequest(start="2026-05-07", days=2, interests={"culture": 1.0}), iterations=50
    )

    assert len(itinerary.visits) >= 5
    assert [d.place_id for d in itinerary.dropped if d.reason == "unreachable"] == ["suomenlinna"]


def test_missing_travel_times_are_told_with_the_remedy():
    """Each edge without one is named, and what to run."""
    graph = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=114.0, y=32.0)
    graph.add_node(2, x=114.1, y="north")
    graph.add_edge(1, 2, length=9000.0)

    with pytest.raises(xt.DataError, match="add_edge_travel_times") as told:
        from_osmnx(graph)

    assert [(fault.path, fault.value) for fault in told.value.faults] == [
        ("node 2, y", "'north'"),
        ("edge 1 to 2, travel_time", "nothing"),
    ]


def test_graphs_of_another_kind_are_refused(tmp_path):
    """Projected, undirected, not GraphML, not there."""
    with pytest.raises(xt.DataError, match=r"is projected \(epsg:32650\)"):
        from_osmnx(nx.MultiDiGraph(crs="EPSG:32650"))
    with pytest.raises(xt.DataError, match="is not directed"):
        from_osmnx(nx.Graph())
    with pytest.raises(xt.DataError, match="cannot be read"):
        read_graphml(tmp_path / "none.graphml")
    for content in ("", "<graphml", "no XML", "<html></html>"):
        (tmp_path / "x.graphml").write_text(content, encoding="utf-8")
        with pytest.raises(xt.DataError, match="is not GraphML"):
            read_graphml(tmp_path / "x.graphml")
