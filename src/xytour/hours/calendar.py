"""Which dates are public holidays and working days.

China announces each year which days are off and which weekend days are worked instead.
Before the notice for a year is out only the statutory days are known: the calendar then
holds those alone and says so.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xytour.model.region import DayKind

ONE_DAY = timedelta(days=1)
GOLDEN_DAYS = 5
"""From so many days on a holiday is a golden week: Spring Festival, Labour Day, October."""

_ONE_BY_ONE = Lock()
"""Who listens to warnings changes a state of the whole process."""


class HolidayCalendar:
    """The public holidays of one country.

    Parameters
    ----------
    country
        ISO 3166-1 code, such as ``CN``.

    Notes
    -----
    Days come from the package `holidays`. Where weekend days are worked in exchange for
    holidays, as in China, a holiday is the whole block of days off: weekend days that touch it
    belong to it, unless they are worked. Elsewhere the named days alone are holidays.
    """

    def __init__(self, country: str) -> None:
        self.country = country

    def days_off(self, year: int) -> frozenset[date]:
        """Return the public holidays of a year, as opening hours mean them by ``PH``."""
        return _days_off(self.country, year)

    def is_holiday(self, day: date) -> bool:
        """Whether a date is a public holiday."""
        return day in self.days_off(day.year)

    def is_weekend(self, day: date) -> bool:
        """Whether a date is of the country's weekend, worked or not."""
        return bool(_country(self.country, day.year).is_weekend(day))

    def is_working_day(self, day: date) -> bool:
        """Whether a date is worked: no holiday, and no weekend day that is free."""
        return bool(_country(self.country, day.year).is_working_day(day))

    def day_kind(self, day: date) -> DayKind:
        """Return what a date is to travellers: ordinary, or of which kind of days off."""
        if self.is_holiday(day):
            return "golden_week" if self._block(day) >= GOLDEN_DAYS else "holiday"
        return "ordinary" if self.is_working_day(day) else "weekend"

    def _block(self, day: date) -> int:
        """Return how many days off there are in a row around a holiday."""
        length = 1
        for step in (ONE_DAY, -ONE_DAY):
            near = day + step
            while not self.is_working_day(near):
                length += 1
                near += step
        return length

    def is_official(self, year: int) -> bool:
        """Whether the year's holidays are final, or only the statutory days are known."""
        return _year(self.country, year)[1]


def _country(country: str, year: int) -> Any:
    return _year(country, year)[0]


@lru_cache(maxsize=64)
def _year(country: str, year: int) -> tuple[Any, bool]:
    """Return a year's holidays, and whether they are all of them."""
    import holidays

    # The package warns where it lacks the moon's holidays of a year; we tell it in our own way.
    with _ONE_BY_ONE, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        days = holidays.country_holidays(country, years=year)
        if _is_announced(days, year):
            return days, not told
        # Computed "(observed)" days are not how the make-up scheme works: leave them out.
        return holidays.country_holidays(country, years=year, observed=False), False


def _is_announced(days: Any, year: int) -> bool:
    # Every Chinese notice so far names weekend days that are worked; without one, none is out.
    if not days.has_substituted_holidays:
        return True
    return any(day.year == year for day in days.weekend_workdays)


@lru_cache(maxsize=64)
def _days_off(country: str, year: int) -> frozenset[date]:
    calendar = _country(country, year)
    named = {day for day in calendar if day.year == year}
    if not calendar.has_substituted_holidays:
        return frozenset(named)
    block = set(named)
    for day in named:
        for step in (ONE_DAY, -ONE_DAY):
            near = day + step
            while near.year == year and near not in block and _is_free_weekend(calendar, near):
                block.add(near)
                near += step
    return frozenset(block)


def _is_free_weekend(calendar: Any, day: date) -> bool:
    return bool(calendar.is_weekend(day) and not calendar.is_working_day(day))
