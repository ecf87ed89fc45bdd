"""What is usual for places of each kind and for money of each currency: estimates of ours.

They stand where a table is silent, and are marked as estimated in the region.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for places of one kind.

    Parameters
    ----------
    themes
        What they are about, weights 0 to 1.
    minutes
        Least, usual and longest stay.
    hours
        Opening hours in the OSM syntax.
    indoor
        Whether one is under a roof.
    """

    themes: dict[str, float]
    minutes: tuple[int, int, int]
    hours: str
    indoor: bool = False


USUAL: dict[str, Usual] = {
    "attraction": Usual({"culture": 0.5}, (45, 90, 180), "09:00-17:00"),
    "red_education": Usual({"red": 0.9, "history": 0.6}, (45, 75, 120), "09:00-17:00", indoor=True),
    "tea_area": Usual({"tea": 0.9, "rural": 0.5}, (60, 120, 240), "08:00-18:00"),
    "village": Usual({"rural": 0.7, "culture": 0.4}, (60, 120, 240), "08:00-18:00"),
    "museum": Usual({"culture": 0.8, "history": 0.7}, (60, 120, 180), "09:00-17:00", indoor=True),
    "heritage": Usual({"history": 0.8, "culture": 0.6}, (45, 90, 180), "08:30-17:30"),
    "nature": Usual({"nature": 0.9, "photography": 0.4}, (45, 90, 240), "08:00-18:00"),
    "hot_spring": Usual({"wellness": 0.9}, (90, 150, 240), "10:00-22:00", indoor=True),
    "academy": Usual({"culture": 0.6, "history": 0.5}, (45, 75, 120), "09:00-17:00"),
    "experience": Usual({"family": 0.7}, (60, 150, 360), "09:30-18:00"),
    "food": Usual({"food": 0.8}, (45, 60, 90), "10:30-21:30", indoor=True),
    "shop": Usual({"craft": 0.3, "food": 0.2}, (30, 60, 120), "09:30-21:30", indoor=True),
    "stay": Usual({"culture": 0.1}, (30, 60, 120), "24/7", indoor=True),
}
"""By kind of place that one visits, eats or sleeps at."""

QUALITY = 0.6
"""How good a place is of which nothing is told."""

ROAD_CLASSES: dict[str, dict[str, float]] = {
    "street": {"detour": 1.3, "speed_kmh": 26, "overhead_min": 2},
    "highway": {"detour": 1.3, "speed_kmh": 60, "overhead_min": 2},
}
"""Streets of a town, and the roads that longer ways are on."""

FAR_FROM_KM = 12.0
"""From how many kilometres on a way runs on the faster roads."""

WALK_DETOUR, WALK_KMH = 1.3, 4.5

CO2_KG_PER_KM = {
    **{"car": 0.17, "taxi": 0.17, "bus": 0.04, "shuttle": 0.05, "train": 0.03, "metro": 0.03},
    **{"cable_car": 0.02, "ferry": 0.1, "plane": 0.15, "walk": 0.0},
}

_IN_CNY: dict[str, Any] = {
    "fuel_cny_per_km": 0.6,
    "taxi_flag_fall_cny": 12,
    "taxi_included_km": 3,
    "taxi_cny_per_km": 2.6,
    "taxi_far_km": 20,
    "taxi_far_from_km": 15,
    "taxi_far_share": 0.5,
    "taxi_night_share": 0.2,
    "charter_cny_per_day": 600,
    "charter_included_km": 200,
    "charter_cny_per_extra_km": 3,
    "picnic_cny": 30,
    "breakfast_cny": 20,
    "room_cny": 350,
}
_SHARES: dict[str, float] = {
    **{"fuel_cny_per_km": 1.6, "taxi_flag_fall_cny": 4.0, "taxi_cny_per_km": 4.0},
    **{"charter_cny_per_day": 6.0, "charter_cny_per_extra_km": 4.0, "picnic_cny": 2.5},
    **{"breakfast_cny": 4.0, "room_cny": 2.5},
}
_CNY_PER_UNIT: dict[str, float] = {"EUR": 7.8, "USD": 7.2, "GBP": 9.2, "JPY": 0.049, "BRL": 1.3}
"""Rough rates; only used to estimate tariffs."""

_CHEAPER: dict[str, float] = {"BRL": 0.35, "JPY": 0.7}
"""Prices of services against those of western Europe, where they differ much."""


def usual_tariffs(currency: str) -> dict[str, Any]:
    """Return what getting around and eating simply costs about; no amounts where none are known.

    Parameters
    ----------
    currency
        ISO 4217 code.
    """
    tariffs: dict[str, Any] = {"confidence": "estimated", "co2_kg_per_km": CO2_KG_PER_KM}
    if currency == "CNY":
        return tariffs | _IN_CNY
    rate = _CNY_PER_UNIT.get(currency)
    if rate is None:
        return tariffs
    level = _CHEAPER.get(currency, 1.0)
    for name, amount in _IN_CNY.items():
        share = _SHARES.get(name)
        tariffs[name] = amount if share is None else round(amount * share * level / rate, 2)
    return tariffs
