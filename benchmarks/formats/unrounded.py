"""What the formats with unrounded distances and no windows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import double_distances, rounded_distances
from benchmarks.formats.instance import Exact, Instance, Tour
from benchmarks.formats.travel import FixedLength, FixedTravel
from benchmarks.formats.vertices import counted, scored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.formats.rows import Row
    from benchmarks.formats.vertices import Place

# A distance grows by less than a millionth of the file's unit when it is rounded up.
SCALE = 1_000_000
# What the solver's matrices hold.
LONGEST = 2**31 - 1


def scale_of(places: Mapping[int, Place]) -> int:
    """Return the ticks to a unit: a million, or fewer if distances would not fit 32 bits."""
    sides = zip(*places.values(), strict=True)
    # No distance is longer than both sides together.
    widest = sum(max(side) - min(side) for side in sides)
    scale = SCALE
    while scale > 1 and widest * scale > LONGEST:
        scale //= 10
    return scale


def build(
    name: str,
    fmt: str,
    nodes: Sequence[Row],
    *,
    ends: tuple[int, int],
    limit: tuple[Row, int],
    count: int,
) -> Instance:
    """Return an instance whose tours are alike.

    Parameters
    ----------
    name, fmt
        As in the instance.
    nodes
        Lines ``x y S``.
    ends
        Positions of start and end.
    limit
        Row and field of the longest length of a tour.
    count
        Number of tours.
    """
    row, at = limit
    places = counted(nodes)
    scale = scale_of(places)
    longest = row.floor(at, "time budget Tmax", scale=scale)
    if longest < 0:
        row.fail("a time budget Tmax of at least 0")
    tour = Tour(0, longest, (ends[0],), (ends[1],))
    depots, vertices = scored(nodes, ends, (((0, longest),),) * count)
    return Instance(
        name=name,
        format=fmt,
        scale=scale,
        depots=depots,
        vertices=vertices,
        tours=(tour,) * count,
        travel=FixedTravel(rounded_distances(places, scale=scale, up=True)),
        exact=Exact(
            FixedLength(double_distances(places)),
            (float(row.decimal(at, "time budget Tmax")),) * count,
        ),
    )
