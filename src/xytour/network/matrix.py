"""Door-to-door travel that somebody else worked out: a road graph, an engine, a table.

A :class:`TravelMatrix` holds what was given, for one vehicle. A :class:`GivenTravel` is
that matrix in the hands of one party: what it costs them, whether they may go so at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import DataError, Fault, RequestError
from xytour.network.access import Access, Layer, at_ends
from xytour.network.fares import taxi_fen
from xytour.network.geodesy import great_circle_m
from xytour.network.rides import Ride, Transport, Vehicle
from xytour.network.travel import UNREACHABLE, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from xytour.model.place import Place
    from xytour.model.region import Region, Tariffs

SHOWN = 20
"""How many faults of one matrix are told; the rest is counted."""

_NEEDS: dict[Vehicle, frozenset[str]] = {
    "car": frozenset({"car"}),
    "taxi": frozenset({"taxi"}),
    "bus": frozenset({"bus"}),
    "shuttle": frozenset({"shuttle"}),
    "train": frozenset({"rail", "high_speed_rail"}),
    "metro": frozenset({"metro"}),
    "cable_car": frozenset({"cable_car"}),
    "ferry": frozenset({"ferry"}),
    "plane": frozenset({"flight"}),
    "walk": frozenset({"walk"}),
}
"""Which of these a request must allow, for each vehicle."""


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Travel between all pairs of some places by one vehicle; need not be symmetric.

    Parameters
    ----------
    ids
        The places.
    minutes : (n, n) int64
        Door-to-door time from row to column, rounded up; ``UNREACHABLE`` where there is
        no way, 0 on the diagonal.
    distance_m : (n, n) int64 or None
        Length of the way. Where it is not known, it is estimated for a party from the
        great circle and the detour of the region's connectors, and so marked.
    cost_fen : (n, n) int64 or None
        What one car, or one head in any other vehicle but a taxi (one taxi), pays on the
        way; a charter pays it beside its day. Where it is not known, cars and taxis pay
        by the region's tariffs, walking is free, and other vehicles are refused.
    vehicle
        What the times are for.
    source
        Who says so; legs name it as their road.
    door_to_door
        Whether the times hold parking and waiting for a taxi. If not, as of a road graph or
        an engine, a party's times get what the region's tariffs tell of these.
    notes
        What whoever asked for the matrix should know: places far from a road, cache files
        that were rebuilt.

    Raises
    ------
    DataError
        Sizes differ, an id comes twice, a number is negative, the diagonal is not 0.

    Examples
    --------
    >>> import numpy as np
    >>> TravelMatrix(("inn", "lake"), np.array([[0, 25], [30, 0]])).minutes[1, 0]
    np.int64(30)
    """

    ids: tuple[str, ...]
    minutes: NDArray[np.int64]
    distance_m: NDArray[np.int64] | None = None
    cost_fen: NDArray[np.int64] | None = None
    vehicle: Vehicle = "car"
    source: str = "given matrix"
    door_to_door: bool = True
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", tuple(self.ids))
        if self.vehicle not in _NEEDS:
            known = ", ".join(sorted(_NEEDS))
            msg = f"travel matrix: unknown vehicle {self.vehicle!r}; known are {known}"
            raise DataError(msg)
        faults = list(_id_faults(self.ids))
        for name in ("minutes", "distance_m", "cost_fen"):
            table = getattr(self, name)
            if table is not None:
                faults += self._take(name, table)
        if faults:
            msg = "the travel matrix has faults"
            raise DataError(msg, _some(faults))

    def _take(self, name: str, table: NDArray[np.int64]) -> list[Fault]:
        """Keep a table of our own that nobody changes; return its faults."""
        n = len(self.ids)
        given = np.asarray(table)
        if given.shape != (n, n):
            shape = "x".join(map(str, given.shape))
            return [Fault(name, shape, f"expected {n}x{n}, one row and column a place", "fill it")]
        if given.dtype.kind not in "iu":
            return [Fault(name, str(given.dtype), "expected whole numbers", "round up first")]
        kept = given.astype(np.int64)
        faults = [
            Fault(f"{name} {self.ids[i]} to {self.ids[j]}", str(kept[i, j]), why, "correct it")
            for why, wrong in (
                ("is negative", kept < 0),
                ("a place is 0 from itself", np.diag(np.diag(kept) != 0)),
            )
            for i, j in np.argwhere(wrong).tolist()
        ]
        if name == "minutes":
            kept = np.minimum(kept, UNREACHABLE)
        kept.setflags(write=False)
        object.__setattr__(self, name, kept)
        return faults

    def covering(self, ids: Iterable[str]) -> TravelMatrix:
        """Return the matrix of these places; those that it lacks cannot be reached.

        Parameters
        ----------
        ids
            Places, such as all of a region.
        """
        wanted = tuple(ids)
        index = {place_id: k for k, place_id in enumerate(self.ids)}
        lacking = tuple(place_id for place_id in wanted if place_id not in index)
        row = np.array([index.get(place_id, -1) for place_id in wanted], dtype=np.int64)
        unknown = (row[:, None] < 0) | (row < 0)
        np.fill_diagonal(unknown, val=False)

        def pick(table: NDArray[np.int64], otherwise: int) -> NDArray[np.int64]:
            padded = np.pad(table, (0, 1))  # row -1: what is lacking
            return np.where(unknown, otherwise, padded[np.ix_(row, row)])

        notes = (f"not in the matrix, so unreachable: {', '.join(lacking)}",) if lacking else ()
        return replace(
            self,
            ids=wanted,
            minutes=pick(self.minutes, UNREACHABLE),
            distance_m=None if self.distance_m is None else pick(self.distance_m, 0),
            cost_fen=None if self.cost_fen is None else pick(self.cost_fen, 0),
            notes=self.notes + notes,
        )

    def check_covers(self, region: Region) -> None:
        """Raise if the matrix lacks places of a region.

        Raises
        ------
        DataError
            With each such place.
        """
        known = set(self.ids)
        faults = [
            Fault(f"$.places[{k}]", place.id, "is not in the travel matrix", "add its row")
            for k, place in enumerate(region.places)
            if place.id not in known
        ]
        if faults:
            msg = (
                f"the travel matrix lacks {len(faults)} of {len(region.places)} places of region "
                f"{region.id!r}; matrix.covering(region.by_id) makes them unreachable"
            )
            raise DataError(msg, _some(faults))


