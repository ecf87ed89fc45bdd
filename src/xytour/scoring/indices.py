"""The three aims measured: access, slowness, immersion, each 0 to 100 with its parts.

The formulas are xytour's own; the parts are shares from 0 to 1 and shown with the result.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xytour.model.itinerary import (
    ActivityItem,
    AppointmentItem,
    Day,
    Free,
    Indices,
    Leg,
    Meal,
    StayItem,
    Visit,
    Wait,
)
from xytour.model.place import Theme, Visitable
from xytour.scoring.profits import match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.region import Region

AT_EASE = 3
"""Visits a day that feel unhurried; the pace falls to 0 at ``HURRIED``."""

HURRIED = 9
ENOUGH_FREE = 0.12
"""Share of waking time that is enough free time."""


def indices(days: Sequence[Day], region: Region, interests: Mapping[Theme, float]) -> Indices:
    """Measure an itinerary on the three aims.

    Parameters
    ----------
    days
        Of the itinerary.
    region
        Where the places are found.
    interests
        Of the traveller.

    Notes
    -----
    access = 70 moving + 15 waiting + 15 swift: the shares of waking time not spent on the
    way and not spent waiting, and the average speed of the legs against 60 km/h.

    slowness = 40 dwell + 25 pace + 20 bed + 15 free: time at places against the usual
    stay (at most 1), visits a day from 3 (1) to 9 (0), nights in the same bed as the night
    before, free time against 12 % of the waking time.

    immersion = 50 depth + 25 hands + 25 chain: fit to the interests weighted by the time
    of the visits, hands-on activities a day (at most 1), and how many of the six links of
    the chain are there (food, stay, transport, sights, shopping, entertainment).
    """
    parts = {**_access(days), **_slowness(days, region), **_immersion(days, region, interests)}
    return Indices(
        access=_index(parts, moving=70, waiting=15, swift=15),
        slowness=_index(parts, dwell=40, pace=25, bed=20, free=15),
        immersion=_index(parts, depth=50, hands=25, chain=25),
        parts={name: round(value, 4) for name, value in parts.items()},
    )


def _index(parts: Mapping[str, float], **weights: int) -> float:
    return round(sum(weight * parts[name] for name, weight in weights.items()), 1)


def _minutes(days: Sequence[Day], kinds: type | tuple[type, ...]) -> int:
    return sum(item.minutes for day in days for item in day.items if isinstance(item, kinds))


def _waking_min(days: Sequence[Day]) -> int:
    awake = sum(
        item.minutes for day in days for item in day.items if not isinstance(item, StayItem)
    )
    return max(1, awake)


def _access(days: Sequence[Day]) -> dict[str, float]:
    awake = _waking_min(days)
    legs = [item for day in days for item in day.items if isinstance(item, Leg)]
    hours = sum(leg.minutes for leg in legs) / 60
    speed_kmh = sum(leg.distance_km for leg in legs) / hours if hours else 60.0
    return {
        "moving": 1 - _minutes(days, Leg) / awake,
        "waiting": 1 - _minutes(days, Wait) / awake,
        "swift": min(1.0, speed_kmh / 60),
    }


def _visits(days: Sequence[Day]) -> list[Visit | ActivityItem]:
    return [item for day in days for item in day.items if isinstance(item, Visit | ActivityItem)]


def _slowness(days: Sequence[Day], region: Region) -> dict[str, float]:
    visits = _visits(days)
    dwell = [min(1.0, v.minutes / _place(region, v.place_id).visit_minutes.typical) for v in visits]
    beds = [item.place_id for day in days for item in day.items if isinstance(item, StayItem)]
    same = sum(bed == before for before, bed in pairwise(beds))
    pace = 1 - (len(visits) / len(days) - AT_EASE) / (HURRIED - AT_EASE)
    return {
        "dwell": sum(dwell) / len(dwell) if dwell else 1.0,
        "pace": min(1.0, max(0.0, pace)),
        "bed": same / (len(beds) - 1) if len(beds) > 1 else 1.0,
        "free": min(1.0, _minutes(days, Free) / _waking_min(days) / ENOUGH_FREE),
    }


def _immersion(
    days: Sequence[Day], region: Region, interests: Mapping[Theme, float]
) -> dict[str, float]:
    visits = _visits(days)
    time = sum(visit.minutes for visit in visits)
    fit = sum(v.minutes * match(_place(region, v.place_id).themes, interests) for v in visits)
    hands = sum(_is_hands_on(region, v) for v in visits if isinstance(v, ActivityItem))
    return {
        "depth": fit / time if time else 0.0,
        "hands": min(1.0, hands / len(days)),
        "chain": len(chain(days, region)) / 6,
    }


def chain(days: Sequence[Day], region: Region) -> set[str]:
    """Return which of the six links of the tourism chain an itinerary has."""
    links = set()
    for day in days:
        for item in day.items:
            if isinstance(item, Meal) and item.place_id and item.meal != "breakfast":
                links.add("food")
            elif isinstance(item, StayItem):
                links.add("stay")
            elif isinstance(item, Leg):
                links.add("transport")
            elif isinstance(item, Visit | ActivityItem | AppointmentItem):
                links.add("sights")
            if isinstance(item, Visit | ActivityItem) and item.kind == "shop":
                links.add("shopping")
            if isinstance(item, ActivityItem) and _activity(region, item).kind == "show":
                links.add("entertainment")
    return links


def _place(region: Region, place_id: str) -> Visitable:
    place = region.by_id[place_id]
    assert isinstance(place, Visitable)  # noqa: S101 (only such places are visited)
    return place


def _activity(region: Region, item: ActivityItem):  # type: ignore[no-untyped-def]  # noqa: ANN202
    activities = _place(region, item.place_id).activities
    return next(activity for activity in activities if activity.id == item.activity_id)


def _is_hands_on(region: Region, item: ActivityItem) -> bool:
    return bool(_activity(region, item).hands_on)
