"""Sums: the totals add up from the items, and the money suffices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.fares import charter_costs
from verifier.rented import rental_cost
from verifier.trip import MONEY_STEP, Trip, near
from verifier.ways import KM_STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    "ticket": ("visit", "ticket_cny"),
    "activity": ("activity", "ticket_cny"),
    "stay": ("stay", "cost_cny"),
    "meal": ("meal", "cost_cny"),
    "transport": ("leg", "cost_cny"),
}


def faults(trip: Trip) -> Iterator[str]:
    """Yield totals that differ from the sum of the items, and a budget overrun."""
    totals = trip.itinerary["totals"]
    yield from _kind_faults(trip, totals["cost_by_kind"])
    cost = sum(totals["cost_by_kind"].values())
    if not near(totals["cost_cny"], cost, 3 * MONEY_STEP):
        yield f"totals.cost_cny is {totals['cost_cny']}, its kinds add up to {cost:g}"
    yield from _table_faults(trip, totals)
    budget = trip.request.get("budget_cny")
    if budget is not None and max(totals["cost_cny"], cost) > budget + MONEY_STEP:
        yield f"over budget: {totals['cost_cny']} of {budget}"
    parts = [part for leg in trip.items("leg") for part in leg.raw["parts"]]
    walked = sum(part["distance_km"] for part in parts if part["mode"] == "walk")
    ridden = sum(part["distance_km"] for part in parts if part["mode"] != "walk")
    for key, wanted in (("walk_km", walked), ("distance_km", ridden)):
        if not near(totals[key], wanted, KM_STEP):
            yield f"totals.{key} is {totals[key]}, the parts add up to {wanted:g}"
    minutes = sum(leg.minutes for leg in trip.items("leg"))
    if totals["travel_min"] != minutes:
        yield f"totals.travel_min is {totals['travel_min']}, the legs last {minutes:g}"


def _table_faults(trip: Trip, totals: dict[str, Any]) -> Iterator[str]:
    """Yield tables by day and by person that do not add up to the same money."""
    by_day = totals["cost_by_day"]
    if len(by_day) != len(trip.days):
        yield f"totals.cost_by_day has {len(by_day)} rows for {len(trip.days)} days"
    for name, cost in totals["cost_by_kind"].items():
        whole = sum(row.get(name, 0) for row in by_day)
        if not near(whole, cost, MONEY_STEP / 2):
            yield f"totals.cost_by_day has {whole:g} of {name}, cost_by_kind {cost:g}"
    people = totals["cost_by_person"]
    groups = [person["group"] for person in people]
    party = trip.party
    wanted = ["adult"] * party["adults"] + ["child"] * len(party["children"])
    if groups != wanted + ["senior"] * party["seniors"]:
        yield f"totals.cost_by_person has {', '.join(groups)}"
    paid = sum(person["cost_cny"] for person in people)
    if not near(paid, totals["cost_cny"], MONEY_STEP / 2):
        yield f"totals.cost_by_person adds up to {paid:g}, cost_cny is {totals['cost_cny']}"


def _kind_faults(trip: Trip, by_kind: dict[str, float]) -> Iterator[str]:
    for name in by_kind.keys() - KINDS.keys():
        yield f"totals.cost_by_kind has an unknown kind {name!r}"
    for name, (item_type, field) in KINDS.items():
        costs = [item.raw[field] for item in trip.items(item_type)]
        wanted = {sum(costs)}
        if name == "transport":
            by_day = rental_cost(trip)
            wanted = {sum(costs) + by_day + charter for charter in charter_costs(trip)}
        got = by_kind.get(name, 0)
        step = MONEY_STEP * max(1.0, len(costs) / 2)
        if not any(near(got, cost, step) for cost in wanted):
            told = " or ".join(f"{cost:g}" for cost in sorted(wanted))
            yield f"totals.cost_by_kind.{name} is {got}, the items add up to {told}"
