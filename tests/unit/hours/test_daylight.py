"""Sunrise and sunset."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from verifier.sun import sunlight

from xytour.hours.daylight import ALL_LIGHT, NO_LIGHT, daylight, sun_window
from xytour.model.place import Location


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [
        (32.1, 114.1, "Asia/Shanghai"),
        (43.8, 87.6, "Asia/Shanghai"),
        (60.2, 24.9, "Europe/Helsinki"),
        (-23.5, -46.6, "Etc/GMT+3"),
        (-16.8, 179.99, "Pacific/Fiji"),
        (1.87, -157.4, "Pacific/Kiritimati"),
        (64.1, -21.9, "Atlantic/Reykjavik"),
    ],
)
def test_the_sun_keeps_to_the_almanac(lat, lon, zone, month):
    """Sunrise and sunset agree with the almanac's formula within two minutes."""
    day = date(2026, month, 10)

    found = daylight(Location(lat=lat, lon=lon), day, zone)

    assert found == pytest.approx(sunlight(lat, lon, day, ZoneInfo(zone)), abs=2)


def test_the_sun_may_set_after_midnight():
    """In Reykjavik at midsummer it rises at three and sets a few minutes into the next date."""
    rises, sets = daylight(Location(lat=64.1, lon=-21.9), date(2026, 6, 21), "Atlantic/Reykjavik")

    assert (rises, sets) == pytest.approx((175, 1_443), abs=3)


@pytest.mark.parametrize(("lat", "month"), [(78.2, 6), (-78.4, 12), (90, 6), (-90, 12)])
def test_the_polar_day_has_no_night(lat, month):
    """Where the sun does not set, the whole date is light."""
    found = daylight(Location(lat=lat, lon=15.6), date(2026, month, 21), "UTC")

    assert found == ALL_LIGHT == (0, 1_440)


@pytest.mark.parametrize(("lat", "month"), [(78.2, 12), (-78.4, 6), (90, 12), (-90, 6)])
def test_the_polar_night_has_no_light(lat, month):
    """Where the sun does not rise, no minute is light."""
    assert daylight(Location(lat=lat, lon=15.6), date(2026, month, 21), "UTC") == NO_LIGHT


@pytest.mark.parametrize("light", [ALL_LIGHT, NO_LIGHT])
@pytest.mark.parametrize("when", ["dawn", "sunrise", "sunset"])
def test_there_is_no_dawn_where_the_sun_does_not_rise_or_set(when, light):
    """Nothing by the sun may begin on such a day."""
    earliest, latest = sun_window(when, light, 60)

    assert latest < earliest


def test_a_polar_night_is_night_all_along_and_a_polar_day_has_none():
    """A night walk is to be had at any hour, or not at all."""
    assert sun_window("night", NO_LIGHT, 60)[0] == 0
    earliest, latest = sun_window("night", ALL_LIGHT, 60)
    assert latest < earliest
