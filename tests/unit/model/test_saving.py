"""Writing itineraries to files."""

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
    with pytest.raises(xt.ExportError, match=r"suffixes known: \.json, \.md"):
        itinerary.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


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
