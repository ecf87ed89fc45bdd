"""What was found wrong while a feed was read: every kind counted, the first of each shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.errors import DataError, Fault
from xytour.model.faults import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What became of the rows of a feed.

    Parameters
    ----------
    source
        What was read.
    rows
        Rows by file, broken ones included.
    counts
        Faults by file and reason.
    faults
        The first few of each kind: file and line, value, reason, what to do.
    ignored
        What stands in the feed and is not used.
    interpolated
        Calls without a time, which lie between calls that have one.
    """

    source: str
    rows: Mapping[str, int]
    counts: Mapping[tuple[str, str], int]
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    interpolated: int

    @property
    def n_faults(self) -> int:
        """How many faults there are, shown or not."""
        return sum(self.counts.values())

    def raise_if_faulty(self) -> None:
        """Raise what was found as an error.

        Raises
        ------
        DataError
            There is a fault.
        """
        if self.n_faults:
            hidden = self.n_faults - len(self.faults)
            more = f" ({hidden} more of the same kinds)" if hidden else ""
            msg = f"{self.source} has {self.n_faults} faults{more}"
            raise DataError(msg, self.faults)

    def __str__(self) -> str:
        """Return the report as lines: rows read, faults by kind, what is not used."""
        read = ", ".join(f"{n:,} in {name}" for name, n in self.rows.items())
        lines = [f"{self.source}: {read}"]
        lines += [f"  {n:,} x {name}: {reason}" for (name, reason), n in self.counts.items()]
        if self.interpolated:
            lines.append(f"  {self.interpolated:,} calls without a time lie between those around")
        lines += [f"  not used: {what}" for what in self.ignored]
        return "\n".join(lines)


class Findings:
    """Gathers faults while a feed is read.

    Parameters
    ----------
    source
        What is read.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.rows: Counter[str] = Counter()
        self.ignored: dict[str, None] = {}
        self.interpolated = 0
        self._counts: Counter[tuple[str, str]] = Counter()
        self._faults: list[Fault] = []

    def add(self, name: str, line: int | None, value: object, reason: str, mend: str) -> None:
        """Note a fault.

        Parameters
        ----------
        name
            File.
        line
            Its line, from 1; None for the whole file.
        value
            What stands there.
        reason
            Why it is wrong, the same words for all of a kind.
        mend
            What to do, and what becomes of the row meanwhile.
        """
        self._counts[name, reason] += 1
        if self._counts[name, reason] <= SHOWN:
            where = name if line is None else f"{name}:{line}"
            self._faults.append(Fault(where, shorten(value), reason, mend))

    def ignore(self, what: str) -> None:
        """Note something that is not used; said once."""
        self.ignored[what] = None

    def report(self) -> FeedReport:
        """Return what was found."""
        return FeedReport(
            self.source,
            dict(self.rows),
            dict(self._counts),
            tuple(self._faults),
            tuple(self.ignored),
            self.interpolated,
        )
