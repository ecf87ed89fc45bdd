"""The itinerary and the region file side by side, with times in minutes of each day.

Everything is read once here; the checks ask questions of a :class:`Trip` and never parse.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

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
        return moment.astimezone(self.zone).replace(tzinfo=None) if moment.tzinfo else moment

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
            "wheelchairs": 0,
            **self.wish("party", {}),
        }

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
