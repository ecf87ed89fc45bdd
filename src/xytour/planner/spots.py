"""Where the places of a plan are, so that a plan can be drawn and linked without its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.base import Text
from xytour.model.itinerary import Leg, Spot
from xytour.model.place import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xytour.model.itinerary import Day
    from xytour.model.region import Region
    from xytour.network.transit.feed import Point


def spots(region: Region, days: Sequence[Day], stops: Mapping[str, Point]) -> dict[str, Spot]:
    """Return every place that the days name, in the order of the region file.

    Parameters
    ----------
    region
        Where the places are told.
    days
        The plan.
    stops
        Of trams and buses, by id; they come last.
    """
    named = set(_named(days))
    found = {
        place.id: Spot(name=place.name, location=place.location)
        for place in region.places
        if place.id in named
    }
    for name in sorted(named - set(found)):
        stop = stops[name]
        called = Text(en=stop.name, zh=stop.name)
        found[name] = Spot(name=called, location=Location(lat=stop.lat, lon=stop.lon))
    return found


def _named(days: Sequence[Day]) -> Iterator[str]:
    for day in days:
        for item in day.items:
            if isinstance(item, Leg):
                yield from (item.from_id, item.to_id)
                yield from (end for part in item.parts for end in (part.from_id, part.to_id))
            elif item.place_id is not None:
                yield item.place_id
