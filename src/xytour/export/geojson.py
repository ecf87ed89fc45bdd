"""The itinerary as GeoJSON (RFC 7946): stops as points, legs as lines."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xytour.export.identity import identified
from xytour.export.positions import spot_of, way_of
from xytour.export.records import records
from xytour.model.itinerary import Free, Leg, Wait

if TYPE_CHECKING:
    from xytour.export.records import Record
    from xytour.model.itinerary import Item, Itinerary, Spot


def to_geojson(itinerary: Itinerary) -> dict[str, Any]:
    """Return an itinerary as a GeoJSON FeatureCollection.

    Parameters
    ----------
    itinerary
        What is drawn, in its own language.

    Returns
    -------
    dict
        A Point for every visit, activity, appointment, meal at a table and night, a LineString
        through the places that it passes for every leg, in time order; longitude first,
        WGS-84. Waiting, free time and what the itinerary does not locate are left out. The
        ``properties`` are the fields of :func:`~xytour.export.records.records`. The lines are
        straight between places, and not cut at the antimeridian.
    """
    features = [
        {"type": "Feature", "id": key, "geometry": geometry, "properties": _properties(record)}
        for (key, item), (_, record) in zip(identified(itinerary), records(itinerary), strict=True)
        if (geometry := _geometry(itinerary, item)) is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def geojson_text(itinerary: Itinerary) -> str:
    """Return an itinerary as GeoJSON text; see :func:`to_geojson`."""
    return json.dumps(to_geojson(itinerary), ensure_ascii=False, indent=1) + "\n"


def _geometry(itinerary: Itinerary, item: Item) -> dict[str, Any] | None:
    if isinstance(item, Leg):
        way = way_of(itinerary, item)
        line = [_position(spot) for spot in way]
        return {"type": "LineString", "coordinates": line} if way else None
    spot = None if isinstance(item, Wait | Free) else spot_of(itinerary, item)
    return None if spot is None else {"type": "Point", "coordinates": _position(spot)}


def _position(spot: Spot) -> list[float]:
    return [spot.location.lon, spot.location.lat]


def _properties(record: Record) -> dict[str, Any]:
    """Return a record as JSON can hold it, without what the geometry tells."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in record.items()
        if name not in {"lat", "lon"}
    }
