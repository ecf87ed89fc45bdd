"""Text from region files and requests, made harmless for any format.

Each exporter escapes what its own format gives a meaning to. What no format can hold, or
what plays tricks in all of them, is taken out here once.
"""

from __future__ import annotations

import unicodedata
from typing import Any

# Embeddings, overrides and isolates reverse what follows them, beyond their own text too.
# The marks U+200E, U+200F and U+061C move nothing but their neighbours, and stay.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> str:
    r"""Return text on one line, without control characters and direction overrides.

    Parameters
    ----------
    text
        As a region file or a request tells it.

    Returns
    -------
    str
        Words parted by single spaces. Control characters (terminal escapes among them),
        surrogates, noncharacters, which XML forbids, and signs that turn the direction of
        writing are gone; emoji, with the joiners inside them, are as they were.

    Examples
    --------
    >>> one_line(" tea\n\x1b[2Jhouse ")
    'tea [2Jhouse'
    """
    return " ".join(printable(text).split())


def cleaned(value: Any) -> Any:
    """Return a value of lists, tuples and dicts with :func:`one_line` of every text in it."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {key: cleaned(inner) for key, inner in value.items()}
    return [cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value


def printable(text: str) -> str:
    """Return text as :func:`one_line` does, but with its line ends and spaces."""
    return "".join(sign if sign == "\n" else _kept(sign) for sign in text)


def _kept(sign: str) -> str:
    if sign in _BIDI or ord(sign) & 0xFFFE == 0xFFFE:
        return ""
    category = unicodedata.category(sign)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category == "Cs" else sign
