"""Sums over a trip: money by kind, time and length of the ways, CO2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.hours.calendar import HolidayCalendar
from xytour.model.itinerary import (
    ActivityItem,
    Day,
    Leg,
    LegPart,
    Meal,
    StayItem,
    Totals,
    Visit,
)
from xytour.network.fares import charter_fen, rental_fen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from xytour.model.region import Region
    from xytour.network.rides import Transport

COST_KINDS = ("ticket", "activity", "stay", "meal", "transport")


def cost_by_kind_fen(days: Sequence[Day], transport: Transport, region: Region) -> dict[str, int]:
    """Return what the trip costs the party, fen, by kind."""
    costs = dict.fromkeys(COST_KINDS, 0)
    for day in days:
        for item in day.items:
            if isinstance(item, ActivityItem):
                costs["activity"] += round(item.ticket_cny * 100)
            elif isinstance(item, Visit):
                costs["ticket"] += round(item.ticket_cny * 100)
            elif isinstance(item, Leg):
                costs["transport"] += round(item.cost_cny * 100)
            elif isinstance(item, Meal):
                costs["meal"] += round(item.cost_cny * 100)
            elif isinstance(item, StayItem):
                costs["stay"] += round(item.cost_cny * 100)
    driven = [
        sum(part.distance_km for part in _parts([day]) if part.vehicle == "car") for day in days
    ]
    dates = [day.date for day in days]
    costs["transport"] += by_the_day_fen(dates, driven, transport, region)
    return costs


def by_the_day_fen(
    dates: Sequence[date],
    driven_km: Sequence[float],
    transport: Transport,
    region: Region,
) -> int:
    """Return what charters and rented cars cost by the day, fen, beside what the ways cost."""
    tariffs = region.region.tariffs
    if transport.name == "charter":
        return sum(charter_fen(driven_km, transport, tariffs))
    if transport.name == "rented_car" and tariffs.rental is not None:
        calendar = HolidayCalendar(region.region.holidays)
        holidays = [calendar.is_holiday(day) for day in dates]
        return sum(rental_fen(holidays, transport, tariffs.rental))
    return 0


def totals(days: Sequence[Day], transport: Transport, region: Region, score: float) -> Totals:
    """Return the sums of a trip."""
    costs = cost_by_kind_fen(days, transport, region)
    legs = [item for day in days for item in day.items if isinstance(item, Leg)]
    parts = list(_parts(days))
    return Totals(
        score=score,
        cost_cny=sum(costs.values()) / 100,
        cost_by_kind={kind: cost / 100 for kind, cost in costs.items()},
        travel_min=sum(leg.minutes for leg in legs),
        distance_km=round(sum(p.distance_km for p in parts if p.vehicle != "walk"), 1),
        walk_km=round(sum(p.distance_km for p in parts if p.vehicle == "walk"), 1),
        co2_kg=round(sum(_co2_kg(part, transport, region) for part in parts), 1),
    )


def _parts(days: Sequence[Day]) -> Iterator[LegPart]:
    for day in days:
        for item in day.items:
            if isinstance(item, Leg):
                yield from item.parts


def _co2_kg(part: LegPart, transport: Transport, region: Region) -> float:
    factor = region.region.tariffs.co2_kg_per_km.get(part.vehicle, 0.0)
    vehicles = {"car": transport.cars, "taxi": transport.taxis}
    return factor * part.distance_km * vehicles.get(part.vehicle, transport.party_size)
