"""Travel matrices from routing engines, by routingpy: OSRM, Valhalla, GraphHopper and more.

A matrix is asked for in blocks that engines' limits allow. Each block that came is kept,
so that nothing is asked for twice after a breakdown.
"""

from __future__ import annotations

import threading
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.errors import DataError, EngineError
from xytour.network.cache import Cache, key_of
from xytour.network.geodesy import great_circle_m
from xytour.network.matrix import TravelMatrix, whole_metres, whole_minutes
from xytour.network.roads import TooFar, positions, within_limit
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from xytour.model.region import Region
    from xytour.network.rides import Vehicle

Block = dict[str, "NDArray[np.float64]"]

_ASK_FOR_LENGTHS: dict[str, dict[str, list[str]]] = {
    "ORS": {"metrics": ["distance", "duration"]},
    "Graphhopper": {"out_array": ["times", "distances"]},
}
"""Options of engines that tell lengths only when asked."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How an engine is asked: how much at once, how long, how often.

    Parameters
    ----------
    block
        Most places on each side of one question (>= 1); engines limit both these and
        their product.
    timeout_s
        Seconds (> 0) for one answer, all told: an engine that sends a byte now and then
        does not escape it.
    attempts
        How often one block is asked for (>= 1).
    wait_s
        Seconds before the second attempt; twice as long before each further one.
    """

    block: int = 25
    timeout_s: float = 60.0
    attempts: int = 4
    wait_s: float = 1.0

    def __post_init__(self) -> None:
        counts = self.block >= 1 and self.attempts >= 1
        if not (counts and self.timeout_s > 0 and self.wait_s >= 0):
            msg = f"{self}: expected block and attempts >= 1, timeout_s > 0, wait_s >= 0"
            raise DataError(msg)


def engine_matrix(
    region: Region,
    router: Any,
    profile: str,
    *,
    vehicle: Vehicle = "car",
    asking: Asking | None = None,
    limit_m: float = 1000.0,
    too_far: TooFar = "refuse",
    cache_dir: str | Path | None = None,
    **options: Any,
) -> TravelMatrix:
    """Return travel between all places of a region as a routing engine tells it.

    Parameters
    ----------
    region
        Whose places.
    router
        Of routingpy, such as ``routingpy.Valhalla(base_url="http://localhost:8002")``.
    profile
        As the engine calls it: ``"auto"``, ``"driving"``, ``"driving-car"``...
    vehicle
        What the profile stands for.
    asking
        Size of the questions, timeouts and attempts.
    limit_m, too_far
        How far the engine may move a place to its nearest road, and what becomes of one
        that it moves farther, as in :func:`xytour.network.roads.road_matrix`. OSRM and
        Valhalla tell it, some engines do not; a note says so then.
    cache_dir
        Folder for the blocks that came; None keeps nothing. The hash covers engine,
        address, profile, options and positions, but not the engine's map: empty the
        folder when that changes.
    **options
        Further arguments of ``router.matrix``.

    Returns
    -------
    TravelMatrix
        Pairs for which the engine found no way are unreachable, and a note counts them.

    Raises
    ------
    EngineError
        The engine is down, hangs, refuses, or its answers make no sense. What has come
        until then is in the cache.
    DataError
        Places are too far from any road; a wrong argument; no folder to write to.
    """
    name = type(router).__name__
    source = f"{name} {profile}"
    asking = asking or Asking()
    cache = Cache(cache_dir)
    asker = _Asker(router, profile, {**_ASK_FOR_LENGTHS.get(name, {}), **options}, asking, cache)
    lat, lon = positions(region)
    n = len(lat)
    seconds, metres = np.full((n, n), np.nan), np.full((n, n), np.nan)
    off_m = np.full(n, np.nan)
    blocks = list(_blocks(n, asking.block))
    for k, (rows, columns) in enumerate(blocks):
        answer = asker.block(lat, lon, rows, columns, done=k, total=len(blocks))
        seconds[np.ix_(rows, columns)] = answer["seconds"]
        metres[np.ix_(rows, columns)] = answer["metres"]
        off_m[rows] = answer["off_m"]
    ids = tuple(place.id for place in region.places)
    near, notes = within_limit(ids, off_m, limit_m, too_far)
    if np.isnan(off_m).any():
        notes.append(f"{name} does not tell how far it moves places to a road")
    is_near = np.isin(np.arange(n), near)
    seconds[~is_near], seconds[:, ~is_near] = np.nan, np.nan
    minutes = whole_minutes(np.where(np.isnan(seconds), np.inf, seconds))
    open_ways = minutes < UNREACHABLE
    notes += _missing(ids, open_ways[np.ix_(near, near)], near)
    lengths = _lengths(metres, open_ways, name, notes)
    notes += cache.notes
    return TravelMatrix(
        ids,
        minutes,
        distance_m=lengths,
        vehicle=vehicle,
        source=source,
        door_to_door=False,
        notes=tuple(notes),
    )


