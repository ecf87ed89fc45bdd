"""Answers what rules a text of opening hours is made of, and what each selects by.

For texts that opening-hours-py has already parsed; which of them can be used is told in
`xytour.catalogue.hours_syntax`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTH_DAYS = {
    **{"Jan": 31, "Feb": 29, "Mar": 31, "Apr": 30, "May": 31, "Jun": 30},
    **{"Jul": 31, "Aug": 31, "Sep": 30, "Oct": 31, "Nov": 30, "Dec": 31},
}
"""The months as the syntax names them, in order, with their most days."""

_MONTH = rf"(?:{'|'.join(MONTH_DAYS)})"
_WEEKDAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_WEEKDAYS = rf"{_WEEKDAY}(?:-{_WEEKDAY}|\[[^\]]*\])?"
_WEEKDAY_LIST = rf"{_WEEKDAYS}(?:,{_WEEKDAYS})*"
_HOLIDAYS = re.compile(r"\bPH\b")
_HOLIDAY_RULE = re.compile(
    rf"(?:(?P<before>{_WEEKDAY_LIST}),)?PH(?:,(?P<after>{_WEEKDAY_LIST}))?(?P<rest>(?: .*)?)",
    re.IGNORECASE,
)
_SELECTOR = re.compile(rf"\b(?:{_WEEKDAY}|{_MONTH}|PH|week|easter|days?|\d{{4}})\b", re.IGNORECASE)
_DATES = re.compile(rf"\b(?:{_MONTH}|week|easter|\d{{4}})\b", re.IGNORECASE)
_ON_WEEKDAYS = re.compile(rf"\b{_WEEKDAY}\b", re.IGNORECASE)
_TIMES = re.compile(r"\d:\d\d|24/7|\b(?:sunrise|sunset|dawn|dusk)\b", re.IGNORECASE)
_STATES = re.compile(r"\b(?:open|closed|off|unknown)\b", re.IGNORECASE)
_CLOSING = re.compile(r"\b(?:closed|off)\b", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH}) +(\d{{1,2}})(?![\d:])(?: *- *(\d{{1,2}})(?![\d:]))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Rule:
    """One rule of opening hours.

    Parameters
    ----------
    text
        The rule as written, without the separators around it.
    is_fallback
        Whether it holds only where no rule before it does (it stands after ``||``).
    """

    text: str
    is_fallback: bool = False

    @cached_property
    def masked(self) -> str:
        """The rule with its comments blanked out, every position kept."""
        return _mask(self.text)

    @property
    def has_comment(self) -> bool:
        """Whether there is a comment."""
        return '"' in self.masked

    @property
    def names_times(self) -> bool:
        """Whether a time of day stands in it, or ``24/7``."""
        return _TIMES.search(self.masked) is not None

    @property
    def names_state(self) -> bool:
        """Whether it says open, closed or unknown."""
        return _STATES.search(self.masked) is not None

    @property
    def names_holidays(self) -> bool:
        """Whether ``PH`` stands in it."""
        return _HOLIDAYS.search(self.masked) is not None

    @property
    def names_school_holidays(self) -> bool:
        """Whether ``SH`` stands in it."""
        return re.search(r"\bSH\b", self.masked) is not None

    @property
    def yields_to_holidays(self) -> bool:
        """Whether holidays win over it: it names no dates, or closes on weekdays."""
        closes = _ON_WEEKDAYS.search(self.masked) and _CLOSING.search(self.masked)
        return not _DATES.search(self.masked) or bool(closes)

    @property
    def additions(self) -> list[Rule]:
        """The rule's parts that are separated by a comma and a space."""
        return [Rule(part) for part in self.masked.split(", ")]

    def find_impossible_day(self) -> str | None:
        """Return a month that is given a day that it lacks, or None."""
        for month, *days in _MONTH_DAY.findall(self.masked):
            most = MONTH_DAYS[month.capitalize()]
            if any(day and not 1 <= int(day) <= most for day in days):
                return str(month)
        return None

    def split_holidays(self) -> tuple[str, str] | None:
        """Return the weekdays listed with ``PH`` and all that follows them, or None.

        None means that ``PH`` stands in no such list, or that more than times, a state and a
        comment follow.
        """
        match = _HOLIDAY_RULE.fullmatch(self.masked)
        if match is None or _SELECTOR.search(match["rest"]):
            return None
        weekdays = ",".join(filter(None, (match["before"], match["after"])))
        return weekdays, self.text[match.start("rest") :]


def split_rules(text: str) -> list[Rule]:
    """Take opening hours apart at ``;`` and ``||``.

    Parameters
    ----------
    text
        Opening hours that can be parsed.

    Returns
    -------
    list[Rule]
        The rules in their order.
    """
    separators = [*re.finditer(r"\s*(;|\|\|)\s*", _mask(text))]
    starts = [0, *(separator.end() for separator in separators)]
    ends = [*(separator.start() for separator in separators), len(text)]
    fallbacks = [False, *(separator[1] == "||" for separator in separators)]
    return [
        Rule(text[start:end].strip(), is_fallback)
        for start, end, is_fallback in zip(starts, ends, fallbacks, strict=True)
    ]


def join_rules(rules: Iterable[Rule]) -> str:
    """Put rules together again.

    Parameters
    ----------
    rules
        The rules in their order.

    Returns
    -------
    str
        The opening hours; empty if there are no rules.
    """
    text = ""
    for rule in rules:
        separator = " || " if rule.is_fallback else "; "
        text += f"{separator}{rule.text}" if text else rule.text
    return text


def _mask(text: str) -> str:
    return re.sub(r'"[^"]*"', lambda match: '"' + "_" * (len(match[0]) - 2) + '"', text)
