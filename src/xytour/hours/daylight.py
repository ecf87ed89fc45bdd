"""Answers between which minutes of a date there is daylight at a place, and who needs it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from xytour.model.place import Location, VisitablePlace

DAYLIGHT_KINDS = frozenset({"attraction", "nature", "tea_area"})


def needs_daylight(place: VisitablePlace) -> bool:
    """Whether a place is nothing to see in the dark.

    That is scenery and tea hills out of doors, unless something is offered there at night.
    """
    has_nights = any(activity.kind == "night" for activity in place.activities)
    return place.kind in DAYLIGHT_KINDS and not place.indoor and not has_nights


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
