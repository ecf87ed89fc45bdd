"""Metro lines and their stations to places and links, with minutes estimated from distances.

A ride along a line is one link, from any of its stations to any other, so that it is boarded and
paid once. Who changes lines boards, and pays, again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from xytour.importers.cells import NO_COLUMN, clock, number, text, words
from xytour.importers.completing import SOURCE_KEY
from xytour.importers.positions import MapDatum, Spot, in_wgs84, spot_of
from xytour.importers.stations import Known, plain_name
from xytour.model.base import clock_of
from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.importers.names import Slugs
    from xytour.importers.reading import Table
    from xytour.importers.report import ImportNotes

Fares: TypeAlias = float | Sequence[tuple[float, float]]
"""One fare for all rides, or fares by length: up to how many km, what they cost."""

DETOUR, SPEED_KMH, STOP_MIN = 1.15, 45.0, 0.7
"""Of lines between stations: estimates."""

HEADWAY_MIN = 6
DAY_MIN = 1_440
FARES_CNY: Fares = ((6, 3), (12, 4), (22, 5), (32, 6), (52, 7), (72, 8), (math.inf, 10))
"""About what a ride costs in a large town of China: an estimate."""

SAME_STATION_M = 1_000
"""Stations of one name that are so near are one, where one changes lines."""


@dataclass
class Stop:
    """One station: its place, and where it is."""

    id: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its stops in order, and what is told of how it runs."""

    name: str
    row: int
    stops: tuple[Stop, ...]
    headway_min: int | None
    speed_kmh: float | None


