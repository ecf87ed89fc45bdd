"""Draws ordinary trips through the bundled region, at any time of the year.

Nothing is required or avoided and every bed is free to choose, so that the whole catalogue
stands open. The random requests of the tests look for trouble instead, and are not these.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

from xytour import Arrival, Departure, Party, TripRequest
from xytour.model.place import Theme

if TYPE_CHECKING:
    from random import Random

    from xytour import Region

YEAR = date(2026, 1, 1)
GATES = {
    "car": {"rail_station", "airport", "motorway_exit"},
    "public": {"rail_station", "airport", "coach_station"},
}
"""Where a trip may begin and end: cars are also hired at stations."""


def random_trip(draw: Random, region: Region, days: int) -> TripRequest:
    """Return a request.

    Parameters
    ----------
    draw
        Source of all choices.
    region
        Where.
    days
        How long, the days of arrival and departure included.
    """
    transport = draw.choice(("car", "public"))
    gates = [
        place.id
        for place in region.places
        if place.kind == "gateway"
        and place.gateway_type in GATES[transport]
        and place.passenger_service
        and not place.outside
    ]
    first = YEAR + timedelta(days=draw.randrange(365))
    last = first + timedelta(days=days - 1)
    arrives = f"{first}T{draw.randint(7, 12):02d}:{draw.choice((0, 15, 40)):02d}"
    departs = f"{last}T{draw.randint(16, 21):02d}:{draw.choice((5, 30)):02d}"
    themes = draw.sample(get_args(Theme), draw.randint(0, 4))
    return TripRequest(
        arrive=Arrival(at=draw.choice(gates), time=arrives),
        depart=Departure(at=draw.choice(gates), time=departs),
        interests={theme: draw.randint(3, 10) / 10 for theme in themes},
        style=draw.choice(("quick", "slow", "immersive", "balanced")),
        transport=transport,
        party=Party(adults=draw.randint(1, 3), seniors=draw.choice((0, 0, 2))),
    )
