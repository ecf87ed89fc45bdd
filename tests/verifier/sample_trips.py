"""Right itineraries of the sample region, every number worked out by hand.

They follow from ``docs/itinerary-format.md`` alone; no planner has made them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from verifier.sample_region import region

SATURDAY = date(2026, 4, 11)
BOARDING = {"bus": 10, "shuttle": 5}


class Diary:
    """Writes items whose times are told as ``09:12-09:42`` of a numbered day."""

    def __init__(self, first, day):
        self.date = first + timedelta(days=day)

    def item(self, kind, span, /, **fields):
        """Return an item of any type."""
        start, end = (f"{self.date}T{time}:00+08:00" for time in span.split("-"))
        return {"type": kind, "start": start, "end": end, **fields}

    def visit(self, kind, span, place_id, **fields):
        """Return a visit or an activity."""
        known = next(each for each in region()["places"] if each["id"] == place_id)
        shown = {key: known.get(key) for key in ("kind", "confidence", "last_entry")}
        return self.item(kind, span, place_id=place_id, queue_min=0, **{**shown, **fields})

    def night(self, place_id, number, cost):
        """Return a stay from 18:59 to the next day's start."""
        morning = self.date + timedelta(days=1)
        item = self.item("stay", "18:59-08:30", place_id=place_id, nights_so_far=number)
        price = {"rooms": 1, "room_cny": cost, "cost_cny": cost}
        check_in_min = 15 if number == 1 else 0
        return {
            **item,
            **price,
            "end": f"{morning}T08:30:00+08:00",
            "check_in_min": check_in_min,
            "profit": 0,
        }

    def part(self, span, link_id, ends, km, cost, *, by="car county_road", wait=0):
        """Return a part of a leg; ``by`` names vehicle, mode and, where there is one, road."""
        vehicle, mode, road = (*by.split(), None)[:3]
        start, end = ends.split()
        board = min(wait, BOARDING.get(mode, 0))
        whole = self.item("part", span)
        moments = (datetime.fromisoformat(whole[key]) for key in ("end", "start"))
        lasts = round((next(moments) - next(moments)).total_seconds() / 60)
        return {
            **whole,
            "mode": mode,
            "vehicle": vehicle,
            "from_id": start,
            "to_id": end,
            "link_id": link_id,
            "distance_km": km,
            "board_min": board,
            "wait_min": wait - board,
            "ride_min": lasts - wait,
            "park_min": 0,
            "cost_cny": cost,
            "road": road,
            "estimated": link_id is None,
        }

    def leg(self, span, km, cost, *parts, mode="car"):
        """Return a leg of these parts."""
        ends = {"from_id": parts[0]["from_id"], "to_id": parts[-1]["to_id"], "mode": mode}
        sums = {key: sum(part[key] for part in parts) for key in ("ride_min", "wait_min")}
        sums["transfer_min"] = sum(part["board_min"] + part["park_min"] for part in parts)
        fields = {"distance_km": km, "cost_cny": cost, "parts": list(parts), **ends, **sums}
        return self.item("leg", span, **fields)


def people(*costs):
    """Return what two adults and the child of eight pay."""
    groups = (("adult", None), ("adult", None), ("child", 8))
    return [
        {"group": group, "age": age, "cost_cny": cost}
        for (group, age), cost in zip(groups, costs, strict=True)
    ]


def document(request, days, totals, score_parts):
    """Return an itinerary of these days, proved best."""
    score = totals["score"]
    party = {"adults": 2, "children": [8], "seniors": 0, "wheelchairs": 0}
    return {
        "schema_version": 1,
        "region_id": "equator",
        "language": "en",
        "request": {"party": party, **request},
        "days": [{"date": items[0]["start"][:10], "items": items} for items in days],
        "totals": totals,
        "score_parts": score_parts,
        "certificate": {"score": score, "upper_bound": score, "gap": 0.0, "status": "optimal"},
        "indices": {"access": 80.0, "slowness": 60.0, "immersion": 50.0},
        "warnings": [],
    }


