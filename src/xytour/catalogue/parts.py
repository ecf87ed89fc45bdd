"""Answers how to look into a region file that may be wrong anywhere.

A part is a JSON object with its path. Asking it for a field that is missing or of the wrong
type gives nothing instead of an error, so that one broken field hides no fault of another.
Wrong types themselves are found by the models, not here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from xytour.errors import Fault
from xytour.model.faults import shorten


@dataclass(frozen=True, slots=True)
class Part:
    """A JSON object and where it stands.

    Parameters
    ----------
    path
        Where: a JSON path such as ``$.places[3]``.
    fields
        What stands there; empty where there is no object.
    """

    path: str
    fields: Mapping[str, object]

    def text(self, key: str) -> str | None:
        """Return a field that is a text, or None."""
        value = self.fields.get(key)
        return value if isinstance(value, str) else None

    def number(self, key: str) -> float | None:
        """Return a field that is a finite number, or None."""
        value = self.fields.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None

    def part(self, key: str) -> Part:
        """Return a field that is an object, or an empty part."""
        return _part_at(f"{self.path}.{key}", self.fields.get(key))

    def parts(self, key: str) -> list[Part]:
        """Return the members of a list of objects; a member that is no object comes empty."""
        return [_part_at(path, value) for path, value in self._members(key)]

    def texts(self, key: str) -> list[tuple[str, str]]:
        """Return the texts of a list, each with its path."""
        return [(path, value) for path, value in self._members(key) if isinstance(value, str)]

    def has_list(self, key: str) -> bool:
        """Whether a field is a list."""
        return isinstance(self.fields.get(key), list | tuple)

    def fault(self, key: str, reason: str, mend: str) -> Fault:
        """Return a fault of one field."""
        return Fault(f"{self.path}.{key}", shorten(self.fields.get(key)), reason, mend)

    def _members(self, key: str) -> list[tuple[str, object]]:
        value = self.fields.get(key)
        if not isinstance(value, list | tuple):
            return []
        return [(f"{self.path}.{key}[{index}]", member) for index, member in enumerate(value)]


def _part_at(path: str, value: object) -> Part:
    return Part(path, value if isinstance(value, Mapping) else {})
