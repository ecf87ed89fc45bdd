"""Looks up the best value known for an instance, in a table outside the repository."""

from __future__ import annotations

import csv
import os
from pathlib import Path

_SETS = {
    "mctopmtw": {"MCTOPMTW"},
    "top": {"TOP-Chao"},
    "toptw": {"TOPTW-cordeau", "TOPTW-solomon"},
}
_COLUMNS = ("set", "instance", "m", "bks")


def best_known(fmt: str, name: str, tours: int, table: str | Path | None = None) -> int | None:
    """Return the best value known for an instance, None if none is.

    Parameters
    ----------
    fmt
        Format of the instance; the table has values for ``mctopmtw``, ``top`` and ``toptw``.
    name
        Stem of the file's name.
    tours
        Number of tours.
    table
        A CSV file with the columns set, instance, m and bks. By default ``bks.csv`` in the
        folder that the environment variable ``XYTOUR_BENCH`` names; without it nothing is known.

    Returns
    -------
    int | None
        The value.

    Raises
    ------
    ValueError
        The table lacks a column or has a row that cannot be read.
    FileNotFoundError
        The table named is missing.
    """
    if table is None:
        folder = os.environ.get("XYTOUR_BENCH")
        if not folder:
            return None
        table = Path(folder) / "bks.csv"
    with Path(table).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(_COLUMNS) <= set(rows.fieldnames or ()):
            msg = f"{table}, line 1: expected the columns {', '.join(_COLUMNS)}"
            raise ValueError(msg)
        for row in rows:
            try:
                hit = int(row["m"]) == tours and row["instance"].lower() == name.lower()
                value = int(row["bks"]) if hit and row["set"] in _SETS.get(fmt, ()) else None
            except (TypeError, ValueError):
                msg = f"{table}, line {rows.line_num}: expected whole numbers as m and bks"
                raise ValueError(msg) from None
            if value is not None:
                return value
    return None
