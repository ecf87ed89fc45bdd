"""Days of service: weekdays between two dates, and dates that are added or taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.network.gtfs.report import Findings
    from xytour.network.gtfs.source import Source

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALENDAR, DATES = "calendar.txt", "calendar_dates.txt"


@dataclass(frozen=True, slots=True)
class FeedDays:
    """Days of one ``service_id``.

    Parameters
    ----------
    weekdays
        Numbers of the weekdays, 0 is Monday.
    first, last
        Between which dates the weekdays count; None where there are only dates.
    added, removed
        Single dates that win over the weekdays.
    """

    weekdays: frozenset[int]
    first: date | None
    last: date | None
    added: frozenset[date]
    removed: frozenset[date]

    def runs_on(self, day: date) -> bool:
        """Whether the service runs on a date."""
        if day in self.added:
            return True
        if day in self.removed or self.first is None or self.last is None:
            return False
        return self.first <= day <= self.last and day.weekday() in self.weekdays


@dataclass(slots=True)
class _Draft:
    weekdays: frozenset[int]
    first: date | None
    last: date | None
    added: set[date]
    removed: set[date]

    def days(self) -> FeedDays:
        added, removed = frozenset(self.added), frozenset(self.removed)
        return FeedDays(self.weekdays, self.first, self.last, added, removed)


def read_days(source: Source, findings: Findings) -> dict[str, FeedDays]:
    """Return the days of each service of a feed."""
    drafts: dict[str, _Draft] = {}
    columns = ("service_id", "start_date", "end_date", *WEEKDAYS)
    for line, (service_id, start, end, *flags) in source.rows(CALENDAR, columns):
        first, last = _date(start), _date(end)
        if service_id in drafts:
            findings.add(
                CALENDAR, line, service_id, "stands there twice", "remove one; row left out"
            )
        elif first is None or last is None or first > last:
            reason = "start_date and end_date are no dates in order"
            findings.add(CALENDAR, line, f"{start} {end}", reason, "write YYYYMMDD; row left out")
        elif not {"0", "1"}.issuperset(flags):
            reason = "a weekday is neither 0 nor 1"
            findings.add(CALENDAR, line, flags, reason, "write 0 or 1; row left out")
        else:
            weekdays = frozenset(k for k, flag in enumerate(flags) if flag == "1")
            drafts[service_id] = _Draft(weekdays, first, last, set(), set())
    dates = source.rows(DATES, ("service_id", "date", "exception_type"))
    for line, (service_id, text, kind) in dates:
        day = _date(text)
        if day is None:
            findings.add(DATES, line, text, "is no date", "write YYYYMMDD; row left out")
        elif kind not in {"1", "2"}:
            reason = "exception_type is neither 1 nor 2"
            findings.add(DATES, line, kind, reason, "1 adds the date, 2 removes it; row left out")
        else:
            draft = drafts.setdefault(service_id, _Draft(frozenset(), None, None, set(), set()))
            (draft.added if kind == "1" else draft.removed).add(day)
    return {service_id: draft.days() for service_id, draft in drafts.items()}


def _date(text: str) -> date | None:
    """Return a date of the form YYYYMMDD, None if it is none."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
