"""What every engine answers with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Routes, and a bound where the engine has one.

    Parameters
    ----------
    routes
        For each tour the file's numbers of the vertices visited, depots left out; tours that
        are not made may be empty or missing.
    upper_bound
        No routes score more; None if the engine does not say.
    """

    routes: list[list[int]]
    upper_bound: int | None = None
