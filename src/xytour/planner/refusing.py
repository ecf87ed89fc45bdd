"""Refuse what can be seen to be impossible before, or without, any search for a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError
from xytour.model.base import clock_of
from xytour.network.travel import UNREACHABLE
from xytour.planner.matching import named, unwanted_ids, wanted_categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.itinerary import Dropped
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip


def check_wishes(
    region: Region, request: TripRequest, dropped: Sequence[Dropped], options: Sequence[Option]
) -> None:
    """Raise if a place that must be visited cannot be visited on any day.

    Raises
    ------
    InfeasibleError
        With each such place and the reason.
    """
    possible = {option.key for option in options}
    reasons = {drop.place_id: drop for drop in dropped}
    conflict, told = [], []
    relax = ["leave it out", "choose other dates"]
    ruled_out = unwanted_ids(region, request)
    for place_id in request.must_visit:
        if place_id in possible:
            continue
        drop = reasons.get(place_id)
        why = drop.text if drop else "no meal of the trip can be had there"
        if place_id in ruled_out:
            why = "it is of what is unwanted"
        elif drop and drop.reason == "unreachable":
            relax = ["leave it out", "allow other transport", "raise max_walk_km"]
        conflict.append(f"must_visit={place_id} ({why})")
        told.append(f"{region.by_id[place_id].name.get(request.language)}: {why}")
    if conflict:
        raise InfeasibleError(
            "what must be visited cannot be: " + "; ".join(told),
            conflict=conflict,
            relax=relax,
        )
    _check_wanted(region, request, options)
    for appointment in request.appointments:
        if not any(o.appointment == appointment and any(o.windows) for o in options):
            name = f"appointment {appointment.title!r} at {appointment.start}"
            msg = f"{name} lies outside the trip or cannot be reached"
            raise InfeasibleError(msg, conflict=[name], relax=["change the dates of the trip"])


def _check_wanted(region: Region, request: TripRequest, options: Sequence[Option]) -> None:
    """Raise if too few places can be had of what is wanted, whatever the days are filled with."""
    conflict, told = [], []
    rows = zip(request.wanted, wanted_categories(region, request, options), strict=True)
    for wish, row in rows:
        places = {o.place_id for o, weight in zip(options, row.weight, strict=True) if weight}
        if len(places) < wish.least:
            name = f"wanted: {named(wish)}"
            told.append(f"{name}: {len(places)} can be had")
            conflict.append(name)
    if conflict:
        msg = "what is wanted cannot be had on the dates of the trip: " + "; ".join(told)
        relax = ["ask for fewer", "choose other dates"]
        if any(wish.cuisines or wish.dishes for wish in request.wanted):
            relax.append("plan lunch and dinner at tables")
        if not request.unwanted.is_empty or request.avoid or request.seen:
            relax.append("leave out fewer places")
        raise InfeasibleError(msg, conflict=conflict, relax=relax)


def stranded(trip: Trip, posed: Posed) -> InfeasibleError | None:
    """Return the error for a party for which nothing runs any more when it arrives."""
    first, request = trip.days[0], trip.request
    if trip.timetables is None or first.starts_at is None or not posed.problem.beds:
        return None
    beds = {bed.place_id for bed in posed.beds[0]}
    reached = posed.problem.travel[posed.places.index(first.starts_at)]
    if any(reached[posed.places.index(bed)] < UNREACHABLE for bed in beds):
        return None
    time = f"{first.date} {clock_of(first.earliest)}"
    by = request.transport if isinstance(request.transport, str) else ", ".join(request.transport)
    msg = f"no bed can be reached from {first.starts_at} after {time}: nothing of {by} runs then"
    conflict = [f"arrive={first.starts_at} at {clock_of(first.begins)}", f"transport={by}"]
    relax = ["arrive earlier", "raise max_walk_km", "allow a bed nearer"]
    return InfeasibleError(
        msg, conflict=conflict, relax=relax if "taxi" in by else ["allow taxis", *relax]
    )
