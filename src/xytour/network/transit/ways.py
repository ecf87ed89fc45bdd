"""How one gets about between points without a timetable: on foot, by taxi, as links tell.

Ways are not chained by the search: from one vehicle to the next there is a single way.
Give it those that may be taken; a limit on their length is kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from xytour.network.direct import Searched
    from xytour.network.transit.feed import Point

BLOCK = 512


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between points that can be set out on at any time.

    Parameters
    ----------
    ids
        Of the points.
    tails, heads
        (ways,) int32: numbers of the points where each way begins and ends.
    seconds
        (ways,) int32: how long it takes.
    """

    ids: tuple[str, ...]
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    seconds: NDArray[np.int32]

    @classmethod
    def of(cls, seconds: Mapping[tuple[str, str], int]) -> Ways:
        """Return the ways of a mapping from pairs of points to seconds.

        Examples
        --------
        >>> ways = Ways.of({("hall", "stop"): 240, ("stop", "hall"): 240})
        >>> ways.ids, ways.seconds.tolist()
        (('hall', 'stop'), [240, 240])
        """
        ids = tuple(sorted({end for pair in seconds for end in pair}))
        number = {name: i for i, name in enumerate(ids)}
        tails = np.array([number[a] for a, _ in seconds], dtype=np.int32)
        heads = np.array([number[b] for _, b in seconds], dtype=np.int32)
        return cls(ids, tails, heads, np.array(list(seconds.values()), dtype=np.int32))

    @classmethod
    def of_travel(cls, travel: Searched, *, longest_min: int | None = None) -> Ways:
        """Return the ways of a graph's all-pairs travel.

        Parameters
        ----------
        travel
            Must know no edge that the timetable runs along, else both would be used:
            see `xytour.network.transit.regional.without_served`.
        longest_min
            Ways that take longer are left out; None for no limit.
        """
        from xytour.network.travel import UNREACHABLE

        most = UNREACHABLE - 1 if longest_min is None else longest_min
        tails, heads = np.nonzero(travel.minutes <= most)
        apart = tails != heads
        tails, heads = tails[apart], heads[apart]
        seconds = 60 * travel.minutes[tails, heads]
        return cls(travel.ids, *(row.astype(np.int32) for row in (tails, heads, seconds)))


def join_ways(*several: Ways) -> Ways:
    """Return all ways of several sets; of two between the same points the search takes the best."""
    ids = tuple(dict.fromkeys(name for ways in several for name in ways.ids))
    number = {name: i for i, name in enumerate(ids)}
    parts: list[tuple[NDArray[np.int32], ...]] = []
    for ways in several:
        renamed = np.array([number[name] for name in ways.ids], dtype=np.int32)
        parts.append((renamed[ways.tails], renamed[ways.heads], ways.seconds))
    empty = (np.zeros(0, dtype=np.int32),) * 3
    tails, heads, seconds = (np.concatenate(row) for row in zip(empty, *parts, strict=True))
    return Ways(ids, tails, heads, seconds)


def walks_between(
    points: Mapping[str, Point],
    *,
    most_m: float = 1_000.0,
    speed_kmh: float = 4.5,
    detour: float = 1.3,
) -> Ways:
    """Return the ways on foot between points that are near each other.

    Parameters
    ----------
    points
        By id.
    most_m
        Longest walk, metres along the way.
    speed_kmh
        How fast one walks.
    detour
        Length of the way over the great circle.

    Notes
    -----
    Great circles with a detour factor are an estimate: for real footways pass those of a
    street graph through `Ways.of`. Time grows with the square of the number of points
    (0.1 s for 2,000), memory does not.
    """
    ids = tuple(points)
    lat = np.array([points[name].lat for name in ids])
    lon = np.array([points[name].lon for name in ids])
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
    for begin in range(0, len(ids), BLOCK):
        rows = slice(begin, begin + BLOCK)
        metres = detour * great_circle_m(lat[rows, None], lon[rows, None], lat, lon)
        tails, heads = np.nonzero(metres <= most_m)
        apart = tails + begin != heads
        tails, heads = tails[apart], heads[apart]
        found.append((tails + begin, heads, metres[tails, heads]))
    empty = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    tails, heads, metres = (np.concatenate(part) for part in zip(empty, *found, strict=True))
    seconds = np.ceil(np.round(metres / (speed_kmh / 3.6), 6))
    return Ways(ids, *(row.astype(np.int32) for row in (tails, heads, seconds)))


def walk_s(a: Point, b: Point, *, speed_kmh: float = 4.5, detour: float = 1.3) -> int:
    """Return how long one walks between two points, seconds, as `walks_between` counts."""
    return math.ceil(round(detour * great_circle_km(a, b) / speed_kmh * 3_600, 6))


def great_circle_km(a: Point, b: Point) -> float:
    """Return the great-circle distance between two points, kilometres."""
    return float(great_circle_m(a.lat, a.lon, b.lat, b.lon)) / 1_000
