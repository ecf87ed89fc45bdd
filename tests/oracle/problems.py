"""Tiny problems: drawn at random with each feature on or off, or built by hand."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from xytour.solver.caps import Cap
from xytour.solver.problem import LIMIT, Bed, Break, Category, Day, Problem
from xytour.solver.rides import Ride, Timetable, TravelProfile

HORIZON = 30
"""Most days begin and end within 0 to HORIZON ticks."""


def problem_of(n_stops: int, n_locations: int, n_days: int = 1, **changes: Any) -> Problem:
    """Build a problem in which, unless told, all is free, open from 0 to 100 and 1 tick apart.

    Every stop lasts 1 tick and is worth 1; stop i is its own group, at location
    i + 1 where there is one; days begin and end at location 0.
    """
    given: dict[str, Any] = {
        "travel": [[int(i != j) for j in range(n_locations)] for i in range(n_locations)],
        "location": [min(i + 1, n_locations - 1) for i in range(n_stops)],
        "duration": [1] * n_stops,
        "profit": [1] * n_stops,
        "cost": [0] * n_stops,
        "group": list(range(n_stops)),
        "windows": [[[(0, 100)]] * n_days] * n_stops,
        "days": (Day(0, 0, 0, 100),) * n_days,
    }
    return Problem(**given | changes)


def random_problem(random: Random, *, busy: bool = False) -> Problem:
    """Draw a tiny problem: 1-3 days, 0-5 stops, 2-5 locations, each feature on or off.

    A busy problem has one long day with breaks, and stops that mostly are open.
    """
    n_days, n_stops = (1, 5) if busy else (random.randint(1, 3), random.randint(0, 5))
    n_locations = random.randint(2, 5)

    def on() -> bool:
        return random.randint(0, 1) == 1

    def matrix(most: int) -> list[list[int]]:
        # Staying is mostly free, but need not be: location 3 may be a whole village.
        stay = most if random.randint(0, 3) == 0 else 0
        return [
            [random.randint(0, most if i != j else stay) for j in range(n_locations)]
            for i in range(n_locations)
        ]

    def row(low: int, high: int) -> list[int]:
        return [random.randint(low, high) for _ in range(n_stops)]

    def daily(low: int, high: int) -> list[Any]:
        # One number for each stop, or one for each stop and day.
        if random.randint(0, 2):
            return row(low, high)
        return [[random.randint(low, high) for _ in range(n_days)] for _ in range(n_stops)]

    beds, links = _random_beds(random, n_days, n_locations)
    days = _random_days(random, links, n_locations, busy=busy)
    group = row(0, 3) if on() else list(range(n_stops))
    required = frozenset(g for g in set(group) if random.randint(0, 3) == 0) if on() else ()
    travel = matrix(random.choice((3, 6) if busy else (3, 9)))
    rides = random_rides(random, travel) if random.randint(0, 2) == 0 else {}
    return Problem(
        travel=travel,
        location=row(0, n_locations - 1),
        duration=daily(0, 2 if busy else 6),
        profit=daily(-3 if on() else 1, 20),
        cost=daily(0, 8) if on() else [0] * n_stops,
        group=group,
        windows=[
            [_random_windows(random, busy=busy) for _ in range(n_days)] for _ in range(n_stops)
        ],
        days=days,
        beds=beds,
        meal=row(-1, 2) if on() else None,
        counts=[on() for _ in range(n_stops)] if on() else None,
        travel_cost=matrix(3) if on() else None,
        budget=random.randint(0, 40) if on() else None,
        required=frozenset(required),
        travel_penalty=random.randint(1, 3) if on() else 0,
        bed_change_penalty=random.randint(1, 9) if on() else 0,
        one_bed=on(),
        rides=rides,
        categories=tuple(_random_category(random, n_stops) for _ in range(random.randint(1, 2)))
        if on()
        else (),
        far=[random.randint(0, 2) == 0 for _ in range(n_locations)] if on() else None,
        caps=tuple(_random_cap(random, n_stops, beds) for _ in range(random.randint(0, 2)))
        if on()
        else (),
    )


def _random_cap(random: Random, n_stops: int, beds: tuple[tuple[Bed, ...], ...]) -> Cap:
    """Return a cap on stops, breaks, beds and ways, each counted or not."""

    def on() -> bool:
        return random.randint(0, 1) == 1

    rooms = tuple(tuple(random.randint(0, bed.cost) for bed in night) for night in beds)
    return Cap(
        most=random.randint(0, 25),
        stops=[on() for _ in range(n_stops)] if on() else (),
        breaks=on(),
        beds=rooms if on() else (),
        ways=on(),
        far_ways=on(),
    )


def random_rides(random: Random, travel: list[list[int]]) -> dict[tuple[int, int], Ride]:
    """Draw rides for some pairs, and lower or raise the travel of these pairs to fit."""
    rides: dict[tuple[int, int], Ride] = {}
    for here in range(len(travel)):
        for there in range(len(travel)):
            if random.randint(0, 7 if here == there else 1):
                continue
            # Several pairs may go by one and the same ride.
            shared = [*rides.values(), random_ride(random)]
            ride = rides[here, there] = shared[-random.randint(1, len(shared))]
            ticks = least_ticks(ride)
            travel[here][there] = ticks if random.randint(0, 1) else random.randint(0, ticks)
    return rides


def random_ride(random: Random, *, horizon: int = HORIZON, ticks: int = 9) -> Ride:
    """Draw a ride that is first in, first out, of either kind."""
    n = random.randint(1, 6)
    if random.randint(0, 1):
        departures = sorted(random.randint(0, horizon) for _ in range(n - random.randint(0, 1)))
        arrivals: list[int] = []
        for departs in departures:
            arrives = departs + random.randint(0, ticks)
            arrivals.append(max(arrives, *arrivals[-1:], 0))
        has_other_way = not departures or random.randint(0, 2) > 0
        return Timetable(departures, arrivals, random.randint(0, ticks) if has_other_way else None)
    times = sorted(random.sample(range(horizon + 1), k=n))
    there: list[int] = []
    for time in times:
        there.append(max(time + random.randint(0, ticks), *there[-1:], 0))
    return TravelProfile(times, [end - time for time, end in zip(times, there, strict=True)])


def least_ticks(ride: Ride) -> int:
    """Return the least ticks that a ride ever takes."""
    if isinstance(ride, TravelProfile):
        return min(ride.ticks)
    services = [b - a for a, b in zip(ride.departures, ride.arrivals, strict=True)]
    return min(services if ride.otherwise is None else [*services, ride.otherwise])


def problem_number(seed: int) -> Problem:
    """Return the tiny problem of that number, always the same."""
    return random_problem(_seeded(seed))


def randoms() -> st.SearchStrategy[Random]:
    """Return a strategy of random sources: half of them shrink well, half of them vary well."""
    return st.one_of(st.randoms(use_true_random=False), st.integers(0, 2**32 - 1).map(_seeded))


def problems() -> st.SearchStrategy[Problem]:
    """Return a strategy of tiny problems."""
    return st.builds(random_problem, randoms())


def _seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (no secret)


def _random_beds(
    random: Random, n_days: int, n_locations: int
) -> tuple[tuple[tuple[Bed, ...], ...], list[bool]]:
    """Return the beds of each night, and whether the days around it are linked by them."""
    if not random.randint(0, 1):
        return (), [False] * (n_days - 1)
    same = random.randint(0, 1) == 1
    beds: list[tuple[Bed, ...]] = []
    links = []
    for night in range(n_days - 1):
        links.append(random.randint(0, 3) > 0)
        if same and night and beds[0]:
            beds.append(beds[0])
            continue
        beds.append(
            tuple(
                Bed(random.randint(0, n_locations - 1), random.randint(0, 5), random.randint(-2, 9))
                for _ in range(random.randint(links[-1], 3))
            )
        )
    return tuple(beds), links


def _random_days(
    random: Random, links: list[bool], n_locations: int, *, busy: bool
) -> tuple[Day, ...]:
    days = []
    for d in range(len(links) + 1):
        start = None if d and links[d - 1] else random.randint(0, n_locations - 1)
        end = None if d < len(links) and links[d] else random.randint(0, n_locations - 1)
        earliest = random.randint(0, 8)
        latest = random.randint(22 if busy else earliest + 8, HORIZON)
        most = random.randint(0, 3) if random.randint(0, 2) == 0 else LIMIT
        days.append(Day(start, end, earliest, latest, _random_breaks(random, busy=busy), most))
    return tuple(days)


def _random_breaks(random: Random, *, busy: bool) -> tuple[Break, ...]:
    """Return up to two breaks, of different kinds and in order."""
    breaks: list[Break] = []
    kinds = random.sample(range(3), k=random.choice((1, 2, 2) if busy else (0, 0, 1, 2)))
    low = 0
    for kind in kinds:
        lo = random.randint(low, low + 8)
        hi = random.randint(lo, lo + 12)
        breaks.append(Break(kind, lo, hi, random.randint(1, 4), random.randint(0, 6)))
        low = hi
    return tuple(breaks)


def _random_windows(random: Random, *, busy: bool) -> list[tuple[int, int]]:
    """Return no window, one for the whole day, or a few."""
    style = random.randint(1 if busy else 0, 5)
    if style == 0:
        return []
    if style < 3:
        return [(0, HORIZON)]
    bounds = sorted(random.sample(range(HORIZON), k=2 * random.randint(1, 2)))
    return list(zip(bounds[::2], bounds[1::2], strict=True))


def _random_category(random: Random, n_stops: int) -> Category:
    """Return a category with bounds and rates or without; the last rates may be negative."""
    starts = sorted(random.sample(range(1, 8), k=random.randint(0, 2)))
    rates = sorted((random.randint(-4, 5) for _ in range(len(starts) + 1)), reverse=True)
    return Category(
        weight=[random.randint(0, 3) for _ in range(n_stops)],
        least=random.choice((0, 0, 0, 0, 1, 3)),
        most=random.choice((LIMIT, LIMIT, LIMIT, random.randint(3, 6))),
        rates=tuple(zip((0, *starts), rates, strict=True)) if random.randint(0, 2) else (),
    )
