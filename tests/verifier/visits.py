"""Visits and activities: open, in season, of the right length, paid for rightly."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from verifier.calendar_days import selects
from verifier.opening import read_window, window_faults
from verifier.solar import in_solar_season
from verifier.sun import is_scenery, light_fault, sun_time, sunlight
from verifier.trip import MONEY_STEP, Item, Trip, clock, find_activity, minutes_of, near

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
        yield from _heat_faults(trip, item, place)
        yield from _booking_faults(trip, item, place, activity)
        yield from _length_faults(trip, item, place, activity)
        if activity is not None:
            yield from _activity_faults(trip, item, activity)
        yield from _ticket_faults(trip, item, place, activity)
    counts = Counter(item.raw["place_id"] for item in trip.items("visit", "activity"))
    for place_id, times in counts.items():
        if times > 1:
            yield f"{place_id} is visited {times} times; at most once in a trip"


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
    when = sun_time(find_activity(place, item))
    if when is None and not is_scenery(place):
        return
    at = place["location"]
    light = sunlight(at["lat"], at["lon"], trip.dates[item.day], trip.zone)
    fault = light_fault(when, item.begin, item.end, light)
    if fault:
        up = "-".join("ever" if math.isinf(edge) else clock(edge) for edge in light)
        yield item.says(f"{fault}: the sun is up {up}")


def _heat_faults(trip: Trip, item: Item, place: dict[str, Any]) -> Iterator[str]:
    """Yield visits out of doors in the heat that the party keeps out of."""
    heat = trip.info.get("heat")
    avoids = trip.pace["avoid_heat"]
    if avoids is None:
        avoids = trip.party["seniors"] > 0 or any(age <= 6 for age in trip.party["children"])
    if not heat or not avoids or not is_scenery(place) or place.get("cool_in_summer"):
        return
    if not selects(heat["season"], trip.dates[item.day], trip.info["holidays"]):
        return
    if item.begin < minutes_of(heat["ends"]) and item.end > minutes_of(heat["begins"]):
        yield item.says(f"out of doors in the heat, {heat['begins']}-{heat['ends']}")


def _booking_faults(
    trip: Trip, item: Item, place: dict[str, Any], activity: dict[str, Any] | None
) -> Iterator[str]:
    """Yield what could not be booked any more."""
    today = trip.request.get("today")
    lead = max(place.get("lead_days") or 0, (activity or {}).get("lead_days") or 0)
    if today and (trip.dates[item.day] - date.fromisoformat(today)).days < lead:
        yield item.says(f"must be booked {lead} days ahead, it is asked for on {today}")


def _length_faults(
    trip: Trip, item: Item, place: dict[str, Any], activity: dict[str, Any] | None
) -> Iterator[str]:
    least, most = place["visit_minutes"]["min"], place["visit_minutes"]["max"]
    if activity is not None:
        least, most = activity["minutes"], max(most, activity["minutes"])
    queue = _queue(trip, item, place)
    if item.raw["queue_min"] != queue:
        yield item.says(f"queue_min is {item.raw['queue_min']}, expected {queue}")
    if not least <= item.minutes - queue <= most:
        yield item.says(f"lasts {item.minutes - queue:g} minutes, expected {least} to {most}")
    if activity is None and any(each.get("required") for each in place.get("activities", ())):
        yield item.says("nobody comes here but for its activity")


def _queue(trip: Trip, item: Item, place: dict[str, Any]) -> int:
    """Return the minutes by which crowds make a visit longer, in steps of five."""
    if place["kind"] == "shop":
        return 0
    shares = (trip.info.get("demand") or {}).get("queue") or {}
    share = shares.get(trip.day_kind(trip.dates[item.day]), 0)
    if not share:
        return 0
    return 5 * math.ceil(share * place["visit_minutes"]["typical"] / 5)


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
    solar = activity.get("solar_season")
    if solar and not in_solar_season(solar, trip.dates[item.day]):
        yield item.says("activity out of its season of solar terms")
    party_max = activity.get("party_max")
    if party_max is not None and party_max < trip.heads:
        yield item.says(f"party of {trip.heads}, but party_max is {party_max}")
    party_min = activity.get("party_min")
    if party_min is not None and party_min > trip.heads:
        yield item.says(f"party of {trip.heads}, but party_min is {party_min}")
    youngest = min(trip.party["children"], default=99)
    if (activity.get("age_min") or 0) > youngest:
        yield item.says(f"a child of {youngest} takes part, age_min is {activity['age_min']}")


def _ticket_faults(
    trip: Trip, item: Item, place: dict[str, Any], activity: dict[str, Any] | None
) -> Iterator[str]:
    ticket = place.get("ticket") or {}
    wanted = set()
    for adult in adult_prices(trip, place, item.day):
        cost = trip.party["adults"] * (adult or 0)
        child, senior = (
            (adult or 0) if own is None else own
            for own in (ticket.get("child_cny"), ticket.get("senior_cny"))
        )
        under, since = ticket.get("free_under_age") or 0, ticket.get("free_from_age") or 999
        cost += child * sum(age >= under for age in trip.party["children"])
        ages = trip.party["senior_ages"]
        ages = [*ages, *[60] * (trip.party["seniors"] - len(ages))]
        cost += senior * sum(age < since for age in ages)
        wanted.add(cost + trip.heads * ((activity or {}).get("price_cny") or 0))
    got = item.raw["ticket_cny"]
    if not any(near(got, cost, MONEY_STEP) for cost in wanted):
        yield item.says(f"ticket_cny is {got}, expected {sorted(wanted)[0]:g}")
