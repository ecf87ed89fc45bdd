"""Which hours, seasons and days can be used, and what holidays become."""

from datetime import date, datetime, timedelta

import pytest
from opening_hours import OpeningHours

from xytour.catalogue.hours_syntax import days_fault, expand_holidays, hours_fault, season_fault
from xytour.errors import RequestError

GOLDEN_WEEK = [date(2026, 10, day) for day in range(1, 8)]  # Thursday to Wednesday


def hours_on(text, day):
    """Return the hours of one day as text, such as ``09:00-17:00``."""
    start = datetime.combine(day, datetime.min.time())
    found = OpeningHours(text).intervals(start, start + timedelta(days=1))
    opened = [(begin, end) for begin, end, state, _ in found if str(state) == "open"]
    return ",".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in opened)


@pytest.mark.parametrize(
    "text",
    [
        "24/7",
        "off",
        "Mo-Su 09:00-17:00",
        "Mar-Aug 08:00-17:30; Sep-Feb 08:00-17:00",
        "Mo-Fr 09:00-12:00, Mo-Fr 14:00-17:00",
        "Mo-Su 18:00-02:00",
        "sunrise-sunset",
        "PH",
        "PH off",
        'PH unknown "call first"',
        "Tu-Su,PH 09:00-17:00; Mo off",
        "PH,Sa,Su[1] 09:00-12:00,14:00-17:00",
        'Mo-Su 09:00-17:00 "SH; PH +1 day || Apr PH, closed"',
        'Mo-Fr 09:00-17:00 || unknown "ask"',
        'Mo-Su 09:00-17:00 "周一　闭馆"',
        "Feb 29 off",
    ],
)
def test_usable_hours(text):
    """Hours that mean to the reader what they mean to the writer are let pass."""
    assert hours_fault(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("9 to 5", "not understood from '9 to 5' on"),
        ("Mo-Fr 09:00-17:00; Sat off", "not understood from 't off' on"),
        ("Mo-Fr 09:00-17:00;\nSa off", r"not understood from '\nSa off' on"),
        ("Mo-Fr 09:00-17:00\ud800", "half a character"),
        ("Mo-Su 09:00-17:00;", "ends too early"),
        ("25:00-26:00", "not understood"),
        ('Mo 09:00-12:00 "a" b"', "not understood"),
        ("SH 09:00-12:00", "SH"),
        ("PH,SH off", "SH"),
        ("Mo-Fr 09:00-17:00; SH off", "SH"),
        ("Apr-Oct PH 09:00-12:00", "PH can stand only"),
        ("2026 PH off", "PH can stand only"),
        ("week 10 PH off", "PH can stand only"),
        ("easter PH off", "PH can stand only"),
        ("PH +1 day 09:00-12:00", "PH can stand only"),
        ("PH -2 days off", "PH can stand only"),
        ("PH Mo-Fr 09:00-12:00", "PH can stand only"),
        ("Apr Mo-Fr,PH 09:00-12:00", "PH can stand only"),
        ("Mo-Su 09:00-17:00, PH off", "PH can stand only"),
        ("PH 09:00-12:00, Mo 14:00-17:00", "PH can stand only"),
        ('Mo-Fr 09:00-17:00 || "by appointment"', "comment alone"),
        ('PH "by appointment"', "comment alone"),
        ("Mo-We, Fr 09:00-17:00", "read as open all day"),
        ("Feb 30 off", "Feb has only the days 1 to 29"),
        ("Apr 01-Jun 31 09:00-17:00", "Jun has only the days 1 to 30"),
        ("2026 Oct 01-32 09:00-17:00", "not understood"),
    ],
)
def test_unusable_hours(text, reason):
    """Hours that cannot be read, or would be read as something else, are refused."""
    assert reason in hours_fault(text)


@pytest.mark.parametrize(
    "text",
    ["Mar 20-May 20", "Oct 15-Mar 15", "Apr-Nov", "Apr", "Mar-May,Sep-Nov", "Mar-May, Oct 05"],
)
def test_usable_season(text):
    """Date selectors are seasons."""
    assert season_fault(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("Late Oct-Nov", "not understood"),
        ("Apr-Nov; Jan", "several rules"),
        ("24/7", "times"),
        ("Apr-Nov 09:00-17:00", "times"),
        ("Apr-Nov off", "state"),
        ('Apr-Nov "leaves"', "comment"),
        ("PH", "PH"),
        ("Apr PH", "PH"),
        ("SH", "SH"),
        ("Mar 20-Apr 31", "1 to 30"),
    ],
)
def test_unusable_season(text, reason):
    """What tells more or less than dates is no season."""
    assert reason in season_fault(text)


