"""The same question asked of networkx: a time-expanded graph and Dijkstra for each departure.

Nodes are departures and arrivals of vehicles and, for each stop, the moments at which one
may be waiting there; edges are rides, staying aboard, waiting, boarding and changing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

if TYPE_CHECKING:
    from xytour.network.transit.access import Access
    from xytour.network.transit.runs import DayRuns


class TimeExpanded:
    """What runs on a date as one large graph.

    Parameters
    ----------
    day_runs
        What runs; vehicles of which only the headway is known are not handled.
    access
        How the stops are reached and left.
    """

    def __init__(self, day_runs: DayRuns, access: Access) -> None:
        self._access = access
        self.graph = nx.DiGraph()
        departs, arrives, _, tails, heads, runs, boards, alights = (
            column.tolist() for column in day_runs.tables
        )
        self._arrivals = [
            (heads[c], arrives[c], ("on", c)) for c in range(len(heads)) if alights[c]
        ]
        self._moments: dict[int, list[int]] = defaultdict(list)
        last: dict[int, int] = {}
        for c, (departure, arrival) in enumerate(zip(departs, arrives, strict=True)):
            self._edge(("off", c), ("on", c), arrival - departure)
            before = last.get(runs[c])
            if before is not None:
                self._edge(("on", before), ("off", c), departure - arrives[before])
            last[runs[c]] = c
            if boards[c]:
                self._moments[tails[c]].append(departure)
                self._edge((tails[c], departure), ("off", c), 0)
        for stop, moments in self._moments.items():
            moments.sort()
            for one, two in pairwise(dict.fromkeys(moments)):
                self._edge((stop, one), (stop, two), two - one)
        self._change(access)

    def arrivals(self, here: int, leave_s: int) -> list[int | None]:
        """Return the earliest arrival at each point when leaving one at a second."""
        added = []
        for stop, access_s in enumerate(self._access.stops_s(here).tolist()):
            moment = self._waiting(stop, leave_s + access_s) if access_s >= 0 else None
            if moment is not None:
                self._edge("origin", moment, moment[1] - leave_s)
                added.append(moment)
        lengths: dict[Any, int] = {}
        if added:
            lengths = nx.single_source_dijkstra_path_length(self.graph, "origin")
            self.graph.remove_node("origin")
        at_stop: dict[int, int] = {}
        for stop, _, node in self._arrivals:
            if node in lengths:
                there = leave_s + lengths[node]
                at_stop[stop] = min(at_stop.get(stop, there), there)
        first, stops, walks_s = (column.tolist() for column in self._access.egress)
        found: list[int | None] = []
        for point, way_s in enumerate(self._access.ways_s(here).tolist()):
            ends = [
                at_stop[stops[k]] + walks_s[k]
                for k in range(first[point], first[point + 1])
                if stops[k] in at_stop
            ]
            found.append(min([*ends, *([] if way_s < 0 else [leave_s + way_s])], default=None))
        return found

    def _change(self, access: Access) -> None:
        first, into, seconds = (column.tolist() for column in access.transfers)
        onward: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for stop in range(len(first) - 1):
            for k in range(first[stop], first[stop + 1]):
                onward[into[k]].append((stop, seconds[k]))
        for stop, arrival, node in self._arrivals:
            for there, transfer_s in onward[stop]:
                moment = self._waiting(there, arrival + transfer_s)
                if moment is not None:
                    self._edge(node, moment, moment[1] - arrival)

    def _waiting(self, stop: int, since_s: int) -> tuple[int, int] | None:
        """Return the first moment at a stop from a second on, None if nothing leaves then."""
        moments = self._moments[stop]
        k = bisect_left(moments, since_s)
        return (stop, moments[k]) if k < len(moments) else None

    def _edge(self, tail: Any, head: Any, seconds: int) -> None:
        self.graph.add_edge(tail, head, weight=seconds)
