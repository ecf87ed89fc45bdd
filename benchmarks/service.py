"""Load on a service on this machine: how many trips a second, how long they take, how it gives way.

    python -m benchmarks.service

A server is started for each number of processes, then asked for so many trips in all by so many
clients at a time, each with a new trip as soon as the one before is answered; its memory is looked
at on the way. Last it is asked by far more clients than it has room for. Writes ``service.md``.
The usual 3,000 trips of each server take two processors about half an hour.
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
from collections import deque
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
    from collections.abc import Callable, Iterator, Sequence

    Rows = list[list[str]]

PLANS_SECONDS = 0.3
"""Time limit of each plan."""

SHARES = (0, 10, 20, 40, 60, 80, 100)
"""When memory is looked at, percent of the requests."""

NOTES = (
    "Trips of one to three days, drawn at random over a year, each with a time limit of "
    f"{PLANS_SECONDS} s; two threads plan in each process. Times are from the question to the last "
    "byte of the answer, in seconds. *Turned away* are the answers 503 that carry "
    "`Retry-After`; *failed* is anything else that is neither a plan nor a conflict of wishes, "
    "and every question that was not answered within a minute. Rows with 32 clients a process are "
    "overload: four requests may wait. Client and server share the processors. {machine_note}"
)
MEMORY_NOTE = "Resident memory of all processes of the server, MB, after a share of the requests."


@dataclass
class Run:
    """What came of some clients' questions."""

    seconds: float = 0.0
    planned: list[float] = field(default_factory=list)
    turned_away: list[float] = field(default_factory=list)
    failed: int = 0


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
        # Read on, so that its log never fills the pipe; nothing of it is kept.
        threading.Thread(target=deque, args=(process.stderr, 0), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(300)


def load(
    url: str, clients: int, requests: int, seed: int, watch: Callable[[int], None] | None = None
) -> Run:
    """Ask for so many trips with so many clients; ``watch`` is told the number of each."""
    run, region = Run(), load_region()
    lock, numbers = threading.Lock(), iter(range(requests))

    def ask() -> None:
        with httpx.Client(timeout=60) as client:
            while True:
                with lock:
                    number = next(numbers, None)
                    if number is not None and watch is not None:
                        watch(number)
                if number is None:
                    return
                draw = Random(f"{seed}-{number}")  # noqa: S311
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

    threads = [threading.Thread(target=ask) for _ in range(clients)]
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
    elif answer is not None and status == 503 and "retry-after" in answer.headers:
        run.turned_away.append(took)
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


def measure(workers: int, clients: int, wish: argparse.Namespace) -> tuple[Rows, list[str]]:
    """Return a row under ordinary load and one under far too much, and the memory on the way."""
    rows, seen = [], [str(workers)]
    marks = {wish.requests * share // 100 for share in SHARES[:-1]}
    with server(workers, waiting=16) as (url, pid):

        def watch(number: int) -> None:
            if number in marks:
                seen.append(f"{memory_mb(pid):.0f}")

        load(url, clients, 4 * workers, seed=1)
        rows.append(_row(workers, clients, load(url, clients, wish.requests, 2, watch)))
        seen.append(f"{memory_mb(pid):.0f}")
    with server(workers, waiting=4) as (url, _):
        load(url, 1, 2 * workers, seed=1)
        rows.append(_row(workers, 32 * workers, load(url, 32 * workers, wish.overload, seed=3)))
        httpx.get(f"{url}/health", timeout=60).raise_for_status()
    return rows, seen


def _row(workers: int, clients: int, run: Run) -> list[str]:
    return [
        str(workers),
        str(clients),
        str(len(run.planned)),
        f"{len(run.planned) / run.seconds:.2f}",
        *percentiles(run.planned),
        str(len(run.turned_away)),
        *percentiles(run.turned_away)[:1],
        str(run.failed),
    ]


HEADER = (
    "processes", "clients", "planned", "a second", "median", "95 %", "99 %", "longest",
    "turned away", "median of these", "failed",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000)
    parser.add_argument("--overload", type=int, default=2000, help="requests far too many at once")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--results", type=Path, default=RESULTS)
    wish = parser.parse_args(arguments)
    if wish.requests < 10:
        parser.error("--requests: expected 10 or more, for memory is looked at so often")
    busy = os.getloadavg()[0]
    measured = [measure(workers, wish.clients, wish) for workers in wish.workers]
    found = table(HEADER, [row for rows, _ in measured for row in rows])
    memory = table(
        ("processes", *(f"{share} %" for share in SHARES)), [seen for _, seen in measured]
    )
    print(found, memory, sep="\n")
    note = f"Before it began, {busy:.1f} processes of others waited for {os.cpu_count()} cores."
    wish.results.mkdir(parents=True, exist_ok=True)
    text = page(
        "Load on the service",
        command("benchmarks.service", wish),
        [found, MEMORY_NOTE, memory, NOTES.format(machine_note=note)],
    )
    write_whole(wish.results / "service.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
