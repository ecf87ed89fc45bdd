"""A bound on trips of several days: prices on what days share, and beds parted until they tell.

With prices on what they share the days no longer compete: what is shared, sold at its prices,
plus the best chain of days and beds is more than any plan can score, whatever the prices
(Lagrangian relaxation; Fisher 1981, doi:10.1287/mnsc.27.1.1). Prices come from a linear
programme over the tours met so far, drawn towards those of the least bound (Wentges 1997,
International Transactions in Operational Research 4(2)).

One set of prices cannot tell a trip here from a trip there, and mixes of both look better than
either: each uses twice what is best in its place. So beds remember some groups, as the stops of
a day do, and a day that begins with one of them used does without it. What is left of such
mixes is parted by beds (`xytour.solver.parting`), again and again, each part with prices of its
own; stops and beds that no better trip can use are left out on the way. The greatest bound of
all parts is the bound.

Money is free at this bound.
"""

from __future__ import annotations

import heapq
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from xytour.solver.chains import Chain, Chains, Leg, Realm, circles
from xytour.solver.first_prices import first_prices, focused
from xytour.solver.listed import list_tours
from xytour.solver.parting import Part, split
from xytour.solver.pricing import PriceProgramme
from xytour.solver.shared import SCALE, Shared
from xytour.solver.trips import Trips

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from xytour.solver.outlook import Outlook
    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray

PULL, LESS, LEAST_PULL = 0.7, 0.7, 0.02
"""Weight of the best prices in the next ones, and how it fades when nothing new is met."""

LEAST_ROUNDS, MOST_ROUNDS = 2, 1_000

MOST_ROWS, MOST_ENTRIES = 1_500, 6_000_000
"""A table with more rows, or more numbers in all, than this gets no more memory."""

LEARN_FROM = 8
"""Tours of each day whose circles tables learn from in a round, besides the best chain's."""

NEAR = 0.3
"""Beds learn once the bound is nearer to what the programme is worth than this share."""

PROMISING, APPROACH_SHARE, CLOSE = 40, 0.2, 0.02
"""Groups of each day with which prices are found first, the most share of the time for it, and
how near their bound must come to what the programme is worth."""

KEPT = 0.7
"""How much of the slowest round so far the next ones are expected to take at least."""

LEAST_EXCESS, MOST_REPEATS = 0.1, 12
"""By how much too often a group must be used around a night for its bed to know of it; beds
that learn in a round."""

POOL_SHARE = 0.05
"""Most share of the time for learning from the pool."""

FIRST_THIRD, CLOSED, HOPE = 1 / 3, 0.15, 0.06
"""Without a choice of beds it is given up where since so much of the time taken the gap has not
closed by such a share, or where at the pace since then it will not in time be nearer than this
share of the plan's score."""

FEWEST_ROUNDS = 8
"""Without a choice of beds no proof is to be hoped for in fewer rounds."""

LOOK_BACK, WORTH_IT = 6, 0.1
"""Beds are parted once so many rounds have not closed such a share of a gap."""

FIRST_SHRINK, SHRINK_AT, SMALLER = 4, 0.75, 0.8
"""What no better trip can use is left out after so many rounds, and again when the gap is down
to such a share; if what is left is no more than such a share of what there was."""

SPLIT_ROUNDS, SHRINK_ROUNDS = 6, 4
"""Rounds that parting all beds, and leaving out what is of no use, take at most, about."""

TRY_AT, TRY_AGAIN = 0.12, 0.8
"""Trips are looked for once a bound is nearer to the plan than this share of its score; by how
much it must be nearer after it did not work out."""

WINDOW, FEW_LABELS = 0.015, 20_000
"""How near to the bound trips are looked for at first, as a share of the plan's score; most labels
that may be made for it on a day."""

EXACT_AT, TRY_ALL_AGAIN = 0.04, 0.5
"""All trips that may be better are looked at once the bound is nearer to the plan than this share;
by how much it must be nearer after it did not work out."""

MOST_LABELS, LAST_LABELS, MOST_STEPS = 60_000, 240_000, 3_000_000
"""Most that may be done to list the tours of a day, where there is no other way to lower a
bound, and to put trips together from them."""

Pooled: TypeAlias = tuple[int, int, int, tuple[int, ...]]
"""Day, start, end and stops of a tour."""


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


