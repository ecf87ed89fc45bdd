"""Find an exporter by suffix, and write a file whole or not at all.

Exporters are entry points of the group ``xytour.exporters``: the name is the suffix
without its dot, the object a function that takes an itinerary and returns str or bytes.
"""

from __future__ import annotations

import os
import tempfile
from importlib.metadata import entry_points
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xytour.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xytour.model.itinerary import Itinerary

GROUP = "xytour.exporters"


def save(itinerary: Itinerary, path: Path, **options: Any) -> Path:
    """Write an itinerary in the format that the suffix names; see ``Itinerary.save``."""
    suffix = path.suffix.lower().removeprefix(".")
    found = entry_points(group=GROUP)
    if suffix not in found.names:
        known = ", ".join(sorted(f".{name}" for name in found.names)) or "none"
        msg = f"no exporter for {path.name!r}; suffixes known: {known}"
        raise ExportError(msg)
    try:
        export = found[suffix].load()
    except ImportError as error:
        msg = f"the exporter for .{suffix} needs a package that is not installed: {error.name}"
        raise ExportError(msg) from error
    _check_options(export, suffix, options)
    content = export(itinerary, **options)
    write_whole(path, content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def _check_options(
    export: Callable[..., str | bytes], suffix: str, options: Mapping[str, Any]
) -> None:
    """Raise if an exporter does not take an option, naming those that it takes."""
    taken = list(signature(export).parameters.values())[1:]
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken):
        return
    names = [parameter.name for parameter in taken]
    for unknown in options.keys() - set(names):
        known = f"it takes {', '.join(names)}" if names else "it takes none"
        msg = f"the exporter for .{suffix} has no option {unknown!r}; {known}"
        raise ExportError(msg)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then rename it there, so that no half file is left.

    A process that is killed meanwhile leaves the old file, and beside it perhaps a part of the
    new one under a name that begins with ``.xytour-``.

    Raises
    ------
    ExportError
        The folder does not exist or cannot be written, the disk is full, or it is no name.
    """
    try:
        _write_beside(path, content)
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise ExportError(msg) from error
    except ValueError as error:  # a null, or half a character
        msg = f"cannot write {str(path)!r}: no file can have that name ({error})"
        raise ExportError(msg) from error


def _write_beside(path: Path, content: bytes) -> None:
    os.fsencode(path)  # before anything is written
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".xytour-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)  # some disks say only now that they are full
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
