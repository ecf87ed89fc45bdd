"""Readers of the public orienteering formats: which file becomes which instance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.formats import mctopmtw, op, ophs, tdop, tdtoptw, top, toptw, ttdp

if TYPE_CHECKING:
    from benchmarks.formats.instance import Instance

_READERS = {
    "mctopmtw": mctopmtw.read,
    "op": op.read,
    "ophs": ophs.read,
    "tdop": tdop.read,
    "tdtoptw": tdtoptw.read,
    "top": top.read,
    "toptw": toptw.read,
    "ttdp": ttdp.read,
}
FORMATS = tuple(_READERS)


def read(path: str | Path, fmt: str, tours: int | None = None) -> Instance:
    """Read one benchmark file.

    Parameters
    ----------
    path
        The file. Time-dependent formats look for their tables beside it; ``tdop`` also in the
        two folders above.
    fmt
        One of ``FORMATS``.
    tours
        Number of tours (>= 1). By default the number that the file states, or 1 where it
        states none; another number replaces it, except for ``ophs``, whose trips are given.

    Returns
    -------
    Instance
        What the file says.

    Raises
    ------
    ValueError
        The format is unknown, the number of tours makes no sense, or the file is malformed;
        then the message names file, line and what was expected.
    FileNotFoundError
        The file or one of its tables is missing.
    """
    if fmt not in _READERS:
        msg = f"expected one of the formats {', '.join(FORMATS)}, got {fmt!r}"
        raise ValueError(msg)
    if tours is not None and tours < 1:
        msg = f"expected at least 1 tour, got {tours}"
        raise ValueError(msg)
    return _READERS[fmt](Path(path), tours)
