"""Interests, quality and style to profits: what a visit is worth, in points.

A perfect place that fits the interests wholly is worth 100 points for its usual stay.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.place import Activity, Shop, Sight, Stay, Theme, Visitable
    from xytour.model.request import Style

PERFECT = 100.0
"""Points of a place of quality 1 that fits wholly, for its usual stay."""

NO_PREFERENCE = 0.5
"""Interest in every theme of a traveller who names none."""

STAY_SHARE = 0.1
"""Worth of a night's surroundings against a sight's."""


def match(themes: Mapping[Theme, float], interests: Mapping[Theme, float]) -> float:
    """Return how well a place fits the interests, 0 to 1.

    Parameters
    ----------
    themes
        What the place is about, weights 0 to 1.
    interests
        What the traveller likes, weights 0 to 1; empty means all alike.

    Returns
    -------
    float
        1 - product over themes of (1 - interest * weight): a second fitting theme adds
        to the first, and never more than is missing ("noisy or", Pearl 1988, Probabilistic
        Reasoning in Intelligent Systems, section 4.3).

    Examples
    --------
    >>> match({"tea": 1.0, "nature": 0.5}, {"tea": 0.8})
    0.8
    >>> match({"tea": 0.5, "nature": 0.5}, {"tea": 1.0, "nature": 1.0})
    0.75
    """
    missed = 1.0
    for theme, weight in themes.items():
        interest = interests.get(theme, 0.0) if interests else NO_PREFERENCE
        missed *= 1.0 - interest * weight
    return round(1.0 - missed, 9)


def base_worth(place: Visitable, interests: Mapping[Theme, float], style: Style) -> float:
    """Return the worth of a place for its usual stay, 0 to 100 points.

    100 * quality * (1 - s + s * match), where s is the style's ``interest_share``.
    """
    share = style.interest_share
    fit = 1.0 - share + share * match(place.themes, interests)
    return PERFECT * place.quality.value * fit


def visit_profit(
    place: Sight | Shop,
    minutes: int,
    interests: Mapping[Theme, float],
    style: Style,
    activity: Activity | None = None,
) -> float:
    """Return what a visit of a given length is worth, points.

    Parameters
    ----------
    place
        What is visited.
    minutes
        How long, minutes.
    interests, style
        Of the traveller.
    activity
        What is done there, if anything.

    Notes
    -----
    ``base_worth`` * (minutes / typical) ** linger, concave in time; times
    1 + ``hands_on_bonus`` for doing something with one's own hands.
    """
    worth = base_worth(place, interests, style)
    worth *= math.pow(minutes / place.visit_minutes.typical, style.linger)
    if activity is not None and activity.hands_on:
        worth *= 1.0 + style.hands_on_bonus
    return worth


def theme_points(
    place: Visitable, points: float, interests: Mapping[Theme, float], style: Style
) -> dict[Theme, float]:
    """Return how much of a visit's worth hangs on each theme that the traveller likes, points.

    Parameters
    ----------
    place
        What is visited.
    points
        What the visit is worth.
    interests, style
        Of the traveller.

    Notes
    -----
    The share s * match / (1 - s + s * match) of the worth, where s is ``interest_share``,
    split over the themes by interest times weight. The rest is the place's quality alone.
    """
    likes = {
        theme: weight * (interests.get(theme, 0.0) if interests else NO_PREFERENCE)
        for theme, weight in place.themes.items()
    }
    total = sum(likes.values())
    if not total:
        return {}
    fit = style.interest_share * match(place.themes, interests)
    share = fit / (1.0 - style.interest_share + fit)
    return {theme: points * share * like / total for theme, like in likes.items() if like}


def table_profit(place: Visitable, interests: Mapping[Theme, float], style: Style) -> float:
    """Return what a meal at a table is worth over a picnic, points."""
    return style.table_bonus * base_worth(place, interests, style)


def stay_profit(place: Stay, interests: Mapping[Theme, float], style: Style) -> float:
    """Return what the surroundings of a bed are worth for a night, points."""
    return STAY_SHARE * base_worth(place, interests, style)


def mean_points(points: Sequence[float]) -> float:
    """Return what something is worth to a party: the mean of what it is worth to each, points."""
    return round(sum(points) / len(points), 2)
