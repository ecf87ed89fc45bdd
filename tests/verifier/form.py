"""The document's head and its dates belong to the region and to the request."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Trip

TYPES = {"visit", "activity", "appointment", "meal", "leg", "wait", "free", "stay"}


def faults(trip: Trip) -> Iterator[str]:
    """Yield what is wrong with the head, the dates, the item types and the time offsets."""
    if trip.itinerary.get("schema_version") != 1:
        yield f"schema_version is {trip.itinerary.get('schema_version')!r}, expected 1"
    if trip.itinerary.get("region_id") != trip.region_id:
        yield f"region_id is {trip.itinerary.get('region_id')!r}, the region is {trip.region_id!r}"
    if trip.itinerary.get("language") != trip.wish("language", "en"):
        yield f"language {trip.itinerary.get('language')!r} is not the request's"
    yield from _date_faults(trip)
    for item in trip.items():
        if item.type not in TYPES:
            yield item.says("unknown type of item")
        for key in ("start", "end"):
            moment = datetime.fromisoformat(item.raw[key])
            if moment.utcoffset() != moment.replace(tzinfo=trip.zone).utcoffset():
                yield item.says(f"{key} {item.raw[key]} lacks the offset of {trip.zone.key}")
    for name, value in trip.itinerary.get("indices", {}).items():
        if name != "parts" and not 0 <= value <= 100:
            yield f"index {name} is {value}, expected 0 to 100"


def _date_faults(trip: Trip) -> Iterator[str]:
    days = (trip.last_date - trip.first_date).days + 1
    wanted = [trip.first_date + timedelta(days=number) for number in range(days)]
    if trip.dates != wanted:
        got = ", ".join(map(str, trip.dates))
        yield f"dates are {got}; the request asks for {wanted[0]} to {wanted[-1]}, day by day"
