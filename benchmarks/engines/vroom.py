"""VROOM, by pyvroom: priorities stand in for points."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np
import vroom  # type: ignore

from benchmarks.engines.answer import Answer
from benchmarks.engines.clock import Clock
from benchmarks.engines.graph import graph_of

if TYPE_CHECKING:
    from benchmarks.engines.graph import Graph
    from benchmarks.formats.instance import Instance

HIGHEST = 100
"""Highest priority that VROOM takes."""

EXPLORATION = 5
"""Highest level of search that VROOM has."""


def solve(instance: Instance, seconds: float, seed: int) -> Answer:
    """Solve an instance; VROOM takes no seed."""
    del seed
    clock = Clock(seconds)
    graph = graph_of(instance)
    problem = _problem(graph)
    solution = problem.solve(EXPLORATION, 1, datetime.timedelta(seconds=clock.left))
    tours = [
        [step["id"] for step in route["steps"] if step["type"] == "job"]
        for route in solution.to_dict()["routes"]
    ]
    return Answer(graph.routes(tours))


def _problem(graph: Graph) -> vroom.Input:
    """Return the model; the id of a job is its node."""
    problem = vroom.Input()
    problem.set_durations_matrix("car", np.array(graph.travel))
    highest = max(graph.score)
    for node in graph.nodes:
        priority = graph.score[node]
        if highest > HIGHEST:
            priority = round(HIGHEST * priority / highest)
        window = vroom.TimeWindow(graph.opens[node], graph.closes[node])
        problem.add_job(
            vroom.Job(
                node,
                node,
                default_service=graph.duration[node],
                priority=priority,
                time_windows=[window],
            )
        )
    day = vroom.TimeWindow(graph.opens[0], graph.closes[0])
    for tour in range(graph.tours):
        problem.add_vehicle(vroom.Vehicle(tour, 0, 0, time_window=day))
    return problem
