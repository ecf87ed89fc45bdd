"""Edits: a plan changed as the traveller asks, the rest kept as far as it is worth it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xytour.errors import Fault, RequestError
from xytour.model.base import minutes_of
from xytour.model.happening import (
    Extend,
    ExtendTrip,
    FinishEarly,
    Lock,
    MiddayRest,
    Move,
    Remove,
    SetBudget,
    SetParty,
    StartLate,
    Swap,
    Wish,
)
from xytour.model.request import TripRequest
from xytour.model.revision import ChangePrices, Revision
from xytour.planner.after.answering import Question
from xytour.planner.after.changes import changes_between
from xytour.planner.after.conflicts import blame
from xytour.planner.after.holds import day_number
from xytour.planner.after.lateness import owned_up
from xytour.planner.after.likeness import compare
from xytour.planner.after.pricing import price_changes
from xytour.planner.after.standing import standing_of
from xytour.planner.after.suggest import STEPS, fitted
from xytour.planner.after.words import tell
from xytour.planner.lookup import unknown_place

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from xytour.model.happening import Edit, Hold
    from xytour.model.itinerary import Itinerary
    from xytour.planner.after.course import Course
    from xytour.planner.after.standing import Standing
    from xytour.planner.planner import Planner
    from xytour.planner.progress import Effort


@dataclass
class Terms:
    """A request and its holds, while edits change them.

    Parameters
    ----------
    planner
        Of the region.
    itinerary
        The plan that is edited.
    fields
        Of the request, where they change.
    holds
        In force.
    asked
        Places that the edits name.
    """

    planner: Planner
    itinerary: Itinerary
    fields: dict[str, object] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def request(self) -> TripRequest:
        """The request with what has changed."""
        old = self.itinerary.request
        if not self.fields:
            return old
        given = {name: getattr(old, name) for name in old.model_fields_set}
        return TripRequest(**{**given, **self.fields})

    def ids(self, name: str) -> tuple[str, ...]:
        """Return a list of place ids of the request, as it stands."""
        value = self.fields.get(name, getattr(self.itinerary.request, name))
        assert isinstance(value, tuple)  # noqa: S101 (only lists of ids are asked for)
        return value

    def include(self, place_id: str) -> None:
        """Make a place one that must be visited."""
        self._know(place_id)
        for name in ("avoid", "seen"):
            self._drop(name, place_id)
        if place_id not in self.ids("must_visit"):
            self.fields["must_visit"] = (*self.ids("must_visit"), place_id)

    def exclude(self, place_id: str) -> None:
        """Make a place one to leave out; what was held about it is void."""
        self._know(place_id)
        self._drop("must_visit", place_id)
        if place_id not in self.ids("avoid"):
            self.fields["avoid"] = (*self.ids("avoid"), place_id)
        self.release(place_id)

    def release(self, place_id: str) -> None:
        """Forget the locks of a place."""
        self.holds = [
            hold
            for hold in self.holds
            if not (isinstance(hold, Lock) and hold.place_id == place_id)
        ]

    def lock(self, lock: Lock) -> None:
        """Hold a place to a day, or to a time."""
        self._know(lock.place_id)
        self.release(lock.place_id)
        self.holds.append(lock)

    def day_of(self, place_id: str) -> date:
        """Return the day on which the plan visits a place.

        Raises
        ------
        RequestError
            It does not.
        """
        self._know(place_id)
        for day in self.itinerary.days:
            if any(getattr(item, "place_id", None) == place_id for item in day.items):
                return day.date
        name = self.planner.region.by_id[place_id].name.en
        fault = Fault(
            "place_id", repr(place_id), f"{name} is not in the plan", "name a visit of it"
        )
        msg = "the edit cannot be meant:"
        raise RequestError(msg, [fault])

    def _drop(self, name: str, place_id: str) -> None:
        ids = self.ids(name)
        if place_id in ids:
            self.fields[name] = tuple(other for other in ids if other != place_id)

    def _know(self, place_id: str) -> None:
        self.asked.add(place_id)
        if self.planner.region.find_place(place_id) is None:
            msg = "the edit names a place that is not known:"
            raise RequestError(msg, [unknown_place(self.planner.region, place_id, "place_id")])


def take(terms: Terms, edit: Edit) -> None:
    """Put an edit into the terms of a trip."""
    _check_open(terms.itinerary, edit)
    if isinstance(edit, Lock):
        day = edit.date or terms.day_of(edit.place_id)
        terms.lock(edit.model_copy(update={"date": day}))
    elif isinstance(edit, Move):
        terms.day_of(edit.place_id)
        terms.lock(Lock(place_id=edit.place_id, date=edit.date))
    elif isinstance(edit, Remove):
        terms.exclude(edit.place_id)
    elif isinstance(edit, Swap):
        day = terms.day_of(edit.out)
        terms.exclude(edit.out)
        terms.include(edit.into)
        terms.lock(Lock(place_id=edit.into, date=day))
    elif isinstance(edit, Wish):
        terms.include(edit.place_id)
        if edit.date is not None:
            terms.lock(Lock(place_id=edit.place_id, date=edit.date))
    elif isinstance(edit, Extend):
        terms.day_of(edit.place_id)
        terms.holds = [
            h for h in terms.holds if not (isinstance(h, Extend) and h.place_id == edit.place_id)
        ]
        terms.holds.append(edit)
    elif isinstance(edit, StartLate | FinishEarly | MiddayRest):
        terms.holds = [
            h for h in terms.holds if not (type(h) is type(edit) and h.date == edit.date)
        ]
        terms.holds.append(edit)
    else:
        _take_fields(terms, edit)


def _check_open(itinerary: Itinerary, edit: Edit) -> None:
    """Raise if an edit would change what is past.

    Raises
    ------
    RequestError
        Its date or time is over, or the party has been at its place.
    """
    opened = itinerary.revision.open_from if itinerary.revision else None
    if opened is None:
        return
    msg = f"the trip is under way, open from {opened:%Y-%m-%d %H:%M} on:"
    day = getattr(edit, "date", None)
    if day is not None and day < opened.date():
        fault = Fault("date", f"{day}", "that day is over", "name a day still to come")
        raise RequestError(msg, [fault])
    if isinstance(edit, StartLate) and day in _begun(itinerary, opened):
        how = f"name a later day, or replan with Rest(until='{day}T{edit.at}')"
        raise RequestError(msg, [Fault("date", f"{day}", "that day has begun by then", how)])
    if isinstance(edit, FinishEarly) and day == opened.date() and _is_over(edit.at, opened):
        fault = Fault("at", repr(edit.at), "that time is over", "name a later one")
        raise RequestError(msg, [fault])
    place_id = edit.out if isinstance(edit, Swap) else getattr(edit, "place_id", None)
    done = [visit for visit in itinerary.visits if visit.start < opened]
    if not isinstance(edit, Wish) and place_id in {visit.place_id for visit in done}:
        what = "the party has been there by then"
        raise RequestError(msg, [Fault("place_id", repr(place_id), what, "name another place")])


def _begun(itinerary: Itinerary, moment: datetime) -> set[date]:
    """Return the days that have begun before a moment."""
    return {day.date for day in itinerary.days if day.items[0].start < moment}


def _is_over(at: str, moment: datetime) -> bool:
    """Whether a time of the day is no later than a moment."""
    return minutes_of(at) <= moment.hour * 60 + moment.minute


def _take_fields(terms: Terms, edit: ExtendTrip | SetParty | SetBudget) -> None:
    request = terms.request
    if isinstance(edit, SetParty):
        terms.fields["party"] = edit.party
    elif isinstance(edit, SetBudget):
        terms.fields["budget_cny"] = edit.budget_cny
    else:
        more = timedelta(days=edit.days)
        if request.depart is not None and request.depart.time is not None:
            later = request.depart.time + more
            terms.fields["depart"] = request.depart.model_copy(update={"time": later})
        if request.days is not None:
            terms.fields["days"] = request.days + edit.days


def _fitted_in(terms: Terms, standing: Standing, course: Course, effort: Effort) -> list[Course]:
    """Return plans to begin from: the one at hand with what is locked to a day fitted in."""
    first = standing.past.today
    found = []
    for hold in terms.holds:
        if not isinstance(hold, Lock) or hold.place_id not in terms.asked or hold.date is None:
            continue
        d = day_number(standing.trip, hold.date) - first
        quick = replace(effort, seconds=effort.seconds / 4, iterations=STEPS, progress=None)
        plan = fitted(standing, course, hold.place_id, d, quick) if d >= 0 else None
        if plan is not None:
            found.append(standing.course(plan))
    return found


def edited(
    planner: Planner,
    itinerary: Itinerary,
    edits: Sequence[Edit],
    *,
    prices: ChangePrices,
    booked: Collection[str] | None,
    effort: Effort,
) -> Itinerary:
    """Return a plan changed by some edits; see :meth:`Planner.edit`."""
    revision = itinerary.revision
    terms = Terms(planner, itinerary, holds=list(revision.holds if revision else ()))
    for edit in edits:
        take(terms, edit)
    standing = standing_of(planner, itinerary, terms.request, terms.holds)
    rest = standing.rest()
    course = standing.course(itinerary)
    today = standing.past.today
    bonus = price_changes(
        rest.trip, rest.draft, itinerary.days[today : today + len(rest.draft.days)], course,
        prices, booked,
    )  # fmt: skip
    starts = (course, *_fitted_in(terms, standing, course, effort))
    new = Question(standing, rest, bonus, starts).answer(effort)
    if new is None:
        raise blame(standing, should_stop=effort.should_stop)
    language = itinerary.language

    def reason_of(kind: str, place_id: str) -> tuple[str, str]:
        if place_id in terms.asked:
            return "asked", tell("because-asked", language)
        return "gives-way", tell(f"because-{kind}", language)

    changes, kept = changes_between(itinerary.days, new.days, language, reason_of)
    told_by = Revision(
        now=revision.now if revision else None,
        open_from=revision.open_from if revision else None,
        holds=tuple(terms.holds),
        changes=(*owned_up(standing, rest, new, revision), *changes),
        kept=kept,
        prices=prices,
        comparison=compare(new, itinerary),
    )
    return new.model_copy(update={"revision": told_by})