class GivenTravel:
    """A travel matrix as one party uses it; answers like :class:`~.travel.TravelTimes`.

    Parameters
    ----------
    matrix
        Holds all places of the region.
    region
        Tells tariffs and positions.
    transport
        What the party may travel by.

    Attributes
    ----------
    minutes, cost_fen, distance_m : (n, n) int64
        As in :class:`~.travel.TravelTimes`; the cost is for the party and exact.

    Raises
    ------
    RequestError
        The party may not use the matrix's vehicle.
    DataError
        The vehicle's fares are needed and not given.
    """

    def __init__(self, matrix: TravelMatrix, region: Region, transport: Transport) -> None:
        rented = transport.other_modes if transport.stage != "between" else frozenset[str]()
        if not _NEEDS[matrix.vehicle] & (transport.modes | rented):
            msg = (
                f"the travel times given ({matrix.source}) are by {matrix.vehicle}, which "
                f"the request's transport does not allow ({', '.join(sorted(transport.modes))})"
            )
            raise RequestError(msg)
        self.ids = matrix.ids
        self.index = {place_id: k for k, place_id in enumerate(self.ids)}
        self.transport = transport
        self.matrix = matrix
        self._is_estimated = matrix.distance_m is None
        lengths = matrix.distance_m
        distance_m = _estimated_m(matrix, region) if lengths is None else lengths
        open_ways = matrix.minutes < UNREACHABLE
        if matrix.vehicle == "walk":
            open_ways &= distance_m <= transport.max_walk_km * 1000
        open_ways &= _allowed(matrix, transport, region)
        cost = _cost_fen(matrix, distance_m, transport, region.region.tariffs)
        self._ends = [_ends(matrix, region.by_id[i], transport, region) for i in self.ids]
        begins = np.array([-1 if a is None else a.total_min for a, _ in self._ends])
        ends = np.array([-1 if b is None else b.total_min for _, b in self._ends])
        open_ways &= (begins >= 0)[:, None] & (ends >= 0)
        np.fill_diagonal(open_ways, val=True)
        minutes = matrix.minutes + begins[:, None] + ends
        np.fill_diagonal(minutes, 0)
        self.minutes = np.where(open_ways, minutes, UNREACHABLE)
        self.cost_fen = np.where(open_ways, cost, UNREACHABLE)
        self.distance_m = np.where(open_ways, distance_m, UNREACHABLE)

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way between two places as one step, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the matrix.
        ValueError
            There is no way.
        """
        pair = self.index[from_id], self.index[to_id]
        if from_id == to_id:
            return []
        cost_fen = int(self.cost_fen[pair])
        if self.minutes[pair] >= UNREACHABLE:
            msg = f"no way from {from_id!r} to {to_id!r}"
            raise ValueError(msg)
        edge = {
            "mode": "given",
            "minutes": int(self.matrix.minutes[pair]),
            "distance_km": int(self.distance_m[pair]) / 1000,
            "road": self.matrix.source,
            "fare_cny": None,
            "toll_cny": None,
            "headway_min": None,
            "first_departure": None,
            "last_departure": None,
            "link_id": None,
            "estimated": self._is_estimated,
        }
        begins, ends = self._ends[pair[0]][0], self._ends[pair[1]][1]
        assert begins is not None  # noqa: S101 (else there is no way)
        assert ends is not None  # noqa: S101
        ride = Ride(self.matrix.vehicle, 0, int(self.matrix.minutes[pair]), cost_fen)
        return [Step(from_id, to_id, edge, ends.put_after(begins.put_before(ride)))]


_AT_THE_DOOR = Access("on foot", "on foot", is_in=True)


def _ends(
    matrix: TravelMatrix, place: Place, transport: Transport, region: Region
) -> tuple[Access | None, Access | None]:
    """Return how ways begin and end at a place; None where none does."""
    if matrix.vehicle not in {"car", "taxi"}:
        return _AT_THE_DOOR, _AT_THE_DOOR
    inside: Layer = "driving" if matrix.vehicle == "car" else "in taxi"
    found = at_ends(place.id, place.kind, inside, transport, region.region.tariffs)
    told = [
        # A taxi's fare is known exactly here, and stands with the ride.
        None
        if each is None
        else _AT_THE_DOOR
        if matrix.door_to_door and each.hire is None
        else replace(each, cost_fen=0)
        for each in found
    ]
    return told[0], told[1]


def whole_minutes(seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return times in minutes, rounded up; not finite is no way.

    Between two places it takes a minute at least. Rounded up, a detour never seems
    faster than the direct way.

    Parameters
    ----------
    seconds : (n, n) float64
        From row to column.
    """
    open_ways = np.isfinite(seconds)
    # A hair over a full minute is binary noise, not a minute more.
    minutes = np.ceil(np.where(open_ways, seconds, 0.0) / 60 - 1e-9).astype(np.int64)
    minutes = np.where(open_ways, np.clip(minutes, 1, UNREACHABLE), UNREACHABLE)
    np.fill_diagonal(minutes, 0)
    return minutes


