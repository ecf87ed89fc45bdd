"""Large problems, of which only a part is searched at a time."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from oracle.brute import best
from oracle.problems import problem_number, problem_of

from benchmarks.synthetic import synthetic
from xytour.solver import large, solve
from xytour.solver.check import find_faults
from xytour.solver.focus import Focus
from xytour.solver.problem import Problem, Solution


@pytest.fixture(params=[0, 1_000])
def all_are_large(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Let a part have two stops, so that tiny problems are large, or at least many."""
    module = import_module("xytour.solver.solve")
    monkeypatch.setattr(module, "MANY", 0)
    monkeypatch.setattr(module, "LARGE", request.param)
    monkeypatch.setattr(module, "SOUGHT", 2)
    monkeypatch.setattr(large, "SEARCHED", 2)


@pytest.mark.usefixtures("all_are_large")
@pytest.mark.parametrize("how", [{"time_limit": 0.03}, {"iterations": 40, "time_limit": 5.0}])
def test_answers_are_feasible_and_bounds_true(how: dict[str, Any]) -> None:
    """Of tiny problems, solved as large ones, no answer breaks a rule or bounds too low."""
    for seed in range(150):
        problem = problem_number(seed)
        score, _ = best(problem)
        answer = solve(problem, **how)
        if answer.status != "infeasible":
            assert find_faults(problem, answer) == [], f"seed {seed}"
            assert score is not None
            assert answer.score <= score <= answer.upper_bound, f"seed {seed}"


def region() -> Problem:
    """Return a region of more places than are searched at a time."""
    return synthetic(1_200, seed=1)


def test_same_seed_and_iterations_give_the_same_answer() -> None:
    """Nothing but problem, seed and iterations decides the answer."""
    one, two = (solve(region(), iterations=60, seed=3, time_limit=60.0) for _ in range(2))

    assert (one.tours, one.beds, one.score) == (two.tours, two.beds, two.score)
    assert (one.upper_bound, one.iterations) == (two.upper_bound, two.iterations)
    assert one.iterations >= 60


def test_bounds_fall_and_scores_rise_while_it_works() -> None:
    """Each report is no worse than the one before, and the last is the answer."""
    told = []
    answer = solve(region(), time_limit=1.0, progress=told.append)

    scores = [one.score for one in told if one.score is not None]
    bounds = [one.upper_bound for one in told if one.upper_bound is not None]
    assert scores == sorted(scores)
    assert bounds == sorted(bounds, reverse=True)
    assert (answer.score, answer.upper_bound) == (scores[-1], bounds[-1])


def test_it_stops_when_asked_to() -> None:
    """An answer is there soon although time is left."""
    asked = threading.Event()
    asked.set()
    answer = solve(region(), time_limit=60.0, should_stop=asked.is_set)

    assert answer.status == "feasible"
    assert answer.seconds < 30


@pytest.mark.usefixtures("all_are_large")
def test_stops_left_out_at_first_come_in_later() -> None:
    """All five stops fit into the day, though two are searched at first; one is required."""
    problem = problem_of(
        5,
        6,
        profit=[9, 8, 7, 6, 1],
        duration=[1] * 5,
        travel=[[0 if i == j else 1 for j in range(6)] for i in range(6)],
        required={4},
    )

    answer = solve(problem, time_limit=0.2)

    assert (answer.status, answer.score) == ("optimal", 31)


def test_part_of_a_problem_has_the_same_rules() -> None:
    """A plan of the part is one of the whole, of the same score."""
    for seed in range(200):
        whole = problem_number(seed)
        focus = Focus(whole, np.arange(0, whole.n_stops, 2))
        part = solve(focus.problem, iterations=20, time_limit=5.0)
        if part.status == "infeasible":
            continue
        answer = Solution(
            "feasible",
            tuple(map(tuple, focus.widen(part.tours))),
            part.beds,
            part.score,
            1 << 50,
            0.0,
            0,
        )
        assert find_faults(whole, answer) == [], f"seed {seed}"
