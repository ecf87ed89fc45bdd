"""What runs along each edge of a region's graph on some dates, by the services of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.network.transit.regional import runs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    from xytour.model.link import Service
    from xytour.model.region import Region
    from xytour.network.travel import Step

    Ints = NDArray[np.int64]

Edge: TypeAlias = tuple[str, str, str]
"""Tail, head and link of an edge with a timetable."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One vehicle along an edge: minutes after midnight, what it is called, its service.

    The service is None where a feed tells of it.
    """

    leaves: int
    arrives: int
    line: str
    service_id: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """The departures of an edge that none later beats, in order."""

    runs: tuple[Departure, ...]
    leaves: Ints
    arrives: Ints


def edge_of(step: Step) -> Edge:
    """Return the edge of the graph that a step goes along."""
    return step.from_id, step.to_id, step.edge["link_id"]


def lines_of(
    region: Region, services: Iterable[Service], running: Collection[str]
) -> dict[Edge, Line]:
    """Return the departures along each edge that has a timetable.

    Parameters
    ----------
    region
        With the links that services run along.
    services
        All that make a timetable, whether they run or not: an edge whose services do not
        run on the dates asked about has an empty one.
    running
        Ids of those that run.
    """
    links = {link.id: link for link in region.links}
    found: dict[Edge, list[Departure]] = {}
    for service in services:
        link_id = service.link_id or ""
        runs = found.setdefault((service.from_id, service.to_id, link_id), [])
        if service.id in running:
            runs += [
                Departure(leaves, arrives, name or service.name.en, service.id)
                for name, leaves, arrives in runs_of(service, links[link_id])
            ]
    return {edge: _line(runs) for edge, runs in found.items()}


def _line(runs: list[Departure]) -> Line:
    """Return the departures of an edge without those that a later one overtakes."""
    kept: list[Departure] = []
    for run in sorted(runs, key=lambda run: (-run.leaves, run.arrives, run.line)):
        if not kept or run.arrives < kept[-1].arrives:
            kept.append(run)
    kept.reverse()
    leaves = np.array([run.leaves for run in kept], dtype=np.int64)
    arrives = np.array([run.arrives for run in kept], dtype=np.int64)
    return Line(tuple(kept), leaves, arrives)
