"""The best ways of travel, followed by the timetable: when to leave, when one is there.

Which way is best is decided as for all travel, by time and money; here it is found out when
its trains and buses run. Where waiting for the next one costs more than it saves, a way
without them stands in, such as a taxi.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from xytour.model.place import Gateway
from xytour.network.graph import is_outside
from xytour.network.rides import BOARDING_MIN, find_ride
from xytour.network.transit.lines import edge_of
from xytour.network.transit.untimed import Untimed, is_public, untimed
from xytour.network.travel import UNREACHABLE, Step, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xytour.network.direct import Searched
    from xytour.network.transit.lines import Departure, Edge, Line
    from xytour.network.transit.timetables import Timetables

    Ints = NDArray[np.int64]

FAR_MODES = frozenset({"rail", "high_speed_rail", "flight"})
"""What never stands in for a train that has a timetable: it has none that is known."""

STAND_INS = np.arange(0, 2_160, 10)
"""When a taxi or a walk is set out on: every ten minutes, to noon of the next day."""

UNKNOWN_MIN = 120
"""By so much a train whose departures are not known must be better than one that is known."""

MOST_ROWS = 8_000
"""So many pairs are kept for next time: those of a hundred trips or so, some ten megabytes."""

NEVER = 1 << 60

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One edge of a way from minute ``start`` to ``end``; ``departure`` if one is caught."""

    step: Step
    start: int
    end: int
    departure: Departure | None


@dataclass(frozen=True, slots=True)
class Rows:
    """When one gets from a place to another.

    Parameters
    ----------
    departures, arrivals
        Minutes after midnight, both in order: who leaves by the one is there by the other.
    least
        Minutes of the fastest.
    cost_fen
        What the cheapest way costs the party, a taxi's by the kilometre alone.
    """

    departures: list[int]
    arrivals: list[int]
    least: int
    cost_fen: int


class _Timing(NamedTuple):
    """A way as minutes, what is from the first public vehicle to the last, and minutes.

    Besides, what its money counts, and whether its departures are all known.
    """

    access: int
    parts: tuple[Edge | Untimed | int, ...]
    egress: int
    weight: int
    is_known: bool


class AllDay(NamedTuple):
    """Pairs of places (rows to columns) between which one way is taken at all hours.

    What it takes is told for these pairs alone, in the order of rows.
    """

    where: NDArray[np.bool_]
    minutes: Ints
    cost_fen: Ints


def keep(known: dict[K, V], key: K, value: V) -> V:
    """Keep a value for next time, in place of all others where they are too many; return it."""
    if len(known) >= MOST_ROWS:
        known.clear()
    known[key] = value
    return value


