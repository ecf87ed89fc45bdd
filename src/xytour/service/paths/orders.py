"""Orders: what a quote offers, on hold at suppliers, bought, or given back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Path, Request
from starlette.concurrency import run_in_threadpool

from xytour.errors import BookingError, Fault, RequestError
from xytour.service.bookings import order_id_of
from xytour.service.callers import Caller, TheDesk
from xytour.service.order_bodies import ConfirmBody, HoldBody, OrderAnswer
from xytour.service.problems import NotFoundError, documented

if TYPE_CHECKING:
    from collections.abc import Callable

    from xytour.booking.orders import Order
    from xytour.service.desk import Desk

router = APIRouter(tags=["orders"], prefix="/v1/orders", responses=documented(404, 409, 502, 503))

OrderId = Annotated[str, Path(pattern=r"^O-[0-9a-f]{32}$", description="Id of an order.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._~-]{1,200}$",
        description="The caller's own name for the order: sent again, nothing is held twice. "
        "Without one, the quote's id: a quote has one order.",
    ),
]


@router.post("", status_code=201)
async def hold(
    http: Request, desk: TheDesk, caller: Caller, body: HoldBody, key: Key = None
) -> OrderAnswer:
    """Put all that suppliers sell of a quote on hold, or nothing.

    What cannot be held gives back the rest: 409 tells what and why.
    """
    order_id = order_id_of(caller, key or body.quote)
    sales = await run_in_threadpool(desk.store.sales, body.quote, caller)
    await run_in_threadpool(_begin, desk, caller, body.quote, order_id)
    return await _answered(
        http, desk, body.quote, len(sales), lambda: desk.bookings.hold(order_id, sales)
    )


@router.get("/{order_id}")
def order(desk: TheDesk, caller: Caller, order_id: OrderId) -> OrderAnswer:
    """Tell how an order stands, as it was last written; suppliers are not asked."""
    quote_id = desk.store.order_quote(order_id, caller)
    return OrderAnswer.of(_known(desk, order_id), quote_id)


@router.post("/{order_id}/confirm")
async def confirm(
    http: Request, desk: TheDesk, caller: Caller, order_id: OrderId, body: ConfirmBody
) -> OrderAnswer:
    """Buy all that is on hold, or give all of it back.

    The answer is `confirmed`, or `pending` where a supplier takes its time. 409 tells that nothing
    was bought, or in `standing` what could not be given back. 503 `unsettled`: a supplier is
    silent; ask again, nothing is bought twice, and the service finds out by itself.
    """
    quote_id = await run_in_threadpool(desk.store.order_quote, order_id, caller)
    held = await run_in_threadpool(_known, desk, order_id)
    contact = body.contact.for_suppliers()
    return await _answered(
        http, desk, quote_id, len(held.lines), lambda: desk.bookings.confirm(order_id, contact)
    )


@router.post("/{order_id}/cancel")
async def cancel(http: Request, desk: TheDesk, caller: Caller, order_id: OrderId) -> OrderAnswer:
    """Give everything of an order back, holds and bookings; asked again, it stays so."""
    quote_id = await run_in_threadpool(desk.store.order_quote, order_id, caller)
    held = await run_in_threadpool(_known, desk, order_id)
    return await _answered(
        http, desk, quote_id, len(held.lines), lambda: desk.bookings.cancel(order_id)
    )


def _begin(desk: Desk, caller: str, quote_id: str, order_id: str) -> None:
    """Write down whose order it is; a repetition finds it there."""
    known = desk.store.begin_order(order_id, caller, quote_id)
    if known is None:
        quote = desk.store.quote(quote_id, caller)
        if not quote.is_valid(datetime.now(UTC)):
            msg = f"quote {quote_id} was valid until {quote.valid_until}; issue a new one"
            desk.store.forget_order(order_id, caller)
            raise BookingError(msg)
    elif known != quote_id:
        reason = f"it names an order of quote {known}"
        fault = Fault("header Idempotency-Key", order_id, reason, "send another key")
        msg = "the key is in use:"
        raise RequestError(msg, [fault])


def _known(desk: Desk, order_id: str) -> Order:
    try:
        return desk.bookings.desk.order(order_id)
    except BookingError as error:
        msg = "the order was never begun; ask for it again with the same key"
        raise NotFoundError(msg) from error


async def _answered(
    http: Request, desk: Desk, quote_id: str, bookings: int, step: Callable[[], Order]
) -> OrderAnswer:
    """Return what came of a step that may ask suppliers about so many bookings, thrice each."""
    seconds = desk.settings.supplier_seconds * 3 * bookings
    order = await desk.work(http, seconds, lambda _: step(), desk.bookings.pool)
    return OrderAnswer.of(order, quote_id)
