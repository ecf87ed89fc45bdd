"""A region's graph written and read again."""

import json

import networkx as nx
import pytest
from geojson_pydantic import FeatureCollection

from xytour.catalogue import region_from_dict
from xytour.errors import ExportError
from xytour.network.graph_export import save_graph, to_geojson, to_graphml


@pytest.fixture
def small(small_region):
    """Return a graph of four places, a toll road both ways and a bus one way."""
    road = {
        "id": "a-b",
        "from": "east",
        "to": "town",
        "mode": "county_road",
        "distance_km": 10,
        "minutes": 15,
        "toll_cny": 4,
        "road": "G312 <old> & new 国道",
        "confidence": "typical",
    }
    bus = {
        "id": "b-c",
        "from": "town",
        "to": "west",
        "mode": "bus",
        "distance_km": 19.5,
        "minutes": 40,
        "both_ways": False,
        "confidence": "typical",
    }
    return region_from_dict(small_region([road, bus])).graph()


def test_a_region_gives_its_graph_each_time_anew(region):
    """What is done to one graph does not show in the next, nor in plans."""
    graph = region.graph()
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph) == set(region.by_id)
    assert nx.has_path(graph, region.region.gateway, "jigongshan")

    graph.clear()

    assert len(region.graph()) == len(region.places)


def test_graphml_is_read_back_by_networkx(small, tmp_path):
    """Nodes, edges, numbers and texts return; what is unknown is left out."""
    path = save_graph(small, tmp_path / "small.graphml")

    back = nx.read_graphml(path, force_multigraph=True)

    assert isinstance(back, nx.MultiDiGraph)
    assert back.graph["region_id"] == "small"
    assert set(back) == set(small)
    assert back.nodes["hall"] == {
        "kind": "museum",
        "lat": 32.11,
        "lon": 114.1,
        "name_en": "A",
        "name_zh": "甲",
        "precision_m": 0,
    }
    assert back.number_of_edges() == small.number_of_edges()
    for tail, head, key, facts in small.edges(keys=True, data=True):
        known = {name: value for name, value in facts.items() if value is not None}
        assert {**known, "edge_key": key} in [
            {name: value for name, value in edge.items() if name != "id"}
            for edge in back[tail][head].values()
        ]
    assert set(back["east"]["town"]) | set(back["town"]["east"]) >= {"a-b", "a-b:back"}


def test_shortest_ways_are_the_same_after_reading_back(region, tmp_path):
    """The whole region survives: numbers stay numbers, and ways as long as they were."""
    graph = region.graph()
    path = save_graph(graph, tmp_path / "region.graphml")

    back = nx.read_graphml(path, force_multigraph=True)

    start = region.region.gateway
    lengths = nx.single_source_dijkstra_path_length(graph, start, weight="minutes")
    assert nx.single_source_dijkstra_path_length(back, start, weight="minutes") == lengths


def test_geojson_is_valid_and_complete(region, tmp_path):
    """Another library accepts the file: a point a place, a line an edge, longitude first."""
    graph = region.graph()
    path = save_graph(graph, tmp_path / "region.geojson")

    found = FeatureCollection.model_validate_json(path.read_bytes())

    points = [f for f in found.features if f.geometry.type == "Point"]
    lines = [f for f in found.features if f.geometry.type == "LineString"]
    assert (len(points), len(lines)) == (graph.number_of_nodes(), graph.number_of_edges())
    assert len({f.id for f in found.features}) == len(found.features)
    for point in points:
        location = region.by_id[point.id].location
        assert tuple(point.geometry.coordinates) == (location.lon, location.lat)
        assert point.properties["name_zh"] == region.by_id[point.id].name.zh
    for line in lines:
        told = line.properties
        edge = graph.edges[told["from"], told["to"], told["key"]]
        assert {name: told[name] for name in edge} == edge
        ends = [region.by_id[told[end]].location for end in ("from", "to")]
        assert [tuple(c) for c in line.geometry.coordinates] == [(e.lon, e.lat) for e in ends]


def test_a_part_of_the_graph_can_be_written(small):
    """Any subgraph goes, views too."""
    part = small.subgraph(["east", "town"])

    assert [f["id"] for f in to_geojson(part)["features"]] == ["east", "town", "a-b", "a-b:back"]
    assert nx.parse_graphml(to_graphml(part), force_multigraph=True).number_of_edges() == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [("g.gexf", "suffixes known: .geojson, .graphml"), ("no/g.geojson", "cannot write")],
)
def test_what_cannot_be_written_is_said(small, tmp_path, name, message):
    """An unknown suffix or a missing folder is an error, and leaves no file."""
    with pytest.raises(ExportError, match=message):
        save_graph(small, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [[1, 2], {"a": 1}, float("nan")])
@pytest.mark.parametrize("suffix", [".geojson", ".graphml"])
def test_an_attribute_that_fits_no_format_is_named(small, tmp_path, suffix, value):
    """A list of one's own is refused by name, and the old file stays."""
    path = save_graph(small, tmp_path / f"g{suffix}")
    before = path.read_bytes()
    small.edges["east", "town", "a-b"]["lanes"] = value

    with pytest.raises(ExportError, match=r"'lanes' of edge 'a-b'"):
        save_graph(small, path)
    assert path.read_bytes() == before


def test_a_node_without_a_position_is_named(small):
    """A node added by hand needs a position to be on a map; GraphML does without."""
    small.add_node("somewhere", kind="town")

    with pytest.raises(ExportError, match="'somewhere' cannot be drawn"):
        to_geojson(small)
    assert "somewhere" in to_graphml(small)


def test_geojson_is_plain_json(small):
    """The collection can be dumped as it is, with null for what is unknown."""
    dumped = json.loads(json.dumps(to_geojson(small)))

    (bus,) = [f for f in dumped["features"] if f["id"] == "b-c"]
    assert bus["properties"]["toll_cny"] is None
    assert "bbox" not in dumped
    assert "crs" not in dumped
