"""Who travels, and how they wish to sleep and to pace themselves."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from xytour.model.base import Money, Share, Slug
from xytour.model.place import Effort, StayType, Theme
from xytour.model.request_model import RequestModel


class Party(RequestModel):
    """Who travels: adults, children by age in years, seniors (60 or older).

    ``senior_ages`` tells the ages of seniors, for tickets that are free from 65 or 70 on;
    those not told count as 60. ``wheelchairs`` counts those among them who use one; places
    without step-free access are then left out. ``effort`` is the most walking and climbing
    that all can do; places known to ask for more are left out.
    """

    adults: Annotated[int, Field(ge=0, le=50)] = 2
    children: tuple[Annotated[int, Field(ge=0, le=17)], ...] = ()
    seniors: Annotated[int, Field(ge=0, le=50)] = 0
    senior_ages: tuple[Annotated[int, Field(ge=60, le=120)], ...] = ()
    wheelchairs: Annotated[int, Field(ge=0, le=50)] = 0
    effort: Effort | None = None

    @model_validator(mode="after")
    def _check_somebody_travels(self) -> Self:
        if self.size < 1:
            msg = "expected at least one traveller"
            raise ValueError(msg)
        if self.wheelchairs > self.size:
            msg = f"expected at most {self.size} wheelchairs for {self.size} travellers"
            raise ValueError(msg)
        if len(self.senior_ages) > self.seniors:
            msg = f"expected at most {self.seniors} senior_ages, one for each of the seniors"
            raise ValueError(msg)
        return self

    @property
    def size(self) -> int:
        """Number of travellers."""
        return self.adults + len(self.children) + self.seniors


class Traveller(RequestModel):
    """One of a party who has interests of their own."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    interests: dict[Theme, Share] = {}


class StayWish(RequestModel):
    """Where to sleep.

    Parameters
    ----------
    places
        Any of these; all stays if empty.
    one_base
        Whether to sleep in the same bed every night.
    max_room_cny
        Most for a room and night, on the night itself.
    prefer, prefer_points
        A kind of stay that is liked, and what a night there is worth over another, points.
    """

    places: tuple[Slug, ...] = ()
    one_base: bool = False
    max_room_cny: Money | None = None
    prefer: StayType | None = None
    prefer_points: Annotated[float, Field(ge=0, le=100)] = 15.0


class Pace(RequestModel):
    """How much of a day is kept free, and how the party is spared.

    Parameters
    ----------
    stops_a_day
        Most visits on one day; null leaves it to the style.
    rest_min
        Rest after lunch on full days, minutes: begun between 13:30 and 15:00.
    free_min
        Free time in the afternoon of full days, minutes: begun between 15:00 and 17:30; null
        leaves it to the style.
    buffer_min
        Time to spare after every visit, minutes.
    avoid_heat
        Whether to keep out of the heat of the day outdoors in summer; null means with
        children up to six or seniors in the party.
    """

    stops_a_day: Annotated[int, Field(ge=1, le=20)] | None = None
    rest_min: Annotated[int, Field(ge=0, le=120)] = 0
    free_min: Annotated[int, Field(ge=0, le=150)] | None = None
    buffer_min: Annotated[int, Field(ge=0, le=60)] = 0
    avoid_heat: bool | None = None
