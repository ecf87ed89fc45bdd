"""Where the places of a plan are, so that a plan can be drawn and linked without its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xytour.model.itinerary import Day
    from xytour.model.region import Region


def spots(region: Region, days: Sequence[Day]) -> dict[str, Spot]:
    """Return every place that the days name, in the order of the region file.

    Parameters
    ----------
    region
        Where the places are told.
    days
        The plan.
    """
    named = set(_named(days))
    return {
        place.id: Spot(name=place.name, location=place.location)
        for place in region.places
        if place.id in named
    }


def _named(days: Sequence[Day]) -> Iterator[str]:
    for day in days:
        for item in day.items:
            if isinstance(item, Leg):
                yield from (item.from_id, item.to_id)
                yield from (end for part in item.parts for end in (part.from_id, part.to_id))
            elif item.place_id is not None:
                yield item.place_id
