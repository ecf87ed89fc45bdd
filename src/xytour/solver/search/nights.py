# cython: boundscheck=False, wraparound=False, cdivision=True
"""Move nights to other beds, with what the days around them can keep."""

import cython

if cython.compiled:
    from cython.cimports.xytour.solver.search.ruin import Ruin
else:
    from xytour.solver.search.ruin import Ruin

ANEW = cython.declare(cython.double, 0.5)
MOST_NIGHTS = cython.declare(cython.int, 3)


@cython.cclass
class Nights(Ruin):
    """A plan whose beds change.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def _change_beds(self) -> cython.bint:
        """Spend a night or a few elsewhere; return whether that can be."""
        return self._go_elsewhere() if self.dice.draw() < ANEW else self._move_bed()

    def _move_bed(self) -> cython.bint:
        """Spend a night, or all, elsewhere, dropping stops until the days fit."""
        d: cython.int
        k: cython.int
        b: cython.int
        night: cython.int
        best: cython.int = -1
        least: cython.longlong = 0
        away: cython.longlong
        k = self.dice.draw_below(self.n_nights)
        night = 0
        for d in range(self.n_days):
            if self.is_night[d]:
                if k == 0:
                    night = d
                    break
                k -= 1
        # Of a few beds drawn, the one nearest to the stops of the days around.
        for _ in range(1 + self.dice.draw_below(4)):
            b = self.bed_first[night] + self.dice.draw_below(
                self.bed_first[night + 1] - self.bed_first[night]
            )
            away = self._away(night, self.bed_location[b])
            if best < 0 or away < least:
                best = b
                least = away
        away = self.bed_location[best]
        if self.one_bed or self.dice.draw() < 0.3:
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
                self._cut(d, self.dice.draw_below(self.schedule.size[d]), 1)
        return True

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

    def _go_elsewhere(self) -> cython.bint:
        """Spend a few nights, or all, near some stop, and begin the days around them anew."""
        d: cython.int
        k: cython.int
        first: cython.int
        at: cython.int
        nights: cython.int = 1 + self.dice.draw_below(MOST_NIGHTS)
        if self.n_sought == 0:
            return False
        at = self.schedule.location[self._draw_stop()]
        first = self.dice.draw_below(self.n_days)
        for d in range(self.n_days):
            if self.is_night[d] and (self.one_bed or first <= d < first + nights):
                self.bed[1, d] = self._bed_near(d, at)
                for k in range(d, d + 2):
                    if not self.is_kept[k]:
                        self._cut(k, 0, self.schedule.size[k])
        self._set_ends()
        return not self.one_bed or self._is_one_bed()

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
