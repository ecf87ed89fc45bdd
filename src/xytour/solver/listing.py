# cython: boundscheck=False, wraparound=False
"""All tours of a day that are worth enough, and the best trip of them.

A label is a way to have left a stop: exactly when, after how many breaks and stops, what it is
worth and which groups it used. It goes on as long as the table of what is still to come
(`xytour.solver.outlook`) leaves hope. Of labels that have the same behind them only those live
that are worth more or are earlier. Trips are put together day by day; what the days to come
are worth at most cuts off those that cannot be good enough.

This file is Cython in pure Python mode, like `xytour.solver.schedule`.
"""

import time as clock

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.schedule import Schedule
else:
    from xytour.solver.schedule import Schedule

NEVER = cython.declare(cython.longlong, 1 << 60)
HOPELESS = cython.declare(cython.longlong, -(1 << 29))
"""What a table has where a day cannot be ended in time, or less."""

WORD_BITS = cython.declare(cython.int, 62)  # a sign bit and one to spare in 64
SLOTS = cython.declare(cython.int, 1 << 15)
MIX = cython.declare(cython.ulonglong, 0x9E3779B97F4A7C15)
MASK = cython.declare(cython.ulonglong, (1 << 64) - 1)
COMPILED = cython.compiled

PATIENCE = cython.declare(cython.int, 64)
"""Labels extended between looks at the clock."""


