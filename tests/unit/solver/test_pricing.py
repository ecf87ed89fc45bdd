"""Prices from a programme over tours, small enough to check by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from oracle.problems import problem_of

from xytour.solver.pricing import Key, PriceProgramme
from xytour.solver.problem import Category, Day, Problem
from xytour.solver.shared import SCALE, Shared

PLENTY = 10.0


def trip(n_stops: int = 1, n_days: int = 2, **rules: Any) -> Problem:
    """Return days that all begin and end at location 0, with stops that are always open."""
    days = tuple(Day(0, 0, 0, 100) for _ in range(n_days))
    return problem_of(
        n_stops, 3, n_days,
        **{"days": days, "windows": [[[(0, 100)]] * n_days] * n_stops, **rules},
    )  # fmt: skip


def tour(d: int, start: int, end: int, stops: list[int]) -> Key:
    """Return a tour before which nothing is remembered."""
    return d, start, end, tuple(stops), False


def prices(programme: PriceProgramme) -> list[int]:
    """Return the prices of all rows in points of score, rounded."""
    found = programme.prices(PLENTY)
    assert found is not None
    return [round(price) for price in (found / SCALE).tolist()]


def test_what_two_days_want_costs_what_it_is_worth() -> None:
    """Two days, one stop worth 10, or nothing: a visit costs 10, and neither day gains."""
    programme = PriceProgramme(Shared(trip()), {})
    for d in (0, 1):
        programme.add(tour(d, 0, 0, []), 0)
        programme.add(tour(d, 0, 0, [0]), 10)

    assert prices(programme) == [10, 0, 0]


def test_a_tour_is_known_until_it_is_dropped() -> None:
    """A tour is its day, its ends and its stops in order."""
    programme = PriceProgramme(Shared(trip(2, 1)), {})
    assert not programme.knows(tour(0, 0, 0, [0, 1]))
    first = programme.add(tour(0, 0, 0, [0, 1]), 7)

    assert programme.knows(tour(0, 0, 0, [0, 1]))
    assert not programme.knows(tour(0, 0, 0, [1, 0]))
    programme.drop(first)
    assert not programme.knows(tour(0, 0, 0, [0, 1]))


def test_without_the_dropped_tour_prices_are_others() -> None:
    """With the tour that two days compete for gone, nothing has a price."""
    programme = PriceProgramme(Shared(trip()), {})
    columns = [programme.add(tour(d, 0, 0, stops), 10) for d in (0, 1) for stops in ([0], [])]
    for column in columns[::2]:
        programme.drop(column)

    assert prices(programme) == [0, 0, 0]


def test_days_are_linked_by_the_bed_between_them() -> None:
    """A first day that ends in bed 1 and a second from bed 2 make no trip.

    The stop is worth 10 with bed 1 and 3 with bed 2 on the first day; the second day begins in
    bed 2 with the same stop worth 10, or in bed 1 without any.
    """
    programme = PriceProgramme(Shared(trip()), {0: [1, 2]})
    programme.add(tour(0, 0, 1, [0]), 10)
    programme.add(tour(0, 0, 2, [0]), 3)
    programme.add(tour(0, 0, 2, []), 0)
    programme.add(tour(1, 2, 0, [0]), 10)
    programme.add(tour(1, 1, 0, []), 0)
    programme.add(tour(1, 2, 0, []), 0)

    # Ten in all either way: the price is at least what bed 2 and both stops would add.
    assert prices(programme)[0] >= 3


def test_only_the_beds_that_are_left_are_slept_in() -> None:
    """Bed 1 is worth more; without it all of the night is spent in bed 2."""
    programme = PriceProgramme(Shared(trip()), {0: [1, 2]})
    for bed, worth in ((1, 9), (2, 5)):
        programme.add(tour(0, 0, bed, []), worth)
        programme.add(tour(1, bed, 0, []), 0)
    prices(programme)
    assert programme.shares() == {(0, 1): 1.0}

    programme.restrict({0: [2]}, [np.arange(0), np.arange(0)])
    prices(programme)

    assert programme.shares() == {(0, 2): 1.0}


def test_stops_beyond_the_most_of_a_day_cost() -> None:
    """A tour of two stops counts double against one of none: half of each is one stop a day.

    With half of the 10 points of the first, one more stop would add 5.
    """
    days = (Day(0, 0, 0, 100, max_stops=1),)
    programme = PriceProgramme(Shared(trip(2, 1, days=days)), {})
    programme.add(tour(0, 0, 0, [0, 1]), 10)
    programme.add(tour(0, 0, 0, []), 0)

    assert prices(programme) == [0, 0, 5]


def test_more_of_a_kind_is_worth_less() -> None:
    """Two days with a stop each of a kind: the first unit adds 8, the second 3, and is paid so."""
    kind = Category([1, 1, 1], rates=((0, 8), (1, 3)))
    programme = PriceProgramme(Shared(trip(3, categories=(kind,))), {})
    for d in (0, 1):
        programme.add(tour(d, 0, 0, []), 0)
        programme.add(tour(d, 0, 0, [d]), 1)

    assert prices(programme)[-1] == -3
