"""A store whose disk is full: an error, nothing half kept, and on it goes once there is room."""

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

import xytour as xt
from xytour.booking.store import Store
from xytour.service.trips import TripStore, TripStoreError

resource = pytest.importorskip("resource", reason="limits as on Unix")
BIG = "x" * 20_000


@contextmanager
def full_disk(path):
    """Let no file of this process grow beyond what the database has now."""
    size = sum(each.stat().st_size for each in path.parent.iterdir()) + 8_192
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def is_sound(path):
    """Whether SQLite finds nothing wrong with the file."""
    with sqlite3.connect(path) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_quotes_are_kept_whole_or_not_at_all(tmp_path):
    """Rows of one transaction are all there or none is; afterwards the store works again."""
    path = tmp_path / "store.db"
    store = Store(f"sqlite:///{path}")
    kept = []

    def keep(number):
        now = datetime(2026, 4, 10, tzinfo=UTC).isoformat()
        with store.writing() as connection:
            for half in "ab":
                row = {"id": f"{number}{half}", "issued_at": now, "body": BIG}
                connection.execute(insert(store.quotes).values(**row))
        kept.append(number)

    keep(0)

    def keep_many():
        for number in range(1, 50):
            keep(number)

    with full_disk(path), pytest.raises(xt.XytourError, match="the store cannot be used"):
        keep_many()
    keep(99)

    with store.writing() as connection:
        ids = set(connection.execute(select(store.quotes.c.id)).scalars())
    store.close()
    assert ids == {f"{number}{half}" for number in kept for half in "ab"}
    assert is_sound(path)


def test_trips_of_the_service_are_kept_whole_or_not_at_all(tmp_path, region):
    """The service answers that it cannot now; what it said it kept is there."""
    path = tmp_path / "trips.db"
    store = TripStore(f"sqlite:///{path}")
    request = xt.TripRequest(start="2026-04-10", days=1)
    trip = xt.Planner(region).plan(request, iterations=1, time_limit=30)
    kept = [store.save(trip, "agency")]

    def keep_many():
        for _ in range(50):
            kept.append(store.save(trip, "agency"))

    with full_disk(path), pytest.raises(TripStoreError, match="the store cannot be used"):
        keep_many()
    kept.append(store.save(trip, "agency"))

    assert store.count() == len(kept)
    assert all(store.trip(trip_id, "agency") == trip for trip_id in kept)
    store.close()
    assert is_sound(path)
