"""Road graphs as OSMnx makes them: networkx graphs, and the GraphML files it saves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np

from xytour.errors import DataError, Fault
from xytour.network.roads import RoadGraph

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import networkx as nx

SHOWN = 10
_MENDS = {
    "travel_time": "run osmnx.add_edge_speeds and osmnx.add_edge_travel_times first",
    "length": "take a graph that OSMnx made: its edges have a length in metres",
    "x": "give each node its longitude as x",
    "y": "give each node its latitude as y",
}


def from_osmnx(graph: nx.MultiDiGraph, source: str = "OpenStreetMap roads") -> RoadGraph:
    """Return a graph made by OSMnx as a road graph; OSMnx itself is not needed.

    Parameters
    ----------
    graph
        Nodes have ``x`` and ``y`` (degrees), edges ``travel_time`` (seconds) and
        ``length`` (metres). Any directed networkx graph with these will do.
    source
        Where the roads come from, as legs name it.

    Raises
    ------
    DataError
        The graph is not directed or is projected, or attributes are missing or no numbers.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node(7, x=114.09, y=32.12)
    >>> graph.add_node(9, x=114.10, y=32.12)
    >>> _ = graph.add_edge(7, 9, travel_time=71.0, length=940.0)
    >>> from_osmnx(graph).metres
    array([940.])
    """
    _check_kind(graph)
    faults: list[Fault] = []
    index = {node: k for k, node in enumerate(graph.nodes)}
    nodes = [
        (_number(data, "x", f"node {node}", faults), _number(data, "y", f"node {node}", faults))
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        (
            index[tail],
            index[head],
            _number(data, "travel_time", _edge(tail, head), faults),
            _number(data, "length", _edge(tail, head), faults),
        )
        for tail, head, data in graph.edges(data=True)
    ]
    if faults:
        msg = f"the graph has {len(faults)} faults; the first are"
        raise DataError(msg, faults[:SHOWN])
    lon, lat = np.array(nodes, dtype=np.float64).reshape(-1, 2).T
    tail, head, seconds, metres = np.array(edges, dtype=np.float64).reshape(-1, 4).T
    return RoadGraph(
        lat, lon, tail.astype(np.int64), head.astype(np.int64), seconds, metres, source
    )


def read_graphml(path: str | Path, source: str = "OpenStreetMap roads") -> RoadGraph:
    """Read a GraphML file that ``osmnx.save_graphml`` wrote; OSMnx itself is not needed.

    Parameters
    ----------
    path
        The file.
    source
        Where the roads come from, as legs name it.

    Raises
    ------
    DataError
        The file cannot be read, or the graph is not as :func:`from_osmnx` wants it.
    """
    import networkx as nx

    try:
        graph = nx.read_graphml(Path(path), force_multigraph=True)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise DataError(msg) from error
    except (ParseError, nx.NetworkXError, KeyError, ValueError) as error:
        msg = f"{path}: is not GraphML ({error})"
        raise DataError(msg) from error
    return from_osmnx(graph, source)


def _check_kind(graph: nx.MultiDiGraph) -> None:
    if not graph.is_directed():
        msg = "the graph is not directed; give the one that osmnx.graph_from_place returns"
        raise DataError(msg)
    crs = str(graph.graph.get("crs", "epsg:4326")).lower()
    if crs not in {"epsg:4326", "4326", "wgs84"}:
        msg = f"the graph is projected ({crs}); give it in degrees, before osmnx.project_graph"
        raise DataError(msg)


def _edge(tail: Hashable, head: Hashable) -> str:
    return f"edge {tail} to {head}"


def _number(data: Mapping[str, Any], key: str, where: str, faults: list[Fault]) -> float:
    """Return an attribute as a number; GraphML keeps numbers as text."""
    value = data.get(key)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = np.nan
    if not np.isfinite(number):
        shown = "nothing" if value is None else repr(value)
        faults.append(Fault(f"{where}, {key}", shown, "expected a number", _MENDS[key]))
    return number
