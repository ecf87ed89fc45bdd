# cython: boundscheck=False, wraparound=False, cdivision=True
"""The one place that knows time: is a day's sequence of stops feasible, and when?

A state is a number of breaks taken, in their order. Since travel is first-in-first-out
and waiting is allowed, earlier is never worse: going forward one earliest time for each
state suffices, and going backward one latest time, so that a stop's insertion is tested
without walking the whole tour. A break may be taken wherever the party is idle: before
leaving, on arriving, after a visit.

This file is Cython in pure Python mode: it runs as it stands, and is compiled where there
is a compiler, with the same results. `schedule.pxd` tells other compiled files of it.
"""

import cython
import numpy as np

NEVER = cython.declare(cython.longlong, 1 << 60)
IMPOSSIBLE = cython.declare(cython.longlong, -(1 << 60))
COMING = cython.declare(cython.int, 0)
GOING = cython.declare(cython.int, 1)


@cython.cclass
class Schedule:
    """Times of the tours of all days.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    """

    n_days: cython.int
    n_stops: cython.int
    has_fares: cython.bint
    has_rides: cython.bint
    n_breaks: cython.int[::1]
    earliest: cython.longlong[::1]
    latest: cython.longlong[::1]
    travel: cython.int[:, ::1]
    travel_cost: cython.int[:, ::1]
    is_far: cython.uchar[::1]
    location: cython.int[::1]
    duration: cython.longlong[:, ::1]
    profit: cython.longlong[:, ::1]
    cost: cython.longlong[:, ::1]
    meal: cython.int[:, ::1]
    window_of: cython.longlong[::1]
    window: cython.longlong[:, ::1]
    opens: cython.longlong[:, ::1]
    closes: cython.longlong[:, ::1]
    ride_of: cython.int[:, ::1]
    ride_first: cython.longlong[::1]
    ride_otherwise: cython.longlong[::1]
    ride_times: cython.longlong[::1]
    ride_values: cython.longlong[::1]
    low: cython.longlong[:, ::1]
    high: cython.longlong[:, ::1]
    length: cython.longlong[:, ::1]
    break_cost: cython.longlong[:, ::1]
    travel_penalty: cython.longlong
    # The tours, and for each row of one (0 is the start, size + 1 the end) and each state
    # the earliest departure and the latest arrival; then the best of all states.
    tour: cython.int[:, ::1]
    size: cython.int[::1]
    start: cython.int[::1]
    end: cython.int[::1]
    leave: cython.longlong[:, :, ::1]
    arrive: cython.longlong[:, :, ::1]
    soonest: cython.longlong[:, ::1]
    last: cython.longlong[:, ::1]
    # scratch, one time for each state: arrivals at a stop, departures from it
    now: cython.longlong[:, ::1]
    # what `_try` found
    gain: cython.longlong
    effort: cython.longlong
    money: cython.longlong
    far_money: cython.longlong
    position: cython.int

    def __init__(self, problem):
        n, n_days = problem.n_stops, problem.n_days
        self.n_stops, self.n_days = n, n_days
        # Plain Python knows no 32 bits that grow to 64 by themselves.
        narrow = np.int32 if cython.compiled else np.int64
        self.travel = np.ascontiguousarray(problem.travel, dtype=narrow)
        self.has_fares = problem.travel_cost.flags.writeable
        fares = problem.travel_cost if self.has_fares else np.zeros((1, 1), dtype=np.int32)
        self.travel_cost = np.ascontiguousarray(fares, dtype=narrow)
        self.is_far = problem.far.astype(np.uint8)
        self.location = problem.location.astype(narrow)
        self.duration = problem.duration
        self.profit = problem.profit
        self.cost = problem.cost
        self.window_of = problem.window_of
        self.window = problem.window
        self.travel_penalty = problem.travel_penalty
        rides = problem.ride_table
        self.has_rides = len(rides.otherwise) > 0
        self.ride_of, self.ride_first = rides.of, rides.first
        self.ride_otherwise = rides.otherwise
        self.ride_times, self.ride_values = rides.times, rides.values
        self._set_days(problem)
        self._set_hours(problem)
        self.tour = np.zeros((n_days, n + 2), dtype=np.int32)
        self.size, self.start, self.end = np.zeros((3, n_days), dtype=np.int32)
        self.leave, self.arrive = np.zeros((2, n_days, n + 2, 5), dtype=np.int64)
        self.soonest, self.last = np.zeros((2, n_days, n + 2), dtype=np.int64)
        self.now = np.zeros((2, 5), dtype=np.int64)

    def _set_days(self, problem):
        n_days = problem.n_days
        self.n_breaks = np.array([len(day.breaks) for day in problem.days], dtype=np.int32)
        self.earliest = np.array([day.earliest for day in problem.days], dtype=np.int64)
        self.latest = np.array([day.latest for day in problem.days], dtype=np.int64)
        padded = np.zeros((4, n_days, 5), dtype=np.int64)
        meal = np.full((n_days, problem.n_stops), -1, dtype=np.int32)
        for d, day in enumerate(problem.days):
            # A meal whose break is not due on this day can be no stop of it: state -2.
            meal[d, problem.meal >= 0] = -2
            for k, pause in enumerate(day.breaks):
                padded[:, d, k] = (pause.lo, pause.hi, pause.length, pause.cost)
                meal[d, problem.meal == pause.kind] = k
        self.low, self.high, self.length, self.break_cost = (part.copy() for part in padded)
        self.meal = meal

    def _set_hours(self, problem):
        """Note the first and the last start of each stop on each day; none: the last is -1."""
        count = len(problem.window_of) - 1
        first, after = problem.window_of[:count], problem.window_of[1:]
        is_open = after > first
        opens, closes = np.full((2, len(first)), -1, dtype=np.int64)
        opens[is_open] = problem.window[first[is_open], 0]
        closes[is_open] = problem.window[after[is_open] - 1, 1]
        shape = (problem.n_stops, problem.n_days)
        self.opens = np.ascontiguousarray(opens.reshape(shape).T)
        self.closes = np.ascontiguousarray(closes.reshape(shape).T)

    def arrival(
        self, here: cython.int, there: cython.int, leave: cython.longlong
    ) -> cython.longlong:
        """Return when one is there who leaves here at a time, NEVER if one cannot."""
        ride: cython.int
        if self.has_rides:
            ride = self.ride_of[here, there]
            if ride >= 0:
                return self._ride(ride, leave)
        return leave + self.travel[here, there]

    def _ride(self, ride: cython.int, leave: cython.longlong) -> cython.longlong:
        """Return the arrival of a ride that depends on the time."""
        low: cython.longlong = self.ride_first[ride]
        high: cython.longlong = self.ride_first[ride + 1]
        first: cython.longlong = low
        middle: cython.longlong
        best: cython.longlong = NEVER
        rise: cython.longlong
        run: cython.longlong
        is_profile: cython.bint = self.ride_otherwise[ride] == -2
        # The first row not before ``leave``, or for a profile the first after it.
        while low < high:
            middle = (low + high) // 2
            if self.ride_times[middle] < leave or (is_profile and self.ride_times[middle] == leave):
                low = middle + 1
            else:
                high = middle
        if not is_profile:
            if low < self.ride_first[ride + 1]:
                best = self.ride_values[low]
            if self.ride_otherwise[ride] >= 0 and leave + self.ride_otherwise[ride] < best:
                best = leave + self.ride_otherwise[ride]
            return best
        if low == first:
            return leave + self.ride_values[first]
        if low == self.ride_first[ride + 1]:
            return leave + self.ride_values[low - 1]
        rise = (self.ride_values[low] - self.ride_values[low - 1]) * (
            leave - self.ride_times[low - 1]
        )
        run = self.ride_times[low] - self.ride_times[low - 1]
        # Rounded up; divisions here cut towards zero.
        if rise > 0:
            return leave + self.ride_values[low - 1] + (rise + run - 1) // run
        return leave + self.ride_values[low - 1] - (-rise) // run

    def departure(
        self, here: cython.int, there: cython.int, by: cython.longlong
    ) -> cython.longlong:
        """Return the latest departure here that is there by a time, IMPOSSIBLE if there is none."""
        ride: cython.int
        if self.has_rides:
            ride = self.ride_of[here, there]
            if ride >= 0:
                return self._ride_by(ride, by)
        return by - self.travel[here, there]

    def _ride_by(self, ride: cython.int, by: cython.longlong) -> cython.longlong:
        """Return the latest departure of a ride that depends on the time."""
        low: cython.longlong = self.ride_first[ride]
        high: cython.longlong = self.ride_first[ride + 1]
        first: cython.longlong = low
        middle: cython.longlong
        there: cython.longlong
        best: cython.longlong = IMPOSSIBLE
        run: cython.longlong
        stretch: cython.longlong
        is_profile: cython.bint = self.ride_otherwise[ride] == -2
        # The first row that arrives too late.
        while low < high:
            middle = (low + high) // 2
            there = self.ride_values[middle]
            if is_profile:
                there += self.ride_times[middle]
            if there <= by:
                low = middle + 1
            else:
                high = middle
        if not is_profile:
            if low > first:
                best = self.ride_times[low - 1]
            if self.ride_otherwise[ride] >= 0 and by - self.ride_otherwise[ride] > best:
                best = by - self.ride_otherwise[ride]
            return best
        if low == first:
            return by - self.ride_values[first]
        if low == self.ride_first[ride + 1]:
            return by - self.ride_values[low - 1]
        run = self.ride_times[low] - self.ride_times[low - 1]
        there = self.ride_values[low - 1] + self.ride_times[low - 1]
        stretch = self.ride_values[low] + self.ride_times[low] - there
        # The line from the row before, which is in time, to this one, which is not.
        return self.ride_times[low - 1] + (by - there) * run // stretch

    def _pause(self, row: cython.int, d: cython.int) -> cython.void:
        """Let breaks be taken at times: state k may turn into k + 1."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks[d]):
            at = self.now[row, k]
            if at >= NEVER:
                continue
            if at < self.low[d, k]:
                at = self.low[d, k]
            if at <= self.high[d, k] and at + self.length[d, k] < self.now[row, k + 1]:
                self.now[row, k + 1] = at + self.length[d, k]

    def _unpause(self, row: cython.int, d: cython.int) -> cython.void:
        """Turn latest times of state k + 1 into those of state k with a break before."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks[d] - 1, -1, -1):
            at = self.now[row, k + 1] - self.length[d, k]
            if at < self.low[d, k]:
                continue
            if at > self.high[d, k]:
                at = self.high[d, k]
            if at > self.now[row, k]:
                self.now[row, k] = at

    def begin(self, stop: cython.int, d: cython.int, at: cython.longlong) -> cython.longlong:
        """Return the earliest start of a stop from a time on, NEVER if there is none."""
        w: cython.longlong
        row: cython.longlong = cython.cast(cython.longlong, stop) * self.n_days + d
        for w in range(self.window_of[row], self.window_of[row + 1]):
            if at <= self.window[w, 1]:
                return at if at > self.window[w, 0] else self.window[w, 0]
        return NEVER

    def _begin_by(self, stop: cython.int, d: cython.int, at: cython.longlong) -> cython.longlong:
        """Return the latest start of a stop up to a time, IMPOSSIBLE if there is none."""
        w: cython.longlong
        row: cython.longlong = cython.cast(cython.longlong, stop) * self.n_days + d
        for w in range(self.window_of[row + 1] - 1, self.window_of[row] - 1, -1):
            if at >= self.window[w, 0]:
                return at if at < self.window[w, 1] else self.window[w, 1]
        return IMPOSSIBLE

    def _serve(self, stop: cython.int, d: cython.int) -> cython.longlong:
        """Turn arrivals into departures; return the least wait.

        It is -1 if the stop cannot be begun.
        """
        k: cython.int
        begin: cython.longlong
        wait: cython.longlong = -1
        meal: cython.int = self.meal[d, stop]
        for k in range(self.n_breaks[d] + 1):
            self.now[GOING, k] = NEVER
        for k in range(self.n_breaks[d] + 1):
            if self.now[COMING, k] >= NEVER or meal == -2 or (meal >= 0 and meal != k):
                continue
            begin = self.begin(stop, d, self.now[COMING, k])
            if begin >= NEVER:
                continue
            if wait < 0 or begin - self.now[COMING, k] < wait:
                wait = begin - self.now[COMING, k]
            if meal >= 0:
                self.now[GOING, k + 1] = begin + self.duration[stop, d]
            else:
                self.now[GOING, k] = begin + self.duration[stop, d]
        self._pause(GOING, d)
        return wait

    def _ride_on(
        self, d: cython.int, p: cython.int, here: cython.int, there: cython.int
    ) -> cython.void:
        """Fill in the arrivals at a place after row p of a tour."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks[d] + 1):
            at = self.leave[d, p, k]
            self.now[COMING, k] = NEVER if at >= NEVER else self.arrival(here, there, at)
        self._pause(COMING, d)

    def forward(self, d: cython.int) -> cython.longlong:
        """Fill ``leave`` with earliest departures; return the earliest end or NEVER."""
        k: cython.int
        p: cython.int
        here: cython.int = self.start[d]
        there: cython.int
        for k in range(self.n_breaks[d] + 1):
            self.now[GOING, k] = NEVER
        self.now[GOING, 0] = self.earliest[d]
        self._pause(GOING, d)
        self._note_leave(d, 0)
        for p in range(1, self.size[d] + 1):
            there = self.location[self.tour[d, p - 1]]
            self._ride_on(d, p - 1, here, there)
            if self._serve(self.tour[d, p - 1], d) < 0:
                return NEVER
            self._note_leave(d, p)
            here = there
        self._ride_on(d, self.size[d], here, self.end[d])
        return self.now[COMING, self.n_breaks[d]]

    def _note_leave(self, d: cython.int, p: cython.int) -> cython.void:
        """Keep departures as a row of ``leave``."""
        k: cython.int
        least: cython.longlong = NEVER
        for k in range(self.n_breaks[d] + 1):
            self.leave[d, p, k] = self.now[GOING, k]
            if self.now[GOING, k] < least:
                least = self.now[GOING, k]
        self.soonest[d, p] = least

    def backward(self, d: cython.int) -> cython.void:
        """Fill ``arrive`` with the latest arrivals that keep the rest feasible."""
        k: cython.int
        p: cython.int
        here: cython.int
        there: cython.int = self.end[d]
        meal: cython.int
        stop: cython.int
        late: cython.longlong
        begin: cython.longlong
        n: cython.int = self.n_breaks[d] + 1
        for k in range(n):
            self.now[COMING, k] = IMPOSSIBLE
        self.now[COMING, n - 1] = self.latest[d]
        self._unpause(COMING, d)
        self._note_arrive(d, self.size[d] + 1)
        for p in range(self.size[d], 0, -1):
            stop = self.tour[d, p - 1]
            here = self.location[stop]
            meal = self.meal[d, stop]
            for k in range(n):
                late = self.now[COMING, k]
                self.now[GOING, k] = IMPOSSIBLE if late < 0 else self.departure(here, there, late)
            self._unpause(GOING, d)
            for k in range(n):
                self.now[COMING, k] = IMPOSSIBLE
                if meal == -2 or (meal >= 0 and meal != k):
                    continue
                late = self.now[GOING, k + 1] if meal >= 0 else self.now[GOING, k]
                if late < self.duration[stop, d]:
                    continue
                begin = self._begin_by(stop, d, late - self.duration[stop, d])
                if begin >= 0:
                    self.now[COMING, k] = begin
            self._unpause(COMING, d)
            self._note_arrive(d, p)
            there = here

    def _note_arrive(self, d: cython.int, p: cython.int) -> cython.void:
        """Keep latest arrivals as a row of ``arrive``."""
        k: cython.int
        most: cython.longlong = IMPOSSIBLE
        for k in range(self.n_breaks[d] + 1):
            self.arrive[d, p, k] = self.now[COMING, k]
            if self.now[COMING, k] > most:
                most = self.now[COMING, k]
        self.last[d, p] = most

    def time(self, d: cython.int) -> cython.bint:
        """Time a day's tour, forward and back; return whether it is feasible."""
        if self.forward(d) > self.latest[d]:
            return False
        self.backward(d)
        return True

    def insert(self, d: cython.int, p: cython.int, stop: cython.int) -> cython.void:
        """Put a stop in before position p of a tour."""
        q: cython.int
        for q in range(self.size[d], p, -1):
            self.tour[d, q] = self.tour[d, q - 1]
        self.tour[d, p] = stop
        self.size[d] += 1

    def remove(self, d: cython.int, p: cython.int, count: cython.int) -> cython.void:
        """Take stops out of a tour from position p on."""
        q: cython.int
        self.size[d] -= count
        for q in range(p, self.size[d]):
            self.tour[d, q] = self.tour[d, q + count]

    def try_stop(
        self,
        stop: cython.int,
        d: cython.int,
        slack: cython.longlong,
        near_slack: cython.longlong,
        far_slack: cython.longlong,
    ) -> cython.bint:
        """Find the best place for a stop in a timed tour; return whether there is one.

        ``slack`` is the money left, ``near_slack`` and ``far_slack`` what is left for ways
        between near locations and to and from far ones. Of the places with the greatest
        ``gain`` of score the one of least ``effort`` (detour, wait and the stop itself, in
        ticks) is taken; ``money`` is what it adds to the cost, ``far_money`` what of that is
        for far ways, ``position`` where it is.
        """
        p: cython.int
        found: cython.bint = False
        here: cython.int = self.start[d]
        there: cython.int
        at: cython.int = self.location[stop]
        meal: cython.int = self.meal[d, stop]
        stay: cython.longlong = self.duration[stop, d]
        detour: cython.longlong
        wait: cython.longlong
        gain: cython.longlong
        money: cython.longlong
        fixed: cython.longlong = self.cost[stop, d]
        far: cython.longlong
        soonest: cython.longlong
        opens: cython.longlong = self.opens[d, stop]
        closes: cython.longlong = self.closes[d, stop]
        if meal == -2 or closes < 0:
            return False
        if meal >= 0:
            fixed -= self.break_cost[d, meal]
        for p in range(1, self.size[d] + 2):
            there = self.end[d] if p > self.size[d] else self.location[self.tour[d, p - 1]]
            if self.soonest[d, p - 1] > closes:
                break
            if opens + stay > self.last[d, p]:
                here = there
                continue  # it opens too late to come before what follows
            # Most places die here: too late whatever break is taken when.
            soonest = self.soonest[d, p - 1] + self.travel[here, at]
            if soonest < opens:
                soonest = opens
            if soonest <= closes and soonest + stay + self.travel[at, there] <= self.last[d, p]:
                detour = self.travel[here, at]
                detour += self.travel[at, there] - self.travel[here, there]
                gain = self.profit[stop, d] - self.travel_penalty * detour
                # With no wait at all it must be better than what was found.
                if (
                    not found
                    or gain > self.gain
                    or (gain == self.gain and detour + stay < self.effort)
                ):
                    money = fixed
                    far = 0
                    if self.has_fares:
                        money += self.travel_cost[here, at]
                        money += self.travel_cost[at, there] - self.travel_cost[here, there]
                        far = self._far_detour(here, at, there)
                    wait = -1
                    if money <= slack and far <= far_slack and money - fixed - far <= near_slack:
                        wait = self._fits(stop, d, p, here, there)
                    if wait >= 0:
                        wait += detour + stay
                        if not found or gain > self.gain or wait < self.effort:
                            found = True
                            self.gain = gain
                            self.effort = wait if wait > 1 else 1
                            self.money = money
                            self.far_money = far
                            self.position = p - 1
            here = there
        return found

    def _far_detour(self, here: cython.int, at: cython.int, there: cython.int) -> cython.longlong:
        """Return what going by another location adds to the cost of far ways."""
        far: cython.longlong = 0
        if self.is_far[here] or self.is_far[at]:
            far += self.travel_cost[here, at]
        if self.is_far[at] or self.is_far[there]:
            far += self.travel_cost[at, there]
        if self.is_far[here] or self.is_far[there]:
            far -= self.travel_cost[here, there]
        return far

    def _fits(
        self, stop: cython.int, d: cython.int, p: cython.int, here: cython.int, there: cython.int
    ) -> cython.longlong:
        """Return the wait at a stop put before row p of a timed tour, -1 if it is infeasible."""
        k: cython.int
        at: cython.int = self.location[stop]
        wait: cython.longlong
        begin: cython.longlong
        if self.n_breaks[d] == 0:
            wait = self.arrival(here, at, self.leave[d, p - 1, 0])
            begin = self.begin(stop, d, wait)
            if begin >= NEVER:
                return -1
            if self.arrival(at, there, begin + self.duration[stop, d]) > self.arrive[d, p, 0]:
                return -1
            return begin - wait
        self._ride_on(d, p - 1, here, at)
        wait = self._serve(stop, d)
        if wait < 0:
            return -1
        for k in range(self.n_breaks[d] + 1):
            if (
                self.now[GOING, k] < NEVER
                and self.arrival(at, there, self.now[GOING, k]) <= self.arrive[d, p, k]
            ):
                return wait
        return -1

    def _put(self, d, tour, start, end):
        self.start[d], self.end[d], self.size[d] = start, end, len(tour)
        for p, stop in enumerate(tour):
            self.tour[d, p] = stop

    def load(self, d, tour, start, end):
        """Set a day's tour and its ends; return its earliest end, or -1 if infeasible.

        Afterwards :meth:`scan` answers about this tour.
        """
        self._put(d, tour, start, end)
        back = self.forward(d)
        if back > self.latest[d]:
            return -1
        self.backward(d)
        return back

    def ends_at(self, d, tour, start, end):
        """Return the earliest end of a tour, or -1 if it is infeasible."""
        self._put(d, tour, start, end)
        back = self.forward(d)
        return -1 if back > self.latest[d] else back

    def scan(self, d, stop, slack):
        """Find the best place for a stop in the loaded tour of a day.

        Parameters
        ----------
        d, stop : int
            Which day and stop.
        slack : int
            Money left.

        Returns
        -------
        tuple of int or None
            The gain in score, the ticks spent (detour, waiting and the stop itself), the money
            it adds and the position; None if it fits nowhere.
        """
        if not self.try_stop(stop, d, slack, NEVER, NEVER):
            return None
        return self.gain, self.effort, self.money, self.position
