"""Whereabouts: the party is where each item says it is, from arriving to departing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verifier.trip import Item, Trip


def faults(trip: Trip) -> Iterator[str]:
    """Yield items at places other than the one that the way led to, and ways with breaks."""
    here = trip.entrance
    last: Item | None = None
    for item in trip.items():
        for key in ("place_id", "from_id", "to_id"):
            if item.raw.get(key) is not None and item.raw[key] not in trip.places:
                yield item.says(f"{key} {item.raw[key]!r} is no place of the region")
        if item.type == "leg":
            yield from _leg_faults(item, here, last)
            here = item.raw["to_id"]
        elif item.raw["place_id"] is None:
            if item.type != "meal":
                yield item.says("has no place_id")
        elif item.raw["place_id"] != here:
            yield item.says(f"the party is at {here}, not at {item.raw['place_id']}")
            here = item.raw["place_id"]
        last = item
    if last is not None and here != trip.exit:
        yield last.says(f"the trip ends at {here}, not at {trip.exit}")


def _leg_faults(leg: Item, here: str, before: Item | None) -> Iterator[str]:
    start = leg.raw["from_id"]
    if start != here:
        slept = before is not None and before.type == "stay"
        where = "the bed is" if slept else "the party is at"
        yield leg.says(f"leaves from {start}, but {where} {here}")
    for part in leg.raw["parts"]:
        if part["from_id"] != start:
            yield leg.says(f"a part begins at {part['from_id']}, but the way has led to {start}")
        start = part["to_id"]
    if start != leg.raw["to_id"]:
        yield leg.says(f"the parts lead to {start}, not to {leg.raw['to_id']}")
