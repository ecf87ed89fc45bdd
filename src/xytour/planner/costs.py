"""Cost tables that add up: who pays what, and on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.itinerary import ActivityItem, Leg, Meal, PersonCost, StayItem, Totals, Visit
from xytour.model.place import Visitable
from xytour.planner.money import admission_fen, fen, heads, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.itinerary import Day, Item
    from xytour.planner.money import Head
    from xytour.planner.trip import Trip


def with_cost_tables(totals: Totals, trip: Trip, days: Sequence[Day]) -> Totals:
    """Return the sums of a trip with what it costs by day and by person.

    Parameters
    ----------
    totals
        With ``cost_by_kind``.
    trip, days
        What was asked for, and the plan.

    Notes
    -----
    What no item of a day has, such as a charter, is spread evenly over the days. Tickets are
    paid by each at the price for their age, all else in equal shares, whole fen both ways.
    """
    party = heads(trip.request.party)
    by_day = [dict.fromkeys(totals.cost_by_kind, 0) for _ in days]
    by_head = [0] * len(party)
    for row, day in zip(by_day, days, strict=True):
        for item in day.items:
            kind, cost = _cost(item)
            if cost:
                row[kind] += cost
                by_head = _added(by_head, _tickets(trip, day, item, party))
    for kind, whole in totals.cost_by_kind.items():
        rest = round(whole * 100) - sum(row[kind] for row in by_day)
        for row, share in zip(by_day, shares(rest, len(days)), strict=True):
            row[kind] += share
    together = round(totals.cost_cny * 100) - sum(by_head)
    by_head = _added(by_head, shares(together, len(party)))
    return totals.model_copy(
        update={
            "cost_by_day": tuple({k: cost / 100 for k, cost in row.items()} for row in by_day),
            "cost_by_person": tuple(
                PersonCost(group=head.group, age=head.age, cost_cny=cost / 100)
                for head, cost in zip(party, by_head, strict=True)
            ),
        }
    )


def _added(before: Sequence[int], more: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(before, more, strict=True)]


def _cost(item: Item) -> tuple[str, int]:
    """Return of which kind an item's cost is, and how much it is, fen."""
    if isinstance(item, ActivityItem):
        return "activity", round(item.ticket_cny * 100)
    if isinstance(item, Visit):
        return "ticket", round(item.ticket_cny * 100)
    for kind, of_kind in (("transport", Leg), ("meal", Meal), ("stay", StayItem)):
        if isinstance(item, of_kind):
            return kind, round(item.cost_cny * 100)
    return "", 0


def _tickets(trip: Trip, day: Day, item: Item, party: Sequence[Head]) -> list[int]:
    """Return what each of the party pays to get in and take part; nothing elsewhere."""
    if not isinstance(item, Visit | ActivityItem):
        return [0] * len(party)
    place = trip.region.by_id[item.place_id]
    assert isinstance(place, Visitable)  # noqa: S101 (only such places are visited)
    price = 0
    if isinstance(item, ActivityItem):
        activity = next(each for each in place.activities if each.id == item.activity_id)
        price = fen(activity.price_cny)
    season = trip.openings.in_season
    return [admission_fen(place, head, day.date, season) + price for head in party]
