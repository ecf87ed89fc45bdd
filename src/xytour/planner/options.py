"""What could be in the trip: the ways to visit each place, the tables, the beds.

A place that cannot be visited at all is dropped here, with the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from xytour.hours.daylight import is_scenery
from xytour.hours.windows import DAY_MIN
from xytour.model.base import clock_of, minutes_of
from xytour.model.itinerary import Dropped
from xytour.model.place import Sight
from xytour.planner.dates import MEAL_STARTS, MEALS, Daytime, local_time
from xytour.planner.matching import unwanted_ids
from xytour.planner.money import (
    activity_fen,
    farm_meal_fen,
    meal_fen,
    ticket_fen,
)
from xytour.planner.suited import (
    avoids_heat,
    can_be_booked,
    may_take_part,
    why_unsuited,
)
from xytour.planner.words import say
from xytour.scoring.profits import mean_points, table_profit, visit_profit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from xytour.hours.windows import Openings
    from xytour.model.place import Activity, Shop, Stay, VisitablePlace
    from xytour.model.region import Region
    from xytour.model.request import Appointment, Style, TripRequest

Windows = list[tuple[int, int]]

Reason: TypeAlias = Literal[
    "unsuited",
    "hours-unknown",
    "out-of-season",
    "closed",
    "too-long",
    "unreachable",
    "too-late-to-book",
    "sold-out",
    "weather",
]
Why: TypeAlias = Reason | Literal["effort", "numbers"]
"""Why a place is left out, as the sentence for it is called; the last two are unsuited too."""

PLANNED_ACTIVITIES = frozenset({"do", "taste", "show", "night"})
"""Kinds of activity that a visit may be made for.

What is seen or ridden is part of any visit, unless it is all that one comes for; a meal is
planned as a meal.
"""

LONGEST_NIGHT_MIN = 240
"""What lasts longer at night is a bed, not an outing."""

QUEUE_STEP_MIN = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One way to spend time at a place: a length, or an activity, or a meal.

    Parameters
    ----------
    kind
        What becomes of it in the itinerary.
    place_id
        Where.
    minutes
        How long, without crowds.
    profit
        Points.
    cost_fen
        For the party, on each day.
    windows
        Start windows of each day.
    queue_min
        How much longer it takes on each day, for crowds and queues.
    activity
        What is done there, for an activity.
    meal
        Which meal it is (``LUNCH``, ``DINNER``), -1 if none.
    appointment
        The traveller's own engagement, for an appointment.
    priced
        Whether a supplier told the price.
    by_session
        Whether it begins at a supplier's session.
    points_of
        What it is worth to each traveller, points; ``profit`` is the mean.
    """

    kind: Literal["visit", "activity", "meal", "appointment"]
    place_id: str
    minutes: int
    profit: float
    cost_fen: tuple[int, ...]
    windows: tuple[Windows, ...]
    queue_min: tuple[int, ...]
    activity: Activity | None = None
    meal: int = -1
    appointment: Appointment | None = None
    priced: bool = False
    by_session: bool = False
    points_of: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """What at most one option of may be in the trip: a place, a meal, an engagement."""
        if self.appointment is not None:
            return f"appointment {self.appointment.start.isoformat()} {self.appointment.title}"
        # Where one eats in a village one may have been before, or walk about after.
        return self.place_id if self.activity is None or self.meal < 0 else f"{self.place_id} meal"


