"""Solve one benchmark file and print the answer as one line of JSON.

    python -m benchmarks.instance --format toptw --file FILE --tours M --seconds S --seed K

Routes hold the file's own vertex numbers, depots left out. Every answer is checked against
the file by `benchmarks.checker` before it is printed. Exit code 2 is a file or a wish that
cannot be read or solved.

The upper bound is a bound for the file, not for its rounding to ticks: it is proven for the
optimistic problem of `benchmarks.problems`, which has every plan that the checker passes, and
optimal means that the score meets it. The routes are those found for the same problem if the
checker passes them. Distances are rounded by millionths, so it nearly always does; else they
are searched again in the pessimistic problem, in the time that is left or kept for this.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.checker import check
from benchmarks.formats import FORMATS, read
from benchmarks.problems import is_exact, problem_of
from xytour.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.formats.instance import Instance
    from xytour.solver import Solution

BAD_INPUT = 2

FIRST_SHARE = 0.95
"""Share of the time after which routes that break a limit by a hair can still be replaced."""


def answer(instance: Instance, *, seconds: float, seed: int) -> dict[str, object]:
    """Solve an instance.

    Parameters
    ----------
    instance
        As read from its file.
    seconds
        Time that the solver may take, the making of its problem not included.
    seed
        Of its random choices.

    Returns
    -------
    dict
        Score, upper bound, status, seconds taken, and the routes; no routes and a score of 0
        if no plan was found, as may happen where tours must be made.

    Raises
    ------
    AssertionError
        The answer breaks a rule of the file: a defect of the solver.
    """
    exact = is_exact(instance)
    share = seconds if exact else FIRST_SHARE * seconds
    found = _find(instance, optimistic=True, seconds=share, seed=seed)
    bound, taken = found.solution.upper_bound, found.seconds
    if found.faults and not exact:
        rest = max(seconds - taken, seconds - share)
        found = _find(instance, optimistic=False, seconds=rest, seed=seed)
        taken += found.seconds
    if found.faults or found.score != found.solution.score or found.score > bound:
        msg = f"{instance.name}: {found.faults or 'score or bound are wrong'}"
        raise AssertionError(msg)
    status = "optimal" if found.score == bound else "feasible"
    return {
        "score": found.score,
        "upper_bound": bound,
        "status": "infeasible" if found.solution.status == "infeasible" else status,
        "seconds": round(taken, 3),
        "routes": found.routes,
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """What the solver found, and what the checker says to it."""

    solution: Solution
    seconds: float
    routes: list[list[int]]
    score: int
    faults: list[str]


def _find(instance: Instance, *, optimistic: bool, seconds: float, seed: int) -> _Found:
    """Solve one of the two problems of an instance, and check the routes against the file."""
    problem = problem_of(instance, optimistic=optimistic)
    began = time.perf_counter()
    solution = solve(problem, time_limit=seconds, seed=seed)
    taken = time.perf_counter() - began
    routes = [[instance.vertices[stop].number for stop in tour] for tour in solution.tours]
    if solution.status == "infeasible":
        return _Found(solution, taken, [], solution.score, [])
    return _Found(solution, taken, routes, *check(instance, routes))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.instance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--file", required=True)
    parser.add_argument("--tours", type=int, default=None, help="as the file says if not given")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    wish = parser.parse_args(arguments)
    try:
        instance = read(wish.file, wish.format, wish.tours)
        found = answer(instance, seconds=wish.seconds, seed=wish.seed)
    except (OSError, ValueError) as error:
        print(f"benchmarks.instance: {error}", file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