class TripBound:
    """Lowers the bound of a problem.

    Parameters
    ----------
    plans
        The problem and what its tours are worth.
    must_stop
        Asked between two rounds.
    tell
        Told each lower bound.
    """

    def __init__(
        self,
        plans: Plans,
        must_stop: Callable[[], bool] | None = None,
        tell: Callable[[int], object] | None = None,
    ) -> None:
        self.plans, self.problem = plans, plans.problem
        self.must_stop = must_stop or (lambda: False)
        self.tell = tell or (lambda _: None)
        self.shared = Shared(plans.problem)
        self.chains = Chains(plans, self.shared, Realm.whole(plans))
        self.is_possible = self.chains.is_possible
        self.has_choice = any(len(self.chains.ends[night]) > 1 for night in plans.nights)
        self.relaxed: list[Relaxed] = []
        self.programme = PriceProgramme(
            self.shared, {night: self.chains.ends[night] for night in plans.nights}
        )
        self.plan: Plan | None = None
        self.score = self.rounds = 0
        self.until = self.slowest = 0.0
        self.is_near = False
        self.track: list[tuple[float, int]] = []  # times and bounds

    @property
    def seconds(self) -> float:
        """What a round takes, about."""
        return self.chains.seconds

    def tighten(
        self,
        plan: Plan,
        bound: int,
        pool: Sequence[Pooled] = (),
        *,
        seconds: float,
        rounds: int = MOST_ROUNDS,
        patience: float = math.inf,
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
        patience
            Seconds after which it ends where there is no hope for a proof.
        """
        hasty = LEAST_ROUNDS if self.has_choice or patience == math.inf else FEWEST_ROUNDS
        if not self.is_possible or seconds < hasty * self.seconds:
            return bound
        began = time.perf_counter()
        self.until, self.rounds = began + seconds, rounds
        self.patience = patience
        self.plan, self.score = plan, plan.score
        self._start(plan, pool, began + POOL_SHARE * seconds)
        price = first_prices(self.chains, plan, seconds)
        if price is None:
            return bound
        price = self._approach(plan, price, began + APPROACH_SHARE * seconds)
        self.began = time.perf_counter()
        near = int(TRY_AT * abs(plan.score)) * SCALE
        root = Part(self.chains.realm, bound * SCALE, price, self.chains, near)
        waiting = [(-root.bound, 0, root)]
        count = 1
        rest = plan.score * SCALE  # the greatest bound of all parts that are done with
        while waiting:
            _, _, part = heapq.heappop(waiting)
            others = max([rest, *(-entry[0] for entry in waiting)])
            if self._is_worse(max(part.bound, others)):
                return min(bound, max(part.bound, others) // SCALE)
            self._settle(part, others, self.chains if part is root else None)
            is_done = self._is_worse(part.bound) or self._is_over(SPLIT_ROUNDS)
            parts = [] if is_done else split(part, self.score)
            if not (parts or is_done or self._is_worse(part.bound)):
                part.try_at = part.bound - self.score * SCALE  # there is no other way left
                self._finish(part, part.before, LAST_LABELS)
            for table in part.before.tables:
                table.empty()
            if not parts:
                rest = max(rest, part.bound)
            for fresh in parts:
                heapq.heappush(waiting, (-fresh.bound, count, fresh))
                count += 1
            bound = min(bound, max([rest, *(-entry[0] for entry in waiting)]) // SCALE)
            if self._is_over(3):
                return bound
        return min(bound, rest // SCALE)

    def _approach(self, plan: Plan, price: IntArray, until: float) -> IntArray:
        """Return better prices, from the stops alone that promise most.

        What they bound is not the trip; but rounds over few stops take little, and tours met
        and circles learnt are those of the trip mostly.
        """
        realm = focused(self.chains, plan, PROMISING)
        if realm is None:
            return price
        chains = Chains(self.plans, self.shared, realm)
        best, least, pull = price, math.inf, PULL
        for _ in range(self.rounds):
            if time.perf_counter() >= until or self.must_stop():
                break
            chain = chains.round(price)
            if chain.bound < least:
                best, least, pull = price, chain.bound, PULL
            if not (self._learn(chains, chain) or chains.due):
                pull *= LESS
            target = self.programme.prices(self.until - time.perf_counter())
            if target is None or pull < LEAST_PULL:
                break
            if least < self.programme.value * SCALE * (1 + CLOSE):
                break
            price = chains.sound(pull * best + (1 - pull) * target)
        self.chains.inherit(chains)
        for table in chains.tables:
            table.empty()
        return best

    def _is_worse(self, bound: int) -> bool:
        """Whether nothing within a bound is better than the plan."""
        return bound // SCALE <= self.score

    def _is_over(self, rounds: int = 0) -> bool:
        """Whether there is no time for so many rounds more, the slowest so far."""
        then = time.perf_counter() + rounds * self.slowest
        return self.rounds <= 0 or then > self.until or self.must_stop()

    def _expect(self, taken: float, size: float, before: float) -> None:
        """Note what a round took: tables that have come to know more take longer from now on."""
        if before > 0:
            taken *= max(1.0, size / before)
        self.slowest = max(KEPT * self.slowest, taken)

    def _note(self, bound: int) -> None:
        """Take down the bound of all parts after a round, and tell it if it is lower."""
        if self.track and bound // SCALE < self.track[-1][1] // SCALE:
            self.tell(bound // SCALE)
        self.track.append((time.perf_counter(), bound))

    def _has_ended(self, part: Part, chains: Chains) -> bool:
        """Whether nothing more is to be done for a part."""
        if self._is_worse(part.bound) or self._is_over() or self._finish(part, chains):
            return True
        if part.before is self.chains and self._is_vain():
            self.rounds = 0
        return self.rounds == 0

    def _is_vain(self) -> bool:
        """Whether the gap closes so slowly that the time left is better spent otherwise."""
        now = time.perf_counter()
        if self.has_choice or self.patience == math.inf or self.until <= now:
            return False
        if now - self.began < self.patience or len(self.track) < 2:
            return False
        then = self.began + FIRST_THIRD * (now - self.began)
        early = [(at, bound) for at, bound in self.track if at <= then]
        at, before = early[-1] if early else self.track[0]
        score = self.score * SCALE
        open_still = (self.track[-1][1] - score) / (before - score)
        if open_still > 1 - CLOSED:
            return True
        left = (self.until - now) / (now - at)
        return bool((before - score) * open_still ** (1 + left) > HOPE * abs(score))

    def _settle(self, part: Part, others: int, chains: Chains | None = None) -> None:
        """Lower the bound of a part by better prices for as long as it is worth it.

        ``others`` is the greatest bound of all other parts.
        """
        beds = {night: part.realm.ends[night] for night in self.plans.nights}
        if chains is None:
            if not all(beds.values()):
                part.bound = min(part.bound, self.score * SCALE)
                return
            chains = Chains(self.plans, self.shared, part.realm, part.before)
            self.programme.restrict(beds, part.realm.stops)
        price, pull = part.price, PULL
        history: list[int] = []  # what the best prices so far give, also above a bound known before
        has_choice = any(len(spots) > 1 for spots in beds.values())  # else there is nothing to part
        gap = part.bound - self.score * SCALE
        while True:
            began, size = time.perf_counter(), chains.seconds
            chain = chains.round(price)
            self.rounds -= 1
            if not history or chain.bound < history[-1]:
                part.price, pull = price, PULL
            history.append(min([chain.bound, *history[-1:]]))
            part.bound = min(part.bound, chain.bound)
            self._note(max(part.bound, others))
            if self._has_ended(part, chains):
                break
            fresh = self._learn(chains, chain)
            left = part.bound - self.score * SCALE
            is_warm = part.before is not self.chains or len(history) >= FIRST_SHRINK
            if is_warm and left < SHRINK_AT * gap and not self._is_over(SHRINK_ROUNDS):
                gap, chains = left, self._shrunk(part, chains)
                if self._is_worse(part.bound):
                    break
            if not (fresh or chains.due):
                # All that the best prices lead to is known: go nearer to the programme's own.
                pull *= LESS
                if pull < LEAST_PULL:
                    break
            if has_choice and len(history) > LOOK_BACK and self._has_stalled(history):
                break
            target = self._target(part, chains, is_new=bool(fresh))
            if target is None:
                break
            self._expect(time.perf_counter() - began, chains.seconds, size)
            if self._is_over(1):
                break
            price = chains.sound(pull * part.price + (1 - pull) * target)
        part.before = chains
        part.shares = self.programme.shares()

    def _target(self, part: Part, chains: Chains, *, is_new: bool) -> NDArray[np.float64] | None:
        """Return the programme's prices, None if there are none in time.

        Beds learn from it where it is near, or where the last round met nothing new.
        """
        target = self.programme.prices(self.until - time.perf_counter())
        if target is None:
            return None
        value = self.programme.value * SCALE
        near = NEAR * max(abs(value), abs(self.score * SCALE))
        self.is_near |= part.bound - value < near or not is_new
        if self.is_near and self._separate(chains):
            return self.programme.prices(self.until - time.perf_counter())
        return target

    def _shrunk(self, part: Part, chains: Chains) -> Chains:
        """Return chains of what trips better than the plan may still use of a part."""
        bound, realm, _ = chains.reach(part.price, (self.score + 1) * SCALE)
        part.bound = min(part.bound, bound)  # tables know more than when they were priced
        beds = {night: realm.ends[night] for night in self.plans.nights}
        if not all(beds.values()):
            part.bound = self.score * SCALE  # there are none
            return chains
        if sum(map(len, realm.stops)) > SMALLER * sum(map(len, part.realm.stops)):
            return chains
        part.realm = realm
        self.programme.restrict(beds, realm.stops)
        small = Chains(self.plans, self.shared, realm, chains)
        for table in chains.tables:
            table.empty()
        return small

    def _has_stalled(self, history: Sequence[int]) -> bool:
        """Whether the last rounds have not done much."""
        gap = history[-1 - LOOK_BACK] - self.score * SCALE
        return history[-1 - LOOK_BACK] - history[-1] < WORTH_IT * gap

    def _finish(self, part: Part, chains: Chains, most: int = MOST_LABELS) -> bool:
        """Look at all trips of a part that may be better than the plan, if they are few.

        While they are not, at those that come near the part's bound: a better plan is mostly
        among them, and leaves fewer to be looked at.
        """
        gap = part.bound - self.score * SCALE
        if gap > part.try_at or self.problem.all_caps or self.plan is None:
            return False
        part.try_at = int(TRY_AGAIN * gap)
        near = int(WINDOW * abs(self.score) * SCALE)
        if most == MOST_LABELS and gap > near:
            self._look(part, chains, part.bound - near, FEW_LABELS)
            gap = part.bound - self.score * SCALE
            if gap > EXACT_AT * abs(self.score) * SCALE:
                return False
        if not self._look(part, chains, (self.score + 1) * SCALE, most):
            part.try_at = int(TRY_ALL_AGAIN * gap)
            return self._is_worse(part.bound)
        part.bound = self.score * SCALE
        return True

    def _look(self, part: Part, chains: Chains, least: int, most: int) -> bool:
        """Look for a better plan among the trips that are worth so much under prices.

        Return whether none was left out.
        """
        assert self.plan is not None  # noqa: S101 (there is a plan to be better than)
        listed = list_tours(chains, part.price, least, most, self.until)
        if listed is None:
            return False
        trips = Trips(chains, part.price, listed)
        part.bound = min(part.bound, max(least, trips.bound))
        plan = trips.better(self.plan, MOST_STEPS, self.until)
        if plan is None:
            return False
        self.plan, self.score = plan, plan.score
        return True

    def _start(self, plan: Plan, pool: Sequence[Pooled], until: float) -> None:
        """Let the programme know the plan's tours, and those of the pool as time allows."""
        own = [(d, *self.plans.ends(plan, d), tuple(tour)) for d, tour in enumerate(plan.tours)]
        for k, (d, start, end, stops) in enumerate((*own, *pool)):
            if k >= len(own) and time.perf_counter() > until:
                break
            self._know(self.chains, d, start, end, stops)

    def _know(
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

    def _learn(self, chains: Chains, chain: Chain) -> bool:
        """Let the programme know the tours met, and the tables their circles.

        Return whether there was anything new.
        """
        new = self._add(chains, chain)
        grown = self._grow(chains, chain, may_count=not new)
        if self.is_near:
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
            numbers = self._know(chains, d, start, leg.end, stops, before)
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
            self._know(chains, d, start, leg.end, left)
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

    def _separate(self, chains: Chains) -> bool:
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
