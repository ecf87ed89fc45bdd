"""Plan the same trips in each style and see whether each is best on its own aim.

    python -m benchmarks.styles --count 100 --seconds 1

Every plan is checked by the tests' verifier. Writes ``styles.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from benchmarks.trips import random_trip
from xytour import InfeasibleError, Itinerary, Planner
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour import TripRequest

ROOT = Path(__file__).parents[1]
AIMS = {"quick": "access", "slow": "slowness", "immersive": "immersion", "balanced": None}
"""The styles, each with the index that it is for."""

INDICES = ("access", "slowness", "immersion")
NOTES = (
    "{count} trips of one to five days, drawn at random over a year: interests, car or public "
    "transport, ways in and out, every fourth with a budget, every fifth with a wheelchair. "
    "*Best on its aim* counts the trips where no other of the three named styles has a higher "
    "index; *proven* those whose plan is proven best. Faults found by the tests' verifier in "
    "all plans together: {faults}."
)


@dataclass(frozen=True, slots=True)
class Run:
    """One trip in every style, and what the verifier found in the plans."""

    plans: dict[str, Itinerary]
    faults: list[str]

    def is_best(self, style: str) -> bool:
        """Whether a style's plan has the highest index of its aim among the three."""
        aim = AIMS[style]
        if aim is None:
            return False
        named = [name for name, index in AIMS.items() if index]
        best = max(getattr(self.plans[name].indices, aim) for name in named)
        return bool(getattr(self.plans[style].indices, aim) >= best)


def trip(number: int, planner: Planner) -> TripRequest:
    """Return one request; its style is to be set."""
    draw = Random(f"styles {number}")  # noqa: S311
    request = random_trip(draw, planner.region, draw.randint(1, 5))
    changes: dict[str, object] = {}
    if number % 4 == 0:
        changes["budget_cny"] = 700.0 * request.n_days * request.party.size
    if number % 5 == 0:
        changes["party"] = request.party.model_copy(update={"wheelchairs": 1})
    return request.model_copy(update=changes)


def measure(
    planner: Planner, request: TripRequest, seconds: float, verify: Callable[[dict], list[str]]
) -> Run | None:
    """Plan one trip in each style; None if it cannot be done."""
    plans, faults = {}, []
    for style in AIMS:
        wish = request.model_copy(update={"style": style})
        try:
            plans[style] = planner.plan(wish, time_limit=seconds)
        except InfeasibleError as error:
            print(f"not feasible: {error}", file=sys.stderr)
            return None
        faults += verify(plans[style].model_dump(mode="json"))
    return Run(plans, faults)


def row(style: str, runs: Sequence[Run]) -> list[str]:
    """Return the cells of one style."""
    plans = [run.plans[style] for run in runs]
    days = sum(len(plan.days) for plan in plans)
    return [
        style,
        *(f"{fmean(getattr(plan.indices, index) for plan in plans):.1f}" for index in INDICES),
        f"{sum(run.is_best(style) for run in runs)}" if AIMS[style] else "-",
        f"{sum(len(plan.visits) for plan in plans) / days:.1f}",
        f"{sum(plan.totals.travel_min for plan in plans) / 60 / days:.1f}",
        f"{sum(plan.totals.cost_cny for plan in plans) / days:.0f}",
        f"{sum(plan.certificate.status == 'optimal' for plan in plans)}",
        f"{100 * fmean(plan.certificate.gap for plan in plans):.1f}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.styles", description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT / "tests"))
    from verifier import verify

    file = json.loads((ROOT / "data" / "attractions.json").read_text(encoding="utf-8"))
    planner = Planner()
    runs: list[Run] = []
    number = 0
    while len(runs) < wish.count:
        run = measure(planner, trip(number, planner), wish.seconds, lambda plan: verify(plan, file))
        number += 1
        if run is not None:
            runs.append(run)
    faults = [fault for run in runs for fault in run.faults]
    print("\n".join(faults), file=sys.stderr)
    header = ("style", *INDICES, "best on its aim", "visits a day", "hours on the way a day",
              "cost a day, CNY", "proven", "gap, mean %")  # fmt: skip
    found = table(header, [row(style, runs) for style in AIMS])
    print(found)
    notes = NOTES.format(count=len(runs), faults=len(faults))
    wish.results.mkdir(parents=True, exist_ok=True)
    text = page("The styles", command("benchmarks.styles", wish), [found, notes])
    write_whole(wish.results / "styles.md", text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
