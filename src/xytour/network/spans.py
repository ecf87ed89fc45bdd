"""When ways by car can be set out on that go part of the way by a lift or a boat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xytour.network.transit.untimed import is_public, untimed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.model.region import Region
    from xytour.network.direct import DirectTravel
    from xytour.network.travel import TravelTimes

    Span = tuple[int, int]


def setting_out(
    travel: TravelTimes | DirectTravel, region: Region
) -> Mapping[tuple[int, int], Span]:
    """Return the first and last minute of the day for each way by what runs at some hours only.

    Parameters
    ----------
    travel
        Of a party that goes by no timetable.
    region
        Tells the hours where links do not.

    Returns
    -------
    Mapping
        By the numbers of the two places; the span is empty (last before first) where two
        vehicles of a way run at hours that do not go together.
    """
    found: dict[tuple[int, int], Span] = {}
    for tail, head in np.argwhere(travel.count_steps(is_public) > 0).tolist():
        first, last, gone = 0, 24 * 60, 0
        for step in travel.way(travel.ids[tail], travel.ids[head]):
            if is_public(step):
                hours = untimed(step, region)
                first = max(first, hours.first - gone - hours.ready_min)
                last = min(last, hours.last - gone - hours.ready_min)
            gone += step.ride.total_min
        found[tail, head] = first, last
    return found