def whole_metres(metres: NDArray[np.float64], open_ways: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return lengths in whole metres, 0 where there is no way and on the diagonal.

    Parameters
    ----------
    metres : (n, n) float64
        From row to column.
    open_ways : (n, n) bool
        Where there is a way.
    """
    whole = np.rint(np.where(open_ways & np.isfinite(metres), metres, 0.0)).astype(np.int64)
    np.fill_diagonal(whole, 0)
    return whole


def _id_faults(ids: tuple[str, ...]) -> Iterator[Fault]:
    seen: set[str] = set()
    for k, place_id in enumerate(ids):
        if place_id in seen:
            yield Fault(f"ids[{k}]", repr(place_id), "comes twice", "keep one")
        seen.add(place_id)


def _some(faults: list[Fault]) -> list[Fault]:
    """Return the first faults and, if there are many, how many more there are."""
    if len(faults) <= SHOWN:
        return faults
    more = f"and {len(faults) - SHOWN} more"
    return [*faults[:SHOWN], Fault("...", more, "left out here", "mend those shown first")]


def _estimated_m(matrix: TravelMatrix, region: Region) -> NDArray[np.int64]:
    places = [region.by_id[place_id].location for place_id in matrix.ids]
    lat = np.array([place.lat for place in places])
    lon = np.array([place.lon for place in places])
    detour = region.region.road_classes[region.region.connector_class].detour
    if matrix.vehicle == "walk":
        detour = region.region.walk_detour
    return np.ceil(great_circle_m(lat[:, None], lon[:, None], lat, lon) * detour).astype(np.int64)


def _allowed(matrix: TravelMatrix, transport: Transport, region: Region) -> NDArray[np.bool_]:
    """Return between which places a party may use the matrix's vehicle."""
    outer = np.array([getattr(region.by_id[i], "outside", False) for i in matrix.ids], dtype=bool)
    allowed = np.ones((len(outer), len(outer)), dtype=bool)
    for start, end in ((True, False), (False, True), (True, True)):
        if not _NEEDS[matrix.vehicle] & transport.on(from_outside=start, to_outside=end).modes:
            allowed &= ~((outer == start)[:, None] & (outer == end))
    return allowed


def _cost_fen(
    matrix: TravelMatrix, distance_m: NDArray[np.int64], transport: Transport, tariffs: Tariffs
) -> NDArray[np.int64]:
    """Return what each way costs the party."""
    by_road = matrix.vehicle in {"car", "taxi"}
    if matrix.cost_fen is not None:
        cost: NDArray[np.int64] = matrix.cost_fen * (
            (transport.taxis if matrix.vehicle == "taxi" else transport.cars)
            if by_road
            else transport.party_size
        )
        return cost
    if matrix.vehicle == "walk" or (matrix.vehicle == "car" and transport.name == "charter"):
        return np.zeros_like(distance_m)
    if matrix.vehicle == "car":
        fen_per_m = tariffs.fuel_cny_per_km * transport.cars / 10
        fuel: NDArray[np.int64] = np.rint(distance_m * fen_per_m).astype(np.int64)
        return fuel
    if matrix.vehicle != "taxi":
        msg = f"a travel matrix by {matrix.vehicle} needs cost_fen: no tariff tells its fares"
        raise DataError(msg)
    lengths, where = np.unique(distance_m, return_inverse=True)
    fares = [taxi_fen(metres / 1000, 0.0, transport, tariffs) for metres in lengths.tolist()]
    fares_fen: NDArray[np.int64] = np.array(fares, dtype=np.int64)[where].reshape(distance_m.shape)
    np.fill_diagonal(fares_fen, 0)
    return fares_fen
