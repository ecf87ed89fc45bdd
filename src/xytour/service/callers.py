"""Who asks: the holder of an API key."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from xytour.service.desk import Desk
from xytour.service.settings import digest_of

EVERYBODY = "everybody"
"""The caller where no keys are set."""

_bearer = HTTPBearer(auto_error=False, description="An API key.")


def desk_of(request: Request) -> Desk:
    """Return what the application answers with."""
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 (set when the application was made)
    return desk


def caller_of(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """Return the name of the holder of the key that came with a request.

    Raises
    ------
    HTTPException
        401: there is none, or it is unknown. 429: it has come too often.
    """
    desk = desk_of(request)
    keys = desk.settings.keys
    name = None if keys else EVERYBODY
    if keys and given is not None:
        digest = digest_of(given.credentials)
        # All are compared, so that the time tells nothing.
        found = [holder for holder, kept in keys.items() if hmac.compare_digest(kept, digest)]
        name = found[0] if found else None
    if name is None:
        detail = "send an API key: Authorization: Bearer KEY"
        raise HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})
    request.state.caller = name
    wait = 0 if desk.rate is None else desk.rate.wait(name)
    if wait:
        detail = f"at most {desk.limits.requests_per_minute} requests a minute; wait {wait} s"
        raise HTTPException(429, detail, {"Retry-After": str(wait)})
    return name


TheDesk = Annotated[Desk, Depends(desk_of)]
Caller = Annotated[str, Depends(caller_of)]
