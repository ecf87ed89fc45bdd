"""Rows of a table of sights, hotels, restaurants or shops to facts about places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from xytour.importers.cells import minutes, number, price, text, words
from xytour.importers.completing import ROW, TABLE
from xytour.importers.headers import unit_of
from xytour.importers.kinds import GENERAL, Sort, sort_of
from xytour.importers.opening import Hours, hours_between, hours_of
from xytour.model.place import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xytour.importers.reading import Table
    from xytour.importers.report import ImportNotes

Facts: TypeAlias = "dict[str, Any]"

PlaceTable: TypeAlias = Literal["sights", "hotels", "restaurants", "shops", "places"]

_KINDS = {"hotels": "stay", "restaurants": "food", "shops": "shop"}
_STREET_FOOD = Sort("shop", {"food": 0.7, "culture": 0.3})
_THEMES = frozenset(get_args(Theme))
_STARS = re.compile(r"(\d)\s*A\b|(A{1,5})\b", re.IGNORECASE)
MOST_IN_HOURS = 24
"""Up to so much the numbers of a column without a unit are hours."""

LEAST_VISIT_MIN, MOST_VISIT_MIN = 10, 720


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads the rows of one table.

    Parameters
    ----------
    table
        What is read.
    roles
        Which heading says what.
    sort
        What the table is of.
    notes
        Where to tell what was guessed and dropped.
    """

    table: Table
    roles: Mapping[str, str]
    sort: PlaceTable
    notes: ImportNotes

    def facts(self) -> Iterator[Facts]:
        """Yield facts about each row that has a name; positions are read elsewhere."""
        unit = self._unit()
        for number_of, row in enumerate(self.table.rows, start=1):
            reader = _Row(self, number_of, row)
            name = reader.get("name") or reader.get("name_en")
            if name is None:
                reader.drop("name", "no name is told", "write one")
                continue
            yield reader.facts(text(name), unit)

    def _unit(self) -> str | None:
        """Return the unit of recommended times, as the headings or the numbers tell."""
        columns = [self.roles[role] for role in ("least", "most", "stay") if role in self.roles]
        told = next(filter(None, map(unit_of, columns)), None)
        if told or not columns:
            return told
        values = [number(row.get(column)) or 0 for row in self.table.rows for column in columns]
        unit = "h" if max(values, default=0) <= MOST_IN_HOURS else "min"
        named = {"h": "hours", "min": "minutes"}[unit]
        reason = f"no unit is told; the numbers are taken as {named}"
        self.notes.guessed(self.table.name, None, columns[0], None, reason)
        return unit


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it becomes a place."""

    of: PlaceReader
    number: int
    cells: Mapping[str, Any]

    def get(self, role: str) -> Any:
        """Return the cell of a role, None for an empty one."""
        column = self.of.roles.get(role)
        return None if column is None else self.cells.get(column)

    def drop(self, role: str, reason: str, mend: str) -> None:
        """Note that a cell, or for want of it the row, is not used."""
        column = self.of.roles.get(role, role)
        value = self.get(role)
        self.of.notes.dropped(self.of.table.name, self.number, column, value, reason, mend)

    def guess(self, role: str, reason: str) -> None:
        """Note that a cell was not taken as it stands."""
        column = self.of.roles.get(role, role)
        self.of.notes.guessed(self.of.table.name, self.number, column, self.get(role), reason)

    def facts(self, name: str, unit: str | None) -> Facts:
        english = self.get("name_en")
        sort = self._sort(name)
        found: Facts = {
            TABLE: self.of.table.name,
            ROW: self.number,
            "name": {"en": text(english), "zh": name} if english is not None else name,
            "kind": sort.kind,
            "confidence": {},
        }
        if sort.themes:
            found["themes"] = dict(sort.themes)
        self._add_themes(found)
        self._add_hours(found)
        self._add_price(found)
        self._add_visit(found, unit)
        self._add_quality(found)
        self._add_words(found)
        if sort.kind == "stay":
            self._add_rooms(found)
        if (summary := self.get("summary")) is not None:
            found["summary"] = text(summary)
        return found

    def _sort(self, name: str) -> Sort:
        if self.of.sort in _KINDS:
            return Sort(_KINDS[self.of.sort], {})
        kind = self.get("kind")
        said = [] if kind is None else words(kind)
        sort = sort_of(*said)
        if sort is None and (sort := sort_of(name)) is not None:
            self.guess("kind", "the kind is taken from the name")
        if sort is None:
            self.guess("kind", "not among the kinds known, so attraction")
            return GENERAL
        if self.of.sort == "sights" and sort.kind in {"food", "stay"}:
            return _STREET_FOOD if sort.kind == "food" else GENERAL
        return sort

    def _add_themes(self, found: Facts) -> None:
        cell = self.get("themes")
        if cell is None:
            return
        said = dict(cell) if isinstance(cell, dict) else dict.fromkeys(words(cell), 0.8)
        known = {name.lower(): weight for name, weight in said.items() if name.lower() in _THEMES}
        if len(known) < len(said):
            self.drop("themes", "not all are themes", f"use {', '.join(sorted(_THEMES))}")
        if known:
            found["themes"] = known

    def _add_hours(self, found: Facts) -> None:
        opens, closes = self.get("opens"), self.get("closes")
        role, hours = "hours", None
        if opens is not None and closes is not None:
            role, hours = "opens", hours_between(opens, closes)
        for each in ("hours", "opens"):
            if hours is None and (cell := self.get(each)) is not None:
                role, hours = each, hours_of(cell)
        if isinstance(hours, Hours):
            found["opening_hours"] = hours.syntax
            found["confidence"]["hours"] = "sourced" if hours.note is None else "estimated"
            if hours.note is not None:
                self.guess(role, hours.note)
        elif opens is not None or self.get("hours") is not None:
            role = role if self.get(role) is not None else "opens"
            self.drop(role, "cannot be read as opening hours", "write them as in 09:00-17:00")

    def _add_price(self, found: Facts) -> None:
        cell = self.get("price")
        amount = None if cell is None else price(cell)
        if cell is not None and amount is None:
            self.drop("price", "cannot be read as a price", "write a number")
        if amount is None:
            return
        found["confidence"]["price"] = "sourced"
        if found["kind"] == "stay":
            if amount == 0:
                del found["confidence"]["price"]
                self.drop("price", "no room costs nothing", "write its price or leave it empty")
            else:
                found["room_price_cny"] = {"low": amount, "high": amount}
        elif found["kind"] == "food":
            found["meal_price_cny"] = amount
        else:
            found["ticket"] = {"adult_cny": amount}

    def _add_visit(self, found: Facts, unit: str | None) -> None:
        told: list[float] = []
        for role in ("least", "most", "stay"):
            cell = self.get(role)
            if cell is None or found["kind"] == "stay":
                continue
            span = minutes(cell, unit)
            if span is None:
                self.drop(role, "cannot be read as a length of time", "write minutes")
            else:
                told += span
        if not told:
            return
        low, high = (min(max(m, LEAST_VISIT_MIN), MOST_VISIT_MIN) for m in (min(told), max(told)))
        if (low, high) != (min(told), max(told)):
            reason = f"visits take {LEAST_VISIT_MIN} to {MOST_VISIT_MIN} minutes here"
            self.guess(
                next(r for r in ("least", "most", "stay") if self.get(r) is not None), reason
            )
        middle = 5 * round((low + high) / 10)
        low, high = round(low), round(high)
        found["visit_minutes"] = {"min": low, "typical": min(max(middle, low), high), "max": high}

    def _add_quality(self, found: Facts) -> None:
        cell = self.get("rating")
        if cell is None:
            return
        stars, value = _STARS.search(text(cell)), number(cell)
        if stars:
            value = float(stars[1] or len(stars[2]))
        if value is None or not 0 <= value <= 100:
            self.drop("rating", "cannot be read as a rating", "write a number, or as in 5A")
            return
        most = next(top for top in (1.0, 5.0, 10.0, 100.0) if value <= top)
        reason = {"en": f"rated {text(cell)}", "zh": f"评分{text(cell)}"}
        found["quality"] = {"value": round(value / most, 3), "reason": reason}
        if most == 1.0:
            self.guess("rating", "taken as a share of 1")

    def _add_words(self, found: Facts) -> None:
        tags = words(self.get("tags")) if self.get("tags") is not None else []
        tags = [part for tag in tags for part in tag.split(" & ")]
        if self.get("kind") is not None:
            tags += words(self.get("kind"))
        if tags:
            found["tags"] = list(dict.fromkeys(tags))
        if found["kind"] != "food":
            return
        for role, key in (("cuisine", "cuisines"), ("dishes", "dishes")):
            if self.get(role) is not None and (said := words(self.get(role))):
                found[key] = said

    def _add_rooms(self, found: Facts) -> None:
        for role, key, most in (
            ("beds", "room_beds", 20),
            ("sleeps", "room_sleeps", 40),
            ("rooms", "rooms", 100_000),
        ):
            cell = self.get(role)
            value = None if cell is None else number(cell)
            if value is not None and value == int(value) and 1 <= value <= most:
                found[key] = int(value)
            elif cell is not None:
                self.drop(role, f"is no whole number from 1 to {most}", "write one")
