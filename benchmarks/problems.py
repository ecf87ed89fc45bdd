"""Benchmark instances as problems for xytour's solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xytour.solver import Day, Problem

if TYPE_CHECKING:
    from benchmarks.formats.instance import Instance

FORMATS = ("toptw", "ttdp", "top", "op")
"""Formats all of whose rules the solver has."""


def problem_of(instance: Instance) -> Problem:
    """Return the problem of an instance; stop i is ``instance.vertices[i]``.

    Parameters
    ----------
    instance
        As read from its file.

    Returns
    -------
    Problem
        Locations are the vertices, then the depots.

    Raises
    ------
    ValueError
        The instance has a rule that the solver does not have.
    """
    missing = _missing_rule(instance)
    if missing is not None:
        msg = f"{instance.name}: the solver does not have {missing} yet"
        raise ValueError(msg)
    vertices = instance.vertices
    numbers = [vertex.number for vertex in (*vertices, *instance.depots)]
    at = {number: k for k, number in enumerate(numbers)}
    n = len(vertices)
    return Problem(
        travel=np.array([[instance.travel(i, j, 0) for j in numbers] for i in numbers]),
        location=np.arange(n),
        duration=np.array([vertex.duration for vertex in vertices]),
        profit=np.array([vertex.score for vertex in vertices]),
        cost=np.array([vertex.fee for vertex in vertices]),
        group=np.arange(n),
        windows=[vertex.windows for vertex in vertices],
        days=tuple(
            Day(at[tour.starts[0]], at[tour.ends[0]], tour.departs, tour.returns)
            for tour in instance.tours
        ),
        budget=instance.budget,
    )


def _missing_rule(instance: Instance) -> str | None:
    if instance.category_limits:
        return "limits on categories"
    if instance.format not in FORMATS:
        return "linked hotels under a total length" if instance.linked else "travel by the hour"
    return None
