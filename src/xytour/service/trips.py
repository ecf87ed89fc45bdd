"""Where saved trips are kept, and which plans are under way: SQLite, or PostgreSQL by its URL.

Every trip belongs to the holder of the key that saved it, and to nobody else.
"""

from __future__ import annotations

import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from xytour.booking.database import open_engine, told_by
from xytour.booking.sales import Sale
from xytour.model.itinerary import Itinerary
from xytour.model.quote import Quote
from xytour.service.problems import NotFoundError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Engine

FORGOTTEN_S = 3_600
"""A plan that began so long ago is no longer under way, whatever the table says."""

_SALES: TypeAdapter[tuple[Sale, ...]] = TypeAdapter(tuple[Sale, ...])

_metadata = MetaData()
TRIPS = Table(
    "xytour_trips",
    _metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(200), nullable=False, index=True),
    Column("saved_at", Float, nullable=False),
    Column("body", Text, nullable=False),
)


def _owned(name: str, *columns: Column[Any]) -> Table:
    """Return a table whose ids are one owner's: two owners may use the same."""
    owned = (
        Column("id", String(40), primary_key=True),
        Column("owner", String(200), primary_key=True),
    )
    return Table(name, _metadata, *owned, *columns)


QUOTES = _owned("xytour_quotes_issued", Column("body", Text, nullable=False))
SALES = _owned("xytour_quotes_sales", Column("body", Text, nullable=False))
ORDERS = _owned("xytour_orders_owned", Column("quote_id", String(40), nullable=False))
PLANS = Table(
    "xytour_running_plans",
    _metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("began_at", Float, nullable=False),
    Column("cancelled", Integer, nullable=False, default=0),
)


class TripStoreError(UnavailableError):
    """The database cannot be used."""


