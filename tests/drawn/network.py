"""Links and services between some places."""

from __future__ import annotations

from typing import Any

from geopy.distance import geodesic
from hypothesis import strategies as st

from drawn.values import DAYS, clocks, confidences, prices, some

MODES = (
    *("high_speed_rail", "rail", "expressway", "national_road", "county_road", "bus", "shuttle"),
    *("cable_car", "ferry", "flight", "walk"),
)
FASTEST_KMH = {"walk": 6, "flight": 800, "cable_car": 30, "ferry": 40}


@st.composite
def links(
    draw: st.DrawFn, number: int, places: list[dict[str, Any]], classes: list[str]
) -> dict[str, Any] | None:
    """Draw a link that runs as it can: no shorter and no faster than its ends allow."""
    start, end = draw(st.lists(st.sampled_from(places), min_size=2, max_size=2))
    if start["id"] == end["id"]:
        return None
    mode = draw(st.sampled_from(MODES))
    apart = [(place["location"]["lat"], place["location"]["lon"]) for place in (start, end)]
    km = max(round(geodesic(*apart).km * draw(st.sampled_from((1.0, 1.3, 3.0))) + 0.01, 2), 0.1)
    if km > 4_000:
        return None
    kmh = draw(st.sampled_from((4, 20, FASTEST_KMH.get(mode, 80))))
    minutes = max(1, round(km / kmh * 60))
    if minutes > 2_880 or (minutes > 1 and km * 60 / minutes < 2.2):
        return None
    fare = st.fixed_dictionaries(
        {"amount_cny": prices.map(lambda price: price or 0), "confidence": confidences}
    )
    fields = {
        "road": st.none() | st.sampled_from(("G312", "S1 🛣")),
        "road_class": st.none() | st.sampled_from(classes),
        "both_ways": st.booleans(),
        "operating": st.sampled_from((True, True, False)),
        "headway_min": st.none() | st.sampled_from((1, 20, 240)),
        "fare": st.none() | fare,
        "toll_cny": prices,
        "estimated": st.sampled_from(([], ["minutes"], ["distance_km", "minutes"])),
        "sourced": st.sampled_from(([], ["minutes"])),
    }
    link = {
        "id": f"link-{number}",
        "from": start["id"],
        "to": end["id"],
        "mode": mode,
        "distance_km": km,
        "minutes": minutes,
        "confidence": draw(confidences),
        **draw(some(fields)),
    }
    return link | draw(_departures())


@st.composite
def _departures(draw: st.DrawFn) -> dict[str, str]:
    """Draw when the first and the last leave, in order."""
    first, last = sorted(draw(st.tuples(clocks, clocks)))
    return draw(
        st.sampled_from(
            ({}, {}, {"first_departure": first}, {"first_departure": first, "last_departure": last})
        )
    )


@st.composite
def services(draw: st.DrawFn, number: int, along: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a timetable over a link."""
    link = draw(st.sampled_from(along))
    service = {
        "id": f"service-{number}",
        "name": {"en": f"line {number}", "zh": f"{number}路"},
        "from": link["from"],
        "to": link["to"],
        "mode": link["mode"],
        "confidence": draw(confidences),
        **draw(
            some(
                {
                    "link_id": st.just(link["id"]),
                    "days": st.sampled_from(DAYS),
                    "valid_from": st.sampled_from(("0001-01-01", "2026-04-11", "2099-12-31")),
                    "timetable_year": st.sampled_from((1, 2021, 2026, 9999)),
                }
            )
        ),
    }
    if draw(st.booleans()):
        return service | {"headway_min": draw(st.sampled_from((1, 30, 600)))} | draw(_departures())
    runs = st.tuples(clocks, clocks)
    service["trips"] = [
        {"number": f"T{n}", "departure": leaves, "arrival": arrives}
        for n, (leaves, arrives) in enumerate(draw(st.lists(runs, min_size=1, max_size=4)))
    ]
    return service
