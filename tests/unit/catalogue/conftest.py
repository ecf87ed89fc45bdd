"""A small region without faults, for tests to break."""

import pytest


def text(english, chinese="名"):
    """Return a text in both languages."""
    return {"en": english, "zh": chinese}


def place(kind, name, lat, lon, **fields):
    """Return a place of any kind."""
    return {
        "id": name,
        "kind": kind,
        "name": text(name, f"{name}之名"),
        "county": "hill-county",
        "location": {"lat": lat, "lon": lon, "precision_m": 100},
        "summary": text("A place."),
        "sources": ["guide"],
        "confidence": {"location": "sourced"},
        **fields,
    }


def visitable(kind, name, lat, lon, **fields):
    """Return a place that admits people."""
    return place(
        kind,
        name,
        lat,
        lon,
        **{
            "themes": {"tea": 0.5},
            "quality": {"value": 0.5, "reason": text("Known.")},
            "opening_hours": "Mo-Su 09:00-17:00",
            "visit_minutes": {"min": 30, "typical": 60, "max": 90},
            "ticket": {"adult_cny": 20},
            **fields,
        },
    )


def places():
    """Return a station, a museum with an activity, an inn and a town."""
    tea_walk = {"id": "tea-walk", "name": text("Walk"), "kind": "do", "minutes": 60}
    return [
        place("gateway", "east-station", 32.0, 114.0, gateway_type="rail_station"),
        visitable(
            "museum",
            "tea-museum",
            32.1,
            114.1,
            opening_hours="Tu-Su,PH 09:00-17:00; Mo off",
            season="Mar-Nov",
            best_season="Mar 20-May 20",
            activities=[{**tea_walk, "season": "Apr-Oct"}],
            ticket={"adult_cny": 20, "seasonal": [{"season": "Nov-Mar", "adult_cny": 10}]},
        ),
        visitable("stay", "lake-inn", 32.1, 114.2),
        place("town", "hill-town", 32.2, 114.2, town_type="seat"),
    ]


def tariffs():
    """Return tariffs in which everything costs one yuan."""
    costs = dict.fromkeys(
        (
            "fuel_cny_per_km",
            "taxi_flag_fall_cny",
            "taxi_included_km",
            "taxi_cny_per_km",
            "taxi_far_km",
            "taxi_far_from_km",
            "taxi_far_share",
            "charter_cny_per_day",
            "charter_included_km",
            "charter_cny_per_extra_km",
            "picnic_cny",
            "room_cny",
        ),
        1,
    )
    return {**costs, "co2_kg_per_km": {"bus": 0.05}, "sources": ["guide"], "confidence": "typical"}


@pytest.fixture
def region_data():
    """Return a small region, as a file would hold it."""
    return small_region()


def small_region():
    """Return a region of four places, two links and two services, as a file would hold it."""
    box = {"west": 113.5, "south": 31.5, "east": 114.5, "north": 32.5}
    road = {"detour": 1.3, "speed_kmh": 50, "overhead_min": 2}
    edge = {"mode": "county_road", "confidence": "typical", "sources": ["guide"]}
    bus = {"mode": "bus", "confidence": "estimated", "sources": ["guide"]}
    bus_ends = {"from": "east-station", "to": "hill-town"}
    return {
        "schema_version": 1,
        "region": {
            "id": "hills",
            "name": text("Hills"),
            "timezone": "Asia/Shanghai",
            "currency": "CNY",
            "holidays": "CN",
            "gateway": "east-station",
            "road_classes": {"hill": road, "plain": road},
            "connector_class": "hill",
            "walk_detour": 1.3,
            "walk_kmh": 4,
            "tariffs": tariffs(),
            "counties": [{"id": "hill-county", "name": text("Hill County"), **box}],
        },
        "sources": {"guide": {"title": "A guide", "read": "2026-01"}},
        "places": places(),
        "links": [
            {
                "id": "station-museum",
                "from": "east-station",
                "to": "tea-museum",
                "distance_km": 20,
                "minutes": 30,
                "road_class": "hill",
                **edge,
            },
            {
                "id": "museum-town",
                "from": "tea-museum",
                "to": "hill-town",
                "distance_km": 18,
                "minutes": 25,
                "first_departure": "06:00",
                "last_departure": "18:00",
                **edge,
            },
        ],
        "services": [
            {
                "id": "hill-bus",
                "name": text("Hill bus"),
                "headway_min": 30,
                "first_departure": "06:00",
                "last_departure": "18:00",
                "valid_from": "2026-01-01",
                "valid_to": "2026-12-31",
                **bus_ends,
                **bus,
            },
            {
                "id": "market-bus",
                "name": text("Market bus"),
                "link_id": "station-museum",
                "days": "Sa,Su,PH",
                "trips": [{"number": "1", "departure": "08:00", "arrival": "08:50"}],
                **bus_ends,
                **bus,
            },
        ],
        "boards": [
            {"station_id": "east-station", "timetable_year": 2021, "rows": [], "sources": ["guide"]}
        ],
    }
