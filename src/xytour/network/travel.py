"""Door-to-door travel between all places, by what a party may travel by.

Shortest paths run in compiled code; the path itself is kept, so that a leg can tell its
roads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import rustworkx as rx

from xytour.network.rides import Ride, Transport, find_ride

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from xytour.model.region import Tariffs

UNREACHABLE = 10**7
"""Travel time, minutes, and cost, fen, that stand for no way at all."""

CNY_PER_MINUTE = 1.0
"""What a minute of one traveller is worth when public transport and taxis compete."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a way: its ends, its attributes, how it is travelled."""

    from_id: str
    to_id: str
    edge: dict[str, Any]
    ride: Ride


class Travel(Protocol):
    """What the planner asks of travel, whoever worked it out; see :class:`TravelTimes`."""

    ids: tuple[str, ...]
    index: dict[str, int]
    transport: Transport
    minutes: NDArray[np.int64]
    cost_fen: NDArray[np.int64]
    distance_m: NDArray[np.int64]

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same."""
        ...


class TravelTimes:
    """Travel between all places of a graph, for one way of getting around.

    Parameters
    ----------
    graph
        As built by :func:`xytour.network.graph.build_graph`.
    transport
        What the party may travel by.
    tariffs
        What it costs.

    Attributes
    ----------
    minutes : (n, n) int64
        Door-to-door time, waits included; ``UNREACHABLE`` where there is no way.
    cost_fen : (n, n) int64
        Cost for the party; a taxi run's by the kilometre alone.
    distance_m : (n, n) int64
        Length of the way.

    Notes
    -----
    With a car the fastest way is taken. Without one, ways are compared by time plus money
    at ``CNY_PER_MINUTE`` a head, else a taxi would beat every bus. Weights are
    integers, so that ties and paths are the same on every machine.
    """

    def __init__(self, graph: nx.MultiDiGraph, transport: Transport, tariffs: Tariffs) -> None:
        self.ids: tuple[str, ...] = tuple(graph.nodes)
        self.index = {place_id: i for i, place_id in enumerate(self.ids)}
        self.transport = transport
        self._steps = _best_steps(graph, transport, tariffs)
        n = len(self.ids)
        tail = np.array([self.index[step.from_id] for step in self._steps], dtype=np.int64)
        head = np.array([self.index[step.to_id] for step in self._steps], dtype=np.int64)
        weight = np.array([weight_of(step, transport) for step in self._steps], dtype=np.float64)
        length = _all_pairs(n, tail, head, weight)
        self._into = _last_steps(length, tail, head, weight)
        self._tail = tail
        reachable = np.isfinite(length)
        rides = [step.ride for step in self._steps]
        lengths_m = [round(step.edge["distance_km"] * 1000) for step in self._steps]
        self.minutes = self._sum_along([ride.total_min for ride in rides], reachable)
        self.cost_fen = self._sum_along([ride.cost_fen for ride in rides], reachable)
        self.distance_m = self._sum_along(lengths_m, reachable)

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the graph.
        ValueError
            There is no way.
        """
        origin, here = self.index[from_id], self.index[to_id]
        steps: list[Step] = []
        while here != origin:
            last = int(self._into[origin, here])
            if last < 0:
                msg = f"no way from {from_id!r} to {to_id!r}"
                raise ValueError(msg)
            steps.append(self._steps[last])
            here = int(self._tail[last])
        return steps[::-1]

    def count_steps(self, is_wanted: Callable[[Step], bool]) -> NDArray[np.int64]:
        """Return how many steps of each way are of some kind.

        Parameters
        ----------
        is_wanted
            Tells whether a step counts.

        Returns
        -------
        (n, n) int64
            0 where there is no way.
        """
        counts = self._sum_along(
            [int(is_wanted(step)) for step in self._steps], self.minutes < UNREACHABLE
        )
        return np.where(self.minutes < UNREACHABLE, counts, 0)

    def _sum_along(
        self, step_values: Sequence[int], reachable: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Add up a quantity along every way, by doubling the reach of each pointer."""
        n = len(self.ids)
        values = np.append(np.array(step_values, dtype=np.int64), 0)
        total = values[self._into]
        rows = np.arange(n)[:, None]
        # parent[s, t]: where the way from s to t stands before its last step (s itself at s).
        parent = np.where(self._into >= 0, np.append(self._tail, -1)[self._into], rows)
        while (parent != rows).any():
            total = total + np.where(parent == rows, 0, np.take_along_axis(total, parent, axis=1))
            parent = np.take_along_axis(parent, parent, axis=1)
        return np.where(reachable, total, UNREACHABLE)


def weight_of(step: Step, transport: Transport) -> int:
    """Return what an edge counts in the choice of ways, tenths of a minute."""
    tenths = 10 * step.ride.total_min
    if "car" in transport.modes:
        return tenths
    return tenths + round(step.ride.cost_fen / transport.party_size / 100 * 10 / CNY_PER_MINUTE)


def _best_steps(graph: nx.MultiDiGraph, transport: Transport, tariffs: Tariffs) -> list[Step]:
    """Return the best usable edge between each two neighbours."""
    best: dict[tuple[str, str], Step] = {}
    for tail, head, edge in graph.edges(data=True):
        ride = find_ride(edge, transport, tariffs)
        if ride is None:
            continue
        step = Step(tail, head, edge, ride)
        rival = best.get((tail, head))
        if rival is None or weight_of(step, transport) < weight_of(rival, transport):
            best[tail, head] = step
    return list(best.values())


def _all_pairs(
    n: int, tail: NDArray[np.int64], head: NDArray[np.int64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from(list(zip(tail.tolist(), head.tolist(), weight.tolist(), strict=True)))
    length = np.full((n, n), np.inf)
    np.fill_diagonal(length, 0.0)
    for origin, ends in rx.all_pairs_dijkstra_path_lengths(graph, float).items():
        length[origin, list(ends.keys())] = list(ends.values())
    return length


def _last_steps(
    length: NDArray[np.float64],
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    weight: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return for each pair the index of a last edge of a shortest way, -1 where none."""
    into = np.full(length.shape, -1, dtype=np.int64)
    for k in range(len(tail)):
        tight = length[:, tail[k]] + weight[k] == length[:, head[k]]
        into[tight & np.isfinite(length[:, head[k]]), head[k]] = k
    np.fill_diagonal(into, -1)
    return into
