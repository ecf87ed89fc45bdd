"""Quotes: what a plan costs a customer, by the operator's rules, fixed once issued.

Prices are those of the suppliers where they sell; the rest is at the itinerary's own, and
what is an estimate is marked so.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from xytour.booking.quoting import make_quote
from xytour.booking.sales import sales_of
from xytour.model.quote import Quote
from xytour.service.bodies import QuoteBody
from xytour.service.callers import Caller, TheDesk
from xytour.service.desk import trusting
from xytour.service.order_bodies import QuoteId
from xytour.service.problems import documented

router = APIRouter(tags=["quotes"], prefix="/v1/quotes", responses=documented(404, 409, 502, 503))

View = Annotated[
    Literal["agency", "customer"],
    Query(description="`customer` leaves out what the agency pays, and to whom."),
]


@router.post("", status_code=201)
async def issue(http: Request, desk: TheDesk, caller: Caller, body: QuoteBody) -> Quote:
    """Issue a quote for a plan, and keep it.

    Suppliers are asked what they have left of it: 409 names what is sold out by now.
    """
    itinerary = await desk.itinerary(body, caller)
    region, rules = desk.planner(itinerary.region_id).region, desk.settings.quote_rules
    suppliers = desk.bookings.suppliers[region.id]

    def quote() -> Quote:
        sales = trusting(lambda: sales_of(itinerary, suppliers))
        # To the microsecond: two customers of one plan have two quotes, and so two orders.
        now = datetime.now(UTC)
        made = trusting(
            lambda: make_quote(
                itinerary, region, sales=sales, rules=rules, title=body.title, issued_at=now
            )
        )
        desk.store.issue(made, caller, sales)
        return made

    seconds = desk.settings.supplier_seconds * len(suppliers)
    return await desk.work(http, seconds, lambda _: quote(), desk.bookings.pool)


@router.get("/{quote_id}")
def quote(
    desk: TheDesk, caller: Caller, quote_id: QuoteId, view: View = "agency"
) -> Quote | dict[str, Any]:
    """Return a quote as it was issued."""
    kept = desk.store.quote(quote_id, caller)
    return kept if view == "agency" else kept.for_customer()
