"""A region's graph in files that other programs read: GeoJSON for maps, GraphML for graphs.

Both hold every node and edge with its attributes. The model of a place, which no such
format can hold, is told by its names, its county and how precise its position is.
"""

from __future__ import annotations

import json
import math
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import networkx as nx

from xytour.errors import ExportError
from xytour.model.place import PlaceBase
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scalar: TypeAlias = bool | int | float | str | None


def to_geojson(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Return a graph as a GeoJSON FeatureCollection.

    Parameters
    ----------
    graph
        As built by :meth:`xytour.Region.graph`, or a part of it.

    Returns
    -------
    dict
        To be written with :mod:`json`: a Point for each node and a straight LineString for
        each edge, longitude first, WGS-84, as RFC 7946 asks. The attributes are the
        ``properties``; an edge has ``from``, ``to`` and ``key`` besides, and unknown values are
        null. A line across the antimeridian is not cut.

    Raises
    ------
    ExportError
        A node has no ``lat`` and ``lon``, or an attribute is no number, text, yes or no.
    """
    points = [
        {
            "type": "Feature",
            "id": str(node),
            "geometry": {"type": "Point", "coordinates": _lon_lat(graph, node)},
            "properties": dict(_node_facts(node, facts)),
        }
        for node, facts in graph.nodes(data=True)
    ]
    lines = [
        {
            "type": "Feature",
            "id": edge_id,
            "geometry": {
                "type": "LineString",
                "coordinates": [_lon_lat(graph, tail), _lon_lat(graph, head)],
            },
            "properties": {"from": str(tail), "to": str(head), "key": str(key), **facts},
        }
        for edge_id, tail, head, key, facts in _edges(graph)
    ]
    return {"type": "FeatureCollection", "features": [*points, *lines]}


def to_graphml(graph: nx.MultiDiGraph) -> str:
    """Return a graph as a GraphML document.

    Parameters
    ----------
    graph
        As built by :meth:`xytour.Region.graph`, or a part of it.

    Returns
    -------
    str
        XML in which what is unknown is left out, since GraphML has no null. Edge ids are the
        edge keys, with ``:back`` after the second of two edges with one key; the key
        itself is the attribute ``edge_key``.

    Raises
    ------
    ExportError
        An attribute is no number, text, yes or no.

    Notes
    -----
    ``networkx.read_graphml(path, force_multigraph=True)`` reads it back.
    """
    facts = {name: _scalar(value, "the graph", name) for name, value in graph.graph.items()}
    plain = nx.MultiDiGraph(**_known(facts))
    for node, node_facts in graph.nodes(data=True):
        plain.add_node(str(node), **_known(dict(_node_facts(node, node_facts))))
    for edge_id, tail, head, key, edge_facts in _edges(graph):
        known = {**_known(edge_facts), "edge_key": str(key)}
        plain.add_edge(str(tail), str(head), key=edge_id, **known)
    buffer = BytesIO()
    nx.write_graphml_xml(plain, buffer, named_key_ids=True)
    return buffer.getvalue().decode("utf-8")


def save_graph(graph: nx.MultiDiGraph, path: str | Path) -> Path:
    """Write a graph in the format that the file's suffix names.

    Parameters
    ----------
    graph
        As built by :meth:`xytour.Region.graph`, or a part of it.
    path
        File ending in ``.geojson`` or ``.graphml``; it is replaced as a whole or not at all.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ExportError
        The suffix is another, the graph cannot be told in that format, or the file cannot be
        written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".geojson":
        text = json.dumps(to_geojson(graph), ensure_ascii=False, allow_nan=False) + "\n"
    elif suffix == ".graphml":
        text = to_graphml(graph)
    else:
        msg = f"no graph format for {path.name!r}; suffixes known: .geojson, .graphml"
        raise ExportError(msg)
    write_whole(path, text.encode("utf-8"))
    return path


def _lon_lat(graph: nx.MultiDiGraph, node: Any) -> list[float]:
    facts = graph.nodes[node]
    if "lat" not in facts or "lon" not in facts:
        msg = f"node {node!r} cannot be drawn on a map: it has no 'lat' and 'lon'"
        raise ExportError(msg)
    return [facts["lon"], facts["lat"]]


def _node_facts(node: Any, facts: Mapping[str, Any]) -> Iterator[tuple[str, Scalar]]:
    """Yield a node's attributes, its place told by what formats can hold."""
    for name, value in facts.items():
        if isinstance(value, PlaceBase):
            yield "name_en", value.name.en
            yield "name_zh", value.name.zh
            yield "county", value.county
            yield "precision_m", value.location.precision_m
        else:
            yield name, _scalar(value, f"node {node!r}", name)


def _edges(graph: nx.MultiDiGraph) -> Iterator[tuple[str, Any, Any, Any, dict[str, Scalar]]]:
    """Yield edges with ids of their own: a two-way link has one key on two edges."""
    taken: set[str] = set()
    for tail, head, key, facts in graph.edges(keys=True, data=True):
        edge_id = str(key)
        if edge_id in taken:
            edge_id = f"{key}:back"
        if edge_id in taken:
            edge_id = f"{key}:{tail}:{head}"
        taken.add(edge_id)
        where = f"edge {key!r}"
        yield (
            edge_id,
            tail,
            head,
            key,
            {name: _scalar(value, where, name) for name, value in facts.items()},
        )


def _scalar(value: Any, where: str, name: str) -> Scalar:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    msg = f"attribute {name!r} of {where} cannot be written: {value!r}; drop or replace it"
    raise ExportError(msg)


def _known(facts: Mapping[str, Scalar]) -> dict[str, Scalar]:
    return {name: value for name, value in facts.items() if value is not None}
