"""Request and region to a solver problem: the numbers that the optimiser sees.

Locations are places, ticks are minutes of the service day, money is fen, scores are
hundredths of a point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import InfeasibleError
from xytour.network.travel import UNREACHABLE, Travel
from xytour.planner.aboard import meals_aboard
from xytour.planner.money import meal_fen
from xytour.planner.rewards import GRAIN, POINT, Reward, rewards_of
from xytour.planner.slack import stretched
from xytour.planner.variety import keep_apart
from xytour.solver import Bed, Day, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.request import TripRequest
    from xytour.planner.dates import Daytime
    from xytour.planner.options import BedOption, Option, OptionFinder
    from xytour.planner.trip import Trip
    from xytour.solver.problem import IntArray


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem and what its numbers stand for.

    Parameters
    ----------
    problem
        For the solver.
    options
        What each stop is.
    beds
        What each bed of each night is.
    places
        The place id of each location.
    group_of
        The group of each place that can be visited.
    rewards
        What each category is.
    """

    problem: Problem
    options: tuple[Option, ...]
    beds: tuple[tuple[BedOption, ...], ...]
    places: tuple[str, ...]
    group_of: dict[str, int]
    rewards: tuple[Reward, ...] = ()


def pose(trip: Trip, budget_fen: int | None) -> Posed:
    """Build the solver problem of a trip.

    Parameters
    ----------
    trip
        What there is to choose from.
    budget_fen
        What the solver may spend, or None.
    """
    request, style, days = trip.request, trip.style, trip.days
    options, beds, travel = trip.options, trip.beds, trip.travel
    places = _places(days, options, beds)
    at = {place_id: k for k, place_id in enumerate(places)}
    rows = np.array([travel.index[place_id] for place_id in places])
    keys = [_group_key(option) for option in options]
    groups = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    minutes, fares = travel.minutes[np.ix_(rows, rows)], travel.cost_fen[np.ix_(rows, rows)]
    minutes = stretched(minutes, request.robust)
    timed = trip.timetables
    rides = {} if timed is None else timed.put_into(places, minutes, fares)
    if not style.alike_in_a_row:
        for pair in keep_apart(trip.region, request, places, minutes):
            rides.pop(pair, None)
    rewards = rewards_of(trip.region, request, style, len(days), options)
    picnic = meal_fen(None, request.party, trip.region.region.tariffs)
    required = {groups[key] for key in (*request.must_visit, *_engagements(options))}
    problem = Problem(
        travel=minutes,
        travel_cost=fares,
        rides=rides,
        location=np.array([at[option.place_id] for option in options], dtype=np.int64),
        duration=np.array([option.minutes for option in options], dtype=np.int64),
        profit=_profits(options, rewards),
        cost=np.array([option.cost_fen for option in options], dtype=np.int64),
        group=np.array([groups[key] for key in keys], dtype=np.int64),
        windows=[option.windows for option in options],
        days=tuple(
            Day(
                start=None if day.starts_at is None else at[day.starts_at],
                end=None if day.ends_at is None else at[day.ends_at],
                earliest=day.earliest,
                latest=max(0, day.latest),
                breaks=day.breaks(request.meals, picnic),
                max_stops=style.visits_per_day,
            )
            for day in days
        ),
        beds=tuple(
            tuple(Bed(at[bed.place_id], bed.cost_fen, round(bed.profit * POINT)) for bed in night)
            for night in beds
        ),
        meal=np.array([option.meal for option in options], dtype=np.int64),
        counts=np.array([option.kind in {"visit", "activity"} for option in options], dtype=bool),
        budget=budget_fen,
        required=frozenset(required),
        travel_penalty=round(style.travel_points_per_hour * POINT / 60),
        bed_change_penalty=round(style.bed_change_points * POINT),
        one_bed=request.stay.one_base,
        categories=tuple(reward.category for reward in rewards),
    )
    aboard = {} if timed is None else meals_aboard(trip, problem)
    if aboard:
        left = (
            replace(day, breaks=aboard.get(d, day.breaks)) for d, day in enumerate(problem.days)
        )
        problem = replace(problem, days=tuple(left))
    return Posed(
        problem,
        tuple(options),
        tuple(tuple(night) for night in beds),
        tuple(places),
        groups,
        rewards,
    )


