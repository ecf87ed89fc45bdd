"""Plan many trips at once, with whatever executor does the work.

The region and its travel times travel to a process once, not with each request: the first
requests carry them, what follows names them by their digest, and a process that came later and
does not have them asks.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import OrderedDict
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from xytour.errors import RequestError
from xytour.planner.planner import Planner
from xytour.planner.progress import Effort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Executor, Future

    from xytour.model.itinerary import Itinerary
    from xytour.model.request import TripRequest

MOST_PLANNERS = 4
"""How many regions a process keeps."""

_planners: OrderedDict[tuple[int, str], Planner] = OrderedDict()
# A process forked from this one must not use its planners, whose locks may be taken: so the
# process id is a part of the key.
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of one of many requests.

    Parameters
    ----------
    index
        Its place among the requests, from 0.
    request
        What was asked for.
    itinerary
        The plan, or None.
    error
        Why there is none, or None.
    """

    index: int
    request: TripRequest
    itinerary: Itinerary | None = None
    error: Exception | None = None

    def result(self) -> Itinerary:
        """Return the itinerary, or raise the error that stands in its place."""
        if self.error is not None:
            raise self.error
        assert self.itinerary is not None  # noqa: S101 (there is one of the two)
        return self.itinerary


class _Unknown(NamedTuple):
    """The answer of a process that does not have the region."""


def plan_many(
    requests: Iterable[TripRequest],
    executor: Executor | None = None,
    *,
    planner: Planner | None = None,
    time_limit: float = 1.0,
    seed: int = 0,
    iterations: int | None = None,
    progress: Callable[[int, int, Planned], object] | None = None,
    buffersize: int | None = None,
) -> tuple[Planned, ...]:
    """Plan many trips; one that fails does not harm the others.

    Parameters
    ----------
    requests
        What is asked for.
    executor
        Who does the work: any of :mod:`concurrent.futures`, or Dask's
        ``Client.get_executor()``. By default threads, one for each processor; the optimiser
        lets other threads run meanwhile. It is not shut down.
    planner
        Of the region; one of the bundled region by default. Threads share it, each process
        builds its like once.
    time_limit
        Seconds for each trip (> 0).
    seed
        Of the random choices.
    iterations
        Most search steps for each trip, for the same answer on every machine.
    progress
        Called in this thread with the number done, the number in all, and what was done last.
    buffersize
        How many are in the executor's hands at a time (> 0); by default twice its workers, or
        twice this machine's processors where it does not tell. For a cluster give more.

    Returns
    -------
    tuple of Planned
        In the order of the requests.

    Raises
    ------
    RequestError
        The time limit or the buffer size makes no sense.

    Examples
    --------
    >>> import xytour as xt
    >>> requests = [xt.TripRequest(start=day, days=1) for day in ("2026-04-10", "2026-04-11")]
    >>> done = xt.plan_many(requests, iterations=20)
    >>> [one.result().days[0].date.isoformat() for one in done]
    ['2026-04-10', '2026-04-11']
    """
    if not time_limit > 0:
        msg = f"time_limit: expected seconds > 0, got {time_limit}"
        raise RequestError(msg)
    if buffersize is not None and buffersize < 1:
        msg = f"buffersize: expected at least 1, got {buffersize}"
        raise RequestError(msg)
    effort = Effort(time_limit, seed, iterations)
    work = tuple(requests)
    planner = Planner() if planner is None else planner
    if executor is not None:
        size = buffersize or 2 * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
        return _Round(work, executor, planner, effort, progress).run(size)
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        size = buffersize or 2 * (os.cpu_count() or 1)
        return _Round(work, threads, planner, effort, progress).run(size)


class _Round:
    """One call's requests on their way."""

    def __init__(
        self,
        requests: tuple[TripRequest, ...],
        executor: Executor,
        planner: Planner,
        effort: Effort,
        progress: Callable[[int, int, Planned], object] | None,
    ) -> None:
        self.requests, self.executor, self.effort = requests, executor, effort
        self.progress = progress
        self.parcel = _packed(planner)
        self.digest = hashlib.sha256(self.parcel or os.urandom(32)).hexdigest()
        self.done: dict[int, Planned] = {}
        self.pending: dict[Future[Itinerary | Exception | _Unknown], int] = {}
        _keep(self.digest, planner)

    def run(self, size: int) -> tuple[Planned, ...]:
        """Keep so many requests in the executor's hands until all are done."""
        try:
            for index in range(len(self.requests)):
                self._submit(index, with_region=index < size)
                while len(self.pending) >= size:
                    self._collect()
            while self.pending:
                self._collect()
        finally:
            for future in self.pending:
                future.cancel()
        return tuple(self.done[index] for index in range(len(self.requests)))

    def _submit(self, index: int, *, with_region: bool) -> None:
        parcel = self.parcel if with_region else None
        text = self.requests[index].model_dump_json()
        try:
            future = self.executor.submit(_plan_one, self.digest, parcel, text, self.effort)
        except Exception as error:
            self._finish(index, error)
            return
        self.pending[future] = index

    def _collect(self) -> None:
        """Take what is done by now, at least one."""
        finished = wait(self.pending, return_when=FIRST_COMPLETED).done
        for future in finished:
            index = self.pending.pop(future)
            answer = future.exception() or future.result()
            if isinstance(answer, _Unknown) and self.parcel is None:
                msg = "the planner's providers cannot be sent to other processes; use threads"
                self._finish(index, RequestError(msg))
            elif isinstance(answer, _Unknown):
                self._submit(index, with_region=True)
            else:
                self._finish(index, answer)

    def _finish(self, index: int, answer: Itinerary | BaseException) -> None:
        request = self.requests[index]
        if isinstance(answer, Exception):
            planned = Planned(index, request, error=answer)
        elif isinstance(answer, BaseException):
            raise answer
        else:
            planned = Planned(index, request, itinerary=answer)
        self.done[index] = planned
        if self.progress is not None:
            self.progress(len(self.done), len(self.requests), planned)


def _plan_one(
    digest: str, parcel: bytes | None, text: str, effort: Effort
) -> Itinerary | Exception | _Unknown:
    """Plan a trip with the planner that this process has, or with what the parcel holds."""
    from xytour.model.request import TripRequest

    planner = _kept(digest)
    if planner is None:
        if parcel is None:
            return _Unknown()
        # The parcel comes from the process that asks.
        region, travel, public, inventory = pickle.loads(parcel)  # noqa: S301
        planner = Planner(region, travel=travel, public_transport=public)
        planner.inventory = inventory
        planner = _keep(digest, planner)
    request = TripRequest.model_validate_json(text)
    try:
        return planner.plan(
            request,
            time_limit=effort.seconds,
            seed=effort.seed,
            iterations=effort.iterations,
        )
    except Exception as error:
        return error


def _packed(planner: Planner) -> bytes | None:
    """Return what another process builds the like of a planner from, None if it cannot travel."""
    try:
        return pickle.dumps(planner.made_of)
    except Exception:
        return None


def _kept(digest: str) -> Planner | None:
    with _lock:
        return _planners.get((os.getpid(), digest))


def _keep(digest: str, planner: Planner) -> Planner:
    """Keep a planner unless there is its like; return the one that is kept."""
    key = (os.getpid(), digest)
    with _lock:
        kept = _planners.setdefault(key, planner)
        _planners.move_to_end(key)
        while len(_planners) > MOST_PLANNERS:
            _planners.popitem(last=False)
    return kept
