"""The files of a feed, from a zip file or a folder, row by row.

GTFS has one record a line, so that each line is read by itself: a quote that is never
closed spoils its own row and no other.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xytour.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from xytour.network.gtfs.report import Findings

Row = tuple[int, list[str]]
"""The line of a row, and its values in the order asked for."""


class Source:
    """A feed's files.

    Parameters
    ----------
    path
        A zip file or a folder.
    findings
        Where broken rows are noted.

    Raises
    ------
    DataError
        There is neither, or the zip file cannot be read.
    """

    def __init__(self, path: Path, findings: Findings) -> None:
        self._path, self._findings = path, findings
        self._zip: zipfile.ZipFile | None = None
        if path.is_dir():
            self._members = {child.name: str(child) for child in sorted(path.iterdir())}
            return
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            msg = f"no feed at {str(path)!r}: name a zip file or a folder"
            raise DataError(msg) from error
        except (OSError, zipfile.BadZipFile) as error:
            msg = f"{path.name!r} cannot be read as a zip file ({error}); download it again"
            raise DataError(msg) from error
        self._members = {}
        # Files at the top win over those of the same name in a folder.
        for member in sorted(self._zip.namelist(), key=lambda name: -name.count("/")):
            self._members[PurePosixPath(member).name] = member

    def close(self) -> None:
        """Close the zip file."""
        if self._zip is not None:
            self._zip.close()

    @property
    def names(self) -> list[str]:
        """All file names, without folders."""
        return sorted(name for name in self._members if name)

    def need(self, *names: str) -> None:
        """Raise if one of some files is not there.

        Raises
        ------
        DataError
            It names all that are missing.
        """
        missing = [name for name in names if name not in self._members]
        if missing:
            msg = f"{self._path.name!r} is no whole GTFS feed: {', '.join(missing)} not in it"
            raise DataError(msg)

    def rows(self, name: str, needed: Sequence[str], wanted: Sequence[str] = ()) -> Iterator[Row]:
        """Yield the rows of a file; none if the file is not there.

        Parameters
        ----------
        name
            File.
        needed
            Columns that must be there, with a value in every row.
        wanted
            Further columns; an empty text stands for what is not there.

        Raises
        ------
        DataError
            A needed column is missing, or the file cannot be read.
        """
        if name not in self._members:
            return
        try:
            with self._open(name) as raw:
                text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace")
                yield from self._parsed(name, text, needed, wanted)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
            msg = f"{name} of {self._path.name!r} cannot be read ({error}); download it again"
            raise DataError(msg) from error

    def _open(self, name: str) -> BinaryIO:
        member = self._members[name]
        if self._zip is None:
            return Path(member).open("rb")
        try:
            return self._zip.open(member)  # type: ignore[return-value]
        except RuntimeError as error:  # what zipfile raises for an encrypted member
            msg = f"{name} of {self._path.name!r} cannot be read ({error})"
            raise DataError(msg) from error

    def _parsed(
        self, name: str, lines: io.TextIOWrapper, needed: Sequence[str], wanted: Sequence[str]
    ) -> Iterator[Row]:
        header = [column.strip().lower() for column in next(csv.reader([lines.readline()]), [])]
        missing = [column for column in needed if column not in header]
        if missing:
            msg = f"{name} of {self._path.name!r} has no column {', '.join(missing)}"
            raise DataError(msg)
        at = [header.index(column) if column in header else None for column in (*needed, *wanted)]
        for line, text in enumerate(lines, start=2):
            if not text.strip():
                continue
            self._findings.rows[name] += 1
            row = self._row(name, line, text, len(header))
            if row is None:
                continue
            values = [row[k] if k is not None and k < len(row) else "" for k in at]
            empty = [column for column, value in zip(needed, values, strict=False) if not value]
            if empty:
                reason = f"has no {', '.join(empty)}"
                self._findings.add(name, line, text.strip(), reason, "fill it in; row left out")
                continue
            yield line, values

    def _row(self, name: str, line: int, text: str, n_columns: int) -> list[str] | None:
        """Return the values of a line, None if it is no row."""
        note = self._findings.add
        if "\ufffd" in text:
            note(name, line, text.strip(), "is not UTF-8", "save as UTF-8; letters are lost")
        if text.count('"') % 2:
            note(name, line, text.strip(), "a quote is never closed", "close it; row left out")
            return None
        try:
            plain = '"' not in text  # most rows by far: no need for the whole grammar
            values = text.split(",") if plain else next(csv.reader([text]))
            row = [value.strip() for value in values]
        except csv.Error as error:
            note(name, line, text.strip(), f"is no CSV ({error})", "mend it; row left out")
            return None
        if len(row) > n_columns:
            reason = "has more values than there are columns"
            note(name, line, text.strip(), reason, "put texts with commas in quotes; row left out")
            return None
        return row
