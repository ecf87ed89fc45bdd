"""What stays in force besides the request: each hold as a change of the problem."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError, RequestError
from xytour.model.base import minutes_of
from xytour.model.happening import (
    Closed,
    Extend,
    FinishEarly,
    Lock,
    LongerMeal,
    MiddayRest,
    StartLate,
    Weather,
)
from xytour.model.place import Visitable
from xytour.planner.after.words import tell
from xytour.planner.dates import LUNCH, MEALS, local_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from xytour.model.happening import Hold
    from xytour.planner.after.draft import Draft
    from xytour.planner.dates import Daytime
    from xytour.planner.trip import Trip


def lay_down(trip: Trip, draft: Draft, holds: Sequence[Hold]) -> Trip:
    """Put holds into a draft of a whole trip; return the trip with the days that follow.

    Raises
    ------
    InfeasibleError
        A hold cannot be met whatever the rest of the plan is.
    RequestError
        A hold names a day or a place that is not in the trip.
    """
    days = list(trip.days)
    for hold in holds:
        if isinstance(hold, Closed | Weather):
            _close(trip, draft, hold)
        elif isinstance(hold, Lock):
            _lock(trip, draft, hold)
        elif isinstance(hold, Extend):
            _extend(trip, draft, hold)
        elif isinstance(hold, LongerMeal | MiddayRest):
            _lengthen_meal(trip, draft, hold)
        else:
            d = day_number(trip, hold.date)
            days[d] = _narrow(draft, d, days[d], hold)
    return replace(trip, days=days)


def day_number(trip: Trip, when: date) -> int:
    """Return the number of a date in a trip, 0 the first.

    Raises
    ------
    RequestError
        The trip has no such day.
    """
    dates = [day.date for day in trip.days]
    if when not in dates:
        msg = f"date: {when} is no day of the trip, which runs from {dates[0]} to {dates[-1]}"
        raise RequestError(msg)
    return dates.index(when)


def _close(trip: Trip, draft: Draft, hold: Closed | Weather) -> None:
    if isinstance(hold, Closed):
        if trip.region.find_place(hold.id) is None:
            return  # a link: the network has no such edge any more
        stops = draft.stops_of(hold.id)
    else:
        stops = [
            s
            for s, option in enumerate(draft.options)
            if option.kind != "appointment" and is_outdoors(trip, option.place_id)
        ]
    for d, day in enumerate(trip.days):
        since = _minute(trip, day.date, hold.since, 0)
        until = _minute(trip, day.date, hold.until, 4 * 1_440)
        for stop in stops:
            draft.close(stop, d, since, until)


def is_outdoors(trip: Trip, place_id: str) -> bool:
    """Whether a place is visited under the open sky."""
    place = trip.region.by_id[place_id]
    return isinstance(place, Visitable) and place.kind not in {"food", "shop"} and not place.indoor


def _minute(trip: Trip, day: date, moment: datetime | None, default: int) -> int:
    """Return a time as minutes of a day, cut off at its ends."""
    if moment is None:
        return default
    local = local_time(moment, trip.zone)
    seconds = local.hour * 3_600 + local.minute * 60 + local.second
    minute = (local.date() - day).days * 1_440 + math.ceil(seconds / 60)
    return min(max(minute, 0), 4 * 1_440)


def _lock(trip: Trip, draft: Draft, hold: Lock) -> None:
    stops = draft.stops_of(hold.place_id)
    name = trip.region.by_id[hold.place_id].name.get(trip.request.language)
    if not stops:
        raise _refused(trip, hold, "never-open", name=name)
    if hold.date is not None:
        at = None if hold.at is None else minutes_of(hold.at)
        d = day_number(trip, hold.date)
        draft.only_on(stops, d, at)
        if not any(draft.windows[stop][d] for stop in stops):
            raise _refused(trip, hold, "not-open-then", name=name, date=hold.date)
    draft.require(hold.place_id)


def _extend(trip: Trip, draft: Draft, hold: Extend) -> None:
    """Let a place be visited in ways of at least so many minutes only; one is that long."""
    place = trip.region.by_id[hold.place_id]
    stops = draft.stops_of(hold.place_id)
    linger = trip.style.linger
    # Without the queue, which is no part of the stay.
    minutes = {stop: draft.options[stop].minutes for stop in stops}
    most = max(minutes.values(), default=0)
    if hold.minutes > most:
        name = place.name.get(trip.request.language)
        raise _refused(trip, hold, "too-long-there", name=name, minutes=most)
    shorter = [stop for stop in stops if minutes[stop] < hold.minutes]
    exact = hold.minutes in minutes.values()
    for stop in () if exact else shorter:
        option = draft.options[stop]
        alike = [s for s in stops if draft.options[s].activity == option.activity]
        if hold.minutes > max(minutes[s] for s in alike):
            continue  # what is done there does not take so long
        add = hold.minutes - option.minutes
        windows = [[(a, b - add) for a, b in row if a <= b - add] for row in draft.windows[stop]]
        # The worth of time as scoring has it: a stay r times as long is worth r ** linger.
        more = math.pow(hold.minutes / option.minutes, linger)
        profit = round(option.profit * more, 2)
        longer = replace(
            option,
            minutes=hold.minutes,
            profit=profit,
            windows=tuple(windows),
            points_of=tuple(round(points * more, 2) for points in option.points_of),
        )
        draft.add(stop, longer, windows, profit - option.profit)
    draft.forbid(shorter)
    draft.require(hold.place_id)


def _lengthen_meal(trip: Trip, draft: Draft, hold: LongerMeal | MiddayRest) -> None:
    """Let a meal take longer, at a table or where one is."""
    assert hold.date is not None  # noqa: S101 (set when the hold was taken down)
    d = day_number(trip, hold.date)
    kind = LUNCH if isinstance(hold, MiddayRest) else MEALS[hold.meal]
    day = draft.days[d]
    if kind not in {pause.kind for pause in day.breaks}:
        raise _refused(trip, hold, "no-such-meal", date=hold.date)
    breaks = tuple(
        replace(pause, length=pause.length + hold.minutes) if pause.kind == kind else pause
        for pause in day.breaks
    )
    draft.days[d] = replace(day, breaks=breaks)
    for stop in range(len(draft.options)):
        if int(draft.meal[stop]) == kind:
            draft.duration[stop, d] += hold.minutes


def _narrow(draft: Draft, d: int, daytime: Daytime, hold: StartLate | FinishEarly) -> Daytime:
    """Begin a day later or end it earlier; what has no place in it any more is left out."""
    minute = minutes_of(hold.at)
    if isinstance(hold, StartLate):
        daytime = replace(daytime, earliest=max(daytime.earliest, minute))
    else:
        daytime = replace(daytime, latest=min(daytime.latest, minute))
    breaks = tuple(pause for pause in draft.days[d].breaks if daytime.is_due(pause.kind))
    draft.days[d] = replace(
        draft.days[d], earliest=daytime.earliest, latest=daytime.latest, breaks=breaks
    )
    return daytime


def _refused(trip: Trip, hold: Hold, key: str, **facts: object) -> InfeasibleError:
    text = tell(key, trip.request.language, **facts)
    return InfeasibleError(
        text, conflict=[wording(hold)], relax=[tell("drop-hold", trip.request.language)]
    )


def wording(hold: Hold) -> str:
    """Return a hold as the conflict list names it, such as ``lock=jigongshan 2026-04-11``."""
    facts = [
        f"{value:%Y-%m-%dT%H:%M}"
        if hasattr(value, "hour") and hasattr(value, "year")
        else str(value)
        for name, value in hold
        if name != "type" and value is not None
    ]
    return f"{hold.type}={' '.join(facts)}"
