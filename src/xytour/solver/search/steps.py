# cython: boundscheck=False, wraparound=False, cdivision=True
"""Find good plans: ruin a part of the trip and recreate it, tens of thousands of times a second.

Worse plans are accepted within a margin that shrinks as the search cools down. The best plan is
kept, and the tours of the good ones.
"""

import cython
import numpy as np

if cython.compiled:
    from cython.cimports.xytour.solver.search.nights import Nights
else:
    from xytour.solver.search.nights import Nights

FACTOR = cython.declare(cython.ulonglong, 0x2545F4914F6CDD1D)
MASK = cython.declare(cython.ulonglong, (1 << 64) - 1)
BED_MOVES = cython.declare(cython.double, 0.3)
MOST_POOLED = cython.declare(cython.int, 4096)
LONGEST_POOLED = cython.declare(cython.int, 60)
# with a choice of beds: steps between two changes of bed that are made whatever they cost, the
# share of the margin after one, and by how much it falls until the next
EXCURSION = cython.declare(cython.int, 200)
OUTSIDE = cython.declare(cython.double, 0.5)
COOLING = cython.declare(cython.double, 0.7)


@cython.cclass
class Search(Nights):
    """A plan in the making, the best one so far, and the steps that lead from one to the other.

    Parameters
    ----------
    problem : xytour.solver.problem.Problem
        What is solved.
    seed : int
        Of all random choices.
    """

    def __init__(self, problem, seed=0):
        super().__init__(problem, seed)
        n, n_days = problem.n_stops, problem.n_days
        self.best_tour, self.home_tour = np.zeros((2, n_days, n + 2), dtype=np.int32)
        self.best_size, self.home_size = np.zeros((2, n_days), dtype=np.int32)
        self.best_bed, self.home_bed = np.zeros((2, max(1, n_days)), dtype=np.int32)
        self.best_missing = 1e300
        self.out = -1
        self.steps = 0
        longest = min(n, LONGEST_POOLED)
        self.pool = np.zeros((MOST_POOLED if n_days > 1 else 1, 4 + longest), dtype=np.int32)
        self.pooled = 0
        self.met = np.zeros(MOST_POOLED, dtype=np.uint64)

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

    def _step(self, margin: cython.double) -> cython.void:
        """Ruin, recreate, and accept the new plan or go back."""
        outsider: cython.int = -1
        is_fine: cython.bint = True
        allowed: cython.double
        self._begin_step()
        if self.n_nights > 0 and self.dice.draw() < BED_MOVES:
            is_fine = self._change_beds()
        else:
            outsider = self._ruin()
        if is_fine and self._retime():
            self._recreate(outsider)
            # Falls like an exponential draw, but is the same on every machine.
            allowed = margin * (1.0 / (self.dice.draw() + 0.25) - 0.8)
            if self.energy >= self.old_energy - allowed:
                self._pool_days()
                return
        self._undo()

    def _begin_step(self) -> cython.void:
        """Note that no day has changed yet."""
        d: cython.int
        for d in range(self.n_days):
            self.is_kept[d] = 0
            self.bed[0, d] = self.bed[1, d]
        self.old_energy = self.energy

    def _recreate(self, outsider: cython.int) -> cython.void:
        """Fill the days that have changed, with an outsider first unless it is -1."""
        self._set_liking()
        if outsider >= 0:
            if self.has_extra:
                self._set_extra()
            self._insert_best(0, outsider)
        self._complete()

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

    def _go_out(self) -> cython.void:
        """Spend a night or a few elsewhere, whatever it costs at first."""
        self._begin_step()
        if self._change_beds() and self._retime():
            self._recreate(-1)
        else:
            self._undo()

    def _note_home(self) -> cython.void:
        """Keep the plan as the one to come back to."""
        self.home_energy = self.energy
        self._copy_plan(self.home_tour, self.home_size, self.home_bed)

    def _go_home(self) -> cython.void:
        """Go back to the plan kept."""
        d: cython.int
        for d in range(self.n_days):
            self.is_kept[d] = 1
            self._put_day(d, self.home_tour, self.home_size)
            self.bed[1, d] = self.home_bed[d]
        self._set_ends()
        self._retime()

    def _note_best(self) -> cython.void:
        """Keep the plan as the best one."""
        self.improved = True
        self.best_score = self.score
        self.best_missing = self.missing
        self._copy_plan(self.best_tour, self.best_size, self.best_bed)

    def _is_better(self) -> cython.bint:
        """Whether the plan beats the best one: wishes met first, then the score."""
        if self.missing != self.best_missing:
            return self.missing < self.best_missing
        return self.score > self.best_score

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

    def _mark(self, d: cython.int) -> cython.ulonglong:
        """Return a number that hardly any other tour has."""
        p: cython.int
        mark: cython.ulonglong = d
        mark = self._mix(mark, self.schedule.start[d])
        mark = self._mix(mark, self.schedule.end[d])
        for p in range(self.schedule.size[d]):
            mark = self._mix(mark, self.schedule.tour[d, p])
        return mark ^ (mark >> 32)

    def _mix(self, mark: cython.ulonglong, number: cython.int) -> cython.ulonglong:
        """Return a mark changed by one more number."""
        mark = (mark ^ (mark >> 29)) + cython.cast(cython.ulonglong, number) + 1
        return mark * FACTOR & MASK
