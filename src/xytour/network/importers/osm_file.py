"""Roads straight from an OpenStreetMap extract (.osm.pbf, .osm, .osm.bz2), by pyosmium.

What a car may use, at the speeds of OSRM's car profile, or what one may walk on. Turn
restrictions, lights and traffic are not modelled: an engine knows those.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from xytour.errors import DataError
from xytour.network.geodesy import great_circle_m
from xytour.network.roads import RoadGraph

if TYPE_CHECKING:
    from collections.abc import Mapping

SPEED_KMH = {
    "motorway": 90,
    "motorway_link": 45,
    "trunk": 85,
    "trunk_link": 40,
    "primary": 65,
    "primary_link": 30,
    "secondary": 55,
    "secondary_link": 25,
    "tertiary": 40,
    "tertiary_link": 20,
    "unclassified": 25,
    "residential": 25,
    "living_street": 10,
    "service": 15,
}
"""Speed where no limit is posted, km/h: the table of OSRM's profiles/car.lua."""

LIMIT_SHARE = 0.8
"""Share of a posted limit that is driven on average (speed_reduction in the same file)."""

LIMIT_DIGITS = 3
MPH_KMH = 1.609344
_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "emergency", "psv"})
_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})


WALK_KMH = 4.5
"""On all but stairs."""

STEPS_KMH = 2.5
_WALKED = frozenset(
    {
        *("footway", "path", "pedestrian", "steps", "track", "cycleway", "bridleway", "corridor"),
        *(name for name in SPEED_KMH if not name.startswith(("motorway", "trunk"))),
    }
)
_OPEN_ON_FOOT = frozenset({"yes", "designated", "permissive"})


def osmium_for(path: str | Path) -> Any:
    """Return the package that reads an extract.

    Raises
    ------
    DataError
        The file is missing.
    ImportError
        pyosmium is not installed: ``pip install 'xytour[osm]'``.
    """
    try:
        import osmium
    except ImportError as error:
        msg = "reading OpenStreetMap files needs pyosmium: pip install 'xytour[osm]'"
        raise ImportError(msg) from error
    if not Path(path).is_file():
        msg = f"{path}: there is no such file"
        raise DataError(msg)
    return osmium


def read_osm(
    path: str | Path,
    source: str = "OpenStreetMap roads",
    *,
    vehicle: Literal["car", "walk"] = "car",
) -> RoadGraph:
    """Read the roads that a car may use, or one on foot, from an OpenStreetMap extract.

    Parameters
    ----------
    path
        An extract, such as those of whole provinces that Geofabrik offers.
    source
        Where the roads come from, as legs name it.
    vehicle
        Who goes there.

    Returns
    -------
    RoadGraph
        With all nodes of all ways. What ends at the extract's edge is cut there.

    Raises
    ------
    DataError
        The file cannot be read, or holds no roads.
    ImportError
        pyosmium is not installed: ``pip install 'xytour[osm]'``.
    """
    osmium = osmium_for(path)
    found = _Roads(vehicle)
    try:
        ways = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        for item in ways.with_locations().with_filter(osmium.filter.KeyFilter("highway")):
            if isinstance(item, osmium.osm.Way):
                found.add(item)
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        msg = f"{path}: is not an OpenStreetMap extract ({error})"
        raise DataError(msg) from error
    if not found.tail:
        msg = f"{path}: holds no road for: {vehicle}"
        raise DataError(msg)
    return found.graph(source)


