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

NO = cython.declare(cython.int, -(1 << 30))
"""The day cannot be ended in time."""

LOST = cython.declare(cython.int, -(1 << 29))
"""All values below stand for NO with something added."""

MOST_VALUE = 1 << 27
"""Prizes and prices may add up to no more than this."""

STEP = cython.declare(cython.int, 4)
STEPS = cython.declare(cython.int, 12)
"""Cells between those for which the values of all nodes are kept at hand, and how many."""

NOWHERE = -(1 << 60)
"""What a start from which the day cannot be passed is worth."""

COMPILED = cython.compiled
MOST_CELLS = 240
MOST_REMEMBERED = 6
MOST_COUNTED = 10


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

    _stops: object
    _nodes: object
    _memory: object
    _groups: object
    _rules: object
    _duration: object
    n_nodes: cython.int
    n_rows: cython.int
    n_starts: cython.int
    n_ends: cython.int
    n_breaks: cython.int
    n_counts: cython.int
    is_counting: cython.bint
    max_stops: cython.int
    n_cells: cython.int
    block: cython.int
    serves_first: cython.bint
    cell: cython.longlong
    # of stops, in the order of their nodes
    first_of: cython.int[::1]
    counted: cython.uchar[::1]
    meal: cython.int[::1]
    then: cython.int[:, ::1]
    prize: cython.int[::1]
    # of rows and nodes, ends last
    place: cython.int[::1]
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
    # tables: state (breaks, stops left), row, cell
    rest: cython.int[:, :, ::1]
    serve: cython.int[:, :, ::1]
    # where a tour that is followed stands
    k: cython.int
    c: cython.int
    i: cython.int
    r: cython.int
    order: cython.int[::1]
    key: cython.int[:, ::1]
    sorted_key: cython.int[::1]

    def __init__(self, problem, day, stops, starts, ends, scale):
        rules = problem.days[day]
        stops = np.asarray(stops, dtype=np.int64)
        pairs = np.stack([problem.location[stops], problem.group[stops]])
        order = np.lexsort((stops, pairs[1], pairs[0]))
        self._stops = stops[order]
        self._nodes, first = np.unique(pairs[:, order].T, axis=0, return_index=True)
        self.first_of = np.append(first, len(stops)).astype(np.int32)
        self.n_nodes, self.n_starts, self.n_ends = len(self._nodes), len(starts), len(ends)
        self._memory = [[] for _ in range(self.n_nodes)]
        self._groups = {g: k for k, g in enumerate(sorted(set(self._nodes[:, 1].tolist())))}
        duration = problem.duration[self._stops, day]
        self.counted = problem.counts[self._stops].astype(np.uint8)
        self._set_cells(problem, rules, duration, starts, ends, scale)
        self._set_stops(problem, day, rules, duration)
        self._set_breaks(problem, day, rules, duration)
        self.is_counting = False
        self._rules, self._duration = rules, duration
        self._set_counts(rules, duration)
        self.n_rows = 0

    def _set_cells(self, problem, rules, duration, starts, ends, scale):
        """Choose the cells: nothing that is begun in a block of them ends in the same one."""
        span = int(rules.latest - rules.earliest)
        at = self._nodes[:, 0]
        rows, columns = np.concatenate([at, starts]), np.concatenate([at, ends])
        travel = problem.travel[np.ix_(rows, columns)].astype(np.int64)
        among = travel[: self.n_nodes, : self.n_nodes].copy()
        np.fill_diagonal(among, span + 1)
        shortest = int(duration.min()) if len(duration) else span + 1
        nearest = int(among.min()) if self.n_nodes else span + 1
        least = max(shortest, nearest)
        self.serves_first = shortest >= nearest
        self.cell = max(1, min(span // MOST_CELLS, least)) if least > 0 else 0
        self.n_breaks = len(rules.breaks)
        if self.cell == 0 or span < 0:
            self.n_cells = 0
            return
        self.n_cells = span // self.cell + 1
        self.block = max(1, min(least // self.cell, self.n_cells))
        self.shift = np.minimum(travel // self.cell, self.n_cells).astype(np.int32)
        self.step = np.minimum(np.asarray(self.shift) // STEP, STEPS - 1)
        price = -problem.travel_penalty * scale * travel
        self.price = np.maximum(price, -MOST_VALUE // self.most_stops).astype(np.int32)
        away = np.asarray(self.price)[:, : self.n_nodes].copy()
        np.fill_diagonal(away, -MOST_VALUE)  # no node is left for itself
        self.top_price = away.max(axis=1, initial=-MOST_VALUE)
        self.place = np.arange(len(rows), dtype=np.int32)

    def _set_stops(self, problem, day, rules, duration):
        """Note to which cell a stop leads that is reached in a cell."""
        kinds = {pause.kind: k for k, pause in enumerate(rules.breaks)}
        meals = problem.meal[self._stops].tolist()
        self.meal = np.array([-1 if m < 0 else kinds.get(m, -2) for m in meals], dtype=np.int32)
        times = rules.earliest + self.cell * np.arange(self.n_cells)
        then = np.full((len(self._stops), self.n_cells), self.n_cells, dtype=np.int64)
        for k, stop in enumerate(self._stops.tolist()):
            for low, high in problem.windows_on(stop, day)[::-1].tolist():
                left = np.maximum(times, low) + duration[k]
                cells = np.where(
                    left <= rules.latest, (left - rules.earliest) // max(1, self.cell), self.n_cells
                )
                then[k] = np.where(times <= high, cells, then[k])
        self.then = then.astype(np.int32)

    def _set_breaks(self, problem, day, rules, duration):
        """Note to which cell a break leads, and when how many breaks may have been taken."""
        times = rules.earliest + self.cell * np.arange(self.n_cells)
        cell = max(1, self.cell)
        after = np.full((self.n_breaks + 1, self.n_cells), -1, dtype=np.int32)
        low = np.zeros(self.n_breaks + 1, dtype=np.int32)
        high = np.full(self.n_breaks + 1, self.n_cells - 1, dtype=np.int32)
        for k, pause in enumerate(rules.breaks):
            begin = np.maximum(times, pause.lo)
            fits = (begin <= pause.hi) & (begin + pause.length <= rules.latest)
            after[k] = np.where(fits, (begin + pause.length - rules.earliest) // cell, -1)
            first, last = max(pause.lo, rules.earliest) + pause.length, pause.hi
            for s in np.flatnonzero(np.asarray(self.meal) == k).tolist():
                windows = problem.windows_on(int(self._stops[s]), day)
                if len(windows):
                    first = min(first, max(int(windows[0][0]), rules.earliest) + int(duration[s]))
                    last = max(last, int(windows[-1][1]))
            low[k + 1] = max(low[k], (first - rules.earliest) // cell)
            high[k] = min(self.n_cells - 1, (last - rules.earliest) // cell)
        self.after_break = after
        self.low_k = low
        self.high_k = np.minimum.accumulate(high[::-1])[::-1].copy()

    def _set_counts(self, rules, duration):
        """Note how many stops that count may be left at each time, give or take one.

        Whatever lies outside is not computed, or is as at the limit.
        """
        lengths = duration[np.asarray(self.counted) > 0]
        cells = np.arange(self.n_cells)
        least = int(lengths.min()) // max(1, self.cell) if len(lengths) else self.n_cells + 1
        most = self.n_cells // least + 1 if least > 0 else MOST_COUNTED + 1
        low = high = np.zeros(self.n_cells, dtype=np.int32)
        self.n_counts = 1
        self.max_stops = min(rules.max_stops, most)
        if self.is_counting and rules.max_stops < most and rules.max_stops <= MOST_COUNTED:
            self.n_counts = rules.max_stops + 1
            high = np.full(self.n_cells, rules.max_stops)
            if least > 0:
                high = np.minimum(rules.max_stops, (self.n_cells - cells) // least + 1)
                low = np.maximum(0, rules.max_stops - 1 - cells // least)
        self.low_c, self.high_c = low.astype(np.int32), high.astype(np.int32)

    @property
    def stops(self):
        """The stops, in the order of their nodes."""
        return self._stops

    @property
    def groups(self):
        """The group of each node."""
        return self._nodes[:, 1]

    @property
    def size(self):
        """How many rows the table has."""
        return self.n_rows

    @property
    def is_possible(self):
        """Whether there is a table: time passes from stop to stop."""
        return self.n_cells > 0

    @property
    def most_stops(self):
        """No tour has more stops than this."""
        return self.n_cells // max(1, self.block) + 1

    def is_overfull(self, path):
        """Whether a path has more stops that count than the day may have."""
        counted = 0
        for _, s in path:
            counted += self.counted[s]
        return counted > self.max_stops

    def count(self):
        """Count stops from now on, as far as the table can; return whether this is new to it."""
        if self.is_counting:
            return False
        self.is_counting = True
        self._set_counts(self._rules, self._duration)
        self.n_rows = 0
        return self.n_counts > 1

    @property
    def counts_stops(self):
        """Whether the table has no tour of more stops than the day may have."""
        return self.n_counts > 1

    @property
    def seconds(self):
        """What a filling takes, about, in the compiled form."""
        rows = max(self.n_rows, self.n_nodes + self.n_starts)
        blocks = self.n_cells / max(1, self.block)
        return 2e-9 * rows * self.n_nodes * blocks * self.n_counts * (1 + self.n_breaks / 2)

    def remember(self, node, group):
        """Let a node know whether a group was used; return whether this is new to it.

        Who remembers much already forgets what it was told first.
        """
        known = self._memory[node]
        if self.knows(node, group):
            return False
        if len(known) >= MOST_REMEMBERED:
            known.pop(0)
        known.append(group)
        self.n_rows = 0
        return True

    def knows(self, node, group):
        """Whether a node knows of a group that it was used."""
        return group in self._memory[node] or self._nodes[node, 1] == group

    def _set_rows(self):
        """Make a row for each set of groups that a node may remember, and say what follows."""
        sizes = [1 << len(known) for known in self._memory]
        self.first_row = np.cumsum([0, *sizes]).astype(np.int32)
        first = np.asarray(self.first_row)
        n_rows = int(first[-1]) + self.n_starts
        owner = np.repeat(np.arange(self.n_nodes), sizes)
        used = np.zeros((n_rows, len(self._groups)), dtype=bool)
        own = np.array([self._groups[g] for g in self._nodes[:, 1].tolist()], dtype=np.int64)
        used[np.arange(len(owner)), own[owner]] = True
        sets = np.arange(len(owner)) - first[owner]
        for node, known in enumerate(self._memory):
            rows = slice(first[node], first[node + 1])
            for bit, group in enumerate(known):
                used[rows, self._groups[group]] |= (sets[rows] >> bit) & 1 > 0
        to = np.empty((n_rows, self.n_nodes), dtype=np.int32)
        for node, known in enumerate(self._memory):
            follows = np.full(n_rows, first[node])
            for bit, group in enumerate(known):
                follows += used[:, self._groups[group]].astype(np.int64) << bit
            to[:, node] = np.where(used[:, own[node]], -1, follows)
        self.to = to
        self.node_of = np.concatenate([owner, self.n_nodes + np.arange(self.n_starts)]).astype(
            np.int32
        )
        self.n_rows = n_rows
        states = (self.n_breaks + 1) * self.n_counts
        self.rest = np.full((states, n_rows, self.n_cells + 1), NO, dtype=np.int32)
        width = self.n_cells + self.block
        self.serve = np.full((states, n_rows + self.n_ends, width), NO, dtype=np.int32)
        self.order = np.arange(max(1, self.n_nodes), dtype=np.int32)
        self.key = np.zeros((STEPS, max(1, self.n_nodes)), dtype=np.int32)
        self.sorted_key = np.zeros(max(1, self.n_nodes), dtype=np.int32)

    def fill(self, prize, end_value):
        """Fill the table under prices.

        Parameters
        ----------
        prize : (n,) int64
            What each of ``stops`` (in the order of that attribute) adds.
        end_value : (ends,) int64
            What ending there adds.

        Returns
        -------
        (starts,) int64
            What no tour from a start exceeds; ``NOWHERE`` where there is none.
        """
        if not self.n_rows:
            self._set_rows()
        self.prize = np.ascontiguousarray(prize, dtype=np.int32)
        self.end_value = np.ascontiguousarray(end_value, dtype=np.int32)
        self._fill()
        top = np.asarray(self.rest)[self.n_counts - 1, self.n_rows - self.n_starts :, 0]
        return np.where(top > LOST, top.astype(np.int64), NOWHERE)

    @cython.cfunc
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
    def _fill(self) -> cython.void:
        i: cython.int
        end: cython.int = self.n_cells
        k: cython.int
        c: cython.int
        low: cython.int
        high: cython.int
        first: cython.int
        with cython.nogil:
            while end > 0:
                i = max(0, end - self.block)
                low = self.low_c[end - 1]
                high = self.high_c[i]
                for k in range(self.n_breaks, -1, -1):
                    if end - 1 < self.low_k[k] or i > self.high_k[k]:
                        continue  # no tour has had so many breaks by then
                    for c in range(low, high + 1):
                        self._end(k, c, i, end)
                        if not self.serves_first:
                            self._rest(k, c, i, end, 0, self.n_rows - self.n_starts)
                        self._serve(k, c, i, end)
                        first = 0 if self.serves_first else self.n_rows - self.n_starts
                        self._rest(k, c, i, end, first, self.n_rows)
                    for c in range(high + 1, self.n_counts):
                        self._copy(k, high, c, i, end)
                end = i

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
    def _copy(
        self, k: cython.int, high: cython.int, c: cython.int, i: cython.int, end: cython.int
    ) -> cython.void:
        """More stops left than there is time for add nothing."""
        r: cython.int
        u: cython.int
        source: cython.int = k * self.n_counts + high
        state: cython.int = k * self.n_counts + c
        for r in range(self.n_rows + self.n_ends):
            for u in range(i, end):
                self.serve[state, r, u] = self.serve[source, r, u]
        for r in range(self.n_rows):
            for u in range(i, end):
                self.rest[state, r, u] = self.rest[source, r, u]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
    def _end(self, k: cython.int, c: cython.int, i: cython.int, end: cython.int) -> cython.void:
        """Fill in what arriving at an end adds."""
        b: cython.int
        u: cython.int
        value: cython.int
        for b in range(self.n_ends):
            value = self.end_value[b] if k == self.n_breaks else NO
            for u in range(i, end):
                self.serve[k * self.n_counts + c, self.n_rows + b, u] = value
        self._pause(k, c, i, end, self.n_rows, self.n_rows + self.n_ends)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
        for u in range(i, end):
            t = self.after_break[k, u]
            if t < 0:
                continue
            for r in range(first, last):
                if self.serve[state + self.n_counts, r, t] > self.serve[state, r, u]:
                    self.serve[state, r, u] = self.serve[state + self.n_counts, r, t]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
        now: cython.int
        then: cython.int
        size: cython.int = end - i
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
            for u in range(i, end):
                rest[state, r, u] = NO
            if pauses:
                for u in range(i, end):
                    t = self.after_break[k, u]
                    if t >= 0:
                        rest[state, r, u] = rest[state + self.n_counts, r, t]
            # Who leaves later can add no more: the last of the block is the worst.
            worst = max(LOST, rest[state, r, end - 1])
            for b in range(self.n_nodes, self.n_nodes + self.n_ends):
                t = i + shift[a, b]
                row = self.n_rows + b - self.n_nodes
                fare = price[a, b]
                if t < self.n_cells and serve[state, row, t] + fare > worst:
                    for u in range(size):
                        # Written in any case: so it is done for several cells at a time.
                        now = rest[state, r, i + u]
                        then = serve[state, row, t + u] + fare
                        rest[state, r, i + u] = then if then > now else now
                    worst = max(LOST, rest[state, r, end - 1])
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
                    for u in range(size):
                        now = rest[state, r, i + u]
                        then = serve[state, row, t + u] + fare
                        rest[state, r, i + u] = then if then > now else now
                    worst = max(LOST, rest[state, r, end - 1])

    def tour(self, start):
        """Follow the best tour from a start, one of those that lead anywhere.

        Returns
        -------
        end : int
            Index of the end.
        path : list of (int, int)
            Node and index of the stop in ``stops``, in order.
        """
        self.k, self.c, self.i = 0, self.n_counts - 1, 0
        self.r = self.n_rows - self.n_starts + start
        path = []
        while self._go_on() < self.n_nodes:
            path.append((int(self.node_of[self.r]), self._visit()))
        return self.r - self.n_rows, path

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
            row = self.to[self.r, b] if b < self.n_nodes else self.n_rows + b - self.n_nodes
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
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
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
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.initializedcheck(False)
    @cython.cdivision(True)
    def _top(self, i: cython.int) -> cython.int:
        """Return the greatest number of stops left that the table tells apart in a cell."""
        end: cython.int = self.n_cells - (self.n_cells - 1 - i) // self.block * self.block
        return self.high_c[max(0, end - self.block)]
