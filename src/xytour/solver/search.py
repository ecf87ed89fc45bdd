"""Find good plans: ruin a part of the trip and recreate it, tens of thousands of times a second.

A step takes strings of stops out of the days around one stop (slack induction by string
removals, Christiaens and Vanden Berghe 2020), or moves to another bed, and fills the gaps
again, the best gain for the time it costs first. Worse plans are accepted within a margin
that shrinks as the search cools down. Best insertions are kept for each day and stop as long
as the day does not change.

This file is Cython in pure Python mode: it runs as it stands, and is compiled where there
is a compiler, with the same results.
"""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.schedule import Schedule
else:
    from xytour.solver.schedule import Schedule

MASK = cython.declare(cython.ulonglong, (1 << 64) - 1)
FACTOR = cython.declare(cython.ulonglong, 0x2545F4914F6CDD1D)
WISH = cython.declare(cython.longlong, 1 << 52)  # more than all scores together
PLENTY = cython.declare(cython.longlong, 1 << 60)
BED_MOVES = cython.declare(cython.double, 0.3)
ANEW = cython.declare(cython.double, 0.5)
MOST_NIGHTS = cython.declare(cython.int, 3)
OUTSIDERS = cython.declare(cython.double, 0.6)
WANTED = cython.declare(cython.double, 0.5)
WHOLE_DAYS = cython.declare(cython.double, 0.03)
LONGEST_STRING = cython.declare(cython.int, 8)
STRINGS = cython.declare(cython.double, 3.5)
WIDE = cython.declare(cython.double, 6.5)  # the same while wishes are not met
MOST_POOLED = cython.declare(cython.int, 4096)
LONGEST_POOLED = cython.declare(cython.int, 60)
NOISE = cython.declare(cython.double, 1.2)
# of a stop's best insertion into a day, also whether the day has got more stops since
UNKNOWN = cython.declare(cython.int, 0)
FRESH = cython.declare(cython.int, 1)
STALE = cython.declare(cython.int, 2)
# with a choice of beds: steps between two changes of bed that are made whatever they cost, the
# share of the margin after one, and by how much it falls until the next
EXCURSION = cython.declare(cython.int, 200)
OUTSIDE = cython.declare(cython.double, 0.5)
COOLING = cython.declare(cython.double, 0.7)
OPTIMISM = cython.declare(cython.double, 1.3)  # above it stale insertions are looked at again


