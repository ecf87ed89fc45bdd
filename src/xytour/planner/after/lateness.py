"""What a plan made anew on the way has to own up to: meals late or missed, a late return."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from xytour.model.base import clock_of
from xytour.model.itinerary import Meal, StayItem
from xytour.model.revision import Change
from xytour.planner.after.words import tell
from xytour.planner.dates import MEAL_NAMES, MEALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.itinerary import Itinerary
    from xytour.model.revision import Revision
    from xytour.planner.after.past import Rest
    from xytour.planner.after.standing import Standing

OF_A_DAY = {"meal-missed", "meal-late", "late-back"}
"""Kinds of change that say how a day under way ends up; each plan of the day tells them anew."""


def owned_up(
    standing: Standing, rest: Rest, new: Itinerary, earlier: Revision | None
) -> tuple[Change, ...]:
    """Return what went wrong on days past, and what does on the day under way.

    Parameters
    ----------
    standing, rest
        The whole trip, and its open part.
    new
        The plan.
    earlier
        What was told of the plan before it.
    """
    if not standing.past.all_days:
        return ()
    today = standing.trip.days[standing.past.today].date
    told = [
        change
        for change in (earlier.changes if earlier else ())
        if change.kind == "cut-short" or (change.kind in OF_A_DAY and change.date < today)
    ]
    return *told, *_missed(rest, new), *_late_meals(standing, new), *_late_back(standing, new)


def _missed(rest: Rest, new: Itinerary) -> Iterator[Change]:
    """Yield the meals that are passed over."""
    for kind in rest.missed:
        if kind in MEAL_NAMES:
            text = tell(f"c-missed-{MEAL_NAMES[kind]}", new.language)
            date = rest.trip.days[0].date
            yield Change(kind="meal-missed", date=date, reason="no-time", text=text)


def _late_meals(standing: Standing, new: Itinerary) -> Iterator[Change]:
    """Yield the meals that begin later than they should."""
    today = standing.past.today
    due = {pause.kind: pause.hi for pause in standing.posed.problem.days[today].breaks}
    for item in new.days[today].items:
        if not isinstance(item, Meal) or item.meal not in MEALS:
            continue
        latest = due.get(MEALS[item.meal])
        if latest is not None and item.start > standing.trip.days[today].at(
            latest, standing.trip.zone
        ):
            text = tell(f"c-late-{item.meal}", new.language, time=f"{item.start:%H:%M}")
            date = standing.trip.days[today].date
            yield Change(kind="meal-late", date=date, after=item.start, reason="no-time", text=text)


def _late_back(standing: Standing, new: Itinerary) -> Iterator[Change]:
    """Yield a return to the bed later than the day should end."""
    day = standing.trip.days[standing.past.today]
    last = new.days[standing.past.today].items[-1]
    if not isinstance(last, StayItem) or last.start <= day.at(day.latest, standing.trip.zone):
        return
    # The day leaves time for checking in.
    in_bed = last.start + timedelta(minutes=last.check_in_min)
    key = "c-late-in" if last.check_in_min else "c-late-back"
    due = clock_of(day.latest + last.check_in_min)
    text = tell(key, new.language, time=f"{in_bed:%H:%M}", due=due)
    yield Change(kind="late-back", date=day.date, after=in_bed, reason="no-time", text=text)
