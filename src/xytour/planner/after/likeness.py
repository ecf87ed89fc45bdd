"""How alike two plans are, and what one trades for the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xytour.model.money import money_text
from xytour.model.revision import Comparison
from xytour.planner.after.words import listed, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.itinerary import Day, Itinerary

ORDER_SHARE = 0.25
"""How much of the likeness of two plans is their order, the rest is the places they share."""

SAME = {"score": 0.05, "cost_cny": 0.5, "travel_min": 0.5, "index": 0.5}
"""Differences smaller than these are not told."""


def similarity(one: Sequence[Day], other: Sequence[Day]) -> float:
    """Return how alike two plans are, 0 to 1.

    Parameters
    ----------
    one, other
        Their days.

    Returns
    -------
    float
        0.75 * places + 0.25 * order, where *places* is the number of places that both visit
        over the number that the one with more visits, and *order* the share of steps from
        one visit to the next on a day that both have, over the same number.

    Notes
    -----
    Since steps lie between shared places, order <= places, and the whole <= places.
    """
    mine, theirs = ([_visited(day) for day in days] for days in (one, other))
    a, b = ({place for day in days for place in day} for days in (mine, theirs))
    most = max(len(a), len(b))
    if not most:
        return 1.0
    steps, others = ({step for day in days for step in pairwise(day)} for days in (mine, theirs))
    most_steps = max(len(steps), len(others))
    places = len(a & b) / most
    order = len(steps & others) / most_steps if most_steps else places
    return round((1 - ORDER_SHARE) * places + ORDER_SHARE * min(order, places), 4)


def plain_score(itinerary: Itinerary) -> float:
    """Return the score of a plan without what was paid for changing an earlier one."""
    return itinerary.certificate.score - itinerary.score_parts.get("changes", 0.0)


def _visited(day: Day) -> list[str]:
    return [item.place_id for item in day.items if item.type in {"visit", "activity"}]


def compare(new: Itinerary, old: Itinerary) -> Comparison:
    """Return what a plan gains and gives up against another one.

    Parameters
    ----------
    new, old
        The plans; the texts are in the language of the first.
    """
    facts = {
        "score": round(plain_score(new) - plain_score(old), 2),
        "cost_cny": round(new.totals.cost_cny - old.totals.cost_cny, 2),
        "travel_min": new.totals.travel_min - old.totals.travel_min,
        "access": round(new.indices.access - old.indices.access, 1),
        "slowness": round(new.indices.slowness - old.indices.slowness, 1),
        "immersion": round(new.indices.immersion - old.indices.immersion, 1),
    }
    language = new.language
    told = []
    for name, value in facts.items():
        if abs(value) >= SAME.get(name, SAME["index"]):
            key = f"more-{name}" if value > 0 else f"less-{name}"
            amount = f"{abs(value):.4g}"
            if name == "cost_cny":
                amount = money_text(round(abs(value)), new.currency)
            told.append(tell(key, language, amount=amount))
    alike = similarity(new.days, old.days)
    text = tell("compared", language, alike=f"{alike:.0%}")
    text += listed(told, language) if told else tell("no-difference", language)
    return Comparison(**facts, similarity=alike, text=text)
