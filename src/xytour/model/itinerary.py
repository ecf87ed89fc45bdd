"""What a planner answers: days of items in time order, with costs, reasons and a proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, Union

from pydantic import Field

from xytour.model.base import Language, Model, Moment, Slug, Text
from xytour.model.link import Mode
from xytour.model.place import Location, PlaceConfidence, SightKind, StayType
from xytour.model.request import TripRequest
from xytour.model.revision import Revision


class ItemBase(Model):
    """What every item has: when it begins and ends."""

    start: Moment
    end: Moment

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return round((self.end - self.start).total_seconds() / 60)


class VisitFields(ItemBase):
    """What a visit and an activity share. ``profit`` is in points, money for the party.

    ``price_unknown`` says that ``ticket_cny`` leaves out a price that nobody knows.
    ``queue_min`` of the time are for crowds and queues on a busy date, an estimate.
    """

    place_id: Slug
    name: str
    kind: Literal[SightKind, "food", "shop", "stay"]
    profit: float
    ticket_cny: float
    price_unknown: bool = False
    queue_min: int = 0
    opening: str
    last_entry: str | None = None
    booking_required: bool | None = None
    confidence: PlaceConfidence
    reason: str


class Visit(VisitFields):
    """Time at a place."""

    type: Literal["visit"] = "visit"


class ActivityItem(VisitFields):
    """Doing one of a place's activities; the ticket covers entrance and activity."""

    type: Literal["activity"] = "activity"
    activity_id: Slug
    activity_name: str
    session: str | None = None
    lead_days: int | None = None


class AppointmentItem(ItemBase):
    """A fixed engagement of the traveller's own."""

    type: Literal["appointment"] = "appointment"
    place_id: Slug
    name: str


class Meal(ItemBase):
    """A meal at a table or at one's bed, or a picnic where one is (``place_id`` null).

    ``activity_id`` names the meal where it is an activity of a place that is no table.
    """

    type: Literal["meal"] = "meal"
    meal: Literal["breakfast", "lunch", "dinner"]
    place_id: Slug | None
    activity_id: Slug | None = None
    name: str
    profit: float = 0.0
    cost_cny: float
    opening: str | None = None
    reason: str = ""


LegMode: TypeAlias = Literal["car", "charter", "public", "walk"]


class LegPart(ItemBase):
    """One edge of a way: what it is travelled by, and what runs there.

    ``mode`` is the link's mode; ``vehicle`` is what the party sits in on it. ``link_id``
    is null for a connector, whose time and length are estimated from the straight line,
    and for a way that was worked out elsewhere: its mode is ``given``, its ``road`` says
    by whom.

    Where a timetable tells what runs, ``service_id`` is that of the region file, ``line`` the
    train's number or the name of the service, ``departure`` when it leaves ``from_id``; it is
    at ``to_id`` at ``end``. Its times are ``estimated`` where no source in force prints them.

    Its minutes, in this order, add up to its length: ``board_min`` to get in (through the
    station, back to the parked car, at the desk of a rental), ``wait_min`` until it leaves
    (for a departure, a taxi, a driver), ``ride_min`` on the move, ``park_min`` to leave a car
    and walk to the gate, or to return it. ``hire`` says that a rented car is picked up before
    the ride, or returned after it.
    """

    mode: Mode | Literal["given"]
    vehicle: Literal[
        "car", "taxi", "bus", "shuttle", "train", "metro", "cable_car", "ferry", "plane", "walk"
    ]
    from_id: Slug
    to_id: Slug
    link_id: Slug | None
    distance_km: float
    board_min: int = 0
    wait_min: int = 0
    ride_min: int = 0
    park_min: int = 0
    hire: Literal["pick-up", "return"] | None = None
    cost_cny: float
    road: str | None = None
    estimated: bool
    service_id: Slug | None = None
    line: str | None = None
    departure: Moment | None = None


class Leg(ItemBase):
    """A way from one place to another.

    ``transfer_min`` is all getting in and out and parking, ``wait_min`` all waiting,
    ``ride_min`` all being on the move, on foot too: they add up to its length.
    """

    type: Literal["leg"] = "leg"
    from_id: Slug
    to_id: Slug
    from_name: str
    to_name: str
    mode: LegMode
    distance_km: float
    ride_min: int = 0
    transfer_min: int = 0
    wait_min: int = 0
    cost_cny: float
    parts: tuple[LegPart, ...]


class Wait(ItemBase):
    """Time spent because something has not begun yet."""

    type: Literal["wait"] = "wait"
    place_id: Slug
    name: str
    reason: str


class Free(ItemBase):
    """Time at one's own disposal; ``purpose`` names what was wished for."""

    type: Literal["free"] = "free"
    place_id: Slug
    name: str
    reason: str
    purpose: Literal["rest", "leisure", "buffer", "after-meal"] | None = None


