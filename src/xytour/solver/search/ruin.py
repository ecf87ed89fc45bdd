# cython: boundscheck=False, wraparound=False, cdivision=True
"""Take strings of stops out of the days around one stop.

Slack induction by string removals: Christiaens and Vanden Berghe 2020,
doi:10.1287/trsc.2019.0914.
"""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.search.repair import Repair
else:
    from xytour.solver.search.repair import Repair

OUTSIDERS = cython.declare(cython.double, 0.6)
WANTED = cython.declare(cython.double, 0.5)
WHOLE_DAYS = cython.declare(cython.double, 0.03)
LONGEST_STRING = cython.declare(cython.int, 8)
STRINGS = cython.declare(cython.double, 3.5)
WIDE = cython.declare(cython.double, 6.5)  # the same while wishes are not met


@cython.cclass
class Ruin(Repair):
    """A plan that gaps are torn into.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def __init__(self, problem, seed):
        super().__init__(problem, seed)
        self.is_cut = np.zeros(problem.n_days, dtype=np.int32)

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
        if self.dice.draw() < OUTSIDERS:
            outsider = self._draw_stop()
            seed = outsider
            if self.used[self.group[seed]] > 0:
                outsider = -1
        else:
            k = self.dice.draw_below(visited)
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
        strings = cython.cast(cython.int, 1.0 + self.dice.draw() * (most - 1.0))
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
            if self.dice.draw() < WHOLE_DAYS:
                self._cut(near, 0, self.schedule.size[near])
            else:
                self._cut_string(near, visited, longest)
        return outsider

    def _cut_string(self, d: cython.int, p: cython.int, longest: cython.int) -> cython.void:
        """Take a string of stops that holds position p out of a day."""
        size: cython.int = self.schedule.size[d]
        count: cython.int = 1 + self.dice.draw_below(min(size, longest))
        low: cython.int = p - count + 1
        high: cython.int = p
        if low < 0:
            low = 0
        if high > size - count:
            high = size - count
        self._cut(d, low + self.dice.draw_below(high - low + 1), count)

    def _cut(self, d: cython.int, p: cython.int, count: cython.int) -> cython.void:
        """Take stops out of a day from position p on."""
        q: cython.int
        self._keep(d)
        for q in range(p, p + count):
            self._take(self.schedule.tour[d, q], -1)
        self.schedule.remove(d, p, count)

    def _draw_stop(self) -> cython.int:
        """Return a random stop, often one that is wanted while there are any."""
        k: cython.int
        s: cython.int
        first: cython.int = self.dice.draw_below(self.n_sought)
        if self.missing > 0.0 and self.dice.draw() < WANTED:
            for k in range(self.n_sought):
                s = self.sought[(first + k) % self.n_sought]
                if self._is_wanted(s):
                    return s
        return self.sought[first]

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
