"""Measure one made-up region in a process of its own, for `benchmarks.scale`.

Prints a line of JSON when the problem is posed, and another when it is solved: what is
known of a case that is stopped or fails in between is not lost.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.synthetic import draw_fields
from xytour.solver import Problem, solve

if TYPE_CHECKING:
    from collections.abc import Sequence

# Linux counts in KiB, macOS in bytes.
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale_case", description=__doc__)
    parser.add_argument("--places", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gigabytes", type=float, default=None, help="memory it may ask for")
    wish = parser.parse_args(arguments)
    if wish.gigabytes is not None:
        most = int(wish.gigabytes * 1e9)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    fields = draw_fields(wish.places, seed=wish.seed)
    began = time.perf_counter()
    problem = Problem(**fields)
    del fields  # the solver's own peak is asked for
    _tell(pose_s=time.perf_counter() - began)
    began = time.perf_counter()
    solution = solve(problem, time_limit=wish.seconds, seed=wish.seed)
    _tell(
        solve_s=time.perf_counter() - began,
        first_s=solution.first_seconds,
        score=solution.score,
        bound=solution.upper_bound,
        gap=solution.gap,
        stops=sum(map(len, solution.tours)),
        outcome=solution.status,
    )
    return 0


def _tell(**facts: float | str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
    print(json.dumps({**facts, "peak_mb": peak / 1e6}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
