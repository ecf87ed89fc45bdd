"""Ids of places from their names, in whatever script these are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 60


def slug_of(*names: str | None) -> str:
    """Return an id made of the first name of which letters or digits are left.

    Examples
    --------
    >>> slug_of("Museu do Ipiranga"), slug_of("故宫博物院"), slug_of("", None, "★")
    ('museu-do-ipiranga', 'gu-gong-bo-wu-yuan', 'place')
    """
    for name in names:
        text = anyascii(re.sub(r"([\u3400-\u9fff])", r" \1 ", name or ""))
        slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST].strip("-")
        if slug:
            return slug
    return "place"


def text_of(name: str | Mapping[str, str]) -> dict[str, str]:
    """Return a text in both languages; one that is told once stands for both.

    Examples
    --------
    >>> text_of("西湖"), text_of({"en": "West Lake", "zh": ""})
    ({'en': '西湖', 'zh': '西湖'}, {'en': 'West Lake', 'zh': 'West Lake'})
    """
    if isinstance(name, str):
        return {"en": name, "zh": name}
    en, zh = name.get("en") or "", name.get("zh") or ""
    return {"en": en or zh, "zh": zh or en}


class Slugs:
    """Ids of one region, none of them given twice."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, *names: str | None) -> str:
        """Return a new id by the first usable name, numbered where it is taken already.

        Examples
        --------
        >>> slugs = Slugs()
        >>> slugs.take("West Lake"), slugs.take("West Lake")
        ('west-lake', 'west-lake-2')
        """
        wanted = slug_of(*names)
        slug, number = wanted, self._next.get(wanted, 1)
        while slug in self._next:
            number += 1
            slug = f"{wanted}-{number}"
        self._next[wanted] = number
        self._next.setdefault(slug, 1)
        return slug
