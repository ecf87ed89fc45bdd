"""What can happen to a trip under way, and what a traveller may change about a plan.

Events befall a trip (:class:`Closed`, :class:`Delay`, :class:`Weather`, :class:`Rest`,
:class:`Wish`, :class:`LongerMeal`); edits are asked for before it (:class:`Lock`,
:class:`Remove` and the rest). Both are data, so that a service can pass them on.
"""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, Union

from pydantic import Field, model_validator

from xytour.model.base import ClockTime, Money, Slug
from xytour.model.request import Party, RequestModel

Minutes = Annotated[int, Field(gt=0, le=1_440)]


class Happening(RequestModel):
    """Base of events and edits: the fields of ``ORDER`` may be given without their names."""

    ORDER: ClassVar[tuple[str, ...]] = ()

    def __init__(self, /, *values: Any, **data: Any) -> None:
        if len(values) > len(self.ORDER):
            msg = f"{type(self).__name__} takes at most {len(self.ORDER)} values without a name"
            raise TypeError(msg)
        super().__init__(**dict(zip(self.ORDER, values, strict=False)), **data)

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]


class _Span(Happening):
    """Something that holds between two times; without them, from now on and to the end."""

    since: datetime | None = None
    until: datetime | None = None

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        # A time with an offset and one without cannot be compared before the zone is known.
        if self.since is None or self.until is None:
            return self
        if (self.since.tzinfo is None) == (self.until.tzinfo is None) and self.since >= self.until:
            msg = f"since {self.since} is not before until {self.until}"
            raise ValueError(msg)
        return self


class Closed(_Span):
    """A place, or a link of the network, that cannot be used.

    Parameters
    ----------
    id
        Id of the place or link.
    since, until
        Between these; a link is closed for good.
    """

    ORDER = ("id",)
    type: Literal["closed"] = "closed"
    id: Slug


class Weather(_Span):
    """Weather in which nobody wants to be outdoors: such places are not visited meanwhile.

    Without ``until`` it lasts to the end of the day on which it begins.
    """

    type: Literal["weather"] = "weather"


class Delay(Happening):
    """Time lost now: a flat tyre, a traffic jam, a late train."""

    ORDER = ("minutes",)
    type: Literal["delay"] = "delay"
    minutes: Minutes


class Rest(Happening):
    """Nothing for a while: a sick child, tired legs.

    Parameters
    ----------
    minutes
        How long, where one is.
    until
        Instead of it, until when; a later day is waited for at the bed.
    """

    ORDER = ("minutes",)
    type: Literal["rest"] = "rest"
    minutes: Minutes | None = None
    until: datetime | None = None

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if (self.minutes is None) == (self.until is None):
            msg = "give either minutes or until"
            raise ValueError(msg)
        return self


class Wish(Happening):
    """A place to include, on any day or on one."""

    ORDER = ("place_id", "date")
    type: Literal["wish"] = "wish"
    place_id: Slug
    date: Date | None = None


class LongerMeal(Happening):
    """A meal that takes longer than usual; without a date, today's."""

    ORDER = ("meal", "minutes")
    type: Literal["longer-meal"] = "longer-meal"
    meal: Literal["lunch", "dinner"]
    minutes: Minutes
    date: Date | None = None


class Lock(Happening):
    """Keep a visit: on its day, or on another one, or at its very time.

    Parameters
    ----------
    place_id
        Which place.
    date
        On which day; the day on which it stands now if not given.
    at
        When it begins, ``HH:MM``; any time of the day if not given.
    """

    ORDER = ("place_id", "date", "at")
    type: Literal["lock"] = "lock"
    place_id: Slug
    date: Date | None = None
    at: ClockTime | None = None


class Move(Happening):
    """Visit a place on another day."""

    ORDER = ("place_id", "date")
    type: Literal["move"] = "move"
    place_id: Slug
    date: Date


class Remove(Happening):
    """Leave a place out."""

    ORDER = ("place_id",)
    type: Literal["remove"] = "remove"
    place_id: Slug


class Swap(Happening):
    """Visit one place in place of another, on the same day."""

    ORDER = ("out", "into")
    type: Literal["swap"] = "swap"
    out: Slug
    into: Slug


class Extend(Happening):
    """Stay at a place, for at least so many minutes in all."""

    ORDER = ("place_id", "minutes")
    type: Literal["extend"] = "extend"
    place_id: Slug
    minutes: Minutes


class ExtendTrip(Happening):
    """Travel longer, by so many days at the end."""

    ORDER = ("days",)
    type: Literal["extend-trip"] = "extend-trip"
    days: Annotated[int, Field(gt=0, le=29)] = 1


class SetParty(Happening):
    """Travel with other people than planned."""

    ORDER = ("party",)
    type: Literal["set-party"] = "set-party"
    party: Party


class SetBudget(Happening):
    """Spend at most so much in all, or (null) whatever it takes."""

    ORDER = ("budget_cny",)
    type: Literal["set-budget"] = "set-budget"
    budget_cny: Money | None


class StartLate(Happening):
    """Begin a day later."""

    ORDER = ("date", "at")
    type: Literal["start-late"] = "start-late"
    date: Date
    at: ClockTime


class FinishEarly(Happening):
    """End a day sooner: be at the bed, or where the trip ends, by then."""

    ORDER = ("date", "at")
    type: Literal["finish-early"] = "finish-early"
    date: Date
    at: ClockTime


class MiddayRest(Happening):
    """Rest after lunch on a day."""

    ORDER = ("date", "minutes")
    type: Literal["midday-rest"] = "midday-rest"
    date: Date
    minutes: Minutes = 60


Event: TypeAlias = Annotated[
    Union[Closed, Delay, Weather, Rest, Wish, LongerMeal],  # noqa: UP007
    Field(discriminator="type"),
]
"""What may happen to a trip under way."""

Edit: TypeAlias = Annotated[
    Union[  # noqa: UP007
        Lock, Move, Remove, Swap, Wish, Extend, ExtendTrip, SetParty, SetBudget, StartLate,
        FinishEarly, MiddayRest,
    ],
    Field(discriminator="type"),
]  # fmt: skip
"""What a traveller may change about a plan."""

Hold: TypeAlias = Annotated[
    Union[Closed, Weather, LongerMeal, Lock, Extend, StartLate, FinishEarly, MiddayRest],  # noqa: UP007
    Field(discriminator="type"),
]
"""What stays in force in the plans that follow, besides what the request says."""
