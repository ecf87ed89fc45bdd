"""Any region file of a dozen places or fewer, anywhere in the world."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from drawn.network import links, services
from drawn.places import places
from drawn.values import SEASONS, clocks, confidences, money, rarely, slugs, some, texts

MOST_PLACES = 12
USUAL = ("gateway", "stay", "museum", "food")
"""What the first places mostly are, so that most regions have a bed and something to see."""

CENTRES = (
    (32.13, 114.07, "Asia/Shanghai", "CN"),
    (60.17, 24.94, "Europe/Helsinki", "FI"),
    (-23.55, -46.63, "America/Sao_Paulo", "BR"),
    (-36.85, 174.76, "Pacific/Auckland", "NZ"),
    (69.65, 18.96, "Europe/Oslo", "NO"),
    (-16.8, 179.99, "Pacific/Fiji", "FJ"),
    (78.22, 15.65, "Arctic/Longyearbyen", "NO"),
    (30.04, 31.24, "Africa/Cairo", "EG"),
    (27.7, 85.3, "Asia/Kathmandu", "NP"),
    (-31.55, 159.08, "Australia/Lord_Howe", "AU"),
    (40.7, -74.0, "America/New_York", "US"),
    (0.0, 0.01, "UTC", "GB"),
    (89.99, 0.0, "UTC", "NO"),
    (1.87, -157.4, "Pacific/Kiritimati", "KI"),
    (21.3, -157.9, "Pacific/Honolulu", "US"),
)
"""Where and when: both hemispheres, the date line, the pole, half hours, no and odd changes."""


@st.composite
def region_files(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a region as its file holds it."""
    lat, lon, zone, country = draw(st.sampled_from(CENTRES))
    count = draw(st.integers(1, MOST_PLACES))
    kinds = [draw(rarely(kind, st.none())) for kind in USUAL[:count]] + [None] * count
    found = [draw(places(number, (lat, lon), kinds[number])) for number in range(count)]
    classes = draw(st.dictionaries(slugs, _road_classes, min_size=1, max_size=3))
    drawn = [draw(links(n, found, sorted(classes))) for n in range(draw(st.integers(0, 10)))]
    along = [link for link in drawn if link is not None]
    info = {
        "id": draw(slugs),
        "name": draw(texts("region")),
        "timezone": zone,
        "currency": draw(st.sampled_from(("CNY", "EUR", "XXX", "JPY"))),
        "holidays": draw(rarely(country, st.sampled_from(("CN", "IL", "IN", "SA", "FI")))),
        "gateway": draw(st.sampled_from([place["id"] for place in found])),
        "road_classes": classes,
        "connector_class": draw(st.sampled_from(sorted(classes))),
        "walk_detour": draw(st.sampled_from((1.0, 1.3, 5.0))),
        "walk_kmh": draw(st.sampled_from((0.5, 4.0, 10.0))),
        "tariffs": draw(tariffs([p["id"] for p in found if p["kind"] == "gateway"])),
        **draw(some({"demand": _demands, "heat": _heats})),
    }
    return {
        "schema_version": 1,
        "region": info,
        "places": found,
        "links": along,
        "services": [
            draw(services(n, along)) for n in range(draw(st.integers(0, 3)) if along else 0)
        ],
        "stories": [
            {
                "id": "story",
                "name": draw(texts("story")),
                "summary": draw(texts("tale")),
                "chapters": [place["id"] for place in found[: draw(st.integers(2, 5))]],
            }
            for _ in range(draw(st.integers(0, 1)) if count > 1 else 0)
        ],
    }


@st.composite
def tariffs(draw: st.DrawFn, gateways: list[str]) -> dict[str, Any]:
    """Draw what ways cost, rented cars included."""
    rates = st.sampled_from((0, 0.5, 1.7, 30))
    needed = {
        **dict.fromkeys(("fuel_cny_per_km", "taxi_cny_per_km", "charter_cny_per_extra_km"), rates),
        **dict.fromkeys(("taxi_flag_fall_cny", "charter_cny_per_day"), rates),
        **dict.fromkeys(("picnic_cny", "room_cny"), money),
        **dict.fromkeys(("taxi_included_km", "charter_included_km"), st.sampled_from((0, 3, 200))),
        "taxi_far_km": st.sampled_from((0, 15)),
        "taxi_far_from_km": st.sampled_from((0, 10)),
        "taxi_far_share": st.sampled_from((0, 0.5)),
        "co2_kg_per_km": st.just({"car": 0.2}),
        "confidence": confidences,
    }
    perhaps: dict[str, st.SearchStrategy[Any]] = {
        "taxi_night_share": st.sampled_from((0, 0.2, 5)),
        **dict.fromkeys(("night_from", "night_until", "public_from", "public_until"), clocks),
        "breakfast_cny": money,
        "access": st.fixed_dictionaries(
            dict.fromkeys(("car_min", "taxi_min", "charter_min"), _access)
        ),
    }
    if gateways:
        perhaps["rental"] = st.fixed_dictionaries(
            {
                "places": st.just(gateways[:2]),
                "cny_per_day": money,
                "holiday_cny_per_day": st.none() | money,
                "pick_up_min": st.sampled_from((0, 30, 240)),
                "return_min": st.sampled_from((0, 20, 240)),
                "confidence": confidences,
            }
        )
    return draw(st.fixed_dictionaries(needed)) | draw(some(perhaps))


_road_classes = st.fixed_dictionaries(
    {
        "detour": st.sampled_from((1.0, 1.3, 5.0)),
        "speed_kmh": st.sampled_from((5, 40, 200)),
        "overhead_min": st.sampled_from((0, 2, 30)),
    }
)
_access = st.fixed_dictionaries(
    {"other": st.sampled_from((0, 4, 120)), "stay": st.sampled_from((0, 10))}
)
_by_day = st.fixed_dictionaries(
    dict.fromkeys(("ordinary", "weekend", "holiday", "golden_week"), st.sampled_from((0, 0.5, 2)))
)
_demands = some({"room": _by_day, "queue": _by_day, "confidence": confidences})
_heats = st.fixed_dictionaries(
    {"season": st.sampled_from(SEASONS), "begins": clocks, "ends": clocks}
)
