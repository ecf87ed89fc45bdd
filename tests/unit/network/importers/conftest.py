"""The sample region in the middle of Helsinki and its OpenStreetMap extract."""

from pathlib import Path

import pytest

import xytour as xt

SAMPLES = Path(__file__).parents[4] / "examples" / "data"


@pytest.fixture(scope="session")
def extract():
    """Return the path of the extract."""
    return SAMPLES / "helsinki-center.osm.pbf"


@pytest.fixture(scope="session")
def helsinki():
    """Return the sample region."""
    return xt.load_region(SAMPLES / "helsinki-center.json")


@pytest.fixture(scope="session")
def mainland(helsinki):
    """Return the sample region without its island."""
    places = tuple(place for place in helsinki.places if place.id != "suomenlinna")
    return helsinki.model_copy(update={"places": places})


@pytest.fixture(scope="session")
def roads(extract):
    """Return the roads of the extract."""
    pytest.importorskip("osmium", reason="reads the extract")
    from xytour.network.importers.osm_file import read_osm

    return read_osm(extract)
