"""Spoil sound input: bytes flipped, cut and doubled; values changed, removed and nested."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Path = tuple[Any, ...]

ODD: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1, 7, 0.5, -0.0, 1e308, -1e308, 10**9, 2**63, 10**30),
    *("", " ", "x", "0", "24:00", "23:59", "2026-02-30", "2026-04-10", "2026-04-10T10:30"),
    *("0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"),
    *("2026-03-29T02:30", "1e999", "NaN", "\x00", "\ud800", "🍵" * 50, "a" * 5_000, "../../etc"),
    *("٣", "²", "１２:３０", "סלאם", "PH", "Mo-Su 00:00-48:00", "sunrise-(sunset+25:00)"),
    *("<script>", "{{7*7}}", "=1+1", "%s%n", [], {}, [None], {"": None}, [[]], {"en": "x"}),
    float("nan"),
    float("inf"),
)
"""What a value may be changed to."""

TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\\ud800", b"\\u0000", b'"', b"'"),
    *(b",", b"\n", b"\r", b"\t", b"{", b"}", b"[" * 50, b"]", b"-", b"1e999", b"NaN", b"null"),
    *(b"9" * 400, b"\xf0\x9f\x8d\xb5", b"<!--", b"]]>", b"PK\x03\x04", b"24:00", b":", b";"),
)
"""What may be put between bytes."""


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the way to each part of a document."""
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from leaves(value[step], (*path, step))


def spoil(document: Any, dice: Random) -> Any:
    """Return a copy with a few parts changed, removed, doubled, renamed or put elsewhere."""
    changed = copy.deepcopy(document)
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        ways = [path for path in leaves(changed) if path]
        if not ways:
            return dice.choice(ODD)
        *way, last = dice.choice(ways)
        parent = _at(changed, way)
        match dice.choice(("value", "value", "value", "remove", "double", "rename", "move")):
            case "remove":
                del parent[last]
            case "double" if isinstance(parent, list):
                parent.insert(last, copy.deepcopy(parent[last]))
            case "rename" if isinstance(parent, dict):
                parent[dice.choice(("", "x", "id", str(last).upper()))] = parent.pop(last)
            case "move":
                parent[last] = copy.deepcopy(_at(changed, dice.choice(ways)))
            case _:
                parent[last] = _nested(dice) if dice.random() < 0.02 else dice.choice(ODD)
    return changed


def spoil_bytes(content: bytes, dice: Random) -> bytes:
    """Return bytes with a few of them flipped, cut out, doubled, put in or cut off."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4, 20))):
        at = dice.randrange(len(changed) + 1)
        until = min(len(changed), at + dice.choice((1, 2, 10, 200)))
        match dice.choice(("flip", "flip", "cut", "double", "token", "token", "end")):
            case "flip" if at < len(changed):
                changed[at] ^= 1 << dice.randrange(8)
            case "cut":
                del changed[at:until]
            case "double":
                changed[at:at] = changed[at:until]
            case "end" if dice.random() < 0.2:
                del changed[at:]
            case _:
                changed[at:at] = dice.choice(TOKENS)
    return bytes(changed)


def spoil_json(document: Any, dice: Random) -> bytes:
    """Return a document as JSON bytes, spoilt as a document or as bytes."""
    if dice.random() < 0.7:
        return as_json(spoil(document, dice))
    return spoil_bytes(as_json(document), dice)


def as_json(document: Any) -> bytes:
    """Return a document as JSON; what UTF-8 has no bytes for stands as its escape."""
    try:
        return json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(document).encode()


def _at(document: Any, way: Any) -> Any:
    for step in way:
        document = document[step]
    return document


def _nested(dice: Random) -> Any:
    nested: Any = []
    for _ in range(dice.choice((50, 400))):
        nested = [nested] if dice.random() < 0.5 else {"en": nested}
    return nested
