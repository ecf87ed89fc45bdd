from collections.abc import Sequence

from xytour.solver.problem import IntArray, Problem

COMPILED: bool

class Labeller:
    def __init__(
        self,
        problem: Problem,
        day: int,
        stops: IntArray,
        starts: Sequence[int],
        ends: Sequence[int],
    ) -> None: ...
    @property
    def places(self) -> IntArray: ...
    @property
    def rows(self) -> IntArray: ...
    @property
    def finishes(self) -> IntArray: ...
    @property
    def steps(self) -> int: ...
    @property
    def is_possible(self) -> bool: ...
    def price(
        self,
        prize: IntArray,
        ride_price: IntArray,
        home_price: IntArray,
        break_price: IntArray,
        start_price: IntArray,
        threshold: int,
        most_effort: int,
        deadline: float = ...,
    ) -> tuple[tuple[int, int, int, list[int]] | None, int, bool]: ...
