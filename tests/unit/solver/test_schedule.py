"""The schedule of tours against trying everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import oracle.schedule
import pytest
from hypothesis import given, settings
from oracle.problems import problem_of, problems, random_problem, randoms
from oracle.rides import arrival
from oracle.uncompiled import uncompiled

from xytour.solver.problem import Break, Day, Problem
from xytour.solver.rides import Timetable, TravelProfile
from xytour.solver.schedule import Schedule

if TYPE_CHECKING:
    from random import Random

PLENTY = 1 << 50
EndsAt = Callable[..., int | None]


def by_schedule(problem: Problem, day: int, tour: list[int], start: int, end: int) -> int | None:
    """Ask the schedule when a tour ends."""
    back = Schedule(problem).ends_at(day, tour, start, end)
    return None if back < 0 else back


PLAIN = uncompiled("schedule")


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


def loaded(problem: Problem, tour: list[int], start: int = 0, end: int = 0) -> Schedule:
    """Return the schedule of a problem whose first day has a tour, which must be feasible."""
    schedule = Schedule(problem)
    assert schedule.load(0, tour, start, end) >= 0
    return schedule


def scan_all(schedule: Any, problem: Problem, day: int, slack: int = PLENTY) -> list[Any]:
    """Return what a scan of each stop finds."""
    return [schedule.scan(day, stop, slack) for stop in range(problem.n_stops)]


def efforts(
    problem: Problem, day: int, tour: list[int], stop: int, start: int, end: int
) -> list[int]:
    """Return the effort of a stop at each place in a tour, on a day without breaks."""
    places = [start, *problem.location[tour].tolist(), end]
    at = int(problem.location[stop])
    found = []
    time = problem.days[day].earliest
    for k in range(len(tour) + 1):
        there = arrival(problem, places[k], at, time)
        windows = problem.windows[stop][day]
        # Where nothing goes there any more the effort is never asked for.
        begins = [max(there, low) for low, high in windows if there is not None and there <= high]
        stay = int(problem.duration[stop, day])
        here, after = places[k], places[k + 1]
        detour = int(
            problem.travel[here, at] + problem.travel[at, after] - problem.travel[here, after]
        )
        found.append(max(1, min(begins, default=0) - (there or 0) + detour + stay))
        if k < len(tour):
            there = arrival(problem, places[k], places[k + 1], time)
            windows = problem.windows[tour[k]][day]
            begin = min(max(there, low) for low, high in windows if there <= high)
            time = begin + int(problem.duration[tour[k], day])
    return found


@pytest.mark.parametrize("ends_at", [by_schedule, oracle.schedule.ends_at])
class TestEnd:
    """Cases small enough to check by hand, put to the schedule and to the oracle alike."""

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

    def test_what_a_visit_takes_may_differ_by_day(self, ends_at: EndsAt) -> None:
        """The stop takes 1 tick on the first day and 5 on the second."""
        problem = problem_of(1, 2, 2, duration=[[1, 5]])

        assert ends_at(problem, 0, [0], 0, 0) == 3
        assert ends_at(problem, 1, [0], 0, 0) == 7

    def test_party_waits_for_the_next_bus(self, ends_at: EndsAt) -> None:
        """The stop is done at 2, the bus at 1 is gone, the one at 9 is back at 12."""
        problem = problem_of(1, 2, rides={(1, 0): Timetable([1, 9], [4, 12])})

        assert ends_at(problem, 0, [0], 0, 0) == 12

    def test_bus_that_leaves_at_once_is_caught(self, ends_at: EndsAt) -> None:
        """Done at 2, the party is on the bus at 2."""
        problem = problem_of(1, 2, rides={(1, 0): Timetable([2, 9], [4, 12])})

        assert ends_at(problem, 0, [0], 0, 0) == 4

    def test_walking_may_be_sooner_than_the_bus(self, ends_at: EndsAt) -> None:
        """On foot the party is back at 2 + 8, before the bus at 12."""
        problem = problem_of(1, 2, rides={(1, 0): Timetable([9], [12], otherwise=8)})

        assert ends_at(problem, 0, [0], 0, 0) == 10

    def test_missed_last_bus_makes_a_tour_infeasible(self, ends_at: EndsAt) -> None:
        """The last bus back leaves at 1, when the visit has just begun."""
        problem = problem_of(1, 2, rides={(1, 0): Timetable([1], [2])})

        assert ends_at(problem, 0, [0], 0, 0) is None

    def test_break_fits_into_the_wait_for_a_bus(self, ends_at: EndsAt) -> None:
        """A break from 3 to 8 costs no time while the party waits for the bus at 9."""
        day = Day(0, 0, 0, 100, (Break(0, 3, 3, 5),))
        problem = problem_of(1, 2, days=(day,), rides={(1, 0): Timetable([1, 9], [4, 12])})

        assert ends_at(problem, 0, [0], 0, 0) == 12

    def test_slow_road_is_rounded_up_to_whole_ticks(self, ends_at: EndsAt) -> None:
        """Leaving at 2, a third of the way from 1 tick at 1 to 3 at 4: 1.67 ticks, so 2."""
        problem = problem_of(1, 2, rides={(1, 0): TravelProfile([1, 4], [1, 3])})

        assert ends_at(problem, 0, [0], 0, 0) == 4

    def test_road_is_slow_only_the_way_told(self, ends_at: EndsAt) -> None:
        """The way there takes 7 ticks, the way back 1."""
        problem = problem_of(1, 2, rides={(0, 1): TravelProfile([50], [7])})

        assert ends_at(problem, 0, [0], 0, 0) == 9


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_end_is_the_earliest_of_all_ways_to_place_the_breaks(random: Random) -> None:
    """No placing of the breaks ends a tour sooner, and the end given can be had."""
    problem = random_problem(random, busy=random.randint(0, 1) == 1)
    day, tour, start, end = random_day(random, problem)

    expected = oracle.schedule.ends_at(problem, day, tour, start, end)

    assert by_schedule(problem, day, tour, start, end) == expected
    back = Schedule(problem).load(day, tour, start, end)
    assert back == (-1 if expected is None else expected)


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_scan_reports_the_best_feasible_place_of_each_stop(random: Random) -> None:
    """What a scan reports is feasible, affordable and worth what it says, and nothing is better."""
    problem, day, tour, start, end = loaded_tours(random)
    slack = random.choice((PLENTY, random.randint(-5, 10)))
    schedule = Schedule(problem)
    if schedule.load(day, tour, start, end) < 0:
        return

    score = oracle.schedule.tour_score(problem, day, tour, start, end)
    money = oracle.schedule.tour_money(problem, day, tour, start, end)
    for stop in set(range(problem.n_stops)) - set(tour):
        gains, spent = {}, {}
        for at in range(len(tour) + 1):
            longer = [*tour[:at], stop, *tour[at:]]
            spent[at] = oracle.schedule.tour_money(problem, day, longer, start, end) - money
            fits = oracle.schedule.ends_at(problem, day, longer, start, end) is not None
            if fits and spent[at] <= slack:
                gains[at] = oracle.schedule.tour_score(problem, day, longer, start, end) - score
        found = schedule.scan(day, stop, slack)
        assert (found is None) == (not gains)
        if found is None:
            continue
        gain, effort, paid, position = found
        assert gain == gains[position] == max(gains.values())
        assert paid == spent[position]
        assert effort >= 1
        if not problem.days[day].breaks:
            least = efforts(problem, day, tour, stop, start, end)
            assert effort == least[position] == min(least[at] for at in gains if gains[at] == gain)


@settings(max_examples=100, deadline=None)
@given(randoms())
def test_scan_leaves_the_loaded_tour_as_it_was(random: Random) -> None:
    """Scanning twice gives the same answer, whatever was asked in between loads."""
    problem, day, tour, start, end = loaded_tours(random)
    schedule = Schedule(problem)
    back = schedule.load(day, tour, start, end)
    if back < 0:
        return
    first = scan_all(schedule, problem, day)
    again = scan_all(schedule, problem, day)
    schedule.ends_at(day, [], end, start)
    assert schedule.load(day, tour, start, end) == back
    fresh = scan_all(schedule, problem, day)

    assert first == again == fresh


@settings(max_examples=200, deadline=None)
@given(randoms())
def test_days_do_not_disturb_each_other(random: Random) -> None:
    """What a scan of a day finds does not depend on the tours of other days."""
    problem, day, tour, start, end = loaded_tours(random)
    schedule = Schedule(problem)
    if schedule.load(day, tour, start, end) < 0:
        return
    alone = scan_all(schedule, problem, day)
    for other in set(range(problem.n_days)) - {day}:
        _, another, begin, finish = random_day(random, problem)
        schedule.load(other, another, begin, finish)

    assert scan_all(schedule, problem, day) == alone


def test_scan_prefers_the_shorter_way_where_travel_has_a_price() -> None:
    """On the road 0 - 1 - 2 - 3 the stop at 2 belongs after the stop at 1: no detour."""
    road = [[abs(i - j) for j in range(4)] for i in range(4)]
    problem = problem_of(2, 4, travel=road, travel_penalty=1, profit=[5, 5])

    assert loaded(problem, [0], 0, 3).scan(0, 1, PLENTY) == (5, 1, 0, 1)


def test_scan_prefers_less_effort_where_gains_are_equal() -> None:
    """Before the other stop one would wait from 1 to 5; after it, from 6 on, not at all."""
    problem = problem_of(2, 2, location=[1, 1], windows=[[[(5, 9)]], [[(5, 9)]]])

    assert loaded(problem, [0]).scan(0, 1, PLENTY) == (1, 1, 0, 1)


def test_scan_counts_what_a_day_takes_pays_and_costs() -> None:
    """On the second day the stop is worth 7, takes 4 ticks and 2 of travel, and costs 3."""
    problem = problem_of(1, 2, 2, profit=[[1, 7]], duration=[[1, 4]], cost=[[0, 3]])
    schedule = Schedule(problem)
    schedule.load(0, [], 0, 0)
    schedule.load(1, [], 0, 0)

    assert schedule.scan(0, 0, PLENTY) == (1, 3, 0, 0)
    assert schedule.scan(1, 0, PLENTY) == (7, 6, 3, 0)
    assert schedule.scan(1, 0, 2) is None


def test_scan_counts_fares() -> None:
    """By way of the stop the fares are 2 + 2 in place of 1: with the stop itself 4 more."""
    fares = [[0, 2, 1], [9, 0, 2], [9, 9, 0]]
    problem = problem_of(1, 3, travel_cost=fares, cost=[1])
    schedule = loaded(problem, [], 0, 2)

    assert schedule.scan(0, 0, 4) == (1, 2, 4, 0)
    assert schedule.scan(0, 0, 3) is None


def test_scan_counts_the_break_that_a_meal_saves() -> None:
    """A meal of 8 in place of a break of 5 needs 3 more, neither 8 nor 2."""
    day = Day(0, 0, 0, 100, (Break(0, 0, 50, 5, cost=5),))
    schedule = loaded(problem_of(1, 2, meal=[0], cost=[8], days=(day,)), [])

    assert schedule.scan(0, 0, 3) == (1, 3, 3, 0)
    assert schedule.scan(0, 0, 2) is None


def test_scan_lets_breaks_move_around_the_new_stop() -> None:
    """The stop fits only after the ride, a break from 1 to 3, and before one that starts at 4."""
    day = Day(0, 0, 0, 8, (Break(0, 1, 1, 2), Break(1, 4, 4, 3)))
    schedule = loaded(problem_of(2, 2, windows=[[[(3, 3)]], [[(2, 2)]]], days=(day,)), [])

    assert schedule.scan(0, 0, PLENTY) is not None
    assert schedule.scan(0, 1, PLENTY) is None


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
    schedule = loaded(problem, [0])

    assert schedule.scan(0, 1, PLENTY) == (1, 5, 0, 0)
    assert schedule.scan(0, 2, PLENTY) is None


def test_scan_sees_a_break_on_arrival_at_the_next_stop() -> None:
    """After the new stop, 0 to 1, the ride of 5 ends just as the break from 6 to 10 begins."""
    day = Day(0, 0, 0, 100, (Break(0, 6, 6, 4),))
    travel = [[0, 5], [5, 0]]
    problem = problem_of(
        2, 2, travel=travel, location=[1, 0], windows=[[[(10, 10)]], [[(0, 0)]]], days=(day,)
    )

    assert Schedule(problem).load(0, [0], 0, 0) == 16
    assert loaded(problem, [0]).scan(0, 1, PLENTY) == (1, 1, 0, 0)


def test_scan_sees_a_break_on_leaving_the_next_stop() -> None:
    """The break from 11 fits only between the loaded stop, 10 to 11, and the long ride back."""
    day = Day(0, 0, 0, 100, (Break(0, 11, 12, 2),))
    travel = [[0, 5], [50, 0]]
    problem = problem_of(
        2, 2, travel=travel, location=[1, 0], windows=[[[(10, 10)]], [[(0, 0)]]], days=(day,)
    )

    assert Schedule(problem).load(0, [0], 0, 0) == 63
    assert loaded(problem, [0]).scan(0, 1, PLENTY) == (1, 1, 0, 0)


def test_scan_sees_that_the_last_bus_of_the_rest_would_be_missed() -> None:
    """The bus on leaves at 4: a stop of 3 ticks and one of 1 fit before it, one of 4 does not."""
    problem = problem_of(
        3,
        2,
        location=[0, 0, 0],
        duration=[1, 3, 4],
        rides={(0, 1): Timetable([0, 4], [5, 9])},
    )
    schedule = loaded(problem, [0], 0, 1)

    assert schedule.scan(0, 1, PLENTY) == (1, 3, 0, 0)
    assert schedule.scan(0, 2, PLENTY) is None


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_compiled_and_plain_schedule_agree(random: Random) -> None:
    """The file gives the same answers compiled and as plain Python."""
    problem, day, tour, start, end = loaded_tours(random)
    slack = random.choice((PLENTY, random.randint(-5, 10)))
    other = random_day(random, problem)[1]
    answers = []
    for schedule in (Schedule(problem), PLAIN.Schedule(problem)):
        answer = [schedule.ends_at(day, other, end, start)]
        back = schedule.load(day, tour, start, end)
        answer.append(back)
        if back >= 0:
            answer += scan_all(schedule, problem, day, slack)
        answers.append(answer)

    assert answers[0] == answers[1]


@settings(max_examples=200, deadline=None)
@given(problems())
def test_leaving_later_never_comes_home_earlier(problem: Problem) -> None:
    """Waiting may absorb a delay but never turns it into a gain."""
    later = problem_of(
        problem.n_stops,
        len(problem.travel),
        problem.n_days,
        **{
            name: getattr(problem, name)
            for name in ("travel", "location", "duration", "windows", "meal", "beds", "rides")
        },
        days=tuple(
            Day(day.start, day.end, day.earliest + 3, day.latest, day.breaks)
            for day in problem.days
        ),
    )
    tour = list(range(problem.n_stops))[:2]

    for day in range(problem.n_days):
        prompt, late = by_schedule(problem, day, tour, 0, 1), by_schedule(later, day, tour, 0, 1)
        assert late is None or (prompt is not None and prompt <= late)
