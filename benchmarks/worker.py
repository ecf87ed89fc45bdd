"""One engine in a process of its own, which is killed when it does not come back.

The process imports the engine before any clock runs and then solves case after case. Nothing
here imports numpy: the number of its threads is set in the process before that.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from benchmarks.engines.answer import Answer
    from benchmarks.formats.instance import Instance

    Solve = Callable[[Instance, float, int], Answer]

GRACE = 10.0
"""Seconds after its budget at which an engine is killed."""

START = 60.0
"""Seconds that an engine may take to be imported."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class EngineError(Exception):
    """An engine cannot be run at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case.

    Parameters
    ----------
    routes, upper_bound
        As answered, unchecked.
    seconds
        Wall time, the building of the engine's model included.
    cpu_seconds
        Time on processors; more than ``seconds`` if there was more than one thread, much less
        if other programs had the processor. 0 if the engine was killed.
    fault
        Why there is no answer, empty if there is one.
    """

    routes: list[list[int]]
    upper_bound: int | None
    seconds: float
    cpu_seconds: float
    fault: str = ""


class Worker:
    """Runs an engine; a context manager.

    Parameters
    ----------
    module
        The engine's module.

    Raises
    ------
    EngineError
        The module cannot be imported.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: SpawnProcess | None = None
        self._connection: Connection
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def run(self, instance: Instance, *, seconds: float, seed: int) -> Outcome:
        """Solve an instance.

        Parameters
        ----------
        instance
            As read from its file.
        seconds
            Budget; the process is killed ``GRACE`` seconds after it.
        seed
            For engines that take one.

        Returns
        -------
        Outcome
            The answer, or the fault of an engine that raised, died or was killed. The next
            case gets a new process then.
        """
        if self._process is None:
            self._start()
        began = time.perf_counter()
        try:
            self._connection.send((instance, seconds, seed))
            if self._connection.poll(seconds + GRACE):
                outcome: Outcome = self._connection.recv()
                return outcome
            fault = f"killed {GRACE:g} s after its budget"
        except (EOFError, ConnectionError):
            fault = "the process died"
        taken = time.perf_counter() - began
        self._stop()
        return Outcome([], None, taken, 0.0, fault)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._module), daemon=True)
        self._process.start()
        theirs.close()
        try:
            came = self._connection.poll(START)
            fault = self._connection.recv() if came else f"not imported after {START:g} s"
        except (EOFError, ConnectionError):
            fault = "the process died while it was imported"
        if fault:
            self._stop()
            raise EngineError(fault)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._connection.close()
            self._process = None


def _serve(connection: Connection, module: str) -> None:
    """Import the engine, say so, and solve what comes until nothing comes any more."""
    os.environ.update(_ONE_THREAD)
    try:
        solve: Solve = importlib.import_module(module).solve
    # Shared libraries fail in many ways, and the parent tells which.
    except Exception as error:
        connection.send(f"{type(error).__name__}: {error}")
        return
    connection.send("")
    while True:
        try:
            instance, seconds, seed = connection.recv()
        except EOFError:
            return
        connection.send(_timed(solve, instance, seconds, seed))


def _timed(solve: Solve, instance: Instance, seconds: float, seed: int) -> Outcome:
    gc.collect()  # not to pay for the case before
    began, began_cpu = time.perf_counter(), time.process_time()
    answer, fault = None, ""
    try:
        answer = solve(instance, seconds, seed)
    # An engine that fails has lost this case, but the others go on.
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
    taken, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    if answer is None:
        return Outcome([], None, taken, cpu, fault or "no answer")
    routes = [[int(number) for number in route] for route in answer.routes]
    bound = None if answer.upper_bound is None else int(answer.upper_bound)
    return Outcome(routes, bound, taken, cpu)
