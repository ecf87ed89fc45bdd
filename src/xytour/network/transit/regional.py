"""A region's services as a feed: listed trips, or a headway from first to last.

A service whose time is over is not known to run. Its link may be left to average waits, or
its old times may stand in as typical ones, marked as estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from xytour.errors import DataError, Fault
from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.model.base import minutes_of
from xytour.network.rides import BOARDING_MIN
from xytour.network.transit.feed import Feed, Point, Stop, Trip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from xytour.model.link import Link, Service
    from xytour.model.region import Region
    from xytour.network.direct import Searched
    from xytour.network.rides import Transport

DAY_MIN = 1_440
ONE_DAY = timedelta(days=1)

Expired: TypeAlias = Literal["typical", "average"]
"""What becomes of a service out of its validity: times as typical, or average waits."""


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """Days of a service, in the OSM syntax, on the real calendar.

    Parameters
    ----------
    days
        Such as ``Mo-Su`` or ``Mo-Fr; PH off``.
    openings
        Knows the public holidays.

    Notes
    -----
    A text that names ``PH`` tells free days from working days. On a weekend day that is
    worked in exchange for a holiday such a service then runs as on the nearest weekday
    that is no holiday; a text that names weekdays alone means these weekdays.
    """

    days: str
    openings: Openings

    def runs_on(self, day: date) -> bool:
        """Whether the service runs on a date."""
        calendar = self.openings.calendar
        if "PH" in self.days and calendar.is_weekend(day) and calendar.is_working_day(day):
            day = _nearest_weekday(day, calendar)
        return self.openings.in_season(self.days, day)


def _nearest_weekday(day: date, calendar: HolidayCalendar) -> date:
    for distance in range(1, 15):
        for near in (day - distance * ONE_DAY, day + distance * ONE_DAY):
            if not calendar.is_weekend(near) and not calendar.is_holiday(near):
                return near
    return day


def feed_of_region(
    region: Region, day: date, modes: Iterable[str], *, expired: Expired = "typical"
) -> Feed:
    """Return what a region's file knows of timetables around a date.

    Parameters
    ----------
    region
        Its places are points; the services of one mode at a place are a stop.
    day
        The date asked about; it decides which services are out of their validity.
    modes
        Link modes allowed.
    expired
        Whether services out of their validity stand in with ``estimated`` trips, or are
        left out.

    Raises
    ------
    DataError
        A service with a headway does not tell how long it takes.

    Notes
    -----
    Boarding and changing take the least times of `xytour.network.rides.BOARDING_MIN`.
    A headway from first to last is read as departures at these very times, and estimated.
    """
    openings = Openings(HolidayCalendar(region.region.holidays), region.region.timezone)
    links = {link.id: link for link in region.links}
    number: dict[tuple[str, str], int] = {}
    stops: list[Stop] = []
    trips: list[Trip] = []
    for service in running(region, day, modes, expired=expired):
        for place_id in (service.from_id, service.to_id):
            if (place_id, service.mode) not in number:
                number[place_id, service.mode] = len(stops)
                wait_s = 60 * BOARDING_MIN[service.mode]
                name = region.by_id[place_id].name.en
                stops.append(Stop(f"{place_id}/{service.mode}", name, place_id, wait_s, wait_s))
        ends = (number[service.from_id, service.mode], number[service.to_id, service.mode])
        days = ServiceDays(service.days, openings)
        estimated = is_estimated(service, day)
        for name, leaves, arrives in runs_of(service, links.get(service.link_id or "")):
            trips.append(
                Trip(
                    id=f"{service.id}/{leaves}/{name}",
                    line=name or service.name.en,
                    headsign=region.by_id[service.to_id].name.en,
                    mode=service.mode,
                    days=days,
                    stops=ends,
                    arrivals_s=(60 * leaves, 60 * arrives),
                    departures_s=(60 * leaves, 60 * arrives),
                    boards=(True, False),
                    alights=(False, True),
                    estimated=estimated,
                    link_id=service.link_id,
                    service_id=service.id,
                )
            )
    points = {
        place.id: Point(place.name.en, place.location.lat, place.location.lon)
        for place in region.places
    }
    return Feed(region.region.timezone, points, tuple(stops), tuple(trips))


def running(
    region: Region, day: date, modes: Iterable[str], *, expired: Expired = "typical"
) -> list[Service]:
    """Return the services of some modes that have a timetable around a date."""
    allowed = frozenset(modes)
    return [
        service
        for service in region.services
        if service.mode in allowed and (expired == "typical" or is_valid(service, day))
    ]


def untimed_travel(
    region: Region,
    day: date,
    transport: Transport,
    *,
    expired: Expired = "typical",
    graph: nx.MultiDiGraph | None = None,
) -> Searched:
    """Return travel by all links that have no timetable around a date, with average waits.

    Parameters
    ----------
    region
        Its links and services.
    day
        The date.
    transport
        What the party may travel by.
    expired
        As for `feed_of_region`.
    graph
        The region's graph, if it is built already.

    Notes
    -----
    It is the same for all dates on which the same services are valid. Its ``way`` tells the
    roads of those parts of a journey that are no rides.
    """
    from xytour.network.direct import travel_over
    from xytour.network.graph import build_graph

    whole = build_graph(region) if graph is None else graph
    rest = without_served(whole, running(region, day, transport.modes, expired=expired))
    return travel_over(rest, transport, region.region)


def without_served(graph: nx.MultiDiGraph, services: Iterable[Service]) -> nx.MultiDiGraph:
    """Return a graph without the edges that services run along, in their direction.

    Parameters
    ----------
    graph
        As built by `xytour.network.graph.build_graph`; it is left as it is.
    services
        As `running` returns them.
    """
    rest = graph.copy()
    for service in services:
        edge = service.from_id, service.to_id, service.link_id
        if service.link_id is not None and rest.has_edge(*edge):  # None would take any link's
            rest.remove_edge(*edge)
    return rest


def is_estimated(service: Service, day: date) -> bool:
    """Whether its times on a date are not known from a source that is in force."""
    guessed = bool(service.headway_min) or not is_valid(service, day)
    return guessed or service.confidence != "sourced"


def is_valid(service: Service, day: date) -> bool:
    """Whether a service's timetable is in force on a date."""
    begins, ends = service.valid_from or date.min, service.valid_to or date.max
    return begins <= day <= ends


def runs_of(service: Service, link: Link | None) -> Iterator[tuple[str, int, int]]:
    """Yield the number, departure and arrival of each trip, minutes of the service day.

    Raises
    ------
    DataError
        It has a headway, but no link that tells how long it takes.
    """
    for trip in service.trips:
        leaves, arrives = minutes_of(trip.departure), minutes_of(trip.arrival)
        yield trip.number, leaves, arrives + DAY_MIN * (arrives < leaves)
    if service.headway_min is None:
        return
    if link is None:
        reason = "runs by a headway, but no link tells how long it takes"
        fault = Fault(
            f"service {service.id}", "link_id", reason, "name the link that it runs along"
        )
        msg = f"service {service.id!r} cannot be timed"
        raise DataError(msg, [fault])
    first = minutes_of(service.first_departure or "00:00")
    last = minutes_of(service.last_departure or "23:59")
    for leaves in range(first, last + 1, service.headway_min):
        yield "", leaves, leaves + link.minutes
