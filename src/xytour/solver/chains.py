"""Chains of days between some beds: the best one under prices on what the days share.

The best chain is found from the last day to the first: what a day's end is worth is the best
that can follow it. The other way round it is found which stops and beds the chains worth more
than a plan can use at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.bound import day_ends, open_stops
from xytour.solver.grid import MOST_VALUE
from xytour.solver.outlook import COMPILED, NOWHERE, Outlook
from xytour.solver.shared import SCALE, Shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from xytour.solver.plans import Plans
    from xytour.solver.problem import IntArray

SLOWNESS = 1.0 if COMPILED else 300.0

FEW_STOPS = 4
"""Days of no more stops than this are full at once: their stops are counted from the first."""

FEW_STARTS = 3
"""For so many starts of a day each has a table of its own, where changes of bed cost."""

NEVER = -(1 << 50)


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


@dataclass(frozen=True, slots=True)
class Realm:
    """The beds of each night, and the stops of each day, that trips may use."""

    starts: list[list[int]]
    ends: list[list[int]]
    stops: list[IntArray]

    @classmethod
    def whole(cls, plans: Plans) -> Realm:
        """Return all of a problem."""
        problem = plans.problem
        days = range(problem.n_days)
        starts = [day_ends(problem, d, "start") for d in days]
        ends = [day_ends(problem, d, "end") for d in days]
        return cls(starts, ends, [open_stops(problem, d, starts[d], ends[d]) for d in days])

    def part(self, beds: Mapping[int, Sequence[int]], stops: list[IntArray]) -> Realm:
        """Return the part with these beds and stops."""
        ends = [list(beds.get(d, spots)) for d, spots in enumerate(self.ends)]
        starts = [list(beds.get(d - 1, spots)) for d, spots in enumerate(self.starts)]
        return Realm(starts, ends, stops)


class Chains:
    """Chains of days within a realm.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    shared
        What its days share.
    realm
        Beds and stops that may be used.
    before
        Chains of a greater realm, whose tables' memory is taken over.
    """

    def __init__(
        self, plans: Plans, shared: Shared, realm: Realm, before: Chains | None = None
    ) -> None:
        self.plans, self.problem, self.shared, self.realm = plans, plans.problem, shared, realm
        problem, self.n_days = plans.problem, plans.problem.n_days
        self.starts, self.ends = realm.starts, realm.ends
        self.tables: list[Outlook] = []
        for d in range(self.n_days):
            table = Outlook(problem, d, realm.stops[d], self.starts[d], self.ends[d], SCALE)
            if before is not None:
                table.inherit(before.tables[d])
            elif problem.days[d].max_stops <= FEW_STOPS:
                table.count()
            self.tables.append(table)
        self.is_possible = all(table.is_possible for table in self.tables)
        most_stops = max((table.most_stops for table in self.tables), default=1)
        limit = MOST_VALUE // most_stops // 4
        self.is_possible &= int(np.abs(problem.profit).max(initial=0)) * SCALE < limit
        self.most = shared.most(limit)
        self.worth = [self._worth(d) for d in range(self.n_days)]
        # All nights in one place: a change of bed costs more than any trip is worth.
        change = problem.bed_change_penalty * SCALE
        self.change = MOST_VALUE if problem.one_bed else min(change, MOST_VALUE)
        nights = set(plans.nights)
        self.is_middle = [d - 1 in nights and d in nights for d in range(self.n_days)]
        self.stays: dict[tuple[int, int], tuple[int, IntArray]] = {}
        self.due: set[tuple[int, int]] = set()
        self.ahead: list[IntArray] = []
        self._filled: list[tuple[IntArray, IntArray, list[int]] | None] = [None] * self.n_days

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
        return SLOWNESS * sum(
            table.seconds * (len(self.starts[d]) if self.is_split(d) else 1)
            for d, table in enumerate(self.tables)
        )

    def sound(self, price: NDArray[np.float64]) -> IntArray:
        """Round prices, and keep them small enough for the tables."""
        return np.rint(np.clip(price, -self.most, self.most)).astype(np.int64)

    def value(self, d: int, start: int, end: int, stops: Sequence[int]) -> int:
        """Return what a tour, the bed after it and a change of bed add to the score."""
        value, _ = self.plans.value(d, stops, start, end)
        if d in self.plans.nights:
            value += max(bed.profit for bed in self.problem.beds[d] if bed.location == end)
        if self.is_middle[d] and start != end:
            value -= self.change // SCALE
        return value

    def round(self, price: IntArray) -> Chain:
        """Find the best chain of days under prices."""
        ahead = np.zeros(len(self.ends[-1]), dtype=np.int64)
        best: list[dict[int, Leg]] = [{} for _ in range(self.n_days)]
        met: list[tuple[int, int, Leg]] = []
        self.ahead = [ahead] * self.n_days
        for d in range(self.n_days - 1, -1, -1):
            self.ahead[d] = ahead + self.worth[d]
            best[d] = self._day(d, price, self.ahead[d], met)
            if d == 0:
                break
            # A day whose end is fixed is followed by whatever the next one begins with.
            values = [best[d][spot].value if spot in best[d] else NEVER for spot in self.starts[d]]
            linked = d - 1 in self.plans.nights
            ahead = np.array(values if linked else [max(values)] * len(self.ends[d - 1]))
        legs: list[tuple[int, Leg]] = []
        start = max(best[0], key=lambda spot: best[0][spot].value, default=None)
        if start is None or best[0][start].value <= NEVER // 2:
            return Chain(NEVER, legs, met)
        bound = self.shared.total(price) + best[0][start].value
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

    def is_split(self, d: int) -> bool:
        """Whether each start of a day has a table of its own."""
        return self.is_middle[d] and self.change > 0 and len(self.starts[d]) <= FEW_STARTS

    def _day(
        self, d: int, price: IntArray, ahead: IntArray, met: list[tuple[int, int, Leg]]
    ) -> dict[int, Leg]:
        """Return the best tour of a day from each start, given what is ahead of its ends."""
        prize = self.shared.prize(d, self.tables[d].stops, price)
        best: dict[int, Leg] = {}
        if self.is_split(d):
            for start in self.starts[d]:
                legs = self._legs(d, prize, self.paid(d, start, ahead))
                if start in legs:
                    best[start] = legs[start]
            met += [(d, start, leg) for start, leg in best.items()]
            return best
        best = self._legs(d, prize, ahead)
        met += [(d, start, leg) for start, leg in best.items()]
        if self.is_middle[d] and self.change:
            self._pay(d, price, ahead, best, met)
        return best

    def paid(self, d: int, start: int, ahead: IntArray) -> IntArray:
        """Return what is ahead of a day's ends with the change of bed paid."""
        return ahead - np.where(np.array(self.ends[d]) == start, 0, self.change)

    def _pay(
        self,
        d: int,
        price: IntArray,
        ahead: IntArray,
        best: dict[int, Leg],
        met: list[tuple[int, int, Leg]],
    ) -> None:
        """Let tours pay for a change of bed, unless others that stay may be better."""
        prize = self.shared.prize(d, self.tables[d].stops, price)
        for start, leg in best.items():
            if leg.end == start:
                continue
            free, leg.value = leg.value, leg.value - self.change
            if start not in self.ends[d]:
                continue
            behind = int(ahead[self.ends[d].index(start)])
            stay = min(free, self._stay(d, start, prize) + behind)
            if stay > leg.value and (d, start) in self.due:
                alone = np.where(np.array(self.ends[d]) == start, 0, NEVER)
                found = self._legs(d, prize, alone).get(start)
                stay = NEVER if found is None else found.value
                self.stays[d, start] = stay, prize
                if found is not None:
                    stay = found.value = stay + behind
                    met.append((d, start, found))
                    if stay > leg.value:
                        best[start] = found
            elif stay > leg.value:
                leg.value, leg.is_loose = stay, True

    def _stay(self, d: int, start: int, prize: IntArray) -> int:
        """Return what no tour that comes back to its bed exceeds, from what is known of it."""
        if (d, start) not in self.stays:
            return -NEVER
        value, then = self.stays[d, start]
        better = np.sort(np.maximum(0, prize - then))
        return value + int(better[-self.tables[d].most_stops :].sum())

    def _legs(self, d: int, prize: IntArray, ahead: IntArray) -> dict[int, Leg]:
        """Fill the table of a day; return the best tour from each start that has one."""
        table = self.tables[d]
        top = int(ahead.max())
        if top <= NEVER // 2:
            return {}
        roots = self.fill(d, prize, np.maximum(ahead - top, -MOST_VALUE))
        legs = {}
        for k, root in enumerate(roots):
            if root > NOWHERE:
                end, path = table.tour(k)
                legs[self.starts[d][k]] = Leg(root + top, self.ends[d][end], path)
        return legs

    def fill(self, d: int, prize: IntArray, end_value: IntArray) -> list[int]:
        """Fill the table of a day unless it is filled so; return what each start is worth."""
        table, known = self.tables[d], self._filled[d]
        if (
            known is not None
            and table.size
            and np.array_equal(known[0], prize)
            and np.array_equal(known[1], end_value)
        ):
            return known[2]
        roots: list[int] = table.fill(prize, end_value).tolist()
        self._filled[d] = prize, end_value, roots
        return roots

    def day_total(self, d: int, price: IntArray) -> int:
        """Return what all trips are worth at most, if all days were like one of them."""
        prize = self.shared.prize(d, self.tables[d].stops, price)
        legs = self._legs(d, prize, np.zeros(len(self.ends[d]), dtype=np.int64))
        best = max((leg.value for leg in legs.values()), default=0)
        return self.shared.total(price) + self.n_days * best

    def reach(self, price: IntArray, least: int) -> tuple[Realm, dict[tuple[int, int], int]]:
        """Return what chains worth a number or more under prices may use.

        And for each night and bed what no chain with it exceeds, if that is as much.
        """
        self.round(price)
        total = self.shared.total(price)
        least -= total
        worth: dict[tuple[int, int], int] = {}
        stops: list[IntArray] = []
        beds: dict[int, list[int]] = {}
        behind = np.zeros(len(self.starts[0]), dtype=np.int64)
        for d, table in enumerate(self.tables):
            through, ends = self._through(d, price, behind, least)
            stops.append(table.stops[through >= least])
            here = ends + self.ahead[d]
            alive = [spot for spot, best in zip(self.ends[d], here, strict=True) if best >= least]
            if d in self.plans.nights:
                beds[d] = alive
                for spot, best in zip(self.ends[d], here.tolist(), strict=True):
                    worth[d, spot] = best + total
            if d + 1 == self.n_days:
                break
            behind = ends + self.worth[d]
            if d not in self.plans.nights:
                behind = np.full(len(self.starts[d + 1]), behind.max())
        return self.realm.part(beds, stops), worth

    def _through(
        self, d: int, price: IntArray, behind: IntArray, least: int
    ) -> tuple[IntArray, IntArray]:
        """Return the best chains through each stop of a day, and up to each of its ends."""
        table, ahead = self.tables[d], self.ahead[d]
        prize = self.shared.prize(d, table.stops, price)
        if not self.is_split(d):
            return self._pass(d, prize, behind, ahead, least)
        through = np.full(len(table.stops), NEVER)
        ends = np.full(len(self.ends[d]), NEVER)
        for k, start in enumerate(self.starts[d]):
            alone = np.full(len(behind), NEVER)
            alone[k] = behind[k]
            paid = self.paid(d, start, ahead)
            some, up_to = self._pass(d, prize, alone, paid, least)
            through, ends = np.maximum(through, some), np.maximum(ends, up_to + paid - ahead)
        return through, ends

    def _pass(
        self, d: int, prize: IntArray, behind: IntArray, ahead: IntArray, least: int
    ) -> tuple[IntArray, IntArray]:
        """Return the best through each stop and up to each end, given what is on both sides."""
        table = self.tables[d]
        top, low = int(ahead.max()), int(behind.max())
        if min(top, low) <= NEVER // 2:
            return np.full(len(table.stops), NEVER), np.full(len(self.ends[d]), NEVER)
        self.fill(d, prize, np.maximum(ahead - top, -MOST_VALUE))
        before = np.where(behind <= NEVER // 2, NEVER, np.maximum(behind - low, -MOST_VALUE))
        through, ends = table.through(before, least - top - low)
        through = np.where(through > NOWHERE, through + top + low, NEVER)
        return through, np.where(ends > NOWHERE, ends + low, NEVER)
