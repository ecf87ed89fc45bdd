"""Which files of a folder of many towns' tables are about one, by what they are called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from xytour.errors import DataError, Fault
from xytour.importers.names import slug_of
from xytour.model.faults import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIXES = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".geojson"})
_WORDS: tuple[tuple[str, str], ...] = (
    ("metro", r"subway|metro|地铁"),
    ("stations", r"station|\bpois?\b|车站"),
    ("sights", r"attraction|sight|scenic|景点|景区"),
    ("hotels", r"accommodation|hotel|lodging|酒店|住宿"),
    ("restaurants", r"restaurant|dining|餐厅|餐馆|美食"),
    ("shops", r"\bshop|商店"),
    ("trains", r"train|railway|火车|列车|高铁"),
    ("flights", r"airplane|flight|plane|航班"),
    ("coaches", r"\bcoach|长途"),
)
"""Which table a file or folder is by its name, the first that fits."""

_ENGLISH = re.compile(r"[_-]en$", re.IGNORECASE)
RUNS = ("trains", "flights", "coaches")


def tables_of(
    folder: str | Path, names: Mapping[str, str], home: Mapping[str, str] | None = None
) -> tuple[dict[str, list[Path]], list[Path]]:
    """Return the files of each table that are about a town, and those that are no table.

    What a file holds is told by its name or its folder's, and of which town by a part of its
    path. Files of all towns in one are returned as they are.

    Parameters
    ----------
    folder
        Where the files are, at any depth.
    names
        Of the town.
    home
        Names of the town where trips begin: only files of runs between the two are taken.

    Raises
    ------
    DataError
        There is no such folder.
    """
    root = Path(folder)
    if not root.is_dir():
        msg = f"folder: {str(root)!r} is no folder"
        raise DataError(msg)
    found: dict[str, list[Path]] = {}
    unused = []
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        kind = _kind_of(path.relative_to(root))
        if kind is None:
            unused.append(path.relative_to(root))
        else:
            found.setdefault(kind, []).append(path)
    tables = {}
    for kind, paths in found.items():
        kept = _in_one_language(_about(paths, root, names), names)
        if home is not None and kind in RUNS:
            kept = _about(kept, root, home)
        elif home is not None and kind == "stations":
            kept += _in_one_language(_about(paths, root, home), names)
        if kept:
            tables[kind] = list(dict.fromkeys(kept))
    return tables, unused


def _kind_of(path: Path) -> str | None:
    """Return which table a file is: by its own name, else by the nearest folder's."""
    for part in (path.stem, *reversed(path.parts[:-1])):
        words = re.sub(r"[_-]+", " ", part)
        for kind, pattern in _WORDS:
            if re.search(pattern, words, re.IGNORECASE):
                return kind
    return None


def _about(paths: list[Path], root: Path, names: Mapping[str, str]) -> list[Path]:
    """Return the files whose paths name a town; without any, those that stand for all towns."""
    keys = {*(name.casefold() for name in names.values()), slug_of(names["en"]).replace("-", "")}
    own = [path for path in paths if keys & set(_parts(path.relative_to(root)))]
    folders = {path.parent for path in paths}
    return own or (paths if len(folders) == 1 and not _are_by_town(paths) else [])


def _are_by_town(paths: list[Path]) -> bool:
    """Whether files that lie together differ by a name in theirs, as ``from_A_to_B`` does."""
    return len({_ENGLISH.sub("", path.stem) for path in paths}) > 1


def _parts(path: Path) -> list[str]:
    return [word for word in re.split(r"[\W_]+", str(path).casefold()) if word]


def _in_one_language(paths: list[Path], names: Mapping[str, str]) -> list[Path]:
    """Return the files without those that say the same in the other language (``..._en``)."""
    english = [path for path in paths if _ENGLISH.search(path.stem)]
    others = [path for path in paths if path not in english]
    if not english or not others:
        return paths
    return english if names["zh"].isascii() else others


def nothing_found(folder: str | Path, names: Mapping[str, str]) -> DataError:
    """Return the error for a folder that has no places of a town."""
    root = Path(folder)
    said = " or ".join(dict.fromkeys(names.values()))
    seen = sorted({path.parent.name for path in root.rglob("*") if path.suffix in SUFFIXES})
    fault = Fault(
        str(root),
        shorten(said),
        f"no table of places is about it; there are folders {', '.join(seen[:20]) or '(none)'}",
        "name the town as its files do, as {'en': 'Xian', 'zh': '西安'}",
    )
    return DataError("the folder has nothing on the town:", [fault])
