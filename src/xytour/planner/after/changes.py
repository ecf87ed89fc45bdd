"""What differs between two plans of a trip, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.itinerary import ActivityItem, Meal, StayItem, Visit
from xytour.model.revision import Change
from xytour.planner.after.recalling import is_chosen
from xytour.planner.after.words import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xytour.model.base import Language
    from xytour.model.itinerary import Day, Item
    from xytour.model.revision import ChangeKind

Reason = tuple[str, str]
"""A code and a text."""

RETIMED_MIN = 5
"""Starts that move by less are not told."""


def changes_between(
    old: Sequence[Day],
    new: Sequence[Day],
    language: Language,
    reason_of: Callable[[str, str], Reason],
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return what changed from one plan to another, and what is kept on its day.

    Parameters
    ----------
    old, new
        The days.
    language
        Of the texts.
    reason_of
        Says why a place was dropped, added or moved, by the kind of change and its id.
    """
    before, after = _visits(old), _visits(new)
    changes: list[Change] = []
    kept: list[str] = []
    for place_id, (was_on, was) in before.items():
        if place_id not in after:
            changes.append(_change("dropped", was_on, was, None, language, reason_of))
            continue
        now_on, now = after[place_id]
        if now_on.date != was_on.date:
            changes.append(_change("moved", now_on, was, now, language, reason_of))
            continue
        kept.append(place_id)
        kind = _in_day(was, now)
        if kind:
            changes.append(_change(kind, now_on, was, now, language, reason_of))
    changes += [
        _change("added", day, None, item, language, reason_of)
        for place_id, (day, item) in after.items()
        if place_id not in before
    ]
    changes += _bed_changes(old, new, language, reason_of)
    return tuple(sorted(changes, key=lambda change: change.date)), tuple(kept)


def _in_day(was: Item, now: Item) -> ChangeKind | None:
    """Return how a visit that stays on its day has changed."""
    if now.minutes != was.minutes:
        return "longer" if now.minutes > was.minutes else "shorter"
    moved = abs((now.start - was.start).total_seconds()) / 60
    return "retimed" if moved >= RETIMED_MIN else None


def _visits(days: Sequence[Day]) -> dict[str, tuple[Day, Item]]:
    """Return the visits and tables by place."""
    return {
        item.place_id: (day, item)
        for day in days
        for item in day.items
        if is_chosen(item) and item.place_id is not None
    }


def _bed_changes(
    old: Sequence[Day],
    new: Sequence[Day],
    language: Language,
    reason_of: Callable[[str, str], Reason],
) -> Iterator[Change]:
    before = {day.date: night for day in old if (night := _night(day))}
    for day in new:
        now, was = _night(day), before.get(day.date)
        if now is not None and was is not None and now.place_id != was.place_id:
            code, why = reason_of("bed", now.place_id)
            text = tell("c-bed", language, name=now.name, other=was.name) + why
            yield Change(kind="bed", place_id=now.place_id, date=day.date, reason=code, text=text)


def _night(day: Day) -> StayItem | None:
    last = day.items[-1] if day.items else None
    return last if isinstance(last, StayItem) else None


def _change(
    kind: ChangeKind,
    day: Day,
    was: Item | None,
    now: Item | None,
    language: Language,
    reason_of: Callable[[str, str], Reason],
) -> Change:
    item = now or was
    assert isinstance(item, Visit | ActivityItem | Meal)  # noqa: S101 (one of them is given)
    code, why = reason_of(kind, item.place_id or "")
    facts = {
        "name": item.name,
        "date": day.date,
        "time": f"{now.start:%H:%M}" if now else "",
        "minutes": item.minutes,
    }
    return Change(
        kind=kind,
        place_id=item.place_id,
        date=day.date,
        before=was.start if was else None,
        after=now.start if now else None,
        reason=code,
        text=tell(f"c-{kind}", language, **facts) + why,
    )
