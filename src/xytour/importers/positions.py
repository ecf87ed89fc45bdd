"""Where rows lie: coordinates in any of their forms, in WGS-84, without twins and outliers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from xytour.importers.cells import number, text
from xytour.importers.completing import ROW, TABLE
from xytour.network.datums import to_wgs84
from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.importers.report import ImportNotes

MapDatum: TypeAlias = Literal["wgs84", "gcj02", "bd09"]

Unplaced: TypeAlias = Literal["drop", "centre"]
"""What becomes of places of which nobody tells where they are."""

MIDDLE_PRECISION_M = 10_000
"""How far off a place may be that was put in the middle of its town."""

TWINS_M = 150
"""Two rows of one name that are so near are one place."""

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A position, degrees; a note where it is not quite as it stands."""

    lat: float
    lon: float
    note: str | None = None


def spot_of(cells: Mapping[str, Any], roles: Mapping[str, str]) -> Spot | None:
    """Return where a row lies, in its own datum; None where that is not told or makes no sense.

    Examples
    --------
    >>> spot_of({"lat": "39.9", "lng": 116.4}, {"lat": "lat", "lon": "lng"})
    Spot(lat=39.9, lon=116.4, note=None)
    >>> spot_of({"p": "116.4,39.9"}, {"position": "p"})
    Spot(lat=39.9, lon=116.4, note=None)
    """
    # A column may have no heading at all, so that no text can stand for a role without one.
    told = {role: cells.get(roles[role]) for role in ("lat", "lon", "position") if role in roles}
    lat, lon = number(told.get("lat")), number(told.get("lon"))
    if lat is not None and lon is not None:
        return _checked(lat, lon)
    cell = told.get("position")
    return None if cell is None else _of_position(cell, roles["position"])


def _of_position(cell: Any, column: str) -> Spot | None:
    if isinstance(cell, dict):
        names = {str(key).lower()[:3]: value for key, value in cell.items()}
        lat, lon = number(names.get("lat")), number(names.get("lon", names.get("lng")))
        return None if lat is None or lon is None else _checked(lat, lon)
    parts = cell if isinstance(cell, list | tuple) else _NUMBERS.findall(text(cell))
    pair = [number(part) for part in parts]
    if len(pair) != 2 or pair[0] is None or pair[1] is None:
        return None
    first, second = pair[0], pair[1]
    # Beyond 90 it can only be a longitude; else the heading tells, else the usual lat, lon.
    lon_first = abs(first) > 90 or bool(re.match(r"lon|lng|经", column.lower()))
    return _checked(second, first) if lon_first else _checked(first, second)


def _checked(lat: float, lon: float) -> Spot | None:
    if (lat, lon) == (0, 0) or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    if abs(lat) <= 90 and abs(lon) <= 180:
        return Spot(lat, lon)
    if abs(lon) <= 90 and abs(lat) <= 180:
        return Spot(lon, lat, "latitude and longitude are swapped")
    return None


def placed(
    rows: Sequence[tuple[dict[str, Any], Spot | None]], datum: MapDatum, notes: ImportNotes
) -> list[dict[str, Any]]:
    """Return the facts of rows that lie somewhere, with their positions in WGS-84.

    Parameters
    ----------
    rows
        Facts about each, and where it lies.
    datum
        Of the positions.
    notes
        Where to tell what was dropped.
    """
    kept = []
    for facts, spot in rows:
        where = facts[TABLE], facts[ROW]
        if spot is None:
            reason = "no position that makes sense"
            mend = "write lat and lon, in degrees, or ask for unplaced='centre'"
            notes.dropped(*where, "position", None, reason, mend)
            continue
        if spot.note is not None:
            notes.guessed(*where, "position", f"{spot.lon}, {spot.lat}", spot.note)
        lat, lon = in_wgs84(spot, datum)
        kept.append({**facts, "lat": lat, "lon": lon})
    return kept


def at_middle(
    rows: Sequence[dict[str, Any]], places: Sequence[dict[str, Any]], notes: ImportNotes
) -> list[dict[str, Any]]:
    """Return the facts of rows without a position, put in the middle of those that have one.

    Parameters
    ----------
    rows
        Facts about what has no position.
    places
        Those that have; without any, all rows are dropped.
    notes
        Where to tell what was guessed or dropped.
    """
    found = []
    for facts in rows:
        where = facts[TABLE], facts[ROW], "position"
        if not places:
            mend = "give positions of some places at least, such as sights"
            notes.dropped(*where, None, "no place has a position, so there is no middle", mend)
            continue
        notes.guessed(*where, None, "not told, so the middle of the places that have one")
        spot = {key: float(np.median([place[key] for place in places])) for key in ("lat", "lon")}
        sure = {**facts["confidence"], "location": "estimated"}
        found.append({**facts, **spot, "precision_m": MIDDLE_PRECISION_M, "confidence": sure})
    return found


def in_wgs84(spot: Spot, datum: MapDatum) -> tuple[float, float]:
    """Return latitude and longitude in WGS-84, degrees."""
    if datum == "wgs84":
        return spot.lat, spot.lon
    lat, lon = to_wgs84(spot.lat, spot.lon, datum)
    return round(lat, 7), round(lon, 7)


def without_outliers(
    places: Sequence[dict[str, Any]], within_km: float, notes: ImportNotes
) -> list[dict[str, Any]]:
    """Return the places that are not too far from the middle of all, the median.

    Parameters
    ----------
    places
        With their positions.
    within_km
        How far they may be.
    notes
        Where to tell what was dropped.
    """
    if not places:
        return []
    lat = np.array([place["lat"] for place in places])
    lon = np.array([place["lon"] for place in places])
    off_km = great_circle_m(lat, lon, np.median(lat), np.median(lon)) / 1_000
    for place, km in zip(places, off_km.tolist(), strict=True):
        if km > within_km:
            reason = f"lies more than {within_km:g} km from the middle of all places"
            mend = "correct it, or raise within_km"
            notes.dropped(place[TABLE], place[ROW], "position", f"{km:,.0f} km", reason, mend)
    return [place for place, km in zip(places, off_km.tolist(), strict=True) if km <= within_km]


def without_twins(places: Sequence[dict[str, Any]], notes: ImportNotes) -> list[dict[str, Any]]:
    """Return the places without those that have the name and kind of one close by.

    Parameters
    ----------
    places
        With their positions.
    notes
        Where to tell what was dropped.
    """
    kept: list[dict[str, Any]] = []
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for place in places:
        key = str(place["name"]), place["kind"]
        rivals = by_name.setdefault(key, [])
        twin = next((r for r in rivals if _metres(r, place) <= TWINS_M), None)
        if twin is not None:
            reason = f"the same place stands in another row, within {TWINS_M} m"
            mend = "keep one of the rows"
            notes.dropped(
                place[TABLE], place[ROW], "name", f"row {twin[ROW]} of {twin[TABLE]}", reason, mend
            )
            continue
        rivals.append(place)
        kept.append(place)
    return kept


def _metres(a: dict[str, Any], b: dict[str, Any]) -> float:
    return float(great_circle_m(a["lat"], a["lon"], b["lat"], b["lon"]))
