"""A few threads that plan, and a short queue before them; who finds it full is told so."""

from __future__ import annotations

import asyncio
import math
import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xytour.errors import XytourError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

GLANCE_S = 0.2
"""How often it is looked whether the caller is still there."""


class BusyError(XytourError):
    """The service has more to do than it can, or is about to stop.

    Parameters
    ----------
    message
        Why.
    retry_after
        Seconds after which to ask again.
    """

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class GoneError(XytourError):
    """Nobody waits for the answer any more."""


class Job(Generic[T]):
    """A piece of work on its way.

    Parameters
    ----------
    work
        What to do; it is given ``stop.is_set``, and should end soon once that says yes.
    """

    def __init__(self, work: Callable[[Callable[[], bool]], T]) -> None:
        self.work = work
        self.stop = Event()
        self.began: float | None = None
        self.asked = time.monotonic()
        self.future: Future[T]

    def run(self) -> T:
        """Do the work."""
        self.began = time.monotonic()
        return self.work(self.stop.is_set)

    def give_up(self) -> None:
        """Let it end: at once if it has not begun, soon if it has."""
        self.stop.set()
        self.future.cancel()


class Pool:
    """Bounded room for work.

    Parameters
    ----------
    threads
        How many jobs run at a time.
    waiting
        How many more may wait.
    waiting_seconds
        Longest wait for a thread.
    """

    def __init__(self, threads: int, waiting: int, waiting_seconds: float) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="plan")
        self.threads, self._room = threads, threads + waiting
        self._waiting_seconds = waiting_seconds
        self._jobs: set[Job[Any]] = set()
        self._lock = Lock()
        self._mean_s = 1.0
        self.stopping = False

    @property
    def running(self) -> int:
        """How many jobs are at work."""
        with self._lock:
            return sum(job.began is not None for job in self._jobs)

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            return sum(job.began is None for job in self._jobs)

    def begin(self, work: Callable[[Callable[[], bool]], T]) -> Job[T]:
        """Take on a job.

        Raises
        ------
        BusyError
            There is no room.
        """
        job = Job(work)
        with self._lock:
            if self.stopping:
                msg = "the service is stopping"
                raise BusyError(msg, 5)
            if len(self._jobs) >= self._room:
                msg = f"{len(self._jobs)} requests are being worked on already"
                raise BusyError(msg, self._retry_after())
            self._jobs.add(job)
            job.future = self._executor.submit(job.run)
        job.future.add_done_callback(lambda _: self._done(job))
        return job

    async def outcome(
        self, job: Job[T], seconds: float, is_gone: Callable[[], Awaitable[bool]]
    ) -> T:
        """Wait for a job, and raise what it raises.

        Parameters
        ----------
        job
            From :meth:`begin`.
        seconds
            How long it may run.
        is_gone
            Tells whether nobody waits any more.

        Raises
        ------
        BusyError
            It waited or ran too long.
        GoneError
            Nobody waits.
        """
        answer = asyncio.wrap_future(job.future)
        try:
            while not (await asyncio.wait({answer}, timeout=GLANCE_S))[0]:
                if await is_gone():
                    msg = "the caller is gone"
                    raise GoneError(msg)
                self.check(job, seconds)
            if answer.cancelled():
                msg = "the service is stopping"
                raise BusyError(msg, 5)
            return answer.result()
        finally:
            if not answer.done():
                job.give_up()

    def check(self, job: Job[Any], seconds: float) -> None:
        """Raise BusyError if a job has waited or run too long."""
        now = time.monotonic()
        if job.began is None and now - job.asked > self._waiting_seconds:
            msg = f"no thread was free for {self._waiting_seconds:g} s"
        elif job.began is not None and now - job.began > seconds:
            msg = f"the answer took longer than {seconds:g} s"
        else:
            return
        job.give_up()
        raise BusyError(msg, self._retry_after())

    def hasten(self) -> None:
        """Take on nothing more; let what runs end with the best it has.

        May be called from a signal handler: it takes no lock.
        """
        self.stopping = True
        for job in tuple(self._jobs):
            job.stop.set()

    def close(self) -> None:
        """Hasten, and wait until the last job has ended."""
        self.hasten()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _retry_after(self) -> int:
        ahead = max(1, len(self._jobs) - self.threads + 1)
        return min(120, max(1, math.ceil(self._mean_s * ahead / self.threads)))

    def _done(self, job: Job[Any]) -> None:
        with self._lock:
            self._jobs.discard(job)
            if job.began is not None:
                self._mean_s += 0.2 * (time.monotonic() - job.began - self._mean_s)
