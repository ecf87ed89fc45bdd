"""What a map of a trip shows: the ways of each day, the places, and the country around.

All maps draw this: the page, the brochure and the pictures. Positions are WGS-84.
The network's links have no bends, so a road is the straight line between the points that
the region file knows; a map should say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, inf, radians
from typing import TYPE_CHECKING, TypeAlias

from xytour.model.itinerary import ActivityItem, AppointmentItem, Leg, Meal, StayItem, Visit
from xytour.model.place import Gateway, Town, Visitable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xytour.model.itinerary import Item, Itinerary
    from xytour.model.place import Place
    from xytour.model.region import Region

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude, degrees."""

DRAWN = {
    "expressway": "motorway",
    "national_road": "main",
    "county_road": "minor",
    "high_speed_rail": "rail",
    "rail": "rail",
    "ferry": "ferry",
    "cable_car": "cable",
    "walk": "path",
}
"""How a link is drawn, by its mode; buses and shuttles run on roads that are drawn anyway."""

MARGIN_KM = 25.0
"""How far around the trip the country is drawn."""

NEAR_KM = 25.0
"""A way's bends farther than this from all stops need not be seen."""

FAR_KM = 120.0
"""Longer links lead out of the country shown."""

SUM_SLACK = 1.15
"""How much longer two links may be than a third that runs past what is between them."""


@dataclass(frozen=True, slots=True)
class Road:
    """A link of the network, as ``motorway``, ``main``, ``minor``, ``rail`` and so on."""

    sort: str
    points: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map; ``rank`` 0 is a county's seat, 1 a town, 2 a place not in the plan."""

    name: str
    point: Point
    rank: int


