"""Chains of days between some beds: the best one under prices on what the days share.

The best chain is found from the last day to the first: what a day's end is worth is the best
that can follow it. The other way round it is found which stops and beds the chains worth more
than a plan can use at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.grid import MOST_VALUE
from xytour.solver.outlook import COMPILED, NOWHERE, Outlook
from xytour.solver.relaxation import day_ends, open_stops
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

MOST_AT_NIGHT = 6
"""Groups of which a bed knows whether they were used on days before."""

NEVER = -(1 << 50)


@dataclass(slots=True)
class Leg:
    """The best tour from where a day may begin: its end, its stops, and what may follow.

    ``value`` includes what follows; it is a bound. ``row`` and ``end_row`` are those of the
    day's table. ``is_loose`` says that a change of bed has perhaps not been paid for.
    """

    value: int
    end: int
    path: list[tuple[int, int]]
    row: int = 0
    end_row: int = 0
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
            if before is None and problem.days[d].max_stops <= FEW_STOPS:
                table.count()
            self.tables.append(table)
        if before is not None:
            self.inherit(before)
        self.is_possible = all(table.is_possible for table in self.tables)
        most_stops = max((table.most_stops for table in self.tables), default=1)
        limit = MOST_VALUE // most_stops // 4
        self.is_possible &= int(np.abs(problem.profit).max(initial=0)) * SCALE < limit
        self.limit = limit
        self.worth = [self._worth(d) for d in range(self.n_days)]
        # All nights in one place: a change of bed costs more than any trip is worth.
        change = problem.bed_change_penalty * SCALE
        self.change = MOST_VALUE if problem.one_bed else min(change, MOST_VALUE)
        self.is_middle = [plans.is_middle(d) for d in range(self.n_days)]
        self.stays: dict[tuple[int, int], tuple[int, IntArray]] = {}
        self.due: set[tuple[int, int]] = set()
        self.ahead: list[IntArray] = []
        self._main: list[dict[int, tuple[IntArray, IntArray, int]]] = [{} for _ in self.tables]
        self._filled: list[tuple[IntArray, IntArray, IntArray] | None] = [None] * self.n_days

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

    def inherit(self, before: Chains) -> None:
        """Let tables know what those of other chains have come to know."""
        alive = {group for table in self.tables for group in table.groups.tolist()}
        for table, old in zip(self.tables, before.tables, strict=True):
            table.inherit(old, alive)

    def sound(self, price: NDArray[np.float64]) -> IntArray:
        """Round prices, and keep them small enough for the tables."""
        return self.shared.sound(price, self.limit)

    def value(self, d: int, start: int, end: int, stops: Sequence[int]) -> int:
        """Return what a tour, the bed after it and a change of bed add to the score."""
        value = self.shared.gain(d, start, end, stops)
        if d in self.plans.nights:
            value += max(bed.profit for bed in self.problem.beds[d] if bed.location == end)
        if self.is_middle[d] and start != end:
            value -= self.change // SCALE
        return value

    def remember(self, night: int, spot: int, group: int) -> bool:
        """Let a bed know whether a group was used before; return whether this is new to it."""
        if len(self.tables[night].night(end=spot)) >= MOST_AT_NIGHT:
            return False
        self.tables[night + 1].remember_night(group, start=spot)
        return bool(self.tables[night].remember_night(group, end=spot))

    def round(self, price: IntArray) -> Chain:
        """Find the best chain of days under prices."""
        for table in self.tables:
            table.lay()
        ahead = np.zeros(len(self.tables[-1].end_of), dtype=np.int64)
        values: list[IntArray] = [ahead] * self.n_days
        best: list[dict[int, Leg]] = [{} for _ in range(self.n_days)]
        met: list[tuple[int, int, Leg]] = []
        self.ahead = [ahead] * self.n_days
        self.price = price
        for d in range(self.n_days - 1, -1, -1):
            self.ahead[d] = ahead + self.worth[d][self.tables[d].end_of]
            values[d], best[d] = self._day(d, price, self.ahead[d], met)
            if d == 0:
                break
            # A day whose end is fixed is followed by whatever the next one begins with.
            ahead = values[d]
            if d - 1 not in self.plans.nights:
                ahead = np.full(len(self.tables[d - 1].end_of), int(ahead.max()))
        legs: list[tuple[int, Leg]] = []
        if int(values[0].max()) <= NEVER // 2:
            return Chain(NEVER, legs, met)
        bound = self.shared.total(price) + int(values[0].max())
        self.due = set()
        row = int(values[0].argmax())
        for d in range(self.n_days):
            leg = best[d].get(row)
            if leg is None:
                leg = self._trace(d, row, int(values[d][row]))
                met.append((d, self.starts[d][self.tables[d].start_of[row]], leg))
            start = self.starts[d][self.tables[d].start_of[row]]
            legs.append((start, leg))
            if leg.is_loose:
                self.due.add((d, start))
            if d + 1 < self.n_days:
                linked = d in self.plans.nights
                row = leg.end_row if linked else int(values[d + 1].argmax())
        return Chain(bound, legs, met)

    def _trace(self, d: int, row: int, value: int) -> Leg:
        """Return the best tour from a start row after the last round."""
        main, start = self._main[d], int(self.tables[d].start_of[row])
        prize, end_value, _ = main[start if start in main else -1]
        self.fill(d, prize, end_value)
        end_row, path = self.tables[d].tour(row)
        end = self.ends[d][self.tables[d].end_of[end_row]]
        is_paid = not self.is_middle[d] or not self.change or end == self.starts[d][start]
        return Leg(value, end, path, row, end_row, not (is_paid or self.is_split(d)))

    def is_split(self, d: int) -> bool:
        """Whether each start of a day has a table of its own."""
        return self.is_middle[d] and self.change > 0 and len(self.starts[d]) <= FEW_STARTS

    def _day(
        self, d: int, price: IntArray, ahead: IntArray, met: list[tuple[int, int, Leg]]
    ) -> tuple[IntArray, dict[int, Leg]]:
        """Return the best that each start row can add, given what is ahead of a day's ends.

        And the tours of those where nothing was used before.
        """
        table = self.tables[d]
        prize = self.shared.prize(d, table.stops, price)
        self._main[d] = {}
        if self.is_split(d):
            values = np.full(len(table.start_of), NEVER)
            best: dict[int, Leg] = {}
            for k, start in enumerate(self.starts[d]):
                some, legs = self._legs(d, prize, self.paid(d, start, ahead), k)
                mine = table.start_of == k
                values[mine] = some[mine]
                best |= {row: leg for row, leg in legs.items() if mine[row]}
        else:
            values, best = self._legs(d, prize, ahead)
        met += [(d, self.starts[d][table.start_of[row]], leg) for row, leg in best.items()]
        if self.is_middle[d] and self.change and not self.is_split(d):
            self._pay(d, prize, ahead, (values, best), met)
        return values, best

    def paid(self, d: int, start: int, ahead: IntArray) -> IntArray:
        """Return what is ahead of a day's ends with the change of bed paid."""
        is_same = (np.array(self.ends[d]) == start)[self.tables[d].end_of]
        return ahead - np.where(is_same, 0, self.change)

    def _pay(
        self,
        d: int,
        prize: IntArray,
        ahead: IntArray,
        found: tuple[IntArray, dict[int, Leg]],
        met: list[tuple[int, int, Leg]],
    ) -> None:
        """Let tours pay for a change of bed, unless others that stay may be better."""
        table, (values, best) = self.tables[d], found
        for row, leg in list(best.items()):
            k = int(table.start_of[row])
            start = self.starts[d][k]
            if leg.end == start:
                continue
            free, leg.value = leg.value, leg.value - self.change
            if start in self.ends[d]:
                behind = int(ahead[table.end_rows[self.ends[d].index(start)]])
                stay = min(free, self._stay(d, start, prize) + behind)
                if stay > leg.value and (d, start) in self.due:
                    stay = self._come_back(d, row, prize, behind, best, met)
                elif stay > leg.value:
                    leg.value, leg.is_loose = stay, True
                stay = max(stay, leg.value)
            else:
                stay = leg.value
            mine = table.start_of == k
            values[mine] = np.minimum(values[mine], np.maximum(values[mine] - self.change, stay))

    def _come_back(
        self,
        d: int,
        row: int,
        prize: IntArray,
        behind: int,
        best: dict[int, Leg],
        met: list[tuple[int, int, Leg]],
    ) -> int:
        """Return what no tour exceeds that comes back to the bed it began at."""
        start = self.starts[d][self.tables[d].start_of[row]]
        is_same = (np.array(self.ends[d]) == start)[self.tables[d].end_of]
        main = self._main[d]
        self._main[d] = {}
        _, legs = self._legs(d, prize, np.where(is_same, 0, NEVER))
        self._main[d] = main
        found = legs.get(row)
        self.stays[d, start] = NEVER if found is None else found.value, prize
        if found is None:
            return NEVER
        found.value += behind
        met.append((d, start, found))
        if found.value > best[row].value:
            best[row] = found
        return found.value

    def _stay(self, d: int, start: int, prize: IntArray) -> int:
        """Return what no tour that comes back to its bed exceeds, from what is known of it."""
        if (d, start) not in self.stays:
            return -NEVER
        value, then = self.stays[d, start]
        better = np.sort(np.maximum(0, prize - then))
        return value + int(better[-self.tables[d].most_stops :].sum())

    def _legs(
        self, d: int, prize: IntArray, ahead: IntArray, key: int = -1
    ) -> tuple[IntArray, dict[int, Leg]]:
        """Fill the table of a day; return what each start row can add at most.

        And the best tour from each where nothing was used before, if there is any.
        """
        table = self.tables[d]
        top = int(ahead.max(initial=NEVER))
        if top <= NEVER // 2:
            return np.full(len(table.start_of), NEVER), {}
        end_value = np.maximum(ahead - top, -MOST_VALUE)
        roots = self.fill(d, prize, end_value)
        self._main[d][key] = prize, end_value, top
        values = np.where(roots > NOWHERE, roots + top, NEVER)
        legs = {}
        for row in table.start_rows.tolist():
            if roots[row] > NOWHERE:
                end_row, path = table.tour(row)
                end = self.ends[d][table.end_of[end_row]]
                legs[row] = Leg(int(values[row]), end, path, row, end_row)
        return values, legs

    def fill(self, d: int, prize: IntArray, end_value: IntArray) -> IntArray:
        """Fill the table of a day unless it is filled so; return what each start row is worth."""
        table, known = self.tables[d], self._filled[d]
        if (
            known is not None
            and table.is_filled
            and np.array_equal(known[0], prize)
            and np.array_equal(known[1], end_value)
        ):
            return known[2]
        roots: IntArray = table.fill(prize, end_value)
        self._filled[d] = prize, end_value, roots
        return roots

    def day_total(self, d: int, price: IntArray) -> int:
        """Return what all trips are worth at most, if all days were like one of them."""
        prize = self.shared.prize(d, self.tables[d].stops, price)
        self.tables[d].lay()
        nothing = np.zeros(len(self.tables[d].end_of), dtype=np.int64)
        values, _ = self._legs(d, prize, nothing)
        return self.shared.total(price) + self.n_days * max(0, int(values.max()))

    def reach(self, price: IntArray, least: int) -> tuple[int, Realm, dict[tuple[int, int], int]]:
        """Return what chains worth a number or more under prices may use.

        Before it what no chain exceeds, and after it the same for each night and bed, if that
        is as much.
        """
        bound = self.round(price).bound
        total = self.shared.total(price)
        least -= total
        worth: dict[tuple[int, int], int] = {}
        stops: list[IntArray] = []
        beds: dict[int, list[int]] = {}
        behind = np.zeros(len(self.tables[0].start_of), dtype=np.int64)
        self.behind = []
        for d, table in enumerate(self.tables):
            self.behind.append(behind)
            through, ends = self._through(d, price, behind, least)
            stops.append(table.stops[through >= least])
            here = np.full(len(self.ends[d]), 2 * NEVER)
            np.maximum.at(here, table.end_of, ends + self.ahead[d])
            alive = [spot for spot, best in zip(self.ends[d], here, strict=True) if best >= least]
            if d in self.plans.nights:
                beds[d] = alive
                for spot, best in zip(self.ends[d], here.tolist(), strict=True):
                    worth[d, spot] = best + total
            if d + 1 == self.n_days:
                break
            behind = ends + self.worth[d][table.end_of]
            if d not in self.plans.nights:
                behind = np.full(len(self.tables[d + 1].start_of), behind.max())
        return bound, self.realm.part(beds, stops), worth

    def between(
        self, d: int, firsts: Sequence[Sequence[int]], lasts: Sequence[Sequence[int]]
    ) -> IntArray:
        """Return what no chain exceeds from some beds before a day to some after it.

        Under the prices of the last call of `reach`, which left all out that is too little.

        Parameters
        ----------
        d
            The day.
        firsts, lasts
            Clusters of beds where it may begin, and where it may end.

        Returns
        -------
        (first clusters, last clusters) int64
        """
        table, ahead, total = self.tables[d], self.ahead[d], self.shared.total(self.price)
        prize = self.shared.prize(d, table.stops, self.price)
        starts = np.array(self.starts[d])[table.start_of]
        ends = np.array(self.ends[d])[table.end_of]
        found = np.full((len(firsts), len(lasts)), NEVER)
        for k, some in enumerate(lasts):
            values, _ = self._legs(d, prize, np.where(np.isin(ends, some), ahead, NEVER))
            for j, others in enumerate(firsts):
                paid = self.change if set(some).isdisjoint(others) else 0
                chains = (self.behind[d] + values)[np.isin(starts, others)] - paid
                found[j, k] = total + chains.max(initial=NEVER)
        return found

    def _through(
        self, d: int, price: IntArray, behind: IntArray, least: int
    ) -> tuple[IntArray, IntArray]:
        """Return the best chains through each stop of a day, and up to each of its ends."""
        table, ahead = self.tables[d], self.ahead[d]
        prize = self.shared.prize(d, table.stops, price)
        if not self.is_split(d):
            return self._pass(d, prize, behind, ahead, least)
        through = np.full(len(table.stops), NEVER)
        ends = np.full(len(table.end_of), NEVER)
        for k, start in enumerate(self.starts[d]):
            alone = np.where(table.start_of == k, behind, NEVER)
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
            return np.full(len(table.stops), NEVER), np.full(len(table.end_of), NEVER)
        self.fill(d, prize, np.maximum(ahead - top, -MOST_VALUE))
        before = np.where(behind <= NEVER // 2, NEVER, np.maximum(behind - low, -MOST_VALUE))
        through, ends = table.through(before, least - top - low)
        through = np.where(through > NOWHERE, through + top + low, NEVER)
        return through, np.where(ends > NOWHERE, ends + low, NEVER)


def circles(groups: Sequence[int]) -> list[tuple[int, range]]:
    """Return the groups that a tour comes back to, and the indices in between."""
    found = []
    last: dict[int, int] = {}
    for k, group in enumerate(groups):
        if group in last:
            found.append((group, range(last[group] + 1, k)))
        last[group] = k
    return found
