"""Answers whether a problem makes sense: whole numbers in range, sizes that fit together.

What is refused here can crash nothing later: sums stay far from overflow, indices exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from xytour.errors import ProblemError
from xytour.solver.rides import SoundRides, sound_ride

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from xytour.solver.problem import Bed, Category, Day, Problem
    from xytour.solver.rides import Ride

T = TypeVar("T")

LIMIT = 10**12
"""Largest absolute value of any number in a problem, and of a price times travel."""

TRAVEL_LIMIT = 2**31 - 1
"""Largest travel or fare between two locations: matrices are large, and kept in 32 bits."""

RIDE_LIMIT = 2**30
"""Largest number in a ride: products of two stay within 64 bits."""

MAX_BREAKS = 4
MAX_CATEGORIES = 1_000


def integers(
    name: str, values: object, dtype: type[np.int64 | np.int32] = np.int64
) -> NDArray[Any]:
    """Return an array of whole numbers, contiguous.

    Parameters
    ----------
    name
        For the message.
    values
        What was given.
    dtype
        What to return; 32 bits hold no more than ``TRAVEL_LIMIT``.

    Raises
    ------
    ProblemError
        The values are no numbers, not whole, or too large.
    """
    limit = LIMIT if dtype is np.int64 else TRAVEL_LIMIT
    given = None
    try:
        array = np.asarray(values)
        # Whole numbers of a fixed size are taken as they are: a copy as floats may be large.
        is_whole = array.dtype.kind in "iu"
        if is_whole:
            given = array
        elif array.dtype.kind in "bfO" or not array.size:
            given = array.astype(float) if array.size else np.zeros(array.shape)
    except (TypeError, ValueError, OverflowError):
        pass
    if given is None:
        msg = f"{name}: expected integers, got {values!r:.80}"
        raise ProblemError(msg)
    if not is_whole and (
        np.isnan(given).any() or (np.isfinite(given) & (given != np.floor(given))).any()
    ):
        msg = f"{name}: expected integers, got fractions or NaN; scale and round first"
        raise ProblemError(msg)
    if given.size and not (given.min() >= -limit and given.max() <= limit):
        msg = f"{name}: expected integers within +-{limit}, got {given.min():g} to {given.max():g}"
        raise ProblemError(msg)
    found = np.ascontiguousarray(given, dtype=dtype)
    # Compiled code asks for arrays that it could write to.
    return found if found.flags.writeable else found.copy()


def flags(name: str, values: object) -> NDArray[np.bool_]:
    """Return an array of True and False.

    Raises
    ------
    ProblemError
        The values are something else.
    """
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):
        array = np.array(None)
    if array.size and array.dtype.kind not in "biu":
        msg = f"{name}: expected True or False for each, got {values!r:.80}"
        raise ProblemError(msg)
    return np.ascontiguousarray(array, dtype=bool)


def members(name: str, values: object, kind: type[T]) -> tuple[T, ...]:
    """Return the members of a sequence, all of one kind, with Python's whole numbers.

    Those of numpy are of a fixed size, and sums of them overflow.

    Raises
    ------
    ProblemError
        It is no sequence, or a member is of another kind.
    """
    if not isinstance(values, Sequence):
        msg = f"{name}: expected a sequence of {kind.__name__}, got {values!r:.80}"
        raise ProblemError(msg)
    for k, value in enumerate(values):
        if not isinstance(value, kind):
            msg = f"{name}[{k}]: expected a {kind.__name__}, got {value!r:.80}"
            raise ProblemError(msg)
    return tuple(_plain(value) for value in values)


def _plain(record: Any) -> Any:
    """Return a record with Python's whole numbers for those of numpy, anything else as it is."""
    if not is_dataclass(record) or isinstance(record, type):
        return record
    values = ((part.name, getattr(record, part.name)) for part in fields(record))
    changes = {name: int(value) for name, value in values if isinstance(value, np.integer)}
    return replace(record, **changes) if changes else record


def whole_set(name: str, values: Iterable[int]) -> frozenset[int]:
    """Return a set of whole numbers.

    Raises
    ------
    ProblemError
        There is something else among them.
    """
    try:
        found = list(values)
    except TypeError as error:
        msg = f"{name}: expected whole numbers, got {values!r:.80}"
        raise ProblemError(msg) from error
    return frozenset(whole(name, value) for value in found)


