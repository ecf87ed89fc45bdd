"""Any request for a trip in a region, sensible or not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from drawn.values import (
    STRANGE_TEXTS,
    THEMES,
    clocks,
    rarely,
    shares,
    slugs,
    some,
    tags,
    themes,
)

DATES = (
    *("2026-04-10", "2026-04-03", "2026-02-14", "2026-09-29", "2026-12-30", "2028-02-28"),
    *("2026-03-28", "2026-10-24", "2026-04-04", "2026-09-26", "2027-03-13", "2026-04-23"),
    *("2001-01-01", "2099-12-30", "2064-02-28", "2026-06-20", "2026-12-20"),
)
"""Ordinary days, holidays, leap days, year ends, solstices, changes of the clocks, far years."""

COSTS = (*("ticket", "activity", "stay", "meal", "transport", "way_in_and_out", "getting_around"),)
MODES = (
    *("car", "charter", "rented_car", "taxi", "bus", "shuttle", "rail", "high_speed_rail"),
    *("cable_car", "ferry", "flight", "walk"),
)


@st.composite
def requests(draw: st.DrawFn, region: dict[str, Any]) -> dict[str, Any]:
    """Draw the fields of a request, some of which may be refused."""
    ids = [place["id"] for place in region["places"]]
    fields = draw(_dates(ids)) | draw(some(_fields(region, ids)))
    if "travellers" in fields:
        fields.pop("interests", None)
    return fields


@st.composite
def _dates(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    start = date.fromisoformat(draw(st.sampled_from(DATES)))
    days = draw(st.sampled_from((1, 1, 2, 2, 3, 4)))
    if draw(st.booleans()):
        return {"start": str(start), "days": days}
    last = start + timedelta(days=days - 1)
    offset = draw(rarely("", st.sampled_from(("Z", "+14:00", "-05:00"))))
    return {
        "arrive": {
            "at": draw(st.sampled_from(ids)),
            "time": f"{start}T{draw(clocks)}{offset}",
        },
        "depart": {
            "at": draw(st.sampled_from(ids)),
            "time": f"{last}T{draw(rarely('18:30', clocks))}{offset}",
        },
    }


def _fields(region: dict[str, Any], ids: list[str]) -> dict[str, st.SearchStrategy[Any]]:
    """Return what each field is drawn from."""
    some_ids = st.lists(rarely(ids[0], st.sampled_from(ids)), max_size=2, unique=True)
    seen = [p["id"] for p in region["places"] if p["kind"] not in {"gateway", "town", "stay"}]
    visits = st.lists(st.sampled_from(seen), max_size=2, unique=True) if seen else some_ids
    beds = [p["id"] for p in region["places"] if p["kind"] == "stay"]
    stays = st.lists(st.sampled_from(beds), max_size=2) if beds else some_ids
    stories = st.sampled_from([(), tuple(story["id"] for story in region["stories"])])
    engaged = st.builds(
        lambda at, start, clock, minutes: {
            "at": at,
            "start": f"{start}T{clock}",
            "minutes": minutes,
            "title": "Talk 🗣",
        },
        st.sampled_from(ids),
        st.sampled_from(DATES),
        clocks,
        st.sampled_from((1, 60, 1_440)),
    )
    modes = st.none() | st.lists(st.sampled_from(MODES), min_size=1, max_size=4, unique=True)
    who = st.fixed_dictionaries({"name": st.sampled_from(STRANGE_TEXTS), "interests": themes})
    return {
        "day_start": clocks,
        "day_end": clocks,
        "early_start": st.none() | clocks,
        "evening_end": st.none() | clocks,
        "today": st.sampled_from(("0001-01-01", "2026-04-01", "9999-12-31")),
        "party": _parties,
        "interests": themes,
        "travellers": st.lists(who, max_size=3),
        "fairness": st.sampled_from(("sum", "maximin")),
        "style": st.sampled_from(("quick", "slow", "immersive", "balanced")) | _styles,
        "must_visit": visits,
        "avoid": some_ids,
        "seen": some_ids | st.lists(slugs, max_size=1),
        "stories": stories,
        "appointments": st.lists(engaged, max_size=2),
        "budget_cny": st.sampled_from((0, 1, 200, 3_000, 10_000_000)),
        "points_per_100_cny": st.sampled_from((0, 5, 100)),
        "transport": st.sampled_from(("car", "charter", "public", "rented_car"))
        | st.lists(st.sampled_from(MODES), min_size=1, max_size=5, unique=True),
        "meals": st.lists(st.sampled_from(("breakfast", "lunch", "dinner")), max_size=3),
        "picnics": st.booleans(),
        "pace": some(_PACE),
        "stay": some({**_STAY, "places": stays}),
        "max_walk_km": st.sampled_from((0, 0.1, 5, 30)),
        "language": st.sampled_from(("en", "zh")),
        "wanted": st.lists(_matching(ids) | _counted(ids), max_size=2),
        "unwanted": _matching(ids),
        "caps_cny": st.dictionaries(st.sampled_from(COSTS), st.sampled_from((0, 50, 5_000))),
        "transport_between": modes,
        "transport_back": modes,
        "robust": st.sampled_from((0, 0.3, 0.8, 0.99)),
    }


def _matching(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return what tells some places from others."""
    return some(
        {
            "places": st.lists(st.sampled_from(ids), max_size=2),
            "kinds": st.lists(st.sampled_from(("museum", "nature", "food", "shop")), max_size=2),
            "tags": tags,
            "themes": st.lists(st.sampled_from(THEMES), max_size=2),
            "cuisines": tags,
            "dishes": tags,
        }
    )


