"""From an itinerary and its sales to a quote.

Prices are converted and marked up in decimals, rounded once for one unit, and from there on
whole numbers are added: lines add up to the totals exactly.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from xytour.booking.quote_items import items_of
from xytour.errors import Fault, RequestError
from xytour.model.faults import faults_of
from xytour.model.quote import Quote, QuoteInputs, QuoteLine, QuoteRules, sha256_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.booking.sales import Sale
    from xytour.model.itinerary import Itinerary
    from xytour.model.quote import QuoteItem
    from xytour.model.region import Region

_ROUNDING = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "up": ROUND_CEILING}


def make_quote(
    itinerary: Itinerary,
    region: Region,
    *,
    sales: Sequence[Sale] = (),
    rules: QuoteRules | None = None,
    title: str = "",
    issued_at: datetime | None = None,
) -> Quote:
    """Return a quote for a trip.

    Parameters
    ----------
    itinerary
        What is offered.
    region
        Of the itinerary, for prices by the head.
    sales
        What suppliers sell of it; the rest is at the itinerary's own prices.
    rules
        How prices are made.
    title
        What the trip is called; by default the region and its dates.
    issued_at
        When, with an offset; now by default. The same inputs at the same time give the same
        quote, byte for byte.

    Raises
    ------
    RequestError
        Currencies differ and no rate is given, the itinerary is of another region, or a
        time has no offset.
    """
    if itinerary.region_id != region.id:
        reason = f"the itinerary is of region {itinerary.region_id!r}"
        fault = Fault("$.region", repr(region.id), reason, "give the itinerary's region")
        msg = "the quote cannot be made:"
        raise RequestError(msg, [fault])
    rules = rules or QuoteRules()
    days = itinerary.days
    default = f"{itinerary.region_name} {days[0].date} - {days[-1].date}"
    items = items_of(itinerary, region, sales)
    try:
        inputs = QuoteInputs(
            region_id=region.id,
            title=title or default,
            language=itinerary.language,
            itinerary_sha256=sha256_of(itinerary),
            items=tuple(item for item in items if rules.estimates or item.supplier),
            rules=rules,
            issued_at=issued_at or datetime.now(UTC).replace(microsecond=0),
        )
    except ValidationError as error:
        msg = "the quote cannot be made:"
        raise RequestError(msg, faults_of(error)) from None
    return issue(inputs)


def issue(inputs: QuoteInputs) -> Quote:
    """Return the quote that follows from inputs, always the same.

    Raises
    ------
    RequestError
        A currency has no rate.
    """
    rules = inputs.rules
    missing = {item.currency for item in inputs.items} - {rules.currency, *rules.rates}
    if missing:
        names = ", ".join(sorted(missing))
        reason = f"there are prices in {names}"
        fault = Fault("$.rules.rates", names, reason, f"give the rate to {rules.currency}")
        msg = "the quote cannot be made:"
        raise RequestError(msg, [fault])
    lines = tuple(_line(item, rules) for item in inputs.items)
    net, sale, tax = (sum(getattr(k, name) for k in lines) for name in ("net", "sale", "tax"))
    included = rules.tax is None or rules.tax.included
    digest = sha256_of(inputs)
    return Quote(
        id=f"Q-{digest[:20]}",
        issued_at=inputs.issued_at,
        valid_until=inputs.issued_at + timedelta(hours=rules.valid_hours),
        currency=rules.currency,
        precision=rules.precision,
        lines=lines,
        net=net,
        sale=sale,
        tax=tax,
        total=sale if included else sale + tax,
        margin=sale - net - (tax if included else 0),
        inputs=inputs,
        inputs_sha256=digest,
    )


def is_genuine(quote: Quote) -> bool:
    """Whether a quote is what its own inputs give: nothing in it was changed."""
    return issue(quote.inputs) == quote


def _line(item: QuoteItem, rules: QuoteRules) -> QuoteLine:
    net = _whole(_converted(item, item.net, rules), 1, "half-up")
    unit_sale = _whole(_sale_price(item, rules), rules.round_to, rules.rounding)
    sale = unit_sale * item.quantity
    return QuoteLine(
        place_id=item.place_id,
        name=item.name,
        date=item.date,
        kind=item.kind,
        unit_type=item.unit_type,
        quantity=item.quantity,
        unit_net=net,
        unit_sale=unit_sale,
        net=net * item.quantity,
        sale=sale,
        tax=_tax(sale, rules),
        supplier=item.supplier,
        estimated=item.estimated,
        free_until=item.free_until,
        terms=item.terms,
    )


def _sale_price(item: QuoteItem, rules: QuoteRules) -> Decimal:
    """Return what a customer pays for one unit, minor units, not rounded yet."""
    if rules.sell == "retail" and item.retail is not None:
        return _converted(item, item.retail, rules)
    return _converted(item, item.net, rules) * (1 + rules.markup.get(item.kind, Decimal(0)))


def _converted(item: QuoteItem, minor: int, rules: QuoteRules) -> Decimal:
    rate = Decimal(1) if item.currency == rules.currency else rules.rates[item.currency]
    return (Decimal(minor) * rate).scaleb(rules.precision - item.precision)


def _whole(amount: Decimal, step: int, rounding: str) -> int:
    return int((amount / step).quantize(Decimal(1), rounding=_ROUNDING[rounding])) * step


def _tax(sale: int, rules: QuoteRules) -> int:
    if rules.tax is None:
        return 0
    rate = rules.tax.rate
    tax = sale * rate / (1 + rate) if rules.tax.included else sale * rate
    return _whole(tax, 1, "half-up")
