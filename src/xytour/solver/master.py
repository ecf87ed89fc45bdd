"""The master programme: picks for each day one of the tours that the search has met.

Set packing in HiGHS: one tour a day, a group once, caps and categories kept, each day begun
where the night before it was spent. It puts tours together that were found at different moments.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.plans import Plan
from xytour.solver.relaxation import day_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xytour.solver.plans import Plans
    from xytour.solver.problem import IntArray, Problem

TOLERANCE = 1e-6
FEASIBLE = 2
"""HiGHS's word for a solution that keeps all rows."""

MOST_COLUMNS = 400
"""More tours than that are not worth an integer programme's time."""

Tour = tuple[int, int, int, tuple[int, ...]]
"""Day, start, end and stops."""


class _Rows:
    """Rows of a programme: their bounds, and what columns have in them."""

    def __init__(self) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.entries: list[tuple[IntArray, IntArray, NDArray[np.float64]]] = []

    def add(self, low: Sequence[float], high: Sequence[float]) -> int:
        """Add rows; return the number of the first."""
        first = len(self.low)
        self.low += low
        self.high += high
        return first

    def put(self, row: Any, column: Any, size: Any = 1.0) -> None:
        """Put numbers into rows at columns."""
        row, column, size = np.broadcast_arrays(row, column, size)
        self.entries.append((row, column, size.astype(float)))

    def matrix(self, n_columns: int) -> tuple[IntArray, IntArray, NDArray[np.float64]]:
        """Return starts of columns, rows and numbers."""
        row, column, size = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        order = np.lexsort((row, column))
        order = order[size[order] != 0]
        starts = np.searchsorted(column[order], np.arange(n_columns + 1))
        return starts.astype(np.int32), row[order].astype(np.int32), size[order]


