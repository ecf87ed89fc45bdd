"""Server-sent events about a plan that is being made."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from xytour.service.logs import log
from xytour.service.problems import problem_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi import Request

    from xytour.model.itinerary import Itinerary
    from xytour.planner.progress import PlanProgress
    from xytour.service.desk import Desk
    from xytour.service.pool import Job

TELL_S = 0.1
"""Progress is told no more often than this."""

BREATH_S = 10.0
"""How often something is sent at least, so that nobody on the way takes it for dead."""


class Stream:
    """A plan under way, told as it comes.

    Parameters
    ----------
    desk, http, caller
        Who is served.
    make
        Plans, given when to stop and whom to tell.
    seconds
        How long it may take.
    """

    def __init__(
        self,
        desk: Desk,
        http: Request,
        caller: str,
        make: Callable[[Callable[[], bool], Callable[[PlanProgress], object]], Itinerary],
        seconds: float,
    ) -> None:
        self.desk, self.http, self.caller, self.make = desk, http, caller, make
        self.most = seconds + desk.settings.overrun_seconds
        self.latest: PlanProgress | None = None
        self.job: Job[Itinerary]
        self.plan_id = ""

    async def begin(self) -> None:
        """Take it on; raises BusyError while nothing has been sent yet."""
        self.job = self.desk.pool.begin(lambda should_stop: self.make(should_stop, self._hear))
        try:
            store = self.desk.store
            self.plan_id = await run_in_threadpool(store.begin_plan, self.caller)
        except BaseException:
            self.job.give_up()
            raise

    def _hear(self, progress: PlanProgress) -> None:
        self.latest = progress  # the newest alone counts

    async def events(self) -> AsyncIterator[bytes]:
        """Yield the events; who stops listening stops the plan."""
        try:
            yield _event("begun", {"id": self.plan_id})
            async for event in self._news():
                yield event
            yield await self._end()
        finally:
            self.job.give_up()
            # Also when this is being cancelled: the row must go.
            await asyncio.shield(run_in_threadpool(self.desk.store.end_plan, self.plan_id))

    async def _news(self) -> AsyncIterator[bytes]:
        """Yield progress until the plan is made or its time is over."""
        told, quiet, looked = None, 0.0, 0.0
        answer = asyncio.wrap_future(self.job.future)
        while not (await asyncio.wait({answer}, timeout=TELL_S))[0]:
            quiet, looked = quiet + TELL_S, looked + TELL_S
            if self.latest is not told:
                told, quiet = self.latest, 0.0
                assert told is not None  # noqa: S101 (it was None before)
                yield _event("progress", {**asdict(told), "gap": told.gap})
            if looked >= 0.5:
                looked = 0.0
                if await run_in_threadpool(self.desk.store.is_cancelled, self.plan_id):
                    self.job.stop.set()
            if quiet >= BREATH_S:
                quiet = 0.0
                yield format_sse_event(comment="still at work")
            try:
                self.desk.pool.check(self.job, self.most)
            except Exception as error:
                self.failure = error
                return

    failure: Exception | None = None

    async def _end(self) -> bytes:
        """Return the last event."""
        try:
            if self.failure is not None:
                raise self.failure
            itinerary = await asyncio.wrap_future(self.job.future)
            return _event("itinerary", itinerary.model_dump(mode="json"))
        except asyncio.CancelledError:
            if not self.job.future.cancelled():
                raise
            return _event("problem", {"type": "busy", "title": "Too much to do", "status": 503})
        except Exception as error:
            problem = problem_of(error)
            if problem.status >= 500:
                log(logging.ERROR, "stream failed", exc_info=error)
            return _event("problem", problem.model_dump(mode="json", exclude_none=True))


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
