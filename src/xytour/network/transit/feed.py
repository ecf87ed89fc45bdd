"""What runs: stops, trips and transfers, in one form whatever file they came from.

A feed knows days but no date: which of its trips run on a date, and how one gets to the
stops, is told by `xytour.network.transit.connections`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from xytour.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from xytour.model.link import Mode

Transfers = dict[tuple[int, int], int | None]
"""Seconds from alighting at one stop to leaving another, by stop numbers; None is forbidden."""


class Days(Protocol):
    """Tells on which dates a trip sets out."""

    def runs_on(self, day: date) -> bool:
        """Whether trips of this service day run."""
        ...


@dataclass(frozen=True, slots=True)
class Point:
    """Where one can be: a station, a lone stop, a place of the region.

    Parameters
    ----------
    name
        As shown to travellers.
    lat, lon
        Degrees, WGS-84.
    """

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Where trips call: a platform, a bus stop, the coaches' part of a station.

    Parameters
    ----------
    id
        Unique within the feed.
    name
        As shown to travellers.
    point
        Id of the point where it is.
    board_s
        Seconds that one must be there before a departure, coming on foot or by road.
    change_s
        Seconds from one trip to another at this very stop.
    """

    id: str
    name: str
    point: str
    board_s: int = 0
    change_s: int = 0


@dataclass(frozen=True, slots=True)
class Frequency:
    """A trip that is run again and again.

    Parameters
    ----------
    first_s, end_s
        First departure, and the time from which none sets out any more: seconds of the
        service day at the trip's first call.
    headway_s
        Seconds from one departure to the next.
    is_exact
        Whether the departures are these very ones, or only so far apart.
    """

    first_s: int
    end_s: int
    headway_s: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of a vehicle, or several by ``frequencies``.

    Parameters
    ----------
    id
        Unique within the feed.
    line
        What the vehicle shows: a train's number, a bus line.
    headsign
        Where it says that it goes, or an empty text.
    mode
        Kind of vehicle, as links have it.
    days
        When it runs.
    stops
        Numbers of the stops called at, in order.
    arrivals_s, departures_s
        Seconds of the service day at each call, never falling; may pass 86,400.
    boards, alights
        Whether one may get on and off at each call.
    frequencies
        If there are any, the times above only tell how far apart the calls are.
    estimated
        Whether the times are typical ones rather than those of a timetable in force.
    link_id, service_id
        Of the region's link and of the service in the file, where there are such.
    """

    id: str
    line: str
    headsign: str
    mode: Mode
    days: Days
    stops: tuple[int, ...]
    arrivals_s: tuple[int, ...]
    departures_s: tuple[int, ...]
    boards: tuple[bool, ...]
    alights: tuple[bool, ...]
    frequencies: tuple[Frequency, ...] = ()
    estimated: bool = False
    link_id: str | None = None
    service_id: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """All that runs, on all days.

    Parameters
    ----------
    timezone
        Of all times.
    points
        By id.
    stops
        Trips and transfers name them by their numbers, from 0.
    trips
        In any order.
    transfers
        Where walking and the stop's own times do not tell.
    """

    timezone: str
    points: Mapping[str, Point]
    stops: tuple[Stop, ...]
    trips: tuple[Trip, ...]
    transfers: Transfers = field(default_factory=dict)


def join_feeds(*feeds: Feed) -> Feed:
    """Return several feeds as one, such as a region's trains and a city's buses.

    Parameters
    ----------
    feeds
        One or more, of one time zone. A point that stands in several is one point, at
        which one changes between them; stops and trips stay apart.

    Raises
    ------
    DataError
        There is none, or their time zones differ.
    """
    zones = sorted({feed.timezone for feed in feeds})
    if len(zones) != 1:
        msg = f"feeds to be joined must share one time zone, got {', '.join(zones) or 'no feed'}"
        raise DataError(msg)
    points: dict[str, Point] = {}
    stops: list[Stop] = []
    trips: list[Trip] = []
    transfers: Transfers = {}
    for feed in feeds:
        shift = len(stops)
        points = {**feed.points, **points}
        stops += feed.stops
        trips += [
            replace(trip, stops=tuple(stop + shift for stop in trip.stops)) for trip in feed.trips
        ]
        transfers |= {(a + shift, b + shift): s for (a, b), s in feed.transfers.items()}
    return Feed(zones[0], points, tuple(stops), tuple(trips), transfers)
