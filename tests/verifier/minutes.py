"""Minutes: what getting in, waiting, riding and parking take, part by part of every leg."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from verifier.trip import Item, Trip, clock, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BOARDING_MIN = {
    "high_speed_rail": 25,
    "rail": 30,
    "metro": 5,
    "flight": 75,
    "bus": 10,
    "shuttle": 5,
    "cable_car": 5,
    "ferry": 10,
}
PIECES = ("board_min", "wait_min", "ride_min", "park_min")
SPREAD_OUT = {"attraction": 10, "nature": 10, "gateway": 6}
ACCESS = {
    "car_min": {**SPREAD_OUT, "other": 4},
    "taxi_min": {
        **{"attraction": 10, "nature": 15, "tea_area": 15, "village": 15, "hot_spring": 10},
        **{"red_education": 10, "gateway": 5, "town": 5, "stay": 5, "other": 8},
    },
    "charter_min": {**SPREAD_OUT, "gateway": 5, "other": 3},
}
"""What holds where a region file tells nothing."""


def faults(trip: Trip) -> Iterator[str]:
    """Yield legs whose minutes do not add up, and parts that take other than they must."""
    for leg in trip.items("leg"):
        parts = leg.raw["parts"]
        sums = {key: sum(part[key] for part in parts) for key in PIECES}
        sums["transfer_min"] = sums.pop("board_min") + sums.pop("park_min")
        for key, total in sums.items():
            if leg.raw[key] != total:
                yield leg.says(f"leg {key} is {leg.raw[key]}, its parts have {total}")
        for index, part in enumerate(parts):
            for fault in _part_faults(trip, leg, part, index):
                yield leg.says(f"part {part['from_id']} to {part['to_id']}: {fault}")


def _part_faults(trip: Trip, leg: Item, part: dict[str, Any], index: int) -> Iterator[str]:
    begin, end = (trip.minute(part[key], trip.dates[leg.day]) for key in ("start", "end"))
    if any(part[key] < 0 for key in PIECES):
        yield "it has minutes below 0"
    if sum(part[key] for key in PIECES) != end - begin:
        yield f"its minutes add up to {sum(part[key] for key in PIECES)}, not to {end - begin:g}"
    if part["mode"] == "given":
        return
    wanted = _road(trip, leg, index)
    if part["mode"] in BOARDING_MIN:
        wanted = {"board_min": BOARDING_MIN[part["mode"]], "wait_min": _wait(trip, part)}
    for key in ("board_min", "wait_min", "park_min"):
        right = wanted.get(key, 0)
        if right is not None and part[key] != right:
            yield f"{key} is {part[key]}, expected {right}"
    if part["mode"] in BOARDING_MIN and part.get("service_id") is None:
        yield from _hours_faults(trip, part, begin + part["board_min"] + part["wait_min"])


def _wait(trip: Trip, part: dict[str, Any]) -> int | None:
    """Return the average wait; None where a timetable tells, which `services` knows."""
    if part.get("service_id") is not None:
        return None
    headway = trip.links.get(part["link_id"], {}).get("headway_min") or 0
    return max(0, math.ceil(headway / 2) - BOARDING_MIN[part["mode"]])


def _road(trip: Trip, leg: Item, index: int) -> dict[str, int | None]:
    """Return what a part takes by its place in what is travelled by car or taxi at one go."""
    parts = leg.raw["parts"]
    vehicle = parts[index]["vehicle"]
    if vehicle not in {"car", "taxi"}:
        return {}
    is_first = index == 0 or parts[index - 1]["vehicle"] != vehicle
    is_last = index + 1 == len(parts) or parts[index + 1]["vehicle"] != vehicle
    hire, rental = parts[index].get("hire"), trip.tariffs.get("rental") or {}
    begins = ends = 0
    key = "wait_min"
    if vehicle == "taxi":
        begins = is_first * access_min(trip, "taxi_min", parts[index]["from_id"])
    elif leg.raw["mode"] == "charter":
        begins = is_first * access_min(trip, "charter_min", parts[index]["from_id"])
    else:
        key = "board_min"
        begins = is_first * access_min(trip, "car_min", parts[index]["from_id"])
        ends = is_last * access_min(trip, "car_min", parts[index]["to_id"])
        begins = rental.get("pick_up_min", 30) if hire == "pick-up" else begins
        ends = rental.get("return_min", 20) if hire == "return" else ends
    return {key: begins, "park_min": ends}


def access_min(trip: Trip, table: str, place_id: str) -> int:
    """Return the minutes of a table of ``tariffs.access`` at a place."""
    known = trip.tariffs.get("access", {}).get(table, ACCESS[table])
    minutes: int = known.get(trip.places[place_id]["kind"], known["other"])
    return minutes


def _hours_faults(trip: Trip, part: dict[str, Any], leaves: float) -> Iterator[str]:
    """Yield rides by what has no timetable at hours at which it does not run."""
    link = trip.links.get(part["link_id"], {})
    told = link if link.get("headway_min") or part["from_id"] == link.get("from") else {}
    first = told.get("first_departure") or trip.tariffs.get("public_from", "06:00")
    last = told.get("last_departure") or trip.tariffs.get("public_until", "22:00")
    if not minutes_of(first) <= leaves <= minutes_of(last):
        yield f"leaves at {clock(leaves)}, but it runs from {first} to {last}"
