"""A day's clock against trying everything."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import oracle.schedule
import pytest
from hypothesis import given, settings
from oracle.problems import problem_of, problems, random_problem, randoms

from xytour.solver import problem as problem_module
from xytour.solver.problem import Break, Day, Problem
from xytour.solver.schedule import Clock

if TYPE_CHECKING:
    from random import Random
    from types import ModuleType

NOTHING_FITS = -(1 << 60)
PLENTY = 1 << 50
EndsAt = Callable[..., int | None]


def by_clock(problem: Problem, day: int, tour: list[int], start: int, end: int) -> int | None:
    """Ask the clock when a tour ends."""
    back = Clock(problem, day).ends_at(tour, start, end)
    return None if back < 0 else back


def plain_module() -> ModuleType:
    """Load schedule.py as it stands, uncompiled, under another name."""
    path = Path(problem_module.__file__).with_name("schedule.py")
    spec = importlib.util.spec_from_file_location("plain_schedule", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLAIN = plain_module()


def random_day(random: Random, problem: Problem) -> tuple[int, list[int], int, int]:
    """Draw a day, a tour of some stops, and two ends."""
    most = problem.n_stops
    tour = random.sample(range(most), k=random.randint(0, most))
    last = len(problem.travel) - 1
    day = random.randint(0, problem.n_days - 1)
    return day, tour, random.randint(0, last), random.randint(0, last)


def loaded_tours(random: Random) -> tuple[Problem, int, list[int], int, int]:
    """Draw a problem and a tour that is feasible as far as a few attempts allow."""
    problem = random_problem(random, busy=random.randint(0, 3) > 0)
    day, tour, start, end = random_day(random, problem)
    while tour and oracle.schedule.ends_at(problem, day, tour, start, end) is None:
        tour.pop()
    return problem, day, tour, start, end


def scan(clock: Any, n_stops: int, slack: int, open_stops: Any = None) -> tuple[Any, Any, Any]:
    """Return what a scan of all stops, or those given, fills in."""
    worth, effort, position = (np.zeros(n_stops, dtype=np.int64) for _ in range(3))
    if open_stops is None:
        open_stops = np.ones(n_stops, dtype=np.uint8)
    clock.scan(open_stops, slack, worth, effort, position)
    return worth, effort, position


@pytest.mark.parametrize("ends_at", [by_clock, oracle.schedule.ends_at])
class TestEnd:
    """Cases small enough to check by hand, put to the clock and to the oracle alike."""

    def test_day_without_stops_is_its_ride(self, ends_at: EndsAt) -> None:
        """A day without stops ends one ride after it begins."""
        problem = problem_of(0, 2, days=(Day(0, 1, 10, 100),))

        assert ends_at(problem, 0, [], 0, 1) == 11

    def test_rides_and_visits_add_up(self, ends_at: EndsAt) -> None:
        """Two stops of 1 and 2 ticks, three rides of 1 tick: back at 6."""
        problem = problem_of(2, 3, duration=[1, 2])

        assert ends_at(problem, 0, [0, 1], 0, 0) == 6

    def test_travel_differs_by_direction(self, ends_at: EndsAt) -> None:
        """The row of the travel matrix is where the ride begins."""
        problem = problem_of(0, 2, travel=[[0, 3], [7, 0]])

        assert ends_at(problem, 0, [], 0, 1) == 3
        assert ends_at(problem, 0, [], 1, 0) == 7

    def test_party_waits_for_the_next_window(self, ends_at: EndsAt) -> None:
        """Arriving at 1, after the window [0, 0], the visit begins at 9 and ends at 10."""
        problem = problem_of(1, 2, windows=[[[(0, 0), (9, 12)]]])

        assert ends_at(problem, 0, [0], 0, 0) == 11

    def test_latest_start_is_inclusive(self, ends_at: EndsAt) -> None:
        """A visit may begin at the very last tick of its window, but not a tick later."""
        problem = problem_of(2, 2, location=[1, 1], windows=[[[(0, 1)]], [[(0, 0)]]])

        assert ends_at(problem, 0, [0], 0, 0) == 3
        assert ends_at(problem, 0, [1], 0, 0) is None

    def test_closed_stop_cannot_be_visited(self, ends_at: EndsAt) -> None:
        """A stop without windows on a day is closed on it."""
        assert ends_at(problem_of(1, 2, windows=[[[]]]), 0, [0], 0, 0) is None

    def test_being_back_at_the_last_tick_is_in_time(self, ends_at: EndsAt) -> None:
        """Back at 3 is in time for a day that ends at 3, not for one that ends at 2."""
        assert ends_at(problem_of(1, 2, days=(Day(0, 0, 0, 3),)), 0, [0], 0, 0) == 3
        assert ends_at(problem_of(1, 2, days=(Day(0, 0, 0, 2),)), 0, [0], 0, 0) is None

    def test_break_fits_into_a_wait(self, ends_at: EndsAt) -> None:
        """A break of 4 ticks costs no time while the party waits from 1 to 9 anyway."""
        day = Day(0, 0, 0, 100, (Break(0, 2, 5, 4),))
        problem = problem_of(1, 2, windows=[[[(9, 9)]]], days=(day,))

        assert ends_at(problem, 0, [0], 0, 0) == 11

    def test_break_is_taken_before_leaving_if_that_is_the_only_time(self, ends_at: EndsAt) -> None:
        """A break that must start by 0 delays the whole day by its 5 ticks."""
        day = Day(0, 0, 0, 100, (Break(0, 0, 0, 5),))

        assert ends_at(problem_of(1, 2, days=(day,)), 0, [0], 0, 0) == 8

    def test_break_is_taken_at_the_end_if_that_is_the_only_time(self, ends_at: EndsAt) -> None:
        """A break that starts at 50 keeps the party until 55, though the stop is done at 3."""
        day = Day(0, 0, 0, 100, (Break(0, 50, 60, 5),))

        assert ends_at(problem_of(1, 2, days=(day,)), 0, [0], 0, 0) == 55

    def test_break_cannot_interrupt_a_ride(self, ends_at: EndsAt) -> None:
        """On the road from 0 to 20 and back at 41, a break due from 5 to 15 is taken first."""
        day = Day(0, 0, 0, 100, (Break(0, 5, 15, 2),))
        problem = problem_of(1, 2, travel=[[0, 20], [20, 0]], days=(day,))

        assert ends_at(problem, 0, [0], 0, 0) == 7 + 41

    def test_break_before_or_after_a_stop_whichever_is_sooner(self, ends_at: EndsAt) -> None:
        """The stop shuts at 3, so the break of 5 ticks waits until the visit is over at 4."""
        day = Day(0, 0, 0, 100, (Break(0, 0, 9, 5),))
        problem = problem_of(1, 2, travel=[[0, 3], [1, 0]], windows=[[[(3, 3)]]], days=(day,))

        assert ends_at(problem, 0, [0], 0, 0) == 4 + 5 + 1

    def test_break_after_a_stop_is_taken_before_a_long_ride(self, ends_at: EndsAt) -> None:
        """Back on the road until 32, a break due from 3 to 9 is taken at the stop, from 3 to 5."""
        day = Day(0, 0, 0, 100, (Break(0, 3, 9, 2),))
        problem = problem_of(1, 2, travel=[[0, 1], [30, 0]], windows=[[[(2, 2)]]], days=(day,))

        assert ends_at(problem, 0, [0], 0, 0) == 5 + 30

    def test_missed_break_makes_a_day_infeasible(self, ends_at: EndsAt) -> None:
        """A day that begins at 10 cannot have a break that starts by 5."""
        day = Day(0, 0, 10, 100, (Break(0, 0, 5, 1),))

        assert ends_at(problem_of(0, 1, days=(day,)), 0, [], 0, 0) is None

    def test_meal_stop_takes_the_place_of_its_break(self, ends_at: EndsAt) -> None:
        """With lunch at the stop, nobody stays for a break from 50 to 55."""
        day = Day(0, 0, 0, 100, (Break(3, 50, 60, 5),))

        assert ends_at(problem_of(1, 2, days=(day,), meal=[3]), 0, [0], 0, 0) == 3

    def test_meal_stop_waits_for_the_breaks_before_it(self, ends_at: EndsAt) -> None:
        """Lunch must be over, 10 to 12, before the stop that is dinner begins at 12."""
        day = Day(0, 0, 0, 100, (Break(0, 10, 20, 2), Break(1, 50, 60, 5)))

        assert ends_at(problem_of(1, 2, days=(day,), meal=[1]), 0, [0], 0, 0) == 14

    def test_one_meal_cannot_be_had_twice(self, ends_at: EndsAt) -> None:
        """Two stops that take the place of the same break do not go together."""
        day = Day(0, 0, 0, 100, (Break(0, 0, 50, 5),))

        assert ends_at(problem_of(2, 3, days=(day,), meal=[0, 0]), 0, [0, 1], 0, 0) is None

    def test_meals_keep_the_order_of_their_breaks(self, ends_at: EndsAt) -> None:
        """Dinner cannot come before lunch."""
        day = Day(0, 0, 0, 100, (Break(0, 0, 50, 5), Break(1, 50, 60, 5)))
        problem = problem_of(2, 3, days=(day,), meal=[0, 1])

        assert ends_at(problem, 0, [0, 1], 0, 0) == 5
        assert ends_at(problem, 0, [1, 0], 0, 0) is None

    def test_meal_that_is_not_due_cannot_be_had(self, ends_at: EndsAt) -> None:
        """A dinner stop is of no use on a day without dinner."""
        assert ends_at(problem_of(1, 2, meal=[1]), 0, [0], 0, 0) is None


@settings(max_examples=800, deadline=None)
@given(randoms())
def test_end_is_the_earliest_of_all_ways_to_place_the_breaks(random: Random) -> None:
    """No placing of the breaks ends a tour sooner, and the end given can be had."""
    problem = random_problem(random, busy=random.randint(0, 1) == 1)
    day, tour, start, end = random_day(random, problem)

    expected = oracle.schedule.ends_at(problem, day, tour, start, end)

    assert by_clock(problem, day, tour, start, end) == expected
    assert Clock(problem, day).load(tour, start, end) == (-1 if expected is None else expected)


@settings(max_examples=800, deadline=None)
@given(randoms())
def test_scan_reports_the_best_feasible_place_of_each_stop(random: Random) -> None:
    """What a scan reports is feasible, affordable and worth what it says, and nothing is better."""
    problem, day, tour, start, end = loaded_tours(random)
    slack = random.choice((PLENTY, random.randint(-5, 10)))
    clock = Clock(problem, day)
    if clock.load(tour, start, end) < 0:
        return
    worth, effort, position = scan(clock, problem.n_stops, slack)

    score = oracle.schedule.tour_score(problem, tour, start, end)
    money = oracle.schedule.tour_money(problem, day, tour, start, end)
    for stop in set(range(problem.n_stops)) - set(tour):
        gains = {}
        for at in range(len(tour) + 1):
            longer = [*tour[:at], stop, *tour[at:]]
            spent = oracle.schedule.tour_money(problem, day, longer, start, end) - money
            fits = oracle.schedule.ends_at(problem, day, longer, start, end) is not None
            if fits and spent <= slack:
                gains[at] = oracle.schedule.tour_score(problem, longer, start, end) - score
        assert worth[stop] == max(gains.values(), default=NOTHING_FITS)
        if gains:
            assert gains.get(position[stop]) == worth[stop]
            assert effort[stop] >= 1


@settings(max_examples=100, deadline=None)
@given(randoms())
def test_scan_leaves_the_loaded_tour_as_it_was(random: Random) -> None:
    """Scanning twice gives the same answer, whatever was asked in between loads."""
    problem, day, tour, start, end = loaded_tours(random)
    clock = Clock(problem, day)
    back = clock.load(tour, start, end)
    if back < 0:
        return
    first = scan(clock, problem.n_stops, PLENTY)
    again = scan(clock, problem.n_stops, PLENTY)
    clock.ends_at([], end, start)
    assert clock.load(tour, start, end) == back
    fresh = scan(clock, problem.n_stops, PLENTY)

    fits = first[0] > NOTHING_FITS
    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[0], fresh[0])
    assert np.array_equal(first[2][fits], again[2][fits])
    assert np.array_equal(first[2][fits], fresh[2][fits])


def test_scan_tries_only_the_stops_it_is_told_to() -> None:
    """A stop that is not open has no worth, however well it would fit."""
    clock = Clock(problem_of(2, 3), 0)
    clock.load([], 0, 0)

    worth, _, position = scan(clock, 2, PLENTY, np.array([0, 1], dtype=np.uint8))

    assert worth.tolist() == [NOTHING_FITS, 1]
    assert position[1] == 0


def test_scan_prefers_the_shorter_way_where_travel_has_a_price() -> None:
    """On the road 0 - 1 - 2 - 3 the stop at 2 belongs after the stop at 1: no detour."""
    road = [[abs(i - j) for j in range(4)] for i in range(4)]
    problem = problem_of(2, 4, travel=road, travel_penalty=1, profit=[5, 5])
    clock = Clock(problem, 0)
    clock.load([0], 0, 3)

    worth, _, position = scan(clock, 2, PLENTY)

    assert (worth[1], position[1]) == (5, 1)


def test_scan_counts_the_break_that_a_meal_saves() -> None:
    """A meal of 8 in place of a break of 5 needs 3 more, neither 8 nor 2."""
    day = Day(0, 0, 0, 100, (Break(0, 0, 50, 5, cost=5),))
    clock = Clock(problem_of(1, 2, meal=[0], cost=[8], days=(day,)), 0)
    clock.load([], 0, 0)

    assert scan(clock, 1, 3)[0].tolist() == [1]
    assert scan(clock, 1, 2)[0].tolist() == [NOTHING_FITS]


def test_scan_lets_breaks_move_around_the_new_stop() -> None:
    """The stop fits only after the ride, a break from 1 to 3, and before one that starts at 4."""
    day = Day(0, 0, 0, 8, (Break(0, 1, 1, 2), Break(1, 4, 4, 3)))
    clock = Clock(problem_of(2, 2, windows=[[[(3, 3)]], [[(2, 2)]]], days=(day,)), 0)
    clock.load([], 0, 0)

    assert scan(clock, 2, PLENTY)[0].tolist() == [1, NOTHING_FITS]


def test_scan_lets_the_rest_of_the_tour_take_its_breaks_later() -> None:
    """Before a stop at 20 there is room for a break and 5 ticks, but not for a break and 19."""
    day = Day(0, 0, 0, 100, (Break(0, 0, 9, 2),))
    problem = problem_of(
        3,
        4,
        travel=[[0] * 4] * 4,
        windows=[[[(20, 20)]], [[(0, 0)]], [[(0, 3)]]],
        duration=[1, 5, 19],
        days=(day,),
    )
    clock = Clock(problem, 0)
    clock.load([0], 0, 0)

    worth, _, position = scan(clock, 3, PLENTY)

    assert worth.tolist()[1:] == [1, NOTHING_FITS]
    assert position[1] == 0


def test_scan_sees_a_break_on_arrival_at_the_next_stop() -> None:
    """After the new stop, 0 to 1, the ride of 5 ends just as the break from 6 to 10 begins."""
    day = Day(0, 0, 0, 100, (Break(0, 6, 6, 4),))
    travel = [[0, 5], [5, 0]]
    problem = problem_of(
        2, 2, travel=travel, location=[1, 0], windows=[[[(10, 10)]], [[(0, 0)]]], days=(day,)
    )
    clock = Clock(problem, 0)

    assert clock.load([0], 0, 0) == 16
    assert scan(clock, 2, PLENTY)[0][1] == 1


def test_scan_sees_a_break_on_leaving_the_next_stop() -> None:
    """The break from 11 fits only between the loaded stop, 10 to 11, and the long ride back."""
    day = Day(0, 0, 0, 100, (Break(0, 11, 12, 2),))
    travel = [[0, 5], [50, 0]]
    problem = problem_of(
        2, 2, travel=travel, location=[1, 0], windows=[[[(10, 10)]], [[(0, 0)]]], days=(day,)
    )
    clock = Clock(problem, 0)

    assert clock.load([0], 0, 0) == 63
    assert scan(clock, 2, PLENTY)[0][1] == 1


def test_travelled_adds_up_ticks_and_money() -> None:
    """Rides 0 to 1 to 2 take 3 + 4 ticks and cost 1 + 2."""
    problem = problem_of(
        1,
        3,
        travel=[[0, 3, 9], [9, 0, 4], [9, 9, 0]],
        travel_cost=[[0, 1, 9], [9, 0, 2], [9, 9, 0]],
    )

    assert Clock(problem, 0).travelled([0], 0, 2) == (7, 3)


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_compiled_and_plain_clock_agree(random: Random) -> None:
    """The file gives the same answers compiled and as plain Python."""
    problem, day, tour, start, end = loaded_tours(random)
    slack = random.choice((PLENTY, random.randint(-5, 10)))
    other = random_day(random, problem)[1]
    answers = []
    for module_clock in (Clock(problem, day), PLAIN.Clock(problem, day)):
        answer = [
            module_clock.ends_at(other, end, start),
            module_clock.travelled(other, start, end),
        ]
        back = module_clock.load(tour, start, end)
        answer.append(back)
        if back >= 0:
            answer += [filled.tolist() for filled in scan(module_clock, problem.n_stops, slack)]
        answers.append(answer)

    assert answers[0] == answers[1]


@settings(max_examples=100, deadline=None)
@given(problems())
def test_leaving_later_never_comes_home_earlier(problem: Problem) -> None:
    """Waiting may absorb a delay but never turns it into a gain."""
    later = problem_of(
        problem.n_stops,
        len(problem.travel),
        problem.n_days,
        **{
            name: getattr(problem, name)
            for name in ("travel", "location", "duration", "windows", "meal", "beds")
        },
        days=tuple(
            Day(day.start, day.end, day.earliest + 3, day.latest, day.breaks)
            for day in problem.days
        ),
    )
    tour = list(range(problem.n_stops))[:2]

    for day in range(problem.n_days):
        prompt, late = by_clock(problem, day, tour, 0, 1), by_clock(later, day, tour, 0, 1)
        assert late is None or (prompt is not None and prompt <= late)
