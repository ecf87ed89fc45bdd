"""Which TOPTW files are run, and which family each belongs to."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TIGHT, WIDE, CORDEAU, OTHER = "Solomon, tight windows", "Solomon, wide windows", "Cordeau", "other"
FAMILIES = (TIGHT, WIDE, CORDEAU, OTHER)

_SOLOMON = re.compile(r"(?:c|r|rc)([12])\d\d")
_CORDEAU = re.compile(r"pr\d\d")


def family(name: str) -> str:
    """Return the family of an instance by its name: c1, r1 and rc1 have tight windows.

    Parameters
    ----------
    name
        Stem of the file's name.

    Returns
    -------
    str
        One of ``FAMILIES``.
    """
    if solomon := _SOLOMON.fullmatch(name.lower()):
        return TIGHT if solomon[1] == "1" else WIDE
    return CORDEAU if _CORDEAU.fullmatch(name.lower()) else OTHER


def find_files(patterns: Sequence[str], folder: Path | None) -> list[Path]:
    """Return the files that patterns name, each once.

    Parameters
    ----------
    patterns
        Paths, or names in ``folder`` with or without suffix; ``*``, ``?`` and ``[...]`` are
        wildcards. In names wildcards pass over files of no known family.
    folder
        The TOPTW set, or None if there is none.

    Returns
    -------
    list[Path]
        The files in the order of the patterns, those of one pattern by name.

    Raises
    ------
    FileNotFoundError
        A pattern names nothing.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern)
        if path.is_file():
            hits = [path]
        elif len(path.parts) > 1:
            hits = sorted(path.parent.glob(path.name))
        else:
            hits = _named(pattern.removesuffix(".txt"), folder)
        if not hits:
            place = f"in {folder}" if folder else "in a folder of sets, and there is none"
            msg = f"expected paths of files, or names {place}; got {pattern!r}"
            raise FileNotFoundError(msg)
        found.update(dict.fromkeys(hits))
    return list(found)


def _named(stem: str, folder: Path | None) -> list[Path]:
    return [
        file
        for file in sorted(folder.glob("*.txt") if folder else ())
        if file.stem == stem
        or (fnmatch.fnmatchcase(file.stem, stem) and family(file.stem) != OTHER)
    ]
