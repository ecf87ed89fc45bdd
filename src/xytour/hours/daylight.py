"""Answers between which minutes of a date there is daylight at a place, and who needs it.

Some things are done by the sun: birds are watched at dawn, one goes up for the sunrise.
When such a thing may begin follows from the sunrise and sunset of its date.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from xytour.model.place import Location, SunTime, VisitablePlace

DAYLIGHT_KINDS = frozenset({"attraction", "nature", "tea_area"})


DAWN_MIN = (-45, 60)
"""Birds are watched at dawn: begin from so many minutes after sunrise to so many."""

AROUND_SUN_MIN = 15
"""Who comes for the sunrise or the sunset is there so long before and after it."""

EVENING_MIN = 16 * 60
"""What is for the end of the day begins no earlier."""

FOREVER_MIN = 2 * 1_440


def is_scenery(place: VisitablePlace) -> bool:
    """Whether a place is scenery or a tea hill out of doors: nothing to see in the dark."""
    return place.kind in DAYLIGHT_KINDS and not place.indoor


def sun_window(when: SunTime | None, light: tuple[int, int], minutes: int) -> tuple[int, int]:
    """Return when something may begin by the sun.

    Parameters
    ----------
    when
        When it is done; None for something that needs daylight all along.
    light
        Sunrise and sunset, minutes of the date.
    minutes
        How long it takes.

    Returns
    -------
    (int, int)
        Earliest and latest start, minutes of the date; empty where the first is later.

    Examples
    --------
    >>> sun_window("sunset", (360, 1_080), 60)
    (1035, 1065)
    """
    sunrise, sunset = light
    if when == "dawn":
        return max(0, sunrise + DAWN_MIN[0]), sunrise + DAWN_MIN[1]
    if when == "evening":
        return EVENING_MIN, FOREVER_MIN
    if when == "night":
        return sunset, FOREVER_MIN
    if when is None:
        return sunrise, sunset - minutes
    at = sunrise if when == "sunrise" else sunset
    return max(0, at + AROUND_SUN_MIN - minutes), at - AROUND_SUN_MIN


def daylight(location: Location, day: date, timezone: str) -> tuple[int, int]:
    """Return sunrise and sunset, minutes of the date on the zone's clock.

    Parameters
    ----------
    location
        Where; rounded to a tenth of a degree, which is half a minute of sun.
    day
        The date.
    timezone
        Name of the zone, such as ``Asia/Shanghai``.

    Returns
    -------
    (int, int)
        The whole date where the sun does not set, an empty range where it does not rise.
    """
    return _daylight(round(location.lat, 1), round(location.lon, 1), day, timezone)


@lru_cache(maxsize=4_096)
def _daylight(lat: float, lon: float, day: date, timezone: str) -> tuple[int, int]:
    from opening_hours import OpeningHours

    zone = ZoneInfo(timezone)
    midnight = datetime.combine(day, time(), tzinfo=zone)
    sun = OpeningHours("sunrise-sunset", coords=(lat, lon), timezone=zone)
    for start, end, state, _comment in sun.intervals(midnight, midnight + timedelta(days=1)):
        if str(state) == "open":
            return _minute(start), _minute(end) if end.date() == day else 1_440
    return 0, 0


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
