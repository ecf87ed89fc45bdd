"""Stops and stations of a feed: points where one can be, and stops where trips call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.network.transit.feed import Point, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.network.gtfs.report import Findings
    from xytour.network.gtfs.source import Source

STOPS = "stops.txt"
STOP, STATION = "0", "1"


@dataclass(frozen=True, slots=True)
class FeedStops:
    """What stops.txt tells.

    Parameters
    ----------
    points
        Stations, and stops that belong to none, by id.
    stops
        In the order of the file.
    numbers
        Of the stops by id; None for stations, entrances and whatever else is no stop.
    """

    points: dict[str, Point]
    stops: tuple[Stop, ...]
    numbers: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    name: str
    where: tuple[float, float]
    kind: str
    parent: str


def read_stops(source: Source, findings: Findings, board_s: int, change_s: int) -> FeedStops:
    """Return the stops of a feed and the points where they are.

    Parameters
    ----------
    source, findings
        What is read, and where faults go.
    board_s, change_s
        Of every stop.
    """
    rows = _rows(source, findings)
    points: dict[str, Point] = {}
    stops: list[Stop] = []
    numbers: dict[str, int | None] = {}
    for stop_id, row in rows.items():
        numbers[stop_id] = None
        if row.kind not in {STOP, STATION}:
            continue
        parent = _parent(row, rows, findings)
        if parent is None:
            points[stop_id] = Point(row.name, *row.where)
        if row.kind == STOP:
            numbers[stop_id] = len(stops)
            stops.append(Stop(stop_id, row.name, parent or stop_id, board_s, change_s))
    return FeedStops(points, tuple(stops), numbers)


def _parent(row: _Row, rows: Mapping[str, _Row], findings: Findings) -> str | None:
    """Return the station of a stop, None for one that stands for itself."""
    if row.kind != STOP or not row.parent:
        return None
    parent = rows.get(row.parent)
    if parent is not None and parent.kind == STATION:
        return row.parent
    mend = "name a row of location_type 1; the stop stands for itself meanwhile"
    findings.add(STOPS, row.line, row.parent, "parent_station is no station", mend)
    return None


def _rows(source: Source, findings: Findings) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    more = ("stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")
    for line, (stop_id, name, lat_text, lon_text, kind, parent) in source.rows(
        STOPS, ("stop_id",), more
    ):
        if stop_id in rows:
            mend = "remove one; row left out"
            findings.add(STOPS, line, stop_id, "stands there twice", mend)
            continue
        lat, lon = _degrees(lat_text, 90), _degrees(lon_text, 180)
        if lat is not None and lon is not None:
            rows[stop_id] = _Row(line, name or stop_id, (lat, lon), kind or STOP, parent)
        elif kind in {"3", "4"}:  # nodes and boarding areas need no place: nothing calls there
            rows[stop_id] = _Row(line, name, (0.0, 0.0), kind, parent)
        else:
            reason = "stop_lat and stop_lon are no place on earth"
            mend = "write degrees, WGS-84; row left out, and the calls there"
            findings.add(STOPS, line, f"{lat_text} {lon_text}", reason, mend)
    return rows


def _degrees(text: str, most: int) -> float | None:
    """Return degrees of latitude or longitude, None if they are none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= most else None
