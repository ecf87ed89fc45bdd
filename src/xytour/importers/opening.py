"""Opening hours of tables to the OSM syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from xytour.catalogue.hours_syntax import hours_fault
from xytour.importers.cells import clock, text
from xytour.model.base import clock_of

_CLOSED = re.compile(r"不营业|停业|歇业|暂停|关闭|不开放|闭园|\bclosed\b|\boff\b", re.IGNORECASE)
_ALWAYS = re.compile(r"全天|24\s*小时|24\s*hours|24/7|always", re.IGNORECASE)
_SPAN = re.compile(
    r"(\d{1,2}[:点]\d{0,2})\s*(?:-|~|–|—|至|到|to)\s*(?:次日|翌日|next day)?\s*"
    r"(\d{1,2}[:点]\d{0,2})"
)
_DAYS = {
    **{
        f"周{zh}": day
        for zh, day in zip(
            "一二三四五六日", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], strict=True
        )
    },
    **{
        f"星期{zh}": day
        for zh, day in zip(
            "一二三四五六日", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], strict=True
        )
    },
    "周天": "Su",
    "星期天": "Su",
}
_CLOSING_DAY = re.compile(
    rf"(?:每)?({'|'.join(_DAYS)})\s*(?:\([^)]*\))?\s*(?:闭馆|休息|不开放|闭园|关闭)"
)
DAY_MIN = 1_440


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in the OSM syntax; a note where they are not quite as they stand."""

    syntax: str
    note: str | None = None


def hours_between(opens: Any, closes: Any) -> Hours | None:
    """Return the hours from one cell to another, None where they cannot be read.

    Examples
    --------
    >>> hours_between("06:00", "24:00"), hours_between("18:00", "02:00").syntax
    (Hours(syntax='06:00-24:00', note=None), '18:00-26:00')
    >>> hours_between("00:00", "24:00").syntax, hours_between("不营业", "不营业").syntax
    ('24/7', 'off')
    """
    if _CLOSED.search(text(opens)) or _CLOSED.search(text(closes)):
        return Hours("off")
    first, last = clock(opens), clock(closes)
    if first is None or last is None or first > DAY_MIN:
        return None
    first %= DAY_MIN
    if first == last or (first == 0 and last >= DAY_MIN - 1):
        note = None if last >= DAY_MIN - 1 else f"opens and closes at {clock_of(first)}: all day"
        return Hours("24/7", note)
    if last < first:
        last += DAY_MIN
    return Hours(f"{clock_of(first)}-{clock_of(min(last, first + DAY_MIN))}")


def hours_of(cell: Any) -> Hours | None:
    """Return the hours that a text tells, None where they cannot be read.

    Examples
    --------
    >>> hours_of("Tu-Su 09:00-17:00").syntax, hours_of("09:00~17:30(周一闭馆)").syntax
    ('Tu-Su 09:00-17:00', '09:00-17:30; Mo off')
    >>> hours_of("全天").syntax, hours_of("when the sun shines")
    ('24/7', None)
    """
    said = text(cell)
    if hours_fault(said) is None:
        return Hours(said)
    spans = [hours_between(opens, closes) for opens, closes in _SPAN.findall(said)]
    day = _CLOSING_DAY.search(said)
    found = [span.syntax for span in spans if span is not None]
    if not found:
        if _ALWAYS.search(said):
            return Hours("24/7")
        return Hours("off") if _CLOSED.search(said) else None
    shut = f"; {_DAYS[day[1]]} off" if day else ""
    rest = _CLOSING_DAY.sub("", _SPAN.sub("", said)).strip(" ,;()（）。")
    note = f"read as {','.join(found)}{shut}" if rest else None
    syntax = "24/7" if "24/7" in found else ",".join(found)
    hours = Hours(f"{syntax}{shut}", note)
    return hours if hours_fault(hours.syntax) is None else None
