"""Who may go where and do what: step-free access, effort, ages, numbers, booking in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from xytour.model.place import Effort, Stay
from xytour.planner.money import rooms_at, rooms_for

if TYPE_CHECKING:
    from datetime import date

    from xytour.model.place import Activity, VisitablePlace
    from xytour.model.request import Party, TripRequest

EFFORTS: tuple[Effort, ...] = get_args(Effort)
SMALL_CHILD = 6
"""Children up to this age, and seniors, are kept out of the heat unless told otherwise."""


def why_unsuited(place: VisitablePlace, party: Party) -> Literal["unsuited", "effort"] | None:
    """Return why a party cannot use a place, None if it can as far as is known."""
    access = place.accessibility
    if party.wheelchairs and access.wheelchair == "no":
        return "unsuited"
    if party.effort is not None and access.effort is not None:
        too_hard = EFFORTS.index(access.effort) > EFFORTS.index(party.effort)
        return "effort" if too_hard else None
    return None


def has_rooms(place: Stay, request: TripRequest) -> bool:
    """Whether a stay has room for a party in the rooms asked for, as far as is known."""
    rooms = rooms_at(place, request)
    enough = rooms >= rooms_for(request.party, place.room_sleeps)
    return enough and (place.rooms is None or rooms <= place.rooms)


def may_take_part(activity: Activity, party: Party) -> bool:
    """Whether an activity takes a party of this size and these ages."""
    too_few = activity.party_min is not None and party.size < activity.party_min
    too_many = activity.party_max is not None and party.size > activity.party_max
    too_young = activity.age_min is not None and min(party.children, default=99) < activity.age_min
    return not (too_few or too_many or too_young)


def can_be_booked(
    place: VisitablePlace, activity: Activity | None, request: TripRequest, day: date
) -> bool:
    """Whether there is time left to book for a date, as far as is known."""
    if request.today is None:
        return True
    leads = [place.lead_days or 0, (activity.lead_days or 0) if activity else 0]
    return (day - request.today).days >= max(leads)


def avoids_heat(request: TripRequest) -> bool:
    """Whether a party is to be kept out of the heat of the day."""
    party = request.party
    if request.pace.avoid_heat is None:
        return party.seniors > 0 or any(age <= SMALL_CHILD for age in party.children)
    return request.pace.avoid_heat