@dataclass(frozen=True, slots=True)
class Way:
    """A leg on the map: day and item tell which, counted from 0."""

    day: int
    item: int
    points: tuple[Point, ...]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that one stops at: ``number`` counts the visits in order of the trip.

    ``sort`` is what one does there: visit, meal, stay, appointment, or end for where the
    trip begins or ends. ``day`` is that of the first stop.
    """

    place_id: str
    name: str
    point: Point
    sort: str
    day: int
    number: int | None
    precision_m: int


@dataclass(frozen=True, slots=True)
class Atlas:
    """All that a map of a trip shows."""

    ways: tuple[Way, ...]
    marks: tuple[Mark, ...]
    roads: tuple[Road, ...] = ()
    labels: tuple[Label, ...] = ()

    def frame(self, day: int | None = None) -> tuple[Point, Point] | None:
        """Return the south-west and north-east corner of what a map is about.

        That is where one stops; a way from afar, as by train from another city, runs off
        the map. None where no position is known.

        Parameters
        ----------
        day
            From 0; by default the whole trip.
        """
        ways = [way for way in self.ways if day is None or way.day == day]
        on_ways = [point for way in ways for point in way.points]
        touched = set(on_ways)
        stops = [
            mark.point
            for mark in self.marks
            if mark.sort != "end" and (day is None or mark.day == day or mark.point in touched)
        ]
        if stops:
            box = box_around(stops, NEAR_KM)
            near = [point for point in on_ways if _inside(point, box)]
        else:
            near = on_ways
        if not stops and not near:
            return None
        south, west, north, east = box_around([*stops, *near], 0.0)
        return (south, west), (north, east)


def build_atlas(itinerary: Itinerary, region: Region | None = None) -> Atlas:
    """Return what a map of a trip shows.

    Parameters
    ----------
    itinerary
        The trip; places whose position it does not tell are left out.
    region
        Whose roads, railways and towns are drawn around it; without it the map has the
        trip alone.
    """
    ways = tuple(_ways(itinerary))
    marks = tuple(_marks(itinerary))
    trip = Atlas(ways, marks)
    if region is None:
        return trip
    seen = [point for way in ways for point in way.points] + [mark.point for mark in marks]
    box = box_around(seen, MARGIN_KM)
    shown = {mark.place_id for mark in marks}
    roads = tuple(roads_within(region, box))
    return Atlas(ways, marks, roads, tuple(_labels(region, itinerary.language, box, shown)))


def region_of(itinerary: Itinerary) -> Region | None:
    """Return the bundled region if the itinerary is of it, as far as its places tell.

    An itinerary holds the positions of the places that it touches, not the country around.
    """
    from xytour.catalogue import load_region

    region = load_region()
    if itinerary.region_id != region.id or not itinerary.places:
        return None
    for place_id, spot in itinerary.places.items():
        place = region.find_place(place_id)
        if place is None or place.location != spot.location:
            return None
    return region


def box_around(points: Iterable[Point], margin_km: float) -> tuple[float, float, float, float]:
    """Return south, west, north and east of points, with a margin; (0, 0, 0, 0) of none."""
    found = list(points)
    if not found:
        return 0.0, 0.0, 0.0, 0.0
    lats, lons = zip(*found, strict=True)
    up = margin_km / 111.2
    aside = up / max(0.05, cos(radians(sum(lats) / len(lats))))
    return min(lats) - up, min(lons) - aside, max(lats) + up, max(lons) + aside


def roads_within(region: Region, box: tuple[float, float, float, float]) -> Iterator[Road]:
    """Yield the links within a box, each pair of places once for each sort.

    A link that only sums up two others, as an expressway's run past a junction, is left
    out, and so is what leads far away: on a map both are lines through nowhere.
    """
    km: dict[tuple[str, str, str], float] = {}
    for link in region.links:
        sort = DRAWN.get(link.mode)
        if sort is not None and link.operating and link.distance_km <= FAR_KM:
            start, end = sorted((link.from_id, link.to_id))
            known = km.get((sort, start, end), FAR_KM)
            km[sort, start, end] = min(known, link.distance_km)
    for (sort, start, end), length in km.items():
        ends = _point(region.by_id[start]), _point(region.by_id[end])
        if any(_inside(point, box) for point in ends) and not _is_sum(km, sort, start, end, length):
            yield Road(sort, ends)


def _is_sum(
    km: dict[tuple[str, str, str], float], sort: str, start: str, end: str, length: float
) -> bool:
    def between(a: str, b: str) -> float:
        a, b = sorted((a, b))
        return km.get((sort, a, b), inf)

    middles = {place for key in km if key[0] == sort and start in key[1:] for place in key[1:]}
    return any(
        between(start, middle) + between(middle, end) <= SUM_SLACK * length
        for middle in middles - {start, end}
    )


def _inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    south, west, north, east = box
    return south <= point[0] <= north and west <= point[1] <= east


def _point(place: Place) -> Point:
    return place.location.lat, place.location.lon


def _labels(
    region: Region, language: str, box: tuple[float, float, float, float], shown: set[str]
) -> Iterator[Label]:
    for place in region.places:
        if place.id in shown or not _inside(_point(place), box) or isinstance(place, Gateway):
            continue
        name = place.name.zh if language == "zh" else place.name.en
        if isinstance(place, Town):
            yield Label(name, _point(place), 0 if place.town_type == "seat" else 1)
        elif isinstance(place, Visitable) and place.tier == "core" and place.kind != "stay":
            yield Label(name, _point(place), 2)


def _ways(itinerary: Itinerary) -> Iterator[Way]:
    spots = itinerary.places
    for d, day in enumerate(itinerary.days):
        for i, item in enumerate(day.items):
            if not isinstance(item, Leg):
                continue
            ids = [item.from_id, *(part.to_id for part in item.parts)]
            points = [(spots[k].location.lat, spots[k].location.lon) for k in ids if k in spots]
            if len(points) > 1:
                yield Way(d, i, tuple(points), any(part.estimated for part in item.parts))


def _marks(itinerary: Itinerary) -> Iterator[Mark]:
    visited = dict.fromkeys(visit.place_id for visit in itinerary.visits)
    numbers = {place_id: number for number, place_id in enumerate(visited, 1)}
    found: dict[str, tuple[str, int, str]] = {}
    for place_id, sort, day, name in _stops(itinerary):
        known = found.get(place_id)
        # A place slept at and visited is marked as a visit.
        if known is None or _ORDER.index(sort) < _ORDER.index(known[0]):
            found[place_id] = (sort, known[1] if known else day, name)
    for place_id, (sort, day, name) in found.items():
        if place_id in itinerary.places:
            at = itinerary.places[place_id].location
            point, number = (at.lat, at.lon), numbers.get(place_id)
            yield Mark(place_id, name, point, sort, day, number, at.precision_m)


_ORDER = ("visit", "appointment", "stay", "meal", "end")


def _stops(itinerary: Itinerary) -> Iterator[tuple[str, str, int, str]]:
    """Yield place, sort, day and name of every stop in time order."""
    for d, day in enumerate(itinerary.days):
        for item in day.items:
            yield from _stop(item, d)
    legs = [(d, item) for d, day in enumerate(itinerary.days) for item in day.items]
    legs = [(d, item) for d, item in legs if isinstance(item, Leg)]
    if legs:
        first, last = legs[0], legs[-1]
        assert isinstance(first[1], Leg)  # noqa: S101 (filtered above)
        assert isinstance(last[1], Leg)  # noqa: S101
        yield first[1].from_id, "end", first[0], first[1].from_name
        yield last[1].to_id, "end", last[0], last[1].to_name


def _stop(item: Item, day: int) -> Iterator[tuple[str, str, int, str]]:
    if isinstance(item, Visit | ActivityItem):
        yield item.place_id, "visit", day, item.name
    elif isinstance(item, AppointmentItem):
        yield item.place_id, "appointment", day, item.name
    elif isinstance(item, StayItem):
        yield item.place_id, "stay", day, item.name
    elif isinstance(item, Meal) and item.place_id is not None:
        yield item.place_id, "meal", day, item.name
