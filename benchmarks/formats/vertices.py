"""What several formats do with their node lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.instance import Vertex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from benchmarks.formats.instance import Window
    from benchmarks.formats.rows import Row

Place = tuple["Decimal", "Decimal"]


def unique(nodes: Sequence[Row]) -> dict[int, Place]:
    """Return the coordinates of lines ``i x y ...`` by vertex number, which must not repeat."""
    places: dict[int, Place] = {}
    for row in nodes:
        number = row.whole(0, "vertex number")
        if number in places:
            row.fail(f"a vertex number other than {number}, which stands above already")
        places[number] = row.place(1)
    return places


def plain(place: Place) -> tuple[float, float]:
    """Return coordinates as doubles."""
    return float(place[0]), float(place[1])


def counted(nodes: Sequence[Row]) -> dict[int, Place]:
    """Return the coordinates of lines ``x y S`` by position."""
    for row in nodes:
        row.need(3, "x y S")
    return {number: row.place(0) for number, row in enumerate(nodes)}


def scored(
    nodes: Sequence[Row], depots: Sequence[int], windows: tuple[tuple[Window, ...], ...]
) -> tuple[tuple[Vertex, ...], tuple[Vertex, ...]]:
    """Return depots and vertices of lines ``x y S``; each vertex is open all along."""
    places = counted(nodes)
    return (
        tuple(Vertex(number, plain(places[number])) for number in sorted(set(depots))),
        tuple(
            Vertex(number, plain(place), score=nodes[number].whole(2, "score"), windows=windows)
            for number, place in places.items()
            if number not in depots
        ),
    )
