"""Least rides between stops, against all pairs."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from xytour.solver import nearest as module
from xytour.solver.nearest import FAR, nearest


def test_least_rides_are_those_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of any size, crowded places and groups make no difference."""
    draw = Random(1)  # noqa: S311
    for _ in range(200):
        n, places = draw.randint(0, 8), draw.randint(1, 6)
        ride = [[draw.randint(0, 9) for _ in range(places)] for _ in range(places)]
        at = [draw.randrange(places) for _ in range(n)]
        group = [draw.randint(0, 4) for _ in range(n)]
        pairs = [(i, j) for i in range(n) for j in range(n) if group[i] != group[j]]
        monkeypatch.setattr(module, "CELLS", draw.choice((1, 10, 1000)))

        into, out = nearest(
            np.array(ride, dtype=np.int32),
            np.array(at, dtype=np.int64),
            np.array(group, dtype=np.int64),
        )

        for k in range(n):
            least = min((ride[at[i]][at[j]] for i, j in pairs if j == k), default=FAR)
            assert into[k] == least
            least = min((ride[at[i]][at[j]] for i, j in pairs if i == k), default=FAR)
            assert out[k] == least


def test_deadline_ends_it() -> None:
    """Nothing half done is returned."""
    with pytest.raises(TimeoutError):
        nearest(np.ones((2, 2), dtype=np.int32), np.arange(2), np.arange(2), deadline=0.0)
