"""Change random trips at random: every answer keeps all rules and its past, or is a clear no.

    python -m benchmarks.fuzz_after --count 2000 --seed 1

Each case is a trip planned with few steps, then up to three replans and edits of it, one after
the other. Every plan is checked by the tests' verifier. ``--only 17`` does one case again. Leaves
with 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import xytour as xt
from xytour.model import happening as hap
from xytour.model.revision import ChangePrices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from xytour import Itinerary, Planner
    from xytour.model.happening import Edit, Event

ROOT = Path(__file__).parents[1]
STEPS = {"iterations": 8, "time_limit": 30.0}
MOST_CHANGES = 3
PRICES = 0.25
"""Share of the changes with prices of their own."""


def event(draw: Random, planner: Planner, plan: Itinerary, now: datetime) -> Event:
    """Return something that happens."""
    seen = [visit.place_id for visit in plan.visits] or ["jigongshan"]
    links = [
        part.link_id
        for item in plan.items() if item.type == "leg"
        for part in item.parts if part.link_id
    ]  # fmt: skip
    events = [
        hap.Closed(draw.choice(seen)),
        hap.Delay(draw.choice((20, 60, 150))),
        hap.Weather(),
        hap.Rest(draw.choice((45, 120))),
        hap.Rest(until=now + timedelta(hours=draw.choice((3, 20)))),
        hap.Wish(draw.choice(planner.region.sights).id),
        hap.LongerMeal(draw.choice(("lunch", "dinner")), 40),
    ]
    if links:
        events.append(hap.Closed(draw.choice(links)))
    return draw.choice(events)


def edit(draw: Random, planner: Planner, plan: Itinerary) -> Edit:
    """Return something that is asked for."""
    place = draw.choice([visit.place_id for visit in plan.visits] or ["jigongshan"])
    other = draw.choice(planner.region.sights).id
    day = draw.choice(plan.days).date
    opened = plan.revision.open_from if plan.revision else None
    # What is past was paid by the party of then, which the verifier cannot know.
    party = [] if opened else [hap.SetParty(xt.Party(adults=2, children=[6]))]
    return draw.choice(
        [
            *party,
            hap.Lock(place),
            hap.Remove(place),
            hap.Swap(place, other),
            hap.Move(place, day),
            hap.Wish(other),
            hap.Extend(place, draw.choice((60, 100, 190))),
            hap.ExtendTrip(1),
            hap.SetBudget(plan.totals.cost_cny * draw.choice((0.8, 1.2))),
            hap.StartLate(day, draw.choice(("10:00", "12:30", "14:00"))),
            hap.FinishEarly(day, draw.choice(("16:00", "19:00"))),
            hap.MiddayRest(day, 60),
        ]
    )


def changed(draw: Random, planner: Planner, plan: Itinerary) -> tuple[Itinerary, datetime]:
    """Return a plan after a random change, and the moment up to which it is past."""
    first, last = plan.days[0].items[0].start, plan.days[-1].items[-1].end
    prices = None
    if draw.random() < PRICES:
        points = draw.choice((0, 200))
        prices = ChangePrices(visit=points, booked=points, bed=points)
    if draw.random() < 0.5:
        opened = plan.revision.open_from if plan.revision else None
        return planner.edit(
            plan, edit(draw, planner, plan), prices=prices, **STEPS
        ), opened or first
    now = first + (last - first) * draw.random()
    happened = event(draw, planner, plan, now)
    return planner.replan(plan, now, [happened], prices=prices, **STEPS), now


def faults_of(
    new: Itinerary, old: Itinerary, past: datetime, verify: Callable[[dict], list[str]]
) -> list[str]:
    """Return what is wrong with a changed plan."""
    found = verify(new.model_dump(mode="json"))
    gone = [item for item in old.items() if item.end <= past]
    if list(new.items())[: len(gone)] != gone:
        found.append("the past has changed")
    if new.certificate.upper_bound < new.certificate.score:
        found.append("the bound lies below the score")
    if xt.Itinerary.model_validate_json(new.model_dump_json()) != new:
        found.append("its JSON is another plan")
    return found


def case(
    draw: Random,
    planner: Planner,
    request: Callable[[Random], xt.TripRequest],
    verify: Callable[[dict], list[str]],
) -> Counter[str]:
    """Plan and change a trip; return what was done, with each fault."""
    done: Counter[str] = Counter()
    try:
        plan = planner.plan(request(draw), **STEPS)
    except xt.InfeasibleError:
        return Counter(["not planned"])
    for _ in range(draw.randint(1, MOST_CHANGES)):
        try:
            new, past = changed(draw, planner, plan)
        except xt.XytourError:
            done["refused"] += 1
            continue
        done["changed"] += 1
        done.update(f"fault: {fault}" for fault in faults_of(new, plan, past, verify))
        plan = new
    return done


def run(numbers: Sequence[int], seed: int, budget: float = float("inf")) -> Counter[str]:
    """Do some cases; return how often what was done.

    Parameters
    ----------
    numbers, seed
        Which cases.
    budget
        Seconds of processor time after which no other case is begun.
    """
    sys.path.insert(0, str(ROOT / "tests"))
    from trips.wishes import random_request
    from verifier import verify

    file = json.loads((ROOT / "data" / "attractions.json").read_text(encoding="utf-8"))
    planner = xt.Planner()
    done: Counter[str] = Counter()
    began = time.process_time()
    for number in numbers:
        draw = Random(f"after {seed} {number}")  # noqa: S311
        try:
            here = case(
                draw,
                planner,
                lambda random: random_request(random, planner.region),
                lambda plan: verify(plan, file),
            )
        except Exception:
            here = Counter([f"fault: {traceback.format_exc()}"])
        for what in here:
            if what.startswith("fault"):
                print(f"--seed {seed} --only {number}: {what}", flush=True)
        done += here
        if time.process_time() - began > budget:
            break
    return done


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz_after", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="do this one case")
    wish = parser.parse_args(arguments)
    numbers = range(wish.first, wish.first + wish.count) if wish.only is None else [wish.only]
    done = run(numbers, wish.seed)
    faults = sum(count for what, count in done.items() if what.startswith("fault"))
    told = {what: count for what, count in done.items() if not what.startswith("fault")}
    print(", ".join(f"{what} {count}" for what, count in sorted(told.items())), f"faults {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