@dataclass
class MetroReader:
    """Reads a table of lines, one a row with its stations, or one station a row.

    Parameters
    ----------
    table, roles
        What is read, and which heading says what.
    datum
        Of the positions.
    fares
        What rides cost; None where nobody tells.
    slugs, notes
        Of the region.
    """

    table: Table
    roles: Mapping[str, str]
    datum: MapDatum
    fares: Fares | None
    slugs: Slugs
    notes: ImportNotes
    stops: list[Stop] = field(default_factory=list)
    _by_name: dict[str, list[Stop]] = field(default_factory=dict)
    _firsts: list[int] = field(default_factory=list)
    _lasts: list[int] = field(default_factory=list)

    @property
    def known(self) -> dict[str, Known]:
        """Where the stations are, by plain name: trains often stop above them."""
        return {
            plain_name(stop.name): Known(stop.lat, stop.lon, 500, "typical", "as the metro station")
            for stop in self.stops
        }

    @property
    def hours(self) -> dict[str, str]:
        """From when until when every line runs, as the region's tariffs tell it; once read.

        Hours are those of the region, not of single lines: what every line keeps.
        """
        found = {}
        if self._firsts:
            found["public_from"] = clock_of(max(self._firsts))
        if self._lasts:
            found["public_until"] = clock_of(min(*self._lasts, DAY_MIN - 1))
        return found

    def links(self) -> list[dict[str, Any]]:
        """Return the rides of all lines; of two between the same stations the faster one."""
        best: dict[tuple[str, str], dict[str, Any]] = {}
        lines = [line for line in self._lines() if len(line.stops) > 1]
        for line in lines:
            self.notes.keep(self.table.name)
            for ride in self._rides(line):
                ends = (min(ride["from"], ride["to"]), max(ride["from"], ride["to"]))
                if ends not in best or ride["minutes"] < best[ends]["minutes"]:
                    best[ends] = ride
        return [{**ride, "id": f"metro-{k}"} for k, ride in enumerate(best.values(), start=1)]

    def places(self) -> list[dict[str, Any]]:
        """Return the stations as places."""
        return [
            {
                "id": stop.id,
                "name": stop.name,
                "kind": "gateway",
                "gateway_type": "interchange",
                "lat": stop.lat,
                "lon": stop.lon,
                "summary": {"en": f"{stop.name}, a metro station.", "zh": f"{stop.name}，地铁站。"},
            }
            for stop in self.stops
        ]

    def _lines(self) -> Iterator[Line]:
        if "stations" in self.roles:
            for row, cells in enumerate(self.table.rows, start=1):
                listed = cells.get(self.roles["stations"])
                members = listed if isinstance(listed, list | tuple) else words(listed or "")
                yield self._line(row, cells, [(row, member) for member in members])
            return
        groups: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        for row, cells in enumerate(self.table.rows, start=1):
            groups.setdefault(text(cells.get(self.roles.get("line", NO_COLUMN), "")), []).append(
                (row, cells)
            )
        for members in groups.values():
            ordered = sorted(members, key=lambda member: self._order(*member))
            yield self._line(members[0][0], members[0][1], ordered)

    def _order(self, row: int, cells: Mapping[str, Any]) -> tuple[float, int]:
        return number(cells.get(self.roles.get("order", NO_COLUMN))) or 0.0, row

    def _line(self, row: int, cells: Mapping[str, Any], members: Sequence[tuple[int, Any]]) -> Line:
        def get(role: str) -> Any:
            return cells.get(self.roles.get(role, NO_COLUMN))

        stops = [self._stop(at, member) for at, member in members]
        found = tuple(stop for stop in stops if stop is not None)
        name = text(get("line")) if get("line") is not None else f"line {row}"
        if len(found) < 2:
            self._drop(row, "stations", name, "has fewer than two stations with positions")
        headway = None if get("headway") is None else number(get("headway"))
        first, last = (None if get(r) is None else clock(get(r)) for r in ("first", "last"))
        if first is not None:
            self._firsts.append(min(first, DAY_MIN - 1))
        if last is not None:
            # A last train after midnight runs all evening.
            self._lasts.append(DAY_MIN - 1 if last < (first or DAY_MIN // 4) else last)
        return Line(
            name,
            row,
            found,
            max(1, round(headway)) if headway and headway > 0 else None,
            None if get("speed") is None else number(get("speed")),
        )

    def _stop(self, row: int, member: Any) -> Stop | None:
        """Return a station of a line, the same as one met before where they are one."""
        cells = member if isinstance(member, Mapping) else {"name": member}
        roles = self.roles if "stations" not in self.roles else _roles_of(cells)
        told = cells.get(roles.get("station", NO_COLUMN))
        if told is None:
            self._drop(row, "station", None, "a station has no name")
            return None
        name, spot = text(told), spot_of(cells, roles)
        rivals = self._by_name.setdefault(plain_name(name) or name, [])
        if spot is None:
            if not rivals:
                self._drop(row, "station", name, "no position of the station makes sense")
            return rivals[0] if rivals else None
        return self._same(rivals, spot) or self._new(rivals, name, spot)

    def _same(self, rivals: Sequence[Stop], spot: Spot) -> Stop | None:
        lat, lon = in_wgs84(spot, self.datum)
        near = [
            r for r in rivals if float(great_circle_m(r.lat, r.lon, lat, lon)) <= SAME_STATION_M
        ]
        return near[0] if near else None

    def _new(self, rivals: list[Stop], name: str, spot: Spot) -> Stop:
        lat, lon = in_wgs84(spot, self.datum)
        stop = Stop(self.slugs.take(f"{name} metro"), name, lat, lon)
        rivals.append(stop)
        self.stops.append(stop)
        return stop

    def _rides(self, line: Line) -> Iterator[dict[str, Any]]:
        """Yield the rides between any two stations of a line, both ways."""
        along = [0.0]
        for a, b in zip(line.stops, line.stops[1:], strict=False):
            metres = float(great_circle_m(a.lat, a.lon, b.lat, b.lon))
            along.append(along[-1] + metres / 1_000 * DETOUR)
        guessed = self._guesses(line)
        headway = line.headway_min or HEADWAY_MIN
        for i, start in enumerate(line.stops):
            for j in range(i + 1, len(line.stops)):
                end = line.stops[j]
                if end.id == start.id:
                    continue  # a ring comes back to where it began
                km = max(0.1, math.ceil(round((along[j] - along[i]) * 10, 6)) / 10)
                minutes = km / (line.speed_kmh or SPEED_KMH) * 60 + STOP_MIN * (j - i)
                yield {
                    "from": start.id,
                    "to": end.id,
                    "mode": "metro",
                    "road": line.name,
                    "distance_km": km,
                    "minutes": max(1, math.ceil(minutes)),
                    "headway_min": headway,
                    "fare": self._fare(km),
                    "sources": [SOURCE_KEY],
                    "confidence": "estimated",
                    "estimated": guessed,
                }

    def _guesses(self, line: Line) -> list[str]:
        guessed = ["distance_km", "minutes"]
        if line.headway_min is None:
            guessed.append("headway_min")
            reason = f"not told, so a train every {HEADWAY_MIN} minutes"
            self.notes.guessed(self.table.name, line.row, "headway", None, reason)
        reason = (
            f"minutes from distances, at {line.speed_kmh or SPEED_KMH:g} km/h and {STOP_MIN} a stop"
        )
        self.notes.guessed(self.table.name, line.row, "stations", None, reason)
        return guessed

    def _fare(self, km: float) -> dict[str, Any] | None:
        if self.fares is None:
            return None
        if isinstance(self.fares, int | float):
            return {"amount_cny": float(self.fares), "confidence": "sourced"}
        amount = next((cost for up_to, cost in self.fares if km <= up_to), self.fares[-1][1])
        sure = "estimated" if self.fares is FARES_CNY else "sourced"
        return {"amount_cny": float(amount), "confidence": sure, "note": "by length, for each line"}

    def _drop(self, row: int, role: str, value: object, reason: str) -> None:
        column = self.roles.get(role, role)
        mend = "write names and positions of its stations in order"
        self.notes.dropped(self.table.name, row, column, value, reason, mend)


def _roles_of(cells: Mapping[str, Any]) -> dict[str, str]:
    """Return the roles of a station that stands as a dict in the row of its line."""
    by_name = {str(key).strip().lower(): str(key) for key in cells}
    found = {}
    for role, names in (
        ("station", ("name", "station", "名称", "站名")),
        ("position", ("position", "location", "coordinates", "坐标", "经纬度")),
        ("lat", ("lat", "latitude", "纬度")),
        ("lon", ("lon", "lng", "longitude", "经度")),
    ):
        named = next((by_name[name] for name in names if name in by_name), None)
        if named is not None:
            found[role] = named
    return found
