"""Which dates are public holidays and working days in China."""

from datetime import date

import pytest

from xytour.hours.calendar import HolidayCalendar

CHINA = HolidayCalendar("CN")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ],
)
def test_the_official_notice_for_2026_holds_to_the_day(first, last):
    """Each block of days off begins and ends as the State Council announced."""
    span = range(first.toordinal(), last.toordinal() + 1)
    around = [date.fromordinal(n) for n in range(span.start - 1, span.stop + 1)]

    off = [day for day in around if CHINA.is_holiday(day)]

    assert off == [date.fromordinal(n) for n in span]


@pytest.mark.parametrize("month_day", [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)])
def test_weekend_days_that_make_up_for_a_holiday_are_worked(month_day):
    """Make-up days are working days although they fall on a weekend."""
    day = date(2026, *month_day)

    assert day.weekday() >= 5
    assert CHINA.is_working_day(day)
    assert not CHINA.is_holiday(day)


def test_an_ordinary_weekend_is_neither_holiday_nor_worked():
    """A Saturday far from any holiday is just free."""
    assert not CHINA.is_holiday(date(2026, 7, 11))
    assert not CHINA.is_working_day(date(2026, 7, 11))


def test_a_year_without_a_notice_says_so():
    """Of a far year only the statutory days are known."""
    assert CHINA.is_official(2026)
    assert not CHINA.is_official(2040)
    assert CHINA.is_holiday(date(2040, 10, 1))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 5, 8), "ordinary"),
        (date(2026, 5, 9), "ordinary"),  # a Saturday worked for Labour Day
        (date(2026, 5, 16), "weekend"),
        (date(2026, 4, 6), "holiday"),  # Qingming, three days
        (date(2026, 5, 3), "golden_week"),
        (date(2026, 10, 7), "golden_week"),
        (date(2026, 10, 8), "ordinary"),
    ],
)
def test_dates_are_told_apart_by_how_full_they_are(day, kind):
    """A holiday of five days or more is a golden week; a worked Saturday is no weekend."""
    assert CHINA.day_kind(day) == kind


def test_elsewhere_a_saturday_after_a_holiday_is_a_saturday():
    """Only where days are swapped do weekends belong to holidays; PH means the named days."""
    finland, brazil = HolidayCalendar("FI"), HolidayCalendar("BR")

    kinds = [finland.day_kind(date(2026, 4, day)) for day in range(2, 8)]
    assert kinds == ["ordinary", "holiday", "weekend", "holiday", "holiday", "ordinary"]
    assert not finland.is_holiday(date(2026, 4, 4))
    assert brazil.is_holiday(date(2026, 4, 21))
    assert brazil.day_kind(date(2026, 4, 18)) == "weekend"
    assert finland.is_official(2040)


def test_a_year_whose_moon_nobody_tells_has_its_other_holidays():
    """Without a warning to the process; the calendar itself says that the year is not whole."""
    india = HolidayCalendar("IN")

    assert india.is_official(2030)
    assert not india.is_official(2064)
    assert india.is_holiday(date(2064, 8, 15))
