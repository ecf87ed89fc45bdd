"""Answers whether hours, seasons and timetables can be read and can be kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xytour.catalogue.hours_syntax import days_fault, hours_fault, season_fault
from xytour.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xytour.catalogue.parts import Part

_HOURS_MEND = "write it as OSM opening_hours, as in 'Tu-Su 09:00-17:00; PH 09:00-17:00'"
_SEASON_MEND = "write dates only, as in 'Mar 20-May 20' or 'Apr-Jun,Sep-Nov'"
_DAYS_MEND = "write days only, as in 'Mo-Su' or 'Sa,Su,PH'"


def timing_faults(whole: Part) -> Iterator[Fault]:
    """Find hours, seasons and timetables that cannot be used.

    Parameters
    ----------
    whole
        The region file.

    Returns
    -------
    Iterator[Fault]
        The faults, in no particular order.
    """
    for place in whole.parts("places"):
        yield from _syntax_faults(place, "opening_hours", hours_fault, _HOURS_MEND)
        seasonal = [*place.parts("activities"), *place.part("ticket").parts("seasonal")]
        for part in [place, *seasonal]:
            yield from _syntax_faults(part, "season", season_fault, _SEASON_MEND)
        yield from _syntax_faults(place, "best_season", season_fault, _SEASON_MEND)
    heat = whole.part("region").part("heat")
    yield from _syntax_faults(heat, "season", season_fault, _SEASON_MEND)
    for link in whole.parts("links"):
        yield from _departure_faults(link)
    for service in whole.parts("services"):
        yield from _syntax_faults(service, "days", days_fault, _DAYS_MEND)
        yield from _departure_faults(service)
        yield from _timetable_faults(service)
        yield from _validity_faults(service)


def _syntax_faults(
    part: Part, key: str, judge: Callable[[str], str | None], mend: str
) -> Iterator[Fault]:
    text = part.text(key)
    reason = None if text is None else judge(text)
    if reason is not None:
        yield part.fault(key, reason, mend)


def _departure_faults(travel: Part) -> Iterator[Fault]:
    first, last = travel.text("first_departure"), travel.text("last_departure")
    # Times of the form HH:MM sort as texts; other forms are found by the models.
    if first is not None and last is not None and len(first) == len(last) == 5 and first > last:
        mend = "swap the two; what runs past midnight is a second service from 00:00 on"
        yield travel.fault("first_departure", f"comes after last_departure, {last}", mend)


def _timetable_faults(service: Part) -> Iterator[Fault]:
    has_trips = bool(service.fields.get("trips"))
    has_headway = service.fields.get("headway_min") is not None
    if has_trips and has_headway:
        reason = "the service lists its trips too, so its times are told twice"
        yield service.fault("headway_min", reason, "remove headway_min or the trips")
    elif not has_trips and not has_headway:
        mend = "add the trips, or headway_min with first_departure and last_departure"
        yield Fault(f"{service.path}.trips", "nothing", "the service never runs", mend)


def _validity_faults(service: Part) -> Iterator[Fault]:
    start, end = _date(service, "valid_from"), _date(service, "valid_to")
    if start is not None and end is not None and start > end:
        yield service.fault("valid_from", f"comes after valid_to, {end}", "swap the two")


def _date(part: Part, key: str) -> date | None:
    value = part.fields.get(key)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
