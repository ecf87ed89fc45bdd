"""Plan the rest of a trip again when something has happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xytour.errors import RequestError
from xytour.model.base import clock_of, minutes_of
from xytour.model.happening import (
    Closed,
    Delay,
    LongerMeal,
    Rest,
    StartLate,
    Weather,
    Wish,
)
from xytour.model.itinerary import ActivityItem, Free, Leg, Meal, Visit
from xytour.model.revision import Change, Revision
from xytour.planner.after.answering import Question
from xytour.planner.after.changes import changes_between
from xytour.planner.after.conflicts import blame
from xytour.planner.after.edit import Terms, take
from xytour.planner.after.holds import is_outdoors
from xytour.planner.after.lateness import owned_up
from xytour.planner.after.likeness import compare
from xytour.planner.after.past import Past, delayed, past_at
from xytour.planner.after.past import Rest as RestOfTrip
from xytour.planner.after.pricing import price_changes
from xytour.planner.after.standing import stand
from xytour.planner.after.words import tell
from xytour.planner.dates import MEAL_NAMES, local_time

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xytour.model.happening import Event
    from xytour.model.itinerary import Day, Itinerary
    from xytour.model.revision import ChangePrices
    from xytour.planner.after.standing import Standing
    from xytour.planner.dates import Daytime
    from xytour.planner.planner import Planner
    from xytour.planner.progress import Effort
    from xytour.planner.trip import Trip

LAST_MINUTE = 24 * 60 - 1
"""No day can begin after it."""


def replanned(
    planner: Planner,
    itinerary: Itinerary,
    now: datetime,
    events: Sequence[Event],
    *,
    prices: ChangePrices,
    booked: Collection[str] | None,
    effort: Effort,
) -> Itinerary:
    """Return the trip planned again from a moment on; see :meth:`Planner.replan`."""
    revision = itinerary.revision
    terms = Terms(planner, itinerary, holds=list(revision.holds if revision else ()))
    trip, _ = planner.pose(itinerary.request)
    now = local_time(now, trip.zone)
    if revision and revision.open_from and now < revision.open_from:
        now = max(now, revision.now or now)
    _put_down(terms, trip, now, events)
    past = _past(terms, trip, now, events)
    standing = stand(planner, terms.request, terms.holds, past)
    rest = standing.rest()
    _rest_until(rest, events, now)
    _let_home(rest)
    old = itinerary.days[past.today :]
    course = standing.course(itinerary)
    bonus = price_changes(rest.trip, rest.draft, _open(old, past), course, prices, booked)
    new = Question(standing, rest, bonus, (course,)).answer(effort)
    if new is None:
        raise blame(standing, should_stop=effort.should_stop)
    reasons = Reasons(standing, terms.asked, events, now)
    changes, kept = changes_between(
        _open(old, past), _open(new.days[past.today :], past), itinerary.language, reasons.of
    )
    told_by = Revision(
        now=now,
        open_from=_open_from(standing, past),
        holds=tuple(terms.holds),
        changes=(
            *owned_up(standing, rest, new, revision),
            *_cuts(itinerary, past),
            *changes,
        ),
        kept=kept,
        prices=prices,
        comparison=compare(new, itinerary),
    )
    return new.model_copy(update={"revision": told_by})


def _put_down(terms: Terms, trip: Trip, now: datetime, events: Sequence[Event]) -> None:
    """Take events into the terms: those that last become holds."""
    for event in events:
        if isinstance(event, Closed):
            _check_known(terms, event.id)
            if event.id in terms.ids("must_visit") and not _is_seen(terms.itinerary, event.id, now):
                terms.fields["must_visit"] = tuple(
                    place for place in terms.ids("must_visit") if place != event.id
                )
            terms.release(event.id)
            terms.holds.append(event.model_copy(update={"since": event.since or now}))
        elif isinstance(event, Weather):
            since = local_time(event.since or now, trip.zone)
            until = event.until or since.replace(hour=23, minute=59)
            terms.holds.append(event.model_copy(update={"since": since, "until": until}))
        elif isinstance(event, Wish):
            take(terms, event)
        elif isinstance(event, LongerMeal):
            terms.holds.append(event.model_copy(update={"date": event.date or now.date()}))
        elif isinstance(event, Rest) and event.until is not None:
            until = local_time(event.until, trip.zone)
            if now.date() < until.date() <= trip.days[-1].date:
                clock = f"{until:%H:%M}"
                terms.holds.append(StartLate(date=until.date(), at=clock))


def _is_seen(itinerary: Itinerary, place_id: str, now: datetime) -> bool:
    """Whether the party is at a place, or has been: a wish for it is fulfilled."""
    return any(visit.place_id == place_id and visit.start < now for visit in itinerary.visits)


def _check_known(terms: Terms, some_id: str) -> None:
    region = terms.planner.region
    links = {link.id for link in region.links}
    if region.find_place(some_id) is None and some_id not in links:
        msg = f"closed: region {region.id!r} has no place or link {some_id!r}"
        raise RequestError(msg)


def _past(terms: Terms, trip: Trip, now: datetime, events: Sequence[Event]) -> Past:
    """Return what is past, with the time that events take where the party is."""
    past = past_at(terms.itinerary, trip, now)
    closed = {event.id for event in events if isinstance(event, Closed) and event.since is None}
    past = _cut_short(past, trip, now, closed)
    for event in events:
        minutes = _minutes_of(event, trip, past, now)
        if minutes <= 0:
            continue
        if past.here is None:
            _sleep_in(terms, trip.days[past.today], minutes)
        else:
            key = "r-delay" if isinstance(event, Delay) else "r-rest"
            past = delayed(past, trip, minutes, tell(key, trip.request.language))
    return past


def _minutes_of(event: Event, trip: Trip, past: Past, now: datetime) -> int:
    """Return how long an event holds the party where it is; beyond today see `_rest_until`."""
    if not isinstance(event, Delay | Rest):
        return 0
    if isinstance(event, Delay) or event.until is None:
        return event.minutes or 0
    until = local_time(event.until, trip.zone)
    if until.date() > now.date():
        return 0
    day = trip.days[past.today]
    since = day.earliest if past.minute is None else past.minute
    return round((until - day.at(0, trip.zone)).total_seconds() / 60) - since


def _sleep_in(terms: Terms, day: Daytime, minutes: int) -> None:
    """Let a day begin so much later; the plans that follow know of it."""
    earliest = day.earliest
    for hold in terms.holds:
        if isinstance(hold, StartLate) and hold.date == day.date:
            earliest = max(earliest, minutes_of(hold.at))
    at = clock_of(min(earliest + minutes, LAST_MINUTE))
    take(terms, StartLate(date=day.date, at=at))


def _cut_short(past: Past, trip: Trip, now: datetime, closed: set[str]) -> Past:
    """End a visit in progress at a place that has just closed."""
    begun = [item for item in past.items if isinstance(item, Visit | ActivityItem)]
    if not begun:
        return past
    visit = begun[-1]
    if visit.place_id not in closed or not visit.start < now < visit.end:
        return past
    end = now.replace(second=0, microsecond=0) + timedelta(minutes=bool(now.second))
    text = tell("r-cut-short", trip.request.language, name=visit.name)
    spent = Free(start=visit.start, end=end, place_id=visit.place_id, name=visit.name, reason=text)
    assert past.minute is not None  # noqa: S101 (the party is somewhere)
    gone = round((past.items[-1].end - end).total_seconds() / 60)
    kept = past.items[: past.items.index(visit)]
    return replace(past, items=(*kept, spent), minute=past.minute - gone)


def _rest_until(rest: RestOfTrip, events: Sequence[Event], now: datetime) -> None:
    """Keep all visits out of the time until a rest is over on a later day."""
    draft = rest.draft
    for event in events:
        if not isinstance(event, Rest) or event.until is None:
            continue
        until = local_time(event.until, rest.trip.zone)
        for d, day in enumerate(rest.trip.days):
            if day.date < until.date() and until.date() > now.date():
                for stop, option in enumerate(draft.options):
                    if option.kind != "appointment":
                        draft.windows[stop][d] = []


def _let_home(rest: RestOfTrip) -> None:
    """Let today end later where the party would else not reach any bed in time."""
    draft = rest.draft
    if not draft.beds or draft.days[0].end is not None:
        return
    day = draft.days[0]
    travel = draft.travel
    ways = [int(travel[day.start, bed.location]) for bed in draft.beds[0]]
    meals = sum(pause.length for pause in day.breaks if pause.kind in MEAL_NAMES)
    late = day.earliest + min(ways) + meals
    if late > day.latest:
        # Half an hour more leaves a choice of beds.
        latest = late + 30
        draft.days[0] = replace(day, latest=latest)
        rest.trip.days[0] = replace(rest.trip.days[0], latest=latest, ends=latest)


def _open(days: Sequence[Day], past: Past) -> tuple[Day, ...]:
    """Return days without what of the first is past."""
    if not past.items or not days:
        return tuple(days)
    begun = {(item.type, item.start) for item in past.items}
    left = tuple(item for item in days[0].items if (item.type, item.start) not in begun)
    return (days[0].model_copy(update={"items": left}), *days[1:])


def _open_from(standing: Standing, past: Past) -> datetime:
    """Return when the open part begins."""
    day = standing.trip.days[past.today]
    minute = day.begins if past.minute is None else past.minute
    return day.at(minute, standing.trip.zone)


_BY_KIND = {
    "dropped": "gives-way",
    "shorter": "gives-way",
    "added": "time-free",
    "longer": "time-free",
}


@dataclass(frozen=True)
class Reasons:
    """Says why something changed, from what happened.

    Parameters
    ----------
    standing
        The trip as it is now.
    asked
        Places that were wished for.
    events
        What happened.
    now
        When.
    """

    standing: Standing
    asked: set[str]
    events: Sequence[Event]
    now: datetime

    def of(self, kind: str, place_id: str) -> tuple[str, str]:
        """Return a code and a text for a change."""
        language = self.standing.trip.request.language
        code = self._code(kind, place_id)
        return code, tell(f"because-{code}", language)

    def _code(self, kind: str, place_id: str) -> str:
        if place_id in self.asked:
            return "asked"
        if any(isinstance(e, Closed) and e.id == place_id for e in self.events):
            return "closed"
        is_wet = any(isinstance(event, Weather) for event in self.events)
        if is_wet and is_outdoors(self.standing.trip, place_id):
            return "weather"
        if kind == "dropped" and not self._fits_alone(place_id):
            return "no-time"
        return _BY_KIND.get(kind, "rearranged")

    def _fits_alone(self, place_id: str) -> bool:
        """Whether a place could still be visited if nothing else were."""
        rest = self.standing.rest()
        draft = rest.draft
        day = draft.days[0]
        for stop in draft.stops_of(place_id):
            at = int(draft.location[stop])
            for d, windows in enumerate(draft.windows[stop]):
                if not windows:
                    continue
                if d:
                    return True
                soonest = day.earliest + int(draft.travel[day.start, at])
                ends = [day.end] if day.end is not None else [b.location for b in draft.beds[0]]
                back = min(int(draft.travel[at, end]) for end in ends)
                begin = next((max(soonest, low) for low, high in windows if soonest <= high), None)
                if begin is not None and begin + int(draft.duration[stop, d]) + back <= day.latest:
                    return True
        return False


def _cuts(itinerary: Itinerary, past: Past) -> list[Change]:
    """Return the visit that was cut short, if one was."""
    was = {
        item.start: item
        for item in itinerary.items()
        if isinstance(item, Visit | ActivityItem | Meal | Leg)
    }
    found = []
    for item in past.items:
        old = was.get(item.start)
        if isinstance(item, Free) and isinstance(old, Visit | ActivityItem):
            found.append(
                Change(
                    kind="cut-short",
                    place_id=old.place_id,
                    date=item.start.date(),
                    before=old.end,
                    after=item.end,
                    reason="closed",
                    text=item.reason,
                )
            )
    return found
