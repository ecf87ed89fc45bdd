"""When everything on a day happens: the events of a tour, with its waits and breaks.

The fast passes in `schedule` keep only earliest times; this one also keeps how they came
about, for the few tours that are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.problem import Day, Problem


@dataclass(frozen=True, slots=True)
class Event:
    """Something that lasts from ``begin`` to ``end`` ticks.

    Parameters
    ----------
    kind
        ``travel`` to a location, ``break``, ``wait`` at a stop, or ``stop``.
    index
        The location, the kind of break, or the stop.
    begin, end
        Ticks.
    """

    kind: Literal["travel", "break", "wait", "stop"]
    index: int
    begin: int
    end: int


_Track = tuple[int, tuple[Event, ...]]
"""Time reached, and the events so far."""


def timetable(
    problem: Problem, day: int, tour: Sequence[int], start: int, end: int
) -> list[Event] | None:
    """Return the events of a tour in time order, or None if it is infeasible.

    Parameters
    ----------
    problem
        What is solved.
    day
        Which of its days.
    tour
        Stops in order.
    start, end
        Locations where the day begins and ends.

    Notes
    -----
    The tour runs as early as it can. Of two ways to place a break that end at the same
    time, the one that takes it sooner is kept.
    """
    rules = problem.days[day]
    tracks: dict[int, _Track] = {0: (rules.earliest, ())}
    here = start
    for stop in tour:
        there = int(problem.location[stop])
        tracks = _travel(problem, rules, tracks, here, there)
        tracks = _serve(problem, day, tracks, stop)
        here = there
    tracks = _pause(rules, _travel(problem, rules, tracks, here, end))
    last = tracks.get(len(rules.breaks))
    return None if last is None or last[0] > rules.latest else list(last[1])


def _keep(tracks: dict[int, _Track], state: int, track: _Track) -> None:
    if state not in tracks or track[0] < tracks[state][0]:
        tracks[state] = track


def _pause(rules: Day, tracks: dict[int, _Track]) -> dict[int, _Track]:
    tracks = dict(tracks)
    for k, pause in enumerate(rules.breaks):
        if k not in tracks:
            continue
        time, events = tracks[k]
        begin = max(time, pause.lo)
        if begin <= pause.hi:
            taken = Event("break", pause.kind, begin, begin + pause.length)
            _keep(tracks, k + 1, (taken.end, (*events, taken)))
    return tracks


def _travel(
    problem: Problem, rules: Day, tracks: dict[int, _Track], here: int, there: int
) -> dict[int, _Track]:
    arrived = {}
    for state, (time, events) in _pause(rules, tracks).items():
        arrival = problem.arrival(here, there, time)
        if arrival is not None:
            ride = Event("travel", there, time, arrival)
            arrived[state] = (ride.end, (*events, ride))
    return arrived


def _serve(problem: Problem, day: int, tracks: dict[int, _Track], stop: int) -> dict[int, _Track]:
    rules = problem.days[day]
    kinds = [pause.kind for pause in rules.breaks]
    meal = int(problem.meal[stop])
    windows = problem.windows_on(stop, day).tolist()
    served: dict[int, _Track] = {}
    for state, (time, events) in _pause(rules, tracks).items():
        if meal >= 0 and (meal not in kinds or kinds.index(meal) != state):
            continue
        begin = next((max(time, low) for low, high in windows if time <= high), None)
        if begin is None:
            continue
        wait = (Event("wait", stop, time, begin),) if begin > time else ()
        visit = Event("stop", stop, begin, begin + int(problem.duration[stop, day]))
        _keep(served, state + (meal >= 0), (visit.end, (*events, *wait, visit)))
    return served
