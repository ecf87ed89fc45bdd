"""The itinerary as GPX 1.1 for navigation devices: a waypoint a place, a route a day."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from xytour.export.clean import one_line
from xytour.export.extras import needed
from xytour.export.positions import spot_of, way_of
from xytour.export.rows import party, row_of, title
from xytour.export.words import date_text
from xytour.model.itinerary import Free, Leg, Wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from xytour.model.itinerary import Day, Item, Itinerary


def to_gpx(itinerary: Itinerary) -> str:
    """Return an itinerary as a GPX 1.1 document.

    Parameters
    ----------
    itinerary
        What is written, in its own language.

    Returns
    -------
    str
        A waypoint for each place visited, eaten at, slept at or appointed, and a route for
        each day through them and the places passed between, with times of arrival in UTC. No
        track: GPX keeps that for what was driven. Positions are WGS-84.

    Raises
    ------
    ExportError
        gpxpy is not installed.
    """
    gpx = needed("gpxpy.gpx", extra="gpx", purpose="writing GPX")
    document = gpx.GPX()
    document.creator = "xytour"
    document.name = title(itinerary)
    document.description = party(itinerary)
    places: dict[str, Any] = {}
    for day in itinerary.days:
        document.routes.append(_route(gpx, itinerary, day))
        for item in day.items:
            if (stop := _stop(gpx.GPXWaypoint, itinerary, item)) is not None:
                stop.time = None  # a place, not an hour
                places.setdefault(stop.name, stop)
    document.waypoints.extend(places.values())
    return str(document.to_xml(version="1.1"))


def _route(gpx: ModuleType, itinerary: Itinerary, day: Day) -> Any:
    """Return a day's route, in which a stop stands for the ends of the ways to and from it."""
    points: list[Any] = []
    for item in day.items:
        if isinstance(item, Leg):
            for point in _passed(gpx, itinerary, item):
                if not points or not _is_same_place(point, points[-1]):
                    points.append(point)
        elif (stop := _stop(gpx.GPXRoutePoint, itinerary, item)) is not None:
            if points and points[-1].type == "way" and _is_same_place(stop, points[-1]):
                points.pop()
            points.append(stop)
    route = gpx.GPXRoute(name=date_text(day.date, itinerary.language))
    route.points.extend(points)
    return route


def _is_same_place(one: Any, other: Any) -> bool:
    return (one.latitude, one.longitude) == (other.latitude, other.longitude)


def _passed(gpx: ModuleType, itinerary: Itinerary, leg: Leg) -> Iterator[Any]:
    """Yield the places that a leg passes, its ends included."""
    for spot in way_of(itinerary, leg):
        place = spot.location
        name = one_line(spot.name.get(itinerary.language))
        yield gpx.GPXRoutePoint(place.lat, place.lon, name=name, type="way")


def _stop(point: type[Any], itinerary: Itinerary, item: Item) -> Any:
    """Return an item as a point of a class of gpxpy's, None where it has no place of its own."""
    spot = None if isinstance(item, Leg | Wait | Free) else spot_of(itinerary, item)
    if spot is None:
        return None
    row = row_of(itinerary, item)
    return point(
        spot.location.lat,
        spot.location.lon,
        time=item.start.astimezone(UTC),
        name=row.what,
        description=f"{row.details}; {row.why}" if row.why else row.details,
        type=item.type,
    )
