"""A supplier with a tea lesson and a raft, what can be bought of it, and stores to keep it in."""

import pytest
from servers.octo_goods import MAP, client_of, stock

from xytour.booking.product_map import read_product_map
from xytour.booking.store import Store
from xytour.booking.suppliers import LiveSupplier


@pytest.fixture
def shop(octo):
    """Return a supplier with two products."""
    octo.tell("clear")
    stock(octo)
    return octo


@pytest.fixture(scope="session")
def connected(octo):
    """Return a client for all tests, as each takes long to read the certificates it trusts."""
    with client_of(octo) as one:
        yield one


@pytest.fixture
def client(shop, connected):
    """Return a client of the supplier with its two products."""
    return connected


@pytest.fixture
def supplier(client, region):
    """Return the supplier as planner and desk see it."""
    return LiveSupplier(client, read_product_map(MAP), region)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """Return the URL of an empty store, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url = request.getfixturevalue("postgresql")
    empty(url)
    return url


def empty(url):
    """Empty a store."""
    from sqlalchemy import delete

    store = Store(url)
    with store.writing() as connection:
        for table in (store.journal, store.bookings, store.orders, store.quotes):
            connection.execute(delete(table))
    store.close()


@pytest.fixture
def store(store_url):
    """Return an empty store, of either kind."""
    opened = Store(store_url)
    yield opened
    opened.close()
