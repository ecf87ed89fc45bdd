"""What runs on the dates of a trip, as arrival functions for the solver.

The solver knows one arrival function a pair of places, the same on all days. It is made of
what runs on every day on which the way may be taken: a plan may then miss a train that runs
on one of the days alone, but never relies on one that does not run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.solver import Timetable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from xytour.network.transit.beside import FeedTimetables, FeedWays
    from xytour.network.transit.feed import Point
    from xytour.network.transit.timed import TimedWays
    from xytour.network.transit.timetables import Timetables
    from xytour.network.travel import Step
    from xytour.planner.dates import Daytime

    Ints = NDArray[np.int64]


WaysOfDates: TypeAlias = "TimedWays | FeedWays"
"""Ways by what runs on some dates, as the region tells or as a feed does."""

AllDates: TypeAlias = "Timetables | FeedTimetables"
"""What runs, on all dates, for one party."""

EARLIER_MIN = 60
"""How much sooner than by the nearest bed one may get up to catch an early train home."""

MOST_BETWEEN_SIGHTS_MIN = 150
"""Between two sights nobody rides buses for longer, where a taxi may be had instead.

Whoever moves on across the region does so from a bed or to one. It spares the optimiser most
of the pairs.
"""


@dataclass(frozen=True)
class DatedWays:
    """Ways by the timetables of a trip's days.

    Parameters
    ----------
    first, last, every
        By what runs on the first day, on the last, and on every one; with a rented car
        there is no every: it is taken on the first, and given back on the last.
    entrance, exit
        Where the trip begins and ends, if the party is there on no other day.
    windows
        First and last minute at which the party is on the move: on the first day, on the
        last, on any.
    bases
        Where the trip begins and ends, and the beds.
    stops
        Where parts of legs may begin and end beside the region's places.
    """

    first: WaysOfDates
    last: WaysOfDates
    every: WaysOfDates | None
    entrance: str | None
    exit: str | None
    windows: tuple[tuple[int, int], ...]
    bases: frozenset[str]
    stops: Mapping[str, Point] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        timetables: tuple[AllDates, AllDates | None, AllDates],
        days: Sequence[Daytime],
        places: Collection[str],
        beds: Collection[str],
    ) -> DatedWays:
        """Return the ways of a trip.

        Parameters
        ----------
        timetables
            Of the region and the transport: on the way in, between, on the way out.
        days
            Of the trip.
        places, beds
            Where the party may be on any day, and on any night.
        """
        entrance, way_out = days[0].starts_at or "", days[-1].ends_at or ""
        others = {*places, *beds}
        coming, between, going = timetables
        # Who is on the way alone begins or ends at a place where he is on no other day.
        at_ends = {entrance, way_out} & others
        on_the_move = [day for day in days if at_ends or not day.on_the_way_only] or days
        longest = min(day.earliest for day in on_the_move), max(day.latest for day in on_the_move)
        return cls(
            first=coming.on([days[0].date]),
            last=going.on([days[-1].date]),
            every=None if between is None else between.on(day.date for day in days),
            entrance=None if entrance in others else entrance,
            exit=None if way_out in others else way_out,
            windows=(*((day.earliest, day.latest) for day in (days[0], days[-1])), longest),
            bases=frozenset((*beds, entrance, way_out)),
            stops=coming.points,
        )

    def on(self, from_id: str, to_id: str) -> tuple[WaysOfDates | None, tuple[int, int]]:
        """Return the ways by what runs whenever one may go from a place to another, and when.

        They are None where timetables do not count.
        """
        if from_id == self.entrance:
            return self.first, self.windows[0]
        if to_id == self.exit:
            return self.last, self.windows[1]
        return self.every, self.windows[2]

    def early_end(self, days: Sequence[Daytime], beds: Collection[str]) -> Daytime | None:
        """Return the last day as one for the way home alone, where it has to begin early.

        That is where no train home leaves within the day's window, but one does before it.
        """
        day = days[-1]
        home = day.ends_at or ""
        if len(days) == 1 or day.on_the_way_only or not self.last.is_far(home):
            return None
        if any(self._departures(bed, home, self.windows[1]) for bed in beds):
            return None
        early = [self._departures(bed, home, (0, day.latest)) for bed in beds]
        if not any(early):
            return None
        leave = max(0, max(row[-1] for row in early if row) - EARLIER_MIN)
        return replace(day, begins=leave, earliest=leave, on_the_way_only=True)

    def _departures(self, from_id: str, to_id: str, window: tuple[int, int]) -> list[int]:
        if not self.last.has_timetable(from_id, to_id, window):
            return []
        return self.last.rows(from_id, to_id, window).departures

    def stand_in(self, from_id: str, to_id: str) -> list[Step] | None:
        """Return what is taken at any time in the place of a long bus ride, if anything is."""
        ways, window = self.on(from_id, to_id)
        if ways is not None and ways.by_taxi_all_day([from_id], [to_id], window).where[0, 0]:
            return ways.by_street(from_id, to_id)
        if ways is not None and self._is_passed_over(ways, from_id, to_id, window):
            return ways.stand_in(from_id, to_id)
        return None

    def _is_passed_over(
        self, ways: WaysOfDates, from_id: str, to_id: str, window: tuple[int, int]
    ) -> bool:
        return (
            from_id not in self.bases
            and to_id not in self.bases
            and ways.has_timetable(from_id, to_id, window)
            and ways.minutes(from_id, to_id) > MOST_BETWEEN_SIGHTS_MIN
            and ways.stand_in_minutes(from_id, to_id) is not None
        )

    def put_into(
        self, places: Sequence[str], travel: NDArray[np.int64], cost: NDArray[np.int64]
    ) -> dict[tuple[int, int], Timetable]:
        """Return the arrival functions between some places, where times of day matter.

        Parameters
        ----------
        places
            Ids.
        travel, cost : (places, places) int64
            Minutes and fen by average waits; where there is an arrival function they become
            the least of it.
        """
        rides: dict[tuple[int, int], Timetable] = {}
        timed = np.zeros(travel.shape, dtype=bool)
        for ways, window, rows, columns in self._pieces(places):
            ends = [places[k] for k in rows], [places[k] for k in columns]
            all_day = ways.by_taxi_all_day(*ends, window)
            timed[np.ix_(rows, columns)] = ways.have_timetables(*ends, window) & ~all_day.where
            here, there = np.nonzero(all_day.where)
            spared = rows[here], columns[there]
            travel[spared], cost[spared] = all_day.minutes, all_day.cost_fen
        known: dict[int, Timetable] = {}
        for a, b in np.argwhere(timed).tolist():
            from_id, to_id = places[a], places[b]
            piece, window = self.on(from_id, to_id)
            assert piece is not None  # noqa: S101 (else no timetable counts)
            if self._is_passed_over(piece, from_id, to_id, window):
                travel[a, b], cost[a, b] = piece.stand_in_minutes(from_id, to_id) or (0, 0)
                continue
            found = piece.rows(from_id, to_id, window)
            travel[a, b], cost[a, b] = found.least, found.cost_fen
            if found.departures:
                # Rows may be shared by many pairs; they live as long as what is made of them.
                ride = known.get(id(found.departures))
                if ride is None or ride.arrivals is not found.arrivals:
                    ride = Timetable(found.departures, found.arrivals)
                    known[id(found.departures)] = ride
                rides[a, b] = ride
        return rides

    def _pieces(
        self, places: Sequence[str]
    ) -> Iterator[tuple[WaysOfDates, tuple[int, int], Ints, Ints]]:
        """Yield what `on` returns for all pairs at once: ways, window, from where, to where."""
        all_places = np.arange(len(places))
        leaves = np.array([place_id == self.entrance for place_id in places], dtype=bool)
        comes = np.array([place_id == self.exit for place_id in places], dtype=bool)
        others = np.flatnonzero(~leaves)
        if leaves.any():
            yield self.first, self.windows[0], np.flatnonzero(leaves), all_places
        if comes.any():
            yield self.last, self.windows[1], others, np.flatnonzero(comes)
        if self.every is not None:
            yield self.every, self.windows[2], others, np.flatnonzero(~comes)
