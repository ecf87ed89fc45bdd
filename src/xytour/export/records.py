"""An itinerary as records that programs read: one flat dict an item, the same fields in each.

Tables and maps take their columns and properties from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from xytour.export.clean import one_line
from xytour.export.positions import spot_of
from xytour.export.rows import row_of
from xytour.model.itinerary import ActivityItem, Leg, Meal, StayItem, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.itinerary import Item, Itinerary

Record: TypeAlias = dict[str, Any]
"""Facts of an item by name; None where there is none."""


def records(itinerary: Itinerary) -> Iterator[tuple[Item, Record]]:
    """Yield every item with its record, in time order.

    Parameters
    ----------
    itinerary
        What is told, in its own language.

    Yields
    ------
    tuple
        The item, and its facts: ``day`` from 1, ``start`` and ``end`` as aware datetimes,
        ``minutes``, ``type``, ``place_id`` (of a leg, where it leads), ``what``, ``details``
        and ``reason`` as text, ``lat`` and ``lon`` in degrees of WGS-84 (of a leg, where it
        begins), ``cost`` in ``currency`` for the party, ``price_unknown``, ``opening``,
        ``last_entry``, ``booking_required``, ``hours_confidence``, ``distance_km``,
        ``vehicles`` and ``lines``, and ``estimated``: whether a way's time or length is.
    """
    for number, day in enumerate(itinerary.days, start=1):
        for item in day.items:
            yield item, _record(itinerary, number, item)


def _record(itinerary: Itinerary, number: int, item: Item) -> Record:
    row = row_of(itinerary, item)
    spot = spot_of(itinerary, item)
    return {
        "day": number,
        "date": item.start.date().isoformat(),
        "start": item.start,
        "end": item.end,
        "minutes": item.minutes,
        "type": item.type,
        "place_id": item.to_id if isinstance(item, Leg) else item.place_id,
        "what": row.what,
        "details": row.details,
        "reason": row.why,
        "lat": None if spot is None else spot.location.lat,
        "lon": None if spot is None else spot.location.lon,
        "cost": _cost(item),
        "currency": itinerary.currency,
        **_admission(item),
        **_travel(item),
    }


def _cost(item: Item) -> float:
    if isinstance(item, Visit | ActivityItem):
        return item.ticket_cny
    return item.cost_cny if isinstance(item, Meal | Leg | StayItem) else 0.0


def _admission(item: Item) -> Record:
    """Return what a place says of its hours and prices; None for items that are none."""
    names = ("price_unknown", "opening", "last_entry", "booking_required")
    sure = item.confidence if isinstance(item, Visit | ActivityItem) else None
    return {
        **{name: getattr(item, name, None) for name in names},
        "hours_confidence": None if sure is None else sure.hours,
    }


def _travel(item: Item) -> Record:
    """Return how a leg is travelled; vehicles and lines in order, each once."""
    if not isinstance(item, Leg):
        return dict.fromkeys(("distance_km", "vehicles", "lines", "estimated"))
    lines = dict.fromkeys(one_line(part.line) for part in item.parts if part.line)
    return {
        "distance_km": item.distance_km,
        "vehicles": " ".join(dict.fromkeys(part.vehicle for part in item.parts)),
        "lines": ", ".join(lines) or None,
        "estimated": any(part.estimated for part in item.parts),
    }
