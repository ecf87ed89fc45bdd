"""Measure the solver on ordinary trips of one to seven days through the bundled region.

    python -m benchmarks.xinyang --seconds 1 --days 1 2 3 4 5 7 --count 20 --seed 0

Each trip is posed once by the planner, then solved: with every bed free to choose, and once more
with one bed for all nights, as who has booked already asks. Writes ``xinyang.md``.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean, median
from typing import TYPE_CHECKING

from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from benchmarks.trips import random_trip
from xytour import Planner
from xytour.model.saving import write_whole
from xytour.model.wishes import StayWish
from xytour.planner.posing import pose
from xytour.solver import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver import Problem, Solution

HEADER = (
    "days", "nights", "trips", "proven", "proof, median s", "proof, 90 % s", "gap, mean %",
    "gap, worst %", "worst trip", "first plan, median ms", "first plan, max ms", "taken, max s",
    "places", "options", "beds", "stops planned",
)  # fmt: skip
NOTES = (
    "Trips are drawn at random over a year: style, interests, car or public transport, where "
    "and when they begin and end. *Nights* are spent where the solver likes, or all in one place "
    "that is given, drawn of those that are open. *Proof* is the time within "
    "which half and nine tenths of all trips were proven best, a dash where fewer were. *Worst "
    "trip* has the widest gap, numbered from 0; a trip depends on the seed, its days and its "
    "number alone. Places, options (ways to visit them, and meals), beds a night and stops "
    "planned are means. The time to pose a problem is not included: {posing:.0f} ms in the "
    "median."
)


@dataclass(frozen=True, slots=True)
class Run:
    """One trip: its problem, the answer, and the seconds to pose and to solve it."""

    problem: Problem
    solution: Solution
    posing: float
    taken: float

    @property
    def proof(self) -> float:
        """Seconds to the proof, infinite without one."""
        return self.solution.seconds if self.solution.status == "optimal" else math.inf


def measure(
    planner: Planner, days: int, number: int, *, seconds: float, seed: int, is_free: bool = True
) -> Run:
    """Pose and solve one trip.

    Parameters
    ----------
    planner
        Of the region.
    days
        Length of the trip.
    number
        Which trip of that length.
    seconds
        Time limit of the solver.
    seed
        Of the trip and of the solver.
    is_free
        Whether beds are free to choose, else they are in one place.

    Raises
    ------
    AssertionError
        The trip has no plan, though it requires nothing: a defect.
    """
    draw = Random(f"{seed} {days} {number}")  # noqa: S311
    request = random_trip(draw, planner.region, days)
    if not is_free:
        places = [{bed.place_id for bed in night} for night in planner.prepare(request).beds]
        base = draw.choice(sorted(set.intersection(*places)))
        request = request.model_copy(update={"stay": StayWish(places=(base,))})
    began = time.perf_counter()
    problem = pose(planner.prepare(request), {}).problem  # no request has a budget
    posed = time.perf_counter()
    solution = solve(problem, time_limit=seconds, seed=seed)
    taken = time.perf_counter() - posed
    if solution.status == "infeasible" or solution.upper_bound < solution.score:
        msg = f"trip {number} of {days} days: {solution}"
        raise AssertionError(msg)
    return Run(problem, solution, posed - began, taken)


def within(times: Sequence[float], share: float) -> str:
    """Return the least time that a share of all times do not pass, a dash if infinite."""
    least = sorted(times)[math.ceil(share * len(times)) - 1]
    return "-" if math.isinf(least) else f"{least:.2f}"


def row(days: int, nights: str, runs: Sequence[Run]) -> list[str]:
    """Return the cells of the trips of one length."""
    proofs = [run.proof for run in runs]
    gaps = [100 * run.solution.gap for run in runs]
    firsts = [1_000 * run.solution.first_seconds for run in runs]
    beds = [len(night) for run in runs for night in run.problem.beds]
    return [
        str(days),
        nights,
        str(len(runs)),
        f"{sum(map(math.isfinite, proofs)) / len(runs):.0%}",
        within(proofs, 0.5),
        within(proofs, 0.9),
        f"{fmean(gaps):.2f}",
        f"{max(gaps):.2f}",
        str(gaps.index(max(gaps))) if max(gaps) > 0 else "-",
        f"{median(firsts):.0f}",
        f"{max(firsts):.0f}",
        f"{max(run.taken for run in runs):.2f}",
        f"{fmean(len(set(run.problem.group.tolist())) for run in runs):.0f}",
        f"{fmean(run.problem.n_stops for run in runs):.0f}",
        f"{fmean(beds):.0f}" if beds else "-",
        f"{fmean(sum(map(len, run.solution.tours)) for run in runs):.1f}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.xinyang", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1.0, help="time limit for each trip")
    parser.add_argument("--days", type=int, nargs="+", default=[1, 2, 3, 4, 5, 7])
    parser.add_argument("--count", type=int, default=20, help="trips of each length")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    planner = Planner()
    for days in (1, 2):  # what is loaded on first use is no part of any trip
        measure(planner, days, 0, seconds=0.1, seed=wish.seed)
    rows, posing = [], []
    for days in wish.days:
        for nights in ("free", "given") if days > 1 else ("-",):
            runs = [
                measure(
                    planner,
                    days,
                    number,
                    seconds=wish.seconds,
                    seed=wish.seed,
                    is_free=nights != "given",
                )
                for number in range(wish.count)
            ]
            rows.append(row(days, nights, runs))
            posing += [1_000 * run.posing for run in runs]
            told = f"{days} days, nights {nights}: {rows[-1][3]} proven, gap {rows[-1][6]} %"
            print(told, file=sys.stderr)
    found = table(HEADER, rows)
    print(found)
    text = page(
        "Trips through Xinyang",
        command("benchmarks.xinyang", wish),
        [found, NOTES.format(posing=median(posing))],
    )
    wish.results.mkdir(parents=True, exist_ok=True)
    write_whole(wish.results / "xinyang.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
