"""A GTFS feed as what the search of the timetable knows: stops, trips, transfers.

Broken rows are noted in a report and left out, the rest is kept. Not used, and said so
where the feed has it: shapes, fares, pathways, blocks, flexible services, translations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xytour.errors import DataError
from xytour.network.gtfs.calendar import CALENDAR, DATES, FeedDays, read_days
from xytour.network.gtfs.calls import STOP_TIMES
from xytour.network.gtfs.report import FeedReport, Findings
from xytour.network.gtfs.source import Source
from xytour.network.gtfs.stops import STOPS, read_stops
from xytour.network.gtfs.transfers import TRANSFERS, read_transfers
from xytour.network.gtfs.trips import FREQUENCIES, ROUTES, TRIPS, read_trips
from xytour.network.transit.feed import Feed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

BOARD_S = 120
"""Seconds at a stop before a departure, and between vehicles there; a typical value."""

AGENCY, INFO = "agency.txt", "feed_info.txt"
NEEDED = (AGENCY, STOPS, ROUTES, TRIPS, STOP_TIMES)
USED = {*NEEDED, CALENDAR, DATES, FREQUENCIES, TRANSFERS, INFO}


@dataclass(frozen=True, slots=True, kw_only=True)
class GtfsFeed(Feed):
    """A GTFS feed.

    Parameters
    ----------
    report
        What was found wrong, and what is not used.
    services
        Days by ``service_id``.
    """

    report: FeedReport
    services: Mapping[str, FeedDays] = field(default_factory=dict)

    @property
    def span(self) -> tuple[date, date] | None:
        """First and last date on which anything may run, None if nothing ever does."""
        ends: set[date] = set()
        for service_id in {trip.service_id for trip in self.trips} & set(self.services):
            days = self.services[service_id or ""]
            ends.update(days.added)
            ends.update(day for day in (days.first, days.last) if day is not None)
        return (min(ends), max(ends)) if ends else None


def read_gtfs(
    path: str | Path, *, strict: bool = False, board_s: int = BOARD_S, change_s: int = BOARD_S
) -> GtfsFeed:
    """Read a GTFS feed.

    Parameters
    ----------
    path
        Zip file or folder.
    strict
        Whether any fault is an error, once all of them are found.
    board_s
        Seconds that one must be at a stop before a departure, coming on foot.
    change_s
        Seconds between two vehicles at the same stop, where the feed tells nothing else.

    Returns
    -------
    GtfsFeed
        Stations, and stops that belong to none, are its points.

    Raises
    ------
    DataError
        There is no feed, a file that every feed has is missing or cannot be read, or
        ``strict`` and there is a fault.

    Notes
    -----
    Read as in the GTFS Schedule reference: times may pass 24:00:00; calls without a time
    lie between those around, by ``shape_dist_traveled`` where it is there, else evenly; a
    transfer between stations holds for all their stops; rows of ``frequencies.txt`` stand
    for many runs, see `xytour.network.transit.Frequency`.
    """
    path = Path(path)
    findings = Findings(path.name)
    source = Source(path, findings)
    try:
        source.need(*NEEDED, *(() if DATES in source.names else (CALENDAR,)))
        feed = _read(source, findings, board_s, change_s)
    finally:
        source.close()
    if strict:
        feed.report.raise_if_faulty()
    return feed


def _read(source: Source, findings: Findings, board_s: int, change_s: int) -> GtfsFeed:
    timezone = _timezone(source, findings)
    found = read_stops(source, findings, board_s, change_s)
    services = read_days(source, findings)
    trips = read_trips(source, findings, services, found.numbers)
    transfers = read_transfers(source, findings, found)
    for name in source.names:
        if name not in USED:
            findings.ignore(name)
    return GtfsFeed(
        timezone,
        found.points,
        found.stops,
        trips,
        transfers,
        report=findings.report(),
        services=services,
    )


def _timezone(source: Source, findings: Findings) -> str:
    zones: dict[str, int] = {}
    for line, (zone,) in source.rows(AGENCY, ("agency_timezone",)):
        zones.setdefault(zone, line)
    if not zones:
        msg = f"{AGENCY} of {findings.source!r} tells no agency_timezone; fill it in"
        raise DataError(msg)
    first, *others = zones
    for zone in others:
        reason = "all agencies of a feed share one time zone"
        findings.add(AGENCY, zones[zone], zone, reason, f"correct it; taken as {first} meanwhile")
    try:
        ZoneInfo(first)
    except (ValueError, OSError, KeyError) as error:
        msg = f"{AGENCY}:{zones[first]}: {first!r} is no time zone such as 'Asia/Shanghai'"
        raise DataError(msg) from error
    return first
