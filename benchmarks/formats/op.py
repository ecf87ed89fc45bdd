"""Orienteering with one path and no windows (Tsiligirides); unrounded distances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.rows import Rows
from benchmarks.formats.unrounded import build

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.formats.instance import Instance


def read(path: Path, tours: int | None) -> Instance:
    """Read ``Tmax P`` and lines ``x y S``; the first two are start and end."""
    rows = Rows(path)
    head = rows.take("the line Tmax P")
    head.need(2, "Tmax P")
    nodes = [rows.take("the start x y S"), rows.take("the end x y S"), *rows.rest()]
    count = tours or head.whole(1, "number of paths P", least=1)
    return build(path.stem, "op", nodes, ends=(0, 1), limit=(head, 0), count=count)
