"""A small region with links of one's own, and the sample in the middle of Helsinki."""

from pathlib import Path

import pytest

import xytour as xt

SAMPLES = Path(__file__).parents[3] / "examples" / "data"


@pytest.fixture
def small_region():
    """Return a function that makes a region file with given links."""

    def build(links):
        name = {"en": "A", "zh": "甲"}
        common = {"summary": name, "confidence": {"location": "sourced"}}
        spots = {"east": 114.0, "town": 114.1, "west": 114.3}
        nodes = [
            {
                "id": spot,
                "kind": "town",
                "town_type": "town",
                "name": {"en": spot, "zh": spot},
                "location": {"lat": 32.1, "lon": lon},
                **common,
            }
            for spot, lon in spots.items()
        ]
        hall = {
            "id": "hall",
            "kind": "museum",
            "name": name,
            "location": {"lat": 32.11, "lon": 114.1},
            "themes": {},
            "quality": {"value": 0.5, "reason": name},
            "opening_hours": "09:00-17:00",
            "visit_minutes": {"min": 30, "typical": 60, "max": 90},
            "ticket": {"adult_cny": 0},
            **common,
        }
        zeros = (
            *("fuel_cny_per_km", "taxi_flag_fall_cny", "taxi_included_km", "taxi_cny_per_km"),
            *("taxi_far_km", "taxi_far_from_km", "taxi_far_share", "charter_cny_per_day"),
            *("charter_included_km", "charter_cny_per_extra_km", "picnic_cny", "room_cny"),
        )
        tariffs = dict.fromkeys(zeros, 0)
        return {
            "schema_version": 1,
            "region": {
                "id": "small",
                "name": name,
                "timezone": "Asia/Shanghai",
                "currency": "CNY",
                "holidays": "CN",
                "gateway": "east",
                "road_classes": {"hill": {"detour": 1.5, "speed_kmh": 30, "overhead_min": 2}},
                "connector_class": "hill",
                "walk_detour": 1.3,
                "walk_kmh": 4,
                "tariffs": {**tariffs, "co2_kg_per_km": {}, "confidence": "typical"},
            },
            "places": [*nodes, hall],
            "links": list(links),
        }

    return build


@pytest.fixture(scope="session")
def samples():
    """Return the folder of sample data."""
    return SAMPLES


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
