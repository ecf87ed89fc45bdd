"""Servers that many tests share: one supplier, one PostgreSQL, each for the whole run."""

import pytest
from servers.octo_shop import octo_shop
from servers.postgresql import postgresql as database_server
from servers.postgresql import programs


@pytest.fixture(scope="session")
def octo():
    """Run a supplier; whoever uses it clears it first."""
    with octo_shop() as running:
        yield running


@pytest.fixture(scope="session")
def postgresql():
    """Run a PostgreSQL server; return the URL of its database, which others use as well."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with database_server() as url:
        yield url
