"""No two alike in a row: which places one does not visit straight after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xytour.model.place import Sight
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.model.place import PlaceBase
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.solver.problem import IntArray


def main_theme(place: Sight) -> str | None:
    """Return what a place is about most; of equal themes the first by name."""
    return max(sorted(place.themes), key=place.themes.__getitem__, default=None)


def alike(here: PlaceBase, there: PlaceBase) -> bool:
    """Whether two sights are of one kind and about the same thing: two temples, two museums."""
    if not (isinstance(here, Sight) and isinstance(there, Sight)) or here.id == there.id:
        return False
    return here.kind == there.kind and main_theme(here) == main_theme(there)


def keep_apart(
    region: Region, request: TripRequest, places: Sequence[str], minutes: IntArray
) -> NDArray[np.bool_]:
    """Close the ways between places that are alike; a meal or another visit must come between.

    Parameters
    ----------
    region, request
        Of the trip. What the traveller asked for by name is not kept apart: places that
        must be visited, chapters of a story that is followed, places of appointments.
    places
        Place id of each location.
    minutes
        (locations, locations) travel; changed in place.

    Returns
    -------
    (locations, locations) bool
        Which ways were closed.
    """
    asked = _asked(region, request)
    sort_of: dict[tuple[str, str | None], int] = {}
    sorts = np.full(len(places), -1)
    for k, place_id in enumerate(places):
        place = region.by_id[place_id]
        if isinstance(place, Sight) and place_id not in asked:
            sort = (place.kind, main_theme(place))
            sorts[k] = sort_of.setdefault(sort, len(sort_of))
    closed: NDArray[np.bool_] = (sorts[:, None] == sorts) & (sorts >= 0)
    np.fill_diagonal(closed, val=False)
    minutes[closed] = UNREACHABLE
    return closed


def alike_ones(
    region: Region, request: TripRequest, places: Sequence[str], place_id: str
) -> NDArray[np.bool_]:
    """Return which of some places `keep_apart` does not let be visited straight after one."""
    asked, last = _asked(region, request), region.by_id[place_id]
    return np.array(
        [
            asked.isdisjoint({place_id, other}) and alike(last, region.by_id[other])
            for other in places
        ]
    )


def _asked(region: Region, request: TripRequest) -> set[str]:
    """Return the places that the traveller asked for by name."""
    asked = {*request.must_visit, *(appointment.at for appointment in request.appointments)}
    return asked | {
        place for story in request.stories for place in region.story_by_id[story].chapters
    }
