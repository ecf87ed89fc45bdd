"""Start the OCTO server in a process of its own, and tell it what to do."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

SERVER = Path(__file__).with_name("octo.py")
KEY = "test-key"


class OctoShop:
    """A running supplier."""

    def __init__(self, address):
        self.address = address

    def tell(self, what, **body):
        """Tell it something."""
        return self._call(f"/control/{what}", body)

    def sell_product(self, product_id, **facts):
        """Put a product on sale; each unit is id, type, retail, net."""
        units = [
            {"id": u[0], "type": u[1], "retail": u[2], "net": u[3], "restrictions": u[4]}
            if len(u) > 4
            else {"id": u[0], "type": u[1], "retail": u[2], "net": u[3]}
            for u in facts.pop("units")
        ]
        whole = {"id": product_id, "option": "standard", "capacity": 10, "units": units, **facts}
        return self.tell("product", **whole)

    def bookings(self, *status):
        """Return what it knows of, in some states."""
        found = self._call("/control/bookings")
        return [booking for booking in found if not status or booking["status"] in status]

    def requests(self):
        """Return what it was asked, in order."""
        return self._call("/control/requests")

    def _call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.address}{path}", data, timeout=10) as answer:  # noqa: S310
            return json.load(answer)


@contextlib.contextmanager
def octo_shop():
    """Run the server; yield it."""
    process = subprocess.Popen([sys.executable, SERVER], stdout=subprocess.PIPE, encoding="utf-8")
    try:
        port = int(process.stdout.readline())
        yield OctoShop(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
