"""The same place drawn twice: a node and its building, a monument and each of its figures.

Twins share a name and lie close together. An entry in Wikidata is not enough: a crypt has that of
its cathedral. The fuller one stays and takes over what only the other tells. Branches of a chain
share a name too, so tables, beds and shops must lie almost at one point, or one within the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xytour.importers.osm_features import Feature, metres_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.importers.osm_tags import TagRow
    from xytour.importers.report import ImportNotes

SIGHT_M, TABLE_M = 150.0, 15.0
"""How far twins may be apart beyond the radius of the larger one, metres."""

_OWN_FAMILY = frozenset({"food", "stay", "shop"})


class Found(NamedTuple):
    """A feature, and the row of the table of tags that it fits, with its value there."""

    feature: Feature
    row: TagRow
    value: str


def without_twins(found: Sequence[Found], notes: ImportNotes) -> list[Found]:
    """Return each place once, in the order in which they came.

    Parameters
    ----------
    found
        With names.
    notes
        Where to tell which were left out.
    """
    kept: dict[int, Found] = dict(enumerate(found))
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, each in enumerate(found):
        for name in _names(each.feature.tags):
            by_name[_family(each), name].append(k)
    for numbers in by_name.values():
        _merge(numbers, kept, notes)
    return list(kept.values())


def _family(found: Found) -> str:
    return found.row.kind if found.row.kind in _OWN_FAMILY else "sight"


def _names(tags: Mapping[str, str]) -> set[str]:
    return {tags[key].strip().casefold() for key in ("name", "name:en") if tags.get(key)}


def _merge(numbers: Sequence[int], kept: dict[int, Found], notes: ImportNotes) -> None:
    for i, first in enumerate(numbers):
        for second in numbers[i + 1 :]:
            if first not in kept or second not in kept or first == second:
                continue
            a, b = kept[first], kept[second]
            if not _are_near(a, b):
                continue
            fuller, other = (a, b) if _weight(a) >= _weight(b) else (b, a)
            tags = {**other.feature.tags, **fuller.feature.tags}
            kept[first] = fuller._replace(feature=replace(fuller.feature, tags=tags))
            del kept[second]
            why = "is drawn more than once: one of the same name lies beside it"
            told = other.feature.tags.get("name")
            notes.dropped(other.feature.table, other.feature.id, None, told, why, "nothing")


def _are_near(a: Found, b: Found) -> bool:
    allowed = SIGHT_M if _family(a) == "sight" else TABLE_M
    reach = max(a.feature.radius_m, b.feature.radius_m)
    return metres_between(a.feature, b.feature) <= allowed + reach


def _weight(found: Found) -> tuple[float, int]:
    """Return what makes the fuller of two: the better kind, then more tags."""
    return found.row.quality, len(found.feature.tags)
