"""Judges whether routes are allowed, and what they score.

Goes by the file's constraints alone and shares no code with the solver. Formats with rounded
distances are re-timed in whole ticks; for the others the unrounded doubles decide. Each vertex
is left as soon as its visit is over: where travel is first in, first out nothing is gained by
leaving later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.formats.instance import Exact, Instance, Vertex

# Coordinates and limits have a few decimals: sums of doubles are off by less than 1e-12.
TOLERANCE = 1e-9


def check(instance: Instance, routes: Sequence[Sequence[int]]) -> tuple[int, list[str]]:
    """Check routes against everything that a file asks for.

    Parameters
    ----------
    instance
        What the file says.
    routes
        For each tour, in order, the file's numbers of the vertices visited, depots left out;
        routes missing at the end are empty. Empty routes are tours not made, but trips between
        hotels are made even when nothing is visited.

    Returns
    -------
    tuple[int, list[str]]
        Score, each vertex counted once, and the faults in words; none if all is well. Of each
        tour only the first fault in time is told.
    """
    vertices = {vertex.number: vertex for vertex in instance.vertices}
    visited = [number for route in routes for number in route]
    known = [vertices[number] for number in dict.fromkeys(visited) if number in vertices]
    faults = [
        *_number_faults(instance, vertices, visited),
        *_sum_faults(instance, known),
    ]
    if len(routes) > len(instance.tours):
        faults.append(f"{len(routes)} routes, but only {len(instance.tours)} tours")
    # Vertices that do not exist are told above; the rest of their tour can still be timed.
    timed = [
        [vertices[number] for number in route if number in vertices]
        for route in routes[: len(instance.tours)]
    ]
    timed += [[] for _ in instance.tours[len(timed) :]]
    if instance.exact is None:
        faults += _clock_faults(instance, timed)
    elif instance.linked:
        faults += _hotel_faults(instance, instance.exact, timed)
    else:
        faults += _length_faults(instance, instance.exact, timed)
    return sum(vertex.score for vertex in known), faults


def _number_faults(
    instance: Instance, vertices: dict[int, Vertex], visited: list[int]
) -> list[str]:
    """Tell vertices that may not be listed, or not again."""
    depots = {depot.number for depot in instance.depots}
    faults = []
    for number in dict.fromkeys(visited):
        times = visited.count(number)
        if number in depots:
            faults.append(f"depot {number} is listed as a visit")
        elif number not in vertices:
            faults.append(f"vertex {number} does not exist")
        elif times > 1:
            faults.append(f"vertex {number} is visited {times} times")
    return faults


def _sum_faults(instance: Instance, known: list[Vertex]) -> list[str]:
    """Tell a budget or category limits that the trip as a whole breaks."""
    faults = []
    fees = sum(vertex.fee for vertex in known)
    if instance.budget is not None and fees > instance.budget:
        faults.append(f"fees sum to {fees}, the budget is {instance.budget}")
    for category, limit in enumerate(instance.category_limits):
        count = sum(category in vertex.categories for vertex in known)
        if count > limit:
            faults.append(f"{count} vertices of category {category + 1}, at most {limit} allowed")
    return faults


def _clock_faults(instance: Instance, routes: list[list[Vertex]]) -> list[str]:
    """Tell the first breach of each tour's windows, in ticks."""
    found = (_clock_fault(instance, tour, route) for tour, route in enumerate(routes) if route)
    return [fault for fault in found if fault]


def _clock_fault(instance: Instance, tour: int, route: list[Vertex]) -> str | None:
    """Re-time one tour, starting every service as early as possible."""
    frame = instance.tours[tour]
    now, here = frame.departs, frame.starts[0]
    for vertex in route:
        now += instance.travel(here, vertex.number, now)
        here = vertex.number
        windows = vertex.windows[tour]
        if not windows:
            return f"tour {tour + 1}: vertex {here} is closed"
        opens = next((max(first, now) for first, last in windows if now <= last), None)
        if opens is None:
            arrival, last = now / instance.scale, windows[-1][1] / instance.scale
            return f"tour {tour + 1}: vertex {here} is reached at {arrival:.9g}, after {last:.9g}"
        now = opens + vertex.duration
    now += instance.travel(here, frame.ends[0], now)
    if now > frame.returns:
        back, limit = now / instance.scale, frame.returns / instance.scale
        return f"tour {tour + 1}: ends at {back:.9g}, after {limit:.9g}"
    return None


def _length(exact: Exact, start: int, route: list[Vertex], end: int) -> float:
    """Return the unrounded duration of a tour that departs at 0."""
    now, here = 0.0, start
    for number in [*(vertex.number for vertex in route), end]:
        now += exact.travel(here, number, now)
        here = number
    return now


def _length_faults(instance: Instance, exact: Exact, routes: list[list[Vertex]]) -> list[str]:
    """Tell tours that take too long."""
    faults = []
    for tour, (frame, route) in enumerate(zip(instance.tours, routes, strict=True)):
        length = _length(exact, frame.starts[0], route, frame.ends[0])
        limit = exact.returns[tour]
        if route and length > limit + TOLERANCE:
            faults.append(f"tour {tour + 1}: takes {length:.9g}, more than {limit:.9g}")
    return faults


def _hotel_faults(instance: Instance, exact: Exact, routes: list[list[Vertex]]) -> list[str]:
    """Try all hotels; tell the first trip that none of them makes short enough."""
    # For each hotel in which the night can be spent, the least length of all trips so far.
    reached = dict.fromkeys(instance.tours[0].starts, 0.0)
    for tour, (frame, route) in enumerate(zip(instance.tours, routes, strict=True)):
        limit = exact.returns[tour]
        lengths = {
            (start, end): _length(exact, start, route, end)
            for start in frame.starts
            if start in reached
            for end in frame.ends
        }
        further: dict[int, float] = {}
        for (start, end), length in lengths.items():
            if length <= limit + TOLERANCE:
                further[end] = min(further.get(end, float("inf")), reached[start] + length)
        if not further:
            least = min(lengths.values())
            return [
                f"tour {tour + 1}: takes {least:.9g} with the best hotels, more than {limit:.9g}"
            ]
        reached = further
    least = min(reached.values())
    if exact.total is not None and least > exact.total + TOLERANCE:
        return [f"all tours take {least:.9g}, more than {exact.total:.9g}"]
    return []
