"""Timetable feeds beside travel that was given: trams and buses where they are worth the wait.

Between two places one rides by the feed, with walks to the stops, or goes as was given (on foot, by
taxi), whichever counts less in time and money at that minute. Walks to and from stops, and between
them, are estimated from the straight line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import RequestError
from xytour.network.transit.connections import Connections
from xytour.network.transit.feed import Feed, Point
from xytour.network.transit.riding import steps_of
from xytour.network.transit.timed import STAND_INS, AllDay, Rows, TimedStep, best_of, keep
from xytour.network.transit.ways import Ways, join_ways, walks_between
from xytour.network.travel import UNREACHABLE, Step, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.network.joined import JoinedTravel
    from xytour.network.transit.connections import Profile

DAY_MIN = 1_440

SHORT_MIN = 15
"""A way that takes no longer without a timetable is gone so: nobody waits for a tram for less."""


@dataclass(frozen=True, eq=False)
class PublicTransport:
    """What runs in a region by timetables of its own.

    Parameters
    ----------
    feed
        As `xytour.network.gtfs.read_gtfs` gives it; `join_feeds` makes one of several.
    fare_cny
        What one person pays for one way, changes included, in the region's currency. None where
        nobody knows: rides are then counted as free, and plans say so.
    source
        Who says so; rides name it as their road.
    """

    feed: Feed
    fare_cny: float | None = None
    source: str = "timetable"


class FeedTimetables:
    """A feed for one party, for all dates.

    Parameters
    ----------
    public
        What runs.
    region
        Tells how ways on foot run.
    travel
        The other ways of the party.

    Attributes
    ----------
    points : dict of str to Point
        Stops by the ids that parts of legs name.

    Notes
    -----
    Thread-safe.
    """

    def __init__(self, public: PublicTransport, region: Region, travel: JoinedTravel) -> None:
        self.travel, self.public = travel, public
        transport = travel.transport
        ids = _ids_of(public.feed)
        self.points: Mapping[str, Point] = {
            ids[name]: point for name, point in public.feed.points.items()
        }
        stops = tuple(replace(stop, point=ids[stop.point]) for stop in public.feed.stops)
        trips = tuple(trip for trip in public.feed.trips if trip.mode in transport.modes)
        self._feed = Feed(public.feed.timezone, self.points, stops, trips, public.feed.transfers)
        self.fare_fen = round((public.fare_cny or 0) * 100) * transport.party_size
        self.ways = _walks(self.points, region, travel)
        self._known: dict[tuple[date, frozenset[int]], FeedWays] = {}
        self._lock = Lock()

    @property
    def matter(self) -> bool:
        """Whether the party may use anything that runs."""
        return bool(self._feed.trips)

    def on(self, dates: Iterable[date]) -> FeedWays:
        """Return the ways by what runs on every one of some dates.

        Raises
        ------
        RequestError
            The feed tells nothing of one of them.
        """
        several = tuple(dates)
        runs = [
            {k for k, trip in enumerate(self._feed.trips) if trip.days.runs_on(day)}
            for day in several
        ]
        for day, found in zip(several, runs, strict=True):
            if not found:
                span = getattr(self.public.feed, "span", None)
                told = f" tells of {span[0]} to {span[1]}" if span else " tells of other dates"
                msg = f"the timetable has nothing that runs on {day}: it{told}"
                raise RequestError(msg)
        running = frozenset(set.intersection(*runs))
        with self._lock:
            key = several[0], running
            if key not in self._known:
                trips = tuple(self._feed.trips[k] for k in sorted(running))
                feed = replace(self._feed, trips=trips)
                net = Connections(feed, several[0], self.ways, until_min=DAY_MIN)
                self._known[key] = FeedWays(self, net)
            return self._known[key]


class FeedWays:
    """Ways by what runs on some dates, in the form of `~.timed.TimedWays`.

    Parameters
    ----------
    timetables
        Of the party.
    net
        What runs on all of the dates.
    """

    def __init__(self, timetables: FeedTimetables, net: Connections) -> None:
        self._timetables, self._travel, self._net = timetables, timetables.travel, net
        self._profiles: dict[str, Profile] = {}
        self._rows: dict[tuple[str, str, tuple[int, int]], Rows | None] = {}

    def has_timetable(self, from_id: str, to_id: str, window: tuple[int, int]) -> bool:
        """Whether a ride in a window (minutes of the day) is worth while."""
        return self._found(from_id, to_id, window) is not None

    def have_timetables(
        self, from_ids: Sequence[str], to_ids: Sequence[str], window: tuple[int, int]
    ) -> NDArray[np.bool_]:
        """Return from which of some places (rows) to which others something runs at all.

        Parameters
        ----------
        from_ids, to_ids
            Of places.
        window
            Not asked yet: `rows` knows whether a ride in it is worth while.
        """
        del window
        index = self._travel.index
        rows, columns = (
            np.array([index[place_id] for place_id in ids], dtype=np.int64)
            for ids in (from_ids, to_ids)
        )
        runs = np.array([np.diff(self._profile(at).first)[columns] > 0 for at in from_ids])
        far: NDArray[np.bool_] = self._travel.minutes[np.ix_(rows, columns)] > SHORT_MIN
        return runs.reshape(far.shape) & far

    def by_taxi_all_day(
        self, from_ids: Sequence[str], to_ids: Sequence[str], window: tuple[int, int]
    ) -> AllDay:
        """Return no pair at all: every ride of a feed is followed by the clock."""
        nothing = np.zeros(0, dtype=np.int64)
        return AllDay(np.zeros((len(from_ids), len(to_ids)), dtype=bool), nothing, nothing)

    def by_street(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way that needs no timetable."""
        return self.stand_in(from_id, to_id)

    def rows(self, from_id: str, to_id: str, window: tuple[int, int]) -> Rows:
        """Return when one gets from one place to another, no departures if no ride is worth it.

        Parameters
        ----------
        from_id, to_id
            Ids of places.
        window
            First and last minute of being on the way.
        """
        found = self._found(from_id, to_id, window)
        if found is not None:
            return found
        return Rows([], [], *(self.stand_in_minutes(from_id, to_id) or (UNREACHABLE,) * 2))

    def is_far(self, place_id: str) -> bool:
        """Whether a place is a station far away: none is by a town's timetable."""
        return False

    def minutes(self, from_id: str, to_id: str) -> int:
        """Return how long the way without a timetable takes."""
        at = self._travel.index
        return int(self._travel.minutes[at[from_id], at[to_id]])

    def stand_in_minutes(self, from_id: str, to_id: str) -> tuple[int, int] | None:
        """Return minutes and fen of the way without a timetable, None if there is none."""
        pair = self._travel.index[from_id], self._travel.index[to_id]
        minutes = int(self._travel.minutes[pair])
        return None if minutes >= UNREACHABLE else (minutes, int(self._travel.cost_fen[pair]))

    def stand_in(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way that needs no timetable."""
        return self._travel.way(from_id, to_id)

    def steps(self, from_id: str, to_id: str, leaves: int, arrives: int) -> list[TimedStep]:
        """Return the way that leaves by a departure of the rows and is there by its arrival.

        Raises
        ------
        ValueError
            No way does.
        """
        other = self.stand_in_minutes(from_id, to_id)
        if other is not None and leaves + other[0] == arrives:
            (step,) = self.stand_in(from_id, to_id)
            return [TimedStep(step, leaves, arrives, None)]
        journey = self._net.journey(from_id, to_id, leaves)
        if journey is None or -(-(journey.arrive_s or 0) // 60) != arrives:
            msg = f"nothing goes from {from_id!r} to {to_id!r} at {leaves} to be there at {arrives}"
            raise ValueError(msg)
        fare_fen, source = self._timetables.fare_fen, self._timetables.public.source
        return steps_of(journey, (leaves, arrives), self._net.feed, fare_fen, source)

    def _profile(self, from_id: str) -> Profile:
        """Return what leads from a place to all others; worked out twice at worst."""
        if from_id not in self._profiles:
            self._profiles[from_id] = self._net.profile(from_id, self._travel.ids)
        return self._profiles[from_id]

    def _found(self, from_id: str, to_id: str, window: tuple[int, int]) -> Rows | None:
        key = from_id, to_id, window
        if key in self._rows:
            return self._rows[key]  # worked out twice at worst, with the same result
        return keep(self._rows, key, self._find(*key))

    def _find(self, from_id: str, to_id: str, window: tuple[int, int]) -> Rows | None:
        other = self.stand_in_minutes(from_id, to_id)
        if from_id == to_id or (other is not None and other[0] <= SHORT_MIN):
            return None
        profile = self._profile(from_id)
        at = self._travel.index[to_id]  # the number of the target too
        part = slice(int(profile.first[at]), int(profile.first[at + 1]))
        leaves = profile.departures[part].astype(np.int64)
        arrives = profile.arrivals[part].astype(np.int64)
        if not len(leaves):
            return None
        fares = np.full(len(leaves), self._timetables.fare_fen)
        ridden = np.ones(len(leaves), dtype=bool)
        if other is not None:
            times = STAND_INS[(window[0] <= STAND_INS) & (window[1] >= STAND_INS)]
            leaves = np.concatenate([leaves, times])
            arrives = np.concatenate([arrives, times + other[0]])
            fares = np.concatenate([fares, np.full(len(times), other[1])])
            ridden = np.concatenate([ridden, np.zeros(len(times), dtype=bool)])
        within = np.flatnonzero((leaves >= window[0]) & (arrives <= window[1]))
        burden = weigh(arrives, fares, self._travel.transport)
        order = within[np.lexsort((-burden[within], -arrives[within], leaves[within]))]
        leaves, arrives, fares, ridden = (x[order] for x in (leaves, arrives, fares, ridden))
        kept = best_of(arrives, burden[order])
        if not ridden[kept].any():
            return None
        leaves, arrives = leaves[kept], arrives[kept]
        least = int((arrives - leaves).min())
        return Rows(leaves.tolist(), arrives.tolist(), least, int(fares[kept].min()))


def _ids_of(feed: Feed) -> dict[str, str]:
    """Return an id for each point of a feed that no place of a region has."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in feed.points:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "point"
        wanted, number = f"stop-{slug}", 1
        while wanted in taken:
            number += 1
            wanted = f"stop-{slug}-{number}"
        taken.add(wanted)
        found[name] = wanted
    return found


def _walks(stops: Mapping[str, Point], region: Region, travel: JoinedTravel) -> Ways:
    """Return the ways on foot: between places as was given, if it was, else estimated."""
    info, most_km = region.region, travel.transport.max_walk_km
    if "walk" not in travel.transport.modes:
        most_km = 0.0
    places = {
        place.id: Point(place.name.en, place.location.lat, place.location.lon)
        for place in region.places
    }
    ways = walks_between(
        {**stops, **places},
        most_m=1_000 * most_km,
        speed_kmh=info.walk_kmh,
        detour=info.walk_detour,
    )
    on_foot = [part for part in travel.parts if part.matrix.vehicle == "walk"]
    if not on_foot:
        return ways
    is_place = np.array([name in places for name in ways.ids])
    estimated = ~(is_place[ways.tails] & is_place[ways.heads])
    rest = Ways(ways.ids, *(row[estimated] for row in (ways.tails, ways.heads, ways.seconds)))
    tails, heads = np.nonzero(on_foot[0].minutes < UNREACHABLE)
    apart = tails != heads
    seconds = 60 * on_foot[0].minutes[tails[apart], heads[apart]]
    given = Ways(
        on_foot[0].ids,
        *(row.astype(np.int32) for row in (tails[apart], heads[apart], seconds)),
    )
    return join_ways(rest, given)
