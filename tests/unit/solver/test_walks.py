"""The bound of walks is never below any trip, whatever is thrown together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oracle.brute import best
from oracle.problems import problem_number, problem_of
from oracle.uncompiled import uncompiled

import xytour.solver.memory as compiled
from benchmarks.synthetic import synthetic
from xytour.solver import walks
from xytour.solver.bound import loose_bound
from xytour.solver.problem import Day, Problem
from xytour.solver.walks import Walks

if TYPE_CHECKING:
    import pytest

PLAIN = uncompiled("memory")
NO_BOUND = 1 << 50


def bound_of(problem: Problem, score: int, rounds: int = 20) -> int | None:
    """Return the bound of walks alone, None where it does not apply."""
    found = Walks(problem, loose_bound(problem))
    return found.tighten(score, NO_BOUND, rounds=rounds) if found.is_possible else None


def test_no_trip_scores_more_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The best of all trips scores at most the bound, with few nodes and cells or with many."""
    applied = 0
    for seed in range(250):
        problem = problem_number(seed)
        score, _ = best(problem)
        if score is None:
            continue
        for nodes, cells in ((300, 60), (2, 1), (1, 2)):
            monkeypatch.setattr(walks, "NODES", nodes)
            monkeypatch.setattr(walks, "CELLS", cells)
            bound = bound_of(problem, score - 1)
            applied += bound is not None
            assert bound is None or score <= bound, f"seed {seed}, {nodes} nodes, {cells} cells"

    assert applied > 100


def test_bound_counts_a_ride_that_the_loose_bound_does_not_see() -> None:
    """Two pairs of stops, a long way apart: a day has one pair, though all have neighbours."""
    travel = [
        [0, 40, 41, 40, 41],
        [40, 0, 1, 80, 81],
        [41, 1, 0, 81, 82],
        [40, 80, 81, 0, 1],
        [41, 81, 82, 1, 0],
    ]
    problem = problem_of(
        4, 5, travel=travel, profit=[9, 9, 9, 9], duration=[9] * 4, days=(Day(0, 0, 0, 100),)
    )

    bound = bound_of(problem, 18)

    assert best(problem)[0] == 18
    assert bound is not None
    assert 18 <= bound < 2 * 18


def test_bound_is_given_up_where_days_have_too_many_stops() -> None:
    """Forty stops of one tick in a day are no short walk."""
    assert bound_of(problem_of(40, 41), 0) is None


def test_plain_and_compiled_runs_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The uncompiled file gives the answers of the compiled one."""
    problem = synthetic(40, seed=2, days=3)
    found = []
    for module in (compiled, PLAIN):
        asked: list[Any] = []

        class Noted(module.Memory):  # type: ignore[misc, name-defined]
            def best_walk(self, *given: Any) -> Any:
                asked.append(super().best_walk(*given))  # noqa: B023
                return asked[-1]  # noqa: B023

        monkeypatch.setattr(walks, "Memory", Noted)
        monkeypatch.setattr(walks, "MOST_LABELS", 500)
        found.append((bound_of(problem, 0, rounds=4), asked))

    assert found[0] == found[1]
    assert found[0][1]


def test_bound_of_a_region_is_better_than_the_loose_one() -> None:
    """Of a hundred places over three days, walks know more than least rides do."""
    problem = synthetic(100, seed=1, days=3)
    bound = bound_of(problem, 60_000, rounds=15)

    assert bound is not None
    assert bound < 0.97 * loose_bound(problem).bound
