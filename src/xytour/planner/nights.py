"""The nights of a plan: checking in, sleeping, breakfast, and why this bed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from xytour.model.base import minutes_of
from xytour.model.itinerary import Free, Item, Meal, StayItem
from xytour.model.money import money_text
from xytour.model.place import Stay
from xytour.planner.dates import BREAKFAST_MIN, CHECK_IN_MIN
from xytour.planner.money import breakfast_fen
from xytour.planner.reasons import fitting_themes
from xytour.planner.words import say

if TYPE_CHECKING:
    from datetime import datetime

    from xytour.planner.beds import BedOption
    from xytour.planner.trip import Trip
    from xytour.planner.writing import Writer


@dataclass(frozen=True)
class Night:
    """One night of a plan.

    Parameters
    ----------
    trip
        What was asked for.
    d
        Number of the day that it ends.
    bed
        What was chosen.
    nights_so_far
        In this bed, this one included.
    """

    trip: Trip
    d: int
    bed: BedOption
    nights_so_far: int

    def breakfast(self, leave: datetime) -> list[Item]:
        """Return breakfast at the stay, before the day begins."""
        request = self.trip.request
        if "breakfast" not in request.meals:
            return []
        cost = breakfast_fen(self._place, request.party, self.trip.region.region.tariffs)
        return [
            Meal(
                start=leave - timedelta(minutes=BREAKFAST_MIN),
                end=leave,
                meal="breakfast",
                place_id=self.bed.place_id,
                name=self.trip.name(self.bed.place_id),
                cost_cny=cost / 100,
            )
        ]

    def items(self, evening: datetime, morning: datetime) -> list[Item]:
        """Return the stay, from coming in to leaving; before rooms are ready, time till then."""
        trip, place = self.trip, self._place
        ready = self._ready(evening)
        found: list[Item] = []
        if ready > evening:
            text = say("bags", trip.request.language, time=place.check_in)
            name = trip.name(place.id)
            bags = Free(start=evening, end=ready, place_id=place.id, name=name, reason=text)
            found.append(bags)
        stay = StayItem(
            start=ready,
            end=morning,
            place_id=place.id,
            name=trip.name(place.id),
            nights_so_far=self.nights_so_far,
            rooms=self.bed.rooms,
            room_cny=self.bed.room_fen / 100,
            cost_cny=self.bed.rooms_fen / 100,
            price_estimated=not self.bed.priced
            and (place.room_price_cny is None or place.confidence.price != "sourced"),
            stay_type=place.stay_type,
            check_in=place.check_in,
            check_out=place.check_out,
            check_in_min=CHECK_IN_MIN if self.nights_so_far == 1 else 0,
            profit=self.bed.profit,
            reason=self._reason(),
        )
        return [*found, stay]

    @property
    def _place(self) -> Stay:
        place = self.trip.region.by_id[self.bed.place_id]
        assert isinstance(place, Stay)  # noqa: S101 (beds are made of stays alone)
        return place

    def _ready(self, evening: datetime) -> datetime:
        """Return when the party may go to its rooms."""
        place = self._place
        if self.nights_so_far > 1 or place.check_in is None:
            return evening
        # From the day's own midnight: who arrives after midnight finds the rooms ready.
        return max(evening, self.trip.days[self.d].at(minutes_of(place.check_in), self.trip.zone))

    def _reason(self) -> str:
        """Return why this bed was chosen, and what it costs."""
        trip, place = self.trip, self._place
        request, language = trip.request, trip.request.language
        parts = []
        if place.id in request.stay.places:
            parts.append(say("bed-yours", language))
        if self.nights_so_far > 1:
            parts.append(say("bed-same", language))
        if place.stay_type == request.stay.prefer:
            parts.append(say("bed-kind", language))
        if themes := fitting_themes(place, request):
            parts.append(say("fits", language, themes=themes))
        if not parts:
            parts.append(say("bed-way", language))
        span = place.room_price_cny
        busy = span is not None and self.bed.room_fen > round(span.middle_cny * 100)
        price = money_text(self.bed.room_fen / 100, trip.region.region.currency)
        parts.append(say("room-busy" if busy else "room-price", language, price=price))
        return ("；" if language == "zh" else "; ").join(parts)


def nights_of(writer: Writer) -> list[Night]:
    """Return the nights of a solved trip."""
    found: list[Night] = []
    for d, choice in enumerate(writer.solution.beds):
        bed = writer.posed.beds[d][choice]
        again = bool(found) and found[-1].bed.place_id == bed.place_id
        found.append(Night(writer.trip, d, bed, found[-1].nights_so_far + 1 if again else 1))
    return found
