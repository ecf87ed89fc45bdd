"""What a trip earns as a whole: themes that pall, links of the chain, stories followed.

Each is a category of the solver's problem with rates that fall, so that the bound covers it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xytour.model.place import Gateway, Visitable
from xytour.scoring.chain import links_of
from xytour.scoring.profits import PERFECT, theme_points
from xytour.solver import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.region import Region
    from xytour.model.request import Style, TripRequest
    from xytour.planner.options import Option
    from xytour.planner.trip import Trip
    from xytour.solver.problem import IntArray

POINT = 100
"""Solver score of one point."""

GRAIN = 50
"""Solver score of one unit of a theme: half a point, so that totals stay small."""

PALLS = (1.0, 0.5, 0.2)
"""What a point of a theme is worth while there is not enough of it, after that, and after
twice that: the steps of a falling curve."""

Kind = Literal["themes", "chain", "stories", "travel"]


@dataclass(frozen=True, slots=True)
class Reward:
    """A category of the problem and what it stands for.

    Parameters
    ----------
    kind
        Under which part of the score it is shown.
    name
        The theme, the link of the chain or the story.
    category
        For the solver.
    """

    kind: Kind
    name: str
    category: Category


def rewards_of(
    region: Region, request: TripRequest, style: Style, n_days: int, options: Sequence[Option]
) -> tuple[Reward, ...]:
    """Return what the stops of a trip earn together.

    Parameters
    ----------
    region, request, style
        Of the trip.
    n_days
        Its length, days.
    options
        What can be done; a reward weighs each.

    Notes
    -----
    A theme's total is the part of the visits' worth that hangs on it, in half points. It
    counts in full up to ``theme_visits_per_day`` perfect visits a day, by half up to twice
    that, by a fifth beyond. The first visit with a link of the chain that most trips lack
    earns ``chain_points``, each chapter of a story that is followed ``story_points``.
    """
    return (
        *_themes(region, request, style, n_days, options),
        *_links(region, style, options),
        *_stories(region, request, style, options),
    )


def setting_out(
    trip: Trip, options: Sequence[Option], location: IntArray, minutes: IntArray
) -> tuple[Reward, ...]:
    """Return what gives back the price of the least way there and back on a day from afar.

    Who asks for a day in the region from a city outside means to go: without this a style
    that hates travel would stay at home, where nothing costs points.

    Parameters
    ----------
    trip
        What there is to choose from.
    options
        What can be done; the first thing done earns it.
    location
        (options,) where.
    minutes
        (locations, locations) travel; the trip's start is the first location.
    """
    day, away = trip.days[0], [int(option.kind != "appointment") for option in options]
    start = trip.region.find_place(day.starts_at or "")
    if len(trip.days) > 1 or not isinstance(start, Gateway) or not start.outside or not options:
        return ()
    end = 0 if day.ends_at == day.starts_at else 1
    least = int(minutes[0, location].min() + minutes[location, end].min())
    points = round(trip.style.travel_points_per_hour * POINT / 60) * least
    return (Reward("travel", "setting out", Category(away, rates=((0, points), (1, 0)))),)


def _themes(
    region: Region, request: TripRequest, style: Style, n_days: int, options: Sequence[Option]
) -> list[Reward]:
    weights: dict[str, list[int]] = defaultdict(lambda: [0] * len(options))
    for k, option in enumerate(options):
        if option.kind not in {"visit", "activity"}:
            continue
        place = region.by_id[option.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (options are made of these)
        for theme, points in theme_points(place, option.profit, request.interests, style).items():
            if units := int(points * POINT / GRAIN):
                weights[theme][k] = units
    enough = round(style.theme_visits_per_day * PERFECT * POINT / GRAIN * n_days)
    rates = tuple((step * enough, round(GRAIN * share)) for step, share in enumerate(PALLS))
    return [
        Reward("themes", theme, Category(weights[theme], rates=rates)) for theme in sorted(weights)
    ]


def _links(region: Region, style: Style, options: Sequence[Option]) -> list[Reward]:
    points = round(style.chain_points * POINT)
    found = []
    for link in ("shopping", "entertainment"):
        weight = [int(link in _links_of(region, option)) for option in options]
        if points and any(weight):
            found.append(Reward("chain", link, Category(weight, rates=((0, points), (1, 0)))))
    return found


def _links_of(region: Region, option: Option) -> frozenset[str]:
    if option.kind not in {"visit", "activity"}:
        return frozenset()
    place = region.by_id[option.place_id]
    assert isinstance(place, Visitable)  # noqa: S101 (options are made of these)
    return links_of(place, option.activity)


def _stories(
    region: Region, request: TripRequest, style: Style, options: Sequence[Option]
) -> list[Reward]:
    points = round(style.story_points * POINT)
    found = []
    for story_id in request.stories:
        chapters = region.story_by_id[story_id].chapters
        told = [
            int(option.place_id in chapters and option.kind in {"visit", "activity"})
            for option in options
        ]
        found.append(Reward("stories", story_id, Category(told, rates=((0, points),))))
    return found
