"""The transport graph: what becomes of places and links."""

import networkx as nx
import pytest

from xytour.catalogue import region_from_dict
from xytour.network.graph import build_graph


def link(name, start, end, **fields):
    """Return a county road of 10 km and 15 minutes, as a region file tells it."""
    road = {"id": name, "from": start, "to": end, "mode": "county_road", "confidence": "typical"}
    return {**road, "distance_km": 10, "minutes": 15, **fields}


@pytest.fixture
def small(small_region):
    """Return a way to build the graph of the small region with other links."""

    def build(*links):
        return build_graph(region_from_dict(small_region(links)))

    return build


def test_a_link_runs_both_ways_with_what_the_file_says(small):
    """Mode, minutes, length and toll stand on both edges of a two-way link."""
    graph = small(link("a-b", "east", "town", toll_cny=4))

    for ends in (("east", "town"), ("town", "east")):
        edge = graph.edges[(*ends, "a-b")]
        assert (edge["mode"], edge["minutes"], edge["distance_km"]) == ("county_road", 15, 10)
        assert (edge["toll_cny"], edge["link_id"], edge["estimated"]) == (4, "a-b", False)


def test_a_one_way_link_does_not_lead_back(small):
    """A link that is not for both ways has one edge."""
    graph = small(link("a-b", "east", "town", both_ways=False))

    assert graph.has_edge("east", "town", "a-b")
    assert not graph.has_edge("town", "east", "a-b")


def test_a_link_out_of_service_is_no_edge(small):
    """What does not operate cannot be travelled."""
    graph = small(link("a-b", "east", "town"), link("bus", "east", "town", operating=False))

    assert not graph.has_edge("east", "town", "bus")


def test_places_off_the_links_are_joined_to_the_nearest_road(small):
    """A place that no link names gets a connector, marked as estimated.

    The hall lies 0.01 degrees of latitude north of the town: 1.109 km, times the detour of
    1.5 is 1.664, rounded up 1.7 km; at 30 km/h that is 3.4, rounded up 4 minutes, plus 2.
    """
    graph = small(link("a-b", "east", "town"))

    edge = graph.edges["town", "hall", "connector:town:hall"]

    assert (edge["distance_km"], edge["minutes"]) == (1.7, 6)
    assert edge["estimated"]
    assert edge["link_id"] is None


def test_short_ways_can_be_walked(small):
    """Beside the road there is a footpath: 1.109 km times 1.3, rounded up, at 4 km/h."""
    graph = small(link("a-b", "east", "town"))

    edge = graph.edges["town", "hall", "footpath:town:hall"]

    assert (edge["mode"], edge["distance_km"], edge["minutes"]) == ("walk", 1.5, 23)


def test_a_place_reached_by_boat_alone_gets_no_road(small):
    """An island that a ferry link names is joined by nothing else."""
    boat = link("boat", "town", "hall", mode="ferry", distance_km=2, minutes=10)
    graph = small(link("a-b", "east", "town"), boat)

    assert list(graph["town"]["hall"]) == ["boat"]


def test_nodes_carry_their_places(small):
    """A node tells the model, the kind and the position of its place."""
    graph = small(link("a-b", "east", "town"))

    node = graph.nodes["hall"]
    assert node["place"].id == "hall"
    assert (node["kind"], node["lat"], node["lon"]) == ("museum", 32.11, 114.1)


def test_the_bundled_region_is_connected_for_a_car(region):
    """Every place of Xinyang can be reached from every other by road, boat and shuttle."""
    graph = build_graph(region)
    by_car = {"expressway", "national_road", "county_road", "shuttle", "cable_car", "ferry"}
    inside = [p.id for p in region.places if p.kind != "gateway" or not p.outside]

    usable = nx.MultiDiGraph()
    usable.add_nodes_from(inside)
    for tail, head, edge in graph.edges(data=True):
        if edge["mode"] in by_car or (edge["mode"] == "walk" and edge["link_id"]):
            usable.add_edge(tail, head)
    reached = nx.descendants(usable, region.region.gateway)

    assert set(inside) - reached == {region.region.gateway}
