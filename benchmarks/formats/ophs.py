"""Orienteering with hotel selection: trips linked by the hotels between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.distances import double_distances, rounded_distances
from benchmarks.formats.instance import Exact, Instance, Tour
from benchmarks.formats.rows import Rows
from benchmarks.formats.travel import FixedLength, FixedTravel
from benchmarks.formats.unrounded import scale_of
from benchmarks.formats.vertices import counted, scored

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, tours: int | None) -> Instance:
    """Read ``N H D``, Tmax, D trip lengths, H + 2 hotels and N - 2 vertices ``x y S``.

    The first two hotels are start and end. Any hotel, these two included, may stand between
    two trips, and any number of times. The files close with a rule of dashes.
    """
    rows = Rows(path)
    head = rows.take("the line N H D")
    head.need(3, "N H D")
    n = head.whole(0, "number N of vertices plus 2", least=2)
    hotels = head.whole(1, "number H of extra hotels") + 2
    count = head.whole(2, "number D of trips", least=1)
    if tours not in {None, count}:
        head.fail(f"{tours} trips, as asked for")
    whole = rows.take("the line Tmax")
    trips = rows.take("the line of trip lengths")
    trips.need(count, "one length for each trip")
    nodes = [
        rows.take(f"{hotels} hotels and {n - 2} vertices x y S") for _ in range(n - 2 + hotels)
    ]
    for row in rows.rest():
        if set("".join(row.fields)) != {"-"}:
            row.fail("the end of the file")
    places = counted(nodes)
    scale = scale_of(places)
    limits = [trips.floor(d, "trip length", scale=scale) for d in range(count)]
    between = tuple(range(hotels))
    depots, vertices = scored(nodes, between, tuple(((0, limit),) for limit in limits))
    return Instance(
        name=path.stem,
        format="ophs",
        scale=scale,
        depots=depots,
        vertices=vertices,
        tours=tuple(
            Tour(0, limit, between if d else (0,), between if d < count - 1 else (1,))
            for d, limit in enumerate(limits)
        ),
        travel=FixedTravel(rounded_distances(places, scale=scale, up=True)),
        linked=True,
        total=whole.floor(0, "Tmax", scale=scale),
        exact=Exact(
            FixedLength(double_distances(places)),
            tuple(float(trips.decimal(d, "trip length")) for d in range(count)),
            float(whole.decimal(0, "Tmax")),
        ),
    )
