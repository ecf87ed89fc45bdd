"""A region as a networkx graph: places are nodes, links and connectors are edges.

Places that no link names are joined to their nearest road nodes and to their neighbours
by connectors: the geodesic times a detour factor, at the speed of one road class. What
is estimated so is marked so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from xytour.model.link import ROAD_MODES, Link
from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from xytour.model.place import PlaceBase
    from xytour.model.region import Region

MOST_NODES = 3
NEAR_KM = 5.0


def build_graph(region: Region) -> nx.MultiDiGraph:
    """Build the transport graph of a region.

    Parameters
    ----------
    region
        Places and links.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are place ids with attributes ``place`` (the model), ``kind``, ``lat`` and
        ``lon`` (degrees, WGS-84). Edge keys are link ids, or start with ``connector:`` or
        ``footpath:``; attributes are ``mode``, ``minutes`` (int), ``distance_km``,
        ``road``, ``fare_cny`` (a head), ``toll_cny`` (a car), ``headway_min``,
        ``first_departure``, ``last_departure`` (``HH:MM``), ``link_id``
        (None for connectors) and ``estimated``.

    Notes
    -----
    A place off the links is joined to its nearest road node, to at most two further ones
    that are less than half as far again plus 1 km, and to the places off the links within
    5 km. Ways on foot join whatever is within 5 km, unless links lead to both ends, or to
    one end that no road reaches: the links then say how one gets there. Where the region joins
    its places directly (``direct``), the graph holds its links alone.
    """
    graph = nx.MultiDiGraph(region_id=region.id)
    for place in region.places:
        lat, lon = place.location.lat, place.location.lon
        graph.add_node(place.id, place=place, kind=place.kind, lat=lat, lon=lon)
    for link in region.links:
        if link.operating:
            _add_link(graph, link)
    linked = {end for link in region.links for end in (link.from_id, link.to_id)}
    connectors = _connectors(region, linked) if region.region.direct is None else ()
    for connector in connectors:
        _add_both_ways(graph, **connector)
    return graph


def is_outside(graph: nx.MultiDiGraph, place_id: str) -> bool:
    """Whether a place of a graph lies outside its region."""
    return bool(getattr(graph.nodes[place_id].get("place"), "outside", False))


def _add_link(graph: nx.MultiDiGraph, link: Link) -> None:
    attributes = {
        "mode": link.mode,
        "minutes": link.minutes,
        "distance_km": link.distance_km,
        "road": link.road,
        "fare_cny": link.fare.amount_cny if link.fare else None,
        "toll_cny": link.toll_cny,
        "headway_min": link.headway_min,
        "first_departure": link.first_departure,
        "last_departure": link.last_departure,
        "link_id": link.id,
        "estimated": link.confidence == "estimated" or "minutes" in link.estimated,
    }
    graph.add_edge(link.from_id, link.to_id, key=link.id, **attributes)
    if link.both_ways:
        if link.headway_min is None:  # first and last are those of single trains this way
            attributes |= {"first_departure": None, "last_departure": None}
        graph.add_edge(link.to_id, link.from_id, key=link.id, **attributes)


def _add_both_ways(
    graph: nx.MultiDiGraph, key: str, ends: tuple[str, str], **attributes: Any
) -> None:
    nothing = ("road", "fare_cny", "toll_cny", "headway_min", "first_departure", "last_departure")
    common = dict.fromkeys(nothing)
    for tail, head in (ends, ends[::-1]):
        graph.add_edge(tail, head, key=key, link_id=None, estimated=True, **common, **attributes)


def _connectors(region: Region, linked: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the arguments of each connector and footpath of a region."""
    places = region.places
    near_km = _near_km(places)
    is_linked = np.array([place.id in linked for place in places])
    on_road = _road_nodes(region)
    is_node = np.array([place.id in on_road for place in places])
    cut_off = is_linked & ~is_node  # an island, a hilltop: only its links lead there
    pairs: set[tuple[int, int]] = set()
    for i in np.flatnonzero(~is_linked).tolist():
        near = np.flatnonzero(~is_linked & (near_km[i] <= NEAR_KM)).tolist()
        pairs.update(_pair(i, j) for j in [*_nearest_nodes(near_km[i], is_node), *near])
    pairs = {(i, j) for i, j in pairs if i != j}
    for i, j in sorted(pairs):
        yield _road_connector(region, places[i], places[j])
    for i, j in np.argwhere(np.triu(near_km <= NEAR_KM, k=1)).tolist():
        links_tell = cut_off[i] or cut_off[j] or (is_linked[i] and is_linked[j])
        if not links_tell:
            yield _footpath(region, places[i], places[j])


def _road_nodes(region: Region) -> set[str]:
    """Return the ends of road links: a rail line is no way out of a village."""
    return {
        end
        for link in region.links
        if link.operating and link.mode in ROAD_MODES
        for end in (link.from_id, link.to_id)
    }


def _pair(i: int, j: int) -> tuple[int, int]:
    return (min(i, j), max(i, j))


def _nearest_nodes(distances_km: NDArray[np.float64], is_node: NDArray[np.bool_]) -> list[int]:
    nodes = np.flatnonzero(is_node)
    if not len(nodes):
        return []
    order = nodes[np.argsort(distances_km[nodes], kind="stable")][:MOST_NODES]
    limit_km = 1.5 * distances_km[order[0]] + 1.0
    return [int(node) for node in order if distances_km[node] <= limit_km]


def _near_km(places: tuple[PlaceBase, ...]) -> NDArray[np.float64]:
    """Return great-circle distances, km: good enough to choose neighbours by."""
    lat = np.array([place.location.lat for place in places])
    lon = np.array([place.location.lon for place in places])
    return great_circle_m(lat[:, None], lon[:, None], lat, lon) / 1_000


def _geodesic_km(a: PlaceBase, b: PlaceBase) -> float:
    from geopy.distance import geodesic

    ends = [(place.location.lat, place.location.lon) for place in (a, b)]
    return float(geodesic(*ends).km)


def _road_connector(region: Region, a: PlaceBase, b: PlaceBase) -> dict[str, Any]:
    road = region.region.road_classes[region.region.connector_class]
    distance_km = _round_up(_geodesic_km(a, b) * road.detour)
    return {
        "key": f"connector:{a.id}:{b.id}",
        "ends": (a.id, b.id),
        "mode": "county_road",
        "distance_km": distance_km,
        "minutes": math.ceil(distance_km / road.speed_kmh * 60) + road.overhead_min,
    }


def _footpath(region: Region, a: PlaceBase, b: PlaceBase) -> dict[str, Any]:
    distance_km = _round_up(_geodesic_km(a, b) * region.region.walk_detour)
    return {
        "key": f"footpath:{a.id}:{b.id}",
        "ends": (a.id, b.id),
        "mode": "walk",
        "distance_km": distance_km,
        "minutes": max(1, math.ceil(distance_km / region.region.walk_kmh * 60)),
    }


def _round_up(distance_km: float) -> float:
    """Round up to 0.1 km, at least 0.1."""
    return max(1, math.ceil(round(distance_km * 10, 6))) / 10
