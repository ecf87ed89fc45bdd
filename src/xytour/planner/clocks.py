"""Days on which the clocks change: the party is out on one side of the change alone.

Minutes of a day are those of the clock, so that over a change an hour would be planned that is
none. Changes come by night: a day gives way that begins before one or ends after it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from xytour.errors import Fault, RequestError
from xytour.model.base import clock_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from xytour.planner.dates import Daytime

AFTER_MIN = 60
"""Between a change and setting out: for breakfast and packing, which come before that."""


def on_one_clock(day: Daytime, zone: ZoneInfo) -> Daytime:
    """Return a day that does not have the party out while the clocks change.

    Raises
    ------
    RequestError
        They change between the day's beginning and its end.
    """
    change = _change(day, zone)
    if change is None:
        return day
    old, new = change
    way = day.on_the_way_only
    if new + AFTER_MIN <= day.opens and not way:
        return replace(day, earliest=max(day.earliest, new + AFTER_MIN))
    if old > (day.earliest if way else day.closes):
        latest = min(day.latest, old)
        return replace(day, latest=latest, ends=min(day.ends, max(latest, day.begins)))
    time = f"{day.date} {clock_of(old)}"
    reason = f"the clocks of {zone.key} change at {time}, while the party would be out"
    mend = "let the day, or the way, begin after that or end before it"
    msg = "no day can be planned over a change of the clocks:"
    field = "$.day_start" if not way else "$.arrive.time" if day.starts_at else "$.depart.time"
    raise RequestError(msg, [Fault(field, time, reason, mend)])


def _change(day: Daytime, zone: ZoneInfo) -> tuple[int, int] | None:
    """Return the last minute on the day's first clock and the first one on its second."""
    before = day.at(day.earliest, zone).utcoffset() or timedelta()
    if day.at(day.latest, zone).utcoffset() == before:
        return None
    minutes = range(day.earliest, day.latest + 1)
    new = next(m for m in minutes if day.at(m, zone).utcoffset() != before)
    gained = (day.at(new, zone).utcoffset() or timedelta()) - before
    skipped = max(gained // timedelta(minutes=1), 0)
    return new - skipped, new