class StayItem(ItemBase):
    """A night: from coming in to leaving on the next day. ``cost_cny`` is for all rooms.

    ``room_cny`` is a room's price on this night, ``price_estimated`` whether no source tells
    it; ``profit`` is in points. Of its time ``check_in_min`` are for checking in at a new bed.
    """

    type: Literal["stay"] = "stay"
    place_id: Slug
    name: str
    nights_so_far: int
    rooms: int
    room_cny: float = 0.0
    cost_cny: float
    price_estimated: bool = False
    stay_type: StayType | None = None
    check_in: str | None = None
    check_out: str | None = None
    check_in_min: int = 0
    profit: float = 0.0
    reason: str = ""


Item: TypeAlias = Annotated[
    Union[Visit, ActivityItem, AppointmentItem, Meal, Leg, Wait, Free, StayItem],  # noqa: UP007
    Field(discriminator="type"),
]


class Day(Model):
    """One date and its items, in time order, without overlap or hole."""

    date: date
    items: tuple[Item, ...]


class PersonCost(Model):
    """What one of the party pays: tickets by age, the rest in equal shares.

    ``age`` is null for an adult, and for a senior whose age the request does not tell.
    """

    group: Literal["adult", "child", "senior"]
    age: int | None = None
    cost_cny: float


class Totals(Model):
    """Sums over the whole trip, for the whole party.

    ``cost_by_day`` has a row for each day, with the kinds of ``cost_by_kind``;
    ``cost_by_person`` has one for each of the party. Either adds up to ``cost_cny``.
    """

    score: float
    cost_cny: float
    cost_by_kind: dict[str, float]
    cost_by_day: tuple[dict[str, float], ...] = ()
    cost_by_person: tuple[PersonCost, ...] = ()
    travel_min: int
    distance_km: float
    walk_km: float
    co2_kg: float


class Certificate(Model):
    """How good the plan is: no itinerary within ``scope`` can exceed ``upper_bound``.

    ``gap`` is (upper_bound - score) / max(1, abs(upper_bound)).
    """

    score: float
    upper_bound: float
    gap: float
    status: Literal["optimal", "feasible"]
    seconds: float
    scope: str

    @property
    def value(self) -> float:
        """The score, by the name that the literature gives it."""
        return self.score


class Indices(Model):
    """The three aims, each 0 to 100, and the parts they are made of (shares of 1)."""

    access: float
    slowness: float
    immersion: float
    parts: dict[str, float] = {}


class Satisfaction(Model):
    """What a trip holds for one traveller.

    ``points`` are what its visits and tables are worth to them, before ways and what palls;
    ``fit`` is how well the places fit their interests, 0 to 1, weighted by the time there.
    """

    name: str
    points: float
    fit: float


class Dropped(Model):
    """A wish or a place that is not in the plan, and why."""

    place_id: Slug
    reason: Literal[
        "closed",
        "hours-unknown",
        "out-of-season",
        "unreachable",
        "unsuited",
        "too-long",
        "over-budget",
        "too-late-to-book",
        "sold-out",
        "weather",
    ]
    text: str


class Notice(Model):
    """Something the traveller should know: an estimate, an old timetable, a booking."""

    code: str
    place_id: Slug | None = None
    text: str


class Spot(Model):
    """What a place that the plan touches is called and where it is."""

    name: Text
    location: Location


class Itinerary(Model):
    """A planned trip, with enough in it to check it without xytour.

    ``places`` tells of every place that an item or a part of a leg names, by its id;
    ``revision`` of the earlier plan that this one came from, if any.
    ``timezone`` is the region's, as IANA names it, null in files written before it was told;
    ``currency`` is that of all amounts, ISO 4217.
    """

    schema_version: Literal[1] = 1
    region_id: Slug
    region_name: str
    timezone: str | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    request: TripRequest
    language: Language
    days: tuple[Day, ...]
    places: dict[Slug, Spot] = {}
    totals: Totals
    score_parts: dict[str, float]
    certificate: Certificate
    indices: Indices
    satisfaction: tuple[Satisfaction, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    warnings: tuple[Notice, ...] = ()
    revision: Revision | None = None

    def items(self) -> Iterator[Item]:
        """Yield all items of all days in time order."""
        for day in self.days:
            yield from day.items

    @property
    def visits(self) -> tuple[Visit | ActivityItem, ...]:
        """The visits and activities in time order."""
        return tuple(item for item in self.items() if isinstance(item, Visit | ActivityItem))

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from xytour.model.notebook import to_notebook

        return to_notebook(self)

    def save(self, path: str | Path, **options: Any) -> Path:
        """Write the itinerary in the format that the file's suffix names.

        Parameters
        ----------
        path
            File to write; it is replaced as a whole or not at all.
        options
            Passed on to the exporter.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        ExportError
            No installed exporter knows the suffix or an option, a package that it needs is
            not installed (the message tells how to get it), or the file cannot be written.
        """
        from xytour.model.saving import save

        return save(self, Path(path), **options)
