"""When the solar terms fall."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from verifier.solar import term_date as by_formula

from xytour.hours.solar_terms import TERMS, in_solar_season, sun_longitude, term_date
from xytour.model.place import SolarDay, SolarSeason

ALMANAC = {
    2024: {"lichun": (2, 4), "qingming": (4, 4), "xiazhi": (6, 21), "dongzhi": (12, 21)},
    2025: {"lichun": (2, 3), "qingming": (4, 4), "guyu": (4, 20), "dongzhi": (12, 21)},
    2026: {"lichun": (2, 4), "qingming": (4, 5), "guyu": (4, 20), "dongzhi": (12, 22)},
}


@pytest.mark.parametrize("year", ALMANAC)
def test_terms_fall_as_in_the_almanac(year):
    """Dates that calendars print are found."""
    for term, (month, day) in ALMANAC[year].items():
        assert term_date(term, year) == date(year, month, day)


def test_a_century_of_terms_agrees_with_the_common_formula():
    """Two ways to the date differ nowhere by more than a day, and seldom by one."""
    gaps = [
        abs((term_date(term, year) - by_formula(term, year)).days)
        for year in range(2001, 2100)
        for term in TERMS
    ]

    assert max(gaps) <= 1
    assert sum(gaps) < len(gaps) / 50


def test_the_terms_of_a_year_are_a_fortnight_apart():
    """No term is skipped, and none comes twice."""
    dates = sorted(term_date(term, 2027) for term in TERMS)

    steps = {(after - before).days for before, after in pairwise(dates)}
    assert steps <= {14, 15, 16}


def test_the_sun_stands_at_zero_at_the_spring_equinox():
    """In 2026 it crosses the equator on 20 March at 14:46 UTC."""
    longitude = sun_longitude(datetime(2026, 3, 20, 14, 46, tzinfo=UTC))

    assert min(longitude, 360 - longitude) < 0.02


def test_a_solar_season_may_run_over_new_year():
    """From the beginning of winter to the beginning of spring."""
    winter = SolarSeason(begins=SolarDay(term="lidong"), ends=SolarDay(term="lichun", days=-1))

    assert in_solar_season(winter, date(2026, 1, 1))
    assert in_solar_season(winter, date(2026, 12, 1))
    assert not in_solar_season(winter, date(2026, 2, 4))
    assert in_solar_season(None, date(2026, 7, 1))
