"""From when to when a place is open on one date.

An own reading of the part of OSM's opening_hours that region files use. Rules are taken one
by one, because hours that run past midnight belong to the date on which they begin, which a
library that answers for moments cannot tell.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from verifier.calendar_days import selects
from verifier.sun import TOLERANCE_MIN, sunlight
from verifier.trip import Trip, clock, minutes_of

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

DAY = 1_440
_SPAN = r"\d\d?:\d\d\s*-\s*\d\d?:\d\d"
_RULE = re.compile(
    rf"^(?P<dates>.*?)(?:(?P<times>{_SPAN}(?:\s*,\s*{_SPAN})*)|(?P<word>24/7|off|closed|open|unknown))?$"
)
_SEPARATOR = re.compile(r"(;|\|\||(?<=\d\d:\d\d),(?=\s*[A-Z]))")


def windows_on(hours: str | None, day: date, country: str) -> list[tuple[int, int]]:
    """Return the intervals of a date, minutes after its midnight; they may pass 1,440.

    Raises
    ------
    ValueError
        The hours use syntax that this reading does not know.

    Examples
    --------
    >>> from datetime import date
    >>> windows_on("Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00", date(2026, 4, 6), "CN")
    [(540, 1020)]
    >>> windows_on("Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00", date(2026, 4, 13), "CN")
    []
    >>> windows_on("Fr 18:00-02:00", date(2026, 4, 17), "CN")
    [(1080, 1560)]
    """
    if hours is None:
        return []
    pieces = _SEPARATOR.split(re.sub(r'"[^"]*"', "", hours))
    windows: list[tuple[int, int]] = []
    matched = False
    for joint, rule in zip([";", *pieces[1::2]], pieces[::2], strict=True):
        if not rule.strip() or (joint == "||" and matched):
            continue
        found = _RULE.match(rule.strip())
        if not found or not selects(found["dates"], day, country):
            continue
        matched = True
        added = _times(found)
        # A rule after ";" replaces what earlier rules say of the date, one after "," adds.
        windows = windows + added if joint == "," else added
    return sorted(windows)


def _times(rule: re.Match[str]) -> list[tuple[int, int]]:
    if rule["times"] is None:
        return [] if rule["word"] in {"off", "closed", "unknown"} else [(0, DAY)]
    return [read_window(span) for span in rule["times"].split(",")]


def read_window(text: str) -> tuple[int, int]:
    """Read ``09:00-17:00``; an end that is not after the begin is on the next date."""
    opens, closes = (minutes_of(part.strip()) for part in text.split("-"))
    return opens, closes if closes > opens else closes + DAY


def _with_sun(place: dict[str, Any], on: date, zone: ZoneInfo) -> tuple[str | None, int]:
    """Return the hours with clock times for sunrise and sunset, and how exact these are."""
    hours = place.get("opening_hours")
    if hours is None or "sun" not in hours:
        return hours, 0
    rises, sets = sunlight(place["location"]["lat"], place["location"]["lon"], on, zone)
    if rises > sets:
        return "off", 0
    rises, sets = max(rises, 0), min(sets, 1_440) if math.isinf(sets) else sets
    return hours.replace("sunrise", clock(rises)).replace("sunset", clock(sets)), TOLERANCE_MIN


def window_faults(
    trip: Trip, place: dict[str, Any], day: int, begin: float, end: float, shown: str | None
) -> list[str]:
    """Return why a place does not admit the party from begin to end on a day.

    Parameters
    ----------
    trip
        The trip, for its dates and the region's holidays.
    place
        The place's record in the region file.
    day
        Number of the day.
    begin, end
        Minutes after the day's midnight.
    shown
        The interval that the item says it used, where it says one.
    """
    found: list[str] = []
    on, country = trip.dates[day], trip.info["holidays"]
    try:
        if place.get("season") and not selects(place["season"], on, country):
            found.append(f"out of season: {place['season']} does not hold on {on}")
        hours, slack = _with_sun(place, on, trip.zone)
        windows = windows_on(hours, on, country)
    except ValueError as error:
        return [*found, f"the hours cannot be read: {error}"]
    if not windows:
        return [*found, f"closed on {on:%a} {on}: the hours are {place.get('opening_hours')}"]
    windows = [(opens - slack, closes + slack) for opens, closes in windows]
    if not any(opens <= begin and end <= closes for opens, closes in windows):
        spans = ", ".join(f"{clock(opens)}-{clock(closes)}" for opens, closes in windows)
        span = f"{clock(begin)}-{clock(end)}"
        found.append(f"{span} is outside the opening hours of {on}, {spans}")
    if shown is None:
        return found
    opens, closes = read_window(shown)
    if not any(abs(opens - a - slack) <= slack >= abs(closes - b + slack) for a, b in windows):
        found.append(f"opening {shown} is none of the intervals of {on}")
    elif not (opens <= begin and end <= closes):
        found.append(f"opening {shown} does not contain {clock(begin)}-{clock(end)}")
    return found
