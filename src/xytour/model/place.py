"""Places: what can be visited, eaten at, slept in or travelled through.

A place is one of five shapes, told apart by ``kind``: sights of ten kinds, tables,
beds, shops, and the nodes of the transport network (gateways and towns).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias, Union, get_args

from pydantic import Field, model_validator

from xytour.model.base import ClockTime, Model, Money, Share, Slug, Tag, Text

Theme: TypeAlias = Literal[
    "red",
    "tea",
    "nature",
    "history",
    "culture",
    "food",
    "wellness",
    "family",
    "hiking",
    "birding",
    "photography",
    "craft",
    "rural",
]
"""What a traveller may be interested in, and what a place is about."""

Confidence: TypeAlias = Literal["sourced", "typical", "estimated", "unknown"]
"""How sure a fact is: printed in a source, usual for such places, our estimate, not known."""

SightKind: TypeAlias = Literal[
    "attraction",
    "red_education",
    "tea_area",
    "village",
    "museum",
    "heritage",
    "nature",
    "hot_spring",
    "academy",
    "experience",
]


class Location(Model):
    """A point in WGS-84, degrees, with how far off it may be in metres, and how it was found."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    precision_m: Annotated[int, Field(ge=0)] = 0
    basis: str | None = None


class Quality(Model):
    """How good a place is of its kind, 0 to 1, and what that rests on."""

    value: Share
    reason: Text


class VisitMinutes(Model):
    """How long people stay, minutes: the least that makes sense, the usual, the most."""

    min: Annotated[int, Field(gt=0, le=2_880)]
    typical: Annotated[int, Field(gt=0, le=2_880)]
    max: Annotated[int, Field(gt=0, le=2_880)]

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.min <= self.typical <= self.max:
            msg = f"expected min <= typical <= max, got {self.min}, {self.typical}, {self.max}"
            raise ValueError(msg)
        return self


SolarTerm: TypeAlias = Literal[
    "lichun",
    "yushui",
    "jingzhe",
    "chunfen",
    "qingming",
    "guyu",
    "lixia",
    "xiaoman",
    "mangzhong",
    "xiazhi",
    "xiaoshu",
    "dashu",
    "liqiu",
    "chushu",
    "bailu",
    "qiufen",
    "hanlu",
    "shuangjiang",
    "lidong",
    "xiaoxue",
    "daxue",
    "dongzhi",
    "xiaohan",
    "dahan",
]
"""The 24 solar terms of the Chinese calendar, in pinyin, from the beginning of spring on."""

SunTime: TypeAlias = Literal["dawn", "sunrise", "sunset", "evening", "night"]
"""When something is done by the sun: birds at dawn, the sunrise itself, a night walk."""


class SolarDay(Model):
    """A date that moves with the sun: so many days after (or, below 0, before) a term."""

    term: SolarTerm
    days: Annotated[int, Field(ge=-60, le=60)] = 0


class SolarSeason(Model):
    """A season from one solar day to another, both included; it may run over New Year."""

    begins: SolarDay
    ends: SolarDay


class SeasonalPrice(Model):
    """An adult price that holds in part of the year only."""

    season: str
    adult_cny: Money


class Ticket(Model):
    """Entrance: prices for one person; null means not known, 0 means free.

    ``free_under_age`` lets children younger than that in for nothing, ``free_from_age``
    seniors of that age and older; a rule by height is told in ``note`` and given here by the
    age at which children reach it.
    """

    adult_cny: Money | None
    child_cny: Money | None = None
    senior_cny: Money | None = None
    free_under_age: Annotated[int, Field(ge=1, le=18)] | None = None
    free_from_age: Annotated[int, Field(ge=50, le=100)] | None = None
    seasonal: tuple[SeasonalPrice, ...] = ()
    note: Text | None = None


Effort: TypeAlias = Literal["easy", "moderate", "hard"]
"""Level ground and short ways; some hills or a few flights of steps; long climbs."""