def by_day(values: NDArray[np.int64], n_days: int) -> NDArray[np.int64]:
    """Return numbers of stops for each day: one column is repeated, others are left alone."""
    if values.ndim == 1:
        values = np.repeat(values[:, None], n_days, axis=1)
    return np.ascontiguousarray(values)


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
    if (plain := _plain_windows(windows)) is not None:
        return plain
    starts = [0]
    rows: list[tuple[int, int]] = []
    for stop, days in enumerate(windows):
        for d, of_day in enumerate(days):
            try:
                # An iterator has no length: what stays in the problem must last.
                given = of_day if len(of_day) else ()
                found = [_window(f"windows[{stop}][{d}]", window) for window in given]
            except TypeError as error:
                msg = f"windows[{stop}][{d}]: expected a sequence of pairs, got {of_day!r:.40}"
                raise ProblemError(msg) from error
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


def _plain_windows(
    windows: Sequence[Sequence[Sequence[tuple[int, int]]]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return what `flat_windows` does of lists of tuples of whole numbers that are in order.

    None if they are something else: then each is looked at, for a message.
    """
    rows: list[Any] = [windows]
    for _ in range(2):  # stops, then days
        if not {list, tuple}.issuperset(map(type, rows)):
            return None
        rows = [inner for row in rows for inner in row]
    if not {list, tuple}.issuperset(map(type, rows)):
        return None
    pairs = [pair for row in rows for pair in row]
    if not {tuple}.issuperset(map(type, pairs)) or not {2}.issuperset(map(len, pairs)):
        return None
    edges = [edge for pair in pairs for edge in pair]
    is_whole = {int}.issuperset(map(type, edges))
    if not is_whole or not 0 <= min(edges, default=0) <= max(edges, default=0) <= LIMIT:
        return None
    flat = np.array(edges, dtype=np.int64).reshape(-1, 2)
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    follows = np.ones(max(0, len(flat) - 1), dtype=bool)  # the one before, on the same day
    first = starts[1:-1]
    follows[first[(first > 0) & (first < len(flat))] - 1] = False
    if (flat[:, 0] > flat[:, 1]).any() or (follows & (flat[1:, 0] <= flat[:-1, 1])).any():
        return None
    return starts, flat


def _window(name: str, window: tuple[int, int]) -> tuple[int, int]:
    try:
        low, high = window
    except (TypeError, ValueError) as error:
        msg = f"{name}: expected pairs [earliest, latest], got {window!r:.40}"
        raise ProblemError(msg) from error
    return whole(name, low), whole(name, high)


def whole(name: str, value: int, low: int = -LIMIT, high: int = LIMIT) -> int:
    """Return a whole number within bounds.

    Raises
    ------
    ProblemError
        It is none, or out of bounds.
    """
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
    for name in ("location", "group", "meal", "counts"):
        shape = getattr(problem, name).shape
        if shape != (n,):
            msg = f"{name}: expected shape ({n},) as location has, got {shape}"
            raise ProblemError(msg)
    for name in ("duration", "profit", "cost"):
        shape = getattr(problem, name).shape
        if shape != (n, problem.n_days):
            msg = f"{name}: expected shape ({n},) or ({n}, {problem.n_days} days), got {shape}"
            raise ProblemError(msg)
    if problem.travel_cost.shape != problem.travel.shape:
        msg = f"travel_cost: expected shape {problem.travel.shape}, got {problem.travel_cost.shape}"
        raise ProblemError(msg)
    if problem.far.shape != (len(problem.travel),):
        msg = f"far: expected one flag a location, {len(problem.travel)}, got {problem.far.shape}"
        raise ProblemError(msg)
    if not problem.days:
        msg = "days: expected at least one"
        raise ProblemError(msg)
    rows = problem.windows
    try:
        fits = len(rows) == n and all(len(row) == problem.n_days for row in rows)
    except TypeError:
        fits = False
    if not fits:
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
    unknown = problem.required - set(problem.group.tolist())
    if unknown:
        msg = f"required: no stop has group {sorted(unknown)}"
        raise ProblemError(msg)
    price, farthest = problem.travel_penalty, int(problem.travel.max(initial=0))
    if price * farthest > LIMIT:
        msg = f"travel_penalty: {price} times the longest travel, {farthest}, exceeds {LIMIT}"
        raise ProblemError(msg)
    if not isinstance(problem.one_bed, bool | np.bool_):
        msg = f"one_bed: expected True or False, got {problem.one_bed!r:.40}"
        raise ProblemError(msg)


def sound_rides(rides: Mapping[tuple[int, int], Ride], travel: NDArray[Any]) -> SoundRides:
    """Return rides with rows of Python's whole numbers; what was one object stays one.

    Raises
    ------
    ProblemError
        A pair has no such locations, or a ride makes no sense or beats the travel matrix.
    """
    if isinstance(rides, SoundRides) and np.array_equal(rides.travel, travel):
        return rides
    if not isinstance(rides, Mapping):
        msg = f"rides: expected a mapping from pairs of locations, got {rides!r:.40}"
        raise ProblemError(msg)
    # Checked once for each ride and least travel: many pairs may share a ride.
    known: dict[tuple[int, int], Ride] = {}
    kept: dict[int, Ride] = {}
    found = {}
    for pair, ride in dict(rides).items():
        name = f"rides[{pair!r:.40}]"
        if not isinstance(pair, tuple) or len(pair) != 2:
            msg = f"{name}: expected a pair of locations"
            raise ProblemError(msg)
        here, there = (whole(name, end, 0, len(travel) - 1) for end in pair)
        key = id(ride), int(travel[here, there])
        if key not in known:
            sound = sound_ride(name, ride, key[1], RIDE_LIMIT)
            known[key] = kept.setdefault(id(ride), sound)
        found[here, there] = known[key]
    return SoundRides(found, travel)


def sound_categories(categories: Sequence[Category], n_stops: int) -> tuple[Category, ...]:
    """Return categories with Python's whole numbers.

    Raises
    ------
    ProblemError
        Numbers are out of range, or rates out of order.
    """
    if len(categories) > MAX_CATEGORIES:
        msg = f"categories: expected at most {MAX_CATEGORIES}, got {len(categories)}"
        raise ProblemError(msg)
    found = []
    for c, category in enumerate(categories):
        name = f"categories[{c}]"
        weight = integers(f"{name}.weight", category.weight)
        if weight.shape != (n_stops,):
            msg = f"{name}.weight: expected shape ({n_stops},), got {weight.shape}"
            raise ProblemError(msg)
        if n_stops and weight.min() < 0:
            msg = f"{name}.weight: expected no negative number, got {weight.min()}"
            raise ProblemError(msg)
        whole(f"{name}.least", category.least, 0)
        whole(f"{name}.most", category.most, 0)
        rates = _rates(f"{name}.rates", category.rates, int(weight.max(initial=0)))
        found.append(replace(category, weight=tuple(weight.tolist()), rates=rates))
    return tuple(found)


def _rates(
    name: str, rates: Sequence[tuple[int, int]], heaviest: int
) -> tuple[tuple[int, int], ...]:
    try:
        pairs = [(start, rate) for start, rate in rates]
    except (TypeError, ValueError) as error:
        msg = f"{name}: expected pairs (from, rate), got {rates!r:.40}"
        raise ProblemError(msg) from error
    found = tuple(
        (whole(f"{name}[{k}]", start, 0), whole(f"{name}[{k}]", rate))
        for k, (start, rate) in enumerate(pairs)
    )
    before, rate_before = -1, LIMIT
    for k, (start, rate) in enumerate(found):
        if start <= before or (k == 0 and start) or rate > rate_before:
            msg = f"{name}: expected totals growing from 0 and rates that do not, got {found}"
            raise ProblemError(msg)
        if abs(rate) * heaviest > LIMIT:
            msg = f"{name}: {rate} times the weight {heaviest} exceeds {LIMIT}"
            raise ProblemError(msg)
        before, rate_before = start, rate
    return found


def _check_day(problem: Problem, d: int, day: Day) -> None:
    last = problem.n_days - 1
    n_locations = len(problem.travel)
    for end, night, name in ((day.start, d - 1, "start"), (day.end, d, "end")):
        if end is not None:
            whole(f"days[{d}].{name}", end, 0, n_locations - 1)
        elif not 0 <= night < last or not problem.beds:
            msg = f"days[{d}].{name}: None needs a bed there, and there is none"
            raise ProblemError(msg)
    for name in ("earliest", "latest", "max_stops"):
        whole(f"days[{d}].{name}", getattr(day, name), 0)
    _check_breaks(d, day)


def _check_breaks(d: int, day: Day) -> None:
    where = f"days[{d}].breaks"
    if len(day.breaks) > MAX_BREAKS:
        msg = f"{where}: expected at most {MAX_BREAKS}, got {len(day.breaks)}"
        raise ProblemError(msg)
    before = 0
    for k, pause in enumerate(day.breaks):
        name = f"{where}[{k}]"
        for field in ("kind", "lo", "hi", "cost"):
            whole(f"{name}.{field}", getattr(pause, field), 0)
        whole(f"{name}.length", pause.length, 1)
        if not before <= pause.lo <= pause.hi:
            msg = f"{name}: expected starts in order, without overlap, got {pause}"
            raise ProblemError(msg)
        before = pause.hi
    if len({pause.kind for pause in day.breaks}) != len(day.breaks):
        msg = f"{where}: expected different kinds"
        raise ProblemError(msg)


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
        whole(f"{name}.location", bed.location, 0, len(problem.travel) - 1)
        whole(f"{name}.cost", bed.cost, 0)
        whole(f"{name}.profit", bed.profit)
