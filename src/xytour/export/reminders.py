"""Of what in a plan a traveller should be reminded, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xytour.export.clean import one_line
from xytour.export.identity import identified
from xytour.export.rows import row_of
from xytour.export.words import say
from xytour.model.itinerary import (
    ActivityItem,
    AppointmentItem,
    Leg,
    Meal,
    StayItem,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xytour.model.itinerary import Item, Itinerary

LEAVE_MIN = 30
"""Minutes before a way must be begun at whose end something does not wait."""

ABOARD_MIN = 15
"""Minutes before a train or other vehicle with a timetable leaves."""

BOOK_DAYS = 3
"""Days before a visit that wants booking."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to say when."""

    at: datetime
    text: str


def reminders(itinerary: Itinerary) -> dict[str, list[Reminder]]:
    """Return the reminders of an itinerary's items, by their keys.

    Parameters
    ----------
    itinerary
        Whose items; keys are those of :func:`~xytour.export.identity.identified`.

    Returns
    -------
    dict
        To leave in time for a way with a vehicle that has a timetable, and for the last way
        before a departure with a time; of each such vehicle; of appointments; and to book,
        for what wants it.
    """
    planned = list(identified(itinerary))
    legs = [key for key, item in planned if isinstance(item, Leg)]
    departure = itinerary.request.depart
    last = legs[-1] if legs and departure is not None and departure.time is not None else None
    found: dict[str, list[Reminder]] = {}
    for key, item in planned:
        if isinstance(item, Leg):
            found[key] = list(_of_leg(itinerary, item, is_last=key == last))
        elif isinstance(item, AppointmentItem):
            found[key] = [_leave(itinerary, item)]
    for key, item in _to_book(itinerary, planned):
        text = say("reminder-book", itinerary.language, what=row_of(itinerary, item).what)
        found[key] = [Reminder(item.start - timedelta(days=BOOK_DAYS), text)]
    return found


def _to_book(
    itinerary: Itinerary, planned: Sequence[tuple[str, Item]]
) -> Iterator[tuple[str, Item]]:
    """Yield what wants booking, of each place the first."""
    wanting = {notice.place_id for notice in itinerary.warnings if notice.code == "booking"}
    wanting |= {item.place_id for item in itinerary.visits if item.booking_required}
    for key, item in planned:
        if isinstance(item, Visit | ActivityItem | Meal | StayItem) and item.place_id in wanting:
            wanting.discard(item.place_id)
            yield key, item


def _of_leg(itinerary: Itinerary, leg: Leg, *, is_last: bool) -> Iterator[Reminder]:
    caught = [part for part in leg.parts if part.departure is not None]
    if caught or is_last:
        yield _leave(itinerary, leg)
    for part in caught:
        if part.departure is None:
            continue
        spot = itinerary.places.get(part.from_id)
        time = f"{part.departure:%H:%M}"
        if part.estimated:
            time = say("estimated-time", itinerary.language, time=time)
        text = say(
            "reminder-departure",
            itinerary.language,
            line=part.line or say(f"v-{part.vehicle}", itinerary.language),
            place=part.from_id if spot is None else spot.name.get(itinerary.language),
            time=time,
        )
        yield Reminder(part.departure - timedelta(minutes=ABOARD_MIN), one_line(text))


def _leave(itinerary: Itinerary, item: Item) -> Reminder:
    what = row_of(itinerary, item).what
    text = say("reminder-leave", itinerary.language, n=LEAVE_MIN, what=what)
    return Reminder(item.start - timedelta(minutes=LEAVE_MIN), text)
