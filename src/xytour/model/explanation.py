"""Answers to why a place is in a plan, why another is not, and what binds."""

from __future__ import annotations

from typing import Literal, TypeAlias

from xytour.model.base import Model, Slug

OutReason: TypeAlias = Literal[
    "in-plan",
    "unwanted",
    "closed",
    "hours-unknown",
    "out-of-season",
    "unreachable",
    "unsuited",
    "too-long",
    "over-budget",
    "conflict",
    "worth-less",
    "overlooked",
]

What: TypeAlias = Literal["time", "money", "hours", "pace"]


class Why(Model):
    """Why a place is in a plan.

    Parameters
    ----------
    place_id, name
        Which.
    points
        What the visit itself is worth.
    minutes, travel_min, cost_cny
        Its length, and what the way over it adds in time and what it costs in money.
    loss
        Points that the best plan found without it is worse by.
    loss_at_least
        No plan without it loses less than this.
    instead, gives_way
        Places that would come in for it, and others that would leave with it.
    proven
        Whether the loss is exact: both plans are proven best.
    text
        The same in words.
    """

    place_id: Slug
    name: str
    points: float
    minutes: int
    travel_min: int
    cost_cny: float
    loss: float
    loss_at_least: float
    instead: tuple[Slug, ...] = ()
    gives_way: tuple[Slug, ...] = ()
    proven: bool
    text: str


class WhyNot(Model):
    """Why a place is not in a plan.

    Parameters
    ----------
    place_id, name
        Which.
    reason
        A code; ``worth-less`` when it could be had, at a price.
    cost
        Points that the best plan found with it is worse by; below 0 where the plan at hand
        was not the best (``overlooked``); null where it cannot be had.
    cost_at_least
        No plan with it costs less than this.
    cost_cny, travel_min
        What that plan spends more, in money and in time on the way.
    drops, adds
        Places that leave and that come in with it.
    conflict
        Wishes that it conflicts with, where it cannot be had.
    proven
        Whether the cost is exact, or the conflict certain.
    text
        The same in words.
    """

    place_id: Slug
    name: str
    reason: OutReason
    cost: float | None = None
    cost_at_least: float | None = None
    cost_cny: float | None = None
    travel_min: int | None = None
    drops: tuple[Slug, ...] = ()
    adds: tuple[Slug, ...] = ()
    conflict: tuple[str, ...] = ()
    proven: bool
    text: str


class Bind(Model):
    """What a little more of something would give.

    Parameters
    ----------
    what
        ``time`` (an hour more each day), ``money`` (100 CNY more of the budget and of each
        cap), ``hours`` (all places open all day), ``pace`` (one visit more a day).
    gain
        Points that the best plan found with it is better by.
    gain_at_most
        No plan with it gains more.
    binds
        Whether it gains anything.
    adds, drops
        Places that come in and leave with it.
    text
        The same in words.
    """

    what: What
    gain: float
    gain_at_most: float
    binds: bool
    adds: tuple[Slug, ...] = ()
    drops: tuple[Slug, ...] = ()
    text: str


class Binding(Model):
    """What binds a plan, most first."""

    binds: tuple[Bind, ...]
    text: str
