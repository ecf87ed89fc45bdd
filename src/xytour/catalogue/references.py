"""Answers whether the names in a region file lead somewhere, and to one thing only.

Ids must differ, and whatever names a place, link, county, source, road class, time zone or
holiday calendar must name one that exists.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from xytour.errors import Fault
from xytour.model.faults import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from xytour.catalogue.parts import Part

_OPTIONAL = frozenset({"links", "sources", "counties"})


def reference_faults(whole: Part) -> Iterator[Fault]:
    """Find ids that repeat and names that lead nowhere.

    Parameters
    ----------
    whole
        The region file.

    Returns
    -------
    Iterator[Fault]
        The faults, in no particular order.
    """
    yield from _repeated_ids(whole)
    yield from _calendar_faults(whole.part("region"))
    for names, uses in _uses(whole):
        yield from names.faults(uses)


def suggestion(name: str, known: Collection[str], otherwise: str) -> str:
    """Return advice for a name that does not exist.

    Parameters
    ----------
    name
        What was written.
    known
        What could have been meant.
    otherwise
        The advice if nothing known is similar.

    Returns
    -------
    str
        The advice.

    Examples
    --------
    >>> suggestion("musem", ["museum", "town"], "add it")
    "did you mean 'museum'?"
    """
    similar = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {similar[0]!r}?" if similar else otherwise


class _Names:
    """The names of one sort that exist in a file; None if the file does not tell."""

    def __init__(self, sort: str, known: Iterable[str] | None) -> None:
        self._sort = sort
        self._known = None if known is None else frozenset(known)
        self._advice = cache(self._advise)  # the same wrong name often stands many times

    def faults(self, uses: Iterable[tuple[str, str | None]]) -> Iterator[Fault]:
        """Find the uses, each a path and a name, that name nothing known."""
        if self._known is None:
            return
        for path, name in uses:
            if name is not None and name not in self._known:
                reason = f"there is no such {self._sort}"
                yield Fault(path, shorten(name), reason, self._advice(name))

    def _advise(self, name: str) -> str:
        otherwise = f"add that {self._sort} or name one that exists"
        return suggestion(name, sorted(self._known or ()), otherwise)


_Uses = list[tuple[str, str | None]]


def _uses(whole: Part) -> Iterator[tuple[_Names, _Uses]]:
    """Yield the names of each sort that exist with the places where such names stand."""
    region, places, links = whole.part("region"), whole.parts("places"), whole.parts("links")
    services, boards = whole.parts("services"), whole.parts("boards")
    stories = whole.parts("stories")
    travel = [*links, *services]
    rental = region.part("tariffs").part("rental")
    tables = [*places, *travel, *boards, *stories, region.part("tariffs"), rental]
    yield (
        _Names("place", _ids(whole, "places")),
        [
            *_field(travel, "from", "from_id"),
            *_field(travel, "to", "to_id"),
            *_field(boards, "station_id"),
            *_field([region], "gateway"),
            *rental.texts("places"),
            *(use for story in stories for use in story.texts("chapters")),
        ],
    )
    yield _Names("link", _ids(whole, "links")), _field(services, "link_id")
    yield _Names("county", _ids(region, "counties")), _field(places, "county")
    yield (
        _Names("road class", _keys(region, "road_classes")),
        [
            *_field(links, "road_class"),
            *_field([region], "connector_class"),
            *_field([region.part("direct")], "far_class"),
        ],
    )
    yield (
        _Names("source", _keys(whole, "sources")),
        [use for table in tables for use in table.texts("sources")],
    )


def _ids(part: Part, key: str) -> list[str] | None:
    """Return the ids in a list; None if the list is not there to be named from."""
    if not part.has_list(key):
        return _if_missing(part, key)
    found = (member.text("id") for member in part.parts(key))
    return [name for name in found if name is not None]


def _keys(part: Part, key: str) -> list[str] | None:
    value = part.fields.get(key)
    return list(value) if isinstance(value, Mapping) else _if_missing(part, key)


def _if_missing(part: Part, key: str) -> list[str] | None:
    """Nothing exists in a section left out; one that is broken or required tells nothing."""
    left_out = bool(part.fields) and key in _OPTIONAL and key not in part.fields
    return [] if left_out else None


def _field(parts: Iterable[Part], *spellings: str) -> _Uses:
    """Return where a field stands and what it says, under whichever spelling it has."""
    return [
        (f"{part.path}.{key}", part.text(key))
        for part in parts
        for key in spellings
        if key in part.fields
    ]


def _repeated_ids(whole: Part) -> Iterator[Fault]:
    groups = [whole.parts(section) for section in ("places", "links", "services", "stories")]
    groups.append(whole.part("region").parts("counties"))
    groups.extend(place.parts("activities") for place in whole.parts("places"))
    for group in groups:
        first: dict[str, str] = {}
        for part in group:
            name = part.text("id")
            if name is None:
                continue
            if name in first:
                reason = f"the id is already that of {first[name]}"
                yield part.fault("id", reason, "give it an id of its own or remove one of the two")
            first.setdefault(name, part.path)


def _calendar_faults(region: Part) -> Iterator[Fault]:
    zone = region.text("timezone")
    if zone is not None and not _is_timezone(zone):
        mend = suggestion(zone, available_timezones(), "name one as in 'Asia/Shanghai'")
        yield region.fault("timezone", "there is no such time zone", mend)
    country = region.text("holidays")
    if country is not None and not _has_holidays(country):
        reason = "no public holidays are known for this country"
        yield region.fault("holidays", reason, "use an ISO 3166 code of two letters, as in 'CN'")


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a directory
        return False
    return True


def _has_holidays(country: str) -> bool:
    import holidays

    return country in holidays.list_supported_countries()
