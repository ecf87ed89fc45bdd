"""What runs on the dates of a trip, as arrival functions for the solver.

The solver knows one arrival function a pair of places, the same on all days. It is made of
what runs on every day on which the way may be taken: a plan may then miss a train that runs
on one of the days alone, but never relies on one that does not run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver import Timetable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from xytour.network.transit.timed import TimedWays
    from xytour.network.transit.timetables import Timetables
    from xytour.network.travel import Step
    from xytour.planner.dates import Daytime


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
    """

    first: TimedWays
    last: TimedWays
    every: TimedWays | None
    entrance: str | None
    exit: str | None
    windows: tuple[tuple[int, int], ...]
    bases: frozenset[str]

    @classmethod
    def of(
        cls,
        timetables: tuple[Timetables, Timetables | None, Timetables],
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
        longest = min(day.earliest for day in days), max(day.latest for day in days)
        return cls(
            first=coming.on([days[0].date]),
            last=going.on([days[-1].date]),
            every=None if between is None else between.on(day.date for day in days),
            entrance=None if entrance in others else entrance,
            exit=None if way_out in others else way_out,
            windows=(*((day.earliest, day.latest) for day in (days[0], days[-1])), longest),
            bases=frozenset((*beds, entrance, way_out)),
        )

    def on(self, from_id: str, to_id: str) -> tuple[TimedWays | None, tuple[int, int]]:
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
        if ways is not None and self._is_passed_over(ways, from_id, to_id, window):
            return ways.stand_in(from_id, to_id)
        return None

    def _is_passed_over(
        self, ways: TimedWays, from_id: str, to_id: str, window: tuple[int, int]
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
        for a, b in np.argwhere(self._have_timetables(places)).tolist():
            from_id, to_id = places[a], places[b]
            ways, window = self.on(from_id, to_id)
            assert ways is not None  # noqa: S101 (else no timetable counts)
            if self._is_passed_over(ways, from_id, to_id, window):
                travel[a, b], cost[a, b] = ways.stand_in_minutes(from_id, to_id) or (0, 0)
                continue
            rows = ways.rows(from_id, to_id, window)
            travel[a, b], cost[a, b] = rows.least, rows.cost_fen
            if rows.departures:
                rides[a, b] = Timetable(rows.departures, rows.arrivals)
        return rides

    def _have_timetables(self, places: Sequence[str]) -> NDArray[np.bool_]:
        """Return from which places (rows) to which timetables count, by the ways of `on`."""
        n = len(places)
        found = np.zeros((n, n), dtype=bool)
        if self.every is not None:
            found = self.every.have_timetables(places, self.windows[2])
        if self.exit in places:
            k = places.index(self.exit)
            found[:, k] = self.last.have_timetables(places, self.windows[1])[:, k]
        if self.entrance in places:
            k = places.index(self.entrance)
            found[k] = self.first.have_timetables(places, self.windows[0])[k]
        return found