class _Asker:
    """Asks for blocks: from the cache, else of the engine, again and again."""

    def __init__(
        self,
        router: Any,
        profile: str,
        options: Mapping[str, Any],
        asking: Asking,
        cache: Cache,
    ) -> None:
        self.router = router
        self.profile = profile
        self.options = options
        self.asking = asking
        self.cache = cache
        self.facts = {
            "what": "block of an engine's matrix",
            "engine": type(router).__name__,
            "address": getattr(getattr(router, "client", None), "base_url", ""),
            "profile": profile,
            "options": dict(options),
        }

    def block(
        self,
        lat: NDArray[np.float64],
        lon: NDArray[np.float64],
        rows: NDArray[np.int64],
        columns: NDArray[np.int64],
        *,
        done: int,
        total: int,
    ) -> Block:
        """Return times, lengths and how far each row's place was moved."""
        key = key_of(self.facts, lat[rows], lon[rows], lat[columns], lon[columns])
        kept = self.cache.get(key)
        if kept is not None:
            return kept
        at = np.unique(np.concatenate([rows, columns]))  # each place once
        locations = [[float(lon[k]), float(lat[k])] for k in at]
        sources, targets = np.searchsorted(at, rows), np.searchsorted(at, columns)

        def ask() -> Block:
            answer = self.router.matrix(
                locations=locations,
                profile=self.profile,
                sources=sources.tolist(),
                destinations=targets.tolist(),
                **self.options,
            )
            return {
                "seconds": _table(answer.durations, "times", len(rows), len(columns)),
                "metres": _table(answer.distances, "lengths", len(rows), len(columns)),
                "off_m": _moved_m(answer.raw, lat[rows], lon[rows]),
            }

        try:
            found = self._again_and_again(ask)
        except _GaveUpError as error:
            rest = f"{done} of {total} blocks were done"
            if self.cache.folder is None:
                kept_text = f"{rest} and are lost: name a cache_dir to keep them"
            else:
                kept_text = f"{rest} and are kept in {self.cache.folder}: ask again to go on"
            address = self.facts["address"] or "its address"
            msg = f"{self.facts['engine']} at {address}: {error}; {kept_text}"
            raise EngineError(msg) from error.__cause__
        self.cache.put(key, found)
        return found

    def _again_and_again(self, ask: Callable[[], Block]) -> Block:
        """Ask until an answer makes sense.

        Raises
        ------
        _GaveUpError
            It refused, or failed too often.
        """
        from routingpy.exceptions import RouterApiError

        wait_s = self.asking.wait_s
        for attempt in range(1, self.asking.attempts + 1):
            try:
                return _within(self.asking.timeout_s, ask)
            except RouterApiError as error:  # asking again would not change its mind
                msg = f"refused the question ({error})"
                raise _GaveUpError(msg) from error
            except Exception as error:  # routingpy lets through whatever goes wrong below it
                if attempt == self.asking.attempts:
                    times = "once" if attempt == 1 else f"{attempt} times"
                    msg = f"{_trouble(error, self.asking.timeout_s)} (asked {times})"
                    raise _GaveUpError(msg) from error
            time.sleep(wait_s)
            wait_s *= 2
        raise AssertionError  # pragma: no cover


class _GaveUpError(Exception):
    """An engine did not answer, in words."""


class _NonsenseError(Exception):
    """An answer that cannot be, in words."""


def _within(seconds: float, call: Callable[[], Block]) -> Block:
    """Return what a call returns, or raise TimeoutError when it takes longer.

    The client's own timeouts are for silence, not for the whole: the call runs in a thread
    that is left to itself when time is up, and that does not keep the program alive.
    """
    outcome: list[Block | BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True, name="routing engine")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # routingpy's word on each retry
        thread.start()
        thread.join(seconds)
    if not outcome:
        raise TimeoutError
    result = outcome[0]
    if isinstance(result, BaseException):
        raise result
    return result


