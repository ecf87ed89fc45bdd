"""A linear programme over day tours, for the prices of the groups.

One tour a day, a group once, each night ends in the bed that the next day begins in. Its
dual prices are where the days agree, as far as the tours known so far can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.solver.highs import quiet_highs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.solver.problem import IntArray


_Key: TypeAlias = tuple[int, int, int, tuple[int, ...], int]


class PriceProgramme:
    """The programme; tours are added as they are met.

    Parameters
    ----------
    n_days
        Days, each of which has one tour.
    required
        (groups,) whether a group must be visited.
    beds
        For each night with a bed to choose the locations of its beds.
    """

    def __init__(
        self, n_days: int, required: Sequence[bool], beds: Mapping[int, Sequence[int]]
    ) -> None:
        import highspy

        self.n_days, self.n_groups = n_days, len(required)
        self._row = {
            (night, spot): n_days + self.n_groups + k
            for k, (night, spot) in enumerate((n, s) for n, spots in beds.items() for s in spots)
        }
        n_rows = n_days + self.n_groups + len(self._row)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 0, n_rows
        model.sense_ = highspy.ObjSense.kMaximize
        low = np.zeros(n_rows)
        low[:n_days] = 1.0
        low[n_days : n_days + self.n_groups] = np.where(required, 1.0, -np.inf)
        high = np.zeros(n_rows)
        high[: n_days + self.n_groups] = 1.0
        model.row_lower_, model.row_upper_ = low, high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.zeros(1, dtype=np.int32)
        self._solved = highspy.HighsModelStatus.kOptimal
        self._model = quiet_highs()
        self._model.passModel(model)
        self._known: set[_Key] = set()
        self._keys: list[_Key] = []

    def add(self, d: int, start: int, end: int, groups: Sequence[int], value: int) -> int | None:
        """Add a tour; return its column, None if it is known.

        Parameters
        ----------
        d, start, end
            The day, and the locations where it begins and ends.
        groups
            Of the stops, one named as often as it is visited.
        value
            What the tour and the bed after it add to the score.
        """
        key = (d, start, end, tuple(sorted(groups)), value)
        if key in self._known:
            return None
        column = len(self._keys)
        self._keys.append(key)
        self._known.add(key)
        entries = {d: 1.0}
        for group in groups:
            row = self.n_days + group
            entries[row] = entries.get(row, 0.0) + 1.0
        if (d, end) in self._row:
            entries[self._row[d, end]] = 1.0
        if (d - 1, start) in self._row:
            entries[self._row[d - 1, start]] = -1.0
        rows = np.fromiter(entries, dtype=np.int32)
        values = np.fromiter(entries.values(), dtype=np.float64)
        self._model.addCol(float(value), 0.0, np.inf, len(entries), rows, values)
        return column

    def drop(self, column: int) -> None:
        """Leave a tour out, until it is added again."""
        self._known.discard(self._keys[column])
        self._model.changeColBounds(column, 0.0, 0.0)

    def prices(self, scale: int, seconds: float) -> IntArray | None:
        """Return what a visit of each group costs, in 1 / ``scale``; None if out of time."""
        self._model.setOptionValue("time_limit", self._model.getRunTime() + seconds)
        self._model.run()
        if self._model.getModelStatus() != self._solved:
            return None
        duals = np.array(self._model.getSolution().row_dual)
        rows = slice(self.n_days, self.n_days + self.n_groups)
        prices: IntArray = np.rint(duals[rows] * scale).astype(np.int64)
        return prices
