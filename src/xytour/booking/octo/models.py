"""OCTO's objects, as far as a reseller needs them.

Suppliers add fields of their own, so unknown ones are passed over; what is missing or of
the wrong type is an error. Money is in minor units, as OCTO has it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

UnitType: TypeAlias = Literal[
    "ADULT", "YOUTH", "CHILD", "INFANT", "FAMILY", "SENIOR", "STUDENT", "MILITARY", "OTHER"
]
AvailabilityStatus: TypeAlias = Literal["AVAILABLE", "FREESALE", "SOLD_OUT", "LIMITED", "CLOSED"]
BookingStatus: TypeAlias = Literal[
    "ON_HOLD", "CONFIRMED", "EXPIRED", "CANCELLED", "REDEEMED", "PENDING", "REJECTED"
]
ON_SALE = frozenset({"AVAILABLE", "FREESALE", "LIMITED"})


class OctoModel(BaseModel):
    """Base: frozen, camelCase on the wire, open to fields that it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True
    )


class Contact(OctoModel):
    """Who a supplier is, or who travels."""

    full_name: str | None = None
    email_address: str | None = None
    phone_number: str | None = None
    locales: tuple[str, ...] = ()
    country: str | None = None


class Supplier(OctoModel):
    """Who sells."""

    id: str
    name: str
    endpoint: str | None = None
    contact: dict[str, Any] = {}


class UnitRestrictions(OctoModel):
    """Who may buy a unit, and how many."""

    min_age: int | None = None
    max_age: int | None = None
    min_quantity: int | None = None
    max_quantity: int | None = None
    pax_count: int = 1


class Unit(OctoModel):
    """A kind of ticket, such as that of an adult."""

    id: str
    internal_name: str = ""
    type: UnitType
    restrictions: UnitRestrictions = UnitRestrictions()


class OptionRestrictions(OctoModel):
    """How many units an option is sold in."""

    min_units: int | None = None
    max_units: int | None = None


class Option(OctoModel):
    """A variant of a product."""

    id: str
    default: bool = False
    internal_name: str = ""
    availability_local_start_times: tuple[str, ...] = ()
    cancellation_cutoff: str = ""
    cancellation_cutoff_amount: int = 0
    cancellation_cutoff_unit: Literal["minute", "hour", "day"] = "hour"
    restrictions: OptionRestrictions = OptionRestrictions()
    units: tuple[Unit, ...]


class Product(OctoModel):
    """What is sold."""

    id: str
    internal_name: str = ""
    time_zone: str | None = None
    availability_required: bool = True
    availability_type: Literal["START_TIME", "OPENING_HOURS"]
    options: tuple[Option, ...]

    def find_option(self, option_id: str) -> Option | None:
        """Return an option, or None."""
        return next((option for option in self.options if option.id == option_id), None)


class IncludedTax(OctoModel):
    """A tax that is part of a price, minor units."""

    name: str
    retail: int = 0
    net: int | None = None


class Pricing(OctoModel):
    """A price in minor units: list price, what travellers pay, what the reseller pays."""

    original: int
    retail: Annotated[int, Field(ge=0)]
    net: Annotated[int, Field(ge=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    currency_precision: Annotated[int, Field(ge=0, le=4)]
    included_taxes: tuple[IncludedTax, ...] = ()


class UnitPricing(Pricing):
    """The price of one unit."""

    unit_id: str


class OpeningHours(OctoModel):
    """From when to when, local clock times."""

    from_: Annotated[str, Field(alias="from", pattern=r"^\d{2}:\d{2}$")]
    to: Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")]


class Availability(OctoModel):
    """One session, or one day, that can be bought or cannot."""

    id: str
    local_date_time_start: datetime
    local_date_time_end: datetime
    utc_cutoff_at: datetime | None = None
    all_day: bool = False
    available: bool
    status: AvailabilityStatus
    vacancies: int | None = None
    capacity: int | None = None
    max_units: int | None = None
    opening_hours: tuple[OpeningHours, ...] = ()
    unit_pricing: tuple[UnitPricing, ...] = ()
    pricing: Pricing | None = None


class CalendarDay(OctoModel):
    """One date of a product's calendar."""

    local_date: date
    available: bool
    status: AvailabilityStatus
    vacancies: int | None = None
    capacity: int | None = None
    opening_hours: tuple[OpeningHours, ...] = ()
    pricing_from: Pricing | None = None


class UnitItem(OctoModel):
    """One ticket of a booking."""

    uuid: str | None = None
    unit_id: str
    status: BookingStatus | None = None
    ticket: dict[str, Any] | None = None


class Cancellation(OctoModel):
    """How a booking was given back."""

    refund: Literal["FULL", "PARTIAL", "NONE"] = "NONE"
    reason: str | None = None
    utc_cancelled_at: datetime | None = None


class Booking(OctoModel):
    """A reservation at a supplier, on hold, confirmed or over."""

    id: str
    uuid: str
    reseller_reference: str | None = None
    supplier_reference: str | None = None
    status: BookingStatus
    utc_expires_at: datetime | None = None
    utc_confirmed_at: datetime | None = None
    product_id: str
    option_id: str
    cancellable: bool = True
    cancellation: Cancellation | None = None
    availability_id: str | None = None
    unit_items: tuple[UnitItem, ...] = ()
    voucher: dict[str, Any] | None = None
    pricing: Pricing | None = None


class Refusal(OctoModel):
    """The body of an error."""

    error: str
    error_message: str = ""