def two_days(first=SATURDAY):
    """Return two days by car: museum, noodles, tea picking, a night at the inn, the peak."""
    a, b = Diary(first, 0), Diary(first, 1)
    one = [
        a.item("wait", "09:00-09:12", place_id="station"),
        a.leg(
            "09:12-09:42",
            14,
            12.0,
            a.part("09:12-09:32", "l1", "station town", 10, 10.0, by="car national_road G1"),
            a.part("09:32-09:42", "l2", "town museum", 4, 2.0),
        ),
        a.visit(
            "visit",
            "09:42-11:42",
            "museum",
            opening="09:00-17:00",
            profit=80,
            ticket_cny=50,
        ),
        a.leg("11:42-11:47", 2, 1.0, a.part("11:42-11:47", "l3", "museum noodles", 2, 1.0)),
        a.item("meal", "11:47-12:47", meal="lunch", place_id="noodles", cost_cny=120, profit=6),
        a.leg(
            "12:47-13:19",
            17,
            8.5,
            a.part("12:47-12:55", "l4", "noodles town", 3, 1.5),
            a.part("12:55-13:19", None, "town hill", 14.0, 7.0),
        ),
        a.item("wait", "13:19-14:00", place_id="hill"),
        a.visit(
            "activity",
            "14:00-15:30",
            "hill",
            activity_id="picking",
            session="14:00",
            opening="08:00-18:00",
            profit=100,
            ticket_cny=90,
        ),
        a.item("free", "15:30-17:30", place_id="hill"),
        a.item("meal", "17:30-18:30", meal="dinner", place_id=None, cost_cny=90, profit=0),
        a.leg(
            "18:30-18:59",
            16,
            8.0,
            a.part("18:30-18:54", None, "hill town", 14.0, 7.0),
            a.part("18:54-18:59", "l5", "town inn", 2, 1.0),
        ),
        a.night("inn", 1, 200),
    ]
    two = [
        b.item("wait", "08:30-08:40", place_id="inn"),
        b.leg(
            "08:40-09:10",
            8,
            31.0,
            b.part("08:40-08:45", "l5", "inn town", 2, 1.0),
            b.part("08:45-09:10", "l6", "town peak", 6, 30, by="shuttle shuttle", wait=10),
        ),
        b.visit("visit", "09:10-11:30", "peak", opening="00:00-24:00", profit=70, ticket_cny=0),
        b.item("meal", "11:30-12:15", meal="lunch", place_id=None, cost_cny=90, profit=0),
        b.leg(
            "12:15-13:00",
            16,
            40.0,
            b.part("12:15-12:40", "l6", "peak town", 6, 30, by="shuttle shuttle", wait=10),
            b.part("12:40-13:00", "l1", "town station", 10, 10.0, by="car national_road G1"),
        ),
        b.item("free", "13:00-17:30", place_id="station"),
        b.item("wait", "17:30-18:00", place_id="station"),
    ]
    kinds = {"ticket": 50, "activity": 90, "stay": 200, "meal": 300, "transport": 100.5}
    trip = document(
        {
            "arrive": {"at": "station", "time": f"{a.date}T09:00:00"},
            "depart": {"at": "station", "time": f"{b.date}T18:00:00+08:00"},
            "budget_cny": 800,
            "transport": "car",
            "must_visit": ["museum"],
            "meals": ["lunch", "dinner"],
        },
        [one, two],
        {
            "score": 221.8,
            "cost_cny": 740.5,
            "cost_by_kind": kinds,
            "cost_by_day": [
                {"ticket": 50, "activity": 90, "stay": 200, "meal": 210, "transport": 29.5},
                {"ticket": 0, "activity": 0, "stay": 0, "meal": 90, "transport": 71},
            ],
            "cost_by_person": people(250.17, 250.17, 240.16),
            "travel_min": 171,
            "distance_km": 73,
            "walk_km": 0,
        },
        {"visits": 250, "tables": 6, "travel": -34.2},
    )
    trip["warnings"] = [
        {"code": "estimated-hours", "place_id": "hill", "text": "Ring first."},
        {"code": "unknown-price", "place_id": "hill", "text": "Ask."},
    ]
    return trip


