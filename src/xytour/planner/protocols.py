"""What an agency can plug into a planner: what is left, what it costs, weather, travel.

Each is asked once a plan for all that the plan may need. What an answer leaves out is not
the provider's: the region's own rules and prices hold for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from xytour.model.place import VisitablePlace
    from xytour.model.region import Region
    from xytour.model.request import Party
    from xytour.network.matrix import TravelMatrix


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be sold: entrance, a table or a bed, or one of a place's activities."""

    place_id: str
    activity_id: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which an offer is to be had, local clock times ``HH:MM``.

    Parameters
    ----------
    start
        When a session begins, or from when on one may come.
    end
        When it is over; None for as long as the region says, or until the place closes.
    session
        Whether everybody begins at ``start``; else one comes at any time before ``end``.
    price_cny
        For the whole party; None where ``Pricing`` or the region tells it.
    with_entrance
        Whether that pays for the place's entrance too, where the offer is an activity.
    """

    start: str
    end: str | None = None
    session: bool = True
    price_cny: float | None = None
    with_entrance: bool = False


class Availability(Protocol):
    """Tells what can still be had."""

    def slots(
        self, offers: Sequence[Offer], dates: Sequence[date], party: Party
    ) -> Mapping[Offer, Mapping[date, Sequence[Slot]]]:
        """Return when each offer can be had by the party; a date left out is sold out.

        A stay's date is that of the evening.

        Raises
        ------
        SupplierError
            It is not known.
        """
        ...


class Pricing(Protocol):
    """Tells what offers cost; it wins over the price of a slot."""

    def prices(
        self, offers: Sequence[Offer], dates: Sequence[date], party: Party
    ) -> Mapping[Offer, Mapping[date, float]]:
        """Return what each offer costs the whole party on a date, yuan.

        An activity's price is beside entrance, a stay's for all rooms and without breakfast.

        Raises
        ------
        SupplierError
            It is not known.
        """
        ...


class Weather(Protocol):
    """Tells when places are not to be visited for the weather."""

    def spells(
        self, places: Sequence[VisitablePlace], dates: Sequence[date]
    ) -> Mapping[str, Mapping[date, Sequence[tuple[str, str]]]]:
        """Return from when to when each place, by id, is out of the question on a date.

        Raises
        ------
        SupplierError
            It is not known.
        """
        ...


class TravelTimes(Protocol):
    """Tells how long it takes to get around."""

    def matrix(self, region: Region) -> TravelMatrix:
        """Return travel between all places of a region.

        Raises
        ------
        EngineError
            It cannot be told.
        """
        ...