class Accessibility(Model):
    """What a visit asks of the body; ``unknown`` is said, not guessed.

    ``wheelchair`` tells whether a wheelchair user can visit, ``effort`` how much walking and
    climbing a visit takes; ``effort_confidence`` tells how sure that is.
    """

    wheelchair: Literal["yes", "limited", "no", "unknown"] = "unknown"
    effort: Effort | None = None
    effort_confidence: Confidence = "estimated"
    note: Text | None = None


class Activity(Model):
    """Something to do at a place, bookable or not.

    Parameters
    ----------
    id, name, note, confidence
        What it is, and how sure that is.
    kind
        ``see`` is part of any visit; ``meal`` is a meal to be had there; ``night`` is
        something after sunset; the rest says itself.
    minutes
        How long it takes.
    season
        An OSM date selector; null means all year.
    solar_season
        A season that moves with the solar terms; it holds as well.
    sessions
        Start times; none means at any time the place is open.
    when
        When it is done by the sun; null means at any time, for ``night`` after sunset.
    price_cny
        A head; null means not known.
    party_min, party_max
        How many take part.
    age_min
        Youngest who may take part, years.
    lead_days
        How many days before it must be booked; null means not known.
    required
        Whether the place is visited for this alone, so that nobody goes without.
    serves
        Meals that a ``meal`` can be.
    """

    id: Slug
    name: Text
    kind: Literal["see", "do", "taste", "show", "meal", "night", "ride"]
    minutes: Annotated[int, Field(gt=0, le=2_880)]
    season: str | None = None
    solar_season: SolarSeason | None = None
    sessions: tuple[ClockTime, ...] = ()
    when: SunTime | None = None
    price_cny: Money | None = None
    party_min: Annotated[int, Field(gt=0)] | None = None
    party_max: Annotated[int, Field(gt=0)] | None = None
    age_min: Annotated[int, Field(ge=0, le=18)] | None = None
    hands_on: bool = False
    booking_required: bool | None = None
    lead_days: Annotated[int, Field(ge=0, le=365)] | None = None
    required: bool = False
    serves: tuple[Literal["lunch", "dinner"], ...] = ("lunch", "dinner")
    note: Text | None = None
    confidence: Confidence = "estimated"

    @property
    def sun_time(self) -> SunTime | None:
        """When it is done by the sun, None at any time."""
        return "night" if self.when is None and self.kind == "night" else self.when

    @model_validator(mode="after")
    def _check_party(self) -> Self:
        if self.party_min and self.party_max and self.party_min > self.party_max:
            msg = f"expected party_min <= party_max, got {self.party_min} and {self.party_max}"
            raise ValueError(msg)
        return self


class PriceRange(Model):
    """A price from low to high season or from simple to comfortable."""

    low: Money
    high: Money

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.low > self.high:
            msg = f"expected low <= high, got {self.low} and {self.high}"
            raise ValueError(msg)
        return self

    @property
    def middle_cny(self) -> float:
        """The middle of the range."""
        return self.at(0.5)

    def at(self, share: float) -> float:
        """Return a price within the range: 0 is the low end, 1 the high one."""
        return self.low + share * (self.high - self.low)


class PlaceConfidence(Model):
    """How sure the facts of a place are, one by one."""

    location: Confidence
    hours: Confidence = "unknown"
    last_entry: Confidence = "unknown"
    price: Confidence = "unknown"
    season: Confidence = "unknown"


class PlaceBase(Model):
    """What every place has."""

    id: Slug
    name: Text
    county: Slug | None = None
    location: Location
    summary: Text
    notes: Text | None = None
    sources: tuple[str, ...] = ()
    confidence: PlaceConfidence


