"""The best tour of one day under given prices: labels, dominance, completion bounds.

A label is a way to have left a stop: when, with how many breaks taken, what it is worth so
far and which groups it used. Labels that cannot beat what is known die at birth: a bound
from a backward pass that forgets which groups were used says what the rest of the day can
add at most. One run prices all beds that the day may begin and end in.

This file is Cython in pure Python mode, like `xytour.solver.schedule`.
"""

import time

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.schedule import Schedule
else:
    from xytour.solver.schedule import Schedule

NEVER = cython.declare(cython.longlong, 1 << 60)
WORST = cython.declare(cython.longlong, -(1 << 60))
WORD_BITS = cython.declare(cython.int, 62)  # a sign bit and one to spare in 64
COMPILED = cython.compiled
MOST_CELLS = 96
MOST_SLOTS = 1_440
MOST_LABELS = cython.declare(cython.int, 300_000)
MOST_COUNTED = 8

PATIENCE = cython.declare(cython.int, 128)
"""Labels extended between looks at the clock."""


@cython.cclass
class Labeller:
    """Prices the tours of one day.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    day : int
        Which of its days.
    stops : (n,) int64
        The stops that tours may visit.
    starts, ends : sequence of int
        Locations where tours may begin and end.
    """

    _places: object
    _rows: object
    _finishes: object
    _travel: object
    n: cython.int
    n_breaks: cython.int
    n_starts: cython.int
    n_ends: cython.int
    words: cython.int
    earliest: cython.longlong
    latest: cython.longlong
    most_stops: cython.longlong
    cell: cython.longlong
    n_cells: cython.int
    slot: cython.longlong
    n_slots: cython.int
    n_places: cython.int
    n_counts: cython.int
    place: cython.int[::1]
    one_group: cython.uchar[::1]
    schedule: Schedule
    has_rides: cython.bint
    has_room: cython.bint
    spot: cython.int[::1]
    finish: cython.int[::1]
    ride: cython.longlong[:, ::1]
    home: cython.longlong[:, ::1]
    duration: cython.longlong[::1]
    meal: cython.longlong[::1]
    count: cython.longlong[::1]
    group: cython.longlong[::1]
    window_of: cython.longlong[::1]
    window: cython.longlong[:, ::1]
    low: cython.longlong[::1]
    high: cython.longlong[::1]
    length: cython.longlong[::1]
    # prices of one run
    prize: cython.longlong[::1]
    ride_price: cython.longlong[:, ::1]
    home_price: cython.longlong[:, ::1]
    break_price: cython.longlong[::1]
    top_price: cython.longlong[::1]
    promise: cython.longlong[::1]
    order: cython.int[:, :, ::1]
    rest: cython.longlong[:, :, :, ::1]
    serve: cython.longlong[:, :, :, ::1]
    # labels
    at: cython.int[::1]
    breaks: cython.int[::1]
    stops_done: cython.int[::1]
    parent: cython.int[::1]
    time: cython.longlong[::1]
    value: cython.longlong[::1]
    used: cython.longlong[:, ::1]
    dead: cython.uchar[::1]
    older: cython.int[::1]
    newest: cython.int[:, ::1]
    waiting: cython.int[::1]
    queue: cython.int[::1]
    size: cython.int
    # scratch: earliest time for each number of breaks
    leave: cython.longlong[::1]
    arrive: cython.longlong[::1]
    effort: cython.longlong
    most_effort: cython.longlong
    deadline: cython.double
    best: cython.longlong
    best_label: cython.int
    best_end: cython.int
    threshold: cython.longlong

    def __init__(self, problem, day, stops, starts, ends):
        rules = problem.days[day]
        stops = np.asarray(stops, dtype=np.int64)
        at = problem.location[stops]
        starts, ends = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
        self.n, self.n_starts, self.n_ends = len(stops), len(starts), len(ends)
        self.n_breaks = len(rules.breaks)
        self.earliest, self.latest = rules.earliest, rules.latest
        self.most_stops = min(rules.max_stops, 1 << 30)
        # Stops of one location stand together, as their order of rows and columns.
        self._places = np.unique(at)
        self._finishes = ends
        self._rows = np.concatenate([self._places, starts])
        self.n_places = len(self._places)
        self.schedule = Schedule(problem)
        self.has_rides = len(problem.rides) > 0
        self.has_room = False
        self.spot, self.finish = self._rows.astype(np.int32), ends.astype(np.int32)
        self.place = np.searchsorted(self._places, at).astype(np.int32)
        self._travel = problem.travel
        self.n_counts = 1 if rules.max_stops > MOST_COUNTED else rules.max_stops + 1
        self.duration = np.ascontiguousarray(problem.duration[stops, day])
        state_of = {pause.kind: k for k, pause in enumerate(rules.breaks)}
        self.meal = np.array(
            [-1 if m < 0 else state_of.get(m, -2) for m in problem.meal[stops].tolist()],
            dtype=np.int64,
        )
        self.count = problem.counts[stops].astype(np.int64)
        groups = {g: k for k, g in enumerate(dict.fromkeys(problem.group[stops].tolist()))}
        self.group = np.array([groups[g] for g in problem.group[stops].tolist()], dtype=np.int64)
        self.words = max(1, -(-len(groups) // WORD_BITS))
        kinds = [len(set(problem.group[stops[at == spot]].tolist())) for spot in self._places]
        self.one_group = np.array(
            [kind == 1 for kind in kinds] + [False] * len(starts), dtype=np.uint8
        )
        windows = [problem.windows_on(stop, day) for stop in stops.tolist()]
        self.window_of = np.cumsum([0, *(len(w) for w in windows)]).astype(np.int64)
        self.window = np.concatenate([np.zeros((0, 2), dtype=np.int64), *windows])
        padded = np.zeros((3, 5), dtype=np.int64)
        for k, pause in enumerate(rules.breaks):
            padded[:, k] = (pause.lo, pause.hi, pause.length)
        self.low, self.high, self.length = (row.copy() for row in padded)
        self._set_cells()
        self.leave = np.zeros(5, dtype=np.int64)
        self.arrive = np.zeros(5, dtype=np.int64)

    def _set_cells(self):
        """Choose the length of a cell: no stop begun in one may end in the same one."""
        span = max(1, self.latest - self.earliest)
        step = max(1, span // MOST_CELLS)
        if self.n:
            step = min(step, int(np.asarray(self.duration).min()))
        # Whole slots make a cell, so that all of a cell's slots can be filled before it.
        self.slot = max(1, min(step, span // MOST_SLOTS))
        self.cell = max(1, step // self.slot) * self.slot
        self.n_cells = min(int(span // self.cell) + 1, 1 << 30) if step >= 1 else 0
        self.n_slots = min(int(span // self.slot) + 1, 1 << 30)

    @property
    def places(self):
        """The stops' locations, sorted: the columns of ``ride_price``."""
        return self._places

    @property
    def rows(self):
        """The stops' locations, then the starts: the rows of the price matrices."""
        return self._rows

    @property
    def finishes(self):
        """The ends' locations: the columns of ``home_price``."""
        return self._finishes

    @property
    def steps(self):
        """How many steps the backward pass takes, about."""
        states = (self.n_breaks + 1) * self.n_counts
        rides = len(self._rows) * (self.n_places + self.n_ends) * self.n_cells
        return states * (rides + self.n * self.n_slots)

    @property
    def is_possible(self):
        """Whether the day can be priced: time passes at every stop."""
        return 0 < self.n_cells <= 50 * MOST_CELLS

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _begin(self, stop: cython.int, at: cython.longlong) -> cython.longlong:
        """Return the earliest start of a stop from a time on, NEVER if there is none."""
        w: cython.longlong
        for w in range(self.window_of[stop], self.window_of[stop + 1]):
            if at <= self.window[w, 1]:
                return at if at > self.window[w, 0] else self.window[w, 0]
        return NEVER

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _pause(self, times: cython.longlong[::1], first: cython.int) -> cython.void:
        """Let breaks be taken: state k may turn into k + 1."""
        k: cython.int
        at: cython.longlong
        for k in range(first, self.n_breaks):
            at = times[k]
            if at >= NEVER:
                continue
            at = max(at, self.low[k])
            if at <= self.high[k] and at + self.length[k] < times[k + 1]:
                times[k + 1] = at + self.length[k]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _depart(self, at: cython.longlong, first: cython.int) -> cython.void:
        """Fill ``leave``: when one can go on, for each number of breaks taken by then."""
        k: cython.int
        for k in range(5):
            self.leave[k] = NEVER
        self.leave[first] = at
        self._pause(self.leave, first)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _reach(
        self, here: cython.int, there: cython.int, ticks: cython.longlong, first: cython.int
    ) -> cython.void:
        """Fill ``arrive`` from ``leave`` after a ride, breaks on arrival included."""
        k: cython.int
        for k in range(5):
            self.arrive[k] = NEVER
        for k in range(first, self.n_breaks + 1):
            if self.leave[k] < NEVER:
                if self.has_rides:
                    self.arrive[k] = self.schedule.arrival(here, there, self.leave[k])
                else:
                    self.arrive[k] = self.leave[k] + ticks
        self._pause(self.arrive, first)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _serve_slot(self, u: cython.int) -> cython.void:
        """Fill ``serve`` for one slot: what arriving at a place then can add at most."""
        b: cython.int
        p: cython.int
        j: cython.int
        c: cython.int
        after: cython.int
        left: cython.int
        then: cython.int
        begin: cython.longlong
        gain: cython.longlong
        at: cython.longlong = self.earliest + u * self.slot
        for p in range(self.n_places):
            for j in range(self.n_breaks + 1):
                for c in range(self.n_counts):
                    self.serve[p, u, j, c] = WORST
        for b in range(self.n):
            if self.meal[b] == -2:
                continue
            begin = self._begin(b, at)
            if begin >= NEVER or begin + self.duration[b] > self.latest:
                continue
            then = cython.cast(cython.int, (begin + self.duration[b] - self.earliest) // self.cell)
            p = self.place[b]
            for j in range(self.n_breaks + 1):
                if self.meal[b] >= 0 and self.meal[b] != j:
                    continue
                after = j + 1 if self.meal[b] >= 0 else j
                for c in range(self.n_counts):
                    left = c
                    if self.n_counts > 1 and self.count[b]:
                        if c == 0:
                            continue
                        left = c - 1
                    gain = self.rest[p, then, after, left]
                    if gain > WORST and gain + self.prize[b] > self.serve[p, u, j, c]:
                        self.serve[p, u, j, c] = gain + self.prize[b]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _rest_cell(self, i: cython.int) -> cython.void:
        """Fill ``rest`` for one cell: what leaving a place or a start then can still add."""
        a: cython.int
        b: cython.int
        k: cython.int
        j: cython.int
        c: cython.int
        home: cython.longlong
        all_paid: cython.longlong
        at: cython.longlong = self.earliest + i * self.cell
        for k in range(self.n_breaks + 1):
            self._depart(at, k)
            all_paid = 0
            for j in range(k, self.n_breaks):
                all_paid += self.break_price[j]
            for a in range(self.n_places + self.n_starts):
                home = WORST
                for b in range(self.n_ends):
                    if self.home_price[a, b] - all_paid > home:
                        self._reach(self.spot[a], self.finish[b], self.home[a, b], k)
                        if self.arrive[self.n_breaks] <= self.latest:
                            home = self.home_price[a, b] - all_paid
                for c in range(self.n_counts):
                    self.rest[a, i, k, c] = home
            for c in range(self.n_counts):
                self._order(k, c)
                for a in range(self.n_places + self.n_starts):
                    self._rest_of(a, i, k, c)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _order(self, k: cython.int, c: cython.int) -> cython.void:
        """Sort the places by what they could add if they were reached in no time."""
        b: cython.int
        j: cython.int
        q: cython.int
        r: cython.int
        u: cython.int
        paid: cython.longlong
        best: cython.longlong
        gain: cython.longlong
        for b in range(self.n_places):
            best = WORST
            paid = 0
            for j in range(k, self.n_breaks + 1):
                if self.leave[j] <= self.latest:
                    u = cython.cast(cython.int, (self.leave[j] - self.earliest) // self.slot)
                    gain = self.serve[b, u, j, c]
                    if gain > WORST and gain - paid > best:
                        best = gain - paid
                paid += self.break_price[j]
            self.promise[b] = best
        # The order of the cell after this one is nearly right: insertion sort.
        for q in range(1, self.n_places):
            b = self.order[k, c, q]
            r = q
            while r > 0 and self.promise[self.order[k, c, r - 1]] < self.promise[b]:
                self.order[k, c, r] = self.order[k, c, r - 1]
                r -= 1
            self.order[k, c, r] = b

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _rest_of(self, a: cython.int, i: cython.int, k: cython.int, c: cython.int) -> cython.void:
        """Fill in what going on from one place can add, with c stops that count left."""
        b: cython.int
        j: cython.int
        q: cython.int
        u: cython.int
        ride: cython.longlong
        price: cython.longlong
        arrive: cython.longlong
        paused: cython.longlong
        gain: cython.longlong
        best: cython.longlong = self.rest[a, i, k, c]
        # Who leaves later, or with fewer stops left, can add no more: a good start.
        if c > 0 and self.rest[a, i, k, c - 1] > best:
            best = self.rest[a, i, k, c - 1]
        if i + 1 < self.n_cells and self.rest[a, i + 1, k, c] > best:
            best = self.rest[a, i + 1, k, c]
        for q in range(self.n_places):
            b = self.order[k, c, q]
            if self.promise[b] <= WORST or self.promise[b] + self.top_price[a] <= best:
                break
            # Who has left a place of one group does not come back to it.
            price = self.ride_price[a, b]
            if (a == b and self.one_group[a]) or self.promise[b] + price <= best:
                continue
            ride = self.ride[a, b]
            paused = NEVER
            for j in range(k, self.n_breaks + 1):
                # With j breaks taken: on arrival, or before the ride.
                arrive = paused
                if self.leave[j] < NEVER and self.leave[j] + ride < arrive:
                    arrive = self.leave[j] + ride
                if arrive <= self.latest:
                    u = cython.cast(cython.int, (arrive - self.earliest) // self.slot)
                    gain = self.serve[b, u, j, c]
                    if gain > WORST and gain + price > best:
                        best = gain + price
                paused = NEVER
                if j < self.n_breaks and arrive < NEVER:
                    if arrive < self.low[j]:
                        arrive = self.low[j]
                    if arrive <= self.high[j]:
                        paused = arrive + self.length[j]
                price -= self.break_price[j]
        self.rest[a, i, k, c] = best

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _fill_bounds(self) -> cython.void:
        i: cython.int
        u: cython.int = self.n_slots - 1
        with cython.nogil:
            for i in range(self.n_cells - 1, -1, -1):
                while u >= 0 and u * self.slot >= i * self.cell:
                    self._serve_slot(u)
                    u -= 1
                self._rest_cell(i)

    def _outlooks(self, prize, ride_price, home_price, break_price, start_price):
        """Fill the bounds under new prices; return that of each start that leads anywhere."""
        self.prize = np.ascontiguousarray(prize, dtype=np.int64)
        self.ride_price = np.ascontiguousarray(ride_price, dtype=np.int64)
        self.home_price = np.ascontiguousarray(home_price, dtype=np.int64)
        self.break_price = np.ascontiguousarray(break_price, dtype=np.int64)
        self.top_price = self._top_prices()
        if not self.has_room:
            self._make_room()
        self.rest[:] = -(1 << 60)
        self._fill_bounds()
        outlooks = np.asarray(self.rest)[self.n_places :, 0, 0, self.n_counts - 1].tolist()
        return [
            (int(start_price[s]) + outlook, s)
            for s, outlook in enumerate(outlooks)
            if outlook > -(1 << 60)
        ]

    def _make_room(self):
        """Make the matrices; whoever only asks how long pricing takes may not have the room."""
        self.ride = np.ascontiguousarray(
            self._travel[np.ix_(self._rows, self._places)], dtype=np.int64
        )
        self.home = np.ascontiguousarray(
            self._travel[np.ix_(self._rows, self._finishes)], dtype=np.int64
        )
        self.has_room = True
        states = (self.n_breaks + 2, self.n_counts)
        self.rest = np.empty((len(self._rows), self.n_cells, *states), dtype=np.int64)
        self.serve = np.empty((self.n_places, self.n_slots, *states), dtype=np.int64)
        self.promise = np.zeros(max(1, self.n_places), dtype=np.int64)
        order = np.arange(self.n_places, dtype=np.int32)
        self.order = np.tile(order, (*states, 1))

    def price(
        self,
        prize,
        ride_price,
        home_price,
        break_price,
        start_price,
        threshold,
        most_effort,
        deadline=float("inf"),
    ):
        """Find the tour of most value, and a bound on the value of all.

        Parameters
        ----------
        prize : (n,) int64
            What each stop adds.
        ride_price : (rows, places) int64
            What riding from a place or start to a place adds (mostly less than 0).
        home_price : (rows, ends) int64
            What riding from there to an end and ending there adds.
        break_price : (5,) int64
            What a break that no meal takes the place of costs.
        start_price : (starts,) int64
            What beginning there adds.
        threshold : int
            Tours worth no more than this are of no interest.
        most_effort : int
            Give up the proof after so many stops tried and labels compared; the bound stays
            true.

        deadline : float
            Give up also at this time of `time.perf_counter`.

        Returns
        -------
        tour : (int, int, int, list of int) or None
            Value, index of the start, of the end, indices of the stops in order; None if no
            tour above the threshold was found.
        bound : int
            No tour is worth more than the greater of this and ``threshold``.
        complete : bool
            Whether no tour above the threshold can be better.
        """
        roots = self._outlooks(prize, ride_price, home_price, break_price, start_price)
        outlook = max((bound for bound, _ in roots), default=-(1 << 60))
        if outlook <= threshold:
            return None, outlook, True
        self._reserve()
        self.threshold = threshold
        self.effort, self.most_effort = 0, most_effort
        self.deadline = deadline
        for bound, s in sorted(roots, reverse=True):
            if bound > threshold:
                self._add_root(s, int(start_price[s]))
        left = self._run()
        tour = self._best_tour()
        return tour, int(max(self.best, left)), left <= self.best

    def _top_prices(self):
        """Return for each row the most that riding on can add."""
        if not self.n_places:
            return np.zeros(len(self._rows), dtype=np.int64)
        return np.asarray(self.ride_price).max(axis=1)

    def _reserve(self):
        # A label is extended only while there is room for all that may follow it.
        room = MOST_LABELS + self.n_starts + self.n * (self.n_breaks + 1) + 1
        self.at, self.breaks, self.stops_done, self.parent = np.empty((4, room), dtype=np.int32)
        self.older, self.waiting = np.empty((2, room), dtype=np.int32)
        self.time, self.value = np.empty((2, room), dtype=np.int64)
        self.used = np.empty((room, self.words), dtype=np.int64)
        self.dead = np.empty(room, dtype=np.uint8)
        self.newest = np.full((max(1, self.n), self.n_breaks + 1), -1, dtype=np.int32)
        self.queue = np.full(self.n_cells, -1, dtype=np.int32)
        self.size = 0
        self.best, self.best_label = WORST, -1

    def _add_root(self, s, price):
        k = self.size
        self.at[k] = self.n + s
        self.breaks[k] = self.stops_done[k] = self.dead[k] = 0
        self.parent[k] = -1
        self.used[k, :] = 0
        self.time[k] = self.earliest
        self.value[k] = price
        self.waiting[k] = self.queue[0]
        self.queue[0] = k
        self.size = k + 1

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _run(self) -> cython.longlong:
        """Extend labels in order of time; return the best outlook of those left, WORST if none."""
        i: cython.int
        label: cython.int
        tried: cython.int = 0
        left: cython.longlong = WORST
        with cython.nogil:
            for i in range(self.n_cells):
                while self.queue[i] >= 0:
                    label = self.queue[i]
                    self.queue[i] = self.waiting[label]
                    if self.dead[label] or self._outlook(label) <= self.threshold:
                        continue
                    tried += 1
                    if tried % PATIENCE == 0:
                        with cython.gil:
                            if time.perf_counter() > self.deadline:
                                self.most_effort = 0
                    if self.effort >= self.most_effort or self.size >= MOST_LABELS:
                        left = max(left, self._outlook(label))
                        continue
                    self._finish(label)
                    self._extend(label)
        return left

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _row(self, label: cython.int) -> cython.int:
        """Return the row of the place or start where a label is."""
        a: cython.int = self.at[label]
        return self.place[a] if a < self.n else a - self.n + self.n_places

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _outlook(self, label: cython.int) -> cython.longlong:
        """Return what no tour that begins like a label exceeds."""
        i: cython.int = cython.cast(cython.int, (self.time[label] - self.earliest) // self.cell)
        c: cython.int = 0
        gain: cython.longlong
        if self.n_counts > 1:
            c = self.n_counts - 1 - self.stops_done[label]
        gain = self.rest[self._row(label), i, self.breaks[label], c]
        return WORST if gain <= WORST else self.value[label] + gain

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _finish(self, label: cython.int) -> cython.void:
        """Note the tours that end after a label, as far as they are of interest."""
        b: cython.int
        j: cython.int
        k: cython.int = self.breaks[label]
        a: cython.int = self._row(label)
        paid: cython.longlong = 0
        total: cython.longlong
        for j in range(k, self.n_breaks):
            paid += self.break_price[j]
        self._depart(self.time[label], k)
        for b in range(self.n_ends):
            self._reach(self.spot[a], self.finish[b], self.home[a, b], k)
            if self.arrive[self.n_breaks] > self.latest:
                continue
            total = self.value[label] + self.home_price[a, b] - paid
            if total > self.best and total > self.threshold:
                self.best = total
                self.best_label = label
                self.best_end = b

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _extend(self, label: cython.int) -> cython.void:
        """Make the labels that follow a label by one more stop."""
        b: cython.int
        p: cython.int
        j: cython.int
        g: cython.longlong
        begin: cython.longlong
        total: cython.longlong
        paid: cython.longlong
        a: cython.int = self._row(label)
        k: cython.int = self.breaks[label]
        self._depart(self.time[label], k)
        self.effort += self.n
        for b in range(self.n):
            g = self.group[b]
            if self.meal[b] == -2:
                continue
            if (self.used[label, g // WORD_BITS] >> (g % WORD_BITS)) & 1:
                continue
            if self.count[b] and self.stops_done[label] >= self.most_stops:
                continue
            p = self.place[b]
            self._reach(self.spot[a], self.spot[p], self.ride[a, p], k)
            paid = 0
            for j in range(k, self.n_breaks + 1):
                if self.arrive[j] < NEVER and (self.meal[b] < 0 or self.meal[b] == j):
                    begin = self._begin(b, self.arrive[j])
                    if begin < NEVER and begin + self.duration[b] <= self.latest:
                        total = self.value[label] + self.prize[b] + self.ride_price[a, p] - paid
                        self._add(label, b, j, begin + self.duration[b], total)
                paid += self.break_price[j]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _add(
        self,
        parent: cython.int,
        b: cython.int,
        taken: cython.int,
        time: cython.longlong,
        value: cython.longlong,
    ) -> cython.void:
        """Make a label unless it is hopeless or dominated; kill those that it dominates."""
        w: cython.int
        rival: cython.int
        before: cython.int
        i: cython.int
        new: cython.int = self.size
        g: cython.longlong = self.group[b]
        k: cython.int = taken + 1 if self.meal[b] >= 0 else taken
        self.at[new] = b
        self.breaks[new] = k
        self.time[new] = time
        self.value[new] = value
        self.stops_done[new] = self.stops_done[parent] + cython.cast(cython.int, self.count[b])
        if self._outlook(new) <= self.threshold:
            return
        for w in range(self.words):
            self.used[new, w] = self.used[parent, w]
        self.used[new, g // WORD_BITS] |= cython.cast(cython.longlong, 1) << (g % WORD_BITS)
        before = -1
        rival = self.newest[b, k]
        while rival >= 0:
            self.effort += 1
            if self._dominates(rival, new):
                return
            if self._dominates(new, rival):
                self.dead[rival] = 1
                if before < 0:
                    self.newest[b, k] = self.older[rival]
                else:
                    self.older[before] = self.older[rival]
            else:
                before = rival
            rival = self.older[rival]
        self.parent[new] = parent
        self.dead[new] = 0
        self.older[new] = self.newest[b, k]
        self.newest[b, k] = new
        i = cython.cast(cython.int, (time - self.earliest) // self.cell)
        self.waiting[new] = self.queue[i]
        self.queue[i] = new
        self.size = new + 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _dominates(self, one: cython.int, other: cython.int) -> cython.bint:
        """Whether whatever a label leads to, another one at the same stop does as well."""
        w: cython.int
        if self.value[one] < self.value[other] or self.time[one] > self.time[other]:
            return False
        if self.stops_done[one] > self.stops_done[other]:
            return False
        for w in range(self.words):
            if self.used[one, w] & ~self.used[other, w]:
                return False
        return True

    def _best_tour(self):
        """Return value, start, end and stops of the best tour, None if there is none."""
        if self.best_label < 0:
            return None
        label, stops = self.best_label, []
        while self.parent[label] >= 0:
            stops.append(int(self.at[label]))
            label = self.parent[label]
        return int(self.best), int(self.at[label]) - self.n, int(self.best_end), stops[::-1]
