"""The beds of each night: which the request allows, what they cost and are worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError
from xytour.network.joined import is_open
from xytour.planner.matching import folded, unwanted_ids, words_of
from xytour.planner.money import breakfast_fen, night_fen, room_cny, rooms_at
from xytour.planner.suited import has_rooms, why_unsuited
from xytour.scoring.profits import mean_points, stay_profit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xytour.hours.windows import Openings
    from xytour.model.place import Stay
    from xytour.model.region import DayKind, Region
    from xytour.model.request import Style, TripRequest
    from xytour.network.travel import Travel
    from xytour.planner.dates import Daytime


@dataclass(frozen=True, slots=True)
class BedOption:
    """A stay on one night.

    Parameters
    ----------
    place_id
        Which.
    rooms, room_fen, cost_fen
        How many rooms, the price of one, and of all rooms with breakfast, for the party.
    profit
        What its surroundings, and its being of the kind wished for, are worth, points.
    priced
        Whether a supplier told the price.
    """

    place_id: str
    rooms: int
    room_fen: int
    cost_fen: int
    profit: float
    priced: bool = False

    @property
    def rooms_fen(self) -> int:
        """Price of all rooms, without breakfast."""
        return self.rooms * self.room_fen


class BedFinder:
    """Finds the stays that a request leaves to choose from.

    Parameters
    ----------
    region
        Where.
    openings
        Its seasons and its calendar.
    request
        What is asked for.
    style
        Of the request.
    """

    def __init__(
        self, region: Region, openings: Openings, request: TripRequest, style: Style
    ) -> None:
        self.region = region
        self.openings = openings
        self.request = request
        self.style = style
        self.unwanted = unwanted_ids(region, request)
        self._tastes = request.tastes
        self._beds: dict[tuple[str, DayKind], BedOption] = {}

    def beds(self, night: date) -> list[BedOption]:
        """Return the stays that the request allows for a night."""
        kind = self._night_kind(night)
        most, in_season = self.request.stay.max_room_cny, self.openings.in_season
        return [
            self._bed(place, kind)
            for place in self._allowed
            if (most is None or self._room_cny(place, kind) <= most)
            and in_season(place.season, night)
        ]

    @cached_property
    def _allowed(self) -> list[Stay]:
        """The stays that the request allows, price and season left aside."""
        wish = self.request.stay
        return [
            place
            for place in self.region.stays
            if place.id not in self.unwanted
            and why_unsuited(place, self.request.party) is None
            and has_rooms(place, self.request)
            and (not wish.places or place.id in wish.places)
            and wish.room_beds in (None, place.room_beds)
            and folded(wish.tags) <= words_of(place, "tags")
        ]

    def _bed(self, place: Stay, kind: DayKind) -> BedOption:
        """Return a stay on a night of some kind: nights of one kind are alike."""
        known = self._beds.get((place.id, kind))
        if known is None:
            known = self._beds[place.id, kind] = self._make_bed(place, kind)
        return known

    def _make_bed(self, place: Stay, kind: DayKind) -> BedOption:
        wish, party, region = self.request.stay, self.request.party, self.region.region
        cost = night_fen(place, self.request, region, kind)
        if "breakfast" in self.request.meals:
            cost += breakfast_fen(place, party, region.tariffs)
        profit = mean_points([stay_profit(place, taste, self.style) for taste in self._tastes])
        if place.stay_type == wish.prefer:
            profit += wish.prefer_points
        room = round(self._room_cny(place, kind) * 100)
        rooms = rooms_at(place, self.request)
        return BedOption(place.id, rooms, room, cost, round(profit, 2))

    def _night_kind(self, night: date) -> DayKind:
        """Return what kind of date a night leads to: rooms are dear before a day off."""
        return self.openings.calendar.day_kind(night + timedelta(days=1))

    def _room_cny(self, place: Stay, kind: DayKind) -> float:
        return room_cny(place, self.region.region, kind)


def beds_of(finder: BedFinder, days: Sequence[Daytime], travel: Travel) -> list[list[BedOption]]:
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
        beds = [bed for bed in allowed if is_open(travel, start, travel.index[bed.place_id])]
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
    # Modes are asked for twice: who names metro and walk alone allows no train to come by.
    apart = "say in transport_between what may be taken from and to places outside the region"
    relax = ["allow other transport", *([] if request.transport_between else [apart])]
    return InfeasibleError(msg, conflict=conflict, relax=relax)


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
    if wish.rooms is not None:
        conflict.append(f"stay.rooms={wish.rooms}")
        relax.append("allow another number of rooms")
    if wish.room_beds is not None:
        conflict.append(f"stay.room_beds={wish.room_beds}")
        relax.append("allow rooms with another number of beds")
    if wish.tags:
        conflict.append(f"stay.tags={', '.join(wish.tags)}")
        relax.append("ask less of a stay")
    if not request.unwanted.is_empty:
        conflict.append("unwanted")
        relax.append("leave out fewer kinds of place")
    if request.party.wheelchairs:
        conflict.append("party.wheelchairs")
    if request.party.effort is not None:
        conflict.append(f"party.effort={request.party.effort}")
    if request.avoid or request.seen:
        conflict.append("avoid and seen")
        relax.append("avoid fewer places to stay")
    relax.append("choose other dates, or leave on the day of arrival")
    msg = f"no bed that the request allows can be had on the night of {day.date}"
    return InfeasibleError(msg, conflict=conflict, relax=relax)
