"""Writing itineraries to files."""

import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

import xytour as xt
from xytour.model.saving import write_whole

KILLS = int(os.environ.get("KILLS", "4"))


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


@pytest.mark.parametrize("name", ["a\0b.json", "\ud800.json"])
def test_a_name_that_no_file_can_have_is_told(itinerary, tmp_path, name):
    """A null or half a character in it: an error that says so."""
    with pytest.raises(xt.ExportError, match="no file can have that name"):
        itinerary.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_may_be_as_long_as_names_can_be(itinerary, tmp_path):
    """What is written beside it has a short name of its own."""
    path = itinerary.save(tmp_path / ("n" * 250 + ".json"))

    assert path.stat().st_size > 1_000


@contextmanager
def small_disk(size):
    """Let no file grow beyond some bytes, as on a disk that is full."""
    resource = pytest.importorskip("resource", reason="limits as on Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("suffix", ["json", "ics", "md", "csv"])
def test_a_full_disk_leaves_the_old_file_and_no_litter(itinerary, tmp_path, suffix):
    """The error names the file; what was there before is as it was."""
    target = tmp_path / f"trip.{suffix}"
    target.write_bytes(b"old")

    with small_disk(100), pytest.raises(xt.ExportError, match=rf"cannot write .*trip\.{suffix}"):
        itinerary.save(target)

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_killed_while_saving_leaves_one_whole_file(tmp_path):
    """The old or the new one, whenever the blow falls; what lies beside it is in no one's way."""
    target = tmp_path / "trip.json"
    program = (
        "import sys; from pathlib import Path; from xytour.model.saving import write_whole\n"
        "target, n = Path(sys.argv[1]), 0\n"
        "while True:\n"
        "    n += 1; write_whole(target, bytes([65 + n % 26]) * 3_000_000); print(n, flush=True)"
    )
    dice = random.Random(5)  # noqa: S311
    for _ in range(KILLS):
        command = [sys.executable, "-c", program, target]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            child.stdout.readline()
            time.sleep(dice.uniform(0, 0.02))
            child.kill()
        content = target.read_bytes()
        assert len(content) == 3_000_000
        assert len(set(content)) == 1
    beside = [path for path in tmp_path.iterdir() if path != target]
    assert all(path.name.startswith(".xytour-") for path in beside)
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
