"""Door-to-door travel between all places, by what a party may travel by.

Shortest paths run in compiled code; the path itself is kept, so that a leg can tell its
roads.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from xytour.network.access import Access, Layer, getting_in, getting_out, layers_of
from xytour.network.dijkstra import many_to_many
from xytour.network.graph import is_outside
from xytour.network.rides import Ride, Transport, find_ride

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from xytour.model.region import Tariffs

UNREACHABLE = 10**7
"""Travel time, minutes, and cost, fen, that stand for no way at all."""

CNY_PER_MINUTE = 1.0
"""What a minute of one traveller is worth when public transport and taxis compete."""

_FAR = 1 << 62

_FINE = 1_000
"""Weights in the search, so that getting in or out counts a little even where it takes no time.

Else ways could lead in and out of a car in circles.
"""


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
    minutes: NDArray[Any]
    cost_fen: NDArray[Any]
    distance_m: NDArray[Any]

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
        What it costs, and how long it takes to get to cars and taxis.
    ids
        The places of the graph that have edges, if others are left aside.

    Attributes
    ----------
    minutes : (n, n) int64
        Door-to-door time; waits, parking and boarding included; ``UNREACHABLE`` where there
        is no way.
    cost_fen : (n, n) int64
        Cost for the party; of a taxi run, what it costs at least.
    distance_m : (n, n) int64
        Length of the way.

    Notes
    -----
    With a car the fastest way is taken. Without one, ways are compared by time plus money
    at ``CNY_PER_MINUTE`` a head, else a taxi would beat every bus. Weights are
    integers, so that ties and paths are the same on every machine.

    The search knows whether the party is in a car or taxi: each place is there once for
    every :class:`~xytour.network.access.Layer`. Getting in and out leads from one to another.
    """

    def __init__(
        self,
        graph: nx.MultiDiGraph,
        transport: Transport,
        tariffs: Tariffs,
        ids: Sequence[str] | None = None,
    ) -> None:
        self.ids: tuple[str, ...] = tuple(graph.nodes if ids is None else ids)
        self.index = {place_id: i for i, place_id in enumerate(self.ids)}
        self.transport = transport
        n = len(self.ids)
        layers = layers_of(transport)
        base = {layer: n * k for k, layer in enumerate(layers.all)}
        self._hops = _hops(graph, transport, tariffs, self.index, base)
        tail = np.array([hop.tail for hop in self._hops], dtype=np.int64)
        head = np.array([hop.head for hop in self._hops], dtype=np.int64)
        weight = np.array([hop.weight for hop in self._hops], dtype=np.int64)
        start, self._goal = base[layers.start], base[layers.end]
        length = _lengths(n * len(base), start + np.arange(n), tail, head, weight)
        self._into = _last_hops(length, start, tail, head, weight)
        self._tail = tail
        goal = slice(self._goal, self._goal + n)
        self._reachable = length[:, goal] < _FAR
        np.fill_diagonal(self._reachable, val=True)
        self.minutes = self._sum_along([hop.total_min for hop in self._hops])
        self.cost_fen = self._sum_along([hop.cost_fen for hop in self._hops])
        self.distance_m = self._sum_along([hop.distance_m for hop in self._hops])

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the graph.
        ValueError
            There is no way.
        """
        origin, end = self.index[from_id], self.index[to_id]
        if origin == end:
            return []
        if not self._reachable[origin, end]:
            msg = f"no way from {from_id!r} to {to_id!r}"
            raise ValueError(msg)
        hops: list[_Hop] = []
        last = int(self._into[origin, self._goal + end])
        while last >= 0:
            hops.append(self._hops[last])
            last = int(self._into[origin, self._tail[last]])
        return _joined(hops[::-1])

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
            [int(hop.step is not None and is_wanted(hop.step)) for hop in self._hops]
        )
        return np.where(self._reachable, counts, 0)

    def _sum_along(self, hop_values: Sequence[int]) -> NDArray[np.int64]:
        """Add up a quantity along every way, by doubling the reach of each pointer."""
        values = np.append(np.array(hop_values, dtype=np.int64), 0)
        total = values[self._into]
        here = np.arange(total.shape[1])
        # parent[s, t]: where the way from s to t stands before its last hop (t itself at s).
        parent = np.where(self._into >= 0, np.append(self._tail, -1)[self._into], here)
        while (parent != (further := np.take_along_axis(parent, parent, axis=1))).any():
            total = total + np.where(parent == here, 0, np.take_along_axis(total, parent, axis=1))
            parent = further
        # The last pointers lead to the origins, of which nothing is left to add.
        n = len(self.ids)
        found = np.where(self._reachable, total[:, self._goal : self._goal + n], UNREACHABLE)
        np.fill_diagonal(found, 0)
        return found


@dataclass(frozen=True, slots=True)
class _Hop:
    """An edge of the layered graph: a step, or (None) getting in or out of a car or taxi."""

    tail: int
    head: int
    weight: int
    step: Step | None
    access: Access | None

    @property
    def total_min(self) -> int:
        return self.step.ride.total_min if self.step else self._access.total_min

    @property
    def cost_fen(self) -> int:
        return self.step.ride.cost_fen if self.step else self._access.cost_fen

    @property
    def distance_m(self) -> int:
        return round(self.step.edge["distance_km"] * 1000) if self.step else 0

    @property
    def _access(self) -> Access:
        assert self.access is not None  # noqa: S101 (a hop is one or the other)
        return self.access


def weight_of(step: Step, transport: Transport) -> int:
    """Return what an edge counts in the choice of ways, tenths of a minute."""
    free = step.ride.vehicle == "car"
    return _weight(step.ride.total_min, 0 if free else step.ride.cost_fen, transport)


def weigh(minutes: NDArray[Any], cost_fen: NDArray[Any], transport: Transport) -> NDArray[np.int64]:
    """Return what ways count in the choice between them, tenths of a minute, as `weight_of`.

    Parameters
    ----------
    minutes, cost_fen
        Of ways, of one shape.
    transport
        Of the party.
    """
    if not transport.is_timetabled:
        return 10 * minutes
    money = np.rint(cost_fen / transport.party_size / 100 * 10 / CNY_PER_MINUTE)
    weights: NDArray[np.int64] = 10 * minutes + money.astype(np.int64)
    return weights


def _weight(minutes: int, cost_fen: int, transport: Transport) -> int:
    # As `weigh` does it, without an array for each of thousands of edges.
    if not transport.is_timetabled:
        return 10 * minutes
    return 10 * minutes + round(cost_fen / transport.party_size / 100 * 10 / CNY_PER_MINUTE)


def _hops(
    graph: nx.MultiDiGraph,
    transport: Transport,
    tariffs: Tariffs,
    index: Mapping[str, int],
    base: Mapping[Layer, int],
) -> list[_Hop]:
    """Return the best usable edge between each two neighbours, and the ways in and out."""
    best: dict[tuple[int, int], _Hop] = {}
    outer = {place_id for place_id in graph if is_outside(graph, place_id)}
    for with_car in (False, True):
        outside: Layer = "parked" if with_car else "on foot"
        inside: Layer = "driving" if with_car else "in taxi"
        if outside not in base:
            continue
        allowed = transport
        if with_car and transport.stage != "between":
            allowed = replace(transport, stage="between", modes=transport.other_modes)
        for tail, head, edge in graph.edges(data=True):
            ends_outside = tail in outer, head in outer
            on_edge = allowed
            if any(ends_outside):
                on_edge = allowed.on(from_outside=ends_outside[0], to_outside=ends_outside[1])
            ride = find_ride(edge, on_edge, tariffs)
            if ride is None:
                continue
            layer = inside if ride.vehicle in {"car", "taxi"} else outside
            ends = base[layer] + index[tail], base[layer] + index[head]
            step = Step(tail, head, edge, ride)
            hop = _Hop(*ends, _FINE * weight_of(step, transport), step, None)
            if ends not in best or hop.weight < best[ends].weight:
                best[ends] = hop
    hops = list(best.values())
    for place_id, here in index.items():
        kind = graph.nodes[place_id].get("kind")
        for access in (
            *getting_in(place_id, kind, transport, tariffs),
            *getting_out(place_id, kind, transport, tariffs),
        ):
            ends = base[access.before] + here, base[access.after] + here
            weight = _weight(access.total_min, access.cost_fen, transport)
            hops.append(_Hop(*ends, _FINE * weight + 1, None, access))
    return hops


def _joined(hops: Sequence[_Hop]) -> list[Step]:
    """Return the steps of a way, with getting in and out told by the rides that they serve."""
    steps: list[Step] = []
    boards: Access | None = None
    for hop in hops:
        if hop.step is not None:
            ride = hop.step.ride
            steps.append(replace(hop.step, ride=boards.put_before(ride) if boards else ride))
            boards = None
        elif hop.access is not None and hop.access.is_in:
            boards = hop.access
        elif hop.access is not None:
            steps[-1] = replace(steps[-1], ride=hop.access.put_after(steps[-1].ride))
    return steps


def _lengths(
    n: int,
    origins: NDArray[np.int64],
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    weight: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the lengths of the shortest ways from some nodes to all, ``FAR`` where none."""
    order = np.argsort(tail, kind="stable")
    first = np.searchsorted(tail[order], np.arange(n + 1)).astype(np.int64)
    length = np.empty((len(origins), n), dtype=np.int64)
    everywhere = np.arange(n, dtype=np.int64)
    many_to_many(first, head[order], weight[order], origins, everywhere, length)
    return length


def _last_hops(
    length: NDArray[np.int64],
    start: int,
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    weight: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return for each pair the index of a last hop of a shortest way, -1 where none."""
    into = np.full(length.shape, -1, dtype=np.int64)
    for k in range(len(tail)):
        tight = length[:, tail[k]] + weight[k] == length[:, head[k]]
        into[tight & (length[:, head[k]] < _FAR), head[k]] = k
    rows = np.arange(len(length))
    into[rows, start + rows] = -1
    return into
