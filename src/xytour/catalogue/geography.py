"""Answers whether places lie where they can and links run as they can.

Only what is certainly wrong counts: positions may be off by their stated precision, lengths
and minutes may be rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.catalogue.parts import Part
    from xytour.errors import Fault

_METRES_PER_DEGREE = 111_320.0
_ROUNDING_SHARE = 0.02
_ROUNDING_KM = 0.05
_ROUNDING_MIN = 0.5
_SLOWEST_KMH = 2
_FASTEST_KMH = 350
_FASTEST_FLIGHT_KMH = 1_000


def geography_faults(whole: Part) -> Iterator[Fault]:
    """Find places that cannot lie there and links that cannot run so.

    Parameters
    ----------
    whole
        The region file.

    Returns
    -------
    Iterator[Fault]
        The faults, in no particular order.
    """
    counties = whole.part("region").parts("counties")
    places, links = whole.parts("places"), whole.parts("links")
    boxes = {name: _box(county) for county in counties if (name := county.text("id"))}
    spots = {name: _spot(place) for place in places if (name := place.text("id"))}
    yield from _inverted_boxes(counties)
    for place in places:
        yield from _spot_faults(place, boxes.get(place.text("county") or ""))
    yield from _twins(places)
    for travel in [*links, *whole.parts("services")]:
        yield from _loop_faults(travel)
    for link in links:
        yield from _speed_faults(link)
        ends = spots.get(_end(link, "from") or ""), spots.get(_end(link, "to") or "")
        yield from _length_faults(link, *ends)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a place lies, degrees, and how far off that may be."""

    lat: float
    lon: float
    precision_m: float


@dataclass(frozen=True, slots=True)
class _Box:
    """The degrees between which a county lies."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, spot: _Spot) -> bool:
        """Whether a spot may lie inside, its precision allowed for."""
        lat_margin = spot.precision_m / _METRES_PER_DEGREE
        lon_margin = lat_margin / max(math.cos(math.radians(spot.lat)), 0.01)
        return (
            self.west - lon_margin <= spot.lon <= self.east + lon_margin
            and self.south - lat_margin <= spot.lat <= self.north + lat_margin
        )


def _spot(place: Part) -> _Spot | None:
    location = place.part("location")
    lat, lon = location.number("lat"), location.number("lon")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None
    return _Spot(lat, lon, max(location.number("precision_m") or 0, 0))


def _box(county: Part) -> _Box | None:
    west, south = county.number("west"), county.number("south")
    east, north = county.number("east"), county.number("north")
    if west is None or south is None or east is None or north is None:
        return None
    return _Box(west, south, east, north) if west <= east and south <= north else None


def _end(travel: Part, side: str) -> str | None:
    return travel.text(side) or travel.text(f"{side}_id")


def _inverted_boxes(counties: list[Part]) -> Iterator[Fault]:
    for county in counties:
        for low, high in (("west", "east"), ("south", "north")):
            least, most = county.number(low), county.number(high)
            if least is not None and most is not None and least > most:
                yield county.fault(low, f"exceeds {high}, which is {most:g}", "swap the two")


def _spot_faults(place: Part, box: _Box | None) -> Iterator[Fault]:
    spot = _spot(place)
    if spot is None:
        return
    if spot.lat == 0 and spot.lon == 0:
        reason = "0, 0 is in the sea off Africa and usually means that nobody knew"
        yield place.fault("location", reason, "write the place's own latitude and longitude")
    elif box is not None and not box.holds(spot):
        reason = (
            f"lies outside {place.text('county')}, which reaches from {box.west:g} to "
            f"{box.east:g} east and from {box.south:g} to {box.north:g} north"
        )
        mend = "correct the location or the county; look for lat and lon swapped"
        yield place.fault("location", reason, mend)


def _twins(places: list[Part]) -> Iterator[Fault]:
    first: dict[tuple[str, float, float], str] = {}
    for place in places:
        name, spot = place.part("name"), _spot(place)
        text = name.text("zh")
        if text is None or spot is None:
            continue
        key = text, spot.lat, spot.lon
        if key in first:
            reason = f"{first[key]} has the same name at the same point"
            yield name.fault("zh", reason, "remove one of the two, or tell them apart")
        first.setdefault(key, place.path)


def _loop_faults(travel: Part) -> Iterator[Fault]:
    start = _end(travel, "from")
    if start is not None and start == _end(travel, "to"):
        key = "to" if "to" in travel.fields else "to_id"
        yield travel.fault(key, "leads back to where it starts", "name the other end")


def _speed_faults(link: Part) -> Iterator[Fault]:
    distance_km, minutes = link.number("distance_km"), link.number("minutes")
    if distance_km is None or minutes is None or distance_km <= 0 or minutes < 1:
        return
    fastest = _FASTEST_FLIGHT_KMH if link.text("mode") == "flight" else _FASTEST_KMH
    mend = "correct minutes or distance_km"
    speed = f"{distance_km:g} km in {minutes:g} min is {distance_km * 60 / minutes:.3g} km/h"
    if distance_km * 60 / (minutes + _ROUNDING_MIN) > fastest:
        yield link.fault("minutes", f"{speed}, faster than {fastest} km/h", mend)
    elif distance_km * 60 / (minutes - _ROUNDING_MIN) < _SLOWEST_KMH:
        yield link.fault("minutes", f"{speed}, slower than {_SLOWEST_KMH} km/h", mend)


def _length_faults(link: Part, start: _Spot | None, end: _Spot | None) -> Iterator[Fault]:
    from geopy.distance import geodesic

    distance_km = link.number("distance_km")
    if distance_km is None or distance_km <= 0 or start is None or end is None:
        return
    straight_km = float(geodesic((start.lat, start.lon), (end.lat, end.lon)).km)
    slack_km = (start.precision_m + end.precision_m) / 1_000 + _ROUNDING_KM
    if straight_km - slack_km > distance_km * (1 + _ROUNDING_SHARE):
        reason = f"shorter than the straight line between its ends, {straight_km:.1f} km"
        mend = "correct the length, or the location or precision_m of an end"
        yield link.fault("distance_km", reason, mend)
