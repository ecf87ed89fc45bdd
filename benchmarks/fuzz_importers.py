"""What becomes a region: tables of places and runs, and the places of OpenStreetMap files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xytour as xt
from benchmarks.mutations import spoil, spoil_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Try = Callable[[Random], str]

ROOT = Path(__file__).parents[1]
SIGHTS: list[dict[str, Any]] = [
    {
        "name": f"Sight {n}",
        "type": kind,
        "lat": 31.2 + n / 100,
        "lon": 121.4 + n / 90,
        "opening hours": "09:00-17:00",
        "ticket price": "¥ 40.5",
        "recommended time (min)": 90,
    }
    for n, kind in enumerate(("museum", "park", "temple", "ancient town"))
]
HOTELS: list[dict[str, Any]] = [
    {"name": "Inn", "lat": 31.21, "lon": 121.41, "price": 300, "beds": 2, "facilities": "pool"}
]
TRAINS: list[dict[str, Any]] = [
    {"train": "G1", "from": "Beijing South", "to": "Shanghai Hongqiao",
     "departure": "09:00", "arrival": "13:28", "price": 553},
]  # fmt: skip
WISH = {"start": "2026-04-10", "days": 1}


def tables(folder: Path) -> Try:
    """Read tables of sights, hotels and trains, as values and as CSV; what is taken must plan."""
    from xytour.importers.tables import region_from_tables

    def attempt(dice: Random) -> str:
        given: dict[str, Any] = {"sights": SIGHTS, "hotels": HOTELS, "trains": TRAINS}
        which = dice.choice(list(given))
        if dice.random() < 0.5:
            given[which] = spoil(given[which], dice)
        else:
            text = io.StringIO()
            writer = csv.DictWriter(text, list(given[which][0]))
            writer.writeheader()
            writer.writerows(given[which])
            path = folder / "table.csv"
            path.write_bytes(spoil_bytes(text.getvalue().encode(), dice))
            given[which] = path
        facts = {"timezone": "Asia/Shanghai", "country": "CN", "currency": "CNY"}
        found = region_from_tables("Shanghai", **given, **facts)
        str(found.report)
        xt.Planner(found.region).plan(xt.TripRequest(**WISH), iterations=1, time_limit=20)
        return "taken"

    return attempt


def osm_places(folder: Path) -> Try:
    """Read the places of a town's extract; what is taken must plan."""
    from xytour.importers.osm import region_from_osm

    sound = (ROOT / "tests/unit/importers/town.osm").read_bytes()
    path = folder / "town.osm"

    def attempt(dice: Random) -> str:
        path.write_bytes(spoil_bytes(sound, dice))
        found = region_from_osm(path, timezone="Europe/Helsinki", country="FI", currency="EUR")
        str(found.report)
        xt.Planner(found.region).plan(xt.TripRequest(**WISH), iterations=1, time_limit=20)
        return "taken"

    return attempt


IMPORTERS: dict[str, Callable[[Path], Try]] = {"tables": tables, "osm_places": osm_places}
