"""Orders as they stand: what was asked of whom, how far it got, who is at work on it.

Every step is written before it is taken, in one transaction with the lease of whoever takes
it: who lost the lease cannot write, and so takes no further step.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

from xytour.booking.octo.models import Contact
from xytour.booking.sales import Sale
from xytour.errors import BookingError, StoreError
from xytour.model.base import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from xytour.booking.store import Store

OrderState: TypeAlias = Literal[
    "reserving", "held", "confirming", "pending", "confirmed", "releasing", "released", "standing"
]
"""``pending`` waits for a supplier's word; ``standing`` needs a person: see the note."""

LineState: TypeAlias = Literal[
    "planned",
    "reserving",
    "held",
    "confirming",
    "pending",
    "confirmed",
    "releasing",
    "released",
    "standing",
]
UNFINISHED = ("reserving", "confirming", "pending", "releasing")


class OrderLine(Model):
    """One booking of an order."""

    line: int
    uuid: str
    sale: Sale
    state: LineState
    booking_id: str | None = None
    reference: str | None = None
    expires_at: datetime | None = None
    note: str = ""


class Order(Model):
    """All bookings of one trip, which stand or fall together."""

    id: Annotated[str, Field(min_length=1, max_length=80)]
    state: OrderState
    lines: tuple[OrderLine, ...]
    note: str = ""
    contact: Contact | None = None

    @property
    def expires_at(self) -> datetime | None:
        """When the first of its holds is over, None if none is on hold."""
        times = [k.expires_at for k in self.lines if k.state == "held" and k.expires_at]
        return min(times, default=None)


