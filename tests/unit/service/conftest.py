"""The service in this process, and servers in processes of their own."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import httpx
import pytest

KEY, OTHER_KEY = "key-of-the-first-agency", "key-of-the-other-agency"
FEW = ("eyuwan-memorial-xinyang", "xinyang-tea-city", "hejiazhai-tea", "jigongshan")


@pytest.fixture(scope="session")
def small(region):
    """Return a request of one day with few sights to choose from, as JSON."""
    others = [one.id for one in (*region.sights, *region.tables, *region.shops)]
    unwanted = sorted(set(others) - set(FEW))
    return {"start": "2026-04-10", "days": 1, "avoid": unwanted, "meals": ["lunch"]}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Return settings with two callers and tight limits."""
    pytest.importorskip("fastapi", reason="the service is made of it")
    from xytour.service.settings import Limits, Settings, digest_of

    store = tmp_path_factory.mktemp("store") / "trips.db"
    return Settings(
        store=f"sqlite:///{store}",
        keys={"first": digest_of(KEY), "other": digest_of(OTHER_KEY)},
        limits=Limits(days=3, seconds=20.0, default_seconds=0.3, body_bytes=400_000),
    )


@pytest.fixture(scope="module")
def client(settings):
    """Yield a client of the service in this process, who has a key."""
    from fastapi.testclient import TestClient

    from xytour.service.app import create_app

    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        yield client


@pytest.fixture(scope="module")
def planned(client, small):
    """Return a plan as the service gives it."""
    answer = client.post("/v1/plan", json={"request": small, "iterations": 20, "time_limit": 20})
    assert answer.status_code == 200, answer.text
    return answer.json()


class Server:
    """A server in a process of its own.

    Parameters
    ----------
    process
        Where it runs.
    headers
        What :attr:`client`, the one client of all its tests, sends with each request.
    """

    def __init__(self, process, headers):
        self.process = process
        self.headers = headers
        self.log = []
        self.port = None
        self.client = None
        self._up = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            event = json.loads(line).get("event", "") if line.startswith("{") else ""
            if "running on http://" in event:
                self.port = int(event.split("running on http://127.0.0.1:")[1].split()[0])
            if "startup complete" in event:
                self._up.set()

    def wait(self):
        """Wait until it answers."""
        assert self._up.wait(300), "".join(self.log)
        while self.port is None and self.process.poll() is None:
            self._up.wait(0.05)
        self.client = httpx.Client(base_url=self.url, headers=self.headers, timeout=120)

    @property
    def url(self):
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        """Tell it to stop, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(150)
        self._reader.join(10)
        self.process.stderr.close()
        if self.client is not None:
            self.client.close()
        return code


@contextmanager
def running(folder, *options, keys=None):
    """Start a server, and stop it at the end."""
    pytest.importorskip("uvicorn", reason="the server is run by it")
    command = [sys.executable, "-m", "xytour", "serve", "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    environment.pop("XYTOUR_API_KEYS", None)
    if keys:
        environment["XYTOUR_API_KEYS"] = keys
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, encoding="utf-8"
    )
    server = Server(process, {"Authorization": f"Bearer {KEY}"} if keys else {})
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yield a server with a key, one thread for plans, and room for one more request."""
    folder = tmp_path_factory.mktemp("server")
    few = ("--threads", "1", "--waiting", "1")
    with running(folder, *few, keys=f"first={KEY}") as server:
        yield server


@pytest.fixture(name="running")
def _running():
    """Return what starts a server."""
    return running
