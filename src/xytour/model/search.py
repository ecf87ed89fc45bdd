"""Find places of a region by what they are called and what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from xytour.errors import RequestError
from xytour.model.place import PLACE_KINDS, Theme, Visitable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xytour.model.place import Place
    from xytour.model.region import Region


def find_places(
    region: Region,
    query: str = "",
    *,
    kind: str | None = None,
    theme: str | None = None,
    county: str | None = None,
) -> list[Place]:
    """Return the places that fit all that is asked.

    Parameters
    ----------
    region
        Where to look.
    query
        Words that must all stand in the id, a name or a summary; case does not matter.
    kind, theme, county
        Narrow the search; places about a theme come strongest first.

    Returns
    -------
    list of Place
        In the order of the region file, or by the weight of the theme.

    Raises
    ------
    RequestError
        There is no such kind, theme or county.
    """
    _check("kind", kind, PLACE_KINDS)
    _check("theme", theme, get_args(Theme))
    _check("county", county, [county.id for county in region.region.counties])
    words = query.casefold().split()
    found = [
        place
        for place in region.places
        if kind in {None, place.kind}
        and county in {None, place.county}
        and (theme is None or _weight(place, theme) > 0)
        and all(word in _text(place) for word in words)
    ]
    return found if theme is None else sorted(found, key=lambda place: -_weight(place, theme))


def _check(field: str, value: str | None, known: Collection[str]) -> None:
    if value is not None and value not in known:
        msg = f"there is no {field} {value!r}; expected one of {', '.join(known)}"
        raise RequestError(msg)


def _weight(place: Place, theme: str) -> float:
    weights: Mapping[Any, float] = place.themes if isinstance(place, Visitable) else {}
    return weights.get(theme, 0.0)


def _text(place: Place) -> str:
    texts = (place.id, place.name.en, place.name.zh, place.summary.en, place.summary.zh)
    return "\n".join(texts).casefold()
