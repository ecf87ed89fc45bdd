"""Packages that only some formats need: imported when they do, named when they miss."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xytour.errors import ExportError

if TYPE_CHECKING:
    from types import ModuleType


def needed(package: str, *, extra: str, purpose: str) -> ModuleType:
    """Import a package of an extra.

    Parameters
    ----------
    package
        Its name, or that of a module in it.
    extra
        The extra of xytour that installs it.
    purpose
        What it is needed for, as the subject of a sentence.

    Raises
    ------
    ExportError
        It is not installed.
    """
    try:
        return import_module(package)
    except ImportError as error:
        name = package.partition(".")[0]
        msg = f"{purpose} needs the package {name}: pip install 'xytour[{extra}]'"
        raise ExportError(msg) from error
