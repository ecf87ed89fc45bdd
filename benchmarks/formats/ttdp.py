"""Tourist trip design: opening hours for each weekday, times in minutes of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import rounded_distances
from benchmarks.formats.instance import Instance, Tour, Vertex
from benchmarks.formats.rows import Rows
from benchmarks.formats.travel import FixedTravel
from benchmarks.formats.vertices import plain, unique

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.formats.instance import Window
    from benchmarks.formats.rows import Row

_HEAD = "k M SD N ..."
_DEPOT = "0 x y d S O C"
_NODE = "i x y d S t open0 close0 .. open6 close6 b"
_SCALE = 100  # distances are rounded down to two decimals


def read(path: Path, tours: int | None) -> Instance:
    """Read ``20 M SD N ...``, the depot and N vertices.

    Tour t is on weekday SD + t. A visit starts no later than the hour of closing, as in TOPTW.
    """
    rows = Rows(path)
    head = rows.take(f"the line {_HEAD}")
    head.need(4, _HEAD)
    count = tours or head.whole(1, "number of tours M", least=1)
    weekday = head.whole(2, "start day SD")
    if weekday > 6:
        head.fail("a start day SD from 0 to 6")
    n = head.whole(3, "number of vertices N")
    first = rows.take(f"the line {_DEPOT}")
    first.need(7, _DEPOT)
    nodes = [rows.take(f"{n} lines {_NODE}") for _ in range(n)]
    rows.end()
    for row in nodes:
        row.need(20, _NODE)
    places = unique([first, *nodes])
    depot = first.whole(0, "vertex number")
    departs, returns = first.window(5, 6, scale=_SCALE)
    return Instance(
        name=path.stem,
        format="ttdp",
        scale=_SCALE,
        depots=(Vertex(depot, plain(places[depot])),),
        vertices=tuple(
            Vertex(
                number=(number := row.whole(0, "vertex number")),
                place=plain(places[number]),
                duration=row.whole(3, "visiting duration", scale=_SCALE),
                score=row.whole(4, "score"),
                windows=tuple(_hours(row, (weekday + tour) % 7) for tour in range(count)),
            )
            for row in nodes
        ),
        tours=(Tour(departs, returns, (depot,), (depot,)),) * count,
        travel=FixedTravel(rounded_distances(places, scale=_SCALE)),
    )


def _hours(row: Row, weekday: int) -> tuple[Window, ...]:
    """Return the opening hours of a weekday; ``0 0`` means closed."""
    hours = row.window(6 + 2 * weekday, 7 + 2 * weekday, scale=_SCALE)
    return () if hours == (0, 0) else (hours,)
