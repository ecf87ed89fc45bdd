"""Time-dependent orienteering: speeds by category of arc and time of day (Verbeeck 2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.formats.companions import find_companion
from benchmarks.formats.distances import double_distances, rounded_distances
from benchmarks.formats.instance import Exact, Instance, Tour
from benchmarks.formats.rows import Rows
from benchmarks.formats.top import read_chao
from benchmarks.formats.travel import SpeedLength, SpeedTravel
from benchmarks.formats.unrounded import SCALE
from benchmarks.formats.vertices import counted, scored

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.formats.rows import Row

# Hours after 07:00, when every tour departs: periods end at 09:00, 17:00 and 19:00.
_BORDERS = (2, 10, 12)
_SHRINK = 5  # all distances of the set are divided by this
_SPEED_SCALE = 10_000  # speeds have up to four decimals


def read(path: Path, tours: int | None) -> Instance:
    """Read a file as for TOP, the speeds and the categories of arcs.

    ``speedmatrix.txt`` has a row for each category and a column for each period;
    ``arc_cat_<set>.txt`` belongs to the instances ``p<set>.1.<letter>.txt``.
    """
    nodes, count, limit = read_chao(path)
    count = tours or count
    speed_rows = _speeds(find_companion(path, "speedmatrix.txt", above=2))
    kind = path.stem.split(".")[0].lower().removeprefix("p")
    table = find_companion(path, f"arc_cat_{kind}.txt", above=2)
    categories = _categories(table, len(nodes), len(speed_rows))
    longest = limit.floor(1, "time budget Tmax", scale=SCALE)
    last = len(nodes) - 1
    depots, vertices = scored(nodes, (0, last), (((0, longest),),) * count)
    places = counted(nodes)
    return Instance(
        name=path.stem,
        format="tdop",
        scale=SCALE,
        depots=depots,
        vertices=vertices,
        tours=(Tour(0, longest, (0,), (last,)),) * count,
        travel=SpeedTravel(
            tuple(hour * SCALE for hour in _BORDERS),
            tuple(
                tuple(row.whole(k, "speed", scale=_SPEED_SCALE) for k in range(len(_BORDERS) + 1))
                for row in speed_rows
            ),
            categories,
            rounded_distances(places, scale=SCALE * _SPEED_SCALE, divisor=_SHRINK, up=True),
        ),
        exact=Exact(
            SpeedLength(
                tuple(map(float, _BORDERS)),
                tuple(tuple(map(float, row.fields)) for row in speed_rows),
                categories,
                double_distances(places, divisor=_SHRINK),
            ),
            (float(limit.decimal(1, "time budget Tmax")),) * count,
        ),
    )


def _speeds(path: Path) -> list[Row]:
    """Return the rows of speeds, each checked to be positive numbers."""
    speeds = list(Rows(path).rest())
    for row in speeds:
        if len(row.fields) != len(_BORDERS) + 1:
            row.fail(f"{len(_BORDERS) + 1} speeds, one for each period")
        for k in range(len(row.fields)):
            row.whole(k, "speed", scale=_SPEED_SCALE, least=1)
    return speeds


def _categories(path: Path, n: int, known: int) -> dict[int, dict[int, int]]:
    """Return the category of each arc from a square table."""
    rows = Rows(path)
    table: dict[int, dict[int, int]] = {}
    for i in range(n):
        row = rows.take(f"{n} rows of arc categories")
        if len(row.fields) != n:
            row.fail(f"{n} arc categories")
        table[i] = {j: row.whole(j, "arc category") for j in range(n)}
        if max(table[i].values()) >= known:
            row.fail(f"arc categories below {known}, the number of rows of speeds")
    rows.end()
    return table
