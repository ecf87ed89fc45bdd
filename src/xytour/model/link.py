"""Links and services: the edges of the transport graph and what runs along them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from xytour.model.base import ClockTime, Model, Money, Slug, Text
from xytour.model.place import Confidence

Mode: TypeAlias = Literal[
    "high_speed_rail",
    "rail",
    "metro",
    "expressway",
    "national_road",
    "county_road",
    "bus",
    "shuttle",
    "cable_car",
    "ferry",
    "flight",
    "walk",
]
"""Kinds of edge; the three road modes carry cars and taxis."""

ROAD_MODES: frozenset[str] = frozenset({"expressway", "national_road", "county_road"})


class Fare(Model):
    """What one person (public modes) or one car (roads: a taxi) pays for the whole link."""

    amount_cny: Money
    confidence: Confidence
    note: str | None = None


class Link(Model):
    """An edge between two places.

    ``road_class`` names the row of the region's ``road_classes`` that gave an estimated
    time or length. ``estimated`` lists the fields computed by formula, ``sourced`` those
    that a source prints; the rest is typical.
    """

    id: Slug
    from_id: Annotated[Slug, Field(alias="from")]
    to_id: Annotated[Slug, Field(alias="to")]
    mode: Mode
    road: str | None = None
    road_class: str | None = None
    distance_km: Annotated[float, Field(gt=0, le=5_000)]
    minutes: Annotated[int, Field(gt=0, le=2_880)]
    both_ways: bool = True
    operating: bool = True
    headway_min: Annotated[int, Field(gt=0)] | None = None
    first_departure: ClockTime | None = None
    last_departure: ClockTime | None = None
    fare: Fare | None = None
    toll_cny: Money | None = None
    sources: tuple[str, ...] = ()
    confidence: Confidence
    sourced: tuple[str, ...] = ()
    estimated: tuple[str, ...] = ()
    notes: str | None = None

    model_config = {**Model.model_config, "populate_by_name": True, "serialize_by_alias": True}


class ServiceTrip(Model):
    """One run of a service: its number and its times; an arrival past midnight is next day."""

    number: str
    departure: ClockTime
    arrival: ClockTime


class Service(Model):
    """A timetable between two places: listed trips, or a headway from first to last.

    ``timetable_year`` says of which year the times are: an old timetable shows what kind
    of connection there is, not which train to book.
    """

    id: Slug
    name: Text
    from_id: Annotated[Slug, Field(alias="from")]
    to_id: Annotated[Slug, Field(alias="to")]
    mode: Mode
    link_id: Slug | None = None
    days: str = "Mo-Su"
    valid_from: date | None = None
    valid_to: date | None = None
    timetable_year: int | None = None
    trips: tuple[ServiceTrip, ...] = ()
    headway_min: Annotated[int, Field(gt=0)] | None = None
    first_departure: ClockTime | None = None
    last_departure: ClockTime | None = None
    sources: tuple[str, ...] = ()
    confidence: Confidence

    model_config = {**Model.model_config, "populate_by_name": True, "serialize_by_alias": True}


class BoardRow(Model):
    """One train on a station's board; null where it starts or ends there."""

    number: str
    kind: Literal["G", "D", "C", "Z", "T", "K", "other"]
    origin: str
    terminus: str
    arrival: ClockTime | None
    departure: ClockTime | None


class StationBoard(Model):
    """A station's board as printed in one year: real trains of that year, not of today."""

    station_id: Slug
    timetable_year: int
    rows: tuple[BoardRow, ...]
    sources: tuple[str, ...] = ()
