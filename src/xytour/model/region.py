"""A region: one data file as a value, with its places found by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from xytour.model.base import ClockTime, Model, Money, Slug, Text
from xytour.model.link import Link, Service, StationBoard
from xytour.model.place import Confidence, Food, Place, Shop, Sight, SightKind, Stay
from xytour.model.story import Story

if TYPE_CHECKING:
    import networkx as nx

SCHEMA_VERSION: Literal[1] = 1

DayKind: TypeAlias = Literal["ordinary", "weekend", "holiday", "golden_week"]
"""What a date is to travellers."""


class County(Model):
    """An administrative part of the region with its bounding box, degrees in WGS-84."""

    id: Slug
    name: Text
    west: float
    south: float
    east: float
    north: float


class RoadClass(Model):
    """How roads of one class run: length over the straight line, speed, fixed overhead."""

    detour: Annotated[float, Field(ge=1, le=5)]
    speed_kmh: Annotated[float, Field(gt=0, le=200)]
    overhead_min: Annotated[int, Field(ge=0)]


AccessKind: TypeAlias = Literal[SightKind, "food", "stay", "shop", "gateway", "town", "other"]
"""Kinds of place, and ``other`` for all that are not named."""

AccessMinutes: TypeAlias = dict[AccessKind, Annotated[int, Field(ge=0, le=120)]]

_SPREAD_OUT: dict[AccessKind, int] = {"attraction": 10, "nature": 10, "gateway": 6}
_REMOTE: dict[AccessKind, int] = {
    **{"attraction": 10, "nature": 15, "tea_area": 15, "village": 15, "hot_spring": 10},
    **{"red_education": 10, "gateway": 5, "town": 5, "stay": 5},
}


class AccessTimes(Model):
    """Minutes between the gate of a place and the road, by kind of place; estimates of ours.

    ``car_min`` is for parking and walking to the gate, and as much again for walking back
    and driving off. ``taxi_min`` is the wait for a taxi, ``charter_min`` for the driver to
    come; both set down at the gate. ``other`` holds for the kinds that are not named.
    """

    car_min: AccessMinutes = {**_SPREAD_OUT, "other": 4}
    taxi_min: AccessMinutes = {**_REMOTE, "other": 8}
    charter_min: AccessMinutes = {**_SPREAD_OUT, "gateway": 5, "other": 3}
    confidence: Confidence = "estimated"

    @model_validator(mode="after")
    def _check_other(self) -> Self:
        for name in ("car_min", "taxi_min", "charter_min"):
            if "other" not in getattr(self, name):
                msg = f"{name} needs a value for 'other', the kinds of place that it does not name"
                raise ValueError(msg)
        return self

    def minutes(self, vehicle: Literal["car", "taxi", "charter"], kind: str) -> int:
        """Return the minutes to or from a vehicle at a place of some kind.

        Examples
        --------
        >>> AccessTimes().minutes("car", "nature"), AccessTimes().minutes("car", "museum")
        (10, 4)
        """
        table: dict[str, int] = dict(getattr(self, f"{vehicle}_min"))
        return table.get(kind, table["other"])


class Rental(Model):
    """Where cars can be rented and returned, and at what price by the calendar day.

    ``places`` are gateways. ``holiday_cny_per_day`` is the price on public holidays, if it
    is another. Picking up takes ``pick_up_min`` at the desk, giving back ``return_min``.
    """

    places: Annotated[tuple[Slug, ...], Field(min_length=1)]
    cny_per_day: Money
    holiday_cny_per_day: Money | None = None
    pick_up_min: Annotated[int, Field(ge=0, le=240)] = 30
    return_min: Annotated[int, Field(ge=0, le=240)] = 20
    sources: tuple[str, ...] = ()
    confidence: Confidence
    notes: Text | None = None


class Tariffs(Model):
    """What getting around, eating simply and an unpriced room cost; typical values.

    All in the region's currency. A taxi carries four, a charter car too; a run beyond
    ``taxi_far_km`` pays ``taxi_far_share`` more on what exceeds ``taxi_far_from_km``, one
    that begins from ``night_from`` to ``night_until`` pays ``taxi_night_share`` more on all
    but the tolls. Vehicles without a timetable leave from ``public_from`` to
    ``public_until``, where their link does not tell. ``co2_kg_per_km`` is by vehicle: for a
    car or taxi a vehicle-kilometre, for the rest a passenger-kilometre.
    """

    fuel_cny_per_km: Money
    taxi_flag_fall_cny: Money
    taxi_included_km: Annotated[float, Field(ge=0)]
    taxi_cny_per_km: Money
    taxi_far_km: Annotated[float, Field(ge=0)]
    taxi_far_from_km: Annotated[float, Field(ge=0)]
    taxi_far_share: Annotated[float, Field(ge=0)]
    taxi_night_share: Annotated[float, Field(ge=0, le=5)] = 0.0
    night_from: ClockTime = "22:00"
    night_until: ClockTime = "06:00"
    public_from: ClockTime = "06:00"
    public_until: ClockTime = "22:00"
    charter_cny_per_day: Money
    charter_included_km: Annotated[float, Field(ge=0)]
    charter_cny_per_extra_km: Money
    picnic_cny: Money
    breakfast_cny: Money = 0
    room_cny: Money
    access: AccessTimes = AccessTimes()
    rental: Rental | None = None
    co2_kg_per_km: dict[str, Annotated[float, Field(ge=0)]]
    sources: tuple[str, ...] = ()
    confidence: Confidence
    notes: Text | None = None


class ByDayKind(Model):
    """One number for each kind of date.

    ``golden_week`` is a public holiday of five days or more, ``holiday`` a shorter one,
    ``weekend`` a free Saturday or Sunday.
    """

    ordinary: Annotated[float, Field(ge=0, le=2)]
    weekend: Annotated[float, Field(ge=0, le=2)]
    holiday: Annotated[float, Field(ge=0, le=2)]
    golden_week: Annotated[float, Field(ge=0, le=2)]

    def on(self, kind: DayKind) -> float:
        """Return the number of one kind of date."""
        return float(getattr(self, kind))


class Demand(Model):
    """How full the region is by kind of date.

    ``room`` is where in its range the price of a room lies, by the morning after the night:
    0 the low end, 1 the high one. ``queue`` is how much longer a visit takes, as a share of
    the usual one.
    """

    room: ByDayKind = ByDayKind(ordinary=0.5, weekend=0.5, holiday=0.5, golden_week=0.5)
    queue: ByDayKind = ByDayKind(ordinary=0, weekend=0, holiday=0, golden_week=0)
    confidence: Confidence = "estimated"
    notes: Text | None = None


class Heat(Model):
    """When it is too hot to be outdoors: a season, an OSM date selector, and hours of the day."""

    season: str
    begins: ClockTime
    ends: ClockTime
    confidence: Confidence = "estimated"
    notes: Text | None = None


class DirectWays(Model):
    """How places are joined each to each, without a road in the file.

    A way is the great circle times the detour of the region's ``connector_class``, at the speed
    of that class for its first ``far_from_km`` and at that of ``far_class`` beyond.
    """

    far_class: str
    far_from_km: Annotated[float, Field(gt=0, le=1_000)]


class RegionInfo(Model):
    """What holds for the whole region.

    ``holidays`` is the ISO country code whose public holidays count; ``gateway`` is where
    a trip begins and ends that names no place; ``connector_class`` names the road class by
    which places off the links are joined to their nearest nodes; with ``direct`` all places
    that are not outside the region are joined to each other instead. ``walk_detour`` and
    ``walk_kmh`` tell how ways on foot run.
    """

    id: Slug
    name: Text
    timezone: str
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    gateway: Slug
    road_classes: dict[str, RoadClass]
    connector_class: str
    direct: DirectWays | None = None
    walk_detour: Annotated[float, Field(ge=1, le=5)]
    walk_kmh: Annotated[float, Field(gt=0, le=10)]
    tariffs: Tariffs
    demand: Demand = Demand()
    heat: Heat | None = None
    counties: tuple[County, ...] = ()
    notes: tuple[Text, ...] = ()


class Source(Model):
    """Where facts were read."""

    title: str
    url: str | None = None
    read: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]


class Region(Model):
    """All that a region file holds."""

    schema_version: Literal[1] = SCHEMA_VERSION
    region: RegionInfo
    sources: dict[str, Source] = {}
    places: tuple[Place, ...]
    links: tuple[Link, ...] = ()
    services: tuple[Service, ...] = ()
    boards: tuple[StationBoard, ...] = ()
    stories: tuple[Story, ...] = ()

    @property
    def id(self) -> str:
        """The region's id."""
        return self.region.id

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """All places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def service_by_id(self) -> dict[str, Service]:
        """All services by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def story_by_id(self) -> dict[str, Story]:
        """All stories by id."""
        return {story.id: story for story in self.stories}

    @cached_property
    def ids_by_name(self) -> dict[str, tuple[str, ...]]:
        """The ids of the places of each name, in both languages, without regard to case."""
        found: dict[str, dict[str, None]] = {}
        for place in self.places:
            for name in (place.name.en, place.name.zh):
                found.setdefault(name.casefold(), {})[place.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def find_place(self, place_id: str) -> Place | None:
        """Return the place with this id, or None."""
        return self.by_id.get(place_id)

    def graph(self) -> nx.MultiDiGraph:
        """Return the transport network as a new networkx graph.

        Returns
        -------
        networkx.MultiDiGraph
            Places are nodes; links, connectors and footpaths are directed edges, with the
            attributes told at :func:`xytour.network.graph.build_graph`. It is the caller's
            own: what is done to it changes no plan.

        Examples
        --------
        >>> import networkx as nx
        >>> import xytour as xt
        >>> graph = xt.load_region().graph()
        >>> nx.shortest_path(graph, "xinyang-east-station", "jigongshan", weight="minutes")[0]
        'xinyang-east-station'
        """
        # The one import upwards, made when it is called and named in the import contracts:
        # a reader looks for the graph at the region, and the region needs none to be read.
        from xytour.network.graph import build_graph

        return build_graph(self)

    @cached_property
    def sights(self) -> tuple[Sight, ...]:
        """The places worth a visit."""
        return tuple(place for place in self.places if isinstance(place, Sight))

    @cached_property
    def tables(self) -> tuple[Food, ...]:
        """The places to eat at."""
        return tuple(place for place in self.places if isinstance(place, Food))

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """The places to sleep at."""
        return tuple(place for place in self.places if isinstance(place, Stay))

    @cached_property
    def shops(self) -> tuple[Shop, ...]:
        """The places to buy at."""
        return tuple(place for place in self.places if isinstance(place, Shop))
