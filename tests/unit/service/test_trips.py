"""Saved trips, in SQLite and in PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import xytour as xt

pytest.importorskip("sqlalchemy", reason="trips are kept by it")

from sqlalchemy import delete

from xytour.service.problems import NotFoundError
from xytour.service.trips import (
    ORDERS,
    PLANS,
    QUOTES,
    SALES,
    TRIPS,
    TripStore,
    TripStoreError,
)

NASTY = "'; DROP TABLE xytour_trips; -- 信阳 \U0001f375"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Return the URL of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'trips.db'}"
    pytest.importorskip("pg8000", reason="it speaks to PostgreSQL")
    url = request.getfixturevalue("postgresql")
    store = TripStore(url)
    for table in (TRIPS, PLANS, QUOTES, SALES, ORDERS):
        with store._begin() as connection:
            connection.execute(delete(table))
    store.close()
    return url


@pytest.fixture(scope="module")
def plan(planner, small):
    """Return a plan."""
    return planner.plan(xt.TripRequest(**small), iterations=20)


def test_a_database_keeps_trips_and_who_owns_them(url, plan):
    """Trips outlive the process, belong to one, and many may save at once."""
    store = TripStore(url)
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda _: store.save(plan, NASTY), range(24)))
    store.close()

    again = TripStore(url)
    assert len(set(ids)) == again.count() == 24
    assert again.trip(ids[0], NASTY) == plan
    for forbidden in (again.trip, again.remove):
        with pytest.raises(NotFoundError):
            forbidden(ids[0], "another")
    again.remove(ids[0], NASTY)
    with pytest.raises(NotFoundError):
        again.trip(ids[0], NASTY)
    assert again.count() == 23
    again.close()


def test_a_plan_under_way_is_cancelled_by_its_owner_alone(url):
    """Another process sees the wish; once the plan has ended there is nothing to cancel."""
    here, there = TripStore(url), TripStore(url)
    plan_id = here.begin_plan("me")

    with pytest.raises(NotFoundError):
        there.cancel_plan(plan_id, "you")
    assert not here.is_cancelled(plan_id)
    there.cancel_plan(plan_id, "me")
    assert here.is_cancelled(plan_id)
    here.end_plan(plan_id)
    with pytest.raises(NotFoundError):
        there.cancel_plan(plan_id, "me")
    here.close()
    there.close()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "sqlite://",
        "sqlite:////nowhere/at/all/trips.db",
        "postgresql://u:secret-word@127.0.0.1:1/db",
    ],
)
def test_a_store_that_cannot_be_opened_says_so(url):
    """The message is one line and tells no password."""
    with pytest.raises(TripStoreError) as caught:
        TripStore(url)

    assert "\n" not in str(caught.value)
    assert "secret-word" not in str(caught.value)


def test_an_order_is_its_owners_and_of_one_quote(url):
    """Begun again it tells its quote; to others it is not there; forgotten, it may begin anew."""
    store = TripStore(url)

    assert store.begin_order("O-1", "me", "Q-1") is None
    assert store.begin_order("O-1", "me", "Q-2") == "Q-1"
    assert store.order_quote("O-1", "me") == "Q-1"
    with pytest.raises(NotFoundError):
        store.order_quote("O-1", "you")
    store.forget_order("O-1", "me")
    assert store.begin_order("O-1", "me", "Q-2") is None
    store.close()
