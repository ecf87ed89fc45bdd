"""The itinerary as iCalendar (RFC 5545): events that phones and offices take over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from xytour.errors import ExportError
from xytour.export.clean import one_line
from xytour.export.extras import needed
from xytour.export.identity import identified, trip_id
from xytour.export.map_links import MAP_NAMES, leg_links, place_links
from xytour.export.positions import spot_of
from xytour.export.reminders import reminders
from xytour.export.rows import good_to_know, row_of, title
from xytour.export.words import say
from xytour.model.itinerary import Free, Leg, StayItem, Wait
from xytour.network.datums import in_mainland_china

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from xytour.export.reminders import Reminder
    from xytour.model.itinerary import Item, Itinerary, Spot

_PRODUCT = "-//xytour//itinerary//EN"


def to_ics(
    itinerary: Itinerary,
    *,
    trip: str | None = None,
    previous: Itinerary | None = None,
    revision: int | None = None,
    stamp: datetime | None = None,
    alarms: bool = True,
) -> bytes:
    """Return an itinerary as an iCalendar file.

    Parameters
    ----------
    itinerary
        What is written, in its own language.
    trip
        What the trip is known by. Of one trip the same items have the same UID, however often
        it is planned anew (see :func:`~xytour.export.identity.identified`), so that a file
        imported again updates what is there. The region and the first day if not given: who
        plans for many travellers names each one's.
    previous
        The plan that this one replaces: what it had and this one has not is cancelled.
    revision
        How often the trip was planned anew, the events' SEQUENCE; 0 if not given, 1 with a
        previous plan.
    stamp
        When the file is made, the present time if not given. Of two files with one revision
        programs believe the later.
    alarms
        Whether to remind of departures, appointments and bookings.

    Returns
    -------
    bytes
        An event for every visit, activity, appointment, meal and leg, in the region's zone
        with its VTIMEZONE; nights are whole days that leave the traveller free. Waiting and
        free time are left out. GEO is WGS-84; URL opens a map in that map's datum.

    Raises
    ------
    ExportError
        icalendar is not installed, the stamp has no offset, or the itinerary's zone is
        unknown.
    """
    ical = needed("icalendar", extra="ics", purpose="writing calendars")
    stamp = datetime.now(UTC).replace(microsecond=0) if stamp is None else _utc(stamp)
    sequence = (0 if previous is None else 1) if revision is None else revision
    common = {"stamp": stamp, "sequence": sequence}
    trip = trip_id(itinerary) if trip is None else trip
    calendar = _calendar(ical, itinerary, _uid(trip, ""))
    reminded = reminders(itinerary) if alarms else {}
    now = dict(_planned(itinerary))
    for key, item in now.items():
        uid = _uid(trip, key)
        event = _event(ical, itinerary, item, uid=uid, status="CONFIRMED", **common)
        for reminder in reminded.get(key, ()):
            event.add_component(_alarm(ical, reminder, item))
        calendar.add_component(event)
    for key, item in () if previous is None else _planned(previous):
        if previous is not None and key not in now:
            uid = _uid(trip, key)
            event = _event(ical, previous, item, uid=uid, status="CANCELLED", **common)
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _calendar(ical: ModuleType, itinerary: Itinerary, uid: str) -> Any:
    """Return a calendar without events: its name, and what is good to know of the trip."""
    calendar = ical.Calendar.new(prodid=_PRODUCT, uid=uid)
    texts = {"NAME": title(itinerary), "DESCRIPTION": "\n".join(good_to_know(itinerary))}
    # RFC 7986, and what programs read that are older; icalendar escapes only what it knows.
    for name, old in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")):
        if texts[name]:
            calendar[name] = calendar[old] = ical.vText(texts[name])
    return calendar


def _planned(itinerary: Itinerary) -> Iterator[tuple[str, Item]]:
    for key, item in identified(itinerary):
        if not isinstance(item, Wait | Free):
            yield key, item


def _uid(trip: str, key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"xytour:{trip}#{key}"))


def _utc(stamp: datetime) -> datetime:
    if stamp.tzinfo is None:
        msg = f"stamp: expected a time with an offset, got {stamp.isoformat()}"
        raise ExportError(msg)
    return stamp.astimezone(UTC).replace(microsecond=0)


def _event(ical: ModuleType, itinerary: Itinerary, item: Item, **common: Any) -> Any:
    row = row_of(itinerary, item)
    spot = spot_of(itinerary, item)
    links = _links(itinerary, item, spot)
    lines = [row.details, row.why, *(f"{MAP_NAMES[name]}: {url}" for name, url in links.items())]
    if isinstance(item, StayItem):
        start, end = item.start.date(), item.start.date() + timedelta(days=1)
        hours = say("from-until", itinerary.language, start=row.start, end=row.end)
        lines.insert(0, hours)
    else:
        start, end = _moment(itinerary, item.start), _moment(itinerary, item.end)
    event = ical.Event.new(
        summary=row.what,
        description="\n".join(line for line in lines if line),
        start=start,
        end=end,
        location=None if spot is None else _both_names(itinerary, spot),
        categories=[item.type],
        transparency="TRANSPARENT" if isinstance(item, StayItem) else "OPAQUE",
        **common,
    )
    if spot is not None:
        event.add("geo", (spot.location.lat, spot.location.lon))
        event.add("url", links["amap" if _in_china(spot) else "google"])
    return event


def _moment(itinerary: Itinerary, moment: datetime) -> datetime:
    """Return a time in the region's zone; in UTC for a plan that does not name its zone."""
    if itinerary.timezone is None:
        return moment.astimezone(UTC)
    try:
        return moment.astimezone(ZoneInfo(itinerary.timezone))
    except (KeyError, ValueError, OSError) as error:
        msg = f"the itinerary's timezone {itinerary.timezone!r} is unknown; name one as IANA does"
        raise ExportError(msg) from error


def _links(itinerary: Itinerary, item: Item, spot: Spot | None) -> dict[str, str]:
    """Return links to the way for a leg, else to the place; empty where it is not told."""
    if spot is None:
        return {}
    links = leg_links(itinerary, item) if isinstance(item, Leg) else {}
    return links or place_links(spot, itinerary.language)


def _both_names(itinerary: Itinerary, spot: Spot) -> str:
    """Return a name with the Chinese one beside it, for the driver."""
    name, chinese = spot.name.get(itinerary.language), spot.name.zh
    return one_line(name if name == chinese else f"{name} ({chinese})")


def _in_china(spot: Spot) -> bool:
    return in_mainland_china(spot.location.lat, spot.location.lon)


def _alarm(ical: ModuleType, reminder: Reminder, item: Item) -> Any:
    alarm = ical.Alarm.new(description=reminder.text)
    alarm.add("action", "DISPLAY")
    # A night begins, as an event, at midnight.
    is_night = isinstance(item, StayItem)
    start = item.start.replace(hour=0, minute=0, second=0) if is_night else item.start
    alarm.add("trigger", reminder.at - start)
    return alarm