@cython.cclass
class Lister:
    """Lists tours of a day from its table, which was filled last under the prices that count.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    day : int
        Which of its days.
    table : xytour.solver.outlook.Outlook
        What is still to come.
    most_labels : int
        Give up after so many, or after a quarter as many tours.
    deadline : float
        Give up at this time of `time.perf_counter`.
    """

    deadline: cython.double
    schedule: Schedule
    day: cython.int
    n_nodes: cython.int
    n_ends: cython.int
    n_starts: cython.int
    n_rows: cython.int
    n_counts: cython.int
    n_breaks: cython.int
    words: cython.int
    most_stops: cython.longlong
    earliest: cython.longlong
    latest: cython.longlong
    cell: cython.longlong
    rest: cython.int[:, :, ::1]
    to: cython.int[:, ::1]
    node_of: cython.int[::1]
    price: cython.int[:, ::1]
    end_value: cython.int[::1]
    root: cython.int[::1]
    end_of: cython.longlong[::1]
    prize: cython.int[::1]
    first_of: cython.int[::1]
    counted: cython.uchar[::1]
    meal: cython.int[::1]
    stop: cython.longlong[::1]
    spot: cython.longlong[::1]
    duration: cython.longlong[::1]
    bit: cython.int[::1]
    clash: cython.longlong[:, ::1]
    low: cython.longlong[::1]
    high: cython.longlong[::1]
    length: cython.longlong[::1]
    # labels
    most: cython.int
    size: cython.int
    row: cython.int[::1]
    at: cython.int[::1]
    breaks: cython.int[::1]
    done: cython.int[::1]
    origin: cython.int[::1]
    parent: cython.int[::1]
    older: cython.int[::1]
    waiting: cython.int[::1]
    dead: cython.uchar[::1]
    time: cython.longlong[::1]
    value: cython.longlong[::1]
    used: cython.longlong[:, ::1]
    newest: cython.int[::1]
    queue: cython.int[::1]
    # tours
    n_found: cython.int
    last: cython.int[::1]
    end: cython.int[::1]
    total: cython.longlong[::1]
    # scratch: earliest time for each number of breaks
    leave: cython.longlong[::1]
    arrive: cython.longlong[::1]
    least: cython.longlong

    def __init__(self, problem, day, table, most_labels, deadline=float("inf")):
        rules = problem.days[day]
        self.schedule, self.day = Schedule(problem), day
        self.earliest, self.latest = rules.earliest, rules.latest
        self.most_stops = min(rules.max_stops, 1 << 30)
        self.n_breaks = len(rules.breaks)
        filled = table.filled
        self.rest, self.to, self.node_of = filled["rest"], filled["to"], filled["node_of"]
        self.price, self.end_value = filled["price"], filled["end_value"]
        self.root = filled["start_rows"].astype(np.int32)
        self.end_of = filled["end_of"].astype(np.int64)
        self.prize, self.first_of = filled["prize"], filled["first_of"]
        self.counted, self.meal, self.cell = filled["counted"], filled["meal"], filled["cell"]
        self.n_rows, self.n_nodes = len(filled["to"]), len(filled["first_of"]) - 1
        self.n_ends, self.n_starts = len(filled["ends"]), len(filled["starts"])
        self.n_counts = len(filled["rest"]) // (self.n_breaks + 1)
        stops = np.asarray(table.stops, dtype=np.int64)
        self.stop = stops
        self.spot = np.array(
            [*table.nodes[:, 0], *filled["starts"], *filled["ends"]], dtype=np.int64
        )
        self.duration = np.ascontiguousarray(problem.duration[stops, day])
        self._set_bits(problem, stops)
        padded = np.zeros((3, 5), dtype=np.int64)
        for k, pause in enumerate(rules.breaks):
            padded[:, k] = (pause.lo, pause.hi, pause.length)
        self.low, self.high, self.length = (row.copy() for row in padded)
        self.leave, self.arrive = np.zeros((2, 5), dtype=np.int64)
        # A label is extended only while there is room for all that may follow it.
        self.most, self.deadline = most_labels, deadline
        room = most_labels + self.n_starts + len(stops) * (self.n_breaks + 1) + 1
        self.row, self.at, self.breaks, self.done = np.empty((4, room), dtype=np.int32)
        self.origin, self.parent = np.empty((2, room), dtype=np.int32)
        self.older, self.waiting = np.empty((2, room), dtype=np.int32)
        self.time, self.value = np.empty((2, room), dtype=np.int64)
        self.used = np.empty((room, self.words), dtype=np.int64)
        self.dead = np.empty(room, dtype=np.uint8)
        self.last, self.end = np.empty((2, most_labels // 4 + self.n_ends), dtype=np.int32)
        self.total = np.empty(most_labels // 4 + self.n_ends, dtype=np.int64)
        self.newest = np.full(SLOTS, -1, dtype=np.int32)
        self.queue = np.full(self.rest.shape[2], -1, dtype=np.int32)

    def _set_bits(self, problem, stops):
        """Give each group a bit; each stop, where stops of a group are more than alternatives."""
        groups = problem.group[stops]
        names = np.arange(len(stops)) if problem.categories else groups
        _, bit = np.unique(names, return_inverse=True)
        self.bit = bit.reshape(-1).astype(np.int32)
        self.words = max(1, -(-(int(bit.max(initial=0)) + 1) // WORD_BITS))
        clash = np.zeros((len(stops), self.words), dtype=np.int64)
        for k in range(len(stops)):
            for b in set(bit.reshape(-1)[groups == groups[k]].tolist()):
                clash[k, b // WORD_BITS] |= 1 << (b % WORD_BITS)
        self.clash = clash

    def tours(self, start_value, least):
        """Return all tours worth enough: of those with the same stops and ends the best.

        Parameters
        ----------
        start_value : (starts,) int64
            What beginning there adds.
        least : int
            Tours worth less than this, with what starts and ends add, are left aside.

        Returns
        -------
        list of (int, int, int, tuple of int) or None
            Value, index of the start, end row, stops in order; None if there are too many.
        """
        self.size = self.n_found = 0
        self.least = least
        for s, value in enumerate(start_value.tolist()):
            if value > HOPELESS:
                self._add_root(s, value)
        if not self._run():
            return None
        best = {}
        for k in range(self.n_found):
            label, stops = self.last[k], []
            start = int(self.origin[label])
            while self.parent[label] >= 0:
                stops.append(int(self.stop[self.at[label]]))
                label = self.parent[label]
            found = int(self.total[k]), start, int(self.end[k]), tuple(stops[::-1])
            # Of tours with the same stops the same can follow.
            key = start, int(self.end_of[found[2]]), frozenset(stops)
            alone = found[0] - int(self.end_value[found[2]])
            if key not in best or best[key][0] < alone:
                best[key] = alone, found
        return [found for _, found in best.values()]

    def _add_root(self, s, value):
        k = self.size
        self.row[k] = self.root[s]
        self.at[k] = self.parent[k] = -1
        self.origin[k] = s
        self.breaks[k] = self.done[k] = self.dead[k] = 0
        self.time[k], self.value[k] = self.earliest, value
        self.used[k, :] = 0
        self.waiting[k] = self.queue[0]
        self.queue[0] = k
        self.size = k + 1

    @cython.cfunc
    def _run(self) -> cython.bint:
        """Extend labels in order of time; return whether all were."""
        i: cython.int
        label: cython.int
        tried: cython.int = 0
        with cython.nogil:
            for i in range(self.queue.shape[0]):
                while self.queue[i] >= 0:
                    label = self.queue[i]
                    self.queue[i] = self.waiting[label]
                    if self.dead[label]:
                        continue
                    if self.size >= self.most or self.n_found >= self.most // 4:
                        return False
                    tried += 1
                    if tried % PATIENCE == 0:
                        with cython.gil:
                            if clock.perf_counter() > self.deadline:
                                return False
                    self._depart(label)
                    self._finish(label)
                    self._extend(label)
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
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
    def _depart(self, label: cython.int) -> cython.void:
        """Fill ``leave``: when one can go on, for each number of breaks taken by then."""
        k: cython.int
        for k in range(5):
            self.leave[k] = NEVER
        self.leave[self.breaks[label]] = self.time[label]
        self._pause(self.leave, self.breaks[label])

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _reach(self, a: cython.int, there: cython.int, first: cython.int) -> cython.void:
        """Fill ``arrive`` from ``leave`` after a ride, breaks on arrival included."""
        k: cython.int
        here: cython.int = cython.cast(cython.int, self.spot[a])
        for k in range(5):
            self.arrive[k] = NEVER
        for k in range(first, self.n_breaks + 1):
            if self.leave[k] < NEVER:
                self.arrive[k] = self.schedule.arrival(here, there, self.leave[k])
        self._pause(self.arrive, first)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _finish(self, label: cython.int) -> cython.void:
        """Note the tours that end after a label, as far as they are worth enough."""
        b: cython.int
        k: cython.int
        a: cython.int = self.node_of[self.row[label]]
        end: cython.int
        total: cython.longlong
        for b in range(self.n_ends):
            end = self.to[self.row[label], self.n_nodes + b] - self.n_rows
            total = self.value[label] + self.price[a, self.n_nodes + b] + self.end_value[end]
            if total < self.least:
                continue
            k = cython.cast(cython.int, self.spot[self.n_nodes + self.n_starts + b])
            self._reach(a, k, self.breaks[label])
            if self.arrive[self.n_breaks] <= self.latest:
                self.last[self.n_found] = label
                self.end[self.n_found] = end
                self.total[self.n_found] = total
                self.n_found += 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _extend(self, label: cython.int) -> cython.void:
        """Make the labels that follow a label by one more stop."""
        b: cython.int
        j: cython.int
        s: cython.int
        w: cython.int
        row: cython.int
        is_used: cython.bint
        is_reached: cython.bint
        begin: cython.longlong
        total: cython.longlong
        a: cython.int = self.node_of[self.row[label]]
        first: cython.int = self.breaks[label]
        for b in range(self.n_nodes):
            row = self.to[self.row[label], b]
            if row < 0:
                continue
            is_reached = False
            for s in range(self.first_of[b], self.first_of[b + 1]):
                if self.counted[s] and self.done[label] >= self.most_stops:
                    continue
                is_used = False
                for w in range(self.words):
                    if self.used[label, w] & self.clash[s, w]:
                        is_used = True
                if is_used:
                    continue
                if not is_reached:
                    self._reach(a, cython.cast(cython.int, self.spot[b]), first)
                    is_reached = True
                total = self.value[label] + self.prize[s] + self.price[a, b]
                for j in range(first, self.n_breaks + 1):
                    if self.arrive[j] >= NEVER or (self.meal[s] != -1 and self.meal[s] != j):
                        continue
                    begin = self.schedule.begin(
                        cython.cast(cython.int, self.stop[s]), self.day, self.arrive[j]
                    )
                    if begin < NEVER and begin + self.duration[s] <= self.latest:
                        self._add(label, s, row, j, begin + self.duration[s], total)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.cdivision(True)
    def _add(
        self,
        parent: cython.int,
        s: cython.int,
        row: cython.int,
        taken: cython.int,
        time: cython.longlong,
        value: cython.longlong,
    ) -> cython.void:
        """Make a label unless it is hopeless or dominated; kill those that it dominates."""
        w: cython.int
        c: cython.int
        slot: cython.int
        rival: cython.int
        before: cython.int
        hope: cython.longlong
        mix: cython.ulonglong
        new: cython.int = self.size
        k: cython.int = taken + 1 if self.meal[s] >= 0 else taken
        done: cython.int = self.done[parent] + self.counted[s]
        i: cython.int = cython.cast(cython.int, (time - self.earliest) // self.cell)
        c = self.n_counts - 1 - done if self.n_counts > 1 else 0
        hope = self.rest[k * self.n_counts + c, row, i]
        if hope <= HOPELESS or value + hope < self.least:
            return
        self.at[new], self.row[new], self.breaks[new], self.done[new] = s, row, k, done
        self.time[new], self.value[new] = time, value
        self.origin[new], self.parent[new] = self.origin[parent], parent
        mix = cython.cast(cython.ulonglong, self.node_of[row]) * 8 + k
        mix = mix * 1024 + cython.cast(cython.ulonglong, self.origin[new])
        for w in range(self.words):
            self.used[new, w] = self.used[parent, w]
        w = self.bit[s]
        self.used[new, w // WORD_BITS] |= cython.cast(cython.longlong, 1) << (w % WORD_BITS)
        for w in range(self.words):
            mix = ((mix ^ cython.cast(cython.ulonglong, self.used[new, w])) * MIX) & MASK
            mix ^= mix >> 29
        slot = cython.cast(cython.int, mix % SLOTS)
        before = -1
        rival = self.newest[slot]
        while rival >= 0:
            if self._is_alike(rival, new):
                if self.value[rival] >= value and self.time[rival] <= time:
                    return
                if self.value[rival] <= value and self.time[rival] >= time:
                    self.dead[rival] = 1
                    if before < 0:
                        self.newest[slot] = self.older[rival]
                    else:
                        self.older[before] = self.older[rival]
                    rival = self.older[rival]
                    continue
            before = rival
            rival = self.older[rival]
        self.dead[new] = 0
        self.older[new] = self.newest[slot]
        self.newest[slot] = new
        self.waiting[new] = self.queue[i]
        self.queue[i] = new
        self.size = new + 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _is_alike(self, one: cython.int, other: cython.int) -> cython.bint:
        """Whether what can follow two labels depends on time alone."""
        w: cython.int
        if self.node_of[self.row[one]] != self.node_of[self.row[other]]:
            return False
        if self.breaks[one] != self.breaks[other] or self.origin[one] != self.origin[other]:
            return False
        if self.done[one] != self.done[other]:
            return False
        for w in range(self.words):
            if self.used[one, w] != self.used[other, w]:
                return False
        return True


@cython.cclass
class Joiner:
    """Puts trips together from tours of each day.

    Tours of a day stand grouped by where they begin, the most hopeful first; each array has a
    row for each day, as long as the longest.

    Parameters
    ----------
    hope, alone : (days, tours) int64
        What a tour is worth with the best that may follow it, and alone.
    spent : (days, tours) int64
        What it pays for what only one day can have.
    ends : (days, tours) int32
        Where it ends: the number of the place among those where the next day begins.
    marks : (days, tours, words) int64
        Bits of what only one day can have.
    first_of : (days, places + 1) int32
        Where the tours from each place begin.
    """

    n_days: cython.int
    words: cython.int
    hope: cython.longlong[:, ::1]
    alone: cython.longlong[:, ::1]
    spent: cython.longlong[:, ::1]
    ends: cython.int[:, ::1]
    marks: cython.longlong[:, :, ::1]
    first_of: cython.int[:, ::1]
    # the trip in the making: on each day the tour, the end of its range, worth and bits before
    d: cython.int
    at: cython.int[::1]
    stop: cython.int[::1]
    worth: cython.longlong[::1]
    paid: cython.longlong[::1]
    have: cython.longlong[:, ::1]

    def __init__(self, hope, alone, spent, ends, marks, first_of):
        self.hope, self.alone, self.spent, self.ends = hope, alone, spent, ends
        self.marks, self.first_of = marks, first_of
        self.n_days, self.words = marks.shape[0], marks.shape[2]
        self.at, self.stop = np.zeros((2, self.n_days), dtype=np.int32)
        self.worth, self.paid = np.zeros((2, self.n_days + 1), dtype=np.int64)
        self.have = np.zeros((self.n_days + 1, self.words), dtype=np.int64)

    def begin(self, place):
        """Begin with the trips from a place."""
        self.d = 0
        self.at[0], self.stop[0] = self.first_of[0, place], self.first_of[0, place + 1]

    def next(self, least, reserve, steps):
        """Find the next trip, or go some steps towards it.

        Parameters
        ----------
        least : int
            Trips worth less are passed by.
        reserve : int
            What trips lose that pay for nothing.
        steps : int
            Pause after so many.

        Returns
        -------
        list of int or None
            The index of each day's tour, empty in a pause; None if there is no other trip.
        """
        if self._next(least, reserve, steps):
            return np.asarray(self.at).tolist()
        return [] if self.d >= 0 else None

    @cython.cfunc
    def _next(
        self, least: cython.longlong, reserve: cython.longlong, steps: cython.longlong
    ) -> cython.bint:
        d: cython.int = self.d
        t: cython.int
        w: cython.int
        place: cython.int
        total: cython.longlong
        is_free: cython.bint
        with cython.nogil:
            if d == self.n_days:  # go on after the trip found last
                d -= 1
                self.at[d] += 1
            while d >= 0:
                t = self.at[d]
                if t >= self.stop[d] or self.worth[d] + self.hope[d, t] < least:
                    d -= 1
                    if d >= 0:
                        self.at[d] += 1
                    continue
                steps -= 1
                if steps < 0:
                    break
                is_free = True
                for w in range(self.words):
                    if self.have[d, w] & self.marks[d, t, w]:
                        is_free = False
                if is_free:
                    total = self.worth[d] + self.alone[d, t]
                    self.worth[d + 1] = total
                    self.paid[d + 1] = self.paid[d] + self.spent[d, t]
                    if d + 1 == self.n_days:
                        if total - reserve + self.paid[d + 1] >= least:
                            self.d = d + 1
                            return True
                    else:
                        for w in range(self.words):
                            self.have[d + 1, w] = self.have[d, w] | self.marks[d, t, w]
                        place = self.ends[d, t]
                        d += 1
                        self.at[d] = self.first_of[d, place]
                        self.stop[d] = self.first_of[d, place + 1]
                        continue
                self.at[d] += 1
        self.d = d
        return False
