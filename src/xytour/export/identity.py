"""What makes an item of a plan the same item when the trip is planned again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xytour.model.itinerary import ActivityItem, AppointmentItem, Meal, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.itinerary import Item, Itinerary


def identified(itinerary: Itinerary) -> Iterator[tuple[str, Item]]:
    """Yield every item with a key, in time order.

    Parameters
    ----------
    itinerary
        Whose items.

    Yields
    ------
    tuple
        A key that no other item of the itinerary has, and the item. A visit is known by its
        place, whenever it is made and whatever is done there; a meal by its date and name and
        a night by its date, wherever it is had; an appointment by its date and place; a leg, a
        wait and free time by its date. What would have the same key is numbered. So what a
        second plan moves keeps its key, and one leg stands in for another.
    """
    seen: Counter[str] = Counter()
    for day in itinerary.days:
        for item in day.items:
            key = _key(item, day.date.isoformat())
            seen[key] += 1
            yield (key if seen[key] == 1 else f"{key}/{seen[key]}"), item


def trip_id(itinerary: Itinerary) -> str:
    """Return what the trip is known by if nobody names it: the region and the first day."""
    return f"{itinerary.region_id}/{itinerary.days[0].date.isoformat()}"


def _key(item: Item, date: str) -> str:
    if isinstance(item, Visit | ActivityItem):
        return f"visit/{item.place_id}"
    if isinstance(item, AppointmentItem):
        return f"appointment/{date}/{item.place_id}"
    if isinstance(item, Meal):
        return f"meal/{date}/{item.meal}"
    return f"{item.type}/{date}"
