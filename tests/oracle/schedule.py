"""When does a tour end, and what is a trip worth and cost? By trying everything."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from oracle.rides import arrival

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xytour.solver.caps import Cap
    from xytour.solver.problem import Problem


def ends_at(problem: Problem, day: int, tour: Sequence[int], start: int, end: int) -> int | None:
    """Return the earliest end of a tour over all ways to place its breaks, None if none fits."""
    rules = problem.days[day]
    kinds = [pause.kind for pause in rules.breaks]
    places = [start, *(int(problem.location[stop]) for stop in tour), end]
    legs = list(pairwise(places))
    ends: list[int] = []

    def idle(leg: int, visited: bool, time: int, taken: int) -> None:
        """Go on at once, or take the next break first; ``visited``: ready to leave for a leg."""
        if visited:
            idle_on_arrival(leg, time, taken)
        else:
            serve(leg, time, taken)
        if taken < len(rules.breaks):
            pause = rules.breaks[taken]
            begin = max(time, pause.lo)
            if begin <= pause.hi:
                idle(leg, visited, begin + pause.length, taken + 1)

    def idle_on_arrival(leg: int, time: int, taken: int) -> None:
        there = arrival(problem, *legs[leg], time)
        if there is not None:
            idle(leg, False, there, taken)

    def serve(leg: int, time: int, taken: int) -> None:
        if leg == len(tour):
            if taken == len(rules.breaks) and time <= rules.latest:
                ends.append(time)
            return
        stop = tour[leg]
        meal = int(problem.meal[stop])
        if meal >= 0 and (meal not in kinds or kinds.index(meal) != taken):
            return
        starts = [max(time, lo) for lo, hi in problem.windows[stop][day] if time <= hi]
        if starts:
            leave = min(starts) + int(problem.duration[stop, day])
            idle(leg + 1, True, leave, taken + (meal >= 0))

    idle(0, True, rules.earliest, 0)
    return min(ends, default=None)


def tour_score(problem: Problem, day: int, tour: Sequence[int], start: int, end: int) -> int:
    """Return the profits of a tour's stops on a day less the price of its travel."""
    places = [start, *(int(problem.location[stop]) for stop in tour), end]
    ticks = sum(int(problem.travel[here, there]) for here, there in pairwise(places))
    return sum(int(problem.profit[stop, day]) for stop in tour) - problem.travel_penalty * ticks


def tour_money(problem: Problem, day: int, tour: Sequence[int], start: int, end: int) -> int:
    """Return what a tour's stops, its travel and the breaks that no stop replaces cost."""
    places = [start, *(int(problem.location[stop]) for stop in tour), end]
    meals = [int(problem.meal[stop]) for stop in tour]
    return (
        sum(int(problem.cost[stop, day]) for stop in tour)
        + sum(int(problem.travel_cost[here, there]) for here, there in pairwise(places))
        + sum(pause.cost for pause in problem.days[day].breaks if pause.kind not in meals)
    )


def totals(problem: Problem, stops: Iterable[int]) -> tuple[int, ...]:
    """Return how much stops have of each category."""
    visited = list(stops)
    return tuple(
        sum(int(category.weight[stop]) for stop in visited) for category in problem.categories
    )


def within(problem: Problem, of_trip: Sequence[int]) -> bool:
    """Tell whether the totals of a trip keep the bounds of each category."""
    return all(
        category.least <= total <= category.most
        for category, total in zip(problem.categories, of_trip, strict=True)
    )


def reward(problem: Problem, of_trip: Sequence[int]) -> int:
    """Return what the totals of a trip add to its score, unit by unit."""
    return sum(
        max(entry for entry in category.rates if entry[0] <= unit)[1]
        for category, total in zip(problem.categories, of_trip, strict=True)
        if category.rates
        for unit in range(total)
    )


def day_ends(problem: Problem, day: int, beds: Sequence[int]) -> tuple[int, int]:
    """Return where a day begins and ends, given the bed chosen for each night."""
    start, end = problem.days[day].start, problem.days[day].end
    if start is None:
        start = problem.beds[day - 1][beds[day - 1]].location
    if end is None:
        end = problem.beds[day][beds[day]].location
    return start, end


