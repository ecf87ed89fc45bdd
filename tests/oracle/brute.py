"""The best trip of a tiny problem, by trying every trip there is."""

from __future__ import annotations

from itertools import chain, permutations, product
from typing import TYPE_CHECKING

from oracle.schedule import (
    beds_money,
    beds_score,
    day_ends,
    ends_at,
    is_within_caps,
    linked,
    reward,
    totals,
    tour_money,
    tour_score,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.solver.problem import Problem

Trip = tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]
"""The tours of all days, and the bed of each night."""

_Option = tuple[tuple[int, ...], frozenset[int], int, int]
"""A tour, its groups, its score without rewards, its money."""


def best(problem: Problem) -> tuple[int | None, Trip | None]:
    """Return the highest score of any allowed trip, and such a trip; None twice if none is."""
    options: dict[tuple[int, int, int], list[_Option]] = {}
    found: tuple[int | None, Trip | None] = (None, None)
    for beds in _beds(problem):
        days = []
        for day in range(problem.n_days):
            key = (day, *day_ends(problem, day, beds))
            if key not in options:
                options[key] = list(_options(problem, *key))
            days.append(options[key])
        paid, won = beds_money(problem, beds), beds_score(problem, beds)
        for tours, groups, gained, spent in _trips(days):
            if problem.required - groups:
                continue
            if problem.budget is not None and paid + spent > problem.budget:
                continue
            if not is_within_caps(problem, tours, beds):
                continue
            of_trip = totals(problem, chain.from_iterable(tours))
            if not within(problem, of_trip):
                continue
            total = won + gained + reward(problem, of_trip)
            if found[0] is None or total > found[0]:
                found = total, (tours, beds)
    return found


def _beds(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Return every choice of beds; a night that has none to choose counts as bed 0."""
    nights = linked(problem)
    ranges = [
        range(len(beds)) if night in nights else range(1) for night, beds in enumerate(problem.beds)
    ]
    for beds in product(*ranges):
        locations = {problem.beds[night][beds[night]].location for night in nights}
        if not problem.one_bed or len(locations) < 2:
            yield beds


def _options(problem: Problem, day: int, start: int, end: int) -> Iterator[_Option]:
    """Return every tour that fits into a day."""
    for size in range(problem.n_stops + 1):
        for tour in permutations(range(problem.n_stops), size):
            groups = frozenset(int(problem.group[stop]) for stop in tour)
            counted = sum(bool(problem.counts[stop]) for stop in tour)
            if len(groups) < size or counted > problem.days[day].max_stops:
                continue
            if ends_at(problem, day, tour, start, end) is not None:
                gained = tour_score(problem, day, tour, start, end)
                yield tour, groups, gained, tour_money(problem, day, tour, start, end)


def _trips(
    days: list[list[_Option]],
) -> Iterator[tuple[tuple[tuple[int, ...], ...], frozenset[int], int, int]]:
    """Return every choice of one tour a day with no group twice."""
    if not days:
        yield (), frozenset(), 0, 0
        return
    for tours, groups, gained, spent in _trips(days[:-1]):
        for tour, more, gain, cost in days[-1]:
            if not groups & more:
                yield (*tours, tour), groups | more, gained + gain, spent + cost