def _counted(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return so many of some places."""
    counts = some({"least": st.sampled_from((0, 1, 3)), "most": st.sampled_from((0, 1, 3))})
    return st.tuples(_matching(ids), counts).map(lambda parts: parts[0] | parts[1])


_parties = some(
    {
        "adults": st.sampled_from((0, 1, 5, 50)),
        "children": st.lists(st.sampled_from((0, 5, 17)), max_size=3),
        "seniors": st.sampled_from((0, 2)),
        "senior_ages": st.lists(st.sampled_from((60, 70, 120)), max_size=2),
        "wheelchairs": st.sampled_from((0, 1)),
        "effort": st.none() | st.sampled_from(("easy", "moderate", "hard")),
    }
)
_styles = some(
    {
        "name": st.sampled_from(STRANGE_TEXTS),
        "interest_share": shares,
        "linger": st.sampled_from((0.001, 0.5, 1)),
        "hands_on_bonus": st.sampled_from((0, 2)),
        "table_bonus": st.sampled_from((0, 2)),
        "travel_points_per_hour": st.sampled_from((0, 0.001, 200)),
        "bed_change_points": st.sampled_from((0, 500)),
        "visits_per_day": st.sampled_from((1, 2, 20)),
        "free_min": st.sampled_from((0, 60, 150)),
        "theme_visits_per_day": st.sampled_from((0.001, 20)),
        "chain_points": st.sampled_from((0, 200)),
        "story_points": st.sampled_from((0, 200)),
        "alike_in_a_row": st.booleans(),
    }
)
_PACE: dict[str, st.SearchStrategy[Any]] = {
    "stops_a_day": st.none() | st.sampled_from((1, 3, 20)),
    "rest_min": st.sampled_from((0, 45, 120)),
    "free_min": st.none() | st.sampled_from((0, 60, 150)),
    "buffer_min": st.sampled_from((0, 10, 60)),
    "avoid_heat": st.none() | st.booleans(),
}
_STAY: dict[str, st.SearchStrategy[Any]] = {
    "one_base": st.booleans(),
    "max_room_cny": st.none() | st.sampled_from((0, 100, 1_000)),
    "rooms": st.none() | st.sampled_from((1, 3, 50)),
    "room_beds": st.none() | st.sampled_from((1, 2)),
    "tags": tags,
    "prefer": st.none() | st.sampled_from(("hotel", "homestay", "camp")),
    "prefer_points": st.sampled_from((0, 15, 100)),
}
