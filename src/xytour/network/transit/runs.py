"""The connections of a date: every vehicle from stop to stop, in the order of the search.

The service days before and after are there too, for trips that run past midnight and for
the first ones of the next morning. Seconds count from the date's midnight, as GTFS does:
from noon less twelve hours, so that a change of the clocks at night moves no trip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from xytour.network.transit.feed import Feed, Trip

    Ints = NDArray[np.int32]

LEAST_STEP_S = 60
STEPS_A_HEADWAY = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One trip on one date.

    Parameters
    ----------
    trip
        What runs.
    shift_s
        To add to its times.
    early_s
        How long before its departure one must be ready: a headway, where only that is known.
    """

    trip: Trip
    shift_s: int
    early_s: int


@dataclass(frozen=True, slots=True)
class DayRuns:
    """What runs around a date.

    Parameters
    ----------
    runs
        All of them.
    tables
        (connections,) int32 each, as `xytour.network.transit.scan.Scan` wants them:
        departure, arrival, early, tail, head, run, boards, alights.
    call
        (connections,) int32: at which of its trip's calls each sets out.
    """

    runs: tuple[Run, ...]
    tables: tuple[Ints, ...]
    call: Ints


def runs_around(feed: Feed, day: date, until_s: int) -> DayRuns:
    """Return what departs on a date, up to some second after its midnight.

    Parameters
    ----------
    feed
        All that ever runs.
    day
        The date.
    until_s
        Nothing is boarded from then on.
    """
    runs: list[Run] = []
    columns: list[list[Ints]] = [[] for _ in range(9)]
    for run in _runs(feed, day, until_s):
        trip = run.trip
        departs = np.array(trip.departures_s[:-1], dtype=np.int64) + run.shift_s
        # Who is aboard by then rides on past the end.
        kept = np.flatnonzero(departs >= 0)
        if not (departs[kept] < until_s).any():
            continue
        arrives = np.array(trip.arrivals_s[1:], dtype=np.int64) + run.shift_s
        stops = np.array(trip.stops)
        rows = (
            departs[kept],
            arrives[kept],
            np.full(len(kept), run.early_s),
            stops[kept],
            stops[kept + 1],
            np.full(len(kept), len(runs)),
            np.array(trip.boards)[kept] & (departs[kept] < until_s),
            np.array(trip.alights)[kept + 1],
            kept,
        )
        for column, row in zip(columns, rows, strict=True):
            column.append(row.astype(np.int32))
        runs.append(run)
    empty = [np.zeros(0, dtype=np.int32)]
    flat = [np.concatenate(empty + column) for column in columns]
    order = np.lexsort((flat[8], flat[0], flat[1]))
    *tables, call = (np.ascontiguousarray(column[order]) for column in flat)
    return DayRuns(tuple(runs), tuple(tables), call)


def _runs(feed: Feed, day: date, until_s: int) -> Iterator[Run]:
    zone = ZoneInfo(feed.timezone)
    last = max(1, -(-until_s // 86_400))
    for step in range(-_longest_days(feed), last + 1):
        setting_out = day + timedelta(days=step)
        shift_s = _begin_s(setting_out, zone) - _begin_s(day, zone)
        if shift_s >= until_s:
            break
        for trip in feed.trips:
            if not trip.days.runs_on(setting_out):
                continue
            if not trip.frequencies:
                yield Run(trip, shift_s, 0)
            for leaves_s, early_s in _repeated(trip):
                yield Run(trip, shift_s + leaves_s - trip.departures_s[0], early_s)


def _longest_days(feed: Feed) -> int:
    """Return how many days before a date a trip may have set out that is still on its way."""
    ends = [trip.arrivals_s[-1] for trip in feed.trips]
    for trip in feed.trips:
        length_s = trip.arrivals_s[-1] - trip.departures_s[0]
        ends += [repeated.end_s + length_s for repeated in trip.frequencies]
    return max(ends, default=0) // 86_400


def _repeated(trip: Trip) -> Iterator[tuple[int, int]]:
    """Yield departures by frequencies, and how long before each one must be ready.

    Where only the headway is known, one that is ready leaves within a headway, but none
    can say when. Departures are then laid so closely that the wait planned is a whole
    headway, and at most a quarter more: a plan that relies on it holds.
    """
    for repeated in trip.frequencies:
        first, end, headway = repeated.first_s, repeated.end_s, repeated.headway_s
        if repeated.is_exact:
            yield from ((leaves, 0) for leaves in range(first, end, headway))
        else:
            step = max(LEAST_STEP_S, headway // STEPS_A_HEADWAY)
            yield from ((leaves, headway) for leaves in range(first + headway, end + 1, step))


def _begin_s(day: date, zone: ZoneInfo) -> int:
    """Return the begin of a service day: noon less twelve hours, in seconds of absolute time."""
    return round(datetime.combine(day, time(12), zone).timestamp()) - 43_200
