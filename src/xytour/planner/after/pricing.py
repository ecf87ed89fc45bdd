"""A price on change: what a new plan keeps of an earlier one is worth points to the optimiser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.model.itinerary import ActivityItem, Meal, Visit
from xytour.planner.after.recalling import find_stop
from xytour.planner.rewards import POINT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xytour.model.itinerary import Day, Item
    from xytour.model.revision import ChangePrices
    from xytour.planner.after.course import Course
    from xytour.planner.after.draft import Draft
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip
    from xytour.solver import Solution


@dataclass(frozen=True)
class Bonus:
    """What is paid, in solver points, for each stop on a day and each bed of a night.

    Parameters
    ----------
    total
        All that can be kept together.
    stops, beds
        By (stop, day) and (night, bed).
    copy_of
        For stops that stand for another one at its booked time, the other one.
    """

    total: int
    stops: dict[tuple[int, int], int]
    beds: dict[tuple[int, int], int]
    copy_of: dict[int, int]

    def kept(self, solution: Solution) -> tuple[dict[int, int], int]:
        """Return what a solution earns of it: by stop, and for beds."""
        tours = enumerate(solution.tours)
        stops = {s: self.stops[s, d] for d, tour in tours for s in tour if (s, d) in self.stops}
        beds = sum(self.beds.get(night_bed, 0) for night_bed in enumerate(solution.beds))
        return stops, beds


NO_BONUS = Bonus(0, {}, {}, {})


def is_booked(item: Item, booked: Collection[str] | None) -> bool:
    """Whether a visit is taken to be booked: it is named, or (None) it has to be booked."""
    if not isinstance(item, Visit | ActivityItem):
        return booked is not None and isinstance(item, Meal) and item.place_id in booked
    if booked is not None:
        return item.place_id in booked
    return bool(item.booking_required)


def price_changes(
    trip: Trip,
    draft: Draft,
    days: Sequence[Day],
    course: Course,
    prices: ChangePrices,
    booked: Collection[str] | None,
) -> Bonus:
    """Pay, in a draft, for keeping what some days hold; what cannot be kept is not counted.

    Parameters
    ----------
    trip, draft
        The problem of those days.
    days
        The earlier plan.
    course
        The same, as stops and beds of the draft.
    prices, booked
        What a change must be worth, and what is booked; see :func:`is_booked`.
    """
    total = 0
    stops: dict[tuple[int, int], int] = {}
    copy_of: dict[int, int] = {}
    posed: Posed = draft.posed
    for d, day in enumerate(days):
        for item in day.items:
            stop = find_stop(trip, posed, item, d + posed.problem.n_days - len(draft.days))
            if stop is None:
                continue
            alike = np.flatnonzero(draft.group == draft.group[stop]).tolist()
            kept = [s for s in alike if draft.windows[s][d]]
            if is_booked(item, booked):
                points = round(prices.booked * POINT)
                kept = _pinned(trip, draft, stop, d, item)
                copy_of.update(dict.fromkeys(kept, stop))
            else:
                points = round(prices.visit * POINT)
            if not kept or not points:
                continue
            total += points if stop in kept or kept[0] in copy_of else points // 2
            for s in kept:
                same = s == stop or s in copy_of
                stops[s, d] = points if same else points // 2
                draft.profit[s, d] += stops[s, d]
    beds = _price_beds(draft, course, round(prices.bed * POINT))
    return Bonus(total + sum(beds.values()), stops, beds, copy_of)


def _pinned(trip: Trip, draft: Draft, stop: int, d: int, item: Item) -> list[int]:
    """Add a stop that stands for another one at its booked time, if it can be had then."""
    minute = round(
        (
            item.start.replace(tzinfo=None) - trip.days[d].at(0, trip.zone).replace(tzinfo=None)
        ).total_seconds()
        / 60
    )
    if not any(low <= minute <= high for low, high in draft.windows[stop][d]):
        return []
    windows = [[(minute, minute)] if day == d else [] for day in range(len(draft.days))]
    copy = draft.add(stop, draft.options[stop], windows, 0.0)
    draft.duration[copy] = draft.duration[stop]
    return [copy]


def _price_beds(draft: Draft, course: Course, points: int) -> dict[tuple[int, int], int]:
    paid: dict[tuple[int, int], int] = {}
    if not points:
        return paid
    for night, name in enumerate(course.nights):
        at = draft.bed_index(night, name)
        if at is None or draft.days[night].end is not None:
            continue
        paid[night, at] = points
        beds = draft.beds[night]
        dearer = replace(beds[at], profit=beds[at].profit + points)
        draft.beds[night] = (*beds[:at], dearer, *beds[at + 1 :])
    return paid
