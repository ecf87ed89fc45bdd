"""Solve one benchmark file and print the answer as one line of JSON.

    python -m benchmarks.instance --format toptw --file FILE --tours M --seconds S --seed K

Routes hold the file's own vertex numbers, depots left out. Every answer is checked against
the file by `benchmarks.checker` before it is printed. Exit code 2 is a file or a rule that
cannot be read or solved.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.checker import check
from benchmarks.formats import FORMATS, read
from benchmarks.problems import problem_of
from xytour.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.formats.instance import Instance

BAD_INPUT = 2


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
        Score, upper bound, status, seconds taken, and the routes.

    Raises
    ------
    ValueError
        The instance has a rule that the solver does not have.
    AssertionError
        The answer breaks a rule of the file: a defect of the solver.
    """
    problem = problem_of(instance)
    began = time.perf_counter()
    solution = solve(problem, time_limit=seconds, seed=seed)
    taken = time.perf_counter() - began
    routes = [[instance.vertices[stop].number for stop in tour] for tour in solution.tours]
    score, faults = check(instance, routes)
    if faults or score != solution.score or solution.upper_bound < score:
        msg = f"{instance.name}: {faults or 'score or bound are wrong'}"
        raise AssertionError(msg)
    return {
        "score": score,
        "upper_bound": solution.upper_bound,
        "status": solution.status,
        "seconds": round(taken, 3),
        "routes": routes,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.instance", description=__doc__)
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
