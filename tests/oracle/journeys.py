"""When is one there who leaves at a time? By trying every vehicle, without any shortcut."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xytour.network.transit import Feed, Journey, Trip

Walks = dict[tuple[str, str], int]
"""Seconds by pairs of points."""


class Ride(NamedTuple):
    """A vehicle from one stop to another; ``ready`` is when one must stand at the first."""

    trip: Trip
    tail: int
    head: int
    ready: int
    departs: int
    arrives: int


def rides(feed: Feed, day: date, until: int) -> list[Ride]:
    """Return all rides from any stop to any later one that leave on a date before some second."""
    found = []
    zone = ZoneInfo(feed.timezone)
    for step in range(-3, 3):
        setting_out = day + timedelta(days=step)
        begins = [datetime.combine(d, time(12), zone).timestamp() for d in (setting_out, day)]
        shift = round(begins[0] - begins[1])
        for trip in feed.trips:
            if trip.days.runs_on(setting_out):
                found += [ride for ride in _rides(trip, shift) if 0 <= ride.departs < until]
    return found


def _rides(trip: Trip, shift: int) -> Iterator[Ride]:
    starts = [0] if not trip.frequencies else []
    for repeated in trip.frequencies:
        assert repeated.is_exact
        first = repeated.first_s
        while first < repeated.end_s:
            starts.append(first - trip.departures_s[0])
            first += repeated.headway_s
    for start in starts:
        for i in range(len(trip.stops)):
            for j in range(i + 1, len(trip.stops)):
                if trip.boards[i] and trip.alights[j]:
                    departs = trip.departures_s[i] + start + shift
                    arrives = trip.arrivals_s[j] + start + shift
                    yield Ride(trip, trip.stops[i], trip.stops[j], departs, departs, arrives)


def arrivals(
    feed: Feed, all_rides: list[Ride], walks: Mapping[tuple[str, str], int], origin: str, leave: int
) -> dict[str, tuple[int, int]]:
    """Return for each point that can be reached the earliest arrival, and the fewest vehicles."""
    known: dict[int, set[int]] = {0: set()}  # rides that can be taken as the k-th
    first = {
        n
        for n, ride in enumerate(all_rides)
        if (walk := way(walks, origin, feed.stops[ride.tail].point)) is not None
        and leave + walk + feed.stops[ride.tail].board_s <= ride.ready
    }
    best: dict[str, tuple[int, int]] = {}
    for point in {*feed.points, *(end for pair in walks for end in pair)}:
        walk = way(walks, origin, point)
        if walk is not None:
            best[point] = (leave + walk, 0)
    taken, vehicles = set(first), 1
    known[1] = first
    while known[vehicles]:
        for n in known[vehicles]:
            ride = all_rides[n]
            for point in {*feed.points, *(end for pair in walks for end in pair)}:
                walk = way(walks, feed.stops[ride.head].point, point)
                if walk is not None:
                    there = (ride.arrives + walk, vehicles)
                    best[point] = min(best.get(point, there), there)
        ahead = {
            m
            for m, after in enumerate(all_rides)
            if m not in taken
            and any(changes(feed, walks, all_rides[n], after) for n in known[vehicles])
        }
        taken |= ahead
        vehicles += 1
        known[vehicles] = ahead
    return best


def changes(feed: Feed, walks: Mapping[tuple[str, str], int], before: Ride, after: Ride) -> bool:
    """Whether one who comes by one vehicle can take another."""
    need = transfer(feed, walks, before.head, after.tail)
    return need is not None and before.arrives + need <= after.ready


def transfer(feed: Feed, walks: Mapping[tuple[str, str], int], here: int, there: int) -> int | None:
    """Return the seconds from alighting at one stop to leaving another, None if forbidden."""
    if (here, there) in feed.transfers:
        return feed.transfers[here, there]
    if here == there:
        return feed.stops[here].change_s
    walk = way(walks, feed.stops[here].point, feed.stops[there].point)
    return None if walk is None else walk + feed.stops[there].board_s


def way(walks: Mapping[tuple[str, str], int], here: str, there: str) -> int | None:
    """Return the seconds of the way between two points, None if there is none."""
    return 0 if here == there else walks.get((here, there))


def faults(
    feed: Feed,
    all_rides: list[Ride],
    walks: Mapping[tuple[str, str], int],
    journey: Journey,
    leave: int,
) -> list[str]:
    """Return what is wrong with a journey that begins at a time."""
    found = []
    now, here = leave, journey.from_id
    last: Ride | None = None
    ready = leave
    for part in journey.parts:
        if (part.start_s, part.from_id) != (now, here):
            found.append(f"{part} does not begin where the last part ended")
        now, here = part.end_s, part.to_id
        if part.kind in {"way", "transfer"}:
            least = way(walks, part.from_id, part.to_id)
            told = any(
                seconds is not None
                and (feed.stops[a].point, feed.stops[b].point) == (part.from_id, part.to_id)
                and part.end_s - part.start_s == seconds
                for (a, b), seconds in feed.transfers.items()
            )
            if part.end_s - part.start_s != least and not told:
                found.append(f"{part} takes longer or shorter than the way")
        if part.kind != "ride":
            continue
        same = [
            ride
            for ride in all_rides
            if ride.trip is part.trip
            and (ride.departs, ride.arrives) == (part.start_s, part.end_s)
            and (feed.stops[ride.tail], feed.stops[ride.head]) == (part.from_stop, part.to_stop)
        ]
        if not same:
            found.append(f"{part} is in no timetable")
            continue
        if last is None:
            walk = way(walks, journey.from_id, feed.stops[same[0].tail].point)
            if walk is None or ready + walk + feed.stops[same[0].tail].board_s > same[0].ready:
                found.append(f"{part} is left before one can board")
        elif not changes(feed, walks, last, same[0]):
            found.append(f"{part} cannot be changed to in time")
        last = same[0]
    if here != journey.to_id:
        found.append("ends elsewhere")
    return found
