"""A tiny region on the equator, where 0.1 degrees of longitude are 11.132 km."""

from __future__ import annotations


def place(kind, place_id, lon, **fields):
    """Return a place on the equator."""
    sure = {"location": "sourced", "hours": "sourced", "price": "sourced"}
    return {
        "id": place_id,
        "kind": kind,
        "location": {"lat": 0.0, "lon": lon},
        "confidence": sure,
        "accessibility": {"wheelchair": "yes"},
        **fields,
    }


def link(link_id, start, end, mode, km, minutes, **fields):
    """Return a link that runs both ways."""
    return {
        "id": link_id,
        "from": start,
        "to": end,
        "mode": mode,
        "distance_km": km,
        "minutes": minutes,
        "both_ways": True,
        "operating": True,
        "road": None,
        **fields,
    }


def region():
    """Return a region of a station, a town, three sights, a table and two beds."""
    picking = {
        "id": "picking",
        "kind": "do",
        "minutes": 60,
        "season": "Mar 20-May 10",
        "sessions": ["10:00", "14:00"],
        "price_cny": 30,
        "party_max": 6,
    }
    return {
        "schema_version": 1,
        "region": {
            "id": "equator",
            "timezone": "Asia/Shanghai",
            "holidays": "CN",
            "gateway": "station",
            "road_classes": {"lane": {"detour": 1.25, "speed_kmh": 40, "overhead_min": 3}},
            "connector_class": "lane",
            "walk_detour": 1.3,
            "walk_kmh": 4.0,
            "tariffs": {
                "fuel_cny_per_km": 0.5,
                "taxi_flag_fall_cny": 6,
                "taxi_included_km": 2.5,
                "taxi_cny_per_km": 1.7,
                "taxi_far_km": 15,
                "taxi_far_from_km": 10,
                "taxi_far_share": 0.5,
                "charter_cny_per_day": 450,
                "charter_included_km": 20,
                "charter_cny_per_extra_km": 2.5,
                "picnic_cny": 30,
                "access": {table: {"other": 0} for table in ("car_min", "taxi_min", "charter_min")},
                "room_cny": 250,
            },
        },
        "places": [
            place("gateway", "station", 113.9, gateway_type="rail_station"),
            place("town", "town", 114.0),
            place(
                "museum",
                "museum",
                114.2,
                opening_hours="Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00",
                last_entry="16:00",
                visit_minutes={"min": 60, "typical": 90, "max": 150},
                ticket={"adult_cny": 20, "child_cny": 10, "senior_cny": None},
            ),
            place(
                "tea_area",
                "hill",
                114.1,
                opening_hours="08:00-18:00",
                season="Mar-Oct",
                visit_minutes={"min": 60, "typical": 90, "max": 180},
                ticket={"adult_cny": None},
                activities=[picking],
                confidence={"location": "sourced", "hours": "typical", "price": "unknown"},
            ),
            place(
                "nature",
                "peak",
                114.3,
                opening_hours="24/7",
                visit_minutes={"min": 60, "typical": 120, "max": 240},
                ticket={"adult_cny": 0},
            ),
            place(
                "food",
                "noodles",
                114.21,
                opening_hours="11:00-14:00,17:00-21:00",
                visit_minutes={"min": 30, "typical": 60, "max": 90},
                meal_price_cny=40,
            ),
            place("stay", "inn", 114.01, room_price_cny={"low": 180, "high": 220}),
            place("stay", "hostel", 114.02, room_price_cny=None),
        ],
        "links": [
            link("l1", "station", "town", "national_road", 10, 20, road="G1", toll_cny=5),
            link("l2", "town", "museum", "county_road", 4, 10),
            link("l3", "museum", "noodles", "county_road", 2, 5),
            link("l4", "noodles", "town", "county_road", 3, 8),
            link("l5", "town", "inn", "county_road", 2, 5),
            link("l6", "town", "peak", "shuttle", 6, 15, headway_min=20, fare={"amount_cny": 10}),
            link("l7", "noodles", "town", "bus", 3, 12, headway_min=30, fare={"amount_cny": 2}),
        ],
    }
