"""Beds: one for every night but the last day's, and the one wished for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from verifier.calendar_days import ONE_DAY
from verifier.days import is_for_the_way_only
from verifier.revised import is_late_back
from verifier.trip import (
    CHECK_IN_MIN,
    CHECK_OUT_MIN,
    MONEY_STEP,
    Item,
    Trip,
    clock,
    minutes_of,
    near,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def faults(trip: Trip) -> Iterator[str]:
    """Yield missing beds, and wrong counts of nights, rooms and money."""
    last_day = len(trip.days) - 1
    nights: list[Item] = []
    for number, items in enumerate(trip.days):
        for item in items:
            if item.type == "stay" and (number == last_day or item is not items[-1]):
                yield item.says("a stay ends every day but the last, and stands nowhere else")
        if number == last_day:
            continue
        if not items or items[-1].type != "stay":
            yield f"day {number + 1} does not end with a stay: the bed is missing"
            continue
        nights.append(items[-1])
        yield from _end_faults(trip, items[-1])
    yield from _run_faults(nights)
    for night in nights:
        yield from _room_faults(trip, night)
        yield from _luggage_faults(trip, night)
    yield from _leaving_faults(trip, nights)
    used = {night.raw["place_id"] for night in nights}
    if trip.wish("stay", {}).get("one_base") and len(used) > 1:
        yield f"one_base is asked for, but the beds are {', '.join(sorted(used))}"


def _end_faults(trip: Trip, night: Item) -> Iterator[str]:
    morning = trip.days[night.day + 1]
    gap = (trip.dates[night.day + 1] - trip.dates[night.day]).days * 1_440
    if morning and night.end != morning[0].begin + gap:
        times = f"{clock(night.end - gap)}, the next day begins at {clock(morning[0].begin)}"
        yield night.says(f"the stay ends at {times}")


def _run_faults(nights: list[Item]) -> Iterator[str]:
    run, bed, day = 0, None, -2
    for night in nights:
        same = night.raw["place_id"] == bed and night.day == day + 1
        run, bed, day = run + 1 if same else 1, night.raw["place_id"], night.day
        if night.raw["nights_so_far"] != run:
            yield night.says(f"nights_so_far is {night.raw['nights_so_far']}, expected {run}")


def _room_faults(trip: Trip, night: Item) -> Iterator[str]:
    place: dict[str, Any] = trip.places.get(night.raw["place_id"], {})
    if place.get("kind") != "stay":
        yield night.says(f"a bed is a place of kind stay, not {place.get('kind')}")
    wish = trip.wish("stay", {})
    grown = trip.party["adults"] + trip.party["seniors"]
    needed = max(math.ceil(grown / 2), math.ceil(trip.heads / 3))
    if place.get("room_sleeps") is not None:
        needed = math.ceil(trip.heads / place["room_sleeps"])
    rooms = wish.get("rooms") or needed
    if rooms < needed:
        yield night.says(f"{rooms} rooms are too few, {needed} are needed")
    if night.raw["rooms"] != rooms:
        yield night.says(f"rooms is {night.raw['rooms']}, expected {rooms}")
    price = _room_price(trip, night, place)
    if not near(night.raw["room_cny"], price, MONEY_STEP):
        yield night.says(f"room_cny is {night.raw['room_cny']}, expected {price:g}")
    if not near(night.raw["cost_cny"], rooms * price, rooms * MONEY_STEP):
        yield night.says(f"stay cost_cny is {night.raw['cost_cny']}, expected {rooms * price:g}")
    if wish.get("room_beds") not in (None, place.get("room_beds")):
        yield night.says(f"rooms have {place.get('room_beds')} beds, not {wish['room_beds']}")
    has = {tag.casefold() for tag in place.get("tags", [])}
    for tag in wish.get("tags") or []:
        if tag.casefold() not in has:
            yield night.says(f"does not have {tag!r}")
    if wish.get("places") and night.raw["place_id"] not in wish["places"]:
        yield night.says(f"bed is none of stay.places {', '.join(wish['places'])}")
    most = wish.get("max_room_cny")
    if most is not None and price > most + MONEY_STEP:
        yield night.says(f"a room costs {price:g}, more than max_room_cny {most:g}")
    if place.get("rooms") is not None and rooms > place["rooms"]:
        yield night.says(f"needs {rooms} rooms, there are {place['rooms']}")


def _room_price(trip: Trip, night: Item, place: dict[str, Any]) -> float:
    """Return what a room costs on a night, by the kind of date that it leads to."""
    span = place.get("room_price_cny")
    if span is None:
        return trip.tariffs["room_cny"]
    shares = (trip.info.get("demand") or {}).get("room") or {}
    share = shares.get(trip.day_kind(trip.dates[night.day] + ONE_DAY), 0.5)
    return span["low"] + share * (span["high"] - span["low"])


def _luggage_faults(trip: Trip, night: Item) -> Iterator[str]:
    """Yield rooms entered too soon, and no time kept to check in or out."""
    place = trip.places.get(night.raw["place_id"], {})
    is_new = night.raw["nights_so_far"] == 1
    if night.raw["check_in_min"] != (CHECK_IN_MIN if is_new else 0):
        yield night.says(f"check_in_min is {night.raw['check_in_min']}")
    for key in ("check_in", "check_out"):
        if night.raw.get(key) != place.get(key):
            yield night.says(f"{key} is {night.raw.get(key)}, the stay's is {place.get(key)}")
    ready = place.get("check_in")
    if is_new and ready is not None and night.begin < minutes_of(ready):
        yield night.says(f"rooms are ready from {ready}")
    if is_new and not is_for_the_way_only(trip, night.day):
        end = night.begin + CHECK_IN_MIN
        waits = ready is not None and night.begin == minutes_of(ready)
        if end > trip.out_until and not waits and not is_late_back(trip, night.day):
            yield night.says(f"checked in by {clock(end)}, after {clock(trip.out_until)}")


def _leaving_faults(trip: Trip, nights: list[Item]) -> Iterator[str]:
    """Yield mornings without time to pack, where the bed is left for good."""
    for night in nights:
        number = night.day + 1
        later = [each for each in nights if each.day == number]
        stays = later and later[0].raw["place_id"] == night.raw["place_id"]
        if stays or is_for_the_way_only(trip, number):
            continue
        idle = 0.0
        for item in trip.days[number]:
            if item.type == "leg":
                break
            idle += item.minutes if item.type in {"wait", "free"} else 0
        if idle < CHECK_OUT_MIN:
            yield night.says("no time to pack and check out on the next morning")