def _trouble(error: Exception, timeout_s: float) -> str:
    """Return what went wrong, in words."""
    from requests.exceptions import ConnectionError as NoConnectionError
    from routingpy import exceptions

    if isinstance(error, TimeoutError | exceptions.Timeout):
        return f"no answer within {timeout_s:g} s"
    if isinstance(error, NoConnectionError):
        return "cannot be reached; is it running, and is this its address?"
    if isinstance(error, _NonsenseError):
        return f"the answer makes no sense: {error}"
    if isinstance(error, exceptions.OverQueryLimit):
        return f"it wants fewer questions ({error})"
    if isinstance(error, exceptions.RouterServerError):
        return f"it broke down ({error})"
    # The client takes the answer apart without looking first.
    return f"the answer cannot be read ({type(error).__name__}: {error})"


def _blocks(n: int, size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield rows and columns of the parts of an n by n matrix.

    From a place to itself alone nothing is asked: OSRM wants two places at least.
    """
    sides = [np.arange(k, min(k + size, n)) for k in range(0, n, size)]
    for rows in sides:
        for columns in sides:
            if len(np.union1d(rows, columns)) > 1:
                yield rows, columns


def _table(values: Any, what: str, n_rows: int, n_columns: int) -> NDArray[np.float64]:
    """Return an answer as numbers; not a number where the engine says null.

    Raises
    ------
    _NonsenseError
        It has another size, or holds anything but numbers that are not negative.
    """
    if values is None:
        if what == "times":
            msg = "no times"
            raise _NonsenseError(msg)
        return np.full((n_rows, n_columns), np.nan)
    sizes = [len(row) if isinstance(row, list) else -1 for row in values]
    if sizes != [n_columns] * n_rows:
        shape = f"{len(sizes)}x{max(sizes, default=0)}"
        msg = f"a table of {what} of {shape}, asked for {n_rows}x{n_columns}"
        raise _NonsenseError(msg)
    for row in values:
        for value in row:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if value is not None and not (is_number and 0 <= value < np.inf):
                msg = f"{value!r} among the {what}"
                raise _NonsenseError(msg)
    return np.array(values, dtype=np.float64).reshape(n_rows, n_columns)


def _moved_m(raw: Any, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far an engine moved its sources to a road, metres; nan where untold.

    OSRM says ``sources[i].distance``, Valhalla gives ``sources[i].lat`` and ``lon`` of the
    place on the road, GraphHopper and openrouteservice (``snapped_distance``) differ.
    """
    told = raw.get("sources") if isinstance(raw, dict) else None
    moved = np.full(len(lat), np.nan)
    if not isinstance(told, list) or len(told) != len(lat):
        return moved
    for k, source in enumerate(told):
        if not isinstance(source, dict):
            continue
        distance = source.get("distance", source.get("snapped_distance"))
        if isinstance(distance, int | float):
            moved[k] = distance
        elif isinstance(source.get("lat"), float) and isinstance(source.get("lon"), float):
            moved[k] = great_circle_m(lat[k], lon[k], source["lat"], source["lon"])
    return moved


def _missing(
    ids: tuple[str, ...], open_ways: NDArray[np.bool_], near: NDArray[np.int64]
) -> list[str]:
    """Return notes on pairs without a way."""
    missing = int((~open_ways).sum())
    if not missing:
        return []
    closed = ~open_ways
    np.fill_diagonal(closed, val=True)
    alone = [ids[near[k]] for k in np.flatnonzero(closed.all(axis=1) | closed.all(axis=0))]
    told = f"; from or to these all of them: {', '.join(alone)}" if alone else ""
    pairs = len(near) * (len(near) - 1)
    return [f"no way was found for {missing} of {pairs} pairs, so unreachable{told}"]


def _lengths(
    metres: NDArray[np.float64], open_ways: NDArray[np.bool_], name: str, notes: list[str]
) -> NDArray[np.int64] | None:
    """Return lengths, or None with a note where some are not told."""
    off_diagonal = open_ways & ~np.eye(len(open_ways), dtype=bool)
    if np.isnan(metres[off_diagonal]).any():
        notes.append(f"{name} does not tell all lengths: they are estimated")
        return None
    return whole_metres(metres, open_ways)
