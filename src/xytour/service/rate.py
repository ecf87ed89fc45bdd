"""How often each caller may ask: a bucket that fills evenly over a minute."""

from __future__ import annotations

import math
import time
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE_S = 60.0


class Rate:
    """So many requests a minute for each caller, who may ask them all at once.

    Parameters
    ----------
    per_minute
        How many (> 0).
    clock
        Tells the time, seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._each_s = MINUTE_S / per_minute
        self._clock = clock
        self._paid_until: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, caller: str) -> int:
        """Count a request, and return 0; or return the seconds to wait, and count nothing."""
        with self._lock:
            now = self._clock()
            paid_until = max(now, self._paid_until.get(caller, now)) + self._each_s
            # A little more than a minute, as sums of fractions are not exact.
            over = paid_until - now - MINUTE_S
            if over > 1e-6:
                return math.ceil(over)
            self._paid_until[caller] = paid_until
            return 0
