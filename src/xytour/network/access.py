"""Getting to a car or taxi and out of it: parking, pick-up, the desk of a rental.

Times are by kind of place, :class:`~xytour.model.region.AccessTimes`. They belong to the
ends of what is travelled by car or taxi at one go, not to single edges: who drives past a
place does not park there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from xytour.network.fares import least_taxi_cny

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.region import Tariffs
    from xytour.network.rides import Ride, Transport

Layer: TypeAlias = Literal["on foot", "in taxi", "parked", "driving"]
"""How a party is at a place: the first two without a car of its own at hand."""


class Layers(NamedTuple):
    """The layers that a party may be in, and those in which a way begins and ends."""

    all: tuple[Layer, ...]
    start: Layer
    end: Layer


@dataclass(frozen=True, slots=True)
class Access:
    """Getting into a car or taxi (``is_in``), or out of it, at a place.

    ``wait_min`` is until it comes, ``walk_min`` to it or from it, parking included.
    """

    before: Layer
    after: Layer
    is_in: bool
    walk_min: int = 0
    wait_min: int = 0
    cost_fen: int = 0
    hire: Literal["pick-up", "return"] | None = None

    @property
    def total_min(self) -> int:
        """All of it, minutes."""
        return self.walk_min + self.wait_min

    def put_before(self, ride: Ride) -> Ride:
        """Return the first ride with getting in."""
        return replace(
            ride,
            board_min=ride.board_min + self.walk_min,
            wait_min=ride.wait_min + self.wait_min,
            cost_fen=ride.cost_fen + self.cost_fen,
            hire=self.hire or ride.hire,
        )

    def put_after(self, ride: Ride) -> Ride:
        """Return the last ride with getting out."""
        return replace(ride, park_min=ride.park_min + self.walk_min, hire=self.hire or ride.hire)


def layers_of(transport: Transport) -> Layers:
    """Return how a party may be at places, by what it may travel by."""
    if transport.stage == "coming":
        return Layers(("on foot", "in taxi", "parked", "driving"), "on foot", "parked")
    if transport.stage == "going":
        return Layers(("on foot", "in taxi", "parked", "driving"), "parked", "on foot")
    if "car" in transport.modes:
        return Layers(("parked", "driving"), "parked", "parked")
    return Layers(("on foot", "in taxi"), "on foot", "on foot")


def getting_in(
    place_id: str, kind: str, transport: Transport, tariffs: Tariffs
) -> Iterator[Access]:
    """Yield the ways into a car or taxi at a place.

    Parameters
    ----------
    place_id, kind
        Of the place.
    transport
        What is allowed, and where a rented car is.
    tariffs
        Times by kind of place; where cars are rented.
    """
    access, is_desk = tariffs.access, _is_desk(place_id, tariffs)
    layers = layers_of(transport).all
    if "taxi" in transport.modes and "in taxi" in layers:
        cost_fen = math.floor(least_taxi_cny(tariffs)[0] * transport.taxis * 100)
        wait_min = access.minutes("taxi", kind)
        yield Access("on foot", "in taxi", is_in=True, wait_min=wait_min, cost_fen=cost_fen)
    # Nobody gets into a rented car at the desk only to return it there.
    if "driving" in layers and not (is_desk and transport.stage == "going"):
        if transport.name == "charter":
            wait_min = access.minutes("charter", kind)
            yield Access("parked", "driving", is_in=True, wait_min=wait_min)
        else:
            walk_min = access.minutes("car", kind)
            yield Access("parked", "driving", is_in=True, walk_min=walk_min)
    if transport.stage == "coming" and is_desk and tariffs.rental is not None:
        walk_min = tariffs.rental.pick_up_min
        yield Access("on foot", "driving", is_in=True, walk_min=walk_min, hire="pick-up")


def getting_out(
    place_id: str, kind: str, transport: Transport, tariffs: Tariffs
) -> Iterator[Access]:
    """Yield the ways out of a car or taxi at a place; parameters as for `getting_in`."""
    is_desk = _is_desk(place_id, tariffs)
    layers = layers_of(transport).all
    if "taxi" in transport.modes and "in taxi" in layers:
        yield Access("in taxi", "on foot", is_in=False)
    if "driving" in layers and not (is_desk and transport.stage == "coming"):
        is_parked = transport.name != "charter"
        walk_min = tariffs.access.minutes("car", kind) if is_parked else 0
        yield Access("driving", "parked", is_in=False, walk_min=walk_min)
    if transport.stage == "going" and is_desk and tariffs.rental is not None:
        walk_min = tariffs.rental.return_min
        yield Access("driving", "on foot", is_in=False, walk_min=walk_min, hire="return")


def _is_desk(place_id: str, tariffs: Tariffs) -> bool:
    return tariffs.rental is not None and place_id in tariffs.rental.places


def at_ends(
    place_id: str,
    kind: str,
    inside: Layer,
    transport: Transport,
    tariffs: Tariffs,
) -> tuple[Access | None, Access | None]:
    """Return how a whole way by car or taxi begins and ends at a place, None where it cannot.

    Parameters
    ----------
    place_id, kind
        Of the place.
    inside
        In what the way is travelled.
    transport, tariffs
        As for `getting_in`.
    """
    layers = layers_of(transport)
    ins = getting_in(place_id, kind, transport, tariffs)
    outs = getting_out(place_id, kind, transport, tariffs)
    begins = [each for each in ins if (each.before, each.after) == (layers.start, inside)]
    ends = [each for each in outs if (each.before, each.after) == (inside, layers.end)]
    return next(iter(begins), None), next(iter(ends), None)
