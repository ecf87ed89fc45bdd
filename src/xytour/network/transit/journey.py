"""A journey in parts: which vehicle, from where, to where, when; the ways and waits between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from xytour.network.transit.access import FAR, NO_WAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.network.transit.access import Access
    from xytour.network.transit.feed import Feed, Stop, Trip
    from xytour.network.transit.runs import DayRuns
    from xytour.network.transit.scan import Scan

    Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class JourneyPart:
    """What one does from ``start_s`` to ``end_s``.

    Parameters
    ----------
    kind
        ``ride`` in a vehicle; ``way`` to the first stop, from the last or instead of any;
        ``transfer`` from one vehicle towards the next; ``wait``, boarding included.
    from_id, to_id
        Points, the same one while waiting.
    start_s, end_s
        Seconds after the date's midnight; may pass 86,400.
    trip
        What one rides in, else None.
    from_stop, to_stop
        Where one gets on and off, else None.
    """

    kind: Literal["ride", "way", "transfer", "wait"]
    from_id: str
    to_id: str
    start_s: int
    end_s: int
    trip: Trip | None = None
    from_stop: Stop | None = None
    to_stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """How one gets from one point to another.

    Parameters
    ----------
    from_id, to_id
        Its ends.
    parts
        One after the other, without a hole, from when one can leave until one is there;
        empty where one is there already.
    """

    from_id: str
    to_id: str
    parts: tuple[JourneyPart, ...]

    @property
    def rides(self) -> tuple[JourneyPart, ...]:
        """The parts in a vehicle."""
        return tuple(part for part in self.parts if part.kind == "ride")

    @property
    def leave_s(self) -> int | None:
        """When one has to get up and go; None if one is there already."""
        return next((part.start_s for part in self.parts if part.kind != "wait"), None)

    @property
    def arrive_s(self) -> int | None:
        """When one is there; None if one is there already."""
        return self.parts[-1].end_s if self.parts else None


@dataclass(frozen=True, slots=True)
class _Hop:
    """One vehicle: the connections by which one gets on and off."""

    entered: int
    left: int


class Tracer:
    """Finds out how a journey goes of which the profile has told the times.

    Parameters
    ----------
    feed, access, day_runs, scan
        Of one date.
    """

    def __init__(self, feed: Feed, access: Access, day_runs: DayRuns, scan: Scan) -> None:
        self._feed, self._access, self._scan = feed, access, scan
        self._runs, self._call = day_runs.runs, day_runs.call
        self._departure, self._arrival, self._early, self._tail, self._head, self._run = (
            day_runs.tables[:6]
        )

    def on_the_way(self, here: int, there: int, can_leave_s: int) -> Journey:
        """Return the journey without a vehicle."""
        way_s = int(self._access.ways_s(here)[there])
        parts = _Parts(self._access.points[here], can_leave_s)
        parts.go("way", self._access.points[there], way_s)
        return parts.journey()

    def trace(self, here: int, there: int, can_leave_s: int, leave_s: int) -> Journey:
        """Return the earliest journey with the fewest vehicles.

        Parameters
        ----------
        here, there
            Numbers of its ends.
        can_leave_s
            Where the journey begins, with a wait.
        leave_s
            Nothing is boarded that cannot be reached when leaving then.
        """
        rounds = self._rounds(here, leave_s)
        first, stops, walks_s = self._access.egress
        rows = slice(int(first[there]), int(first[there + 1]))
        near, near_s = stops[rows], walks_s[rows].astype(np.int64)
        best, k, last = min(
            (int(ends[row]), k, (int(near_s[row]), int(near[row])))
            for k, (arrivals, _, _) in enumerate(rounds)
            for ends in [arrivals[near] + near_s]
            for row in [int(np.lexsort((near_s, ends))[0])]
        )
        hops: list[_Hop] = []
        stop = last[1]
        while k >= 0:
            _, entered, left = rounds[k]
            if left[stop] >= 0:  # else as many vehicles are not needed to come here as early
                hops.append(_Hop(int(entered[stop]), int(left[stop])))
                if k > 0:
                    stop = self._changed_from(hops[-1], rounds[k - 1][0])
            k -= 1
        return self._written(here, there, can_leave_s, hops[::-1], best)

    def _rounds(self, here: int, leave_s: int) -> list[tuple[Ints, Ints, Ints]]:
        """Take one vehicle more at a time until that leads nowhere sooner."""
        access_s = self._access.stops_s(here)
        before = np.full(len(self._feed.stops), FAR, dtype=np.int32)
        rounds: list[tuple[Ints, Ints, Ints]] = []
        is_better = True
        while is_better:
            before, entered, left, is_better = self._scan.ride(
                access_s, leave_s, before, not rounds
            )
            rounds.append((before, entered, left))
        return rounds

    def _changed_from(self, hop: _Hop, before: Ints) -> int:
        """Return the stop from which a vehicle was reached in time, by the shortest transfer."""
        stops, seconds = self._transfers_into(int(self._tail[hop.entered]))
        by = int(self._departure[hop.entered] - self._early[hop.entered])
        in_time = before[stops].astype(np.int64) + seconds <= by
        return int(stops[in_time][int(np.argmin(seconds[in_time]))])

    def _transfers_into(self, stop: int) -> tuple[Ints, Ints]:
        first, stops, seconds = self._access.transfers
        rows = slice(int(first[stop]), int(first[stop + 1]))
        return stops[rows], seconds[rows]

    def _written(
        self, here: int, there: int, can_leave_s: int, hops: Sequence[_Hop], arrive_s: int
    ) -> Journey:
        stops, points = self._feed.stops, self._access.points
        parts = _Parts(points[here], can_leave_s)
        for k, hop in enumerate(hops):
            tail, head = int(self._tail[hop.entered]), int(self._head[hop.left])
            departure, arrival = int(self._departure[hop.entered]), int(self._arrival[hop.left])
            if k == 0:
                ready_s = departure - int(self._early[hop.entered])
                parts.wait_until(ready_s - int(self._access.stops_s(here)[tail]))
                parts.go("way", stops[tail].point, self._way_s(points[here], stops[tail].point))
            else:
                parts.go("transfer", stops[tail].point, self._transfer_s(parts.stop, tail))
            parts.wait_until(departure)
            trip = self._runs[int(self._run[hop.entered])].trip
            parts.ride(trip, stops[tail], stops[head], arrival)
            parts.stop = head
        parts.go("way", points[there], arrive_s - parts.now)
        return parts.journey()

    def _way_s(self, from_id: str, to_id: str) -> int:
        here, there = self._access.number(from_id), self._access.number(to_id)
        return int(self._access.ways_s(here)[there])

    def _transfer_s(self, here: int, there: int) -> int:
        """Return how long one moves in a transfer; what is left of it is waiting."""
        stops, seconds = self._transfers_into(there)
        whole = int(seconds[stops == here][0])
        way_s = self._way_s(self._feed.stops[here].point, self._feed.stops[there].point)
        return whole if way_s == NO_WAY else min(whole, way_s)


class _Parts:
    """Writes down parts, each where and when the last one ended."""

    def __init__(self, origin: str, can_leave_s: int) -> None:
        self.origin = self.here = origin
        self.now = can_leave_s
        self.stop = -1
        self._written: list[JourneyPart] = []

    def wait_until(self, then_s: int) -> None:
        if then_s <= self.now:
            return
        since = self.now
        if self._written and self._written[-1].kind == "wait":
            since = self._written.pop().start_s
        self._add(JourneyPart("wait", self.here, self.here, since, then_s))

    def go(self, kind: Literal["way", "transfer"], to_id: str, way_s: int) -> None:
        if to_id != self.here:
            self._add(JourneyPart(kind, self.here, to_id, self.now, self.now + way_s))

    def ride(self, trip: Trip, tail: Stop, head: Stop, arrive_s: int) -> None:
        ends = (tail.point, head.point, self.now, arrive_s)
        self._add(JourneyPart("ride", *ends, trip, tail, head))

    def journey(self) -> Journey:
        return Journey(self.origin, self.here, tuple(self._written))

    def _add(self, part: JourneyPart) -> None:
        self._written.append(part)
        self.here, self.now = part.to_id, part.end_s
