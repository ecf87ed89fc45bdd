"""Whatever suppliers have left: the plan keeps the region's rules, and takes only what is left."""

from collections import Counter
from random import Random

import pytest
from trips.wishes import random_request
from verifier import verify

import xytour as xt
from xytour.model.base import minutes_of
from xytour.planner.protocols import Offer, Slot

PLANNED = 15
STEPS = 5


class DrawnStock:
    """Has a part of everything, drawn at random and the same whenever asked for."""

    def __init__(self, seed):
        self.seed = seed

    def slots(self, offers, dates, party):
        """Return what is left; half of the offers are somebody else's."""
        return {
            offer: {day: left for day in dates if (left := self.left(offer, day))}
            for offer in offers
            if self.draw(offer).random() < 0.5
        }

    def left(self, offer, day):
        """Return what is left of an offer on a date."""
        draw = self.draw(offer, day)
        if draw.random() < 0.3:
            return []
        if draw.random() < 0.5:
            return [Slot("09:30"), Slot(f"{draw.randint(10, 15)}:00"), Slot("18:00")]
        return [Slot("08:00", "13:00", session=False), Slot("13:30", "24:00", session=False)]

    def draw(self, *facts):
        """Return a source of chance that hangs on nothing but the seed and some facts."""
        return Random(f"{self.seed} {facts}")  # noqa: S311


@pytest.fixture(scope="module")
def trips(planner, region):
    """Return random trips, each with its own stock."""
    draw = Random(8)  # noqa: S311
    found = []
    while len(found) < PLANNED:
        request = random_request(draw, region)
        stock = DrawnStock(draw.random())
        try:
            itinerary = planner.with_providers(availability=stock).plan(
                request, iterations=STEPS, time_limit=30
            )
        except xt.InfeasibleError:
            continue
        found.append((itinerary, stock))
    return found


def test_plans_by_what_is_left_keep_all_rules(trips, region_file):
    """The verifier, which knows no suppliers, finds nothing wrong but the sessions' names."""
    for itinerary, _ in trips:
        document = itinerary.model_dump(mode="json")
        for day in document["days"]:
            for item in day["items"]:
                if item["type"] == "activity" and is_suppliers(item, region_file):
                    item["session"] = None

        assert verify(document, region_file) == []
        assert itinerary.certificate.upper_bound >= itinerary.certificate.score


def is_suppliers(item, region_file):
    """Whether a session is not the region's own."""
    place = next(p for p in region_file["places"] if p["id"] == item["place_id"])
    activity = next(a for a in place["activities"] if a["id"] == item["activity_id"])
    return not activity.get("sessions")


def test_nothing_is_planned_that_is_not_left(trips):
    """Every visit, table and bed of a supplier is at one of its times."""
    seen = Counter()
    for itinerary, stock in trips:
        for day in itinerary.days:
            for item in day.items:
                if item.type in {"visit", "activity", "meal", "stay"} and item.place_id:
                    for offer in offers_of(item):
                        if offer in stock.slots([offer], [day.date], itinerary.request.party):
                            left = stock.left(offer, day.date)
                            assert any(fits(slot, item, day.date) for slot in left), item
                            seen[item.type] += 1

    assert min(seen[kind] for kind in ("visit", "activity", "stay")) >= 3


def offers_of(item):
    """Return what must be bought for an item."""
    if item.type == "meal" and item.meal == "breakfast":
        return []
    own = getattr(item, "activity_id", None)
    whole = Offer(item.place_id)
    if own is None:
        return [whole]
    return (
        [Offer(item.place_id, own)] if item.type == "meal" else [Offer(item.place_id, own), whole]
    )


def fits(slot, item, day):
    """Whether an item begins at a session, or lies within hours; a bed needs its night alone."""
    if item.type == "stay":
        return True
    begin = (item.start.date() - day).days * 1_440 + minutes_of(f"{item.start:%H:%M}")
    if slot.session:
        return begin == minutes_of(slot.start)
    return minutes_of(slot.start) <= begin and begin + item.minutes <= minutes_of(slot.end)
