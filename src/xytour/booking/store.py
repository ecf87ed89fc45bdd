"""Where quotes and orders are kept: SQLite in a file, or PostgreSQL by its URL.

What is written is on the disk before anything is done on the strength of it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xytour.booking.database import open_engine, told_by
from xytour.booking.extras import needed
from xytour.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, Table

    from xytour.model.quote import Quote


class Store:
    """A database of quotes, orders, their bookings and a journal of all that happened.

    Parameters
    ----------
    url
        ``sqlite:///file.db``, or ``postgresql://user:password@host/database``. Tables are
        made where they are not there.

    Raises
    ------
    StoreError
        The database cannot be opened.
    BookingError
        SQLAlchemy is not installed.
    """

    def __init__(self, url: str) -> None:
        needed("sqlalchemy", "the store")
        self._engine = _engine(url)
        self.quotes, self.orders, self.bookings, self.journal = _tables(self._engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that is kept whole or not at all.

        Raises
        ------
        StoreError
            The database refused.
        """
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _failure(error) from error

    def keep(self, quote: Quote) -> None:
        """Keep an issued quote; it never changes.

        Raises
        ------
        StoreError
            Another quote is kept under its id.
        """
        from sqlalchemy import insert, select

        body = quote.model_dump_json()
        table = self.quotes
        with self.writing() as connection:
            kept = connection.execute(select(table.c.body).where(table.c.id == quote.id)).scalar()
            if kept is None:
                row = {"id": quote.id, "issued_at": quote.issued_at.isoformat(), "body": body}
                connection.execute(insert(table).values(**row))
            elif kept != body:
                msg = f"another quote is kept as {quote.id!r}: an issued quote does not change"
                raise StoreError(msg)

    def quote(self, quote_id: str) -> Quote:
        """Return a quote that was kept.

        Raises
        ------
        StoreError
            There is none of that id.
        """
        from sqlalchemy import select

        from xytour.model.quote import Quote

        table = self.quotes
        with self.writing() as connection:
            body = connection.execute(select(table.c.body).where(table.c.id == quote_id)).scalar()
        if body is None:
            msg = f"no quote {quote_id!r} is kept"
            raise StoreError(msg)
        return Quote.model_validate_json(body)


def _engine(url: str) -> Engine:
    from sqlalchemy import event
    from sqlalchemy.exc import SQLAlchemyError

    try:
        engine = open_engine(url)
    except SQLAlchemyError as error:
        msg = f"this is no database URL ({error}); write sqlite:///file.db or postgresql://..."
        raise StoreError(msg) from error
    except ImportError as error:
        msg = f"the store needs {error.name}: pip install 'xytour[postgresql]'"
        raise StoreError(msg) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # Take the lock at once: two that read first and write then would refuse each other.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _tables(engine: Engine) -> tuple[Table, Table, Table, Table]:
    from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text
    from sqlalchemy.exc import SQLAlchemyError

    metadata = MetaData()
    quotes = Table(
        "xytour_quotes",
        metadata,
        Column("id", String(80), primary_key=True),
        Column("issued_at", String(40), nullable=False),
        Column("body", Text, nullable=False),
    )
    orders = Table(
        "xytour_orders",
        metadata,
        Column("id", String(80), primary_key=True),
        Column("state", String(20), nullable=False, index=True),
        Column("contact", Text),
        Column("note", Text, nullable=False, default=""),
        Column("owner", String(40)),
        Column("leased_until", Float, nullable=False, default=0.0),
        Column("created_at", Float, nullable=False),
    )
    bookings = Table(
        "xytour_bookings",
        metadata,
        Column("order_id", String(80), ForeignKey(orders.c.id), primary_key=True),
        Column("line", Integer, primary_key=True),
        Column("uuid", String(40), nullable=False, unique=True),
        Column("sale", Text, nullable=False),
        Column("state", String(20), nullable=False),
        Column("booking_id", String(200)),
        Column("reference", String(200)),
        Column("expires_at", Float),
        Column("note", Text, nullable=False, default=""),
    )
    journal = Table(
        "xytour_journal",
        metadata,
        Column("seq", Integer, primary_key=True, autoincrement=True),
        Column("at", Float, nullable=False),
        Column("order_id", String(80), nullable=False, index=True),
        Column("line", Integer),
        Column("event", Text, nullable=False),
    )
    try:
        metadata.create_all(engine)
    except SQLAlchemyError as error:
        raise _failure(error) from error
    return quotes, orders, bookings, journal


def _failure(error: Exception) -> StoreError:
    return StoreError(f"the store cannot be used: {told_by(error)}")
