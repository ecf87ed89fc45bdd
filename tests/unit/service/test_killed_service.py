"""The service killed in the middle of bookings: started again, it knows them all, and once."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from servers.octo_shop import KEY as SUPPLIER_KEY

pytest.importorskip("uvicorn", reason="the server is run by it")

from tests.unit.service.conftest import KEY
from tests.unit.service.selling import TRAVELLER, held, planned, quoted, selling, stock
from xytour.service.bookings import order_id_of
from xytour.service.settings import digest_of

SERVING = Path(__file__).parents[2] / "servers" / "serving.py"
KILLS = int(os.environ.get("KILLS", "30" if os.environ.get("XYTOUR_LONG") else "2"))
QUICK = {"supplier_seconds": 4.0, "lease_seconds": 5.0, "recover_seconds": 0.2}


BUSY = {"reserving", "confirming", "releasing", "pending"}


class Service:
    """The service, which can be started, killed, and started again."""

    def __init__(self, settings):
        self.process = subprocess.Popen(
            [sys.executable, SERVING, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.log = []
        self.url = ""
        self._child = 0
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"running on (http://127\.0\.0\.1:[0-9]+)", line)
            self.url = found.group(1) if found else self.url

    @contextmanager
    def running(self):
        """Start it and yield a client; kill it at the end if nobody has."""
        self.url = ""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self._child = int(self.process.stdout.readline())
        while not self.url:
            assert self.process.poll() is None, "".join(self.log)
            time.sleep(0.02)
        headers = {"Authorization": f"Bearer {KEY}"}
        with httpx.Client(base_url=self.url, headers=headers, timeout=60) as client:
            yield client
        self.kill()

    def kill(self):
        """Kill it with SIGKILL."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
        self._child = 0

    def end(self):
        """End it all."""
        self.kill()
        self.process.stdin.close()
        self.process.wait(60)
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture
def service(octo, tmp_path):
    """Yield a service that sells what a supplier has plenty of."""
    stock(octo, capacity=10_000)
    keys = {"first": digest_of(KEY)}
    service = Service(selling(octo, tmp_path, keys=keys, **QUICK))
    yield service
    service.end()


def test_kill_9_between_and_within_the_steps_loses_nothing(octo, service):
    """What was held can still be bought; what was being held or bought is whole or nothing."""
    draw = random.Random(KILLS)  # noqa: S311
    ended, kept, quote = {}, None, None
    for kill in range(KILLS):
        with service.running() as client:
            quote = quote or quoted(client, planned(client))
            bought = kept or held(client, quote, "first")["id"]
            assert client.get(f"/v1/orders/{bought}").json()["state"] == "held"
            kept = held(client, quote, f"kept-{kill}")["id"]
            kill_in_the_middle(
                service,
                octo,
                draw.randint(1, 4),
                (f"/v1/orders/{bought}/confirm", TRAVELLER, ""),
                ("/v1/orders", {"quote": quote}, f"cut-{kill}"),
            )
            ended |= dict.fromkeys([bought, order_id_of("first", f"cut-{kill}")], "")
    with service.running() as client:
        ended |= {order: settled(client, order) for order in ended}
        last = client.post(f"/v1/orders/{kept}/confirm", json=TRAVELLER).json()
        ended[kept] = last["state"]

    booked = Counter(one["resellerReference"] for one in octo.bookings("CONFIRMED"))
    assert last["state"] == "confirmed"
    assert set(ended.values()) <= {"confirmed", "released", "held", "never begun"}
    assert booked == {order: 2 for order, state in ended.items() if state == "confirmed"}
    assert {one.get("confirmations", 1) for one in octo.bookings()} == {1}
    on_hold = {one["resellerReference"] for one in octo.bookings("ON_HOLD")}
    assert on_hold == {order for order, state in ended.items() if state == "held"}
    for secret in (SUPPLIER_KEY, KEY, "Li Lei"):
        assert secret not in "".join(service.log)


def kill_in_the_middle(service, octo, steps, *questions):
    """Ask all at once, and kill the service when the supplier has heard of so many steps."""
    octo.tell("fault", match="POST /bookings/", kind="slow", times=4, seconds=0.3)
    before = len(steps_heard(octo))
    asking = [threading.Thread(target=ask, args=(service.url, *one)) for one in questions]
    for one in asking:
        one.start()
    while len(steps_heard(octo)) < before + steps:
        time.sleep(0.02)
    service.kill()
    for one in asking:
        one.join()


def steps_heard(octo):
    """Return all that a supplier was asked to do rather than to tell."""
    return [line for line in octo.requests() if line.startswith("POST /bookings/")]


def ask(url, path, body, key):
    """Ask something whose answer may never come."""
    headers = {"Authorization": f"Bearer {KEY}"} | ({"Idempotency-Key": key} if key else {})
    with suppress(httpx.HTTPError):
        httpx.post(f"{url}{path}", json=body, headers=headers, timeout=30)


def settled(client, order):
    """Return how an order stands once nothing is under way any more; nobody asks for it."""
    for _ in range(600):
        answer = client.get(f"/v1/orders/{order}")
        if answer.status_code == 404:
            return "never begun"
        if answer.json()["state"] not in BUSY:
            return answer.json()["state"]
        time.sleep(0.05)
    raise AssertionError(answer.text)
