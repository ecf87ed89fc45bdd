"""What stands in a cell: numbers, prices, clock times, lengths of time, lists of words.

Each function returns None for what it cannot read; whoever asks tells the row and the column.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_FREE = re.compile(r"免费|免票|不收费|无需门票|\bfree\b|\bgratis\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<before>上午|早上|凌晨|下午|晚上|傍晚|中午)?\s*(?P<hour>\d{1,2})\s*[:点時时.h]\s*(?P<minute>\d{2})?"
    r"(?::\d{2})?\s*分?\s*(?P<half>[ap]\.?m\.?)?(?P<next>\s*\(?\+1\)?)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)\s*(?:[-~至到]\s*(?P<high>\d+(?:\.\d+)?))?\s*"
    r"(?P<unit>天|日|d(?:ays?)?\b|小时|个小时|h(?:ours?|rs?)?\b|分钟?|min(?:ute)?s?\b)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,，、;；|/\n]+")

NO_COLUMN = "\0no column"
"""Where a table lacks a column: an empty text will not do, which may head one of its own."""


def text(cell: Any) -> str:
    """Return a cell as text, with full-width letters and digits made narrow.

    Examples
    --------
    >>> text("０９：００"), text(12.0)
    ('09:00', '12')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).strip()


def number(cell: Any) -> float | None:
    """Return the number of a cell.

    Examples
    --------
    >>> number("1,280.5"), number("about"), number(7)
    (1280.5, None, 7.0)
    """
    if isinstance(cell, bool):
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        found = _NUMBER.fullmatch(text(cell))
        value = float(found[0].replace(",", "")) if found else math.nan
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def price(cell: Any) -> float | None:
    """Return the first amount of a cell, 0 for what is free, None for none or below 0.

    Examples
    --------
    >>> price("¥120"), price("免费"), price("120.0元/人起"), price("ask at the gate")
    (120.0, 0.0, 120.0, None)
    """
    value = number(cell)
    if value is None:
        said = text(cell)
        found = _NUMBER.search(said)
        if found:
            value = float(found[0].replace(",", ""))
        elif _FREE.search(said):
            value = 0.0
    return value if value is not None and 0 <= value <= 10_000_000 else None


def clock(cell: Any) -> int | None:
    """Return a time of day, minutes after midnight, up to 48:00.

    Examples
    --------
    >>> clock("06:00"), clock("24:00"), clock("下午5点30"), clock("9:15 pm"), clock("soon")
    (360, 1440, 1050, 1275, None)
    """
    if hasattr(cell, "hour") and hasattr(cell, "minute"):
        return int(cell.hour) * 60 + int(cell.minute)
    found = _CLOCK.search(text(cell))
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()[:1]
    if (half == "p" or found["before"] in {"下午", "晚上", "傍晚"}) and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    minutes = hour * 60 + minute + 1_440 * bool(found["next"])
    return minutes if minute < 60 and minutes <= 2_880 else None


def minutes(cell: Any, unit: str | None) -> tuple[float, float] | None:
    """Return the least and most minutes that a cell tells.

    Parameters
    ----------
    cell
        A number, or a text such as ``2-3小时``.
    unit
        Of a bare number, ``h`` or ``min``; None takes numbers up to 14 as hours.

    Examples
    --------
    >>> minutes("2-3小时", None), minutes(1.5, "h"), minutes("90 min", None), minutes("long", None)
    ((120.0, 180.0), (90.0, 90.0), (90.0, 90.0), None)
    """
    value = number(cell)
    if value is not None:
        in_hours = unit == "h" or (unit is None and value <= 14)
        value *= 60 if in_hours else 1
        return (value, value) if value > 0 else None
    found = _LENGTH.search(text(cell))
    if found is None:
        return None
    word = found["unit"].lower()
    # A day of sights is eight hours.
    factor = 480 if word[0] in "天日d" else 60 if word[0] in "小个h" else 1
    low = float(found["low"]) * factor
    high = float(found["high"] or found["low"]) * factor
    return (low, max(low, high)) if low > 0 else None


def words(cell: Any) -> list[str]:
    """Return the members of a list in a cell, in whatever way it is written.

    Examples
    --------
    >>> words("泳池、健身房, 泳池"), words(["a", "b"])
    (['泳池', '健身房'], ['a', 'b'])
    """
    parts = (
        cell if isinstance(cell, list | tuple | set | frozenset) else _SEPARATORS.split(text(cell))
    )
    found = (text(part).strip(" []'\"()（）") for part in parts)
    return list(dict.fromkeys(part[:80] for part in found if part))
