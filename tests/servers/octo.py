"""A supplier that speaks OCTO, with stock, holds that run out, and faults on demand.

It prints its port. What it sells, and how it misbehaves, is told by POST to /control/...:

    product   {"id", "option", "units": [{"id", "type", "retail", "net", "restrictions"}],
               "sessions": [["10:00", "12:00"]] or "hours": [["08:00", "17:00"]],
               "capacity", "instant": true, "cancellable": true, "cutoff_hours": 24}
    sell      {"availabilityId", "n"}         somebody else buys
    expire    {}                              all holds run out
    clear     {"refuse_known_uuid": false}    forgets all, also what is still on its way
    refuse    {"uuid"}                        will not be confirmed
    decide    {"uuid", "status"}              of a booking that is PENDING
    fault     {"match", "kind", "times", "seconds"}: "slow" answers late, "500", "429", "hang",
              "drop" hangs up before it does anything, "lose" does it and hangs up,
              "trickle", "drip" (in the headers), "text" (no JSON), "nonsense" (JSON of
              another form)
    GET /control/bookings                     all that it knows of
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # when it is run as a program
from servers.octo_stock import Refused, Shop, refuse

KEY = "test-key"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    shop = Shop()
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    dripped = False

    def do_GET(self):
        """Answer a question."""
        self.answer("GET")

    def do_POST(self):
        """Answer an order."""
        self.answer("POST")

    def answer(self, method):
        """Read, misbehave if told to, and answer."""
        length = int(self.headers.get("Content-Length") or 0)
        try:
            body = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            body = {}
        path = self.path.partition("?")[0]
        # What was asked before a clearing is answered by the shop of that time.
        shop = self.shop = Handler.shop
        if path.startswith("/control/"):
            self.send(200, self.control(path.rpartition("/")[2], body))
            return
        with shop.lock:
            shop.requests.append(f"{method} {path}")
            fault = shop.fault(f"{method} {path}")
        kind = fault["kind"] if fault else ""
        if kind == "slow":
            time.sleep(fault["seconds"])
        elif kind == "hang":
            time.sleep(600)
        elif kind in {"500", "429"}:
            self.send(int(kind), {"error": "INTERNAL_SERVER_ERROR", "errorMessage": "told to"})
            return
        elif kind == "drop":
            self.close_connection = True
            return
        status, told = self.told(method, path, body)
        if kind == "lose":
            self.close_connection = True
        elif kind in {"trickle", "drip"}:
            getattr(self, kind)()
        elif kind == "text":
            self.send(200, None, b"<html>proxy login</html>")
        elif kind == "nonsense":
            self.send(200, {"id": 7, "status": "MAYBE"})
        else:
            self.send(status, told)

    def control(self, what, body):
        """Do as told, or tell what is known."""
        shop = self.shop
        if what == "clear":
            Handler.shop = Shop(**body)
            return {}
        with shop.lock:
            if what == "bookings":
                shop.let_expire()
                return json.loads(json.dumps(list(shop.bookings.values())))
            return shop.requests[:] if what == "requests" else shop.control(what, body)

    def told(self, method, path, body):
        """Return status and answer of a request."""
        try:
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                refuse("UNAUTHORIZED", f"no such key: {self.headers.get('Authorization')}", 401)
            if not self.headers.get("Octo-Capabilities"):
                refuse("BAD_REQUEST", "Octo-Capabilities is missing")
            with self.shop.lock:
                return 200, json.loads(json.dumps(self.route(method, path, body)))
        except Refused as refused:
            return refused.status, refused.body
        except (KeyError, TypeError, ValueError) as error:
            return 400, {"error": "BAD_REQUEST", "errorMessage": repr(error)}

    def route(self, method, path, body):
        """Find who answers."""
        shop = self.shop
        parts = [method, *path.strip("/").split("/")]
        whole = {
            "GET supplier": lambda: {"id": "shop", "name": "Shop", "endpoint": "/", "contact": {}},
            "GET products": lambda: [shop.shown(p) for p in shop.products.values()],
            "POST availability": lambda: shop.availability(body),
            "POST availability calendar": lambda: shop.calendar(body),
            "POST bookings": lambda: shop.reserve(body),
        }
        if " ".join(parts) in whole:
            return whole[" ".join(parts)]()
        if parts[:2] == ["GET", "products"] and len(parts) == 3:
            return shop.shown(shop.product(parts[2]))
        if parts[:2] == ["GET", "bookings"] and len(parts) == 3:
            return shop.booking(parts[2])
        steps = {"confirm": shop.confirm, "cancel": shop.cancel, "extend": shop.extend}
        if parts[:2] == ["POST", "bookings"] and len(parts) == 4 and parts[3] in steps:
            return steps[parts[3]](parts[2], body)
        return refuse("BAD_REQUEST", f"nothing is at {path}", 404)

    def drip(self):
        """Never come to the end of the headers."""
        while True:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if not self.dripped else b"x")
            self.wfile.flush()
            self.dripped = True
            time.sleep(0.05)

    def trickle(self):
        """Send a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while True:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def send(self, status, answer, raw=None):
        """Send an answer."""
        content = json.dumps(answer).encode() if raw is None else raw
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, *_):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Keeps broken connections to itself."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """Say nothing: clients that give up are what the tests are about."""


def main():
    """Serve until killed."""
    with Server(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
