"""Trips in a region made of tables keep all rules: trains in and out, metro rides, taxis."""

import json

import pytest
from verifier import verify

import xytour as xt


def trains(start, end, hours):
    """Return a train each hour, of an hour and a quarter."""
    return [
        {
            **{"TrainID": f"G{hour}", "From": start, "To": end, "Cost": 73},
            **{"BeginTime": f"{hour:02d}:10", "EndTime": f"{hour + 1:02d}:25"},
        }
        for hour in hours
    ]


@pytest.fixture(scope="module")
def region():
    """Return a town with two metro lines, a station, halls, tables and inns."""

    def at(k):
        return {"lat": 30.2 + 0.012 * (k % 6), "lon": 120.1 + 0.011 * (k * 7 % 11)}

    kinds = ["museum", "park", "temple", "lake"]
    halls = [
        {
            "name": f"Hall {k}",
            "type": kinds[k % 4],
            **at(k),
            "price": 10 * (k % 3),
            "rating": 3 + k % 3,
        }
        for k in range(16)
    ]
    tables = [
        {
            **{"name": f"Table {k}", **at(k), "price": 60, "cuisine": ["川菜", "江浙菜"][k % 2]},
            **{"opentime": "10:00", "endtime": "22:00"},
        }
        for k in range(6)
    ]
    inns = [
        {
            "name": f"Inn {k}",
            **at(2 * k),
            "price": 300 + 20 * k,
            "numbed": 1 + k % 2,
            "tags": "亲子",
        }
        for k in range(4)
    ]
    lines = [
        {
            "name": name,
            "stations": [
                {
                    "name": f"{name}{k}" if k != 3 else "Cross",
                    "lat": 30.23 + up * (k - 3),
                    "lon": 120.15 + on * (k - 3),
                }
                for k in range(7)
            ],
        }
        for name, up, on in (("A", 0.0, 0.015), ("B", 0.012, 0.0))
    ]
    return xt.region_from_tables(
        {"en": "Hangzhou", "zh": "杭州"},
        sights=halls,
        restaurants=tables,
        hotels=inns,
        metro=lines,
        trains=[
            *trains("上海虹桥站", "杭州东站", range(6, 20)),
            *trains("杭州东站", "上海虹桥站", range(6, 21)),
        ],
        stations=[{"name": "杭州东站", "lat": 30.232, "lon": 120.196}],
        source="a town made up for this test",
    ).region


def plan(region, **wishes):
    """Return a trip of two days from Shanghai and back."""
    (far,) = [p.id for p in region.places if p.kind == "gateway" and p.outside]
    request = xt.TripRequest(
        arrive=xt.Arrival(at=far, time="2026-04-10T07:00"),
        depart=xt.Departure(at=far, time="2026-04-11T21:00"),
        **wishes,
    )
    return xt.Planner(region).plan(request, iterations=200, time_limit=20)


def parts_of(itinerary):
    """Return the parts of all legs."""
    items = [item for day in itinerary.days for item in day.items if item.type == "leg"]
    return [part for item in items for part in item.parts]


def test_trains_both_ways_and_metro_rides(region):
    """The plan catches a train each way, and rides lines as they are told."""
    allowed = ["high_speed_rail", "metro", "walk"]
    itinerary = plan(region, transport=allowed, max_walk_km=2.0)
    parts = parts_of(itinerary)
    rides = [part for part in parts if part.vehicle == "metro"]

    assert (
        verify(
            json.loads(itinerary.model_dump_json()),
            json.loads(region.model_dump_json(by_alias=True)),
        )
        == []
    )
    assert [part.line[0] for part in parts if part.vehicle == "train"] == ["G", "G"]
    assert rides
    assert all(part.estimated for part in rides)
    assert len(itinerary.visits) >= 3


@pytest.mark.parametrize("transport", ["public", "car"])
def test_taxis_and_cars_go_from_door_to_door(region, transport):
    """Whatever the party travels by, the rules hold; a car begins and ends in the town."""
    if transport == "car":
        request = xt.TripRequest(start="2026-04-10", days=2, transport="car")
        itinerary = xt.Planner(region).plan(request, iterations=200, time_limit=20)
    else:
        itinerary = plan(region, transport=transport)

    assert (
        verify(
            json.loads(itinerary.model_dump_json()),
            json.loads(region.model_dump_json(by_alias=True)),
        )
        == []
    )
    assert {"car", "taxi"} & {part.vehicle for part in parts_of(itinerary)}


def test_rules_of_all_kinds_together(region):
    """Rooms, cuisines, kinds, ways between and within, and a cap on each kind of cost."""
    itinerary = plan(
        region,
        party={"adults": 3},
        stay={"rooms": 2, "room_beds": 2, "tags": ["亲子"]},
        wanted=[
            xt.Wanted(cuisines=["川菜"]),
            xt.Wanted(cuisines=["江浙菜"]),
            xt.Wanted(tags=["Museum"], least=2),
        ],
        unwanted={"tags": ["temple"]},
        transport=["metro", "taxi", "walk"],
        transport_between=["high_speed_rail"],
        caps_cny={
            **{"ticket": 60, "stay": 640, "meal": 900},
            **{"way_in_and_out": 520, "getting_around": 160},
        },
        budget_cny=2_200,
    )

    assert (
        verify(
            json.loads(itinerary.model_dump_json()),
            json.loads(region.model_dump_json(by_alias=True)),
        )
        == []
    )
    assert [item.rooms for item in itinerary.items() if item.type == "stay"] == [2]
    assert itinerary.totals.cost_by_kind["stay"] == 640