class OptionFinder:
    """Finds what a request leaves to choose from.

    Parameters
    ----------
    region
        Where.
    openings
        When places are open.
    request
        What is asked for.
    style
        Of the request.
    days
        The trip's days.
    """

    def __init__(
        self,
        region: Region,
        openings: Openings,
        request: TripRequest,
        style: Style,
        days: Sequence[Daytime],
    ) -> None:
        self.region = region
        self.openings = openings
        self.request = request
        self.style = style
        self.days = days
        self.dropped: list[Dropped] = []
        self._unwanted = unwanted_ids(region, request)
        self._tastes = request.tastes
        self._no_queue = (0,) * len(days)
        self._kinds = [openings.calendar.day_kind(day.date) for day in days]
        self._hot_hours = [self._hot(day.date) for day in days]

    def visits(self) -> Iterator[Option]:
        """Yield the ways to visit each sight and shop; what is impossible is dropped."""
        places: tuple[Sight | Shop, ...] = (*self.region.sights, *self.region.shops)
        for place in places:
            if place.id in self._unwanted:
                continue
            options = list(self._visit_options(place))
            if options:
                yield from options
            else:
                self._drop(place)

    def tables(self) -> Iterator[Option]:
        """Yield the meals at each table, and at places that cook, as far as wished for."""
        if self.request.picnics:
            return
        tariffs = self.region.region.tariffs
        for place in self.region.tables:
            cost = meal_fen(place, self.request.party, tariffs)
            yield from self._meals(place, place.serves, cost)
        hosts: tuple[Sight | Stay, ...] = (*self.region.sights, *self.region.stays)
        for host in hosts:
            for activity in host.activities:
                if activity.kind == "meal" and may_take_part(activity, self.request.party):
                    cost = farm_meal_fen(activity, self.request.party, tariffs)
                    yield from self._meals(host, activity.serves, cost, activity)

    def _meals(
        self,
        place: VisitablePlace,
        serves: Sequence[str],
        cost: int,
        activity: Activity | None = None,
    ) -> Iterator[Option]:
        if place.id in self._unwanted or why_unsuited(place, self.request.party):
            return
        worth = [table_profit(place, taste, self.style) for taste in self._tastes]
        minutes = place.visit_minutes.typical if activity is None else activity.minutes
        for name, meal in MEALS.items():
            if name not in self.request.meals or name not in serves:
                continue
            windows = tuple(
                _clip(self._windows(place, day, minutes, activity), *MEAL_STARTS[meal])
                for day in self.days
            )
            if any(windows):
                yield Option(
                    "meal",
                    place.id,
                    minutes,
                    mean_points(worth),
                    (cost,) * len(self.days),
                    windows,
                    self._no_queue,
                    activity,
                    meal=meal,
                    points_of=tuple(worth),
                )

    def appointments(self, zone: ZoneInfo) -> Iterator[Option]:
        """Yield the traveller's own engagements, each at its one time."""
        for appointment in self.request.appointments:
            local = local_time(appointment.start, zone)
            minute = local.hour * 60 + local.minute
            windows = tuple(
                [(minute, minute)] if day.date == local.date() else [] for day in self.days
            )
            yield Option(
                "appointment",
                appointment.at,
                appointment.minutes,
                0.0,
                self._no_queue,
                windows,
                self._no_queue,
                appointment=appointment,
            )

    def _visit_options(self, place: Sight | Shop) -> Iterator[Option]:
        party, stay = self.request.party, place.visit_minutes
        if why_unsuited(place, party):
            return
        season = self.openings.in_season
        tickets = [ticket_fen(place, party, day.date, season) for day in self.days]
        queue = self._queue(place)
        if not any(activity.required for activity in place.activities):
            for minutes in sorted({stay.min, stay.typical, stay.max}):
                windows = self._windows_of(place, minutes, queue)
                if any(windows):
                    worth = self._worth(place, minutes)
                    yield Option(
                        "visit",
                        place.id,
                        minutes,
                        mean_points(worth),
                        tuple(tickets),
                        windows,
                        queue,
                        points_of=worth,
                    )
        for activity in place.activities:
            if not self._is_planned(activity):
                continue
            at_night = activity.sun_time == "night"
            minutes = activity.minutes if at_night else max(activity.minutes, stay.min)
            if minutes > (LONGEST_NIGHT_MIN if at_night else stay.max):
                continue
            windows = self._windows_of(place, minutes, queue, activity)
            if any(windows):
                worth = self._worth(place, minutes, activity)
                extra = activity_fen(activity, party)
                costs = tuple(ticket + extra for ticket in tickets)
                yield Option(
                    "activity",
                    place.id,
                    minutes,
                    mean_points(worth),
                    costs,
                    windows,
                    queue,
                    activity,
                    points_of=worth,
                )

    def _is_planned(self, activity: Activity) -> bool:
        planned = activity.kind in PLANNED_ACTIVITIES or activity.required
        return planned and may_take_part(activity, self.request.party)

    def _worth(
        self, place: Sight | Shop, minutes: int, activity: Activity | None = None
    ) -> tuple[float, ...]:
        """Return what a visit is worth to each traveller, points."""
        return tuple(
            visit_profit(place, minutes, taste, self.style, activity) for taste in self._tastes
        )

    def _queue(self, place: Sight | Shop) -> tuple[int, ...]:
        """Return how much longer a visit takes on each day, for crowds and queues."""
        if not isinstance(place, Sight):
            return self._no_queue
        demand = self.region.region.demand
        usual = place.visit_minutes.typical
        return tuple(
            QUEUE_STEP_MIN * math.ceil(demand.queue.on(kind) * usual / QUEUE_STEP_MIN)
            for kind in self._kinds
        )

    def _windows_of(
        self,
        place: VisitablePlace,
        minutes: int,
        queue: Sequence[int],
        activity: Activity | None = None,
    ) -> tuple[Windows, ...]:
        return tuple(
            self._windows(place, day, minutes + more, activity)
            for day, more in zip(self.days, queue, strict=True)
        )

    def _windows(
        self, place: VisitablePlace, day: Daytime, minutes: int, activity: Activity | None = None
    ) -> Windows:
        """Return the start windows within the day's own bounds."""
        if day.on_the_way_only or not can_be_booked(place, activity, self.request, day.date):
            return []
        windows = self.openings.start_windows(place, day.date, minutes, activity)
        hot = self._hot_hours[(day.date - self.days[0].date).days]
        if hot is not None and is_scenery(place) and not place.cool_in_summer:
            windows = outside(windows, hot, minutes)
        low, high = day.span
        when = None if activity is None else activity.sun_time
        if when in {"dawn", "sunrise"}:
            low = day.earliest
        elif when in {"sunset", "night"}:
            high = day.latest
        return _clip(windows, low, high - minutes)

    def _hot(self, day: date) -> tuple[int, int] | None:
        """Return the hours of a date in which the party keeps out of the heat."""
        heat = self.region.region.heat
        if heat is None or not avoids_heat(self.request):
            return None
        if not self.openings.in_season(heat.season, day):
            return None
        return minutes_of(heat.begins), minutes_of(heat.ends)

    def _drop(self, place: Sight | Shop) -> None:
        """Note why a place cannot be visited on any day of the trip."""
        dates = [day.date for day in self.days]
        unsuited = why_unsuited(place, self.request.party)
        if unsuited:
            self.drop(place.id, unsuited)
        elif place.opening_hours is None:
            self.drop(place.id, "hours-unknown")
        elif not any(self.openings.in_season(place.season, day) for day in dates):
            self.drop(place.id, "out-of-season", season=place.season)
        elif not any(
            self.openings.intervals(place.opening_hours, day, place.location) for day in dates
        ):
            self.drop(place.id, "closed")
        else:
            self._drop_for_activity(place, dates)

    def _drop_for_activity(self, place: Sight | Shop, dates: Sequence[date]) -> None:
        must = [activity for activity in place.activities if activity.required]
        party, offered = self.request.party, self.openings.is_offered
        options: Sequence[Activity | None] = must or [None]
        booked = any(
            can_be_booked(place, activity, self.request, day)
            for activity in options
            for day in dates
        )
        if must and not any(may_take_part(activity, party) for activity in must):
            self.drop(place.id, "numbers")
        elif must and not any(offered(activity, day) for activity in must for day in dates):
            self.drop(place.id, "out-of-season", season=must[0].season)
        elif not booked:
            self.drop(place.id, "too-late-to-book")
        else:
            self.drop(place.id, "too-long")

    def drop(self, place_id: str, why: Why, **facts: object) -> None:
        """Note that a place cannot be in the trip, and why."""
        text = say(why, self.request.language, **facts)
        reason: Reason = "unsuited" if why in {"effort", "numbers"} else why  # type: ignore[assignment]
        self.dropped.append(Dropped(place_id=place_id, reason=reason, text=text))


def outside(windows: Windows, hours: tuple[int, int], minutes: int) -> Windows:
    """Return the parts of start windows from which a visit does not touch some hours."""
    begins, ends = hours
    parts = []
    for opens, latest in windows:
        parts += [(opens, min(latest, begins - minutes)), (max(opens, ends), latest)]
    return [part for part in parts if part[0] <= part[1]]


def _clip(windows: Windows, low: int, high: int) -> Windows:
    clipped = [(max(opens, low), min(latest, high)) for opens, latest in windows]
    return [window for window in clipped if window[0] <= window[1]]


def opening_text(openings: Openings, place: VisitablePlace, day: date, minute: int) -> str | None:
    """Return the opening interval that holds a minute, as ``09:00-17:00``."""
    interval = openings.interval_at(place, day, minute)
    if interval is None:
        return None
    opens, closes = interval
    if opens == 0 and closes > DAY_MIN:
        closes = DAY_MIN  # open for days on end
    return f"{clock_of(opens)}-{clock_of(closes)}"
