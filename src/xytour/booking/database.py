"""Databases by their URL: SQLite in a file that many may read and one writes, or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine

SECONDS_FOR_A_LOCK = 15


def open_engine(url: str) -> Engine:
    """Return an engine; what SQLite writes is on the disk, and its readers wait for nobody.

    Parameters
    ----------
    url
        ``sqlite:///file.db``, or ``postgresql://user:password@host/database``, which is
        spoken to by pg8000 unless it names a driver.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        It is no such URL.
    ImportError
        The driver is not installed.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import make_url

    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+pg8000")
    is_file = parsed.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"connect_args": {"timeout": SECONDS_FOR_A_LOCK}} if is_file else {}
    engine = create_engine(parsed, pool_pre_ping=True, **options)
    if is_file:
        event.listen(engine, "connect", _write_through)
    return engine


def told_by(error: Exception) -> str:
    """Return the first line of an error alone: the rest is the statement and its values."""
    return str(error).strip().split("\n", 1)[0]


def _write_through(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