def _profits(options: Sequence[Option], rewards: Sequence[Reward]) -> IntArray:
    """Return what each option is worth of its own: what hangs on no theme."""
    worth = np.array([round(option.profit * POINT) for option in options], dtype=np.int64)
    for reward in rewards:
        if reward.kind == "themes":
            worth -= np.asarray(reward.category.weight, dtype=np.int64) * GRAIN
    return worth


def _places(
    days: Sequence[Daytime], options: Sequence[Option], beds: Sequence[Sequence[BedOption]]
) -> list[str]:
    ends = [end for day in days for end in (day.starts_at, day.ends_at) if end is not None]
    found = [*ends, *(option.place_id for option in options)]
    found += [bed.place_id for night in beds for bed in night]
    return list(dict.fromkeys(found))


def _group_key(option: Option) -> str:
    """Return what at most one option of may be in the trip: a place, or an engagement."""
    if option.appointment is None:
        return option.place_id
    return f"appointment {option.appointment.start.isoformat()} {option.appointment.title}"


def _engagements(options: Sequence[Option]) -> list[str]:
    return [_group_key(option) for option in options if option.appointment is not None]


def reachable(
    finder: OptionFinder, days: Sequence[Daytime], travel: Travel, options: Sequence[Option]
) -> list[Option]:
    """Return the options that can be reached from where the trip begins, dropping the rest."""
    start = travel.index[days[0].starts_at or ""]
    end = travel.index[days[-1].ends_at or ""]
    kept: list[Option] = []
    lost: list[Option] = []
    for option in options:
        k = travel.index[option.place_id]
        there = travel.minutes[start, k] < UNREACHABLE and travel.minutes[k, end] < UNREACHABLE
        (kept if there else lost).append(option)
    for place_id in dict.fromkeys(option.place_id for option in lost if option.kind != "meal"):
        finder.drop(place_id, "unreachable")
    return kept


def beds_of(finder: OptionFinder, days: Sequence[Daytime], travel: Travel) -> list[list[BedOption]]:
    """Return the beds of each night that the request allows and that can be reached.

    Raises
    ------
    InfeasibleError
        There is none on some night.
    """
    start = travel.index[days[0].starts_at or ""]
    nights = []
    for day in days[:-1]:
        allowed = finder.beds(day.date)
        beds = [
            bed
            for bed in allowed
            if travel.minutes[start, travel.index[bed.place_id]] < UNREACHABLE
        ]
        if allowed and not beds:
            raise _out_of_reach(finder.request, days[0].starts_at or "")
        if not beds:
            raise _no_bed(finder.request, day)
        nights.append(beds)
    return nights


def _out_of_reach(request: TripRequest, origin: str) -> InfeasibleError:
    wish = request.transport
    by = wish if isinstance(wish, str) else ", ".join(wish)
    msg = f"no bed that the request allows can be reached from {origin} by {by}"
    conflict = [f"arrive={origin}", f"transport={by}"]
    return InfeasibleError(msg, conflict=conflict, relax=["allow other transport"])


def _no_bed(request: TripRequest, day: Daytime) -> InfeasibleError:
    wish = request.stay
    conflict = [f"a night on {day.date}"]
    relax = []
    if wish.places:
        conflict.append(f"stay.places={', '.join(wish.places)}")
        relax.append("allow more places to stay")
    if wish.max_room_cny is not None:
        conflict.append(f"stay.max_room_cny={wish.max_room_cny:g}")
        relax.append("allow a dearer room")
    if request.party.wheelchairs:
        conflict.append("party.wheelchairs")
    if request.avoid or request.seen:
        conflict.append("avoid and seen")
        relax.append("avoid fewer places to stay")
    msg = f"no bed that the request allows can be had on the night of {day.date}"
    return InfeasibleError(msg, conflict=conflict, relax=relax)
