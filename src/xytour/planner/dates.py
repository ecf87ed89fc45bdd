"""A request's days: dates, where each begins and ends, and between which minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xytour.errors import Fault, RequestError
from xytour.model.base import minutes_of
from xytour.model.place import Gateway, PlaceBase
from xytour.model.request import MAX_DAYS, Pace, StayWish, TripRequest
from xytour.planner.clocks import on_one_clock
from xytour.planner.lookup import unknown_place
from xytour.solver import Break

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.region import Region, Tariffs

ARRIVAL_MARGIN_MIN = {"rail_station": 12, "airport": 20}
DEPARTURE_MARGIN_MIN = {"rail_station": 30, "airport": 75, "coach_station": 15}
"""From the platform to the road, and from the road to the train: typical values, minutes."""

LATE_MIN = 60
"""With less than this left of a day's window, only the way to or from the bed is planned."""

LONGEST_WAY_MIN = 300
"""Most time for that way."""

LUNCH, DINNER = 0, 1
MEALS = {"lunch": LUNCH, "dinner": DINNER}
MEAL_NAMES = {kind: name for name, kind in MEALS.items()}
MEAL_STARTS = {LUNCH: (690, 810), DINNER: (1050, 1170)}
"""When meals begin, minutes after midnight: 11:30 to 13:30 and 17:30 to 19:30."""

PICNIC_MIN = {LUNCH: 45, DINNER: 60}
LONGEST_PICNIC_MIN = 60
BREAKFAST_MIN = 30
"""Breakfast at the stay, before the day begins."""

REST, LEISURE = 2, 3
PAUSE_STARTS = {REST: (810, 900), LEISURE: (900, 1050)}
"""When a rest and free time begin: 13:30 to 15:00 and 15:00 to 17:30, between the meals."""

STARTS = {**MEAL_STARTS, **PAUSE_STARTS}

FULL_DAY = {REST: (720, 1020), LEISURE: (780, 1200)}
"""On which days they are due: on the move from the first to the second, at least."""

CHECK_IN_MIN, CHECK_OUT_MIN = 15, 10
"""To get a room and bring the bags up, and to pack and hand in the key: our estimates."""


UNHURRIED = Pace()
"""No pauses but meals."""


@dataclass(frozen=True, slots=True)
class Daytime:
    """One day of the trip; minutes count from its midnight.

    Parameters
    ----------
    date
        Which date.
    starts_at, ends_at
        Place ids, or None for a bed that is still to be chosen.
    begins
        When the party is there: the time of arrival, or the start of the day.
    earliest, latest
        Between these the party is on the move.
    opens, closes
        Between these it visits and eats; what is done at dawn or at night, with its ways, may
        lie outside.
    ends
        When the trip is over: the time of departure on the last day, else ``latest``.
    on_the_way_only
        Whether there is no time for anything but the way to or from the bed.
    arrival_margin
        Minutes to get off and out at the place of arrival.
    """

    date: date
    starts_at: str | None
    ends_at: str | None
    begins: int
    earliest: int
    latest: int
    opens: int
    closes: int
    ends: int
    on_the_way_only: bool = False
    arrival_margin: int = 0

    def at(self, minute: int, zone: ZoneInfo) -> datetime:
        """Return a minute of this day as a time in a zone."""
        naive = datetime.combine(self.date, datetime.min.time()) + timedelta(minutes=minute)
        return naive.replace(tzinfo=zone)

    @property
    def span(self) -> tuple[int, int]:
        """From when until when the party may visit and eat."""
        return max(self.opens, self.earliest), min(self.closes, self.latest)

    def breaks(
        self, meals: tuple[str, ...], picnic_fen: int, pace: Pace = UNHURRIED
    ) -> tuple[Break, ...]:
        """Return the meals and pauses that are due on this day, in order."""
        lengths = {kind: PICNIC_MIN[kind] for name, kind in MEALS.items() if name in meals}
        lengths |= {REST: pace.rest_min, LEISURE: pace.free_min or 0}
        due = [
            Break(kind, *self._starts(kind, length), length, picnic_fen * (kind in MEAL_NAMES))
            for kind, length in lengths.items()
            if length and self.is_due(kind)
        ]
        return tuple(sorted(due, key=lambda pause: pause.lo))

    def _starts(self, kind: int, length: int) -> tuple[int, int]:
        """Return when a meal or a pause may begin, so that the party still visits and eats."""
        (begin, end), (first, last) = self.span, STARTS[kind]
        soonest = max(begin, first)
        return soonest, max(soonest, min(last, end - length))

    def is_due(self, kind: int) -> bool:
        """Whether a meal or a pause has a place on this day, if it is wished for."""
        begin, end = self.span
        if self.on_the_way_only:
            return False
        if kind in FULL_DAY:
            from_minute, to_minute = FULL_DAY[kind]
            return begin <= from_minute and end >= to_minute
        first, last = STARTS[kind]
        soonest = max(begin, first)
        return soonest <= last and soonest + LONGEST_PICNIC_MIN <= end


