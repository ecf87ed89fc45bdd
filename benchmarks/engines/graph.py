"""A TOPTW instance as routing libraries want it: a depot, nodes and a matrix.

Kept to lists of Python's integers, which every library takes; making them counts as time of
the engine that asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.formats.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Node 0 is the depot, node i the i-th vertex; times are ticks.

    Parameters
    ----------
    tours
        Number of tours, all alike.
    travel
        Ticks from row to column.
    duration, score, opens, closes
        For each node its service, points, and first and last start of the service. Of the
        depot: nothing, nothing, and the times between which a tour takes place.
    scale
        Ticks to a unit of the file.
    numbers
        The file's number of each node.
    """

    tours: int
    travel: list[list[int]]
    duration: list[int]
    score: list[int]
    opens: list[int]
    closes: list[int]
    scale: int
    numbers: list[int]

    @property
    def nodes(self) -> range:
        """All nodes but the depot."""
        return range(1, len(self.numbers))

    @property
    def reached(self) -> list[int]:
        """The nodes that a tour can have at all."""
        return [node for node in self.nodes if self.can_follow(0, node)]

    @property
    def latest(self) -> list[int]:
        """For each node the last start of the service from which one is back in time."""
        return [
            min(closes, self.closes[0] - duration - row[0])
            for closes, duration, row in zip(self.closes, self.duration, self.travel, strict=True)
        ]

    def can_follow(self, i: int, j: int) -> bool:
        """Whether one can go from node i to node j, and then be back in time."""
        ready = max(self.opens[j], self.opens[i] + self.duration[i] + self.travel[i][j])
        back = ready + self.duration[j] + self.travel[j][0]
        return i != j and ready <= self.closes[j] and back <= self.closes[0]

    def routes(self, tours: Iterable[Iterable[int]]) -> list[list[int]]:
        """Return tours of nodes as routes of the file's numbers."""
        return [[self.numbers[node] for node in tour] for tour in tours]


def graph_of(instance: Instance) -> Graph:
    """Return the graph of an instance.

    Parameters
    ----------
    instance
        As read from its file.

    Returns
    -------
    Graph
        Depot and vertices.

    Raises
    ------
    ValueError
        The instance is no TOPTW, or its tours differ.
    """
    if instance.format != "toptw" or len(set(instance.tours)) > 1:
        msg = f"{instance.name}: expected a TOPTW instance, got {instance.format}"
        raise ValueError(msg)
    tour = instance.tours[0]
    # The windows of a vertex are the same in every tour, and there is one of them.
    windows = [vertex.windows[0][0] for vertex in instance.vertices]
    numbers = [tour.starts[0], *(vertex.number for vertex in instance.vertices)]
    return Graph(
        tours=len(instance.tours),
        travel=[[instance.travel(i, j, 0) for j in numbers] for i in numbers],
        duration=[0, *(vertex.duration for vertex in instance.vertices)],
        score=[0, *(vertex.score for vertex in instance.vertices)],
        opens=[tour.departs, *(opens for opens, _ in windows)],
        closes=[tour.returns, *(closes for _, closes in windows)],
        scale=instance.scale,
        numbers=numbers,
    )
