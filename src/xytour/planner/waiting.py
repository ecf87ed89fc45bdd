"""Make calls side by side and wait for them no longer than agreed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def outcomes_within(seconds: float, calls: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Return what each call returned or raised, TimeoutError for those that took too long.

    Parameters
    ----------
    seconds
        For all of them together.
    calls
        Made in threads; those that take too long are left to themselves and do not keep the
        program alive.
    """
    outcomes: list[T | BaseException] = [TimeoutError() for _ in calls]

    def run(k: int) -> None:
        try:
            outcomes[k] = calls[k]()
        except BaseException as error:
            outcomes[k] = error

    threads = [
        threading.Thread(target=run, args=(k,), daemon=True, name="xytour waits")
        for k in range(len(calls))
    ]
    until = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return list(outcomes)  # a copy: one that comes too late changes nothing
