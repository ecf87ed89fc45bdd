"""Visits and activities: open, in season, of the right length, paid for rightly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from verifier.calendar_days import selects
from verifier.opening import read_window, window_faults
from verifier.sun import TOLERANCE_MIN, needs_daylight, sunlight
from verifier.trip import MONEY_STEP, Item, Trip, clock, minutes_of, near

if TYPE_CHECKING:
    from collections.abc import Iterator


def faults(trip: Trip) -> Iterator[str]:
    """Yield the faults of every visit and activity, and places visited twice."""
    for item in trip.items("visit", "activity"):
        place = trip.places.get(item.raw["place_id"])
        if place is None:
            continue  # told by whereabouts
        if "visit_minutes" not in place:
            yield item.says(f"a {place['kind']} is no place to visit")
            continue
        if not isinstance(item.raw.get("opening"), str):
            yield item.says("opening is not told")
            continue
        activity = find_activity(place, item)
        if item.type == "activity" and activity is None:
            yield item.says(f"unknown activity {item.raw.get('activity_id')!r}")
            continue
        for fault in window_faults(
            trip, place, item.day, item.begin, item.end, item.raw["opening"]
        ):
            yield item.says(fault)
        yield from _entry_faults(item, place)
        yield from _light_faults(trip, item, place)
        yield from _length_faults(item, place, activity)
        if activity is not None:
            yield from _activity_faults(trip, item, activity)
        yield from _ticket_faults(trip, item, place, activity)
    counts = Counter(item.raw["place_id"] for item in trip.items("visit", "activity"))
    for place_id, times in counts.items():
        if times > 1:
            yield f"{place_id} is visited {times} times; at most once in a trip"


def find_activity(place: dict[str, Any], item: Item) -> dict[str, Any] | None:
    """Return the record of an item's activity; None for a visit or an unknown one."""
    if item.type != "activity":
        return None
    known = {activity["id"]: activity for activity in place.get("activities", ())}
    return known.get(item.raw.get("activity_id"))


def adult_prices(trip: Trip, place: dict[str, Any], day: int) -> set[float | None]:
    """Return the adult price of a day: the seasonal ones that hold, else the usual one."""
    ticket = place.get("ticket") or {}
    seasonal: set[float | None] = {
        price["adult_cny"]
        for price in ticket.get("seasonal", ())
        if selects(price["season"], trip.dates[day], trip.info["holidays"])
    }
    return seasonal or {ticket.get("adult_cny")}


def _entry_faults(item: Item, place: dict[str, Any]) -> Iterator[str]:
    shown, known = item.raw.get("last_entry"), place.get("last_entry")
    if shown != known:
        yield item.says(f"last_entry {shown} differs from the place's {known}")
    if known is None:
        return
    latest = minutes_of(known)
    opens, closes = read_window(item.raw["opening"])
    if closes > 1_440 and latest < opens:
        latest += 1_440
    if item.begin > latest:
        yield item.says(f"begins at {clock(item.begin)}, after last_entry {known}")


def _light_faults(trip: Trip, item: Item, place: dict[str, Any]) -> Iterator[str]:
    if not needs_daylight(place):
        return
    at = place["location"]
    sunrise, sunset = sunlight(at["lat"], at["lon"], trip.dates[item.day], trip.zone)
    if item.begin < sunrise - TOLERANCE_MIN or item.end > sunset + TOLERANCE_MIN:
        span = f"{clock(sunrise)}-{clock(sunset)}"
        yield item.says(f"visited in the dark: the sun is up {span}")


def _length_faults(
    item: Item, place: dict[str, Any], activity: dict[str, Any] | None
) -> Iterator[str]:
    least, most = place["visit_minutes"]["min"], place["visit_minutes"]["max"]
    if activity is not None:
        least, most = activity["minutes"], max(most, activity["minutes"])
    if not least <= item.minutes <= most:
        yield item.says(f"lasts {item.minutes:g} minutes, expected {least} to {most}")


def _activity_faults(trip: Trip, item: Item, activity: dict[str, Any]) -> Iterator[str]:
    season = activity.get("season")
    if season and not selects(season, trip.dates[item.day], trip.info["holidays"]):
        yield item.says(f"activity out of season: {season}")
    sessions = activity.get("sessions") or ()
    if sessions and clock(item.begin) not in sessions:
        yield item.says(f"begins at none of the sessions {', '.join(sessions)}")
    shown = item.raw.get("session")
    if shown != (clock(item.begin) if sessions else None):
        yield item.says(f"session {shown!r} is not that of the time")
    party_max = activity.get("party_max")
    if party_max is not None and party_max < trip.heads:
        yield item.says(f"party of {trip.heads}, but party_max is {party_max}")


def _ticket_faults(
    trip: Trip, item: Item, place: dict[str, Any], activity: dict[str, Any] | None
) -> Iterator[str]:
    ticket = place.get("ticket") or {}
    wanted = set()
    for adult in adult_prices(trip, place, item.day):
        cost = trip.party["adults"] * (adult or 0)
        for heads, own in (
            (len(trip.party["children"]), ticket.get("child_cny")),
            (trip.party["seniors"], ticket.get("senior_cny")),
        ):
            cost += heads * ((adult or 0) if own is None else own)
        wanted.add(cost + trip.heads * ((activity or {}).get("price_cny") or 0))
    got = item.raw["ticket_cny"]
    if not any(near(got, cost, MONEY_STEP) for cost in wanted):
        yield item.says(f"ticket_cny is {got}, expected {sorted(wanted)[0]:g}")
