"""Door-to-door travel where every place is joined to every other, without a road graph.

For a town full of places of which only positions are known. Streets and walks are great circles
times a detour, worked out for all pairs at once; links (metro lines, trains) are searched as a
graph of their own and joined to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from xytour.model.place import Gateway, Town
from xytour.network.access import Layer, at_ends
from xytour.network.fares import least_taxi_cny
from xytour.network.geodesy import great_circle_m
from xytour.network.rides import Ride
from xytour.network.travel import CNY_PER_MINUTE, UNREACHABLE, Step, TravelTimes

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    from numpy.typing import NDArray

    from xytour.model.region import RegionInfo
    from xytour.network.access import Access
    from xytour.network.rides import Transport

    Ints = NDArray[np.int64]

NEAR_STOPS = 4
"""So many stops are walked to, from a place or to it: the nearest ones."""

_FAR = 1 << 40
_BY_ROAD, _ON_FOOT = 0, 1


def travel_over(graph: nx.MultiDiGraph, transport: Transport, info: RegionInfo) -> Searched:
    """Return travel between all places of a graph, by the region's way of joining places.

    Parameters
    ----------
    graph
        As built by :func:`xytour.network.graph.build_graph`.
    transport
        What the party may travel by.
    info
        Of the region.
    """
    if info.direct is None:
        return TravelTimes(graph, transport, info.tariffs)
    return DirectTravel(graph, transport, info)


class DirectTravel:
    """Travel between all places of a region that joins them each to each.

    Parameters
    ----------
    graph
        Its places and links.
    transport
        What the party may travel by.
    info
        Of the region; ``direct`` is given.

    Attributes
    ----------
    minutes, cost_fen, distance_m : (n, n) int64
        As for :class:`xytour.network.travel.TravelTimes`.

    Notes
    -----
    A way is one by road or on foot; or a walk to a stop, links, and a walk to the place; or, to
    and from a place outside of the region, any of these to a stop from which links lead there.
    Ways are compared as by ``TravelTimes``.
    """

    def __init__(self, graph: nx.MultiDiGraph, transport: Transport, info: RegionInfo) -> None:
        self.ids: tuple[str, ...] = tuple(graph.nodes)
        self.index = {place_id: k for k, place_id in enumerate(self.ids)}
        self.transport, self._info = transport, info
        self._places = [place for _, place in graph.nodes(data="place")]
        linked = [place_id for place_id in self.ids if graph.degree(place_id)]
        self._core = TravelTimes(graph.subgraph(linked).copy(), transport, info.tariffs)
        self._core_at = np.array([self.index[place_id] for place_id in self._core.ids], dtype=int)
        self._outside = np.array([_is_outside(place) for place in self._places], dtype=bool)
        self._join_directly()
        self._join_by_stops()
        self._join_outside()

    def _join_directly(self) -> None:
        """Set the times, costs and lengths by road or on foot, whichever is better."""
        transport, info = self.transport, self._info
        metres = _great_circles(self._places)
        road_km, road_min = road_way(metres / 1_000, info)
        begins, ends = self._ends()
        road_min = road_min + begins[:, :1] + ends[:, 0]
        road_fen = self._road_fen(road_km) + begins[:, 1:]
        shut = (begins[:, 0] < 0)[:, None] | (ends[:, 0] < 0)
        weight = np.where(shut, _FAR, self._weight(road_min, road_fen))
        self._how = np.full(metres.shape, _BY_ROAD, dtype=np.int8)
        self.minutes, self.cost_fen = road_min, road_fen
        self.distance_m = np.rint(road_km * 1_000).astype(np.int64)
        if "walk" in transport.modes:
            walk_km, walk_min = walk_way(metres / 1_000, info)
            on_foot = (walk_km <= transport.max_walk_km) & (10 * walk_min <= weight)
            self._how[on_foot] = _ON_FOOT
            weight[on_foot] = 10 * walk_min[on_foot]
            self.minutes[on_foot], self.cost_fen[on_foot] = walk_min[on_foot], 0
            self.distance_m[on_foot] = np.rint(walk_km[on_foot] * 1_000)
        out = self._outside
        weight[out, :] = weight[:, out] = _FAR
        for table in (weight, self.minutes, self.cost_fen, self.distance_m):
            np.fill_diagonal(table, 0)
        self._set(weight >= _FAR, UNREACHABLE)
        self._direct = weight

    def _set(self, where: NDArray[np.bool_], value: int) -> None:
        for table in (self.minutes, self.cost_fen, self.distance_m):
            table[where] = value

    def _ends(self) -> tuple[Ints, Ints]:
        """Return minutes and fen of getting in, and of getting out, by place; -1 where none."""
        self._accesses = [self._access(place) for place in self._places]
        begins, ends = (
            np.array(
                [(-1, 0) if a is None else (a.total_min, a.cost_fen) for a in side], dtype=np.int64
            ).reshape(-1, 2)
            for side in zip(*self._accesses, strict=True)
        )
        return begins, ends

    def _access(self, place: Any) -> tuple[Access | None, Access | None]:
        if not {"car", "taxi"} & self.transport.modes:
            return None, None
        inside: Layer = "driving" if "car" in self.transport.modes else "in taxi"
        return at_ends(place.id, place.kind, inside, self.transport, self._info.tariffs)

    def _road_fen(self, road_km: NDArray[np.float64]) -> Ints:
        """Return what ways by road cost, a taxi's by the kilometre alone."""
        transport, tariffs = self.transport, self._info.tariffs
        if "car" in transport.modes:
            fuel = 0.0 if transport.name == "charter" else tariffs.fuel_cny_per_km
            return np.rint(road_km * fuel * transport.cars * 100).astype(np.int64)
        by_km = least_taxi_cny(tariffs)[1] * transport.taxis * 100
        return np.floor(road_km * by_km).astype(np.int64)

    def _weight(self, minutes: Ints, cost_fen: Ints) -> Ints:
        """Return what ways count in the choice, tenths of a minute."""
        if not self.transport.is_timetabled:
            return 10 * minutes
        money = cost_fen / self.transport.party_size / 10 / CNY_PER_MINUTE
        return 10 * minutes + np.rint(money).astype(np.int64)

    def _join_by_stops(self) -> None:
        """Let links between stops be part of the ways, where that is better."""
        n, at = len(self.ids), self._core_at
        self._through = np.full((n, n), -1, dtype=np.int16)
        self._boards = np.zeros((n, 0), dtype=np.int32)
        core = self._core
        open_ways = (core.minutes < UNREACHABLE) & ~np.eye(len(at), dtype=bool)
        core_weight = np.where(open_ways, self._weight(core.minutes, core.cost_fen), _FAR)
        self._core_weight = core_weight
        inside = ~self._outside[at]
        stops = np.flatnonzero(inside & (open_ways & inside & inside[:, None]).any(axis=1))
        if not len(stops):
            return
        near, walks = self._near(at[stops])
        hop = core_weight[np.ix_(stops, stops)]
        first = np.full((n, len(stops)), _FAR, dtype=np.int64)
        boards = np.zeros((n, len(stops)), dtype=np.int32)
        for k in range(near.shape[1]):
            found = walks[:, k, None] + hop[near[:, k]]
            better = found < first
            first[better] = found[better]
            boards[better] = np.broadcast_to(near[:, k, None], first.shape)[better]
        best, alights = self._direct.copy(), np.full((n, n), -1, dtype=np.int16)
        for k in range(near.shape[1]):
            found = first[:, near[:, k]] + walks[:, k]
            better = found < best
            best[better] = found[better]
            alights[better] = np.broadcast_to(near[:, k], (n, n))[better]
        self._stops, self._through, self._boards = stops, alights, boards
        self._take_stops(*np.nonzero(alights >= 0))
        self._direct = best

    def _near(self, stops: NDArray[np.int64]) -> tuple[Ints, Ints]:
        """Return the nearest stops of each place, and what walking there counts."""
        walkable = self._how[:, stops] == _ON_FOOT
        walkable |= np.arange(len(self.ids))[:, None] == stops
        weight = np.where(walkable, self._direct[:, stops], _FAR)
        near = np.argsort(weight, axis=1, kind="stable")[:, :NEAR_STOPS]
        return near, np.take_along_axis(weight, near, axis=1)

    def _take_stops(self, rows: Ints, columns: Ints) -> None:
        """Set what the ways of some pairs by stops take."""
        alights = self._through[rows, columns].astype(np.int64)
        boards = self._boards[rows, alights]
        core_at = self._core_at
        a, b = self._stops[boards], self._stops[alights]
        # The walks are still to be read when others are overwritten: all are read first.
        found = [
            table[rows, core_at[a]] + inner[a, b] + table[core_at[b], columns]
            for table, inner in self._tables()
        ]
        for (table, _), values in zip(self._tables(), found, strict=True):
            table[rows, columns] = values

    def _tables(self) -> list[tuple[Ints, Ints]]:
        core = self._core
        return [
            (self.minutes, core.minutes),
            (self.cost_fen, core.cost_fen),
            (self.distance_m, core.distance_m),
        ]

    def _join_outside(self) -> None:
        """Lead the ways to and from places outside by the best stop that links reach."""
        at, n = self._core_at, len(self.ids)
        inner = np.flatnonzero(~self._outside[at])
        self._hub = np.full((n, n), -1, dtype=np.int32)
        for far in np.flatnonzero(self._outside[at]).tolist():
            there = self._direct[:, at[inner]] + self._core_weight[inner, far]
            back = self._core_weight[far, inner][:, None] + self._direct[at[inner], :]
            self._lead(there, back, inner, far)
        outer = np.flatnonzero(self._outside[at])
        pairs = np.ix_(at[outer], at[outer])
        for table, core in self._tables():
            table[pairs] = core[np.ix_(outer, outer)]

    def _lead(self, there: Ints, back: Ints, inner: NDArray[np.int64], far: int) -> None:
        at, target = self._core_at, int(self._core_at[far])
        inside = np.flatnonzero(~self._outside)
        if not len(inner):
            return
        hubs = inner[np.argmin(there[inside], axis=1)]
        reached = inside[there[inside].min(axis=1) < _FAR]
        hubs = hubs[there[inside].min(axis=1) < _FAR]
        for table, core in self._tables():
            table[reached, target] = table[reached, at[hubs]] + core[hubs, far]
        self._hub[reached, target] = hubs
        hubs = inner[np.argmin(back[:, inside], axis=0)]
        reached = inside[back[:, inside].min(axis=0) < _FAR]
        hubs = hubs[back[:, inside].min(axis=0) < _FAR]
        for table, core in self._tables():
            table[target, reached] = core[far, hubs] + table[at[hubs], reached]
        self._hub[target, reached] = hubs

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the region.
        ValueError
            There is no way.
        """
        a, b = self.index[from_id], self.index[to_id]
        if a == b:
            return []
        if self.minutes[a, b] >= UNREACHABLE:
            msg = f"no way from {from_id!r} to {to_id!r}"
            raise ValueError(msg)
        if self._outside[a] and self._outside[b]:
            return self._core.way(from_id, to_id)
        if (hub := int(self._hub[a, b])) >= 0:
            stop = self._core.ids[hub]
            if self._outside[b]:
                return [*self.way(from_id, stop), *self._core.way(stop, to_id)]
            return [*self._core.way(from_id, stop), *self.way(stop, to_id)]
        alights = int(self._through[a, b])
        if alights < 0:
            return [self._step(a, b)]
        boards = self._core.ids[self._stops[self._boards[a, alights]]]
        leaves = self._core.ids[self._stops[alights]]
        first = [] if boards == from_id else [self._step(a, self.index[boards])]
        last = [] if leaves == to_id else [self._step(self.index[leaves], b)]
        return [*first, *self._core.way(boards, leaves), *last]

    def _step(self, a: int, b: int) -> Step:
        """Return the direct way between two places."""
        on_foot = self._how[a, b] == _ON_FOOT
        here, there = self._places[a].location, self._places[b].location
        km = float(great_circle_m(here.lat, here.lon, there.lat, there.lon)) / 1_000
        length_km, minutes = (walk_way if on_foot else road_way)(km, self._info)
        edge: dict[str, Any] = dict.fromkeys(_UNKNOWN)
        edge |= {
            "mode": "walk" if on_foot else "county_road",
            "minutes": int(minutes),
            "distance_km": float(length_km),
            "estimated": True,
        }
        from_id, to_id = self.ids[a], self.ids[b]
        if on_foot:
            return Step(from_id, to_id, edge, Ride("walk", 0, int(minutes), 0))
        vehicle = "car" if "car" in self.transport.modes else "taxi"
        cost_fen = int(self._road_fen(np.asarray(length_km)))
        begins, ends = self._accesses[a][0], self._accesses[b][1]
        assert begins is not None  # noqa: S101 (else there is no way)
        assert ends is not None  # noqa: S101
        ride = Ride(vehicle, 0, int(minutes), cost_fen)  # type: ignore[arg-type]
        return Step(from_id, to_id, edge, ends.put_after(begins.put_before(ride)))

    def count_steps(self, is_wanted: Callable[[Step], bool]) -> Ints:
        """Return how many steps along links each way has that are of some kind.

        Parameters
        ----------
        is_wanted
            Tells whether a step counts; streets and walks off the links never do.
        """
        inner, at = self._core.count_steps(is_wanted), self._core_at
        counts = np.zeros((len(self.ids), len(self.ids)), dtype=np.int64)
        rows, columns = np.nonzero(self._through >= 0)
        if len(rows):
            alights = self._through[rows, columns].astype(np.int64)
            boards = self._stops[self._boards[rows, alights]]
            counts[rows, columns] = inner[boards, self._stops[alights]]
        rows, columns = np.nonzero(self._hub >= 0)
        hubs = self._hub[rows, columns]
        core_of = np.full(len(self.ids), -1)
        core_of[at] = np.arange(len(at))
        going = self._outside[columns]
        counts[rows[going], columns[going]] = (
            counts[rows[going], at[hubs[going]]] + inner[hubs[going], core_of[columns[going]]]
        )
        counts[rows[~going], columns[~going]] = (
            inner[core_of[rows[~going]], hubs[~going]] + counts[at[hubs[~going]], columns[~going]]
        )
        outer = np.flatnonzero(self._outside[at])
        counts[np.ix_(at[outer], at[outer])] = inner[np.ix_(outer, outer)]
        return counts


_UNKNOWN = (
    *("road", "fare_cny", "toll_cny", "headway_min", "first_departure", "last_departure"),
    "link_id",
)


def road_way(km: Any, info: RegionInfo) -> tuple[Any, Any]:
    """Return length, km, and minutes of ways by road, by how far their ends are apart, km.

    Parameters
    ----------
    km
        Great circles; a number or an array.
    info
        Of a region that joins places directly.
    """
    assert info.direct is not None  # noqa: S101 (asked for such regions alone)
    near = info.road_classes[info.connector_class]
    far, from_km = info.road_classes[info.direct.far_class], info.direct.far_from_km
    length = _round_up(km * near.detour)
    hours = np.minimum(length, from_km) / near.speed_kmh
    hours += np.maximum(length - from_km, 0.0) / far.speed_kmh
    return length, _whole(hours * 60) + near.overhead_min


def walk_way(km: Any, info: RegionInfo) -> tuple[Any, Any]:
    """Return length, km, and minutes of ways on foot; parameters as for `road_way`."""
    length = _round_up(km * info.walk_detour)
    return length, np.maximum(1, _whole(length / info.walk_kmh * 60))


def _whole(minutes: Any) -> Any:
    """Round up, but for what is binary noise."""
    return np.ceil(np.round(minutes, 6)).astype(np.int64)


def _round_up(km: Any) -> Any:
    """Round up to 0.1 km, at least 0.1."""
    return np.maximum(1.0, np.ceil(np.round(km * 10, 6))) / 10


def _great_circles(places: list[Any]) -> NDArray[np.float64]:
    lat = np.array([place.location.lat for place in places])
    lon = np.array([place.location.lon for place in places])
    return great_circle_m(lat[:, None], lon[:, None], lat, lon)


def _is_outside(place: Any) -> bool:
    return isinstance(place, Gateway | Town) and place.outside


Searched: TypeAlias = TravelTimes | DirectTravel
"""Travel that was searched for in a region, not given."""
