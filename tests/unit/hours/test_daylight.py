"""Sunrise and sunset."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from verifier.sun import sunlight

from xytour.hours.daylight import daylight
from xytour.model.place import Location


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize(
    ("lat", "lon", "zone"),
    [(32.1, 114.1, "Asia/Shanghai"), (60.2, 24.9, "Europe/Helsinki"), (-23.5, -46.6, "Etc/GMT+3")],
)
def test_the_sun_keeps_to_the_almanac(lat, lon, zone, month):
    """Sunrise and sunset agree with the almanac's formula within four minutes."""
    day = date(2026, month, 10)

    found = daylight(Location(lat=lat, lon=lon), day, zone)

    assert found == pytest.approx(sunlight(lat, lon, day, ZoneInfo(zone)), abs=4)


def test_the_polar_day_has_no_night():
    """Where the sun does not set, the whole date is light."""
    assert daylight(Location(lat=78.2, lon=15.6), date(2026, 6, 21), "UTC") == (0, 1_440)


def test_the_polar_night_has_no_light():
    """Where the sun does not rise, no minute is light."""
    rises, sets = daylight(Location(lat=78.2, lon=15.6), date(2026, 12, 21), "UTC")

    assert rises >= sets
