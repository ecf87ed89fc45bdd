"""Measure how time and memory grow with the number of places.

    python -m benchmarks.scale --places 500 1000 2000 5000 10000 20000 --seconds 5

Each case is a trip of seven days through a made-up region, solved in a process of its own.
Writes ``scale.md`` and, where matplotlib is installed, ``scale.png``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Nothing heavy here: a process starts with the peak memory of the one that started it.
from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

Facts = dict[str, Any]

ROOT = Path(__file__).parents[1]
COLUMNS = {
    "places": ("places", ",.0f"),
    "pose, s": ("pose_s", ".2f"),
    "first plan, s": ("first_s", ".3f"),
    "solve, s": ("solve_s", ".2f"),
    "in all, s": ("total_s", ".2f"),
    "peak, MB": ("peak_mb", ",.0f"),
    "stops": ("stops", ".0f"),
    "score": ("score", ",.0f"),
    "bound": ("bound", ",.0f"),
    "gap, %": ("gap_percent", ".2f"),
    "outcome": ("outcome", ""),
}
NOTES = (
    "Seven days through a made-up region of 150 x 150 km: towns with places around them, visits "
    "of 45 to 240 minutes within opening hours, a lunch break, six beds to choose from every "
    "night, at most six stops a day. *Pose* builds the problem from arrays that are there "
    "already, *in all* adds the time to solve it; the peak is that of the whole process, Python "
    "and the travel matrix included. A case that takes longer than {patience:g} s or asks for "
    "more than {gigabytes:g} GB is stopped; what was measured until then is "
    "shown, the peak being that of posing."
)


def measure(places: int, *, seconds: float, seed: int, patience: float, gigabytes: float) -> Facts:
    """Run one case and return what is known of it, whatever becomes of it.

    Parameters
    ----------
    places
        Size of the region.
    seconds
        Time limit of the solver.
    seed
        Of the region and of the solver.
    patience
        Seconds after which the case is stopped.
    gigabytes
        Memory that it may ask for.

    Returns
    -------
    dict
        ``outcome`` and the numbers measured, as `benchmarks.scale_case` names them.
    """
    options = {"places": places, "seconds": seconds, "seed": seed, "gigabytes": gigabytes}
    words = [sys.executable, "-m", "benchmarks.scale_case"]
    for name, value in options.items():
        words += [f"--{name}", str(value)]
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=patience, check=False)  # noqa: S603
        output, outcome = done.stdout, _ending(done)
    except subprocess.TimeoutExpired as late:
        output, outcome = late.stdout or b"", f"stopped after {patience:g} s"
    facts: Facts = {"places": places, "outcome": outcome}
    for line in output.decode().splitlines():
        facts |= json.loads(line)
    if "solve_s" in facts:
        facts["total_s"] = facts["pose_s"] + facts["solve_s"]
        facts["gap_percent"] = 100 * facts["gap"]
    return facts


def _ending(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return how a case ended that told no outcome of its own."""
    if done.returncode < 0:
        return f"killed by signal {-done.returncode}"
    errors = done.stderr.decode(errors="replace")
    sys.stderr.write(errors)
    last = "".join(errors.splitlines()[-1:])
    return f"failed: {last.partition(':')[0].rpartition('.')[2]}"


def row(facts: Facts) -> list[str]:
    """Return the cells of a case, a dash for what was not measured."""
    return [format(facts[name], form) if name in facts else "-" for name, form in COLUMNS.values()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description=__doc__)
    sizes = [500, 1_000, 2_000, 5_000, 10_000, 20_000]
    parser.add_argument("--places", type=int, nargs="+", default=sizes)
    parser.add_argument("--seconds", type=float, default=5.0, help="time limit of the solver")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for a case, at most")
    parser.add_argument("--gigabytes", type=float, default=8.0, help="memory for a case, at most")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    limits = {"patience": wish.patience, "gigabytes": wish.gigabytes}
    cases = []
    for places in wish.places:
        cases.append(measure(places, seconds=wish.seconds, seed=wish.seed, **limits))
        print(f"{places} places: {cases[-1]['outcome']}", file=sys.stderr)
    found = table(tuple(COLUMNS), [row(facts) for facts in cases])
    print(found)
    wish.results.mkdir(parents=True, exist_ok=True)
    body = [found, NOTES.format(**limits)]
    try:
        from benchmarks.scale_plot import plot

        write_whole(wish.results / "scale.png", plot(cases))
        body.append("![Time and memory over the number of places](scale.png)")
    except ModuleNotFoundError as error:
        print(f"no plot: {error.name} is not installed", file=sys.stderr)
    text = page("Regions of growing size", command("benchmarks.scale", wish), body)
    write_whole(wish.results / "scale.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
