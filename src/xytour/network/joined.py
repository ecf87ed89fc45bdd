"""Travel matrices of several vehicles as one: on foot where that is near, else as is best.

Each pair of places gets one vehicle for the whole way. Whoever drives a car of his own keeps to
it, since a car that was left somewhere has to be fetched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import RequestError
from xytour.network.geodesy import great_circle_m
from xytour.network.matrix import GivenTravel
from xytour.network.travel import UNREACHABLE, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.network.matrix import TravelMatrix
    from xytour.network.rides import Transport
    from xytour.network.transit.beside import PublicTransport
    from xytour.network.travel import Step, Travel


class JoinedTravel:
    """Several travel matrices in the hands of one party; answers like `TravelTimes`.

    Parameters
    ----------
    matrices
        One or more, each of all places of the region in its order; those by vehicles that the
        party may not use are left out. Beside others, times by car serve for taxis too.
    region
        Tells tariffs and positions.
    transport
        What the party may travel by.
    public
        What runs by timetables besides, or None.

    Attributes
    ----------
    minutes, cost_fen, distance_m : (n, n) int64
        As in :class:`~.travel.TravelTimes`, of the vehicle that counts least in time and money;
        what runs by timetables is not in them.
    near_stop : (n,) bool
        Which places are within a walk of a stop.

    Raises
    ------
    RequestError
        The party may use the vehicle of none of them.
    DataError
        The vehicle's fares are needed and not given.
    """

    def __init__(
        self,
        matrices: Sequence[TravelMatrix],
        region: Region,
        transport: Transport,
        public: PublicTransport | None = None,
    ) -> None:
        self.transport = transport
        self.near_stop = _near_stops(region, transport, public)
        self.parts = _usable(matrices, region, transport)
        self.ids, self.index = self.parts[0].ids, self.parts[0].index
        weights = [
            np.where(
                part.minutes < UNREACHABLE,
                weigh(part.minutes, part.cost_fen, transport),
                UNREACHABLE * 100,
            )
            for part in self.parts
        ]
        self._best = np.argmin(weights, axis=0)  # of equals, the first given
        self.minutes, self.cost_fen, self.distance_m = (
            np.choose(self._best, [getattr(part, name) for part in self.parts])
            for name in ("minutes", "cost_fen", "distance_m")
        )

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the way between two places as one step, none if they are the same.

        Raises
        ------
        KeyError
            A place is not in the matrices.
        ValueError
            There is no way.
        """
        best = int(self._best[self.index[from_id], self.index[to_id]])
        return self.parts[best].way(from_id, to_id)


def is_open(travel: Travel, tail: int, head: int) -> bool:
    """Whether one may get from one place to another, at some time and by something.

    Parameters
    ----------
    travel
        Of a party.
    tail, head
        Numbers of the places in it.
    """
    if travel.minutes[tail, head] < UNREACHABLE:
        return True
    return isinstance(travel, JoinedTravel) and bool(
        travel.near_stop[tail] and travel.near_stop[head]
    )


def _near_stops(
    region: Region, transport: Transport, public: PublicTransport | None
) -> NDArray[np.bool_]:
    near = np.zeros(len(region.places), dtype=bool)
    if public is None or "walk" not in transport.modes:
        return near
    points = list(public.feed.points.values())
    lat, lon = np.array([p.lat for p in points]), np.array([p.lon for p in points])
    most_m = 1_000 * transport.max_walk_km / region.region.walk_detour
    for k, place in enumerate(region.places):
        at = place.location
        near[k] = bool((great_circle_m(at.lat, at.lon, lat, lon) <= most_m).any())
    return near


def _usable(
    matrices: Sequence[TravelMatrix], region: Region, transport: Transport
) -> list[GivenTravel]:
    vehicles = {matrix.vehicle for matrix in matrices}
    more = [
        replace(matrix, vehicle="taxi")
        for matrix in matrices
        if matrix.vehicle == "car" and "taxi" not in vehicles and len(matrices) > 1
    ]
    usable: list[GivenTravel] = []
    reasons: list[str] = []
    for matrix in (*matrices, *more):
        try:
            usable.append(GivenTravel(matrix, region, transport))
        except RequestError as error:
            reasons.append(str(error))
    if not usable:
        raise RequestError("; ".join(reasons))
    return usable
