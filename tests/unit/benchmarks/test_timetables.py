"""The timetable benchmark measures what it says, and networkx gives the same arrivals."""

from datetime import date
from pathlib import Path

from benchmarks import timetables
from benchmarks.timetables_case import compare, measure
from xytour.network.gtfs import read_gtfs
from xytour.network.transit import walks_between

CAIRNS = Path(__file__).parents[3] / "examples" / "data" / "cairns_gtfs.zip"
DAY = date(2014, 6, 6)


def test_a_case_is_measured():
    """Cairns has 416 stops, and a profile finds departures."""
    facts = measure([CAIRNS], DAY, walk_m=300, origins=3, seed=0)

    assert facts["stops"] == 416
    assert facts["rows"] > 1_000
    assert {key for key, _ in timetables.COLUMNS.values()} <= set(facts)


def test_networkx_agrees():
    """All arrivals of one early departure are the same; the comparison raises if not."""
    feed = read_gtfs(CAIRNS)
    ways = walks_between(feed.points, most_m=300)
    facts = compare(feed, DAY, ways, until_min=480, departures=[390])

    assert facts["nx_nodes"] > 1_000
    assert {key for key, _ in timetables.BESIDE.values()} <= set(facts)
