"""Errors as problem documents (RFC 9457): what is wrong, where, and how to mend it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import Field
from starlette.exceptions import HTTPException

from xytour.errors import (
    BookingError,
    DataError,
    InfeasibleError,
    RequestError,
    StoreError,
    SupplierError,
    XytourError,
)
from xytour.model.base import Model
from xytour.model.faults import json_path, shorten
from xytour.service.pool import BusyError, GoneError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import APIRouter, FastAPI, Request

MEDIA_TYPE = "application/problem+json"
CLIENT_GONE = 499
"""What nginx writes into its log for a caller who left; nobody sees it."""


class FaultAt(Model):
    """One thing that is wrong in the body, as :class:`xytour.Fault` has it."""

    path: str
    value: str
    reason: str
    mend: str


class Problem(Model):
    """Why there is no answer.

    Parameters
    ----------
    type
        A code for programs.
    title
        The same in words.
    status
        Of HTTP.
    detail
        What happened this time.
    faults
        What is wrong with the body.
    conflict, relax, proven
        As :class:`xytour.InfeasibleError` has them.
    standing
        References of bookings that a supplier did not take back.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    faults: tuple[FaultAt, ...] = Field(default=(), max_length=100)
    conflict: tuple[str, ...] = ()
    relax: tuple[str, ...] = ()
    proven: bool | None = None
    standing: tuple[str, ...] = ()


class NotFoundError(XytourError):
    """There is no such region, place, trip or job."""


class UnavailableError(XytourError):
    """Something that the service needs does not work now; the caller is not told what."""


class UnsettledError(BusyError):
    """A supplier has not answered, or somebody else is at it: the order's end is not known yet."""


class ForgedError(XytourError):
    """An itinerary that came from outside makes no sense."""


_KNOWN: tuple[tuple[type[Exception], int, str, str], ...] = (
    (RequestError, 422, "bad-request", "The request makes no sense"),
    (DataError, 422, "bad-request", "The request makes no sense"),
    (InfeasibleError, 409, "infeasible", "The wishes cannot all be met"),
    (NotFoundError, 404, "not-found", "There is no such thing"),
    (ForgedError, 422, "bad-itinerary", "The itinerary makes no sense"),
    (SupplierError, 502, "supplier-down", "A supplier does not answer as it should"),
    (BookingError, 409, "not-booked", "It cannot be booked so"),
    (UnsettledError, 503, "unsettled", "It is not known yet"),
    (BusyError, 503, "busy", "Too much to do"),
    (StoreError, 503, "unavailable", "The service cannot answer now"),
    (UnavailableError, 503, "unavailable", "The service cannot answer now"),
    (GoneError, CLIENT_GONE, "gone", "The caller is gone"),
    (XytourError, 422, "refused", "It cannot be done"),
)
"""What a caller is told, by the first class that fits."""


def problem_of(error: Exception) -> Problem:
    """Return what a caller is told about an error."""
    if isinstance(error, RequestValidationError):
        return _of_body(error)
    if isinstance(error, HTTPException):
        title = HTTPStatus(error.status_code).phrase
        code = title.lower().replace(" ", "-")
        return _problem(error.status_code, code, title, str(error.detail))
    known = next((known for known in _KNOWN if isinstance(error, known[0])), None)
    if known is None:
        return _problem(500, "failed", "The service failed", "")
    detail = "" if known[2] == "unavailable" else str(error).split("\n", 1)[0]
    faults = tuple(FaultAt(**_fields(fault)) for fault in getattr(error, "faults", ())[:100])
    problem = _problem(*known[1:], detail, faults)
    if isinstance(error, InfeasibleError):
        told = {name: getattr(error, name) for name in ("conflict", "relax", "proven")}
        return problem.model_copy(update=told)
    if isinstance(error, BookingError):
        return problem.model_copy(update={"standing": error.standing})
    return problem


def response_of(error: Exception) -> JSONResponse:
    """Return the answer for an error."""
    problem = problem_of(error)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, BusyError | UnavailableError | StoreError):
        headers["Retry-After"] = str(getattr(error, "retry_after", 5))
    return JSONResponse(
        problem.model_dump(exclude_none=True), problem.status, headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Answer the errors of an application with problem documents.

    Parameters
    ----------
    app
        The application.
    routers
        Its paths, so that it can tell which methods one takes.
    """
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    async def answer(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, HTTPException) and error.status_code == 405:
            # Starlette names the methods of the first route alone.
            fitting = (one for one in routes if one.path_regex.match(request.url.path))
            allowed = sorted({method for one in fitting for method in one.methods or ()})
            error.headers = {"Allow": ", ".join(allowed)}
        return response_of(error)

    for kind in (XytourError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what the OpenAPI document says about the errors of a path."""
    usual = (400, 401, 413, 422, 429)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    told: dict[int | str, dict[str, Any]] = {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in (*usual, *statuses)
    }
    seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
    for status in told.keys() & {429, 503}:
        told[status] = {**told[status], "headers": {"Retry-After": seconds}}
    return told


def _problem(
    status: int, code: str, title: str, detail: str, faults: tuple[FaultAt, ...] = ()
) -> Problem:
    return Problem(type=code, title=title, status=status, detail=detail, faults=faults)


def _fields(fault: Any) -> dict[str, str]:
    return {name: getattr(fault, name) for name in ("path", "value", "reason", "mend")}


def _of_body(error: RequestValidationError) -> Problem:
    faults: dict[str, FaultAt] = {}
    for finding in error.errors():
        kind = finding["type"]
        if kind == "json_invalid":
            return _problem(400, "bad-json", "The body is not JSON", str(finding["msg"]))
        where, *steps = finding["loc"]
        path = json_path(steps) if where == "body" else f"{where} {'.'.join(map(str, steps))}"
        value = "nothing" if kind == "missing" else shorten(finding.get("input"))
        reason = str(finding["msg"]).removeprefix("Value error, ")
        mend = "add the field" if kind == "missing" else "correct the value"
        faults.setdefault(path, FaultAt(path=path, value=value, reason=reason, mend=mend))
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    found = tuple(faults.values())[:100]
    return _problem(422, "bad-request", "The request makes no sense", count, found)
