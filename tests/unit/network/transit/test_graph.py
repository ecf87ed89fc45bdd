"""A feed as a graph of one date."""

from datetime import date
from pathlib import Path

import networkx as nx

from xytour.network.graph import build_graph
from xytour.network.gtfs import read_gtfs
from xytour.network.transit import graph_of_feed

CAIRNS = Path(__file__).parents[4] / "examples" / "data" / "cairns_gtfs.zip"


def test_the_graph_counts_what_runs_on_the_date(region):
    """A Friday has more departures than a Sunday; attributes are those of the region's graph."""
    feed = read_gtfs(CAIRNS)
    friday, sunday = (graph_of_feed(feed, date(2014, 6, day)) for day in (6, 8))
    departures = [
        sum(count for _, _, count in graph.edges(data="departures")) for graph in (friday, sunday)
    ]

    # 17,707 calls of 636 trips on that Friday (and few trips that run past midnight)
    assert 16_500 < departures[0] < 17_707
    assert departures[1] < departures[0] / 2
    _, _, ours = next(iter(friday.edges(data=True)))
    _, _, theirs = next(iter(build_graph(region).edges(data=True)))
    assert set(theirs) <= set(ours)
    assert len(max(nx.weakly_connected_components(friday), key=len)) > 350
