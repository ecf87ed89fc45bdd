"""What a traveller asks for. Every field has a default but the dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from xytour.model.base import ClockTime, Language, Money, PlaceName, Share, Slug, minutes_of
from xytour.model.place import Theme
from xytour.model.request_model import RequestModel
from xytour.model.wishes import CostKind, Matching, Pace, Party, StayWish, Traveller, Wanted

__all__ = [
    "MAX_DAYS",
    "Appointment",
    "Arrival",
    "CostKind",
    "Departure",
    "Matching",
    "Pace",
    "Party",
    "RequestModel",
    "StayWish",
    "Style",
    "StyleName",
    "TravelMode",
    "Traveller",
    "TripRequest",
    "Wanted",
]

StyleName: TypeAlias = Literal["quick", "slow", "immersive", "balanced"]

TravelMode: TypeAlias = Literal[
    "car",
    "charter",
    "rented_car",
    "taxi",
    "bus",
    "shuttle",
    "rail",
    "high_speed_rail",
    "metro",
    "cable_car",
    "ferry",
    "flight",
    "walk",
]
"""Ways to get around that a request can allow, one by one."""


class Arrival(RequestModel):
    """Where and when the trip begins; without a time, at the day's start."""

    at: PlaceName
    time: datetime | None = None


class Departure(RequestModel):
    """Where and when the trip ends; the time is one not to be missed.

    Without a time, the day's end.
    """

    at: PlaceName
    time: datetime | None = None


class Style(RequestModel):
    """Weights of the one objective. A perfect place for its usual stay is worth 100 points.

    Parameters
    ----------
    name
        What the style is called.
    interest_share
        How much of a place's worth hangs on the traveller's interests, the rest on its
        quality alone.
    linger
        Exponent of the worth of time: a stay r times the usual one is worth r ** linger.
        Near 0 the first minutes count, near 1 every minute counts alike.
    hands_on_bonus
        Added worth, as a share, of doing something with one's own hands.
    table_bonus
        Worth of a local table over a picnic, as a share of a sight's worth.
    travel_points_per_hour
        Points lost for every hour on the way.
    bed_change_points
        Points lost for every change of bed.
    visits_per_day
        Most visits on one day; meals do not count.
    free_min
        Free time in the afternoon of full days, minutes, where the request's pace names none.
    theme_visits_per_day
        How many perfect visits a day a theme bears before more of it counts by half; twice as
        many, and it counts by a fifth.
    chain_points
        Points for the first shopping and the first entertainment of the trip.
    story_points
        Points for each chapter of a story that the request follows.
    alike_in_a_row
        Whether two places of one kind about the same thing may follow each other with
        nothing but the way between them.
    """

    name: str = "custom"
    interest_share: Share = 0.7
    linger: Annotated[float, Field(gt=0, le=1)] = 0.5
    hands_on_bonus: Annotated[float, Field(ge=0, le=2)] = 0.15
    table_bonus: Annotated[float, Field(ge=0, le=2)] = 0.3
    travel_points_per_hour: Annotated[float, Field(ge=0, le=200)] = 12.0
    bed_change_points: Annotated[float, Field(ge=0, le=500)] = 10.0
    visits_per_day: Annotated[int, Field(ge=1, le=20)] = 6
    free_min: Annotated[int, Field(ge=0, le=150)] = 0
    theme_visits_per_day: Annotated[float, Field(gt=0, le=20)] = 1.0
    chain_points: Annotated[float, Field(ge=0, le=200)] = 8.0
    story_points: Annotated[float, Field(ge=0, le=200)] = 40.0
    alike_in_a_row: bool = False


class Appointment(RequestModel):
    """Something of the traveller's own at a fixed time: a class, a meeting, a show."""

    at: PlaceName
    start: datetime
    minutes: Annotated[int, Field(gt=0, le=1_440)]
    title: Annotated[str, Field(min_length=1, max_length=200)]


MAX_DAYS = 30

PLANNED_YEARS = range(2000, 2101)
"""Years for which calendars, time zones and opening hours can be trusted to mean anything."""


