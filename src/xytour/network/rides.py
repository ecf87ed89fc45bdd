"""How a party gets along an edge: in what, how long it waits, what it pays.

Boarding times, fares and the order of choice are conventions, told here and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from xytour.model.link import ROAD_MODES
from xytour.network.fares import least_taxi_cny

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.region import Tariffs
    from xytour.model.request import TripRequest

Vehicle: TypeAlias = Literal[
    "car", "taxi", "bus", "shuttle", "train", "metro", "cable_car", "ferry", "plane", "walk"
]

Stage: TypeAlias = Literal["between", "coming", "going"]
"""With a rented car: on the way to it and on, with it, on the way to where it is returned."""

BOARDING_MIN: dict[str, int] = {
    "high_speed_rail": 25,
    "rail": 30,
    "metro": 5,
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
    "metro": "metro",
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
        ``car``, ``rented_car``, ``charter`` or ``public``.
    modes
        Link modes allowed, and ``car`` or ``taxi`` for the roads.
    max_walk_km
        Longest single walk.
    party_size
        Number of travellers.
    stage
        Where a rented car is: at hand all the time, still to be picked up on the way, or to
        be returned on it.
    modes_in, modes_out
        Modes allowed on edges from places outside the region, and on those to them; None means
        ``modes``.
    other_modes
        With a rented car, what is allowed without it; while it is to be picked up or
        returned, what is allowed with it.
    """

    name: Literal["car", "rented_car", "charter", "public"]
    modes: frozenset[str]
    max_walk_km: float
    party_size: int
    stage: Stage = "between"
    other_modes: frozenset[str] = frozenset()
    modes_in: frozenset[str] | None = None
    modes_out: frozenset[str] | None = None

    @classmethod
    def of(cls, request: TripRequest) -> Transport:
        """Return what a request allows; with a rented car, what it does while it has it."""
        wish = request.transport
        name: Literal["car", "rented_car", "charter", "public"]
        others = frozenset[str]()
        if isinstance(wish, str):
            name, modes = wish, PUBLIC if wish == "public" else BY_CAR
            others = PUBLIC if wish == "rented_car" else others
        elif "charter" in wish or "car" in wish:
            name = "charter" if "charter" in wish else "car"
            modes = frozenset({*wish, "car"} - {"charter", "rented_car"})
        elif "rented_car" in wish:
            name, others = "rented_car", frozenset({*wish} - {"rented_car"})
            modes = others & {*BY_CAR, "walk"} | {"car"}
        else:
            name, modes = "public", frozenset(wish)
        coming = _modes(request.transport_between)
        going = _modes(request.transport_back) if request.transport_back else coming
        return cls(
            name,
            modes,
            request.max_walk_km,
            request.party.size,
            other_modes=others,
            modes_in=coming,
            modes_out=going,
        )

    def at(self, stage: Stage) -> Transport:
        """Return what is allowed before a rented car is at hand, or once it is given back."""
        return replace(self, stage=stage, modes=self.other_modes, other_modes=self.modes)

    def on(self, *, from_outside: bool, to_outside: bool) -> Transport:
        """Return what is allowed on an edge whose ends may lie outside the region."""
        found = [self.modes_in] if from_outside else []
        found += [self.modes_out] if to_outside else []
        # From city to city outside it must be allowed both ways.
        told = [modes for modes in found if modes is not None]
        return replace(self, modes=frozenset.intersection(*told)) if told else self

    def without(self, modes: frozenset[str]) -> Transport:
        """Return what is allowed but for some modes."""
        coming, going = self.modes_in, self.modes_out
        return replace(
            self,
            modes=self.modes - modes,
            modes_in=None if coming is None else coming - modes,
            modes_out=None if going is None else going - modes,
        )

    @property
    def cars(self) -> int:
        """Number of cars that the party needs."""
        seats = CAR_SEATS if self.name in {"car", "rented_car"} else TAXI_SEATS
        return math.ceil(self.party_size / seats)

    @property
    def taxis(self) -> int:
        """Number of taxis that the party needs."""
        return math.ceil(self.party_size / TAXI_SEATS)

    @property
    def is_timetabled(self) -> bool:
        """Whether trains and buses are caught by their departures, and money counts."""
        return self.name == "public" or self.stage != "between"

    @property
    def may_take_taxis(self) -> bool:
        """Whether some way of the trip may be by taxi."""
        return "taxi" in self.modes | self.other_modes


def _modes(wish: Sequence[str] | None) -> frozenset[str] | None:
    return None if wish is None else frozenset(wish)


@dataclass(frozen=True, slots=True)
class Ride:
    """One edge as the party travels it; ``cost_fen`` is for the whole party.

    Minutes, in this order: ``board_min`` to get to the vehicle and in, ``wait_min`` until it
    leaves, ``minutes`` on the move, ``park_min`` to leave it and walk to the gate. ``hire``
    says whether a rented car is picked up before it or returned after it.

    A taxi's cost here never is above its share of the fare, which belongs to the run, see
    :func:`xytour.network.fares.taxi_fen`.
    """

    vehicle: Vehicle
    wait_min: int
    minutes: int
    cost_fen: int
    board_min: int = 0
    park_min: int = 0
    hire: Literal["pick-up", "return"] | None = None

    @property
    def ready_min(self) -> int:
        """Getting in and waiting, minutes."""
        return self.board_min + self.wait_min

    @property
    def total_min(self) -> int:
        """All of it, minutes."""
        return self.ready_min + self.minutes + self.park_min


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

    Notes
    -----
    What it takes to get to a car or taxi and to leave it depends on the places, not on the
    edge: see :mod:`xytour.network.access`.
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
    board_min = BOARDING_MIN[mode]
    wait_min = max(0, math.ceil((edge["headway_min"] or 0) / 2) - board_min)
    fare_fen = round((edge["fare_cny"] or 0) * 100) * transport.party_size
    return Ride(VEHICLES[mode], wait_min, edge["minutes"], fare_fen, board_min)


def _road_ride(edge: Mapping[str, Any], transport: Transport, tariffs: Tariffs) -> Ride | None:
    toll_cny = edge["toll_cny"] or 0
    if "car" in transport.modes:
        fuel = 0 if transport.name == "charter" else tariffs.fuel_cny_per_km
        cost_cny = (edge["distance_km"] * fuel + toll_cny) * transport.cars
        return Ride("car", 0, edge["minutes"], round(cost_cny * 100))
    if "taxi" in transport.modes:
        cost_cny = edge["distance_km"] * least_taxi_cny(tariffs)[1] + toll_cny
        return Ride("taxi", 0, edge["minutes"], math.floor(cost_cny * transport.taxis * 100))
    return None
