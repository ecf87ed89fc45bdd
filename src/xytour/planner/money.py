"""What things cost a party, in integer fen (a hundredth of the currency's unit)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from xytour.model.place import Activity, Food, Stay, Visitable
    from xytour.model.region import DayKind, RegionInfo, Tariffs
    from xytour.model.request import Party, TripRequest

InSeason = Callable[[str | None, date], bool]
Group: TypeAlias = Literal["adult", "child", "senior"]

SENIOR_AGE = 60
"""From this age on one counts as a senior."""


def fen(amount_cny: float | None) -> int:
    """Return an amount in fen; an unknown one counts nothing."""
    return round((amount_cny or 0) * 100)


@dataclass(frozen=True, slots=True)
class Head:
    """One of the party; ``age`` is None where it is not told."""

    group: Group
    age: int | None = None


def heads(party: Party) -> list[Head]:
    """Return everybody in a party: adults, children, seniors.

    Examples
    --------
    >>> from xytour import Party
    >>> [head.age for head in heads(Party(adults=1, children=(7,), seniors=2, senior_ages=(71,)))]
    [None, 7, 71, None]
    """
    ages = (*party.senior_ages, *(None,) * (party.seniors - len(party.senior_ages)))
    return [
        *(Head("adult") for _ in range(party.adults)),
        *(Head("child", age) for age in party.children),
        *(Head("senior", age) for age in ages),
    ]


def admission_fen(place: Visitable, head: Head, day: date, in_season: InSeason) -> int:
    """Return what entrance costs one of the party on a date.

    Children and seniors pay the adult price where theirs is not known, and nothing where the
    place lets them in free at their age; a senior of untold age counts as 60.
    """
    ticket = place.ticket
    adult = ticket.adult_cny
    for price in ticket.seasonal:
        if in_season(price.season, day):
            adult = price.adult_cny
            break
    if head.group == "child":
        if ticket.free_under_age is not None and (head.age or 0) < ticket.free_under_age:
            return 0
        return fen(adult if ticket.child_cny is None else ticket.child_cny)
    if head.group == "senior":
        if ticket.free_from_age is not None and (head.age or SENIOR_AGE) >= ticket.free_from_age:
            return 0
        return fen(adult if ticket.senior_cny is None else ticket.senior_cny)
    return fen(adult)


def ticket_fen(place: Visitable, party: Party, day: date, in_season: InSeason) -> int:
    """Return what entrance costs the party on a date; see `admission_fen`."""
    return sum(admission_fen(place, head, day, in_season) for head in heads(party))


def activity_fen(activity: Activity, party: Party) -> int:
    """Return what an activity costs the party."""
    return party.size * fen(activity.price_cny)


def meal_fen(place: Food | None, party: Party, tariffs: Tariffs) -> int:
    """Return what a meal costs the party, at a table or (None) something simple."""
    table = None if place is None else place.meal_price_cny
    return party.size * fen(tariffs.picnic_cny if table is None else table)


def farm_meal_fen(activity: Activity, party: Party, tariffs: Tariffs) -> int:
    """Return what a meal that is an activity of a place costs the party."""
    own = activity.price_cny
    return party.size * fen(tariffs.picnic_cny if own is None else own)


def breakfast_fen(place: Stay, party: Party, tariffs: Tariffs) -> int:
    """Return what breakfast at a stay costs the party, beside the room."""
    own = place.breakfast_cny
    return party.size * fen(tariffs.breakfast_cny if own is None else own)


def shares(total: int, n: int) -> list[int]:
    """Divide an amount among n as evenly as whole fen allow.

    Examples
    --------
    >>> shares(100, 3)
    [34, 33, 33]
    """
    each, rest = divmod(total, n)
    return [each + (k < rest) for k in range(n)]


def rooms_for(party: Party, sleeps: int | None = None) -> int:
    """Return how many rooms a party needs: two grown-ups or three heads to a room.

    Where it is known how many a room ``sleeps``, so many heads share one.

    Examples
    --------
    >>> from xytour import Party
    >>> rooms_for(Party(adults=2, children=(7,))), rooms_for(Party(adults=2, seniors=1))
    (1, 2)
    """
    if sleeps is not None:
        return math.ceil(party.size / sleeps)
    return max(math.ceil((party.adults + party.seniors) / 2), math.ceil(party.size / 3))


def rooms_at(place: Stay, request: TripRequest) -> int:
    """Return how many rooms a request takes at a stay: as many as it says, or as are needed."""
    return request.stay.rooms or rooms_for(request.party, place.room_sleeps)


def room_cny(place: Stay, region: RegionInfo, kind: DayKind) -> float:
    """Return the price of a room on a night, by the kind of date that it leads to.

    Before a day off rooms are dearer: the region tells where in its range the price then is.
    """
    if place.room_price_cny is None:
        return region.tariffs.room_cny
    return round(place.room_price_cny.at(region.demand.room.on(kind)), 2)


def night_fen(place: Stay, request: TripRequest, region: RegionInfo, kind: DayKind) -> int:
    """Return what a night costs the party, without breakfast."""
    return rooms_at(place, request) * fen(room_cny(place, region, kind))
