"""What is sent about orders and what comes back, with examples for the OpenAPI document."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import ConfigDict, Field

from xytour.booking.octo.models import Contact
from xytour.booking.orders import LineState, OrderState
from xytour.model.base import Model, Slug

if TYPE_CHECKING:
    from xytour.booking.orders import Order

A_QUOTE = "Q-0123456789abcdef0123"

QuoteId = Annotated[str, Field(pattern=r"^Q-[0-9a-f]{20}$", description="Id of a quote.")]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class HoldBody(Model):
    """A quote, all of which is to be put on hold."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quote": A_QUOTE}]})

    quote: QuoteId


class Traveller(Model):
    """Who travels, as suppliers are told when something is bought."""

    full_name: Line
    email_address: Annotated[str, Field(max_length=200, pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    phone_number: Line | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None

    def for_suppliers(self) -> Contact:
        """Return the same as OCTO has it."""
        return Contact(**self.model_dump())


class ConfirmBody(Model):
    """Who travels."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"contact": {"full_name": "Li Lei", "email_address": "li@example.com"}}]
        }
    )

    contact: Traveller


class OrderLineAnswer(Model):
    """One booking of an order: what, when, at whom, how it stands, the supplier's reference."""

    name: str
    place_id: Slug
    activity_id: Slug | None
    date: date
    start: datetime
    supplier: str
    state: LineState
    reference: str | None
    expires_at: datetime | None
    note: str


class OrderAnswer(Model):
    """An order as it stands; ``expires_at`` is when the first of its holds is over."""

    id: str
    quote: QuoteId
    state: OrderState
    expires_at: datetime | None
    note: str
    bookings: tuple[OrderLineAnswer, ...]

    @classmethod
    def of(cls, order: Order, quote_id: str) -> Self:
        """Return what a caller is told of an order.

        Parameters
        ----------
        order
            As it was last written.
        quote_id
            What it was made from.
        """
        own = {"name", "place_id", "activity_id", "date", "start", "supplier"}
        kept = {"state", "reference", "expires_at", "note"}
        lines = tuple(
            OrderLineAnswer(**line.sale.model_dump(include=own), **line.model_dump(include=kept))
            for line in order.lines
        )
        return cls(
            id=order.id,
            quote=quote_id,
            state=order.state,
            expires_at=order.expires_at,
            note=order.note,
            bookings=lines,
        )
