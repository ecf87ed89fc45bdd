"""OR-Tools CP-SAT: circuits through the depot, an optional interval for each node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model  # type: ignore[import-not-found, unused-ignore]

from benchmarks.engines.answer import Answer
from benchmarks.engines.clock import Clock
from benchmarks.engines.graph import graph_of

if TYPE_CHECKING:
    from benchmarks.engines.graph import Graph
    from benchmarks.formats.instance import Instance

Arcs = dict[tuple[int, int], "cp_model.IntVar"]


def solve(instance: Instance, seconds: float, seed: int) -> Answer:
    """Solve an instance; a model that is not built in time has no answer."""
    clock = Clock(seconds)
    graph = graph_of(instance)
    if not graph.reached:
        return Answer([], 0)
    model = cp_model.CpModel()
    arcs = _arcs(model, graph, clock)
    if clock.is_over:
        return Answer([])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    # Probing alone takes seconds, so that nothing is found before it ends.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_time_in_seconds = clock.left
    status = solver.solve(model)
    if status == cp_model.UNKNOWN:
        return Answer([])
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        msg = f"staying at home is allowed, but CP-SAT says {solver.status_name(status)}"
        raise RuntimeError(msg)
    taken = [arc for arc, variable in arcs.items() if solver.boolean_value(variable)]
    return Answer(graph.routes(_tours(taken)), int(solver.best_objective_bound + 1e-6))


def _arcs(model: cp_model.CpModel, graph: Graph, clock: Clock) -> Arcs:
    """Fill the model; return its arcs, of which one from a node to itself leaves it out."""
    reached, latest = graph.reached, graph.latest
    arcs: Arcs = {(i, i): model.new_bool_var("") for i in reached}
    start = {
        i: model.new_int_var(
            max(graph.opens[i], graph.opens[0] + graph.travel[0][i]), latest[i], ""
        )
        for i in reached
    }
    for i in reached:
        if clock.is_over:
            return arcs
        arcs[0, i] = model.new_bool_var("")
        arcs[i, 0] = model.new_bool_var("")
        for j in reached:
            if graph.can_follow(i, j):
                arcs[i, j] = taken = model.new_bool_var("")
                step = graph.duration[i] + graph.travel[i][j]
                model.add(start[j] >= start[i] + step).only_enforce_if(taken)
    # A node without any arc would make the circuits infeasible.
    rest = [(i, i, True) for i in graph.nodes if (i, i) not in arcs]
    model.add_multiple_circuit([*((i, j, taken) for (i, j), taken in arcs.items()), *rest])
    model.add(sum(arcs[0, i] for i in reached) <= graph.tours)
    # Implied by the circuits, but it tightens the bound: no more services at a time than tours.
    services = [
        model.new_optional_fixed_size_interval_var(start[i], graph.duration[i], ~arcs[i, i], "")
        for i in reached
    ]
    model.add_cumulative(services, [1] * len(services), graph.tours)
    model.maximize(sum(graph.score[i] * ~arcs[i, i] for i in reached))
    # Staying at home is allowed; without this hint no answer at all is found for seconds.
    for (i, j), taken in arcs.items():
        model.add_hint(taken, i == j)
    return arcs


def _tours(taken: list[tuple[int, int]]) -> list[list[int]]:
    """Return the tours that arcs make up."""
    after = {i: j for i, j in taken if i not in {0, j}}
    tours = []
    for i, node in taken:
        if i == 0:
            tour = [node]
            while after[tour[-1]]:
                tour.append(after[tour[-1]])
            tours.append(tour)
    return tours
