"""What the page's script needs to draw the map: an atlas as plain lists, in the map's datum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from xytour.model.itinerary import Leg, StayItem
from xytour.network.datums import from_wgs84

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.export.atlas import Atlas, Point
    from xytour.model.itinerary import Day, Itinerary

MapDatum = Literal["wgs84", "gcj02"]


def map_data(itinerary: Itinerary, atlas: Atlas, datum: MapDatum) -> dict[str, Any]:
    """Return the trip's ways, marks and country as JSON's lists and dicts.

    Parameters
    ----------
    itinerary
        Tells what happens when, for the slider over the trip's time.
    atlas
        What the map shows.
    datum
        Of the tiles under it; positions are shifted to it.
    """

    def at(points: Sequence[Point]) -> list[list[float]]:
        lats, lons = np.asarray(points, dtype=float).T
        if datum != "wgs84":
            lats, lons = from_wgs84(lats, lons, datum)
        return [
            [round(float(lat), 5), round(float(lon), 5)]
            for lat, lon in zip(lats, lons, strict=True)
        ]

    return {
        "frames": [
            at(frame) if (frame := atlas.frame(day)) else None
            for day in (None, *range(len(itinerary.days)))
        ],
        "ways": [
            {"id": f"i-{way.day}-{way.item}", "day": way.day, "at": at(way.points)}
            for way in atlas.ways
        ],
        "marks": [
            {
                "id": mark.place_id,
                "name": mark.name,
                "at": at([mark.point])[0],
                "sort": mark.sort,
                "day": mark.day,
                "n": mark.number,
            }
            for mark in atlas.marks
        ],
        "roads": [{"sort": road.sort, "at": at(road.points)} for road in atlas.roads],
        "labels": [
            {"name": label.name, "at": at([label.point])[0], "rank": label.rank}
            for label in atlas.labels
        ],
        "times": [moment for d, day in enumerate(itinerary.days) for moment in _times(day, d)],
    }


def _times(day: Day, d: int) -> list[dict[str, Any]]:
    """Return the waking items of a day: minutes of the day, and the place where one is."""
    midnight = day.items[0].start.replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    place = ""
    for i, item in enumerate(day.items):
        if isinstance(item, StayItem):
            continue
        start, end = ((t - midnight).total_seconds() / 60 for t in (item.start, item.end))
        here = getattr(item, "place_id", None) or place
        moment = {"id": f"i-{d}-{i}", "day": d, "from": round(start), "to": round(end)}
        if isinstance(item, Leg):
            here = item.to_id
        found.append({**moment, "place": here})
        place = here
    return found
