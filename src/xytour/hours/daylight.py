"""Answers between which minutes of a date there is daylight at a place, and who needs it.

Some things are done by the sun: birds are watched at dawn, one goes up for the sunrise.
When such a thing may begin follows from the sunrise and sunset of its date.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xytour.hours.solar_terms import sun_position

if TYPE_CHECKING:
    from xytour.model.place import Location, SunTime, VisitablePlace

DAYLIGHT_KINDS = frozenset({"attraction", "nature", "tea_area"})


DAWN_MIN = (-45, 60)
"""Birds are watched at dawn: begin from so many minutes after sunrise to so many."""

AROUND_SUN_MIN = 15
"""Who comes for the sunrise or the sunset is there so long before and after it."""

EVENING_MIN = 16 * 60
"""What is for the end of the day begins no earlier."""

DAY_MIN = 1_440
FOREVER_MIN = 2 * DAY_MIN
ONE_MINUTE = timedelta(minutes=1)

ALL_LIGHT, NO_LIGHT, NEVER = (0, DAY_MIN), (0, 0), (0, -1)
"""Beyond the polar circles: days without a night, days without a sun; a window of no start."""

HORIZON = math.radians(-0.833)
"""Where the sun's centre stands when its upper edge rises, for the bending of light: radians."""

TWILIGHT = math.radians(-6)
"""Where it stands at dawn and dusk, when civil twilight begins and ends."""


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
    if when == "evening":
        return EVENING_MIN, FOREVER_MIN
    if when is not None and light in {ALL_LIGHT, NO_LIGHT}:
        return (0, FOREVER_MIN) if when == "night" and light == NO_LIGHT else NEVER
    if when == "dawn":
        return max(0, sunrise + DAWN_MIN[0]), sunrise + DAWN_MIN[1]
    if when == "night":
        return sunset, FOREVER_MIN
    if when is None:
        return sunrise, sunset - minutes
    at = sunrise if when == "sunrise" else sunset
    return max(0, at + AROUND_SUN_MIN - minutes), at - AROUND_SUN_MIN


def daylight(
    location: Location, day: date, timezone: str, *, horizon: float = HORIZON
) -> tuple[int, int]:
    """Return sunrise and sunset around the noon of a date, minutes on the zone's clock.

    Parameters
    ----------
    location
        Where; rounded to a hundredth of a degree, a few seconds of sun.
    day
        The date.
    timezone
        Name of the zone, such as ``Asia/Shanghai``.
    horizon
        How high the sun's centre is when it rises or sets, radians.

    Returns
    -------
    (int, int)
        In the far north and south either may lie on the date before or after. `ALL_LIGHT` where
        the sun does not set, `NO_LIGHT` where it does not rise.
    """
    return _daylight(round(location.lat, 2), round(location.lon, 2), day, timezone, horizon)


@lru_cache(maxsize=4_096)
def _daylight(lat: float, lon: float, day: date, timezone: str, horizon: float) -> tuple[int, int]:
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(timezone))
    declination, ahead_min = sun_position(noon)
    offset = noon.utcoffset() or timedelta()
    midday = (12 * 60 - 4 * lon - ahead_min + offset / ONE_MINUTE) % DAY_MIN
    # How far the sun must turn from due south to the horizon: no angle has a cosine beyond 1.
    latitude = math.radians(lat)
    cosine = (math.sin(horizon) - math.sin(latitude) * math.sin(declination)) / (
        math.cos(latitude) * math.cos(declination)
    )
    if cosine >= 1:
        return NO_LIGHT
    if cosine <= -1:
        return ALL_LIGHT
    half_day = 4 * math.degrees(math.acos(cosine))
    return round(midday - half_day), round(midday + half_day)
