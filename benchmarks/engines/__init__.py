"""The engines that are compared, each in a module of its own with the same function.

``solve(instance, seconds, seed)`` returns an `Answer`; the building of the engine's model is
part of the seconds. A module imports its library when it is imported itself, so only the
process that runs an engine should do that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """What is to be known of an engine without importing it.

    Parameters
    ----------
    module
        Where its ``solve`` is.
    distribution
        The installed package that has its version.
    model
        How the problem is put to it, in words.
    has_bound
        Whether its answers may come with an upper bound.
    """

    module: str
    distribution: str
    model: str
    has_bound: bool = False


ENGINES = {
    "xytour": Engine(
        "benchmarks.engines.xytour", "xytour", "as `benchmarks.instance` runs it", has_bound=True
    ),
    "pyvrp": Engine(
        "benchmarks.engines.pyvrp",
        "pyvrp",
        "optional clients, the prize of a point 10 units of way, way as the tie-break",
    ),
    "ortools-routing": Engine(
        "benchmarks.engines.ortools_routing",
        "ortools",
        "a disjunction for each node, the penalty of a point 5 units of way, first solution by "
        "cheapest insertion, guided local search; takes no seed",
    ),
    "ortools-cpsat": Engine(
        "benchmarks.engines.ortools_cpsat",
        "ortools",
        "circuits through the depot, an optional interval for each node, one worker, no "
        "probing, staying at home as the hint",
        has_bound=True,
    ),
    "didppy": Engine(
        "benchmarks.engines.didppy",
        "didppy",
        "tour after tour, bounds by what is open and by a knapsack of the time left, complete "
        "anytime beam search (CABS); takes no seed",
        has_bound=True,
    ),
    "vroom": Engine(
        "benchmarks.engines.vroom",
        "pyvroom",
        "points as priorities, highest exploration level, one thread; takes no seed and may "
        "end early",
    ),
}
"""Engines by name, the one measured first."""
