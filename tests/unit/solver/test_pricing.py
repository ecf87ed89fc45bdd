"""Prices of groups from a programme over tours, small enough to check by hand."""

from __future__ import annotations

from xytour.solver.pricing import PriceProgramme

PLENTY = 10.0


def test_what_two_days_want_costs_what_it_is_worth() -> None:
    """Two days, one stop worth 10, or nothing: a visit costs 10, and neither day gains."""
    programme = PriceProgramme(2, [False], {})
    for d in (0, 1):
        programme.add(d, 0, 0, [], 0)
        programme.add(d, 0, 0, [0], 10)

    prices = programme.prices(4, PLENTY)

    assert prices is not None
    assert prices.tolist() == [40]


def test_a_known_tour_is_not_added_twice_but_again_once_it_was_dropped() -> None:
    """The same day, ends, groups in any order and value are the same tour."""
    programme = PriceProgramme(1, [False, False], {})
    first = programme.add(0, 0, 0, [0, 1], 7)

    assert first == 0
    assert programme.add(0, 0, 0, [1, 0], 7) is None
    assert programme.add(0, 0, 0, [0, 1], 8) == 1
    programme.drop(first)
    assert programme.add(0, 0, 0, [0, 1], 7) == 2


def test_without_the_dropped_tour_prices_are_others() -> None:
    """With the tour that two days compete for gone, nothing has a price."""
    programme = PriceProgramme(2, [False], {})
    columns = [programme.add(d, 0, 0, groups, 10) for d in (0, 1) for groups in ([0], [])]
    assert programme.prices(1, PLENTY) is not None
    for column in columns[::2]:
        assert column is not None
        programme.drop(column)

    prices = programme.prices(1, PLENTY)

    assert prices is not None
    assert prices.tolist() == [0]


def test_days_are_linked_by_the_bed_between_them() -> None:
    """A first day that ends in bed 1 and a second from bed 2 make no trip.

    The stop is worth 10 with bed 1 and 3 with bed 2 on the first day; the second day begins in
    bed 2 with a stop of the same group worth 10, or in bed 1 without any.
    """
    programme = PriceProgramme(2, [False], {0: [1, 2]})
    programme.add(0, 0, 1, [0], 10)
    programme.add(0, 0, 2, [0], 3)
    programme.add(0, 0, 2, [], 0)
    programme.add(1, 2, 0, [0], 10)
    programme.add(1, 1, 0, [], 0)
    programme.add(1, 2, 0, [], 0)

    prices = programme.prices(1, PLENTY)

    assert prices is not None
    # Ten in all either way: the price is at least what bed 2 and both stops would add.
    assert prices[0] >= 3