@dataclass(frozen=True)
class Ledger:
    """Reads and writes orders.

    Parameters
    ----------
    store
        Where they are.
    lease_s
        Seconds without a step after which an order counts as abandoned.
    clock
        Seconds since 1970.
    """

    store: Store
    lease_s: float = 120.0
    clock: Callable[[], float] = time.time

    def create(self, order_id: str, sales: Sequence[Sale]) -> str | None:
        """Write a new order and take it; return its token, None if the id is known already."""
        try:
            return self._create(order_id, sales)
        except StoreError:
            try:
                self.order(order_id)
            except BookingError:
                pass
            else:
                return None  # somebody else was quicker by a moment
            raise

    def _create(self, order_id: str, sales: Sequence[Sale]) -> str | None:
        from sqlalchemy import insert, select

        orders, bookings = self.store.orders, self.store.bookings
        token, now = uuid.uuid4().hex, self.clock()
        with self.store.writing() as connection:
            if connection.execute(select(orders.c.id).where(orders.c.id == order_id)).first():
                return None
            row = {"id": order_id, "state": "reserving", "created_at": now}
            lease = {"owner": token, "leased_until": now + self.lease_s}
            connection.execute(insert(orders).values(**row, **lease))
            for line, sale in enumerate(sales):
                connection.execute(
                    insert(bookings).values(
                        order_id=order_id,
                        line=line,
                        uuid=str(uuid.uuid4()),
                        sale=sale.model_dump_json(),
                        state="planned",
                    )
                )
            self._log(connection, order_id, None, f"ordered: {len(sales)} bookings")
        return token

    def order(self, order_id: str) -> Order:
        """Return an order.

        Raises
        ------
        BookingError
            There is none of that id.
        """
        from sqlalchemy import select

        orders, bookings = self.store.orders, self.store.bookings
        with self.store.writing() as connection:
            row = connection.execute(select(orders).where(orders.c.id == order_id)).first()
            lines = connection.execute(
                select(bookings).where(bookings.c.order_id == order_id).order_by(bookings.c.line)
            ).all()
        if row is None:
            msg = f"there is no order {order_id!r}"
            raise BookingError(msg, order_id=order_id)
        return Order(
            id=order_id,
            state=row.state,
            lines=tuple(_line(line) for line in lines),
            note=row.note or "",
            contact=None if row.contact is None else Contact.model_validate_json(row.contact),
        )

    def take(self, order_id: str) -> str:
        """Take an order to work on; return the token that further steps need.

        Raises
        ------
        BookingError
            Somebody else is at work on it.
        """
        from sqlalchemy import or_, update

        token, now, table = uuid.uuid4().hex, self.clock(), self.store.orders
        free = or_(table.c.owner.is_(None), table.c.leased_until < now)
        with self.store.writing() as connection:
            taken = connection.execute(
                update(table)
                .where(table.c.id == order_id, free)
                .values(owner=token, leased_until=now + self.lease_s)
            )
        if taken.rowcount != 1:
            msg = f"order {order_id!r} is being worked on; ask again in a moment"
            raise BookingError(msg, order_id=order_id)
        return token

    def leave(self, order_id: str, token: str) -> None:
        """Let others work on an order; nothing happens where the lease is lost already."""
        from sqlalchemy import update

        table = self.store.orders
        with self.store.writing() as connection:
            connection.execute(
                update(table)
                .where(table.c.id == order_id, table.c.owner == token)
                .values(owner=None, leased_until=0.0)
            )

    def mark(self, order_id: str, token: str, state: OrderState, **fields: Any) -> None:
        """Write the state of an order.

        Raises
        ------
        BookingError
            The lease is lost.
        """
        with self.store.writing() as connection:
            self._renew(connection, order_id, token, state=state, **fields)
            told = f": {fields['note']}" if fields.get("note") else ""
            self._log(connection, order_id, None, f"{state}{told}")

    def step(self, order_id: str, token: str, line: int, state: LineState, **fields: Any) -> None:
        """Write the state of a booking.

        Raises
        ------
        BookingError
            The lease is lost.
        """
        from sqlalchemy import update

        table = self.store.bookings
        with self.store.writing() as connection:
            self._renew(connection, order_id, token)
            connection.execute(
                update(table)
                .where(table.c.order_id == order_id, table.c.line == line)
                .values(state=state, **fields)
            )
            told = f": {fields['note']}" if fields.get("note") else ""
            self._log(connection, order_id, line, f"{state}{told}")

    def abandoned(self) -> list[str]:
        """Return the orders that nobody works on and that are not finished, oldest first."""
        from sqlalchemy import and_, exists, or_, select

        orders, bookings, now = self.store.orders, self.store.bookings, self.clock()
        free = or_(orders.c.owner.is_(None), orders.c.leased_until < now)
        over = exists().where(
            bookings.c.order_id == orders.c.id,
            bookings.c.state == "held",
            bookings.c.expires_at < now,
        )
        open_ = or_(orders.c.state.in_(UNFINISHED), and_(orders.c.state == "held", over))
        with self.store.writing() as connection:
            rows = connection.execute(
                select(orders.c.id).where(free, open_).order_by(orders.c.created_at, orders.c.id)
            )
            return [row.id for row in rows]

    def history(self, order_id: str) -> list[str]:
        """Return all that happened to an order, in words, first things first."""
        from sqlalchemy import select

        table = self.store.journal
        with self.store.writing() as connection:
            rows = connection.execute(
                select(table).where(table.c.order_id == order_id).order_by(table.c.seq)
            ).all()
        return [
            f"{datetime.fromtimestamp(row.at, UTC):%Y-%m-%dT%H:%M:%S}Z "
            f"{'order' if row.line is None else f'booking {row.line}'} {row.event}"
            for row in rows
        ]

    def _renew(self, connection: Connection, order_id: str, token: str, **fields: Any) -> None:
        from sqlalchemy import update

        table = self.store.orders
        renewed = connection.execute(
            update(table)
            .where(table.c.id == order_id, table.c.owner == token)
            .values(leased_until=self.clock() + self.lease_s, **fields)
        )
        if renewed.rowcount != 1:
            msg = f"order {order_id!r} was taken over by somebody else, who goes on with it"
            raise BookingError(msg, order_id=order_id)

    def _log(self, connection: Connection, order_id: str, line: int | None, event: str) -> None:
        from sqlalchemy import insert

        row = {"at": self.clock(), "order_id": order_id, "line": line, "event": event}
        connection.execute(insert(self.store.journal).values(**row))


def _line(row: Any) -> OrderLine:
    expires = None if row.expires_at is None else datetime.fromtimestamp(row.expires_at, UTC)
    return OrderLine(
        line=row.line,
        uuid=row.uuid,
        sale=Sale.model_validate_json(row.sale),
        state=row.state,
        booking_id=row.booking_id,
        reference=row.reference,
        expires_at=expires,
        note=row.note or "",
    )
