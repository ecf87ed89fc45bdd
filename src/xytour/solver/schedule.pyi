from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xytour.solver.problem import IntArray, Problem

class Clock:
    def __init__(self, problem: Problem, day: int) -> None: ...
    def load(self, tour: Sequence[int], start: int, end: int) -> int: ...
    def ends_at(self, tour: Sequence[int], start: int, end: int) -> int: ...
    def travelled(self, tour: Sequence[int], start: int, end: int) -> tuple[int, int]: ...
    def scan(
        self,
        open_stops: NDArray[np.uint8],
        slack: int,
        worth: IntArray,
        effort: IntArray,
        position: IntArray,
    ) -> None: ...
