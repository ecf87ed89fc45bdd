"""A request made ready for the solver: everything but the choice itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.hours.windows import Openings
    from xytour.model.itinerary import Dropped, Notice
    from xytour.model.region import Region
    from xytour.model.request import Style, TripRequest
    from xytour.model.wishes import Pace
    from xytour.network.rides import Transport
    from xytour.network.travel import Travel
    from xytour.planner.beds import BedOption
    from xytour.planner.dated import DatedWays
    from xytour.planner.dates import Daytime
    from xytour.planner.options import Option


@dataclass(frozen=True)
class Trip:
    """What a trip leaves to choose from.

    Parameters
    ----------
    region, openings
        Where, and when it is open.
    request, style
        What is asked for; of several travellers with the mean of their interests.
    asked
        The request as it was made.
    days
        Dates, ends and windows.
    options
        The ways to spend time.
    beds
        The stays of each night.
    travel
        Door-to-door travel.
    dropped
        Places that cannot be in the trip.
    timetables
        What runs when, or None where average waits do.
    spans
        First and last minute at which to set out, by the numbers of two places in the travel, where
        no timetable counts and yet part of the way is by what runs at some hours only.
    notices
        Of providers that did not answer.
    asked_s
        Seconds that providers took to answer.
    also
        Places that ways are known of besides those: where a party under way is.
    """

    region: Region
    openings: Openings
    request: TripRequest
    asked: TripRequest
    style: Style
    days: list[Daytime]
    options: list[Option]
    beds: list[list[BedOption]]
    travel: Travel
    dropped: list[Dropped]
    timetables: DatedWays | None = None
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    asked_s: float = 0.0
    also: tuple[str, ...] = ()

    @property
    def transport(self) -> Transport:
        """What the party may travel by."""
        return self.travel.transport

    @property
    def has_rough_fares(self) -> bool:
        """Whether fares that are added up edge by edge often fall short of the truth."""
        by_taxi = self.transport.may_take_taxis
        return by_taxi or self.transport.name == "charter" or self.timetables is not None

    @property
    def pace(self) -> Pace:
        """The pace, with the style's free time where the request names none."""
        pace = self.request.pace
        if not self.has_leisure_of_style:
            return pace
        return pace.model_copy(update={"free_min": self.style.free_min})

    @property
    def has_leisure_of_style(self) -> bool:
        """Whether free time is kept because of the style, not by a wish."""
        return self.request.pace.free_min is None and self.style.free_min > 0

    @cached_property
    def zone(self) -> ZoneInfo:
        """The region's time zone."""
        return ZoneInfo(self.region.region.timezone)

    def is_far(self, place_id: str | None) -> bool:
        """Whether a place is a station far away to which trains go by a timetable."""
        return self.timetables is not None and self.timetables.first.is_far(place_id or "")

    def is_untimed(self, from_id: str, to_id: str) -> bool:
        """Whether no timetable counts between two places."""
        return self.timetables is None or self.timetables.on(from_id, to_id)[0] is None

    def name(self, place_id: str) -> str:
        """Return a place's name in the request's language."""
        return self.region.by_id[place_id].name.get(self.request.language)
