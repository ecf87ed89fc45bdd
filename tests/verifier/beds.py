"""Beds: one for every night but the last day's, and the one wished for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from verifier.trip import MONEY_STEP, Item, Trip, clock, near

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
    grown = trip.party["adults"] + trip.party["seniors"]
    rooms = max(math.ceil(grown / 2), math.ceil(trip.heads / 3))
    if night.raw["rooms"] != rooms:
        yield night.says(f"rooms is {night.raw['rooms']}, expected {rooms}")
    span = place.get("room_price_cny")
    price = trip.tariffs["room_cny"] if span is None else (span["low"] + span["high"]) / 2
    if not near(night.raw["cost_cny"], rooms * price, MONEY_STEP):
        yield night.says(f"stay cost_cny is {night.raw['cost_cny']}, expected {rooms * price:g}")
    wish = trip.wish("stay", {})
    if wish.get("places") and night.raw["place_id"] not in wish["places"]:
        yield night.says(f"bed is none of stay.places {', '.join(wish['places'])}")
    most = wish.get("max_room_cny")
    if most is not None and price > most:
        yield night.says(f"a room costs {price:g}, more than max_room_cny {most:g}")
