"""Orienteering with several windows, fees under a budget and category limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import family_scale, rounded_distances
from benchmarks.formats.instance import Instance, Tour, Vertex
from benchmarks.formats.rows import Rows
from benchmarks.formats.travel import FixedTravel
from benchmarks.formats.vertices import plain, unique

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.formats.instance import Window
    from benchmarks.formats.rows import Row

_HEAD = "M N B E1 .. E10"
_DEPOT = "0 x y d S O C"
_NODE = "i x y d S O1 O2 O3 O4 C4 E b e1 .. e10"
_CATEGORIES = 10


def read(path: Path, tours: int | None) -> Instance:
    """Read ``M N B E1 .. E10``, the depot and N vertices; their numbers begin at 2."""
    rows = Rows(path)
    head = rows.take(f"the line {_HEAD}")
    head.need(3 + _CATEGORIES, _HEAD)
    count = tours or head.whole(0, "number of tours M", least=1)
    n = head.whole(1, "number of vertices N")
    first = rows.take(f"the line {_DEPOT}")
    first.need(7, _DEPOT)
    nodes = [rows.take(f"{n} lines {_NODE}") for _ in range(n)]
    rows.end()
    for row in nodes:
        row.need(12 + _CATEGORIES, _NODE)
    places = unique([first, *nodes])
    scale = family_scale(path.stem, [value for place in places.values() for value in place])
    depot = first.whole(0, "vertex number")
    departs, returns = first.window(5, 6, scale=scale)
    return Instance(
        name=path.stem,
        format="mctopmtw",
        scale=scale,
        depots=(Vertex(depot, plain(places[depot])),),
        vertices=tuple(
            Vertex(
                number=(number := row.whole(0, "vertex number")),
                place=plain(places[number]),
                duration=row.whole(3, "visiting duration", scale=scale),
                score=row.whole(4, "score"),
                windows=_windows(row, count, scale),
                fee=row.whole(11, "entrance fee b"),
                categories=tuple(z for z in range(_CATEGORIES) if _flag(row, 12 + z, "type e")),
            )
            for row in nodes
        ),
        tours=(Tour(departs, returns, (depot,), (depot,)),) * count,
        travel=FixedTravel(rounded_distances(places, scale=scale)),
        budget=head.whole(2, "budget B"),
        category_limits=tuple(head.whole(3 + z, "limit E") for z in range(_CATEGORIES)),
    )


def _windows(row: Row, count: int, scale: int) -> tuple[tuple[Window, ...], ...]:
    """Return windows 1 and 3 for every other tour, 2 and 4 for the others; E tells which."""
    one, two, three, four = (row.window(5 + w, 6 + w, scale=scale) for w in range(4))
    odd, even = ((one, three), (two, four))
    if not _flag(row, 10, "E"):
        odd, even = even, odd
    return tuple(even if tour % 2 else odd for tour in range(count))


def _flag(row: Row, at: int, what: str) -> bool:
    if row.fields[at] not in {"0", "1"}:
        row.fail(f"0 or 1 as {what} (field {at + 1})")
    return row.fields[at] == "1"
