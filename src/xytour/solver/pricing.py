"""A linear programme over day tours, for the prices of what days share.

One tour a day, what is shared is enough, each night ends in the bed that the next day begins
in. Its dual prices are where the days agree, as far as the tours known so far can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.shared import SCALE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from xytour.solver.shared import Shared

MANY_STOPS = 1 << 20
"""Days that may have more stops than this have no row for their number."""

_Key: TypeAlias = tuple[int, int, int, tuple[int, ...]]


class PriceProgramme:
    """The programme; tours are added as they are met.

    Parameters
    ----------
    shared
        What the days share.
    beds
        For each night with a bed to choose the locations of its beds.
    """

    def __init__(self, shared: Shared, beds: Mapping[int, Sequence[int]]) -> None:
        self.shared = shared
        self.beds = {night: list(spots) for night, spots in beds.items()}
        self._first = shared.n_days
        nights = ((n, s) for n, spots in beds.items() for s in spots)
        self._row = {bed: self._first + shared.size + k for k, bed in enumerate(nights)}
        self._solved, self._model = self._empty()
        self._known: set[_Key] = set()
        self._keys: list[_Key] = []
        self._pieces = self._model.getNumCol()
        self._is_out: set[int] = set()

    def _empty(self) -> tuple[Any, Any]:
        """Return what HiGHS calls solved, and the programme without tours."""
        import highspy

        shared = self.shared
        model = highspy.HighsLp()
        pieces = [(c, *piece) for c, _ in self._categories() for piece in shared.pieces(c)]
        model.num_col_, model.num_row_ = len(pieces), self._first + shared.size + len(self._row)
        model.sense_ = highspy.ObjSense.kMaximize
        low, high = np.zeros((2, model.num_row_))
        low[: self._first] = high[: self._first] = 1.0
        rows = slice(self._first, self._first + shared.first_category)
        low[rows] = np.where(shared.required[: shared.first_category], 1.0, -np.inf)
        high[rows] = 1.0
        for d, day in enumerate(shared.problem.days):
            most = day.max_stops if day.max_stops < MANY_STOPS else np.inf
            high[self._first + shared.n_groups + d] = most
        for c, row in self._categories():
            low[row] = high[row] = next((least for _, least, _ in shared.pieces(c)), 0)
        model.row_lower_, model.row_upper_ = low, high
        model.col_cost_ = np.array([rate for _, rate, _, _ in pieces], dtype=float)
        model.col_lower_ = np.zeros(len(pieces))
        model.col_upper_ = np.array([high - low for *_, low, high in pieces], dtype=float)
        row_of = dict(self._categories())
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(len(pieces) + 1, dtype=np.int32)
        model.a_matrix_.index_ = np.array([row_of[c] for c, *_ in pieces], dtype=np.int32)
        model.a_matrix_.value_ = np.full(len(pieces), -1.0)
        highs = quiet_highs()
        highs.passModel(model)
        return highspy.HighsModelStatus.kOptimal, highs

    def _categories(self) -> list[tuple[int, int]]:
        """Return each category with its row."""
        first = self._first + self.shared.first_category
        return [(c, first + c) for c in range(self.shared.size - self.shared.first_category)]

    def knows(self, d: int, start: int, end: int, stops: Sequence[int]) -> bool:
        """Whether a tour was added and not dropped."""
        return (d, start, end, tuple(stops)) in self._known

    def add(self, d: int, start: int, end: int, stops: Sequence[int], value: int) -> int:
        """Add a tour; return its number.

        Parameters
        ----------
        d, start, end
            The day, and the locations where it begins and ends.
        stops
            Which it visits, in order.
        value
            What the tour and the bed after it add to the score.
        """
        key = (d, start, end, tuple(stops))
        number = len(self._keys)
        self._keys.append(key)
        self._known.add(key)
        entries = {d: 1.0}
        for row, size in self.shared.use(d, stops).items():
            entries[self._first + row] = size
        if (d, end) in self._row:
            entries[self._row[d, end]] = 1.0
        if (d - 1, start) in self._row:
            entries[self._row[d - 1, start]] = -1.0
        rows = np.fromiter(entries, dtype=np.int32)
        values = np.fromiter(entries.values(), dtype=np.float64)
        self._model.addCol(float(value), 0.0, np.inf, len(entries), rows, values)
        return number

    def drop(self, number: int) -> None:
        """Leave a tour out, until it is added again."""
        self._known.discard(self._keys[number])
        self._is_out.add(number)
        self._model.changeColBounds(self._pieces + number, 0.0, 0.0)

    def restrict(self, beds: Mapping[int, Sequence[int]]) -> None:
        """From now on allow only tours between some of the beds."""
        allowed = {(night, spot) for night, spots in beds.items() for spot in spots}
        banned = self._row.keys() - allowed
        most = np.array(
            [
                0.0
                if k in self._is_out or (d, end) in banned or (d - 1, start) in banned
                else np.inf
                for k, (d, start, end, _) in enumerate(self._keys)
            ]
        )
        columns = self._pieces + np.arange(len(most), dtype=np.int32)
        self._model.changeColsBounds(len(most), columns, np.zeros(len(most)), most)

    def prices(self, seconds: float) -> NDArray[np.float64] | None:
        """Return a price for each row of what is shared, in 1 / ``SCALE``.

        None if the programme has no solution, or none in time.
        """
        self._model.setOptionValue("time_limit", self._model.getRunTime() + seconds)
        self._model.run()
        if self._model.getModelStatus() != self._solved:
            return None
        duals = np.array(self._model.getSolution().row_dual)
        prices = duals[self._first : self._first + self.shared.size] * SCALE
        return np.where(self.shared.is_signed, prices, np.maximum(0.0, prices))

    def shares(self) -> dict[tuple[int, int], float]:
        """Return how much of each night the last solution spends in each bed."""
        shares: dict[tuple[int, int], float] = {}
        values = np.array(self._model.getSolution().col_value)[self._pieces :]
        for k in np.flatnonzero(values > 1e-6).tolist():
            bed = self._keys[k][0], self._keys[k][2]
            if bed in self._row:
                shares[bed] = shares.get(bed, 0.0) + float(values[k])
        return shares
