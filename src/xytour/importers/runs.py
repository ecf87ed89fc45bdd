"""Tables of trains, flights and coaches to links and services between stations."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from xytour.catalogue.hours_syntax import days_fault
from xytour.importers.cells import NO_COLUMN, clock, minutes, number, price, text
from xytour.importers.completing import SOURCE_KEY
from xytour.importers.names import slug_of, text_of
from xytour.model.base import clock_of
from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xytour.importers.reading import Table
    from xytour.importers.report import ImportNotes
    from xytour.importers.stations import GatewayType, Stations

DAY_MIN = 1_440
DETOURS = {"flight": 1.05, "bus": 1.25, "rail": 1.2, "high_speed_rail": 1.15}
"""Length of lines over the great circle: estimates."""

LEAST_KMH, MOST_KMH = 5, {"flight": 950}
MOST_RAIL_KMH = 340
_EVERY_DAY = re.compile(r"每[天日]|daily|every\s*day", re.IGNORECASE)


class Run(NamedTuple):
    """One train of a day: stations, what it costs and when it runs, its number and its times."""

    from_name: str
    to_name: str
    mode: str
    fare: float | None
    days: str
    date: date | None
    number: str
    leaves: int
    takes: int
    km: float | None


@dataclass(frozen=True, slots=True)
class RunReader:
    """Reads the rows of one table.

    Parameters
    ----------
    table
        What is read.
    roles
        Which heading says what.
    vehicle
        ``train``, ``flight`` or ``coach``.
    stations
        Of the region and beyond.
    notes
        Where to tell what was guessed and dropped.
    """

    table: Table
    roles: Mapping[str, str]
    vehicle: str
    stations: Stations
    notes: ImportNotes

    @property
    def station_sort(self) -> GatewayType:
        """What its stations are."""
        if self.vehicle == "flight":
            return "airport"
        return "coach_station" if self.vehicle == "coach" else "rail_station"

    def links_and_services(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return what runs between the region and elsewhere, as a region file tells it."""
        groups: dict[tuple[Any, ...], list[Run]] = defaultdict(list)
        for run in self._runs():
            groups[run[:6]].append(run)
        links, services = [], []
        for k, runs in enumerate(groups.values(), start=1):
            ends = [self.stations.find(n, self.station_sort, self.table.name) for n in runs[0][:2]]
            if ends[0] is None or ends[1] is None:
                continue
            self.notes.keep(self.table.name, len(runs))
            link = _link(runs, ends[0], ends[1], f"{self.vehicle}-{k}")
            links.append(link)
            services.append(_service(runs, link, ends[0], ends[1]))
        return links, services

    def _runs(self) -> Iterator[Run]:
        """Yield the rows that can be used and have one end in the region."""
        seen: set[Run] = set()
        for row, cells in enumerate(self.table.rows, start=1):
            run = self._run(row, cells)
            if run is None:
                continue
            if run in seen:
                self._drop(row, "number", run.number, "stands twice", "keep one of the rows")
                continue
            seen.add(run)
            own = [self._is_own(name) for name in run[:2]]
            if self.stations.home and not any(map(self.stations.is_home, run[:2])):
                self.notes.guessed(
                    self.table.name, row, None, None, "left out: from or to another town than home"
                )
                continue
            if own[0] == own[1]:
                where = "in" if own[0] else "outside"
                reason = f"runs between two stations {where} the region"
                self._drop(row, "from", None, reason, "nothing, unless one of the two is wrong")
                continue
            yield run

    def _is_own(self, name: str) -> bool:
        place = self.stations.find(name, self.station_sort, self.table.name)
        return self.stations.is_own(name, None) if place is None else not place["outside"]

    def _run(self, row: int, cells: Mapping[str, Any]) -> Run | None:
        def get(role: str) -> Any:
            return cells.get(self.roles.get(role, NO_COLUMN))

        ends = [get("from"), get("to")]
        for role, end in zip(("from", "to"), ends, strict=True):
            if end is None:
                self._drop(row, role, None, "no station is told", "write its name")
                return None
        leaves = None if get("leaves") is None else clock(get("leaves"))
        if leaves is None:
            self._drop(row, "leaves", get("leaves"), "is no time of departure", "write as 08:30")
            return None
        takes = self._takes(row, leaves, get("arrives"), get("takes"))
        if takes is None:
            return None
        fare = None if get("fare") is None else price(get("fare"))
        if fare is None:
            reason = "no price can be read, so the fare is not known and counts as nothing"
            self.notes.guessed(self.table.name, row, self.roles.get("fare"), get("fare"), reason)
        number_of = text(get("number")) if get("number") is not None else "?"
        return Run(
            text(ends[0]),
            text(ends[1]),
            self._mode(number_of, get("vehicle")),
            fare,
            self._days(row, get("days")),
            None if get("date") is None else self._date(row, get("date")),
            number_of,
            leaves % DAY_MIN,
            takes,
            None if get("km") is None else number(get("km")),
        )

    def _takes(self, row: int, leaves: int, arrives: Any, takes: Any) -> int | None:
        """Return how long a run takes, minutes; None where that is not told or is over a day."""
        there = None if arrives is None else clock(arrives)
        told = None if takes is None else _span(takes)
        if there is None and told is None:
            self._drop(row, "arrives", arrives, "is no time of arrival", "write as 13:05")
            return None
        span = told if there is None else (there - leaves) % DAY_MIN
        days = 0 if told is None or there is None else round((told - (span or 0)) / DAY_MIN)
        if not span or days > 0 or span >= DAY_MIN or (there or 0) - leaves >= DAY_MIN:
            self._drop(row, "arrives", arrives, "takes no time, or a day or more", "leave it out")
            return None
        return span

    def _mode(self, number_of: str, vehicle: Any) -> str:
        if self.vehicle != "train":
            return {"flight": "flight", "coach": "bus"}[self.vehicle]
        fast = re.match(r"[GDC]\d", number_of, re.IGNORECASE)
        said = "" if vehicle is None else text(vehicle)
        return "high_speed_rail" if fast or re.search(r"高铁|动车|high.?speed", said) else "rail"

    def _days(self, row: int, cell: Any) -> str:
        if cell is None or _EVERY_DAY.search(text(cell)):
            return "Mo-Su"
        if days_fault(text(cell)) is None:
            return text(cell)
        reason = "cannot be read as days, so every day"
        self.notes.guessed(self.table.name, row, self.roles.get("days"), cell, reason)
        return "Mo-Su"

    def _date(self, row: int, cell: Any) -> date | None:
        try:
            return date.fromisoformat(text(cell)[:10])
        except ValueError:
            reason = "cannot be read as a date, so every day"
            self.notes.guessed(self.table.name, row, self.roles.get("date"), cell, reason)
            return None

    def _drop(self, row: int, role: str, value: object, reason: str, mend: str) -> None:
        column = self.roles.get(role, role)
        self.notes.dropped(self.table.name, row, column, value, reason, mend)


