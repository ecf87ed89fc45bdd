"""Days: items follow each other, inside the day, from arrival to departure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from verifier.revised import is_late_back, is_late_meal
from verifier.sun import sun_time
from verifier.trip import Item, Trip, clock, find_activity, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ARRIVAL_MARGIN = {"rail_station": 12, "airport": 20}
DEPARTURE_MARGIN = {"airport": 75, "rail_station": 30, "coach_station": 15}
IDLE = {"wait", "free"}
SHORTEST_DAY = 60
LONGEST_WAY = 300


def faults(trip: Trip) -> Iterator[str]:
    """Yield faults of order, of the daily window, and of arriving and departing."""
    if not trip.days:
        yield "the itinerary has no days"
    for number, items in enumerate(trip.days):
        if not items:
            yield f"day {number + 1} has no items"
            continue
        yield from _order_faults(items)
        awake = after_breakfast(items)
        if not awake:
            yield f"day {number + 1} has nothing but breakfast"
            continue
        yield from _begin_faults(trip, awake[0])
        yield from _window_faults(trip, awake)
    if trip.days and trip.days[0]:
        yield from _arrival_faults(trip)
    if trip.days and trip.days[-1]:
        yield from _departure_faults(trip)


def arrival_margin(trip: Trip) -> int:
    """Return the minutes that getting out of the station takes after a timed arrival."""
    place = trip.places.get(trip.entrance, {})
    if trip.arrival is None or place.get("outside"):
        return 0
    return ARRIVAL_MARGIN.get(place.get("gateway_type"), 0)


def departure_margin(trip: Trip) -> int:
    """Return the minutes by which the party must be there before a timed departure."""
    place = trip.places.get(trip.exit, {})
    if trip.departure is None or place.get("outside"):
        return 0
    return DEPARTURE_MARGIN.get(place.get("gateway_type"), 0)


def is_for_the_way_only(trip: Trip, number: int) -> bool:
    """Whether a first or last day is too short for anything but the way to or from the bed."""
    last = len(trip.days) - 1
    if number == 0 < last and trip.arrival is not None:
        return _ready(trip) + SHORTEST_DAY > trip.day_end
    if number != last or last == 0:
        return False
    if trip.departure is None:
        return _is_early_train(trip)
    too_short = trip.departure - departure_margin(trip) - SHORTEST_DAY < trip.day_start
    return too_short or _is_early_train(trip)


def goes_far(trip: Trip, leg: Item) -> bool:
    """Whether a leg is by train or plane from or to a gateway outside the region."""
    ends = (leg.raw["from_id"], leg.raw["to_id"])
    is_outside = any(trip.places.get(end, {}).get("outside") for end in ends)
    return is_outside and any(part["vehicle"] in {"train", "plane"} for part in leg.raw["parts"])


def _is_early_train(trip: Trip) -> bool:
    """Whether the last day begins, before any other does, with a train home to catch."""
    first = next(iter(after_breakfast(trip.days[-1])), None)
    if first is None or first.type != "leg":
        return False
    caught = any(part.get("departure") for part in first.raw["parts"])
    return caught and first.begin < trip.day_start and goes_far(trip, first)


def _ready(trip: Trip) -> float:
    """Return when the party is off its train and may set out."""
    return max(trip.day_start, (trip.arrival or 0) + arrival_margin(trip))


def _order_faults(items: list[Item]) -> Iterator[str]:
    for item in items:
        if item.end < item.begin:
            yield item.says(f"ends at {clock(item.end)}, before it begins")
    for before, after in pairwise(items):
        if after.begin < before.end:
            yield after.says(f"overlap: the {before.type} before it ends at {clock(before.end)}")
        elif after.begin > before.end:
            yield after.says(f"hole: the {before.type} before it ends at {clock(before.end)}")


def after_breakfast(items: list[Item]) -> list[Item]:
    """Return the items of a day without the breakfast before it."""
    has_breakfast = items and items[0].type == "meal" and items[0].raw["meal"] == "breakfast"
    return items[1:] if has_breakfast else items


def _begin_faults(trip: Trip, first: Item) -> Iterator[str]:
    if first.day > 0 and is_for_the_way_only(trip, first.day):
        return
    wanted: set[float] = {trip.day_start}
    if first.day == 0 and trip.arrival is not None:
        # An arrival before day_start may be told from the arrival or from day_start on.
        wanted = {trip.arrival, max(trip.arrival, trip.day_start)}
    gets_up = first.day > 0 or trip.arrival is None
    if gets_up and trip.out_from <= first.begin <= trip.day_start:
        return  # for what is done at dawn one may set out before the day begins
    if first.begin not in wanted:
        times = " or ".join(clock(time) for time in sorted(wanted))
        yield first.says(f"the first item of the day begins at {times}")


def _window_faults(trip: Trip, items: list[Item]) -> Iterator[str]:
    last_day = len(trip.days) - 1
    number = items[0].day
    if is_for_the_way_only(trip, number):
        for item in items:
            if item.type not in {"leg", "stay", *IDLE}:
                yield item.says("there is time for the way alone")
        if number == 0 and items[-1].begin > _ready(trip) + LONGEST_WAY:
            yield items[-1].says("the way to the bed takes too long")
        return
    is_ready_late = _waits_for_the_room(trip, items)
    for item in items:
        end = item.begin if item.type == "stay" else item.end
        # Waiting at the gates lasts as long as the timetable wants, not as the day does.
        coming = item.day == 0 and item.raw.get("place_id") == trip.entrance
        going = item.day == last_day and item.raw.get("place_id") == trip.exit
        if item.type in IDLE and (coming or going):
            continue
        if is_ready_late and item in items[-2:]:
            continue
        begins, ends = _bounds(trip, item)
        if item.begin < begins:
            yield item.says(f"begins before day_start {clock(begins)}")
        if end > ends and not is_late_back(trip, number):
            yield item.says(f"{clock(end)} is after day_end {clock(ends)}")


def _waits_for_the_room(trip: Trip, items: list[Item]) -> bool:
    """Whether the party is at a new bed before the day ends, and its room is ready later."""
    *before, night = items
    ready = trip.places.get(night.raw.get("place_id"), {}).get("check_in")
    if night.type != "stay" or ready is None or night.raw["nights_so_far"] != 1 or not before:
        return False
    idle = before[-1]
    is_there = idle.type in IDLE and idle.raw.get("place_id") == night.raw["place_id"]
    return is_there and idle.begin <= trip.out_until and night.begin == minutes_of(ready)


def _bounds(trip: Trip, item: Item) -> tuple[int, int]:
    """Return from when until when an item may last: outings by the sun and ways go further."""
    if item.type in {"leg", "stay", *IDLE}:
        return trip.out_from, trip.out_until
    begins, ends = trip.day_start, trip.day_end
    if item.type == "meal" and is_late_meal(trip, item.day, item.raw["meal"]):
        ends = trip.out_until
    if item.type == "activity":
        when = sun_time(find_activity(trip.places.get(item.raw["place_id"], {}), item))
        begins = trip.out_from if when in {"dawn", "sunrise"} else begins
        ends = trip.out_until if when in {"sunset", "night"} else ends
    return begins, ends


def _arrival_faults(trip: Trip) -> Iterator[str]:
    if trip.arrival is None:
        return
    ready = trip.arrival + arrival_margin(trip)
    for item in trip.days[0]:
        if item.begin < trip.arrival:
            yield item.says(f"begins before the arrival at {clock(trip.arrival)}")
        elif item.begin < ready and item.type != "wait":
            yield item.says(f"begins before {clock(ready)}, inside the margin after arrival")


def _departure_faults(trip: Trip) -> Iterator[str]:
    last = trip.days[-1][-1]
    if trip.departure is None:
        return
    if last.end > trip.departure:
        yield last.says(f"ends at {clock(last.end)}, late for departure {clock(trip.departure)}")
    elif last.end < trip.departure:
        yield last.says(f"ends before the time of departure {clock(trip.departure)}")
    ready = trip.departure - departure_margin(trip)
    for item in trip.days[-1]:
        if item.type != "wait" and item.end > ready:
            yield item.says(f"ends after {clock(ready)}, inside the margin before departure")