class Master:
    """The programme over tours and beds.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    plan
        The best plan so far; its tours are among those to pick from.
    tours
        Feasible tours.
    """

    def __init__(self, plans: Plans, plan: Plan, tours: Sequence[Tour]) -> None:
        self.plans, self.plan, self.problem = plans, plan, plans.problem
        days = range(self.problem.n_days)
        self.starts = [set(day_ends(self.problem, d, "start")) for d in days]
        self.ends = [set(day_ends(self.problem, d, "end")) for d in days]
        self.alike = _days_alike(self.problem)
        self.same = [self._first_same(d) for d in days]
        self.kinds = sorted(set(self.same))
        own = [(d, *plans.ends(plan, d), tuple(tour)) for d, tour in enumerate(plan.tours)]
        found: dict[tuple[int, int, int, frozenset[int]], tuple[int, Tour]] = {}
        for d, start, end, stops in (*own, *tours):
            for day in self._days_for(d, start, end):
                value = self._value(day, start, end, stops)
                # Of tours that visit the same stops only the best counts.
                key = day, start, end, frozenset(stops)
                if key not in found or value > found[key][0]:
                    found[key] = value, (day, start, end, stops)
        self.columns = [tour for _, tour in found.values()]
        self.values = [value for value, _ in found.values()]
        self.beds = [
            (night, k) for night in plans.nights for k in range(len(self.problem.beds[night]))
        ]

    def _first_same(self, d: int) -> int:
        """Return the first day that is like a day in every way, if it has no choice of beds."""
        if len(self.starts[d]) > 1 or len(self.ends[d]) > 1:
            return d
        return next(
            k
            for k in range(d + 1)
            if (self.alike[k], self.starts[k], self.ends[k])
            == (self.alike[d], self.starts[d], self.ends[d])
        )

    def _days_for(self, d: int, start: int, end: int) -> list[int]:
        """Return the days, one of those that are the same, that a tour of a day would do for."""
        return [
            day
            for day in self.kinds
            if self.alike[day] == self.alike[d]
            and start in self.starts[day]
            and end in self.ends[day]
            and not (self.plans.is_middle(day) and start != end and self.problem.one_bed)
        ]

    def _value(self, d: int, start: int, end: int, stops: tuple[int, ...]) -> int:
        """Return what a tour and a change of bed add to the score."""
        value, _ = self.plans.value(d, stops, start, end)
        if self.plans.is_middle(d) and start != end:
            value -= self.problem.bed_change_penalty
        return value

    def recombine(self, *, seconds: float) -> Plan | None:
        """Return a plan made of the tours, None if none better than the given one was found.

        Parameters
        ----------
        seconds
            Most time to take.
        """
        import highspy

        began = time.perf_counter()
        relaxed = self._run(whole=False, seconds=seconds)
        if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        room = relaxed.getObjectiveValue() - self.plan.score
        if room < 1.0 - TOLERANCE and not self.plans.missing(self.plan):
            return None  # no plan of these tours is better
        # A tour that would cost more than this room can be in no better plan.
        reduced = np.abs(np.array(relaxed.getSolution().col_dual)[: len(self.columns)])
        order = np.argsort(reduced, kind="stable")[:MOST_COLUMNS]
        kept = np.sort(order[reduced[order] <= room + TOLERANCE]).tolist()
        self.columns = [self.columns[k] for k in kept]
        self.values = [self.values[k] for k in kept]
        left = seconds - (time.perf_counter() - began)
        if left <= 0:
            return None
        model = self._run(whole=True, seconds=left)
        if model.getInfo().primal_solution_status != FEASIBLE:
            return None
        return self._plan(model.getSolution().col_value)

    def _run(self, *, whole: bool, seconds: float) -> Any:
        """Solve the programme, or its linear relaxation; return HiGHS."""
        model = quiet_highs()
        model.setOptionValue("time_limit", seconds)
        model.passModel(self._programme(whole=whole))
        model.run()
        return model

    def _plan(self, values: Sequence[float]) -> Plan | None:
        """Return the plan of a solution, None if it is no better than the one known."""
        plan = Plan([[] for _ in self.plan.tours], list(self.plan.beds))
        free = list(range(len(plan.tours)))
        for (d, _, _, stops), value in zip(self.columns, values, strict=False):
            for _ in range(round(value)):
                day = next(other for other in free if self.same[other] == d)
                free.remove(day)
                plan.tours[day] = list(stops)
        for (night, k), value in zip(self.beds, values[len(self.columns) :], strict=False):
            if value > 0.5:
                plan.beds[night] = k
        better = self.plans.evaluate(plan) and self.plans.rank(plan) > self.plans.rank(self.plan)
        return plan if better else None

    def _programme(self, *, whole: bool) -> Any:
        """Return the programme as HiGHS takes it: tours, beds, parts of categories' totals."""
        import highspy

        problem = self.problem
        pieces = [
            (c, start, rate, end)
            for c, category in enumerate(problem.categories)
            if category.rates
            for (start, rate), end in zip(
                category.rates, [*(s for s, _ in category.rates[1:]), np.inf], strict=True
            )
        ]
        n = len(self.columns) + len(self.beds)
        rows = _Rows()
        self._add_picks(rows)
        self._add_links(rows)
        self._add_caps(rows)
        self._add_categories(rows, n, [c for c, *_ in pieces])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = n + len(pieces), len(rows.low)
        model.sense_ = highspy.ObjSense.kMaximize
        profits = [problem.beds[night][k].profit for night, k in self.beds]
        rates = [rate for _, _, rate, _ in pieces]
        model.col_cost_ = np.array([*self.values, *profits, *rates], dtype=float)
        model.col_lower_ = np.zeros(n + len(pieces))
        model.col_upper_ = np.array([*[np.inf] * n, *(end - start for _, start, _, end in pieces)])
        model.row_lower_, model.row_upper_ = np.array(rows.low), np.array(rows.high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        matrix = model.a_matrix_
        matrix.start_, matrix.index_, matrix.value_ = rows.matrix(n + len(pieces))
        kinds = highspy.HighsVarType
        if whole:
            model.integrality_ = [*[kinds.kInteger] * n, *[kinds.kContinuous] * len(pieces)]
        return model

    def _add_picks(self, rows: _Rows) -> None:
        """Add rows: as many tours as days, a group once, a bed a night."""
        problem, nights = self.problem, self.plans.nights
        counts = [float(self.same.count(day)) for day in self.kinds]
        first = rows.add(counts, counts)
        day = np.array([d for d, *_ in self.columns])
        rows.put(first + np.searchsorted(self.kinds, day), np.arange(len(day)))
        stop, column = self._stops()
        groups = np.unique([*problem.group[stop].tolist(), *problem.required])
        least = np.isin(groups, sorted(problem.required)).astype(float).tolist()
        first = rows.add(least, [1.0] * len(groups))
        rows.put(first + np.searchsorted(groups, problem.group[stop]), column)
        first = rows.add([1.0] * len(nights), [1.0] * len(nights))
        at = [first + nights.index(night) for night, _ in self.beds]
        rows.put(np.array(at, dtype=int), len(day) + np.arange(len(at)))

    def _stops(self) -> tuple[IntArray, IntArray]:
        """Return all stops of all tours, and the column of each."""
        stops = [stop for *_, tour in self.columns for stop in tour]
        sizes = [len(tour) for *_, tour in self.columns]
        return np.array(stops, dtype=np.int64), np.repeat(np.arange(len(sizes)), sizes)

    def _add_links(self, rows: _Rows) -> None:
        """Add rows: days end and begin where the bed between them is."""
        day, start, end = (np.array([t[k] for t in self.columns], dtype=int) for k in range(3))
        for night in self.plans.nights:
            if len(self.ends[night]) == 1:
                continue
            spots = np.array(sorted(self.ends[night]))
            beds = [(k, bed) for k, (other, bed) in enumerate(self.beds) if other == night]
            at = np.array([self.problem.beds[night][bed].location for _, bed in beds])
            bed_columns = len(day) + np.array([k for k, _ in beds])
            for d, side in ((night, end), (night + 1, start)):
                zeros = [0.0] * len(spots)
                first = rows.add(zeros, zeros)
                mine = np.flatnonzero(day == d)
                rows.put(first + np.searchsorted(spots, side[mine]), mine)
                rows.put(first + np.searchsorted(spots, at), bed_columns, -1.0)

    def _add_caps(self, rows: _Rows) -> None:
        """Add rows: what tours and beds spend of each cap."""
        n = len(self.columns)
        for cap in self.problem.all_caps:
            row = rows.add([-np.inf], [float(cap.most)])
            spent = [cap.tour(self.problem, d, tour, *ends) for d, *ends, tour in self.columns]
            slept = [cap.bed(*bed) for bed in self.beds]
            rows.put(row, np.arange(n + len(slept)), np.array([*spent, *slept]))

    def _add_categories(self, rows: _Rows, first_part: int, part_of: Sequence[int]) -> None:
        """Add rows: bounds of categories, and parts that make up their totals."""
        stop, column = self._stops()
        for c, category in enumerate(self.problem.categories):
            weight = self.problem.weights[c, stop]
            total = np.bincount(column, weight, len(self.columns))
            at = np.arange(len(total))
            rows.put(rows.add([float(category.least)], [float(category.most)]), at, total)
            if category.rates:
                row = rows.add([0.0], [0.0])
                rows.put(row, at, total)
                rows.put(row, first_part + np.flatnonzero(np.array(part_of) == c), -1.0)


def _days_alike(problem: Problem) -> list[int]:
    """Return for each day the first day that is like it but for where it begins and ends."""
    kinds: dict[object, int] = {}
    alike = []
    sizes = np.diff(problem.window_of).reshape(problem.n_stops, problem.n_days)
    day_of = np.repeat(np.tile(np.arange(problem.n_days), problem.n_stops), sizes.reshape(-1))
    values = (problem.profit, problem.cost, problem.duration, sizes)
    for d, day in enumerate(problem.days):
        columns = tuple(array[:, d].tobytes() for array in values)
        windows = problem.window[day_of == d].tobytes()
        rules = (day.earliest, day.latest, day.breaks, day.max_stops)
        alike.append(kinds.setdefault((rules, columns, windows), d))
    return alike
