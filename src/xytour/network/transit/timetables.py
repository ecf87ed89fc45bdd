"""The timetables of a region for a party, and from them the ways of any dates."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.model.base import minutes_of
from xytour.network.direct import travel_over
from xytour.network.graph import is_outside
from xytour.network.transit.lines import edge_of, lines_of
from xytour.network.transit.regional import ServiceDays, without_served
from xytour.network.transit.timed import FAR_MODES, TimedWays
from xytour.network.transit.untimed import has_own_hours, is_public

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import networkx as nx

    from xytour.model.link import Service
    from xytour.model.region import Region
    from xytour.network.direct import Searched
    from xytour.network.transit.feed import Point


class Timetables:
    """The services of a region that a party may use, for all dates.

    Parameters
    ----------
    region
        Its services, those out of their validity included: old times stand in for today's.
    graph
        Its transport graph.
    travel
        The best ways by average waits, of the same graph.

    Notes
    -----
    Thread-safe. A service runs along its link; one without a link is of no use here.
    """

    def __init__(self, region: Region, graph: nx.MultiDiGraph, travel: Searched) -> None:
        self.region, self.graph, self.travel = region, graph, travel
        self.points: Mapping[str, Point] = {}  # its stops are places of the region
        self._openings = Openings(HolidayCalendar(region.region.holidays), region.region.timezone)
        transport = travel.transport
        self.services: tuple[Service, ...] = tuple(
            service
            for service in region.services
            if service.link_id is not None  # networkx would take None for any link
            and graph.has_edge(service.from_id, service.to_id, service.link_id)
            and service.mode
            in transport.on(
                from_outside=is_outside(graph, service.from_id),
                to_outside=is_outside(graph, service.to_id),
            ).modes
        )
        near = transport.without(FAR_MODES)
        untimed = without_served(graph, self.services)
        self.stand_in = travel_over(untimed, near, region.region, travel)
        timed = {(each.from_id, each.to_id, each.link_id) for each in self.services}
        self.rides = travel.count_steps(lambda step: edge_of(step) in timed)
        self.untimed = travel.count_steps(is_public) - self.rides
        self.odd_hours = travel.count_steps(lambda step: is_public(step) and has_own_hours(step))
        self.stand_in_rides = self.stand_in.count_steps(is_public)
        self._known: dict[frozenset[str], TimedWays] = {}
        self._runs_on: dict[tuple[str, date], bool] = {}
        self._lock = Lock()

    @cached_property
    def streets(self) -> Searched:
        """The ways by taxi and on foot alone, which can be taken at any hour."""
        transport = self.travel.transport
        none = frozenset[str]()
        modes = transport.modes & {"taxi", "walk"}
        alone = replace(transport, modes=modes, modes_in=none, modes_out=none)
        return travel_over(self.graph, alone, self.region.region, self.travel)

    @property
    def matter(self) -> bool:
        """Whether any way is by a vehicle that leaves when it wants."""
        return bool(self.services) or bool(self.untimed.any())

    def runs_throughout(self, window: tuple[int, int]) -> bool:
        """Whether all that has neither a timetable nor hours of its own runs all of a window."""
        tariffs = self.region.region.tariffs
        begins, ends = minutes_of(tariffs.public_from), minutes_of(tariffs.public_until)
        return begins <= window[0] and window[1] <= ends

    def on(self, dates: Iterable[date]) -> TimedWays:
        """Return the ways by the vehicles that run on every one of some dates."""
        several = tuple(dates)
        with self._lock:
            running = frozenset(
                service.id
                for service in self.services
                if all(self._is_running(service.days, day) for day in several)
            )
            if running not in self._known:
                self._known[running] = TimedWays(
                    self, lines_of(self.region, self.services, running)
                )
            return self._known[running]

    def _is_running(self, days: str, day: date) -> bool:
        """Whether a text about days holds on a date; few texts stand for all services."""
        if (days, day) not in self._runs_on:
            self._runs_on[days, day] = ServiceDays(days, self._openings).runs_on(day)
        return self._runs_on[days, day]
