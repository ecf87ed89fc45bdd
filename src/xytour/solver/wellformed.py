"""Answers whether a problem makes sense: whole numbers in range, sizes that fit together.

What is refused here can crash nothing later: sums stay far from overflow, indices exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.solver.problem import Bed, Day, Problem

LIMIT = 10**12
"""Largest absolute value of any number in a problem, and of a price times travel."""

MAX_BREAKS = 4


def integers(name: str, values: object) -> NDArray[np.int64]:
    """Return an array as contiguous int64.

    Raises
    ------
    ProblemError
        The values are no numbers, not whole, or not within ``LIMIT``.
    """
    try:
        array = np.asarray(values)
        given = array.astype(float) if array.size else np.zeros(array.shape)
    except (TypeError, ValueError, OverflowError) as error:
        msg = f"{name}: expected integers, got {values!r:.80}"
        raise ProblemError(msg) from error
    if np.isnan(given).any() or (np.isfinite(given) & (given != np.floor(given))).any():
        msg = f"{name}: expected integers, got fractions or NaN; scale and round first"
        raise ProblemError(msg)
    if given.size and not (given.min() >= -LIMIT and given.max() <= LIMIT):
        msg = f"{name}: expected integers within +-{LIMIT}, got {given.min():g} to {given.max():g}"
        raise ProblemError(msg)
    return np.ascontiguousarray(array, dtype=np.int64) if array.size else given.astype(np.int64)


def check_problem(problem: Problem) -> None:
    """Raise if a problem, its arrays already integers, makes no sense.

    Raises
    ------
    ProblemError
        With the field, what stands there and what was expected.
    """
    _check_sizes(problem)
    _check_arrays(problem)
    _check_scalars(problem)
    for d, day in enumerate(problem.days):
        _check_day(problem, d, day)
    for night, beds in enumerate(problem.beds):
        _check_night(problem, night, beds)


def flat_windows(
    windows: Sequence[Sequence[Sequence[tuple[int, int]]]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put all windows into one array, with the range of each stop and day.

    Raises
    ------
    ProblemError
        Windows are out of order, overlap, or lie outside [0, ``LIMIT``].
    """
    starts = [0]
    rows: list[tuple[int, int]] = []
    for stop, days in enumerate(windows):
        for d, of_day in enumerate(days):
            found = [_window(f"windows[{stop}][{d}]", window) for window in of_day]
            edges = [-1, *(edge for window in found for edge in window)]
            in_order = all(low < high for low, high in zip(edges[::2], edges[1::2], strict=False))
            if not in_order or any(low > high for low, high in found) or edges[-1] > LIMIT:
                msg = (
                    f"windows[{stop}][{d}]: expected sorted, disjoint [earliest, latest] "
                    f"from 0 to {LIMIT}, got {list(of_day)}"
                )
                raise ProblemError(msg)
            rows.extend(found)
            starts.append(len(rows))
    flat = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return np.array(starts, dtype=np.int64), flat


def _window(name: str, window: tuple[int, int]) -> tuple[int, int]:
    try:
        low, high = window
    except (TypeError, ValueError) as error:
        msg = f"{name}: expected pairs [earliest, latest], got {window!r:.40}"
        raise ProblemError(msg) from error
    return _whole(name, low), _whole(name, high)


def _whole(name: str, value: int, low: int = -LIMIT, high: int = LIMIT) -> int:
    """Return a whole number within bounds."""
    if (
        not isinstance(value, int | np.integer)
        or isinstance(value, bool)
        or not low <= value <= high
    ):
        msg = f"{name}: expected a whole number from {low} to {high}, got {value!r:.40}"
        raise ProblemError(msg)
    return int(value)


