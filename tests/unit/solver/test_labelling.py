"""The best tour of a day under prices, against all tours there are."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest
from oracle.problems import problem_of, random_problem
from oracle.schedule import ends_at
from oracle.uncompiled import uncompiled

import xytour.solver.labelling as compiled
from xytour.solver.problem import Break, Day, Problem

NO_THRESHOLD = -(10**9)
PLENTY = 1_000_000


PLAIN = uncompiled("labelling")


class Priced:
    """A day of a problem with random prices on everything, and the value of its best tour."""

    def __init__(self, draw: Random, problem: Problem, day: int) -> None:
        n_locations = len(problem.travel)
        self.problem, self.day = problem, day
        self.stops = np.arange(problem.n_stops)
        self.starts = [draw.randrange(n_locations) for _ in range(draw.randint(1, 2))]
        self.ends = [draw.randrange(n_locations) for _ in range(draw.randint(1, 2))]
        labeller = self.labeller(compiled)
        self.is_possible = labeller.is_possible
        places, rows = len(labeller.places), len(labeller.rows)

        def prices(low: int, high: int, *shape: int) -> np.ndarray[Any, np.dtype[np.int64]]:
            numbers = [draw.randint(low, high) for _ in range(int(np.prod(shape)))]
            return np.array(numbers, dtype=np.int64).reshape(shape)

        self.prize = prices(-20, 40, problem.n_stops)
        self.ride = prices(-10, 0, rows, places)
        self.home = prices(-10, 0, rows, len(self.ends))
        self.pause = prices(0, 10, 5)
        self.leave = prices(-20, 40, len(self.starts))
        spots = labeller.places.tolist()
        self.row_of = [spots.index(at) for at in problem.location.tolist()]
        self.start_row = [places + k for k in range(len(self.starts))]

    def labeller(self, module: Any) -> Any:
        """Return a labeller of the day."""
        return module.Labeller(self.problem, self.day, self.stops, self.starts, self.ends)

    def price(
        self, module: Any = compiled, threshold: int = NO_THRESHOLD, most: int = PLENTY
    ) -> Any:
        """Return what the labeller finds."""
        prices = (self.prize, self.ride, self.home, self.pause, self.leave)
        return self.labeller(module).price(*prices, threshold, most)

    def value(self, start: int, end: int, tour: tuple[int, ...]) -> int | None:
        """Return what a tour is worth, None if it is none."""
        problem, rules = self.problem, self.problem.days[self.day]
        groups = [int(problem.group[stop]) for stop in tour]
        if len(set(groups)) < len(groups):
            return None
        if sum(bool(problem.counts[stop]) for stop in tour) > rules.max_stops:
            return None
        if ends_at(problem, self.day, tour, self.starts[start], self.ends[end]) is None:
            return None
        total, row = int(self.leave[start]), self.start_row[start]
        for stop in tour:
            total += int(self.prize[stop] + self.ride[row, self.row_of[stop]])
            row = self.row_of[stop]
        eaten = {int(problem.meal[stop]) for stop in tour}
        paid = [self.pause[k] for k, rest in enumerate(rules.breaks) if rest.kind not in eaten]
        return total + int(self.home[row, end]) - int(sum(paid))

    def best(self) -> int | None:
        """Return the most that any tour is worth."""
        n = self.problem.n_stops
        values = [
            self.value(start, end, tour)
            for size in range(n + 1)
            for tour in permutations(range(n), size)
            for start in range(len(self.starts))
            for end in range(len(self.ends))
        ]
        return max((value for value in values if value is not None), default=None)


def priced_days(seeds: range) -> list[tuple[int, Priced]]:
    """Return priced days of random problems on which time passes at every stop."""
    found = []
    for seed in seeds:
        draw = Random(seed)  # noqa: S311
        problem = random_problem(draw, busy=seed % 2 == 0)
        for day in range(problem.n_days):
            priced = Priced(draw, problem, day)
            if priced.is_possible:
                found.append((seed, priced))
    return found


def test_the_best_tour_is_found_and_is_what_it_says() -> None:
    """Over random days value and bound are those of the best of all tours."""
    days = priced_days(range(250))
    assert len(days) > 150
    for seed, priced in days:
        best = priced.best()
        tour, bound, complete = priced.price()
        if best is None:
            assert tour is None, seed
            continue
        assert (tour[0], bound, complete) == (best, best, True), seed
        assert priced.value(tour[1], tour[2], tuple(tour[3])) == best, seed


@pytest.mark.parametrize("slack", [0, 7])
def test_a_threshold_hides_nothing_above_it(slack: int) -> None:
    """With a threshold just below the best it is found, with the best itself nothing is."""
    for seed, priced in priced_days(range(500, 600)):
        best = priced.best()
        if best is None:
            continue
        assert priced.price(threshold=best - 1 - slack)[0][0] == best, seed
        tour, bound, complete = priced.price(threshold=best + slack)
        assert (tour, complete) == (None, True), seed
        assert bound <= best + slack, seed


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_bound_holds_however_soon_one_gives_up(most: int) -> None:
    """With little effort the bound may be loose, but is never below the best tour."""
    gave_up = 0
    for seed, priced in priced_days(range(700, 850)):
        best = priced.best()
        tour, bound, complete = priced.price(most=most)
        gave_up += not complete
        if best is not None:
            assert bound >= best, seed
            assert tour is None or tour[0] <= best, seed
            assert not complete or tour[0] == best, seed
    assert gave_up > 10


def test_plain_python_finds_the_same() -> None:
    """The uncompiled file gives the answers of the compiled one."""
    for seed, priced in priced_days(range(900, 940)):
        assert priced.price(PLAIN) == priced.price(compiled), seed


def test_lunch_at_a_table_takes_the_place_of_the_break() -> None:
    """A table worth 5 beats a picnic, and a stop of 9 fits behind either.

    The day lasts 30 ticks, lunch is due between 10 and 14; rides take a tick.
    """
    problem = problem_of(
        2,
        3,
        duration=[6, 10],
        meal=[0, -1],
        days=(Day(0, 0, 0, 30, (Break(0, 10, 14, 4),)),),
    )
    labeller = compiled.Labeller(problem, 0, np.arange(2), [0], [0])
    free = np.zeros((3, 2), dtype=np.int64)

    tour, bound, complete = labeller.price(
        np.array([5, 9]), free, free[:, :1], np.zeros(5), np.zeros(1), NO_THRESHOLD, PLENTY
    )

    assert (tour[0], bound, complete) == (14, 14, True)
    assert sorted(tour[3]) == [0, 1]


def test_days_on_which_stops_take_no_time_are_not_priced() -> None:
    """Where a stop lasts no tick the grid of times cannot order what follows what."""
    problem = problem_of(1, 2, duration=[0])

    assert not compiled.Labeller(problem, 0, np.arange(1), [0], [0]).is_possible
