"""What could be in the trip: the ways to visit each place, the tables, the beds.

A place that cannot be visited at all is dropped here, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xytour.hours.windows import DAY_MIN
from xytour.model.base import clock_of
from xytour.model.itinerary import Dropped
from xytour.planner.dates import MEAL_STARTS, MEALS, Daytime, local_time
from xytour.planner.money import activity_fen, meal_fen, night_fen, room_cny, ticket_fen
from xytour.planner.words import say
from xytour.scoring.profits import stay_profit, table_profit, visit_profit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from xytour.hours.windows import Openings
    from xytour.model.place import Activity, Food, Shop, Sight, VisitablePlace
    from xytour.model.region import Region
    from xytour.model.request import Appointment, Style, TripRequest

Windows = list[tuple[int, int]]

PLANNED_ACTIVITIES = frozenset({"do", "taste", "show"})
"""Kinds of activity that a visit may be made for; the rest is part of any visit."""


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
        How long.
    profit
        Points.
    cost_fen
        For the party, on the cheapest of the trip's dates.
    windows
        Start windows of each day.
    activity
        What is done there, for an activity.
    meal
        Which meal it is (``LUNCH``, ``DINNER``), -1 if none.
    appointment
        The traveller's own engagement, for an appointment.
    """

    kind: Literal["visit", "activity", "meal", "appointment"]
    place_id: str
    minutes: int
    profit: float
    cost_fen: int
    windows: tuple[Windows, ...]
    activity: Activity | None = None
    meal: int = -1
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class BedOption:
    """A stay on one night: its price for the party and what its surroundings are worth."""

    place_id: str
    cost_fen: int
    profit: float


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
        self._unwanted = {*request.avoid, *request.seen}

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
        """Yield the meals at each table, as far as the request plans meals."""
        tariffs = self.region.region.tariffs
        for place in self.region.tables:
            if place.id in self._unwanted or self._unsuited(place):
                continue
            cost = meal_fen(place, self.request.party, tariffs)
            profit = round(table_profit(place, self.request.interests, self.style), 2)
            minutes = place.visit_minutes.typical
            for name, meal in MEALS.items():
                if name in self.request.meals and name in place.serves:
                    windows = tuple(self._meal_windows(place, day, meal) for day in self.days)
                    if any(windows):
                        yield Option("meal", place.id, minutes, profit, cost, windows, meal=meal)

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
                0,
                windows,
                appointment=appointment,
            )

    def beds(self, night: date) -> list[BedOption]:
        """Return the stays that the request allows for a night."""
        wish = self.request.stay
        tariffs = self.region.region.tariffs
        found = []
        for place in self.region.stays:
            if place.id in self._unwanted or self._unsuited(place):
                continue
            if wish.places and place.id not in wish.places:
                continue
            if wish.max_room_cny is not None and room_cny(place, tariffs) > wish.max_room_cny:
                continue
            if not self.openings.in_season(place.season, night):
                continue
            cost = night_fen(place, self.request.party, tariffs)
            profit = round(stay_profit(place, self.request.interests, self.style), 2)
            found.append(BedOption(place.id, cost, profit))
        return found

    def _visit_options(self, place: Sight | Shop) -> Iterator[Option]:
        if self._unsuited(place):
            return
        party, stay = self.request.party, place.visit_minutes
        season = self.openings.in_season
        ticket = min(ticket_fen(place, party, day.date, season) for day in self.days)
        for minutes in sorted({stay.min, stay.typical, stay.max}):
            windows = tuple(self._windows(place, day, minutes) for day in self.days)
            if any(windows):
                profit = self._points(place, minutes)
                yield Option("visit", place.id, minutes, profit, ticket, windows)
        for activity in place.activities:
            minutes = max(activity.minutes, stay.min)
            too_many = activity.party_max is not None and party.size > activity.party_max
            if activity.kind not in PLANNED_ACTIVITIES or minutes > stay.max or too_many:
                continue
            windows = tuple(self._windows(place, day, minutes, activity) for day in self.days)
            if any(windows):
                profit = self._points(place, minutes, activity)
                cost = ticket + activity_fen(activity, party)
                yield Option("activity", place.id, minutes, profit, cost, windows, activity)

    def _points(self, place: Sight | Shop, minutes: int, activity: Activity | None = None) -> float:
        worth = visit_profit(place, minutes, self.request.interests, self.style, activity)
        return round(worth, 2)

    def _windows(
        self, place: VisitablePlace, day: Daytime, minutes: int, activity: Activity | None = None
    ) -> Windows:
        """Return the start windows within the day's own bounds."""
        if day.on_the_way_only:
            return []
        windows = self.openings.start_windows(place, day.date, minutes, activity)
        return _clip(windows, day.earliest, day.latest - minutes)

    def _meal_windows(self, place: Food, day: Daytime, meal: int) -> Windows:
        windows = self._windows(place, day, place.visit_minutes.typical)
        return _clip(windows, *MEAL_STARTS[meal])

    def _unsuited(self, place: VisitablePlace) -> bool:
        return bool(self.request.party.wheelchairs) and place.accessibility.wheelchair == "no"

    def _drop(self, place: Sight | Shop) -> None:
        language = self.request.language
        dates = [day.date for day in self.days]
        if self._unsuited(place):
            self.drop(place.id, "unsuited")
        elif place.opening_hours is None:
            self.drop(place.id, "hours-unknown")
        elif not any(self.openings.in_season(place.season, day) for day in dates):
            text = say("out-of-season", language, season=place.season)
            self.dropped.append(Dropped(place_id=place.id, reason="out-of-season", text=text))
        elif not any(self.openings.intervals(place.opening_hours, day) for day in dates):
            self.drop(place.id, "closed")
        else:
            self.drop(place.id, "too-long")

    def drop(
        self,
        place_id: str,
        reason: Literal["unsuited", "hours-unknown", "closed", "too-long", "unreachable"],
    ) -> None:
        """Note that a place cannot be in the trip, and why."""
        text = say(reason, self.request.language)
        self.dropped.append(Dropped(place_id=place_id, reason=reason, text=text))


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
