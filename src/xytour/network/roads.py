"""A road graph as arrays, and travel between places over it.

Places are joined to their nearest node of the graph's main part: what lies in a car park
that no road leads to would otherwise be cut off from all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import rustworkx as rx

from xytour.errors import DataError, Fault
from xytour.network.cache import Cache, key_of
from xytour.network.dijkstra import many_to_many
from xytour.network.geodesy import great_circle_m
from xytour.network.matrix import TravelMatrix, whole_metres, whole_minutes
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from xytour.model.region import Region

TooFar = Literal["refuse", "unreachable"]

# One integer holds the time of a way and, below it, its length: so one search finds the
# fastest ways, the shortest of those that take equally long, and their lengths.
_LENGTH_BITS = 30  # decimetres: 107,000 km
_FAR = 1 << 62  # milliseconds above those bits: 49 days
_MOST_SECONDS = 1e6
_MOST_METRES = 1e7


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Nodes and directed edges of a road network.

    Parameters
    ----------
    lat, lon : (n,) float64
        Of the nodes, degrees, WGS-84.
    tail, head : (m,) int64
        Where each edge begins and ends.
    seconds, metres : (m,) float64
        How long an edge takes, how long it is.
    source
        Where the roads come from, as legs name it.
    vehicle
        What the times are for: a car, or a walk.

    Raises
    ------
    DataError
        Sizes differ, an edge leads nowhere, a number is negative or not finite.
    """

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    source: str = "road graph"
    vehicle: Literal["car", "walk"] = "car"

    def __post_init__(self) -> None:
        faults = []
        n, m = len(self.lat), len(self.tail)
        for name, size in (("lon", n), ("head", m), ("seconds", m), ("metres", m)):
            got = len(getattr(self, name))
            if got != size:
                faults.append(Fault(name, f"{got} long", f"expected {size}", "give all"))
        if not n:
            faults.append(Fault("lat", "empty", "a road graph has nodes", "give some"))
        if not faults:
            checks = {
                "lat": np.abs(self.lat) <= 90,
                "lon": np.abs(self.lon) <= 180,
                "tail": (self.tail >= 0) & (self.tail < n),
                "head": (self.head >= 0) & (self.head < n),
                "seconds": (self.seconds >= 0) & (self.seconds <= _MOST_SECONDS),
                "metres": (self.metres >= 0) & (self.metres <= _MOST_METRES),
            }
            for name, right in checks.items():
                wrong = np.flatnonzero(~right)  # not a number is never right
                if len(wrong):
                    value = str(getattr(self, name)[wrong[0]])
                    why = f"is out of range, as are {len(wrong) - 1} more"
                    faults.append(Fault(f"{name}[{wrong[0]}]", value, why, "correct them"))
        if faults:
            msg = "the road graph has faults"
            raise DataError(msg, faults)

    @cached_property
    def in_main_part(self) -> NDArray[np.bool_]:
        """Whether each node belongs to the largest part that hangs together both ways."""
        graph = rx.PyDiGraph(multigraph=True)
        graph.add_nodes_from(range(len(self.lat)))
        graph.add_edges_from_no_data(list(zip(self.tail.tolist(), self.head.tolist(), strict=True)))
        largest = max(rx.strongly_connected_components(graph), key=len)
        inside = np.zeros(len(self.lat), dtype=bool)
        inside[largest] = True
        return inside

    def nearest(
        self, lat: NDArray[np.float64], lon: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the nearest node of the main part to each point, and how far it is, metres.

        Parameters
        ----------
        lat, lon : (k,) float64
            Degrees, WGS-84.
        """
        candidates = np.flatnonzero(self.in_main_part)
        node = np.empty(len(lat), dtype=np.int64)
        metres = np.empty(len(lat))
        for k in range(len(lat)):  # one row at a time: all at once would not fit in memory
            row = great_circle_m(lat[k], lon[k], self.lat[candidates], self.lon[candidates])
            best = int(np.argmin(row))
            node[k], metres[k] = candidates[best], row[best]
        return node, metres

    def between(self, nodes: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return times, seconds, and lengths, metres, of the fastest ways between nodes.

        Parameters
        ----------
        nodes : (k,) int64
            Nodes, which may come twice.

        Returns
        -------
        tuple of (k, k) float64
            Infinite where there is no way. Times are exact to a millisecond an edge,
            lengths to a decimetre an edge.
        """
        order = np.argsort(self.tail, kind="stable")
        first = np.searchsorted(self.tail[order], np.arange(len(self.lat) + 1))
        ticks = np.rint(self.seconds * 1000).astype(np.int64) << _LENGTH_BITS
        weight = (ticks + np.rint(self.metres * 10).astype(np.int64))[order]
        nodes = np.ascontiguousarray(nodes, dtype=np.int64)
        found = np.empty((len(nodes), len(nodes)), dtype=np.int64)
        head = np.ascontiguousarray(self.head[order], dtype=np.int64)
        many_to_many(first.astype(np.int64), head, weight, nodes, nodes, found)
        seconds = np.where(found < _FAR, (found >> _LENGTH_BITS) / 1000, np.inf)
        metres = np.where(found < _FAR, (found & ((1 << _LENGTH_BITS) - 1)) / 10, np.inf)
        return seconds, metres

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that travel depends on."""
        parts = (self.lat, self.lon, self.tail, self.head, self.seconds, self.metres)
        return key_of({"what": "road graph"}, *parts)


def road_matrix(
    region: Region,
    roads: RoadGraph,
    *,
    limit_m: float = 1000.0,
    too_far: TooFar = "refuse",
    access_kmh: float = 4.0,
    cache_dir: str | Path | None = None,
) -> TravelMatrix:
    """Return travel between all places of a region over a road graph, by the graph's vehicle.

    Parameters
    ----------
    region
        Whose places.
    roads
        Over which.
    limit_m
        How far a place may be from the nearest node, metres as the crow flies.
    too_far
        What becomes of a place beyond that: ``"refuse"`` raises, ``"unreachable"`` leaves
        it without any way, and a note says so.
    access_kmh
        Speed between a place and its node, km/h (walking, unless told otherwise).
    cache_dir
        Folder for what was found, by a hash of graph and nodes; None keeps nothing.

    Returns
    -------
    TravelMatrix
        Its notes tell the largest distance from a road, and what was left out.

    Raises
    ------
    DataError
        Places are too far from any road, or the folder cannot be written to.
    """
    cache = Cache(cache_dir)
    lat, lon = positions(region)
    ids = tuple(place.id for place in region.places)
    nodes, off_m = roads.nearest(lat, lon)
    near, notes = within_limit(ids, off_m, limit_m, too_far)
    if not roads.in_main_part.all():
        apart = int((~roads.in_main_part).sum())
        notes.append(f"{apart} of {len(roads.lat)} nodes are cut off from the rest: not used")
    key = key_of({"what": "ways over roads", "roads": roads.fingerprint}, nodes[near])
    found = cache.get(key)
    if found is None:
        ridden_s, ridden_m = roads.between(nodes[near])
        cache.put(key, {"seconds": ridden_s, "metres": ridden_m})
    else:
        ridden_s, ridden_m = found["seconds"], found["metres"]
    seconds, metres = (np.full((len(ids), len(ids)), np.inf) for _ in range(2))
    seconds[np.ix_(near, near)], metres[np.ix_(near, near)] = ridden_s, ridden_m
    at_ends_m = off_m[:, None] + off_m
    minutes = whole_minutes(seconds + at_ends_m / (access_kmh / 3.6))
    return TravelMatrix(
        ids,
        minutes,
        distance_m=whole_metres(metres + at_ends_m, minutes < UNREACHABLE),
        vehicle=roads.vehicle,
        source=roads.source,
        door_to_door=roads.vehicle == "walk",
        notes=(*notes, *cache.notes),
    )


def positions(region: Region) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitudes and longitudes of a region's places, degrees, in their order."""
    places = [place.location for place in region.places]
    return np.array([place.lat for place in places]), np.array([place.lon for place in places])


def within_limit(
    ids: tuple[str, ...], off_m: NDArray[np.float64], limit_m: float, too_far: TooFar
) -> tuple[NDArray[np.int64], list[str]]:
    """Return which places are near enough to a road, and notes on the others.

    Parameters
    ----------
    ids
        Of the places.
    off_m : (n,) float64
        How far each is from a road, metres; not a number where nobody knows.
    limit_m, too_far
        As in :func:`road_matrix`.

    Raises
    ------
    DataError
        Some are too far, and ``too_far`` is ``"refuse"``.
    """
    if too_far not in {"refuse", "unreachable"}:
        msg = f"too_far: expected 'refuse' or 'unreachable', got {too_far!r}"
        raise DataError(msg)
    beyond = off_m > limit_m
    notes = []
    if not beyond.all() and np.isfinite(off_m).any():
        farthest = int(np.argmax(np.where(beyond | ~np.isfinite(off_m), -1.0, off_m)))
        notes.append(f"farthest from a road is {ids[farthest]}, {off_m[farthest]:,.0f} m")
    told = [f"{ids[k]} ({off_m[k]:,.0f} m)" for k in np.flatnonzero(beyond)]
    if told and too_far == "refuse":
        faults = [
            Fault(
                ids[k],
                f"{off_m[k]:,.0f} m",
                f"is farther than {limit_m:,.0f} m from the nearest road",
                "correct its position, use a larger map, raise limit_m, or say "
                "too_far='unreachable'",
            )
            for k in np.flatnonzero(beyond)
        ]
        msg = f"{len(faults)} of {len(ids)} places are too far from any road"
        raise DataError(msg, faults)
    if told:
        notes.append(f"over {limit_m:,.0f} m from any road, so unreachable: {', '.join(told)}")
    return np.flatnonzero(~beyond), notes
