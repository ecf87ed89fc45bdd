"""Of a large problem, the part worth searching: some hundred stops instead of thousands.

A search step looks at every stop. Few of thousands are ever in a good plan: those that are
worth most for their time, and those that are hardly a detour from a plan that is good.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.solver.bound import Loose
    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import Bed, IntArray
    from xytour.solver.starts import Start
    from xytour.solver.trip_bound import Pooled

NEAR = 0.7
"""Share of the stops searched that is chosen for lying near the plan."""


class Focus:
    """A problem with some of another one's stops: its plans are plans of the other, too.

    Parameters
    ----------
    whole
        The problem.
    stops
        Those to keep; those of required groups are kept in any case.
    """

    def __init__(self, whole: Problem, stops: IntArray) -> None:
        needed = np.flatnonzero(np.isin(whole.group, sorted(whole.required)))
        self.stops = np.union1d(stops, needed)
        self._index = {stop: k for k, stop in enumerate(self.stops.tolist())}
        ends = [end for day in whole.days for end in (day.start, day.end) if end is not None]
        ends += [bed.location for beds in whole.beds for bed in beds]
        kept = np.unique(
            np.concatenate([whole.location[self.stops], np.array(ends, dtype=np.int64)])
        )
        self._locations: list[int] = kept.tolist()
        at = {location: k for k, location in enumerate(self._locations)}

        def moved(bed: Bed) -> Bed:
            return replace(bed, location=at[bed.location])

        pairs = np.ix_(kept, kept)
        self.problem = Problem(
            travel=whole.travel[pairs],
            location=np.array([at[k] for k in whole.location[self.stops].tolist()], dtype=np.int64),
            duration=whole.duration[self.stops],
            profit=whole.profit[self.stops],
            cost=whole.cost[self.stops],
            group=whole.group[self.stops],
            windows=[whole.windows[stop] for stop in self.stops.tolist()],
            days=tuple(
                replace(
                    day,
                    start=None if day.start is None else at[day.start],
                    end=None if day.end is None else at[day.end],
                )
                for day in whole.days
            ),
            beds=tuple(tuple(moved(bed) for bed in beds) for beds in whole.beds),
            meal=whole.meal[self.stops],
            counts=whole.counts[self.stops],
            travel_cost=whole.travel_cost[pairs] if whole.travel_cost.strides != (0, 0) else None,  # type: ignore[arg-type]
            budget=whole.budget,
            caps=tuple(
                replace(cap, stops=[cap.stops[k] for k in self.stops.tolist()] if cap.stops else ())
                for cap in whole.caps
            ),
            far=whole.far[kept],
            required=whole.required,
            travel_penalty=whole.travel_penalty,
            bed_change_penalty=whole.bed_change_penalty,
            one_bed=whole.one_bed,
            rides={
                (at[here], at[there]): ride
                for (here, there), ride in whole.rides.items()
                if here in at and there in at
            },
            categories=tuple(
                replace(category, weight=weight[self.stops])
                for category, weight in zip(whole.categories, whole.weights, strict=True)
            ),
        )

    def narrow(self, tours: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return tours of the whole problem, all of whose stops are kept, as tours of this one."""
        return [[self._index[stop] for stop in tour] for tour in tours]

    def widen(self, tours: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return tours of this problem as tours of the whole one."""
        return [self.stops[list(tour)].tolist() for tour in tours]

    def widen_pool(self, pool: Sequence[Pooled]) -> list[Pooled]:
        """Return single tours of this problem as tours of the whole one."""
        at = self._locations
        return [
            (d, at[start], at[end], tuple(self.stops[list(stops)].tolist()))
            for d, start, end, stops in pool
        ]


def to_begin(problem: Problem, starts: Sequence[Start], count: int) -> IntArray:
    """Return the stops to search while nothing is worked out yet.

    Parameters
    ----------
    problem
        What is to be solved.
    starts
        Plans to begin from, whose stops are kept.
    count
        How many to return, about.
    """
    is_open = np.diff(problem.window_of).reshape(problem.n_stops, problem.n_days) > 0
    # A ride there and back again belongs to every stop: very short ones are not worth more.
    usual = max(1.0, float(np.median(problem.duration)))
    worth = problem.profit / (problem.duration + usual)
    likely = best_worth(np.where(is_open, worth, -np.inf).max(axis=1, initial=-np.inf), count)
    own = {stop for tours, _ in starts for tour in tours for stop in tour}
    return np.union1d(likely, np.array(sorted(own), dtype=np.int64))


def to_search(plans: Plans, loose: Loose, plan: Plan | None, count: int) -> IntArray:
    """Return the stops to search next: some worth most, the others near a plan.

    Parameters
    ----------
    plans
        Of the problem.
    loose
        What its stops and ticks are worth.
    plan
        A plan of it, None while none is good.
    count
        How many to return, about.
    """
    if plan is None:
        return promising(loose, count)
    near = int(NEAR * count)
    ends = [plans.ends(plan, d) for d in range(plans.problem.n_days)]
    return np.union1d(
        near_plan(plans.problem, loose, plan, ends, near), promising(loose, count - near)
    )


def promising(loose: Loose, count: int) -> IntArray:
    """Return the stops worth most for what they use.

    Parameters
    ----------
    loose
        What a problem's stops are worth.
    count
        How many to return, about.
    """
    return best_worth(loose.worth.max(axis=1), count)


def near_plan(
    problem: Problem, loose: Loose, plan: Plan, ends: Sequence[tuple[int, int]], count: int
) -> IntArray:
    """Return the stops of a plan, and those that could best be put into it.

    Parameters
    ----------
    problem
        What is to be solved.
    loose
        What its stops and ticks are worth.
    plan
        A plan of the problem.
    ends
        Where each day of it starts and ends.
    count
        How many to return, about.
    """
    worth = np.full(problem.n_stops, -np.inf)
    for d, tour in enumerate(plan.tours):
        places = [ends[d][0], *problem.location[tour].tolist(), ends[d][1]]
        detour = np.full(problem.n_stops, np.inf)
        for here, there in pairwise(places):
            over = problem.travel[here].astype(np.int64) + problem.travel[:, there]
            over -= int(problem.travel[here, there])
            np.minimum(detour, over[problem.location], out=detour)
        price = loose.tick_price[d] + problem.travel_penalty
        np.maximum(worth, loose.worth[:, d] - price * (detour - loose.ride[:, d]), out=worth)
    worth[[stop for tour in plan.tours for stop in tour]] = np.inf
    return best_worth(worth, count)


def best_worth(worth: NDArray[np.float64], count: int) -> IntArray:
    """Return the stops of most worth.

    Parameters
    ----------
    worth
        (stops,) what each is worth, minus infinity if it cannot be visited.
    count
        How many to return, about.
    """
    best = np.argsort(-worth, kind="stable")[:count]
    return np.sort(best[worth[best] > -np.inf])
