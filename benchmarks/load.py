"""Plan from many threads on one planner: every answer as if alone, and memory that stays flat.

    python -m benchmarks.load --plans 10000 --threads 8

Requests and seeds come from a set; each pair is planned first by a planner that only its request
knows. Then all threads plan pairs in an order of their own, and every answer is held against the
one made alone. What the process keeps in memory is read a hundred times. Writes ``load.md``; leaves
with 1 on any difference, or where memory grew by more than a tenth from the first third of the run
to its end.
"""

from __future__ import annotations

import argparse
import math
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.machine import machine
from xytour import Itinerary, Planner, TripRequest, XytourError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour import Region

RESULTS = Path(__file__).parent / "results"
STEPS = 3
SEEDS = 2
MOST_GROWTH = 0.1
SAMPLES = 100

KEPT = 10
"""Sights that are not avoided, so that a plan takes hundredths of a second."""

REQUESTS: tuple[dict[str, Any], ...] = (
    {"start": "2026-04-10", "days": 1, "interests": {"tea": 1.0}},
    {"start": "2026-04-10", "days": 1, "transport": "public", "language": "zh"},
    {"start": "2026-10-01", "days": 2, "style": "slow", "party": {"adults": 2, "children": [5]}},
    {"start": "2026-07-01", "days": 2, "style": "quick", "budget_cny": 1500},
    {"start": "2026-02-16", "days": 1, "transport": "charter", "meals": ["lunch"]},
    {"start": "2026-04-10", "days": 1, "transport": ["walk"], "max_walk_km": 3},
    {"start": "2026-04-11", "days": 1, "must_visit": ["nowhere"]},
)
"""Trips of all kinds, and one that names what is not there."""


@dataclass
class Load:
    """What became of a run.

    Parameters
    ----------
    plans
        Answers of the threads.
    different
        Those that were another than the answer made alone.
    mib
        Memory in use in the course of the run, MiB.
    seconds, cpu_seconds
        Of the threads' part, by the clock and of the processor.
    """

    plans: int = 0
    different: list[str] = field(default_factory=list)
    mib: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    @property
    def growth(self) -> float:
        """By which share memory grew from the end of the first third to the end."""
        settled = self.mib[len(self.mib) // 3]
        return self.mib[-1] / settled - 1


def answer(planner: Planner, fields: dict[str, Any], seed: int) -> str:
    """Return a plan, or why there is none, as text without the time that it took."""
    try:
        plan = planner.plan(TripRequest(**fields), seed=seed, iterations=STEPS, time_limit=600)
    except XytourError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    return _without_time(plan)


def _without_time(plan: Itinerary) -> str:
    certificate = plan.certificate.model_copy(update={"seconds": 0.0})
    return plan.model_copy(update={"certificate": certificate}).model_dump_json()


def memory_mib() -> float:
    """Return how much memory the process holds, MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def run(
    plans: int,
    threads: int,
    requests: Sequence[dict[str, Any]] = REQUESTS,
    region: Region | None = None,
    minutes: float = math.inf,
) -> Load:
    """Make all plans, or those of some minutes, with one planner; return what became of them."""
    avoid = [sight.id for sight in Planner(region).region.sights[KEPT:]]
    pairs = [(fields | {"avoid": avoid}, seed) for fields in requests for seed in range(SEEDS)]
    alone = []
    for k in range(len(requests)):
        fresh = Planner(region)
        alone += [answer(fresh, *pair) for pair in pairs[SEEDS * k : SEEDS * (k + 1)]]
    planner, load, numbers, lock = Planner(region), Load(), count(), threading.Lock()
    began, cpu = time.perf_counter(), time.process_time()
    until = began + 60 * minutes

    def work(thread: int) -> None:
        dice = Random(thread)  # noqa: S311
        while (number := next(numbers)) < plans and time.perf_counter() < until:
            k = dice.randrange(len(pairs))
            try:
                found = answer(planner, *pairs[k])
            except Exception as error:
                found = repr(error)
            with lock:
                load.plans += 1
                if found != alone[k]:
                    load.different.append(f"plan {number}, pair {k}: {found[:200]}")
                if load.plans % max(1, plans // SAMPLES) == 0:
                    load.mib.append(memory_mib())
                    print(f"{load.plans} plans, {load.mib[-1]:.0f} MiB", file=sys.stderr)

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    load.seconds, load.cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    return load


def page(load: Load, threads: int) -> str:
    """Return the result as Markdown."""
    shown = load.mib[:: max(1, len(load.mib) // 10)]
    memory = ", ".join(f"{mib:.0f}" for mib in shown)
    return f"""# One planner, many threads

`python -m benchmarks.load --threads {threads}` on {machine()}

| | |
|---|---|
| plans | {load.plans}, of {len(REQUESTS)} requests with {SEEDS} seeds each |
| threads | {threads} |
| answers unlike the one made alone | {len(load.different)} |
| memory in the course of the run, MiB | {memory} |
| growth from the first third to the end | {load.growth:+.1%} |
| seconds, of the clock and of the processor | {load.seconds:.0f}, {load.cpu_seconds:.0f} |
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end then, if not before")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args(arguments)
    load = run(asked.plans, asked.threads, minutes=asked.minutes)
    text = page(load, asked.threads)
    print(text, *load.different[:10], sep="\n")
    (asked.results / "load.md").write_text(text, encoding="utf-8")
    return int(bool(load.different) or load.growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
