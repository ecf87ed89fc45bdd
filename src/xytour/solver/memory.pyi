from typing import Any

import numpy as np
from numpy.typing import NDArray

from xytour.solver.problem import Day, IntArray

COMPILED: bool
MEMORY: int

class Memory:
    def __init__(self, most_labels: int) -> None: ...
    def set_ticks(
        self,
        stay: IntArray,
        ride: IntArray,
        home_ride: IntArray,
        least_home: IntArray,
        room: int,
        tick: int,
    ) -> None: ...
    def set_hours(
        self,
        day: Day,
        visit: IntArray,
        is_meal: NDArray[np.uint8],
        window_of: NDArray[np.int32],
        window: IntArray,
        late: IntArray,
    ) -> None: ...
    def best_walk(
        self,
        coming: IntArray,
        coming_ride: IntArray,
        gain: IntArray,
        way: IntArray,
        home: IntArray,
        bit: NDArray[Any],
        rest: IntArray,
        following: NDArray[Any],
        rest_else: IntArray,
        threshold: int,
    ) -> tuple[list[int] | None, int, bool]: ...
