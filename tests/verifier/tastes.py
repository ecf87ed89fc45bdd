"""Tastes: what the trip holds for each of several travellers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.trip import Trip, near

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 0.01
NO_PREFERENCE = 0.5


def faults(trip: Trip) -> Iterator[str]:
    """Yield satisfaction that is told for others than the travellers, or wrongly."""
    told = trip.itinerary.get("satisfaction", [])
    travellers = trip.wish("travellers", [])
    if [each["name"] for each in told] != [each["name"] for each in travellers]:
        yield "satisfaction is not told for the travellers of the request, in their order"
        return
    if not told:
        return
    parts = trip.itinerary["score_parts"]
    worth = parts.get("visits", 0) + parts.get("tables", 0)
    mean = sum(each["points"] for each in told) / len(told)
    items = list(trip.items("visit", "activity", "meal"))
    if not near(mean, worth, STEP * (len(items) + 2)):
        yield f"satisfaction has {mean:g} points in the mean, visits and tables {worth:g}"
    for each, traveller in zip(told, travellers, strict=True):
        fit = _fit(trip, traveller.get("interests", {}))
        if not near(each["fit"], fit, 1e-3):
            yield f"the fit for {each['name']} is {each['fit']}, expected {fit:.4f}"


def _fit(trip: Trip, interests: dict[str, float]) -> float:
    """Return how well the places visited fit, weighted by the time there."""
    visits = list(trip.items("visit", "activity"))
    minutes = sum(item.minutes for item in visits)
    fits = sum(
        item.minutes * _match(trip.places[item.raw["place_id"]], interests) for item in visits
    )
    return fits / minutes if minutes else 0.0


def _match(place: dict[str, Any], interests: dict[str, float]) -> float:
    missed = 1.0
    for theme, weight in place["themes"].items():
        missed *= 1 - weight * (interests.get(theme, 0) if interests else NO_PREFERENCE)
    return 1 - missed
