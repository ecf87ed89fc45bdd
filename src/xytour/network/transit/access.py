"""How the stops are reached, left and changed between."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import RequestError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.network.transit.feed import Feed
    from xytour.network.transit.ways import Ways

    Ints = NDArray[np.int32]

NO_WAY = -1
FAR = 2_000_000_000


class Access:
    """The points of a timetable, their stops and the ways between them.

    Parameters
    ----------
    feed
        Its stops, points and transfers.
    ways
        What may be taken at any time.

    Attributes
    ----------
    points : tuple of str
        The feed's points, then those that only ways lead to.
    """

    def __init__(self, feed: Feed, ways: Ways) -> None:
        self.points = tuple(dict.fromkeys([*feed.points, *ways.ids]))
        self._feed = feed
        self._index = {name: i for i, name in enumerate(self.points)}
        renamed = np.array([self._index[name] for name in ways.ids], dtype=np.int32)
        tails = renamed[ways.tails]
        order = np.argsort(tails, kind="stable")
        self._tails, self._heads = tails[order], renamed[ways.heads][order]
        self._seconds = ways.seconds[order].astype(np.int32)
        self._first = _begins(self._tails, len(self.points))
        self._point_of_stop = np.array(
            [self._index[stop.point] for stop in feed.stops], dtype=np.int64
        )
        self._board_s = np.array([stop.board_s for stop in feed.stops], dtype=np.int64)

    def number(self, name: str) -> int:
        """Return the number of a point.

        Raises
        ------
        RequestError
            There is no such point.
        """
        found = self._index.get(name)
        if found is None:
            msg = f"{name!r} is no point of the timetable; `Connections.points` lists them"
            raise RequestError(msg)
        return found

    def ways_s(self, here: int) -> Ints:
        """Return the seconds from a point to each other one, -1 where there is no way."""
        rows = slice(int(self._first[here]), int(self._first[here + 1]))
        seconds = np.full(len(self.points), FAR, dtype=np.int32)
        np.minimum.at(seconds, self._heads[rows], self._seconds[rows])
        seconds[here] = 0
        seconds[seconds == FAR] = NO_WAY
        return seconds

    def stops_s(self, here: int) -> Ints:
        """Return the seconds from a point until one can leave each stop, -1 where no way."""
        at_stop = self.ways_s(here)[self._point_of_stop]
        seconds: Ints = np.where(at_stop == NO_WAY, NO_WAY, at_stop + self._board_s)
        return seconds.astype(np.int32)

    @cached_property
    def egress(self) -> tuple[Ints, Ints, Ints]:
        """Where the rows of each point begin, stops with a way to it, and its seconds."""
        rows = [(point, stop, 0) for point, stops in self._stops_at.items() for stop in stops]
        for way in np.flatnonzero(np.isin(self._tails, list(self._stops_at))).tolist():
            head, seconds = int(self._heads[way]), int(self._seconds[way])
            rows += [(head, stop, seconds) for stop in self._stops_at[int(self._tails[way])]]
        return _grouped(rows, len(self.points))

    @cached_property
    def transfers(self) -> tuple[Ints, Ints, Ints]:
        """Where the rows of each stop begin, from where one changes to it, and the seconds."""
        seconds: dict[tuple[int, int], int] = {}
        stops = self._feed.stops
        for group in self._stops_at.values():
            for there in group:
                for here in group:
                    same = here == there
                    seconds[here, there] = stops[there].change_s if same else stops[there].board_s
        served = list(self._stops_at)
        between = np.isin(self._tails, served) & np.isin(self._heads, served)
        for way in np.flatnonzero(between & (self._tails != self._heads)).tolist():
            for there in self._stops_at[int(self._heads[way])]:
                total = int(self._seconds[way]) + stops[there].board_s
                for here in self._stops_at[int(self._tails[way])]:
                    seconds[here, there] = min(total, seconds.get((here, there), total))
        for pair, told in self._feed.transfers.items():
            if told is None:
                seconds.pop(pair, None)
            else:
                seconds[pair] = told
        rows = [(there, here, total) for (here, there), total in sorted(seconds.items())]
        return _grouped(rows, len(stops))

    @cached_property
    def _stops_at(self) -> dict[int, list[int]]:
        """Numbers of the stops at each point that has any."""
        found: dict[int, list[int]] = {}
        for stop, point in enumerate(self._point_of_stop.tolist()):
            found.setdefault(point, []).append(stop)
        return found


def _begins(sorted_keys: Ints, n: int) -> Ints:
    """Return where the rows of each key begin."""
    counts = np.bincount(sorted_keys, minlength=n)
    return np.append(0, np.cumsum(counts)).astype(np.int32)


def _grouped(rows: list[tuple[int, int, int]], n: int) -> tuple[Ints, Ints, Ints]:
    """Return where the rows of each key begin, and their two other columns."""
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    table = table[np.argsort(table[:, 0], kind="stable")]
    return _begins(table[:, 0], n), table[:, 1].copy(), table[:, 2].copy()
