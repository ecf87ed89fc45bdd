"""The one place that knows time: is a day's sequence of stops feasible, and when?

A state is a number of breaks taken, in their order. Since travel is first-in-first-out
and waiting is allowed, earlier is never worse: going forward one earliest time for each
state suffices, and going backward one latest time, so that a stop's insertion is tested
without walking the whole tour. A break may be taken wherever the party is idle: before
leaving, on arriving, after a visit.

This file is Cython in pure Python mode: it runs as it stands, and is compiled where there
is a compiler, with the same results.
"""

import cython
import numpy as np

NEVER = cython.declare(cython.longlong, 1 << 60)
IMPOSSIBLE = cython.declare(cython.longlong, -(1 << 60))
STATES = cython.declare(cython.int, 5)  # breaks taken: none to MAX_BREAKS


@cython.cclass
class Clock:
    """Times of one day's tours.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    day : int
        Which of its days.
    """

    day: cython.int
    n_days: cython.int
    n_breaks: cython.int
    earliest: cython.longlong
    latest: cython.longlong
    travel: cython.longlong[:, ::1]
    travel_cost: cython.longlong[:, ::1]
    location: cython.longlong[::1]
    duration: cython.longlong[::1]
    profit: cython.longlong[::1]
    cost: cython.longlong[::1]
    meal: cython.longlong[::1]
    window_of: cython.longlong[::1]
    window: cython.longlong[:, ::1]
    low: cython.longlong[::1]
    high: cython.longlong[::1]
    length: cython.longlong[::1]
    leave: cython.longlong[:, ::1]
    arrive: cython.longlong[:, ::1]
    tour: cython.longlong[::1]
    size: cython.int
    start: cython.longlong
    end: cython.longlong
    travel_penalty: cython.longlong
    break_cost: cython.longlong[::1]

    def __init__(self, problem, day):
        self.day = day
        self.n_days = problem.n_days
        self.travel = problem.travel
        self.travel_cost = problem.travel_cost
        self.location = problem.location
        self.duration = problem.duration
        self.profit = problem.profit
        self.cost = problem.cost
        self.window_of = problem.window_of
        self.window = problem.window
        self.travel_penalty = problem.travel_penalty
        rules = problem.days[day]
        self.earliest = rules.earliest
        self.latest = rules.latest
        self.n_breaks = len(rules.breaks)
        padded = np.zeros((4, 5), dtype=np.int64)
        state_of = {}
        for k, pause in enumerate(rules.breaks):
            padded[:, k] = (pause.lo, pause.hi, pause.length, pause.cost)
            state_of[pause.kind] = k
        self.low = padded[0].copy()
        self.high = padded[1].copy()
        self.length = padded[2].copy()
        self.break_cost = padded[3].copy()
        # A meal whose break is not due on this day can be no stop of it: state -2.
        self.meal = np.array(
            [-1 if m < 0 else state_of.get(m, -2) for m in problem.meal.tolist()],
            dtype=np.int64,
        )
        most = problem.n_stops + 2
        self.leave = np.zeros((most, 5), dtype=np.int64)
        self.arrive = np.zeros((most, 5), dtype=np.int64)
        self.tour = np.zeros(most, dtype=np.int64)
        self.size = 0

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _pause(self, times: cython.longlong[:, ::1], row: cython.int) -> cython.void:
        """Let breaks be taken at the times of a row: state k may turn into k + 1."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks):
            at = times[row, k]
            if at >= NEVER:
                continue
            if at < self.low[k]:
                at = self.low[k]
            if at <= self.high[k] and at + self.length[k] < times[row, k + 1]:
                times[row, k + 1] = at + self.length[k]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _unpause(self, times: cython.longlong[:, ::1], row: cython.int) -> cython.void:
        """Turn latest times of state k + 1 into those of state k with a break before."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks - 1, -1, -1):
            at = times[row, k + 1] - self.length[k]
            if at < self.low[k]:
                continue
            if at > self.high[k]:
                at = self.high[k]
            if at > times[row, k]:
                times[row, k] = at

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _begin(self, stop: cython.longlong, at: cython.longlong) -> cython.longlong:
        """Return the earliest start of a stop from a time on, NEVER if there is none."""
        w: cython.longlong
        row: cython.longlong = stop * self.n_days + self.day
        for w in range(self.window_of[row], self.window_of[row + 1]):
            if at <= self.window[w, 1]:
                return at if at > self.window[w, 0] else self.window[w, 0]
        return NEVER

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _begin_by(self, stop: cython.longlong, at: cython.longlong) -> cython.longlong:
        """Return the latest start of a stop up to a time, IMPOSSIBLE if there is none."""
        w: cython.longlong
        row: cython.longlong = stop * self.n_days + self.day
        for w in range(self.window_of[row + 1] - 1, self.window_of[row] - 1, -1):
            if at >= self.window[w, 0]:
                return at if at < self.window[w, 1] else self.window[w, 1]
        return IMPOSSIBLE

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _serve(self, stop: cython.longlong, row: cython.int) -> cython.void:
        """Turn the arrivals in ``arrive[row]`` into the departures in ``leave[row]``."""
        k: cython.int
        begin: cython.longlong
        meal: cython.longlong = self.meal[stop]
        for k in range(self.n_breaks + 1):
            self.leave[row, k] = NEVER
        for k in range(self.n_breaks + 1):
            if self.arrive[row, k] >= NEVER or meal == -2 or (meal >= 0 and meal != k):
                continue
            begin = self._begin(stop, self.arrive[row, k])
            if begin >= NEVER:
                continue
            if meal >= 0:
                self.leave[row, k + 1] = begin + self.duration[stop]
            else:
                self.leave[row, k] = begin + self.duration[stop]
        self._pause(self.leave, row)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _forward(self) -> cython.longlong:
        """Fill ``leave`` with earliest departures; return the earliest end or NEVER."""
        k: cython.int
        p: cython.int
        here: cython.longlong = self.start
        there: cython.longlong
        for k in range(self.n_breaks + 1):
            self.leave[0, k] = NEVER
        self.leave[0, 0] = self.earliest
        self._pause(self.leave, 0)
        for p in range(1, self.size + 2):
            there = self.end if p > self.size else self.location[self.tour[p - 1]]
            for k in range(self.n_breaks + 1):
                self.arrive[p, k] = self.leave[p - 1, k]
                if self.arrive[p, k] < NEVER:
                    self.arrive[p, k] += self.travel[here, there]
            self._pause(self.arrive, p)
            if p <= self.size:
                self._serve(self.tour[p - 1], p)
            here = there
        return self.arrive[self.size + 1, self.n_breaks]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _backward(self) -> cython.void:
        """Fill ``arrive`` with the latest arrivals that keep the rest feasible."""
        k: cython.int
        p: cython.int
        q: cython.int
        meal: cython.longlong
        stop: cython.longlong
        there: cython.longlong = self.end
        here: cython.longlong
        late: cython.longlong
        begin: cython.longlong
        last: cython.int = self.size + 1
        for k in range(self.n_breaks + 1):
            self.arrive[last, k] = IMPOSSIBLE
        self.arrive[last, self.n_breaks] = self.latest
        self._unpause(self.arrive, last)
        for q in range(self.size):
            p = self.size - q
            stop = self.tour[p - 1]
            here = self.location[stop]
            meal = self.meal[stop]
            # Row 0 of ``arrive`` is free here: it holds the latest departures from the stop.
            for k in range(self.n_breaks + 1):
                late = self.arrive[p + 1, k]
                self.arrive[0, k] = IMPOSSIBLE if late < 0 else late - self.travel[here, there]
                self.arrive[p, k] = IMPOSSIBLE
            self._unpause(self.arrive, 0)
            for k in range(self.n_breaks + 1):
                if meal == -2 or (meal >= 0 and meal != k):
                    continue
                late = self.arrive[0, k + 1] if meal >= 0 else self.arrive[0, k]
                if late < self.duration[stop]:
                    continue
                begin = self._begin_by(stop, late - self.duration[stop])
                if begin >= 0:
                    self.arrive[p, k] = begin
            self._unpause(self.arrive, p)
            there = here

    def load(self, tour, start, end):
        """Set the day's tour and its ends; return its earliest end, or -1 if infeasible.

        Afterwards :meth:`scan` answers about this tour.
        """
        self.start = start
        self.end = end
        self.size = len(tour)
        for p, stop in enumerate(tour):
            self.tour[p] = stop
        back = self._forward()
        if back > self.latest:
            return -1
        self._backward()
        return back

    def ends_at(self, tour, start, end):
        """Return the earliest end of a tour, or -1 if it is infeasible."""
        self.start = start
        self.end = end
        self.size = len(tour)
        for p, stop in enumerate(tour):
            self.tour[p] = stop
        back = self._forward()
        return -1 if back > self.latest else back

    def travelled(self, tour, start, end):
        """Return the ticks and the money that a tour spends on travel."""
        ticks: cython.longlong = 0
        money: cython.longlong = 0
        here: cython.longlong = start
        there: cython.longlong
        for stop in tour:
            there = self.location[stop]
            ticks += self.travel[here, there]
            money += self.travel_cost[here, there]
            here = there
        ticks += self.travel[here, end]
        money += self.travel_cost[here, end]
        return ticks, money

    def scan(self, open_stops, slack, worth, effort, position):
        """Find the best place in the loaded tour for each stop that is not in it.

        Parameters
        ----------
        open_stops : (stops,) uint8
            Which stops to try.
        slack : int
            Money left.
        worth : (stops,) int64
            Filled with the gain in score, IMPOSSIBLE where nothing fits.
        effort : (stops,) int64
            Filled with the ticks spent: detour, waiting and the stop itself.
        position : (stops,) int64
            Filled with where to insert.
        """
        self._scan(open_stops, slack, worth, effort, position)

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _scan(
        self,
        open_stops: cython.uchar[::1],
        slack: cython.longlong,
        worth: cython.longlong[::1],
        effort: cython.longlong[::1],
        position: cython.longlong[::1],
    ) -> cython.void:
        stop: cython.longlong
        with cython.nogil:
            for stop in range(self.location.shape[0]):
                worth[stop] = IMPOSSIBLE
                if open_stops[stop] and self.meal[stop] != -2:
                    self._try_stop(stop, slack, worth, effort, position)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _try_stop(
        self,
        stop: cython.longlong,
        slack: cython.longlong,
        worth: cython.longlong[::1],
        effort: cython.longlong[::1],
        position: cython.longlong[::1],
    ) -> cython.void:
        p: cython.int
        here: cython.longlong = self.start
        there: cython.longlong
        at: cython.longlong = self.location[stop]
        money: cython.longlong
        detour: cython.longlong
        wait: cython.longlong
        spent: cython.longlong
        gain: cython.longlong
        meal: cython.longlong = self.meal[stop]
        first: cython.bint = True
        for p in range(1, self.size + 2):
            there = self.end if p > self.size else self.location[self.tour[p - 1]]
            money = self.cost[stop] + self.travel_cost[here, at] + self.travel_cost[at, there]
            money -= self.travel_cost[here, there]
            if meal >= 0:
                money -= self.break_cost[meal]
            if money <= slack:
                wait = self._fits(stop, p, here, there)
                if wait >= 0:
                    detour = self.travel[here, at] + self.travel[at, there]
                    detour -= self.travel[here, there]
                    spent = detour + wait + self.duration[stop]
                    gain = self.profit[stop] - self.travel_penalty * detour
                    if (
                        first
                        or (gain > worth[stop])
                        or (gain == worth[stop] and spent < effort[stop])
                    ):
                        first = False
                        worth[stop] = gain
                        effort[stop] = spent if spent > 1 else 1
                        position[stop] = p - 1
            here = there

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _fits(
        self,
        stop: cython.longlong,
        p: cython.int,
        here: cython.longlong,
        there: cython.longlong,
    ) -> cython.longlong:
        """Return the wait at a stop put before row p of the loaded tour, -1 if it is infeasible.

        Row ``size + 1`` of ``leave`` and row 0 of ``arrive`` serve as scratch.
        """
        k: cython.int
        begin: cython.longlong
        least: cython.longlong = -1
        meal: cython.longlong = self.meal[stop]
        at: cython.longlong = self.location[stop]
        row: cython.int = self.size + 1
        for k in range(self.n_breaks + 1):
            self.arrive[0, k] = self.leave[p - 1, k]
            if self.arrive[0, k] < NEVER:
                self.arrive[0, k] += self.travel[here, at]
            self.leave[row, k] = NEVER
        self._pause(self.arrive, 0)
        for k in range(self.n_breaks + 1):
            if self.arrive[0, k] >= NEVER or (meal >= 0 and meal != k):
                continue
            begin = self._begin(stop, self.arrive[0, k])
            if begin >= NEVER:
                continue
            if least < 0 or begin - self.arrive[0, k] < least:
                least = begin - self.arrive[0, k]
            if meal >= 0:
                self.leave[row, k + 1] = begin + self.duration[stop]
            else:
                self.leave[row, k] = begin + self.duration[stop]
        self._pause(self.leave, row)
        for k in range(self.n_breaks + 1):
            if self.leave[row, k] < NEVER:
                if self.leave[row, k] + self.travel[at, there] <= self.arrive[p, k]:
                    return least
        return -1
