"""A bound on trips of several days: the best chain of days under prices on the groups.

With a price on each group the days no longer compete for stops: the prices of all groups
plus the best chain of days and beds under them is more than any plan can score, whatever
the prices (Lagrangian relaxation; Fisher 1981, doi:10.1287/mnsc.27.1.1). The chain is
found from the last day to the first: what a day's end is worth is the best that can follow
it. Prices come from a linear programme over the tours met so far, drawn towards those of
the least bound (Wentges 1997, International Transactions in Operational Research 4(2)).

Money is free at this bound, and categories are as good as they can be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.solver.bound import day_ends, most_rewards, open_stops
from xytour.solver.grid import MOST_VALUE
from xytour.solver.outlook import COMPILED, NOWHERE, Outlook
from xytour.solver.pricing import PriceProgramme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray

SCALE = 1 << 6
"""Prices are whole multiples of 1 / SCALE."""

SLOWNESS = 1.0 if COMPILED else 300.0

PULL, LESS, LEAST_PULL = 0.4, 0.7, 0.02
"""Weight of the best prices in the next ones, and how it fades when nothing new is met."""

LEAST_ROUNDS, MOST_ROUNDS = 2, 1_000

PACES, SCAN_SHARE = (3.0, 2.0, 1.5, 1.0), 0.2
"""What a minute may be worth at first, in those of an average minute of the plan; and the
most share of the time to find out which is best."""

MOST_ROWS = 1_500
"""A table with more rows than this gets no more memory."""

FEW_STOPS = 4
"""Days of no more stops than this are full at once: their stops are counted from the first."""

POOL_SHARE = 0.15
"""Most share of the time for learning from the pool."""

NEVER = -(1 << 50)

Pooled: TypeAlias = tuple[int, int, int, tuple[int, ...]]
"""Day, start, end and stops of a tour."""


@dataclass(slots=True)
class Leg:
    """The best tour from where a day may begin: its end, its stops, and what may follow.

    ``value`` includes what follows; it is a bound. ``is_loose`` says that a change of bed
    has perhaps not been paid for.
    """

    value: int
    end: int
    path: list[tuple[int, int]]
    is_loose: bool = False


@dataclass(slots=True)
class Chain:
    """What a round of prices found: a bound, the best chain, and all tours met."""

    bound: int
    legs: list[tuple[int, Leg]]
    met: list[tuple[int, int, Leg]] = field(default_factory=list)


class TripBound:
    """Lowers the bound of a problem.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    must_stop
        Asked between two rounds.
    """

    def __init__(self, plans: Plans, must_stop: Callable[[], bool] | None = None) -> None:
        self.plans, self.problem = plans, plans.problem
        self.must_stop = must_stop or (lambda: False)
        problem = self.problem
        self.n_days = problem.n_days
        self.starts = [day_ends(problem, d, "start") for d in range(self.n_days)]
        self.ends = [day_ends(problem, d, "end") for d in range(self.n_days)]
        groups = np.unique(problem.group)
        self.groups = {int(g): k for k, g in enumerate(groups)}
        self.required = np.array([int(g) in problem.required for g in groups], dtype=bool)
        self.tables: list[Outlook] = []
        for d in range(self.n_days):
            stops = open_stops(problem, d, self.starts[d], self.ends[d])
            table = Outlook(problem, d, stops, self.starts[d], self.ends[d], SCALE)
            if problem.days[d].max_stops <= FEW_STOPS:
                table.count()
            self.tables.append(table)
        self.group_of = [np.searchsorted(groups, problem.group[t.stops]) for t in self.tables]
        self.node_group = [np.searchsorted(groups, table.groups) for table in self.tables]
        self.is_possible = all(table.is_possible for table in self.tables)
        most_stops = max((table.most_stops for table in self.tables), default=1)
        self.limit = MOST_VALUE // most_stops // 2
        self.is_possible &= int(np.abs(problem.profit).max(initial=0)) * SCALE < self.limit
        self.worth = [self._worth(d) for d in range(self.n_days)]
        # All nights in one place: a change of bed costs more than any trip is worth.
        change = problem.bed_change_penalty * SCALE
        self.change = MOST_VALUE if problem.one_bed else min(change, MOST_VALUE)
        nights = set(plans.nights)
        self.is_middle = [d - 1 in nights and d in nights for d in range(self.n_days)]
        self.stays: dict[tuple[int, int], tuple[int, IntArray]] = {}
        self.due: set[tuple[int, int]] = set()
        self.relaxed: list[tuple[int, int, Leg]] = []
        self._free = most_rewards(problem)

    def _worth(self, d: int) -> IntArray:
        """Return what sleeping at each end of a day is worth, costs left aside."""
        worth = np.zeros(len(self.ends[d]), dtype=np.int64)
        if d in self.plans.nights:
            for k, spot in enumerate(self.ends[d]):
                beds = [bed.profit for bed in self.problem.beds[d] if bed.location == spot]
                worth[k] = max(beds) * SCALE
        return worth

    @property
    def seconds(self) -> float:
        """What a round takes, about."""
        return SLOWNESS * sum(table.seconds for table in self.tables)

    def tighten(
        self,
        plan: Plan,
        bound: int,
        pool: Sequence[Pooled] = (),
        *,
        seconds: float,
        rounds: int = MOST_ROUNDS,
    ) -> int:
        """Lower a bound while time lasts.

        Parameters
        ----------
        plan
            The best plan known.
        bound
            The least bound known.
        pool
            Tours (day, start, end, stops) from which to learn prices.
        seconds
            Time that may be spent, about.
        rounds
            Most rounds of prices.
        """
        if not self.is_possible or seconds < LEAST_ROUNDS * self.seconds:
            return bound
        began = time.perf_counter()
        programme = self._programme(plan, pool, began + POOL_SHARE * seconds)
        found = self._first_prices(plan, seconds)
        if found is None:
            return bound
        trial, chain = found
        centre, least, pull = trial, chain.bound, PULL
        for done in range(1, rounds + 1):
            bound = min(bound, least // SCALE)
            fresh = self._learn(programme, chain)
            if bound <= plan.score or self.must_stop():
                break
            if not (fresh or self.due):
                # All that the best prices lead to is known: go nearer to the programme's own.
                pull *= LESS
                if pull < LEAST_PULL:
                    break
            left = seconds - (time.perf_counter() - began) * (done + 1) / done
            target = programme.prices(SCALE, left) if left > 0 else None
            if target is None:
                break
            target = np.where(self.required, target, np.maximum(0, target))
            trial = self._sound(pull * centre + (1 - pull) * target)
            chain = self._round(trial)
            if chain.bound < least:
                centre, least, pull = trial, chain.bound, PULL
        return min(bound, least // SCALE)

    def _sound(self, price: NDArray[np.float64]) -> IntArray:
        """Round prices, and keep them small enough for the tables."""
        return np.rint(np.clip(price, -self.limit, self.limit)).astype(np.int64)

    def _first_prices(self, plan: Plan, seconds: float) -> tuple[IntArray, Chain] | None:
        """Return the best of a few simple prices: what a stop is worth beyond its time.

        Return None if the seconds will not do.
        """
        began = time.perf_counter()
        days = self.problem.days
        minute = plan.score / max(1, sum(day.latest - day.earliest for day in days))
        # One day stands for all of them: it is the sum of prices and days that counts.
        d = max(range(self.n_days), key=lambda k: days[k].latest - days[k].earliest)
        totals: dict[float, int] = {}
        for pace in PACES:
            totals[pace] = self._day_total(d, self._sound(self._surplus(pace * minute)))
            taken = time.perf_counter() - began
            if taken * self.n_days > seconds * len(totals):
                return None  # a day takes too long for all of them to be looked at once
            if taken > SCAN_SHARE * seconds or totals[pace] > min(totals.values()):
                break
        price = self._sound(self._surplus(min(totals, key=lambda pace: totals[pace]) * minute))
        return price, self._round(price)

    def _day_total(self, d: int, price: IntArray) -> int:
        """Return the prices of all groups and of all days, if they were like one of them."""
        legs = self._legs(d, self._prize(d, price), np.zeros(len(self.ends[d]), dtype=np.int64))
        best = max((leg.value for leg in legs.values()), default=0)
        return int(price.sum()) + self.n_days * best

    def _prize(self, d: int, price: IntArray) -> IntArray:
        """Return what each stop of a day's table adds under prices."""
        prize: IntArray = self.problem.profit[self.tables[d].stops, d] * SCALE
        return prize - price[self.group_of[d]]

    def _surplus(self, minute: float) -> NDArray[np.float64]:
        """Return what each group is worth beyond the time that it takes."""
        problem = self.problem
        surplus = np.zeros(len(self.groups))
        for d, table in enumerate(self.tables):
            stops = table.stops
            at = problem.location[stops]
            ride = _near(problem.travel[np.ix_(at, at)])
            gain = problem.profit[stops, d] - problem.travel_penalty * ride
            gain -= minute * (problem.duration[stops, d] + ride)
            np.maximum.at(surplus, self.group_of[d], gain * SCALE)
        return surplus

    def _programme(self, plan: Plan, pool: Sequence[Pooled], until: float) -> PriceProgramme:
        """Return the programme of the plan's tours, and of those of the pool as time allows."""
        beds = {night: self.ends[night] for night in self.plans.nights}
        programme = PriceProgramme(self.n_days, self.required.tolist(), beds)
        own = [(d, *self.plans.ends(plan, d), tuple(tour)) for d, tour in enumerate(plan.tours)]
        for k, (d, start, end, stops) in enumerate((*own, *pool)):
            if k >= len(own) and time.perf_counter() > until:
                break
            groups = [self.groups[g] for g in self.problem.group[list(stops)].tolist()]
            programme.add(d, start, end, groups, self._value(d, start, end, stops))
        return programme

    def _value(self, d: int, start: int, end: int, stops: Sequence[int]) -> int:
        """Return what a tour, the bed after it and a change of bed add to the score."""
        value, _ = self.plans.value(d, stops, start, end)
        value += int(self.worth[d][self.ends[d].index(end)]) // SCALE
        if self.is_middle[d] and start != end:
            value -= self.change // SCALE
        return value

    def _round(self, price: IntArray) -> Chain:
        """Find the best chain of days under prices."""
        ahead = np.zeros(len(self.ends[-1]), dtype=np.int64)
        best: list[dict[int, Leg]] = [{} for _ in range(self.n_days)]
        met: list[tuple[int, int, Leg]] = []
        for d in range(self.n_days - 1, -1, -1):
            best[d] = self._day(d, price, ahead + self.worth[d], met)
            if d == 0:
                break
            # A day whose end is fixed is followed by whatever the next one begins with.
            values = [best[d][spot].value if spot in best[d] else NEVER for spot in self.starts[d]]
            linked = d - 1 in self.plans.nights
            ahead = np.array(values if linked else [max(values)] * len(self.ends[d - 1]))
        total = int(price.sum()) + self._free * SCALE
        legs: list[tuple[int, Leg]] = []
        start = max(best[0], key=lambda spot: best[0][spot].value, default=None)
        if start is None or best[0][start].value <= NEVER // 2:
            return Chain(NEVER, legs, met)
        bound = total + best[0][start].value
        self.due = set()
        for d in range(self.n_days):
            if start not in best[d]:
                start = max(best[d], key=lambda spot: best[d][spot].value)
            leg = best[d][start]
            legs.append((start, leg))
            if leg.is_loose:
                self.due.add((d, start))
            start = leg.end
        return Chain(bound, legs, met)

    def _day(
        self, d: int, price: IntArray, ahead: IntArray, met: list[tuple[int, int, Leg]]
    ) -> dict[int, Leg]:
        """Return the best tour of a day from each start, given what is ahead of its ends."""
        prize = self._prize(d, price)
        best = self._legs(d, prize, ahead)
        met += [(d, start, leg) for start, leg in best.items()]
        if not (self.is_middle[d] and self.change):
            return best
        for start, leg in best.items():
            if leg.end == start:
                continue
            free, leg.value = leg.value, leg.value - self.change
            if start not in self.ends[d]:
                continue
            behind = int(ahead[self.ends[d].index(start)])
            stay = min(free, self._stay(d, start, price) + behind)
            if stay > leg.value and (d, start) in self.due:
                alone = np.where(np.array(self.ends[d]) == start, 0, NEVER)
                found = self._legs(d, prize, alone).get(start)
                stay = NEVER if found is None else found.value
                self.stays[d, start] = stay, price
                if found is not None:
                    stay = found.value = stay + behind
                    met.append((d, start, found))
                    if stay > leg.value:
                        best[start] = found
            elif stay > leg.value:
                leg.value, leg.is_loose = stay, True
        return best

    def _stay(self, d: int, start: int, price: IntArray) -> int:
        """Return what no tour that comes back to its bed exceeds, from what is known of it."""
        if (d, start) not in self.stays:
            return -NEVER
        value, then = self.stays[d, start]
        cheaper = np.sort(np.maximum(0, then - price)[np.unique(self.group_of[d])])
        return value + int(cheaper[-self.tables[d].most_stops :].sum())

    def _legs(self, d: int, prize: IntArray, ahead: IntArray) -> dict[int, Leg]:
        """Fill the table of a day; return the best tour from each start that has one."""
        table = self.tables[d]
        top = int(ahead.max())
        if top <= NEVER // 2:
            return {}
        roots = table.fill(prize, np.maximum(ahead - top, -MOST_VALUE)).tolist()
        legs = {}
        for k, root in enumerate(roots):
            if root > NOWHERE:
                end, path = table.tour(k)
                legs[self.starts[d][k]] = Leg(root + top, self.ends[d][end], path)
        return legs

    def _learn(self, programme: PriceProgramme, chain: Chain) -> bool:
        """Let the programme know the tours met, and the tables their circles.

        Return whether there was anything new.
        """
        new = self._add(programme, chain)
        grown = self._grow(chain)
        if grown:
            self._forget(programme)
        return new + grown > 0

    def _add(self, programme: PriceProgramme, chain: Chain) -> int:
        """Let the programme know the tours met; return how many are new to it."""
        new = 0
        for d, start, leg in chain.met:
            table = self.tables[d]
            stops = [int(table.stops[s]) for _, s in leg.path]
            groups = [int(self.node_group[d][b]) for b, _ in leg.path]
            column = programme.add(d, start, leg.end, groups, self._value(d, start, leg.end, stops))
            if column is None:
                continue
            new += 1
            if len(set(groups)) < len(groups) or table.is_overfull(leg.path):
                self.relaxed.append((column, d, leg))
        return new

    def _forget(self, programme: PriceProgramme) -> None:
        """Drop the tours that the tables no longer allow."""
        left = []
        for column, d, leg in self.relaxed:
            if _is_excluded(leg.path, self.tables[d]):
                programme.drop(column)
            else:
                left.append((column, d, leg))
        self.relaxed = left

    def _grow(self, chain: Chain) -> int:
        """Give memory to the nodes that the chain goes in circles by, and let stops be counted.

        Return how much there was to mend.
        """
        grown = 0
        for d, (_, leg) in enumerate(chain.legs):
            table = self.tables[d]
            circles = _circles(leg.path, table.groups)
            # To count stops makes a table several times as large: circles first.
            if table.is_overfull(leg.path) and not circles:
                grown += table.count()
            if table.size > MOST_ROWS:
                continue
            for group, between in circles:
                grown += sum(table.remember(node, group) for node in between)
        return grown


def _is_excluded(path: Sequence[tuple[int, int]], table: Outlook) -> bool:
    """Whether a table no longer allows a path that it once did."""
    if table.counts_stops and table.is_overfull(path):
        return True
    return any(
        all(table.knows(node, group) for node in between)
        for group, between in _circles(path, table.groups)
    )


def _circles(path: Sequence[tuple[int, int]], groups: IntArray) -> list[tuple[int, list[int]]]:
    """Return the groups that a path comes back to, and the nodes in between."""
    found = []
    last: dict[int, int] = {}
    for k, (node, _) in enumerate(path):
        group = int(groups[node])
        if group in last:
            found.append((group, [between for between, _ in path[last[group] + 1 : k]]))
        last[group] = k
    return found


def _near(travel: IntArray) -> NDArray[np.float64]:
    """Return the mean way to the two nearest other places."""
    if not len(travel):
        return np.zeros(0)
    apart = np.where(travel > 0, travel, travel.max())
    nearest: NDArray[np.float64] = np.partition(apart, min(1, len(apart) - 1), axis=1)
    mean: NDArray[np.float64] = nearest[:, :2].mean(axis=1)
    return mean
