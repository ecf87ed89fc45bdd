"""A supplier that speaks OCTO, with stock, holds that run out, and faults on demand.

    octo.py [--refuse-known-uuid]

It prints its port. What it sells, and how it misbehaves, is told by POST to /control/...:

    product   {"id", "option", "units": [{"id", "type", "retail", "net", "restrictions"}],
               "sessions": [["10:00", "12:00"]] or "hours": [["08:00", "17:00"]],
               "capacity", "instant": true, "cancellable": true, "cutoff_hours": 24}
    sell      {"availabilityId", "n"}         somebody else buys
    expire    {}                              all holds run out
    decide    {"uuid", "status"}              of a booking that is PENDING
    fault     {"match", "kind", "times", "seconds"}: "slow" answers late, "500", "429", "hang",
              "drop" hangs up before it does anything, "lose" does it and hangs up,
              "trickle", "text" (no JSON), "nonsense" (JSON of another form)
    GET /control/bookings                     all that it knows of

Written from the facts of the OCTO specification: paths, fields, states and error codes.
"""

import json
import re
import sys
import threading
import time
import uuid as uuids
from datetime import date, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "test-key"
ZONE = timezone(timedelta(hours=8))
TAX_PERCENT = 6


class Refused(Exception):
    """An error as OCTO words it."""

    def __init__(self, code, message, status=400, **facts):
        self.status = status
        self.body = {"error": code, "errorMessage": message, **facts}
        super().__init__(code)


