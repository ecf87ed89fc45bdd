"""What a benchmark file says, in one shape for all formats.

Times are ticks: ``scale`` ticks make one unit of the file. Formats that round their
distances, or that count milliseconds, are held by ticks alone. Formats with unrounded
distances carry the doubles as well, in ``Instance.exact``; their ticks round every distance
up and every limit down, so that a route feasible in ticks is feasible in truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

Window = tuple[int, int]


class Travel(Protocol):
    """Time from one vertex to another, for who leaves at once when the visit is over.

    All formats mean it to be first in, first out; only a file with slots may fail to be.
    """

    def __call__(self, i: int, j: int, depart: int) -> int:
        """Return the ticks from vertex ``i`` to vertex ``j`` when leaving at ``depart``."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """One vertex.

    Parameters
    ----------
    number
        The file's own number; the position among the vertices, from 0, where a file has none.
    place
        Coordinates as the file states them; None where it states travel times instead.
    duration
        Ticks of service, 0 where the format knows none.
    score
        Points for a visit.
    windows
        For each tour the sorted (earliest, latest) *starts* of service; empty when closed.
        Formats without windows get one from departure to return.
    fee
        Money for a visit.
    categories
        Indices into ``Instance.category_limits``.
    """

    number: int
    place: tuple[float, float] | None
    duration: int = 0
    score: int = 0
    windows: tuple[tuple[Window, ...], ...] = ()
    fee: int = 0
    categories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Tour:
    """One tour: leave no sooner than ``departs``, be back no later than ``returns`` (ticks).

    ``starts`` and ``ends`` are the numbers of the depots or hotels allowed.
    """

    departs: int
    returns: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """The unrounded truth in doubles, in the file's own unit; tours depart at 0.

    ``travel(i, j, depart)`` is a duration, ``returns`` holds the limit of each tour and
    ``total`` the limit of all tours together, None if there is none.
    """

    travel: Callable[[int, int, float], float]
    returns: tuple[float, ...]
    total: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One benchmark instance.

    Parameters
    ----------
    name, format
        Stem of the file's name and the format that it was read as.
    scale
        Ticks to one unit of the file.
    depots
        Vertices where tours start and end; never listed in a route.
    vertices
        Vertices that may be visited, each at most once over all tours.
    tours
        The tours in order; they differ where windows or trip lengths do.
    travel
        Ticks between two vertices, depots included.
    budget
        Most that the fees may sum to, or None.
    category_limits
        For each category the most vertices of it that may be visited.
    linked
        Whether each tour starts at the depot where the one before ended.
    total
        Most ticks that all tours may take together, or None.
    exact
        Doubles, for formats that do not round; None when ticks are the convention.
    """

    name: str
    format: str
    scale: int
    depots: tuple[Vertex, ...]
    vertices: tuple[Vertex, ...]
    tours: tuple[Tour, ...]
    travel: Travel
    budget: int | None = None
    category_limits: tuple[int, ...] = ()
    linked: bool = False
    total: int | None = None
    exact: Exact | None = None
