"""A feed as a graph of one date."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import networkx as nx

from xytour.network.graph import build_graph
from xytour.network.gtfs import read_gtfs
from xytour.network.rides import Transport
from xytour.network.transit import graph_of_feed
from xytour.network.travel import UNREACHABLE, TravelTimes

CAIRNS = Path(__file__).parents[4] / "examples" / "data" / "cairns_gtfs.zip"


def test_the_graph_counts_what_runs_on_the_date(region):
    """A Friday has more departures than a Sunday; attributes are those of the region's graph."""
    feed = read_gtfs(CAIRNS)
    friday, sunday = (graph_of_feed(feed, date(2014, 6, day)) for day in (6, 8))
    departures = [
        sum(count for _, _, count in graph.edges(data="departures")) for graph in (friday, sunday)
    ]

    in_the_day = [
        0 <= leaves + shift < 86_400 and here != there
        for day, shift in ((5, -86_400), (6, 0))
        for trip in feed.trips
        if trip.days.runs_on(date(2014, 6, day))
        for leaves, (here, there) in zip(trip.departures_s, pairwise(trip.stops), strict=False)
    ]
    assert departures[0] == sum(in_the_day) > 16_000
    assert departures[1] < departures[0] * 0.6
    _, _, ours = next(iter(friday.edges(data=True)))
    _, _, theirs = next(iter(build_graph(region).edges(data=True)))
    assert set(theirs) <= set(ours)
    assert len(max(nx.weakly_connected_components(friday), key=len)) > 350


def test_travel_with_average_waits_runs_on_it(region):
    """From the pier most stops can be reached by bus; the way names its buses."""
    graph = graph_of_feed(read_gtfs(CAIRNS), date(2014, 6, 6))
    travel = TravelTimes(
        graph, Transport("public", frozenset({"bus"}), 0.5, 1), region.region.tariffs
    )
    pier, palm_cove = "750450", "750040"

    assert (travel.minutes[travel.index[pier]] < UNREACHABLE).sum() > 200
    assert all(step.edge["mode"] == "bus" for step in travel.way(pier, palm_cove))
