"""The itinerary and the region file side by side, with times in minutes of each day.

Everything is read once here; the checks ask questions of a :class:`Trip` and never parse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from verifier.calendar_days import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREADABLE = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    TypeError,
    ValueError,
)
"""What reading a malformed document may raise; each becomes a fault."""

CHECK_IN_MIN, CHECK_OUT_MIN = 15, 10
MONEY_STEP = 0.01
"""Money is printed to the fen, so each printed amount may be off by half of one."""


def clock(minute: float) -> str:
    """Write minutes after midnight as ``HH:MM``; the hours run on past midnight."""
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"


def minutes_of(text: str) -> int:
    """Read ``HH:MM`` as minutes after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def near(got: Any, wanted: float, tolerance: float) -> bool:
    """Whether a printed number is what it should be; nothing but a number ever is."""
    if isinstance(got, bool) or not isinstance(got, int | float):
        return False
    return abs(got - wanted) <= tolerance + 1e-9


def find_activity(place: dict[str, Any], item: Item) -> dict[str, Any] | None:
    """Return the record of an item's activity; None where it has none, or an unknown one."""
    known = {activity["id"]: activity for activity in place.get("activities", ())}
    return known.get(item.raw.get("activity_id"))


@dataclass(frozen=True)
class Item:
    """One item: its fields, its day (0 is the first), its minutes after that day's midnight."""

    raw: dict[str, Any]
    day: int
    begin: float
    end: float

    @property
    def type(self) -> str:
        """What kind of item it is."""
        return self.raw["type"]

    @property
    def minutes(self) -> float:
        """How long it lasts."""
        return self.end - self.begin

    def says(self, text: str) -> str:
        """Return a fault that begins with where this item is."""
        where = self.raw.get("place_id") or self.raw.get("to_id") or ""
        return f"day {self.day + 1}, {clock(self.begin)} {self.type} {where}".rstrip() + f": {text}"


