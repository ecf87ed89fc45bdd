"""What the traveller should know: estimates, unknown prices, bookings, old timetables."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from xytour.model.itinerary import (
    ActivityItem,
    Day,
    Free,
    Leg,
    LegPart,
    Meal,
    Notice,
    StayItem,
    Visit,
)
from xytour.model.place import Food, Stay, Visitable
from xytour.network.fares import is_night
from xytour.planner.dates import LEISURE, REST
from xytour.planner.words import say, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xytour.hours.calendar import HolidayCalendar
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.network.transit.beside import PublicTransport
    from xytour.planner.trip import Trip


def notices(
    region: Region, request: TripRequest, calendar: HolidayCalendar, days: Sequence[Day]
) -> tuple[Notice, ...]:
    """Return all warnings of an itinerary, each once, in the order of the trip."""
    found: dict[tuple[str, str | None, str], Notice] = {}
    for notice in (
        *_of_dates(request, calendar, days),
        *_of_places(region, request, days),
        *_of_travel(request, days),
        *_of_services(region, request, days),
        *_of_cars(region, request, days),
    ):
        found.setdefault((notice.code, notice.place_id, notice.text), notice)
    return tuple(found.values())


def _of_dates(
    request: TripRequest, calendar: HolidayCalendar, days: Sequence[Day]
) -> Iterator[Notice]:
    language = request.language
    for year in sorted({day.date.year for day in days}):
        if not calendar.is_official(year):
            text = say("w-holidays", language, year=year)
            yield Notice(code="holidays-unannounced", text=text)
    for day in days:
        queue = sum(item.queue_min for item in day.items if isinstance(item, Visit | ActivityItem))
        if queue:
            text = say("w-queue", language, date=day.date.isoformat(), minutes=queue)
            yield Notice(code="queues", text=text)
        if calendar.is_holiday(day.date):
            text = say("w-holiday-crowds", language, date=day.date.isoformat())
            yield Notice(code="holiday", text=text)


def pauses_left_out(trip: Trip, days: Sequence[Day]) -> Iterator[Notice]:
    """Yield a warning for each pause that a day should have and has not.

    Parameters
    ----------
    trip
        With its days as they were asked for.
    days
        As they became.
    """
    purposes = {"rest": (REST, trip.pace.rest_min), "leisure": (LEISURE, trip.pace.free_min)}
    for asked, day in zip(trip.days, days, strict=True):
        found = {item.purpose for item in day.items if isinstance(item, Free)}
        for purpose, (kind, length) in purposes.items():
            if not length or purpose in found or not asked.is_due(kind):
                continue
            key = f"w-no-{purpose}"
            if purpose == "leisure" and trip.has_leisure_of_style:
                key += "-of-style"
            text = say(key, trip.request.language, date=day.date.isoformat())
            yield Notice(code="no-pause", text=text)


def _of_places(region: Region, request: TripRequest, days: Sequence[Day]) -> Iterator[Notice]:
    for day in days:
        for item in day.items:
            if isinstance(item, Visit | ActivityItem | StayItem) or (
                isinstance(item, Meal) and item.place_id
            ):
                place = region.by_id[item.place_id or ""]
                if isinstance(place, Visitable):
                    yield from _of_place(place, request, item)


def _of_place(
    place: Visitable, request: TripRequest, item: Visit | ActivityItem | Meal | StayItem
) -> Iterator[Notice]:
    language = request.language
    name = place.name.get(language)
    sure = place.confidence
    is_visited = not isinstance(item, StayItem) and not (
        isinstance(item, Meal) and item.meal == "breakfast"
    )
    if sure.hours != "sourced" and is_visited:
        text = say("w-hours", language, name=name, confidence=word(sure.hours, language))
        yield Notice(code="estimated-hours", place_id=place.id, text=text)
    if sure.location != "sourced":
        km = f"{place.location.precision_m / 1000:g}"
        text = say(
            "w-location", language, name=name, confidence=word(sure.location, language), km=km
        )
        yield Notice(code="estimated-location", place_id=place.id, text=text)
    yield from _of_price(place, request, item)
    needs_booking = isinstance(item, Visit | ActivityItem) and item.booking_required
    if place.booking_required or needs_booking:
        text = say("w-booking", language, name=name)
        yield Notice(code="booking", place_id=place.id, text=text)
    lead = max(place.lead_days or 0, (item.lead_days or 0) if isinstance(item, ActivityItem) else 0)
    if lead:
        by = (item.start.date() - timedelta(days=lead)).isoformat()
        text = say("w-lead", language, name=name, days=lead, date=by)
        yield Notice(code="lead-time", place_id=place.id, text=text)
    if request.party.wheelchairs and place.accessibility.wheelchair != "yes":
        access = word(place.accessibility.wheelchair, language)
        text = say("w-access", language, name=name, access=access)
        yield Notice(code="accessibility", place_id=place.id, text=text)


def _of_price(
    place: Visitable, request: TripRequest, item: Visit | ActivityItem | Meal | StayItem
) -> Iterator[Notice]:
    language = request.language
    name = place.name.get(language)
    if isinstance(item, Visit | ActivityItem):
        prices = [place.ticket.adult_cny]
        if isinstance(item, ActivityItem):
            activity = next(a for a in place.activities if a.id == item.activity_id)
            prices.append(activity.price_cny)
        if None in prices:
            text = say("w-price", language, name=name)
            yield Notice(code="unknown-price", place_id=place.id, text=text)
            return
    confidence = "estimated" if _is_unpriced(place, item) else place.confidence.price
    if confidence != "sourced" and item_costs(item):
        text = say("w-estimated-price", language, name=name, confidence=word(confidence, language))
        yield Notice(code="estimated-price", place_id=place.id, text=text)


def _is_unpriced(place: Visitable, item: Visit | ActivityItem | Meal | StayItem) -> bool:
    """Whether a typical price stands in for one that nobody tells, or that we guessed."""
    if isinstance(item, StayItem):
        return isinstance(place, Stay) and place.room_price_cny is None
    if isinstance(item, Meal):
        return not isinstance(place, Food) or place.meal_price_cny is None
    return False


def item_costs(item: Visit | ActivityItem | Meal | StayItem) -> bool:
    """Whether an item costs anything."""
    cost = item.ticket_cny if isinstance(item, Visit | ActivityItem) else item.cost_cny
    return cost > 0


def _parts(days: Sequence[Day]) -> list[LegPart]:
    return [
        part for day in days for item in day.items if isinstance(item, Leg) for part in item.parts
    ]


def _of_travel(request: TripRequest, days: Sequence[Day]) -> Iterator[Notice]:
    language = request.language
    parts = _parts(days)
    # What runs by a timetable is told of by itself.
    guessed = sum(part.estimated and part.service_id is None for part in parts)
    if guessed:
        text = say("w-travel", language, n=guessed, total=len(parts))
        yield Notice(code="estimated-travel", text=text)
    if any(part.vehicle == "train" and part.departure is None for part in parts):
        yield Notice(code="old-timetable", text=say("w-timetable", language))


def unknown_fares(
    request: TripRequest, public: PublicTransport | None, days: Sequence[Day]
) -> Iterator[Notice]:
    """Yield a notice if the party rides by timetables whose fares nobody told.

    Parameters
    ----------
    request
        Tells the language.
    public
        What runs by timetables beside travel that was given.
    days
        The plan.
    """
    if public is None or public.fare_cny is not None:
        return
    if any(part.departure is not None and part.service_id is None for part in _parts(days)):
        yield Notice(code="unknown-fare", text=say("w-fare", request.language))


def _of_services(region: Region, request: TripRequest, days: Sequence[Day]) -> Iterator[Notice]:
    """Yield what is not sure of the vehicles that are caught by their departures."""
    language = request.language
    lines_of: dict[int, dict[str, None]] = {}
    for part in _parts(days):
        if part.service_id is None:
            continue
        service = region.service_by_id[part.service_id]
        if service.headway_min is not None:
            name = service.name.get(language)
            text = say("w-headway", language, lines=name, minutes=service.headway_min)
            yield Notice(code="estimated-departure", text=text)
        elif service.valid_to is not None and service.valid_to < part.start.date():
            year = service.timetable_year or service.valid_to.year
            lines_of.setdefault(year, {})[part.line or ""] = None
    for year, lines in lines_of.items():
        text = say("w-old-times", language, lines=", ".join(lines), year=year)
        yield Notice(code="old-timetable", text=text)


def _of_cars(region: Region, request: TripRequest, days: Sequence[Day]) -> Iterator[Notice]:
    """Yield what is not sure of parking, pick-up, rented cars and taxis by night."""
    language, tariffs = request.language, region.region.tariffs
    parts = [part for part in _parts(days) if part.vehicle in {"car", "taxi"}]
    minutes = sum(part.board_min + part.wait_min + part.park_min for part in parts)
    if minutes and tariffs.access.confidence != "sourced":
        yield Notice(code="estimated-access", text=say("w-access-min", language, minutes=minutes))
    for part in parts:
        if part.hire is not None and tariffs.rental is not None:
            desk = part.from_id if part.hire == "pick-up" else part.to_id
            name = region.by_id[desk].name.get(language)
            sure = word(tariffs.rental.confidence, language)
            text = say(f"w-{part.hire}", language, name=name, confidence=sure)
            yield Notice(code="rented-car", place_id=desk, text=text)
        drives = part.start + timedelta(minutes=part.board_min + part.wait_min)
        if part.vehicle == "taxi" and is_night(drives.hour * 60 + drives.minute, tariffs):
            text = say("w-night-taxi", language, time=f"{drives:%m-%d %H:%M}")
            yield Notice(code="night-taxi", place_id=part.from_id, text=text)


def meals_on_trains(trip: Trip, aboard: Sequence[tuple[int, str]]) -> Iterator[Notice]:
    """Yield the meals that a long ride leaves no other time for: day and name of each."""
    for d, meal in aboard:
        language = trip.request.language
        date = trip.days[d].date.isoformat()
        text = say("w-aboard", language, date=date, meal=word(meal, language))
        yield Notice(code="meal-aboard", text=text)
