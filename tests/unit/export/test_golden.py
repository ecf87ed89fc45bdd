"""Each format, byte for byte: what changes in a file is seen in the change."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[2] / "golden" / "tea_by_train"
OPTIONS = {"ics": {"stamp": datetime(2026, 3, 1, 8, tzinfo=UTC)}}


def told(content):
    """Return what xytour wrote: the rules of a time zone are the library's and the zone data's."""
    return re.sub(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE", b"(zone)", content, flags=re.DOTALL)


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpx", "ics", "jsonld", "kml", "md"])
def test_a_kept_plan_is_written_as_it_was(trip, suffix, tmp_path, pytestconfig):
    """The same itinerary gives the same file; --update-golden keeps a new one."""
    kept = GOLDEN / f"trip.{suffix}"
    written = trip.save(tmp_path / f"trip.{suffix}", **OPTIONS.get(suffix, {})).read_bytes()
    if pytestconfig.getoption("update_golden"):
        kept.write_bytes(written)

    assert told(written) == told(kept.read_bytes())