def _span(cell: Any) -> int | None:
    """Return a length of time, minutes: ``4:36``, ``4小时36分``, 4.6 hours, 276 minutes."""
    said = text(cell)
    parts = re.fullmatch(
        r"(?:(\d+)\s*(?:天|d))?\s*(\d{1,3})\s*(?::|小时|时|h)\s*(\d{1,2})\D*", said
    )
    if parts:
        return DAY_MIN * int(parts[1] or 0) + 60 * int(parts[2]) + int(parts[3])
    value = number(cell)
    if value is not None:
        return round(value * 60) if value <= 48 and value > 0 else round(value) or None
    found = minutes(cell, None)
    return None if found is None else round(found[0])


def _link(runs: list[Run], start: dict[str, Any], end: dict[str, Any], key: str) -> dict[str, Any]:
    first, usual = runs[0], round(median(run.takes for run in runs))
    told = [run.km for run in runs if run.km]
    is_town = any(place["gateway_type"] == "interchange" for place in (start, end))
    ends = [place["location"] for place in (start, end)]
    straight_km = float(great_circle_m(*(e[k] for e in ends for k in ("lat", "lon")))) / 1_000
    km = told[0] if told else straight_km * DETOURS[first.mode]
    fastest = MOST_KMH.get(first.mode, MOST_RAIL_KMH)
    # Positions of towns are rough: what runs there cannot be faster, or slower, than it can.
    km = min(max(km, usual / 60 * LEAST_KMH), usual / 60 * fastest)
    guessed = ["distance_km"] if not told else []
    leaves = sorted(run.leaves for run in runs)
    return {
        "id": slug_of(f"{key}-{start['id']}-{end['id']}"),
        "from": start["id"],
        "to": end["id"],
        "mode": first.mode,
        # What stands for all stations of a town is not what the ticket says.
        "road": f"{first.from_name}—{first.to_name}" if is_town else None,
        "distance_km": round(max(km, 0.1), 1),
        "minutes": usual,
        "both_ways": False,
        "headway_min": max(1, math.ceil((leaves[-1] - leaves[0]) / (len(leaves) - 1)) or 1)
        if len(leaves) > 1
        else DAY_MIN,
        "fare": None if first.fare is None else {"amount_cny": first.fare, "confidence": "sourced"},
        "sources": [SOURCE_KEY],
        "confidence": "sourced",
        "sourced": ["minutes"],
        "estimated": guessed,
    }


def _service(
    runs: list[Run], link: dict[str, Any], start: dict[str, Any], end: dict[str, Any]
) -> dict[str, Any]:
    names = [text_of(place["name"]) for place in (start, end)]
    on = runs[0].date
    return {
        "id": link["id"],
        "name": {
            "en": f"{names[0]['en']} - {names[1]['en']}",
            "zh": f"{names[0]['zh']}—{names[1]['zh']}",
        },
        **{key: link[key] for key in ("from", "to", "mode", "sources", "confidence")},
        "link_id": link["id"],
        "days": runs[0].days,
        **({} if on is None else {"valid_from": on.isoformat(), "valid_to": on.isoformat()}),
        "trips": [
            {
                "number": run.number,
                "departure": clock_of(run.leaves),
                "arrival": clock_of((run.leaves + run.takes) % DAY_MIN),
            }
            for run in sorted(runs, key=lambda run: (run.leaves, run.takes, run.number))
        ],
    }
