"""The tours of each day in chains of days that are worth enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from xytour.solver.chains import NEVER
from xytour.solver.grid import MOST_VALUE
from xytour.solver.listing import Lister

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.solver.chains import Chains
    from xytour.solver.problem import IntArray

Listed: TypeAlias = tuple[int, int, int, tuple[int, ...]]
"""A tour: what it is worth alone under prices, its start, its end and its stops."""


def list_tours(
    chains: Chains, price: IntArray, least: int, most: int, deadline: float
) -> list[list[Listed]] | None:
    """Return the tours of each day in chains worth a number or more under prices.

    Return None if there are too many.

    Parameters
    ----------
    chains
        Where the tours may go.
    price
        Of what days share.
    least
        What chains are worth at least.
    most
        Labels that may be made for a day.
    deadline
        Time of `time.perf_counter` to be done by.
    """
    chains.round(price)
    least -= chains.shared.total(price)
    behind = dict.fromkeys(chains.starts[0], 0)
    listed: list[list[Listed]] = []
    for d in range(chains.n_days):
        found = _list(
            chains,
            d,
            chains.shared.prize(d, chains.tables[d].stops, price),
            behind,
            least,
            (most, deadline),
        )
        if found is None:
            return None
        listed.append(found)
        up_to: dict[int, int] = {}
        for alone, start, end, _ in found:
            up_to[end] = max(up_to.get(end, NEVER), behind[start] + alone)
        if d + 1 < chains.n_days and d not in chains.plans.nights:
            up_to = dict.fromkeys(chains.starts[d + 1], max(up_to.values(), default=NEVER))
        behind = up_to
    return listed


def _list(
    chains: Chains,
    d: int,
    prize: IntArray,
    behind: Mapping[int, int],
    least: int,
    limits: tuple[int, float],
) -> list[Listed] | None:
    """Return the tours of a day in chains that are worth enough, None if too many."""
    table, ahead, starts = chains.tables[d], chains.ahead[d], chains.starts[d]
    end_of = table.end_of
    before = np.array([behind.get(start, NEVER) for start in starts])
    is_split = chains.is_split(d)
    chosen = [[k] for k in range(len(starts))] if is_split else [list(range(len(starts)))]
    after = (ahead - chains.worth[d][end_of]).tolist()
    worth = chains.worth[d].tolist()
    listed: list[Listed] = []
    for some in chosen:
        here = np.full(len(starts), NEVER)
        here[some] = before[some]
        paid = chains.paid(d, starts[some[0]], ahead) if is_split else ahead
        top, low = int(paid.max()), int(here.max())
        if min(top, low) <= NEVER // 2:
            continue
        chains.fill(d, prize, np.maximum(paid - top, -MOST_VALUE))
        begun = np.maximum(here - low, NEVER)
        lister = Lister(chains.problem, d, table, *limits)
        found = lister.tours(begun, least - top - low)
        if found is None:
            return None
        ends = table.filled["end_value"].tolist()
        for total, s, row, stops in found:
            start, end = starts[s], chains.ends[d][end_of[row]]
            alone = total - int(begun[s]) - ends[row] + worth[end_of[row]]
            if chains.is_middle[d] and start != end:
                alone -= chains.change
            if behind[start] + alone + after[row] >= least:
                listed.append((alone, start, end, stops))
    return listed
