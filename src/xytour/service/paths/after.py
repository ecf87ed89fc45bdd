"""What follows a plan: reasons, replanning, edits, what else fits, risks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from fastapi import APIRouter, Request

from xytour.model.itinerary import Itinerary
from xytour.model.risk import Risk
from xytour.service.bodies import (
    Answers,
    EditBody,
    ExplainBody,
    ReplanBody,
    RiskBody,
    SuggestBody,
    Suggestions,
)
from xytour.service.callers import Caller, TheDesk
from xytour.service.desk import trusting
from xytour.service.problems import documented

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.service.bodies import OfPlan
    from xytour.service.desk import Desk

    T = TypeVar("T")

router = APIRouter(tags=["after a plan"], prefix="/v1", responses=documented(404, 409, 502, 503))


@router.post("/explain")
async def explain(http: Request, desk: TheDesk, caller: Caller, body: ExplainBody) -> Answers:
    """Answer why places are in a plan, why others are not, and what binds it.

    The time limit is that of each question; each asks the optimiser again, what binds four times.
    """
    itinerary = await desk.itinerary(body, caller)
    planner, effort = desk.planner(itinerary.region_id), desk.effort(body)
    asked = len(body.why) + len(body.why_not) + 4 * body.binding
    desk.count("$", asked, desk.limits.questions, "questions, of which what binds counts as four")

    def answer() -> Answers:
        told = planner.explain(itinerary, **effort)
        return Answers(
            why=tuple(map(told.why, body.why)),
            why_not=tuple(map(told.why_not, body.why_not)),
            binding=told.binding() if body.binding else None,
        )

    return await _answered(http, desk, body, answer, solves=2 + 2 * asked)


@router.post("/replan")
async def replan(http: Request, desk: TheDesk, caller: Caller, body: ReplanBody) -> Itinerary:
    """Plan the rest of a trip again, with as little change as is worth it."""
    itinerary = await desk.itinerary(body, caller)
    planner, effort = desk.planner(itinerary.region_id), desk.effort(body)

    def answer() -> Itinerary:
        return planner.replan(
            itinerary, body.now, body.events, prices=body.prices, booked=body.booked, **effort
        )

    return await _answered(http, desk, body, answer)


@router.post("/edit")
async def edit(http: Request, desk: TheDesk, caller: Caller, body: EditBody) -> Itinerary:
    """Change a plan as the traveller asks, and keep the rest as far as it is worth it."""
    itinerary = await desk.itinerary(body, caller)
    planner, effort = desk.planner(itinerary.region_id), desk.effort(body)

    def answer() -> Itinerary:
        return planner.edit(
            itinerary, *body.edits, prices=body.prices, booked=body.booked, **effort
        )

    edited = await _answered(http, desk, body, answer)
    desk.check(edited.request)
    return edited


@router.post("/suggest")
async def suggest(http: Request, desk: TheDesk, caller: Caller, body: SuggestBody) -> Suggestions:
    """Tell where a place could fit into a plan, and what each way costs."""
    itinerary = await desk.itinerary(body, caller)
    planner, effort = desk.planner(itinerary.region_id), desk.effort(body)

    def answer() -> Suggestions:
        return Suggestions(suggestions=planner.suggest(itinerary, body.place_id, **effort))

    return await _answered(http, desk, body, answer)


@router.post("/risk")
async def risk(http: Request, desk: TheDesk, caller: Caller, body: RiskBody) -> Risk:
    """Tell how surely each fixed time of a plan is kept."""
    itinerary = await desk.itinerary(body, caller)
    planner = desk.planner(itinerary.region_id)

    def answer() -> Risk:
        return planner.risk(itinerary, samples=body.samples, seed=body.seed)

    return await _answered(http, desk, body, answer)


async def _answered(
    http: Request, desk: Desk, body: OfPlan, answer: Callable[[], T], *, solves: int = 1
) -> T:
    """Return an answer for which the optimiser is asked so many times."""
    seconds = desk.effort(body)["time_limit"] * solves
    return await desk.work(http, seconds, lambda _: trusting(answer))
