"""Feed every parser with spoilt input: only refusals in words may come out.

    python -m benchmarks.fuzz_parsers --tries 20000 --seed 1

Each target of `benchmarks.fuzz_targets` and `benchmarks.fuzz_callers` runs in a process of its
own, so that a crash or a call without an end is told like any other fault. Target, seed and
number alone decide what a try does: ``--target gtfs --seed 1 --only 4711`` makes it again. Prints
a table of counts; leaves with 1 if there was any fault.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from xytour import XytourError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[1]
PATIENCE = 60
"""Seconds after which a try is taken to hang."""


def targets() -> dict[str, Callable[[Path], Callable[[Random], str]]]:
    """Return all targets by name."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    from benchmarks.fuzz_callers import CALLERS
    from benchmarks.fuzz_importers import IMPORTERS
    from benchmarks.fuzz_targets import TARGETS

    return {**TARGETS, **CALLERS, **IMPORTERS}


def source(target: str, seed: int, number: int) -> Random:
    """Return where the randomness of one try comes from."""
    return Random(f"{target} {seed} {number}")  # noqa: S311


def run(target: str, tries: int, seed: int, only: int | None = None) -> dict[str, Any]:
    """Make all tries of one target in this process, and return what came of them."""
    warnings.simplefilter("error")
    logging.disable(logging.ERROR)
    outcomes: Counter[str] = Counter()
    faults: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        attempt = targets()[target](Path(folder))
        for number in range(tries) if only is None else [only]:
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            print(number, file=sys.stderr, flush=True)
            try:
                outcomes[attempt(source(target, seed, number))] += 1
            except XytourError as error:
                outcomes["refused" if str(error) else "refused without a word"] += 1
            except Exception as error:
                outcomes["fault"] += 1
                cause = error.__cause__ or error
                where = traceback.extract_tb(cause.__traceback__)[-1]
                kind = f"{type(cause).__name__} {Path(where.filename).name}:{where.lineno}"
                faults.setdefault(kind, f"try {number}: {error!r}"[:500])
                if only is not None:
                    traceback.print_exc()
        faulthandler.cancel_dump_traceback_later()
    return {"outcomes": outcomes, "faults": faults}


def in_a_child(target: str, tries: int, seed: int) -> dict[str, Any]:
    """Make all tries of one target in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.fuzz_parsers", "--child", "--target", target]
    command += ["--tries", str(tries), "--seed", str(seed)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    last = next((x for x in reversed(done.stderr.splitlines()) if x.isdecimal()), "none")
    what = f"try {last}: the process ended with {done.returncode}: {done.stderr[-800:]}"
    return {"outcomes": {"fault": 1}, "faults": {"crash": what}}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", action="append", choices=sorted(targets()))
    parser.add_argument("--only", type=int)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    chosen = asked.target or list(targets())
    if asked.child or asked.only is not None:
        print(json.dumps(run(chosen[0], asked.tries, asked.seed, asked.only)))
        return 0
    faulty = False
    print("| target | tries | faults | seconds | outcomes |\n|---|---:|---:|---:|---|")
    for target in chosen:
        began = time.perf_counter()
        found = in_a_child(target, asked.tries, asked.seed)
        outcomes: dict[str, int] = found["outcomes"]
        told = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
        seconds = time.perf_counter() - began
        fault_count = outcomes.get("fault", 0)
        print(f"| {target} | {sum(outcomes.values())} | {fault_count} | {seconds:.0f} | {told} |")
        for kind, what in found["faults"].items():
            faulty = True
            print(f"{target}: {kind}: {what}", file=sys.stderr)
        sys.stdout.flush()
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
