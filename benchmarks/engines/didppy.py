"""didppy: a dynamic programme, searched by complete anytime beam search (CABS).

A state is the vertices still open, where the tour is and since when it is ready to leave, and
the tours left, this one included. A transition visits a vertex, or ends the tour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import didppy  # type: ignore
import numpy as np

from benchmarks.engines.answer import Answer
from benchmarks.engines.clock import Clock
from benchmarks.engines.graph import graph_of

if TYPE_CHECKING:
    from benchmarks.engines.graph import Graph
    from benchmarks.formats.instance import Instance

SLOTS = 1000
"""Steps in which the bound by time left is tabled."""

HOME = "home"


def solve(instance: Instance, seconds: float, seed: int) -> Answer:
    """Solve an instance; CABS makes no random choices."""
    del seed
    clock = Clock(seconds)
    graph = graph_of(instance)
    if not graph.reached:
        return Answer([], 0)
    model = _model(graph)
    solver = didppy.CABS(model, time_limit=clock.left, threads=1, quiet=True)
    solution = solver.search()
    tours: list[list[int]] = [[]]
    for transition in solution.transitions:
        if transition.name == HOME:
            tours.append([])
        else:
            tours[-1].append(int(transition.name))
    return Answer(graph.routes(tours[: graph.tours]), solution.best_bound)


def _model(graph: Graph) -> didppy.Model:
    """Return the dynamic programme; ready times and tours left are better or worse resources."""
    model = didppy.Model(maximize=True)
    node = model.add_object_type(len(graph.numbers))
    tick = model.add_object_type(graph.closes[0] + 1)
    count = model.add_object_type(graph.tours + 1)
    reached, latest = graph.reached, graph.latest
    unvisited = model.add_set_var(object_type=node, target=reached)
    here = model.add_element_var(object_type=node, target=0)
    ready = model.add_element_resource_var(
        object_type=tick, target=graph.opens[0], less_is_better=True
    )
    left = model.add_element_resource_var(
        object_type=count, target=graph.tours, less_is_better=False
    )
    travel = model.add_element_table(graph.travel)
    fits = {j: ready + travel[here, j] <= latest[j] for j in reached}
    for j in reached:
        start = didppy.max(ready + travel[here, j], graph.opens[j])
        visit = didppy.Transition(
            name=str(j),
            cost=graph.score[j] + didppy.IntExpr.state_cost(),
            effects=[
                (unvisited, unvisited.remove(j)),
                (here, j),
                (ready, start + graph.duration[j]),
            ],
            preconditions=[left > 0, unvisited.contains(j), fits[j]],
        )
        model.add_transition(visit)
    home = didppy.Transition(
        name=HOME,
        cost=didppy.IntExpr.state_cost(),
        effects=[(here, 0), (ready, graph.opens[0]), (left, left - 1)],
        # A tour that can go on does, at worst with a vertex taken from a later tour.
        preconditions=[left > 0, *(~unvisited.contains(j) | ~fits[j] for j in reached)],
    )
    model.add_transition(home)
    model.add_base_case([left == 0])
    score = model.add_int_table(graph.score)
    after = model.add_set_table(
        [[j for j in reached if graph.can_follow(i, j)] for i in range(len(graph.numbers))],
        object_type=node,
    )
    open_still = (left > 1).if_then_else(score[unvisited], score[unvisited & after[here]])
    model.add_dual_bound((left > 0).if_then_else(open_still, 0))
    grain, worth = _worth(graph)
    model.add_dual_bound(model.add_int_table(worth)[left, ready // grain])
    return model


def _worth(graph: Graph) -> tuple[int, list[list[int]]]:
    """Bound the points of the tours left, by the time at which the first of them is ready.

    A knapsack with fractions: a vertex takes its service and half of the shortest ways to it
    and from it, of all the time of the tours. In the last tour it must open still.

    Returns
    -------
    tuple[int, list[list[int]]]
        Ticks to a step, and for each number of tours left and each step the bound.
    """
    travel = np.array(graph.travel, dtype=float)
    np.fill_diagonal(travel, np.inf)
    into, out = travel.min(axis=0), travel.min(axis=1)
    node = np.array(graph.reached)
    score = np.array(graph.score)[node]
    # At least something, to divide by.
    weight = np.array(graph.duration)[node] + (into[node] + out[node]) / 2 + 1e-9
    best_first = np.argsort(-score / weight)
    node, score, weight = node[best_first], score[best_first], weight[best_first]
    last = graph.closes[0]
    grain = max(1, last // SLOTS)
    steps = np.arange(0, last + 1, grain)
    open_still = np.array(graph.latest)[node] >= steps[:, None] + into[node]
    rows = [[0] * len(steps)]
    for left in range(1, graph.tours + 1):
        taken = np.where(open_still, weight, 0) if left == 1 else np.tile(weight, (len(steps), 1))
        room = left * (last - into[0] / 2) - steps - (left - 1) * (graph.opens[0] + out[0] / 2)
        share = np.clip((room[:, None] - taken.cumsum(axis=1) + taken) / weight, 0, 1)
        points = (share * (taken > 0) * score).sum(axis=1)
        rows.append(np.floor(points + 1e-6).astype(int).tolist())
    return grain, rows
