"""A solver's tours to the days of an itinerary: every minute accounted for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from xytour.model.base import clock_of
from xytour.model.itinerary import (
    ActivityItem,
    AppointmentItem,
    Day,
    Free,
    Item,
    Meal,
    Visit,
    Wait,
)
from xytour.model.place import Visitable
from xytour.planner.dates import CHECK_OUT_MIN, LEISURE, MEAL_NAMES, REST
from xytour.planner.legs import build_leg, build_timed_leg
from xytour.planner.money import meal_fen
from xytour.planner.nights import nights_of
from xytour.planner.options import Option, opening_text
from xytour.planner.reasons import visit_reason
from xytour.planner.words import say
from xytour.solver import Timetable
from xytour.solver.timetable import Event, timetable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip
    from xytour.solver import Solution
    from xytour.solver.rides import Ride

Purpose: TypeAlias = Literal["rest", "leisure", "buffer"]

PURPOSES: dict[int, tuple[Purpose, str]] = {
    REST: ("rest", "rest"),
    LEISURE: ("leisure", "leisure"),
}


class Writer:
    """Writes the days of one solved trip.

    Parameters
    ----------
    trip
        What was asked for.
    posed, solution
        What was solved.
    """

    def __init__(self, trip: Trip, posed: Posed, solution: Solution) -> None:
        self.trip = trip
        self.posed = posed
        self.solution = solution

    def write(self) -> tuple[Day, ...]:
        """Return the days, each with its items."""
        drafts = [_DayWriter(self, d).items() for d in range(len(self.trip.days))]
        nights = nights_of(self)
        for night, (evening, morning) in zip(nights, pairwise(drafts), strict=True):
            morning[:0] = night.breakfast(morning[0].start)
            # Who is back too late for anything else goes to bed at once.
            back = evening[-1].end if evening else self._begin(night.d)
            evening.extend(night.items(back, morning[0].start))
        return tuple(
            Day(date=day.date, items=tuple(items))
            for day, items in zip(self.trip.days, drafts, strict=True)
        )

    def _begin(self, d: int) -> datetime:
        """Return when a day begins."""
        day = self.trip.days[d]
        return day.at(day.begins, self.trip.zone)

    def bed(self, night: int) -> str:
        """Return the place where a night is spent."""
        return self.posed.beds[night][self.solution.beds[night]].place_id

    def changes_bed(self, d: int) -> bool:
        """Whether a day leaves the bed of the night before for good."""
        return d == len(self.trip.days) - 1 or self.bed(d) != self.bed(d - 1)


class _DayWriter:
    """Writes the items of one day, without the night."""

    def __init__(self, writer: Writer, d: int) -> None:
        self.writer = writer
        self.d = d
        self.trip = writer.trip
        self.day = writer.trip.days[d]
        self.start = self.day.starts_at or writer.bed(d - 1)
        self.end = self.day.ends_at or writer.bed(d)
        self.here = self.start
        self.now = self.day.begins
        self.found: list[Item] = []

    def items(self) -> list[Item]:
        """Return the day's items in time order, without hole."""
        events = self._events()
        late = self._late(events)
        self._begin(late)
        for event in events:
            self._add(event, late)
        self._finish()
        if self._is_idle():
            self.found.clear()
            self.now = self.day.begins
            self._free(min(self.day.latest, self.day.closes), "at-leisure")
        return self.found

    def _is_idle(self) -> bool:
        """Whether there is nothing on a day that ends in the bed that it began in."""
        spare = (isinstance(item, Free) and item.purpose is None for item in self.found)
        return not self.found or (self.day.ends_at is None and all(spare))

    def _events(self) -> list[Event]:
        places = self.writer.posed.places
        problem = self.writer.posed.problem
        tour = self.writer.solution.tours[self.d]
        events = timetable(problem, self.d, tour, places.index(self.start), places.index(self.end))
        assert events is not None  # noqa: S101 (the solver's answer was checked)
        return events

    def _late(self, events: Sequence[Event]) -> int:
        """Return by how much the first ride leaves later without anything else changing."""
        late = _idle_start(events)
        first = events[0] if events else None
        if first is None or first.kind != "travel":
            return late
        ride = self._ride(first)
        if ride is None:
            return late
        return max(0, _last_leaving(ride, first.end + late) - first.begin)

    def _ride(self, event: Event) -> Ride | None:
        """Return the arrival function of a way, None if it takes the same at all times."""
        posed = self.writer.posed
        return posed.problem.rides.get((posed.places.index(self.here), event.index))

    def _begin(self, late: int) -> None:
        """Fill the time from the day's begin to leaving."""
        day = self.day
        if day.on_the_way_only and day.starts_at is None:
            # An early departure: sleep until it is time to go.
            self.now = self._last_call()
            return
        if day.starts_at is None:
            self._leave_bed(late)
            return
        self.now = min(day.begins, day.earliest + late)
        if day.earliest > self.now:
            ready = min(day.earliest, day.begins + day.arrival_margin)
            if ready > self.now:
                self._wait(ready, say("arrive", self.trip.request.language))
            self._free(day.earliest, "day-start")
        if late:
            self._free(day.earliest + late, "slow-morning")

    def _leave_bed(self, late: int) -> None:
        """Fill the morning at the bed: packing where it is left for good, then time to spare."""
        leave = self.day.earliest + late
        packing = CHECK_OUT_MIN if self.writer.changes_bed(self.d) else 0
        # Who goes out before the day begins gets up for it.
        self.now = min(self.day.begins, leave - packing)
        self._free(leave - packing, "slow-morning")
        if packing:
            self._wait(leave, say("check-out", self.trip.request.language))

    def _last_call(self) -> int:
        """Return when to leave for a departure with nothing else to do."""
        posed = self.writer.posed
        ends = posed.places.index(self.start), posed.places.index(self.end)
        ride = posed.problem.rides.get(ends)
        if ride is not None:
            return _last_leaving(ride, self.day.latest)
        return max(self.day.earliest, self.day.latest - int(posed.problem.travel[ends]))

    def _add(self, event: Event, late: int) -> None:
        if event.kind == "travel":
            self._travel(event)
        elif event.kind == "break":
            (self._picnic if event.index in MEAL_NAMES else self._pause)(event)
        elif event.kind == "wait":
            self._idle(event)
        else:
            self._stop(event)

    def _idle(self, event: Event) -> None:
        """Wait for something to open, or have time until a meal."""
        if self.writer.posed.options[event.index].kind == "meal":
            self._free(event.end, "before-meal")
        elif event.end > self.now:
            time = clock_of(event.end)
            self._wait(event.end, say("until-opening", self.trip.request.language, time=time))

    def _travel(self, event: Event) -> None:
        there = self.writer.posed.places[event.index]
        if there != self.here:
            ride = self._ride(event)
            if isinstance(ride, Timetable):
                self._catch(ride, there)
            else:
                minutes = event.end - event.begin
                if ride is not None:
                    minutes = ride.least
                    self._free(event.end - minutes, "until-departure")
                leg = build_leg(self.trip, self.here, there, self.now, self._clock)
                arrived = self.now + minutes
                self._append(leg, self.now + leg.minutes)
                self.here = there
                self._free(arrived, "slack")
        self.here = there

    def _catch(self, ride: Timetable, there: str) -> None:
        """Take the next train or bus, and set out no sooner than one must."""
        k = bisect_left(ride.departures, self.now)
        self._free(ride.departures[k], "until-departure")
        times = (ride.departures[k], ride.arrivals[k])
        leg = build_timed_leg(self.trip, self.here, there, times, self._clock)
        self._append(leg, ride.arrivals[k])

    def _pause(self, event: Event) -> None:
        """Rest, or be free, where one is."""
        self._free(event.begin, "spare")
        purpose, reason = PURPOSES[event.index]
        if purpose == "leisure" and self.trip.has_leisure_of_style:
            reason = "leisure-of-style"
        self._free(event.end, reason, purpose)

    def _picnic(self, event: Event) -> None:
        self._free(event.begin, "before-meal")
        trip = self.trip
        cost = meal_fen(None, trip.request.party, trip.region.region.tariffs)
        text = say("picnic", trip.request.language)
        self._append(
            Meal(
                **self._span(event.end),
                meal=MEAL_NAMES[event.index],
                place_id=None,
                name=text,
                cost_cny=cost / 100,
            ),
            event.end,
        )

    def _stop(self, event: Event) -> None:
        option = self.writer.posed.options[event.index]
        self._free(event.begin, "spare")
        if option.kind == "meal":
            self._table(option, event.end)
        elif option.kind == "appointment":
            assert option.appointment is not None  # noqa: S101 (by the option's kind)
            engagement = AppointmentItem(
                **self._span(event.end), place_id=option.place_id, name=option.appointment.title
            )
            self._append(engagement, event.end)
        else:
            self._visit(option, event.end)

    def _table(self, option: Option, end: int) -> None:
        trip = self.trip
        place = trip.region.by_id[option.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (options are made of these)
        self._append(
            Meal(
                **self._span(end),
                meal=MEAL_NAMES[option.meal],
                place_id=option.place_id,
                activity_id=None if option.activity is None else option.activity.id,
                name=self._table_name(option),
                profit=option.profit,
                cost_cny=option.cost_fen[self.d] / 100,
                opening=opening_text(trip.openings, place, self.day.date, self.now),
                reason=say("table", trip.request.language),
            ),
            end,
        )

    def _table_name(self, option: Option) -> str:
        name = self.trip.name(option.place_id)
        if option.activity is None:
            return name
        language = self.trip.request.language
        return say("farm-meal", language, name=name, meal=option.activity.name.get(language))

    def _visit(self, option: Option, until: int) -> None:
        trip = self.trip
        spare = trip.request.pace.buffer_min
        end = until - spare
        place = trip.region.by_id[option.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (options are made of these)
        cost = option.cost_fen[self.d]
        activity = option.activity
        prices = [place.ticket.adult_cny]
        prices += [activity.price_cny] if activity else []
        common = {
            **self._span(end),
            "place_id": place.id,
            "name": trip.name(place.id),
            "kind": place.kind,
            "profit": option.profit,
            "price_unknown": None in prices and not option.priced,
            "queue_min": option.queue_min[self.d],
            "opening": opening_text(trip.openings, place, self.day.date, self.now) or "",
            "last_entry": place.last_entry,
            "booking_required": place.booking_required,
            "confidence": place.confidence,
            "reason": visit_reason(place, activity, trip.request, trip.region),
        }
        item: Visit | ActivityItem
        if activity is None:
            item = Visit(**common, ticket_cny=cost / 100)
        else:
            common["booking_required"] = activity.booking_required or place.booking_required
            item = ActivityItem(
                **common,
                ticket_cny=cost / 100,
                activity_id=activity.id,
                activity_name=activity.name.get(trip.request.language),
                session=clock_of(self.now) if activity.sessions or option.by_session else None,
                lead_days=activity.lead_days,
            )
        self._append(item, end)
        self._free(until, "buffer", "buffer")

    def _finish(self) -> None:
        """Fill the time to a departure."""
        if self.day.ends_at is None or self.trip.request.depart is None:
            return
        if self.trip.request.depart.time is None:
            return
        self._free(self.day.latest, "before-departure")
        if self.day.ends > self.now:
            self._wait(self.day.ends, say("margin", self.trip.request.language))

    def _wait(self, until: int, reason: str) -> None:
        here = self.here
        item = Wait(**self._span(until), place_id=here, name=self.trip.name(here), reason=reason)
        self._append(item, until)

    def _free(self, until: int, reason: str, purpose: Purpose | None = None) -> None:
        if until > self.now:
            item = Free(
                **self._span(until),
                place_id=self.here,
                name=self.trip.name(self.here),
                reason=say(reason, self.trip.request.language),
                purpose=purpose,
            )
            self._append(item, until)

    def _append(self, item: Item, until: int) -> None:
        self.found.append(item)
        self.now = until

    def _span(self, until: int) -> dict[str, datetime]:
        return {"start": self._clock(self.now), "end": self._clock(until)}

    def _clock(self, minute: int) -> datetime:
        return self.day.at(minute, self.trip.zone)


def _last_leaving(ride: Ride, by: int) -> int:
    """Return when to leave at the latest to be there by a minute of the day."""
    if isinstance(ride, Timetable):
        return ride.departures[bisect_right(ride.arrivals, by) - 1]
    return min(by - ride.least, ride.times[-2])


def _idle_start(events: Sequence[Event]) -> int:
    """Return by how much the first ride can leave later without anything else changing.

    That is the wait for the first thing to begin, when nothing but rides comes before it.
    """
    for k, event in enumerate(events):
        if event.kind == "travel":
            continue
        if event.kind == "wait":
            return event.end - event.begin
        reached = events[k - 1].end if k else event.begin
        return event.begin - reached
    return 0
