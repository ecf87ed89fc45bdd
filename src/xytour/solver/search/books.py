# cython: boundscheck=False, wraparound=False, cdivision=True
"""The plan at hand: its days and beds, and what they are worth, spend and use."""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.schedule import Schedule
    from cython.cimports.xytour.solver.search.dice import Dice
else:
    from xytour.solver.schedule import Schedule
    from xytour.solver.search.dice import Dice


@cython.cclass
class Books:
    """A plan in the making, and the books that are kept of it.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def __init__(self, problem, seed):
        n, n_days = problem.n_stops, problem.n_days
        self.schedule, self.dice = Schedule(problem), Dice(seed)
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
        most = float(problem.profit.max(initial=0))
        self.want = 2e6 * max(1.0, most)
        self.bed = np.zeros((2, max(1, n_days)), dtype=np.int32)
        self.used = np.zeros(max(1, len(groups)), dtype=np.int32)
        self.counted, self.day_score = np.zeros((2, n_days), dtype=np.int64)
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

    def _take(self, stop: cython.int, sign: cython.int) -> cython.void:
        """Note that a stop comes into the plan (sign 1) or leaves it (-1)."""
        c: cython.int
        self.used[self.group[stop]] += sign
        for c in range(self.n_categories):
            self.total_in[c] += sign * self.weight_in[c, stop]

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

    def _set_ends(self) -> cython.void:
        """Let days end and begin at the beds chosen."""
        d: cython.int
        for d in range(self.n_days):
            if self.is_night[d]:
                self.schedule.end[d] = self.bed_location[self.bed[1, d]]
                self.schedule.start[d + 1] = self.schedule.end[d]

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
