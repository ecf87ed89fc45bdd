"""Prices to begin with: what a stop is worth beyond the time that it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from xytour.solver.shared import SCALE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.chains import Chains, Realm
    from xytour.solver.plans import Plan
    from xytour.solver.problem import IntArray

PACE, STEP, SCAN_SHARE = 3.0, 1.4, 0.2
"""What a minute may be worth at first, in those of an average minute of the plan; by how much
more or less is tried; and the most share of the time to find out what is best."""

MUCH = 0.7
"""A focus on more than such a share of all stops is none."""

LOST = 4.0
"""By what share of its profits a plan's score must fall short to tell nothing of its minutes."""


def first_prices(chains: Chains, plan: Plan, seconds: float) -> IntArray | None:
    """Return the best of a few simple prices, None if the time will not do for any.

    Parameters
    ----------
    chains
        What is to be priced.
    plan
        The best plan known.
    seconds
        Time for all prices that are still to come.
    """
    began = time.perf_counter()
    problem, days, n_days = chains.problem, chains.problem.days, chains.n_days
    gained = sum(int(problem.profit[list(tour), d].sum()) for d, tour in enumerate(plan.tours))
    # Of a plan that its ways eat up, what its stops are worth tells more than the score.
    minute = max(plan.score, gained / LOST) / max(1, sum(day.latest - day.earliest for day in days))
    rates = chains.shared.rates([stop for tour in plan.tours for stop in tour])
    gains = [_gains(chains, d, rates) for d in range(n_days)]
    # One day stands for all of them: it is the sum of prices and days that counts.
    d = max(range(n_days), key=lambda k: days[k].latest - days[k].earliest)
    totals: dict[int, IntArray] = {}
    for step in (STEP, 1 / STEP):
        pace = PACE if not totals else PACE * step
        while True:
            price = chains.sound(chains.shared.first(_surplus(chains, gains, pace * minute), rates))
            total = chains.day_total(d, price)
            taken = time.perf_counter() - began
            if taken * n_days > seconds * (len(totals) + 1):
                return None  # a day takes too long for all of them to be looked at once
            is_better = total < min(totals, default=total + 1)
            totals[total] = price
            if taken > SCAN_SHARE * seconds:
                return totals[min(totals)]
            if not is_better:
                break
            pace *= step
        if len(totals) > 2:
            break  # more is better, so less is worse
    return totals[min(totals)]


def focused(chains: Chains, plan: Plan, most: int) -> Realm | None:
    """Return the stops of each day that promise most for their time, None if that is nearly all.

    Parameters
    ----------
    chains
        Of all stops.
    plan
        The best plan known; its own stops are among them.
    most
        How many groups of a day, about.
    """
    problem = chains.problem
    own = [stop for tour in plan.tours for stop in tour]
    rates = chains.shared.rates(own)
    kept = []
    for d, table in enumerate(chains.tables):
        gain, taken = _gains(chains, d, rates)
        group = problem.group[table.stops]
        order = np.argsort(-gain / np.maximum(taken, 1), kind="stable")
        _, first = np.unique(group[order], return_index=True)
        best = group[order][np.sort(first)[:most]]
        kept.append(table.stops[np.isin(group, best) | np.isin(table.stops, own)])
    nodes = sum(len(set(problem.group[stops].tolist())) for stops in kept)
    if nodes > MUCH * sum(len(table.groups) for table in chains.tables):
        return None
    return chains.realm.part({}, kept)


def _gains(
    chains: Chains, d: int, rates: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each stop of a day adds and how long it takes, with a usual ride to it."""
    problem, stops = chains.problem, chains.tables[d].stops
    places, at = np.unique(problem.location[stops], return_inverse=True)
    ride = _near(problem.travel[np.ix_(places, places)])[at.reshape(-1)]
    gain = problem.profit[stops, d] + rates @ problem.weights[:, stops]
    gain = gain - problem.travel_penalty * ride
    return gain, problem.duration[stops, d] + ride


def _surplus(
    chains: Chains,
    gains: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
    minute: float,
) -> NDArray[np.float64]:
    """Return what each group is worth beyond the time that it takes."""
    surplus = np.zeros(chains.shared.n_groups)
    for table, (gain, taken) in zip(chains.tables, gains, strict=True):
        worth = (gain - minute * taken) * SCALE
        np.maximum.at(surplus, chains.shared.group_of[table.stops], worth)
    return surplus


def _near(travel: IntArray) -> NDArray[np.float64]:
    """Return the mean way to the two nearest other places."""
    if not len(travel):
        return np.zeros(0)
    apart = np.where(travel > 0, travel, travel.max())
    nearest: NDArray[np.float64] = np.partition(apart, min(1, len(apart) - 1), axis=1)
    mean: NDArray[np.float64] = nearest[:, :2].mean(axis=1)
    return mean
