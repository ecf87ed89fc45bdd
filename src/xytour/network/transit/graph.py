"""A feed as edges of the transport graph: from stop to stop, as one date has them.

The graph knows no times of day; it serves to look at a network, to run networkx on it, and
for travel with average waits. Plans that catch vehicles ask `Connections`.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

import networkx as nx

from xytour.network.transit.runs import runs_around
from xytour.network.transit.ways import great_circle_km

if TYPE_CHECKING:
    from datetime import date

    from xytour.network.transit.feed import Feed

DAY_S = 86_400


def graph_of_feed(feed: Feed, day: date) -> nx.MultiDiGraph:
    """Return what runs on a date as a graph.

    Parameters
    ----------
    feed
        What runs on all days.
    day
        The date, from midnight to midnight.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes are the feed's points with attributes ``name``, ``lat`` and ``lon``. An edge
        stands for all vehicles of a mode that go from one point to the next on that date;
        its key is the mode. Attributes are those of `xytour.network.graph.build_graph`:
        ``mode``, ``minutes`` (int, the median), ``distance_km`` (great circle),
        ``headway_min`` (int, mean), ``fare_cny``, ``toll_cny``,
        ``first_departure``, ``last_departure``, ``road`` and ``link_id`` (None),
        ``estimated``; and ``departures`` (of the date) and ``lines`` (names, sorted).

    Notes
    -----
    The mean headway is the time between the first and the last departure over one less
    than their number, None for a single departure.
    """
    graph = nx.MultiDiGraph()
    for name, point in feed.points.items():
        graph.add_node(name, name=point.name, lat=point.lat, lon=point.lon)
    day_runs = runs_around(feed, day, DAY_S)
    departs, arrives, _, tails, heads, numbers = (column.tolist() for column in day_runs.tables[:6])
    vehicles: dict[tuple[str, str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for begin, end, tail, head, number in zip(departs, arrives, tails, heads, numbers, strict=True):
        trip = day_runs.runs[number].trip
        ends = (feed.stops[tail].point, feed.stops[head].point)
        if begin < DAY_S and ends[0] != ends[1]:
            vehicles[(*ends, trip.mode)].append((begin, end - begin, trip.line))
    for (tail_id, head_id, mode), rides in vehicles.items():
        begins = sorted(begin for begin, _, _ in rides)
        span_min = (begins[-1] - begins[0]) / 60
        ends = (feed.points[tail_id], feed.points[head_id])
        graph.add_edge(
            tail_id,
            head_id,
            key=mode,
            mode=mode,
            minutes=max(1, round(median(ride_s for _, ride_s, _ in rides) / 60)),
            distance_km=max(0.1, round(great_circle_km(*ends), 1)),
            road=None,
            fare_cny=None,
            toll_cny=None,
            first_departure=None,
            last_departure=None,
            headway_min=max(1, round(span_min / (len(rides) - 1))) if len(rides) > 1 else None,
            link_id=None,
            estimated=False,
            departures=len(rides),
            lines=sorted({line for _, _, line in rides}),
        )
    return graph
