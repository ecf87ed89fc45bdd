"""Public vehicles of which no timetable is known: average waits, within the hours they run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xytour.model.base import minutes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.network.travel import Step

SET_OUT_MIN = 10
"""Who begins a way with one sets out for it at every tenth minute."""


@dataclass(frozen=True, slots=True)
class Untimed:
    """One ride: minutes until it leaves and on the move, first and last minute of leaving."""

    ready_min: int
    minutes: int
    first: int
    last: int

    @property
    def departures(self) -> NDArray[np.int64]:
        """The minutes of the day at which it is taken by who begins a way with it."""
        return np.arange(self.first, self.last + 1, SET_OUT_MIN, dtype=np.int64)

    def can_be_had(self, now: int) -> bool:
        """Whether it still, or already, runs for who is at the stop at a minute of the day."""
        return self.first <= now + self.ready_min <= self.last


def is_public(step: Step) -> bool:
    """Whether a step is by a vehicle that leaves when it wants."""
    return step.ride.vehicle not in {"car", "taxi", "walk"}


def has_own_hours(step: Step) -> bool:
    """Whether the link of a step tells when its vehicles first or last leave."""
    return bool(step.edge["first_departure"] or step.edge["last_departure"])


def untimed(step: Step, region: Region) -> Untimed:
    """Return when a public vehicle without a timetable runs.

    Parameters
    ----------
    step
        Tells the hours, if its link does.
    region
        Its tariffs tell them otherwise.
    """
    tariffs = region.region.tariffs
    first = minutes_of(step.edge["first_departure"] or tariffs.public_from)
    last = minutes_of(step.edge["last_departure"] or tariffs.public_until)
    return Untimed(step.ride.ready_min, step.ride.minutes, first, last)
