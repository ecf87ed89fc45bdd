"""Meals: each that is due is there once, at its time, at a table that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.days import arrival_margin, departure_margin, goes_far, is_for_the_way_only
from verifier.opening import window_faults
from verifier.revised import bounds, is_missed, last_start
from verifier.trip import MONEY_STEP, Item, Trip, clock, near

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_START = {"lunch": 690, "dinner": 1_050}
LAST_START = {"lunch": 810, "dinner": 1_170}
NAMES = {"lunch": ("lunch", "午餐"), "dinner": ("dinner", "晚餐")}
SIMPLE_MINUTES = {"lunch": 45, "dinner": 60}


def faults(trip: Trip) -> Iterator[str]:
    """Yield meals that miss, come twice, or are at a wrong time, place or price."""
    wished = trip.wish("meals", ["lunch", "dinner"])
    for number, items in enumerate(trip.days):
        begin, end = _on_the_move(trip, number)
        for meal, first in FIRST_START.items():
            count = sum(item.type == "meal" and item.raw.get("meal") == meal for item in items)
            way_only = is_for_the_way_only(trip, number)
            due = not way_only and begin <= LAST_START[meal] and end >= first + 60
            left_out = _is_aboard(trip, number, meal) or is_missed(trip, number, meal)
            if count == 0 and due and meal in wished and not left_out:
                yield f"day {number + 1}: {meal} is missing"
            if count > 1:
                yield f"day {number + 1}: {count} meals called {meal}, expected one"
    for item in trip.items("meal"):
        if item.raw["meal"] not in wished:
            yield item.says(f"{item.raw['meal']} is not asked for")
        yield from _time_faults(trip, item)
        yield from _table_faults(trip, item)


def _is_aboard(trip: Trip, number: int, meal: str) -> bool:
    """Whether a meal is told to be eaten on a train from afar, or to afar, at its time."""
    told = [each["text"] for each in trip.itinerary["warnings"] if each["code"] == "meal-aboard"]
    day = trip.dates[number].isoformat()
    if not any(day in text and any(name in text for name in NAMES[meal]) for text in told):
        return False
    first, last = FIRST_START[meal], LAST_START[meal] + SIMPLE_MINUTES[meal]
    return any(
        leg.begin < last and leg.end > first and goes_far(trip, leg)
        for leg in trip.items("leg")
        if leg.day == number
    )


def _on_the_move(trip: Trip, number: int) -> tuple[float, float]:
    begin: float = trip.day_start
    end: float = trip.day_end
    if number == 0 and trip.arrival is not None:
        begin = max(begin, trip.arrival + arrival_margin(trip))
    if number == len(trip.days) - 1 and trip.departure is not None:
        end = min(end, trip.departure - departure_margin(trip))
    return bounds(trip, number, begin, end)


def _time_faults(trip: Trip, item: Item) -> Iterator[str]:
    meal = item.raw["meal"]
    if meal not in FIRST_START:
        return
    first, last = FIRST_START[meal], last_start(trip, item.day, meal, LAST_START[meal])
    if not first <= item.begin <= last:
        span = f"{clock(first)} and {clock(last)}"
        yield item.says(f"{meal} begins at {clock(item.begin)}, expected between {span}")
    if item.raw["place_id"] is None and item.minutes != SIMPLE_MINUTES[meal]:
        yield item.says(f"a simple {meal} lasts {SIMPLE_MINUTES[meal]} minutes")


def _table_faults(trip: Trip, item: Item) -> Iterator[str]:
    a_head = trip.tariffs["picnic_cny"]
    place = trip.places.get(item.raw["place_id"])
    if place is not None:
        if place["kind"] != "food":
            yield item.says(f"a table is a place of kind food, not {place['kind']}")
        shown = item.raw.get("opening")
        for fault in window_faults(trip, place, item.day, item.begin, item.end, shown):
            yield item.says(fault)
        usual = place.get("visit_minutes", {}).get("typical")
        if item.minutes != usual:
            yield item.says(f"lasts {item.minutes:g} minutes, at this table {usual} are usual")
        if place.get("meal_price_cny") is not None:
            a_head = place["meal_price_cny"]
    if not near(item.raw["cost_cny"], a_head * trip.heads, MONEY_STEP):
        yield item.says(f"meal cost_cny is {item.raw['cost_cny']}, expected {a_head * trip.heads}")
