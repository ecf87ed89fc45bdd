"""What an OpenStreetMap extract shows, with tags and positions: nodes, ways and multipolygons.

Reads by pyosmium; which features make places is asked in `xytour.importers.osm_tags`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from xytour.errors import DataError
from xytour.importers.osm_tags import KEYS
from xytour.network.importers.osm_file import osmium_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map.

    Parameters
    ----------
    table, id
        Its type and number, as OpenStreetMap has them.
    lat, lon
        Of a node itself, else of its middle; degrees, WGS-84.
    radius_m
        How far it reaches about, metres; 0 for a node.
    tags
        What is told of it.
    """

    table: Literal["nodes", "ways", "relations"]
    id: int
    lat: float
    lon: float
    radius_m: float
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extract:
    """The features of an extract.

    Parameters
    ----------
    features
        Those with one of the keys that matter.
    shapeless
        Type, number and tags of those that have no position: the extract holds only a part of
        them, or they have no outline.
    as_of
        Date of the newest of them or, if the extract tells it, of the extract; ``YYYY-MM-DD``,
        None if neither is told.
    """

    features: tuple[Feature, ...]
    shapeless: tuple[tuple[str, int, Mapping[str, str]], ...]
    as_of: str | None


def read_features(path: str | Path) -> Extract:
    """Read what may be a place from an extract.

    Parameters
    ----------
    path
        An extract (.osm.pbf, .osm, .osm.bz2).

    Raises
    ------
    DataError
        The file is missing or is no extract.
    ImportError
        pyosmium is not installed: ``pip install 'xytour[osm]'``.
    """
    osmium = osmium_for(path)
    try:
        return _gather(osmium, str(path))
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        msg = f"{path}: is not an OpenStreetMap extract ({error})"
        raise DataError(msg) from error


def _gather(osmium: Any, path: str) -> Extract:
    wanted = osmium.filter.KeyFilter(*KEYS)
    items = osmium.FileProcessor(path).with_locations().with_areas(wanted).with_filter(wanted)
    found: list[Feature] = []
    lost: dict[tuple[str, int], Mapping[str, str]] = {}
    newest = ""
    for item in items:
        tags = {tag.k: tag.v for tag in item.tags}
        if item.timestamp.timestamp() > 0:
            newest = max(newest, item.timestamp.strftime("%Y-%m-%d"))
        if isinstance(item, osmium.osm.Node):
            at = item.location
            found.append(Feature("nodes", item.id, at.lat, at.lon, 0.0, tags))
        elif isinstance(item, osmium.osm.Way):
            shape = _shape_of_line(_points(item.nodes))
            _keep("ways", item.id, shape, tags, found, lost)
        elif isinstance(item, osmium.osm.Relation):
            lost["relations", item.id] = tags  # until its area comes
        elif not item.from_way():
            lost.pop(("relations", item.orig_id()), None)
            rings = [_points(ring) for ring in item.outer_rings()]
            _keep("relations", item.orig_id(), _shape_of_rings(rings), tags, found, lost)
    as_of = osmium.io.Reader(path).header().get("osmosis_replication_timestamp", "")[:10] or newest
    shapeless = tuple((table, number, tags) for (table, number), tags in lost.items())
    return Extract(tuple(found), shapeless, as_of or None)


_Point = tuple[float, float]


def _points(nodes: Any) -> list[_Point]:
    return [(ref.location.lat, ref.location.lon) for ref in _located(nodes)]


def _located(nodes: Any) -> Iterator[Any]:
    return (ref for ref in nodes if ref.location.valid())


def _keep(
    table: Literal["ways", "relations"],
    number: int,
    shape: tuple[float, float, float] | None,
    tags: Mapping[str, str],
    found: list[Feature],
    lost: dict[tuple[str, int], Mapping[str, str]],
) -> None:
    if shape is None:
        lost[table, number] = tags
    else:
        found.append(Feature(table, number, *shape, tags))


def _shape_of_line(points: Sequence[_Point]) -> tuple[float, float, float] | None:
    """Return the middle and the radius of a way: of the area if it is closed, else of the line."""
    if not points:
        return None
    if len(points) > 3 and points[0] == points[-1]:
        return _shape_of_rings([points])
    lat, lon = points[len(points) // 2]
    return lat, lon, max(_metres((lat, lon), point) for point in points)


def _shape_of_rings(rings: Sequence[Sequence[_Point]]) -> tuple[float, float, float] | None:
    """Return the centroid of the largest ring, and how far the points of that ring are from it."""
    best = max(rings, key=lambda ring: abs(_area(ring)), default=())
    if not best:
        return None
    middle = _centroid(best)
    return *middle, max(_metres(middle, point) for point in best)


def _area(ring: Sequence[_Point]) -> float:
    """Return twice the signed area, square degrees, seen from the first point."""
    lat0, lon0 = ring[0]
    return sum(
        (b_lon - lon0) * (a_lat - lat0) - (a_lon - lon0) * (b_lat - lat0)
        for (a_lat, a_lon), (b_lat, b_lon) in pairwise(ring)
    )


def _centroid(ring: Sequence[_Point]) -> _Point:
    lat0, lon0 = ring[0]
    twice = lat = lon = 0.0
    for (a_lat, a_lon), (b_lat, b_lon) in pairwise(ring):
        part = (b_lon - lon0) * (a_lat - lat0) - (a_lon - lon0) * (b_lat - lat0)
        twice += part
        lat += part * (a_lat + b_lat - 2 * lat0)
        lon += part * (a_lon + b_lon - 2 * lon0)
    if abs(twice) < 1e-14:  # a line there and back
        return ring[len(ring) // 2]
    return lat0 + lat / (3 * twice), lon0 + lon / (3 * twice)


def _metres(a: _Point, b: _Point) -> float:
    """Return how far two near points are apart, metres."""
    east = (b[1] - a[1]) * math.cos(math.radians(a[0]))
    return METRES_PER_DEGREE * math.hypot(b[0] - a[0], east)


def metres_between(a: Feature, b: Feature) -> float:
    """Return how far the middles of two near features are apart, metres."""
    return _metres((a.lat, a.lon), (b.lat, b.lon))
