"""Notices: the traveller is told what is estimated and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.trip import find_activity
from verifier.visits import adult_prices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Item, Trip


def faults(trip: Trip) -> Iterator[str]:
    """Yield warnings that miss, and confidence or kind that differ from the region file."""
    told = {(notice["code"], notice.get("place_id")) for notice in trip.itinerary["warnings"]}
    for item in trip.items("visit", "activity", "meal"):
        place = trip.places.get(item.raw["place_id"])
        if place is None or item.raw.get("meal") == "breakfast":
            continue
        sure = place.get("confidence", {}).get("hours", "unknown")
        if sure != "sourced" and ("estimated-hours", place["id"]) not in told:
            yield item.says(f"warning estimated-hours is missing, the hours are {sure}")
        if item.type == "meal":
            continue
        if _price_unknown(trip, item, place) and ("unknown-price", place["id"]) not in told:
            yield item.says("warning unknown-price is missing")
        if item.raw["kind"] != place["kind"]:
            yield item.says(f"kind is {item.raw['kind']!r}, the place's is {place['kind']!r}")
        for key, value in item.raw["confidence"].items():
            known = place.get("confidence", {}).get(key, "unknown")
            if value != known:
                yield item.says(f"confidence.{key} is {value!r}, the place's is {known!r}")


def _price_unknown(trip: Trip, item: Item, place: dict[str, Any]) -> bool:
    activity = find_activity(place, item)
    if activity is not None and activity.get("price_cny") is None:
        return True
    return None in adult_prices(trip, place, item.day)
