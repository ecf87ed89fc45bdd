"""Transfers told by a feed: how long it takes from stop to stop, or that one may not."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xytour.network.transit.ways import walk_s

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.network.gtfs.report import Findings
    from xytour.network.gtfs.source import Source
    from xytour.network.gtfs.stops import FeedStops
    from xytour.network.transit.feed import Transfers

TRANSFERS = "transfers.txt"
LONGEST_S = 7 * 86_400
_TYPES = {"", "0", "1", "2", "3"}
_ONE_TRIP_ONLY = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")


def read_transfers(source: Source, findings: Findings, found: FeedStops) -> Transfers:
    """Return the transfers between the stops of a feed.

    Parameters
    ----------
    source, findings
        What is read, and where faults go.
    found
        The stops. A station means all of its stops.

    Notes
    -----
    Type 0 is a recommended walk, as long as the map tells, type 1 a vehicle that waits,
    type 2 a least time, type 3 is forbidden. Rows that name stops win over those that name
    a station; rows for single routes or trips are not used.
    """
    numbers = found.numbers
    members: dict[str, list[int]] = defaultdict(list)
    for number, stop in enumerate(found.stops):
        members[stop.point].append(number)
    by_rank: tuple[Transfers, Transfers, Transfers] = ({}, {}, {})
    columns = ("transfer_type", "min_transfer_time", *_ONE_TRIP_ONLY)
    for line, (start, end, kind, least, *only) in source.rows(
        TRANSFERS, ("from_stop_id", "to_stop_id"), columns
    ):
        if any(only) or kind in {"4", "5"}:
            findings.ignore("transfers between single routes or trips, and staying aboard")
            continue
        is_number = least.isascii() and least.isdigit() and int(least) <= LONGEST_S
        seconds = int(least) if is_number else None
        if not {start, end} <= set(numbers):
            unknown = start if start not in numbers else end
            fault = (unknown, "there is no such stop", "add it to stops.txt")
        elif kind not in _TYPES:
            fault = (kind, "transfer_type is none of 0 to 5", "correct it")
        elif kind == "2" and seconds is None:
            reason = "min_transfer_time is no number of seconds up to a week"
            fault = (least, reason, "fill it in")
        else:
            sides = [_stops_of(stop_id, numbers, members) for stop_id in (start, end)]
            rank = (numbers[start] is not None) + (numbers[end] is not None)
            for pair in ((a, b) for a in sides[0] for b in sides[1]):
                told = _seconds(kind, seconds, pair, found)
                if told is None or told >= 0:
                    by_rank[rank][pair] = told
            continue
        findings.add(TRANSFERS, line, fault[0], fault[1], f"{fault[2]}; row left out")
    return {**by_rank[0], **by_rank[1], **by_rank[2]}


def _stops_of(
    stop_id: str, numbers: Mapping[str, int | None], members: Mapping[str, list[int]]
) -> list[int]:
    number = numbers[stop_id]
    return members.get(stop_id, []) if number is None else [number]


def _seconds(kind: str, least_s: int | None, pair: tuple[int, int], found: FeedStops) -> int | None:
    """Return the seconds of a transfer, None if it is forbidden, -1 if nothing is told."""
    here, there = (found.stops[number] for number in pair)
    if kind == "3":
        return None
    if kind == "2":
        return least_s
    if kind == "1":
        return 0
    if here.point == there.point:
        return -1
    return walk_s(found.points[here.point], found.points[there.point]) + there.board_s
