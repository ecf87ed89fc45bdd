"""PyVRP: optional clients with prizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pyvrp import (  # type: ignore[import-not-found, unused-ignore]
    Client,
    Depot,
    Location,
    ProblemData,
    VehicleType,
)
from pyvrp import solve as solve_data
from pyvrp.stop import MaxRuntime  # type: ignore[import-not-found, unused-ignore]

from benchmarks.engines.answer import Answer
from benchmarks.engines.clock import Clock
from benchmarks.engines.graph import graph_of

if TYPE_CHECKING:
    from benchmarks.engines.graph import Graph
    from benchmarks.formats.instance import Instance

PRIZE = 10
"""Prize of a point, as the cost of so many units of way.

Way is the tie-break; without it the search is far worse. In a trial 3, 30 and 100 left a mean
gap no smaller than 10 did.
"""


def solve(instance: Instance, seconds: float, seed: int) -> Answer:
    """Solve an instance; routes that are not feasible are none."""
    clock = Clock(seconds)
    graph = graph_of(instance)
    data = _data(graph)
    result = solve_data(data, MaxRuntime(clock.left), seed=seed, collect_stats=False)
    if not result.is_feasible():
        return Answer([])
    tours = [
        [visit.idx + 1 for visit in route if visit.is_client()] for route in result.best.routes()
    ]
    return Answer(graph.routes(tours))


def _data(graph: Graph) -> ProblemData:
    """Return the model; client i is node i + 1."""
    # The stubs name the element type where numpy has the shape.
    travel: Any = np.array(graph.travel)
    prize = PRIZE * graph.scale
    return ProblemData(
        # Positions are for plots only.
        locations=[Location(0, 0) for _ in graph.numbers],
        clients=[
            Client(
                node,
                service_duration=graph.duration[node],
                tw_early=graph.opens[node],
                tw_late=graph.closes[node],
                prize=prize * graph.score[node],
                required=False,
            )
            for node in graph.nodes
        ],
        depots=[Depot(0)],
        vehicle_types=[VehicleType(graph.tours, tw_early=graph.opens[0], tw_late=graph.closes[0])],
        distance_matrices=[travel],
        duration_matrices=[travel],
    )