def one_day(request, there, back, by_kind, **totals):
    """Return a day without given times: a way to the museum, 90 minutes there, a way back."""
    visit = Diary(SATURDAY, 0).visit(
        "visit", "09:00-10:30", "museum", opening="09:00-17:00", profit=80, ticket_cny=50
    )
    dates = {"start": str(SATURDAY), "days": 1, "meals": []}
    sums = {"score": 60, "cost_cny": sum(by_kind.values()), "cost_by_kind": by_kind, **totals}
    # Tickets of 20, 20 and 10, and a third of the ways for each.
    ways = by_kind["transport"] / 3
    sums["cost_by_day"] = [by_kind]
    sums["cost_by_person"] = people(20 + ways, 20 + ways, 10 + ways)
    items = [there, visit, back]
    return document({**dates, **request}, [items], sums, {"visits": 80, "travel": -20})


def public_day():
    """Return a day by taxi, on foot, by bus and by taxi again."""
    diary = Diary(SATURDAY, 0)
    there = diary.leg(
        "08:30-09:00",
        14,
        30.55,
        diary.part("08:30-08:50", "l1", "station town", 10, 30.55, by="taxi national_road G1"),
        diary.part("08:50-09:00", "l2", "town museum", 4, 0, by="taxi county_road"),
        mode="public",
    )
    back = diary.leg(
        "10:30-11:40",
        14.5,
        29.75,
        diary.part("10:30-10:53", None, "museum noodles", 1.5, 0, by="walk walk"),
        diary.part("10:53-11:20", "l7", "noodles town", 3, 6, by="bus bus", wait=15),
        diary.part("11:20-11:40", "l1", "town station", 10, 23.75, by="taxi national_road G1"),
        mode="public",
    )
    kinds = {"ticket": 50, "transport": 60.3}
    request = {"transport": "public"}
    return one_day(request, there, back, kinds, travel_min=100, distance_km=27, walk_km=1.5)


def charter_day():
    """Return a day with a driver: tolls of 10, and 450 for the day with 8 km beyond 20."""
    diary = Diary(SATURDAY, 0)
    there = diary.leg(
        "08:30-09:00",
        14,
        5,
        diary.part("08:30-08:50", "l1", "station town", 10, 5, by="car national_road G1"),
        diary.part("08:50-09:00", "l2", "town museum", 4, 0),
        mode="charter",
    )
    back = diary.leg(
        "10:30-11:00",
        14,
        5,
        diary.part("10:30-10:40", "l2", "museum town", 4, 0),
        diary.part("10:40-11:00", "l1", "town station", 10, 5, by="car national_road G1"),
        mode="charter",
    )
    kinds = {"ticket": 50, "transport": 480}
    request = {"transport": "charter"}
    return one_day(request, there, back, kinds, travel_min=60, distance_km=28, walk_km=0)


def idle_days():
    """Return three days that begin and end at the inn, with nothing but two nights."""
    days = [Diary(SATURDAY, number) for number in range(3)]
    items = [[day.item("free", "08:30-18:59", place_id="inn")] for day in days]
    for number in (0, 1):
        items[number].append(days[number].night("inn", number + 1, 200))
    totals = {"score": 0, "cost_cny": 400, "cost_by_kind": {"stay": 400}}
    totals["cost_by_day"] = [{"stay": 200}, {"stay": 200}, {}]
    totals["cost_by_person"] = people(133.34, 133.33, 133.33)
    request = {"start": str(SATURDAY), "days": 3, "meals": [], "stay": {"one_base": True}}
    gates = {"arrive": {"at": "inn"}, "depart": {"at": "inn"}}
    none = {"travel_min": 0, "distance_km": 0, "walk_km": 0}
    return document({**request, **gates}, items, {**totals, **none}, {})