def days_of(request: TripRequest, region: Region) -> list[Daytime]:
    """Return the days of a request.

    Parameters
    ----------
    request
        What is asked for; times without an offset are read in the region's zone.
    region
        Where.

    Raises
    ------
    RequestError
        A place of arrival or departure does not exist, or the times do not fit together.
    """
    zone = ZoneInfo(region.region.timezone)
    arrives = request.arrive.time if request.arrive else None
    departs = request.depart.time if request.depart else None
    arrival = local_time(arrives, zone) if arrives else None
    departure = local_time(departs, zone) if departs else None
    first = arrival.date() if arrival else request.first_date
    last = departure.date() if departure else first + timedelta(days=request.n_days - 1)
    n_days = (last - first).days + 1
    if not 1 <= n_days <= MAX_DAYS or (arrival and departure and arrival >= departure):
        reason = f"the trip runs from {arrival or first} to {departure or last}"
        fault = Fault("$.depart.time", str(departure), reason, "depart after the arrival")
        msg = "the times of the trip do not fit together:"
        raise RequestError(msg, [fault])
    gateway = region.region.gateway
    way_in = request.arrive.at if request.arrive else gateway
    way_out = request.depart.at if request.depart else way_in
    arrive_at = _endpoint(region, way_in, "$.arrive.at")
    depart_at = _endpoint(region, way_out, "$.depart.at")
    day_start, day_end = minutes_of(request.day_start), minutes_of(request.day_end)
    early, late = request.early_start, request.evening_end
    days = [
        Daytime(
            date=first + timedelta(days=d),
            starts_at=arrive_at.id if d == 0 else None,
            ends_at=depart_at.id if d == n_days - 1 else None,
            begins=day_start,
            earliest=minutes_of(early) if early else day_start,
            latest=minutes_of(late) if late else day_end,
            opens=day_start,
            closes=day_end,
            ends=day_end,
        )
        for d in range(n_days)
    ]
    days = _with_luggage(days, request.stay)
    if arrival:
        days[0] = _with_arrival(days[0], _minute_of(arrival, late=True), arrive_at)
    if departure:
        days[-1] = _with_departure(
            days[-1], _minute_of(departure), depart_at, first_day=n_days == 1
        )
    if "breakfast" in request.meals:
        days = _with_nights(days)
    return [on_one_clock(day, zone) for day in days]


def _with_nights(days: list[Daytime]) -> list[Daytime]:
    """Let days end before the breakfast of the next: it may be on the evening before."""
    kept = []
    for day, nxt in zip_longest(days, days[1:]):
        if nxt is not None and not day.on_the_way_only:
            wakes = 1_440 + min(nxt.begins, nxt.earliest) - BREAKFAST_MIN
            day = replace(day, latest=min(day.latest, wakes - CHECK_IN_MIN))  # noqa: PLW2901
        kept.append(day)
    return kept


def while_public_runs(days: Sequence[Daytime], tariffs: Tariffs) -> list[Daytime]:
    """Return the days within the hours of public transport, for who has nothing else.

    Parameters
    ----------
    days
        Of the trip; those that are for the way alone stay as they are.
    tariffs
        Of the region; they tell the hours.
    """
    first, last = minutes_of(tariffs.public_from), minutes_of(tariffs.public_until)
    return [
        day
        if day.on_the_way_only
        else replace(day, earliest=max(day.earliest, first), latest=min(day.latest, last))
        for day in days
    ]


def _with_luggage(days: list[Daytime], wish: StayWish) -> list[Daytime]:
    """Leave time to check in and out on all days on which the bed may be another.

    Whether it is another is known only when the beds are chosen: until then the time is kept.
    """
    may_change = not wish.one_base and len(wish.places) != 1
    last = len(days) - 1
    kept = []
    for d, day in enumerate(days):
        out = CHECK_OUT_MIN if d == last or may_change else 0
        back = CHECK_IN_MIN if d == 0 or may_change else 0
        kept.append(
            replace(
                day,
                earliest=day.earliest + (out if d else 0),
                latest=day.latest - (back if d < last else 0),
            )
        )
    return kept


def local_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a time in a zone; one without an offset is read in it.

    A time that the clocks skip is the one that they show instead.
    """
    read = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return read.astimezone(UTC).astimezone(zone)


def _minute_of(moment: datetime, *, late: bool = False) -> int:
    """Return the minute of the day, seconds cut off, or rounded up where late is safe."""
    begun = late and bool(moment.second or moment.microsecond)
    return moment.hour * 60 + moment.minute + begun


def _endpoint(region: Region, place_id: str, path: str) -> PlaceBase:
    place = region.find_place(place_id)
    if place is None:
        msg = "a place is not known:"
        raise RequestError(msg, [unknown_place(region, place_id, path)])
    return place


def margin(place: PlaceBase, margins: dict[str, int]) -> int:
    """Return the margin at a place; at an outside gateway the party begins or ends at home."""
    if isinstance(place, Gateway) and not place.outside:
        return margins.get(place.gateway_type, 0)
    return 0


def _with_arrival(day: Daytime, minute: int, place: PlaceBase) -> Daytime:
    getting_out = margin(place, ARRIVAL_MARGIN_MIN)
    day = replace(day, begins=minute, arrival_margin=getting_out)
    earliest = max(minute + getting_out, day.earliest)
    if max(earliest, day.opens) + LATE_MIN > day.closes and day.ends_at is None:
        return replace(
            day,
            earliest=earliest,
            latest=earliest + LONGEST_WAY_MIN,
            ends=earliest + LONGEST_WAY_MIN,
            on_the_way_only=True,
        )
    return replace(day, earliest=earliest)


def _with_departure(day: Daytime, minute: int, place: PlaceBase, *, first_day: bool) -> Daytime:
    be_there = minute - margin(place, DEPARTURE_MARGIN_MIN)
    day = replace(day, ends=minute)
    if not first_day and be_there - LATE_MIN < day.opens:
        leave = max(0, be_there - LONGEST_WAY_MIN)
        return replace(day, begins=leave, earliest=leave, latest=be_there, on_the_way_only=True)
    return replace(day, latest=min(be_there, day.latest))
