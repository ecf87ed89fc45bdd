"""Solve a problem of many stops: search some of them at a time, bound them all.

Which ones is asked anew a few times: at first those that seem worth most for their time,
later also those that lie best for the plan found so far. Where such a part has no plan with
all that is required, the whole is searched.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.bound import loose_bound, plain_bound
from xytour.solver.check import check
from xytour.solver.focus import Focus, to_begin, to_search
from xytour.solver.plans import Plan, Plans
from xytour.solver.search import Search
from xytour.solver.solve import Work
from xytour.solver.walks import Walks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.bound import Loose
    from xytour.solver.problem import IntArray, Problem, Solution
    from xytour.solver.solve import Limits
    from xytour.solver.starts import Start
    from xytour.solver.trip_bound import Pooled

SEARCHED, FOR_EACH = 300, 5
"""Stops searched at a time: so many, or for each stop of the plan so many, if that is more."""

PARTS = 6
"""Times that the stops to search are chosen."""

BOUND_BY, SEARCH_BY, WALKS_BY = 0.7, 0.6, 0.97
"""Shares of the time by which the loose bound, the search and the better bound are done."""


SECONDS_PER_STOP = 1.5e-6
"""What a stop takes on a day to set up the programme of the loose bound, about."""


class LargeWork(Work):
    """One solve of a large problem; ``search`` and ``plans`` are of the part at hand.

    Parameters
    ----------
    problem
        What to solve.
    seed
        Of the random choices.
    limits
        When to stop, and whom to tell.
    starts
        Plans to begin from.
    """

    def __init__(
        self, problem: Problem, seed: int, limits: Limits, starts: Sequence[Start] = ()
    ) -> None:
        self.whole, self._whole_plans = problem, Plans(problem)
        self.seed, self.steps_before, self.parts = seed, 0, 0
        self.focus = Focus(problem, to_begin(problem, starts, SEARCHED))
        self.steps_allowed = limits.iterations
        part = None if limits.iterations is None else -(-limits.iterations // PARTS)
        narrow = [(self.focus.narrow(tours), beds) for tours, beds in starts]
        super().__init__(self.focus.problem, seed, replace(limits, iterations=part), narrow)
        self.problem, self.given, self.is_many = problem, starts, False

    @property
    def steps_done(self) -> int:
        """Search steps done so far."""
        return self.steps_before + self.search.steps_done

    def run(self) -> Solution:
        """Solve the problem."""
        limit = self.limits.time_limit
        if not self.begin():
            return self.run_whole()
        self.lower(plain_bound(self.whole))
        if self.limits.seconds + self.bound_seconds < BOUND_BY * limit:
            self.search_and_bound()
        if self.search.missing_of_best > 0 and not self.must_stop():
            return self.run_whole()
        self.search_until(limit)
        solution = self.solution()
        if solution.status != "infeasible":
            check(self.whole, solution)
        return solution

    @property
    def bound_seconds(self) -> float:
        """What the loose bound takes at least, about."""
        return self.whole.n_stops * self.whole.n_days * SECONDS_PER_STOP

    def search_and_bound(self) -> None:
        """Search one part after the other, then bound the whole."""
        limit = self.limits.time_limit
        deadline = self.limits.began + BOUND_BY * limit
        loose = loose_bound(self.whole, deadline=deadline)
        self.lower(loose.bound)
        if not loose.is_found:
            return  # too little time: the first choice of stops is as good as any
        # A number of steps is not to depend on the time.
        end = limit if self.limits.iterations is not None else SEARCH_BY * limit
        first = min(self.limits.seconds, end)
        for part in range(PARTS):
            if self.must_stop() or (part and self.limits.seconds >= end):
                break
            self.aim(self.choose(loose))
            self.search_until(first + (end - first) * (part + 1) / PARTS, cold_at=end)
            self.recombine()
        self.tighten_by_walks(loose)

    def run_whole(self) -> Solution:
        """Solve the problem without taking parts, in the time that is left."""
        limits = replace(self.limits, iterations=self.steps_allowed)
        work = Work(self.whole, self.seed, limits, self.given)
        work.bound = self.bound
        return work.run()

    @property
    def whole_plans(self) -> Plans:
        """Of the problem as it was given."""
        return self._whole_plans

    def wide_plan(self) -> Plan:
        """Return the best plan as one of the whole problem."""
        tours, beds = self.search.best()
        plan = Plan(self.focus.widen(tours), beds)
        self.whole_plans.evaluate(plan)
        return plan

    def pool(self) -> list[Pooled]:
        """Return tours of good plans as tours of the whole problem."""
        return self.focus.widen_pool(self.search.pooled_tours())

    def take(self, plan: Plan | None) -> None:
        """Go on from a plan that may be better than the best one."""
        if plan is not None and plan.score > self.search.score_of_best:
            self.aim(self.focus.stops, plan)

    def choose(self, loose: Loose) -> IntArray:
        """Return the stops to search next."""
        plan = self.wide_plan()
        count = max(SEARCHED, FOR_EACH * sum(map(len, plan.tours)))
        return to_search(self.whole_plans, loose, plan if self.parts else None, count)

    def aim(self, stops: IntArray, plan: Plan | None = None) -> None:
        """Go on with a search of a plan's own and of other stops, from the best plan."""
        plan = plan or self.wide_plan()
        self.steps_before += self.search.steps_done
        self.parts += 1
        own = np.array([stop for tour in plan.tours for stop in tour], dtype=np.int64)
        self.focus = Focus(self.whole, np.union1d(own, stops))
        self.plans = Plans(self.focus.problem)
        # Another course of chance for each part.
        self.search = Search(self.focus.problem, self.seed + self.parts * (1 << 20))
        self.search.load(self.focus.narrow(plan.tours), plan.beds)
        self.search.fill()
        if self.parts == 1:
            self._fill_starts()
        self.search.restart()
        self.tell()

    def tighten_by_walks(self, loose: Loose) -> None:
        """Lower the bound, if time is left and steps are not what counts."""
        if self.limits.iterations is not None or self.is_done or self.must_stop():
            return
        deadline = self.limits.began + WALKS_BY * self.limits.time_limit
        if deadline - time.perf_counter() < 2 * self.bound_seconds:
            return
        try:
            walks = Walks(self.whole, loose, deadline, self.must_stop)
        except TimeoutError:
            return
        self.lower(walks.tighten(self.search.score_of_best, self.known_bound()))
