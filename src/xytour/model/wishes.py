"""Who travels, what they want to see and taste, how they wish to sleep and to pace themselves."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from xytour.model.base import Money, PlaceName, Share, Tag
from xytour.model.place import Effort, SightKind, StayType, Theme
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


VisitKind: TypeAlias = SightKind | Literal["food", "shop"]
"""Kinds of place that are visited or eaten at."""

CostKind: TypeAlias = Literal[
    "ticket", "activity", "stay", "meal", "transport", "way_in_and_out", "getting_around"
]
"""Kinds of spending: what is paid on visits and on activities (entrance included), for rooms, for
meals and breakfasts, on all ways; of these the ways from and to places outside the region, and
all others."""


class Matching(RequestModel):
    """Places that have something in common; a place matches that has any of what is named.

    Parameters
    ----------
    places
        Ids.
    kinds
        Kinds of place.
    tags, cuisines, dishes
        Words as the region's places have them; case does not count.
    themes
        What a place is about: by half at least.
    """

    places: tuple[PlaceName, ...] = ()
    kinds: tuple[VisitKind, ...] = ()
    tags: tuple[Tag, ...] = ()
    themes: tuple[Theme, ...] = ()
    cuisines: tuple[Tag, ...] = ()
    dishes: tuple[Tag, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is named, so that nothing matches."""
        return not any(getattr(self, name) for name in Matching.model_fields)


class Wanted(Matching):
    """So many stops of a trip at places that match: visits, activities, meals at tables.

    Parameters
    ----------
    least, most
        How many different places, at least and at most; null means any number.
    """

    least: Annotated[int, Field(ge=0, le=100)] = 1
    most: Annotated[int, Field(ge=0, le=100)] | None = None

    @model_validator(mode="after")
    def _check_sense(self) -> Self:
        if self.is_empty:
            msg = "expected places, kinds, tags, themes, cuisines or dishes that are wanted"
            raise ValueError(msg)
        if self.most is None and self.least == 0:
            msg = "least 0 without most asks for nothing"
            raise ValueError(msg)
        if self.most is not None and self.most < self.least:
            msg = f"expected least <= most, got {self.least} and {self.most}"
            raise ValueError(msg)
        return self


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
    rooms
        How many rooms; null means as many as the party needs: by what a room sleeps where the
        region knows it, else two grown-ups or three heads to a room.
    room_beds
        How many beds each room has: 1 for a double bed, 2 for a twin room. Stays of which it
        is not known are left out.
    tags
        What the stay must have, all of it, in the region's words.
    prefer, prefer_points
        A kind of stay that is liked, and what a night there is worth over another, points.
    """

    places: tuple[PlaceName, ...] = ()
    one_base: bool = False
    max_room_cny: Money | None = None
    rooms: Annotated[int, Field(ge=1, le=50)] | None = None
    room_beds: Annotated[int, Field(ge=1, le=20)] | None = None
    tags: tuple[Tag, ...] = ()
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
