"""What happens when on a day, against trying everything."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import oracle.schedule
from hypothesis import given, settings
from oracle.problems import problem_of, random_problem, randoms
from oracle.rides import arrival

from xytour.solver.problem import Break, Day
from xytour.solver.rides import Timetable
from xytour.solver.timetable import Event, timetable

if TYPE_CHECKING:
    from random import Random


def test_events_of_a_day_with_a_wait_and_a_break() -> None:
    """The party rides, rests at 2, waits for the stop to open at 9, visits it and rides back."""
    day = Day(0, 0, 0, 100, (Break(7, 2, 5, 4),))
    problem = problem_of(1, 2, windows=[[[(9, 9)]]], days=(day,))

    assert timetable(problem, 0, [0], 0, 0) == [
        Event("travel", 1, 0, 1),
        Event("break", 7, 2, 6),
        Event("wait", 0, 6, 9),
        Event("stop", 0, 9, 10),
        Event("travel", 0, 10, 11),
    ]


def test_a_meal_stop_leaves_no_break_of_its_kind() -> None:
    """Where a stop takes the place of a break, the break is not in the timetable."""
    day = Day(0, 0, 0, 100, (Break(7, 50, 60, 5),))
    events = timetable(problem_of(1, 2, meal=[7], days=(day,)), 0, [0], 0, 0)

    assert events is not None
    assert [event.kind for event in events] == ["travel", "stop", "travel"]


def test_events_of_a_day_with_a_bus() -> None:
    """The ride of a bus begins when the party is ready and ends when the bus is there."""
    problem = problem_of(1, 2, duration=[3], rides={(1, 0): Timetable([2, 9], [4, 12])})

    assert timetable(problem, 0, [0], 0, 0) == [
        Event("travel", 1, 0, 1),
        Event("stop", 0, 1, 4),
        Event("travel", 0, 4, 12),
    ]


def test_a_missed_last_bus_leaves_no_timetable() -> None:
    """Who comes to the last bus too late cannot go on."""
    problem = problem_of(1, 2, rides={(1, 0): Timetable([1], [4])})

    assert timetable(problem, 0, [0], 0, 0) is None


def test_a_visit_takes_what_its_day_says() -> None:
    """The stop takes 1 tick on the first day and 5 on the second."""
    events = timetable(problem_of(1, 2, 2, duration=[[1, 5]]), 1, [0], 0, 0)

    assert events is not None
    assert events[1] == Event("stop", 0, 1, 6)


def test_an_infeasible_tour_has_no_timetable() -> None:
    """A stop that is closed all day cannot be put into a timetable."""
    assert timetable(problem_of(1, 2, windows=[[[]]]), 0, [0], 0, 0) is None


@settings(max_examples=300, deadline=None)
@given(randoms())
def test_timetable_keeps_every_rule_and_ends_as_early_as_can_be(random: Random) -> None:
    """Events follow each other, keep windows and breaks, and end when the oracle says."""
    problem = random_problem(random, busy=random.randint(0, 1) == 1)
    day = random.randint(0, problem.n_days - 1)
    tour = random.sample(range(problem.n_stops), k=random.randint(0, problem.n_stops))
    start, end = random.choices(range(len(problem.travel)), k=2)
    expected = oracle.schedule.ends_at(problem, day, tour, start, end)

    events = timetable(problem, day, tour, start, end)

    assert (events is None) == (expected is None)
    if events is None:
        return
    rules = problem.days[day]
    assert events[0].begin >= rules.earliest
    assert events[-1].end == expected
    assert all(event.begin <= event.end for event in events)
    assert all(before.end <= after.begin for before, after in pairwise(events))
    visits = [event for event in events if event.kind == "stop"]
    assert [event.index for event in visits] == tour
    for event in visits:
        windows = problem.windows[event.index][day]
        assert any(low <= event.begin <= high for low, high in windows)
        assert event.end - event.begin == problem.duration[event.index, day]
    rides = [event for event in events if event.kind == "travel"]
    places = [start, *problem.location[tour].tolist(), end]
    assert [ride.index for ride in rides] == places[1:]
    assert [ride.end for ride in rides] == [
        arrival(problem, here, there, ride.begin)
        for ride, (here, there) in zip(rides, pairwise(places), strict=True)
    ]
    eaten = {int(problem.meal[stop]) for stop in tour}
    breaks = [event for event in events if event.kind == "break"]
    due = [pause for pause in rules.breaks if pause.kind not in eaten]
    assert [event.index for event in breaks] == [pause.kind for pause in due]
    for event, pause in zip(breaks, due, strict=True):
        assert pause.lo <= event.begin <= pause.hi
        assert event.end - event.begin == pause.length
    order = [
        int(problem.meal[event.index]) if event.kind == "stop" else event.index
        for event in events
        if event.kind == "break" or (event.kind == "stop" and problem.meal[event.index] >= 0)
    ]
    assert order == [pause.kind for pause in rules.breaks]
