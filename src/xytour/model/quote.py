"""A quote: what a trip costs a customer, line by line, fixed once it is issued.

All money is whole minor units of the quote's currency. A quote holds the inputs that it was
worked out from, so that anybody can work it out again; what a customer may see of it is
:meth:`Quote.for_customer`.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from xytour.model.base import Language, Model, Slug
from xytour.model.money import money_text

if TYPE_CHECKING:
    from xytour.model.itinerary import Itinerary

Currency: TypeAlias = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Precision: TypeAlias = Annotated[int, Field(ge=0, le=4)]
Minor: TypeAlias = Annotated[int, Field(ge=0)]
Rounding: TypeAlias = Literal["half-up", "half-even", "up"]
Kind: TypeAlias = Literal["ticket", "activity", "meal", "stay", "transport"]
UnitType: TypeAlias = Literal[
    "ADULT",
    "YOUTH",
    "CHILD",
    "INFANT",
    "FAMILY",
    "SENIOR",
    "STUDENT",
    "MILITARY",
    "OTHER",
    "PERSON",
    "ROOM",
    "PARTY",
]
"""OCTO's types of unit, and one of the party, a room and night, all of the party."""


class TaxRule(Model):
    """A tax on the sale: its rate as a share of 1, and whether sale prices include it."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    rate: Annotated[Decimal, Field(ge=0, le=1)]
    included: bool = True


class QuoteRules(Model):
    """How an agency makes prices.

    Parameters
    ----------
    currency, precision
        Of the quote, and how many decimals its minor unit stands for.
    rates
        What one unit of another currency is worth in the quote's.
    sell
        ``retail``: at the supplier's own price to travellers, where it tells one;
        ``markup``: at what the agency pays plus its mark-up.
    markup
        Share of 1 on what the agency pays, by kind; none by default.
    tax
        On all that is sold; None leaves out taxes of the agency's own.
    round_to
        Sale prices of one unit are whole multiples of this many minor units.
    rounding
        How: halves up, halves to the even multiple, or always up.
    valid_hours
        How long a quote holds.
    estimates
        Whether what no supplier sells is in it, at the itinerary's own prices.
    """

    currency: Currency = "CNY"
    precision: Precision = 2
    rates: dict[Currency, Annotated[Decimal, Field(gt=0)]] = {}
    sell: Literal["retail", "markup"] = "retail"
    markup: dict[Kind, Annotated[Decimal, Field(ge=0, le=10)]] = {}
    tax: TaxRule | None = None
    round_to: Annotated[int, Field(ge=1, le=100_000)] = 1
    rounding: Rounding = "half-up"
    valid_hours: Annotated[int, Field(ge=1, le=8_760)] = 48
    estimates: bool = True


class QuoteItem(Model):
    """One thing before its price is made: what the agency pays, and what travellers would.

    Parameters
    ----------
    place_id, name, date
        What and when; no place for getting around.
    kind
        What the money is for.
    unit_type, quantity
        What is counted.
    currency, precision
        Of the two prices.
    net, retail
        Of one unit, minor units; no retail where none is told.
    supplier
        Who sells it; None for the itinerary's own price.
    estimated
        Whether no source or supplier tells the price.
    free_until, terms
        Until when it is given back for nothing, and the supplier's words for it.
    """

    place_id: Slug | None
    name: str
    date: date
    kind: Kind
    unit_type: UnitType
    quantity: Annotated[int, Field(gt=0)]
    currency: Currency
    precision: Precision
    net: Minor
    retail: Minor | None = None
    supplier: str | None = None
    estimated: bool = False
    free_until: datetime | None = None
    terms: str = ""


class QuoteInputs(Model):
    """All that a quote follows from."""

    region_id: Slug
    title: str
    language: Language
    itinerary_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    items: tuple[QuoteItem, ...]
    rules: QuoteRules
    issued_at: datetime

    @model_validator(mode="after")
    def _check_zone(self) -> Self:
        if self.issued_at.tzinfo is None:
            msg = "issued_at has no offset; give one, such as +08:00"
            raise ValueError(msg)
        return self


class QuoteLine(Model):
    """One line: so many units at so much. ``sale`` is what the customer pays for them.

    ``tax`` is the tax on it, part of ``sale`` where the quote's tax is included.
    """

    place_id: Slug | None
    name: str
    date: date
    kind: Kind
    unit_type: UnitType
    quantity: int
    unit_net: Minor
    unit_sale: Minor
    net: Minor
    sale: Minor
    tax: Minor
    supplier: str | None
    estimated: bool
    free_until: datetime | None
    terms: str


class Quote(Model):
    """What a trip costs a customer.

    ``total`` is what is to be paid: ``sale``, and ``tax`` too where prices do not include
    it. ``margin`` is what is left to the agency of the sale without tax.
    """

    schema_version: Literal[1] = 1
    id: str
    issued_at: datetime
    valid_until: datetime
    currency: Currency
    precision: Precision
    lines: tuple[QuoteLine, ...]
    net: Minor
    sale: Minor
    tax: Minor
    total: Minor
    margin: int
    inputs: QuoteInputs
    inputs_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    def amount(self, minor: int) -> str:
        """Return an amount in whole units, with the currency's decimals.

        Parameters
        ----------
        minor
            Minor units.
        """
        return f"{Decimal(minor).scaleb(-self.precision):,.{self.precision}f}"

    @property
    def total_text(self) -> str:
        """What is to be paid, with its currency, as people read it."""
        return money_text(float(Decimal(self.total).scaleb(-self.precision)), self.currency)

    def is_of(self, itinerary: Itinerary) -> bool:
        """Whether the quote was made for an itinerary, just as that stands."""
        return self.inputs.itinerary_sha256 == sha256_of(itinerary)

    def is_valid(self, at: datetime) -> bool:
        """Whether the quote holds at a time."""
        return self.issued_at <= at < self.valid_until

    def for_customer(self) -> dict[str, Any]:
        """Return the quote without what the agency pays and to whom, as JSON's values."""
        hidden = {"unit_net", "net", "supplier"}
        whole = self.model_dump(mode="json", exclude={"inputs", "net", "margin"})
        whole["lines"] = [
            {key: value for key, value in line.items() if key not in hidden}
            for line in whole["lines"]
        ]
        tax = self.inputs.rules.tax
        whole["tax_name"] = None if tax is None else tax.name
        whole["tax_included"] = tax is None or tax.included
        return whole


def sha256_of(model: Model) -> str:
    """Return the SHA-256 of a model's JSON, hexadecimal, whatever the order of its keys."""
    value = model.model_dump(mode="json")
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
