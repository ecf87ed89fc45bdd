"""The itinerary as KML: valid by the standard's schema, opened by another library."""

import pytest
from fastkml import KML
from fastkml.validator import validate

from xytour.export.kml import to_kml


@pytest.fixture(scope="module")
def document(trip):
    """Return the document as fastkml reads it."""
    return KML.from_string(to_kml(trip).encode("utf-8")).features[0]


def test_it_is_valid_by_the_schema(trip, nasty, tmp_path):
    """The schema of the Open Geospatial Consortium finds nothing wrong."""
    for itinerary in (trip, nasty):
        assert validate(file_to_validate=itinerary.save(tmp_path / "trip.kml"))


def test_a_folder_a_day_a_mark_an_item(document, trip):
    """Marks carry their times; nights and visits are points, legs are lines."""
    assert [folder.name for folder in document.features] == [
        "Saturday 11 April 2026",
        "Sunday 12 April 2026",
    ]
    marks = document.features[0].features
    leg, visit = marks[0], marks[3]
    assert leg.geometry.geom_type == "LineString"
    assert len(leg.geometry.coords) == 5
    place = trip.places["hejiazhai-tea"].location
    assert visit.name == "Hejiazhai tea mountain"
    assert visit.geometry.coords[0][:2] == (place.lon, place.lat)
    assert visit.times.begin.dt.isoformat() == "2026-04-11T14:25:00+08:00"
    assert visit.style_url.url == "#day-0"


def test_days_have_their_own_colours(document):
    """Each style that a mark names is there, and no two are alike."""
    styles = {f"#{style.id}": style.styles[0].color for style in document.styles}
    used = {mark.style_url.url for folder in document.features for mark in folder.features}

    assert used == set(styles)
    assert len(set(styles.values())) == 2


def test_what_to_mind_stands_at_the_head(document):
    """Who opens the file sees what is estimated."""
    assert "times are those of the timetable of 2021" in document.description
