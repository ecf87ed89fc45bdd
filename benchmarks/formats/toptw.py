"""Team orienteering with time windows: Solomon's and Cordeau's instances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import family_scale, rounded_distances
from benchmarks.formats.instance import Instance, Tour, Vertex
from benchmarks.formats.rows import Rows
from benchmarks.formats.travel import FixedTravel
from benchmarks.formats.vertices import plain, unique

if TYPE_CHECKING:
    from pathlib import Path

_NODE = "i x y d S f a list O C"


def read(path: Path, tours: int | None) -> Instance:
    """Read ``k v N t``, ``D Q`` and N + 1 lines, the depot first.

    ``list`` has any length and the depot lacks fields, so O and C count from the end. A visit
    starts within [O, C]; the depot's [O, C] bounds each tour.
    """
    count = tours or 1
    rows = Rows(path)
    head = rows.take("the line k v N t")
    head.need(3, "k v N t")
    n = head.whole(2, "number of vertices N")
    rows.take("the line D Q")
    nodes = [rows.take(f"{n + 1} lines {_NODE}") for _ in range(n + 1)]
    rows.end()
    for row in nodes:
        row.need(7, _NODE)
    places = unique(nodes)
    scale = family_scale(path.stem, [value for place in places.values() for value in place])
    departs, returns = nodes[0].window(-2, -1, scale=scale)
    depot = nodes[0].whole(0, "vertex number")
    return Instance(
        name=path.stem,
        format="toptw",
        scale=scale,
        depots=(Vertex(depot, plain(places[depot])),),
        vertices=tuple(
            Vertex(
                number=(number := row.whole(0, "vertex number")),
                place=plain(places[number]),
                duration=row.whole(3, "service duration", scale=scale),
                score=row.whole(4, "score"),
                windows=((row.window(-2, -1, scale=scale),),) * count,
            )
            for row in nodes[1:]
        ),
        tours=(Tour(departs, returns, (depot,), (depot,)),) * count,
        travel=FixedTravel(rounded_distances(places, scale=scale)),
    )
