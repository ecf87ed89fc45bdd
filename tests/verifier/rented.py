"""Rented cars: picked up and returned at the desk, driven in between alone, and paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.calendar_days import holiday_dates
from verifier.ways import allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Trip

CAR_SEATS = 5
FOREIGN = {"taxi", "bus", "train", "plane"}
"""What nobody takes who has a car at hand."""


def faults(trip: Trip) -> Iterator[str]:
    """Yield parts by a car that is not there, and cars that are lost or forgotten."""
    parts = [(leg, part) for leg in trip.items("leg") for part in leg.raw["parts"]]
    rental = trip.tariffs.get("rental") or {}
    wanted = is_rented(trip) and any(part["vehicle"] == "car" for _, part in parts)
    has_car = False
    counts = {"pick-up": 0, "return": 0}
    for leg, part in parts:
        name = f"{part['vehicle']} {part['from_id']} to {part['to_id']}"
        hire = part.get("hire")
        if hire is not None:
            counts[hire] += 1
            desk = part["from_id" if hire == "pick-up" else "to_id"]
            if part["vehicle"] != "car" or not is_rented(trip):
                yield leg.says(f"{name}: {hire} of what is no rented car")
            if desk not in rental.get("places", ()):
                yield leg.says(f"{name}: nobody rents cars at {desk}")
        has_car = has_car or hire == "pick-up"
        if is_rented(trip) and part["vehicle"] == "car" and not has_car:
            yield leg.says(f"{name}: the car is not there")
        if is_rented(trip) and part["vehicle"] in FOREIGN and has_car:
            yield leg.says(f"{name}: the rented car is left behind")
        has_car = has_car and hire != "return"
    for hire, count in counts.items():
        if wanted and count != 1:
            yield f"a rented car has {count} {hire} parts, expected 1"
    if has_car:
        yield "the rented car is not returned"


def is_rented(trip: Trip) -> bool:
    """Whether the car of a trip is a rented one."""
    names = allowed(trip)
    return "rented_car" in names and not {"car", "charter"} & names


def rental_cost(trip: Trip) -> float:
    """Return what the cars cost by the day."""
    if not is_rented(trip):
        return 0.0
    rental = trip.tariffs["rental"]
    dear = rental.get("holiday_cny_per_day")
    country = trip.info["holidays"]
    prices = [
        dear
        if dear is not None and day in holiday_dates(country, day.year)
        else rental["cny_per_day"]
        for day in trip.dates
    ]
    return trip.vehicles(CAR_SEATS) * sum(prices)
