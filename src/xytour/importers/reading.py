"""Rows out of whatever holds a table: a file, dicts, a data frame, GeoJSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from xytour.errors import DataError, Fault

TableLike: TypeAlias = Any
"""Path of a CSV, JSON, JSON Lines or GeoJSON file; a list of dicts; a data frame; GeoJSON."""

ENCODINGS = ("utf-8-sig", "gb18030")
"""Of text files, tried in this order; a byte order mark of UTF-16 tells that instead."""

_EMPTY = frozenset(
    {"", "nan", "none", "null", "n/a", "na", "-", "--", "/", "暂无", "无数据", "未知"}
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; cells that are empty in any of the usual ways are left out."""

    name: str
    rows: tuple[dict[str, Any], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All headings, in order."""
        return tuple(dict.fromkeys(key for row in self.rows for key in row))


def read_table(source: TableLike, name: str, towns: Iterable[str] = ()) -> Table:
    """Read a table.

    Parameters
    ----------
    source
        A path, dicts, a data frame or GeoJSON; a dict of lists of rows is one table of them all.
    name
        What to call it in messages.
    towns
        Names of a town: of a dict of tables by town, in memory or in JSON, its own counts.

    Raises
    ------
    DataError
        The file cannot be read, or the value is no table.
    """
    if isinstance(source, str | Path):
        source = _read_file(Path(source), name)
    if isinstance(source, Mapping):
        own = {str(key).casefold(): value for key, value in source.items()}
        source = next((own[t.casefold()] for t in towns if t.casefold() in own), source)
    rows = [_cleaned(row) for row in _rows_of(source, name)]
    return Table(name, tuple(rows))


def is_empty(cell: object) -> bool:
    """Whether a cell says nothing.

    Examples
    --------
    >>> is_empty(float("nan")), is_empty(" N/A "), is_empty(0)
    (True, True, False)
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return True
    if isinstance(cell, str):
        return cell.strip().lower() in _EMPTY
    if isinstance(cell, Mapping | list | tuple):
        return not cell
    return str(cell) in {"NaT", "<NA>", "nan"}


def _cleaned(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(key).strip(): cell.strip() if isinstance(cell, str) else cell
        for key, cell in row.items()
        if key is not None and not is_empty(cell)
    }


def _read_file(path: Path, name: str) -> Any:
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        msg = f"{name}: cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}"
        raise DataError(msg) from error
    text = _decoded(content, path)
    if path.suffix.lower() in {".json", ".geojson", ".jsonl", ".ndjson"}:
        return _parsed_json(text, path)
    return _parsed_csv(text, path)


def _decoded(content: bytes, path: Path) -> str:
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if wide else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    fault = Fault(str(path), "bytes", "is neither UTF-8 nor GB18030", "save the file in UTF-8")
    msg = "a table cannot be read as text:"
    raise DataError(msg, [fault])


def _parsed_json(text: str, path: Path) -> Any:
    try:
        if path.suffix.lower() in {".jsonl", ".ndjson"}:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{path} cannot be read as JSON: {error}"
        raise DataError(msg) from error


def _parsed_csv(text: str, path: Path) -> list[dict[str, Any]]:
    if not text.strip():
        return []
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        msg = f"{path} cannot be read as CSV: {error}"
        raise DataError(msg) from error


def _rows_of(source: Any, name: str) -> Iterable[Mapping[Any, Any]]:
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        return list(source.to_dict("records"))
    if isinstance(source, Mapping):
        if source.get("type") == "FeatureCollection":
            return [_of_feature(feature) for feature in _listed(source.get("features"), name)]
        groups = [group for group in source.values() if isinstance(group, list | tuple)]
        return [row for group in groups for row in _listed(group, name)]
    return _listed(source, name)


def _listed(source: Any, name: str) -> list[Mapping[Any, Any]]:
    if isinstance(source, str | bytes) or not isinstance(source, Iterable):
        fault = Fault(
            name,
            type(source).__name__,
            "is no table",
            "give a path, dicts, a data frame or GeoJSON",
        )
        msg = "a table cannot be read:"
        raise DataError(msg, [fault])
    return [row if isinstance(row, Mapping) else {} for row in source]


def _of_feature(feature: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a GeoJSON feature as a row; areas and lines stand at the middle of their box."""
    properties = feature.get("properties")
    row = dict(properties) if isinstance(properties, Mapping) else {}
    geometry = feature.get("geometry")
    points = list(_points(geometry.get("coordinates"))) if isinstance(geometry, Mapping) else []
    if points:
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        row["lon"], row["lat"] = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    if "id" in feature:
        row.setdefault("id", feature["id"])
    return row


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    waiting = [coordinates]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list | tuple):
            continue
        if len(part) >= 2 and all(isinstance(number, int | float) for number in part[:2]):
            yield float(part[0]), float(part[1])
        else:
            waiting.extend(part)
