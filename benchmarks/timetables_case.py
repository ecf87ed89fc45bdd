"""Measure one timetable in a process of its own, for `benchmarks.timetables`; prints JSON."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from datetime import date
from itertools import pairwise
from math import ceil
from pathlib import Path
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.scale_case import PEAK_UNIT
from benchmarks.timetables_networkx import TimeExpanded
from xytour.network.gtfs import read_gtfs
from xytour.network.transit import Connections, Feed, Ways, join_feeds, walks_between
from xytour.network.transit.access import Access
from xytour.network.transit.runs import runs_around

if TYPE_CHECKING:
    from collections.abc import Sequence

Facts = dict[str, float]


def measure(paths: Sequence[Path], day: date, *, walk_m: float, origins: int, seed: int) -> Facts:
    """Return how long it takes to read, to build, and to ask of some origins.

    Parameters
    ----------
    paths
        GTFS feeds, searched as one.
    day
        The date.
    walk_m
        Longest walk, metres.
    origins
        How many points are asked for their profile to all others, drawn at random.
    seed
        Of the draw.
    """
    began = time.process_time()
    feed = join_feeds(*(read_gtfs(path) for path in paths))
    read_s = time.process_time() - began
    began = time.process_time()
    ways = walks_between(feed.points, most_m=walk_m)
    net = Connections(feed, day, ways)
    net.profile(net.points[0])
    build_s = time.process_time() - began
    drawn = Random(seed).choices(net.points, k=origins)  # noqa: S311
    seconds, rows = [], []
    for origin in drawn:
        began = time.process_time()
        rows.append(len(net.profile(origin).departures))
        seconds.append(time.process_time() - began)
    journeys = []
    for origin, target in pairwise(drawn):
        began = time.process_time()
        net.journey(origin, target, 540)
        journeys.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
    return {
        "stops": len(feed.stops),
        "points": len(net.points),
        "connections": net.n_connections,
        "read_s": read_s,
        "build_s": build_s,
        "profile_ms": 1_000 * fmean(seconds),
        "worst_ms": 1_000 * max(seconds),
        "rows": fmean(rows),
        "journey_ms": 1_000 * fmean(journeys),
        "all_s": fmean(seconds) * len(net.points),
        "peak_mb": peak / 1e6,
    }


def compare(
    feed: Feed, day: date, ways: Ways, *, until_min: int, departures: Sequence[int]
) -> Facts:
    """Return how long networkx takes for single departures, after checking that it agrees.

    Parameters
    ----------
    feed, day, ways
        What is searched.
    until_min
        Departures after that minute are left out, to keep the graph within bounds.
    departures
        Minutes at which one leaves.

    Raises
    ------
    AssertionError
        The two do not agree.
    """
    access, day_runs = Access(feed, ways), runs_around(feed, day, 60 * until_min)
    began = time.process_time()
    expanded = TimeExpanded(day_runs, access)
    build_s = time.process_time() - began
    net = Connections(feed, day, ways, until_min=until_min)
    origin = feed.stops[int(day_runs.tables[3][len(day_runs.call) // 2])].point
    profile = net.profile(origin)
    began = time.process_time()
    net.profile(origin)
    profile_s = time.process_time() - began
    began = time.process_time()
    theirs = [expanded.arrivals(access.number(origin), 60 * leave) for leave in departures]
    query_s = (time.process_time() - began) / len(departures)
    for leave, found in zip(departures, theirs, strict=True):
        for target, there in zip(net.points, found, strict=True):
            ours = profile.arrival(target, leave)
            if ours != (None if there is None else ceil(there / 60)):
                msg = f"{origin} to {target} at {leave}: {ours} and {there}"
                raise AssertionError(msg)
    return {
        "nx_connections": len(day_runs.call),
        "nx_nodes": expanded.graph.number_of_nodes(),
        "nx_build_s": build_s,
        "nx_query_ms": 1_000 * query_s,
        "nx_profile_ms": 1_000 * profile_s,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.timetables_case", description=__doc__)
    parser.add_argument("feeds", type=Path, nargs="+")
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    parser.add_argument("--walk", type=float, default=600.0, help="longest walk, metres")
    parser.add_argument("--origins", type=int, default=50)
    parser.add_argument("--until", type=int, default=0, help="compare with networkx to that minute")
    parser.add_argument("--seed", type=int, default=0)
    wish = parser.parse_args(arguments)
    if wish.until:
        feed = join_feeds(*(read_gtfs(path) for path in wish.feeds))
        ways = walks_between(feed.points, most_m=wish.walk)
        departures = [wish.until // 2, wish.until * 3 // 4]
        facts = compare(feed, wish.day, ways, until_min=wish.until, departures=departures)
    else:
        limits = {"walk_m": wish.walk, "origins": wish.origins, "seed": wish.seed}
        facts = measure(wish.feeds, wish.day, **limits)
    print(json.dumps(facts), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
