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
from typing import TYPE_CHECKING, TypeAlias

from xytour.solver.chains import Chains, Realm
from xytour.solver.first_prices import first_prices, focused
from xytour.solver.learning import Learning
from xytour.solver.listed import list_tours
from xytour.solver.parting import Part, split
from xytour.solver.pricing import PriceProgramme
from xytour.solver.shared import SCALE, Shared
from xytour.solver.trips import Trips

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from xytour.solver.plans import Plan, Plans
    from xytour.solver.problem import IntArray

PULL, LESS, LEAST_PULL = 0.7, 0.7, 0.02
"""Weight of the best prices in the next ones, and how it fades when nothing new is met."""

LEAST_ROUNDS, MOST_ROUNDS = 2, 1_000

NEAR = 0.3
"""Beds learn once the bound is nearer to what the programme is worth than this share."""

PROMISING, APPROACH_SHARE, CLOSE = 40, 0.2, 0.02
"""Groups of each day with which prices are found first, the most share of the time for it, and
how near their bound must come to what the programme is worth."""

KEPT = 0.7
"""How much of the slowest round so far the next ones are expected to take at least."""

POOL_SHARE = 0.05
"""Most share of the time for learning from the pool."""

FIRST_THIRD, CLOSED, HOPE = 1 / 3, 0.15, 0.06
"""Without a choice of beds it is given up where since so much of the time taken the gap has not
closed by such a share, or where at the pace since then it will not in time be nearer than this
share of the plan's score."""

FEWEST_ROUNDS = 8
"""Without a choice of beds no proof is to be hoped for in fewer rounds."""

TELLING = 0.6
"""A bound of which the score is a smaller share says so little that it is not left at that."""

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

TOUR_SECONDS = 1e-5
"""What it takes to make a tour ready to be put together with others, about."""

Pooled: TypeAlias = tuple[int, int, int, tuple[int, ...]]
"""Day, start, end and stops of a tour."""


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
        self.programme = PriceProgramme(
            self.shared, {night: self.chains.ends[night] for night in plans.nights}
        )
        self.learning = Learning(plans, self.shared, self.programme)
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
        is_hoping = self.plans.has_choice or patience == math.inf or plan.score < TELLING * bound
        hasty = LEAST_ROUNDS if is_hoping else FEWEST_ROUNDS
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
                self._finish(part, part.before, LAST_LABELS, is_last=True)
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
            if not (self.learning.learn(chains, chain, connects=self.is_near) or chains.due):
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
        if self.plans.has_choice or self.patience == math.inf or self.until <= now:
            return False
        if now - self.began < self.patience or len(self.track) < 2:
            return False
        then = self.began + FIRST_THIRD * (now - self.began)
        early = [(at, bound) for at, bound in self.track if at <= then]
        at, before = early[-1] if early else self.track[0]
        score = self.score * SCALE
        if score < TELLING * self.track[-1][1]:
            return False
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
            fresh = self.learning.learn(chains, chain, connects=self.is_near)
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
            if self._has_stalled(history) and (part.has_choice or self._try_all(part, chains)):
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
        if self.is_near and self.learning.separate(chains):
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
        if len(history) <= LOOK_BACK:
            return False
        gap = history[-1 - LOOK_BACK] - self.score * SCALE
        return history[-1 - LOOK_BACK] - history[-1] < WORTH_IT * gap

    def _finish(
        self, part: Part, chains: Chains, most: int = MOST_LABELS, *, is_last: bool = False
    ) -> bool:
        """Look at all trips of a part that may be better than the plan, if they are few.

        While they are not, unless nothing else is left to be done, look at those that come near
        the part's bound: a better plan is mostly among them, and leaves fewer to be looked at.
        """
        gap = part.bound - self.score * SCALE
        if gap > part.try_at or self.problem.all_caps or self.plan is None:
            return False
        part.try_at = int(TRY_AGAIN * gap)
        near = int(WINDOW * abs(self.score) * SCALE)
        if not is_last and gap > near:
            self._look(part, chains, part.bound - near, FEW_LABELS)
            gap = part.bound - self.score * SCALE
            if gap > EXACT_AT * abs(self.score) * SCALE:
                return False
        if not self._look(part, chains, (self.score + 1) * SCALE, most):
            part.try_at = int(TRY_ALL_AGAIN * gap)
            return self._is_worse(part.bound)
        part.bound = self.score * SCALE
        return True

    def _try_all(self, part: Part, chains: Chains) -> bool:
        """Look at all trips of a part once, where prices will not do it and no beds be parted."""
        if part.is_tried:
            return False
        part.is_tried, part.try_at = True, part.bound - self.score * SCALE
        return self._finish(part, chains, is_last=True)

    def _look(self, part: Part, chains: Chains, least: int, most: int) -> bool:
        """Look for a better plan among the trips that are worth so much under prices.

        Return whether none was left out.
        """
        assert self.plan is not None  # noqa: S101 (there is a plan to be better than)
        listed = list_tours(chains, part.price, least, most, self.until)
        if listed is None:
            return False
        if time.perf_counter() + TOUR_SECONDS * sum(map(len, listed)) > self.until:
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
            self.learning.know(self.chains, d, start, end, stops)
