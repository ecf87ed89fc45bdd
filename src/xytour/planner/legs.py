"""Ways through the graph to legs of an itinerary, with their times and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from xytour.model.itinerary import Leg, LegMode, LegPart
from xytour.network.fares import taxi_fen
from xytour.network.transit.regional import is_estimated
from xytour.network.transit.timed import TimedStep

if TYPE_CHECKING:
    from xytour.model.region import Region
    from xytour.network.travel import Travel
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
    assert ways is not None  # noqa: S101
    return _leg(trip, ways.steps(from_id, to_id, *times), clock)


def _leg(trip: Trip, steps: Sequence[TimedStep], clock: Clock) -> Leg:
    from_id, to_id = steps[0].step.from_id, steps[-1].step.to_id
    costs = step_fen(steps, trip.travel, trip.region)
    day = clock(0).date()
    parts = [_part(trip, timed, cost, day, clock) for timed, cost in zip(steps, costs, strict=True)]
    on_foot = all(part.vehicle == "walk" for part in parts)
    mode: LegMode = "walk" if on_foot else _mode(trip, parts)
    return Leg(
        start=parts[0].start,
        end=parts[-1].end,
        from_id=from_id,
        to_id=to_id,
        from_name=trip.name(from_id),
        to_name=trip.name(to_id),
        mode=mode,
        distance_km=round(sum(part.distance_km for part in parts), 1),
        ride_min=sum(part.ride_min for part in parts),
        transfer_min=sum(part.board_min + part.park_min for part in parts),
        wait_min=sum(part.wait_min for part in parts),
        cost_cny=sum(costs) / 100,
        parts=tuple(parts),
    )


def _mode(trip: Trip, parts: Sequence[LegPart]) -> LegMode:
    name = trip.transport.name
    if name != "rented_car":
        return name
    return "car" if any(part.vehicle == "car" for part in parts) else "public"


def step_fen(timed: Sequence[TimedStep], travel: Travel, region: Region) -> list[int]:
    """Return what each step of a way costs; a taxi run's whole fare stands on its first step."""
    transport, tariffs = travel.transport, region.region.tariffs
    costs: list[int] = []
    for vehicle, run in groupby(timed, key=lambda each: each.step.ride.vehicle):
        rides = list(run)
        members = [each.step for each in rides]
        # A way that was given has its whole fare already.
        if vehicle != "taxi" or members[0].edge["mode"] == "given":
            costs += [step.ride.cost_fen for step in members]
            continue
        tolls_cny = sum(step.edge["toll_cny"] or 0 for step in members)
        distance_km = sum(step.edge["distance_km"] for step in members)
        begins = rides[0].start + members[0].ride.ready_min
        fare = taxi_fen(round(distance_km, 3), tolls_cny, transport, tariffs, begins=begins)
        costs += [fare, *[0] * (len(members) - 1)]
    return costs


def _part(trip: Trip, timed: TimedStep, cost_fen: int, day: date, clock: Clock) -> LegPart:
    step, caught = timed.step, timed.departure
    edge, ride = step.edge, step.ride
    service_id = caught.service_id if caught else None
    service = None if service_id is None else trip.region.service_by_id[service_id]
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
        board_min=ride.board_min,
        wait_min=caught.leaves - timed.start - ride.board_min if caught else ride.wait_min,
        ride_min=caught.arrives - caught.leaves if caught else ride.minutes,
        park_min=ride.park_min,
        hire=ride.hire,
        cost_cny=cost_fen / 100,
        road=edge["road"],
        estimated=edge["estimated"] if service is None else is_estimated(service, day),
        service_id=service.id if service else None,
        line=line,
        departure=clock(caught.leaves) if caught else None,
    )
