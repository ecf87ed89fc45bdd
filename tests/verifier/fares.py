"""Fares: what every leg costs, part by part, and the charter by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.trip import MONEY_STEP, Item, Trip, minutes_of, near
from verifier.ways import allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

CAR_SEATS = 5
TAXI_SEATS = 4


def faults(trip: Trip) -> Iterator[str]:
    """Yield parts and legs with another cost than the tariffs and links give."""
    for leg in trip.items("leg"):
        parts = leg.raw["parts"]
        for part, wanted in zip(parts, _part_costs(trip, leg), strict=True):
            if not near(part["cost_cny"], wanted, MONEY_STEP):
                name = f"{part['vehicle']} {part['from_id']} to {part['to_id']}"
                yield leg.says(f"cost_cny of {name} is {part['cost_cny']}, expected {wanted:g}")
        total = sum(part["cost_cny"] for part in parts)
        if not near(leg.raw["cost_cny"], total, MONEY_STEP * max(1, len(parts) / 2)):
            yield leg.says(f"leg cost_cny is {leg.raw['cost_cny']}, its parts cost {total:g}")


def is_charter(trip: Trip, leg: Item) -> bool:
    """Whether the car of a leg is a charter; the leg tells where the request allows both."""
    names = allowed(trip)
    return "charter" in names and ("car" not in names or leg.raw.get("mode") == "charter")


def charter_costs(trip: Trip) -> set[float]:
    """Return what the charter may cost by the day.

    Days without a ride may count or not: the rules leave open whether the driver is kept.
    """
    cars, tariffs = trip.vehicles(TAXI_SEATS), trip.tariffs
    if "charter" not in allowed(trip):
        return {0.0}
    ridden = 0.0
    idle = 0
    for items in trip.days:
        legs = [item for item in items if item.type == "leg" and is_charter(trip, item)]
        parts = [part for leg in legs for part in leg.raw["parts"] if part["vehicle"] == "car"]
        if not parts:
            idle += 1
            continue
        km = sum(part["distance_km"] for part in parts)
        extra = max(0.0, km - tariffs["charter_included_km"])
        ridden += tariffs["charter_cny_per_day"] + extra * tariffs["charter_cny_per_extra_km"]
    return {cars * ridden, cars * (ridden + idle * tariffs["charter_cny_per_day"])}


def _part_costs(trip: Trip, leg: Item) -> list[float]:
    costs: list[float] = []
    parts = leg.raw["parts"]
    for index, part in enumerate(parts):
        if part["vehicle"] == "taxi":
            follows = index > 0 and parts[index - 1]["vehicle"] == "taxi"
            costs.append(0.0 if follows else _taxi(trip, leg, _run(parts, index)))
        elif part["vehicle"] == "car":
            costs.append(_car(trip, leg, part))
        else:
            costs.append(trip.heads * _fare(trip, part))
    return costs


def _run(parts: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    last = first
    while last < len(parts) and parts[last]["vehicle"] == "taxi":
        last += 1
    return parts[first:last]


def _taxi(trip: Trip, leg: Item, run: list[dict[str, Any]]) -> float:
    tariffs = trip.tariffs
    km = sum(part["distance_km"] for part in run)
    a_km = tariffs["taxi_cny_per_km"]
    fare = tariffs["taxi_flag_fall_cny"] + a_km * max(0.0, km - tariffs["taxi_included_km"])
    # Sums of tenths may land a hair above the limit that they meet.
    if km > tariffs["taxi_far_km"] + 1e-9:
        fare += a_km * tariffs["taxi_far_share"] * max(0.0, km - tariffs["taxi_far_from_km"])
    begins = trip.minute(run[0]["start"], trip.dates[leg.day])
    if _is_night(trip, begins + run[0]["board_min"] + run[0]["wait_min"]):
        fare *= 1 + tariffs.get("taxi_night_share", 0)
    return trip.vehicles(TAXI_SEATS) * (fare + sum(_toll(trip, part) for part in run))


def _is_night(trip: Trip, minute: float) -> bool:
    begins = minutes_of(trip.tariffs.get("night_from", "22:00"))
    ends = minutes_of(trip.tariffs.get("night_until", "06:00"))
    now = minute % 1_440
    return begins <= now < ends if begins < ends else (now >= begins or now < ends)


def _car(trip: Trip, leg: Item, part: dict[str, Any]) -> float:
    if is_charter(trip, leg):
        return trip.vehicles(TAXI_SEATS) * _toll(trip, part)
    fuel = trip.tariffs["fuel_cny_per_km"] * part["distance_km"]
    return trip.vehicles(CAR_SEATS) * (fuel + _toll(trip, part))


def _toll(trip: Trip, part: dict[str, Any]) -> float:
    return trip.links.get(part["link_id"], {}).get("toll_cny") or 0.0


def _fare(trip: Trip, part: dict[str, Any]) -> float:
    if part["vehicle"] == "walk":
        return 0.0
    fare = trip.links.get(part["link_id"], {}).get("fare") or {}
    return fare.get("amount_cny") or 0.0
