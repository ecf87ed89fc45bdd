"""Measure the search of timetables on real feeds, beside networkx.

    python -m benchmarks.timetables --cases examples/data/cairns_gtfs.zip@2014-06-06 \
        subway.zip@2026-09-23 subway.zip+bus_m.zip@2026-09-23 --beside 2

A case is one or more GTFS feeds and a date, in a process of its own; `benchmarks.timetables_feed`
tells where New York's come from. Writes ``timetables.md``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[1]
COLUMNS = {
    "stops": ("stops", ",.0f"),
    "points": ("points", ",.0f"),
    "connections": ("connections", ",.0f"),
    "read, s": ("read_s", ".2f"),
    "build, s": ("build_s", ".2f"),
    "profile, mean ms": ("profile_ms", ".1f"),
    "worst ms": ("worst_ms", ".1f"),
    "departures found": ("rows", ",.0f"),
    "all pairs, s": ("all_s", ".1f"),
    "journey, ms": ("journey_ms", ".1f"),
    "peak, MB": ("peak_mb", ",.0f"),
}
BESIDE = {
    "connections": ("nx_connections", ",.0f"),
    "nodes": ("nx_nodes", ",.0f"),
    "networkx: build, s": ("nx_build_s", ".2f"),
    "one departure, ms": ("nx_query_ms", ",.0f"),
    "xytour: all departures, ms": ("nx_profile_ms", ".2f"),
}
NOTES = (
    "A *profile* is from one point to all others, for all departures from midnight of the date "
    "to noon of the next day, walks up to {walk:g} m and {origins} origins drawn at random; "
    "*departures found* are its rows, none of which is slower than another. *All pairs* is the "
    "mean profile times the points. *Read* is from the files, *build* makes the connections of "
    "the date. CPU seconds, one thread; the peak is that of the whole process."
)
BESIDE_NOTES = (
    "The same answers by networkx: Dijkstra in a time-expanded graph, up to {until} minutes "
    "after midnight to keep the graph within bounds. It answers for one departure, and is asked "
    "for two of one origin; every arrival at every point is checked to be the same."
)


def run(case: str, *options: str) -> Mapping[str, float]:
    """Return what a case's process has measured.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    paths, _, day = case.rpartition("@")
    words = [sys.executable, "-m", "benchmarks.timetables_case", *paths.split("+"), "--day", day]
    done = subprocess.run([*words, *options], cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.timetables", description=__doc__)
    cairns = "examples/data/cairns_gtfs.zip@2014-06-06"
    parser.add_argument("--cases", nargs="+", default=[cairns], help="FEED[+FEED...]@DATE")
    parser.add_argument("--walk", type=float, default=600.0, help="longest walk, metres")
    parser.add_argument("--origins", type=int, default=50)
    parser.add_argument("--beside", type=int, default=1, help="how many cases networkx gets too")
    parser.add_argument("--until", type=int, default=600, help="for networkx, minutes")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    walk = ("--walk", str(wish.walk))
    rows, beside = [], []
    for case in wish.cases:
        facts = run(case, *walk, "--origins", str(wish.origins))
        rows.append([_name(case), *(format(facts[key], form) for key, form in COLUMNS.values())])
    for case in wish.cases[: wish.beside]:
        facts = run(case, *walk, "--until", str(wish.until))
        beside.append([_name(case), *(format(facts[key], form) for key, form in BESIDE.values())])
    body = [
        table(("feed", *COLUMNS), rows),
        NOTES.format(walk=wish.walk, origins=wish.origins),
        table(("feed", *BESIDE), beside),
        BESIDE_NOTES.format(until=wish.until),
    ]
    print("\n\n".join(body))
    wish.cases = [_name(case) for case in wish.cases]
    wish.results.mkdir(parents=True, exist_ok=True)
    text = page("Timetables of cities", command("benchmarks.timetables", wish), body)
    write_whole(wish.results / "timetables.md", text)
    return 0


def _name(case: str) -> str:
    """Return a case without the folders of its feeds."""
    paths, _, day = case.rpartition("@")
    return "+".join(Path(path).name for path in paths.split("+")) + f"@{day}"


if __name__ == "__main__":
    sys.exit(main())
