"""A tighter bound for thousands of stops: the best walk of each day, at prices.

A walk of a day goes from where it may start over some stops to where it may end. It pays for
its rides and for its time by the tick instead of keeping to hours, and may come back to a
stop, though not at once from the next one. Stops have prices too, since only one day may
have each. As for any prices (Lagrangian relaxation, Fisher 1981,
doi:10.1287/mnsc.27.1.1), no plan scores more than the prices of all that there is, plus the
best walk of every day; subgradient steps move the prices to where that is least. Best walks
are found by dynamic programming over the number of stops; that two nodes in turn are not
visited over and over is seen to by keeping two best ways on from each (Christofides, Mingozzi
and Toth 1981, doi:10.1007/BF01589353). When prices have settled, the dearest stops are
remembered: walks that come to one of them twice are left out then.

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

from xytour.solver.bound import EXACT, SCALE, Programme
from xytour.solver.focus import promising
from xytour.solver.memory import COMPILED, MEMORY, Memory
from xytour.solver.nearest import in_time
from xytour.solver.relaxation import day_ends

if TYPE_CHECKING:
    from collections.abc import Callable

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

ROUGH_SHARE, FINE_PACE = 0.3, 0.5
"""Share of the time for walks that come back to stops, and the pace of steps after them."""

MOST_LABELS = 100_000 if COMPILED else 2_000
"""Labels after which a better bound of a day is given up."""

LATE = (0.0, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
"""Shares of a day after which fewer stops are open: what can follow is worked out for each."""

TICK_WEIGHT = 0.002
"""How much a day's ticks count beside stops in a step: a tick's price is a small number."""


@dataclass(frozen=True, slots=True)
class _Hours:
    """When nodes can be visited, as `xytour.solver.memory.Memory` takes it.

    Parameters
    ----------
    visit, is_meal, window_of, window, late
        See there.
    closing
        (nodes,) last time to begin a visit, -1 if there is none.
    """

    visit: IntArray
    is_meal: NDArray[np.uint8]
    window_of: NDArray[np.int32]
    window: IntArray
    closing: IntArray
    late: IntArray


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
    coming, going, least_going
        (nodes,) ticks from the nearest start and to the nearest end, the last by any way.
    coming_cost, going_cost
        The same, the price of money.
    passing
        Least ticks, and least price of money, of a day without a stop.
    hours
        When nodes can be visited.
    """

    days: tuple[int, ...]
    room: int
    longest: int
    gain: IntArray
    ticks: IntArray
    coming: IntArray
    going: IntArray
    least_going: IntArray
    coming_cost: IntArray
    going_cost: IntArray
    passing: tuple[int, int]
    hours: _Hours


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What walks of a day are worth at prices.

    Parameters
    ----------
    coming, gain, home
        (nodes,) what beginning at a node, being there and ending there adds.
    way
        (nodes, nodes) what going from one to another adds.
    passing
        What a day without a stop is worth.
    rest, following, rest_else
        (stops, nodes) the most that can follow a node while so many stops more are allowed,
        the node that comes next then (-1: none), and the most if it is another one.
    """

    coming: IntArray
    gain: IntArray
    way: IntArray
    home: IntArray
    passing: int
    rest: IntArray
    following: NDArray[np.int32]
    rest_else: IntArray

    def walk(self, n_stops: int) -> tuple[int, list[int]]:
        """Return the best walk that does not go straight back to a stop, and its worth."""
        if not len(self.rest):
            return self.passing, []
        whole = self.coming + self.gain + self.rest[-1]
        node, k, before = int(whole.argmax()), len(self.rest) - 1, -1
        if whole[node] <= self.passing:
            return self.passing, []
        best, walk = int(whole[node]), []
        while node >= 0:
            walk.append(node)
            after = int(self.following[k, node])
            if after >= 0 and after == before and before < n_stops:
                after = self._other(k, node, before, n_stops)
            node, before, k = after, node, k - 1
        return best, walk

    def _other(self, k: int, node: int, barred: int, n_stops: int) -> int:
        """Return the best node to go on to but for one, -1 if ending is best."""
        ways = self.way[node] + self.gain + self.rest[k - 1]
        if node < n_stops:
            back = self.following[k - 1] == node
            ways[back] = (self.way[node] + self.gain + self.rest_else[k - 1])[back]
        ways[barred] = NO
        best = int(ways.argmax())
        return best if ways[best] > self.home[node] else -1

    def worth(self, walk: list[int]) -> int:
        """Return what a walk is worth."""
        total = int(self.coming[walk[0]] + self.home[walk[-1]] + self.gain[walk].sum())
        return total + int(self.way[walk[:-1], walk[1:]].sum())


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
    must_stop
        Asked now and then whether to be done at once.

    Raises
    ------
    TimeoutError
        The deadline has come before the first bound could be worked out.
    """

    def __init__(
        self,
        problem: Problem,
        loose: Loose,
        deadline: float = math.inf,
        must_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.problem, self.loose, self.deadline = problem, loose, deadline
        self.must_stop = must_stop or (lambda: False)
        in_time(deadline)
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
        in_time(deadline)
        self.nodes, self.cells, self.members = self._cluster()
        at = problem.location
        self.ride = self._rides(problem.travel)
        self.fare = self._rides(problem.travel_cost) * self.money if self.money else None
        in_time(deadline)
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
        # Prices beyond these are of no use, and sums of them need not fit into 64 bits.
        gains = [int(np.abs(np.where(k.gain > NO, k.gain, 0)).max(initial=0)) for k in self.kinds]
        self.most_price = max(gains, default=0)
        self.most_tick = 8 * (int(self.tick_price.max(initial=0)) + SCALE)
        # Of each kind of day the walks found, and how far below the outlook the best was.
        self.found: dict[tuple[int, ...], list[list[int]]] = {}
        self.reach: dict[tuple[int, ...], int] = {}

    def _cluster(self) -> tuple[IntArray, IntArray, IntArray]:
        """Return stops that stand for themselves, the others by cell, and the cells' firsts."""
        problem = self.problem
        nodes = promising(self.loose, NODES)
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
            hours = self._hours(d, stops)
            back = problem.reach(ends, back=True, deadline=self.deadline)[at[stops]]
            back = self._merge(back, most=False)
            facts[d] = (room, longest, gain[stops, d], ticks, *legs, back, hours)
            arrays = (back, gain[stops, d], ticks, legs[0][0], legs[0][1], legs[1][0], legs[1][1])
            rules = day.earliest, day.latest, day.breaks
            times = tuple(getattr(hours, name).tobytes() for name in _Hours.__slots__)
            key = (
                rules,
                times,
                room,
                longest,
                legs[0][2],
                legs[1][2],
                *(array.tobytes() for array in arrays),
            )
            found.setdefault(key, []).append(d)
        kinds = []
        for days in found.values():
            room, longest, worth, ticks, way, fare, back, hours = facts[days[0]]
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
                    back,
                    fare[0],
                    fare[1],
                    passing,
                    hours,
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
        price = 2 * SCALE * self.problem.travel_penalty + 2 * self.most_tick
        ticks = max(int(np.abs(kind.ticks).max(initial=0)) + kind.room for kind in self.kinds)
        far = (int(self.problem.travel.max()) + ticks) * price
        if self.fare is not None:
            far += int(self.problem.travel_cost.max()) * self.money
        # Sums over a walk, with room to spare for the great number that stands for "never".
        return longest <= LONGEST and 4 * (longest + 2) * (self.most_price + far) < EXACT // 8

    def tighten(self, score: int, bound: int, *, rounds: int = ROUNDS) -> int:
        """Return the least bound found.

        Parameters
        ----------
        score
            Of the best plan known.
        bound
            The least bound known.
        rounds
            How many changes of prices to try, first with walks that may come back to stops, then
            with those that do not; the deadline ends them, too.
        """
        if not self.is_possible:
            return bound
        left = self.deadline - time.perf_counter()
        end = time.perf_counter() + ROUGH_SHARE * left
        least = self._descend(score, rounds, PACE, end, None)
        memory = Memory(MOST_LABELS)
        if least // (2 * SCALE) > score:
            again = self._descend(score, rounds, FINE_PACE, self.deadline, memory)
            least = min(least, again)
        return bound if least == math.inf else min(bound, int(least) // (2 * SCALE))

    def _descend(
        self, score: int, rounds: int, pace: float, deadline: float, memory: Memory | None
    ) -> float:
        """Move prices to where the bound is least; return it, in 1 / (2 SCALE)."""
        least, stalled = math.inf, 0
        best = self.stop_price.copy(), self.tick_price.copy()
        target = 2 * SCALE * score
        for _ in range(rounds):
            found = self._round(deadline, memory)
            if found is None:
                break
            total, slope, excess = found
            if total < least:
                least, stalled = total, 0
                best = self.stop_price.copy(), self.tick_price.copy()
            else:
                stalled += 1
            if least // (2 * SCALE) <= score or pace < LEAST_PACE:
                break
            if stalled == PATIENCE:
                pace, stalled = pace / 2, 0
                self.stop_price, self.tick_price = best[0].copy(), best[1].copy()
                continue
            steepness = float((slope**2).sum() + TICK_WEIGHT * (excess**2).sum())
            if not steepness:
                break
            # Prices of stops are of points, doubled; those of ticks of points.
            step = pace * (total - target) / steepness
            self.stop_price += np.rint(step * slope).astype(np.int64)
            self.tick_price += np.rint(step * TICK_WEIGHT * excess / 2).astype(np.int64)
            self.stop_price = np.clip(self.stop_price, 0, self.most_price)
            self.tick_price = np.clip(self.tick_price, 0, self.most_tick)
        self.stop_price, self.tick_price = best
        return least

    def _round(
        self, deadline: float, memory: Memory | None
    ) -> tuple[int, NDArray[np.float64], NDArray[np.float64]] | None:
        """Return the bound at the prices, visits too many, ticks too many; None if too late."""
        total = self.base + int(self.stop_price.sum())
        slope = np.full(len(self.nodes), -1.0)
        excess = np.zeros(self.problem.n_days)
        for kind in self.kinds:
            if time.perf_counter() >= deadline or self.must_stop():
                return None
            tick = int(self.tick_price[kind.days[0]])
            outlook = self._outlook(kind, tick)
            value, walk = outlook.walk(len(self.nodes))
            if memory is not None:
                value, walk = self._remembered(kind, outlook, memory, value, walk)
            total += len(kind.days) * (value + 2 * tick * kind.room)
            stops = [k for k in walk if k < len(self.nodes)]
            np.add.at(slope, stops, len(kind.days))
            if memory is None:
                excess[list(kind.days)] = self._ticks(kind, walk, tick) - kind.room
        slope[(self.stop_price == 0) & (slope < 0)] = 0
        return total, slope, excess

    def _remembered(
        self, kind: _Kind, outlook: _Outlook, memory: Memory, root: int, walk: list[int]
    ) -> tuple[int, list[int]]:
        """Return what no walk that comes to no dear stop twice exceeds, and a good one."""
        if not walk:
            return root, walk
        bit = np.full(len(outlook.gain), -2, dtype=np.int32)
        bit[: len(self.nodes)] = -1
        # The dearest are remembered, and of those without a price the ones worth most.
        dear = np.lexsort((-outlook.gain[: len(self.nodes)], -self.stop_price))[:MEMORY]
        bit[dear] = np.arange(len(dear))
        known: list[int] = []
        tick = 2 * int(self.tick_price[kind.days[0]])
        low = outlook.passing - tick * max(0, kind.room - kind.passing[0])
        stay = self._merge(kind.ticks, most=True)
        rest, following, rest_else = self._late(kind, outlook)
        hours, day = kind.hours, self.problem.days[kind.days[0]]
        memory.set_hours(day, hours.visit, hours.is_meal, hours.window_of, hours.window, hours.late)
        memory.set_ticks(stay, self.ride, kind.going, kind.least_going, kind.room, tick)
        for one in self.found.setdefault(kind.days, []):
            remembered = [int(bit[k]) for k in one if bit[k] >= 0]
            if len(set(remembered)) < len(remembered):
                continue
            worth = outlook.worth(one)
            spent = int(kind.coming[one[0]] + kind.going[one[-1]] + stay[one].sum())
            spent += int(self.ride[one[:-1], one[1:]].sum())
            worth -= tick * max(0, kind.room - spent)
            if worth > low:
                low, known = worth, one
        bound, reach = root, self.reach.get(kind.days, (root - low) // 4 + 1)
        while bound > low and time.perf_counter() < self.deadline:
            threshold = max(low, root - reach)
            better, value, is_complete = memory.best_walk(
                outlook.coming,
                kind.coming,
                outlook.gain,
                outlook.way,
                outlook.home,
                bit,
                rest,
                following,
                rest_else,
                threshold,
            )
            if better is not None and better not in self.found[kind.days]:
                self.found[kind.days].append(better)
            if not is_complete:
                self.reach[kind.days] = max(1, root - bound if bound < root else reach // 2)
                return bound, better or known or walk
            bound = value
            if better is not None:
                self.reach[kind.days] = (root - value) * 5 // 4 + 1
                return bound, better
            reach *= 2
        return bound, known

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

    def _outlook(self, kind: _Kind, tick: int) -> _Outlook:
        """Return what can follow each node of a day."""
        price = 2 * (SCALE * self.problem.travel_penalty + tick)
        gain = self._node_gain(kind, tick)
        n = len(self.nodes)
        way = -price * self.ride
        if self.fare is not None:
            way -= self.fare
        way[self.is_barred] = NO
        home = -price * kind.going - kind.going_cost
        rest, following, rest_else = _follow(gain, way, home, kind.longest, n)
        coming = -price * kind.coming - kind.coming_cost
        passing = -price * kind.passing[0] - kind.passing[1]
        return _Outlook(coming, gain, way, home, passing, rest, following, rest_else)

    def _late(self, kind: _Kind, outlook: _Outlook) -> tuple[IntArray, NDArray[np.int32], IntArray]:
        """Return what can follow each node from each of some times on, as `_Outlook` has it."""
        found = []
        for hour in kind.hours.late.tolist():
            gain = np.where(kind.hours.closing >= hour, outlook.gain, NO)
            found.append(
                _follow(gain, outlook.way, outlook.home, kind.longest, len(self.nodes))
                if hour > kind.hours.late[0]
                else (outlook.rest, outlook.following, outlook.rest_else)
            )
        rest, following, rest_else = (np.stack(part) for part in zip(*found, strict=True))
        return rest, following, rest_else

    def _hours(self, d: int, stops: IntArray) -> _Hours:
        """Return when the nodes of a day can be visited."""
        problem, n = self.problem, len(self.nodes)
        day = problem.days[d]
        windows = [problem.windows_on(stop, d) for stop in self.nodes.tolist()]
        row = self.cells * problem.n_days + d
        first, after = problem.window_of[row], problem.window_of[row + 1]
        opens = np.full(len(stops), 1 << 60, dtype=np.int64)
        closes = np.full(len(stops), -1, dtype=np.int64)
        is_open = np.flatnonzero(after > first)
        opens[n + is_open] = problem.window[first[is_open], 0]
        closes[n + is_open] = problem.window[after[is_open] - 1, 1]
        closes[:n] = [window[-1, 1] if len(window) else -1 for window in windows]
        opens, closes = self._merge(opens, most=False), self._merge(closes, most=True)
        # A cell is open from when the first of its stops opens until the last closes.
        hulls = np.stack([opens[n:], closes[n:]], axis=1)
        count = [*map(len, windows), *[1] * len(hulls)]
        is_meal = self._merge((problem.meal[stops] >= 0).astype(np.int64), most=True)
        times = [day.earliest + int(share * (day.latest - day.earliest)) for share in LATE]
        return _Hours(
            self._merge(problem.duration[stops, d], most=False),
            is_meal.astype(np.uint8),
            np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
            np.concatenate([np.zeros((0, 2), dtype=np.int64), *windows, hulls]),
            closes,
            np.array(sorted(set(times)), dtype=np.int64),
        )


def _follow(
    gain: IntArray, way: IntArray, home: IntArray, longest: int, n: int
) -> tuple[IntArray, NDArray[np.int32], IntArray]:
    """Return ``rest``, ``following`` and ``rest_else`` as `_Outlook` has them."""
    size = len(gain)
    every = np.arange(size)
    rest, rest_else = np.empty((2, longest, size), dtype=np.int64)
    following = np.full((longest, size), -1, dtype=np.int32)
    for k in range(longest):
        rest[k] = rest_else[k] = home
        if not k:
            continue
        ways = way + (gain + rest[k - 1])
        # Not back to the stop that one came from.
        back = np.flatnonzero((following[k - 1] >= 0) & (following[k - 1] < n))
        here = following[k - 1][back]
        ways[here, back] = way[here, back] + gain[back] + rest_else[k - 1][back]
        best = ways.argmax(axis=1)
        most = ways[every, best]
        ways[every, best] = NO
        goes_on = most > home
        rest[k][goes_on] = most[goes_on]
        following[k][goes_on] = best[goes_on]
        rest_else[k] = np.where(goes_on, np.maximum(home, ways.max(axis=1)), home)
    return rest, following, rest_else