def _check_sizes(problem: Problem) -> None:
    if problem.travel.ndim != 2 or problem.travel.shape[0] != problem.travel.shape[1]:
        msg = f"travel: expected a square matrix, got shape {problem.travel.shape}"
        raise ProblemError(msg)
    n = problem.location.size
    for name in ("location", "duration", "profit", "cost", "group", "meal", "counts"):
        shape = getattr(problem, name).shape
        if shape != (n,):
            msg = f"{name}: expected shape ({n},) as location has, got {shape}"
            raise ProblemError(msg)
    if problem.travel_cost.shape != problem.travel.shape:
        msg = f"travel_cost: expected shape {problem.travel.shape}, got {problem.travel_cost.shape}"
        raise ProblemError(msg)
    if not problem.days:
        msg = "days: expected at least one"
        raise ProblemError(msg)
    if len(problem.windows) != n or any(len(row) != problem.n_days for row in problem.windows):
        msg = f"windows: expected {n} stops with {problem.n_days} days each"
        raise ProblemError(msg)
    if len(problem.beds) not in (0, problem.n_days - 1):
        msg = f"beds: expected {problem.n_days - 1} nights, got {len(problem.beds)}"
        raise ProblemError(msg)


def _check_arrays(problem: Problem) -> None:
    for name in ("travel", "duration", "cost", "travel_cost"):
        array = getattr(problem, name)
        if array.size and array.min() < 0:
            msg = f"{name}: expected no negative number, got {array.min()}"
            raise ProblemError(msg)
    n_locations = len(problem.travel)
    at = problem.location
    if at.size and not (at.min() >= 0 and at.max() < n_locations):
        msg = f"location: expected 0 to {n_locations - 1}, got {at.min()} to {at.max()}"
        raise ProblemError(msg)


def _check_scalars(problem: Problem) -> None:
    unknown = set(problem.required) - set(problem.group.tolist())
    if unknown:
        msg = f"required: no stop has group {sorted(unknown)}"
        raise ProblemError(msg)
    _whole("bed_change_penalty", problem.bed_change_penalty, 0)
    price = _whole("travel_penalty", problem.travel_penalty, 0)
    farthest = int(problem.travel.max(initial=0))
    if price * farthest > LIMIT:
        msg = f"travel_penalty: {price} times the longest travel, {farthest}, exceeds {LIMIT}"
        raise ProblemError(msg)
    if problem.budget is not None:
        _whole("budget", problem.budget)


def _check_day(problem: Problem, d: int, day: Day) -> None:
    last = problem.n_days - 1
    n_locations = len(problem.travel)
    for end, night, name in ((day.start, d - 1, "start"), (day.end, d, "end")):
        if end is not None:
            _whole(f"days[{d}].{name}", end, 0, n_locations - 1)
        elif not 0 <= night < last or not problem.beds:
            msg = f"days[{d}].{name}: None needs a bed there, and there is none"
            raise ProblemError(msg)
    for name in ("earliest", "latest", "max_stops"):
        _whole(f"days[{d}].{name}", getattr(day, name), 0)
    _check_breaks(d, day)


def _check_breaks(d: int, day: Day) -> None:
    where = f"days[{d}].breaks"
    if len(day.breaks) > MAX_BREAKS:
        msg = f"{where}: expected at most {MAX_BREAKS}, got {len(day.breaks)}"
        raise ProblemError(msg)
    if len({pause.kind for pause in day.breaks}) != len(day.breaks):
        msg = f"{where}: expected different kinds"
        raise ProblemError(msg)
    before = 0
    for k, pause in enumerate(day.breaks):
        name = f"{where}[{k}]"
        for field in ("kind", "lo", "hi", "cost"):
            _whole(f"{name}.{field}", getattr(pause, field), 0)
        _whole(f"{name}.length", pause.length, 1)
        if not before <= pause.lo <= pause.hi:
            msg = f"{name}: expected starts in order, without overlap, got {pause}"
            raise ProblemError(msg)
        before = pause.hi


def _check_night(problem: Problem, night: int, beds: Sequence[Bed]) -> None:
    evening, morning = problem.days[night].end, problem.days[night + 1].start
    if (evening is None) != (morning is None):
        msg = f"beds[{night}]: day {night} must end and day {night + 1} begin there, or neither"
        raise ProblemError(msg)
    if evening is None and not beds:
        msg = f"beds[{night}]: expected at least one bed"
        raise ProblemError(msg)
    for k, bed in enumerate(beds):
        name = f"beds[{night}][{k}]"
        _whole(f"{name}.location", bed.location, 0, len(problem.travel) - 1)
        _whole(f"{name}.cost", bed.cost, 0)
        _whole(f"{name}.profit", bed.profit)
