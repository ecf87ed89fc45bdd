"""The three aims, measured on days worked out by hand."""

from datetime import date, datetime

import pytest
from geopy.distance import great_circle

from xytour.model.itinerary import ActivityItem, Day, Free, Leg, StayItem, Visit
from xytour.scoring.indices import chain, indices


def span(start, end):
    """Return the times of an item on 10 April 2026."""
    times = (datetime.fromisoformat(f"2026-04-10T{clock}+08:00") for clock in (start, end))
    return dict(zip(("start", "end"), times, strict=True))


def visit(region, place_id, start, end, cls=Visit, **fields):
    """Return a visit."""
    place = region.by_id[place_id]
    return cls(
        **span(start, end),
        place_id=place_id,
        name="A",
        kind=place.kind,
        profit=1,
        ticket_cny=0,
        opening="00:00-24:00",
        confidence=place.confidence,
        reason="",
        **fields,
    )


def leg(start, end, km):
    """Return a leg of so many kilometres."""
    ends = {
        "from_id": "xinyang-east-station",
        "to_id": "jigongshan",
        "from_name": "A",
        "to_name": "B",
    }
    return Leg(**span(start, end), **ends, mode="car", distance_km=km, cost_cny=0, parts=())


@pytest.fixture
def day(region):
    """Return ten waking hours: one driving 60 km, six on Jigongshan, three free, a night."""
    items = (
        leg("09:00", "10:00", 60),
        visit(region, "jigongshan", "10:00", "16:00"),
        Free(**span("16:00", "19:00"), place_id="jigongshan", name="A", reason=""),
        StayItem(
            **span("19:00", "23:59"),
            place_id="jigongshan-hilltop-stay",
            name="B",
            nights_so_far=1,
            rooms=1,
            cost_cny=0,
        ),
    )
    return Day(date=date(2026, 4, 10), items=items)


def test_access_by_hand(day, region):
    """A tenth of the day on the way, an hour for one visit, no waiting, a way of 60 km.

    50 * 0.9 + 25 * 0.5 + 15 + 10 * straight line / 60 km.
    """
    ends = (region.by_id[place].location for place in ("xinyang-east-station", "jigongshan"))
    straight = great_circle(*((end.lat, end.lon) for end in ends)).km

    found = indices([day], region, {})

    assert found.access == pytest.approx(72.5 + 10 * straight / 60, abs=0.051)
    assert found.parts["moving"] == 0.9


def test_slowness_by_hand(day, region):
    """The usual stay, one visit, one bed, free time to spare: all of 100."""
    assert indices([day], region, {}).slowness == 100.0


def test_immersion_by_hand(day, region):
    """For a lover of nature depth is Jigongshan's weight of 0.9; half the chain is there.

    40 * 0.9 + 30 * 0 + 30 * 3 / 6 = 51.
    """
    found = indices([day], region, {"nature": 1.0})

    assert chain([day], region) == {"stay", "transport", "sights"}
    assert found.immersion == 51.0


def test_an_activity_by_hand_deepens(region):
    """One hands-on activity a day fills that part of the immersion."""
    picking = visit(
        region,
        "wenxin-tea-village",
        "10:00",
        "11:00",
        ActivityItem,
        activity_id="tea-picking",
        activity_name="Tea picking",
    )
    day = Day(date=date(2026, 4, 10), items=(picking,))

    assert indices([day], region, {"tea": 1.0}).parts["hands"] == 1.0


def test_an_empty_day_has_indices():
    """Nothing done is no error."""
    found = indices([Day(date=date(2026, 4, 10), items=())], None, {})

    assert found.immersion == 0.0
