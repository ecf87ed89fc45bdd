"""Places of every kind, with whatever their file may say of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from drawn.values import (
    HOURS,
    SEASONS,
    STRANGE_TEXTS,
    TERMS,
    clocks,
    confidences,
    prices,
    rarely,
    shares,
    some,
    tags,
    texts,
    themes,
)

SIGHTS = (
    *("attraction", "red_education", "tea_area", "village", "museum", "heritage", "nature"),
    *("hot_spring", "academy", "experience"),
)
KINDS = (*SIGHTS, "food", "food", "shop", "stay", "stay", "stay", "gateway", "town")
GATEWAYS = ("rail_station", "airport", "coach_station", "motorway_exit", "interchange")
TOWNS = ("seat", "town", "tourist_town", "scenic_node", "outside_anchor")
MEALS = st.lists(st.sampled_from(("breakfast", "lunch", "dinner")), unique=True)
seasons = st.none() | st.sampled_from(SEASONS)


@st.composite
def places(
    draw: st.DrawFn, number: int, centre: tuple[float, float], kind: str | None = None
) -> dict[str, Any]:
    """Draw a place, of some kind or any, near the centre of its region, rarely far away."""
    kind = kind or draw(st.sampled_from(KINDS))
    place_id = f"{kind.replace('_', '-')}-{number}"
    reach = draw(st.sampled_from((0.0, 0.02, 0.2, 0.2, 1.5)))
    off = st.sampled_from((-1.0, -0.4, 0.0, 0.3, 1.0))
    lat = min(90.0, max(-90.0, centre[0] + reach * draw(off)))
    lon = (centre[1] + reach * draw(off) + 180) % 360 - 180
    if (lat, lon) == (0, 0):
        lon = 0.01
    place = {
        "id": place_id,
        "kind": kind,
        "name": draw(texts(place_id)),
        "location": {"lat": lat, "lon": lon, "precision_m": draw(st.sampled_from((0, 500)))},
        "summary": draw(texts("about")),
        "confidence": {"location": draw(confidences), **draw(some(_SURE))},
    }
    if kind == "gateway":
        place["gateway_type"] = draw(st.sampled_from(GATEWAYS))
        return place | draw(some(_GATEWAY))
    if kind == "town":
        place["town_type"] = draw(st.sampled_from(TOWNS))
        return place | draw(some({"outside": st.booleans()}))
    place |= draw(st.fixed_dictionaries(_VISITABLE)) | draw(some(_PERHAPS))
    if kind == "stay":
        place |= draw(some(_STAY))
    if kind == "food":
        place |= draw(some({"cuisines": tags, "dishes": tags}))
    place["activities"] = [
        draw(activities(n)) for n in range(draw(st.sampled_from((0, 0, 0, 1, 2))))
    ]
    return place


@st.composite
def activities(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Draw something to do."""
    activity = {
        "id": f"activity-{number}",
        "name": draw(texts("doing")),
        "kind": draw(st.sampled_from(("see", "do", "taste", "show", "meal", "night", "ride"))),
        "minutes": draw(st.sampled_from((1, 30, 60, 180, 2_880))),
        **draw(some(_ACTIVITY)),
    }
    if activity.get("party_max", 99) < activity.get("party_min", 1):
        del activity["party_min"]
    return activity


@st.composite
def _minutes(draw: st.DrawFn) -> dict[str, int]:
    least, usual, most = sorted(
        draw(st.sampled_from((1, 30, 60, 90, 240, 2_880) if rare else (30, 60, 90, 150)))
        for rare in draw(st.tuples(*[rarely(False, st.just(True))] * 3))
    )
    return {"min": least, "typical": usual, "max": most}


