"""Travel that depends on when one leaves: timetables, and roads that are slower at times.

All of it is first in, first out: who leaves later never arrives sooner. Nothing else is
taken, since the whole solver goes by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import lt, sub
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from xytour.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Timetable:
    """Travel by departures, or at any time ``otherwise``, as on foot.

    Parameters
    ----------
    departures, arrivals
        Ticks of each service, both in order; who is there when it leaves is on it.
    otherwise
        Ticks that the way takes without a service, or None if it cannot be had.
    is_sound
        Whether it has been checked by a problem: problems made from that one need not again.
    """

    departures: Sequence[int]
    arrivals: Sequence[int]
    otherwise: int | None = None
    is_sound: bool = field(default=False, init=False, repr=False, compare=False)

    def arrival(self, leave: int) -> int | None:
        """Return the earliest arrival when leaving no sooner than ``leave``, None if none."""
        ways = [] if self.otherwise is None else [leave + self.otherwise]
        k = bisect_left(self.departures, leave)
        if k < len(self.departures):
            ways.append(self.arrivals[k])
        return min(ways, default=None)

    @property
    def least(self) -> int:
        """Least ticks that the way ever takes."""
        least = min(map(sub, self.arrivals, self.departures), default=self.otherwise)
        assert least is not None  # noqa: S101 (a timetable without any way is refused)
        return least if self.otherwise is None else min(least, self.otherwise)


@dataclass(frozen=True, slots=True)
class TravelProfile:
    """Travel that takes ``ticks[k]`` when leaving at ``times[k]``.

    In between it changes in a straight line, rounded up to whole ticks; before the first
    time and after the last it stays as it is there. ``is_sound`` is as for a `Timetable`.
    """

    times: Sequence[int]
    ticks: Sequence[int]
    is_sound: bool = field(default=False, init=False, repr=False, compare=False)

    def arrival(self, leave: int) -> int | None:
        """Return the arrival when leaving at ``leave``."""
        k = bisect_right(self.times, leave) - 1
        if k < 0:
            return leave + self.ticks[0]
        if k == len(self.times) - 1:
            return leave + self.ticks[-1]
        rise, run = self.ticks[k + 1] - self.ticks[k], self.times[k + 1] - self.times[k]
        return leave + self.ticks[k] - (-rise * (leave - self.times[k])) // run

    @property
    def least(self) -> int:
        """Least ticks that the way ever takes."""
        return min(self.ticks)


Ride: TypeAlias = Timetable | TravelProfile


@dataclass(frozen=True, slots=True)
class RideTable:
    """All rides of a problem in flat arrays.

    Parameters
    ----------
    of
        (locations, locations) the ride of each pair, -1 where travel is the same at all
        times; of shape (1, 1) where there are no rides at all.
    first
        (rides + 1,) where each ride's rows begin.
    otherwise
        (rides,) -2 for a profile, -1 for a timetable without another way, else its ticks.
    times, values
        (rows,) departures and arrivals, or times and ticks.
    """

    of: NDArray[np.int32]
    first: NDArray[np.int64]
    otherwise: NDArray[np.int64]
    times: NDArray[np.int64]
    values: NDArray[np.int64]


class SoundRides(Mapping[tuple[int, int], Ride]):
    """Rides that have been checked; they cannot change, so a problem made anew keeps them.

    Parameters
    ----------
    rides
        By pairs of locations; let pass by `sound_ride`.
    travel
        What they were checked against.
    """

    def __init__(self, rides: Mapping[tuple[int, int], Ride], travel: NDArray[Any]) -> None:
        self._rides = dict(rides)
        self.travel = travel
        self.table = ride_table(self._rides, len(travel))

    def __getitem__(self, pair: tuple[int, int]) -> Ride:
        return self._rides[pair]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._rides)

    def __len__(self) -> int:
        return len(self._rides)


def ride_table(rides: Mapping[tuple[int, int], Ride], n_locations: int) -> RideTable:
    """Flatten rides that `sound_ride` has let pass; equal objects are stored once."""
    of = np.full((n_locations, n_locations) if rides else (1, 1), -1, dtype=np.int32)
    known: dict[int, int] = {}
    first = [0]
    otherwise: list[int] = []
    times: list[int] = []
    values: list[int] = []
    for pair, ride in rides.items():
        if id(ride) not in known:
            known[id(ride)] = len(otherwise)
            if isinstance(ride, Timetable):
                times += ride.departures
                values += ride.arrivals
                otherwise.append(-1 if ride.otherwise is None else ride.otherwise)
            else:
                times += ride.times
                values += ride.ticks
                otherwise.append(-2)
            first.append(len(times))
        of[pair] = known[id(ride)]
    arrays = (np.array(row, dtype=np.int64) for row in (first, otherwise, times, values))
    return RideTable(of, *arrays)


def sound_ride(name: str, ride: Ride, least: int, limit: int) -> Ride:
    """Return a ride with rows of Python's whole numbers; raise if it makes no sense.

    Parameters
    ----------
    name
        For the message.
    ride
        What to check.
    least
        What the matrix says that the way takes at least.
    limit
        Largest number allowed.

    Raises
    ------
    ProblemError
        With what stands there and what was expected.
    """
    if isinstance(ride, Timetable | TravelProfile) and ride.is_sound:
        _check_least(name, ride, least)
        return ride
    if isinstance(ride, Timetable):
        times, values, words = ride.departures, ride.arrivals, ("departures", "arrivals")
    elif isinstance(ride, TravelProfile):
        times, values, words = ride.times, ride.ticks, ("times", "ticks")
    else:
        msg = f"{name}: expected a Timetable or a TravelProfile, got {ride!r:.40}"
        raise ProblemError(msg)
    times, values = (
        _numbers(f"{name}.{word}", row, limit)
        for word, row in zip(words, (times, values), strict=True)
    )
    if len(times) != len(values):
        msg = f"{name}: {len(times)} {words[0]}, but {len(values)} {words[1]}"
        raise ProblemError(msg)
    if isinstance(ride, Timetable):
        otherwise = None
        if ride.otherwise is not None:
            (otherwise,) = _numbers(f"{name}.otherwise", [ride.otherwise], limit)
        ride = Timetable(times, values, otherwise)
        _check_timetable(name, ride)
    else:
        if times is not ride.times or values is not ride.ticks:
            ride = TravelProfile(times, values)
        _check_profile(name, ride)
    object.__setattr__(ride, "is_sound", True)  # it is frozen, and so are its rows by now
    _check_least(name, ride, least)
    return ride


def _check_least(name: str, ride: Ride, least: int) -> None:
    if ride.least < least:
        msg = f"{name}: takes {ride.least} at times, less than the {least} of the travel matrix"
        raise ProblemError(msg)


def _numbers(name: str, row: Sequence[int], limit: int) -> tuple[int, ...]:
    """Return the whole numbers of a row."""
    try:
        found = tuple(row)
    except TypeError as error:
        msg = f"{name}: expected a sequence, got {row!r:.40}"
        raise ProblemError(msg) from error
    # A country's timetable has many thousand rows: looked at one by one only if some are odd.
    if set(map(type, found)) == {int} and min(found) >= 0 and max(found) <= limit:
        return found
    for value in found:
        if (
            not isinstance(value, int | np.integer)
            or isinstance(value, bool)
            or not 0 <= value <= limit
        ):
            msg = f"{name}: expected whole numbers from 0 to {limit}, got {value!r:.40}"
            raise ProblemError(msg)
    return tuple(int(value) for value in found)


def _check_timetable(name: str, ride: Timetable) -> None:
    if not len(ride.departures) and ride.otherwise is None:
        msg = f"{name}: no departure and no other way; make the travel long instead"
        raise ProblemError(msg)
    if any(map(lt, ride.arrivals, ride.departures)):
        msg = f"{name}: a service arrives before it departs"
        raise ProblemError(msg)
    for row, word in ((ride.departures, "departures"), (ride.arrivals, "arrivals")):
        if any(map(lt, row[1:], row)):
            msg = f"{name}.{word}: expected to be in order; leave out services that are overtaken"
            raise ProblemError(msg)


def _check_profile(name: str, ride: TravelProfile) -> None:
    if not len(ride.times):
        msg = f"{name}: expected at least one time"
        raise ProblemError(msg)
    points = zip(ride.times, ride.ticks, strict=True)
    for (time, ticks), (later, then) in pairwise(points):
        if later <= time:
            msg = f"{name}.times: expected increasing times, got {time} then {later}"
            raise ProblemError(msg)
        if later + then < time + ticks:
            msg = (
                f"{name}: who leaves at {later} arrives at {later + then}, before who leaves at "
                f"{time} and arrives at {time + ticks}; travel must be first in, first out"
            )
            raise ProblemError(msg)
