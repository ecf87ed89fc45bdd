"""What days share and its prices, small enough to check by hand."""

from __future__ import annotations

from random import Random

import numpy as np
from oracle.problems import problem_of, random_problem

from xytour.solver.problem import Category, Day
from xytour.solver.shared import SCALE, Shared


def test_a_tour_uses_its_groups_its_day_and_its_kinds() -> None:
    """Two stops of groups 5 and 7, of which one counts, with 2 and 3 units of a kind."""
    problem = problem_of(
        2, 2, 1, group=[5, 7], counts=[True, False], categories=(Category([2, 3]),)
    )
    shared = Shared(problem)

    assert shared.groups == {5: 0, 7: 1}
    assert shared.use(0, [0, 1]) == {0: 1.0, 1: 1.0, 2: 1.0, 3: 5.0}
    assert shared.use(0, []) == {}


def test_prices_come_off_what_stops_add() -> None:
    """Ten points less 3 for the group, 2 for counting; each unit of the kind brings 4."""
    problem = problem_of(1, 2, 1, profit=[10], categories=(Category([2], rates=((0, 4),)),))
    price = np.array([3, 2, -4]) * SCALE

    prize = Shared(problem).prize(0, np.array([0]), price)

    assert prize.tolist() == [(10 - 3 - 2 + 2 * 4) * SCALE]


def test_what_is_shared_is_sold_at_its_prices() -> None:
    """Group 3, two stops at 2, and the best total of the kind at -5: one unit at 9 - 5."""
    kind = Category([1, 1], rates=((0, 9), (1, 2)))
    days = (Day(0, 0, 0, 100, max_stops=2),)
    problem = problem_of(2, 2, 1, group=[0, 0], days=days, categories=(kind,))
    price = np.array([3, 2, -5]) * SCALE

    assert Shared(problem).total(price) == (3 + 2 * 2 + 4) * SCALE


def test_a_kind_that_must_be_had_begins_with_its_least() -> None:
    """Of 6 units 2 at least and 5 at most: what remains to choose is from 2 to 5."""
    kind = Category([3, 3], least=2, most=5, rates=((0, 9), (3, 1)))
    shared = Shared(problem_of(2, 2, 1, categories=(kind,)))

    assert shared.pieces(0) == [(9, 2, 3), (1, 3, 5)]


def test_no_trip_is_worth_more_than_the_sale_and_its_prized_stops() -> None:
    """Whatever the prices: what is sold and what stops add are no less than all that stops add."""
    draw = Random(1)  # noqa: S311
    for seed in range(300):
        problem = random_problem(Random(seed))  # noqa: S311
        shared = Shared(problem)
        price = np.array([draw.randint(0, 9) * SCALE for _ in range(shared.size)])
        price[shared.is_signed] -= 5 * SCALE
        d = draw.randrange(problem.n_days)
        chosen: dict[int, int] = {}
        for stop in range(problem.n_stops):
            if draw.random() < 0.5:
                chosen.setdefault(int(problem.group[stop]), stop)
        stops = list(chosen.values())
        totals = problem.weights[:, stops].sum(axis=1).tolist()
        kept = zip(totals, problem.categories, strict=True)
        counted = int(problem.counts[stops].sum())
        if not all(c.least <= total <= c.most for total, c in kept):
            continue
        if counted > problem.days[d].max_stops or not problem.required <= chosen.keys():
            continue
        rewards = sum(c.reward(t) for t, c in zip(totals, problem.categories, strict=True))
        score = int(problem.profit[stops, d].sum()) + rewards

        prize = int(shared.prize(d, np.array(stops, dtype=np.int64), price).sum())

        assert shared.total(price) + prize >= score * SCALE, seed
