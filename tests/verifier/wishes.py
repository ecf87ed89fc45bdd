"""Wishes: the trip holds what was demanded and leaves out what was ruled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Item, Trip

EFFORTS = ("easy", "moderate", "hard")


def faults(trip: Trip) -> Iterator[str]:
    """Yield wishes unmet, places ruled out, and steps where a wheelchair is in the party."""
    used = {item.raw.get("place_id") for item in trip.items("visit", "activity", "meal", "stay")}
    for place_id in trip.wish("must_visit", []):
        if place_id not in used:
            yield f"must_visit {place_id} is not in the trip"
    unwanted = {*trip.wish("avoid", []), *trip.wish("seen", [])}
    for item in trip.items("visit", "activity", "meal", "stay"):
        place_id = item.raw.get("place_id")
        place = trip.places.get(place_id, {})
        known_bed = item.type == "stay" and place_id not in trip.wish("avoid", [])
        if place_id in unwanted and not known_bed:
            yield item.says("the request says to avoid it, or that it is seen already")
        limit, effort = trip.party["effort"], (place.get("accessibility") or {}).get("effort")
        if limit and effort and EFFORTS.index(effort) > EFFORTS.index(limit):
            yield item.says(f"asks for {effort} walking, the party's limit is {limit}")
        access = (place.get("accessibility") or {}).get("wheelchair")
        if trip.party["wheelchairs"] and access == "no":
            yield item.says("a wheelchair cannot get in")
    yield from _appointment_faults(trip)
    yield from _crowd_faults(trip)


def _appointment_faults(trip: Trip) -> Iterator[str]:
    kept = [_key(trip, item) for item in trip.items("appointment")]
    wished = []
    for wish in trip.wish("appointments", []):
        begin = trip.minute(wish["start"], trip.first_date)
        wished.append((wish["at"], begin, begin + wish["minutes"]))
        if wished[-1] not in kept:
            yield f"appointment at {wish['at']}, {wish['start']}, is missing or at another time"
    for key in kept:
        if key not in wished:
            yield f"appointment at {key[0]} is not in the request"


def _key(trip: Trip, item: Item) -> tuple[str, float, float]:
    shift = (trip.dates[item.day] - trip.first_date).days * 1_440
    return item.raw["place_id"], item.begin + shift, item.end + shift


def _crowd_faults(trip: Trip) -> Iterator[str]:
    style = trip.wish("style", "balanced")
    # What the named styles allow is the library's own; only weights of one's own are told here.
    if not isinstance(style, dict) or "visits_per_day" not in style:
        return
    for number, items in enumerate(trip.days):
        count = sum(item.type in {"visit", "activity"} for item in items)
        if count > style["visits_per_day"]:
            yield f"day {number + 1}: {count} visits, visits_per_day is {style['visits_per_day']}"
