"""What an itinerary that was planned again may do that a first plan may not.

The traveller has asked for other ends of a day, or was too late for a meal or for the day's
end, and the itinerary has to say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from verifier.trip import Trip, minutes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE = {"lunch": 900, "dinner": 1_230, "rest": 960, "leisure": 1_110}
"""How late a delayed meal or pause may begin, minutes after midnight."""


def _holds(trip: Trip, number: int, kind: str) -> Iterator[dict[str, Any]]:
    for hold in (trip.itinerary.get("revision") or {}).get("holds", ()):
        if hold["type"] == kind and hold.get("date") == trip.dates[number].isoformat():
            yield hold


def bounds(trip: Trip, number: int, begin: float, end: float) -> tuple[float, float]:
    """Return between which minutes a day passes, as the traveller has narrowed it."""
    for hold in _holds(trip, number, "start-late"):
        begin = max(begin, minutes_of(hold["at"]))
    for hold in _holds(trip, number, "finish-early"):
        end = min(end, minutes_of(hold["at"]))
    return begin, end


def _says(trip: Trip, number: int, kind: str) -> Iterator[dict[str, Any]]:
    for change in (trip.itinerary.get("revision") or {}).get("changes", ()):
        if change["kind"] == kind and change["date"] == trip.dates[number].isoformat():
            yield change


def is_late_back(trip: Trip, number: int) -> bool:
    """Whether the itinerary says that the party is back late on a day."""
    return any(_says(trip, number, "late-back"))


def is_missed(trip: Trip, number: int, meal: str) -> bool:
    """Whether the itinerary says that a meal is missed on a day."""
    names = {"lunch": ("lunch", "午餐"), "dinner": ("dinner", "晚餐")}[meal]
    told = _says(trip, number, "meal-missed")
    return any(name in change["text"] for change in told for name in names)


def is_late_meal(trip: Trip, number: int, meal: str) -> bool:
    """Whether the itinerary says that a meal is late on a day."""
    names = {"lunch": ("lunch", "午餐"), "dinner": ("dinner", "晚餐")}.get(meal, ())
    told = _says(trip, number, "meal-late")
    return any(name in change["text"] for change in told for name in names)


def last_meal_start(trip: Trip, number: int, meal: str, usual: int) -> int:
    """Return when a meal may begin at the latest: later where the itinerary says so."""
    return LATE[meal] if is_late_meal(trip, number, meal) else usual


def last_pause_start(trip: Trip, number: int, what: str, usual: int) -> int:
    """Return when a pause may begin at the latest: later up to the day of a new plan."""
    opened = (trip.itinerary.get("revision") or {}).get("open_from")
    if opened is None or trip.local(opened).date() < trip.dates[number]:
        return usual
    return LATE[what]


def is_left_out(trip: Trip, number: int, purpose: str) -> bool:
    """Whether the itinerary says that there is no time for a pause on a day.

    A wish for it is broken only where the day has been planned anew, or by a train; the free
    time of a style gives way to other wishes as well.
    """
    names = {"rest": ("rest", "午休"), "leisure": ("free time", "自由活动")}[purpose]
    day = trip.dates[number].isoformat()
    told = [each["text"] for each in trip.itinerary["warnings"] if each["code"] == "no-pause"]
    is_told = any(day in text and any(name in text for name in names) for text in told)
    if purpose == "leisure" and trip.wish("pace", {}).get("free_min") is None:
        return is_told
    opened = (trip.itinerary.get("revision") or {}).get("open_from")
    return is_told and opened is not None and trip.local(opened).date() >= trip.dates[number]
