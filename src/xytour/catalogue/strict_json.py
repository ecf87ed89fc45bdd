"""Answers whether a file is JSON, and JSON that means one thing only.

Stricter than the standard library: keys must not repeat within an object (the last would
win silently) and numbers must be finite. What the JSON says is checked elsewhere.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING

from xytour.errors import DataError, Fault
from xytour.model.faults import json_path, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator


def parse_json(content: bytes, name: str) -> object:
    """Parse the content of a JSON file.

    Parameters
    ----------
    content
        The bytes of the file: UTF-8, with or without a byte order mark.
    name
        What to call the file in messages.

    Returns
    -------
    object
        The value, of dicts, lists, texts, numbers, booleans and None.

    Raises
    ------
    DataError
        The content is not UTF-8 or not JSON (told with line and column), nests too deeply,
        repeats a key, or holds NaN or an infinite number (told with their JSON paths).
    """
    text = _decode(content, name)
    hooks = _Hooks()
    try:
        data = json.loads(
            text, object_pairs_hook=hooks.build_object, parse_constant=hooks.build_constant
        )
    except json.JSONDecodeError as error:
        raise _refusal(name, _syntax_fault(text, error)) from error
    except RecursionError as error:
        fault = Fault("$", shorten(text, 20), "nests too deeply", "remove the needless brackets")
        raise _refusal(name, fault) from error
    except ValueError as error:
        # The interpreter refuses whole numbers of thousands of digits.
        fault = Fault("$", "a number", "has too many digits", "write the number meant")
        raise _refusal(name, fault) from error
    if hooks.found_something:
        raise _refusal(name, *_oddities(data, hooks))
    return data


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        value = shorten(content[error.start : error.start + 8])
        fault = Fault(f"line {line}", value, "is not UTF-8", "save the file in UTF-8")
        raise _refusal(name, fault) from error


def _refusal(name: str, *faults: Fault) -> DataError:
    return DataError(f"{name} cannot be read as JSON:", faults)


def _syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    if not text.strip():
        return Fault("line 1", "nothing", "the file is empty", "write a region into it")
    value = shorten(text[error.pos : error.pos + 40].partition("\n")[0])
    reason = f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    where = f"line {error.lineno}, column {error.colno}"
    return Fault(where, value, reason, "mend the JSON there or just before")


class _Hooks:
    """Notes while parsing which objects repeat keys; paths are found afterwards."""

    def __init__(self) -> None:
        self.repeated: dict[int, list[str]] = {}
        self.found_something = False

    def build_object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated[id(result)] = [key for key, count in counts.items() if count > 1]
            self.found_something = True
        return result

    def build_constant(self, name: str) -> float:
        self.found_something = True
        return float(name)


def _oddities(data: object, hooks: _Hooks) -> Iterator[Fault]:
    for location, value in _walk(data):
        if isinstance(value, float) and not math.isfinite(value):
            yield Fault(json_path(location), repr(value), "is not a number", "write a number")
        elif isinstance(value, dict):
            for key in hooks.repeated.get(id(value), ()):
                reason = "the key stands more than once in its object"
                path = json_path((*location, key))
                yield Fault(path, shorten(value[key]), reason, "keep the one that is meant")


def _walk(data: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Visit every value in the order of the file, without recursion."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while waiting:
        location, value = waiting.pop()
        yield location, value
        if isinstance(value, dict):
            waiting.extend(((*location, key), member) for key, member in reversed(value.items()))
        elif isinstance(value, list):
            numbered = reversed(list(enumerate(value)))
            waiting.extend(((*location, index), member) for index, member in numbered)
