"""The search: same answers compiled or not, in any thread; true scores; better with time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from oracle.problems import problem_number
from oracle.uncompiled import uncompiled

import xytour.solver.search as compiled
from xytour.solver.plans import Plan, Plans
from xytour.solver.starts import starting_plans

if TYPE_CHECKING:
    from xytour.solver.problem import Problem

PLAIN = uncompiled("search")


def searched(module: Any, problem: Problem, steps: int) -> tuple[Any, ...] | None:
    """Return tours, beds, score and wishes not met after some steps, None without a start."""
    search = module.Search(problem, 3)
    begun = [search.load(plan.tours, plan.beds) for plan in starting_plans(Plans(problem))]
    if not any(begun):
        return None
    search.fill()
    search.restart()
    search.run(steps, 1.0, 0.2)
    return (*search.best(), search.score_of_best, search.missing_of_best)


def test_plain_python_finds_the_same() -> None:
    """The uncompiled file takes the steps of the compiled one, one by one."""
    for seed in range(120):
        problem = problem_number(seed)
        assert searched(PLAIN, problem, 25) == searched(compiled, problem, 25), seed


def with_choice(count: int) -> list[int]:
    """Return numbers of problems with several places to sleep at and a plan to begin from."""
    found = []
    for seed in range(1_000):
        problem = problem_number(seed)
        choices = [len({bed.location for bed in night}) for night in problem.beds]
        if max(choices, default=0) > 1 and problem.n_stops > 3 and searched(compiled, problem, 0):
            found.append(seed)
        if len(found) == count:
            break
    return found


def test_plain_python_goes_on_the_same_excursions() -> None:
    """Beds changed whatever it costs, and the way back: as the compiled file does it."""
    for seed in with_choice(8):
        problem = problem_number(seed)
        assert searched(PLAIN, problem, 450) == searched(compiled, problem, 450), seed


def test_excursions_keep_the_books() -> None:
    """However often the search comes back from other beds, its best plan is worth its score."""
    for seed in with_choice(60):
        problem = problem_number(seed)
        tours, beds, score, _ = searched(compiled, problem, 2_000) or ([], [], 0, 0)
        plan = Plan(tours, beds)
        assert Plans(problem).evaluate(plan), seed
        assert plan.score == score, seed


def test_score_of_the_search_is_that_of_the_plan() -> None:
    """What the search keeps up to date move by move is what the plan is worth in all."""
    for seed in range(600):
        problem = problem_number(seed)
        found = searched(compiled, problem, 30)
        if found is None:
            continue
        plan, plans = Plan(found[0], found[1]), Plans(problem)
        assert plans.evaluate(plan), seed
        assert plan.score == found[2], seed
        assert (not plans.missing(plan) and not plans.short(plan)) == (found[3] == 0), seed


def test_threads_do_not_disturb_each_other() -> None:
    """Searches that run at the same time find what each finds alone."""
    problems = [problem_number(seed) for seed in range(40)]
    alone = [searched(compiled, problem, 200) for problem in problems]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda problem: searched(compiled, problem, 200), problems))

    assert together == alone


def test_better_is_never_lost() -> None:
    """More steps never lead to a worse best plan."""
    for seed in range(60):
        problem = problem_number(seed)
        search = compiled.Search(problem, 1)
        if not any(search.load(p.tours, p.beds) for p in starting_plans(Plans(problem))):
            continue
        search.fill()
        before = (-search.missing_of_best, search.score_of_best)
        for _ in range(10):
            search.run(5, 1.0, 0.2)
            now = (-search.missing_of_best, search.score_of_best)
            assert now >= before, seed
            before = now
