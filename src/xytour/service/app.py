"""The application: paths, limits, errors, what happens at the start and at the end."""

from __future__ import annotations

import signal
import threading
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from xytour import __version__
from xytour.service.desk import Desk
from xytour.service.paths import after, orders, places, plans, quotes, state, trips
from xytour.service.problems import Problem, install
from xytour.service.settings import Settings
from xytour.service.watch import Watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import FrameType

ABOUT = """Plans trips, each with a certificate: no plan within its scope scores more than the
upper bound. Errors are problem documents (RFC 9457)."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application, for any ASGI server.

    Parameters
    ----------
    settings
        How it runs.

    Raises
    ------
    DataError
        A region file is faulty.
    UnavailableError
        The store cannot be opened.
    """
    settings = Settings() if settings is None else settings
    desk = Desk(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.warm_up()
        desk.bookings.begin()
        _listen_for_the_end(desk)
        yield
        await run_in_threadpool(desk.close)

    app = FastAPI(
        title="xytour",
        version=__version__,
        description=ABOUT,
        lifespan=lifespan,
        # The usual pages of documentation load scripts from afar.
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    routers = [module.router for module in (state, places, plans, after, trips, quotes, orders)]
    install(app, routers)
    for router in routers:
        app.include_router(router)
    app.add_middleware(Watch, metrics=desk.metrics, most_bytes=settings.limits.body_bytes)
    _complete_document(app, with_keys=bool(settings.keys))
    return app


def _complete_document(app: FastAPI, *, with_keys: bool) -> None:
    """Put the form of errors into the OpenAPI document; take keys out where none are asked for."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        document = original()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            form = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(form.pop("$defs", {}))
            schemas["Problem"] = form
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            if not with_keys:
                document["components"].pop("securitySchemes", None)
                for path in document["paths"].values():
                    for operation in path.values():
                        operation.pop("security", None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _listen_for_the_end(desk: Desk) -> None:
    """Let running plans end with the best they have as soon as the process is told to stop."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def hear(signum: int, frame: FrameType | None, before: Any = before) -> None:
            desk.pool.hasten()
            desk.bookings.pool.hasten()
            if callable(before):
                before(signum, frame)

        with suppress(ValueError):
            signal.signal(number, hear)
