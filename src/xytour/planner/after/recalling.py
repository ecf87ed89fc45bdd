"""An itinerary to the solver's plan: which stop each visit is, which bed each night."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from xytour.model.itinerary import ActivityItem, AppointmentItem, Meal, StayItem, Visit
from xytour.planner.after.course import Course
from xytour.planner.dates import MEALS, local_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xytour.model.itinerary import Day, Item
    from xytour.planner.options import Option
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip


def recall(trip: Trip, posed: Posed, days: Sequence[Day]) -> Course:
    """Return the stops and beds of some days of an itinerary.

    Parameters
    ----------
    trip, posed
        What the days are a plan of, day by day.
    days
        Of the itinerary. Visits of which the problem knows no way are left out.
    """
    problem = posed.problem
    tours = [
        tuple(stop for item in day.items if (stop := find_stop(trip, posed, item, d)) is not None)
        for d, day in enumerate(days[: problem.n_days])
    ]
    tours += [()] * (problem.n_days - len(tours))
    beds: list[int] = []
    told: list[str | None] = []
    name = None
    for night in range(len(problem.beds)):
        # Beyond the nights that are told, the party stays where it was.
        name = _night_at(days[night]) if night < len(days) and _night_at(days[night]) else name
        names = [bed.place_id for bed in posed.beds[night]]
        beds.append(names.index(name) if name in names else 0)
        told.append(name)
    return Course(tuple(tours), tuple(beds), tuple(told))


def forgotten(
    trip: Trip, posed: Posed, days: Sequence[Day]
) -> Iterator[Visit | ActivityItem | Meal]:
    """Yield visits and tables of some days that are none of the problem any more.

    What leads to them may have been closed since.
    """
    for d, day in enumerate(days[: posed.problem.n_days]):
        for item in day.items:
            if is_chosen(item) and find_stop(trip, posed, item, d) is None:
                yield item


def is_chosen(item: Item) -> TypeGuard[Visit | ActivityItem | Meal]:
    """Whether an item is a visit or a table that the optimiser has chosen."""
    if isinstance(item, Meal):
        return item.place_id is not None and item.meal in MEALS
    return isinstance(item, Visit | ActivityItem)


def find_stop(trip: Trip, posed: Posed, item: Item, day: int) -> int | None:
    """Return the stop that an item is, None if it is none: the one nearest in length."""
    best: tuple[int, int] | None = None
    if not isinstance(item, Visit | ActivityItem | AppointmentItem | Meal):
        return None
    begin = local_time(item.start, trip.zone)
    minute = begin.hour * 60 + begin.minute
    for stop, option in enumerate(posed.options):
        if option.place_id != item.place_id or not _is_kind(option, item):
            continue
        off = abs(option.minutes + option.queue_min[day] - item.minutes)
        windows = posed.problem.windows_on(stop, day).tolist()
        is_open = any(low <= minute <= high for low, high in windows)
        rank = 2 * off + (not is_open)
        if best is None or rank < best[0]:
            best = rank, stop
    return None if best is None else best[1]


def _is_kind(option: Option, item: Item) -> bool:
    if isinstance(item, Meal):
        return option.kind == "meal" and option.meal == MEALS.get(item.meal)
    if isinstance(item, AppointmentItem):
        wish = option.appointment
        return wish is not None and wish.title == item.name and wish.minutes == item.minutes
    activity = option.activity.id if option.activity else None
    wanted = item.activity_id if isinstance(item, ActivityItem) else None
    return option.kind in {"visit", "activity"} and activity == wanted


def _night_at(day: Day) -> str | None:
    """Return where the night after a day is spent."""
    return next((item.place_id for item in day.items if isinstance(item, StayItem)), None)
