"""Meals: each that is due is there once, at its time, at a table that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.days import arrival_margin, departure_margin, goes_far, is_for_the_way_only
from verifier.opening import window_faults
from verifier.revised import bounds, is_missed, last_meal_start
from verifier.trip import MONEY_STEP, Item, Trip, clock, find_activity, near

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_START = {"lunch": 690, "dinner": 1_050}
LAST_START = {"lunch": 810, "dinner": 1_170}
NAMES = {"lunch": ("lunch", "午餐"), "dinner": ("dinner", "晚餐")}
BREAKFAST_MIN = 30
SIMPLE_MINUTES = {"lunch": 45, "dinner": 60}


def faults(trip: Trip) -> Iterator[str]:
    """Yield meals that miss, come twice, or are at a wrong time, place or price."""
    wished = trip.wished_meals
    yield from _breakfast_faults(trip)
    for number, items in enumerate(trip.days):
        begin, end = on_the_move(trip, number)
        for meal, first in FIRST_START.items():
            count = sum(item.type == "meal" and item.raw.get("meal") == meal for item in items)
            way_only = is_for_the_way_only(trip, number)
            soonest = max(begin, first)
            due = not way_only and soonest <= LAST_START[meal] and end >= soonest + 60
            left_out = _is_aboard(trip, number, meal) or is_missed(trip, number, meal)
            if count == 0 and due and meal in wished and not left_out:
                yield f"day {number + 1}: {meal} is missing"
            if count > 1:
                yield f"day {number + 1}: {count} meals called {meal}, expected one"
    for item in trip.items("meal"):
        if item.raw["meal"] not in wished:
            yield item.says(f"{item.raw['meal']} is not asked for")
        if item.raw["meal"] != "breakfast":
            yield from _time_faults(trip, item)
            yield from _table_faults(trip, item)


def _breakfast_faults(trip: Trip) -> Iterator[str]:
    """Yield mornings without the breakfast asked for, and any that is elsewhere or dearer."""
    for number, items in enumerate(trip.days):
        found = [i for i in items if i.type == "meal" and i.raw["meal"] == "breakfast"]
        due = number > 0 and "breakfast" in trip.wished_meals
        if len(found) != due or any(item is not items[0] for item in found):
            yield f"day {number + 1}: {len(found)} breakfasts, expected {int(due)} at its beginning"
            continue
        for item in found:
            bed = trip.days[number - 1][-1].raw["place_id"]
            if item.raw["place_id"] != bed:
                yield item.says(f"breakfast is not where the night was, {bed}")
            if item.minutes != BREAKFAST_MIN:
                yield item.says(f"breakfast lasts {item.minutes:g} minutes")
            own = trip.places.get(bed, {}).get("breakfast_cny")
            a_head = trip.tariffs.get("breakfast_cny", 0) if own is None else own
            if not near(item.raw["cost_cny"], a_head * trip.heads, MONEY_STEP):
                yield item.says(f"breakfast cost_cny is not {a_head * trip.heads:g}")


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


def on_the_move(trip: Trip, number: int) -> tuple[float, float]:
    """Return from when until when the party may visit and eat on a day."""
    out, back = trip.luggage(number)
    begin: float = max(trip.day_start, trip.out_from + out)
    end: float = min(trip.day_end, trip.out_until - back)
    if number == 0 and trip.arrival is not None:
        begin = max(begin, trip.arrival + arrival_margin(trip))
    if number == len(trip.days) - 1 and trip.departure is not None:
        end = min(end, trip.departure - departure_margin(trip))
    return bounds(trip, number, begin, end)


def _time_faults(trip: Trip, item: Item) -> Iterator[str]:
    meal = item.raw["meal"]
    if meal not in FIRST_START:
        return
    first, last = FIRST_START[meal], last_meal_start(trip, item.day, meal, LAST_START[meal])
    if not first <= item.begin <= last:
        span = f"{clock(first)} and {clock(last)}"
        yield item.says(f"{meal} begins at {clock(item.begin)}, expected between {span}")
    if item.raw["place_id"] is None and item.minutes != SIMPLE_MINUTES[meal]:
        yield item.says(f"a simple {meal} lasts {SIMPLE_MINUTES[meal]} minutes")


def _table_faults(trip: Trip, item: Item) -> Iterator[str]:
    a_head = trip.tariffs["picnic_cny"]
    place = trip.places.get(item.raw["place_id"])
    if place is not None and trip.wish("picnics", False):
        yield item.says("the request wants picnics")
    if place is not None and item.raw.get("activity_id") is not None:
        yield from _farm_meal_faults(trip, item, place)
        return
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


def _farm_meal_faults(trip: Trip, item: Item, place: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a meal that is an activity of a place that is no table."""
    activity = find_activity(place, item)
    if activity is None or activity["kind"] != "meal":
        yield item.says(f"{item.raw['activity_id']!r} is no meal of the place")
        return
    if item.raw["meal"] not in activity.get("serves", ("lunch", "dinner")):
        yield item.says(f"{item.raw['meal']} is not served")
    if item.minutes != activity["minutes"]:
        yield item.says(f"lasts {item.minutes:g} minutes, expected {activity['minutes']}")
    shown = item.raw.get("opening")
    for fault in window_faults(trip, place, item.day, item.begin, item.end, shown):
        yield item.says(fault)
    own = activity.get("price_cny")
    a_head = trip.tariffs["picnic_cny"] if own is None else own
    if not near(item.raw["cost_cny"], a_head * trip.heads, MONEY_STEP):
        yield item.says(f"meal cost_cny is {item.raw['cost_cny']}, expected {a_head * trip.heads}")
