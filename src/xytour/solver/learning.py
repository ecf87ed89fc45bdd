"""What rounds of prices teach: tours to the programme, and memory to the tables.

Tours that break a rule, by coming back to a group or by having too many stops, stay in the
programme until the tables can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.solver.chains import Chain, Chains, Leg, circles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.outlook import Outlook
    from xytour.solver.plans import Plans
    from xytour.solver.pricing import PriceProgramme
    from xytour.solver.shared import Shared

MOST_ROWS, MOST_ENTRIES = 1_500, 6_000_000
"""A table with more rows, or more numbers in all, than this gets no more memory."""

LEARN_FROM = 8
"""Tours of each day whose circles tables learn from in a round, besides the best chain's."""

LEAST_EXCESS, MOST_REPEATS = 0.1, 12
"""By how much too often a group must be used around a night for its bed to know of it; beds
that learn in a round."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A tour that breaks a rule: its number, its day, and how.

    Its circles are the groups that it comes back to, with the stops in between.
    """

    number: int
    day: int
    circles: list[tuple[int, list[int]]]
    is_overfull: bool

    def is_excluded(self, table: Outlook) -> bool:
        """Whether a table no longer allows the tour."""
        if self.is_overfull and table.counts_stops:
            return True
        return any(table.know(stops, group) for group, stops in self.circles)


