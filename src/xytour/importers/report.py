"""What became of the rows of an import: read, guessed, dropped, each with its reason."""

from __future__ import annotations

from collections import Counter
from typing import Literal, TypeAlias

from xytour.errors import DataError, Fault
from xytour.model.base import Model
from xytour.model.faults import shorten

Outcome: TypeAlias = Literal["guessed", "dropped"]
"""A fact that was not told and was filled in; something told that is not used."""

SHOWN_ROWS, SHOWN_VALUES = 8, 3


class ImportNote(Model):
    """One thing that was guessed or dropped, in one row or, for the same reason, in many.

    Parameters
    ----------
    outcome
        Which of the two.
    table
        Where it stands: the name of a table or file.
    column
        Under which heading; None for the whole row.
    rows
        In which rows, from 1 for the first below the heading; none for the whole table.
    values
        What stands in the first of them.
    reason
        What was wrong or missing, and how a guess was made.
    mend
        What to do about it; None where nothing needs to be done.
    """

    outcome: Outcome
    table: str
    column: str | None
    rows: tuple[int, ...]
    values: tuple[str, ...]
    reason: str
    mend: str | None = None

    @property
    def fault(self) -> Fault:
        """The note as a fault of the table."""
        return Fault(self.where, ", ".join(self.values) or "nothing", self.reason, self.mend or "")

    @property
    def where(self) -> str:
        """Table, rows and column as one text."""
        parts = [self.table]
        if self.rows:
            shown = ", ".join(map(str, self.rows[:SHOWN_ROWS]))
            more = len(self.rows) - SHOWN_ROWS
            parts.append(
                f"row{'s' * (len(self.rows) > 1)} {shown}" + f" and {more} more" * (more > 0)
            )
        if self.column is not None:
            parts.append(f"column {self.column!r}")
        return ", ".join(parts)

    def __str__(self) -> str:
        """Return the note as one line."""
        said = f" ({', '.join(self.values)})" if self.values else ""
        mend = f"; {self.mend}" if self.mend else ""
        return f"{self.outcome}: {self.where}{said}: {self.reason}{mend}"


class ImportReport(Model):
    """What became of an import.

    Parameters
    ----------
    source
        What was read, as the caller names it.
    read, kept
        Rows of each table, and how many of them are in the region.
    notes
        What was guessed or dropped.

    Examples
    --------
    >>> notes = ImportNotes("two inns")
    >>> notes.read("hotels", 2)
    >>> notes.dropped("hotels", 2, "lat", "n/a", "is no latitude", "write degrees")
    >>> notes.keep("hotels", 1)
    >>> print(notes.report())
    two inns: 1 of 2 rows kept in hotels
      dropped: hotels, row 2, column 'lat' (n/a): is no latitude; write degrees
    """

    source: str
    read: dict[str, int]
    kept: dict[str, int]
    notes: tuple[ImportNote, ...] = ()

    @property
    def guessed(self) -> tuple[ImportNote, ...]:
        """What was filled in."""
        return tuple(note for note in self.notes if note.outcome == "guessed")

    @property
    def dropped(self) -> tuple[ImportNote, ...]:
        """What is not used."""
        return tuple(note for note in self.notes if note.outcome == "dropped")

    def __str__(self) -> str:
        """Return the report as lines: rows kept, then each note."""
        kept = ", ".join(
            f"{self.kept.get(name, 0):,} of {n:,} rows kept in {name}"
            for name, n in self.read.items()
        )
        return "\n".join(
            [f"{self.source}: {kept or 'nothing read'}", *(f"  {n}" for n in self.notes)]
        )


class ImportNotes:
    """Gathers what is found while tables are read.

    Parameters
    ----------
    source
        What is read, as the caller names it.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._read: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._found: dict[tuple[Outcome, str, str | None, str, str | None], _Rows] = {}

    def read(self, table: str, rows: int) -> None:
        """Count rows of a table that were read."""
        self._read[table] += rows

    def keep(self, table: str, rows: int = 1) -> None:
        """Count rows of a table that are in the region."""
        self._kept[table] += rows

    def guessed(
        self, table: str, row: int | None, column: str | None, value: object, reason: str
    ) -> None:
        """Note a fact that was filled in.

        Parameters
        ----------
        table, row, column
            Where; a row of None is the whole table.
        value
            What stands there; None for nothing.
        reason
            What was missing and how the guess was made, the same words for all of a kind.
        """
        self._add(("guessed", table, column, reason, None), row, value)

    def dropped(
        self,
        table: str,
        row: int | None,
        column: str | None,
        value: object,
        reason: str,
        mend: str,
    ) -> None:
        """Note something that is not used; parameters as for `guessed`, and what to do."""
        self._add(("dropped", table, column, reason, mend), row, value)

    def _add(
        self,
        key: tuple[Outcome, str, str | None, str, str | None],
        row: int | None,
        value: object,
    ) -> None:
        self._found.setdefault(key, _Rows()).add(row, value)

    def report(self) -> ImportReport:
        """Return what was found so far."""
        notes = tuple(
            ImportNote(
                outcome=outcome,
                table=table,
                column=column,
                rows=tuple(sorted(found.rows)),
                values=tuple(found.values),
                reason=reason,
                mend=mend,
            )
            for (outcome, table, column, reason, mend), found in self._found.items()
        )
        return ImportReport(
            source=self.source, read=dict(self._read), kept=dict(self._kept), notes=notes
        )

    def refusal(self, *faults: Fault) -> DataError:
        """Return an error that tells why no region can be made.

        Parameters
        ----------
        *faults
            What is wrong with the whole; without any, no usable row is left.
        """
        dropped = [note.fault for note in self.report().dropped]
        what = "cannot become a region:" if faults else "has nothing that can be used:"
        return DataError(f"{self.source} {what}", [*faults, *dropped])


class _Rows:
    """The rows of one note, and what stands in the first of them."""

    def __init__(self) -> None:
        self.rows: dict[int, None] = {}
        self.values: dict[str, None] = {}

    def add(self, row: int | None, value: object) -> None:
        if row is not None:
            self.rows[row] = None
        if value is not None and len(self.values) < SHOWN_VALUES:
            self.values[value[:40] if isinstance(value, str) else shorten(value, 40)] = None
