"""Load on a service on this machine: how many trips a second, how long they take, how it gives way.

    python -m benchmarks.service --seconds 60 --clients 4

A server is started for each number of processes, then asked by so many clients at a time, each
with a new trip as soon as the one before is answered. Last it is asked by far more clients than
it has room for. Writes ``service.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import httpx
import numpy as np

from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from benchmarks.trips import random_trip
from xytour import load_region
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLANS_SECONDS = 0.3
"""Time limit of each plan."""

NOTES = (
    "Trips of one to three days, drawn at random over a year, each with a time limit of "
    f"{PLANS_SECONDS} s; two threads plan in each process. Times are from the question to the last "
    "byte of the answer, in seconds. Memory is that of all processes of the server, after the "
    "first answers and at the end. *Turned away* are the answers 503, which all carry "
    "`Retry-After`; *failed* is anything else that is neither a plan nor a conflict of wishes, "
    "and every question that was not answered within a minute. Client and server share the "
    "processors. {machine_note}"
)


@dataclass
class Run:
    """What came of some clients' questions."""

    seconds: float = 0.0
    planned: list[float] = field(default_factory=list)
    turned_away: list[float] = field(default_factory=list)
    failed: int = 0
    without_retry_after: int = 0


@contextmanager
def server(workers: int, waiting: int) -> Iterator[tuple[str, int]]:
    """Run a server; yield its address and process id."""
    command = [sys.executable, "-m", "xytour", "serve", "--port", "0", "--workers", str(workers)]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603
            [*command, "--waiting", str(waiting)], cwd=folder, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr is not None  # noqa: S101 (it is a pipe)
        port, ready = None, 0
        for line in process.stderr:
            found = re.search(r"running on http://127\.0\.0\.1:(\d+)", line)
            port = found.group(1) if found else port
            ready += "startup complete" in line
            if port and ready == workers:
                break
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(60)


def load(url: str, clients: int, seconds: float, seed: int) -> Run:
    """Ask with so many clients for so long."""
    run, region = Run(), load_region()
    lock = threading.Lock()
    end = time.monotonic() + seconds

    def ask(client_number: int) -> None:
        draw = Random(f"{seed}-{client_number}")  # noqa: S311
        with httpx.Client(timeout=60) as client:
            while time.monotonic() < end:
                trip = random_trip(draw, region, draw.randint(1, 3))
                body = {"request": json.loads(trip.model_dump_json()), "time_limit": PLANS_SECONDS}
                began = time.perf_counter()
                try:
                    answer = client.post(f"{url}/v1/plan", json=body)
                except httpx.HTTPError:
                    answer = None
                took = time.perf_counter() - began
                with lock:
                    _count(run, answer, took)

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.seconds = time.perf_counter() - began
    return run


def _count(run: Run, answer: httpx.Response | None, took: float) -> None:
    status = None if answer is None else answer.status_code
    if status in {200, 409}:
        run.planned.append(took)
    elif answer is not None and status == 503:
        run.turned_away.append(took)
        run.without_retry_after += "retry-after" not in answer.headers
    else:
        run.failed += 1


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process and its children, MB."""
    pids = [pid]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            pids.append(int(entry.parent.name))
    page_mb = os.sysconf("SC_PAGE_SIZE") / 1e6
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * page_mb for one in pids)


def percentiles(times: Sequence[float]) -> list[str]:
    """Return the median, the 95th and the 99th percentile and the longest, as text."""
    if not times:
        return ["-"] * 4
    return [f"{one:.2f}" for one in (*np.percentile(times, [50, 95, 99]), max(times))]


def measure(workers: int, clients: int, seconds: float) -> list[list[str]]:
    """Return a row under ordinary load, and one under far too much."""
    rows = []
    with server(workers, waiting=16) as (url, pid):
        load(url, clients, 5, seed=1)
        before = memory_mb(pid)
        run = load(url, clients, seconds, seed=2)
        rows.append(_row(workers, clients, run, f"{before:.0f} / {memory_mb(pid):.0f}"))
    with server(workers, waiting=4) as (url, pid):
        load(url, 1, 3, seed=1)
        before = memory_mb(pid)
        run = load(url, 32 * workers, seconds / 2, seed=3)
        rows.append(_row(workers, 32 * workers, run, f"{before:.0f} / {memory_mb(pid):.0f}"))
        httpx.get(f"{url}/health", timeout=60).raise_for_status()
    return rows


def _row(workers: int, clients: int, run: Run, memory: str) -> list[str]:
    if run.without_retry_after:
        msg = f"{run.without_retry_after} answers 503 without Retry-After"
        raise RuntimeError(msg)
    return [
        str(workers),
        str(clients),
        str(len(run.planned)),
        f"{len(run.planned) / run.seconds:.2f}",
        *percentiles(run.planned),
        str(len(run.turned_away)),
        *percentiles(run.turned_away)[:1],
        str(run.failed),
        memory,
    ]


HEADER = (
    "processes", "clients", "planned", "a second", "median", "95 %", "99 %", "longest",
    "turned away", "median of these", "failed", "memory MB",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--results", type=Path, default=RESULTS)
    wish = parser.parse_args(arguments)
    busy = os.getloadavg()[0]
    rows = [row for workers in wish.workers for row in measure(workers, wish.clients, wish.seconds)]
    found = table(HEADER, rows)
    print(found)
    note = f"Before it began, {busy:.1f} processes of others waited for {os.cpu_count()} cores."
    wish.results.mkdir(parents=True, exist_ok=True)
    text = page(
        "Load on the service",
        command("benchmarks.service", wish),
        [found, NOTES.format(machine_note=note)],
    )
    write_whole(wish.results / "service.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
