"""Most that some of what is paid for may cost together: rooms, meals, tickets, ways, or all.

A budget is the cap on everything. Each cap is a sum over a trip's stops, breaks, beds and
ways; what it leaves out is free to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from xytour.errors import ProblemError
from xytour.solver.wellformed import flags, integers, members, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.problem import Problem

MAX_CAPS = 20


@dataclass(frozen=True, slots=True)
class Cap:
    """Most that some kinds of spending may come to in a whole trip.

    Parameters
    ----------
    most
        How much; below 0 nothing keeps it.
    stops
        (stops,) whether the stop's cost counts; empty where none does.
    breaks
        Whether the costs of breaks count; a stop that takes the place of one saves it.
    beds
        For each night what each of its beds costs in this respect; empty where none does.
    ways, far_ways
        Whether what travel costs counts: between locations that are not far, and to and from
        those that are (``Problem.far``).
    """

    most: int
    stops: Sequence[bool] = ()
    breaks: bool = False
    beds: Sequence[Sequence[int]] = ()
    ways: bool = False
    far_ways: bool = False

    def tour(self, problem: Problem, d: int, tour: Sequence[int], start: int, end: int) -> int:
        """Return what a day's tour spends of it, beds left out.

        Parameters
        ----------
        problem
            Whose cap it is.
        d, tour, start, end
            Day, stops and the locations of its ends.
        """
        spent = 0
        if len(self.stops):
            spent += sum(int(problem.cost[stop, d]) for stop in tour if self.stops[stop])
        if self.breaks:
            eaten = {int(problem.meal[stop]) for stop in tour}
            pauses = problem.days[d].breaks
            spent += sum(pause.cost for pause in pauses if pause.kind not in eaten)
        if self.ways or self.far_ways:
            ends = [start, *(int(problem.location[stop]) for stop in tour), end]
            spent += sum(self.way(problem, here, there) for here, there in pairwise(ends))
        return spent

    def way(self, problem: Problem, here: int, there: int) -> int:
        """Return what a way from a location to another spends of it."""
        is_far = problem.far[here] or problem.far[there]
        counts = self.far_ways if is_far else self.ways
        return int(problem.travel_cost[here, there]) if counts else 0

    def bed(self, night: int, k: int) -> int:
        """Return what a bed of a night spends of it."""
        return self.beds[night][k] if len(self.beds) else 0

    @property
    def counts_all_ways(self) -> bool:
        """Whether all travel counts, near and far."""
        return self.ways and self.far_ways


def budget_cap(problem: Problem, budget: int) -> Cap:
    """Return a budget as the cap on all that is paid for."""
    beds = tuple(tuple(bed.cost for bed in night) for night in problem.beds)
    return Cap(budget, (True,) * problem.n_stops, True, beds, True, True)


def sound_caps(caps: Sequence[Cap], problem: Problem) -> tuple[Cap, ...]:
    """Return caps with Python's whole numbers, sizes checked.

    Raises
    ------
    ProblemError
        Numbers are out of range, or sizes do not fit.
    """
    found = []
    given = members("caps", caps, Cap)
    if len(given) > MAX_CAPS:
        msg = f"caps: expected at most {MAX_CAPS}, got {len(given)}"
        raise ProblemError(msg)
    for c, cap in enumerate(given):
        name = f"caps[{c}]"
        stops = flags(f"{name}.stops", cap.stops) if len(cap.stops) else ()
        beds = tuple(
            tuple(integers(f"{name}.beds[{night}]", row).tolist())
            for night, row in enumerate(cap.beds)
        )
        if len(stops) not in (0, problem.n_stops):
            msg = f"{name}.stops: expected none or {problem.n_stops} flags, got {len(stops)}"
            raise ProblemError(msg)
        wanted = [len(night) for night in problem.beds]
        if beds and [len(row) for row in beds] != wanted:
            msg = f"{name}.beds: expected a cost for each bed of each night, {wanted}"
            raise ProblemError(msg)
        if any(cost < 0 for row in beds for cost in row):
            msg = f"{name}.beds: expected no negative number"
            raise ProblemError(msg)
        found.append(
            replace(
                cap,
                most=whole(f"{name}.most", cap.most),
                stops=tuple(map(bool, stops)),
                beds=beds,
                **{key: bool(getattr(cap, key)) for key in ("breaks", "ways", "far_ways")},
            )
        )
    return tuple(found)
