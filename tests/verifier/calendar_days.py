"""Which days are public holidays, and on which dates a date selector holds."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, timedelta
from functools import cache

import holidays
from opening_hours import OpeningHours, ParserError, State

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ONE_DAY = timedelta(days=1)


@cache
def _calendar(country: str, year: int) -> holidays.HolidayBase:
    """Return the days off of a year; where no notice is out, without days in lieu."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        known = holidays.country_holidays(country, years=[year])
        if known.has_substituted_holidays and not any(d.year == year for d in _worked(known)):
            known = holidays.country_holidays(country, years=[year], observed=False)
    return known


def _worked(known: holidays.HolidayBase) -> set[date]:
    return set(getattr(known, "weekend_workdays", ()))


def is_weekend(day: date, country: str) -> bool:
    """Whether a date is of the country's weekend, worked or not."""
    return day.weekday() in _calendar(country, day.year).weekend


def is_worked_weekend(day: date, country: str) -> bool:
    """Whether a date is a day of the weekend that is worked to make up for a holiday."""
    return is_weekend(day, country) and day in _worked(_calendar(country, day.year))


def _is_free(day: date, known: holidays.HolidayBase) -> bool:
    """Whether a date is of the country's weekend and not worked."""
    return day.weekday() in known.weekend and day not in _worked(known)


@cache
def holiday_dates(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year, in China with the weekend days joined to them.

    Where days are swapped, official notices name the weekdays off; a weekend day that touches
    one is part of the same holiday unless it is worked to make up for it. Elsewhere a Saturday
    after a holiday is a Saturday.
    """
    known = _calendar(country, year)
    days = {day for day in known if day.year == year} - _worked(known)
    swaps = bool(getattr(known, "has_substituted_holidays", False))
    # Twice, because a Sunday may touch the holiday only by way of its Saturday.
    for _ in range(2 if swaps else 0):
        neighbours = {day + step for day in days for step in (ONE_DAY, -ONE_DAY)}
        days |= {day for day in neighbours if _is_free(day, known)}
    return frozenset(day for day in days if day.year == year)


def kind_of(day: date, country: str) -> str:
    """Return whether a date is ordinary, a free weekend day, or part of which holiday.

    A golden week is a holiday of five days or more.
    """
    if day in holiday_dates(country, day.year):
        first = last = day
        while _is_off(first - ONE_DAY, country):
            first -= ONE_DAY
        while _is_off(last + ONE_DAY, country):
            last += ONE_DAY
        return "golden_week" if (last - first).days >= 4 else "holiday"
    return "weekend" if _is_free(day, _calendar(country, day.year)) else "ordinary"


def _is_off(day: date, country: str) -> bool:
    return day in holiday_dates(country, day.year) or _is_free(day, _calendar(country, day.year))


def without_ph(text: str, day: date, country: str) -> str:
    """Put a weekday in the place of ``PH`` that is right for this one date.

    On a holiday it is the date's own weekday, else another, so that the selector means on
    this date what it meant before, and no calendar is needed any more.
    """
    weekday = day.weekday()
    if day not in holiday_dates(country, day.year):
        weekday = (weekday + 3) % 7
    return re.sub(r"\bPH\b", WEEKDAYS[weekday], text)


def selects(selector: str, day: date, country: str) -> bool:
    """Whether an OSM date selector, such as a season, holds on a date.

    Raises
    ------
    ValueError
        The selector is not OSM syntax.
    """
    text = without_ph(selector, day, country).strip().rstrip(":")
    if not text:
        return True
    begin = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (wall clock on purpose)
    try:
        spans = OpeningHours(text).intervals(begin, begin + ONE_DAY)
    except ParserError as error:
        msg = f"{selector!r} is not understood as a selector of dates"
        raise ValueError(msg) from error
    return any(state == State.OPEN for _, _, state, _ in spans)
