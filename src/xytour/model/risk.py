"""How surely a plan can be kept: what may go wrong with time, and how likely."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from xytour.model.base import Model, Share, Slug

Variation = Annotated[float, Field(ge=0, le=2)]


class Spread(Model):
    """How much times vary: standard deviation as a share of the time planned.

    Times on the way and at places are lognormal with the planned time as mean. That travel
    times are near lognormal is found for roads by Emam and Al-Deek (2006, Transportation
    Research Record 1959, 140-150) and Rakha, El-Shawarby and Arafeh (2010, Journal of
    Intelligent Transportation Systems 14(4)). The shares themselves are assumptions, not
    measured in any region; give others where they are known.

    Parameters
    ----------
    road
        Car, taxi, bus, shuttle.
    path
        On foot, cable car, ferry.
    rail
        Trains and planes, which run to their timetable.
    visit
        Visits, activities and meals.
    headway_min
        How long after a missed departure the next one leaves, minutes.
    """

    road: Variation = 0.2
    path: Variation = 0.1
    rail: Variation = 0.0
    visit: Variation = 0.1
    headway_min: Annotated[int, Field(gt=0, le=1_440)] = 60


KeepKind: TypeAlias = Literal["appointment", "session", "door", "service", "departure"]


class Keep(Model):
    """One fixed time of a plan.

    Parameters
    ----------
    kind
        The traveller's own ``appointment``, a ``session`` of an activity, the ``door`` of a
        place before its last entry, a ``service`` (train or bus) to catch, the ``departure``
        at the end.
    place_id, name
        Where, or to what.
    planned, deadline
        When the party is to be there, and when it must.
    probability, error
        That it is there in time, and the standard error of that number.
    lateness_min
        How late it is on average, being in time counted as 0.
    slack_min
        Minutes between planned and deadline.
    text
        The same in words.
    """

    kind: KeepKind
    place_id: Slug
    name: str
    planned: datetime
    deadline: datetime
    probability: Share
    error: float
    lateness_min: float
    slack_min: int
    text: str


class DayEnd(Model):
    """How late a day ends against the plan: minutes on average, and once in twenty days."""

    date: date
    mean_min: float
    p95_min: float


class Risk(Model):
    """What simulating a plan many times says.

    Parameters
    ----------
    samples, seed
        Of the simulation.
    spread
        What was assumed.
    keeps
        Every fixed time, in order.
    all_kept
        Probability that all are kept.
    weakest
        The one least likely to be kept; null where there is none.
    days
        How late days end.
    text
        In words.
    """

    samples: int
    seed: int
    spread: Spread
    keeps: tuple[Keep, ...]
    all_kept: Share
    weakest: Keep | None
    days: tuple[DayEnd, ...]
    text: str
