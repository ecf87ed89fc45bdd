"""New plans: one, several that differ, or one whose progress is told while it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from xytour.errors import InfeasibleError
from xytour.model.itinerary import Itinerary
from xytour.service.bodies import AlternativesBody, Cancelled, Itineraries, PlanBody, TripId
from xytour.service.callers import Caller, TheDesk
from xytour.service.problems import documented
from xytour.service.streaming import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.planner.progress import PlanProgress
    from xytour.service.desk import Desk

router = APIRouter(tags=["plans"], prefix="/v1")

EVENT = {
    "type": "object",
    "description": "One event; its data is JSON.",
    "properties": {
        "event": {"enum": ["begun", "progress", "itinerary", "problem"]},
        "data": {"type": "string"},
    },
}


@router.post("/plan", responses=documented(404, 409, 502, 503))
async def plan(http: Request, desk: TheDesk, _caller: Caller, body: PlanBody) -> Itinerary:
    """Plan a trip. Who hangs up cancels it."""
    make, seconds = _planning(desk, body)
    return await desk.work(http, seconds, lambda should_stop: make(should_stop, None))


@router.post(
    "/plan/stream",
    responses={
        **documented(404, 503),
        200: {
            "description": "Events: `begun` with the id to cancel it by, `progress` with score, "
            "upper_bound, gap and seconds, at last `itinerary` or `problem`.",
            "content": {"text/event-stream": {"schema": EVENT}},
        },
    },
    response_class=StreamingResponse,
)
async def plan_stream(
    http: Request, desk: TheDesk, caller: Caller, body: PlanBody
) -> StreamingResponse:
    """Plan a trip and tell how far it has come, as server-sent events."""
    make, seconds = _planning(desk, body)
    stream = Stream(desk, http, caller, make, seconds)
    await stream.begin()
    return StreamingResponse(stream.events(), media_type="text/event-stream")


@router.delete("/plans/{plan_id}", status_code=202, responses=documented(404))
async def cancel(desk: TheDesk, caller: Caller, plan_id: TripId) -> Cancelled:
    """Let a streamed plan end: its last event is the best plan found by then."""
    await run_in_threadpool(desk.store.cancel_plan, plan_id, caller)
    return Cancelled(id=plan_id)


@router.post("/alternatives", responses=documented(404, 409, 502, 503))
async def alternatives(
    http: Request, desk: TheDesk, _caller: Caller, body: AlternativesBody
) -> Itineraries:
    """Plan several trips that truly differ, the best first."""
    planner = desk.planner(body.region)
    desk.check(body.request)
    desk.count("$.k", body.k, desk.limits.answers, "alternatives")
    effort = desk.effort(body)

    def make(_should_stop: Callable[[], bool]) -> Itineraries:
        found = planner.alternatives(body.request, body.k, diversity=body.diversity, **effort)
        return Itineraries(itineraries=found)

    return await desk.work(http, effort["time_limit"], make)


def _planning(desk: Desk, body: PlanBody) -> tuple[Any, float]:
    """Return what plans, given when to stop and whom to tell, and how long it may take."""
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

    return make, effort["time_limit"]
