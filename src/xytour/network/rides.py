"""How a party gets along an edge: in what, how long it waits, what it pays.

Boarding times, fares and the order of choice are conventions, told here and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from xytour.model.link import ROAD_MODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.region import Tariffs
    from xytour.model.request import TripRequest

Vehicle: TypeAlias = Literal[
    "car", "taxi", "bus", "shuttle", "train", "cable_car", "ferry", "plane", "walk"
]

BOARDING_MIN: dict[str, int] = {
    "high_speed_rail": 25,
    "rail": 30,
    "flight": 75,
    "bus": 10,
    "shuttle": 5,
    "cable_car": 5,
    "ferry": 10,
}
"""Least time from reaching a stop to leaving it, minutes, by mode (typical values)."""

VEHICLES: dict[str, Vehicle] = {
    "high_speed_rail": "train",
    "rail": "train",
    "flight": "plane",
    "bus": "bus",
    "shuttle": "shuttle",
    "cable_car": "cable_car",
    "ferry": "ferry",
    "walk": "walk",
}

PUBLIC = frozenset({*VEHICLES, "taxi"})
BY_CAR = frozenset({"car", "shuttle", "cable_car", "ferry"})
CAR_SEATS = 5
TAXI_SEATS = 4


@dataclass(frozen=True, slots=True)
class Transport:
    """What a party may travel by.

    Parameters
    ----------
    name
        ``car``, ``charter`` or ``public``: how the legs are called.
    modes
        Link modes allowed, and ``car`` or ``taxi`` for the roads.
    max_walk_km
        Longest single walk.
    party_size
        Number of travellers.
    """

    name: Literal["car", "charter", "public"]
    modes: frozenset[str]
    max_walk_km: float
    party_size: int

    @classmethod
    def of(cls, request: TripRequest) -> Transport:
        """Return what a request allows."""
        wish = request.transport
        name: Literal["car", "charter", "public"]
        if isinstance(wish, str):
            name, modes = wish, PUBLIC if wish == "public" else BY_CAR
        elif "charter" in wish or "car" in wish:
            name = "charter" if "charter" in wish else "car"
            modes = frozenset({*wish, "car"} - {"charter"})
        else:
            name, modes = "public", frozenset(wish)
        return cls(name, modes, request.max_walk_km, request.party.size)

    @property
    def cars(self) -> int:
        """Number of cars that the party needs."""
        seats = CAR_SEATS if self.name == "car" else TAXI_SEATS
        return math.ceil(self.party_size / seats)


@dataclass(frozen=True, slots=True)
class Ride:
    """One edge as the party travels it; ``cost_fen`` is for the whole party.

    A taxi's cost here is by the kilometre alone and never above its share of the fare: the
    flag fall belongs to the run, see :func:`taxi_fen`.
    """

    vehicle: Vehicle
    wait_min: int
    minutes: int
    cost_fen: int

    @property
    def total_min(self) -> int:
        """Waiting and riding, minutes."""
        return self.wait_min + self.minutes


def find_ride(edge: Mapping[str, Any], transport: Transport, tariffs: Tariffs) -> Ride | None:
    """Return how a party gets along an edge, or None if it may not.

    Parameters
    ----------
    edge
        Attributes as in :func:`xytour.network.graph.build_graph`.
    transport
        What is allowed.
    tariffs
        What it costs.
    """
    mode = edge["mode"]
    if mode in ROAD_MODES:
        return _road_ride(edge, transport, tariffs)
    if mode == "walk":
        # A footpath needs permission to walk; a walk that is a link is part of the way.
        allowed = edge["link_id"] is not None or "walk" in transport.modes
        if not allowed or edge["distance_km"] > transport.max_walk_km:
            return None
        return Ride("walk", 0, edge["minutes"], 0)
    if mode not in transport.modes:
        return None
    wait_min = max(BOARDING_MIN[mode], math.ceil((edge["headway_min"] or 0) / 2))
    fare_fen = round((edge["fare_cny"] or 0) * 100) * transport.party_size
    return Ride(VEHICLES[mode], wait_min, edge["minutes"], fare_fen)


def _road_ride(edge: Mapping[str, Any], transport: Transport, tariffs: Tariffs) -> Ride | None:
    toll_cny = edge["toll_cny"] or 0
    if "car" in transport.modes:
        fuel = 0 if transport.name == "charter" else tariffs.fuel_cny_per_km
        cost_cny = (edge["distance_km"] * fuel + toll_cny) * transport.cars
        return Ride("car", 0, edge["minutes"], round(cost_cny * 100))
    if "taxi" in transport.modes:
        cost_cny = edge["distance_km"] * _least_taxi_cny_per_km(tariffs) + toll_cny
        return Ride("taxi", 0, edge["minutes"], math.floor(cost_cny * transport.cars * 100))
    return None


def _least_taxi_cny_per_km(tariffs: Tariffs) -> float:
    """Return a price by the kilometre that no run costs less than, however long it is."""
    least: float = tariffs.taxi_cny_per_km
    if tariffs.taxi_included_km:
        least = min(least, tariffs.taxi_flag_fall_cny / tariffs.taxi_included_km)
    return least


def taxi_fen(distance_km: float, tolls_cny: float, transport: Transport, tariffs: Tariffs) -> int:
    """Return what one taxi run costs, fen, for all taxis of the party.

    Parameters
    ----------
    distance_km
        Length of the run.
    tolls_cny
        Tolls along it.
    transport
        Tells the size of the party.
    tariffs
        Flag fall, price by the kilometre, surcharge for far runs.
    """
    fare = tolls_cny + tariffs.taxi_flag_fall_cny
    fare += tariffs.taxi_cny_per_km * max(0.0, distance_km - tariffs.taxi_included_km)
    if distance_km > tariffs.taxi_far_km:
        beyond_km = distance_km - tariffs.taxi_far_from_km
        fare += tariffs.taxi_cny_per_km * tariffs.taxi_far_share * beyond_km
    return round(fare * transport.cars * 100)


def charter_fen(distances_km: Sequence[float], transport: Transport, tariffs: Tariffs) -> list[int]:
    """Return what a charter costs on each day, fen, by the kilometres of the days."""
    return [
        round(
            100
            * transport.cars
            * (
                tariffs.charter_cny_per_day
                + tariffs.charter_cny_per_extra_km
                * max(0.0, distance_km - tariffs.charter_included_km)
            )
        )
        for distance_km in distances_km
    ]
