"""The master programme: picks for each day one of the tours that the search has met.

Set packing in HiGHS: one tour a day, a group once, caps and categories kept, the beds of
the best plan. It puts tours together that were found at different moments.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.plans import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.plans import Plans
    from xytour.solver.problem import Problem

TOLERANCE = 1e-6
FEASIBLE = 2
"""HiGHS's word for a solution that keeps all rows."""

MOST_COLUMNS = 400
"""More tours than that are not worth an integer programme's time."""

Tour = tuple[int, int, int, tuple[int, ...]]
"""Day, start, end and stops."""


class Master:
    """The programme over tours whose days start and end where those of a plan do.

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
        self.plans, self.plan = plans, plan
        ends = [plans.ends(plan, d) for d in range(plans.problem.n_days)]
        own = [(d, *ends[d], tuple(tour)) for d, tour in enumerate(plan.tours)]
        found: dict[tuple[int, frozenset[int]], tuple[tuple[int, int], Tour]] = {}
        same = _same_days(plans.problem, ends)
        for tour in (*own, *tours):
            if (tour[1], tour[2]) != ends[tour[0]]:
                continue
            value = plans.value(tour[0], tour[3], tour[1], tour[2])
            # Of tours that visit the same stops only the best counts.
            key = same[tour[0]], frozenset(tour[3])
            if key not in found or value[0] > found[key][0][0]:
                found[key] = value, tour
        self.same = same
        self.columns = [tour for _, tour in found.values()]
        self.values = [value for (value, _), _ in found.values()]

    def recombine(self, *, seconds: float) -> Plan | None:
        """Return a plan made of the tours, None if none better than the given one was found.

        Parameters
        ----------
        seconds
            Most time to take.
        """
        import highspy

        began = time.perf_counter()
        chain, _ = self.plans.chain_value(self.plan.beds)
        relaxed = self._run(whole=False, seconds=seconds)
        if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        room = relaxed.getObjectiveValue() + chain - self.plan.score
        if room < 1.0 - TOLERANCE and not self.plans.missing(self.plan):
            return None  # no plan of these tours is better
        # A tour that would cost more than this room can be in no better plan.
        reduced = np.abs(np.array(relaxed.getSolution().col_dual)[: len(self.columns)])
        kept = np.flatnonzero(reduced <= room + TOLERANCE)[:MOST_COLUMNS].tolist()
        self.columns = [self.columns[k] for k in kept]
        self.values = [self.values[k] for k in kept]
        left = seconds - (time.perf_counter() - began)
        if left <= 0:
            return None
        model = self._run(whole=True, seconds=left)
        if model.getInfo().primal_solution_status != FEASIBLE:
            return None
        values = model.getSolution().col_value
        return self._plan([k for k in range(len(self.columns)) if values[k] > 0.5])

    def _run(self, *, whole: bool, seconds: float) -> Any:
        """Solve the programme, or its linear relaxation; return HiGHS."""
        model = quiet_highs()
        model.setOptionValue("time_limit", seconds)
        model.passModel(self._programme(whole=whole))
        model.run()
        return model

    def _plan(self, chosen: Sequence[int]) -> Plan | None:
        """Return the plan of columns chosen, None if it is no better than the one known."""
        plan = Plan([[] for _ in self.plan.tours], list(self.plan.beds))
        free = list(range(len(plan.tours)))
        for k in chosen:
            day = next(d for d in free if self.same[d] == self.same[self.columns[k][0]])
            free.remove(day)
            plan.tours[day] = list(self.columns[k][3])
        better = self.plans.evaluate(plan) and self.plans.rank(plan) > self.plans.rank(self.plan)
        return plan if better else None

    def _programme(self, *, whole: bool) -> Any:
        """Return the programme as HiGHS takes it."""
        import highspy

        problem = self.plans.problem
        rows, low, high = self._rows()
        model = highspy.HighsLp()
        pieces = [
            (c, start, rate, end)
            for c, category in enumerate(problem.categories)
            if category.rates
            for (start, rate), end in zip(
                category.rates, [*(s for s, _ in category.rates[1:]), np.inf], strict=True
            )
        ]
        n, extra = len(self.columns), len(pieces)
        total_row = {c: len(low) + k for k, c in enumerate(sorted({c for c, *_ in pieces}))}
        for c, row in total_row.items():
            for k, tour in enumerate(self.columns):
                weight = int(problem.weights[c, list(tour[3])].sum())
                if weight:
                    rows[k].append((row, float(weight)))
        columns = [*rows, *([(total_row[c], -1.0)] for c, *_ in pieces)]
        model.num_col_, model.num_row_ = n + extra, len(low) + len(total_row)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array([*self.values, *(rate for _, _, rate, _ in pieces)], dtype=float)
        model.col_lower_ = np.zeros(n + extra)
        model.col_upper_ = np.array([*[np.inf] * n, *(end - start for _, start, _, end in pieces)])
        model.row_lower_ = np.array([*low, *[0.0] * len(total_row)])
        model.row_upper_ = np.array([*high, *[0.0] * len(total_row)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(column) for column in columns)])
        model.a_matrix_.index_ = np.array([r for c in columns for r, _ in c], dtype=np.int32)
        model.a_matrix_.value_ = np.array([v for c in columns for _, v in c], dtype=float)
        kinds = highspy.HighsVarType
        if whole:
            model.integrality_ = [*[kinds.kInteger] * n, *[kinds.kContinuous] * extra]
        return model

    def _rows(self) -> tuple[list[list[tuple[int, float]]], list[float], list[float]]:
        """Return the entries of each column, and the limits of the rows: days, groups, sums."""
        problem = self.plans.problem
        kinds = sorted(set(self.same))
        groups = {int(g): len(kinds) + k for k, g in enumerate(np.unique(problem.group))}
        low = [0.0] * len(kinds) + [1.0 if g in problem.required else 0.0 for g in groups]
        high = [float(self.same.count(kind)) for kind in kinds] + [1.0] * len(groups)
        sums = []
        for cap in problem.all_caps:
            spent = [cap.tour(problem, d, tour, *ends) for d, *ends, tour in self.columns]
            sums.append(np.array(spent, dtype=float))
            low.append(-np.inf)
            beds = sum(cap.bed(night, self.plan.beds[night]) for night in self.plans.nights)
            high.append(float(cap.most - beds))
        for c, category in enumerate(problem.categories):
            weights = problem.weights[c]
            sums.append(np.array([float(weights[list(t[3])].sum()) for t in self.columns]))
            low.append(float(category.least))
            high.append(float(category.most))
        first = len(kinds) + len(groups)
        rows = []
        for k, tour in enumerate(self.columns):
            entries = [(kinds.index(self.same[tour[0]]), 1.0)]
            entries += [(groups[int(problem.group[stop])], 1.0) for stop in tour[3]]
            entries += [(first + r, float(s[k])) for r, s in enumerate(sums) if s[k]]
            rows.append(entries)
        return rows, low, high


def _same_days(problem: Problem, ends: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each day the first day that is like it in every way."""
    kinds: dict[object, int] = {}
    same = []
    sizes = np.diff(problem.window_of).reshape(problem.n_stops, problem.n_days)
    day_of = np.repeat(np.tile(np.arange(problem.n_days), problem.n_stops), sizes.reshape(-1))
    values = (problem.profit, problem.cost, problem.duration, sizes)
    for d, day in enumerate(problem.days):
        columns = tuple(array[:, d].tobytes() for array in values)
        windows = problem.window[day_of == d].tobytes()
        rules = (day.earliest, day.latest, day.breaks, day.max_stops, ends[d])
        same.append(kinds.setdefault((rules, columns, windows), d))
    return same
