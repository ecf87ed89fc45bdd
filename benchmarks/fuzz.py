"""Throw random input at the optimiser: whatever comes, it answers or raises ProblemError.

    python -m benchmarks.fuzz --calls 1000000 --seed 1

Seed and number alone decide what a call does: ``--seed 1 --only 4711`` does it again, in this
process, and shows what was given. All calls are made in a child process, so that a crash of it, or
a call that never ends, is told with its number like any other fault. Leaves with 1 if there was
any.
"""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import json
import mmap
import pprint
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.fuzz_input import draw, draw_call
from xytour.errors import ProblemError
from xytour.solver import Problem, is_feasible, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]

SOLVES = 0.1
"""Share of the accepted problems that are solved."""

PATIENCE = 60.0
"""Seconds after which a call is taken to hang."""

MOST_CRASHES = 20
"""Crashes after which a run is given up."""

# What a child writes where a crash cannot lose it: the call it is at, and counts.
AT, DONE, REFUSED, SOLVED, STATE_SIZE = range(5)


@dataclass
class Report:
    """What became of a run.

    Parameters
    ----------
    calls, refused, solved
        Calls in all, those that were refused, and those whose problem was solved too.
    crashes
        Calls that took their process with them, or never ended.
    faults
        Of each crash, and of each kind of other fault, the first call and what happened.
    seconds
        Time taken.
    """

    calls: int = 0
    refused: int = 0
    solved: int = 0
    crashes: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return the result in one line."""
        return (
            f"calls {self.calls}, refused {self.refused}, solved {self.solved}, "
            f"crashes {self.crashes}, kinds of other faults {len(self.faults) - self.crashes}, "
            f"{self.calls / max(self.seconds, 1e-9):.0f} calls a second"
        )


def source(seed: int, number: int) -> Random:
    """Return the random source of a call."""
    return Random(seed << 40 | number)  # noqa: S311 (no secret)


def call(random: Random) -> int | None:
    """Make one call with random input; raise what should not be raised.

    Returns
    -------
    int or None
        ``REFUSED``, ``SOLVED``, or None if the problem was only built.
    """
    try:
        problem = Problem(**draw(random))
        places = len(problem.travel)
        problem.arrival(random.randrange(places), random.randrange(places), random.randrange(20))
        if random.random() >= SOLVES:
            return None
        is_solved, wishes = draw_call(random)
        (solve if is_solved else is_feasible)(problem, **wishes)
    except ProblemError:
        return REFUSED
    return SOLVED


def run(calls: int, seed: int, target: str = "benchmarks.fuzz") -> Report:
    """Make calls in a child process, and in another one after each crash.

    Parameters
    ----------
    calls, seed
        How many, and of which seed.
    target
        The module whose ``call`` is made.
    """
    report = Report()
    began = time.perf_counter()
    first = 0
    while first < calls and report.crashes < MOST_CRASHES:
        with tempfile.TemporaryDirectory() as folder:
            first = _run_child(report, Path(folder), (first, calls, seed), target)
    report.seconds = time.perf_counter() - began
    return report


def _run_child(report: Report, folder: Path, work: tuple[int, int, int], target: str) -> int:
    """Let one child make calls as far as it gets; return where the next one goes on."""
    state, faults, words = (folder / name for name in ("state", "faults", "words"))
    state.write_bytes(bytes(8 * STATE_SIZE))
    faults.touch()
    command = [sys.executable, "-m", "benchmarks.fuzz", "--child", str(folder), target]
    with words.open("wb") as errors:
        child = subprocess.Popen([*command, *map(str, work)], cwd=ROOT, stderr=errors)  # noqa: S603
        how = _wait(child, state)
    now = _counts(state)
    report.calls += now[DONE]
    report.refused += now[REFUSED]
    report.solved += now[SOLVED]
    known = {fault["what"] for fault in report.faults}
    found = [json.loads(line) for line in faults.read_text(encoding="utf-8").splitlines()]
    report.faults += [fault for fault in found if fault["what"] not in known]
    if how is None:
        return work[1]
    report.calls += 1
    report.crashes += 1
    last_words = words.read_text(encoding="utf-8", errors="replace")[-2000:]
    report.faults.append({"call": now[AT], "what": how, "trace": last_words})
    return now[AT] + 1


def _counts(state: Path) -> list[int]:
    return list(memoryview(state.read_bytes()).cast("q"))


def _wait(child: subprocess.Popen[bytes], state: Path) -> str | None:
    """Wait until a child is done; return how it failed, None if it did not."""
    at, since = -1, time.perf_counter()
    while True:
        try:
            code = child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            now = _counts(state)[AT]
            if now != at:
                at, since = now, time.perf_counter()
            elif time.perf_counter() - since > PATIENCE:
                child.kill()
                child.wait()
                return f"no end after {PATIENCE:g} s"
        else:
            return f"the process ended with {code}" if code else None


def _child(folder: Path, target: str, first: int, calls: int, seed: int) -> None:
    """Make calls, note where one is, and write down each new kind of fault."""
    faulthandler.enable()
    warnings.simplefilter("error")
    function = importlib.import_module(target).call
    known = set()
    with (
        (folder / "state").open("r+b") as state,
        mmap.mmap(state.fileno(), 0) as mapped,
        memoryview(mapped) as raw,
        raw.cast("q") as note,
        (folder / "faults").open("w", encoding="utf-8") as faults,
    ):
        for number in range(first, calls):
            note[AT] = number
            try:
                outcome = function(source(seed, number))
            except Exception as error:
                outcome = None
                what = _what(error)
                if what not in known:
                    known.add(what)
                    fault = {"call": number, "what": what, "trace": traceback.format_exc()}
                    faults.write(json.dumps(fault) + "\n")
                    faults.flush()
            if outcome is not None:
                note[outcome] += 1
            note[DONE] += 1


def _what(error: BaseException) -> str:
    """Return the kind of an error, and where in the package it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if "xytour" in frame.filename] or frames
    place = inside[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno} in {place.name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the calls that were asked for; return 1 if one of them had a fault."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz", description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="make this one call, here, and show what is given")
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    wish = parser.parse_args(arguments)
    if wish.child:
        folder, target, *numbers = wish.child
        _child(Path(folder), target, *map(int, numbers))
        return 0
    if wish.only is not None:
        pprint.pp(draw(source(wish.seed, wish.only)))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            print("outcome:", call(source(wish.seed, wish.only)))
        return 0
    report = run(wish.calls, wish.seed)
    for fault in report.faults:
        print(f"--seed {wish.seed} --only {fault['call']}: {fault['what']}")
        print(fault["trace"])
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
