"""How a plan came from another one: what happened, what changed, what it cost."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from xytour.model.base import Model, Slug
from xytour.model.happening import Hold

ChangeKind: TypeAlias = Literal[
    "added",
    "dropped",
    "moved",
    "retimed",
    "longer",
    "shorter",
    "bed",
    "cut-short",
    "meal-missed",
    "meal-late",
    "late-back",
]

Points = Annotated[float, Field(ge=0, le=1_000)]


class ChangePrices(Model):
    """Points that a change to an earlier plan must be worth at least.

    Parameters
    ----------
    visit
        For each visit or table dropped or moved to another day; half of it where only the
        length changes.
    booked
        Instead, for each that is booked, which keeps its very time as well.
    bed
        For each night in another bed.
    """

    visit: Points = 5.0
    booked: Points = 40.0
    bed: Points = 20.0


class Change(Model):
    """One thing that is not as it was: before, after, and why, in words.

    ``reason`` is a code for programs, such as ``closed``, ``weather``, ``no-time``,
    ``asked``, ``gives-way``.
    """

    kind: ChangeKind
    place_id: Slug | None = None
    date: Date
    before: datetime | None = None
    after: datetime | None = None
    reason: str = ""
    text: str


class Comparison(Model):
    """What a plan gains (positive) or gives up against another one, and how alike they are.

    Parameters
    ----------
    score, cost_cny, travel_min, access, slowness, immersion
        This plan's less the other's.
    similarity
        0 (nothing shared) to 1 (the same places in the same order); see
        :func:`xytour.planner.after.likeness.similarity`.
    text
        The same in a sentence.
    """

    score: float
    cost_cny: float
    travel_min: int
    access: float
    slowness: float
    immersion: float
    similarity: float
    text: str


class Revision(Model):
    """How an itinerary came from an earlier one.

    Parameters
    ----------
    now
        When it was planned again, if the trip was under way.
    open_from
        What begins before this is past or in progress, and untouched.
    holds
        What stays in force in the plans that follow.
    changes
        What is not as it was.
    kept
        Places visited on the same day as before.
    prices
        What a change had to be worth; ``score_parts.changes`` is what was paid.
    comparison
        With the earlier plan.
    """

    now: datetime | None = None
    open_from: datetime | None = None
    holds: tuple[Hold, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: tuple[Slug, ...] = ()
    prices: ChangePrices | None = None
    comparison: Comparison | None = None
