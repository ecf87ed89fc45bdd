"""How the service is: for load balancers and for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from xytour import __version__
from xytour.service.bodies import Health
from xytour.service.callers import Caller, TheDesk
from xytour.service.pool import BusyError
from xytour.service.problems import documented

router = APIRouter(tags=["state"])


@router.get("/health", responses={503: documented(503)[503]})
def health(desk: TheDesk) -> Health:
    """Tell that the service is there; 503 once it is about to stop. Needs no key."""
    pool = desk.pool
    if pool.stopping:
        msg = "the service is stopping"
        raise BusyError(msg, 5)
    return Health(
        status="ok",
        version=__version__,
        regions=tuple(desk.planners),
        running=pool.running,
        waiting=pool.waiting,
    )


@router.get("/metrics", response_class=PlainTextResponse, responses=documented())
def metrics(desk: TheDesk, _caller: Caller) -> Response:
    """Tell the figures as Prometheus reads them."""
    return Response(desk.metrics.text(), media_type=CONTENT_TYPE_LATEST)