class TripRequest(RequestModel):
    """A trip to plan.

    Dates come either from the times of ``arrive`` and ``depart`` or from ``start`` and
    ``days``. Times without an offset are read in the region's time zone.

    Parameters
    ----------
    arrive, depart
        Way in and out; without them the region's main gateway, both ways.
    start, days
        First date and number of days, where the times of arrival and departure do not
        say them.
    today
        The date on which the trip is planned: what must be booked longer before is then left
        out. Null means that there is time enough.
    day_start, day_end
        Daily window on the move, ``HH:MM``.
    early_start, evening_end
        From when on what is done at dawn, and until when what is done at night, may take the
        party out of that window, with the ways there and back; null means not at all.
    party
        Who travels.
    interests
        Weight of each theme, 0 to 1; without any, all themes count alike.
    travellers
        Who has interests of their own, in the place of ``interests``: what a visit is worth to
        the party is the mean of what it is worth to each.
    fairness
        ``sum`` plans for the party as a whole; ``maximin`` looks for the plan with most for
        whoever gets least, and then for the best of those.
    style
        One of the four named styles, or weights of one's own.
    must_visit, avoid, seen
        Places to include, to leave out, and to leave out as known already, by id or name.
    wanted
        What the trip must have so many of: sights of a kind or about a theme, cuisines and
        dishes to taste, one or more of some places.
    unwanted
        What is left out: places of a kind, about a theme, with a tag, a cuisine or a dish.
    stories
        Ids of the region's stories to follow: each chapter visited adds to the trip's worth.
    appointments
        Fixed engagements to plan around.
    budget_cny
        Most that the whole party may spend in all, or null.
    caps_cny
        Most that the whole party may spend on kinds of cost, besides the budget: ``ticket``,
        ``activity``, ``stay``, ``meal``, ``transport`` and, of transport, ``way_in_and_out``
        (ways from and to places outside the region) and ``getting_around`` (all others).
    points_per_100_cny
        Price of money: points lost for every 100 spent by the whole party on tickets,
        activities, beds and tables. What ways cost is not priced.
    transport
        ``car`` (there from the first minute to the last), ``rented_car`` (picked up and
        returned at a gateway that rents cars, reached by public transport), ``charter``
        (with driver), ``public`` (all public modes, taxis and walking), or the list of
        modes allowed.
    transport_between, transport_back
        Modes allowed on the ways from and to places outside the region, in the place of
        ``transport``; ``transport_back`` for the way out, where that differs. Null means the
        same as within.
    meals
        Which meals to plan for.
    picnics
        Whether to eat something simple wherever one is, at no table.
    pace
        How much of a day is kept free.
    stay
        Where to sleep.
    max_walk_km
        Longest single walk.
    language
        Language of the texts in the itinerary.
    robust
        How surely each way by road or on foot is to take no longer than planned for, 0 to
        0.99: above 0.5, ways get slack, which costs score. Services keep to their times.
    """

    arrive: Arrival | None = None
    depart: Departure | None = None
    start: date | None = None
    days: Annotated[int, Field(ge=1, le=MAX_DAYS)] | None = None
    day_start: ClockTime = "08:30"
    day_end: ClockTime = "20:30"
    early_start: ClockTime | None = None
    evening_end: ClockTime | None = None
    today: date | None = None
    party: Party = Party()
    interests: dict[Theme, Share] = {}
    travellers: Annotated[tuple[Traveller, ...], Field(max_length=8)] = ()
    fairness: Literal["sum", "maximin"] = "sum"
    style: StyleName | Style = "balanced"
    must_visit: tuple[PlaceName, ...] = ()
    avoid: tuple[PlaceName, ...] = ()
    seen: tuple[PlaceName, ...] = ()
    wanted: Annotated[tuple[Wanted, ...], Field(max_length=40)] = ()
    unwanted: Matching = Matching()
    stories: tuple[Slug, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    budget_cny: Money | None = None
    caps_cny: dict[CostKind, Money] = {}
    points_per_100_cny: Annotated[float, Field(ge=0, le=100)] = 0.0
    transport: (
        Literal["car", "charter", "public", "rented_car"]
        | Annotated[tuple[TravelMode, ...], Field(min_length=1)]
    ) = "car"
    transport_between: Annotated[tuple[TravelMode, ...], Field(min_length=1)] | None = None
    transport_back: Annotated[tuple[TravelMode, ...], Field(min_length=1)] | None = None
    meals: tuple[Literal["breakfast", "lunch", "dinner"], ...] = ("breakfast", "lunch", "dinner")
    picnics: bool = False
    pace: Pace = Pace()
    stay: StayWish = StayWish()
    max_walk_km: Annotated[float, Field(ge=0, le=30)] = 1.5
    language: Language = "en"
    robust: Annotated[float, Field(ge=0, le=0.99)] = 0.0

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        ends = (
            self.start,
            *(end.time for end in (self.arrive, self.depart) if end),
            *(appointment.start for appointment in self.appointments),
        )
        for day in ends:
            if day is not None and day.year not in PLANNED_YEARS:
                first, last = PLANNED_YEARS[0], PLANNED_YEARS[-1]
                msg = f"year {day.year} is not one of {first} to {last}"
                raise ValueError(msg)
        arrival = self.arrive.time if self.arrive else None
        departure = self.depart.time if self.depart else None
        if self.start is None and arrival is None:
            msg = "no date: give start and days, or arrive.time and depart.time"
            raise ValueError(msg)
        if self.days is None and departure is None:
            msg = "no length: give days, or depart.time"
            raise ValueError(msg)
        if arrival is not None and self.start not in (None, arrival.date()):
            msg = f"start {self.start} is not the date of arrive.time {arrival}; drop one"
            raise ValueError(msg)
        if departure is not None and self.days is not None and departure.date() != self.last_date:
            msg = f"days {self.days} ends on {self.last_date}, depart.time is {departure}; drop one"
            raise ValueError(msg)
        if self.last_date < self.first_date:
            msg = f"the trip ends on {self.last_date}, before it begins on {self.first_date}"
            raise ValueError(msg)
        if self.n_days > MAX_DAYS:
            msg = f"the trip has {self.n_days} days; at most {MAX_DAYS} can be planned"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _check_wishes(self) -> Self:
        if minutes_of(self.day_start) >= minutes_of(self.day_end):
            msg = f"day_start {self.day_start} is not before day_end {self.day_end}"
            raise ValueError(msg)
        if self.early_start is not None and self.early_start > self.day_start:
            msg = f"early_start {self.early_start} is after day_start {self.day_start}"
            raise ValueError(msg)
        if self.evening_end is not None and self.evening_end < self.day_end:
            msg = f"evening_end {self.evening_end} is before day_end {self.day_end}"
            raise ValueError(msg)
        unwanted = {*self.avoid, *self.seen}
        both = [place_id for place_id in self.must_visit if place_id in unwanted]
        if both:
            msg = f"in must_visit and in avoid or seen as well: {', '.join(both)}"
            raise ValueError(msg)
        own = {self.transport} if isinstance(self.transport, str) else {*self.transport}
        if own & {"car", "charter"} and (self.transport_between or self.transport_back):
            msg = (
                "transport_between and transport_back: who has a car from the first minute to "
                "the last takes it on all ways; use public, rented_car or a list of modes"
            )
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _check_travellers(self) -> Self:
        names = [traveller.name for traveller in self.travellers]
        if names and self.interests:
            msg = "interests of the party and travellers with their own: give one of them"
            raise ValueError(msg)
        if len(set(names)) < len(names):
            msg = f"expected travellers of different names, got {', '.join(names)}"
            raise ValueError(msg)
        if self.fairness == "maximin" and len(names) < 2:
            msg = "fairness maximin needs two travellers or more"
            raise ValueError(msg)
        return self

    @property
    def tastes(self) -> tuple[dict[Theme, float], ...]:
        """The interests that count: of each traveller, or the party's own."""
        return tuple(each.interests for each in self.travellers) or (self.interests,)

    def with_shared_interests(self) -> TripRequest:
        """Return this request with the mean of the travellers' interests as the party's."""
        if not self.travellers:
            return self
        liked = {theme: None for taste in self.tastes for theme in taste}
        shared = {
            theme: sum(taste.get(theme, 0.0) for taste in self.tastes) / len(self.tastes)
            for theme in liked
        }
        return self.model_copy(update={"interests": shared})

    @property
    def first_date(self) -> date:
        """The trip's first day."""
        if self.start is not None:
            return self.start
        assert self.arrive is not None  # noqa: S101 (checked when built)
        assert self.arrive.time is not None  # noqa: S101
        return self.arrive.time.date()

    @property
    def last_date(self) -> date:
        """The trip's last day."""
        if self.days is not None:
            return self.first_date + timedelta(days=self.days - 1)
        assert self.depart is not None  # noqa: S101 (checked when built)
        assert self.depart.time is not None  # noqa: S101
        return self.depart.time.date()

    @property
    def n_days(self) -> int:
        """Number of days, the first and the last included."""
        return (self.last_date - self.first_date).days + 1
