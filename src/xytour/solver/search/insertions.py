# cython: boundscheck=False, wraparound=False, cdivision=True
"""The best insertion of each stop into each day, kept for as long as the day does not change.

A day is copied before a step first changes it, with the insertions known: so a step that is not
taken costs nothing to undo.
"""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.search.books import Books
else:
    from xytour.solver.search.books import Books

WISH = cython.declare(cython.longlong, 1 << 52)  # more than all scores together
PLENTY = cython.declare(cython.longlong, 1 << 60)
# of a best insertion, also whether the day has got more stops since
UNKNOWN = cython.declare(cython.int, 0)
FRESH = cython.declare(cython.int, 1)
STALE = cython.declare(cython.int, 2)


@cython.cclass
class Insertions(Books):
    """A plan, and where each stop fits into it best.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def __init__(self, problem, seed):
        super().__init__(problem, seed)
        n, n_days = problem.n_stops, problem.n_days
        has_bounds = any(c.least or c.rates for c in problem.categories)
        self.has_extra = self.n_required > 0 or has_bounds
        self.most_profit = problem.profit.max(axis=1, initial=0)
        self.known, self.kept_known = np.zeros((2, n_days, n), dtype=np.uint8)
        self.gain, self.effort, self.kept_gain, self.kept_effort = np.zeros(
            (4, n_days, n), dtype=np.int64
        )
        # What a stop's ways cost is asked for only where a cap counts them.
        paid = (4, n_days, n) if self.has_way_caps else (4, 1, 1)
        self.near, self.far, self.kept_near, self.kept_far = np.zeros(paid, dtype=np.int64)
        self.position, self.kept_position = np.zeros((2, n_days, n), dtype=np.int32)
        self.ratio, self.kept_ratio = np.zeros((2, n_days, n))
        self.extra = np.zeros(n, dtype=np.int64)
        self.is_kept = np.zeros(n_days, dtype=np.uint8)
        self.kept_tour = np.zeros((n_days, n + 2), dtype=np.int32)
        self.kept_size = np.zeros(n_days, dtype=np.int32)
        self.seek(range(n))

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

    def _forget(self, d: cython.int) -> cython.void:
        """Forget the best insertions into a day that has changed."""
        k: cython.int
        for k in range(self.n_sought):
            self.known[d, self.sought[k]] = UNKNOWN

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

    def _price(self, c: cython.int, d: cython.int, s: cython.int) -> cython.longlong:
        """Return what a stop adds to the spending of a cap on a day, ways left out."""
        price: cython.longlong = 0
        k: cython.int = self.schedule.meal[d, s]
        if self.cap_stop[c, s]:
            price = self.schedule.cost[s, d]
        if k >= 0 and self.cap_break[c]:
            price -= self.schedule.break_cost[d, k]
        return price

    def _adds(self, c: cython.int, d: cython.int, s: cython.int) -> cython.longlong:
        """Return what the best insertion of a stop into a day adds to the spending of a cap."""
        price: cython.longlong = self._price(c, d, s)
        if self.has_way_caps:
            price += self.cap_way[c, 0] * self.near[d, s] + self.cap_way[c, 1] * self.far[d, s]
        return price

    def _is_affordable(self, d: cython.int, s: cython.int) -> cython.bint:
        """Whether all caps leave room for the best insertion of a stop into a day."""
        c: cython.int
        for c in range(self.n_caps):
            if self.spent[c] + self._adds(c, d, s) > self.cap_most[c]:
                return False
        return True

    def _is_admitted(self, s: cython.int) -> cython.bint:
        """Whether categories leave room for a stop."""
        c: cython.int
        for c in range(self.n_categories):
            if self.weight_in[c, s] > 0 and self.total_in[c] + self.weight_in[c, s] > self.most[c]:
                return False
        return True

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
