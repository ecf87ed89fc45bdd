"""Server-sent events about an answer that is being worked out."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool

from xytour.model.itinerary import Itinerary
from xytour.service.logs import log
from xytour.service.problems import documented, problem_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from xytour.model.base import Model
    from xytour.planner.progress import PlanProgress
    from xytour.service.desk import Desk, Task
    from xytour.service.pool import Job

TELL_S = 0.1
"""Progress is told no more often than this."""

BREATH_S = 10.0
"""How often something is sent at least, so that nobody on the way takes it for dead."""


EVENT = {
    "type": "object",
    "description": "One event; its data is JSON.",
    "properties": {
        "event": {"enum": ["begun", "progress", "itinerary", "answer", "problem"]},
        "data": {"type": "string"},
    },
}


def told_as_events(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says of a path that streams."""
    about = (
        "Events: `begun` with the id to cancel it by, `progress` with score, upper_bound, gap and "
        "seconds, at last `itinerary` (`answer` where it is something else) or `problem`."
    )
    content = {"text/event-stream": {"schema": EVENT}}
    return {**documented(404, 503, *statuses), 200: {"description": about, "content": content}}


async def streamed(desk: Desk, caller: str, task: Task[Any]) -> StreamingResponse:
    """Begin a task and return what tells of it.

    Raises
    ------
    BusyError
        There is no room for it.
    """
    stream = Stream(desk, caller, task)
    await stream.begin()
    return Events(stream)


class Events(StreamingResponse):
    """The events of a stream, which ends with them, however they end.

    Parameters
    ----------
    stream
        One that has begun.
    """

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream.events(), media_type="text/event-stream")
        self.stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events; who stops listening ends the work."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Not in events(): that never runs for a caller who is gone before the first one.
            await self.stream.end()


class Stream:
    """A task under way, told as it comes.

    Parameters
    ----------
    desk, caller
        Who is served.
    task
        What is asked.
    """

    def __init__(self, desk: Desk, caller: str, task: Task[Any]) -> None:
        self.desk, self.caller, self.task = desk, caller, task
        self.most = task.seconds + desk.settings.overrun_seconds
        self.latest: PlanProgress | None = None
        self.failure: Exception | None = None
        self.job: Job[Model]
        self.plan_id = ""

    async def begin(self) -> None:
        """Take it on; raises BusyError while nothing has been sent yet."""
        self.job = self.desk.begin(lambda should_stop: self.task.make(should_stop, self._hear))
        try:
            store = self.desk.store
            self.plan_id = await run_in_threadpool(store.begin_plan, self.caller)
        except BaseException:
            self.job.give_up()
            raise

    def _hear(self, progress: PlanProgress) -> None:
        self.latest = progress  # the newest alone counts

    async def events(self) -> AsyncIterator[bytes]:
        """Tell how it goes.

        Yields
        ------
        bytes
            An event.
        """
        yield _event("begun", {"id": self.plan_id})
        async for event in self._news():
            yield event
        yield await self._outcome()

    async def end(self) -> None:
        """Let it end, if it has not, and forget it."""
        self.job.give_up()
        # Also when this is being cancelled: the row must go.
        await asyncio.shield(run_in_threadpool(self.desk.store.end_plan, self.plan_id))

    async def _news(self) -> AsyncIterator[bytes]:
        """Yield progress until there is an answer or its time is over."""
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

    async def _outcome(self) -> bytes:
        """Return the last event."""
        try:
            if self.failure is not None:
                raise self.failure
            answer = await asyncio.wrap_future(self.job.future)
            name = "itinerary" if isinstance(answer, Itinerary) else "answer"
            return _event(name, answer.model_dump(mode="json"))
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
