"""Ways by road or on foot between places of which only positions are known.

A way is a great circle times a detour. Its length is told in tenths of a kilometre, so that its
minutes and its price are looked up by length: thousands of places make millions of ways.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.model.place import Gateway, Town
from xytour.network.access import at_ends
from xytour.network.fares import least_taxi_cny
from xytour.network.geodesy import EARTH_RADIUS_M, great_circle_m
from xytour.network.rides import Ride
from xytour.network.travel import UNREACHABLE, Step, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.model.region import RegionInfo
    from xytour.network.access import Access, Layer
    from xytour.network.rides import Transport

    Ints = NDArray[np.int32]

FAR = 1 << 29
"""What counts as no way; three of them add up to less than 32 bits hold."""

ROWS = 128
"""So many rows of pairs are worked out at a time: what they need stays in fast memory."""

STREET_MODES = frozenset({"car", "taxi", "walk"})

_UNKNOWN = (
    *("road", "fare_cny", "toll_cny", "headway_min", "first_departure", "last_departure"),
    "link_id",
)


class Streets:
    """Ways by road or on foot, whichever is better, for one way of getting around.

    Parameters
    ----------
    places
        Those of the region, in order.
    transport
        What the party may travel by.
    info
        Of the region; ``direct`` is given.

    Attributes
    ----------
    tenths : (n, n) int32
        Length of the better way, tenths of a km.
    on_foot : (n, n) bool
        Whether it is walked.
    outside : (n,) bool
        Which places lie outside of the region: no street leads there.
    """

    def __init__(self, places: Sequence[Any], transport: Transport, info: RegionInfo) -> None:
        assert info.direct is not None  # noqa: S101 (else nobody asks)
        self.places, self.transport, self._info = places, _on_streets(transport), info
        self.outside = np.array([_is_outside(place) for place in places], dtype=bool)
        self._detour = info.road_classes[info.connector_class].detour
        longest = int(np.pi * EARTH_RADIUS_M / 100 * max(self._detour, info.walk_detour)) + 2
        lengths = np.arange(longest) / 10
        self._road_min = _road_minutes(lengths, info).astype(np.int32)
        self._walk_min = _walk_minutes(lengths, info).astype(np.int32)
        self._road_fen = self._price(lengths).astype(np.int32)
        self._accesses = self._find_accesses()
        self._begins, self._ends = (
            np.array(
                [(-1, 0) if a is None else (a.total_min, a.cost_fen) for a in side], dtype=np.int32
            ).reshape(-1, 2)
            for side in zip(*self._accesses, strict=True)
        )
        n = len(places)
        self.tenths = np.zeros((n, n), dtype=np.int32)
        self.on_foot = np.zeros((n, n), dtype=bool)
        at = np.array([(place.location.lat, place.location.lon) for place in places]).reshape(-1, 2)
        for low in range(0, n, ROWS):
            rows = slice(low, low + ROWS)
            self._measure(rows, great_circle_m(at[rows, :1], at[rows, 1:], at[:, 0], at[:, 1]))

    def serve(self, places: Sequence[Any], transport: Transport) -> bool:
        """Whether these are the ways between some places for a way of getting around, too."""
        same = len(places) == len(self.places)
        same = same and all(a is b for a, b in zip(places, self.places, strict=True))
        return same and _on_streets(transport) == self.transport

    def _find_accesses(self) -> list[tuple[Access | None, Access | None]]:
        """Return how ways by road begin and end at each place; the same for most of a kind."""
        modes, tariffs = self.transport.modes, self._info.tariffs
        if not {"car", "taxi"} & modes:
            return [(None, None)] * len(self.places)
        inside: Layer = "driving" if "car" in modes else "in taxi"
        desks = frozenset(tariffs.rental.places if tariffs.rental else ())
        known: dict[tuple[str, bool], tuple[Access | None, Access | None]] = {}
        for place in self.places:
            key = place.kind, place.id in desks
            if key not in known:
                known[key] = at_ends(place.id, place.kind, inside, self.transport, tariffs)
        return [known[place.kind, place.id in desks] for place in self.places]

    def _price(self, road_km: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return what ways by road cost, fen, a taxi's by the kilometre alone."""
        transport, tariffs = self.transport, self._info.tariffs
        if "car" in transport.modes:
            fuel = 0.0 if transport.name == "charter" else tariffs.fuel_cny_per_km
            return np.rint(road_km * fuel * transport.cars * 100).astype(np.int64)
        by_km = least_taxi_cny(tariffs)[1] * transport.taxis * 100
        return np.floor(road_km * by_km).astype(np.int64)

    def _measure(self, rows: slice, metres: NDArray[np.float64]) -> None:
        """Set length and kind of the ways from some places."""
        km = metres / 1_000
        tenths = _tenths(km * self._detour)
        if "walk" in self.transport.modes:
            # A hair more than allowed: rounding up is to come.
            near = np.nonzero(km * self._info.walk_detour <= self.transport.max_walk_km + 1e-3)
            walked = _tenths(km[near] * self._info.walk_detour)
            weight = self._weight_by_road(tenths[near], near[0] + rows.start, near[1])
            is_best = walked / 10 <= self.transport.max_walk_km
            is_best &= 10 * self._walk_min[walked] <= weight
            best = near[0][is_best], near[1][is_best]
            tenths[best] = walked[is_best]
            self.on_foot[rows][best] = True
        self.tenths[rows] = tenths

    def _weight_by_road(self, tenths: Ints, here: Any, there: Any) -> Any:
        """Return what ways by road of some lengths count in the choice, tenths of a minute."""
        begins, ends = self._begins[here], self._ends[there]
        minutes = self._road_min[tenths] + begins[..., 0] + ends[..., 0]
        weight = weigh(minutes, self._road_fen[tenths] + begins[..., 1], self.transport)
        return np.where((begins[..., 0] < 0) | (ends[..., 0] < 0), FAR, weight)

    def tables(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return minutes, fen, metres and what counts of all ways, as new tables."""
        tenths, begins, ends = self.tenths, self._begins, self._ends
        minutes = self._road_min[tenths]
        minutes += begins[:, :1]
        minutes += ends[:, 0]
        fen = self._road_fen[tenths]
        fen += begins[:, 1:]
        weight = weigh(minutes, fen, self.transport).astype(np.int32)
        weight[(begins[:, 0] < 0), :] = weight[:, ends[:, 0] < 0] = FAR
        walked = np.nonzero(self.on_foot)
        minutes[walked] = self._walk_min[tenths[walked]]
        fen[walked] = 0
        weight[walked] = 10 * minutes[walked]
        metres = tenths * np.int32(100)
        out = self.outside
        weight[out, :] = weight[:, out] = FAR
        for table in (weight, minutes, fen, metres):
            np.fill_diagonal(table, 0)
        shut = weight >= FAR
        for table in (minutes, fen, metres):
            table[shut] = UNREACHABLE
        return minutes, fen, metres, weight

    def step(self, a: int, b: int) -> Step:
        """Return the way between two places, by their numbers."""
        on_foot, tenths = bool(self.on_foot[a, b]), int(self.tenths[a, b])
        minutes = int((self._walk_min if on_foot else self._road_min)[tenths])
        edge: dict[str, Any] = dict.fromkeys(_UNKNOWN)
        edge |= {
            "mode": "walk" if on_foot else "county_road",
            "minutes": minutes,
            "distance_km": tenths / 10,
            "estimated": True,
        }
        from_id, to_id = self.places[a].id, self.places[b].id
        if on_foot:
            return Step(from_id, to_id, edge, Ride("walk", 0, minutes, 0))
        begins, ends = self._accesses[a][0], self._accesses[b][1]
        assert begins is not None  # noqa: S101 (else there is no way)
        assert ends is not None  # noqa: S101
        vehicle = "car" if "car" in self.transport.modes else "taxi"
        ride = Ride(vehicle, 0, minutes, int(self._road_fen[tenths]))  # type: ignore[arg-type]
        return Step(from_id, to_id, edge, ends.put_after(begins.put_before(ride)))


def road_way(km: Any, info: RegionInfo) -> tuple[Any, Any]:
    """Return length, km, and minutes of ways by road, by how far their ends are apart, km.

    Parameters
    ----------
    km
        Great circles; a number or an array.
    info
        Of a region that joins places directly.
    """
    length = _tenths(km * info.road_classes[info.connector_class].detour) / 10
    return length, _road_minutes(length, info)


def walk_way(km: Any, info: RegionInfo) -> tuple[Any, Any]:
    """Return length, km, and minutes of ways on foot; parameters as for `road_way`."""
    length = _tenths(km * info.walk_detour) / 10
    return length, _walk_minutes(length, info)


def _road_minutes(length: Any, info: RegionInfo) -> Any:
    direct = info.direct
    assert direct is not None  # noqa: S101 (else nobody asks)
    near, far = info.road_classes[info.connector_class], info.road_classes[direct.far_class]
    hours = np.minimum(length, direct.far_from_km) / near.speed_kmh
    hours += np.maximum(length - direct.far_from_km, 0.0) / far.speed_kmh
    return _whole(hours * 60) + near.overhead_min


def _walk_minutes(length: Any, info: RegionInfo) -> Any:
    return np.maximum(1, _whole(length / info.walk_kmh * 60))


def _whole(minutes: Any) -> Any:
    """Round up, but for what is binary noise."""
    return np.ceil(np.round(minutes, 6)).astype(np.int64)


def _tenths(km: Any) -> Any:
    """Round up to tenths of a km, at least one."""
    return np.maximum(1.0, np.ceil(np.round(km * 10, 6))).astype(np.int32)


def _on_streets(transport: Transport) -> Transport:
    """Return what of a way of getting around matters on streets."""
    modes = transport.modes & STREET_MODES
    return replace(transport, modes=modes, other_modes=frozenset(), modes_in=None, modes_out=None)


def _is_outside(place: Any) -> bool:
    return isinstance(place, Gateway | Town) and place.outside
