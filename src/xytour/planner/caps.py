"""Caps by kind of cost, and the budget: what the optimiser may spend, and what a plan did.

Tickets and activities are totals over stops, which the optimiser's bound prices exactly; so
each way to visit a place is told apart by what it costs. Rooms, meals and ways are caps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg
from xytour.planner.money import fen
from xytour.planner.totals import by_the_day_fen, cost_by_kind_fen
from xytour.solver import Cap, Category
from xytour.solver.plans import Plan, Plans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.itinerary import Day
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.planner.beds import BedOption
    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip
    from xytour.solver import Solution

BUDGET = "budget"
"""The cap on everything, among the kinds of cost."""

BY_STOP = {"ticket": "visit", "activity": "activity"}
"""Kinds of cost that a kind of option has, and nothing else."""

WAYS = {
    "transport": (True, True),
    "way_in_and_out": (False, True),
    "getting_around": (True, False),
}
"""Which ways count: near ones, and those from and to places outside."""


def is_outside(region: Region, place_id: str) -> bool:
    """Whether a place lies outside its region: another city's station, say."""
    return bool(getattr(region.by_id[place_id], "outside", False))


def spendable_fen(trip: Trip) -> dict[str, int]:
    """Return what stops, beds and ways may cost by kind: the caps less cars paid by the day."""
    request = trip.request
    found: dict[str, int] = {kind: fen(cap) for kind, cap in request.caps_cny.items()}
    if request.budget_cny is not None:
        found[BUDGET] = fen(request.budget_cny)
    dates, still = [day.date for day in trip.days], [0.0] * len(trip.days)
    by_day = by_the_day_fen(dates, still, trip.transport, trip.region)
    for kind in (BUDGET, "transport", "getting_around"):
        if kind in found:
            found[kind] -= by_day
    return found


def spent_fen(trip: Trip, days: Sequence[Day]) -> dict[str, int]:
    """Return what some days truly cost by kind, fen: of all kinds, and in all."""
    found = cost_by_kind_fen(days, trip.transport, trip.region)
    found[BUDGET] = sum(found.values())
    found["way_in_and_out"] = sum(
        fen(item.cost_cny)
        for day in days
        for item in day.items
        if isinstance(item, Leg)
        and (is_outside(trip.region, item.from_id) or is_outside(trip.region, item.to_id))
    )
    found["getting_around"] = found["transport"] - found["way_in_and_out"]
    return found


def overspent_fen(trip: Trip, days: Sequence[Day]) -> dict[str, int]:
    """Return by how much the true cost of some days passes caps and budget; what keeps is out."""
    request = trip.request
    limits: dict[str, float] = dict(request.caps_cny.items())
    if request.budget_cny is not None:
        limits[BUDGET] = request.budget_cny
    spent = spent_fen(trip, days) if limits else {}
    over = {kind: spent[kind] - fen(limit) for kind, limit in limits.items()}
    return {kind: more for kind, more in over.items() if more > 0}


def counted_fen(posed: Posed, solution: Solution) -> dict[str, int]:
    """Return what the optimiser counts of each cap and of the budget for a plan, never too much."""
    plan = Plan([list(tour) for tour in solution.tours], list(solution.beds))
    return dict(zip(posed.spendable, Plans(posed.problem).spent(plan), strict=True))


def told_apart(options: Sequence[Option], request: TripRequest) -> list[Option]:
    """Return options with one price each, where a cap counts it: dear days become an option."""
    kinds = {BY_STOP[kind] for kind in BY_STOP if kind in request.caps_cny}
    found: list[Option] = []
    for option in options:
        costs = sorted(
            {cost for cost, row in zip(option.cost_fen, option.windows, strict=True) if row}
        )
        if option.kind not in kinds or len(costs) < 2:
            found.append(option)
            continue
        for cost in costs:
            rows = zip(option.cost_fen, option.windows, strict=True)
            windows = tuple(row if price == cost else [] for price, row in rows)
            found.append(replace(option, windows=windows))
    return found


def stop_categories(options: Sequence[Option], spendable: Mapping[str, int]) -> list[Category]:
    """Return the caps on what stops alone cost, as totals.

    Parameters
    ----------
    options
        Told apart by price.
    spendable
        Fen by kind.
    """
    found = []
    for kind, of_kind in BY_STOP.items():
        if kind in spendable:
            weight = [_price(option) if option.kind == of_kind else 0 for option in options]
            found.append(Category(weight, most=max(0, spendable[kind])))
    return found


def _price(option: Option) -> int:
    """Return what an option costs on the days on which it can be had: the same on all."""
    rows = zip(option.cost_fen, option.windows, strict=True)
    return next((cost for cost, row in rows if row), 0)


def caps_of(
    options: Sequence[Option],
    beds: Sequence[Sequence[BedOption]],
    spendable: Mapping[str, int],
) -> dict[str, Cap]:
    """Return the caps on rooms, meals and ways, by kind.

    Parameters
    ----------
    options, beds
        What can be chosen.
    spendable
        Fen by kind.
    """
    found = {}
    for kind, most in spendable.items():
        if kind == "stay":
            found[kind] = Cap(most, beds=[[bed.rooms_fen for bed in night] for night in beds])
        elif kind == "meal":
            rest = [[bed.cost_fen - bed.rooms_fen for bed in night] for night in beds]
            tables = [option.kind == "meal" for option in options]
            found[kind] = Cap(most, stops=tables, breaks=True, beds=rest)
        elif kind in WAYS:
            near, far = WAYS[kind]
            found[kind] = Cap(most, ways=near, far_ways=far)
    return found
