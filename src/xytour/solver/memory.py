# cython: boundscheck=False, wraparound=False
"""The best walk of a day, at prices, that keeps hours and comes to no dear stop twice.

A label is a way to have left a node: what it is worth so far, when it may go on with how many
breaks taken, and which of up to 62 stops it has seen. Labels go on while what they are worth,
with the most that may follow so late in the day, exceeds a threshold; of labels at one node
that have seen the same stops one that is worth no more and no sooner than another is dropped.

This file is Cython in pure Python mode, like `xytour.solver.schedule`.
"""

import cython
import numpy as np

MEMORY = 62
"""Stops that a label can remember: bits of a number of 64 but for the sign and one to spare."""

NEVER = cython.declare(cython.longlong, 1 << 60)
MASK = cython.declare(cython.ulonglong, (1 << 64) - 1)
FACTOR = cython.declare(cython.ulonglong, 0x2545F4914F6CDD1D)
COMPILED = cython.compiled


@cython.cclass
class Memory:
    """Finds best walks; room for labels is set aside once.

    Parameters
    ----------
    most_labels : int
        Labels after which it gives up.
    """

    most_labels: cython.int
    at: cython.int[::1]
    parent: cython.int[::1]
    value: cython.longlong[::1]
    seen: cython.longlong[::1]
    spent: cython.longlong[::1]
    slot: cython.int[::1]
    n_slots: cython.int
    size: cython.int
    best: cython.longlong
    best_label: cython.int
    way: cython.longlong[:, ::1]
    gain: cython.longlong[::1]
    home: cython.longlong[::1]
    bit: cython.int[::1]
    rest: cython.longlong[:, :, ::1]
    following: cython.int[:, :, ::1]
    rest_else: cython.longlong[:, :, ::1]
    stay: cython.longlong[::1]
    ride: cython.longlong[:, ::1]
    home_ride: cython.longlong[::1]
    least_home: cython.longlong[::1]
    room: cython.longlong
    tick: cython.longlong
    length: cython.longlong[::1]
    low: cython.longlong[::1]
    high: cython.longlong[::1]
    n_breaks: cython.int
    earliest: cython.longlong
    latest: cython.longlong
    is_meal: cython.uchar[::1]
    visit: cython.longlong[::1]
    window_of: cython.int[::1]
    window: cython.longlong[:, ::1]
    late: cython.longlong[::1]
    clock: cython.longlong[:, ::1]
    now: cython.longlong[::1]

    def __init__(self, most_labels):
        self.most_labels = most_labels
        self.at, self.parent = np.empty((2, most_labels), dtype=np.int32)
        self.value, self.seen, self.spent = np.empty((3, most_labels), dtype=np.int64)
        self.clock = np.empty((most_labels, 5), dtype=np.int64)
        self.now = np.empty(5, dtype=np.int64)
        n_slots = 1
        while n_slots < 2 * most_labels:
            n_slots *= 2
        self.n_slots = n_slots
        self.slot = np.full(n_slots, -1, dtype=np.int32)

    def set_ticks(self, stay, ride, home_ride, least_home, room, tick):
        """Say how long things take, and what time is worth.

        Parameters
        ----------
        stay : (nodes,) int64
            Most ticks of being at a node.
        ride : (nodes, nodes) int64
            Ticks of going from one to another.
        home_ride, least_home : (nodes,) int64
            Ticks of ending at a node, and the least that ending takes by any way.
        room : int
            Most ticks of a walk.
        tick : int
            The price of a tick, which is in all values; ticks not spent are paid, too.
        """
        self.stay, self.ride, self.home_ride, self.least_home = stay, ride, home_ride, least_home
        self.room, self.tick = room, tick

    def set_hours(self, day, visit, is_meal, window_of, window, late):
        """Say when things can be done.

        Parameters
        ----------
        day : xytour.solver.problem.Day
            When to leave and to be back, and the breaks.
        visit : (nodes,) int64
            Least ticks from beginning a visit to leaving.
        is_meal : (nodes,) uint8
            Whether a visit may take the place of a break.
        window_of : (nodes + 1,) int32
            First window of each node.
        window : (windows, 2) int64
            First and last start, sorted by node and time.
        late : (hours,) int64
            Times, the earliest first, from which on less may follow.
        """
        self.earliest, self.latest, self.n_breaks = day.earliest, day.latest, len(day.breaks)
        padded = np.zeros((3, 5), dtype=np.int64)
        for k, pause in enumerate(day.breaks):
            padded[:, k] = (pause.lo, pause.hi, pause.length)
        self.low, self.high, self.length = (row.copy() for row in padded)
        self.visit, self.is_meal, self.late = visit, is_meal, late
        self.window_of, self.window = window_of, window

    def best_walk(
        self, coming, coming_ride, gain, way, home, bit, rest, following, rest_else, threshold
    ):
        """Find the walk of most value above a threshold that sees no remembered stop twice.

        Parameters
        ----------
        coming : (nodes,) int64
            What beginning at a node adds.
        coming_ride : (nodes,) int64
            Ticks of it.
        gain : (nodes,) int64
            What being at a node adds.
        way : (nodes, nodes) int64
            What going from one to another adds.
        home : (nodes,) int64
            What ending at a node adds.
        bit : (nodes,) int32
            Place of each node in the memory, -1 for stops not remembered, -2 for cells of many.
        rest : (hours, stops, nodes) int64
            The most that can follow a node while so many stops more are allowed, from each of
            the times ``late`` on.
        following : (hours, stops, nodes) int32
            Node that comes next on the best way on, -1 at the end.
        rest_else : (hours, stops, nodes) int64
            The most that can follow if another node than ``following`` comes next.
        threshold : int
            Walks worth no more are of no interest.

        Returns
        -------
        walk : list of int or None
            None if there is none above the threshold, or not all could be tried.
        value : int
            Of the walk.
        is_complete : bool
            Whether no other walk above the threshold is better.
        """
        self.way, self.gain, self.home, self.bit = way, gain, home, bit
        self.rest, self.following, self.rest_else = rest, following, rest_else
        is_complete = self._run(coming, coming_ride, int(threshold))
        if self.best_label < 0:
            return None, int(threshold), bool(is_complete)
        walk, label = [], self.best_label
        while label >= 0:
            walk.append(int(self.at[label]))
            label = self.parent[label]
        return walk[::-1], int(self.best), bool(is_complete)

    @cython.cfunc
    def _run(
        self,
        coming: cython.longlong[::1],
        coming_ride: cython.longlong[::1],
        threshold: cython.longlong,
    ) -> cython.bint:
        """Make labels, stop by stop; return whether there was room for all."""
        k: cython.int
        j: cython.int
        label: cython.int
        first: cython.int = 0
        after: cython.int
        n: cython.int = self.gain.shape[0]
        longest: cython.int = self.rest.shape[1]
        total: cython.longlong
        left: cython.longlong
        self.size = 0
        self.best = threshold
        self.best_label = -1
        for j in range(n):
            for k in range(5):
                self.now[k] = NEVER
            self.now[0] = self.earliest
            self._pause()
            left = coming_ride[j]
            if self._visit(j, left):
                if not self._add(
                    -1, -1, j, coming[j] + self.gain[j], left + self.stay[j], longest - 1, 0
                ):
                    self._clear()
                    return False
        for k in range(longest):
            after = self.size
            for label in range(first, after):
                if not self._is_home(label):
                    continue
                left = self.room - self.spent[label] - self.home_ride[self.at[label]]
                total = self.value[label] + self.home[self.at[label]]
                if left > 0:
                    total -= self.tick * left
                if total > self.best:
                    self.best = total
                    self.best_label = label
            if k + 1 < longest:
                self._clear()
                for label in range(first, after):
                    if not self._extend(label, longest - 2 - k):
                        self._clear()
                        return False
            first = after
        self._clear()
        return True

    @cython.cfunc
    def _hour(self) -> cython.int:
        """Return which of the times ``late`` has come."""
        k: cython.int
        soonest: cython.longlong = NEVER
        for k in range(self.n_breaks + 1):
            if self.now[k] < soonest:
                soonest = self.now[k]
        k = self.late.shape[0] - 1
        while k > 0 and self.late[k] > soonest:
            k -= 1
        return k

    @cython.cfunc
    def _pause(self) -> cython.void:
        """Let breaks be taken: state k may turn into k + 1."""
        k: cython.int
        at: cython.longlong
        for k in range(self.n_breaks):
            at = self.now[k]
            if at >= NEVER:
                continue
            if at < self.low[k]:
                at = self.low[k]
            if at <= self.high[k] and at + self.length[k] < self.now[k + 1]:
                self.now[k + 1] = at + self.length[k]

    @cython.cfunc
    def _visit(self, j: cython.int, ride: cython.longlong) -> cython.bint:
        """Turn times of leaving one node into those of leaving the next; return if there are."""
        k: cython.int
        w: cython.int
        at: cython.longlong
        taken: cython.longlong = NEVER
        found: cython.bint = False
        for k in range(self.n_breaks + 1):
            if self.now[k] < NEVER:
                self.now[k] += ride
        self._pause()
        for k in range(self.n_breaks + 1):
            at = self.now[k]
            self.now[k] = NEVER
            if at < NEVER:
                for w in range(self.window_of[j], self.window_of[j + 1]):
                    if at <= self.window[w, 1]:
                        if at < self.window[w, 0]:
                            at = self.window[w, 0]
                        if at + self.visit[j] + self.least_home[j] <= self.latest:
                            self.now[k] = at + self.visit[j]
                            found = True
                        break
            at = self.now[k]
            # A meal with or without its break: more than there is, and simple.
            if self.is_meal[j] and taken < at:
                self.now[k] = taken
            taken = at
        self._pause()
        return found

    @cython.cfunc
    def _is_home(self, label: cython.int) -> cython.bint:
        """Whether a day may end after a label."""
        k: cython.int
        for k in range(self.n_breaks + 1):
            self.now[k] = self.clock[label, k]
            if self.now[k] < NEVER:
                self.now[k] += self.home_ride[self.at[label]]
        self._pause()
        return self.now[self.n_breaks] <= self.latest

    @cython.cfunc
    def _clear(self) -> cython.void:
        """Empty the table of labels."""
        k: cython.int
        for k in range(self.n_slots):
            self.slot[k] = -1

    @cython.cfunc
    def _extend(self, label: cython.int, left: cython.int) -> cython.bint:
        """Make the labels that follow one; return whether there was room."""
        j: cython.int
        here: cython.int = self.at[label]
        before: cython.int = -1
        value: cython.longlong = self.value[label]
        seen: cython.longlong = self.seen[label]
        least: cython.longlong = self.best - value
        k: cython.int
        hour: cython.int
        for k in range(self.n_breaks + 1):
            self.now[k] = self.clock[label, k]
        hour = self._hour()
        if self.parent[label] >= 0:
            before = self.at[self.parent[label]]
        for j in range(self.gain.shape[0]):
            if self.way[here, j] + self.gain[j] + self.rest[hour, left, j] <= least:
                continue
            if self.bit[j] >= 0 and (seen >> self.bit[j]) & 1:
                continue
            if j == before and self.bit[j] != -2:
                continue
            for k in range(self.n_breaks + 1):
                self.now[k] = self.clock[label, k]
            if not self._visit(j, self.ride[here, j]):
                continue
            if not self._add(
                label,
                here,
                j,
                value + self.way[here, j] + self.gain[j],
                self.spent[label] + self.ride[here, j] + self.stay[j],
                left,
                seen,
            ):
                return False
        return True

    @cython.cfunc
    @cython.cdivision(True)
    def _add(
        self,
        parent: cython.int,
        before: cython.int,
        j: cython.int,
        value: cython.longlong,
        spent: cython.longlong,
        left: cython.int,
        seen: cython.longlong,
    ) -> cython.bint:
        """Make a label unless it is hopeless or there is a better one; return if it had room."""
        k: cython.int
        key: cython.ulonglong
        label: cython.int
        more: cython.longlong
        sooner: cython.int
        hour: cython.int = self._hour()
        rest: cython.longlong = self.rest[hour, left, j]
        if before >= 0 and self.following[hour, left, j] == before and self.bit[before] != -2:
            rest = self.rest_else[hour, left, j]
        if value + rest <= self.best:
            return True
        if self.bit[j] >= 0:
            seen = seen | (cython.cast(cython.longlong, 1) << self.bit[j])
        # Where the walk came from is part of the label: it must not go straight back there.
        key = (cython.cast(cython.ulonglong, seen) * FACTOR) & MASK
        key = ((key ^ (key >> 29)) + cython.cast(cython.ulonglong, j) * FACTOR) & MASK
        key = (key ^ (key >> 32)) & cython.cast(cython.ulonglong, self.n_slots - 1)
        k = cython.cast(cython.int, key)
        while self.slot[k] >= 0:
            label = self.slot[k]
            if self.at[label] == j and self.seen[label] == seen:
                if self._same_before(label, before):
                    sooner = self._compare(label)
                    # Also but for the price of the ticks spent, which is paid back in the end.
                    more = value + self.tick * spent - self.value[label]
                    more -= self.tick * self.spent[label]
                    if more <= 0 and value <= self.value[label] and sooner <= 0:
                        return True
                    if more >= 0 and value >= self.value[label] and sooner >= 0 and sooner < 2:
                        self._write(label, value, spent, parent)
                        return True
            k = (k + 1) & (self.n_slots - 1)
        if self.size >= self.most_labels:
            return False
        label = self.size
        self.at[label] = j
        self.seen[label] = seen
        self._write(label, value, spent, parent)
        self.slot[k] = label
        self.size = label + 1
        return True

    @cython.cfunc
    def _write(
        self,
        label: cython.int,
        value: cython.longlong,
        spent: cython.longlong,
        parent: cython.int,
    ) -> cython.void:
        """Fill in a label."""
        k: cython.int
        self.parent[label] = parent
        self.value[label] = value
        self.spent[label] = spent
        for k in range(self.n_breaks + 1):
            self.clock[label, k] = self.now[k]

    @cython.cfunc
    def _compare(self, label: cython.int) -> cython.int:
        """Compare times with a label's: 1 if some are sooner, -1 if later, 0 if none, 2 if both."""
        k: cython.int
        is_sooner: cython.bint = False
        is_later: cython.bint = False
        for k in range(self.n_breaks + 1):
            if self.now[k] < self.clock[label, k]:
                is_sooner = True
            elif self.now[k] > self.clock[label, k]:
                is_later = True
        if is_sooner:
            return 2 if is_later else 1
        return -1 if is_later else 0

    @cython.cfunc
    def _same_before(self, label: cython.int, before: cython.int) -> cython.bint:
        """Whether going on from a label is barred from the same stop as from another one."""
        other: cython.int = self.parent[label]
        if other >= 0:
            other = self.at[other]
        if other == before:
            return True
        # A stop that is remembered is barred anyway.
        return (before < 0 or self.bit[before] >= 0 or self.bit[before] == -2) and (
            other < 0 or self.bit[other] >= 0 or self.bit[other] == -2
        )
