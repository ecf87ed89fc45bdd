"""Ways through the graph to legs of an itinerary, with their times and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg, LegMode, LegPart
from xytour.network.rides import taxi_fen

if TYPE_CHECKING:
    from xytour.model.region import Region
    from xytour.network.travel import Step, Travel
    from xytour.planner.trip import Trip

Clock = Callable[[int], datetime]
"""Turns a minute of the day into a time."""


def build_leg(
    trip: Trip,
    from_id: str,
    to_id: str,
    leaves: int,
    clock: Clock,
) -> Leg:
    """Return the leg between two places that leaves at a minute of the day.

    Parameters
    ----------
    trip
        Where, for whom, by what.
    from_id, to_id
        Ends, not the same place.
    leaves
        Minute of the day.
    clock
        Turns minutes into times.
    """
    travel = trip.travel
    steps = travel.way(from_id, to_id)
    costs = step_fen(steps, travel, trip.region)
    parts = []
    minute = leaves
    for step, cost in zip(steps, costs, strict=True):
        parts.append(_part(step, cost, minute, clock))
        minute += step.ride.total_min
    on_foot = all(part.vehicle == "walk" for part in parts)
    mode: LegMode = "walk" if on_foot else travel.transport.name
    return Leg(
        start=clock(leaves),
        end=clock(minute),
        from_id=from_id,
        to_id=to_id,
        from_name=trip.name(from_id),
        to_name=trip.name(to_id),
        mode=mode,
        distance_km=round(sum(part.distance_km for part in parts), 1),
        cost_cny=sum(costs) / 100,
        parts=tuple(parts),
    )


def step_fen(steps: Sequence[Step], travel: Travel, region: Region) -> list[int]:
    """Return what each step of a way costs; a taxi run's whole fare stands on its first step."""
    transport, tariffs = travel.transport, region.region.tariffs
    costs: list[int] = []
    for vehicle, run in groupby(steps, key=lambda step: step.ride.vehicle):
        members = list(run)
        # A way that was given has its whole fare already.
        if vehicle != "taxi" or members[0].edge["mode"] == "given":
            costs += [step.ride.cost_fen for step in members]
            continue
        tolls_cny = sum(step.edge["toll_cny"] or 0 for step in members)
        distance_km = sum(step.edge["distance_km"] for step in members)
        fare = taxi_fen(round(distance_km, 3), tolls_cny, transport, tariffs)
        costs += [fare, *[0] * (len(members) - 1)]
    return costs


def _part(step: Step, cost_fen: int, minute: int, clock: Clock) -> LegPart:
    edge = step.edge
    return LegPart(
        start=clock(minute),
        end=clock(minute + step.ride.total_min),
        mode=edge["mode"],
        vehicle=step.ride.vehicle,
        from_id=step.from_id,
        to_id=step.to_id,
        link_id=edge["link_id"],
        distance_km=edge["distance_km"],
        wait_min=step.ride.wait_min,
        cost_cny=cost_fen / 100,
        road=edge["road"],
        estimated=edge["estimated"],
    )