class Visitable(PlaceBase):
    """A place that admits people at certain hours.

    ``opening_hours`` and ``season`` use the OSM opening_hours syntax; hours null means not
    known, so that no visit can be planned. ``PH`` in them means
    the public holidays of the region. ``season`` null means all year; ``best_season`` is
    advice only. ``lead_days`` is how many days before it must be booked, null where that is
    not known. ``cool_in_summer`` tells of a mountain or a gorge that one goes to from the heat,
    ``shopping`` of a market or workshops that people buy at. ``tags`` says what else it is found
    by: of which kind it is in its own words, and what a stay has (a pool, parking, a laundry).
    """

    tier: Literal["core", "extra"] = "core"
    themes: dict[Theme, Share]
    quality: Quality
    rating: str | None = None
    opening_hours: str | None
    last_entry: ClockTime | None = None
    season: str | None = None
    best_season: str | None = None
    season_note: Text | None = None
    visit_minutes: VisitMinutes
    ticket: Ticket
    booking_required: bool | None = None
    lead_days: Annotated[int, Field(ge=0, le=365)] | None = None
    accessibility: Accessibility = Accessibility()
    indoor: bool = False
    cool_in_summer: bool = False
    activities: tuple[Activity, ...] = ()
    meal_price_cny: Money | None = None
    serves: tuple[Literal["breakfast", "lunch", "dinner"], ...] = ()
    shopping: bool = False
    tags: tuple[Tag, ...] = ()


class Sight(Visitable):
    """Something worth a visit: scenery, a museum, a tea hill, a village, an experience."""

    kind: SightKind


class Food(Visitable):
    """A table: a restaurant, a food street, a night market, with its cuisines and best dishes."""

    kind: Literal["food"]
    cuisines: tuple[Tag, ...] = ()
    dishes: tuple[Tag, ...] = ()


class Shop(Visitable):
    """A place to buy things to take home."""

    kind: Literal["shop"]


StayType: TypeAlias = Literal["hotel", "homestay", "camp"]
"""A hotel or inn in a town; rooms in a village house; tents and cabins."""


class Stay(Visitable):
    """A bed: a hotel, a village house, a camp. Prices are for one room and night.

    Rooms are ready from ``check_in`` and left by ``check_out``, as sure as
    ``confidence.hours``; ``breakfast_cny`` is a head, 0 where the room price covers it and
    null where nothing is known; ``rooms`` is how many there are. ``room_beds`` is how many beds a
    room has (1 a double bed, 2 a twin room) and ``room_sleeps`` how many it sleeps; null means
    not known.
    """

    kind: Literal["stay"]
    stay_type: StayType = "hotel"
    room_price_cny: PriceRange | None = None
    breakfast_cny: Money | None = None
    check_in: ClockTime | None = None
    check_out: ClockTime | None = None
    rooms: Annotated[int, Field(gt=0)] | None = None
    room_beds: Annotated[int, Field(gt=0, le=20)] | None = None
    room_sleeps: Annotated[int, Field(gt=0, le=40)] | None = None


class Gateway(PlaceBase):
    """Where travellers enter and leave the network."""

    kind: Literal["gateway"]
    gateway_type: Literal[
        "rail_station", "airport", "coach_station", "motorway_exit", "interchange"
    ]
    outside: bool = False
    passenger_service: bool = True
    codes: dict[str, str] = {}


class Town(PlaceBase):
    """A seat, township or road node: where the roads between places meet."""

    kind: Literal["town"]
    town_type: Literal["seat", "town", "tourist_town", "scenic_node", "outside_anchor"]
    outside: bool = False


VisitablePlace: TypeAlias = Sight | Food | Shop | Stay
"""A place that admits people, of any kind."""

Place: TypeAlias = Annotated[
    Union[Sight, Food, Shop, Stay, Gateway, Town],  # noqa: UP007 (pydantic's discriminator form)
    Field(discriminator="kind"),
]

PLACE_KINDS: tuple[str, ...] = (*get_args(SightKind), "food", "shop", "stay", "gateway", "town")
"""All kinds of place."""
