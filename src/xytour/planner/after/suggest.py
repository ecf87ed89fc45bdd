"""Where a place could fit into a plan, and what each way costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xytour.errors import RequestError
from xytour.model.happening import Wish
from xytour.model.suggestion import Suggestion
from xytour.planner.after.answering import Question
from xytour.planner.after.likeness import plain_score
from xytour.planner.after.pricing import NO_BONUS
from xytour.planner.after.standing import standing_of
from xytour.planner.after.words import listed, more_or_less, tell
from xytour.planner.lookup import unknown_place

if TYPE_CHECKING:
    from xytour.model.itinerary import Itinerary
    from xytour.planner.after.course import Course
    from xytour.planner.after.past import Rest
    from xytour.planner.after.standing import Standing
    from xytour.planner.planner import Planner
    from xytour.planner.progress import Effort

STEPS = 40
"""Search steps for each day: little is open."""


def suggestions(
    planner: Planner, itinerary: Itinerary, place_id: str, effort: Effort
) -> tuple[Suggestion, ...]:
    """Return the ways to fit a place in, best first; see :meth:`Planner.suggest`."""
    if planner.region.find_place(place_id) is None:
        msg = "the place is not known:"
        raise RequestError(msg, [unknown_place(planner.region, place_id, "place_id")])
    if any(getattr(item, "place_id", None) == place_id for item in itinerary.items()):
        msg = f"place_id: {place_id} is in the plan already"
        raise RequestError(msg)
    request = itinerary.request
    if place_id in {*request.avoid, *request.seen}:
        kept = {
            name: tuple(other for other in getattr(request, name) if other != place_id)
            for name in ("avoid", "seen")
        }
        itinerary = itinerary.model_copy(update={"request": request.model_copy(update=kept)})
    standing = standing_of(planner, itinerary)
    course = standing.course(itinerary)
    days = range(standing.posed.problem.n_days - standing.past.today)
    steps = STEPS if effort.iterations is None else effort.iterations
    each = replace(effort, seconds=effort.seconds / max(1, len(days)), iterations=steps)
    found = [
        made
        for d in days
        if not effort.is_stopped
        and (new := fitted(standing, course, place_id, d, each)) is not None
        and (made := _told(itinerary, new, place_id)) is not None
    ]
    return tuple(sorted(found, key=lambda one: -one.score))


def fitted(
    standing: Standing, course: Course, place_id: str, d: int, effort: Effort
) -> Itinerary | None:
    """Return the best plan with a place fitted into one day, all else on other days as it is.

    Parameters
    ----------
    standing, course
        The trip, and the plan into which the place is fitted.
    place_id
        What is fitted in.
    d
        Number of the day, 0 for the first that is open.
    effort
        How hard to try.

    Returns
    -------
    Itinerary or None
        None where it does not fit.
    """
    rest = standing.rest()
    draft = rest.draft
    stops = draft.stops_of(place_id)
    if not any(draft.windows[stop][d] for stop in stops):
        return None
    draft.only_on(stops, d)
    draft.require(place_id)
    _freeze(rest, course, d, set(stops))
    return Question(standing, rest, NO_BONUS, (course,), floor=0).answer(effort)


def _freeze(rest: Rest, course: Course, d: int, wanted: set[int]) -> None:
    """Leave nothing open but one day's own places and those wanted; beds stay."""
    draft = rest.draft
    here = {int(draft.group[s]) for s in course.tours[d]}
    for stop in range(len(draft.options)):
        if stop in wanted:
            continue
        group = int(draft.group[stop])
        row = draft.windows[stop]
        draft.windows[stop] = [
            windows
            if (day == d and group in here) or (day != d and stop in course.tours[day])
            else []
            for day, windows in enumerate(row)
        ]
    for night in range(len(draft.beds)):
        at = draft.bed_index(night, course.nights[night])
        if at is not None:
            draft.keep_beds(night, [at])


def _told(old: Itinerary, new: Itinerary, place_id: str) -> Suggestion | None:
    before = {visit.place_id: visit for visit in old.visits}
    after = {visit.place_id: visit for visit in new.visits}
    item = next((i for i in new.items() if getattr(i, "place_id", None) == place_id), None)
    if item is None:
        return None
    drops = tuple(place for place in before if place not in after)
    shortens = tuple(
        place for place in after
        if place in before and after[place].minutes < before[place].minutes
    )  # fmt: skip
    language = old.language
    score = round(plain_score(new) - plain_score(old), 2)
    cost = round(new.totals.cost_cny - old.totals.cost_cny, 2)
    travel = new.totals.travel_min - old.totals.travel_min
    text = tell(
        "suggested", language,
        date=item.start.date(), time=f"{item.start:%H:%M}", minutes=item.minutes,
        score=f"{score:+.1f}", cost=more_or_less(cost, old.currency), travel=f"{travel:+d}",
    )  # fmt: skip
    if drops:
        names = listed((before[place].name for place in drops), language)
        text += tell("suggested-drops", language, names=names)
    if shortens:
        names = listed((before[place].name for place in shortens), language)
        text += tell("suggested-shortens", language, names=names)
    return Suggestion(
        place_id=place_id,
        start=item.start,
        end=item.end,
        score=score,
        cost_cny=cost,
        travel_min=travel,
        drops=drops,
        shortens=shortens,
        edit=Wish(place_id=place_id, date=item.start.date()),
        text=text,
    )
