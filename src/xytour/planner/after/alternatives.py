"""Other trips for the same request: truly different ones, and a front over four aims."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError, RequestError
from xytour.model.front import AIMS, Front, FrontPoint
from xytour.model.itinerary import ActivityItem, Visit
from xytour.model.revision import Revision
from xytour.planner.after.answering import Question
from xytour.planner.after.conflicts import blame
from xytour.planner.after.likeness import compare
from xytour.planner.after.pricing import NO_BONUS
from xytour.planner.after.standing import stand
from xytour.planner.after.words import tell
from xytour.scoring.styles import STYLES
from xytour.solver import Category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.itinerary import Itinerary
    from xytour.model.request import TripRequest
    from xytour.planner.after.draft import Draft
    from xytour.planner.planner import Planner
    from xytour.planner.progress import Effort

BUDGET_SHARES = (1.0, 0.8, 0.6)
"""Of what the freest trip of a style costs: the budgets with which it is planned again."""


def alternatives(
    planner: Planner, request: TripRequest, k: int, diversity: float, effort: Effort
) -> tuple[Itinerary, ...]:
    """Return trips that differ; see :meth:`Planner.alternatives`."""
    if not isinstance(k, int) or k < 1:
        msg = f"k: expected a whole number from 1, got {k!r}"
        raise RequestError(msg)
    if not 0 < diversity <= 1:
        msg = f"diversity: expected a share above 0 and up to 1, got {diversity}"
        raise RequestError(msg)
    each = effort.within(effort.seconds / k)
    standing = stand(planner, request, ())
    best = Question(standing, standing.rest()).answer(each)
    if best is None:
        raise blame(standing, should_stop=effort.should_stop)
    found = [best]
    language = request.language
    while len(found) < k and not effort.is_stopped:
        rest = standing.rest()
        for plan in found:
            _stay_away(rest.draft, plan, diversity)
        other = Question(standing, rest, NO_BONUS).answer(each)
        if other is None:
            break
        scope = other.certificate.scope + tell(
            "scope-different", language, n=len(found), share=f"{1 - diversity:.0%}"
        )
        certificate = other.certificate.model_copy(update={"scope": scope})
        told_by = Revision(comparison=compare(other, found[0]))
        found.append(other.model_copy(update={"certificate": certificate, "revision": told_by}))
    return tuple(found)


def _stay_away(draft: Draft, plan: Itinerary, diversity: float) -> None:
    """Let a plan share at most a part of another one's visits; wishes do not count."""
    places = {item.place_id for item in plan.items() if isinstance(item, Visit | ActivityItem)}
    groups = {draft.group_of(place) for place in places} - {None}
    most = math.floor((1 - diversity) * len(places) + 1e-9)
    free = groups - draft.required
    weight = [
        int(int(group) in free and bool(c))
        for group, c in zip(draft.group, draft.counts, strict=True)
    ]
    wished = len(groups) - len(free)
    draft.categories.append(Category(weight, most=max(0, most - wished)))


def front(planner: Planner, request: TripRequest, effort: Effort) -> Front:
    """Return trips of which none is better in all aims; see :meth:`Planner.pareto`."""
    tries = 1 + len(STYLES) * len(BUDGET_SHARES)
    each = effort.within(effort.seconds / tries)
    asked = _planned(planner, request, each)
    if asked is None:
        raise blame(stand(planner, request, ()), should_stop=effort.should_stop)
    made = [asked, *_candidates(planner, request, each)]
    best = [plan for plan in made if not any(_dominates(other, plan) for other in made)]
    best = [plan for k, plan in enumerate(best) if _aims(plan) not in map(_aims, best[:k])]
    points = []
    for plan in sorted(best, key=lambda plan: plan.totals.cost_cny):
        told = compare(plan, asked)
        shown = plan.model_copy(update={"revision": Revision(comparison=told)})
        values = dict(zip(AIMS, _aims(plan), strict=True))
        points.append(FrontPoint(itinerary=shown, **values, text=told.text))
    return Front(points=tuple(points), tried=len(made))


def _candidates(planner: Planner, request: TripRequest, each: Effort) -> Iterator[Itinerary]:
    """Yield trips of all styles, each with less and less money."""
    for style in STYLES:
        money: float | None = None
        for share in BUDGET_SHARES:
            if each.is_stopped:
                return
            fields: dict[str, object] = {"style": style}
            if money is not None:
                budget = round(money * share, 0)
                if request.budget_cny is not None:
                    budget = min(budget, request.budget_cny)
                fields["budget_cny"] = budget
            plan = _planned(planner, request.model_copy(update=fields), each)
            if plan is None:
                break
            money = plan.totals.cost_cny if money is None else money
            yield plan


def _planned(planner: Planner, request: TripRequest, effort: Effort) -> Itinerary | None:
    """Return a plan, None without asking why there is none."""
    try:
        standing = stand(planner, request, ())
    except InfeasibleError:
        return None
    return Question(standing, standing.rest()).answer(effort)


def _aims(plan: Itinerary) -> tuple[float, ...]:
    """Return money, access, slowness and immersion."""
    aims = plan.indices
    return plan.totals.cost_cny, aims.access, aims.slowness, aims.immersion


def _dominates(one: Itinerary, other: Itinerary) -> bool:
    """Whether a plan is no worse in any aim, and better in one."""
    (cost, *mine), (price, *theirs) = _aims(one), _aims(other)
    no_worse = cost <= price and all(a >= b for a, b in zip(mine, theirs, strict=True))
    return no_worse and _aims(one) != _aims(other)