class _Roads:
    """Gathers nodes and edges way by way."""

    def __init__(self, vehicle: Literal["car", "walk"]) -> None:
        self.vehicle = vehicle
        self.index: dict[int, int] = {}
        self.lat, self.lon = array("d"), array("d")
        self.tail, self.head, self.kmh = array("q"), array("q"), array("d")

    def add(self, way: Any) -> None:
        """Add a way's edges, if it may be used."""
        tags = {tag.k: tag.v for tag in way.tags}
        on_foot = self.vehicle == "walk"
        kmh = walk_kmh(tags) if on_foot else speed_kmh(tags)
        if kmh is None:
            return
        forward, backward = (True, True) if on_foot else directions(tags)
        before = -1
        for ref in way.nodes:
            node = self._node(ref) if ref.location.valid() else -1  # beyond the extract
            if min(before, node) >= 0:
                if forward:
                    self._edge(before, node, kmh)
                if backward:
                    self._edge(node, before, kmh)
            before = node

    def graph(self, source: str) -> RoadGraph:
        """Return what was gathered."""
        lat, lon = np.array(self.lat), np.array(self.lon)
        tail, head = np.array(self.tail, dtype=np.int64), np.array(self.head, dtype=np.int64)
        metres = great_circle_m(lat[tail], lon[tail], lat[head], lon[head])
        seconds = metres / np.array(self.kmh) * 3.6
        return RoadGraph(lat, lon, tail, head, seconds, metres, source, self.vehicle)

    def _node(self, ref: Any) -> int:
        node = self.index.setdefault(ref.ref, len(self.lat))
        if node == len(self.lat):
            self.lat.append(ref.location.lat)
            self.lon.append(ref.location.lon)
        return node

    def _edge(self, tail: int, head: int, kmh: float) -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.kmh.append(kmh)


def speed_kmh(tags: Mapping[str, str]) -> float | None:
    """Return how fast a car goes on a way, km/h, or None if it may not go there.

    Parameters
    ----------
    tags
        Of the way, as in https://wiki.openstreetmap.org/wiki/Key:highway.

    Examples
    --------
    >>> speed_kmh({"highway": "primary"}), speed_kmh({"highway": "primary", "maxspeed": "50"})
    (65, 40.0)
    >>> speed_kmh({"highway": "footway"}) is None
    True
    """
    base = SPEED_KMH.get(tags.get("highway", ""))
    if base is None or tags.get("area") == "yes":
        return None
    # The narrower key overrules the wider one.
    access = next(
        (tags[key] for key in ("motorcar", "motor_vehicle", "vehicle", "access") if key in tags), ""
    )
    if access in _CLOSED:
        return None
    number, _, unit = tags.get("maxspeed", "").partition(" ")
    if not number.isdecimal() or len(number) > LIMIT_DIGITS or int(number) == 0:
        return base
    return int(number) * LIMIT_SHARE * (MPH_KMH if unit == "mph" else 1)


def walk_kmh(tags: Mapping[str, str]) -> float | None:
    """Return how fast one walks on a way, km/h, or None if one may not.

    Parameters
    ----------
    tags
        Of the way. Squares that are mapped as areas are walked along their edge.

    Examples
    --------
    >>> walk_kmh({"highway": "steps"}), walk_kmh({"highway": "service", "access": "private"})
    (2.5, None)
    """
    if tags.get("highway") not in _WALKED:
        return None
    on_foot = tags.get("foot", "")
    if on_foot in _CLOSED or (tags.get("access") in _CLOSED and on_foot not in _OPEN_ON_FOOT):
        return None
    if tags["highway"] == "service" and "tunnel" in tags and on_foot not in _OPEN_ON_FOOT:
        return None  # a delivery tunnel: what stands above it is not on it
    return STEPS_KMH if tags["highway"] == "steps" else WALK_KMH


def directions(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Return whether a way may be driven along and against its direction.

    Parameters
    ----------
    tags
        Of the way, as in https://wiki.openstreetmap.org/wiki/Key:oneway.
    """
    is_circle = tags.get("junction") in {"roundabout", "circular"}
    implied = is_circle or tags.get("highway") == "motorway"
    one_way = tags.get("oneway", "yes" if implied else "no")
    if one_way in _BACKWARD:
        return False, True
    return True, one_way not in _FORWARD
