"""The least ride into and out of each of many stops, in little memory."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray

FAR = np.iinfo(np.int32).max
"""Of a stop that has no other beside it; no ride is longer."""

CELLS = 1 << 20
"""Rides looked at in one go: as many as a processor's cache holds."""


def nearest(
    matrix: NDArray[Any], at: IntArray, group: IntArray, deadline: float = math.inf
) -> tuple[IntArray, IntArray]:
    """Return for each stop the least ride into it, and out of it, from and to other stops.

    Parameters
    ----------
    matrix
        (locations, locations) rides; any of equal length are passed over quickly.
    at, group
        (stops,) locations, and groups: two stops of one group are never on one tour.
    deadline
        Time of `time.perf_counter` to be done by.

    Returns
    -------
    into, out
        (stops,) least rides, ``FAR`` where no other stop is.

    Raises
    ------
    TimeoutError
        The deadline has come.
    """
    n = len(at)
    into, out = np.full((2, n), FAR, dtype=np.int32)
    if matrix.strides == (0, 0) and n:
        into[:] = out[:] = matrix[0, 0]  # a lower bound for the loneliest too
        return into.astype(np.int64), out.astype(np.int64)
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], group, side="left")
    after = np.searchsorted(group[order], group, side="right")
    crowded = np.flatnonzero(after - first > 1)
    columns = _range(at)
    step = max(1, CELLS // max(1, n))
    for low in range(0, n, step):
        in_time(deadline)
        high = min(low + step, n)
        rows = _range(at[low:high])
        between = np.array(
            matrix[rows, columns] if isinstance(columns, slice) else _pick(matrix, rows, columns)
        )
        # A stop is not its own neighbour, nor are two stops of one group.
        own = np.arange(low, high)
        between[own - low, own] = FAR
        for k in crowded[np.searchsorted(crowded, low) : np.searchsorted(crowded, high)].tolist():
            between[k - low, order[first[k] : after[k]]] = FAR
        np.minimum(into, between.min(axis=0), out=into)
        out[low:high] = between.min(axis=1)
    return into.astype(np.int64), out.astype(np.int64)


def in_time(deadline: float) -> None:
    """Raise `TimeoutError` once a time of `time.perf_counter` has come."""
    if time.perf_counter() >= deadline:
        msg = "the deadline has come"
        raise TimeoutError(msg)


def _range(places: IntArray) -> Any:
    """Return a slice instead of indices that follow each other: it is read without copying."""
    if len(places) and (np.diff(places) == 1).all():
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _pick(matrix: NDArray[Any], rows: Any, columns: IntArray) -> NDArray[Any]:
    """Return some columns of some rows, whole rows first: they lie together in memory."""
    return np.take(matrix[rows], columns, axis=1)
