import numpy as np
from numpy.typing import NDArray

COMPILED: bool

Ints = NDArray[np.int32]

class Scan:
    def __init__(
        self,
        tables: tuple[Ints, ...],
        n_stops: int,
        n_trips: int,
        until_s: int,
    ) -> None: ...
    def latest(self, access_s: Ints) -> tuple[Ints, Ints, Ints]: ...
    def frontier(
        self,
        found: tuple[Ints, Ints, Ints],
        first: Ints,
        stop: Ints,
        walk_s: Ints,
        otherwise_min: Ints,
    ) -> tuple[Ints, Ints, Ints]: ...
    def ride(
        self, access_s: Ints, leave_s: int, before: Ints, is_first: bool
    ) -> tuple[Ints, Ints, Ints, bool]: ...
