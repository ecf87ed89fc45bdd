# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""What the rest of a day can still add, under prices: a table over places and times.

Times are rounded down to cells, and a row of the table knows only some of the groups used
so far: those that its place remembers (ng-routes; Baldacci, Mingozzi and Roberti 2011,
doi:10.1287/opre.1110.0975). So nothing that a tour can add exceeds the table. Places begin
without memory and get it where the best tours go in circles (Roberti and Mingozzi 2014,
doi:10.1287/trsc.2013.0474). Stops are not counted before a tour has too many of them.

This file is Cython in pure Python mode, like `xytour.solver.schedule`.
"""

import cython
import numpy as np

from xytour.solver.grid import MOST_BLOCK, Grid
from xytour.solver.rows import Memory

NO = cython.declare(cython.int, -(1 << 30))
"""The day cannot be ended in time."""

LOST = cython.declare(cython.int, -(1 << 29))
"""All values below stand for NO with something added."""

STEP = cython.declare(cython.int, 4)
STEPS = cython.declare(cython.int, 12)
"""Cells between those for which the values of all nodes are kept at hand, and how many."""

LANES = cython.declare(cython.int, 8)
"""Cells that are worked on at a time: no more than a block has, the rest is done twice."""

NOWHERE = -(1 << 60)
"""What a start from which the day cannot be passed is worth."""

COMPILED = cython.compiled


@cython.cclass
class Outlook:
    """The best that is still to come, for each place, time, number of breaks and of stops.

    A *node* is a location with one group; a *row* is a node with the set of groups that were
    used among those that it remembers; then a row for each start.

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
    scale : int
        Of prizes and prices: what one point of score is.
    """

    _grid: object
    _memory: object
    _places: dict
    n_nodes: cython.int
    n_rows: cython.int
    n_starts: cython.int
    n_ends: cython.int
    is_full: cython.bint
    first_start: cython.int
    n_end_rows: cython.int
    n_breaks: cython.int
    n_counts: cython.int
    is_counting: cython.bint
    n_cells: cython.int
    block: cython.int
    serves_first: cython.bint
    # of stops, in the order of their nodes
    first_of: cython.int[::1]
    counted: cython.uchar[::1]
    meal: cython.int[::1]
    then: cython.int[:, ::1]
    prize: cython.int[::1]
    # of rows and nodes, ends last
    to: cython.int[:, ::1]
    node_of: cython.int[::1]
    first_row: cython.int[::1]
    shift: cython.int[:, ::1]
    step: cython.int[:, ::1]
    price: cython.int[:, ::1]
    top_price: cython.int[::1]
    end_value: cython.int[::1]
    # of cells
    after_break: cython.int[:, ::1]
    low_k: cython.int[::1]
    high_k: cython.int[::1]
    low_c: cython.int[::1]
    high_c: cython.int[::1]
    begin: cython.int[::1]
    # tables: state (breaks, stops left), row, cell
    rest: cython.int[:, :, ::1]
    serve: cython.int[:, :, ::1]
    # the same seen from the starts, for tours worth enough
    left: cython.int[:, :, ::1]
    reached: cython.int[:, :, ::1]
    least: cython.int
    # where a tour that is followed stands
    k: cython.int
    c: cython.int
    i: cython.int
    r: cython.int
    order: cython.int[::1]
    key: cython.int[:, ::1]
    sorted_key: cython.int[::1]

    def __init__(self, problem, day, stops, starts, ends, scale):
        grid = Grid(problem, day, stops, starts, ends, scale)
        self._grid = grid
        self._memory = Memory(grid.nodes[:, 1], len(starts), len(ends))
        nodes = np.repeat(np.arange(len(grid.nodes)), np.diff(grid.first_of)).tolist()
        self._places = dict(zip(grid.stops.tolist(), nodes, strict=True))
        self.n_nodes, self.n_starts, self.n_ends = len(grid.nodes), len(starts), len(ends)
        self.n_breaks = len(grid.rules.breaks)
        self.n_cells, self.block = grid.n_cells, grid.block
        self.serves_first = grid.serves_first
        self.first_of, self.counted, self.meal = grid.first_of, grid.counted, grid.meal
        self.then, self.after_break = grid.then, grid.after_break
        self.low_k, self.high_k = grid.low_k, grid.high_k
        self.shift, self.price = grid.shift, grid.price
        self.step = np.minimum(grid.shift // STEP, STEPS - 1)
        away = grid.price[:, : self.n_nodes].copy()
        np.fill_diagonal(away, LOST)  # no node is left for itself
        self.top_price = away.max(axis=1, initial=LOST)
        self.is_counting, self.n_counts = False, 1
        self.low_c, self.high_c = np.zeros((2, self.n_cells), dtype=np.int32)
        # Where days are begun: at once, or after breaks.
        self.begin = np.zeros(self.n_breaks + 1, dtype=np.int32)
        for k in range(self.n_breaks if self.n_cells else 0):
            at = self.begin[k]
            self.begin[k + 1] = -1 if at < 0 else self.after_break[k, at]
        self.n_rows = 0

    @property
    def stops(self):
        """The stops, in the order of their nodes."""
        return self._grid.stops

    @property
    def groups(self):
        """The group of each node."""
        return self._grid.nodes[:, 1]

    @property
    def size(self):
        """How many rows the table has."""
        return self.n_rows

    @property
    def is_filled(self):
        """Whether the table has been filled since it last grew."""
        return self.n_rows > 0 and self.is_full

    @property
    def is_possible(self):
        """Whether there is a table: time passes from stop to stop."""
        return self.n_cells > 0

    @property
    def most_stops(self):
        """No tour has more stops than this."""
        return self._grid.most_stops

    def is_overfull(self, path):
        """Whether a path has more stops that count than the day may have."""
        counted = 0
        for _, s in path:
            counted += self.counted[s]
        return counted > self._grid.rules.max_stops

    def count(self):
        """Count stops from now on, as far as the table can; return whether this is new to it."""
        if self.is_counting:
            return False
        self.is_counting = True
        self.n_counts, self.low_c, self.high_c = self._grid.counts()
        self.n_rows = 0
        return self.n_counts > 1

    @property
    def counts_stops(self):
        """Whether the table has no tour of more stops than the day may have."""
        return self.n_counts > 1

    @property
    def seconds(self):
        """What a filling takes, about, in the compiled form."""
        rows = self._memory.size
        blocks = self.n_cells / self.block
        return 2e-9 * rows * self.n_nodes * blocks * self.n_counts * (1 + self.n_breaks / 2)

    def remember(self, node, group):
        """Let a node know whether a group was used; return whether this is new to it."""
        is_new = self._memory.remember(node, group)
        if is_new:
            self.n_rows = 0
        return is_new

    def knows(self, node, group):
        """Whether a node knows of a group that it was used."""
        return self._memory.knows(node, group)

    def remember_night(self, group, *, start=None, end=None):
        """Let a place where days begin, or end, know whether a group was used before.

        Return whether this is new to it.
        """
        side, at = ("before", start) if end is None else ("after", end)
        spots = self._grid.starts if end is None else self._grid.ends
        known = getattr(self._memory, side)[spots.index(at)]
        if group in known:
            return False
        known.append(group)
        self.n_rows = 0
        return True

    def night(self, *, start=None, end=None):
        """Return what a start or an end remembers of the days before."""
        if end is None:
            return list(self._memory.before[self._grid.starts.index(start)])
        return list(self._memory.after[self._grid.ends.index(end)])

    def inherit(self, other, alive):
        """Know what another table of the same day knows, as far as it has the same nodes.

        Of groups not among those that are ``alive`` nothing needs to be known.
        """
        mine = {(int(at), int(group)): k for k, (at, group) in enumerate(self._grid.nodes)}
        groups = set(self.groups.tolist())
        for spot in set(self._grid.starts).intersection(other.starts):
            for group in other.night(start=spot):
                if group in alive:
                    self.remember_night(group, start=spot)
                    groups.add(group)
        for spot in set(self._grid.ends).intersection(other.ends):
            for group in other.night(end=spot):
                if group in alive:
                    self.remember_night(group, end=spot)
                    groups.add(group)
        for node, (at, group) in enumerate(other.nodes.tolist()):
            if (at, group) in mine:
                for known in other.known(node):
                    if known in groups:
                        self.remember(mine[at, group], known)
        if other.is_counted:
            self.count()

    @property
    def starts(self):
        """Where tours may begin."""
        return self._grid.starts

    @property
    def ends(self):
        """Where tours may end."""
        return self._grid.ends

    def place(self, stop):
        """Return the node of a stop, None if there is none."""
        return self._places.get(stop)

    def lay(self):
        """Make room for the table, if it has none; its rows are known from then on."""
        if not self.n_rows:
            self._set_rows()

    @property
    def start_of(self):
        """(start rows,) the index of the start of each row; the row of no memory comes first."""
        return np.asarray(self.node_of)[self.first_start :] - self.n_nodes

    @property
    def end_of(self):
        """(end rows,) the index of the end of each row; the row of no memory comes first."""
        return np.repeat(np.arange(self.n_ends), [1 << len(k) for k in self._memory.after])

    @property
    def start_rows(self):
        """(starts,) the start row of each start where nothing was used before."""
        first = np.asarray(self.first_row)
        return first[self.n_nodes : self.n_nodes + self.n_starts] - self.first_start

    @property
    def end_rows(self):
        """(ends,) the end row of each end where nothing was used before."""
        first = self.n_nodes + self.n_starts
        return np.asarray(self.first_row)[first : first + self.n_ends] - self.n_rows

    @property
    def nodes(self):
        """Location and group of each node."""
        return self._grid.nodes

    def know(self, stops, group):
        """Whether the nodes of all of some stops know of a group that it was used."""
        for stop in stops:
            if stop not in self._places or not self.knows(self._places[stop], group):
                return False
        return True

    @property
    def filled(self):
        """The table as it was filled last, and what it was filled from."""
        return {
            "rest": np.asarray(self.rest),
            "to": np.asarray(self.to),
            "node_of": np.asarray(self.node_of),
            "price": np.asarray(self.price),
            "end_value": np.asarray(self.end_value),
            "prize": np.asarray(self.prize),
            "first_of": np.asarray(self.first_of),
            "counted": np.asarray(self.counted),
            "meal": np.asarray(self.meal),
            "cell": self._grid.cell,
            "starts": self._grid.starts,
            "ends": self._grid.ends,
            "end_of": self.end_of,
            "start_rows": self.first_start + self.start_rows,
        }

    @property
    def is_counted(self):
        """Whether stops are counted."""
        return self.is_counting

    def known(self, node):
        """Return the groups that a node remembers besides its own."""
        return list(self._memory.known[node])

    def _set_rows(self):
        """Make room for the rows that nodes and what they remember make."""
        self.first_row, self.node_of, self.to = self._memory.rows()
        self.is_full = False
        self.n_rows, self.first_start = len(self.node_of), self.first_row[self.n_nodes]
        self.n_end_rows = self.first_row[len(self.first_row) - 1] - self.n_rows
        states = (self.n_breaks + 1) * self.n_counts
        width = self.n_cells + MOST_BLOCK
        self.rest = np.full((states, self.n_rows, width), NO, dtype=np.int32)
        self.serve = np.full((states, self.n_rows + self.n_end_rows, width), NO, dtype=np.int32)
        self.order = np.arange(max(1, self.n_nodes), dtype=np.int32)
        self.key = np.zeros((STEPS, max(1, self.n_nodes)), dtype=np.int32)
        self.sorted_key = np.zeros(max(1, self.n_nodes), dtype=np.int32)

    def fill(self, prize, end_value):
        """Fill the table under prices.

        Parameters
        ----------
        prize : (n,) int64
            What each of ``stops`` (in the order of that attribute) adds.
        end_value : (end rows,) int64
            What ending there adds.

        Returns
        -------
        (start rows,) int64
            What no tour from a start exceeds; ``NOWHERE`` where there is none.
        """
        self.lay()
        self.prize = np.ascontiguousarray(prize, dtype=np.int32)
        self.end_value = np.ascontiguousarray(end_value, dtype=np.int32)
        self._fill()
        self.is_full = True
        top = np.asarray(self.rest)[self.n_counts - 1, self.first_start :, 0]
        return np.where(top > LOST, top.astype(np.int64), NOWHERE)

    @cython.cfunc
    def _fill(self) -> cython.void:
        i: cython.int
        end: cython.int = self.n_cells
        k: cython.int
        c: cython.int
        low: cython.int
        high: cython.int
        begin: cython.int
        with cython.nogil:
            while end > 0:
                i = max(0, end - self.block)
                low = self.low_c[end - 1]
                high = self.high_c[i]
                for k in range(self.n_breaks, -1, -1):
                    if end - 1 < self.low_k[k] or i > self.high_k[k]:
                        continue  # no tour has had so many breaks by then
                    begin = self.begin[k]
                    for c in range(low, high + 1):
                        self._end(k, c, i, end)
                        if not self.serves_first:
                            self._rest(k, c, i, end, 0, self.first_start)
                        self._serve(k, c, i, end)
                        if self.serves_first:
                            self._rest(k, c, i, end, 0, self.first_start)
                        if i <= begin < end:
                            self._rest(k, c, begin, begin + 1, self.first_start, self.n_rows)
                    for c in range(high + 1, self.n_counts):
                        self._copy(k, high, c, i, end)
                end = i

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _copy(
        self, k: cython.int, high: cython.int, c: cython.int, i: cython.int, end: cython.int
    ) -> cython.void:
        """More stops left than there is time for add nothing."""
        r: cython.int
        u: cython.int
        source: cython.int = k * self.n_counts + high
        state: cython.int = k * self.n_counts + c
        for r in range(self.n_rows + self.n_end_rows):
            for u in range(i, end):
                self.serve[state, r, u] = self.serve[source, r, u]
        for r in range(self.n_rows):
            for u in range(i, end):
                self.rest[state, r, u] = self.rest[source, r, u]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _serve(self, k: cython.int, c: cython.int, i: cython.int, end: cython.int) -> cython.void:
        """Fill in what arriving at each node adds, with a break first if that is better."""
        b: cython.int
        r: cython.int
        s: cython.int
        u: cython.int
        value: cython.int
        source: cython.int
        state: cython.int = k * self.n_counts + c
        for b in range(self.n_nodes):
            for r in range(self.first_row[b], self.first_row[b + 1]):
                for u in range(i, end):
                    self.serve[state, r, u] = NO
                for s in range(self.first_of[b], self.first_of[b + 1]):
                    source = state
                    if self.meal[s] != -1:
                        if self.meal[s] != k:
                            continue
                        source += self.n_counts
                    if self.n_counts > 1 and self.counted[s]:
                        if c == 0:
                            continue
                        source -= 1
                    for u in range(i, end):
                        value = self.rest[source, r, self.then[s, u]] + self.prize[s]
                        if value > self.serve[state, r, u]:
                            self.serve[state, r, u] = value
        self._pause(k, c, i, end, 0, self.n_rows)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _end(self, k: cython.int, c: cython.int, i: cython.int, end: cython.int) -> cython.void:
        """Fill in what arriving at an end adds."""
        b: cython.int
        u: cython.int
        value: cython.int
        for b in range(self.n_end_rows):
            value = self.end_value[b] if k == self.n_breaks else NO
            for u in range(i, end):
                self.serve[k * self.n_counts + c, self.n_rows + b, u] = value
        self._pause(k, c, i, end, self.n_rows, self.n_rows + self.n_end_rows)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _pause(
        self,
        k: cython.int,
        c: cython.int,
        i: cython.int,
        end: cython.int,
        first: cython.int,
        last: cython.int,
    ) -> cython.void:
        """Let a break be taken on arrival."""
        r: cython.int
        t: cython.int
        u: cython.int
        state: cython.int = k * self.n_counts + c
        pauses: cython.bint = False
        for u in range(i, end):
            if self.after_break[k, u] >= 0:
                pauses = True
        for r in range(first, last if pauses else first):
            for u in range(i, end):
                t = self.after_break[k, u]
                if t >= 0 and self.serve[state + self.n_counts, r, t] > self.serve[state, r, u]:
                    self.serve[state, r, u] = self.serve[state + self.n_counts, r, t]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _sort(self, state: cython.int, i: cython.int, first: cython.int) -> cython.void:
        """Sort the nodes by what arriving there in the first known cell adds.

        Nothing used before; and note the same for later cells.
        """
        b: cython.int
        q: cython.int
        r: cython.int
        value: cython.int
        for q in range(STEPS):
            r = min(self.n_cells, max(first, i + q * STEP))
            for b in range(self.n_nodes):
                self.key[q, b] = self.serve[state, self.first_row[b], r]
        # The order of the block after this one is nearly right: insertion sort.
        for q in range(1, self.n_nodes):
            b = self.order[q]
            value = self.key[0, b]
            r = q
            while r > 0 and self.key[0, self.order[r - 1]] < value:
                self.order[r] = self.order[r - 1]
                r -= 1
            self.order[r] = b
        for q in range(self.n_nodes):
            self.sorted_key[q] = self.key[0, self.order[q]]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _rest(
        self,
        k: cython.int,
        c: cython.int,
        i: cython.int,
        end: cython.int,
        first: cython.int,
        last: cython.int,
    ) -> cython.void:
        """Fill in what leaving some rows adds, with a break before the ride if that is better."""
        a: cython.int
        b: cython.int
        q: cython.int
        r: cython.int
        u: cython.int
        t: cython.int
        row: cython.int
        worst: cython.int
        fare: cython.int
        value: cython.int
        then: cython.int
        size: cython.int = end - i
        best = cython.declare(cython.int[8])
        # Kept at hand: the loops below are where the time goes.
        rest: cython.int[:, :, ::1] = self.rest
        serve: cython.int[:, :, ::1] = self.serve
        key: cython.int[:, ::1] = self.key
        sorted_key: cython.int[::1] = self.sorted_key
        order: cython.int[::1] = self.order
        price: cython.int[:, ::1] = self.price
        step: cython.int[:, ::1] = self.step
        shift: cython.int[:, ::1] = self.shift
        to: cython.int[:, ::1] = self.to
        state: cython.int = k * self.n_counts + c
        pauses: cython.bint = False
        for u in range(i, end):
            if self.after_break[k, u] >= 0:
                pauses = True
        # No node is reached in the block if what is served in it is not known yet.
        self._sort(state, i, end if first == 0 and not self.serves_first else i)
        for r in range(first, last):
            a = self.node_of[r]
            for u in range(LANES):
                best[u] = NO
            if pauses:
                for u in range(size):
                    t = self.after_break[k, i + u]
                    if t >= 0:
                        best[u] = rest[state + self.n_counts, r, t]
            # Who leaves later can add no more: the last of the block is the worst.
            worst = max(LOST, best[size - 1])
            for b in range(self.n_nodes, self.n_nodes + self.n_ends):
                t = i + shift[a, b]
                row = to[r, b]
                fare = price[a, b]
                if t < self.n_cells and serve[state, row, t] + fare > worst:
                    for u in range(LANES):
                        then = serve[state, row, t + u] + fare
                        best[u] = then if then > best[u] else best[u]
                    worst = max(LOST, best[size - 1])
            for q in range(self.n_nodes):
                value = sorted_key[q]
                if value + self.top_price[a] <= worst:
                    break
                b = order[q]
                fare = price[a, b]
                # Looked up in a small table first: most of them do not help.
                if key[step[a, b], b] + fare <= worst:
                    continue
                row = to[r, b]
                t = i + shift[a, b]
                if row < 0 or t >= self.n_cells:
                    continue
                if serve[state, row, t] + fare > worst:
                    for u in range(LANES):
                        then = serve[state, row, t + u] + fare
                        best[u] = then if then > best[u] else best[u]
                    worst = max(LOST, best[size - 1])
            for u in range(size):
                rest[state, r, i + u] = best[u]

    def through(self, start_value, least):
        """Return what no tour through a stop, or to an end, exceeds under the last prices.

        Parameters
        ----------
        start_value : (start rows,) int64
            What beginning there adds.
        least : int
            Tours worth less than this are left aside.

        Returns
        -------
        stops : (n,) int64
            In the order of ``stops``; ``NOWHERE`` where there is no such tour.
        ends : (end rows,) int64
            What ending there adds left aside.
        """
        rows = self.n_rows
        self.left = np.full(np.asarray(self.rest).shape, NO, dtype=np.int32)
        self.reached = np.full(np.asarray(self.serve).shape, NO, dtype=np.int32)
        first = np.maximum(start_value, LOST)
        np.asarray(self.left)[self.n_counts - 1, self.first_start :, 0] = first
        self.least = max(LOST + 1, least)
        through = np.full(len(self.stops), NO, dtype=np.int32)
        self._go(through)
        last = np.asarray(self.reached)[self.n_breaks * self.n_counts :, rows:, : self.n_cells]
        ends = last.max(axis=(0, 2))
        self.left = self.reached = np.zeros((1, 1, 1), dtype=np.int32)
        return tuple(
            np.where(best > LOST, best.astype(np.int64), NOWHERE) for best in (through, ends)
        )

    def empty(self):
        """Give back the room that the table takes, until it is filled again."""
        self.n_rows = 0
        self.rest = self.serve = np.zeros((1, 1, 1), dtype=np.int32)

    @property
    def entries(self):
        """How many numbers the table holds."""
        return self.n_rows * self.n_cells * self.n_counts * (self.n_breaks + 1)

    @cython.cfunc
    def _go(self, through: cython.int[::1]) -> cython.void:
        i: cython.int = 0
        end: cython.int
        k: cython.int
        c: cython.int
        first: cython.int = 0 if self.serves_first else self.first_start
        with cython.nogil:
            while i < self.n_cells:
                end = min(self.n_cells, i + self.block)
                for k in range(self.n_breaks + 1):
                    for c in range(self.n_counts - 1, -1, -1):
                        self._go_pause(self.left, k, c, i, end)
                        self._go_ride(k, c, i, end, first)
                        self._go_pause(self.reached, k, c, i, end)
                        self._go_serve(k, c, i, end, through)
                        if not self.serves_first:
                            self._go_pause(self.left, k, c, i, end)
                            self._go_ride(k, c, i, end, 0)
                            self._go_pause(self.reached, k, c, i, end)
                i = end

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _go_pause(
        self,
        at: cython.int[:, :, ::1],
        k: cython.int,
        c: cython.int,
        i: cython.int,
        end: cython.int,
    ) -> cython.void:
        """Let the break before state ``k`` be taken: one that ends within some cells."""
        r: cython.int
        t: cython.int
        u: cython.int
        state: cython.int = k * self.n_counts + c
        before: cython.int = state - self.n_counts
        if k == 0:
            return
        for u in range(end):
            t = self.after_break[k - 1, u]
            if t < i or t >= end:
                continue
            for r in range(at.shape[1]):
                if at[before, r, u] > at[state, r, t]:
                    at[state, r, t] = at[before, r, u]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _go_ride(
        self, k: cython.int, c: cython.int, i: cython.int, end: cython.int, first: cython.int
    ) -> cython.void:
        """Ride on from the rows left within some cells, the first ones left out."""
        a: cython.int
        b: cython.int
        r: cython.int
        row: cython.int
        t: cython.int
        u: cython.int
        fare: cython.int
        now: cython.int
        then: cython.int
        most: cython.int
        serve: cython.int[:, :, ::1] = self.serve
        left: cython.int[:, :, ::1] = self.left
        reached: cython.int[:, :, ::1] = self.reached
        state: cython.int = k * self.n_counts + c
        for r in range(first, self.n_rows):
            most = NO
            for u in range(i, end):
                if left[state, r, u] > LOST:
                    if left[state, r, u] + self.rest[state, r, u] < self.least:
                        left[state, r, u] = NO
                    else:
                        most = max(most, left[state, r, u])
            if most <= LOST:
                continue
            a = self.node_of[r]
            for b in range(self.n_nodes + self.n_ends):
                row = self.to[r, b]
                t = i + self.shift[a, b]
                if row < 0 or t >= self.n_cells:
                    continue
                fare = self.price[a, b]
                # Who arrives later can add no more.
                if most + fare + serve[state, row, t] < self.least:
                    continue
                for u in range(end - i):
                    now = reached[state, row, t + u]
                    then = left[state, r, i + u] + fare
                    reached[state, row, t + u] = then if then > now else now

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _go_serve(
        self,
        k: cython.int,
        c: cython.int,
        i: cython.int,
        end: cython.int,
        through: cython.int[::1],
    ) -> cython.void:
        """Visit the stops reached within some cells, and note what tours through them may add."""
        b: cython.int
        r: cython.int
        s: cython.int
        u: cython.int
        t: cython.int
        after: cython.int
        here: cython.int
        value: cython.int
        is_alive: cython.bint
        state: cython.int = k * self.n_counts + c
        for r in range(self.first_start):
            is_alive = False
            for u in range(i, end):
                here = self.reached[state, r, u]
                if here > LOST:
                    if here + self.serve[state, r, u] < self.least:
                        self.reached[state, r, u] = NO
                    else:
                        is_alive = True
            if not is_alive:
                continue
            b = self.node_of[r]
            for s in range(self.first_of[b], self.first_of[b + 1]):
                if self.meal[s] != -1 and self.meal[s] != k:
                    continue
                after = state if self.meal[s] == -1 else state + self.n_counts
                if self.n_counts > 1 and self.counted[s]:
                    if c == 0:
                        continue
                    after -= 1
                for u in range(i, end):
                    t = self.then[s, u]
                    if self.reached[state, r, u] <= LOST or t >= self.n_cells:
                        continue
                    value = self.reached[state, r, u] + self.prize[s]
                    if value > self.left[after, r, t]:
                        self.left[after, r, t] = value
                    value += self.rest[after, r, t]
                    if value > through[s]:
                        through[s] = value

    def tour(self, start):
        """Follow the best tour from a start row, one of those that lead anywhere.

        Returns
        -------
        end : int
            The end row.
        path : list of (int, int)
            Node and index of the stop in ``stops``, in order.
        """
        self.k, self.c, self.i = 0, self.n_counts - 1, 0
        self.r = self.first_start + start
        path = []
        while self._go_on() < self.n_nodes:
            path.append((int(self.node_of[self.r]), self._visit()))
        return self.r - self.n_rows, path

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _go_on(self) -> cython.int:
        """Move on from a row to where its value comes from; return the node, or an end's."""
        a: cython.int = self.node_of[self.r]
        b: cython.int
        t: cython.int
        row: cython.int
        state: cython.int
        value: cython.int
        while True:
            self.c = min(self.c, self._top(self.i))
            state = self.k * self.n_counts + self.c
            value = self.rest[state, self.r, self.i]
            t = self.after_break[self.k, self.i]
            if t < 0 or self.rest[state + self.n_counts, self.r, t] != value:
                break
            self.k, self.i = self.k + 1, t
        for b in range(self.n_nodes + self.n_ends):
            row = self.to[self.r, b]
            t = self.i + self.shift[a, b]
            if row < 0 or t >= self.n_cells:
                continue
            if self.serve[state, row, t] + self.price[a, b] == value:
                break
        value -= self.price[a, b]
        self.r, self.i = row, t
        while True:  # breaks on arrival
            self.c = min(self.c, self._top(self.i))
            t = self.after_break[self.k, self.i]
            state = (self.k + 1) * self.n_counts + self.c
            if t < 0 or self.serve[state, row, t] != value:
                break
            self.k, self.i = self.k + 1, t
        return b

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _visit(self) -> cython.int:
        """Move on past the stop of a row's node that its value comes from; return it."""
        k: cython.int
        c: cython.int
        s: cython.int
        t: cython.int
        b: cython.int = self.node_of[self.r]
        value: cython.int = self.serve[self.k * self.n_counts + self.c, self.r, self.i]
        for s in range(self.first_of[b], self.first_of[b + 1]):
            if self.meal[s] != -1 and self.meal[s] != self.k:
                continue
            k = self.k + 1 if self.meal[s] >= 0 else self.k
            c = self.c - 1 if self.n_counts > 1 and self.counted[s] else self.c
            if c < 0:
                continue
            t = self.then[s, self.i]
            if self.rest[k * self.n_counts + c, self.r, t] + self.prize[s] == value:
                self.k, self.c, self.i = k, c, t
                return s
        return -1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.cdivision(True)
    def _top(self, i: cython.int) -> cython.int:
        """Return the greatest number of stops left that the table tells apart in a cell."""
        end: cython.int = self.n_cells - (self.n_cells - 1 - i) // self.block * self.block
        return self.high_c[max(0, end - self.block)]
