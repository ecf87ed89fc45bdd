"""New plans: one, or several that differ; their progress can be told while they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from xytour.errors import InfeasibleError
from xytour.model.itinerary import Itinerary
from xytour.service.bodies import AlternativesBody, Cancelled, Itineraries, PlanBody, TripId
from xytour.service.callers import Caller, TheDesk
from xytour.service.desk import Task
from xytour.service.problems import documented
from xytour.service.streaming import streamed, told_as_events

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.planner.progress import PlanProgress
    from xytour.service.desk import Desk

router = APIRouter(tags=["plans"], prefix="/v1")


@router.post("/plan", responses=documented(404, 409, 502, 503))
async def plan(http: Request, desk: TheDesk, _caller: Caller, body: PlanBody) -> Itinerary:
    """Plan a trip. Who hangs up cancels it."""
    return await desk.answer(http, _plan(desk, body))


@router.post("/plan/stream", responses=told_as_events(), response_class=StreamingResponse)
async def plan_stream(desk: TheDesk, caller: Caller, body: PlanBody) -> StreamingResponse:
    """Plan a trip and tell how far it has come, as server-sent events."""
    return await streamed(desk, caller, _plan(desk, body))


@router.delete("/plans/{plan_id}", status_code=202, responses=documented(404))
async def cancel(desk: TheDesk, caller: Caller, plan_id: TripId) -> Cancelled:
    """Let what is streamed end: its last event is the best that was found by then."""
    await run_in_threadpool(desk.store.cancel_plan, plan_id, caller)
    return Cancelled(id=plan_id)


@router.post("/alternatives", responses=documented(404, 409, 502, 503))
async def alternatives(
    http: Request, desk: TheDesk, _caller: Caller, body: AlternativesBody
) -> Itineraries:
    """Plan several trips that truly differ, the best first."""
    return await desk.answer(http, _alternatives(desk, body))


@router.post("/alternatives/stream", responses=told_as_events(), response_class=StreamingResponse)
async def alternatives_stream(
    desk: TheDesk, caller: Caller, body: AlternativesBody
) -> StreamingResponse:
    """Plan several trips, and tell how far the one being planned has come."""
    return await streamed(desk, caller, _alternatives(desk, body))


def _plan(desk: Desk, body: PlanBody) -> Task[Itinerary]:
    planner = desk.planner(body.region)
    desk.check(body.request)
    effort = desk.effort(body)

    def make(
        should_stop: Callable[[], bool], progress: Callable[[PlanProgress], object] | None
    ) -> Itinerary:
        try:
            itinerary = planner.plan(
                body.request, should_stop=should_stop, progress=progress, **effort
            )
        except InfeasibleError:
            desk.metrics.plans.labels("infeasible").inc()
            raise
        desk.metrics.planned(itinerary)
        return itinerary

    return Task(make, effort["time_limit"])


def _alternatives(desk: Desk, body: AlternativesBody) -> Task[Itineraries]:
    planner = desk.planner(body.region)
    desk.check(body.request)
    desk.count("$.k", body.k, desk.limits.answers, "alternatives")
    effort = desk.effort(body)

    def make(
        should_stop: Callable[[], bool], progress: Callable[[PlanProgress], object] | None
    ) -> Itineraries:
        found = planner.alternatives(
            body.request,
            body.k,
            diversity=body.diversity,
            should_stop=should_stop,
            progress=progress,
            **effort,
        )
        return Itineraries(itineraries=found)

    return Task(make, effort["time_limit"])
