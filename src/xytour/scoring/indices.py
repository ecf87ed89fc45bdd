"""The three aims measured: access, slowness, immersion, each 0 to 100 with its parts.

The formulas are xytour's own; the parts are shares from 0 to 1 and shown with the result.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from geopy.distance import great_circle

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
from xytour.model.place import Activity, Theme, Visitable
from xytour.scoring.chain import links_of
from xytour.scoring.profits import match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.region import Region

AT_EASE = 3
"""Visits a day that feel unhurried; the pace falls to 0 at ``HURRIED``."""

HURRIED = 9
NEAR_MIN = 30
"""Minutes on the way to a visit that feel near."""

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
    access = 50 moving + 25 reach + 15 waiting + 10 direct: the shares of waking time not
    spent on the way and not spent waiting; half an hour against the time on the way for each
    visit (at most 1); straight lines against the ways travelled.

    slowness = 40 dwell + 25 pace + 20 bed + 15 free: time at places against the usual
    stay (at most 1), visits a day from 3 (1) to 9 (0), nights in the same bed as the night
    before, free time against 12 % of the waking time.

    immersion = 40 depth + 30 hands + 30 chain: fit to the interests weighted by the time
    of the visits; activities a day (at most 1), of which those without hands of one's own
    count by half; and how many of the six links of the chain are there (food, stay,
    transport, sights, shopping, entertainment).
    """
    parts = {
        **_access(days, region),
        **_slowness(days, region),
        **_immersion(days, region, interests),
    }
    return Indices(
        access=_index(parts, moving=50, reach=25, waiting=15, direct=10),
        slowness=_index(parts, dwell=40, pace=25, bed=20, free=15),
        immersion=_index(parts, depth=40, hands=30, chain=30),
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


def _access(days: Sequence[Day], region: Region) -> dict[str, float]:
    awake = _waking_min(days)
    legs = [item for day in days for item in day.items if isinstance(item, Leg)]
    on_the_way = _minutes(days, Leg)
    travelled = sum(leg.distance_km for leg in legs)
    straight = sum(_straight_km(region, leg.from_id, leg.to_id) for leg in legs)
    return {
        "moving": 1 - on_the_way / awake,
        "reach": min(1.0, NEAR_MIN * len(_visits(days)) / on_the_way) if on_the_way else 1.0,
        "waiting": 1 - _minutes(days, Wait) / awake,
        "direct": min(1.0, straight / travelled) if travelled else 1.0,
    }


def _straight_km(region: Region, here: str, there: str) -> float:
    ends = (region.by_id[place].location for place in (here, there))
    return float(great_circle(*((end.lat, end.lon) for end in ends)).km)


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
    done = [_activity(region, v) for v in visits if isinstance(v, ActivityItem)]
    hands = sum(1.0 if activity.hands_on else 0.5 for activity in done)
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
            if isinstance(item, Visit | ActivityItem):
                activity = _activity(region, item) if isinstance(item, ActivityItem) else None
                links |= links_of(_place(region, item.place_id), activity)
    return links


def _place(region: Region, place_id: str) -> Visitable:
    place = region.by_id[place_id]
    assert isinstance(place, Visitable)  # noqa: S101 (only such places are visited)
    return place


def _activity(region: Region, item: ActivityItem) -> Activity:
    activities = _place(region, item.place_id).activities
    return next(activity for activity in activities if activity.id == item.activity_id)
