"""A comparison as Markdown: means by engine and budget, over all cases and by family."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.cases import FAMILIES, family
from benchmarks.engines import ENGINES
from benchmarks.machine import machine
from benchmarks.report import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.row import Row

COLUMNS = (
    "engine",
    "budget s",
    "mean gap %",
    "worst gap %",
    "proven",
    "mean s",
    "max s",
    "late",
    "faults",
    "CPU / wall",
)
MOST_FAULTS = 30
"""Faults told one by one; the raw table has all."""


def summary(rows: Sequence[Row]) -> str:
    """Return the Markdown of a comparison.

    Parameters
    ----------
    rows
        All cases, at least one.

    Returns
    -------
    str
        Conditions, tables and faults.
    """
    parts = [_conditions(rows), _section("All cases", rows)]
    parts += [
        _section(name, [row for row in rows if family(row.instance) == name]) for name in FAMILIES
    ]
    parts += [_models(rows), _faults(rows), _surprises(rows)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _conditions(rows: Sequence[Row]) -> str:
    files = {row.instance for row in rows}
    tours = sorted({row.tours for row in rows})
    budgets = sorted({row.budget for row in rows})
    versions = dict.fromkeys(f"{row.engine} {row.version}" for row in rows)
    cases = {(row.instance, row.tours) for row in rows}
    return "\n".join(
        [
            "# TOPTW: engines side by side",
            "",
            f"* Cases: {len(cases)}, of {len(files)} files with "
            f"{_listed(tours)} tours; budgets {_listed(budgets)} s, seed {rows[0].seed}.",
            f"* Machine: {machine()}; {time.strftime('%Y-%m-%d', time.gmtime())}.",
            f"* Engines: {', '.join(versions)}.",
            "* One engine ran at a time, all in turn on each case, on one thread, in a process "
            "that had imported it; seconds include the building of its model. Routes are "
            "re-checked by the rules of the file; those not allowed count as 0 points.",
            "* Gap: below the best value known. Late: took more than a tenth longer than "
            "allowed. CPU / wall: much below 1 when other programs ran or an engine slept.",
        ]
    )


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}" for value in values)


def _section(title: str, rows: Sequence[Row]) -> str:
    """Return a table with a line for each budget and engine, nothing if there are no cases."""
    if not rows:
        return ""
    groups = dict.fromkeys((row.budget, row.engine) for row in rows)
    lines = []
    for budget, engine in groups:
        group = [row for row in rows if (row.budget, row.engine) == (budget, engine)]
        lines.append([engine, f"{budget:g}", *_figures(group)])
    count = len({(row.instance, row.tours) for row in rows})
    return f"## {title} ({count})\n\n{table(COLUMNS, lines)}"


def _figures(rows: Sequence[Row]) -> list[str]:
    gaps = [row.gap for row in rows if row.gap is not None]
    bounded = ENGINES[rows[0].engine].has_bound
    seconds = [row.seconds for row in rows]
    return [
        f"{_mean(gaps):.2f}" if gaps else "-",
        f"{max(gaps):.1f}" if gaps else "-",
        str(sum(row.is_proven for row in rows)) if bounded else "-",
        f"{_mean(seconds):.2f}",
        f"{max(seconds):.2f}",
        str(sum(row.is_late for row in rows)),
        str(sum(bool(row.fault) for row in rows)),
        f"{sum(row.cpu_seconds for row in rows) / max(sum(seconds), 1e-9):.2f}",
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _models(rows: Sequence[Row]) -> str:
    names = dict.fromkeys(row.engine for row in rows)
    lines = [f"* {name}: {ENGINES[name].model}." for name in names]
    return "## How the problem is put\n\n" + "\n".join(lines)


def _case(row: Row) -> str:
    return f"* {row.engine}, {row.instance}, {row.tours} tours, {row.budget:g} s:"


def _faults(rows: Sequence[Row]) -> str:
    lines = [f"{_case(row)} {row.fault}" for row in rows if row.fault]
    return _capped("Faults", lines)


def _surprises(rows: Sequence[Row]) -> str:
    """Tell answers that contradict the table of best values: one of the two is wrong or old."""
    lines = []
    for row in rows:
        if row.best_known is None or row.fault:
            continue
        if row.score > row.best_known:
            lines.append(f"{_case(row)} {row.score}, above the best known {row.best_known}")
        if row.upper_bound is not None and row.upper_bound < row.best_known:
            lines.append(f"{_case(row)} bound {row.upper_bound}, best known {row.best_known}")
    return _capped("Against the table of best values", lines)


def _capped(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = len(lines) - MOST_FAULTS
    told = [*lines[:MOST_FAULTS], *([f"* and {more} more, see the raw table"] if more > 0 else [])]
    return f"## {title}\n\n" + "\n".join(told)
