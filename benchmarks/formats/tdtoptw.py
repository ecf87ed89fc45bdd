"""Time-dependent orienteering with windows (Verbeeck 2017); times in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.companions import find_companion
from benchmarks.formats.instance import Instance, Tour, Vertex
from benchmarks.formats.rows import Rows
from benchmarks.formats.travel import SLOTS, SlotTravel

if TYPE_CHECKING:
    from pathlib import Path

_NODE = "id;s;pen;p;o;c"


def read(path: Path, tours: int | None) -> Instance:
    """Read N, Tmax and N lines ``id;s;pen;p;o;c``, the start first, the end last.

    The format says to ignore the ids, so vertices are numbered by position. ``tt<N>.txt``
    beside the file holds the travel times.
    """
    count = tours or 1
    rows = Rows(path, ";")
    n = rows.take("the number of vertices").whole(0, "number of vertices", least=2)
    longest = rows.take("Tmax").whole(0, "Tmax")
    nodes = [rows.take(f"{n} lines {_NODE}") for _ in range(n)]
    rows.end()
    for row in nodes:
        row.need(6, _NODE)
    departs, _ = nodes[0].window(4, 5)
    _, closes = nodes[-1].window(4, 5)
    if closes < departs:
        nodes[-1].fail("an end that closes no earlier than the start opens")
    last = n - 1
    return Instance(
        name=path.stem,
        format="tdtoptw",
        scale=1,
        depots=(Vertex(0, None), Vertex(last, None)),
        vertices=tuple(
            Vertex(
                number=number,
                place=None,
                duration=row.whole(3, "service time p"),
                score=row.whole(1, "score s"),
                windows=((row.window(4, 5),),) * count,
            )
            for number, row in enumerate(nodes[1:-1], start=1)
        ),
        tours=(Tour(departs, min(departs + longest, closes), (0,), (last,)),) * count,
        travel=_travel(find_companion(path, f"tt{n}.txt"), n),
    )


def _travel(path: Path, n: int) -> SlotTravel:
    """Read n * n * 56 numbers, cut into lines anyhow."""
    known: list[int] = []
    for row in Rows(path, ";").rest():
        try:
            known += map(int, row.fields)
        except ValueError:
            row.fail("whole milliseconds separated by semicolons")
    if len(known) != n * n * SLOTS or min(known) < 0:
        msg = (
            f"{path}, last line: expected {n} * {n} * {SLOTS} = {n * n * SLOTS} "
            f"milliseconds of at least 0, got {len(known)} numbers"
        )
        raise ValueError(msg)
    arcs = [tuple(known[k : k + SLOTS]) for k in range(0, len(known), SLOTS)]
    return SlotTravel(tuple(tuple(arcs[i * n : i * n + n]) for i in range(n)))
