"""Run every check over one itinerary and gather what they find."""

from __future__ import annotations

from typing import Any

from verifier import (
    asked,
    beds,
    certificate,
    days,
    fares,
    form,
    meals,
    minutes,
    notices,
    pauses,
    rented,
    services,
    sums,
    tastes,
    variety,
    visits,
    ways,
    whereabouts,
    wishes,
)
from verifier.trip import UNREADABLE, Trip

_PLAN = (form, days, whereabouts, visits, variety, meals, pauses, beds, wishes, asked)
_CHECKS = (*_PLAN, ways, minutes, services, rented, fares, sums)
_LAST = (certificate, tastes, notices)


def verify(itinerary: dict[str, Any], region: dict[str, Any]) -> list[str]:
    """Return every fault of an itinerary in words; none when it is right.

    Parameters
    ----------
    itinerary
        The itinerary document, as parsed from JSON.
    region
        The region file that it was planned from, as parsed from JSON.

    Returns
    -------
    list[str]
        One sentence a fault. A document that cannot be read yields faults as well.
    """
    try:
        trip = Trip(itinerary, region)
    except UNREADABLE as error:
        return [f"the itinerary cannot be read: {error!r}"]
    faults = list(trip.unreadable)
    for module in _CHECKS + _LAST:
        name = module.__name__.rpartition(".")[2]
        try:
            faults.extend(module.faults(trip))
        except UNREADABLE as error:
            faults.append(f"the {name} cannot be checked, something is malformed: {error!r}")
    return faults
