"""Turn pydantic's findings into faults that tell a person where and how to mend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from xytour.errors import Fault

_MENDS = {
    "missing": "add the field",
    "extra_forbidden": "remove it or correct its spelling",
    "union_tag_invalid": "use one of the kinds named",
    "union_tag_not_found": "add the field that tells the kind",
    "literal_error": "use one of the values named",
    "string_pattern_mismatch": "write it in the form named",
    "json_invalid": "mend the JSON at the place named",
    "greater_than_equal": "raise the number into the range",
    "greater_than": "raise the number into the range",
    "less_than_equal": "lower the number into the range",
    "less_than": "lower the number into the range",
    "date_from_datetime_parsing": "write a date as YYYY-MM-DD",
    "date_parsing": "write a date as YYYY-MM-DD",
    "datetime_from_date_parsing": "write a time as YYYY-MM-DDTHH:MM",
    "datetime_parsing": "write a time as YYYY-MM-DDTHH:MM",
}


def json_path(location: Iterable[str | int]) -> str:
    """Write a location as a JSON path.

    Examples
    --------
    >>> json_path(("places", 3, "name", "en"))
    '$.places[3].name.en'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "$" + "".join(steps)


def shorten(value: object, limit: int = 60) -> str:
    """Return a value as text that fits on a line."""
    if isinstance(value, str | bytes):
        value = value[:limit]  # a text may be as long as memory
    try:
        text = repr(value)
    except RecursionError:
        text = f"a {type(value).__name__} that nests too deeply"
    return text if len(text) <= limit else text[: limit - 3] + "..."


def faults_of(error: ValidationError, tags: Iterable[str] = ()) -> list[Fault]:
    """Return one fault for each place at which pydantic found something.

    Where a value fits no member of a union, the first member's finding stands for all.

    Parameters
    ----------
    error
        What pydantic raised.
    tags
        Union tags that pydantic puts into locations and that do not stand in the file.
    """
    hidden = frozenset(tags)
    first: dict[str, Fault] = {}
    for finding in error.errors(include_url=False):
        fault = _fault(finding, hidden)
        first.setdefault(fault.path, fault)
    return list(first.values())


def _is_union_member(step: str | int) -> bool:
    """Whether a location step names a member of a union rather than a field of the file."""
    return isinstance(step, str) and ("[" in step or step[:1].isupper())


def _fault(finding: Any, hidden: frozenset[str]) -> Fault:
    location = [
        step for step in finding["loc"] if step not in hidden and not _is_union_member(step)
    ]
    kind = finding["type"]
    value = "nothing" if kind == "missing" else shorten(finding["input"])
    message = finding["msg"].removeprefix("Value error, ")
    mend = _MENDS.get(kind, "correct the value")
    return Fault(json_path(location), value, message[:1].lower() + message[1:], mend)
