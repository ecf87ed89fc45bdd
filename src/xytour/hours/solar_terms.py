"""Where the sun stands, on which dates the solar terms fall, and seasons that move with them.

The 24 terms divide the sun's path into steps of 15 degrees; the dates move by a day or two
from year to year. Tea is picked by them: the first leaves before Qingming, the best until Guyu.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

from xytour.model.place import SolarTerm

if TYPE_CHECKING:
    from xytour.model.place import SolarDay, SolarSeason

TERMS: tuple[SolarTerm, ...] = get_args(SolarTerm)
FIRST_LONGITUDE = 315
"""Where the sun stands at lichun, degrees."""

STEP = 15
CHINA = ZoneInfo("Asia/Shanghai")
J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
DAYS_A_CENTURY = 36_525
YEAR_DAYS = 365.2422
MINUTES_A_DEGREE = 4


def sun_longitude(moment: datetime) -> float:
    """Return the sun's apparent longitude, degrees from the spring equinox.

    Good to about a hundredth of a degree, a quarter of an hour of the sun's way.

    References
    ----------
    Meeus 1998, Astronomical Algorithms, 2nd edition, chapter 25 (low accuracy).
    """
    t = _centuries(moment)
    mean = _mean_longitude(t)
    anomaly = math.radians(357.52911 + 35_999.05029 * t)
    centre = (
        (1.914602 - 0.004817 * t) * math.sin(anomaly)
        + 0.019993 * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1_934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def sun_position(moment: datetime) -> tuple[float, float]:
    """Return how high the sun stands over the equator, and how far it is ahead of the clock.

    Returns
    -------
    (float, float)
        Declination, radians; the equation of time, minutes (positive: a sundial is fast).

    References
    ----------
    Meeus 1998, Astronomical Algorithms, 2nd edition, chapters 25 and 28.
    """
    t = _centuries(moment)
    tilt = math.radians(23.43929 - 0.0130042 * t)
    longitude = math.radians(sun_longitude(moment))
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude), math.cos(longitude))
    ahead = (_mean_longitude(t) - 0.00572 - math.degrees(ascension) + 180) % 360 - 180
    return math.asin(math.sin(tilt) * math.sin(longitude)), MINUTES_A_DEGREE * ahead


def _centuries(moment: datetime) -> float:
    return (moment - J2000) / timedelta(days=DAYS_A_CENTURY)


def _mean_longitude(centuries: float) -> float:
    return 280.46646 + 36_000.76983 * centuries


@lru_cache(maxsize=1_024)
def term_date(term: SolarTerm, year: int) -> date:
    """Return the date in China on which a term falls in a calendar year.

    Examples
    --------
    >>> term_date("qingming", 2026).isoformat()
    '2026-04-05'
    """
    target = (FIRST_LONGITUDE + STEP * TERMS.index(term)) % 360
    # The sun stands at 280 degrees on New Year's Day, and walks a degree a day.
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(
        days=(target - 280) % 360 * YEAR_DAYS / 360
    )
    for _ in range(6):
        missing = (target - sun_longitude(moment) + 180) % 360 - 180
        moment += timedelta(days=missing * YEAR_DAYS / 360)
    return moment.astimezone(CHINA).date()


def in_solar_season(season: SolarSeason | None, day: date) -> bool:
    """Whether a date lies in a season of solar terms; None is all year."""
    if season is None:
        return True
    # With its days before or after a term a season may begin or end in another year.
    for year in (day.year - 1, day.year, day.year + 1):
        begins, ends = _date(season.begins, year), _date(season.ends, year)
        if ends < begins:
            ends = _date(season.ends, year + 1)
        if begins <= day <= ends:
            return True
    return False


def _date(solar_day: SolarDay, year: int) -> date:
    return term_date(solar_day.term, year) + timedelta(days=solar_day.days)