class TimedWays:
    """Ways by what runs on some dates.

    Parameters
    ----------
    timetables
        Of the region, with its ways by average waits.
    lines
        What runs on the dates.
    """

    def __init__(self, timetables: Timetables, lines: dict[Edge, Line]) -> None:
        self._travel, self._stand_in = timetables.travel, timetables.stand_in
        self._region, self._graph = timetables.region, timetables.graph
        self._lines = lines
        self._from: dict[str, list[Edge]] = defaultdict(list)
        self._to: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._lines:
            self._from[edge[0]].append(edge)
            self._to[edge[1]].append(edge)
        self._far = {end for end in (*self._from, *self._to) if self._is_outside(end)}
        self._timetables = timetables
        self._rides, self._untimed = timetables.rides, timetables.untimed
        self._odd_hours = timetables.odd_hours
        self._has_odd_hours = bool(self._odd_hours.any())
        self._rows: dict[tuple[str, str, tuple[int, int]], Rows] = {}
        self._cores: dict[tuple[Edge | Untimed | int, ...], tuple[Ints, Ints]] = {}
        self._merged: dict[tuple[object, ...], tuple[list[int], list[int], int]] = {}

    def rows(self, from_id: str, to_id: str, window: tuple[int, int]) -> Rows:
        """Return when one gets from one place to another.

        Parameters
        ----------
        from_id, to_id
            Ids of places.
        window
            First and last minute of being on the way.

        Returns
        -------
        Rows
            Without a departure where nothing runs in time.
        """
        key = from_id, to_id, window
        found = self._rows.get(key)  # worked out twice at worst, with the same result
        return keep(self._rows, key, self._find_rows(*key)) if found is None else found

    def has_timetable(self, from_id: str, to_id: str, window: tuple[int, int]) -> bool:
        """Whether it matters when one sets out from one place to another.

        It does where vehicles leave by a timetable, as from and to a station far away that
        has trains by one, or run at some hours of the window (minutes of the day) only.
        """
        here, there = self._travel.index[from_id], self._travel.index[to_id]
        if self._rides[here, there] or (
            self._untimed[here, there]
            and (self._odd_hours[here, there] or not self._timetables.runs_throughout(window))
        ):
            return True
        if from_id not in self._far and to_id not in self._far:
            return False
        return here != there and bool(self._travel.minutes[here, there] < UNREACHABLE)

    def have_timetables(
        self, from_ids: Sequence[str], to_ids: Sequence[str], window: tuple[int, int]
    ) -> NDArray[np.bool_]:
        """Return from which of some places (rows) to which others it matters when one sets out.

        Parameters
        ----------
        from_ids, to_ids
            Of places.
        window
            As for `has_timetable`.
        """
        listed, hours = self._why_timed(from_ids, to_ids, window)
        return listed | hours

    def _why_timed(
        self, from_ids: Sequence[str], to_ids: Sequence[str], window: tuple[int, int]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return where listed departures count, and where only hours of running do."""
        index = self._travel.index
        rows, columns = (np.array([index[at] for at in ids]) for ids in (from_ids, to_ids))
        pairs = np.ix_(rows, columns)
        leaves, comes = (
            np.array([at in self._far for at in ids], dtype=bool) for ids in (from_ids, to_ids)
        )
        far = leaves[:, None] | comes
        if far.any():
            far &= (self._travel.minutes[pairs] < UNREACHABLE) & (rows[:, None] != columns)
        listed = (self._rides[pairs] > 0) | far
        throughout = self._timetables.runs_throughout(window)
        if throughout and not self._has_odd_hours:
            return listed, np.zeros_like(listed)
        hours = self._untimed[pairs] > 0
        if throughout:
            hours &= self._odd_hours[pairs] > 0
        return listed, hours & ~listed

    def by_taxi_all_day(
        self, from_ids: Sequence[str], to_ids: Sequence[str], window: tuple[int, int]
    ) -> AllDay:
        """Return where taxis or walks are taken at all hours, since a metro does not run at some.

        So it is where places are joined each to each: too many pairs to follow by the clock.

        Parameters
        ----------
        from_ids, to_ids
            Of places.
        window
            As for `has_timetable`.
        """
        where = np.zeros((len(from_ids), len(to_ids)), dtype=bool)
        nothing = np.zeros(0, dtype=np.int64)
        if self._region.region.direct is None:
            return AllDay(where, nothing, nothing)
        _, hours = self._why_timed(from_ids, to_ids, window)
        if not hours.any():
            return AllDay(where, nothing, nothing)
        streets = self._timetables.streets
        rows, columns = (np.array([streets.index[at] for at in x]) for x in (from_ids, to_ids))
        where = hours & (streets.minutes[np.ix_(rows, columns)] < UNREACHABLE)
        a, b = np.nonzero(where)
        at = rows[a], columns[b]
        return AllDay(where, streets.minutes[at], streets.cost_fen[at])

    def by_street(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way by taxi or on foot."""
        return self._timetables.streets.way(from_id, to_id)

    def is_far(self, place_id: str) -> bool:
        """Whether a place is a station outside the region with trains by a timetable."""
        return place_id in self._far

    def minutes(self, from_id: str, to_id: str) -> int:
        """Return how long the best way takes by average waits."""
        return self._minutes(self._travel, from_id, to_id)

    def stand_in_minutes(self, from_id: str, to_id: str) -> tuple[int, int] | None:
        """Return minutes and fen of the way that can be taken at any time, None if none is."""
        minutes = self._minutes(self._stand_in, from_id, to_id)
        at = self._stand_in.index
        if minutes >= UNREACHABLE or self._timetables.stand_in_rides[at[from_id], at[to_id]]:
            return None
        return minutes, int(self._stand_in.cost_fen[at[from_id], at[to_id]])

    def stand_in(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way that needs no timetable."""
        return self._stand_in.way(from_id, to_id)

    def steps(self, from_id: str, to_id: str, leaves: int, arrives: int) -> list[TimedStep]:
        """Return the way that leaves by a departure of the rows and is there by its arrival.

        Raises
        ------
        ValueError
            No way does.
        """
        found = [
            (self._weight(way), k, steps)
            for k, way in enumerate(self._choices(from_id, to_id))
            if (steps := self._follow(way, leaves)) and steps[-1].end == arrives
        ]
        if not found:
            msg = f"nothing goes from {from_id!r} to {to_id!r} at {leaves} to be there at {arrives}"
            raise ValueError(msg)
        return min(found, key=lambda choice: choice[:2])[2]

    def _find_rows(self, from_id: str, to_id: str, window: tuple[int, int]) -> Rows:
        choices = self._choices(from_id, to_id)
        timings = [self._timing(way) for way in choices]
        # Only differences of money matter: places as far from a station share their rows.
        least = min(timing.weight for timing in timings)
        key = window, *(timing._replace(weight=timing.weight - least) for timing in timings)
        merged = self._merged.get(key)
        if merged is None:
            merged = keep(self._merged, key, self._merge(timings, window))
        return Rows(*merged, min(map(_cost_fen, choices)))

    def _merge(
        self, timings: Sequence[_Timing], window: tuple[int, int]
    ) -> tuple[list[int], list[int], int]:
        """Return departures and arrivals of the best ways in a window, and the least minutes."""
        leaves, arrives, weights, timed = (
            np.concatenate(column) for column in zip(*map(self._events, timings), strict=True)
        )
        order = np.lexsort((-arrives, leaves))
        within = (leaves >= window[0]) & (arrives <= window[1])
        order = order[within[order]]
        leaves, arrives, weights, timed = (x[order] for x in (leaves, arrives, weights, timed))
        # Of trains the one that is there first; of trains and what stands in for them, what
        # costs least in time and money. What leaves later is better whenever both will do.
        burden = 10 * arrives + weights
        good = ~timed | (arrives < _least_after(np.where(timed, arrives, NEVER)))
        kept = np.flatnonzero(good)[best_of(arrives[good], burden[good])]
        leaves, arrives = leaves[kept], arrives[kept]
        least = int((arrives - leaves).min()) if len(leaves) else UNREACHABLE
        return leaves.tolist(), arrives.tolist(), least

    def _choices(self, from_id: str, to_id: str) -> list[list[Step]]:
        """Return the ways to choose from, the best by average waits first.

        No taxi stands in for a train to a station far away: who has missed it waits.
        """
        choices = [self._travel.way(from_id, to_id)]
        trains = list(self._by_other_trains(from_id, to_id))
        if trains:
            choices = [way for way in choices if not _is_by_road(way)] + trains
        elif self._minutes(self._stand_in, from_id, to_id) < UNREACHABLE:
            choices.append(self.stand_in(from_id, to_id))
        return list({tuple(map(edge_of, way)): way for way in choices}.values())

    def _by_other_trains(self, from_id: str, to_id: str) -> Iterator[list[Step]]:
        """Yield the ways that come in, or go out, by each train of a station far away."""
        ends = {from_id, to_id}
        if from_id in self._far:
            for edge in self._from[from_id]:
                if edge[1] not in ends and self.minutes(edge[1], to_id) < UNREACHABLE:
                    yield from self._joined([self._step(edge)], self._travel.way(edge[1], to_id))
        if to_id in self._far:
            for edge in self._to[to_id]:
                if edge[0] not in ends and self.minutes(from_id, edge[0]) < UNREACHABLE:
                    yield from self._joined(self._travel.way(from_id, edge[0]), [self._step(edge)])

    @staticmethod
    def _joined(first: list[Step], then: list[Step]) -> Iterator[list[Step]]:
        """Yield a way of two pieces, unless it comes to one place twice."""
        way = [*first, *then]
        if len({way[0].from_id, *(step.to_id for step in way)}) == len(way) + 1:
            yield way

    def _is_outside(self, place_id: str) -> bool:
        place = self._region.by_id[place_id]
        return isinstance(place, Gateway) and bool(place.outside)

    def _step(self, edge: Edge) -> Step:
        attributes = self._graph.edges[edge]
        allowed = self._travel.transport.on(
            from_outside=is_outside(self._graph, edge[0]),
            to_outside=is_outside(self._graph, edge[1]),
        )
        ride = find_ride(attributes, allowed, self._region.region.tariffs)
        assert ride is not None  # noqa: S101 (services of modes not allowed are left out)
        return Step(edge[0], edge[1], attributes, ride)

    @staticmethod
    def _minutes(travel: Searched, from_id: str, to_id: str) -> int:
        return int(travel.minutes[travel.index[from_id], travel.index[to_id]])

    def _weight(self, way: Sequence[Step]) -> int:
        """Return what the money of a way counts, tenths of a minute."""
        minutes = sum(step.ride.total_min for step in way)
        return sum(weight_of(step, self._travel.transport) for step in way) - 10 * minutes

    def _timing(self, way: Sequence[Step]) -> _Timing:
        """Return what of a way tells when it can be had, and what it counts besides."""
        access, parts, egress = self._parts(way)
        is_known = any(isinstance(part, tuple) for part in parts)
        weight = self._weight(way)
        if self._far.intersection((way[0].from_id, way[-1].to_id)):
            unknown = sum(
                step.edge["mode"] in FAR_MODES and edge_of(step) not in self._lines for step in way
            )
            is_known, weight = is_known and not unknown, weight + 10 * UNKNOWN_MIN * unknown
        return _Timing(access, parts, egress, weight, is_known)

    def _events(self, timing: _Timing) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """Return departures and arrivals of a way, what it counts besides, if it is timed."""
        if timing.parts:
            leaves, arrives = self._core(timing.parts)
            leaves, arrives = leaves - timing.access, arrives + timing.egress
        else:
            leaves, arrives = STAND_INS, STAND_INS + timing.access
        n = len(leaves)
        return leaves, arrives, np.full(n, timing.weight), np.full(n, timing.is_known)

    def _parts(self, way: Sequence[Step]) -> tuple[int, tuple[Edge | Untimed | int, ...], int]:
        """Return a way as minutes, what is from the first public vehicle to the last, minutes."""
        parts: list[Edge | Untimed | int] = []
        minutes = access = 0
        for step in way:
            if edge_of(step) not in self._lines and not is_public(step):
                minutes += step.ride.total_min
                continue
            if not parts:
                access = minutes
            elif minutes:
                parts.append(minutes)
            minutes = 0
            timed = edge_of(step) in self._lines
            parts.append(edge_of(step) if timed else untimed(step, self._region))
        return (access, tuple(parts), minutes) if parts else (minutes, (), 0)

    def _core(self, parts: tuple[Edge | Untimed | int, ...]) -> tuple[Ints, Ints]:
        """Return from the first vehicle's stop to the last one's: ready by when, there when."""
        if parts in self._cores:
            return self._cores[parts]
        first = parts[0]
        assert not isinstance(first, int)  # noqa: S101 (what is before the first is cut off)
        if isinstance(first, Untimed):
            ready = first.departures - first.ready_min
            there = first.departures + first.minutes
        else:
            line = self._lines[first]
            ready = line.leaves - self._boarding(first)
            there = line.arrives
        for part in parts[1:]:
            if isinstance(part, int):
                there = there + part
                continue
            if isinstance(part, Untimed):
                leaves = there + part.ready_min
                runs = (leaves >= part.first) & (leaves <= part.last)
                ready, there = ready[runs], leaves[runs] + part.minutes
                continue
            line = self._lines[part]
            k = np.searchsorted(line.leaves, there + self._boarding(part))
            ready, there = ready[k < len(line.leaves)], line.arrives[k[k < len(line.leaves)]]
        self._cores[parts] = ready, there
        return ready, there

    def _boarding(self, edge: Edge) -> int:
        return BOARDING_MIN[self._graph.edges[edge]["mode"]]

    def _follow(self, way: Sequence[Step], leaves: int) -> list[TimedStep]:
        """Return a way's steps by the clock, none if something does not run any more."""
        found: list[TimedStep] = []
        now = leaves
        for step in way:
            line = self._lines.get(edge_of(step))
            caught = None
            end = now + step.ride.total_min
            if line is not None:
                k = int(np.searchsorted(line.leaves, now + self._boarding(edge_of(step))))
                if k == len(line.runs):
                    return []
                caught = line.runs[k]
                end = caught.arrives
            elif is_public(step) and not untimed(step, self._region).can_be_had(now):
                return []
            found.append(TimedStep(step, now, end, caught))
            now = end
        return found


def best_of(arrives: Ints, burden: Ints) -> Ints:
    """Return which of some ways to take, in the order of their departures.

    What leaves later is better whenever both will do.

    Parameters
    ----------
    arrives, burden
        When each is there, minutes; what its arrival and its money count. By departure, and
        of those at the same minute the latest arrival first.
    """
    good = np.flatnonzero(burden < _least_after(burden))
    # A taxi that is there before a bus which left earlier would overtake it.
    kept: Ints = good[arrives[good] >= np.maximum.accumulate(arrives[good])]
    return kept


def _is_by_road(way: Sequence[Step]) -> bool:
    return all(step.ride.vehicle in {"taxi", "walk"} for step in way)


def _least_after(row: Ints) -> Ints:
    """Return for each value the least of those after it."""
    return np.append(np.minimum.accumulate(row[:0:-1])[::-1], NEVER)[: len(row)]


def _cost_fen(way: Sequence[Step]) -> int:
    return sum(step.ride.cost_fen for step in way)
