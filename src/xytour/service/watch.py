"""What stands around every request: its id, the log, the figures, safe headers."""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from xytour.service.logs import log
from xytour.service.problems import response_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from xytour.service.metrics import Metrics

GOOD_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class Watch:
    """Middleware that sees a request come and its answer go.

    Parameters
    ----------
    app
        What answers.
    metrics
        Where it is counted.
    most_bytes
        Longest body.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, most_bytes: int) -> None:
        self.app, self.metrics, self.most_bytes = app, metrics, most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given if GOOD_ID.fullmatch(given) else uuid.uuid4().hex.encode()
        began, status = time.perf_counter(), 0

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", request_id),
                    (b"x-content-type-options", b"nosniff"),
                    (b"cache-control", b"no-store"),
                ]
            await send(message)

        failure: Exception | None = None
        try:
            self._check_length(headers.get(b"content-length", b"0"))
            await self.app(scope, self._limited(receive), tell)
        except HTTPException as error:
            if not status:
                await response_of(error)(scope, receive, tell)
        except Exception as error:
            failure = error
            if not status:
                await response_of(error)(scope, receive, tell)
        self._write_down(scope, status, time.perf_counter() - began, request_id, failure)

    def _check_length(self, told: bytes) -> None:
        """Raise HTTPException if a body is told to be too long."""
        if told.isdigit() and int(told[:20]) > self.most_bytes:
            raise self._too_long()

    def _limited(self, receive: Receive) -> Receive:
        """Return what reads a body and raises HTTPException where it turns out too long."""
        seen = 0

        async def read() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.most_bytes:
                raise self._too_long()
            return message

        return read

    def _too_long(self) -> HTTPException:
        return HTTPException(413, f"the body is longer than {self.most_bytes} bytes")

    def _write_down(
        self,
        scope: Scope,
        status: int,
        seconds: float,
        request_id: bytes,
        failure: Exception | None,
    ) -> None:
        """Log and count an answer."""
        route = getattr(scope.get("route"), "path", "unknown")
        method = scope["method"] if route != "unknown" else "any"
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        self.metrics.glance()
        log(
            logging.ERROR if failure or status == 500 else logging.INFO,
            "request",
            exc_info=failure,
            id=request_id.decode(),
            method=method,
            path=route,
            status=status,
            seconds=round(seconds, 4),
            caller=scope.get("state", {}).get("caller"),
        )
