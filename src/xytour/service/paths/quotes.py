"""Quotes: what a plan costs a customer, by the operator's rules, fixed once issued.

Prices are the itinerary's own, and those that are estimates are marked so.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool

from xytour.booking.quoting import make_quote
from xytour.model.quote import Quote
from xytour.service.bodies import QuoteBody
from xytour.service.callers import Caller, TheDesk
from xytour.service.desk import trusting
from xytour.service.problems import documented

router = APIRouter(tags=["quotes"], prefix="/v1/quotes", responses=documented(404, 503))

QuoteId = Annotated[str, Path(pattern=r"^Q-[0-9a-f]{20}$")]
View = Annotated[
    Literal["agency", "customer"],
    Query(description="`customer` leaves out what the agency pays, and to whom."),
]


@router.post("", status_code=201)
async def issue(desk: TheDesk, caller: Caller, body: QuoteBody) -> Quote:
    """Issue a quote for a plan, and keep it."""
    itinerary = await desk.itinerary(body, caller)
    region, rules = desk.planner(itinerary.region_id).region, desk.settings.quote_rules

    def quote() -> Quote:
        made = trusting(lambda: make_quote(itinerary, region, rules=rules, title=body.title))
        desk.store.issue(made, caller)
        return made

    return await run_in_threadpool(quote)


@router.get("/{quote_id}")
def quote(
    desk: TheDesk, caller: Caller, quote_id: QuoteId, view: View = "agency"
) -> Quote | dict[str, Any]:
    """Return a quote as it was issued."""
    kept = desk.store.quote(quote_id, caller)
    return kept if view == "agency" else kept.for_customer()
