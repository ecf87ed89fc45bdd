"""When the sun rises and sets, by the almanac's formula, for places that need daylight.

The Astronomical Almanac's low-precision formulas for the sun (page C5), good to a hundredth of a
degree from 1950 to 2050 and little worse for fifty years on.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
TOLERANCE_MIN = 3
OUTDOOR_KINDS = {"attraction", "nature", "tea_area"}
HORIZON_DEG = 90.833  # refraction and half the sun's disc


AROUND_SUN_MIN = 15
EVENING = 960


def is_scenery(place: dict[str, Any]) -> bool:
    """Whether a place is scenery or a tea hill out of doors."""
    return place["kind"] in OUTDOOR_KINDS and not place.get("indoor")


def sun_time(activity: dict[str, Any] | None) -> str | None:
    """Return when an activity is done by the sun, None at any time."""
    if activity is None:
        return None
    return activity.get("when") or ("night" if activity["kind"] == "night" else None)


def light_fault(
    when: str | None, begin: float, end: float, light: tuple[float, float]
) -> str | None:
    """Return what is wrong with when something is done by the sun, None if nothing is.

    Parameters
    ----------
    when
        When it should be done; None for what needs daylight all along.
    begin, end
        When it is, minutes.
    light
        Sunrise and sunset, minutes.
    """
    rise, down = light
    slack = TOLERANCE_MIN
    if math.isinf(rise) and when not in {None, "evening"}:
        # A polar night is night all along; there is no other time by the sun.
        return None if when == "night" and rise > 0 else f"there is no {when} on that date"
    right = {
        None: rise - slack <= begin and end <= down + slack,
        "dawn": rise - 45 - slack <= begin <= rise + 60 + slack,
        "sunrise": begin <= rise - AROUND_SUN_MIN + slack and end >= rise + AROUND_SUN_MIN - slack,
        "sunset": begin <= down - AROUND_SUN_MIN + slack and end >= down + AROUND_SUN_MIN - slack,
        "evening": begin >= EVENING,
        "night": begin >= down - slack,
    }
    return None if right[when] else f"not at the time of {when or 'day'}"


def sunlight(lat: float, lon: float, day: date, zone: ZoneInfo) -> tuple[float, float]:
    """Return sunrise and sunset, minutes after midnight on the zone's clock.

    Where the sun does not set they lie endlessly far apart, where it does not rise the wrong way
    round.
    """
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    offset = noon.utcoffset()
    assert offset is not None
    n = (noon - J2000) / timedelta(days=1)
    mean, anomaly = 280.460 + 0.9856474 * n, math.radians(357.528 + 0.9856003 * n)
    ecliptic = math.radians(mean + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * n)
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    ascension = math.degrees(math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic)))
    equation_of_time = 4 * ((mean - ascension + 180) % 360 - 180)
    latitude = math.radians(lat)
    cosine = math.cos(math.radians(HORIZON_DEG)) / (math.cos(latitude) * math.cos(declination))
    cosine -= math.tan(latitude) * math.tan(declination)
    if abs(cosine) >= 1:
        return (math.inf, -math.inf) if cosine > 0 else (-math.inf, math.inf)
    half_day = 4 * math.degrees(math.acos(cosine))
    midday = (720 - 4 * lon - equation_of_time + offset.total_seconds() / 60) % 1440
    return midday - half_day, midday + half_day
