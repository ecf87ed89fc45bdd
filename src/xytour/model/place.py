"""Places: what can be visited, eaten at, slept in or travelled through.

A place is one of five shapes, told apart by ``kind``: sights of ten kinds, tables,
beds, shops, and the nodes of the transport network (gateways and towns).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias, Union, get_args

from pydantic import Field, model_validator

from xytour.model.base import ClockTime, Model, Money, Share, Slug, Text

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


class SeasonalPrice(Model):
    """An adult price that holds in part of the year only."""

    season: str
    adult_cny: Money


class Ticket(Model):
    """Entrance: prices for one person; null means not known, 0 means free."""

    adult_cny: Money | None
    child_cny: Money | None = None
    senior_cny: Money | None = None
    seasonal: tuple[SeasonalPrice, ...] = ()
    note: Text | None = None


class Accessibility(Model):
    """Whether a wheelchair user can visit; ``unknown`` is said, not guessed."""

    wheelchair: Literal["yes", "limited", "no", "unknown"] = "unknown"
    note: Text | None = None


class Activity(Model):
    """Something to do at a place, bookable or not.

    ``sessions`` are start times; none means at any time the place is open. ``season`` is
    an OSM date selector; null means all year.
    """

    id: Slug
    name: Text
    kind: Literal["see", "do", "taste", "show", "meal", "night", "ride"]
    minutes: Annotated[int, Field(gt=0, le=2_880)]
    season: str | None = None
    sessions: tuple[ClockTime, ...] = ()
    price_cny: Money | None = None
    party_max: Annotated[int, Field(gt=0)] | None = None
    hands_on: bool = False
    booking_required: bool | None = None
    note: Text | None = None
    confidence: Confidence = "estimated"


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
        """The middle of the range, used for planning."""
        return (self.low + self.high) / 2


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
    advice only. ``shopping`` tells of a market or workshops that people buy at.
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
    accessibility: Accessibility = Accessibility()
    indoor: bool = False
    activities: tuple[Activity, ...] = ()
    meal_price_cny: Money | None = None
    serves: tuple[Literal["breakfast", "lunch", "dinner"], ...] = ()
    shopping: bool = False


class Sight(Visitable):
    """Something worth a visit: scenery, a museum, a tea hill, a village, an experience."""

    kind: SightKind


class Food(Visitable):
    """A table: a restaurant, a food street, a night market."""

    kind: Literal["food"]


class Shop(Visitable):
    """A place to buy things to take home."""

    kind: Literal["shop"]


class Stay(Visitable):
    """A bed: a hotel, a guesthouse, a camp. Prices are for one room and night."""

    kind: Literal["stay"]
    room_price_cny: PriceRange | None = None


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
