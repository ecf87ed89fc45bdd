"""Pauses: the rest, the free time and the time to spare that were wished for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from verifier.days import goes_far, is_for_the_way_only
from verifier.meals import on_the_move
from verifier.revised import is_left_out, last_pause_start
from verifier.trip import Item, Trip, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

WISHED = {"rest": "rest_min", "leisure": "free_min"}
BEGINS = {"rest": (810, 900), "leisure": (900, 1_050)}
FULL_DAY = {"rest": (720, 1_020), "leisure": (780, 1_200)}


def faults(trip: Trip) -> Iterator[str]:
    """Yield pauses that miss on full days, or are too short or at a wrong time."""
    for number, items in enumerate(trip.days):
        for purpose, field in WISHED.items():
            found = [item for item in items if item.raw.get("purpose") == purpose]
            yield from _pause_faults(trip, number, purpose, found, trip.pace[field])
        yield from _buffer_faults(trip, items)
        most = trip.pace["stops_a_day"]
        count = sum(item.type in {"visit", "activity"} for item in items)
        if most is not None and count > most:
            yield f"day {number + 1}: {count} visits, stops_a_day is {most}"


def _pause_faults(
    trip: Trip, number: int, purpose: str, found: list[Item], length: int
) -> Iterator[str]:
    begin, end = on_the_move(trip, number)
    full = begin <= FULL_DAY[purpose][0] and end >= FULL_DAY[purpose][1]
    due = bool(length) and full and not is_for_the_way_only(trip, number)
    # A long ride by train may leave no time for it.
    by_train = any(goes_far(trip, leg) for leg in trip.days[number] if leg.type == "leg")
    left_out = not found and (by_train or is_left_out(trip, number, purpose))
    if len(found) != due and not left_out:
        yield f"day {number + 1}: {len(found)} pauses for {purpose}, expected {int(due)}"
    for item in found:
        first, last = BEGINS[purpose]
        last = last_pause_start(trip, number, purpose, last)
        if not first <= item.begin <= last:
            yield item.says(f"{purpose} begins at {clock(item.begin)}")
        if item.minutes != length:
            yield item.says(f"{purpose} lasts {item.minutes:g} minutes, expected {length}")


def _buffer_faults(trip: Trip, items: list[Item]) -> Iterator[str]:
    spare = trip.pace["buffer_min"]
    for item, after in pairwise(items):
        if spare and item.type in {"visit", "activity"}:
            is_spare = after.raw.get("purpose") == "buffer" and after.minutes == spare
            if not is_spare:
                yield item.says(f"no {spare} minutes to spare after it")
