"""Arrays kept on disk under the hash of what they were worked out from.

A file that is damaged is as good as none: it is worked out again, and a note says so.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import DataError, ExportError
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FORMAT = 1
"""Part of every hash: a newer form of the content finds no old file."""

# Backup tools leave folders with this file alone: https://bford.info/cachedir/
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Kept by xytour; may be deleted.\n"


class Cache:
    """A folder of arrays, or nothing at all.

    Parameters
    ----------
    folder
        Made if it is not there; None keeps nothing. Only the caller names it: nothing is
        written to a place that nobody asked for.

    Attributes
    ----------
    notes : list of str
        What happened that the caller should know.

    Raises
    ------
    DataError
        The folder cannot be made or written to. This is told before the work, not after.
    """

    def __init__(self, folder: str | Path | None) -> None:
        self.folder = None if folder is None else Path(folder)
        self.notes: list[str] = []
        if self.folder is not None:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                write_whole(self.folder / "CACHEDIR.TAG", _TAG)
            except (OSError, ExportError) as error:
                msg = f"cache_dir={str(folder)!r} cannot be used ({error}); name another folder"
                raise DataError(msg) from error

    def get(self, key: str) -> dict[str, NDArray[np.float64]] | None:
        """Return what was kept under a key, or None."""
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.notes.append(f"cache file {path.name} cannot be read ({error.strerror}), rebuilt")
            return None
        digest, body = content[:32], content[32:]
        if hashlib.sha256(body).digest() == digest:
            try:
                with np.load(io.BytesIO(body), allow_pickle=False) as kept:
                    return {name: kept[name] for name in kept.files}
            except (ValueError, OSError, zipfile.BadZipFile):
                pass  # sound, but not ours
        self.notes.append(f"cache file {path.name} is damaged, rebuilt")
        return None

    def put(self, key: str, arrays: Mapping[str, NDArray[np.float64]]) -> None:
        """Keep arrays under a key; the file is written whole or not at all.

        Where the disk is full or gone by now, a note says so and the work goes on.
        """
        if self.folder is None:
            return
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **arrays)
        body = buffer.getvalue()
        try:
            write_whole(self._path(key), hashlib.sha256(body).digest() + body)
        except ExportError as error:
            self.notes.append(f"not kept in the cache: {error}")

    def _path(self, key: str) -> Path:
        assert self.folder is not None  # noqa: S101 (asked only where there is one)
        return self.folder / f"{key}.xytour-cache"


def key_of(facts: Mapping[str, object], *arrays: NDArray[np.generic]) -> str:
    """Return the hash of facts and arrays, 64 hexadecimal digits.

    Parameters
    ----------
    facts
        What JSON can hold.
    *arrays
        Their types, shapes and bytes count.
    """
    text = json.dumps({"format": FORMAT, **facts}, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode("utf-8"))
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
