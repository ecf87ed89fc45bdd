"""Who pays what."""

from datetime import date

import pytest

from xytour import Party, TripRequest
from xytour.model.place import Sight, Stay
from xytour.planner.money import admission_fen, heads, night_fen, rooms_for, shares, ticket_fen

MAY, DECEMBER = date(2026, 5, 8), date(2026, 12, 8)


def in_season(season, day):
    """Whether a season of the form May holds."""
    return season is None or season == f"{day:%b}"


def sight(**ticket):
    """Return a sight with this ticket."""
    text = {"en": "A", "zh": "甲"}
    return Sight.model_validate(
        {
            "id": "a",
            "kind": "museum",
            "name": text,
            "location": {"lat": 32.1, "lon": 114.1},
            "themes": {},
            "quality": {"value": 0.5, "reason": text},
            "opening_hours": "24/7",
            "visit_minutes": {"min": 30, "typical": 60, "max": 120},
            "ticket": ticket,
            "summary": text,
            "confidence": {"location": "sourced"},
        }
    )


@pytest.fixture
def family():
    """Return two adults, children of 5 and 12, seniors of 71 and of untold age."""
    return Party(adults=2, children=(5, 12), seniors=2, senior_ages=(71,))


def test_each_pays_the_price_for_their_age(family):
    """Free under 6 and from 70 on; a senior of untold age counts as 60 and pays."""
    place = sight(adult_cny=80, child_cny=40, senior_cny=30, free_under_age=6, free_from_age=70)

    paid = [admission_fen(place, head, MAY, in_season) for head in heads(family)]

    assert paid == [8_000, 8_000, 0, 4_000, 0, 3_000]
    assert ticket_fen(place, family, MAY, in_season) == 23_000


def test_without_own_prices_all_pay_as_adults_in_the_season(family):
    """What is not known of children and seniors is the adult price, here that of May."""
    place = sight(adult_cny=60, seasonal=[{"season": "May", "adult_cny": 80}])

    assert ticket_fen(place, family, MAY, in_season) == 6 * 8_000
    assert ticket_fen(place, family, DECEMBER, in_season) == 6 * 6_000


def test_nothing_is_lost_in_sharing():
    """Shares add up, and differ by a fen at most."""
    for total in (0, 1, 100, 12_345):
        parts = shares(total, 7)
        assert sum(parts) == total
        assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize(
    ("kind", "room"),
    [("ordinary", 200), ("weekend", 250), ("holiday", 275), ("golden_week", 300)],
)
def test_a_room_is_dearer_before_days_off(region, kind, room):
    """A range of 200 to 300 is its low end on plain nights here, its high one in October."""
    shares_of = {"ordinary": 0, "weekend": 0.5, "holiday": 0.75, "golden_week": 1}
    info = region.region.model_copy(
        update={
            "demand": region.region.demand.model_copy(
                update={"room": region.region.demand.room.model_validate(shares_of)}
            )
        }
    )
    inn = next(place for place in region.stays if isinstance(place, Stay))
    inn = Stay.model_validate({**inn.model_dump(), "room_price_cny": {"low": 200, "high": 300}})
    party = Party(adults=3)

    assert rooms_for(party) == 2
    request = TripRequest(start="2026-04-10", days=2, party=party)
    assert night_fen(inn, request, info, kind) == 2 * room * 100
