"""The three ways in which the formats state travel: fixed, by slots of time, by speeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Number = TypeVar("Number", int, float)

SLOT = 15 * 60 * 1000
FIRST_SLOT = 6 * 60 * 60 * 1000
SLOTS = 56


@dataclass(frozen=True, slots=True)
class FixedTravel:
    """Travel that takes the same ``ticks[i][j]`` at any time."""

    ticks: Mapping[int, Mapping[int, int]]

    def __call__(self, i: int, j: int, depart: int) -> int:
        """Return the ticks from ``i`` to ``j``."""
        return self.ticks[i][j]


@dataclass(frozen=True, slots=True)
class FixedLength:
    """The doubles behind a fixed travel."""

    lengths: Mapping[int, Mapping[int, float]]

    def __call__(self, i: int, j: int, depart: float) -> float:
        """Return the distance from ``i`` to ``j``."""
        return self.lengths[i][j]


@dataclass(frozen=True, slots=True)
class SlotTravel:
    """Travel known at the start of each quarter of an hour from 06:00, in milliseconds.

    Between two of them it is a straight line, rounded up; before the first and after the last
    it is constant. ``slots[i][j]`` holds the 56 durations. Travel is first in, first out as long
    as no duration falls by more than a quarter of an hour from one slot to the next, as is so in
    the published data of 20 vertices; nothing here asks for it.
    """

    slots: Sequence[Sequence[Sequence[int]]]

    def __call__(self, i: int, j: int, depart: int) -> int:
        """Return the milliseconds from ``i`` to ``j`` when leaving at ``depart``."""
        known = self.slots[i][j]
        slot, into = divmod(depart - FIRST_SLOT, SLOT)
        if slot < 0:
            return known[0]
        if slot >= SLOTS - 1:
            return known[-1]
        return known[slot] - (known[slot] - known[slot + 1]) * into // SLOT


@dataclass(frozen=True, slots=True)
class SpeedTravel:
    """Travel at speeds that change at fixed times, also under way (Ichoua et al. 2003).

    All in integers: ``borders`` are the ticks at which a period ends and the next begins,
    ``speeds[category]`` the lengths driven in a tick of each period, ``lengths[i][j]`` are
    rounded up. So is the arrival, hence it is never too early.
    """

    borders: tuple[int, ...]
    speeds: tuple[tuple[int, ...], ...]
    categories: Mapping[int, Mapping[int, int]]
    lengths: Mapping[int, Mapping[int, int]]

    def __call__(self, i: int, j: int, depart: int) -> int:
        """Return the ticks from ``i`` to ``j`` when leaving at ``depart``."""
        speeds = self.speeds[self.categories[i][j]]
        return _drive(depart, self.lengths[i][j], self.borders, speeds, lambda a, b: -(-a // b))


@dataclass(frozen=True, slots=True)
class SpeedLength:
    """The doubles behind a travel at changing speeds; hours and units per hour."""

    borders: tuple[float, ...]
    speeds: tuple[tuple[float, ...], ...]
    categories: Mapping[int, Mapping[int, int]]
    lengths: Mapping[int, Mapping[int, float]]

    def __call__(self, i: int, j: int, depart: float) -> float:
        """Return the hours from ``i`` to ``j`` when leaving at ``depart``."""
        speeds = self.speeds[self.categories[i][j]]
        return _drive(depart, self.lengths[i][j], self.borders, speeds, lambda a, b: a / b)


def _drive(
    depart: Number,
    length: Number,
    borders: Sequence[Number],
    speeds: Sequence[Number],
    divide: Callable[[Number, Number], Number],
) -> Number:
    """Return how long ``length`` takes, period after period."""
    now = depart
    for border, speed in zip(borders, speeds, strict=False):
        if now >= border:
            continue
        reach = (border - now) * speed
        if length <= reach:
            return now + divide(length, speed) - depart
        length -= reach
        now = border
    return now + divide(length, speeds[-1]) - depart
