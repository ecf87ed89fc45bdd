"""A party as a supplier sells to it: how many of each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.planner.money import SENIOR_AGE, heads, rooms_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.booking.octo.models import Option, Unit
    from xytour.booking.product_map import Kind, ProductLink
    from xytour.model.request import Party
    from xytour.planner.money import Head

_TYPES: dict[str, tuple[str, ...]] = {
    "adult": ("ADULT", "OTHER"),
    "child": ("INFANT", "CHILD", "YOUTH", "ADULT", "OTHER"),
    "senior": ("SENIOR", "ADULT", "OTHER"),
}
"""Types of unit that somebody may buy, the best first."""


def units_for(
    link: ProductLink, option: Option, party: Party, rooms: int | None = None
) -> dict[str, int] | None:
    """Return how many of each unit a party buys, None if it cannot be sold to.

    Parameters
    ----------
    link
        Says which units stand for whom, if the types do not.
    option
        What is bought.
    party
        Who buys.
    rooms
        How many rooms, where units are rooms; None for as many as the party needs.
    """
    counts: dict[str, int] = {}
    if "room" in link.units:
        counts[link.units["room"][0]] = rooms or rooms_for(party)
    elif "party" in link.units:
        counts[link.units["party"][0]] = 1
    else:
        for head in heads(party):
            unit = _unit_for(head, link, option)
            if unit is None:
                return None
            counts[unit.id] = counts.get(unit.id, 0) + 1
    return counts if _is_sold_so(option, counts) else None


def _unit_for(head: Head, link: ProductLink, option: Option) -> Unit | None:
    by_id = {unit.id: unit for unit in option.units}
    named: dict[Kind, tuple[str, ...]] = link.units
    if named:
        ids: Sequence[str] = named.get(head.group, named.get("adult", ()))
        choice = [by_id[unit_id] for unit_id in ids if unit_id in by_id]
    else:
        choice = [u for kind in _TYPES[head.group] for u in option.units if u.type == kind]
    return next((unit for unit in choice if _admits(unit, head)), None)


def _admits(unit: Unit, head: Head) -> bool:
    """Whether the ages of a unit admit somebody; an adult of untold age fits an adult's unit."""
    least, most = unit.restrictions.min_age, unit.restrictions.max_age
    age = head.age
    if age is None:
        age = SENIOR_AGE if head.group == "senior" else None
    if age is None:
        return unit.type not in {"CHILD", "INFANT"}
    return (least is None or age >= least) and (most is None or age <= most)


def _is_sold_so(option: Option, counts: dict[str, int]) -> bool:
    """Whether an option is sold in these numbers."""
    total = sum(counts.values())
    limits = option.restrictions
    if total < (limits.min_units or 0) or total > (limits.max_units or total):
        return False
    for unit in option.units:
        n = counts.get(unit.id, 0)
        least, most = unit.restrictions.min_quantity, unit.restrictions.max_quantity
        if n and (n < (least or 0) or n > (most or n)):
            return False
    return True
