"""Travel that depends on the time: what is taken, and when one is there, by hand and by brute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from oracle.problems import HORIZON, least_ticks, problem_of, random_ride, randoms
from oracle.rides import ride_arrival, ride_departure
from oracle.uncompiled import uncompiled

from xytour.errors import ProblemError
from xytour.solver.problem import LIMIT, Day, Problem
from xytour.solver.rides import Ride, Timetable, TravelProfile
from xytour.solver.schedule import Schedule
from xytour.solver.wellformed import RIDE_LIMIT

if TYPE_CHECKING:
    from random import Random

PLENTY = 1 << 50
BUS = Timetable([2, 9], [5, 12])
ROAD = TravelProfile([1, 4], [1, 3])
PLAIN = uncompiled("schedule")


def with_ride(ride: Ride, n_stops: int = 0, **changes: Any) -> Problem:
    """Return a problem of two locations with a ride from 0 to 1 and all the time of the world."""
    given: dict[str, Any] = {
        "travel": [[0, 0], [0, 0]],
        "location": [0] * n_stops,
        "days": (Day(0, 1, 0, LIMIT),),
        "rides": {(0, 1): ride},
    }
    return problem_of(n_stops, 2, **given | changes)


REFUSED: dict[str, tuple[Any, str]] = {
    "no ride": (None, r"rides\[\(0, 1\)\]: expected a Timetable or a TravelProfile, got None"),
    "a number": (7, "expected a Timetable or a TravelProfile, got 7"),
    "nothing at all": (Timetable([], []), "no departure and no other way"),
    "more departures": (Timetable([1, 2], [3]), "2 departures, but 1 arrivals"),
    "more arrivals": (Timetable([1], [3, 4]), "1 departures, but 2 arrivals"),
    "bus back in time": (Timetable([1, 5], [3, 4]), "arrives before it departs"),
    "departures out of order": (Timetable([5, 1], [6, 7]), "departures: expected to be in order"),
    "bus overtaken": (Timetable([1, 2], [9, 5]), "arrivals: expected to be in order"),
    "departure before time": (Timetable([-1], [3]), r"\.departures: .* from 0 to .* got -1"),
    "departure between ticks": (Timetable([0.5], [3]), r"\.departures: .* got 0.5"),  # type: ignore[list-item]
    "departure true": (Timetable([True], [3]), r"\.departures: .* got True"),
    "departure too late": (Timetable([0], [RIDE_LIMIT + 1]), r"\.arrivals: .* got 1073741825"),
    "walk back in time": (Timetable([1], [3], -1), r"\.otherwise: .* got -1"),
    "walk without end": (Timetable([1], [3], RIDE_LIMIT + 1), r"\.otherwise: .* got 1073741825"),
    "walk for hours": (Timetable([1], [3], 1.5), r"\.otherwise: .* got 1.5"),  # type: ignore[arg-type]
    "profile of nothing": (TravelProfile([], []), "at least one time"),
    "more times": (TravelProfile([1, 2], [3]), "2 times, but 1 ticks"),
    "times out of order": (TravelProfile([5, 1], [3, 3]), "increasing times, got 5 then 1"),
    "time twice": (TravelProfile([5, 5], [3, 3]), "increasing times, got 5 then 5"),
    "last out, first in": (
        TravelProfile([0, 2], [9, 4]),
        "who leaves at 2 arrives at 6, before who leaves at 0 and arrives at 9",
    ),
    "ticks before time": (TravelProfile([1], [-3]), r"\.ticks: .* got -3"),
    "time before time": (TravelProfile([-1], [3]), r"\.times: .* got -1"),
    "NaN ticks": (TravelProfile([1], [float("nan")]), r"\.ticks: .* got nan"),  # type: ignore[list-item]
    "endless ticks": (TravelProfile([1], [float("inf")]), r"\.ticks: .* got inf"),  # type: ignore[list-item]
    "time in words": (TravelProfile(["noon"], [1]), r"\.times: .* got 'noon'"),  # type: ignore[list-item]
}


@pytest.mark.parametrize(("ride", "message"), REFUSED.values(), ids=REFUSED)
def test_bad_ride_is_refused_with_its_place(ride: Any, message: str) -> None:
    """A ride that is none, or that is not first in, first out, is refused by name."""
    with pytest.raises(ProblemError, match=message):
        with_ride(ride)


@pytest.mark.parametrize(
    ("ride", "least"), [(BUS, 3), (Timetable([2], [9], 5), 5), (Timetable([], [], 6), 6), (ROAD, 1)]
)
def test_ride_may_not_beat_the_matrix(ride: Ride, least: int) -> None:
    """The matrix may say what the ride takes at least, or less, but not a tick more."""
    assert ride.least == least
    with_ride(ride, travel=[[0, least], [0, 0]])

    with pytest.raises(ProblemError, match=f"takes {least} at times, less than the {least + 1} of"):
        with_ride(ride, travel=[[0, least + 1], [0, 0]])


def test_ride_that_two_pairs_share_must_suit_both() -> None:
    """A ride that is as slow as the matrix for one pair is still too fast for another."""
    with pytest.raises(ProblemError, match=r"rides\[\(1, 0\)\]: takes 3 .* less than the 4"):
        problem_of(0, 2, travel=[[0, 3], [4, 0]], rides={(0, 1): BUS, (1, 0): BUS})


@pytest.mark.parametrize("pair", [(0, 2), (-1, 0), (0, 0.0), (True, 0), (0,), (0, 1, 0), 0, "01"])
def test_ride_must_go_between_two_locations(pair: Any) -> None:
    """Places that do not exist, or are not two, are refused."""
    with pytest.raises(ProblemError, match="rides"):
        problem_of(0, 2, rides={pair: BUS})


def test_rides_of_numpy_numbers_are_taken() -> None:
    """Arrays of whole numbers serve as well as lists."""
    times, ticks = np.array([1, 4]), np.array([1, 3], dtype=np.int32)
    problem = with_ride(TravelProfile(times, ticks))  # type: ignore[arg-type]

    assert problem.arrival(0, 1, 2) == 4


def test_largest_numbers_are_taken() -> None:
    """The largest number that a ride may hold is allowed everywhere in it."""
    assert with_ride(Timetable([RIDE_LIMIT], [RIDE_LIMIT], RIDE_LIMIT)).arrival(0, 1, 0) == 2**30
    assert with_ride(TravelProfile([RIDE_LIMIT], [RIDE_LIMIT])).arrival(0, 1, 0) == 2**30


@pytest.mark.parametrize(
    ("leave", "there"), [(0, 5), (2, 5), (3, 12), (9, 12), (10, None), (LIMIT, None)]
)
def test_who_is_there_when_the_bus_leaves_is_on_it(leave: int, there: int | None) -> None:
    """The bus at 2 is caught at 2 and not at 3; after the one at 9 there is none."""
    assert BUS.arrival(leave) == ride_arrival(BUS, leave) == there


@pytest.mark.parametrize(("leave", "there"), [(0, 5), (2, 5), (3, 9), (6, 12), (9, 12), (10, 16)])
def test_who_misses_the_bus_walks_if_that_is_sooner(leave: int, there: int) -> None:
    """On foot it takes 6 ticks: from 3 that is sooner than the bus, from 6 as soon."""
    ride = Timetable([2, 9], [5, 12], otherwise=6)

    assert ride.arrival(leave) == ride_arrival(ride, leave) == there


def test_of_two_buses_at_once_the_sooner_is_taken() -> None:
    """Two services leave at 4: one is there at 6, the other at 9."""
    ride = Timetable([4, 4], [6, 9])

    assert ride.arrival(4) == ride_arrival(ride, 4) == 6


@pytest.mark.parametrize(("leave", "there"), [(0, 1), (1, 2), (2, 4), (3, 6), (4, 7), (9, 12)])
def test_road_grows_slower_in_a_straight_line_rounded_up(leave: int, there: int) -> None:
    """1 tick at 1, 3 ticks at 4: 5/3 at 2 and 7/3 at 3, so 2 and 3 ticks; 1 before, 3 after."""
    assert ROAD.arrival(leave) == ride_arrival(ROAD, leave) == there


@pytest.mark.parametrize(("leave", "there"), [(0, 9), (1, 10), (2, 11), (3, 11), (9, 11), (12, 14)])
def test_road_grows_faster_in_a_straight_line_rounded_up(leave: int, there: int) -> None:
    """9 ticks at 1, 2 ticks at 9: 65/8 at 2 and 58/8 at 3, so 9 and 8; 9 before and 2 after."""
    ride = TravelProfile([1, 9], [9, 2])

    assert ride.arrival(leave) == ride_arrival(ride, leave) == there


def test_pair_without_a_ride_goes_by_the_matrix() -> None:
    """A ride is for one direction of one pair."""
    problem = problem_of(0, 2, travel=[[0, 1], [4, 0]], rides={(0, 1): BUS})

    assert problem.arrival(0, 1, 7) == 12
    assert problem.arrival(1, 0, 7) == 11
    assert problem.arrival(1, 1, 7) == 7


def test_ride_that_many_pairs_share_is_stored_once() -> None:
    """A thousand pairs that go by one timetable need the room of one."""
    pairs = [(i, j) for i in range(32) for j in range(32)]
    problem = problem_of(0, 32, travel=[[0] * 32] * 32, rides=dict.fromkeys(pairs, BUS))

    assert len(problem.ride_table.otherwise) == 1
    assert problem.ride_table.times.tolist() == [2, 9]


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_arrival_is_what_the_definition_says_and_first_in_first_out(random: Random) -> None:
    """At any time a ride arrives when brute force says, and never sooner for leaving later."""
    ride = random_ride(random)
    problem = with_ride(ride)
    schedules = (Schedule, PLAIN.Schedule)

    assert ride.least == least_ticks(ride)
    before = 0
    for leave in range(HORIZON + 15):
        there = ride_arrival(ride, leave)
        assert ride.arrival(leave) == problem.arrival(0, 1, leave) == there
        if leave % 5 == random.randint(0, 4):
            late = with_ride(ride, days=(Day(0, 1, leave, LIMIT),))
            ends = [make(late).ends_at(0, [], 0, 1) for make in schedules]
            assert ends == [-1 if there is None else there] * 2
        if there is None:
            break
        assert there >= max(before, leave + ride.least)
        before = there


@settings(max_examples=200, deadline=None)
@given(randoms())
def test_latest_departure_is_the_exact_inverse_of_the_arrival(random: Random) -> None:
    """Of stops at any tick before the ride, just those fit in that leave it in time.

    The day's one stop is at the start of the ride, and the scan asks whether another may come
    before it: the first of two places that take the same effort, unless that is none.
    """
    ride = random_ride(random)
    by = random.randint(0, HORIZON + 15)
    latest = ride_departure(ride, by, 0, HORIZON + 30)
    n = HORIZON + 15
    problem = with_ride(
        ride,
        n + 1,
        duration=[0] * (n + 1),
        windows=[*([[(at, at)]] for at in range(n)), [[(0, LIMIT)]]],
        days=(Day(0, 1, 0, by),),
    )
    for make in (Schedule, PLAIN.Schedule):
        schedule = make(problem)
        if latest is None:
            assert schedule.load(0, [n], 0, 1) < 0
            continue
        assert schedule.load(0, [n], 0, 1) == ride_arrival(ride, 0)
        found = [schedule.scan(0, stop, PLENTY) for stop in range(n)]
        assert [stop for stop in range(n) if found[stop]] == list(range(min(latest, n - 1) + 1))
        assert all(place[3] == 0 for place in found[1:] if place)


@settings(max_examples=100, deadline=None)
@given(randoms())
def test_latest_departure_of_plain_python_is_the_exact_inverse(random: Random) -> None:
    """Asked directly, the latest departure is that of brute force, also before time begins."""
    ride = random_ride(random)
    schedule = PLAIN.Schedule(with_ride(ride))

    for by in range(-3, HORIZON + 15):
        latest = ride_departure(ride, by, -20, HORIZON + 30)
        found = int(schedule.departure(0, 1, by))
        assert found == latest if latest is not None else found < -(10**15)


@settings(max_examples=400, deadline=None)
@given(randoms())
def test_largest_numbers_do_not_overflow(random: Random) -> None:
    """With numbers up to the limit a ride still arrives when fractions say, and is inverted."""
    half = RIDE_LIMIT // 2
    ride = random_ride(random, horizon=half, ticks=random.choice((9, half)))
    leave = random.choice((random.randint(1, half), random.randint(1, LIMIT // 2)))
    there = ride_arrival(ride, leave)
    if there is None:
        return
    # The latest departure that is there by then: this one, or a later one as good.
    low, high = leave, LIMIT
    while low < high:
        middle = (low + high + 1) // 2
        then = ride_arrival(ride, middle)
        low, high = (middle, high) if then is not None and then <= there else (low, middle - 1)
    problem = with_ride(
        ride,
        3,
        duration=[0] * 3,
        windows=[[[(low, low)]], [[(low + 1, low + 1)]], [[(0, LIMIT)]]],
        days=(Day(0, 1, 0, there),),
    )
    late = with_ride(ride, days=(Day(0, 1, leave, LIMIT),))

    assert ride.arrival(leave) == there
    for make in (Schedule, PLAIN.Schedule):
        assert make(late).ends_at(0, [], 0, 1) == there
        schedule = make(problem)
        assert schedule.load(0, [2], 0, 1) >= 0
        assert schedule.scan(0, 0, PLENTY)[3] == 0
        assert schedule.scan(0, 1, PLENTY) is None
