"""Ask a supplier over HTTP: patiently, but never for ever.

What may pass (no connection, silence, an overloaded or broken server) is asked again after
a wait that grows; what is refused is not. Each call has an end, whatever the server does
with its bytes.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from xytour.booking.extras import needed
from xytour.booking.octo.models import Refusal
from xytour.errors import DataError, SupplierError, SupplierRefusalError
from xytour.planner.waiting import outcomes_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP answers that another try may change."""

GRACE_S = 0.2
"""So much longer than its end a call is waited for, to hear from the client what was wrong."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a supplier is asked.

    Parameters
    ----------
    timeout_s
        Seconds (> 0) of silence before one attempt is given up.
    deadline_s
        Seconds (> 0) for one question in all, its attempts and waits together.
    attempts
        How often a question is put (>= 1).
    wait_s
        Seconds before the second attempt; twice as long before each further one, less a
        random part, so that many clients do not come back at once.
    most_bytes
        Longest answer that is read.
    """

    timeout_s: float = 10.0
    deadline_s: float = 30.0
    attempts: int = 4
    wait_s: float = 0.25
    most_bytes: int = 16_000_000

    def __post_init__(self) -> None:
        times = self.timeout_s > 0 and self.deadline_s > 0 and self.wait_s >= 0
        if not (times and self.attempts >= 1 and self.most_bytes > 0):
            msg = f"{self}: expected times > 0, wait_s >= 0, attempts and most_bytes >= 1"
            raise DataError(msg)


class _Trouble(Exception):
    """Something that may pass, and how long the server asks to wait, seconds."""

    def __init__(self, what: str, wait_s: float = 0.0) -> None:
        self.wait_s = wait_s
        super().__init__(what)


class Caller:
    """Puts questions to one address.

    Parameters
    ----------
    name
        What the supplier is called in errors.
    endpoint
        Its address.
    headers
        Sent with each question.
    patience
        How long, how often.
    """

    def __init__(
        self, name: str, endpoint: str, headers: Mapping[str, str], patience: Patience
    ) -> None:
        httpx = needed("httpx", "asking suppliers")
        self.name = name
        self.endpoint = endpoint.rstrip("/")
        self.patience = patience
        try:
            url = httpx.URL(self.endpoint)
        except httpx.InvalidURL as error:
            msg = f"supplier {name!r}: {endpoint!r} is not an address ({error})"
            raise DataError(msg) from error
        if url.scheme not in {"http", "https"} or not url.host:
            msg = f"supplier {name!r}: expected an address of http or https, got {endpoint!r}"
            raise DataError(msg)
        self._secret = headers.get("Authorization", "").removeprefix("Bearer ")
        # Redirects are not followed: they would carry the key to who knows where.
        self._client = httpx.Client(headers=dict(headers), follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """Return the JSON of an answer.

        Raises
        ------
        SupplierRefusalError
            The supplier refused the question.
        SupplierError
            No usable answer came in the time.
        """
        until = time.monotonic() + self.patience.deadline_s
        wait_s = self.patience.wait_s
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return self._once(method, path, body, query, until)
            except _Trouble as trouble:
                pause = max(trouble.wait_s, wait_s * random.uniform(0.5, 1.0))  # noqa: S311
                last = attempt == self.patience.attempts
                if last or time.monotonic() + pause >= until:
                    times = "once" if attempt == 1 else f"{attempt} times"
                    msg = f"supplier {self.name!r}: {method} {path}: {trouble} (asked {times})"
                    raise SupplierError(msg, supplier=self.name) from trouble.__cause__
            time.sleep(pause)
            wait_s *= 2
        raise AssertionError  # pragma: no cover

    def _once(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, str] | None,
        until: float,
    ) -> Any:
        import httpx

        left = max(0.01, until - time.monotonic())
        silence = min(self.patience.timeout_s, left)
        url = f"{self.endpoint}{path}"

        def ask() -> tuple[httpx.Response, bytes]:
            with self._client.stream(
                method, url, json=body, params=query, timeout=silence
            ) as response:
                return response, self._content(response, until)

        # The client's own timeouts are for silence: a byte now and then escapes them.
        (outcome,) = outcomes_within(left + GRACE_S, [ask])
        try:
            if isinstance(outcome, BaseException):
                raise outcome
        except httpx.TimeoutException as error:
            msg = f"no answer within {silence:.3g} s"
            raise _Trouble(msg) from error
        except TimeoutError as error:
            msg = f"the answer was not whole within {self.patience.deadline_s:g} s"
            raise _Trouble(msg) from error
        except httpx.ConnectError as error:
            msg = "cannot be reached; is it running, and is this its address?"
            raise _Trouble(msg) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            msg = f"the answer broke off ({type(error).__name__})"
            raise _Trouble(msg) from error
        response, content = outcome
        return self._answer(method, path, response, content)

    def _content(self, response: httpx.Response, until: float) -> bytes:
        """Return the body, as far as it comes in time."""
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > self.patience.most_bytes:
                msg = f"the answer is longer than {self.patience.most_bytes} bytes"
                raise _Trouble(msg)
            if time.monotonic() > until:
                raise TimeoutError
        return b"".join(parts)

    def _answer(self, method: str, path: str, response: httpx.Response, content: bytes) -> Any:
        status = response.status_code
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):  # the latter where it nests without end
            answer = None
        if 200 <= status < 300:
            if answer is None:
                msg = "the answer is no JSON"
                raise _Trouble(msg)
            return answer
        # A careless server may say in its answer what it was sent.
        code, message = (self._without_secret(text) for text in _refusal(answer, status))
        if status in PASSING or code == "INTERNAL_SERVER_ERROR":
            told = f": {message}" if message else ""
            msg = f"it broke down or wants fewer questions (HTTP {status}{told})"
            raise _Trouble(msg, _retry_after(response))
        msg = f"supplier {self.name!r} refused {method} {path}: {code}"
        raise SupplierRefusalError(
            f"{msg}: {message}" if message else msg, supplier=self.name, code=code
        )

    def _without_secret(self, text: str) -> str:
        return text.replace(self._secret, "***") if self._secret else text


def _refusal(answer: Any, status: int) -> tuple[str, str]:
    """Return the code and the message of an error."""
    try:
        refusal = Refusal.model_validate(answer)
    except ValidationError:
        return f"HTTP_{status}", ""
    return refusal.error, refusal.error_message[:300]


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else 0.0
