"""Answers whether a text in the OSM opening_hours syntax can be used, and expands holidays.

Texts are read by opening-hours-py, which knows only some of the public holidays of some
countries and takes a few forms for something that their author did not mean. Such forms are
refused here, and ``PH`` is replaced by dates. When a place is open is asked elsewhere.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xytour.catalogue.hours_rules import MONTH_DAYS, Rule, join_rules, split_rules
from xytour.errors import RequestError
from xytour.model.faults import shorten

if TYPE_CHECKING:
    from collections.abc import Collection

_HOLIDAY_FORMS = (
    "PH can stand only alone or in one list with weekdays, as in 'PH off' or "
    "'Sa,Su,PH 09:00-17:00': not with months, weeks or other days around it, nor after ', '"
)


def hours_fault(text: str) -> str | None:
    """Tell why opening hours cannot be used.

    Parameters
    ----------
    text
        Opening hours in the OSM syntax.

    Returns
    -------
    str | None
        The reason, or None if the hours can be used.

    Examples
    --------
    >>> hours_fault("Tu-Su,PH 09:00-17:00; Mo off")
    >>> hours_fault("SH 09:00-12:00")
    'SH, school holidays, would be read as never: no calendar tells them'
    """
    reason = _parse_fault(text)
    if reason is None:
        reasons = (_rule_fault(rule) for rule in split_rules(text))
        reason = next(filter(None, reasons), None)
    return reason


def season_fault(text: str) -> str | None:
    """Tell why a season cannot be used: it must select dates and nothing else.

    Parameters
    ----------
    text
        A date selector of the OSM syntax, such as ``Mar 20-May 20`` or ``Apr-Jun,Sep-Nov``.

    Returns
    -------
    str | None
        The reason, or None if the season can be used.

    Examples
    --------
    >>> season_fault("Oct 15-Mar 15")
    >>> season_fault("Apr-Nov 09:00-17:00")
    'tells times, but a season tells dates only'
    """
    if Rule(text).names_holidays:
        return "names holidays (PH), but a season tells dates only"
    return _selector_fault(text, "a season tells dates")


def days_fault(text: str) -> str | None:
    """Tell why the days of a service cannot be used: they must select days and nothing else.

    Parameters
    ----------
    text
        A day selector of the OSM syntax, such as ``Mo-Fr`` or ``Sa,Su,PH``.

    Returns
    -------
    str | None
        The reason, or None if the days can be used.
    """
    return _selector_fault(text, "this field tells days")


def expand_holidays(text: str, holidays: Collection[date]) -> str:
    """Replace ``PH`` in opening hours by dates.

    Holidays win over weekdays wherever they stand, as is meant by those who write
    ``Tu-Su,PH 09:00-17:00; Mo off``. A later rule that names dates keeps the last word.

    Parameters
    ----------
    text
        Opening hours in which `hours_fault` finds nothing wrong.
    holidays
        The public holidays; rules for holidays are dropped if there are none.

    Returns
    -------
    str
        The same hours without ``PH``; ``off`` if no rule is left.

    Raises
    ------
    RequestError
        The text names holidays in a form that `hours_fault` refuses.

    Examples
    --------
    >>> expand_holidays("Tu-Su,PH 09:00-17:00; Mo off", [date(2026, 10, 1), date(2026, 10, 2)])
    'Tu-Su 09:00-17:00; Mo off; 2026 Oct 01-02 09:00-17:00'
    """
    rules = split_rules(text)
    dates = _date_selector(holidays)
    kept: list[tuple[int, Rule]] = []
    dated: list[tuple[int, Rule]] = []
    for index, rule in enumerate(rules):
        if not rule.names_holidays:
            kept.append((index, rule))
            continue
        weekdays, rest = _split_holidays(rule)
        if weekdays:
            kept.append((index, Rule(weekdays + rest, rule.is_fallback)))
        if dates:
            dated.append((index, Rule(dates + rest, rule.is_fallback)))
    # A fallback never competes with the rules before it, so it is neither passed nor moved.
    last = max(
        (i for i, rule in kept if rule.yields_to_holidays and not rule.is_fallback), default=-1
    )
    moved = [(i if rule.is_fallback else max(i, last), rule) for i, rule in dated]
    placed = sorted(kept + moved, key=lambda item: item[0])
    return join_rules(rule for _, rule in placed) or "off"


def _parse_fault(text: str) -> str | None:
    import opening_hours

    if not text.strip():
        return "is empty, which would be read as always open"
    try:
        opening_hours.OpeningHours(text)
    except UnicodeEncodeError:
        return "contains half a character"
    except (SyntaxError, getattr(opening_hours, "ParserError", SyntaxError)) as error:
        found = re.search(r"--> 1:(\d+)", str(error))
        unread = text[int(found[1]) - 1 :] if found else text
        return f"not understood from {shorten(unread)} on" if unread.strip() else "ends too early"
    return None


def _rule_fault(rule: Rule) -> str | None:
    """Tell what is wrong with a rule that can be parsed."""
    reason = None
    if rule.names_school_holidays:
        reason = "SH, school holidays, would be read as never: no calendar tells them"
    elif rule.names_holidays and rule.split_holidays() is None:
        reason = _HOLIDAY_FORMS
    elif rule.has_comment and not (rule.names_times or rule.names_state):
        reason = "a comment alone would be read as open all day: write unknown before it"
    elif any(not (part.names_times or part.names_state) for part in rule.additions[:-1]):
        reason = "days before ', ' would be read as open all day: write the comma without space"
    elif month := rule.find_impossible_day():
        reason = f"{month} has only the days 1 to {MONTH_DAYS[month.capitalize()]}"
    return reason


def _selector_fault(text: str, what: str) -> str | None:
    reason = _parse_fault(text)
    if reason is not None:
        return reason
    rule, *others = split_rules(text)
    if others:
        reason = f"has several rules, but {what} in one"
    elif rule.names_times:
        reason = f"tells times, but {what} only"
    elif rule.names_state or rule.has_comment:
        reason = f"tells a state or a comment, but {what} only"
    else:
        # Without times a space after the comma changes nothing.
        reason = _rule_fault(Rule(rule.text.replace(", ", ",")))
    return reason


def _split_holidays(rule: Rule) -> tuple[str, str]:
    found = rule.split_holidays()
    if found is None:
        msg = f"cannot replace PH in {rule.text!r}: {_HOLIDAY_FORMS}"
        raise RequestError(msg)
    return found


def _date_selector(holidays: Collection[date]) -> str:
    """Write dates as a selector, joining those that follow each other within a month."""
    runs: list[list[date]] = []
    for day in sorted(set(holidays)):
        if runs and day - runs[-1][-1] == timedelta(days=1) and day.month == runs[-1][-1].month:
            runs[-1].append(day)
        else:
            runs.append([day])
    months = tuple(MONTH_DAYS)
    return ",".join(
        f"{run[0].year} {months[run[0].month - 1]} {run[0].day:02d}"
        + (f"-{run[-1].day:02d}" if len(run) > 1 else "")
        for run in runs
    )
