# cython: boundscheck=False, wraparound=False, cdivision=True
"""Fill the gaps of a plan: the best gain for the time it costs first.

Best is as stops are liked in a step, which is drawn anew with each.
"""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.search.insertions import Insertions
else:
    from xytour.solver.search.insertions import Insertions

# of a best insertion, as in insertions.py
UNKNOWN = cython.declare(cython.int, 0)
FRESH = cython.declare(cython.int, 1)
STALE = cython.declare(cython.int, 2)
NOISE = cython.declare(cython.double, 1.2)
OPTIMISM = cython.declare(cython.double, 1.3)  # above it stale insertions are looked at again


@cython.cclass
class Repair(Insertions):
    """A plan that fills itself.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def __init__(self, problem, seed):
        super().__init__(problem, seed)
        self.liking = np.ones(problem.n_stops)
        self.key_of_day = np.zeros(problem.n_days)
        self.choice_of_day = np.zeros(problem.n_days, dtype=np.int32)

    def _set_liking(self) -> cython.void:
        """Draw how much each stop is liked in this step: by its profit, and by chance."""
        k: cython.int
        s: cython.int
        kind: cython.int = self.dice.draw_below(4)
        noise: cython.double = NOISE * self.dice.draw()
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
            self.liking[s] *= 1.0 + noise * (self.dice.draw() - 0.5)

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

    def _is_still_best(self, d: cython.int) -> cython.bint:
        """Whether the stop chosen for a day is as good as before one was put into another day."""
        s: cython.int = self.choice_of_day[d]
        if s < 0:
            return True
        if self.used[self.group[s]] > 0 or self._key(d, s) < self.key_of_day[d]:
            return False
        return self.n_categories == 0 or self._is_admitted(s)

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

    def _key(self, d: cython.int, s: cython.int) -> cython.double:
        """Return what a stop adds to a day for its time, as liked; below 0 if it does not fit."""
        if self.ratio[d, s] < 0.0 or not self.has_extra:
            return self.ratio[d, s] * self.liking[s]
        return (
            cython.cast(cython.double, self.gain[d, s] + self.extra[s])
            / self.effort[d, s]
            * self.liking[s]
        )

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