@pytest.mark.parametrize("text", ["Mo-Su", "Mo-Fr", "Sa,Su,PH", "PH", "Mo, We"])
def test_usable_days(text):
    """Day selectors, with holidays or without, tell when a service runs."""
    assert days_fault(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("daily", "not understood"),
        ("Mo-Fr 09:00-10:00", "times"),
        ("Mo-Fr; PH off", "several rules"),
        ("SH", "SH"),
        ("PH +1 day", "PH"),
    ],
)
def test_unusable_days(text, reason):
    """What tells more or less than days is refused for a service."""
    assert reason in days_fault(text)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("Mo-Su 09:00-17:00", "Mo-Su 09:00-17:00"),
        (
            "Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00",
            "Tu-Su 09:00-17:00; Mo off; 2026 Oct 01-07 09:00-17:00",
        ),
        (
            "Tu-Su,PH 09:00-17:00; Mo off",
            "Tu-Su 09:00-17:00; Mo off; 2026 Oct 01-07 09:00-17:00",
        ),
        ("Mo-Su 09:00-17:00; PH off", "Mo-Su 09:00-17:00; 2026 Oct 01-07 off"),
        ("PH off; Mo-Su 09:00-17:00", "Mo-Su 09:00-17:00; 2026 Oct 01-07 off"),
        ("PH,Sa 10:00-12:00", "Sa 10:00-12:00; 2026 Oct 01-07 10:00-12:00"),
        ("PH,Sa[1],Su off", "Sa[1],Su off; 2026 Oct 01-07 off"),
        ("PH", "2026 Oct 01-07"),
        (
            "Tu-Su,PH 09:00-17:00; Nov-Mar Mo off; 2026 Oct 01 off",
            "Tu-Su 09:00-17:00; Nov-Mar Mo off; 2026 Oct 01-07 09:00-17:00; 2026 Oct 01 off",
        ),
        (
            'Tu-Su,PH 09:00-17:00 "no PH; a || b"; Mo off || unknown "PH"',
            'Tu-Su 09:00-17:00 "no PH; a || b"; Mo off; '
            '2026 Oct 01-07 09:00-17:00 "no PH; a || b" || unknown "PH"',
        ),
        (
            "Mo-Fr 09:00-17:00 || Sa,PH 10:00-12:00",
            "Mo-Fr 09:00-17:00 || Sa 10:00-12:00 || 2026 Oct 01-07 10:00-12:00",
        ),
    ],
)
def test_holidays_become_dates(text, expanded):
    """Holidays are written as dates, after the weekdays, and the result can be read."""
    assert hours_fault(text) is None
    assert expand_holidays(text, GOLDEN_WEEK) == expanded
    assert hours_fault(expanded) is None


def test_dates_are_joined_within_a_month():
    """Dates in a row become a range, cut at the end of a month, whatever their order."""
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2026, 4, 4)]

    assert (
        expand_holidays("PH off", [*reversed(days), date(2026, 4, 4)])
        == "2026 Apr 04,2026 Dec 31,2027 Jan 01-02 off"
    )


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("PH off; Mo-Su 09:00-17:00", "Mo-Su 09:00-17:00"),
        ("Tu-Su,PH 09:00-17:00; Mo off", "Tu-Su 09:00-17:00; Mo off"),
        ('PH 09:00-17:00 || unknown "ask"', 'unknown "ask"'),
        ("PH 09:00-17:00", "off"),
    ],
)
def test_no_holidays_no_rules_for_them(text, expanded):
    """Without holidays what is said of them is dropped."""
    assert expand_holidays(text, []) == expanded


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 9, 28), ""),  # Monday
        (date(2026, 9, 29), "09:00-17:00"),
        (date(2026, 10, 1), "09:00-17:00"),
        (date(2026, 10, 5), "09:00-17:00"),  # Monday within the holidays
        (date(2026, 10, 12), ""),  # Monday
        (date(2027, 10, 4), ""),  # Monday of another year
    ],
)
def test_museum_opens_on_a_holiday_monday(day, hours):
    """A museum closed on Mondays opens on those that are holidays, and on no other."""
    text = expand_holidays("Tu-Su,PH 09:00-17:00; Mo off", GOLDEN_WEEK)

    assert hours_on(text, day) == hours


@pytest.mark.parametrize(
    ("text", "weekday", "holiday"),
    [
        ("Mo-Su 09:00-17:00; PH off", "09:00-17:00", ""),
        ("PH off; Mo-Su 09:00-17:00", "09:00-17:00", ""),
        ("Mo-Su 09:00-17:00; PH 10:00-12:00,14:00-16:00", "09:00-17:00", "10:00-12:00,14:00-16:00"),
        ("Sa,Su,PH 10:00-12:00", "", "10:00-12:00"),
        ('Tu-Su,PH 09:00-17:00; Mo off || unknown "ask"', "", "09:00-17:00"),
        ("Mo-Su,PH 09:00-17:00; 2026 Oct 05 off", "09:00-17:00", ""),
    ],
)
def test_hours_on_a_monday_and_a_holiday_monday(text, weekday, holiday):
    """Expanded hours hold on the days they are meant for."""
    expanded = expand_holidays(text, GOLDEN_WEEK)

    assert hours_on(expanded, date(2026, 10, 12)) == weekday
    assert hours_on(expanded, date(2026, 10, 5)) == holiday


def test_refused_form_is_not_expanded():
    """A form that is refused is not quietly turned into something else."""
    with pytest.raises(RequestError, match="cannot replace PH in 'Apr-Oct PH off'"):
        expand_holidays("Apr-Oct PH off", GOLDEN_WEEK)
