"""Public transport on one date: when one gets where, and by what.

The question is answered for an origin and all targets at once, for every minute at which
one may set out; and for one of these journeys, what it consists of.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xytour.network.transit.access import NO_WAY, Access
from xytour.network.transit.feed import join_feeds
from xytour.network.transit.journey import Journey, Tracer
from xytour.network.transit.regional import feed_of_region, untimed_travel
from xytour.network.transit.runs import runs_around
from xytour.network.transit.scan import Scan
from xytour.network.transit.ways import Ways, join_ways

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.network.rides import Transport
    from xytour.network.transit.feed import Feed
    from xytour.network.transit.regional import Expired

    Ints = NDArray[np.int32]

DAY_AND_MORNING_MIN = 2_160


@dataclass(frozen=True)
class Profile:
    """When one gets from an origin to each target, by when one leaves.

    Parameters
    ----------
    origin
        Where one leaves.
    targets
        Where one goes.
    first
        (targets + 1,) int32: where the rows of each target begin.
    departures, arrivals
        (rows,) int32: minutes after the date's midnight, both rising within a target. Who
        leaves by a departure is there by its arrival, and nothing better is missing. A
        departure is rounded down to the minute, an arrival up.
    otherwise
        (targets,) int32: minutes without a vehicle at any time, -1 where there is no way.
        Rows that take as long are left out.
    """

    origin: str
    targets: tuple[str, ...]
    first: Ints
    departures: Ints
    arrivals: Ints
    otherwise: Ints

    def rows(self, target: str) -> tuple[list[int], list[int], int | None]:
        """Return the departures, the arrivals and the minutes otherwise of one target.

        They are what `xytour.solver.Timetable` is made of, where there is a departure or
        another way.

        Raises
        ------
        KeyError
            It was not asked for.
        """
        k = self._number[target]
        part = slice(int(self.first[k]), int(self.first[k + 1]))
        otherwise = int(self.otherwise[k])
        return (
            self.departures[part].tolist(),
            self.arrivals[part].tolist(),
            None if otherwise == NO_WAY else otherwise,
        )

    def arrival(self, target: str, depart: int) -> int | None:
        """Return the earliest arrival when leaving no sooner than a minute, None if none."""
        departures, arrivals, otherwise = self.rows(target)
        k = bisect_left(departures, depart)
        found = [] if otherwise is None else [depart + otherwise]
        return min([*found, *arrivals[k : k + 1]], default=None)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {target: k for k, target in enumerate(self.targets)}


class Connections:
    """Public transport on one date.

    Parameters
    ----------
    feed
        What runs on all days.
    day
        The date; all times count from its midnight in the feed's time zone.
    ways
        What may be taken between points at any time, such as walks and taxis. Between two
        vehicles there is at most one of them.
    until_min
        Departures up to this minute are known: a day, and the morning after.

    Attributes
    ----------
    points : tuple of str
        Ids that one may ask for: the feed's points, and what only ways lead to.
    n_connections : int
        How many times a vehicle goes from one stop to the next.

    Notes
    -----
    Thread-safe: nothing changes after it is built. The search runs without the
    interpreter's lock where it is compiled.

    References
    ----------
    J. Dibbelt, T. Pajor, B. Strasser, D. Wagner, Intriguingly Simple and Fast Transit
    Routing, SEA 2013, doi:10.1007/978-3-642-38527-8_6.
    """

    def __init__(
        self, feed: Feed, day: date, ways: Ways, *, until_min: int = DAY_AND_MORNING_MIN
    ) -> None:
        self.feed, self.day, self.until_min = feed, day, until_min
        self._access = Access(feed, ways)
        self.points = self._access.points
        self._day_runs = runs_around(feed, day, 60 * until_min)
        self.n_connections = len(self._day_runs.call)
        tables = (*self._day_runs.tables, *self._access.transfers)
        self._scan = Scan(tables, len(feed.stops), len(self._day_runs.runs), 60 * until_min)

    @classmethod
    def of(
        cls,
        region: Region,
        day: date,
        transport: Transport,
        *,
        expired: Expired = "typical",
        longest_way_min: int | None = None,
        more: Sequence[Feed] = (),
        walks: Ways | None = None,
    ) -> Connections:
        """Return the public transport of a region for a party.

        Parameters
        ----------
        region
            Its services are timetables; all other links that the party may use are ways at
            any time, with average waits.
        day
            The date.
        transport
            What the party may travel by.
        expired
            What becomes of services out of their validity: ``typical`` takes their times
            as estimates, ``average`` leaves their links to average waits.
        longest_way_min
            Ways that take longer are left out: where taxis are allowed, nothing else keeps
            one from riding them across the country, since the search knows no fares.
        more
            Further feeds, as `xytour.network.gtfs.read_gtfs` gives them.
        walks
            Further ways, such as those from the region's places to the stops of ``more``.

        Notes
        -----
        For many dates build the parts once, and `Connections` from them for each:
        `feed_of_region`, `untimed_travel` and `Ways.of_travel`.
        """
        feed = join_feeds(feed_of_region(region, day, transport.modes, expired=expired), *more)
        travel = untimed_travel(region, day, transport, expired=expired)
        ways = Ways.of_travel(travel, longest_min=longest_way_min)
        return cls(feed, day, ways if walks is None else join_ways(ways, walks))

    def profile(self, origin: str, targets: Sequence[str] | None = None) -> Profile:
        """Return when one gets from an origin to each target, by when one leaves.

        Parameters
        ----------
        origin
            Id of a point.
        targets
            Ids of points; None for all.

        Raises
        ------
        RequestError
            An id is not known.
        """
        here = self._access.number(origin)
        names = self.points if targets is None else tuple(targets)
        numbers = np.array([self._access.number(name) for name in names], dtype=np.int64)
        first, stops, walks_s = self._access.egress
        counts = np.diff(first)[numbers]
        rows = _ranges(first[numbers], counts)
        bounds = np.append(0, np.cumsum(counts)).astype(np.int32)
        ways_s = self._access.ways_s(here)[numbers]
        otherwise = np.where(ways_s == NO_WAY, NO_WAY, (ways_s + 59) // 60).astype(np.int32)
        found = self._scan.latest(self._access.stops_s(here))
        table = self._scan.frontier(found, bounds, stops[rows], walks_s[rows], otherwise)
        return Profile(origin, names, *table, otherwise)

    def journey(self, origin: str, target: str, depart: int) -> Journey | None:
        """Return how one gets from one point to another, or None if there is no way.

        It is there as early as can be; of all such journeys, it is one that leaves as late
        as can be, and of these one with the fewest vehicles.

        Parameters
        ----------
        origin, target
            Ids of points.
        depart
            Minute after the date's midnight from which one can leave.

        Raises
        ------
        RequestError
            An id is not known.
        """
        departures, arrivals, otherwise = self.profile(origin, [target]).rows(target)
        here, there = self._access.number(origin), self._access.number(target)
        k = bisect_left(departures, depart)
        if k < len(departures) and (otherwise is None or arrivals[k] < depart + otherwise):
            return self._tracer.trace(here, there, 60 * depart, 60 * departures[k])
        if otherwise is None:
            return None
        return self._tracer.on_the_way(here, there, 60 * depart)

    @cached_property
    def _tracer(self) -> Tracer:
        return Tracer(self.feed, self._access, self._day_runs, self._scan)


def _ranges(begins: Ints, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers from each begin on, as many as counted, one range after the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    rows: NDArray[np.int64] = np.arange(total) + np.repeat(begins - (ends - counts), counts)
    return rows
