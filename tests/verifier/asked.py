"""What was asked for by kind: places wanted and unwanted, caps on what is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.fares import charter_costs
from verifier.rented import rental_cost
from verifier.trip import MONEY_STEP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Item, Trip

WORDS = ("tags", "cuisines", "dishes")
SPENT = {
    "ticket": ("visit", "ticket_cny"),
    "activity": ("activity", "ticket_cny"),
    "stay": ("stay", "cost_cny"),
    "meal": ("meal", "cost_cny"),
}


def faults(trip: Trip) -> Iterator[str]:
    """Yield wishes for kinds of place that are not met, and caps that are passed."""
    for wish in trip.wish("wanted", []):
        found = {item.raw["place_id"] for item in _stops(trip) if _matches(trip, item.raw, wish)}
        least, most = wish.get("least", 1), wish.get("most")
        if len(found) < least or (most is not None and len(found) > most):
            yield f"wanted {least} to {most} of {wish}, the trip has {len(found)}"
    unwanted = trip.wish("unwanted", {})
    for item in trip.items("visit", "activity", "meal", "stay"):
        if item.raw.get("place_id") and _matches(trip, item.raw, unwanted):
            yield item.says("is of what the request leaves out")
    for kind, most in trip.wish("caps_cny", {}).items():
        spent = _spent(trip, kind)
        if spent > most + MONEY_STEP:
            yield f"{kind} costs {spent:g}, the cap is {most:g}"


def _stops(trip: Trip) -> Iterator[Item]:
    """Yield visits and activities, and meals at tables."""
    yield from trip.items("visit", "activity")
    for item in trip.items("meal"):
        if trip.places.get(item.raw["place_id"], {}).get("kind") == "food":
            yield item


def _matches(trip: Trip, raw: dict[str, Any], wish: dict[str, Any]) -> bool:
    place = trip.places.get(raw["place_id"], {})
    named = place.get("id") in wish.get("places", []) or place.get("kind") in wish.get("kinds", [])
    themes = place.get("themes") or {}
    about = any(themes.get(theme, 0) >= 0.5 for theme in wish.get("themes", []))
    words = any(
        word.casefold() == known.casefold()
        for name in WORDS
        for word in wish.get(name, [])
        for known in place.get(name, [])
    )
    return named or about or words


def is_outside(trip: Trip, place_id: str) -> bool:
    """Whether a place is one of those outside the region."""
    return bool(trip.places.get(place_id, {}).get("outside"))


def _spent(trip: Trip, kind: str) -> float:
    if kind in SPENT:
        item_type, field = SPENT[kind]
        return sum(item.raw[field] for item in trip.items(item_type))
    near = far = 0.0
    for leg in trip.items("leg"):
        if is_outside(trip, leg.raw["from_id"]) or is_outside(trip, leg.raw["to_id"]):
            far += leg.raw["cost_cny"]
        else:
            near += leg.raw["cost_cny"]
    near += rental_cost(trip) + min(charter_costs(trip))
    return {"transport": near + far, "way_in_and_out": far, "getting_around": near}[kind]