class Learning:
    """What is learnt, and where it is kept.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    shared
        What its days share.
    programme
        Gets to know the tours met.
    """

    def __init__(self, plans: Plans, shared: Shared, programme: PriceProgramme) -> None:
        self.plans, self.problem, self.shared = plans, plans.problem, shared
        self.programme = programme
        self.relaxed: list[Relaxed] = []

    def know(
        self,
        chains: Chains,
        d: int,
        start: int,
        end: int,
        stops: Sequence[int],
        used: frozenset[int] = frozenset(),
    ) -> list[int]:
        """Let the programme know a tour; return the numbers of what is new to it.

        ``used`` are groups used before.
        """
        keys = self.programme.keys(d, start, end, stops)
        if used:
            keys.append((d, start, end, tuple(stops), used))
        value = chains.value(d, start, end, stops)
        return [self.programme.add(key, value) for key in keys if not self.programme.knows(key)]

    def learn(self, chains: Chains, chain: Chain, *, connects: bool) -> bool:
        """Let the programme know the tours met, and the tables their circles.

        Parameters
        ----------
        chains
            The tables.
        chain
            What was met.
        connects
            Whether beds and what lies between learn of groups that the best chain uses twice.

        Returns
        -------
        bool
            Whether there was anything new.
        """
        new = self._add(chains, chain)
        grown = self._grow(chains, chain, may_count=not new)
        if connects:
            grown |= self._connect(chains, chain)
        self._forget(chains, grown)
        return bool(new or grown)

    def _add(self, chains: Chains, chain: Chain) -> int:
        """Let the programme know the tours met; return how many are new to it."""
        new = 0
        for d, start, leg in chain.met:
            table = chains.tables[d]
            stops = tuple(int(table.stops[s]) for _, s in leg.path)
            before = self._used(chains, d, start, leg)
            numbers = self.know(chains, d, start, leg.end, stops, before)
            new += len(numbers)
            loops = [
                (group, [stops[k] for k in between])
                for group, between in circles(self.problem.group[list(stops)].tolist())
            ]
            is_overfull = table.is_overfull(leg.path)
            if loops or is_overfull:
                self.relaxed += [Relaxed(k, d, loops, is_overfull) for k in numbers]
        # The best chain without what it uses twice: some tours that go together.
        used: set[int] = set()
        for d, (start, leg) in enumerate(chain.legs):
            left = []
            for _, s in leg.path:
                stop = int(chains.tables[d].stops[s])
                group = int(self.problem.group[stop])
                if group not in used:
                    used.add(group)
                    left.append(stop)
            self.know(chains, d, start, leg.end, left)
        return new

    def _used(self, chains: Chains, d: int, start: int, leg: Leg) -> frozenset[int]:
        """Return the groups used before a leg that its start remembers."""
        table = chains.tables[d]
        mask = leg.row - int(table.start_rows[chains.starts[d].index(start)])
        if not mask:
            return frozenset()
        known = table.night(start=start)
        groups = self.shared.groups
        return frozenset(groups[g] for k, g in enumerate(known) if mask >> k & 1)

    def separate(self, chains: Chains) -> bool:
        """Let beds know of groups that the programme uses on both sides; whether any was new."""
        is_new = False
        names = list(self.shared.groups)
        for repeat in self.programme.repeats()[:MOST_REPEATS]:
            if repeat.excess < LEAST_EXCESS:
                break
            group = names[repeat.group]
            if not chains.remember(repeat.night, repeat.spot, group):
                continue
            self.programme.remember(repeat.night, repeat.spot, repeat.group)
            is_new = True
            for d, _, _, stops, _ in repeat.tours:
                table = chains.tables[d]
                if table.size > MOST_ROWS or table.entries > MOST_ENTRIES:
                    continue
                order = stops[::-1] if d == repeat.night else stops
                for stop in order:
                    if int(self.problem.group[stop]) == group:
                        break
                    node = table.place(stop)
                    if node is not None:
                        table.remember(node, group)
        return is_new

    def _forget(self, chains: Chains, days: set[int]) -> None:
        """Drop the tours of some days that the tables no longer allow."""
        left = []
        for tour in self.relaxed:
            if tour.day in days and tour.is_excluded(chains.tables[tour.day]):
                self.programme.drop(tour.number)
            else:
                left.append(tour)
        self.relaxed = left

    def _grow(self, chains: Chains, chain: Chain, *, may_count: bool) -> set[int]:
        """Give memory to the nodes that good tours go in circles by, and let stops be counted.

        Return the days where there was anything to mend.
        """
        grown = set()
        for d, table in enumerate(chains.tables):
            own = chain.legs[d][1]
            paths = sorted((leg for day, _, leg in chain.met if day == d), key=_by_value)
            for path in (own.path, *(leg.path for leg in paths[:LEARN_FROM])):
                loops = circles([int(table.groups[node]) for node, _ in path])
                # To count stops makes a table several times as large: prices and circles first.
                if path is own.path and not loops and may_count and table.is_overfull(path):
                    grown |= {d} if table.count() else set()
                if table.size > MOST_ROWS or table.entries > MOST_ENTRIES:
                    continue
                for group, between in loops:
                    if sum(table.remember(path[k][0], group) for k in between):
                        grown.add(d)
        return grown

    def _connect(self, chains: Chains, chain: Chain) -> set[int]:
        """Give memory to all that is between two days on which the best chain uses a group.

        Return the days where there was anything to mend.
        """
        grown: set[int] = set()
        way: list[tuple[int, int, int]] = []  # day, node (or -1) and group, or place of a bed
        last: dict[int, int] = {}
        for d, (_, leg) in enumerate(chain.legs):
            table = chains.tables[d]
            for node, _ in leg.path:
                group = int(table.groups[node])
                if group in last and way[last[group]][0] < d:
                    grown |= self._link(chains, way[last[group] + 1 :], group)
                last[group] = len(way)
                way.append((d, node, group))
            if d not in self.plans.nights:
                last = {}
            way.append((d, -1, leg.end))
        return grown

    def _link(self, chains: Chains, way: Sequence[tuple[int, int, int]], group: int) -> set[int]:
        """Let the nodes and beds of a way know of a group; return the days where any was new."""
        grown: set[int] = set()
        for d, node, spot in way:
            if node < 0:
                if chains.remember(d, spot, group):
                    self.programme.remember(d, spot, self.shared.groups[group])
                    grown.add(d)
                elif group not in chains.tables[d].night(end=spot):
                    return grown  # it knows too many already
        for d, node, _ in way:
            table = chains.tables[d]
            if node >= 0 and table.size <= MOST_ROWS and table.remember(node, group):
                grown.add(d)
        return grown


def _by_value(leg: Leg) -> int:
    """Sort the best legs first."""
    return -leg.value
