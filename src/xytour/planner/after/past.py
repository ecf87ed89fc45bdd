"""Where a trip under way stands: what is past, what is open, and where the party is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from xytour.errors import RequestError
from xytour.model.base import minutes_of
from xytour.model.itinerary import (
    ActivityItem,
    AppointmentItem,
    Day,
    Free,
    Leg,
    Meal,
    StayItem,
    Visit,
    Wait,
)
from xytour.planner.after.draft import Draft
from xytour.planner.after.recalling import recall
from xytour.planner.caps import BUDGET, spent_fen
from xytour.planner.dates import (
    CHECK_OUT_MIN,
    DINNER,
    LEISURE,
    LUNCH,
    MEAL_NAMES,
    MEALS,
    REST,
    local_time,
)
from xytour.planner.variety import alike_ones
from xytour.planner.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xytour.model.itinerary import Item, Itinerary
    from xytour.planner.after.course import Course
    from xytour.planner.dates import Daytime
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip
    from xytour.solver import Break, Category
    from xytour.solver import Day as SolverDay

PAUSED = {"rest": REST, "leisure": LEISURE}
"""Pauses of the day by what their items say."""

DOING = (Visit, ActivityItem, AppointmentItem, Meal)
"""What keeps two sights that are alike apart."""

LATEST = {LUNCH: 900, DINNER: 1_230, REST: 960, LEISURE: 1_110}
"""What a delay pushes beyond this, minutes after midnight, is not planned any more."""


@dataclass(frozen=True)
class Past:
    """What a trip has behind it at a moment.

    Parameters
    ----------
    days
        Those that are over, each with its night; the last night may be in progress.
    items
        Of the day in progress: what is over or has begun, as it was or cut short.
    here
        Where the party is, None in bed.
    minute
        When the open part begins, minutes after the midnight of its first day; None as planned.
    """

    days: tuple[Day, ...]
    items: tuple[Item, ...]
    here: str | None
    minute: int | None

    @property
    def today(self) -> int:
        """Number of the day in progress, 0 the first."""
        return len(self.days)

    @property
    def last_bed(self) -> str | None:
        """Where the last night was, if there was one."""
        if not self.days:
            return None
        night = self.days[-1].items[-1]
        return night.place_id if isinstance(night, StayItem) else None

    @property
    def all_days(self) -> tuple[Day, ...]:
        """The days over, and what there is of the one in progress."""
        if not self.items:
            return self.days
        return (*self.days, Day(date=self.items[0].start.date(), items=self.items))


def past_at(itinerary: Itinerary, trip: Trip, moment: datetime) -> Past:
    """Return what has begun before a moment, waits cut off there.

    Raises
    ------
    RequestError
        The trip is over by then.
    """
    now = local_time(moment, trip.zone)
    for d, day in enumerate(itinerary.days):
        for k, item in enumerate(day.items):
            if now <= item.start and not (d == 0 and k == 0):
                return _before(itinerary, trip, d, k)
            if d == 0 and k == 0 and now <= item.start:
                return Past((), (), None, None)
            if item.start < now < item.end:
                if isinstance(item, StayItem):
                    return Past(itinerary.days[: d + 1], (), None, None)
                if isinstance(item, Wait | Free) and not _is_whole(item, trip):
                    cut = item.model_copy(update={"end": _rounded(now)})
                    return _at(itinerary, trip, d, (*day.items[:k], cut))
                return _at(itinerary, trip, d, _with_buffer(day.items, k + 1))
    end = itinerary.days[-1].items[-1].end
    msg = f"now: {now:%Y-%m-%d %H:%M} is after the end of the trip, {end:%Y-%m-%d %H:%M}"
    raise RequestError(msg)


def _rounded(now: datetime) -> datetime:
    """Return the next full minute."""
    late = math.ceil((now.second + now.microsecond / 1e6) / 60)
    return now.replace(second=0, microsecond=0) + timedelta(minutes=late)


def _before(itinerary: Itinerary, trip: Trip, d: int, k: int) -> Past:
    """Return the past of a moment at which an item is about to begin."""
    day = itinerary.days[d]
    if k == 0:
        return Past(itinerary.days[:d], (), None, None)
    return _at(itinerary, trip, d, _with_buffer(day.items, k))


def _is_whole(item: Wait | Free, trip: Trip) -> bool:
    """Whether what has begun is not cut off: a pause that was wished for, bags, getting out."""
    if isinstance(item, Free):
        return item.purpose is not None
    return item.reason in {say(key, trip.request.language) for key in ("arrive", "check-out")}


def _with_buffer(items: Sequence[Item], count: int) -> Sequence[Item]:
    """Return the first items, with the time that belongs to the visit or meal before it."""
    follows = items[count] if count < len(items) else None
    belongs = isinstance(follows, Free) and follows.purpose in {"buffer", "after-meal"}
    return items[: count + belongs]


def _at(itinerary: Itinerary, trip: Trip, d: int, items: Sequence[Item]) -> Past:
    last = items[-1]
    minute = _minute(trip, d, last.end)
    return Past(itinerary.days[:d], tuple(items), _place(itinerary, trip, d, items), minute)


def _minute(trip: Trip, d: int, moment: datetime) -> int:
    """Return a time as minutes after the midnight of a day."""
    midnight = trip.days[d].at(0, trip.zone).replace(tzinfo=None)
    local = local_time(moment, trip.zone).replace(tzinfo=None)
    return round((local - midnight).total_seconds() / 60)


def _place(itinerary: Itinerary, trip: Trip, d: int, items: Sequence[Item]) -> str:
    """Return where the party is after some items."""
    for item in reversed(items):
        if isinstance(item, Leg):
            return item.to_id
        if item.place_id is not None:
            return item.place_id
    if d == 0:
        start = trip.days[0].starts_at
        assert start is not None  # noqa: S101 (no bed comes before the first day)
        return start
    night = itinerary.days[d - 1].items[-1]
    assert isinstance(night, StayItem)  # noqa: S101 (each day but the first comes after a night)
    return night.place_id


def delayed(past: Past, trip: Trip, minutes: int, reason: str) -> Past:
    """Return a past after which so much more time has gone by where the party is, out of bed."""
    assert past.here is not None and past.minute is not None  # noqa: S101, PT018
    day = trip.days[past.today]
    start, end = (day.at(m, trip.zone) for m in (past.minute, past.minute + minutes))
    wait = Wait(start=start, end=end, place_id=past.here, name=trip.name(past.here), reason=reason)
    return replace(past, items=(*past.items, wait), minute=past.minute + minutes)


@dataclass(frozen=True)
class Rest:
    """What is still open of a trip, as a trip and a problem of its own.

    Parameters
    ----------
    trip, draft
        Days from today on.
    missed
        Meals of today that the time has passed over.
    """

    trip: Trip
    draft: Draft
    missed: tuple[int, ...]


def rest_of(trip: Trip, posed: Posed, past: Past) -> Rest:
    """Return the open part of a trip.

    Parameters
    ----------
    trip, posed
        The whole.
    past
        What is behind.
    """
    draft = Draft(posed)
    if not past.days and past.here is None:
        return Rest(trip, draft, ())
    today = past.today
    done = recall(trip, posed, past.all_days)
    _spend(trip, draft, past, done)
    last_bed = past.last_bed
    draft.drop_days(today)
    if last_bed is not None:
        nights = len(draft.beds) if posed.problem.one_bed else int(_left_bags(past))
        _keep_bed(draft, posed.places.index(last_bed), nights)
    here = past.here or last_bed
    assert here is not None  # noqa: S101 (the party is somewhere)
    first = _first_day(trip, past, here)
    breaks, missed = _breaks_left(draft.days[0].breaks, past, first.earliest)
    seen_today = [stop for tour in done.tours[today : today + 1] for stop in tour]
    counted = sum(bool(posed.problem.counts[stop]) for stop in seen_today)
    old: SolverDay = draft.days[0]
    draft.days[0] = replace(
        old,
        start=_start(trip, draft, past, here),
        earliest=first.earliest,
        breaks=breaks,
        max_stops=max(0, old.max_stops - counted),
    )
    days = [first, *trip.days[today + 1 :]]
    return Rest(replace(trip, days=days, beds=trip.beds[today:]), draft, missed)


def _start(trip: Trip, draft: Draft, past: Past, here: str) -> int:
    """Return the location where today goes on: nothing like what was visited last comes next."""
    at = draft.places.index(here)
    done = [item for item in past.items if isinstance(item, DOING)]
    if trip.style.alike_in_a_row or not done or done[-1].place_id in {None, here}:
        return at
    last = done[-1].place_id
    closed = alike_ones(trip.region, trip.request, draft.places, last)
    return draft.add_location(at, closed) if closed.any() else at


def _first_day(trip: Trip, past: Past, here: str) -> Daytime:
    day = trip.days[past.today]
    minute = day.earliest if past.minute is None else past.minute
    return replace(
        day,
        starts_at=here,
        begins=min(day.begins, minute - _packing(trip, day)) if past.here is None else minute,
        earliest=max(day.earliest, minute),
        arrival_margin=0,
    )


def _packing(trip: Trip, day: Daytime) -> int:
    """Return the time that a day keeps for packing before the party leaves its bed, minutes."""
    return max(0, day.earliest - minutes_of(trip.request.early_start or trip.request.day_start))


def _spend(trip: Trip, draft: Draft, past: Past, done: Course) -> None:
    """Take what is past out of what is open: places seen, wishes met, money, totals."""
    stops = [stop for tour in done.tours for stop in tour]
    groups = {int(draft.group[stop]) for stop in stops}
    draft.forbid(s for s in range(len(draft.options)) if int(draft.group[s]) in groups)
    draft.required -= groups
    if draft.spendable:
        spent = spent_fen(trip, past.all_days)
        # Cars paid by the day are taken off already, for all days.
        ways = [item for day in past.all_days for item in day.items if isinstance(item, Leg)]
        by_day = spent["transport"] - sum(round(leg.cost_cny * 100) for leg in ways)
        for kind in (BUDGET, "transport", "getting_around"):
            spent[kind] -= by_day
        draft.hold_back(spent)
    draft.categories = [after_stops(category, stops) for category in draft.categories]


def after_stops(category: Category, stops: Sequence[int]) -> Category:
    """Return what a category asks of, and gives for, what comes after some stops."""
    total = sum(int(category.weight[stop]) for stop in stops)
    rates: tuple[tuple[int, int], ...] = category.rates
    if rates and total:
        at = max((k for k, (start, _) in enumerate(rates) if start <= total), default=0)
        later = [(start - total, rate) for start, rate in rates[at + 1 :]]
        rates = ((0, rates[at][1]), *later)
    return replace(
        category,
        least=max(0, category.least - total),
        most=max(0, category.most - total),
        rates=rates,
    )


def _left_bags(past: Past) -> bool:
    """Whether the party went out this morning without the time to pack: it comes back then."""
    idle = 0
    for item in past.items:
        if isinstance(item, Leg):
            return idle < CHECK_OUT_MIN
        if isinstance(item, Wait | Free):
            idle += item.minutes
    return False


def _keep_bed(draft: Draft, location: int, nights: int) -> None:
    """Let the next night know where the last one was spent; spend so many nights there."""
    penalty = draft.posed.problem.bed_change_penalty
    for night in range(min(nights, len(draft.beds))):
        there = [k for k, bed in enumerate(draft.beds[night]) if bed.location == location]
        draft.keep_beds(night, there or range(len(draft.beds[night])))
    if draft.beds and draft.days[0].end is None:
        draft.beds[0] = tuple(
            bed if bed.location == location else replace(bed, profit=bed.profit - penalty)
            for bed in draft.beds[0]
        )


def _breaks_left(
    breaks: Sequence[Break], past: Past, earliest: int
) -> tuple[tuple[Break, ...], tuple[int, ...]]:
    """Return today's meals that are still due, later if need be, and those passed over.

    They stay in order: what comes next does not begin before what is put off may begin.
    """
    eaten = {MEALS.get(item.meal) for item in past.items if isinstance(item, Meal)}
    eaten |= {PAUSED.get(item.purpose or "") for item in past.items if isinstance(item, Free)}
    kept: list[Break] = []
    missed: list[int] = []
    for pause in breaks:
        if pause.kind in eaten:
            continue
        before = kept[-1].hi if kept else 0
        soonest = max(earliest, before)
        if soonest <= pause.hi:
            kept.append(replace(pause, lo=max(pause.lo, before)))
        elif soonest <= LATEST.get(pause.kind, pause.hi):
            # A meal at once, a pause when there is time for it.
            latest = soonest if pause.kind in MEAL_NAMES else LATEST[pause.kind]
            kept.append(replace(pause, lo=soonest, hi=latest))
        else:
            missed.append(pause.kind)
    return tuple(kept), tuple(missed)
