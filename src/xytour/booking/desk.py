"""The booking desk: reserve all or nothing, confirm all or give all back, after a crash too.

A supplier cannot be made to forget: each reservation's uuid is kept before it is asked for,
so that asking again finds the same booking, and what was begun can be finished or given
back by whoever comes after.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xytour.booking.orders import Ledger, Order
from xytour.errors import BookingError, SupplierError, SupplierRefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xytour.booking.octo.client import OctoClient
    from xytour.booking.octo.models import Booking, Contact
    from xytour.booking.orders import OrderLine
    from xytour.booking.sales import Sale
    from xytour.booking.store import Store
    from xytour.booking.suppliers import LiveSupplier

OVER = frozenset({"CANCELLED", "EXPIRED", "REJECTED"})
UNKNOWN_UUID = "INVALID_BOOKING_UUID"


class Desk:
    """Books for an agency; may be used from many threads and processes on one store.

    Parameters
    ----------
    store
        Where orders are kept.
    suppliers
        Whom to ask.
    hold_minutes
        How long suppliers are asked to hold.
    lease_s
        Seconds without a step after which an order counts as abandoned; longer than a
        supplier may take for one answer.
    clock
        Seconds since 1970.
    """

    def __init__(
        self,
        store: Store,
        suppliers: Sequence[LiveSupplier],
        *,
        hold_minutes: int = 30,
        lease_s: float = 120.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.ledger = Ledger(store, lease_s, clock)
        self._clients: dict[str, OctoClient] = {one.name: one.client for one in suppliers}
        self._hold_minutes = hold_minutes

    def order(self, order_id: str) -> Order:
        """Return an order as it was last written."""
        return self.ledger.order(order_id)

    def reserve(self, order_id: str, sales: Sequence[Sale]) -> Order:
        """Put all that is sold for a trip on hold, or nothing.

        Parameters
        ----------
        order_id
            Of the agency's making; asked again with the same one, nothing is held twice.
        sales
            What to hold, from :func:`xytour.booking.sales.sales_of`.

        Returns
        -------
        Order
            Held.

        Raises
        ------
        BookingError
            Something could not be held; the message says what was given back. Or the id is
            that of another order.
        """
        if not sales:
            msg = f"order {order_id!r}: there is nothing to book"
            raise BookingError(msg, order_id=order_id)
        with self._working(order_id, self.ledger.create(order_id, sales)) as token:
            order = self.order(order_id)
            if [line.sale for line in order.lines] != list(sales):
                msg = f"order {order_id!r} is of other things already; choose another id"
                raise BookingError(msg, order_id=order_id)
            if order.state != "reserving":
                if order.state in {"released", "releasing", "standing"}:
                    msg = f"order {order_id!r} was given back already; choose another id"
                    raise BookingError(msg, order_id=order_id)
                return order
            return self._reserve_all(order, token)

    def confirm(self, order_id: str, contact: Contact) -> Order:
        """Buy all that is on hold, or give all of it back.

        Parameters
        ----------
        order_id
            An order on hold.
        contact
            Who travels.

        Returns
        -------
        Order
            Confirmed; or pending, where a supplier wants time to answer.

        Raises
        ------
        BookingError
            Not everything could be bought: the message says what was given back and what
            still stands. Or a supplier fell silent: `recover` then goes on.
        """
        with self._working(order_id) as token:
            order = self.order(order_id)
            if order.state in {"confirmed", "pending"}:
                return order
            if order.state not in {"held", "confirming"}:
                msg = f"order {order_id!r} is {order.state}: only what is held can be confirmed"
                raise BookingError(msg, order_id=order_id)
            self.ledger.mark(order_id, token, "confirming", contact=contact.model_dump_json())
            return self._confirm_all(self.order(order_id), token)

    def release(self, order_id: str) -> Order:
        """Give everything of an order back, holds and bookings.

        Raises
        ------
        BookingError
            Something could not be given back.
        """
        with self._working(order_id) as token:
            order = self.order(order_id)
            if order.state == "released":
                return order
            order = self._release_all(order, token, "given back as asked")
            if order.state != "released":
                raise self._left_over(order, f"order {order_id!r} is not wholly given back")
            return order

    def recover(self) -> list[Order]:
        """Finish or give back what was broken off; call it at every start, and now and then.

        Orders that were being reserved are given back, those that were being confirmed are
        confirmed or given back, holds that are over are closed. Whatever still cannot be
        settled is tried again the next time.

        Returns
        -------
        list of Order
            Those that were worked on, as they stand now.
        """
        found = []
        for order_id in self.ledger.abandoned():
            try:
                with self._working(order_id) as token:
                    self._settle(self.order(order_id), token)
            except BookingError:
                pass  # its state and note say it, or somebody else is at it
            found.append(self.order(order_id))
        return found

    def _settle(self, order: Order, token: str) -> None:
        if order.state in {"confirming", "pending"}:
            self._confirm_all(order, token)
        elif order.state == "held":
            self._release_all(order, token, "the hold was over")
        elif order.state in {"reserving", "releasing"}:
            self._release_all(order, token, order.note or "broken off while it was reserved")

    def _reserve_all(self, order: Order, token: str) -> Order:
        for line in order.lines:
            if line.state == "held":
                continue
            self.ledger.step(order.id, token, line.line, "reserving")
            try:
                booking = self._reserve(order, line)
            except SupplierError as error:
                why = f"{line.sale.name} could not be held: {error}"
                given = self._release_all(self.order(order.id), token, why)
                raise self._left_over(given, why) from error
            self.ledger.step(order.id, token, line.line, "held", **_facts(booking))
        self.ledger.mark(order.id, token, "held")
        return self.order(order.id)

    def _reserve(self, order: Order, line: OrderLine) -> Booking:
        sale = line.sale
        units = {unit.unit_id: unit.quantity for unit in sale.units}
        client = self._client(line)
        try:
            booking = client.reserve(
                line.uuid,
                sale.product_id,
                sale.option_id,
                sale.availability_id,
                units,
                expiration_minutes=self._hold_minutes,
                reseller_reference=order.id,
                currency=sale.currency,
            )
        except SupplierRefusalError as refused:
            # Perhaps an earlier question made it, and this supplier refuses a known uuid.
            try:
                booking = client.booking(line.uuid)
            except SupplierRefusalError:
                raise refused from None
        asked = line.uuid, sale.product_id, sale.option_id, sum(units.values())
        got = booking.uuid, booking.product_id, booking.option_id, len(booking.unit_items)
        if booking.status != "ON_HOLD" or asked != got:
            msg = (
                f"supplier {sale.supplier!r} answered with a booking that is {booking.status}, "
                f"of {got}; asked for {asked}"
            )
            raise SupplierError(msg, supplier=sale.supplier)
        if rise := sale.rise(booking.pricing):
            msg = f"supplier {sale.supplier!r} has a new price: {rise}; quote it anew"
            raise SupplierError(msg, supplier=sale.supplier)
        return booking

    def _confirm_all(self, order: Order, token: str) -> Order:
        try:
            # Look before buying anything: most that can go wrong shows here.
            stand = {line.line: self._client(line).booking(line.uuid) for line in order.lines}
            for line in order.lines:
                booking = stand[line.line]
                if booking.status == "ON_HOLD":
                    self._expect_none_over(order, stand)
                    self.ledger.step(order.id, token, line.line, "confirming")
                    booking = self._confirm(order, line)
                self._bought(order, line, booking, token)
        except SupplierRefusalError as error:
            why = f"not everything could be confirmed: {error}"
            given = self._release_all(self.order(order.id), token, why)
            raise self._left_over(given, why) from error
        except SupplierError as error:
            msg = f"order {order.id!r}: not known yet whether all is confirmed: {error}"
            self.ledger.mark(order.id, token, "confirming", note=msg)
            raise BookingError(msg, order_id=order.id) from error
        waits = any(line.state == "pending" for line in self.order(order.id).lines)
        self.ledger.mark(order.id, token, "pending" if waits else "confirmed", note="")
        return self.order(order.id)

    def _expect_none_over(self, order: Order, stand: dict[int, Booking]) -> None:
        for line in order.lines:
            status = stand[line.line].status
            if status in OVER:
                raise _refusal(line, f"{line.sale.name} is {status.lower()}", status)

    def _confirm(self, order: Order, line: OrderLine) -> Booking:
        assert order.contact is not None  # noqa: S101 (written before confirming begins)
        try:
            return self._client(line).confirm(line.uuid, order.contact, reseller_reference=order.id)
        except SupplierRefusalError:
            # Perhaps it was confirmed by a question whose answer was lost.
            booking = self._client(line).booking(line.uuid)
            if booking.status not in {"CONFIRMED", "REDEEMED", "PENDING"}:
                raise
            return booking

    def _bought(self, order: Order, line: OrderLine, booking: Booking, token: str) -> None:
        if booking.status in {"CONFIRMED", "REDEEMED"}:
            self.ledger.step(order.id, token, line.line, "confirmed", **_facts(booking))
        elif booking.status == "PENDING":
            self.ledger.step(order.id, token, line.line, "pending", **_facts(booking))
        else:
            told = f"{line.sale.name} is {booking.status.lower()}"
            raise _refusal(line, told, booking.status)

    def _release_all(self, order: Order, token: str, why: str) -> Order:
        self.ledger.mark(order.id, token, "releasing", note=why)
        for line in order.lines:
            if line.state == "released":
                continue
            if line.state == "planned":
                self.ledger.step(order.id, token, line.line, "released", note="never asked for")
                continue
            self.ledger.step(order.id, token, line.line, "releasing")
            try:
                note = self._give_back(line, why)
            except SupplierRefusalError as error:
                self.ledger.step(order.id, token, line.line, "standing", note=str(error))
            except SupplierError as error:
                self.ledger.step(order.id, token, line.line, "releasing", note=str(error))
            else:
                self.ledger.step(order.id, token, line.line, "released", note=note)
        states = {line.state for line in self.order(order.id).lines}
        if "releasing" not in states:
            state = "standing" if "standing" in states else "released"
            self.ledger.mark(order.id, token, state, note=why)  # type: ignore[arg-type]
        return self.order(order.id)

    def _give_back(self, line: OrderLine, why: str) -> str:
        """Give one booking back; return what became of it.

        Raises
        ------
        SupplierRefusalError
            The supplier does not take it back.
        SupplierError
            It does not answer.
        """
        client = self._client(line)
        try:
            status = client.cancel(line.uuid, reason=why[:200]).status
        except SupplierRefusalError as refused:
            if refused.code == UNKNOWN_UUID:
                return "the supplier never made it"
            status = client.booking(line.uuid).status
            if status not in OVER:
                raise
        if status not in OVER:
            told = f"{line.sale.name} is still {status.lower()}"
            raise _refusal(line, told, status)
        return status.lower()

    def _client(self, line: OrderLine) -> OctoClient:
        name = line.sale.supplier
        if name not in self._clients:
            msg = f"supplier {name!r} is not among those of this desk"
            raise SupplierError(msg, supplier=name)
        return self._clients[name]

    @contextmanager
    def _working(self, order_id: str, token: str | None = None) -> Iterator[str]:
        token = token or self.ledger.take(order_id)
        try:
            yield token
        finally:
            self.ledger.leave(order_id, token)

    def _left_over(self, order: Order, why: str) -> BookingError:
        """Return the error that says what was given back and what still stands."""
        names = {
            state: [line.sale.name for line in order.lines if line.state == state]
            for state in ("released", "releasing", "standing")
        }
        parts = [why]
        if names["released"]:
            parts.append(f"given back or never made: {', '.join(names['released'])}")
        if names["releasing"]:
            why_not = [
                f"{line.sale.name} ({line.note})"
                for line in order.lines
                if line.state == "releasing"
            ]
            parts.append(f"not given back yet, recover() tries again: {', '.join(why_not)}")
        standing = [
            line.reference or line.booking_id or line.uuid
            for line in order.lines
            if line.state == "standing"
        ]
        if standing:
            told = ", ".join(names["standing"])
            parts.append(f"still standing, call the supplier: {told} ({', '.join(standing)})")
        return BookingError("; ".join(parts), order_id=order.id, standing=standing)


def _facts(booking: Booking) -> dict[str, object]:
    """Return what is kept of a booking."""
    expires = booking.utc_expires_at
    return {
        "booking_id": booking.id,
        "reference": booking.supplier_reference,
        "expires_at": None if expires is None else expires.timestamp(),
        "note": "",
    }


def _refusal(line: OrderLine, told: str, status: str) -> SupplierRefusalError:
    name = line.sale.supplier
    return SupplierRefusalError(f"supplier {name!r}: {told}", supplier=name, code=status)
