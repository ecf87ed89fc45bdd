"""The time that an engine has, the building of its model included."""

from __future__ import annotations

import time

LEAST = 0.001
"""Seconds: engines take a time limit of 0 for none, or refuse it."""


class Clock:
    """Counts down from the moment when it is made.

    Parameters
    ----------
    seconds
        The whole budget.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds

    @property
    def left(self) -> float:
        """Seconds left, at least a millisecond."""
        return max(LEAST, self._end - time.perf_counter())

    @property
    def is_over(self) -> bool:
        """Whether the budget is used up."""
        return time.perf_counter() >= self._end
