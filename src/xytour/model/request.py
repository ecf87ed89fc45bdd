"""What a traveller asks for. Every field has a default but the dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator

from xytour.errors import RequestError
from xytour.model.base import ClockTime, Language, Model, Money, Share, Slug, minutes_of
from xytour.model.faults import faults_of
from xytour.model.place import Theme

StyleName: TypeAlias = Literal["quick", "slow", "immersive", "balanced"]

TravelMode: TypeAlias = Literal[
    "car",
    "charter",
    "taxi",
    "bus",
    "shuttle",
    "rail",
    "high_speed_rail",
    "cable_car",
    "ferry",
    "flight",
    "walk",
]
"""Ways to get around that a request can allow, one by one."""


class RequestModel(Model):
    """Base of the request's models: wrong values raise :class:`RequestError`, all at once."""

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise _request_error(type(self), error) from None

    # Tells pydantic that nested values need not pass through this __init__, so that one
    # error gathers the faults of all levels.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Build from a dict or an object; see pydantic. Raises RequestError."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise _request_error(cls, error) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Build from JSON text; see pydantic. Raises RequestError."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise _request_error(cls, error) from None


def _request_error(model: type[Model], error: ValidationError) -> RequestError:
    return RequestError(f"this is not a valid {model.__name__}:", faults_of(error))


class Arrival(RequestModel):
    """Where and when the trip begins; without a time, at the day's start."""

    at: Slug
    time: datetime | None = None


class Departure(RequestModel):
    """Where and when the trip ends; the time is one not to be missed.

    Without a time, the day's end.
    """

    at: Slug
    time: datetime | None = None


class Party(RequestModel):
    """Who travels: adults, children by age in years, seniors (60 or older).

    ``wheelchairs`` counts those among them who use one; places without step-free access
    are then left out.
    """

    adults: Annotated[int, Field(ge=0, le=50)] = 2
    children: tuple[Annotated[int, Field(ge=0, le=17)], ...] = ()
    seniors: Annotated[int, Field(ge=0, le=50)] = 0
    wheelchairs: Annotated[int, Field(ge=0, le=50)] = 0

    @model_validator(mode="after")
    def _check_somebody_travels(self) -> Self:
        if self.size < 1:
            msg = "expected at least one traveller"
            raise ValueError(msg)
        if self.wheelchairs > self.size:
            msg = f"expected at most {self.size} wheelchairs for {self.size} travellers"
            raise ValueError(msg)
        return self

    @property
    def size(self) -> int:
        """Number of travellers."""
        return self.adults + len(self.children) + self.seniors


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
    theme_visits_per_day: Annotated[float, Field(gt=0, le=20)] = 1.0
    chain_points: Annotated[float, Field(ge=0, le=200)] = 8.0
    story_points: Annotated[float, Field(ge=0, le=200)] = 40.0
    alike_in_a_row: bool = False


class Appointment(RequestModel):
    """Something of the traveller's own at a fixed time: a class, a meeting, a show."""

    at: Slug
    start: datetime
    minutes: Annotated[int, Field(gt=0, le=1_440)]
    title: Annotated[str, Field(min_length=1, max_length=200)]


class StayWish(RequestModel):
    """Where to sleep: any of ``places`` (all stays if empty), at most ``max_room_cny`` a room.

    ``one_base`` asks for the same bed every night.
    """

    places: tuple[Slug, ...] = ()
    one_base: bool = False
    max_room_cny: Money | None = None


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
    day_start, day_end
        Daily window on the move, ``HH:MM``.
    party
        Who travels.
    interests
        Weight of each theme, 0 to 1; without any, all themes count alike.
    style
        One of the four named styles, or weights of one's own.
    must_visit, avoid, seen
        Place ids to include, to leave out, and to leave out as known already.
    stories
        Ids of the region's stories to follow: each chapter visited adds to the trip's worth.
    appointments
        Fixed engagements to plan around.
    budget_cny
        Most that the whole party may spend in all, or null.
    transport
        ``car`` (own or rented), ``charter`` (with driver), ``public`` (all public modes,
        taxis and walking), or the list of modes allowed.
    meals
        Which meals to plan for.
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
    party: Party = Party()
    interests: dict[Theme, Share] = {}
    style: StyleName | Style = "balanced"
    must_visit: tuple[Slug, ...] = ()
    avoid: tuple[Slug, ...] = ()
    seen: tuple[Slug, ...] = ()
    stories: tuple[Slug, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    budget_cny: Money | None = None
    transport: (
        Literal["car", "charter", "public"] | Annotated[tuple[TravelMode, ...], Field(min_length=1)]
    ) = "car"
    meals: tuple[Literal["lunch", "dinner"], ...] = ("lunch", "dinner")
    stay: StayWish = StayWish()
    max_walk_km: Annotated[float, Field(ge=0, le=30)] = 1.5
    language: Language = "en"
    robust: Annotated[float, Field(ge=0, le=0.99)] = 0.0

    @model_validator(mode="after")
    def _check_dates(self) -> Self:
        ends = (self.start, *(end.time for end in (self.arrive, self.depart) if end))
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
        unwanted = {*self.avoid, *self.seen}
        both = [place_id for place_id in self.must_visit if place_id in unwanted]
        if both:
            msg = f"in must_visit and in avoid or seen as well: {', '.join(both)}"
            raise ValueError(msg)
        return self

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