class Shop:
    """Products, stock and bookings; every method is called with the lock held."""

    def __init__(self, *, refuse_known_uuid=False):
        self.lock = threading.Lock()
        self.products = {}
        self.sold = {}
        self.bookings = {}
        self.faults = []
        self.requests = []
        self.refuse_known_uuid = refuse_known_uuid

    def product(self, product_id):
        """Return one, or refuse."""
        if product_id not in self.products:
            raise Refused("INVALID_PRODUCT_ID", "no such product", productId=product_id)
        return self.products[product_id]

    def option(self, product, option_id):
        """Check an option."""
        if option_id != product["option"]:
            raise Refused("INVALID_OPTION_ID", "no such option", optionId=option_id)

    def unit(self, product, unit_id):
        """Return one, or refuse."""
        for unit in product["units"]:
            if unit["id"] == unit_id:
                return unit
        raise Refused("INVALID_UNIT_ID", "no such unit", unitId=unit_id)

    def shown(self, product):
        """Return a product as OCTO shows it."""
        return {
            "id": product["id"],
            "internalName": product["id"],
            "reference": None,
            "locale": "en",
            "timeZone": "Asia/Shanghai",
            "allowFreesale": False,
            "instantConfirmation": product.get("instant", True),
            "instantDelivery": True,
            "availabilityRequired": True,
            "availabilityType": "START_TIME" if "sessions" in product else "OPENING_HOURS",
            "deliveryFormats": ["QRCODE"],
            "deliveryMethods": ["VOUCHER"],
            "redemptionMethod": "DIGITAL",
            "options": [
                {
                    "id": product["option"],
                    "default": True,
                    "internalName": product["option"],
                    "reference": None,
                    "availabilityLocalStartTimes": [s for s, _ in product.get("sessions", [])],
                    "cancellationCutoff": f"{product.get('cutoff_hours', 24)} hours",
                    "cancellationCutoffAmount": product.get("cutoff_hours", 24),
                    "cancellationCutoffUnit": "hour",
                    "requiredContactFields": [],
                    "restrictions": {"minUnits": 1, "maxUnits": product.get("max_units")},
                    "units": [
                        {
                            "id": unit["id"],
                            "internalName": unit["id"].title(),
                            "reference": None,
                            "type": unit["type"],
                            "requiredContactFields": [],
                            "restrictions": {"paxCount": 1, **unit.get("restrictions", {})},
                        }
                        for unit in product["units"]
                    ],
                }
            ],
        }

    def sessions(self, product, day):
        """Yield id, start and end of each session of a date."""
        if day.isoformat() in product.get("closed", []):
            return
        for begins, ends in product.get("sessions") or [["00:00", "23:59"]]:
            start, end = (
                datetime.combine(day, datetime.strptime(t, "%H:%M").time(), ZONE)  # noqa: DTZ007
                for t in (begins, ends)
            )
            yield f"{product['id']}|{day}|{begins}", start, end

    def taken(self, availability_id):
        """Return how many of a session are held or sold."""
        self.let_expire()
        alive = {"ON_HOLD", "CONFIRMED", "PENDING"}
        held = (
            len(b["unitItems"])
            for b in self.bookings.values()
            if b["availabilityId"] == availability_id and b["status"] in alive
        )
        return self.sold.get(availability_id, 0) + sum(held)

    def availability(self, body):
        """Answer what is left."""
        product = self.product(body.get("productId"))
        self.option(product, body.get("optionId"))
        units = {u["id"]: u["quantity"] for u in body.get("units", [])}
        for unit in units:
            self.unit(product, unit)
        first, last = (date.fromisoformat(body[f"localDate{e}"]) for e in ("Start", "End"))
        rows = []
        for k in range((last - first).days + 1):
            for name, start, end in self.sessions(product, first + timedelta(days=k)):
                left = product["capacity"] - self.taken(name)
                row = {
                    "id": name,
                    "localDateTimeStart": start.isoformat(),
                    "localDateTimeEnd": end.isoformat(),
                    "utcCutoffAt": start.astimezone(timezone.utc).isoformat(),  # noqa: UP017
                    "allDay": "sessions" not in product,
                    "available": left > 0,
                    "status": "AVAILABLE" if left > 0 else "SOLD_OUT",
                    "vacancies": left,
                    "capacity": product["capacity"],
                    "maxUnits": None,
                    "openingHours": [{"from": a, "to": b} for a, b in product.get("hours", [])],
                    "unitPricing": [
                        {"unitId": u["id"], **price(u["retail"], u["net"])}
                        for u in product["units"]
                    ],
                }
                if "sessions" not in product:
                    row["utcCutoffAt"] = end.astimezone(timezone.utc).isoformat()  # noqa: UP017
                if units:
                    row["pricing"] = self.pricing(product, units)
                rows.append(row)
        return rows

    def calendar(self, body):
        """Answer one row a date."""
        days = {}
        for row in self.availability(body):
            days.setdefault(row["localDateTimeStart"][:10], []).append(row)
        return [
            {
                "localDate": day,
                "available": any(r["available"] for r in rows),
                "status": "AVAILABLE" if any(r["available"] for r in rows) else "SOLD_OUT",
                "vacancies": sum(r["vacancies"] for r in rows),
                "capacity": sum(r["capacity"] for r in rows),
                "openingHours": rows[0]["openingHours"],
            }
            for day, rows in days.items()
        ]

    def pricing(self, product, units):
        """Return the price of units together."""
        rows = [(self.unit(product, unit), n) for unit, n in units.items()]
        return price(sum(u["retail"] * n for u, n in rows), sum(u["net"] * n for u, n in rows))

    def reserve(self, body):
        """Put on hold."""
        product = self.product(body.get("productId"))
        self.option(product, body.get("optionId"))
        uuid = body.get("uuid") or str(uuids.uuid4())
        asked = (body["productId"], body["optionId"], body.get("availabilityId"))
        if uuid in self.bookings:
            known = self.bookings[uuid]
            same = asked == (known["productId"], known["optionId"], known["availabilityId"])
            if self.refuse_known_uuid or not same:
                raise Refused("UNPROCESSABLE_ENTITY", "this uuid is known", uuid=uuid)
            return known
        days = re.fullmatch(
            r"[^|]+\|(\d{4}-\d\d-\d\d)\|(\d\d:\d\d)", body.get("availabilityId", "")
        )
        names = days and [n for n, *_ in self.sessions(product, date.fromisoformat(days[1]))]
        if not days or body["availabilityId"] not in names:
            raise Refused("INVALID_AVAILABILITY_ID", "no such session")
        items = body.get("unitItems") or []
        counts = {}
        for item in items:
            self.unit(product, item["unitId"])
            counts[item["unitId"]] = counts.get(item["unitId"], 0) + 1
        if not items or self.taken(body["availabilityId"]) + len(items) > product["capacity"]:
            raise Refused("UNPROCESSABLE_ENTITY", "sold out")
        minutes = body.get("expirationMinutes", 30)
        now = datetime.now(timezone.utc)  # noqa: UP017
        booking = {
            "id": f"B{len(self.bookings) + 1}",
            "uuid": uuid,
            "testMode": True,
            "resellerReference": body.get("resellerReference"),
            "supplierReference": f"S{len(self.bookings) + 1:05d}",
            "status": "ON_HOLD",
            "utcCreatedAt": now.isoformat(),
            "utcUpdatedAt": now.isoformat(),
            "utcExpiresAt": (now + timedelta(minutes=minutes)).isoformat(),
            "utcRedeemedAt": None,
            "utcConfirmedAt": None,
            "productId": body["productId"],
            "optionId": body["optionId"],
            "cancellable": product.get("cancellable", True),
            "cancellation": None,
            "freesale": False,
            "availabilityId": body["availabilityId"],
            "contact": {},
            "notes": body.get("notes"),
            "deliveryMethods": ["VOUCHER"],
            "voucher": None,
            "unitItems": [
                {"uuid": str(uuids.uuid4()), "unitId": i["unitId"], "status": "ON_HOLD"}
                for i in items
            ],
            "pricing": self.pricing(product, counts),
        }
        self.bookings[uuid] = booking
        return booking

    def booking(self, uuid):
        """Return one, or refuse."""
        self.let_expire()
        if uuid not in self.bookings:
            raise Refused("INVALID_BOOKING_UUID", "no such booking", uuid=uuid)
        return self.bookings[uuid]

    def confirm(self, uuid, body):
        """Sell what is on hold."""
        booking = self.booking(uuid)
        if not body.get("contact"):
            raise Refused("BAD_REQUEST", "contact is missing")
        if booking["status"] != "ON_HOLD":
            raise Refused("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        instant = self.products[booking["productId"]].get("instant", True)
        booking["status"] = "CONFIRMED" if instant else "PENDING"
        booking["contact"] = body["contact"]
        booking["confirmations"] = booking.get("confirmations", 0) + 1
        booking["utcConfirmedAt"] = datetime.now(timezone.utc).isoformat()  # noqa: UP017
        return booking

    def cancel(self, uuid, body):
        """Take back."""
        booking = self.booking(uuid)
        was_sold = booking["status"] != "ON_HOLD"
        if booking["status"] not in {"ON_HOLD", "CONFIRMED", "PENDING"}:
            raise Refused("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        if was_sold and not booking["cancellable"]:
            raise Refused("UNPROCESSABLE_ENTITY", "it cannot be cancelled", uuid=uuid)
        booking["status"] = "CANCELLED"
        now = datetime.now(timezone.utc).isoformat()  # noqa: UP017
        reason = body.get("reason")
        booking["cancellation"] = {"refund": "FULL", "reason": reason, "utcCancelledAt": now}
        return booking

    def extend(self, uuid, body):
        """Hold for longer."""
        booking = self.booking(uuid)
        if booking["status"] != "ON_HOLD":
            raise Refused("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        later = datetime.now(timezone.utc) + timedelta(minutes=body["expirationMinutes"])  # noqa: UP017
        booking["utcExpiresAt"] = later.isoformat()
        return booking

    def let_expire(self):
        """End the holds whose time is up."""
        now = datetime.now(timezone.utc).isoformat()  # noqa: UP017
        for booking in self.bookings.values():
            if booking["status"] == "ON_HOLD" and booking["utcExpiresAt"] < now:
                booking["status"] = "EXPIRED"

    def control(self, what, body):
        """Do as told."""
        if what == "product":
            self.products[body["id"]] = body
        elif what == "sell":
            name = body["availabilityId"]
            self.sold[name] = self.sold.get(name, 0) + body["n"]
        elif what == "expire":
            for booking in self.bookings.values():
                if booking["status"] == "ON_HOLD":
                    booking["status"] = "EXPIRED"
        elif what == "decide":
            self.bookings[body["uuid"]]["status"] = body["status"]
        elif what == "fault":
            self.faults.append({"times": 1, "seconds": 1.0, **body})
        return {}

    def fault(self, line):
        """Return the fault that is due for a request, and use it up."""
        for fault in self.faults:
            if fault["times"] and re.search(fault["match"], line):
                fault["times"] -= 1
                return fault
        return None


def price(retail, net):
    """Return a price in yuan's minor units, its tax included."""
    tax = {"name": "VAT", "original": 0, "retail": retail * TAX_PERCENT // (100 + TAX_PERCENT)}
    return {
        "original": retail,
        "retail": retail,
        "net": net,
        "currency": "CNY",
        "currencyPrecision": 2,
        "includedTaxes": [{**tax, "net": net * TAX_PERCENT // (100 + TAX_PERCENT)}],
    }


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    shop = Shop()
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

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
        shop = self.shop
        if path.startswith("/control/"):
            with shop.lock:
                if path == "/control/bookings":
                    shop.let_expire()
                    self.send(200, list(shop.bookings.values()))
                elif path == "/control/requests":
                    self.send(200, shop.requests)
                else:
                    self.send(200, shop.control(path.rpartition("/")[2], body))
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
        elif kind == "trickle":
            self.trickle()
        elif kind == "text":
            self.send(200, None, b"<html>proxy login</html>")
        elif kind == "nonsense":
            self.send(200, {"id": 7, "status": "MAYBE"})
        else:
            self.send(status, told)

    def told(self, method, path, body):
        """Return status and answer of a request."""
        try:
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                raise Refused("UNAUTHORIZED", "no such key", 401)
            if not self.headers.get("Octo-Capabilities"):
                raise Refused("BAD_REQUEST", "Octo-Capabilities is missing")
            with self.shop.lock:
                return 200, json.loads(json.dumps(self.route(method, path, body)))
        except Refused as refused:
            return refused.status, refused.body
        except (KeyError, TypeError, ValueError) as error:
            return 400, {"error": "BAD_REQUEST", "errorMessage": repr(error)}

    def route(self, method, path, body):
        """Find who answers."""
        shop = self.shop
        parts = path.strip("/").split("/")
        if (method, parts) == ("GET", ["supplier"]):
            return {"id": "shop", "name": "Shop", "endpoint": "/", "contact": {}}
        if (method, parts) == ("GET", ["products"]):
            return [shop.shown(product) for product in shop.products.values()]
        if method == "GET" and parts[0] == "products" and len(parts) == 2:
            return shop.shown(shop.product(parts[1]))
        if (method, parts) == ("POST", ["availability"]):
            return shop.availability(body)
        if (method, parts) == ("POST", ["availability", "calendar"]):
            return shop.calendar(body)
        if (method, parts) == ("POST", ["bookings"]):
            return shop.reserve(body)
        if method == "GET" and parts[0] == "bookings" and len(parts) == 2:
            return shop.booking(parts[1])
        steps = {"confirm": shop.confirm, "cancel": shop.cancel, "extend": shop.extend}
        if method == "POST" and parts[0] == "bookings" and len(parts) == 3 and parts[2] in steps:
            return steps[parts[2]](parts[1], body)
        raise Refused("BAD_REQUEST", f"nothing is at {path}", 404)

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


def main(*arguments):
    """Serve until killed."""
    Handler.shop = Shop(refuse_known_uuid="--refuse-known-uuid" in arguments)
    with Server(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
