"""A region: one data file as a value, with its places found by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from xytour.model.base import Model, Money, Slug, Text
from xytour.model.link import Link, Service, StationBoard
from xytour.model.place import Confidence, Food, Place, Shop, Sight, Stay
from xytour.model.story import Story

if TYPE_CHECKING:
    import networkx as nx

SCHEMA_VERSION: Literal[1] = 1


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


class Tariffs(Model):
    """What getting around, eating simply and an unpriced room cost; typical values.

    All in the region's currency. A taxi carries four, a charter car too; a run beyond
    ``taxi_far_km`` pays ``taxi_far_share`` more on what exceeds ``taxi_far_from_km``.
    ``co2_kg_per_km`` is by vehicle: for a car or taxi a vehicle-kilometre, for the rest a
    passenger-kilometre.
    """

    fuel_cny_per_km: Money
    taxi_flag_fall_cny: Money
    taxi_included_km: Annotated[float, Field(ge=0)]
    taxi_cny_per_km: Money
    taxi_far_km: Annotated[float, Field(ge=0)]
    taxi_far_from_km: Annotated[float, Field(ge=0)]
    taxi_far_share: Annotated[float, Field(ge=0)]
    charter_cny_per_day: Money
    charter_included_km: Annotated[float, Field(ge=0)]
    charter_cny_per_extra_km: Money
    picnic_cny: Money
    room_cny: Money
    co2_kg_per_km: dict[str, Annotated[float, Field(ge=0)]]
    sources: tuple[str, ...] = ()
    confidence: Confidence
    notes: Text | None = None


class RegionInfo(Model):
    """What holds for the whole region.

    ``holidays`` is the ISO country code whose public holidays count; ``gateway`` is where
    a trip begins and ends that names no place; ``connector_class`` names the road class by
    which places off the links are joined to their nearest nodes, ``walk_detour`` and
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
    walk_detour: Annotated[float, Field(ge=1, le=5)]
    walk_kmh: Annotated[float, Field(gt=0, le=10)]
    tariffs: Tariffs
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
