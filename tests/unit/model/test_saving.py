"""Writing itineraries to files."""

import subprocess
import sys

import pytest

import xytour as xt
from xytour.model.saving import write_whole


@pytest.fixture(scope="module")
def itinerary(planner):
    """Return any itinerary."""
    request = xt.TripRequest(start="2026-10-05", days=1)
    return planner.plan(request, iterations=1, time_limit=30)


def test_json_reads_back_equal(itinerary, tmp_path):
    """What is saved as JSON is the same itinerary when it is read."""
    path = itinerary.save(tmp_path / "trip.json")

    assert xt.Itinerary.model_validate_json(path.read_bytes()) == itinerary


def test_the_suffix_may_be_in_capitals(itinerary, tmp_path):
    """TRIP.MD is Markdown too."""
    path = itinerary.save(tmp_path / "TRIP.MD")

    assert path.read_text(encoding="utf-8").startswith("# Xinyang")


@pytest.mark.parametrize("name", ["trip.docx", "trip", ".json/trip"])
def test_an_unknown_suffix_is_told(itinerary, tmp_path, name):
    """The error lists the suffixes that are known, and nothing is written."""
    with pytest.raises(xt.ExportError, match=r"suffixes known: .*\.ics, \.json"):
        itinerary.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_option_that_a_format_does_not_take_is_told(itinerary, tmp_path):
    """The error lists those that it takes, and nothing is written."""
    with pytest.raises(xt.ExportError, match=r"no option 'colour'; it takes trip, previous"):
        itinerary.save(tmp_path / "trip.ics", colour="red")
    with pytest.raises(xt.ExportError, match="no option 'colour'; it takes none"):
        itinerary.save(tmp_path / "trip.json", colour="red")
    assert list(tmp_path.iterdir()) == []


def test_options_reach_the_exporter(itinerary, tmp_path):
    """What a format takes is passed on."""
    path = itinerary.save(tmp_path / "trip.ics", revision=7)

    assert b"SEQUENCE:7\r\n" in path.read_bytes()


def test_a_package_that_misses_is_told_with_the_command(itinerary, tmp_path, monkeypatch):
    """Who lacks an extra is told how to get it, and nothing is written."""
    monkeypatch.setitem(sys.modules, "icalendar", None)

    with pytest.raises(xt.ExportError, match=r"icalendar: pip install 'xytour\[ics\]'"):
        itinerary.save(tmp_path / "trip.ics")
    assert list(tmp_path.iterdir()) == []


def test_a_format_imports_no_package_of_another(itinerary, tmp_path):
    """Who writes Markdown and CSV waits for no calendar, map or table library."""
    plan = itinerary.save(tmp_path / "trip.json")
    program = (
        "import sys, xytour as xt; from pathlib import Path; plan = Path(sys.argv[1]);"
        "trip = xt.Itinerary.model_validate_json(plan.read_bytes());"
        "[trip.save(plan.with_suffix(s)) for s in ('.md', '.csv', '.kml', '.geojson', '.jsonld')];"
        "heavy = {'icalendar', 'gpxpy', 'pandas', 'matplotlib', 'networkx', 'reportlab'};"
        "print(heavy & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, plan], check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "set()"


def test_a_folder_that_is_not_there_is_told(itinerary, tmp_path):
    """The error says where it could not write."""
    with pytest.raises(xt.ExportError, match="nowhere"):
        itinerary.save(tmp_path / "nowhere" / "trip.json")


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    """Where the new file cannot be put into place, the old one is untouched."""
    target = tmp_path / "trip.json"
    target.mkdir()  # a folder of that name cannot be replaced by a file

    with pytest.raises(xt.ExportError, match="cannot write"):
        write_whole(target, b"{}")

    assert list(tmp_path.iterdir()) == [target]


def test_an_old_file_is_replaced_as_a_whole(tmp_path):
    """A second write leaves nothing of the first."""
    target = tmp_path / "trip.json"
    write_whole(target, b"a long first content")

    write_whole(target, b"short")

    assert target.read_bytes() == b"short"
