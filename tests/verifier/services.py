"""Services: every train and bus caught is one that the region file has leaving then."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from verifier.calendar_days import holiday_dates, is_weekend, is_worked_weekend, selects
from verifier.minutes import BOARDING_MIN
from verifier.rented import is_rented
from verifier.trip import Item, Trip, clock, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAREST_DAYS = 15
ONE_DAY = timedelta(days=1)


def faults(trip: Trip) -> Iterator[str]:
    """Yield rides at times at which nothing runs, and notices of them that miss."""
    codes = {notice["code"] for notice in trip.itinerary["warnings"]}
    for leg in trip.items("leg"):
        for part in leg.raw["parts"]:
            name = f"{part['vehicle']} {part['from_id']} to {part['to_id']}"
            for fault in _part_faults(trip, leg, part, codes):
                yield leg.says(f"{name}: {fault}")


def timed_services(trip: Trip, leg: Item, part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the services that a part has to choose its departure from; none with a car."""
    has_car = is_rented(trip) and trip.entrance != leg.raw["from_id"]
    has_car = has_car and trip.exit != leg.raw["to_id"]
    if has_car or not trip.is_timetabled or part["link_id"] is None:
        return []
    ends = part["from_id"], part["to_id"], part["link_id"]
    return [
        service
        for service in trip.services.values()
        if (service["from"], service["to"], service.get("link_id")) == ends
    ]


def _part_faults(trip: Trip, leg: Item, part: dict[str, Any], codes: set[str]) -> Iterator[str]:
    choice = {service["id"]: service for service in timed_services(trip, leg, part)}
    named = part.get("service_id")
    if named is None:
        if choice:
            yield "has a timetable, but no departure is told"
        for key in ("line", "departure"):
            if part.get(key) is not None:
                yield f"{key} without a service"
        return
    service = choice.get(named)
    if service is None:
        yield f"service {named!r} does not run along its link"
        return
    today = trip.dates[leg.day]
    if not runs_on(service.get("days", "Mo-Su"), today, trip.info["holidays"]):
        yield f"service {named} ({service.get('days')}) does not run on {today}"
    leaves, arrives = (trip.minute(part[key], today) for key in ("departure", "end"))
    if (part["line"], leaves, arrives) not in _runs(trip, service):
        yield f"{part['line']} does not run from {clock(leaves)} to {clock(arrives)}"
    wait = leaves - trip.minute(part["start"], today)
    told = part["board_min"] + part["wait_min"]
    if told != wait:
        yield f"board_min and wait_min are {told}, it departs {wait:g} minutes after the start"
    if wait < BOARDING_MIN[part["mode"]]:
        yield f"{wait:g} minutes to board, at least {BOARDING_MIN[part['mode']]} are needed"
    is_over = not _is_valid(service, today)
    guessed = is_over or service.get("headway_min") or service["confidence"] != "sourced"
    if part["estimated"] is not bool(guessed):
        yield f"estimated is {part['estimated']}, expected {bool(guessed)}"
    if service.get("headway_min") and "estimated-departure" not in codes:
        yield "warning estimated-departure is missing"
    if is_over and not service.get("headway_min") and "old-timetable" not in codes:
        yield "warning old-timetable is missing"


def runs_on(days: str, today: date, country: str) -> bool:
    """Whether a service of some days runs on a date.

    A text about holidays tells free days from working days, so that on a weekend day that is
    worked it means the nearest weekday that is no holiday.
    """
    if re.search(r"\bPH\b", days) and is_worked_weekend(today, country):
        for distance in range(1, NEAREST_DAYS):
            for near in (today - distance * ONE_DAY, today + distance * ONE_DAY):
                if not is_weekend(near, country) and near not in holiday_dates(country, near.year):
                    return selects(days, near, country)
    return selects(days, today, country)


def _is_valid(service: dict[str, Any], today: date) -> bool:
    begins, ends = service.get("valid_from"), service.get("valid_to")
    return not (begins and today.isoformat() < begins) and not (ends and today.isoformat() > ends)


def _runs(trip: Trip, service: dict[str, Any]) -> set[tuple[str, int, int]]:
    """Return name, departure and arrival of all that a service runs on a day."""
    found = set()
    for run in service.get("trips", ()):
        leaves, arrives = minutes_of(run["departure"]), minutes_of(run["arrival"])
        found.add((run["number"], leaves, arrives + 1_440 * (arrives < leaves)))
    if service.get("headway_min"):
        first = minutes_of(service.get("first_departure") or "00:00")
        last = minutes_of(service.get("last_departure") or "23:59")
        minutes = trip.links[service["link_id"]]["minutes"]
        for leaves in range(first, last + 1, service["headway_min"]):
            found.add((service["name"][trip.itinerary["language"]], leaves, leaves + minutes))
    return found
