"""Trips of a feed: what runs on which days, once or again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.network.gtfs.calls import read_calls, seconds_of
from xytour.network.gtfs.kinds import mode_of
from xytour.network.transit.feed import Frequency, Trip

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xytour.model.link import Mode
    from xytour.network.gtfs.calendar import FeedDays
    from xytour.network.gtfs.report import Findings
    from xytour.network.gtfs.source import Source

ROUTES, TRIPS, FREQUENCIES = "routes.txt", "trips.txt", "frequencies.txt"


def read_trips(
    source: Source,
    findings: Findings,
    services: Mapping[str, FeedDays],
    stops: Mapping[str, int | None],
) -> tuple[Trip, ...]:
    """Return the trips of a feed.

    Parameters
    ----------
    source, findings
        What is read, and where faults go.
    services
        Days by ``service_id``.
    stops
        Numbers of the stops by id; None for stations.
    """
    routes = _routes(source, findings)
    rows, broken = _rows(source, findings, routes, services)
    calls = read_calls(source, findings, rows, broken, stops)
    frequencies = _frequencies(source, findings, rows)
    trips = []
    for trip_id, (route_id, service_id, headsign) in rows.items():
        repeated = frequencies.get(trip_id, [])
        # Without its frequencies the times of such a trip mean nothing.
        if trip_id not in calls or (trip_id in frequencies and not repeated):
            continue
        timed, (name, mode) = calls[trip_id], routes[route_id]
        trips.append(
            Trip(
                id=trip_id,
                line=name,
                headsign=headsign,
                mode=mode,
                days=services[service_id],
                stops=timed.stops,
                arrivals_s=timed.arrivals_s,
                departures_s=timed.departures_s,
                boards=timed.boards,
                alights=timed.alights,
                frequencies=tuple(repeated),
                estimated=any(not one.is_exact for one in repeated),
                service_id=service_id,
            )
        )
    return tuple(trips)


def _routes(source: Source, findings: Findings) -> dict[str, tuple[str, Mode]]:
    """Return the name and the mode of each route."""
    routes: dict[str, tuple[str, Mode]] = {}
    names = ("route_short_name", "route_long_name")
    for line, (route_id, kind, short, long) in source.rows(
        ROUTES, ("route_id", "route_type"), names
    ):
        if route_id in routes:
            mend = "remove one; row left out"
            findings.add(ROUTES, line, route_id, "stands there twice", mend)
            continue
        mode = mode_of(kind)
        if mode is None:
            mend = "use a route_type of the reference; taken as a bus meanwhile"
            findings.add(ROUTES, line, kind, "there is no such route_type", mend)
        routes[route_id] = (short or long or route_id, mode or "bus")
    return routes


def _rows(
    source: Source,
    findings: Findings,
    routes: Collection[str],
    services: Collection[str],
) -> tuple[dict[str, tuple[str, str, str]], set[str]]:
    """Return route, service and headsign of each good trip, and the ids of the broken ones."""
    rows: dict[str, tuple[str, str, str]] = {}
    broken: set[str] = set()
    columns = ("trip_id", "route_id", "service_id")
    for line, (trip_id, route_id, service_id, headsign, block) in source.rows(
        TRIPS, columns, ("trip_headsign", "block_id")
    ):
        if block:
            findings.ignore("blocks: staying aboard into the next trip counts as a change")
        if trip_id in rows:
            mend = "remove one; row left out"
            findings.add(TRIPS, line, trip_id, "stands there twice", mend)
        elif route_id not in routes:
            mend = "add it to routes.txt; the trip is left out"
            findings.add(TRIPS, line, route_id, "there is no such route", mend)
            broken.add(trip_id)
        elif service_id not in services:
            mend = "add it to calendar.txt; the trip is left out"
            findings.add(TRIPS, line, service_id, "no calendar tells when it runs", mend)
            broken.add(trip_id)
        else:
            rows[trip_id] = (route_id, service_id, headsign)
    return rows, broken


def _frequencies(
    source: Source, findings: Findings, trips: Collection[str]
) -> dict[str, list[Frequency]]:
    """Return the frequencies of each trip that has any, an empty list if all are broken."""
    found: dict[str, list[Frequency]] = {}
    columns = ("trip_id", "start_time", "end_time", "headway_secs")
    for line, (trip_id, start, end, headway, exact) in source.rows(
        FREQUENCIES, columns, ("exact_times",)
    ):
        rows = found.setdefault(trip_id, [])
        first_s, end_s = seconds_of(start), seconds_of(end)
        is_number = headway.isascii() and headway.isdigit() and int(headway) > 0
        if trip_id not in trips:
            fault = (trip_id, "there is no such trip", "add it to trips.txt")
        elif first_s is None or end_s is None or first_s >= end_s:
            reason = "start_time and end_time are no times in order"
            fault = (f"{start} {end}", reason, "write HH:MM:SS")
        elif not is_number:
            fault = (headway, "headway_secs is no number of seconds above 0", "correct it")
        elif exact not in {"", "0", "1"}:
            fault = (exact, "exact_times is neither 0 nor 1", "correct it")
        else:
            rows.append(Frequency(first_s, end_s, int(headway), exact == "1"))
            continue
        findings.add(FREQUENCIES, line, fault[0], fault[1], f"{fault[2]}; row left out")
    return found
