"""What follows a plan: reasons, replanning, edits, what else fits, risks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

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
from xytour.service.desk import Task, trusting
from xytour.service.problems import documented
from xytour.service.streaming import streamed, told_as_events

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.planner import Planner
    from xytour.service.bodies import OfPlan
    from xytour.service.desk import Desk

    T = TypeVar("T")

router = APIRouter(tags=["after a plan"], prefix="/v1", responses=documented(404, 409, 502, 503))


@router.post("/explain")
async def explain(http: Request, desk: TheDesk, caller: Caller, body: ExplainBody) -> Answers:
    """Answer why places are in a plan, why others are not, and what binds it.

    The time limit is that of each question; each asks the optimiser again, what binds four times.
    """
    return await desk.answer(http, await _explain(desk, caller, body))


@router.post("/explain/stream", responses=told_as_events(), response_class=StreamingResponse)
async def explain_stream(desk: TheDesk, caller: Caller, body: ExplainBody) -> StreamingResponse:
    """Answer the same, and tell how far the optimiser has come with each question."""
    return await streamed(desk, caller, await _explain(desk, caller, body))


@router.post("/replan")
async def replan(http: Request, desk: TheDesk, caller: Caller, body: ReplanBody) -> Itinerary:
    """Plan the rest of a trip again, with as little change as is worth it."""
    return await desk.answer(http, await _replan(desk, caller, body))


@router.post("/replan/stream", responses=told_as_events(), response_class=StreamingResponse)
async def replan_stream(desk: TheDesk, caller: Caller, body: ReplanBody) -> StreamingResponse:
    """Plan the rest of a trip again, and tell how far it has come."""
    return await streamed(desk, caller, await _replan(desk, caller, body))


@router.post("/edit")
async def edit(http: Request, desk: TheDesk, caller: Caller, body: EditBody) -> Itinerary:
    """Change a plan as the traveller asks, and keep the rest as far as it is worth it."""
    return await desk.answer(http, await _edit(desk, caller, body))


@router.post("/edit/stream", responses=told_as_events(), response_class=StreamingResponse)
async def edit_stream(desk: TheDesk, caller: Caller, body: EditBody) -> StreamingResponse:
    """Change a plan, and tell how far it has come."""
    return await streamed(desk, caller, await _edit(desk, caller, body))


@router.post("/suggest")
async def suggest(http: Request, desk: TheDesk, caller: Caller, body: SuggestBody) -> Suggestions:
    """Tell where a place could fit into a plan, and what each way costs."""
    return await desk.answer(http, await _suggest(desk, caller, body))


@router.post("/suggest/stream", responses=told_as_events(), response_class=StreamingResponse)
async def suggest_stream(desk: TheDesk, caller: Caller, body: SuggestBody) -> StreamingResponse:
    """Tell where a place could fit, and how far the optimiser has come with each day."""
    return await streamed(desk, caller, await _suggest(desk, caller, body))


@router.post("/risk")
async def risk(http: Request, desk: TheDesk, caller: Caller, body: RiskBody) -> Risk:
    """Tell how surely each fixed time of a plan is kept."""

    def answer(planner: Planner, itinerary: Itinerary, _effort: dict[str, Any]) -> Risk:
        return planner.risk(itinerary, samples=body.samples, seed=body.seed)

    return await desk.answer(http, await _task(desk, caller, body, answer))


async def _explain(desk: Desk, caller: str, body: ExplainBody) -> Task[Answers]:
    asked = len(body.why) + len(body.why_not) + 4 * body.binding
    desk.count("$", asked, desk.limits.questions, "questions, of which what binds counts as four")

    def answer(planner: Planner, itinerary: Itinerary, effort: dict[str, Any]) -> Answers:
        told = planner.explain(itinerary, **effort)
        return Answers(
            why=tuple(map(told.why, body.why)),
            why_not=tuple(map(told.why_not, body.why_not)),
            binding=told.binding() if body.binding else None,
        )

    return await _task(desk, caller, body, answer, solves=2 + 2 * asked)


async def _replan(desk: Desk, caller: str, body: ReplanBody) -> Task[Itinerary]:
    def answer(planner: Planner, itinerary: Itinerary, effort: dict[str, Any]) -> Itinerary:
        return planner.replan(
            itinerary, body.now, body.events, prices=body.prices, booked=body.booked, **effort
        )

    return await _task(desk, caller, body, answer)


async def _edit(desk: Desk, caller: str, body: EditBody) -> Task[Itinerary]:
    def answer(planner: Planner, itinerary: Itinerary, effort: dict[str, Any]) -> Itinerary:
        edited = planner.edit(
            itinerary, *body.edits, prices=body.prices, booked=body.booked, **effort
        )
        desk.check(edited.request)
        return edited

    return await _task(desk, caller, body, answer)


async def _suggest(desk: Desk, caller: str, body: SuggestBody) -> Task[Suggestions]:
    def answer(planner: Planner, itinerary: Itinerary, effort: dict[str, Any]) -> Suggestions:
        return Suggestions(suggestions=planner.suggest(itinerary, body.place_id, **effort))

    return await _task(desk, caller, body, answer)


async def _task(
    desk: Desk,
    caller: str,
    body: OfPlan,
    answer: Callable[[Planner, Itinerary, dict[str, Any]], T],
    *,
    solves: int = 1,
) -> Task[T]:
    """Return a task about the plan of a body, for which the optimiser is asked so many times."""
    itinerary = await desk.itinerary(body, caller)
    planner, effort = desk.planner(itinerary.region_id), desk.effort(body)

    def make(should_stop: Callable[[], bool], progress: Callable[..., object] | None) -> T:
        how = {**effort, "should_stop": should_stop, "progress": progress}
        return trusting(lambda: answer(planner, itinerary, how))

    return Task(make, effort["time_limit"] * solves)
