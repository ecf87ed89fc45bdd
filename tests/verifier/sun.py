"""When the sun rises and sets, by the almanac's formula, for places that need daylight.

NOAA's general solar position calculations, good to about a minute at these latitudes:
https://gml.noaa.gov/grad/solcalc/solareqns.PDF
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

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
    """Return sunrise and sunset, minutes after midnight on the zone's clock."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    offset = noon.utcoffset()
    assert offset is not None
    year_angle = 2 * math.pi / 365 * (day.timetuple().tm_yday - 1)
    equation_of_time = 229.18 * (
        0.000075
        + 0.001868 * math.cos(year_angle)
        - 0.032077 * math.sin(year_angle)
        - 0.014615 * math.cos(2 * year_angle)
        - 0.040849 * math.sin(2 * year_angle)
    )
    declination = (
        0.006918
        - 0.399912 * math.cos(year_angle)
        + 0.070257 * math.sin(year_angle)
        - 0.006758 * math.cos(2 * year_angle)
        + 0.000907 * math.sin(2 * year_angle)
        - 0.002697 * math.cos(3 * year_angle)
        + 0.00148 * math.sin(3 * year_angle)
    )
    latitude = math.radians(lat)
    cosine = math.cos(math.radians(HORIZON_DEG)) / (math.cos(latitude) * math.cos(declination))
    cosine -= math.tan(latitude) * math.tan(declination)
    half_day = 4 * math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    midday = 720 - 4 * lon - equation_of_time + offset.total_seconds() / 60
    return midday - half_day, midday + half_day