class Trip:
    """What the checks ask: days, items, places, links, the request with its defaults.

    Parameters
    ----------
    itinerary, region
        The two documents.
    """

    def __init__(self, itinerary: dict[str, Any], region: dict[str, Any]) -> None:
        self.itinerary = itinerary
        self.info: dict[str, Any] = region["region"]
        self.region_id: str = self.info["id"]
        self.zone = ZoneInfo(self.info["timezone"])
        self.tariffs: dict[str, Any] = self.info["tariffs"]
        self.places: dict[str, dict[str, Any]] = {p["id"]: p for p in region["places"]}
        self.links: dict[str, dict[str, Any]] = {k["id"]: k for k in region.get("links", [])}
        self.services: dict[str, dict[str, Any]] = {
            service["id"]: service for service in region.get("services", [])
        }
        self.stories: list[dict[str, Any]] = region.get("stories", [])
        self.request: dict[str, Any] = itinerary["request"]
        self.unreadable: list[str] = []
        self.dates = [date.fromisoformat(day["date"]) for day in itinerary["days"]]
        self.days = [
            list(self._read(number, day["items"])) for number, day in enumerate(itinerary["days"])
        ]

    def _read(self, number: int, raws: list[dict[str, Any]]) -> Iterator[Item]:
        for position, raw in enumerate(raws):
            try:
                yield Item(
                    {**raw, "type": str(raw["type"])},
                    number,
                    self.minute(raw["start"], self.dates[number]),
                    self.minute(raw["end"], self.dates[number]),
                )
            except UNREADABLE as error:
                self.unreadable.append(
                    f"day {number + 1}, item {position + 1} cannot be read: {error!r}"
                )

    def local(self, text: str) -> datetime:
        """Read a time as wall clock time of the region; without an offset it is one already."""
        moment = datetime.fromisoformat(text)
        # By way of UTC, for a time that the clocks skip is the one that they show instead.
        known = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return known.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)

    def minute(self, text: str, day: date) -> float:
        """Return a time as minutes after the midnight with which a day begins."""
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (wall clock on purpose)
        return (self.local(text) - midnight) / timedelta(minutes=1)

    def items(self, *types: str) -> Iterator[Item]:
        """Yield the items of some types, or all, in the order in which they stand."""
        for day in self.days:
            yield from (item for item in day if not types or item.type in types)

    def wish(self, key: str, default: Any) -> Any:
        """Return a field of the request; null and absent both mean the default."""
        value = self.request.get(key)
        return default if value is None else value

    @cached_property
    def party(self) -> dict[str, Any]:
        """The party, with the defaults of the request's model."""
        return {
            "adults": 2,
            "children": [],
            "seniors": 0,
            "senior_ages": [],
            "wheelchairs": 0,
            "effort": None,
            **self.wish("party", {}),
        }

    @property
    def is_timetabled(self) -> bool:
        """Whether the request has no car all the time, so that timetables count."""
        wish = self.wish("transport", "car")
        return not {"car", "charter"} & ({wish} if isinstance(wish, str) else set(wish))

    @cached_property
    def heads(self) -> int:
        """How many people travel."""
        return self.party["adults"] + len(self.party["children"]) + self.party["seniors"]

    def vehicles(self, seats: int) -> int:
        """How many cars of so many seats the party needs."""
        return math.ceil(self.heads / seats)

    @cached_property
    def day_start(self) -> int:
        """When each day begins, minutes."""
        return minutes_of(self.wish("day_start", "08:30"))

    @cached_property
    def day_end(self) -> int:
        """When each day ends, minutes."""
        return minutes_of(self.wish("day_end", "20:30"))

    @cached_property
    def out_from(self) -> int:
        """From when on the party may be on its way, minutes."""
        return minutes_of(self.wish("early_start", None) or self.wish("day_start", "08:30"))

    @cached_property
    def out_until(self) -> int:
        """Until when the party may be on its way, minutes."""
        return minutes_of(self.wish("evening_end", None) or self.wish("day_end", "20:30"))

    @cached_property
    def pace(self) -> dict[str, Any]:
        """The pace, with the defaults of the request's model."""
        return {
            "stops_a_day": None,
            "rest_min": 0,
            "free_min": self._free_min,
            "buffer_min": 0,
            "avoid_heat": None,
            **{k: v for k, v in self.wish("pace", {}).items() if v is not None},
        }

    @property
    def _free_min(self) -> int:
        """The free time of a style, where the request names none."""
        style = self.wish("style", "balanced")
        return style.get("free_min", 0) if isinstance(style, dict) else 90 * (style == "slow")

    @cached_property
    def wished_meals(self) -> list[str]:
        """The meals asked for."""
        return self.wish("meals", ["breakfast", "lunch", "dinner"])

    def day_kind(self, day: date) -> str:
        """Return what a date is to travellers: ordinary, or of which kind of days off."""
        return kind_of(day, self.info["holidays"])

    def luggage(self, number: int) -> tuple[int, int]:
        """Minutes kept for checking out in the morning of a day, and in at its evening."""
        last = len(self.days) - 1
        wish = self.wish("stay", {})
        may_change = not wish.get("one_base") and len(wish.get("places") or []) != 1
        out = CHECK_OUT_MIN if number and (number == last or may_change) else 0
        back = CHECK_IN_MIN if number < last and (number == 0 or may_change) else 0
        return out, back

    @cached_property
    def first_date(self) -> date:
        """The date on which the trip should begin."""
        start = self.request.get("start")
        return date.fromisoformat(start) if start else self.local(self._time("arrive")).date()

    @cached_property
    def last_date(self) -> date:
        """The date on which the trip should end."""
        if self.request.get("days") is not None:
            return self.first_date + timedelta(days=self.request["days"] - 1)
        return self.local(self._time("depart")).date()

    def _time(self, end: str) -> str | None:
        return self.wish(end, {}).get("time")

    @property
    def entrance(self) -> str:
        """The place at which the trip begins."""
        return self.wish("arrive", {}).get("at") or self.info["gateway"]

    @property
    def exit(self) -> str:
        """The place at which the trip ends."""
        return self.wish("depart", {}).get("at") or self.entrance

    @cached_property
    def arrival(self) -> float | None:
        """When the party arrives, minutes of the first day; None where no time is given."""
        time = self._time("arrive")
        return None if time is None else math.ceil(self.minute(time, self.dates[0]))

    @cached_property
    def departure(self) -> float | None:
        """When the party departs, minutes of the last day; None where no time is given."""
        time = self._time("depart")
        return None if time is None else math.floor(self.minute(time, self.dates[-1]))
