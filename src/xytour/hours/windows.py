"""Opening hours to start windows: answers when a visit may begin on a date.

Hours speak of admission and closing, the optimiser needs windows for the start of a
visit. Times are minutes of the service day: hours that run past midnight pass 1,440.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from xytour.catalogue.hours_syntax import expand_holidays
from xytour.hours.calendar import HolidayCalendar
from xytour.hours.daylight import FOREVER_MIN, daylight, is_scenery, sun_window
from xytour.hours.solar_terms import in_solar_season
from xytour.hours.sun_hours import with_clock_times
from xytour.model.base import minutes_of

if TYPE_CHECKING:
    from xytour.model.place import Activity, Location, VisitablePlace

DAY_MIN = 1_440


class Openings:
    """When the places of a region are open.

    Parameters
    ----------
    calendar
        The region's public holidays.
    timezone
        The region's time zone, for sunrise and sunset.

    Notes
    -----
    Thread-safe: answers are cached, never changed.
    """

    def __init__(self, calendar: HolidayCalendar, timezone: str) -> None:
        self.calendar = calendar
        self.timezone = timezone

    def intervals(
        self, hours: str, day: date, location: Location | None = None
    ) -> list[tuple[int, int]]:
        """Return when something is open on a date.

        Parameters
        ----------
        hours
            OSM opening_hours text; ``PH`` means the calendar's holidays.
        day
            The date.
        location
            Where, for hours that name the sun.

        Returns
        -------
        list of (int, int)
            Opening and closing, minutes of the service day, in order. Hours that began on
            the day before show as an interval that begins at 0.
        """
        if location is not None:
            hours = with_clock_times(hours, location, day, self.timezone)
        return list(_intervals(hours, day, self.calendar.country))

    def in_season(self, season: str | None, day: date) -> bool:
        """Whether a date lies in a season, an OSM date selector; None is all year."""
        return season is None or bool(self.intervals(season, day))

    def start_windows(
        self, place: VisitablePlace, day: date, duration_min: int, activity: Activity | None = None
    ) -> list[tuple[int, int]]:
        """Return when a visit of a given length may begin.

        Parameters
        ----------
        place
            What is visited.
        day
            The date.
        duration_min
            Length of the visit, minutes.
        activity
            What is done there; its seasons, sessions and hours by the sun then hold as well.

        Returns
        -------
        list of (int, int)
            Earliest and latest start, minutes of the service day, in order; empty when
            the place is closed, out of season, open (or in the light that it needs) for too
            short a time, or its hours are not known.
        """
        if place.opening_hours is None or not self.in_season(place.season, day):
            return []
        if activity is not None and not self.is_offered(activity, day):
            return []
        by_sun = self._by_sun(place, day, duration_min, activity)
        windows = []
        for opens, closes in self.intervals(place.opening_hours, day, place.location):
            latest = closes - duration_min
            if place.last_entry is not None:
                latest = min(latest, _last_entry(place.last_entry, opens, closes))
            earliest, latest = max(opens, by_sun[0]), min(latest, by_sun[1])
            if latest >= earliest:
                windows.append((earliest, latest))
        if activity is None or not activity.sessions:
            return windows
        sessions = sorted(minutes_of(session) for session in activity.sessions)
        return [(at, at) for at in sessions if any(low <= at <= high for low, high in windows)]

    def is_offered(self, activity: Activity, day: date) -> bool:
        """Whether an activity's seasons hold on a date."""
        in_season = self.in_season(activity.season, day)
        return in_season and in_solar_season(activity.solar_season, day)

    def _by_sun(
        self, place: VisitablePlace, day: date, minutes: int, activity: Activity | None
    ) -> tuple[int, int]:
        """Return when something may begin by the sun."""
        when = None if activity is None else activity.sun_time
        if when is None and not is_scenery(place):
            return 0, FOREVER_MIN
        return sun_window(when, daylight(place.location, day, self.timezone), minutes)

    def interval_at(self, place: VisitablePlace, day: date, minute: int) -> tuple[int, int] | None:
        """Return the opening interval that holds a minute of a date, or None."""
        for opens, closes in self.intervals(place.opening_hours or "off", day, place.location):
            if opens <= minute <= closes:
                return opens, closes
        return None


def _last_entry(clock: str, opens: int, closes: int) -> int:
    """Return a last entry in the minutes of an opening interval, which may pass midnight."""
    minute = minutes_of(clock)
    return minute + DAY_MIN if minute < opens and minute + DAY_MIN <= closes else minute


@lru_cache(maxsize=4_096)
def _evaluator(hours: str, country: str, year: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from opening_hours import OpeningHours

    if "PH" in hours:
        calendar = HolidayCalendar(country)
        # The day before New Year may run on into the year, hence both years.
        hours = expand_holidays(hours, calendar.days_off(year) | calendar.days_off(year - 1))
    return OpeningHours(hours)


@lru_cache(maxsize=65_536)
def _intervals(hours: str, day: date, country: str) -> tuple[tuple[int, int], ...]:
    midnight = datetime.combine(day, time())
    evaluator = _evaluator(hours, country, day.year)
    found: list[tuple[int, int]] = []
    # Two days ahead, so that an interval begun on this day shows its true end.
    for start, end, state, _comment in evaluator.intervals(midnight, midnight + timedelta(days=2)):
        opens, closes = _minute(start, midnight), _minute(end, midnight)
        if opens >= DAY_MIN:
            break
        if str(state) != "open":
            continue
        if found and found[-1][1] == opens:
            found[-1] = (found[-1][0], closes)
        else:
            found.append((opens, closes))
    return tuple(found)


def _minute(moment: datetime, midnight: datetime) -> int:
    return int((moment - midnight).total_seconds()) // 60
