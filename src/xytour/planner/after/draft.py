"""A posed problem open to changes: many are made, then it is built once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.network.travel import UNREACHABLE
from xytour.planner.caps import BUDGET
from xytour.planner.rewards import POINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.solver import Bed, Cap, Category, Day

Windows = list[tuple[int, int]]


class Draft:
    """The numbers of a posed problem, to be changed and built again.

    Parameters
    ----------
    posed
        What is changed; it stays as it is.
    """

    def __init__(self, posed: Posed) -> None:
        problem = posed.problem
        self.posed = posed
        self.options: list[Option] = list(posed.options)
        self.windows: list[list[Windows]] = [
            [list(windows) for windows in row] for row in problem.windows
        ]
        self.days: list[Day] = list(problem.days)
        self.beds: list[tuple[Bed, ...]] = list(problem.beds)
        self.bed_options = list(posed.beds)
        self.required = set(problem.required)
        self.spendable = posed.spendable
        self.caps: list[Cap] = list(problem.caps)
        self.categories: list[Category] = list(problem.categories)
        self.places = list(posed.places)
        self.travel, self.fares = problem.travel, problem.travel_cost
        self.rides, self.far = problem.rides, problem.far
        self.location = problem.location.copy()
        self.group = problem.group.copy()
        self.meal = problem.meal.copy()
        self.counts = problem.counts.copy()
        self.duration = problem.duration.copy()
        self.profit = problem.profit.copy()
        self.cost = problem.cost.copy()

    def group_of(self, place_id: str) -> int | None:
        """Return the group of a place, None if it cannot be visited."""
        return self.posed.group_of.get(place_id)

    def stops_of(self, place_id: str) -> list[int]:
        """Return the ways to visit a place."""
        group = self.group_of(place_id)
        return [] if group is None else [int(s) for s in np.flatnonzero(self.group == group)]

    def require(self, place_id: str) -> None:
        """Make a place part of every plan."""
        group = self.group_of(place_id)
        if group is not None:
            self.required.add(group)

    def forbid(self, stops: Iterable[int]) -> None:
        """Leave some stops out on all days."""
        for stop in stops:
            self.windows[stop] = [[] for _ in self.days]

    def only_on(self, stops: Iterable[int], day: int, at: int | None = None) -> None:
        """Leave some stops out on all days but one, and there at all times but one."""
        for stop in stops:
            row = self.windows[stop]
            kept = row[day]
            if at is not None:
                kept = [(at, at)] if any(low <= at <= high for low, high in kept) else []
            self.windows[stop] = [kept if d == day else [] for d in range(len(row))]

    def close(self, stop: int, day: int, since: int, until: int) -> None:
        """Let no visit overlap a span of a day, minutes after midnight."""
        if since >= until:
            return
        length = int(self.duration[stop, day])
        found: Windows = []
        for low, high in self.windows[stop][day]:
            found += [(low, min(high, since - length)), (max(low, until), high)]
        self.windows[stop][day] = sorted({span for span in found if span[0] <= span[1]})

    def add(self, like: int, option: Option, windows: Sequence[Windows], points: float) -> int:
        """Add a stop that is like another one but for length, windows and worth; return it.

        Parameters
        ----------
        like
            The stop whose place, group, cost and categories it has.
        option
            What it is.
        windows
            Start windows of each day.
        points
            What it is worth more than the other one, on every day.
        """
        for name in ("location", "group", "meal", "counts"):
            values = getattr(self, name)
            setattr(self, name, np.append(values, values[like]))
        longer = option.minutes - self.options[like].minutes
        self.duration = np.vstack([self.duration, self.duration[like] + longer])
        self.profit = np.vstack([self.profit, self.profit[like] + round(points * POINT)])
        self.cost = np.vstack([self.cost, self.cost[like]])
        self.categories = [
            replace(category, weight=[*category.weight, category.weight[like]])
            for category in self.categories
        ]
        self.caps = [
            replace(cap, stops=[*cap.stops, cap.stops[like]]) if cap.stops else cap
            for cap in self.caps
        ]
        self.options.append(option)
        self.windows.append([list(row) for row in windows])
        return len(self.options) - 1

    def add_location(self, like: int, closed: NDArray[np.bool_]) -> int:
        """Add a location that is like another one but for ways from it; return it.

        Parameters
        ----------
        like
            The location whose place and whose other ways it has.
        closed
            (locations,) where nobody goes from it.
        """
        n = len(self.travel)
        rows = [*range(n), like]
        self.travel, self.fares = (x[np.ix_(rows, rows)] for x in (self.travel, self.fares))
        self.travel[n, :n][closed] = UNREACHABLE
        self.rides = {
            **self.rides,
            **{
                (n, to): ride
                for (at, to), ride in self.rides.items()
                if at == like and not closed[to]
            },
            **{(at, n): ride for (at, to), ride in self.rides.items() if to == like},
        }
        self.far = self.far[rows]
        self.places.append(self.places[like])
        return n

    def drop_days(self, count: int) -> None:
        """Leave out the first days, which are past, and the nights after them."""
        self.days, self.beds = self.days[count:], self.beds[count:]
        self.bed_options = self.bed_options[count:]
        self.caps = [replace(cap, beds=cap.beds[count:]) for cap in self.caps]
        self.windows = [row[count:] for row in self.windows]
        self.options = [
            replace(
                option,
                windows=option.windows[count:],
                cost_fen=option.cost_fen[count:],
                queue_min=option.queue_min[count:],
            )
            for option in self.options
        ]
        for name in ("duration", "profit", "cost"):
            setattr(self, name, getattr(self, name)[:, count:])

    def bed_index(self, night: int, place_id: str | None) -> int | None:
        """Return which bed of a night stands at a place, None if none does."""
        names = [option.place_id for option in self.bed_options[night]]
        return names.index(place_id) if place_id in names else None

    def keep_beds(self, night: int, kept: Sequence[int]) -> None:
        """Leave out all beds of a night but some."""
        self.beds[night] = tuple(self.beds[night][k] for k in kept)
        self.bed_options[night] = tuple(self.bed_options[night][k] for k in kept)
        for c, cap in enumerate(self.caps):
            if cap.beds:
                rows = list(cap.beds)
                rows[night] = [rows[night][k] for k in kept]
                self.caps[c] = replace(cap, beds=rows)

    def hold_back(self, money: Mapping[str, int]) -> None:
        """Let less be spent, fen by kind; what is told of a kind without a cap is passed over."""
        for kind in self.spendable:
            self.spendable[kind] = max(0, self.spendable[kind] - money.get(kind, 0))

    def build(self) -> Posed:
        """Return the changed problem."""
        problem = replace(
            self.posed.problem,
            travel=self.travel,
            travel_cost=self.fares,
            rides=self.rides,
            far=self.far,
            windows=self.windows,
            days=tuple(self.days),
            beds=tuple(self.beds),
            required=frozenset(self.required),
            budget=self.spendable.get(BUDGET),
            caps=tuple(
                replace(cap, most=self.spendable[kind])
                for kind, cap in zip(self.posed.cap_kinds, self.caps, strict=True)
            ),
            categories=tuple(self.categories),
            location=self.location,
            group=self.group,
            meal=self.meal,
            counts=self.counts,
            duration=self.duration,
            profit=self.profit,
            cost=self.cost,
        )
        # Rewards stand first among the categories, in their order.
        rewards = zip(self.posed.rewards, self.categories, strict=False)
        return replace(
            self.posed,
            problem=problem,
            places=tuple(self.places),
            rewards=tuple(replace(reward, category=category) for reward, category in rewards),
            options=tuple(self.options),
            beds=tuple(self.bed_options),
        )
