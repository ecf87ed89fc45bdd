"""Opening hours that name the sun, with the clock times of a date and place in its stead.

Who reads them without a place takes the sun to rise at six or seven all year round.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xytour.hours.daylight import DAY_MIN, HORIZON, NO_LIGHT, TWILIGHT, daylight
from xytour.model.base import clock_of

if TYPE_CHECKING:
    from datetime import date

    from xytour.model.place import Location

_MOMENT = re.compile(
    r"\(\s*(sunrise|sunset|dawn|dusk)\s*([+-])\s*(\d\d?):(\d\d)\s*\)|\b(sunrise|sunset|dawn|dusk)\b",
    re.IGNORECASE,
)


def with_clock_times(hours: str, location: Location, day: date, timezone: str) -> str:
    """Return opening hours with times of the clock for those of the sun.

    Parameters
    ----------
    hours
        OSM opening_hours text.
    location
        Where.
    day
        The date.
    timezone
        Name of the zone.

    Returns
    -------
    str
        The same text where it does not name the sun; ``off`` where the sun is named and does
        not rise. Where it does not set, it rises at 00:00 and sets at 24:00.

    Examples
    --------
    >>> from datetime import date
    >>> from xytour.model.place import Location
    >>> london = Location(lat=51.5, lon=-0.12)
    >>> with_clock_times("sunrise-(sunset-00:30)", london, date(2026, 12, 21), "Europe/London")
    '08:04-15:23'
    """
    if not _name_the_sun(hours):
        return hours
    sun = daylight(location, day, timezone, horizon=HORIZON)
    twilight = daylight(location, day, timezone, horizon=TWILIGHT)
    if NO_LIGHT in {sun, twilight}:
        return "off"
    (sunrise, sunset), (dawn, dusk) = sun, twilight
    minutes = {"sunrise": sunrise, "sunset": sunset, "dawn": dawn, "dusk": dusk}

    def clock(found: re.Match[str]) -> str:
        event, sign, more_h, more_min, alone = found.groups()
        minute = minutes[(alone or event).lower()]
        if event:
            shift = 60 * int(more_h) + int(more_min)
            minute += shift if sign == "+" else -shift
        return clock_of(min(max(minute, 0), 2 * DAY_MIN))

    return _MOMENT.sub(clock, hours)


@lru_cache(maxsize=4_096)
def _name_the_sun(hours: str) -> bool:
    """Whether opening hours name the sun; few texts stand for thousands of places."""
    return _MOMENT.search(hours) is not None
