"""One engine finding the times between many places of one road graph, in this process.

    python -m benchmarks.roads_case --save roads.npz --graph 100000 --places 1000
    python -m benchmarks.roads_case --engine scipy --load roads.npz --origins 1000

The graph is made in another process, which alone bears the memory of that. Prints a line
of JSON: seconds of processor time to build the engine's graph and to search,
the growth of the peak memory, and a checksum of the times.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.network.roads import RoadGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Nodes = NDArray[np.int64]
    Search = Callable[[Nodes, Nodes], NDArray[np.float64]]

ROOT = Path(__file__).parents[1]
ARRAYS = ("lat", "lon", "tail", "head", "seconds", "metres")
EXTRACT = ROOT / "examples" / "data" / "helsinki-center.osm.pbf"


def made_up(nodes: int, seed: int) -> RoadGraph:
    """Return a planar road graph: a jittered grid with gaps, every tenth road a fast one.

    Parameters
    ----------
    nodes
        About how many; the number is rounded up to a square.
    seed
        Of lengths and gaps.
    """
    draw = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(nodes)))
    number = np.arange(side * side).reshape(side, side)
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    along = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    fast = np.concatenate([across[:, 0] // side % 10 == 0, along[:, 0] % side % 10 == 0])
    edges = np.concatenate([across, along])
    kept = fast | (draw.random(len(edges)) < 0.65)
    edges, fast = edges[kept], fast[kept]
    metres = draw.uniform(150, 350, len(edges))
    seconds = metres / np.where(fast, 22.0, 9.0)
    tail, head = (np.concatenate([edges[:, k], edges[:, 1 - k]]) for k in (0, 1))
    row, column = np.divmod(np.arange(side * side), side)
    twice = [np.concatenate([values, values]) for values in (seconds, metres)]
    return RoadGraph(32 + row * 0.002, 114 + column * 0.002, tail, head, *twice)


def xytour(roads: RoadGraph) -> Search:
    """Return our own search, for origins that are all the targets."""
    import dataclasses

    def search(origins: Nodes, targets: Nodes) -> NDArray[np.float64]:
        if len(origins) != len(targets):
            msg = "searches from all places or none"
            raise ValueError(msg)
        return dataclasses.replace(roads).between(targets)[0]

    return search


def scipy(roads: RoadGraph) -> Search:
    """Return the search of scipy's csgraph, fifty origins at a time."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    n = len(roads.lat)
    graph = csr_matrix((roads.seconds, (roads.tail, roads.head)), shape=(n, n))

    def search(origins: Nodes, targets: Nodes) -> NDArray[np.float64]:
        parts = np.array_split(origins, max(1, len(origins) // 50))
        return np.concatenate([dijkstra(graph, indices=part)[:, targets] for part in parts])

    return search


def igraph(roads: RoadGraph) -> Search:
    """Return the search of igraph."""
    from igraph import Graph

    ends = list(zip(roads.tail.tolist(), roads.head.tolist(), strict=True))
    graph = Graph(len(roads.lat), ends, directed=True)
    weights = roads.seconds.tolist()

    def search(origins: Nodes, targets: Nodes) -> NDArray[np.float64]:
        return np.array(graph.distances(origins.tolist(), targets.tolist(), weights=weights))

    return search


def rustworkx(roads: RoadGraph) -> Search:
    """Return the search of rustworkx, one origin at a time."""
    import rustworkx as rx

    graph = rx.PyDiGraph(multigraph=True)
    graph.add_nodes_from(range(len(roads.lat)))
    edges = (roads.tail.tolist(), roads.head.tolist(), roads.seconds.tolist())
    graph.add_edges_from(list(zip(*edges, strict=True)))

    def search(origins: Nodes, targets: Nodes) -> NDArray[np.float64]:
        found = np.full((len(origins), len(targets)), np.inf)
        for k, origin in enumerate(origins.tolist()):
            lengths = dict(rx.digraph_dijkstra_shortest_path_lengths(graph, origin, float))
            lengths[origin] = 0.0
            found[k] = [lengths.get(target, np.inf) for target in targets.tolist()]
        return found

    return search


def networkx(roads: RoadGraph) -> Search:
    """Return plain networkx, one origin at a time."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(roads.lat)))
    edges = (roads.tail.tolist(), roads.head.tolist(), roads.seconds.tolist())
    graph.add_weighted_edges_from(zip(*edges, strict=True))

    def search(origins: Nodes, targets: Nodes) -> NDArray[np.float64]:
        found = np.empty((len(origins), len(targets)))
        for k, origin in enumerate(origins.tolist()):
            lengths = nx.single_source_dijkstra_path_length(graph, origin)
            found[k] = [lengths.get(target, np.inf) for target in targets.tolist()]
        return found

    return search


ENGINES: dict[str, Callable[[RoadGraph], Search]] = {
    "xytour": xytour,
    "scipy": scipy,
    "igraph": igraph,
    "rustworkx": rustworkx,
    "networkx": networkx,
}


def save(path: Path, graph: str, places: int, seed: int) -> None:
    """Write a graph, and nodes to find times between, as arrays.

    Parameters
    ----------
    path
        File to write.
    graph
        A number of nodes, or ``helsinki``.
    places
        How many nodes.
    seed
        Of the graph and the places.
    """
    if graph == "helsinki":
        from xytour.network.importers.osm_file import read_osm

        roads = read_osm(EXTRACT)
    else:
        roads = made_up(int(graph), seed)
    inside = np.flatnonzero(roads.in_main_part)
    draw = np.random.default_rng(seed + 1)
    targets = draw.choice(inside, min(places, len(inside)), replace=False)
    arrays = {name: getattr(roads, name) for name in ARRAYS}
    np.savez(path, targets=targets, **arrays)


def measure(engine: str, path: Path, origins: int) -> dict[str, Any]:
    """Return what one engine needs for one graph.

    Parameters
    ----------
    engine
        One of ``ENGINES``.
    path
        File with graph and places.
    origins
        From how many of the places to search.
    """
    with np.load(path) as kept:
        roads = RoadGraph(*(kept[name] for name in ARRAYS))
        targets = kept["targets"]
    before = _peak_mb()
    started = time.process_time()
    search = ENGINES[engine](roads)
    built = time.process_time()
    found = search(targets[:origins], targets)
    ended = time.process_time()
    return {
        "nodes": len(roads.lat),
        "edges": len(roads.tail),
        "places": len(targets),
        "origins": len(targets[:origins]),
        "build_s": built - started,
        "search_s": ended - built,
        "more_mb": _peak_mb() - before,
        "hours": float(found[: min(origins, 20)].sum() / 3600),
    }


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.roads_case", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES)
    parser.add_argument("--load", type=Path, help="file with the graph")
    parser.add_argument("--origins", type=int, default=1000)
    parser.add_argument("--save", type=Path, help="make a graph instead, and write it here")
    parser.add_argument("--graph", default="100000")
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    wish = parser.parse_args(arguments)
    if wish.save:
        save(wish.save, wish.graph, wish.places, wish.seed)
    else:
        print(json.dumps(measure(wish.engine, wish.load, wish.origins)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
