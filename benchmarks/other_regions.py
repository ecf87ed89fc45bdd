"""How long tables of a large town take to become a region, and trips in it to be planned.

Run as ``python -m benchmarks.other_regions [places ...]``; prints a Markdown table of CPU seconds,
of what the second plan is worth, and of the most memory so far: one size a run tells its own.
All rows are made up: a town of twelve metro lines, with trains from another town every hour.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import time
from typing import Any

import xytour as xt

MIDDLE = (31.2, 121.45)
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Linux counts in KiB, macOS in bytes."""
TYPES = ("museum", "park", "temple", "lake", "historic site")


def places(n: int, table: str, draw: random.Random) -> list[dict[str, Any]]:
    """Return rows of one table, thick in the middle of the town."""
    return [
        {
            "name": f"{table} {k}",
            "type": TYPES[k % len(TYPES)],
            "lat": MIDDLE[0] + draw.gauss(0, 0.07),
            "lon": MIDDLE[1] + draw.gauss(0, 0.08),
            "price": draw.choice((0, 20, 60, 120, 300)) or None,
            "rating": round(draw.uniform(3, 5), 1),
        }
        for k in range(n)
    ]


def lines() -> list[dict[str, Any]]:
    """Return twelve metro lines of twenty stations through the middle."""
    return [
        {
            "name": f"Line {turn}",
            "stations": [
                {
                    "name": f"{turn}/{k}",
                    "lat": MIDDLE[0] + 0.014 * (k - 9.5) * math.sin(math.pi * turn / 12),
                    "lon": MIDDLE[1] + 0.016 * (k - 9.5) * math.cos(math.pi * turn / 12),
                }
                for k in range(20)
            ],
        }
        for turn in range(12)
    ]


def trains(start: str, end: str) -> list[dict[str, Any]]:
    """Return a train every hour."""
    return [
        {"number": f"G{h}", "from": start, "to": end, "cost": 140, "departure": f"{h}:00"}
        | {"arrival": f"{h + 1}:20"}
        for h in range(6, 21)
    ]


def measure(n: int) -> str:
    """Return a line of the table for a town of so many places."""
    draw = random.Random(0)  # noqa: S311 (no secret)
    began = time.process_time()
    region, _ = xt.region_from_tables(
        "Town",
        sights=places(n // 2, "Sight", draw),
        hotels=places(n // 4, "Hotel", draw),
        restaurants=places(n - n // 2 - n // 4, "Table", draw),
        metro=lines(),
        trains=[*trains("Nanjing South", "Town"), *trains("Town", "Nanjing South")],
        stations=[
            {"name": "Town", "lat": MIDDLE[0], "lon": MIDDLE[1]},
            {"name": "Nanjing South", "lat": 31.97, "lon": 118.79},
        ],
    )
    times = [time.process_time() - began]
    began = time.process_time()
    planner = xt.Planner(region)
    times.append(time.process_time() - began)
    request = xt.TripRequest(
        arrive=xt.Arrival(at="nanjing-south", time="2026-04-10T08:00"),
        depart=xt.Departure(at="nanjing-south", time="2026-04-12T20:00"),
        transport="public",
    )
    for _ in range(2):
        began = time.process_time()
        certificate = planner.plan(request, time_limit=1.0).certificate
        times.append(time.process_time() - began)
    cells = [f"{seconds:.1f}" for seconds in times]
    cells += [f"{certificate.score:.0f}", f"{certificate.gap:.2f}"]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT / 1e6
    return f"| {n:,} | " + " | ".join(cells) + f" | {megabytes:.0f} |"


def main() -> None:
    """Measure towns of the sizes named."""
    print("| places | tables to region | planner | first plan | next plan | score | gap | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for size in map(int, sys.argv[1:] or ("500", "1000", "2000")):
        print(measure(size), flush=True)


if __name__ == "__main__":
    main()