@cython.cclass
class Search:
    """A plan in the making, the best one so far, and the steps that lead from one to the other.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    schedule: Schedule
    random_state: cython.ulonglong
    n: cython.int
    n_days: cython.int
    n_bed_rows: cython.int
    n_categories: cython.int
    # caps: of everything (the budget), of some kinds of spending
    n_caps: cython.int
    has_way_caps: cython.bint
    cap_most: cython.longlong[::1]
    cap_stop: cython.uchar[:, ::1]
    cap_break: cython.uchar[::1]
    cap_way: cython.uchar[:, ::1]
    cap_bed: cython.longlong[:, ::1]
    day_spent: cython.longlong[:, ::1]
    spent: cython.longlong[::1]
    bed_change_penalty: cython.longlong
    one_bed: cython.bint
    group: cython.int[::1]
    counts: cython.uchar[::1]
    max_stops: cython.longlong[::1]
    # beds: of night d those from bed_first[d] to bed_first[d + 1]
    is_night: cython.uchar[::1]
    n_nights: cython.int
    bed_first: cython.int[::1]
    bed_location: cython.int[::1]
    bed_cost: cython.longlong[::1]
    bed_profit: cython.longlong[::1]
    # categories
    weight_in: cython.longlong[:, ::1]
    least: cython.longlong[::1]
    most: cython.longlong[::1]
    rate_first: cython.int[::1]
    rate_from: cython.longlong[::1]
    rate: cython.longlong[::1]
    required: cython.uchar[::1]
    n_required: cython.int
    has_extra: cython.bint
    most_profit: object
    typical: cython.double
    want: cython.double
    # the plan at hand; row 0 of the arrays with two is what it was before the step
    bed: cython.int[:, ::1]
    used: cython.int[::1]
    counted: cython.longlong[::1]
    day_score: cython.longlong[::1]
    total_in: cython.longlong[::1]
    score: cython.longlong
    missing: cython.double
    energy: cython.double
    old_energy: cython.double
    # the best insertion of each stop into each day, and copies of days that a step changes
    known: cython.uchar[:, ::1]
    gain: cython.longlong[:, ::1]
    effort: cython.longlong[:, ::1]
    near: cython.longlong[:, ::1]
    far: cython.longlong[:, ::1]
    position: cython.int[:, ::1]
    ratio: cython.double[:, ::1]
    liking: cython.double[::1]
    extra: cython.longlong[::1]
    key_of_day: cython.double[::1]
    choice_of_day: cython.int[::1]
    is_kept: cython.uchar[::1]
    kept_tour: cython.int[:, ::1]
    kept_size: cython.int[::1]
    kept_known: cython.uchar[:, ::1]
    kept_gain: cython.longlong[:, ::1]
    kept_effort: cython.longlong[:, ::1]
    kept_near: cython.longlong[:, ::1]
    kept_far: cython.longlong[:, ::1]
    kept_position: cython.int[:, ::1]
    kept_ratio: cython.double[:, ::1]
    # tours of good plans, the last ones; each row is day, start, end, size and the stops
    pool: cython.int[:, ::1]
    pooled: cython.longlong
    met: cython.ulonglong[::1]
    # the best plan
    best_tour: cython.int[:, ::1]
    best_size: cython.int[::1]
    best_bed: cython.int[::1]
    best_score: cython.longlong
    best_missing: cython.double
    # with a choice of beds: the plan that excursions start from, and the steps of this one
    has_choice: cython.bint
    home_tour: cython.int[:, ::1]
    home_size: cython.int[::1]
    home_bed: cython.int[::1]
    home_energy: cython.double
    out: cython.int
    is_cut: cython.int[::1]
    # the stops that steps put in; others only leave the plan
    sought: cython.int[::1]
    n_sought: cython.int
    improved: cython.bint
    steps: cython.longlong

    def __init__(self, problem, seed=0):
        n, n_days = problem.n_stops, problem.n_days
        self.schedule = Schedule(problem)
        self.random_state = (int(seed) * 2 + 1) * 0x9E3779B97F4A7C15 & ((1 << 64) - 1)
        self.n, self.n_days, self.n_bed_rows = n, n_days, len(problem.beds)
        self.bed_change_penalty, self.one_bed = problem.bed_change_penalty, problem.one_bed
        groups, group = np.unique(problem.group, return_inverse=True)
        self.group = group.reshape(n).astype(np.int32)
        self.counts = problem.counts.astype(np.uint8)
        self.max_stops = np.array([day.max_stops for day in problem.days], dtype=np.int64)
        self._set_beds(problem)
        self._set_caps(problem)
        self._set_categories(problem)
        required = np.isin(groups, sorted(problem.required))
        self.required = required.astype(np.uint8)
        self.n_required = int(required.sum())
        has_bounds = any(c.least or c.rates for c in problem.categories)
        self.has_extra = self.n_required > 0 or has_bounds
        self.most_profit = problem.profit.max(axis=1, initial=0)
        self.want = 2e6 * max(1.0, float(self.most_profit.max(initial=0)))
        self.bed = np.zeros((2, max(1, n_days)), dtype=np.int32)
        self.used = np.zeros(max(1, len(groups)), dtype=np.int32)
        self.counted, self.day_score = np.zeros((2, n_days), dtype=np.int64)
        self.known, self.kept_known = np.zeros((2, n_days, n), dtype=np.uint8)
        self.gain, self.effort, self.kept_gain, self.kept_effort = np.zeros(
            (4, n_days, n), dtype=np.int64
        )
        # What a stop's ways cost is asked for only where a cap counts them.
        paid = (4, n_days, n) if self.has_way_caps else (4, 1, 1)
        self.near, self.far, self.kept_near, self.kept_far = np.zeros(paid, dtype=np.int64)
        self.position, self.kept_position = np.zeros((2, n_days, n), dtype=np.int32)
        self.ratio, self.kept_ratio = np.zeros((2, n_days, n))
        self.liking = np.ones(n)
        self.extra = np.zeros(n, dtype=np.int64)
        self.key_of_day = np.zeros(n_days)
        self.choice_of_day = np.zeros(n_days, dtype=np.int32)
        self.is_kept = np.zeros(n_days, dtype=np.uint8)
        self.kept_tour, self.best_tour = np.zeros((2, n_days, n + 2), dtype=np.int32)
        self.kept_size, self.best_size, self.is_cut = np.zeros((3, n_days), dtype=np.int32)
        self.best_bed = np.zeros(max(1, n_days), dtype=np.int32)
        self.best_missing = 1e300
        self.home_tour = np.zeros((n_days, n + 2), dtype=np.int32)
        self.home_size, self.home_bed = np.zeros((2, max(1, n_days)), dtype=np.int32)
        self.out = -1
        self.seek(range(n))
        self.steps = 0
        longest = min(n, LONGEST_POOLED)
        self.pool = np.zeros((MOST_POOLED if n_days > 1 else 1, 4 + longest), dtype=np.int32)
        self.pooled = 0
        self.met = np.zeros(MOST_POOLED, dtype=np.uint64)
        for d, day in enumerate(problem.days):
            if day.start is not None:
                self.schedule.start[d] = day.start
            if day.end is not None:
                self.schedule.end[d] = day.end

    def _set_beds(self, problem):
        nights = [
            beds if problem.days[d].end is None else () for d, beds in enumerate(problem.beds)
        ]
        nights += [()] * (problem.n_days - len(nights))
        flat = [bed for night in nights for bed in night]
        self.is_night = np.array([len(night) > 0 for night in nights], dtype=np.uint8)
        self.n_nights = sum(len(night) > 0 for night in nights)
        self.bed_first = np.cumsum([0, *(len(night) for night in nights)]).astype(np.int32)
        self.bed_location = np.array([bed.location for bed in flat], dtype=np.int32)
        self.has_choice = any(len({bed.location for bed in night}) > 1 for night in nights)
        self.bed_cost = np.array([bed.cost for bed in flat], dtype=np.int64)
        self.bed_profit = np.array([bed.profit for bed in flat], dtype=np.int64)

    def _set_caps(self, problem):
        caps = problem.all_caps
        self.n_caps = len(caps)
        self.cap_most = np.array([cap.most for cap in caps], dtype=np.int64)
        self.cap_stop = np.array(
            [cap.stops if len(cap.stops) else [False] * self.n for cap in caps], dtype=np.uint8
        ).reshape(len(caps), self.n)
        self.cap_break = np.array([cap.breaks for cap in caps], dtype=np.uint8)
        ways = [(cap.ways, cap.far_ways) for cap in caps]
        self.cap_way = np.array(ways, dtype=np.uint8).reshape(len(caps), 2)
        nights = [(night, range(len(beds))) for night, beds in enumerate(problem.beds)]
        nights = [(night, row) for night, row in nights if problem.days[night].end is None]
        beds = [[cap.bed(night, k) for night, row in nights for k in row] for cap in caps]
        self.cap_bed = np.array(beds, dtype=np.int64).reshape(len(caps), len(self.bed_cost))
        self.has_way_caps = bool(self.schedule.has_fares and np.asarray(self.cap_way).any())
        self.day_spent = np.zeros((len(caps), problem.n_days), dtype=np.int64)
        self.spent = np.zeros(len(caps), dtype=np.int64)

    def _set_categories(self, problem):
        categories = problem.categories
        self.n_categories = len(categories)
        self.weight_in = np.ascontiguousarray(problem.weights)
        self.least = np.array([c.least for c in categories], dtype=np.int64)
        self.most = np.array([c.most for c in categories], dtype=np.int64)
        self.rate_first = np.cumsum([0, *(len(c.rates) for c in categories)]).astype(np.int32)
        rates = [rate for c in categories for rate in c.rates]
        self.rate_from = np.array([start for start, _ in rates], dtype=np.int64)
        self.rate = np.array([rate for _, rate in rates], dtype=np.int64)
        self.total_in = np.zeros(len(categories), dtype=np.int64)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _draw(self) -> cython.double:
        """Return a random number from [0, 1) (xorshift64*)."""
        x: cython.ulonglong = self.random_state
        x = x ^ (x >> 12)
        x = (x ^ (x << 25)) & MASK
        x = x ^ (x >> 27)
        self.random_state = x
        x = (x * FACTOR) & MASK
        return cython.cast(cython.double, x >> 11) * (1.0 / 9007199254740992.0)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _draw_below(self, n: cython.int) -> cython.int:
        """Return a random whole number from 0 to n - 1."""
        k: cython.int = cython.cast(cython.int, self._draw() * n)
        return k if k < n else n - 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _value_day(self, d: cython.int) -> cython.void:
        """Work out a day's score, spending and stops that count, beds left out."""
        p: cython.int
        stop: cython.int
        here: cython.int = self.schedule.start[d]
        there: cython.int
        score: cython.longlong = 0
        counted: cython.longlong = 0
        n: cython.int = self.schedule.size[d]
        for p in range(n + 1):
            if p < n:
                stop = self.schedule.tour[d, p]
                there = self.schedule.location[stop]
                score += self.schedule.profit[stop, d]
                counted += self.counts[stop]
            else:
                there = self.schedule.end[d]
            score -= self.schedule.travel_penalty * self.schedule.travel[here, there]
            here = there
        self.day_score[d] = score
        self.counted[d] = counted
        for p in range(self.n_caps):
            self.day_spent[p, d] = self._spending(p, d)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _spending(self, c: cython.int, d: cython.int) -> cython.longlong:
        """Return what a day spends of a cap, beds left out."""
        p: cython.int
        k: cython.int
        stop: cython.int
        here: cython.int = self.schedule.start[d]
        there: cython.int
        spent: cython.longlong = 0
        n: cython.int = self.schedule.size[d]
        if self.cap_break[c]:
            for k in range(self.schedule.n_breaks[d]):
                spent += self.schedule.break_cost[d, k]
        for p in range(n + 1):
            if p < n:
                stop = self.schedule.tour[d, p]
                there = self.schedule.location[stop]
                if self.cap_stop[c, stop]:
                    spent += self.schedule.cost[stop, d]
                k = self.schedule.meal[d, stop]
                if k >= 0 and self.cap_break[c]:
                    spent -= self.schedule.break_cost[d, k]
            else:
                there = self.schedule.end[d]
            if self.has_way_caps:
                k = self.schedule.is_far[here] or self.schedule.is_far[there]
                if self.cap_way[c, k]:
                    spent += self.schedule.travel_cost[here, there]
            here = there
        return spent

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _reward(self, c: cython.int, total: cython.longlong) -> cython.longlong:
        """Return what a category's total adds to the score."""
        k: cython.int
        end: cython.longlong
        reward: cython.longlong = 0
        for k in range(self.rate_first[c], self.rate_first[c + 1]):
            if total <= self.rate_from[k]:
                break
            end = total
            if k + 1 < self.rate_first[c + 1] and self.rate_from[k + 1] < total:
                end = self.rate_from[k + 1]
            reward += self.rate[k] * (end - self.rate_from[k])
        return reward

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _value(self) -> cython.void:
        """Work out score, spending, wishes not met and energy of the plan from its days."""
        d: cython.int
        c: cython.int
        b: cython.int
        before: cython.int = -1
        score: cython.longlong = 0
        spent: cython.longlong = 0
        missing: cython.double = 0.0
        span: cython.double = 1.0
        for c in range(self.n_caps):
            self.spent[c] = 0
            for d in range(self.n_days):
                self.spent[c] += self.day_spent[c, d]
                if self.is_night[d]:
                    self.spent[c] += self.cap_bed[c, self.bed[1, d]]
        for d in range(self.n_days):
            score += self.day_score[d]
            spent += self.schedule.soonest[d, self.schedule.size[d]] - self.schedule.earliest[d]
            span += self.schedule.latest[d] - self.schedule.earliest[d]
            if not self.is_night[d]:
                before = -1
                continue
            b = self.bed[1, d]
            score += self.bed_profit[b]
            if before >= 0 and before != self.bed_location[b]:
                score -= self.bed_change_penalty
            before = self.bed_location[b]
        if self.n_required > 0:
            missing = self.n_required
            for c in range(self.used.shape[0]):
                if self.required[c] and self.used[c] > 0:
                    missing -= 1.0
        for c in range(self.n_categories):
            score += self._reward(c, self.total_in[c])
            if self.total_in[c] < self.least[c]:
                missing += 1.0 - cython.cast(cython.double, self.total_in[c]) / self.least[c]
        self.score = score
        self.missing = missing
        # Of plans of one score the shorter one leaves more room.
        self.energy = score - self.want * missing - 0.2 * self.typical * (spent / span)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _take(self, stop: cython.int, sign: cython.int) -> cython.void:
        """Note that a stop comes into the plan (sign 1) or leaves it (-1)."""
        c: cython.int
        self.used[self.group[stop]] += sign
        for c in range(self.n_categories):
            self.total_in[c] += sign * self.weight_in[c, stop]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _keep(self, d: cython.int) -> cython.void:
        """Keep a copy of a day before a step first changes it."""
        k: cython.int
        s: cython.int
        if self.is_kept[d]:
            return
        self.is_kept[d] = 1
        self.kept_size[d] = self.schedule.size[d]
        for s in range(self.schedule.size[d]):
            self.kept_tour[d, s] = self.schedule.tour[d, s]
        for k in range(self.n_sought):
            s = self.sought[k]
            self.kept_known[d, s] = self.known[d, s]
            if self.known[d, s]:
                self.kept_gain[d, s] = self.gain[d, s]
                self.kept_effort[d, s] = self.effort[d, s]
                if self.has_way_caps:
                    self.kept_near[d, s] = self.near[d, s]
                    self.kept_far[d, s] = self.far[d, s]
                self.kept_position[d, s] = self.position[d, s]
                self.kept_ratio[d, s] = self.ratio[d, s]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _forget(self, d: cython.int) -> cython.void:
        """Forget the best insertions into a day that has changed."""
        k: cython.int
        for k in range(self.n_sought):
            self.known[d, self.sought[k]] = UNKNOWN

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _tighten(self, d: cython.int) -> cython.void:
        """Doubt the best insertions into a day that has less room than before.

        What did not fit before does not fit now.
        """
        k: cython.int
        s: cython.int
        for k in range(self.n_sought):
            s = self.sought[k]
            if self.ratio[d, s] > 0.0 and self.known[d, s] == FRESH:
                self.known[d, s] = STALE
            elif self.ratio[d, s] == 0.0:
                self.known[d, s] = UNKNOWN  # what gains nothing yet may do so after this

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _put_day(
        self, d: cython.int, tours: cython.int[:, ::1], sizes: cython.int[::1]
    ) -> cython.void:
        """Put the stops that a copy of the plan has on a day in the place of those there."""
        p: cython.int
        for p in range(self.schedule.size[d]):
            self._take(self.schedule.tour[d, p], -1)
        self.schedule.size[d] = sizes[d]
        for p in range(sizes[d]):
            self.schedule.tour[d, p] = tours[d, p]
            self._take(tours[d, p], 1)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _undo(self) -> cython.void:
        """Go back to the plan before the step."""
        d: cython.int
        p: cython.int
        s: cython.int
        for d in range(self.n_days):
            if self.is_kept[d]:
                self._put_day(d, self.kept_tour, self.kept_size)
        for d in range(self.n_days):
            self.bed[1, d] = self.bed[0, d]
        self._set_ends()
        for d in range(self.n_days):
            if self.is_kept[d]:
                self.schedule.time(d)
                self._value_day(d)
                for p in range(self.n_sought):
                    s = self.sought[p]
                    self.known[d, s] = self.kept_known[d, s]
                    if self.kept_known[d, s]:
                        self.gain[d, s] = self.kept_gain[d, s]
                        self.effort[d, s] = self.kept_effort[d, s]
                        if self.has_way_caps:
                            self.near[d, s] = self.kept_near[d, s]
                            self.far[d, s] = self.kept_far[d, s]
                        self.position[d, s] = self.kept_position[d, s]
                        self.ratio[d, s] = self.kept_ratio[d, s]
        self._value()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _set_ends(self) -> cython.void:
        """Let days end and begin at the beds chosen."""
        d: cython.int
        for d in range(self.n_days):
            if self.is_night[d]:
                self.schedule.end[d] = self.bed_location[self.bed[1, d]]
                self.schedule.start[d + 1] = self.schedule.end[d]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _look(self, d: cython.int, s: cython.int) -> cython.void:
        """Find the best insertion of a stop into a day that caps on ways leave room for.

        What else it costs is the same anywhere on the day and checked later.
        """
        c: cython.int
        left: cython.longlong
        slack: cython.longlong = PLENTY
        near: cython.longlong = PLENTY
        far: cython.longlong = PLENTY
        whole: cython.longlong = 0
        if self.has_way_caps:
            whole = self.schedule.cost[s, d]
            if self.schedule.meal[d, s] >= 0:
                whole -= self.schedule.break_cost[d, self.schedule.meal[d, s]]
            for c in range(self.n_caps):
                left = self.cap_most[c] - self.spent[c] - self._price(c, d, s)
                if self.cap_way[c, 0] and self.cap_way[c, 1]:
                    slack = min(slack, left + whole)
                elif self.cap_way[c, 0]:
                    near = min(near, left)
                elif self.cap_way[c, 1]:
                    far = min(far, left)
        self.known[d, s] = FRESH
        self.ratio[d, s] = -1.0
        if self.schedule.try_stop(s, d, slack, near, far):
            self.gain[d, s] = self.schedule.gain
            self.effort[d, s] = self.schedule.effort
            self.position[d, s] = self.schedule.position
            if self.has_way_caps:
                self.far[d, s] = self.schedule.far_money
                self.near[d, s] = self.schedule.money - whole - self.schedule.far_money
            self.ratio[d, s] = cython.cast(cython.double, self.gain[d, s]) / self.effort[d, s]
            if self.ratio[d, s] <= 0.0:
                self.ratio[d, s] = 0.0

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _price(self, c: cython.int, d: cython.int, s: cython.int) -> cython.longlong:
        """Return what a stop adds to the spending of a cap on a day, ways left out."""
        price: cython.longlong = 0
        k: cython.int = self.schedule.meal[d, s]
        if self.cap_stop[c, s]:
            price = self.schedule.cost[s, d]
        if k >= 0 and self.cap_break[c]:
            price -= self.schedule.break_cost[d, k]
        return price

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _adds(self, c: cython.int, d: cython.int, s: cython.int) -> cython.longlong:
        """Return what the best insertion of a stop into a day adds to the spending of a cap."""
        price: cython.longlong = self._price(c, d, s)
        if self.has_way_caps:
            price += self.cap_way[c, 0] * self.near[d, s] + self.cap_way[c, 1] * self.far[d, s]
        return price

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_affordable(self, d: cython.int, s: cython.int) -> cython.bint:
        """Whether all caps leave room for the best insertion of a stop into a day."""
        c: cython.int
        for c in range(self.n_caps):
            if self.spent[c] + self._adds(c, d, s) > self.cap_most[c]:
                return False
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _set_extra(self) -> cython.void:
        """Work out what each stop adds through categories and wishes, as the plan stands."""
        k: cython.int
        s: cython.int
        c: cython.int
        weight: cython.longlong
        total: cython.longlong
        short: cython.longlong
        for k in range(self.n_sought):
            s = self.sought[k]
            self.extra[s] = 0
            if self.required[self.group[s]]:
                self.extra[s] = WISH
        for c in range(self.n_categories):
            total = self.total_in[c]
            short = self.least[c] - total
            for k in range(self.n_sought):
                s = self.sought[k]
                weight = self.weight_in[c, s]
                if weight == 0:
                    continue
                self.extra[s] += self._reward(c, total + weight) - self._reward(c, total)
                if short > 0:
                    if weight > short:
                        weight = short
                    self.extra[s] += cython.cast(
                        cython.longlong, cython.cast(cython.double, WISH) * weight / self.least[c]
                    )

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_admitted(self, s: cython.int) -> cython.bint:
        """Whether categories leave room for a stop."""
        c: cython.int
        for c in range(self.n_categories):
            if self.weight_in[c, s] > 0 and self.total_in[c] + self.weight_in[c, s] > self.most[c]:
                return False
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _insert(self, d: cython.int, s: cython.int) -> cython.void:
        """Put a stop into a day where it is best."""
        c: cython.int
        self._keep(d)
        for c in range(self.n_caps):
            self.spent[c] += self._adds(c, d, s)
        self.schedule.insert(d, self.position[d, s], s)
        self.schedule.time(d)
        self.counted[d] += self.counts[s]
        self._take(s, 1)
        if self.schedule.meal[d, s] >= 0:
            self._forget(d)  # the break that it takes the place of may have been longer
        else:
            self._tighten(d)
        if self.has_extra:
            self._set_extra()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _insert_best(self, d: cython.int, s: cython.int) -> cython.bint:
        """Put one stop into the day that suits it best; return whether any did."""
        k: cython.int
        best: cython.int = -1
        if self.used[self.group[s]] > 0 or not self._is_admitted(s):
            return False
        for k in range(self.n_days):
            if self.counts[s] and self.counted[k] >= self.max_stops[k]:
                continue
            self._look(k, s)
            if self.ratio[k, s] <= 0.0 or not self._is_affordable(k, s):
                continue
            if best < 0 or self.ratio[k, s] > self.ratio[best, s]:
                best = k
        if best < 0:
            return False
        self._insert(best, s)
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _fill(self) -> cython.void:
        """Insert stops, the best for the time it costs first, until none fits."""
        d: cython.int
        day: cython.int
        stop: cython.int
        # What suits a day not changed suits it as well as before, or less: caps alone make room.
        is_shared: cython.bint = self.n_caps > 0
        if self.has_extra:
            self._set_extra()
        for d in range(self.n_days):
            self._choose(d)
        while True:
            day = 0
            for d in range(1, self.n_days):
                if self.key_of_day[d] > self.key_of_day[day]:
                    day = d
            stop = self.choice_of_day[day]
            if stop < 0:
                return
            self._insert(day, stop)
            for d in range(self.n_days):
                if d == day or is_shared or not self._is_still_best(d):
                    self._choose(d)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_still_best(self, d: cython.int) -> cython.bint:
        """Whether the stop chosen for a day is as good as before one was put into another day."""
        s: cython.int = self.choice_of_day[d]
        if s < 0:
            return True
        if self.used[self.group[s]] > 0 or self._key(d, s) < self.key_of_day[d]:
            return False
        return self.n_categories == 0 or self._is_admitted(s)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _choose(self, d: cython.int) -> cython.void:
        """Find the stop to insert into a day next, -1 if none fits, and its key.

        Of insertions found before others were made only those that come near the best are
        looked at again.
        """
        k: cython.int
        s: cython.int
        stop: cython.int = -1
        key: cython.double
        best: cython.double = 0.0
        is_full: cython.bint = self.counted[d] >= self.max_stops[d]
        for k in range(self.n_sought):
            s = self.sought[k]
            if self.ratio[d, s] < 0.0 and self.known[d, s] == FRESH:
                continue  # most do not fit
            if self.used[self.group[s]] > 0 or (is_full and self.counts[s]):
                continue
            if self.known[d, s] == STALE:
                if self.has_way_caps or OPTIMISM * self._key(d, s) > best:
                    self._look(d, s)
            elif self.known[d, s] == UNKNOWN:
                self._look(d, s)
            key = self._key(d, s)
            if key <= best or (self.n_categories and not self._is_admitted(s)):
                continue
            if self.known[d, s] == STALE:
                continue
            if self.n_caps and not self._is_affordable(d, s):
                # It may be cheaper elsewhere on the day; if not, it stays dear.
                if not self.has_way_caps:
                    continue
                self._look(d, s)
                if self.ratio[d, s] >= 0.0 and not self._is_affordable(d, s):
                    self.ratio[d, s] = -1.0
                key = self._key(d, s)
                if key <= best:
                    continue
            best = key
            stop = s
        self.key_of_day[d] = best
        self.choice_of_day[d] = stop

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _key(self, d: cython.int, s: cython.int) -> cython.double:
        """Return what a stop adds to a day for its time, as liked; below 0 if it does not fit."""
        if self.ratio[d, s] < 0.0 or not self.has_extra:
            return self.ratio[d, s] * self.liking[s]
        return (
            cython.cast(cython.double, self.gain[d, s] + self.extra[s])
            / self.effort[d, s]
            * self.liking[s]
        )

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _set_liking(self) -> cython.void:
        """Draw how much each stop is liked in this step: by its profit, and by chance."""
        k: cython.int
        s: cython.int
        kind: cython.int = self._draw_below(4)
        noise: cython.double = NOISE * self._draw()
        worth: cython.double
        for k in range(self.n_sought):
            s = self.sought[k]
            worth = cython.cast(cython.double, self.schedule.profit[s, 0]) / self.typical
            if worth <= 0.0:
                worth = 0.01
            if kind == 0:
                self.liking[s] = 1.0
            elif kind == 1:
                self.liking[s] = worth
            elif kind == 2:
                self.liking[s] = worth / (1.0 + worth)
            else:
                self.liking[s] = worth * worth
            self.liking[s] *= 1.0 + noise * (self._draw() - 0.5)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _cut(self, d: cython.int, p: cython.int, count: cython.int) -> cython.void:
        """Take stops out of a day from position p on."""
        q: cython.int
        self._keep(d)
        for q in range(p, p + count):
            self._take(self.schedule.tour[d, q], -1)
        self.schedule.remove(d, p, count)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _cut_string(self, d: cython.int, p: cython.int, longest: cython.int) -> cython.void:
        """Take a string of stops that holds position p out of a day."""
        size: cython.int = self.schedule.size[d]
        count: cython.int = 1 + self._draw_below(min(size, longest))
        low: cython.int = p - count + 1
        high: cython.int = p
        if low < 0:
            low = 0
        if high > size - count:
            high = size - count
        self._cut(d, low + self._draw_below(high - low + 1), count)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_wanted(self, s: cython.int) -> cython.bint:
        """Whether a stop would meet a wish that is not met."""
        c: cython.int
        if self.used[self.group[s]] > 0:
            return False
        if self.required[self.group[s]]:
            return True
        for c in range(self.n_categories):
            if self.weight_in[c, s] > 0 and self.total_in[c] < self.least[c]:
                return True
        return False

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _draw_stop(self) -> cython.int:
        """Return a random stop, often one that is wanted while there are any."""
        k: cython.int
        s: cython.int
        first: cython.int = self._draw_below(self.n_sought)
        if self.missing > 0.0 and self._draw() < WANTED:
            for k in range(self.n_sought):
                s = self.sought[(first + k) % self.n_sought]
                if self._is_wanted(s):
                    return s
        return self.sought[first]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _ruin(self) -> cython.int:
        """Take strings out of days around one stop; return an outsider to bring in, or -1."""
        d: cython.int
        k: cython.int
        p: cython.int
        stop: cython.int
        seed: cython.int = -1
        outsider: cython.int = -1
        visited: cython.int = 0
        longest: cython.int
        most: cython.double
        strings: cython.int
        near: cython.int
        at: cython.int
        away: cython.int
        best: cython.int
        for d in range(self.n_days):
            visited += self.schedule.size[d]
        if visited == 0:
            return -1
        if self._draw() < OUTSIDERS:
            outsider = self._draw_stop()
            seed = outsider
            if self.used[self.group[seed]] > 0:
                outsider = -1
        else:
            k = self._draw_below(visited)
            for d in range(self.n_days):
                if k < self.schedule.size[d]:
                    seed = self.schedule.tour[d, k]
                    break
                k -= self.schedule.size[d]
        at = self.schedule.location[seed]
        longest = (visited + self.n_days - 1) // self.n_days
        if longest > LONGEST_STRING:
            longest = LONGEST_STRING
        most = WIDE if self.missing > 0.0 else STRINGS
        strings = cython.cast(cython.int, 1.0 + self._draw() * (most - 1.0))
        for d in range(self.n_days):
            self.is_cut[d] = 0
        for _ in range(min(strings, self.n_days)):
            # The day with the stop nearest to the seed of those not cut yet.
            near = -1
            best = 0
            away = 0
            for d in range(self.n_days):
                if self.is_cut[d]:
                    continue
                for p in range(self.schedule.size[d]):
                    stop = self.schedule.tour[d, p]
                    away = self.schedule.travel[at, self.schedule.location[stop]]
                    if stop == seed:
                        away = -1
                    if near < 0 or away < best:
                        best = away
                        near = d
                        visited = p
            if near < 0:
                break
            self.is_cut[near] = 1
            if self._draw() < WHOLE_DAYS:
                self._cut(near, 0, self.schedule.size[near])
            else:
                self._cut_string(near, visited, longest)
        return outsider

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _retime(self) -> cython.bint:
        """Time all days that have changed; return whether they are feasible and affordable."""
        d: cython.int
        for d in range(self.n_days):
            if self.is_kept[d]:
                if not self.schedule.time(d):
                    return False
                self._value_day(d)
            # Where the way costs money, what fits depends on how much is left.
            if self.is_kept[d] or self.has_way_caps:
                self._forget(d)
        self._value()
        for d in range(self.n_caps):
            if self.spent[d] > self.cap_most[d]:
                return False
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _move_bed(self) -> cython.bint:
        """Spend a night, or all, elsewhere, dropping stops until the days fit."""
        d: cython.int
        k: cython.int
        b: cython.int
        night: cython.int
        best: cython.int = -1
        least: cython.longlong = 0
        away: cython.longlong
        k = self._draw_below(self.n_nights)
        night = 0
        for d in range(self.n_days):
            if self.is_night[d]:
                if k == 0:
                    night = d
                    break
                k -= 1
        # Of a few beds drawn, the one nearest to the stops of the days around.
        for _ in range(1 + self._draw_below(4)):
            b = self.bed_first[night] + self._draw_below(
                self.bed_first[night + 1] - self.bed_first[night]
            )
            away = self._away(night, self.bed_location[b])
            if best < 0 or away < least:
                best = b
                least = away
        away = self.bed_location[best]
        if self.one_bed or self._draw() < 0.3:
            for d in range(self.n_days):
                if self.is_night[d]:
                    self.bed[1, d] = self._bed_near(d, cython.cast(cython.int, away))
        self.bed[1, night] = best
        for d in range(self.n_days):
            if self.is_night[d] and self.bed[1, d] != self.bed[0, d]:
                if self.bed_location[self.bed[1, d]] != self.bed_location[self.bed[0, d]]:
                    self._keep(d)
                    self._keep(d + 1)
        self._set_ends()
        if self.one_bed and not self._is_one_bed():
            return False
        for d in range(self.n_days):
            if not self.is_kept[d]:
                continue
            self._prune(d)
            while not self.schedule.time(d):
                if self.schedule.size[d] == 0:
                    return False
                self._cut(d, self._draw_below(self.schedule.size[d]), 1)
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _prune(self, d: cython.int) -> cython.void:
        """Take the stops out of a day that are not worth the way there, the worst first."""
        p: cython.int
        worst: cython.int = 0
        stop: cython.int
        here: cython.int
        at: cython.int
        there: cython.int
        worth: cython.longlong
        least: cython.longlong = -1
        while least < 0:
            least = 0
            here = self.schedule.start[d]
            for p in range(self.schedule.size[d]):
                stop = self.schedule.tour[d, p]
                at = self.schedule.location[stop]
                there = self.schedule.end[d]
                if p + 1 < self.schedule.size[d]:
                    there = self.schedule.location[self.schedule.tour[d, p + 1]]
                worth = self.schedule.travel[here, at] + self.schedule.travel[at, there]
                worth -= self.schedule.travel[here, there]
                worth = self.schedule.profit[stop, d] - self.schedule.travel_penalty * worth
                if worth < least:
                    least = worth
                    worst = p
                here = at
            if least < 0:
                self._cut(d, worst, 1)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _go_elsewhere(self) -> cython.bint:
        """Spend a few nights, or all, near some stop, and begin the days around them anew."""
        d: cython.int
        k: cython.int
        first: cython.int
        at: cython.int
        nights: cython.int = 1 + self._draw_below(MOST_NIGHTS)
        if self.n_sought == 0:
            return False
        at = self.schedule.location[self._draw_stop()]
        first = self._draw_below(self.n_days)
        for d in range(self.n_days):
            if self.is_night[d] and (self.one_bed or first <= d < first + nights):
                self.bed[1, d] = self._bed_near(d, at)
                for k in range(d, d + 2):
                    if not self.is_kept[k]:
                        self._cut(k, 0, self.schedule.size[k])
        self._set_ends()
        return not self.one_bed or self._is_one_bed()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _away(self, night: cython.int, at: cython.int) -> cython.longlong:
        """Return how far the stops of the days around a night are from a location."""
        p: cython.int
        away: cython.longlong = 0
        for p in range(self.schedule.size[night]):
            away += self.schedule.travel[self.schedule.location[self.schedule.tour[night, p]], at]
        for p in range(self.schedule.size[night + 1]):
            away += self.schedule.travel[
                at, self.schedule.location[self.schedule.tour[night + 1, p]]
            ]
        return away

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _bed_near(self, night: cython.int, at: cython.int) -> cython.int:
        """Return the bed of a night nearest to a location; the best of several there."""
        b: cython.int
        best: cython.int = self.bed_first[night]
        away: cython.int
        least: cython.int = self.schedule.travel[at, self.bed_location[best]]
        for b in range(self.bed_first[night], self.bed_first[night + 1]):
            away = self.schedule.travel[at, self.bed_location[b]]
            if self.bed_location[b] == at:
                away = -1
            if away < least or (
                away == least
                and (
                    self.bed_profit[b] > self.bed_profit[best]
                    or (
                        self.bed_profit[b] == self.bed_profit[best]
                        and self.bed_cost[b] < self.bed_cost[best]
                    )
                )
            ):
                least = away
                best = b
        return best

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_one_bed(self) -> cython.bint:
        """Whether all nights are spent in one place."""
        d: cython.int
        first: cython.int = -1
        for d in range(self.n_days):
            if self.is_night[d]:
                if first >= 0 and self.bed_location[self.bed[1, d]] != first:
                    return False
                first = self.bed_location[self.bed[1, d]]
        return True

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _copy_plan(
        self, tours: cython.int[:, ::1], sizes: cython.int[::1], beds: cython.int[::1]
    ) -> cython.void:
        """Copy the plan at hand."""
        d: cython.int
        p: cython.int
        for d in range(self.n_days):
            beds[d] = self.bed[1, d]
            sizes[d] = self.schedule.size[d]
            for p in range(self.schedule.size[d]):
                tours[d, p] = self.schedule.tour[d, p]

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _note_best(self) -> cython.void:
        """Keep the plan as the best one."""
        self.improved = True
        self.best_score = self.score
        self.best_missing = self.missing
        self._copy_plan(self.best_tour, self.best_size, self.best_bed)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _is_better(self) -> cython.bint:
        """Whether the plan beats the best one: wishes met first, then the score."""
        if self.missing != self.best_missing:
            return self.missing < self.best_missing
        return self.score > self.best_score

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _mix(self, mark: cython.ulonglong, number: cython.int) -> cython.ulonglong:
        """Return a mark changed by one more number."""
        mark = (mark ^ (mark >> 29)) + cython.cast(cython.ulonglong, number) + 1
        return mark * FACTOR & MASK

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _mark(self, d: cython.int) -> cython.ulonglong:
        """Return a number that hardly any other tour has."""
        p: cython.int
        mark: cython.ulonglong = d
        mark = self._mix(mark, self.schedule.start[d])
        mark = self._mix(mark, self.schedule.end[d])
        for p in range(self.schedule.size[d]):
            mark = self._mix(mark, self.schedule.tour[d, p])
        return mark ^ (mark >> 32)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _pool_days(self) -> cython.void:
        """Keep the tours of the days that a step changed, for recombination."""
        d: cython.int
        p: cython.int
        row: cython.int
        mark: cython.ulonglong
        if self.n_days < 2:
            return
        for d in range(self.n_days):
            if not self.is_kept[d] or self.schedule.size[d] + 4 > self.pool.shape[1]:
                continue
            mark = self._mark(d)
            if self.met[mark % self.met.shape[0]] == mark:
                continue  # there already, most likely
            self.met[mark % self.met.shape[0]] = mark
            row = cython.cast(cython.int, self.pooled % self.pool.shape[0])
            self.pool[row, 0] = d
            self.pool[row, 1] = self.schedule.start[d]
            self.pool[row, 2] = self.schedule.end[d]
            self.pool[row, 3] = self.schedule.size[d]
            for p in range(self.schedule.size[d]):
                self.pool[row, 4 + p] = self.schedule.tour[d, p]
            self.pooled += 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _begin_step(self) -> cython.void:
        """Note that no day has changed yet."""
        d: cython.int
        for d in range(self.n_days):
            self.is_kept[d] = 0
            self.bed[0, d] = self.bed[1, d]
        self.old_energy = self.energy

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _change_beds(self) -> cython.bint:
        """Spend a night or a few elsewhere; return whether that can be."""
        return self._go_elsewhere() if self._draw() < ANEW else self._move_bed()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _complete(self) -> cython.void:
        """Fill the plan, and keep it if it is the best."""
        d: cython.int
        self._fill()
        for d in range(self.n_days):
            if self.is_kept[d]:
                self._value_day(d)
        self._value()
        if self._is_better():
            self._note_best()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _recreate(self, outsider: cython.int) -> cython.void:
        """Fill the days that have changed, with an outsider first unless it is -1."""
        self._set_liking()
        if outsider >= 0:
            if self.has_extra:
                self._set_extra()
            self._insert_best(0, outsider)
        self._complete()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _step(self, margin: cython.double) -> cython.void:
        """Ruin, recreate, and accept the new plan or go back."""
        outsider: cython.int = -1
        is_fine: cython.bint = True
        allowed: cython.double
        self._begin_step()
        if self.n_nights > 0 and self._draw() < BED_MOVES:
            is_fine = self._change_beds()
        else:
            outsider = self._ruin()
        if is_fine and self._retime():
            self._recreate(outsider)
            # Falls like an exponential draw, but is the same on every machine.
            allowed = margin * (1.0 / (self._draw() + 0.25) - 0.8)
            if self.energy >= self.old_energy - allowed:
                self._pool_days()
                return
        self._undo()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _note_home(self) -> cython.void:
        """Keep the plan as the one to come back to."""
        self.home_energy = self.energy
        self._copy_plan(self.home_tour, self.home_size, self.home_bed)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _go_home(self) -> cython.void:
        """Go back to the plan kept."""
        d: cython.int
        for d in range(self.n_days):
            self.is_kept[d] = 1
            self._put_day(d, self.home_tour, self.home_size)
            self.bed[1, d] = self.home_bed[d]
        self._set_ends()
        self._retime()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _go_out(self) -> cython.void:
        """Spend a night or a few elsewhere, whatever it costs at first."""
        self._begin_step()
        if self._change_beds() and self._retime():
            self._recreate(-1)
        else:
            self._undo()

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    @cython.boundscheck(False)
    @cython.wraparound(False)
    @cython.cdivision(True)
    def _run(self, steps: cython.longlong, hot: cython.double, cold: cython.double) -> cython.void:
        """Do steps while the margin goes from hot to cold.

        With a choice of beds they are excursions: from beds that a few changes of stops would
        not lead to, a plan needs some steps before it can be told whether it is any good.
        """
        k: cython.longlong
        margin: cython.double
        for k in range(steps):
            margin = self.typical * (hot + (cold - hot) * k / steps)
            if self.has_choice:
                if self.out >= EXCURSION:
                    if self.energy < self.home_energy - margin:
                        self._go_home()
                    self._note_home()
                    self._go_out()
                    self.out = 0
                elif self.out < 0:
                    self._note_home()
                    self.out = 0
                margin *= OUTSIDE * (1.0 - COOLING * self.out / EXCURSION)
                self.out += 1
            self._step(margin)

    def seek(self, stops):
        """Let steps put in some stops alone; go on from the best plan after it.

        Parameters
        ----------
        stops : sequence of int
            Those; all of them at first.
        """
        self.sought = np.array(stops, dtype=np.int32)
        self.n_sought = len(self.sought)
        self.known[:] = UNKNOWN
        # What a usual stop is worth: the measure of acceptance.
        profit = self.most_profit[self.sought]
        self.typical = max(1.0, float(profit[profit > 0].mean()) if (profit > 0).any() else 1.0)

    def load(self, tours, beds):
        """Set the plan at hand; return whether it is feasible and affordable.

        Parameters
        ----------
        tours : sequence of sequences of int
            Stops of each day.
        beds : sequence of int
            Index of the bed of each night.
        """
        self.out = -1
        self.used[:] = 0
        self.total_in[:] = 0
        for d in range(self.n_days):
            day = tours[d]
            self.schedule.size[d] = len(day)
            for p, stop in enumerate(day):
                self.schedule.tour[d, p] = stop
                self._take(stop, 1)
            if self.is_night[d]:
                self.bed[1, d] = self.bed_first[d] + beds[d]
            self.is_kept[d] = 1
        self._set_ends()
        return self._retime() and (not self.one_bed or self._is_one_bed())

    def fill(self):
        """Fill the plan at hand, best gain for the time first; keep it if it is the best."""
        self.liking[:] = 1.0
        self._complete()

    def restart(self):
        """Go back to the best plan."""
        self.load(*self.best())

    def run(self, steps: cython.longlong, hot: cython.double, cold: cython.double):
        """Do a number of steps; return whether the best plan got better.

        Parameters
        ----------
        steps : int
            How many.
        hot, cold : float
            By how much of a usual stop's profit a plan may lose, at the first step and the last.
        """
        self.improved = False
        with cython.nogil:
            self._run(steps, hot, cold)
        self.steps += steps
        return bool(self.improved)

    def best(self):
        """Return tours and beds of the best plan."""
        tours = [list(self.best_tour[d, : self.best_size[d]]) for d in range(self.n_days)]
        beds = [
            int(self.best_bed[d] - self.bed_first[d]) if self.is_night[d] else 0
            for d in range(self.n_bed_rows)
        ]
        return [[int(stop) for stop in tour] for tour in tours], beds

    def pooled_tours(self, most=MOST_POOLED):
        """Return (day, start, end, stops) of tours of good plans, each once, the newest first.

        Parameters
        ----------
        most : int
            Of the newest so many are looked at.
        """
        n = self.pool.shape[0]
        order = np.arange(self.pooled - 1, max(self.pooled - min(n, most), 0) - 1, -1) % n
        rows = np.asarray(self.pool)[order].tolist()
        return list(
            dict.fromkeys((row[0], row[1], row[2], tuple(row[4 : 4 + row[3]])) for row in rows)
        )

    @property
    def steps_done(self):
        """Number of steps done so far."""
        return int(self.steps)

    @property
    def score_of_best(self):
        """Score of the best plan."""
        return int(self.best_score)

    @property
    def missing_of_best(self):
        """How many wishes the best plan does not meet, parts counted."""
        return float(self.best_missing)
