"""Parts of all trips by their beds, so small that each has good prices of its own.

Who changes beds has to pay, and within a cluster of beds hardly gains by it. So the trips from
one cluster to another show what all trips together do not, and most clusters are done with at
once (branch and bound; Land and Doig 1960, doi:10.2307/1910129).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.shared import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.solver.chains import Chains, Realm
    from xytour.solver.problem import IntArray

MOST_CLUSTERS, NEAR_MIN = 6, 20
"""Into how many clusters beds are put at most, and minutes there and back of those never apart."""


@dataclass(slots=True)
class Part:
    """A part of all trips: where they may go, the least bound known, its prices and tables."""

    realm: Realm
    bound: int
    price: IntArray
    before: Chains
    try_at: int
    shares: dict[tuple[int, int], float] = field(default_factory=dict)
    is_tried: bool = False

    @property
    def has_choice(self) -> bool:
        """Whether there are several beds on a night."""
        return any(len(self.realm.ends[night]) > 1 for night in self.before.plans.nights)


def split(part: Part, score: int) -> list[Part]:
    """Return the parts of a part that may have trips better than a score.

    Where there are none its bound becomes that score; if it cannot be parted there are none
    either, and its bound stays.
    """
    _, realm, worth = part.before.reach(part.price, (score + 1) * SCALE)
    if not all(realm.ends[night] for night in part.before.plans.nights):
        part.bound = score * SCALE
        return []
    parts = _by_clusters(part, realm, score)
    return _by_night(part, realm, worth) if parts is None else parts


def _by_clusters(part: Part, realm: Realm, score: int) -> list[Part] | None:
    """Part the beds before and after a day by where they are, None if they are all together."""
    chains = part.before
    choices = [
        (len(firsts) * len(lasts), d, firsts, lasts)
        for d, is_middle in enumerate(chains.is_middle)
        if is_middle and chains.change
        for firsts, lasts in [_clusters(chains, realm.ends[d - 1], realm.ends[d])]
    ]
    if not choices or max(choices)[0] == 1:
        return None
    _, d, firsts, lasts = max(choices)
    worth = chains.between(d, firsts, lasts)
    parts = []
    for j, k in zip(*np.nonzero(worth >= (score + 1) * SCALE), strict=True):
        bound = min(part.bound, int(worth[j, k]))
        parts.append(_part(part, realm, {d - 1: firsts[j], d: lasts[k]}, bound))
    if not parts:
        part.bound = min(part.bound, score * SCALE)
    return parts


def _by_night(part: Part, realm: Realm, worth: dict[tuple[int, int], int]) -> list[Part]:
    """Part the beds of the night that the best prices see spent in the most distant ones."""
    chains = part.before

    def distance(night: int, one: int, other: int) -> float:
        """Return how much is spent in the rarer of two beds, times the way between them."""
        rarer = min(part.shares.get((night, one), 0.0), part.shares.get((night, other), 0.0))
        return (rarer + 1e-3) * (1 + _apart(chains, one, other))

    options = [
        (distance(night, one, other), night, one, other)
        for night in chains.plans.nights
        for k, one in enumerate(realm.ends[night])
        for other in realm.ends[night][:k]
    ]
    if not options:
        return []
    _, night, one, other = max(options)
    near = [
        spot
        for spot in realm.ends[night]
        if _apart(chains, spot, one) <= _apart(chains, spot, other) and spot != other
    ]
    far = [spot for spot in realm.ends[night] if spot not in near]
    return [
        _part(part, realm, {night: some}, min(part.bound, max(worth[night, k] for k in some)))
        for some in (near, far)
    ]


def _part(part: Part, realm: Realm, beds: dict[int, list[int]], bound: int) -> Part:
    ends = {night: realm.ends[night] for night in part.before.plans.nights}
    small = realm.part({**ends, **beds}, realm.stops)
    return Part(small, bound, part.price, part.before, part.try_at)


def _clusters(
    chains: Chains, firsts: Sequence[int], lasts: Sequence[int]
) -> tuple[list[list[int]], list[list[int]]]:
    """Return the beds of two nights as clusters of those near each other."""
    spots = sorted({*firsts, *lasts})
    centres = spots[:1]
    while len(centres) < MOST_CLUSTERS:
        away, far = max(
            (min(_apart(chains, spot, centre) for centre in centres), spot) for spot in spots
        )
        if away <= NEAR_MIN:
            break
        centres.append(far)
    of = {}
    for spot in spots:
        _, of[spot] = min((_apart(chains, spot, centre), centre) for centre in centres)

    def grouped(some: Sequence[int]) -> list[list[int]]:
        groups = [[spot for spot in some if of[spot] == centre] for centre in centres]
        return [group for group in groups if group]

    return grouped(firsts), grouped(lasts)


def _apart(chains: Chains, one: int, other: int) -> int:
    """Return how far two places are from each other, minutes there and back."""
    travel = chains.problem.travel
    return int(travel[one, other]) + int(travel[other, one]) if one != other else 0
