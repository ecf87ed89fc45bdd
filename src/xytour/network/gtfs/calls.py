"""Stop times to the calls of trips: in order, with a time at each, broken ones left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from xytour.network.gtfs.report import Findings
    from xytour.network.gtfs.source import Source

STOP_TIMES = "stop_times.txt"
LONGEST_HOURS = 7 * 24
_TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)
_LEFT_OUT = "the vehicle passes without a call meanwhile"


class Call(NamedTuple):
    """One row of stop_times.txt; None where no time stands."""

    sequence: int
    line: int
    stop: int
    arrival_s: int | None
    departure_s: int | None
    boards: bool
    alights: bool
    distance: float | None


@dataclass(frozen=True, slots=True)
class Calls:
    """All calls of a trip, timed and in order."""

    stops: tuple[int, ...]
    arrivals_s: tuple[int, ...]
    departures_s: tuple[int, ...]
    boards: tuple[bool, ...]
    alights: tuple[bool, ...]


@lru_cache(maxsize=200_000)
def seconds_of(text: str) -> int | None:
    """Return the seconds of a time, which may pass 24 hours; None if it is none.

    Examples
    --------
    >>> seconds_of("7:05:00"), seconds_of("25:10:30"), seconds_of("7.05")
    (25500, 90630, None)
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part) for part in found.groups())
    return hours * 3_600 + minutes * 60 + seconds if hours <= LONGEST_HOURS else None


def read_calls(
    source: Source,
    findings: Findings,
    trips: Iterable[str],
    broken: Collection[str],
    stops: Mapping[str, int | None],
) -> dict[str, Calls]:
    """Return the calls of the trips of a feed.

    Parameters
    ----------
    source, findings
        What is read, and where faults go.
    trips
        Trips that are good so far.
    broken
        Trips with a fault of their own; their calls are passed over.
    stops
        Numbers of the stops; None for a station, at which nothing calls.
    """
    rows: dict[str, list[Call]] = {trip_id: [] for trip_id in trips}
    columns = ("trip_id", "stop_id", "stop_sequence")
    more = (
        *("arrival_time", "departure_time", "pickup_type", "drop_off_type"),
        "shape_dist_traveled",
    )
    for line, values in source.rows(STOP_TIMES, columns, more):
        trip_id = values[0]
        if trip_id in rows:
            call = _call(line, values, findings, stops)
            if call is not None:
                rows[trip_id].append(call)
        elif trip_id not in broken:
            mend = "add it to trips.txt; row left out"
            findings.add(STOP_TIMES, line, trip_id, "there is no such trip", mend)
    found: dict[str, Calls] = {}
    for trip_id, calls in rows.items():
        timed = _timed(_in_order(calls, findings), findings)
        if len(timed) >= 2:
            found[trip_id] = Calls(
                tuple(call.stop for call in timed),
                tuple(call.arrival_s or 0 for call in timed),
                tuple(call.departure_s or 0 for call in timed),
                tuple(call.boards for call in timed),
                tuple(call.alights for call in timed),
            )
        else:
            reason = "the trip has less than two calls"
            findings.add(STOP_TIMES, None, trip_id, reason, "add its stop times; it is left out")
    return found


def _call(
    line: int, values: Sequence[str], findings: Findings, stops: Mapping[str, int | None]
) -> Call | None:
    """Return the call of a row, None if it is broken."""
    _, stop_id, sequence, arrival, departure, pickup, drop_off, distance = values
    stop = stops.get(stop_id)
    arrives, departs = (seconds_of(text or departure or arrival) for text in (arrival, departure))
    fault: tuple[str, str, str] | None = None
    if stop_id not in stops:
        fault = (stop_id, "there is no such stop", "add it to stops.txt")
    elif stop is None:
        fault = (stop_id, "is no stop but a station or an entrance", "name a stop of it")
    elif not (sequence.isascii() and sequence.isdigit()):
        fault = (sequence, "stop_sequence is no whole number", "number the calls of the trip")
    elif (arrives is None or departs is None) and (arrival or departure):
        fault = (f"{arrival} {departure}", "is no time", "write HH:MM:SS")
    elif arrives is not None and departs is not None and arrives > departs:
        fault = (f"{arrival} {departure}", "departs before it arrives", "correct the times")
    if fault is not None:
        findings.add(STOP_TIMES, line, fault[0], fault[1], f"{fault[2]}; {_LEFT_OUT}")
    if fault is not None or stop is None:
        return None
    for kind in (pickup, drop_off):
        if kind in {"2", "3"}:
            findings.ignore("that some calls are made on request only: they count as regular ones")
        elif kind not in {"", "0", "1"}:
            reason = "pickup_type or drop_off_type is none of 0 to 3"
            findings.add(STOP_TIMES, line, kind, reason, "correct it; taken as 0 meanwhile")
    ends = (pickup != "1", drop_off != "1")
    return Call(int(sequence), line, stop, arrives, departs, *ends, _distance(distance))


def _distance(text: str) -> float | None:
    """Return a distance travelled, None if there is none: it only serves to interpolate."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _in_order(calls: list[Call], findings: Findings) -> list[Call]:
    """Return the calls by their sequence, those with times that run back left out."""
    kept: list[Call] = []
    now = -1
    for call in sorted(calls, key=lambda call: (call.sequence, call.line)):
        if kept and call.sequence == kept[-1].sequence:
            reason = "stop_sequence stands there twice in the trip"
            mend = f"number the calls; {_LEFT_OUT}"
            findings.add(STOP_TIMES, call.line, call.sequence, reason, mend)
        elif call.arrival_s is not None and call.arrival_s < now:
            reason = "arrives before the call ahead of it departs"
            mend = f"correct the times, which may pass 24:00:00; {_LEFT_OUT}"
            findings.add(STOP_TIMES, call.line, call.arrival_s, reason, mend)
        else:
            kept.append(call)
            now = max(now, call.departure_s or now)
    return kept


def _timed(calls: list[Call], findings: Findings) -> list[Call]:
    """Return the calls with a time at each: those without lie between those around."""
    fixed = [k for k, call in enumerate(calls) if call.arrival_s is not None]
    first, last = (fixed[0], fixed[-1]) if fixed else (len(calls), len(calls))
    for call in [*calls[:first], *calls[last + 1 :]]:
        mend = f"give the first and the last call a time; {_LEFT_OUT}"
        findings.add(STOP_TIMES, call.line, "no time", "nothing to interpolate between", mend)
    timed = [calls[first]] if fixed else []
    for here, there in pairwise(fixed):
        timed += _between(calls[here : there + 1])
        findings.interpolated += there - here - 1
        timed.append(calls[there])
    return timed


def _between(calls: list[Call]) -> Iterable[Call]:
    """Yield the calls between two timed ones, by the distances if they rise, else evenly."""
    begin, end = calls[0].departure_s or 0, calls[-1].arrival_s or 0
    marks = [float(k) for k in range(len(calls))]
    distances = [call.distance for call in calls if call.distance is not None]
    rises = all(a <= b for a, b in pairwise(distances))
    if rises and len(distances) == len(calls) and distances[0] < distances[-1]:
        marks = distances
    for call, mark in zip(calls[1:-1], marks[1:-1], strict=True):
        share = (mark - marks[0]) / (marks[-1] - marks[0])
        at = begin + int((end - begin) * share)
        yield call._replace(arrival_s=at, departure_s=at)
