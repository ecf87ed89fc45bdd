"""A linear programme over day tours, for the prices of what days share.

One tour a day, what is shared is enough, each night ends in the bed that the next day begins
in. Its dual prices are where the days agree, as far as the tours known so far can tell.

A bed may remember some groups. It then has a row for each set of them that was used on days
before: a tour begins only where its own groups are not among them. Who has used less may pass
for one who has used more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from xytour.solver.highs import quiet_highs
from xytour.solver.shared import SCALE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray
    from xytour.solver.shared import Shared

MANY_STOPS = 1 << 20
"""Days that may have more stops than this have no row for their number."""

LEAST_FLOW = 1e-6

Bed: TypeAlias = tuple[int, int]
"""A night and a location."""

Key: TypeAlias = tuple[int, int, int, tuple[int, ...], "frozenset[int] | bool"]
"""Day, start, end and stops of a tour, and what was used before it."""


@dataclass(slots=True)
class _Column:
    """A tour: its groups, its column, and its rows at the beds where it begins and ends."""

    key: Key
    groups: frozenset[int]
    index: int
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group that is used on both sides of a night, by how much too often, and by whom."""

    excess: float
    night: int
    spot: int
    group: int
    tours: list[Key]


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
        nights = ((n, s, 0) for n, spots in beds.items() for s in spots)
        self._row = {bed: self._first + shared.size + k for k, bed in enumerate(nights)}
        self._masks: dict[Bed, list[int]] = {(n, s): [0] for n, s, _ in self._row}
        self._memory: dict[Bed, list[int]] = {bed: [] for bed in self._masks}
        self._solved, self._model = self._empty()
        self._known: set[Key] = set()
        self._columns: list[_Column] = []
        self._at: dict[Bed, list[_Column]] = {bed: [] for bed in self._masks}
        self._grown: set[Bed] = set()
        self._new: list[tuple[float, dict[int, float]]] = []
        self._n_cols = self._model.getNumCol()
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

    def knows(self, key: Key) -> bool:
        """Whether a tour was added and not dropped."""
        return key in self._known

    def keys(self, d: int, start: int, end: int, stops: Sequence[int]) -> list[Key]:
        """Return a tour as it follows most of what may have been used before.

        The first ends where nothing of that is remembered, the second if it is.
        """
        stops = tuple(stops)
        before, after = self._memory.get((d - 1, start), ()), self._memory.get((d, end), ())
        own = set(self.shared.group_of[list(stops)].tolist())
        carried = any(group in after and group not in own for group in before)
        return [(d, start, end, stops, carry) for carry in ((False, True) if carried else (False,))]

    def add(self, key: Key, value: int) -> int:
        """Add a tour; return its number.

        Parameters
        ----------
        key
            The day, the locations where it begins and ends, the stops in order, and the groups
            used before of those that its start remembers, or whether its end remembers them.
        value
            What the tour and the bed after it add to the score.
        """
        d, _, _, stops, _ = key
        number = len(self._columns)
        groups = frozenset(self.shared.group_of[list(stops)].tolist())
        column = _Column(key, groups, -1, (-1, -1))
        entries = {d: 1.0}
        for row, size in self.shared.use(d, stops).items():
            entries[self._first + row] = size
        self._columns.append(column)
        column.rows = begin, end = self._rows(column)
        column.index = self._n_cols
        if begin >= 0:
            entries[begin] = -1.0
        if end >= 0:
            entries[end] = 1.0
        for bed in _beds(key):
            if bed in self._at:
                self._at[bed].append(column)
        self._known.add(key)
        self._queue(float(value), entries)
        return number

    def _queue(self, value: float, entries: dict[int, float]) -> None:
        self._new.append((value, entries))
        self._n_cols += 1

    def _flush(self) -> None:
        """Hand what is new over to HiGHS."""
        if not self._new:
            return
        costs = np.array([value for value, _ in self._new])
        starts = np.cumsum([0, *(len(entries) for _, entries in self._new)])
        rows = np.array([row for _, entries in self._new for row in entries], dtype=np.int32)
        sizes = np.array([size for _, entries in self._new for size in entries.values()])
        n, begin = len(costs), starts[:-1].astype(np.int32)
        self._model.addCols(
            n, costs, np.zeros(n), np.full(n, np.inf), int(starts[-1]), begin, rows, sizes
        )
        self._new = []

    def _rows(self, column: _Column) -> tuple[int, int]:
        """Return the rows of a tour at the beds where it begins and ends, -1 if there is none."""
        used = column.key[4]
        first, last = _beds(column.key)
        before, after = self._memory.get(first, []), self._memory.get(last, [])
        if not (before or after):
            return self._row.get((*first, 0), -1), self._row.get((*last, 0), -1)
        if isinstance(used, bool):
            # All that it may follow; what its end remembers of that left aside.
            others = [g for g in before if g not in column.groups and (used or g not in after)]
            used = frozenset(others)
        begin = sum(1 << k for k, group in enumerate(before) if group in used)
        end = sum(1 << k for k, g in enumerate(after) if g in used or g in column.groups)
        return self._place(first, begin), self._place(last, end)

    def _place(self, bed: Bed, mask: int) -> int:
        """Return the row of a bed and a set of groups used, -1 if there is none."""
        if bed not in self._masks:
            return -1
        if (*bed, mask) not in self._row:
            row = self._row[*bed, mask] = self._model.getNumRow()
            none = np.zeros(0)
            self._model.addRow(0.0, 0.0, 0, none.astype(np.int32), none)
            for other in self._masks[bed]:
                if other & mask == other:  # who has used less may pass for one who has more
                    self._queue(0.0, {self._row[*bed, other]: -1.0, row: 1.0})
                elif other & mask == mask:
                    self._queue(0.0, {row: -1.0, self._row[*bed, other]: 1.0})
            self._masks[bed].append(mask)
        return self._row[*bed, mask]

    def remember(self, night: int, spot: int, group: int) -> None:
        """Let a bed tell whether a group was used before."""
        self._memory[night, spot].append(group)
        self._grown.add((night, spot))

    def _refresh(self) -> None:
        """Move tours to the rows of what their beds have come to remember."""
        touched = {c.index: c for bed in self._grown for c in self._at[bed]}
        self._grown = set()
        for column in touched.values():
            old, column.rows = column.rows, self._rows(column)
            if old == column.rows:
                continue
            self._flush()
            for row, new, sign in zip(old, column.rows, (-1.0, 1.0), strict=True):
                if row != new:
                    self._model.changeCoeff(row, column.index, 0.0)
                    self._model.changeCoeff(new, column.index, sign)

    def drop(self, number: int) -> None:
        """Leave a tour out, until it is added again."""
        self._flush()
        column = self._columns[number]
        self._known.discard(column.key)
        self._is_out.add(number)
        self._model.changeColBounds(column.index, 0.0, 0.0)

    def restrict(self, beds: Mapping[int, Sequence[int]], stops: Sequence[IntArray]) -> None:
        """From now on allow only tours between some of the beds, and to some stops of each day."""
        self._flush()
        allowed = {(night, spot) for night, spots in beds.items() for spot in spots}
        banned = self._masks.keys() - allowed
        open_to = [frozenset(some.tolist()) for some in stops]

        def is_open(number: int, key: Key) -> bool:
            if number in self._is_out or not banned.isdisjoint(_beds(key)):
                return False
            return open_to[key[0]].issuperset(key[3])

        most = np.array([np.inf if is_open(k, c.key) else 0.0 for k, c in enumerate(self._columns)])
        columns = np.array([column.index for column in self._columns], dtype=np.int32)
        self._model.changeColsBounds(len(most), columns, np.zeros(len(most)), most)

    def prices(self, seconds: float) -> NDArray[np.float64] | None:
        """Return a price for each row of what is shared, in 1 / ``SCALE``.

        None if the programme has no solution, or none in time.
        """
        self._flush()
        self._refresh()
        self._flush()
        self._model.setOptionValue("time_limit", self._model.getRunTime() + seconds)
        self._model.run()
        if self._model.getModelStatus() != self._solved:
            return None
        duals = np.array(self._model.getSolution().row_dual)
        prices = duals[self._first : self._first + self.shared.size] * SCALE
        return np.where(self.shared.is_signed, prices, np.maximum(0.0, prices))

    @property
    def value(self) -> float:
        """What the last solution is worth."""
        return float(self._model.getInfo().objective_function_value)

    def _flow(self) -> list[tuple[_Column, float]]:
        """Return the tours that the last solution uses, and how much."""
        values = self._model.getSolution().col_value
        found = (
            (column, values[column.index]) for column in self._columns if column.index < len(values)
        )
        return [(column, value) for column, value in found if value > LEAST_FLOW]

    def shares(self) -> dict[Bed, float]:
        """Return how much of each night the last solution spends in each bed."""
        shares: dict[Bed, float] = {}
        for column, value in self._flow():
            bed = _beds(column.key)[1]
            if bed in self._masks:
                shares[bed] = shares.get(bed, 0.0) + value
        return shares

    def repeats(self) -> list[Repeat]:
        """Return the groups that the last solution uses on both sides of a night, worst first.

        Of those that the bed between knows nothing of.
        """
        sides: dict[Bed, list[tuple[_Column, float, bool]]] = {}
        for column, value in self._flow():
            for bed, is_before in zip(_beds(column.key), (False, True), strict=True):
                if bed in self._masks:
                    sides.setdefault(bed, []).append((column, value, is_before))
        found = []
        for (night, spot), tours in sides.items():
            total = sum(value for _, value, is_before in tours if is_before)
            groups = [
                {g for c, _, side in tours if side == s for g in c.groups} for s in (False, True)
            ]
            for group in (groups[0] & groups[1]).difference(self._memory[night, spot]):
                using = [(c.key, value) for c, value, _ in tours if group in c.groups]
                excess = sum(value for _, value in using) - total
                if excess > LEAST_FLOW:
                    found.append(Repeat(excess, night, spot, group, [key for key, _ in using]))
        return sorted(found, key=lambda repeat: -repeat.excess)


def _beds(key: Key) -> tuple[Bed, Bed]:
    """Return the nights and locations where a tour begins and ends."""
    d, start, end, _, _ = key
    return (d - 1, start), (d, end)
