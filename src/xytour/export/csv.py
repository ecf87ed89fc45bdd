"""The itinerary as a table: CSV for spreadsheets, a pandas DataFrame for analysis."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from xytour.errors import ExportError
from xytour.export.records import records

if TYPE_CHECKING:
    import pandas as pd

    from xytour.model.itinerary import Itinerary

# What spreadsheets take for a formula, in the full width forms of Chinese keyboards too; where
# they part cells at semicolons, behind one as well.
_FORMULA = re.compile(r"(^|;\s*)(?=[=+\-@＝＋－＠])")


def to_csv(itinerary: Itinerary) -> bytes:
    """Return an itinerary as CSV (RFC 4180), one line an item.

    Parameters
    ----------
    itinerary
        What is written, in its own language.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, without which Excel takes Chinese for Latin letters. All
        texts are quoted, and one that a spreadsheet would run as a formula has an apostrophe
        before it. The columns are the fields of :func:`~xytour.export.records.records`,
        times in ISO 8601 with offset.
    """
    lines = [record for _, record in records(itinerary)]
    if not lines:
        msg = "the itinerary has no items, so there is no table to write"
        raise ExportError(msg)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(lines[0])
    writer.writerows([_cell(value) for value in line.values()] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def to_dataframe(itinerary: Itinerary) -> pd.DataFrame:
    """Return an itinerary as a pandas DataFrame, one row an item.

    Parameters
    ----------
    itinerary
        What is told, in its own language.

    Returns
    -------
    pandas.DataFrame
        The columns are the fields of :func:`~xytour.export.records.records`; ``start`` and
        ``end`` are times in the region's zone.

    Raises
    ------
    ExportError
        pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        msg = "a DataFrame needs pandas: pip install 'xytour[pandas]'"
        raise ExportError(msg) from error
    return pd.DataFrame([record for _, record in records(itinerary)])


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return _FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
