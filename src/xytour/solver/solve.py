"""Solve a problem: search for plans, bound them, check the answer."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import ProblemError
from xytour.solver.bound import loose_bound, upper_bound
from xytour.solver.check import check
from xytour.solver.focus import to_begin, to_search
from xytour.solver.master import Master
from xytour.solver.plans import Plan, Plans
from xytour.solver.problem import Problem, Solution, Status, gap_of
from xytour.solver.search import Search
from xytour.solver.starts import Start, check_starts, remnant, starting_plans, whole_plans
from xytour.solver.trip_bound import MOST_ROUNDS, Pooled, TripBound
from xytour.solver.wellformed import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xytour.solver.bound import Loose
    from xytour.solver.problem import IntArray

SEARCH_SHARE, EARLY_SHARE, SOON_PROVEN = 0.4, 0.32, 2
"""Share of the time after which bounds are sought; the same where there is no choice of beds, and
for trips of up to so many days, which are mostly proven."""

PARTS = 2
"""Parts of the search, each with a recombination; of many stops those to put in are chosen anew
with each."""

RECOMBINE_SHARE, RECOMBINED, MOST_RECOMBINED = 0.04, 400, 1_000
"""Most share of the time for each recombination; how many tours found last take part for each
second of the time limit, and at most."""

REST_PARTS, LONG_REST = (0.4, 0.8), 0.25
"""When tours are recombined once more, as shares of the time left after the bounds, where that
is more than such a share of all."""

PROOF_SHARE = 0.95
"""Share of the time after which it all goes to the search again."""

PATIENCE_SHARE = 0.12
"""Share of the time after which bounds are given up that hardly get lower."""

COUNTED_ROUNDS = 100
"""Rounds of prices for a single day where steps are counted instead of time."""

ONE_DAY_SECONDS = 0.2
"""Search that is enough for a trip of one day before its proof is tried."""

HOT, COLD = 1.0, 0.2
"""By how much of a usual profit a step may worsen the plan, at first and in the end."""

GRACE = 0.02
"""Seconds beyond the time limit that the bound may take if there is none yet."""

MANY, SOUGHT = 300, 150
"""Of more stops than these on several days, so many are put in at a time."""

LARGE = 480
"""Stops beyond which a problem is too large to be bounded day by day."""

LONGEST = 1e9
"""Most seconds that a solve can be given."""

FEWEST_STEPS, MOST_STEPS = 4, 1 << 16
SHORT, LONG = 0.002, 0.008
"""Seconds between looks at the clock: steps are done in batches that take about so long."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve has come.

    Parameters
    ----------
    score
        Of the best plan, None while there is none that has all that is required.
    upper_bound
        No plan scores more; None while no bound is known.
    seconds
        Since the start.
    iterations
        Search steps done.
    """

    score: int | None
    upper_bound: int | None
    seconds: float
    iterations: int

    @property
    def gap(self) -> float | None:
        """(upper bound - score) / max(1, abs(upper bound)), None while one of them is not known."""
        if self.score is None or self.upper_bound is None:
            return None
        return gap_of(self.score, self.upper_bound)


def solve(
    problem: Problem,
    *,
    time_limit: float = 1.0,
    seed: int = 0,
    iterations: int | None = None,
    progress: Callable[[Progress], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
    starts: Sequence[Start] = (),
) -> Solution:
    """Find the best plan that the time allows, with a bound that no plan exceeds.

    Parameters
    ----------
    problem
        What to solve.
    time_limit
        Seconds (> 0).
    seed
        Of the random choices.
    iterations
        Search steps instead of the time limit for the search, for answers that are the same
        on every machine; the time limit then only ends a run that would take too long.
    progress
        Called with each better plan and each lower bound.
    should_stop
        Asked every few milliseconds; once it says yes, the best so far is returned. An
        event's ``is_set`` will do.
    starts
        Plans to begin from, each as tours and beds like those of a solution. Of one that is
        not feasible what can be kept is taken.

    Returns
    -------
    Solution
        Checked against the problem; never worse than a feasible one of ``starts``, and that
        one itself where nothing is better.

    Raises
    ------
    ProblemError
        The time limit, the number of iterations or a plan to begin from makes no sense.
    """
    began = time.perf_counter()
    _check_call(time_limit, iterations, seed)
    check_starts(problem, starts)
    limits = Limits(began, min(time_limit, LONGEST), iterations, progress, should_stop)
    if problem.n_stops > LARGE:
        from xytour.solver.large import LargeWork

        return LargeWork(problem, seed, limits, starts).run()
    return Work(problem, seed, limits, starts).run()


def is_feasible(
    problem: Problem,
    *,
    time_limit: float,
    iterations: int,
    seed: int = 0,
    starts: Sequence[Start] = (),
) -> bool:
    """Whether a plan with all that is required is found; stops at the first.

    Parameters
    ----------
    problem
        What is asked about.
    time_limit, iterations
        Most seconds and search steps; then the answer is no, without proof.
    seed
        Of the random choices.
    starts
        Plans to begin from, as for `solve`.
    """
    began = time.perf_counter()
    _check_call(time_limit, iterations, seed)
    check_starts(problem, starts)
    limits = Limits(began, min(time_limit, LONGEST), iterations, None, None)
    work = Work(problem, seed, limits, starts)
    return work.begin() and work.find_wishes()


def _check_call(time_limit: float, iterations: int | None, seed: int) -> None:
    """Raise if what is asked for besides the problem makes no sense."""
    is_number = isinstance(time_limit, int | float) and not isinstance(time_limit, bool)
    if not is_number or not time_limit > 0:
        msg = f"time_limit: expected seconds > 0, got {time_limit!r:.40}"
        raise ProblemError(msg)
    if iterations is not None:
        whole("iterations", iterations, 0)
    whole("seed", seed, 0, 2**63 - 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop, and whom to tell."""

    began: float
    time_limit: float
    iterations: int | None
    progress: Callable[[Progress], object] | None
    should_stop: Callable[[], bool] | None

    @property
    def seconds(self) -> float:
        """Time taken so far."""
        return time.perf_counter() - self.began

    @property
    def deadline(self) -> float:
        """Time of `time.perf_counter` when to be done."""
        return self.began + self.time_limit


