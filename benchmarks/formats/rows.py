"""Lines of a text file that know where they stand, so that a fault can be told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line cut into fields."""

    path: Path
    line: int
    fields: tuple[str, ...]

    def fail(self, expected: str) -> NoReturn:
        """Raise the ValueError that names file, line, what was expected and what stands there."""
        got = " ".join(self.fields)
        got = got if len(got) <= 80 else got[:77] + "..."
        msg = f"{self.path}, line {self.line}: expected {expected}, got {got!r}"
        raise ValueError(msg)

    def need(self, least: int, layout: str) -> None:
        """Ask for at least ``least`` fields."""
        if len(self.fields) < least:
            self.fail(f"at least {least} fields ({layout})")

    def decimal(self, at: int, what: str) -> Decimal:
        """Return a field as the exact number that it spells."""
        try:
            value = Decimal(self.fields[at])
        except (InvalidOperation, IndexError):
            self.fail(f"a number as {what}")
        if not value.is_finite():
            self.fail(f"a finite number as {what}")
        return value

    def whole(self, at: int, what: str, *, scale: int = 1, least: int | None = 0) -> int:
        """Return a field times ``scale``, which must be whole and at least ``least``."""
        value = self.decimal(at, what) * scale
        if value != value.to_integral_value():
            kind = "a whole number" if scale == 1 else f"a multiple of 1/{scale}"
            self.fail(f"{kind} as {what}")
        if least is not None and value < least:
            self.fail(f"a number of at least {least} as {what}")
        return int(value)

    def floor(self, at: int, what: str, *, scale: int) -> int:
        """Return a field times ``scale``, rounded down."""
        return int((self.decimal(at, what) * scale).to_integral_value(ROUND_FLOOR))

    def place(self, at: int) -> tuple[Decimal, Decimal]:
        """Return the coordinates that stand in two fields."""
        return self.decimal(at, "x coordinate"), self.decimal(at + 1, "y coordinate")

    def window(self, first: int, second: int, *, scale: int = 1) -> tuple[int, int]:
        """Return opening and closing ticks from two fields."""
        opens = self.whole(first, "opening time", scale=scale)
        closes = self.whole(second, "closing time", scale=scale)
        if closes < opens:
            self.fail("a closing time no earlier than the opening time")
        return opens, closes


class Rows:
    """The lines of a file that are not blank, taken one by one."""

    def __init__(self, path: Path, separator: str | None = None) -> None:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        self._path = path
        self._rows = [
            Row(path, number, _fields(line, separator))
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
        self._next = 0

    def take(self, expected: str) -> Row:
        """Return the next row, which the caller describes for the case that there is none."""
        if self._next == len(self._rows):
            last = self._rows[-1].line if self._rows else 0
            msg = f"{self._path}, after line {last}: expected {expected}, got the end of the file"
            raise ValueError(msg)
        self._next += 1
        return self._rows[self._next - 1]

    def rest(self) -> Iterator[Row]:
        """Return the rows not taken yet."""
        while self._next < len(self._rows):
            yield self.take("a row")

    def end(self) -> None:
        """Ask for the end of the file."""
        for row in self.rest():
            row.fail("the end of the file")


def _fields(line: str, separator: str | None) -> tuple[str, ...]:
    """Cut a line; a separator at its end closes the last field, it does not open another."""
    if separator is None:
        return tuple(line.split())
    return tuple(field.strip() for field in line.strip().removesuffix(separator).split(separator))