def linked(problem: Problem) -> list[int]:
    """Return the nights that are spent in a bed of the problem's choice."""
    return [night for night in range(len(problem.beds)) if problem.days[night].end is None]


def beds_score(problem: Problem, beds: Sequence[int]) -> int:
    """Return the profits of the beds less the price of each change from one night to the next."""
    nights = linked(problem)
    chosen = {night: problem.beds[night][beds[night]] for night in nights}
    changes = sum(
        night + 1 in chosen and chosen[night].location != chosen[night + 1].location
        for night in nights
    )
    profit = sum(bed.profit for bed in chosen.values())
    return profit - problem.bed_change_penalty * changes


def beds_money(problem: Problem, beds: Sequence[int]) -> int:
    """Return what the beds cost."""
    return sum(problem.beds[night][beds[night]].cost for night in linked(problem))


def score(problem: Problem, tours: Sequence[Sequence[int]], beds: Sequence[int]) -> int:
    """Return the score of a whole trip."""
    of_days = (
        tour_score(problem, day, tour, *day_ends(problem, day, beds))
        for day, tour in enumerate(tours)
    )
    of_trip = totals(problem, chain.from_iterable(tours))
    return beds_score(problem, beds) + sum(of_days) + reward(problem, of_trip)


def money(problem: Problem, tours: Sequence[Sequence[int]], beds: Sequence[int]) -> int:
    """Return what a whole trip costs."""
    return beds_money(problem, beds) + sum(
        tour_money(problem, day, tour, *day_ends(problem, day, beds))
        for day, tour in enumerate(tours)
    )


def cap_spending(
    problem: Problem, cap: Cap, tours: Sequence[Sequence[int]], beds: Sequence[int]
) -> int:
    """Return what a whole trip spends of the kinds that a cap is about."""
    spent = 0
    for night in linked(problem):
        spent += cap.beds[night][beds[night]] if cap.beds else 0
    for day, tour in enumerate(tours):
        start, end = day_ends(problem, day, beds)
        places = [start, *(int(problem.location[stop]) for stop in tour), end]
        for here, there in pairwise(places):
            is_far = bool(problem.far[here]) or bool(problem.far[there])
            if (cap.far_ways and is_far) or (cap.ways and not is_far):
                spent += int(problem.travel_cost[here, there])
        for stop in tour:
            if cap.stops and cap.stops[stop]:
                spent += int(problem.cost[stop, day])
        for pause in problem.days[day].breaks:
            if cap.breaks and all(problem.meal[stop] != pause.kind for stop in tour):
                spent += pause.cost
    return spent


def is_within_caps(problem: Problem, tours: Sequence[Sequence[int]], beds: Sequence[int]) -> bool:
    """Tell whether a whole trip keeps each cap on some kinds of spending."""
    return all(cap_spending(problem, cap, tours, beds) <= cap.most for cap in problem.caps)


def is_allowed(problem: Problem, tours: Sequence[Sequence[int]], beds: Sequence[int]) -> bool:
    """Tell whether a whole trip keeps every rule of its problem."""
    groups = [int(problem.group[stop]) for tour in tours for stop in tour]
    bedded = {problem.beds[night][beds[night]].location for night in linked(problem)}
    return (
        len(tours) == problem.n_days
        and len(groups) == len(set(groups))
        and problem.required <= set(groups)
        and (problem.budget is None or money(problem, tours, beds) <= problem.budget)
        and is_within_caps(problem, tours, beds)
        and not (problem.one_bed and len(bedded) > 1)
        and within(problem, totals(problem, chain.from_iterable(tours)))
        and all(
            sum(bool(problem.counts[stop]) for stop in tour) <= problem.days[day].max_stops
            and ends_at(problem, day, tour, *day_ends(problem, day, beds)) is not None
            for day, tour in enumerate(tours)
        )
    )
