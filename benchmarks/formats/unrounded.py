"""What the formats with unrounded distances and no windows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import double_distances, rounded_distances
from benchmarks.formats.instance import Exact, Instance, Tour
from benchmarks.formats.travel import FixedLength, FixedTravel
from benchmarks.formats.vertices import counted, scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.formats.rows import Row

# A distance grows by less than a millionth of the file's unit when it is rounded up, and all
# ticks of the known sets still fit 32 bits.
SCALE = 1_000_000


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
    longest = row.floor(at, "time budget Tmax", scale=SCALE)
    if longest < 0:
        row.fail("a time budget Tmax of at least 0")
    tour = Tour(0, longest, (ends[0],), (ends[1],))
    depots, vertices = scored(nodes, ends, (((0, longest),),) * count)
    places = counted(nodes)
    return Instance(
        name=name,
        format=fmt,
        scale=SCALE,
        depots=depots,
        vertices=vertices,
        tours=(tour,) * count,
        travel=FixedTravel(rounded_distances(places, scale=SCALE, up=True)),
        exact=Exact(
            FixedLength(double_distances(places)),
            (float(row.decimal(at, "time budget Tmax")),) * count,
        ),
    )