class Work:
    """One solve: the search, the best plan and the least bound so far."""

    def __init__(
        self, problem: Problem, seed: int, limits: Limits, starts: Sequence[Start] = ()
    ) -> None:
        self.problem = problem
        self.starts = self.given = starts
        self.limits = limits
        self.plans = Plans(problem)
        self.search = Search(problem, seed)
        self.is_many = problem.n_days > 1 and MANY < problem.n_stops <= LARGE
        self.bound: int | None = None
        self.first_seconds = 0.0
        self.batch = FEWEST_STEPS
        self.is_stopped = False

    def run(self) -> Solution:
        """Solve the problem."""
        if not self.begin():
            self.bound = self.known_bound()
            groups, wanting = self.problem.required, tuple(range(len(self.problem.categories)))
            short = tuple(c for c in wanting if self.problem.categories[c].least > 0)
            return Solution(
                "infeasible", (), (), 0, self.bound, self.limits.seconds, 0, groups, 0.0, short
            )
        limit = self.limits.time_limit
        loose = None
        if self.limits.seconds < limit / 2:
            loose = loose_bound(self.problem, deadline=self.limits.deadline)
            self.lower(loose.bound)
        is_soon = self.problem.n_days <= SOON_PROVEN or not self.plans.has_choice
        first = (EARLY_SHARE if is_soon else SEARCH_SHARE) * limit
        if self.problem.n_days > 1:
            self.search_parts(first, loose)
            self.tighten()
            if self.search.missing_of_best == 0:
                self.choose_stops(loose)
            self.search_rest()
        else:
            self.search_until(min(first, ONE_DAY_SECONDS))
            self.tighten()
            self.search_until(limit)
        solution = self.solution()
        if solution.status != "infeasible":
            check(self.problem, solution)
        return solution

    def search_parts(self, until: float, loose: Loose | None) -> None:
        """Search a few times, each time for some of many stops, and recombine what was found."""
        for part in range(1, PARTS + 1):
            if self.must_stop():
                return
            self.choose_stops(loose, is_first=part == 1)
            self.search_until(
                part / PARTS * until, cold_at=self.limits.time_limit, share=(part, PARTS)
            )
            self.recombine()
        if self.is_many and self.search.missing_of_best > 0:
            self.search.seek(range(self.problem.n_stops))
            self.search.restart()

    def search_rest(self) -> None:
        """Search until the end, with recombinations if there is time."""
        limit, now = self.limits.time_limit, self.limits.seconds
        for share in REST_PARTS if limit - now > LONG_REST * limit else ():
            self.search_until(now + share * (limit - now), cold_at=limit)
            self.recombine()
        self.search_until(limit, cold_at=limit)

    def choose_stops(self, loose: Loose | None, *, is_first: bool = False) -> None:
        """Choose anew which of many stops to put in, if it is known what they are worth."""
        if not (self.is_many and loose is not None and loose.is_found):
            return
        self.seek(to_search(self.plans, loose, None if is_first else self.plan(), SOUGHT))
        if is_first:
            self._fill_starts()
        self.search.restart()

    def seek(self, stops: IntArray) -> None:
        """Put in some stops, those that may have to be, and those of the best plan alone."""
        problem = self.problem
        needed = np.isin(problem.group, sorted(problem.required))
        for category, weight in zip(problem.categories, problem.weights, strict=True):
            needed |= (weight > 0) & (category.least > 0)
        own = [stop for tour in self.search.best()[0] for stop in tour]
        chosen = [stops, np.flatnonzero(needed), np.array(own, dtype=np.int64)]
        self.search.seek(np.unique(np.concatenate(chosen)))

    def begin(self) -> bool:
        """Find a first plan; return whether there is any to begin from.

        Given plans come first. Without any, days are begun empty, or with one stop where they
        cannot be passed without. A problem whose only feasible trips need more is given up.
        """
        if self.is_many:
            self.seek(to_begin(self.problem, self.starts, SOUGHT))
        found = self._begin_from_given()
        if not (found and self.search.missing_of_best == 0):
            found |= self._fill_starts(is_first=not found)
        if found:
            self.search.restart()
            self.tell()
        return found

    def _fill_starts(self, *, is_first: bool = False) -> bool:
        """Fill plans made of beds; return whether there is any, and note the time of the first."""
        found = False
        for plan in starting_plans(self.plans):
            if self.search.load(plan.tours, plan.beds):
                self.search.fill()
                if is_first and not found:
                    self.first_seconds = self.limits.seconds
                found = True
                if self.limits.seconds > self.limits.time_limit / 4:
                    break
        return found

    def _begin_from_given(self) -> bool:
        found = False
        for start in self.starts:
            plan = remnant(self.plans, start)
            if plan is not None and self.search.load(plan.tours, plan.beds):
                self.search.fill()
                found = True
        self.first_seconds = self.limits.seconds
        return found

    @property
    def steps_done(self) -> int:
        """Search steps done so far."""
        return self.search.steps_done

    @property
    def is_done(self) -> bool:
        """Whether the plan has all that is required, and its score meets the bound."""
        if self.bound is None or self.search.missing_of_best > 0:
            return False
        return bool(self.search.score_of_best >= self.bound)

    def must_stop(self) -> bool:
        """Whether somebody has asked to stop."""
        if not self.is_stopped and self.limits.should_stop is not None:
            self.is_stopped = bool(self.limits.should_stop())
        return self.is_stopped

    def tell(self) -> None:
        """Report how far it has come."""
        if self.limits.progress is None:
            return
        score = None if self.search.missing_of_best > 0 else self.search.score_of_best
        self.limits.progress(Progress(score, self.bound, self.limits.seconds, self.steps_done))

    def lower(self, bound: int) -> None:
        """Take a new bound if it is lower."""
        if self.bound is None or bound < self.bound:
            self.bound = bound
            self.tell()

    def known_bound(self) -> int:
        """Return the least bound known, the loose one if there is none yet."""
        bound = self.bound
        if bound is None:
            bound = upper_bound(self.problem, deadline=self.limits.deadline + GRACE)
            self.lower(bound)
        return bound

    def search_until(
        self, seconds: float, cold_at: float | None = None, share: tuple[int, int] = (1, 1)
    ) -> None:
        """Search until so much time, or a share of the steps, is used up, getting colder.

        It is coldest at the end, or at the time given.
        """
        start = self.limits.seconds if cold_at is None else 0.0
        step = self.search.steps_done if cold_at is None else 0
        if self.limits.iterations is not None:
            seconds = self.limits.time_limit
        while not self.is_done and not self.must_stop():
            now = self.limits.seconds
            left = self._steps_left(share)
            if now >= seconds or not left:
                return
            if self.limits.iterations is None:
                part = (now - start) / ((cold_at or seconds) - start)
                margin = HOT * (COLD / HOT) ** part
                better = self.search.run(self.batch, margin, margin)
            else:
                left = min(left, FEWEST_STEPS)
                part = (self.search.steps_done - step) / max(1, self.limits.iterations - step)
                margin = HOT + (COLD - HOT) * part
                better = self.search.run(left, margin, margin)
            if better:
                self.tell()
            self._set_batch(self.limits.seconds - now, seconds - self.limits.seconds)

    def recombine(self) -> None:
        """Put a better plan together from the tours of good plans, if there is one."""
        if self.is_done or self.limits.iterations is not None or self.must_stop():
            return  # a number of steps stands for an answer that is the same on any machine
        most = RECOMBINE_SHARE * self.limits.time_limit
        if self.limits.seconds + most > self.limits.time_limit:
            return
        plan = self.plan()
        count = min(MOST_RECOMBINED, math.ceil(RECOMBINED * self.limits.time_limit))
        tours = self.search.pooled_tours(count)
        better = Master(self.plans, plan, tours).recombine(seconds=most)
        if better is not None and self.search.load(better.tours, better.beds):
            self.search.fill()
            self.tell()

    def find_wishes(self) -> bool:
        """Search until the plan has all that is required; return whether it does."""
        while self.search.missing_of_best > 0:
            left = self._steps_left()
            if not left or self.limits.seconds >= self.limits.time_limit:
                return False
            self.search.run(min(left, FEWEST_STEPS), HOT, HOT)
        return True

    def _steps_left(self, share: tuple[int, int] = (1, 1)) -> int:
        if self.limits.iterations is None:
            return MOST_STEPS
        part, parts = share
        return max(0, self.limits.iterations * part // parts - self.search.steps_done)

    def _set_batch(self, taken: float, left: float) -> None:
        """Choose how many steps to do before looking at the clock again."""
        if taken < SHORT:
            self.batch = min(2 * self.batch, MOST_STEPS)
        elif taken > LONG or taken > left:
            self.batch = max(self.batch // 2, 1)

    def plan(self) -> Plan:
        """Return the best plan."""
        plan = Plan(*self.search.best())
        self.plans.evaluate(plan)
        return plan

    def tighten(self) -> None:
        """Lower the bound from the tours of days; short trips are mostly proven so."""
        if self.is_done or self.search.missing_of_best > 0 or self.must_stop():
            return
        limit, is_counted = self.limits.time_limit, self.limits.iterations is not None
        if is_counted and self.problem.n_days > 1:
            return  # a number of steps stands for an answer that is the same everywhere, soon
        until = max(PROOF_SHARE * limit, self.limits.seconds)
        trip = TripBound(
            self.whole_plans,
            lambda: self.must_stop() or self.limits.seconds > limit,
            self.lower,
        )
        bound = trip.tighten(
            self.wide_plan(),
            self.known_bound(),
            () if is_counted else self.pool(),
            seconds=math.inf if is_counted else until - self.limits.seconds,
            rounds=COUNTED_ROUNDS if is_counted else MOST_ROUNDS,
            patience=math.inf if is_counted else PATIENCE_SHARE * limit,
        )
        self.take(trip.plan)
        self.lower(bound)

    @property
    def whole_plans(self) -> Plans:
        """Of the problem as it was given."""
        return self.plans

    def wide_plan(self) -> Plan:
        """Return the best plan of the problem as it was given."""
        return self.plan()

    def pool(self) -> list[Pooled]:
        """Return tours of good plans of the problem as it was given."""
        return self.search.pooled_tours()

    def take(self, plan: Plan | None) -> None:
        """Go on from a plan that may be better than the best one."""
        if plan is None or plan.score <= self.search.score_of_best:
            return
        if self.search.load(plan.tours, plan.beds):
            self.search.fill()

    def solution(self) -> Solution:
        """Return what was found."""
        return self.answer(self.whole_plans, self.wide_plan())

    def answer(self, plans: Plans, plan: Plan) -> Solution:
        """Return a plan as what was found, or a given one as good: nothing changes for nothing."""
        given = whole_plans(plans, self.given)
        plan = next((each for each in given if plans.rank(each) == plans.rank(plan)), plan)
        missing, short = plans.missing(plan), plans.short(plan)
        bound = self.known_bound()
        status: Status = "optimal" if plan.score >= bound else "feasible"
        return Solution(
            status="infeasible" if missing or short else status,
            tours=tuple(tuple(tour) for tour in plan.tours),
            beds=tuple(plan.beds),
            score=plan.score,
            upper_bound=bound,
            seconds=self.limits.seconds,
            iterations=self.steps_done,
            missing=missing,
            first_seconds=self.first_seconds,
            short=short,
        )
