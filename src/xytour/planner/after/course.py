"""A plan as the solver has it, with what its beds are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """The stops of each day, the bed of each night and the place where it stands."""

    tours: tuple[tuple[int, ...], ...]
    beds: tuple[int, ...]
    nights: tuple[str | None, ...] = ()
