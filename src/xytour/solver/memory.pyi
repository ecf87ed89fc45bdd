from typing import Any

from numpy.typing import NDArray

from xytour.solver.problem import IntArray

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