class TripStore:
    """A database of saved trips.

    Parameters
    ----------
    url
        ``sqlite:///file.db``, or ``postgresql+DRIVER://user:password@host/database``. Tables
        are made where they are not there.

    Raises
    ------
    TripStoreError
        It cannot be opened.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
            _metadata.create_all(self._engine)
            with self._engine.begin() as connection:
                old = PLANS.c.began_at < time.time() - FORGOTTEN_S
                connection.execute(delete(PLANS).where(old))
        except (SQLAlchemyError, ImportError, OSError) as error:
            raise _failure(error) from None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def save(self, itinerary: Itinerary, owner: str) -> str:
        """Keep a trip and return its id, which nobody can guess."""
        trip_id = uuid.uuid4().hex
        row = {"id": trip_id, "owner": owner, "saved_at": time.time()}
        with self._begin() as connection:
            connection.execute(insert(TRIPS).values(**row, body=itinerary.model_dump_json()))
        return trip_id

    def trip(self, trip_id: str, owner: str) -> Itinerary:
        """Return a saved trip.

        Raises
        ------
        NotFoundError
            The owner has no such trip.
        """
        return Itinerary.model_validate_json(self._kept(TRIPS.c.body, trip_id, owner, "trip"))

    def remove(self, trip_id: str, owner: str) -> None:
        """Forget a saved trip.

        Raises
        ------
        NotFoundError
            The owner has no such trip.
        """
        mine = _is_mine(TRIPS, trip_id, owner)
        with self._begin() as connection:
            if not connection.execute(delete(TRIPS).where(mine)).rowcount:
                msg = "there is no such trip"
                raise NotFoundError(msg)

    def issue(self, quote: Quote, owner: str, sales: Sequence[Sale] = ()) -> None:
        """Keep a quote and what suppliers sell of it; one that is kept never changes."""
        row = {"id": quote.id, "owner": owner, "body": quote.model_dump_json()}
        mine = _is_mine(QUOTES, quote.id, owner)
        with self._begin() as connection:
            if connection.execute(select(QUOTES.c.id).where(mine)).first() is None:
                connection.execute(insert(QUOTES).values(**row))
                sold = {**row, "body": _SALES.dump_json(tuple(sales)).decode()}
                connection.execute(insert(SALES).values(**sold))

    def quote(self, quote_id: str, owner: str) -> Quote:
        """Return a quote as it was issued.

        Raises
        ------
        NotFoundError
            The owner has no such quote.
        """
        return Quote.model_validate_json(self._kept(QUOTES.c.body, quote_id, owner, "quote"))

    def sales(self, quote_id: str, owner: str) -> tuple[Sale, ...]:
        """Return what suppliers sell of a quote, as it was when that was issued.

        Raises
        ------
        NotFoundError
            The owner has no such quote, or it is older than sales are kept for.
        """
        return _SALES.validate_json(self._kept(SALES.c.body, quote_id, owner, "quote"))

    def begin_order(self, order_id: str, owner: str, quote_id: str) -> str | None:
        """Keep whose an order is; return the quote of one that is known already, else None."""
        row = {"id": order_id, "owner": owner, "quote_id": quote_id}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(ORDERS).values(**row))
        except IntegrityError:
            return self.order_quote(order_id, owner)
        except SQLAlchemyError as error:
            raise _failure(error) from None
        return None

    def order_quote(self, order_id: str, owner: str) -> str:
        """Return the quote that an order was made from.

        Raises
        ------
        NotFoundError
            The owner has no such order.
        """
        return self._kept(ORDERS.c.quote_id, order_id, owner, "order")

    def forget_order(self, order_id: str, owner: str) -> None:
        """Forget an order that was not begun after all."""
        with self._begin() as connection:
            mine = _is_mine(ORDERS, order_id, owner)
            connection.execute(delete(ORDERS).where(mine))

    def count(self) -> int:
        """Return how many trips are kept."""
        with self._begin() as connection:
            return int(connection.execute(select(func.count()).select_from(TRIPS)).scalar_one())

    def begin_plan(self, owner: str) -> str:
        """Return the id under which a plan can be cancelled, from any process."""
        plan_id = uuid.uuid4().hex
        row = {"id": plan_id, "owner": owner, "began_at": time.time(), "cancelled": 0}
        with self._begin() as connection:
            connection.execute(insert(PLANS).values(**row))
        return plan_id

    def cancel_plan(self, plan_id: str, owner: str) -> None:
        """Ask for a plan under way to end.

        Raises
        ------
        NotFoundError
            The owner has no such plan under way.
        """
        mine = _is_mine(PLANS, plan_id, owner)
        with self._begin() as connection:
            if not connection.execute(update(PLANS).where(mine).values(cancelled=1)).rowcount:
                msg = "there is no such plan under way"
                raise NotFoundError(msg)

    def is_cancelled(self, plan_id: str) -> bool:
        """Whether a plan under way was asked to end."""
        with self._begin() as connection:
            found = select(PLANS.c.cancelled).where(PLANS.c.id == plan_id)
            return bool(connection.execute(found).scalar())

    def end_plan(self, plan_id: str) -> None:
        """Forget a plan that has ended."""
        with self._begin() as connection:
            connection.execute(delete(PLANS).where(PLANS.c.id == plan_id))

    def _kept(self, column: Column[str], row_id: str, owner: str, what: str) -> str:
        mine = _is_mine(column.table, row_id, owner)
        with self._begin() as connection:
            kept = connection.execute(select(column).where(mine)).scalar()
        if kept is None:
            msg = f"there is no such {what}"
            raise NotFoundError(msg)
        return kept

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _failure(error) from None


def _is_mine(table: Table, row_id: str, owner: str) -> ColumnElement[bool]:
    return (table.c.id == row_id) & (table.c.owner == owner)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        msg = "the store cannot be used: each thread would see another one; name a file"
        raise TripStoreError(msg)
    return open_engine(url)


def _failure(error: Exception) -> TripStoreError:
    return TripStoreError(f"the store cannot be used: {told_by(error)}")
