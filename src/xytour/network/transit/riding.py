"""A journey by a feed as steps of a leg, in whole minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xytour.network.rides import VEHICLES, Ride
from xytour.network.transit.lines import Departure
from xytour.network.transit.timed import TimedStep
from xytour.network.transit.ways import great_circle_km
from xytour.network.travel import Step

if TYPE_CHECKING:
    from xytour.network.transit.feed import Feed
    from xytour.network.transit.journey import Journey, JourneyPart

WALK_KMH = 4.5


def steps_of(
    journey: Journey, times: tuple[int, int], feed: Feed, fare_fen: int, source: str
) -> list[TimedStep]:
    """Return the steps of a journey; waits belong to the ride that is waited for.

    Parameters
    ----------
    journey
        With a ride.
    times
        When it begins and ends, minutes after the date's midnight.
    feed
        Tells stops and their positions.
    fare_fen
        For the whole party and journey; it stands with the first ride.
    source
        Who says what runs.

    Notes
    -----
    Every time within is rounded down to the minute, so that no part is too short for the next; the
    last arrival is rounded up.
    """
    steps: list[TimedStep] = []
    now, arrives = times
    moves = [part for part in journey.parts if part.kind != "wait"]
    for part in moves:
        end = arrives if part is moves[-1] else part.end_s // 60
        if part.trip is None:
            ride = Ride("walk", 0, end - now, 0)
            steps.append(TimedStep(_step(part, feed, ride, source), now, end, None))
        else:
            leaves = max(now, part.start_s // 60)
            ride = Ride(VEHICLES[part.trip.mode], leaves - now, end - leaves, fare_fen)
            fare_fen = 0
            caught = Departure(leaves, end, part.trip.line, None)
            steps.append(TimedStep(_step(part, feed, ride, source), now, end, caught))
        now = end
    return steps


def _step(part: JourneyPart, feed: Feed, ride: Ride, source: str) -> Step:
    edge: dict[str, Any] = {
        "mode": "given" if part.trip is None else part.trip.mode,
        "minutes": ride.minutes,
        "distance_km": _ridden_km(part, feed) if part.trip else _walked_km(part),
        "road": "estimated walk" if part.trip is None else source,
        "fare_cny": None,
        "toll_cny": None,
        "headway_min": None,
        "first_departure": None,
        "last_departure": None,
        "link_id": None,
        "estimated": part.trip is None or part.trip.estimated,
    }
    return Step(part.from_id, part.to_id, edge, ride)


def _walked_km(part: JourneyPart) -> float:
    return round((part.end_s - part.start_s) / 3_600 * WALK_KMH, 2)


def _ridden_km(part: JourneyPart, feed: Feed) -> float:
    """Return the length of the straight lines from stop to stop, kilometres."""
    assert part.trip is not None  # noqa: S101 (it is a ride)
    names = [feed.stops[stop].id for stop in part.trip.stops]
    assert part.from_stop is not None  # noqa: S101
    assert part.to_stop is not None  # noqa: S101
    first = names.index(part.from_stop.id)
    last = names.index(part.to_stop.id, first + 1)
    points = [feed.points[feed.stops[stop].point] for stop in part.trip.stops[first : last + 1]]
    return round(sum(map(great_circle_km, points, points[1:])), 2)
