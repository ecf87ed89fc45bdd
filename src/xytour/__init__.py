"""Plan trips that say how good they are: itineraries by optimisation, with a proof.

The bundled region is Xinyang in Henan, China; any other comes from a file of the same form.
Names are imported when they are first used, so that importing the package costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.catalogue import load_region
    from xytour.errors import (
        DataError,
        EngineError,
        ExportError,
        Fault,
        InfeasibleError,
        RequestError,
        XytourError,
    )
    from xytour.importers import ImportReport, region_from_osm, region_from_tables
    from xytour.model.happening import Closed, Delay, LongerMeal, Rest, Weather, Wish
    from xytour.model.itinerary import Itinerary
    from xytour.model.region import Region
    from xytour.model.request import (
        Appointment,
        Arrival,
        Departure,
        Pace,
        Party,
        StayWish,
        Style,
        Traveller,
        TripRequest,
        Wanted,
    )
    from xytour.planner import Planner, plan, plan_many

__version__ = "0.1.0"

__all__ = [
    "Appointment",
    "Arrival",
    "Closed",
    "DataError",
    "Delay",
    "Departure",
    "EngineError",
    "ExportError",
    "Fault",
    "ImportReport",
    "InfeasibleError",
    "Itinerary",
    "LongerMeal",
    "Pace",
    "Party",
    "Planner",
    "Region",
    "RequestError",
    "Rest",
    "StayWish",
    "Style",
    "Traveller",
    "TripRequest",
    "Wanted",
    "Weather",
    "Wish",
    "XytourError",
    "load_region",
    "plan",
    "plan_many",
    "region_from_osm",
    "region_from_tables",
]

_HOMES = {
    "xytour.catalogue": ("load_region",),
    "xytour.errors": (
        "DataError",
        "EngineError",
        "ExportError",
        "Fault",
        "InfeasibleError",
        "RequestError",
        "XytourError",
    ),
    "xytour.importers": ("ImportReport", "region_from_osm", "region_from_tables"),
    "xytour.model.happening": ("Closed", "Delay", "LongerMeal", "Rest", "Weather", "Wish"),
    "xytour.model.itinerary": ("Itinerary",),
    "xytour.model.region": ("Region",),
    "xytour.model.request": (
        "Appointment",
        "Arrival",
        "Departure",
        "Pace",
        "Party",
        "StayWish",
        "Style",
        "Traveller",
        "TripRequest",
        "Wanted",
    ),
    "xytour.planner": ("Planner", "plan", "plan_many"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOME_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, imported yet or not."""
    return sorted({*globals(), *__all__})
