"""Where the items of an itinerary are, as far as it tells."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg

if TYPE_CHECKING:
    from xytour.model.itinerary import Item, Itinerary, Spot


def spot_of(itinerary: Itinerary, item: Item) -> Spot | None:
    """Return where an item is, or a leg begins; None if the itinerary does not tell."""
    place_id = item.from_id if isinstance(item, Leg) else item.place_id
    return None if place_id is None else itinerary.places.get(place_id)


def way_of(itinerary: Itinerary, leg: Leg) -> list[Spot]:
    """Return the places that a leg passes, its ends included, in order.

    Parameters
    ----------
    itinerary
        The itinerary that the leg is of.
    leg
        The way.

    Returns
    -------
    list[Spot]
        At least two, or none if an end is not told. Between them the plan knows lengths and
        times, not the bends of the road.
    """
    if leg.from_id not in itinerary.places or leg.to_id not in itinerary.places:
        return []
    passed = chain([leg.from_id], (part.to_id for part in leg.parts[:-1]), [leg.to_id])
    return [itinerary.places[place] for place in passed if place in itinerary.places]