@st.composite
def _tickets(draw: st.DrawFn) -> dict[str, Any]:
    ages = {"free_under_age": st.sampled_from((1, 6, 18)), "free_from_age": st.just(65)}
    seasonal = st.fixed_dictionaries(
        {"season": st.sampled_from(SEASONS), "adult_cny": prices.map(lambda price: price or 0)}
    )
    fields = {"child_cny": prices, "senior_cny": prices, "note": texts("note"), **ages}
    fields["seasonal"] = st.lists(seasonal, max_size=2)
    return {"adult_cny": draw(prices), **draw(some(fields))}


_SURE: dict[str, st.SearchStrategy[Any]] = dict.fromkeys(
    ("hours", "last_entry", "price", "season"), confidences
)
_GATEWAY: dict[str, st.SearchStrategy[Any]] = {
    "outside": st.booleans(),
    "passenger_service": st.booleans(),
    "codes": st.dictionaries(st.sampled_from(("iata", "telecode")), st.just("XYZ"), max_size=1),
}
_VISITABLE: dict[str, st.SearchStrategy[Any]] = {
    "themes": themes,
    "quality": st.fixed_dictionaries({"value": shares, "reason": texts("because")}),
    "opening_hours": rarely("Mo-Su 08:00-20:00", st.none() | st.sampled_from(HOURS)),
    "visit_minutes": _minutes(),
    "ticket": _tickets(),
}
_PERHAPS: dict[str, st.SearchStrategy[Any]] = {
    "tier": st.sampled_from(("core", "extra")),
    "rating": st.none() | st.sampled_from(STRANGE_TEXTS),
    "last_entry": st.none() | clocks,
    "season": seasons,
    "best_season": seasons,
    "season_note": texts("season"),
    "booking_required": st.none() | st.booleans(),
    "lead_days": st.none() | st.sampled_from((0, 1, 365)),
    "accessibility": some(
        {
            "wheelchair": st.sampled_from(("yes", "limited", "no", "unknown")),
            "effort": st.none() | st.sampled_from(("easy", "moderate", "hard")),
            "effort_confidence": confidences,
        }
    ),
    "indoor": st.booleans(),
    "cool_in_summer": st.booleans(),
    "meal_price_cny": prices,
    "serves": MEALS,
    "tags": tags,
    "shopping": st.booleans(),
    "notes": texts("notes"),
}
_STAY: dict[str, st.SearchStrategy[Any]] = {
    "stay_type": st.sampled_from(("hotel", "homestay", "camp")),
    "room_price_cny": st.none()
    | st.sampled_from(({"low": 0, "high": 0}, {"low": 80, "high": 300.5}, {"low": 1, "high": 1})),
    "breakfast_cny": prices,
    "check_in": st.none() | clocks,
    "check_out": st.none() | clocks,
    "room_beds": st.none() | st.sampled_from((1, 2, 20)),
    "room_sleeps": st.none() | st.sampled_from((1, 4, 40)),
    "rooms": st.none() | st.sampled_from((1, 2, 40)),
}
_SOLAR_DAY = st.fixed_dictionaries(
    {"term": st.sampled_from(TERMS), "days": st.sampled_from((-60, 0, 15))}
)
_ACTIVITY: dict[str, st.SearchStrategy[Any]] = {
    "season": seasons,
    "solar_season": st.none() | st.fixed_dictionaries({"begins": _SOLAR_DAY, "ends": _SOLAR_DAY}),
    "sessions": st.lists(clocks, max_size=3),
    "when": st.none() | st.sampled_from(("dawn", "sunrise", "sunset", "evening", "night")),
    "price_cny": prices,
    "party_min": st.sampled_from((1, 2, 50)),
    "party_max": st.sampled_from((1, 4, 50)),
    "age_min": st.sampled_from((0, 6, 18)),
    "hands_on": st.booleans(),
    "booking_required": st.none() | st.booleans(),
    "lead_days": st.none() | st.sampled_from((0, 3, 365)),
    "required": st.booleans(),
    "serves": st.sampled_from(([], ["lunch"], ["dinner"], ["lunch", "dinner"])),
    "note": texts("note"),
    "confidence": confidences,
}
