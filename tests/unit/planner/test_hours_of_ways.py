"""Ways of which a part runs at some hours only: the cable car, for who comes by car."""

from datetime import time, timedelta

import pytest

import xytour as xt
from xytour.planner.posing import within

HILLTOP = {"start": "2026-06-12", "must_visit": ["jigongshan"], "transport": "car"}


def cable_cars(itinerary):
    """Return the rides by cable car."""
    legs = (item for item in itinerary.items() if item.type == "leg")
    return [part for leg in legs for part in leg.parts if part.mode == "cable_car"]


@pytest.mark.parametrize(
    "wish",
    [
        {"days": 1, "day_start": "11:00", "day_end": "20:30"},
        {"days": 2, "stay": xt.StayWish(places=["jigongshan-hilltop-stay"])},
        {"days": 2, "stay": xt.StayWish(places=["jigongshan-hilltop-stay"]), "robust": 0.3},
    ],
)
def test_nobody_rides_a_cable_car_that_stands(plan, wish):
    """It runs from 08:30 to 17:00, whenever the day begins and ends."""
    rides = cable_cars(plan(**HILLTOP, **wish))

    assert rides
    for ride in rides:
        leaves = ride.start + timedelta(minutes=ride.board_min + ride.wait_min)
        assert time(8, 30) <= leaves.time() <= time(17, 0)


def test_where_it_does_not_run_any_more_there_is_no_way(plan):
    """Who begins the day after the last cable car up cannot see the hilltop."""
    with pytest.raises(xt.InfeasibleError):
        plan(**HILLTOP, days=1, day_start="16:40", day_end="21:30")


@pytest.mark.parametrize(
    ("leave", "arrival"), [(0, 70), (40, 70), (60, 70), (80, 90), (90, 100), (91, 1_000_000)]
)
def test_a_way_within_hours(leave, arrival):
    """From 60 to 90 it takes 10; before, one waits; after, one does not arrive that day."""
    got = within(60, 90, 10).arrival(leave)

    assert got == arrival if arrival < 1_000_000 else got > arrival
