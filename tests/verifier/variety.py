"""Variety: no two sights of one kind about the same thing straight after each other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Item, Trip

IN_A_ROW = {"visit", "activity", "meal", "appointment"}
NO_SIGHTS = {"shop", "food", "stay", "gateway", "town"}


def faults(trip: Trip) -> Iterator[str]:
    """Yield sights that are alike in a row, but for those that the traveller asked for."""
    style = trip.wish("style", "balanced")
    if isinstance(style, dict) and style.get("alike_in_a_row"):
        return
    asked = {*trip.wish("must_visit", []), *(wish["at"] for wish in trip.wish("appointments", []))}
    for story in trip.stories:
        if story["id"] in trip.wish("stories", []):
            asked |= set(story["chapters"])
    for items in trip.days:
        row = [item for item in items if item.type in IN_A_ROW]
        for before, after in pairwise(row):
            sorts = {_sort(trip, item, asked) for item in (before, after)}
            if len(sorts) == 1 and None not in sorts:
                yield after.says(f"is like {before.raw['place_id']}, straight before it")


def _sort(trip: Trip, item: Item, asked: set[str]) -> tuple[str, str] | None:
    """Return what a sight is and what it is about; None for what may follow anything."""
    if item.type not in {"visit", "activity"} or item.raw["place_id"] in asked:
        return None
    place: dict[str, Any] = trip.places[item.raw["place_id"]]
    if place["kind"] in NO_SIGHTS or not place.get("themes"):
        return None
    heaviest = max(place["themes"].values())
    theme = min(theme for theme, weight in place["themes"].items() if weight == heaviest)
    return place["kind"], theme
