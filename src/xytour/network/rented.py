"""A trip with a rented car: public transport to the desk, the car, public transport from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.errors import Fault, InfeasibleError, RequestError
from xytour.model.place import Gateway
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.network.travel import Step, Travel


class RentedTravel:
    """Travel of one trip: from its start with picking up a car, to its end with returning it.

    Parameters
    ----------
    between, coming, going
        Travel with the car, on the way to it and on, and with it and on from where it is
        returned.
    entrance, exit
        Ids of where the trip begins and ends; nothing else is done there.

    Raises
    ------
    InfeasibleError
        No desk can be reached from where the trip begins, or from one not where it ends.

    Notes
    -----
    From the start straight to another end there is no way: nobody rents a car for that.
    """

    def __init__(
        self, between: Travel, coming: Travel, going: Travel, entrance: str, exit: str
    ) -> None:
        self.ids, self.index = between.ids, between.index
        self.transport = between.transport
        self.between, self.coming, self.going = between, coming, going
        self.entrance, self.exit = entrance, exit
        start, end = self.index[entrance], self.index[exit]
        had = {
            f"arrive={entrance}": coming.minutes[start],
            f"depart={exit}": going.minutes[:, end],
        }
        lost = [name for name, row in had.items() if (row < UNREACHABLE).sum() <= 1]
        if lost:
            by = ", ".join(sorted(coming.transport.modes)) or "nothing but the car"
            msg = f"no desk that rents cars can be reached by what is allowed: {', '.join(lost)}"
            conflict = [*lost, f"transport: on the way to and from the car, {by}"]
            relax = ["allow taxis or trains on the way to the desk", "begin and end at a desk"]
            raise InfeasibleError(msg, conflict=conflict, relax=relax)
        self.minutes = self._table("minutes")
        self.cost_fen = self._table("cost_fen")
        self.distance_m = self._table("distance_m")

    def way(self, from_id: str, to_id: str) -> list[Step]:
        """Return the edges of the way between two places, none if they are the same."""
        if from_id == self.entrance:
            return self.coming.way(from_id, to_id)
        return (self.going if to_id == self.exit else self.between).way(from_id, to_id)

    def _table(self, name: str) -> NDArray[np.int64]:
        table: NDArray[np.int64] = getattr(self.between, name).copy()
        start, end = self.index[self.entrance], self.index[self.exit]
        table[start] = getattr(self.coming, name)[start]
        table[:, end] = getattr(self.going, name)[:, end]
        table[start, end] = 0 if start == end else UNREACHABLE
        return table


def check_rental(request: TripRequest, region: Region, entrance: str, exit: str) -> None:
    """Raise if a rented car cannot be had in a region, or not from where a trip begins and ends.

    Raises
    ------
    RequestError
        Nobody rents cars there, or the trip does not begin and end at gateways.
    """
    faults = []
    if region.region.tariffs.rental is None:
        reason = f"no place that rents cars is known in {region.id}"
        mend = "use car, charter or public, or tell region.tariffs.rental in its file"
        faults.append(Fault("$.transport", str(request.transport), reason, mend))
    for path, place_id in (("$.arrive.at", entrance), ("$.depart.at", exit)):
        if not isinstance(region.by_id[place_id], Gateway):
            reason = "a rented car is picked up and returned on the way from and to a gateway"
            mend = "name a station, an airport or another gateway"
            faults.append(Fault(path, place_id, reason, mend))
    if faults:
        msg = "no car can be rented for this trip:"
        raise RequestError(msg, faults)
