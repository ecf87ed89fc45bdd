"""Parts of all trips: together they hold all that may be better, and their bounds are true."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from oracle.brute import best
from oracle.problems import problem_of

from xytour.solver.first_prices import first_prices
from xytour.solver.parting import Part, split
from xytour.solver.plans import Plan, Plans
from xytour.solver.problem import Bed, Day, Problem
from xytour.solver.shared import SCALE
from xytour.solver.trip_bound import TripBound


def three_days(random: Random, change: int) -> Problem:
    """Return three days with two nights among four beds: two here, two half an hour away."""
    far = [0, 1, 30, 31, random.randint(5, 25), random.randint(5, 25)]
    travel = [[abs(a - b) for b in far] for a in far]
    beds = tuple(
        tuple(
            Bed(k, profit=random.randint(0, 3)) for k in range(4) if k < 2 or random.random() < 0.8
        )
        for _ in range(2)
    )
    days = (Day(0, None, 0, 60), Day(None, None, 0, 60), Day(None, 1, 0, 60))
    return problem_of(
        4, 6, 3,
        travel=travel, days=days, beds=beds, bed_change_penalty=change, travel_penalty=1,
        location=[random.randint(0, 5) for _ in range(4)],
        profit=[random.randint(5, 60) for _ in range(4)],
        group=[random.randint(0, 2) for _ in range(4)],
        windows=[[[(0, 60)]] * 3] * 4,
    )  # fmt: skip


@pytest.mark.parametrize("change", [0, 7, 40])
def test_parts_hold_all_better_trips_under_true_bounds(change: int) -> None:
    """Of each part no trip is above its bound, and the best trip of all is in one of them."""
    count = 0
    for seed in range(25):
        problem = three_days(Random(seed), change)  # noqa: S311
        top, _ = best(problem)
        assert top is not None
        plans, plan = Plans(problem), Plan([[], [], []], [0, 0])
        plans.evaluate(plan)
        trip = TripBound(plans)
        price = first_prices(trip.chains, plan, 10.0)
        assert price is not None
        whole = Part(trip.chains.realm, 10**9, price, trip.chains, 0)

        parts = split(whole, top - 1)

        found = []
        for part in parts:
            beds = tuple(
                tuple(bed for bed in some if bed.location in part.realm.ends[night])
                for night, some in enumerate(problem.beds)
            )
            score, _ = best(replace(problem, beds=beds))
            assert score is not None
            assert part.bound >= score * SCALE
            found.append(score)
        assert (max(found) == top) if parts else (whole.bound >= top * SCALE)
        count += len(parts)
    assert count > 25
