"""Which places match a wish: by id, kind, tag, theme, cuisine or dish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.place import Food, Visitable
from xytour.model.request import Matching, Wanted
from xytour.solver import Category
from xytour.solver.wellformed import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xytour.model.place import Place
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.planner.options import Option

ABOUT = 0.5
"""From this weight on a place is about a theme."""

WORDS = ("tags", "cuisines", "dishes")
"""What places are found by in the region's own words."""


def matches(place: Place, wish: Matching) -> bool:
    """Whether a place has any of what a wish names."""
    if place.id in wish.places or place.kind in wish.kinds:
        return True
    if not isinstance(place, Visitable):
        return False
    if any(place.themes.get(theme, 0.0) >= ABOUT for theme in wish.themes):
        return True
    return any(folded(getattr(wish, name)) & words_of(place, name) for name in WORDS)


def words_of(place: Place, name: str) -> set[str]:
    """Return a place's tags, cuisines or dishes, without regard to case."""
    is_there = isinstance(place, Food) or (name == "tags" and isinstance(place, Visitable))
    return folded(getattr(place, name)) if is_there else set()


def folded(words: Iterable[str]) -> set[str]:
    """Return words without regard to case."""
    return {word.casefold() for word in words}


def unwanted_ids(region: Region, request: TripRequest) -> frozenset[str]:
    """Return the places that a request rules out: by id, as seen, or by what they are."""
    named = {*request.avoid, *request.seen}
    if not request.unwanted.is_empty:
        named |= {place.id for place in region.places if matches(place, request.unwanted)}
    return frozenset(named)


def wanted_categories(
    region: Region, request: TripRequest, options: Sequence[Option]
) -> list[Category]:
    """Return what a trip must have so many stops of, one category for each such wish.

    Parameters
    ----------
    region, request
        Of the trip.
    options
        What can be done. Visits and activities count, and meals at tables; not meals that a
        sight or a stay offers, nor appointments.
    """
    found = []
    for wish in request.wanted:
        ids = {place.id for place in region.places if matches(place, wish)}
        weight = [int(option.place_id in ids and _counts(region, option)) for option in options]
        most = LIMIT if wish.most is None else wish.most
        found.append(Category(weight, least=wish.least, most=most))
    return found


def _counts(region: Region, option: Option) -> bool:
    if option.kind == "meal":
        return isinstance(region.by_id[option.place_id], Food)
    return option.kind != "appointment"


def named(wish: Matching) -> str:
    """Return what a wish is about, in its own words."""
    parts = [
        f"{name} {' or '.join(map(str, values))}"
        for name in Matching.model_fields
        if (values := getattr(wish, name))
    ]
    text = " or ".join(parts)
    if not isinstance(wish, Wanted):
        return text
    return (
        f"{text}, {wish.least} or more"
        if wish.most is None
        else (f"{text}, {wish.least} to {wish.most}")
    )
