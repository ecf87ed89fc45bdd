"""Team orienteering without windows (Chao); unrounded distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.rows import Rows
from benchmarks.formats.unrounded import build

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.formats.instance import Instance
    from benchmarks.formats.rows import Row


def read(path: Path, tours: int | None) -> Instance:
    """Read ``n N``, ``m P``, ``tmax T`` and N lines ``x y S``, the start first, the end last."""
    nodes, count, limit = read_chao(path)
    return build(
        path.stem,
        "top",
        nodes,
        ends=(0, len(nodes) - 1),
        limit=(limit, 1),
        count=tours or count,
    )


def read_chao(path: Path) -> tuple[list[Row], int, Row]:
    """Return the node lines, the number of tours and the line that holds Tmax."""
    rows = Rows(path)
    heads = []
    for keyword, what in (("n", "vertices"), ("m", "paths"), ("tmax", "time budget")):
        row = rows.take(f"the line {keyword} <{what}>")
        if len(row.fields) < 2 or row.fields[0].lower() != keyword:
            row.fail(f"the line {keyword} <{what}>")
        heads.append(row)
    n = heads[0].whole(1, "number of vertices", least=2)
    nodes = [rows.take(f"{n} lines x y S") for _ in range(n)]
    rows.end()
    return nodes, heads[1].whole(1, "number of paths", least=1), heads[2]
