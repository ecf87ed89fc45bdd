"""Ways through the graph to legs of an itinerary, with their times and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg, LegMode, LegPart
from xytour.network.rides import taxi_fen
from xytour.network.transit.regional import is_estimated
from xytour.network.transit.timed import TimedStep

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
    steps: list[TimedStep] = []
    way = trip.timetables.stand_in(from_id, to_id) if trip.timetables else None
    for step in way or trip.travel.way(from_id, to_id):
        steps.append(TimedStep(step, leaves, leaves + step.ride.total_min, None))
        leaves = steps[-1].end
    return _leg(trip, steps, clock)


def build_timed_leg(
    trip: Trip, from_id: str, to_id: str, times: tuple[int, int], clock: Clock
) -> Leg:
    """Return the leg by what runs, for a departure and arrival of the arrival function.

    Parameters
    ----------
    trip
        Where, for whom, by what; with timetables.
    from_id, to_id
        Ends, not the same place.
    times
        When it leaves and when it is there, minutes of the day.
    clock
        Turns minutes into times.
    """
    assert trip.timetables is not None  # noqa: S101 (else there are no arrival functions)
    ways, _ = trip.timetables.on(from_id, to_id)
    return _leg(trip, ways.steps(from_id, to_id, *times), clock)


def _leg(trip: Trip, steps: Sequence[TimedStep], clock: Clock) -> Leg:
    from_id, to_id = steps[0].step.from_id, steps[-1].step.to_id
    costs = step_fen([timed.step for timed in steps], trip.travel, trip.region)
    day = clock(0).date()
    parts = [_part(trip, timed, cost, day, clock) for timed, cost in zip(steps, costs, strict=True)]
    on_foot = all(part.vehicle == "walk" for part in parts)
    mode: LegMode = "walk" if on_foot else trip.transport.name
    return Leg(
        start=parts[0].start,
        end=parts[-1].end,
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


def _part(trip: Trip, timed: TimedStep, cost_fen: int, day: date, clock: Clock) -> LegPart:
    step, caught = timed.step, timed.departure
    edge = step.edge
    service = trip.region.service_by_id[caught.service_id] if caught else None
    line = caught.line if caught else None
    if service is not None and line == service.name.en:  # it has no numbers
        line = service.name.get(trip.request.language)
    return LegPart(
        start=clock(timed.start),
        end=clock(timed.end),
        mode=edge["mode"],
        vehicle=step.ride.vehicle,
        from_id=step.from_id,
        to_id=step.to_id,
        link_id=edge["link_id"],
        distance_km=edge["distance_km"],
        wait_min=caught.leaves - timed.start if caught else step.ride.wait_min,
        cost_cny=cost_fen / 100,
        road=edge["road"],
        estimated=edge["estimated"] if service is None else is_estimated(service, day),
        service_id=service.id if service else None,
        line=line,
        departure=clock(caught.leaves) if caught else None,
    )
