"""What things cost a party, in integer fen (a hundredth of the currency's unit)."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.model.place import Activity, Food, Stay, Visitable
    from xytour.model.region import Tariffs
    from xytour.model.request import Party

InSeason = Callable[[str | None, date], bool]


def fen(amount_cny: float | None) -> int:
    """Return an amount in fen; an unknown one counts nothing."""
    return round((amount_cny or 0) * 100)


def ticket_fen(place: Visitable, party: Party, day: date, in_season: InSeason) -> int:
    """Return what entrance costs the party on a date.

    Children and seniors pay the adult price where theirs is not known.
    """
    ticket = place.ticket
    adult = ticket.adult_cny
    for price in ticket.seasonal:
        if in_season(price.season, day):
            adult = price.adult_cny
            break
    child = adult if ticket.child_cny is None else ticket.child_cny
    senior = adult if ticket.senior_cny is None else ticket.senior_cny
    heads = ((party.adults, adult), (len(party.children), child), (party.seniors, senior))
    return sum(count * fen(price) for count, price in heads)


def activity_fen(activity: Activity, party: Party) -> int:
    """Return what an activity costs the party."""
    return party.size * fen(activity.price_cny)


def meal_fen(place: Food | None, party: Party, tariffs: Tariffs) -> int:
    """Return what a meal costs the party, at a table or (None) something simple."""
    table = None if place is None else place.meal_price_cny
    return party.size * fen(tariffs.picnic_cny if table is None else table)


def rooms_for(party: Party) -> int:
    """Return how many rooms a party needs: two grown-ups or three heads to a room.

    Examples
    --------
    >>> from xytour import Party
    >>> rooms_for(Party(adults=2, children=(7,))), rooms_for(Party(adults=2, seniors=1))
    (1, 2)
    """
    return max(math.ceil((party.adults + party.seniors) / 2), math.ceil(party.size / 3))


def room_cny(place: Stay, tariffs: Tariffs) -> float:
    """Return the price of a room and night used for planning."""
    return place.room_price_cny.middle_cny if place.room_price_cny else tariffs.room_cny


def night_fen(place: Stay, party: Party, tariffs: Tariffs) -> int:
    """Return what a night costs the party."""
    return rooms_for(party) * fen(room_cny(place, tariffs))
