"""A supplier with a tea lesson and a raft, what can be bought of it, and stores to keep it in."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from servers import free_port
from servers.octo_goods import MAP, client_of, stock
from servers.octo_shop import octo_shop

from xytour.booking.product_map import read_product_map
from xytour.booking.store import Store
from xytour.booking.suppliers import LiveSupplier


@pytest.fixture
def shop():
    """Run a supplier with two products."""
    with octo_shop() as running:
        stock(running)
        yield running


@pytest.fixture
def client(shop):
    """Return a client."""
    with client_of(shop) as one:
        yield one


@pytest.fixture
def supplier(client, region):
    """Return the supplier as planner and desk see it."""
    return LiveSupplier(client, read_product_map(MAP), region)


@pytest.fixture(scope="session")
def postgresql():
    """Run a PostgreSQL server; return the URL of its database."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("pg_ctl") or (programs and programs[-1] / "pg_ctl")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(found).resolve().parent
    # Not in pytest's own folder: that is closed to others, and it refuses to run as root.
    options = {"user": "postgres"} if os.getuid() == 0 else {}
    home = tempfile.TemporaryDirectory(prefix="xytour-postgresql-", ignore_cleanup_errors=True)
    data = Path(home.name) / "data"
    if options:
        shutil.chown(home.name, "postgres")
    port = free_port()

    def run(*command):
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=120, cwd="/", **options
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run(folder / "initdb", "-D", data, "-A", "trust", "-U", "xytour", "--no-sync", "-E", "UTF8")
    settings = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(folder / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", settings, "start")
    yield f"postgresql://xytour@127.0.0.1:{port}/postgres"
    run(folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    home.cleanup()


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
