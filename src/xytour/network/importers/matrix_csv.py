"""Travel matrices from CSV files, in one of two forms.

Long, one line a pair::

    from,to,minutes,distance_km,cost_cny
    inn,lake,25,14.2,8

``distance_km`` and ``cost_cny`` may be left out as columns. Square, minutes alone::

    from,inn,lake
    inn,0,25
    lake,30,0
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from xytour.errors import DataError, Fault
from xytour.network.matrix import TravelMatrix
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.region import Region
    from xytour.network.rides import Vehicle

LONG = ("from", "to", "minutes")
EXTRA = ("distance_km", "cost_cny")
MOST = {"minutes": 100_000.0, "distance_km": 100_000.0, "cost_cny": 1_000_000.0}
"""Numbers beyond these are slips, not travel."""

SHOWN = 50
Missing = Literal["refuse", "unreachable"]


def read_matrix_csv(
    path: str | Path,
    region: Region,
    *,
    missing: Missing = "refuse",
    vehicle: Vehicle = "car",
) -> TravelMatrix:
    """Read travel between all places of a region from a CSV file in UTF-8.

    Parameters
    ----------
    path
        The file, long or square: the header tells.
    region
        Whose places.
    missing
        What a pair without a line, or with empty minutes, means: ``"refuse"`` makes it a
        fault, ``"unreachable"`` no way at all. From a place to itself needs no line.
    vehicle
        What the times are for.

    Returns
    -------
    TravelMatrix
        Minutes are rounded up, lengths to the metre, money to the fen.

    Raises
    ------
    DataError
        With each fault and its line: unknown ids, pairs that come twice or not at all,
        numbers that are none, negative or beyond reason.
    """
    if missing not in {"refuse", "unreachable"}:
        msg = f"missing: expected 'refuse' or 'unreachable', got {missing!r}"
        raise DataError(msg)
    path = Path(path)
    table = _Table(tuple(place.id for place in region.places))
    lines = list(_lines(path))
    if not lines:
        msg = f"{path}: is empty"
        raise DataError(msg)
    header = [cell.strip() for cell in lines[0][1]]
    if header[:2] == ["from", "to"]:
        _read_long(header, lines, table)
    else:
        _read_square(header, lines, table)
    without = table.without()
    if missing == "refuse":
        table.faults += _missing_faults(table.ids, without)
    if table.faults:
        msg = f"{path}: {len(table.faults)} faults"
        more = len(table.faults) - SHOWN
        if more > 0:
            msg += f", the first {SHOWN} of them"
        raise DataError(msg, table.faults[:SHOWN])
    return table.matrix(vehicle, path.name, without)


@dataclass
class _Table:
    """What was read so far: numbers by pair, and what is wrong."""

    ids: tuple[str, ...]
    faults: list[Fault] = field(default_factory=list)
    line_of: dict[tuple[str, str], int] = field(default_factory=dict)
    empty: set[tuple[str, str]] = field(default_factory=set)
    values: dict[str, dict[tuple[str, str], float]] = field(
        default_factory=lambda: {name: {} for name in MOST}
    )
    has: set[str] = field(default_factory=lambda: {"minutes"})

    def __post_init__(self) -> None:
        self.known = frozenset(self.ids)

    def knows(self, place_id: str, line: int) -> bool:
        """Whether the region has a place; if not, that is a fault."""
        if place_id in self.known:
            return True
        why = "is no place of the region"
        self.faults.append(Fault(f"line {line}", repr(place_id), why, "correct or remove it"))
        return False

    def is_new(self, pair: tuple[str, str], line: int) -> bool:
        """Whether a pair has not come before; if it has, that is a fault."""
        before = self.line_of.setdefault(pair, line)
        if before == line:
            return True
        why = f"came in line {before} already"
        value = f"{pair[0]} to {pair[1]}"
        self.faults.append(Fault(f"line {line}", value, why, "keep one of them"))
        return False

    def put(self, name: str, pair: tuple[str, str], text: str, line: int) -> None:
        """Keep a number, or note what is wrong with it."""
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        where, value = f"line {line}, {name} {pair[0]} to {pair[1]}", repr(text)
        if math.isnan(number):
            self.faults.append(Fault(where, value, "is not a number", "write it like 12.5"))
        elif number < 0:
            self.faults.append(Fault(where, value, "is negative", "write 0 or more"))
        elif number > MOST[name]:
            why = f"is more than {MOST[name]:,.0f}"
            self.faults.append(Fault(where, value, why, "check its unit"))
        elif pair[0] == pair[1] and number:
            self.faults.append(Fault(where, value, "a place is 0 from itself", "write 0"))
        else:
            self.values[name][pair] = number

    def without(self) -> list[tuple[str, str]]:
        """Return the pairs of different places that never came, or came empty."""
        return [
            (a, b)
            for a in self.ids
            for b in self.ids
            if a != b and ((a, b) not in self.line_of or (a, b) in self.empty)
        ]

    def matrix(self, vehicle: Vehicle, source: str, without: list[tuple[str, str]]) -> TravelMatrix:
        """Return what was read."""
        index = {place_id: k for k, place_id in enumerate(self.ids)}
        units = {"minutes": 1, "distance_km": 1000, "cost_cny": 100}
        tables = {}
        for name in self.has:
            tables[name] = np.zeros((len(self.ids), len(self.ids)), dtype=np.int64)
            for (a, b), number in self.values[name].items():
                exact = round(number * units[name], 6)
                whole = math.ceil(exact) if name == "minutes" else round(exact)
                tables[name][index[a], index[b]] = whole
        for a, b in without:
            tables["minutes"][index[a], index[b]] = UNREACHABLE
        notes = [f"{len(without)} pairs are not in the file: unreachable"] if without else []
        return TravelMatrix(
            self.ids,
            tables["minutes"],
            distance_m=tables.get("distance_km"),
            cost_fen=tables.get("cost_cny"),
            vehicle=vehicle,
            source=source,
            notes=tuple(notes),
        )


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield lines that are not blank, with their numbers."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise DataError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8"
        raise DataError(msg) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        msg = f"{path}: line {reader.line_num} is not CSV ({error})"
        raise DataError(msg) from error


def _read_long(header: list[str], lines: list[tuple[int, list[str]]], table: _Table) -> None:
    extra = header[3:]
    if header[:3] != list(LONG) or len(set(extra)) < len(extra) or set(extra) - set(EXTRA):
        wanted = ",".join((*LONG, *(f"[{name}]" for name in EXTRA)))
        table.faults.append(
            Fault("line 1", ",".join(header), f"expected the columns {wanted}", "rename them")
        )
        return
    table.has |= set(extra)
    for line, cells in lines[1:]:
        if not _is_full(cells, header, line, table):
            continue
        pair = (cells[0], cells[1])
        known = [table.knows(place_id, line) for place_id in pair]
        if not all(known) or not table.is_new(pair, line):
            continue
        if not cells[2]:
            table.empty.add(pair)
            continue
        for name, text in zip(header[2:], cells[2:], strict=True):
            table.put(name, pair, text, line)


def _read_square(header: list[str], lines: list[tuple[int, list[str]]], table: _Table) -> None:
    columns = header[1:]
    for k, place_id in enumerate(columns):
        if table.knows(place_id, 1) and place_id in columns[:k]:
            table.faults.append(Fault("line 1", repr(place_id), "comes twice", "keep one column"))
    if not columns or table.faults:
        if not columns:
            why = "expected from,to,minutes or from and the ids of all places"
            table.faults.append(Fault("line 1", ",".join(header), why, "write a header"))
        return
    for line, cells in lines[1:]:
        if not _is_full(cells, header, line, table) or not table.knows(cells[0], line):
            continue
        for to_id, text in zip(columns, cells[1:], strict=True):
            pair = (cells[0], to_id)
            if not table.is_new(pair, line):
                break
            if text:
                table.put("minutes", pair, text, line)
            else:
                table.empty.add(pair)


def _is_full(cells: list[str], header: list[str], line: int, table: _Table) -> bool:
    if len(cells) == len(header):
        return True
    why = f"has {len(cells)} cells, the header has {len(header)}"
    table.faults.append(Fault(f"line {line}", ",".join(cells)[:60], why, "fill or cut it"))
    return False


def _missing_faults(ids: tuple[str, ...], without: list[tuple[str, str]]) -> list[Fault]:
    """Return one fault for each place that leads nowhere or is led to from nowhere."""
    by_row: dict[str, list[str]] = {}
    for a, b in without:
        by_row.setdefault(a, []).append(b)
    faults = []
    for a, ends in by_row.items():
        told = ", ".join(ends[:5]) + (f" and {len(ends) - 5} more" if len(ends) > 5 else "")
        if len(ends) == len(ids) - 1:
            told = "any place"
        mend = "add the lines, or say missing='unreachable'"
        faults.append(Fault("end of file", f"{a} to {told}", "is missing", mend))
    return faults
