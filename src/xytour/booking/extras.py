"""Packages of the extra ``booking``, imported where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from xytour.errors import BookingError


def needed(module: str, purpose: str) -> Any:
    """Return a module that may not be installed.

    Parameters
    ----------
    module
        Its name.
    purpose
        What it is needed for, in words.

    Raises
    ------
    BookingError
        It is not there; the message tells how to get it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        msg = f"{purpose} needs {module}: pip install 'xytour[booking]'"
        raise BookingError(msg) from error
