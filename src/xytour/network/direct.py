"""Door-to-door travel where every place is joined to every other, without a road graph.

For a town full of places of which only positions are known. Streets and walks are great circles
times a detour, worked out for all pairs at once; links (metro lines, trains) are searched as a
graph of their own and joined to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.network.streets import FAR, ROWS, Streets
from xytour.network.travel import UNREACHABLE, Step, TravelTimes, weigh

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    from numpy.typing import NDArray

    from xytour.model.region import RegionInfo
    from xytour.network.rides import Transport

    Ints = NDArray[np.int32]

NEAR_STOPS = 4
"""So many stops are walked to, from a place or to it: the nearest ones."""


def travel_over(
    graph: nx.MultiDiGraph,
    transport: Transport,
    info: RegionInfo,
    like: object = None,
) -> Searched:
    """Return travel between all places of a graph, by the region's way of joining places.

    Parameters
    ----------
    graph
        As built by :func:`xytour.network.graph.build_graph`.
    transport
        What the party may travel by.
    info
        Of the region.
    like
        Other travel, whose streets are taken where they are the same.
    """
    if info.direct is None:
        return TravelTimes(graph, transport, info.tariffs)
    return DirectTravel(graph, transport, info, like)


class DirectTravel:
    """Travel between all places of a region that joins them each to each.

    Parameters
    ----------
    graph
        Its places and links.
    transport
        What the party may travel by.
    info
        Of the region; ``direct`` is given.
    like
        As for `travel_over`.

    Attributes
    ----------
    streets
        The ways by road or on foot.
    minutes, cost_fen, distance_m : (n, n) int32
        As for :class:`xytour.network.travel.TravelTimes`.

    Notes
    -----
    A way is one by road or on foot; or a walk to a stop, links, and a walk to the place; or, to
    and from a place outside of the region, any of these to a stop from which links lead there.
    Ways are compared as by ``TravelTimes``.
    """

    def __init__(
        self,
        graph: nx.MultiDiGraph,
        transport: Transport,
        info: RegionInfo,
        like: object = None,
    ) -> None:
        self.ids: tuple[str, ...] = tuple(graph.nodes)
        self.index = {place_id: k for k, place_id in enumerate(self.ids)}
        self.transport = transport
        places = [place for _, place in graph.nodes(data="place")]
        known = like.streets if isinstance(like, DirectTravel) else None
        is_same = known is not None and known.serve(places, transport)
        self.streets: Streets = known if is_same else Streets(places, transport, info)  # type: ignore[assignment]
        linked = [place_id for place_id in self.ids if graph.degree(place_id)]
        self._core = TravelTimes(graph, transport, info.tariffs, linked)
        self._core_at = np.array([self.index[place_id] for place_id in linked], dtype=int)
        self.minutes, self.cost_fen, self.distance_m, weight = self.streets.tables()
        weight = self._join_by_stops(weight)
        self._join_outside(weight)

    def _join_by_stops(self, weight: Ints) -> Ints:
        """Let links between stops be part of the ways, where that is better.

        Returns what the ways count then, by what streets count.
        """
        n, at, core = len(self.ids), self._core_at, self._core
        self._through = np.full((n, n), -1, dtype=np.int16)
        self._boards = np.zeros((n, 0), dtype=np.int16)
        open_ways = (core.minutes < UNREACHABLE) & ~np.eye(len(at), dtype=bool)
        counts = weigh(core.minutes, core.cost_fen, self.transport)
        self._core_weight = np.where(open_ways, counts, FAR).astype(np.int32)
        inside = ~self.streets.outside[at]
        stops = np.flatnonzero(inside & (open_ways & inside & inside[:, None]).any(axis=1))
        if not len(stops):
            return weight
        near, walks = self._near(weight, at[stops])
        hop = self._core_weight[np.ix_(stops, stops)]
        first = np.full((n, len(stops)), FAR, dtype=np.int32)
        self._stops, self._boards = stops, np.zeros((n, len(stops)), dtype=np.int16)
        for k in range(near.shape[1]):
            found = walks[:, k, None] + hop[near[:, k]]
            better = found < first
            first[better] = found[better]
            self._boards[better] = np.broadcast_to(near[:, k, None], first.shape)[better]
        # By where one gets out: what is read then lies side by side.
        first = np.ascontiguousarray(first.T)
        for low in range(0, n, ROWS):
            block = slice(low, low + ROWS)
            best = np.ascontiguousarray(weight[:, block].T)
            alights = np.full(best.shape, -1, dtype=np.int16)
            for k in range(near.shape[1]):
                found = first[near[block, k]] + walks[block, k, None]
                better = found < best
                np.copyto(best, found, where=better)
                np.copyto(alights, near[block, k, None], where=better, casting="same_kind")
            weight[:, block], self._through[:, block] = best.T, alights.T
        self._take_stops()
        return weight

    def _near(self, weight: Ints, stops: NDArray[np.int64]) -> tuple[NDArray[np.int64], Ints]:
        """Return the nearest stops of each place, and what walking there counts."""
        walkable = self.streets.on_foot[:, stops] | (np.arange(len(self.ids))[:, None] == stops)
        counts = np.where(walkable, weight[:, stops], FAR)
        near = np.argsort(counts, axis=1, kind="stable")[:, :NEAR_STOPS]
        return near, np.take_along_axis(counts, near, axis=1).astype(np.int32)

    def _take_stops(self) -> None:
        """Set what the ways by stops take."""
        at, stops = self._core_at[self._stops], np.ix_(self._stops, self._stops)
        # The walks are still to be read when others are overwritten: all are read first.
        parts = [
            (table, table[:, at], inner[stops].astype(np.int32), table[at])
            for table, inner in self._tables()
        ]
        for low in range(0, len(self.ids), ROWS):
            rows, columns = np.nonzero(self._through[low : low + ROWS] >= 0)
            rows += low
            leaves = self._through[rows, columns]
            boards = self._boards[rows, leaves]
            for table, there, inner, back in parts:
                way = there[rows, boards] + inner[boards, leaves] + back[leaves, columns]
                table[rows, columns] = way

    def _tables(self) -> list[tuple[Ints, NDArray[np.int64]]]:
        core = self._core
        return [
            (self.minutes, core.minutes),
            (self.cost_fen, core.cost_fen),
            (self.distance_m, core.distance_m),
        ]

    def _join_outside(self, weight: Ints) -> None:
        """Lead the ways to and from places outside by the best stop that links reach.

        ``weight`` is what the ways between the other places count.
        """
        at, n = self._core_at, len(self.ids)
        inner = np.flatnonzero(~self.streets.outside[at])
        self._hub = np.full((n, n), -1, dtype=np.int16)
        for far in np.flatnonzero(self.streets.outside[at]).tolist():
            there = weight[:, at[inner]] + self._core_weight[inner, far]
            back = self._core_weight[far, inner][:, None] + weight[at[inner], :]
            self._lead(there, back, inner, far)
        outer = np.flatnonzero(self.streets.outside[at])
        pairs = np.ix_(at[outer], at[outer])
        for table, core in self._tables():
            table[pairs] = core[np.ix_(outer, outer)]

    def _lead(self, there: Ints, back: Ints, inner: NDArray[np.int64], far: int) -> None:
        at, target = self._core_at, int(self._core_at[far])
        inside = np.flatnonzero(~self.streets.outside)
        if not len(inner):
            return
        hubs = inner[np.argmin(there[inside], axis=1)]
        reached = inside[there[inside].min(axis=1) < FAR]
        hubs = hubs[there[inside].min(axis=1) < FAR]
        for table, core in self._tables():
            table[reached, target] = table[reached, at[hubs]] + core[hubs, far]
        self._hub[reached, target] = hubs
        hubs = inner[np.argmin(back[:, inside], axis=0)]
        reached = inside[back[:, inside].min(axis=0) < FAR]
        hubs = hubs[back[:, inside].min(axis=0) < FAR]
        for table, core in self._tables():
            table[target, reached] = core[far, hubs] + table[at[hubs], reached]
        self._hub[target, reached] = hubs

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the region.
        ValueError
            There is no way.
        """
        a, b = self.index[from_id], self.index[to_id]
        if a == b:
            return []
        if self.minutes[a, b] >= UNREACHABLE:
            msg = f"no way from {from_id!r} to {to_id!r}"
            raise ValueError(msg)
        if self.streets.outside[a] and self.streets.outside[b]:
            return self._core.way(from_id, to_id)
        if (hub := int(self._hub[a, b])) >= 0:
            stop = self._core.ids[hub]
            if self.streets.outside[b]:
                return [*self.way(from_id, stop), *self._core.way(stop, to_id)]
            return [*self._core.way(from_id, stop), *self.way(stop, to_id)]
        alights = int(self._through[a, b])
        if alights < 0:
            return [self.streets.step(a, b)]
        boards = self._core.ids[self._stops[self._boards[a, alights]]]
        leaves = self._core.ids[self._stops[alights]]
        first = [] if boards == from_id else [self.streets.step(a, self.index[boards])]
        last = [] if leaves == to_id else [self.streets.step(self.index[leaves], b)]
        return [*first, *self._core.way(boards, leaves), *last]

    def count_steps(self, is_wanted: Callable[[Step], bool]) -> NDArray[np.int16]:
        """Return how many steps along links each way has that are of some kind.

        Parameters
        ----------
        is_wanted
            Tells whether a step counts; streets and walks off the links never do.
        """
        inner, at = self._core.count_steps(is_wanted), self._core_at
        counts = np.zeros((len(self.ids), len(self.ids)), dtype=np.int16)
        rows, columns = np.nonzero(self._through >= 0)
        if len(rows):
            alights = self._through[rows, columns].astype(np.int64)
            boards = self._stops[self._boards[rows, alights]]
            counts[rows, columns] = inner[boards, self._stops[alights]]
        rows, columns = np.nonzero(self._hub >= 0)
        hubs = self._hub[rows, columns]
        core_of = np.full(len(self.ids), -1)
        core_of[at] = np.arange(len(at))
        going = self.streets.outside[columns]
        counts[rows[going], columns[going]] = (
            counts[rows[going], at[hubs[going]]] + inner[hubs[going], core_of[columns[going]]]
        )
        counts[rows[~going], columns[~going]] = (
            inner[core_of[rows[~going]], hubs[~going]] + counts[at[hubs[~going]], columns[~going]]
        )
        outer = np.flatnonzero(self.streets.outside[at])
        counts[np.ix_(at[outer], at[outer])] = inner[np.ix_(outer, outer)]
        return counts


Searched: TypeAlias = TravelTimes | DirectTravel
"""Travel that was searched for in a region, not given."""
