"""Measure what follows a plan: how long replans, edits, suggestions and reasons take.

    python -m benchmarks.after --count 200 --seed 0

Each case is a random trip of one to five days, planned once, and one random event or edit.
Processor time of the one thread is measured, beside the time on the clock, for a machine may
be shared. Writes ``after.md``.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from benchmarks.trips import random_trip
from xytour import (
    Closed,
    Delay,
    InfeasibleError,
    LongerMeal,
    Planner,
    Rest,
    Weather,
    Wish,
    XytourError,
)
from xytour.model import happening
from xytour.model.saving import write_whole
from xytour.planner.after.methods import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour import Itinerary

HEADER = (
    "what", "cases", "answered", "refused", "median ms", "95 % ms", "clock, median ms",
    "clock, 95 % ms",
)  # fmt: skip
NOTES = (
    "Trips are drawn at random over a year, by car or public transport, one to five days, planned "
    "with {steps} steps; then one event or edit is drawn. *Median* and *95 %* are of the "
    "processor time, *clock* of the time on the wall; other work ran on the machine (load "
    "{load:.1f} when the run ended), so the clock says little. The search may take "
    "{seconds:g} s; refusals are counted with the time that finding the conflict takes. The "
    "problem of a trip is kept after its plan, so an answer begins with it."
)
STEPS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: whether there was one, processor and clock milliseconds."""

    is_given: bool
    cpu_ms: float
    clock_ms: float


def timed(ask: Callable[[], object]) -> Answer:
    """Ask, and measure."""
    cpu, clock = time.thread_time(), time.perf_counter()
    try:
        ask()
        is_given = True
    except XytourError:
        is_given = False
    return Answer(
        is_given, 1_000 * (time.thread_time() - cpu), 1_000 * (time.perf_counter() - clock)
    )


def cases(
    draw: Random, planner: Planner, plan: Itinerary, seconds: float
) -> dict[str, Callable[[], object]]:
    """Return one question of each kind about a plan."""
    seen = [visit.place_id for visit in plan.visits]
    others = [place.id for place in planner.region.sights if place.id not in seen]
    day = draw.choice(plan.days).date
    place, other = draw.choice(seen), draw.choice(others)
    first, last = plan.days[0].items[0].start, plan.days[-1].items[-1].end
    now = first + (last - first) * draw.uniform(0.05, 0.8)
    events = [
        Closed(place),
        Delay(draw.choice((20, 40, 90))),
        Weather(),
        Rest(draw.choice((45, 90))),
        Rest(until=now + timedelta(hours=18)),
        Wish(other),
        LongerMeal("lunch", 30),
    ]
    edits = [
        happening.Lock(place),
        happening.Remove(place),
        happening.Swap(place, other),
        happening.Move(place, day),
        happening.Wish(other),
        happening.ExtendTrip(1),
        happening.SetBudget(plan.totals.cost_cny * 0.8),
        happening.StartLate(day, "10:00"),
        happening.FinishEarly(day, "19:00"),
        happening.MiddayRest(day, 60),
    ]
    event, edit = draw.choice(events), draw.choice(edits)
    limit = {"time_limit": seconds}
    return {
        "replan": lambda: planner.replan(plan, now, [event], **limit),
        "edit": lambda: planner.edit(plan, edit, **limit),
        "suggest": lambda: planner.suggest(plan, other, **limit),
        "why not": lambda: planner.explain(plan, **limit).why_not(other),
        "risk": lambda: planner.risk(plan),
    }


def row(what: str, answers: Sequence[Answer]) -> list[str]:
    """Return the cells of one kind of question."""
    cpu, clock = (
        sorted(getattr(answer, name) for answer in answers) for name in ("cpu_ms", "clock_ms")
    )
    high = int(0.95 * (len(answers) - 1))
    given = sum(answer.is_given for answer in answers)
    cells = [f"{value:.0f}" for value in (median(cpu), cpu[high], median(clock), clock[high])]
    return [what, str(len(answers)), str(given), str(len(answers) - given), *cells]


def measure(planner: Planner, count: int, seconds: float, seed: int) -> dict[str, list[Answer]]:
    """Ask every kind of question about random plans.

    Parameters
    ----------
    planner
        Of the region.
    count
        How many plans.
    seconds
        Time limit of each answer.
    seed
        Of the trips and questions.
    """
    answers: dict[str, list[Answer]] = defaultdict(list)
    number = 0
    while len(answers["replan"]) < count:
        draw = Random(f"{seed} {number}")  # noqa: S311
        number += 1
        request = random_trip(draw, planner.region, draw.randint(1, 5))
        try:
            plan = planner.plan(request, iterations=STEPS, time_limit=60)
        except InfeasibleError:  # too short a day for its meals
            continue
        if plan.visits:
            for what, ask in cases(draw, planner, plan, seconds).items():
                answers[what].append(timed(ask))
    return answers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.after", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="number of plans")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of each answer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    answers = measure(Planner(), wish.count, wish.seconds, wish.seed)
    found = table(HEADER, [row(what, given) for what, given in answers.items()])
    print(found)
    notes = NOTES.format(steps=STEPS, load=os.getloadavg()[0], seconds=wish.seconds)
    text = page("After planning", command("benchmarks.after", wish), [found, notes])
    wish.results.mkdir(parents=True, exist_ok=True)
    write_whole(wish.results / "after.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
