"""A tighter bound for thousands of stops: the best walk of each day, at prices.

A walk of a day goes from where it may start over some stops to where it may end. It pays for
its rides and for its time by the tick instead of keeping to hours, and may come back to a
stop, though not at once from the next one. Stops have prices too, since only one day may
have each. As for any prices (Lagrangian relaxation, Fisher 1981,
doi:10.1287/mnsc.27.1.1), no plan scores more than the prices of all that there is, plus the
best walk of every day; subgradient steps move the prices to where that is least. Best walks
are found by dynamic programming over the number of stops; that two nodes in turn are not
visited over and over is seen to by keeping two best ways into each (Christofides, Mingozzi
and Toth 1981, doi:10.1007/BF01589353).

Of thousands of stops only some hundred stand for themselves. The others are thrown together
by nearness: riding to such a cell means riding to the nearest of its stops, riding on means
riding on from the nearest, and being there is worth its best. Nothing that a plan can do is
lost by that.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver.bound import EXACT, SCALE, Programme, day_ends
from xytour.solver.focus import promising

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.bound import Loose
    from xytour.solver.problem import IntArray, Problem

NODES, CELLS = 300, 60
"""Stops that stand for themselves, and cells of the others, at most."""

LONGEST = 12
"""Stops of a day beyond which walks are not worth their time."""

NO = -(1 << 60)
ROUNDS = 120
PACE, LEAST_PACE = 1.0, 0.01
"""Share of the step towards the plan's score that a round's change of prices takes."""

PATIENCE = 6
"""Rounds without a lower bound after which steps get shorter."""

TICK_WEIGHT = 0.002
"""How much a day's ticks count beside stops in a step: a tick's price is a small number."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Days that are alike; node k is a stop, or from the number of stops on a cell.

    Parameters
    ----------
    days
        Which they are.
    room
        Ticks of each.
    longest
        Most stops of a walk.
    gain, ticks
        (members,) what each stop of the problem is worth before time and rides, ``NO`` if it
        is closed, and the ticks that it takes; nodes first, then the cells' members.
    coming, going
        (nodes,) ticks from the nearest start and to the nearest end.
    coming_cost, going_cost
        The same, the price of money.
    passing
        Least ticks, and least price of money, of a day without a stop.
    """

    days: tuple[int, ...]
    room: int
    longest: int
    gain: IntArray
    ticks: IntArray
    coming: IntArray
    going: IntArray
    coming_cost: IntArray
    going_cost: IntArray
    passing: tuple[int, int]


class Walks:
    """Bounds from walks.

    Parameters
    ----------
    problem
        What is to be bounded.
    loose
        Its loose bound.
    deadline
        Time of `time.perf_counter` at which to be done.
    """

    def __init__(self, problem: Problem, loose: Loose, deadline: float = math.inf) -> None:
        self.problem, self.loose, self.deadline = problem, loose, deadline
        # The same rows, without the rides: these are paid by the walks.
        programme = Programme(problem, deadline, has_rides=False)
        relaxation = programme.relaxation
        self.time_rows = relaxation.time_rows
        fixed = [0 if row in set(self.time_rows) else y for row, y in enumerate(loose.prices)]
        worth = programme.worth(fixed)
        self.base = relaxation.base * SCALE
        self.base += sum(y * limit for y, limit in zip(fixed, relaxation.limits, strict=True))
        others = zip(programme.most[~programme.is_stop], worth[~programme.is_stop], strict=True)
        self.base += sum(int(n) * max(0, int(value)) for n, value in others)
        self.money = 0 if problem.budget is None else 2 * fixed[0]
        self.nodes, self.cells, self.members = self._cluster()
        at = problem.location
        self.ride = self._rides(problem.travel)
        self.fare = self._rides(problem.travel_cost) * self.money if self.money else None
        n = len(self.nodes)
        same = problem.group[self.nodes][:, None] == problem.group[self.nodes]
        self.is_barred = np.zeros(self.ride.shape, dtype=bool)
        self.is_barred[:n, :n] = same
        gain = np.full((problem.n_stops, problem.n_days), NO, dtype=np.int64)
        stop_worth, first = worth[programme.is_stop], 0
        self.is_exact = worth.dtype == np.int64
        for d, day in enumerate(relaxation.days):
            if self.is_exact:
                gain[day.stops, d] = stop_worth[first : first + len(day.stops)]
            first += len(day.stops)
        self.kinds = self._kinds(gain, relaxation.limits, at)
        self.tick_price = np.array([loose.prices[row] for row in self.time_rows], dtype=np.int64)
        for kind in self.kinds:
            self.tick_price[list(kind.days)] = int(self.tick_price[list(kind.days)].mean())
        self.stop_price = np.zeros(n, dtype=np.int64)

    def _cluster(self) -> tuple[IntArray, IntArray, IntArray]:
        """Return stops that stand for themselves, the others by cell, and the cells' firsts."""
        problem = self.problem
        nodes = promising(problem, self.loose, NODES)
        rest = np.setdiff1d(np.flatnonzero(self.loose.worth.max(axis=1) > -np.inf), nodes)
        if not len(rest) or not len(nodes):
            return nodes, rest, np.zeros(min(1, len(rest)), dtype=np.int64)
        # Centres far from each other, one after the other.
        here = problem.location[rest]
        away = np.full(len(rest), np.iinfo(np.int64).max)
        cell = np.zeros(len(rest), dtype=np.int64)
        centre = 0
        for k in range(min(CELLS, len(rest))):
            near = problem.travel[problem.location[rest[centre]]][here].astype(np.int64)
            cell[near < away] = k
            np.minimum(away, near, out=away)
            centre = int(away.argmax())
        order = np.argsort(cell, kind="stable")
        _, first = np.unique(cell[order], return_index=True)
        return nodes, rest[order], first

    def _rides(self, matrix: NDArray[Any]) -> IntArray:
        """Return rides between nodes and cells; between two cells they are free."""
        at, there = self.problem.location[self.nodes], self.problem.location[self.cells]
        n, size = len(at), len(at) + len(self.members)
        rides = np.zeros((size, size), dtype=np.int64)
        rides[:n, :n] = matrix[np.ix_(at, at)]
        if len(there):
            rides[:n, n:] = np.minimum.reduceat(matrix[np.ix_(at, there)], self.members, axis=1)
            rides[n:, :n] = np.minimum.reduceat(matrix[np.ix_(there, at)], self.members, axis=0)
        return rides

    def _merge(self, values: IntArray, *, most: bool) -> IntArray:
        """Return values of stops as those of nodes and cells: their most, or their least."""
        n = len(self.nodes)
        if not len(self.members):
            return values
        how = np.maximum if most else np.minimum
        return np.concatenate([values[:n], how.reduceat(values[n:], self.members)])

    def _kinds(self, gain: IntArray, limits: list[int], at: IntArray) -> list[_Kind]:
        """Return the kinds of days."""
        problem = self.problem
        stops = np.concatenate([self.nodes, self.cells])
        found: dict[object, list[int]] = {}
        facts = {}
        for d, day in enumerate(problem.days):
            starts, ends = day_ends(problem, d, "start"), day_ends(problem, d, "end")
            pauses = {pause.kind: pause.length for pause in day.breaks}
            ticks = problem.duration[stops, d].copy()
            for kind, length in pauses.items():
                ticks[problem.meal[stops] == kind] -= length
            room = limits[self.time_rows[d]] // 2
            longest = self._longest(d, gain[:, d] > NO)
            legs = []
            for matrix, price in ((problem.travel, 1), (problem.travel_cost, self.money)):
                coming = matrix[starts][:, at[stops]].min(axis=0).astype(np.int64) * price
                going = matrix[:, ends][at[stops]].min(axis=1).astype(np.int64) * price
                direct = int(matrix[starts][:, ends].min()) * price
                legs.append(
                    (self._merge(coming, most=False), self._merge(going, most=False), direct)
                )
            facts[d] = (room, longest, gain[stops, d], ticks, *legs)
            arrays = (gain[stops, d], ticks, legs[0][0], legs[0][1], legs[1][0], legs[1][1])
            key = (room, longest, legs[0][2], legs[1][2], *(array.tobytes() for array in arrays))
            found.setdefault(key, []).append(d)
        kinds = []
        for days in found.values():
            room, longest, worth, ticks, way, fare = facts[days[0]]
            passing = way[2], fare[2]
            kinds.append(
                _Kind(
                    tuple(days),
                    room,
                    longest,
                    worth,
                    ticks,
                    way[0],
                    way[1],
                    fare[0],
                    fare[1],
                    passing,
                )
            )
        return kinds

    def _longest(self, d: int, is_open: NDArray[np.bool_]) -> int:
        """Return how many stops a day can have at most."""
        problem, day = self.problem, self.problem.days[d]
        if not is_open.any():
            return 0
        if problem.counts[is_open].all() and day.max_stops <= LONGEST:
            return day.max_stops
        least = int(problem.duration[is_open, d].min())
        return min((day.latest - day.earliest) // least, 1 << 30) if least else 1 << 30

    @property
    def is_possible(self) -> bool:
        """Whether walks are short enough, and numbers small enough, for this bound."""
        if not self.is_exact or not self.kinds or not len(self.nodes):
            return False
        longest = max(kind.longest for kind in self.kinds)
        most = max(int(np.abs(np.where(k.gain > NO, k.gain, 0)).max(initial=0)) for k in self.kinds)
        price = 2 * SCALE * self.problem.travel_penalty + 2 * int(self.tick_price.max())
        far = int(self.problem.travel.max()) * price
        return longest <= LONGEST and 64 * (longest + 2) * (most + far) < EXACT // 16

    def tighten(self, score: int, bound: int, *, rounds: int = ROUNDS) -> int:
        """Return the least bound found.

        Parameters
        ----------
        score
            Of the best plan known.
        bound
            The least bound known.
        rounds
            How many changes of prices to try; the deadline ends them, too.
        """
        if not self.is_possible:
            return bound
        least, pace, stalled = math.inf, PACE, 0
        best = self.stop_price.copy(), self.tick_price.copy()
        target = 2 * SCALE * score
        for _ in range(rounds):
            found = self._round()
            if found is None:
                break
            total, slope, excess = found
            if total < least:
                least, stalled = total, 0
                best = self.stop_price.copy(), self.tick_price.copy()
            else:
                stalled += 1
            if least // (2 * SCALE) <= score:
                break
            if stalled == PATIENCE:
                pace, stalled = pace / 2, 0
                self.stop_price, self.tick_price = best[0].copy(), best[1].copy()
                if pace < LEAST_PACE:
                    break
                continue
            steepness = float((slope**2).sum() + TICK_WEIGHT * (excess**2).sum())
            if not steepness:
                break
            # Prices of stops are of points, doubled; those of ticks of points.
            step = pace * (total - target) / steepness
            self.stop_price += np.rint(step * slope).astype(np.int64)
            self.tick_price += np.rint(step * TICK_WEIGHT * excess / 2).astype(np.int64)
            np.maximum(0, self.stop_price, out=self.stop_price)
            np.maximum(0, self.tick_price, out=self.tick_price)
        return bound if least == math.inf else min(bound, int(least) // (2 * SCALE))

    def _round(self) -> tuple[int, NDArray[np.float64], NDArray[np.float64]] | None:
        """Return the bound at the prices, visits too many, ticks too many; None if too late."""
        total = self.base + int(self.stop_price.sum())
        slope = np.full(len(self.nodes), -1.0)
        excess = np.zeros(self.problem.n_days)
        for kind in self.kinds:
            if time.perf_counter() >= self.deadline:
                return None
            tick = int(self.tick_price[kind.days[0]])
            value, walk = self._walk(kind, tick)
            total += len(kind.days) * (value + 2 * tick * kind.room)
            stops = [k for k in walk if k < len(self.nodes)]
            np.add.at(slope, stops, len(kind.days))
            excess[list(kind.days)] = self._ticks(kind, walk, tick) - kind.room
        slope[(self.stop_price == 0) & (slope < 0)] = 0
        return total, slope, excess

    def _node_gain(self, kind: _Kind, tick: int) -> IntArray:
        """Return what being at each node adds, rides left aside."""
        gain = np.where(kind.gain > NO, kind.gain - 2 * tick * kind.ticks, NO)
        gain[: len(self.nodes)] -= self.stop_price
        return self._merge(gain, most=True)

    def _ticks(self, kind: _Kind, walk: list[int], tick: int) -> int:
        """Return how many ticks a walk takes."""
        if not walk:
            return kind.passing[0]
        spent = int(kind.coming[walk[0]] + kind.going[walk[-1]])
        spent += sum(int(self.ride[a, b]) for a, b in pairwise(walk))
        n = len(self.nodes)
        for k in walk:
            member = k
            if k >= n:
                ends = [*self.members.tolist(), len(self.cells)]
                low, high = n + ends[k - n], n + ends[k - n + 1]
                worth = kind.gain[low:high] - 2 * tick * kind.ticks[low:high]
                member = low + int(worth.argmax())
            spent += int(kind.ticks[member])
        return spent

    def _walk(self, kind: _Kind, tick: int) -> tuple[int, list[int]]:
        """Return what the best walk of a day is worth, and its nodes."""
        price = 2 * (SCALE * self.problem.travel_penalty + tick)
        gain = self._node_gain(kind, tick)
        n, size = len(self.nodes), len(gain)
        every = np.arange(size)
        way = -price * self.ride
        if self.fare is not None:
            way -= self.fare
        way[self.is_barred] = NO
        home = -price * kind.going - kind.going_cost
        best, best_end = -price * kind.passing[0] - kind.passing[1], (-1, -1)
        # The best way to be at a node after so many stops, and the best over another node.
        first = gain - price * kind.coming - kind.coming_cost
        second = np.full(size, NO)
        came = np.full((2, size), -1)
        trail = [came]
        for k in range(kind.longest):
            if k:
                ways = first[:, None] + way
                back = np.flatnonzero((came[0] >= 0) & (came[0] < n) & (every < n))
                # Not back to the stop that one came from, but for cells, which have several.
                ways[back, came[0][back]] = second[back] + way[back, came[0][back]]
                came = np.empty((2, size), dtype=np.int64)
                came[0] = ways.argmax(axis=0)
                first = np.maximum(ways[came[0], every], NO)
                ways[came[0], every] = NO
                came[1] = ways.argmax(axis=0)
                second = np.maximum(ways[came[1], every], NO) + gain
                first = first + gain
                np.maximum(first, NO, out=first)
                np.maximum(second, NO, out=second)
                trail.append(came)
            end = int((first + home).argmax())
            if int(first[end] + home[end]) > best:
                best, best_end = int(first[end] + home[end]), (k, end)
        return best, self._trace(trail, *best_end)

    def _trace(self, trail: list[IntArray], k: int, node: int) -> list[int]:
        """Return the nodes of the walk that is best at a node after so many stops."""
        n, which, walk = len(self.nodes), 0, []
        while k >= 0:
            walk.append(node)
            before = int(trail[k][which, node])
            if k:
                is_back = before < n and node < n and int(trail[k - 1][0, before]) == node
                which = 1 if is_back else 0
            node, k = before, k - 1
        return walk[::-1]
