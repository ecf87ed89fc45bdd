from numpy import int32
from numpy.typing import NDArray

from xytour.solver.outlook import Outlook
from xytour.solver.problem import IntArray, Problem

COMPILED: bool

class Lister:
    def __init__(
        self,
        problem: Problem,
        day: int,
        table: Outlook,
        most_labels: int,
        deadline: float = ...,
    ) -> None: ...
    def tours(
        self, start_value: IntArray, least: int
    ) -> list[tuple[int, int, int, tuple[int, ...]]] | None: ...

class Joiner:
    def __init__(
        self,
        hope: IntArray,
        alone: IntArray,
        spent: IntArray,
        ends: NDArray[int32],
        marks: IntArray,
        first_of: NDArray[int32],
    ) -> None: ...
    def begin(self, place: int) -> None: ...
    def next(self, least: int, reserve: int, steps: int) -> list[int] | None: ...
