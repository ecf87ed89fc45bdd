"""What the OCTO server of the tests sells, and to whom: products, stock, bookings.

Written from the facts of the OCTO specification: fields, states and error codes.
"""

import re
import threading
import uuid as uuids
from datetime import UTC, date, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8))
TAX_PERCENT = 6


class Refused(Exception):
    """An error as OCTO words it."""

    def __init__(self, code, message, status=400, **facts):
        self.status = status
        self.body = {"error": code, "errorMessage": message, **facts}
        super().__init__(code)


def refuse(code, message, status=400, **facts):
    """Raise an error."""
    raise Refused(code, message, status, **facts)


class Shop:
    """Products, stock and bookings; every method is called with the lock held."""

    def __init__(self, *, refuse_known_uuid=False):
        self.lock = threading.Lock()
        self.products = {}
        self.sold = {}
        self.bookings = {}
        self.faults = []
        self.requests = []
        self.refused = set()
        self.refuse_known_uuid = refuse_known_uuid

    def product(self, product_id):
        """Return one, or refuse."""
        if product_id not in self.products:
            refuse("INVALID_PRODUCT_ID", "no such product", productId=product_id)
        return self.products[product_id]

    def option(self, product, option_id):
        """Check an option."""
        if option_id != product["option"]:
            refuse("INVALID_OPTION_ID", "no such option", optionId=option_id)

    def unit(self, product, unit_id):
        """Return one, or refuse."""
        units = {unit["id"]: unit for unit in product["units"]}
        if unit_id not in units:
            refuse("INVALID_UNIT_ID", "no such unit", unitId=unit_id)
        return units[unit_id]

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
                    "utcCutoffAt": start.astimezone(UTC).isoformat(),
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
                    row["utcCutoffAt"] = end.astimezone(UTC).isoformat()
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
                refuse("UNPROCESSABLE_ENTITY", "this uuid is known", uuid=uuid)
            return known
        days = re.fullmatch(
            r"[^|]+\|(\d{4}-\d\d-\d\d)\|(\d\d:\d\d)", body.get("availabilityId", "")
        )
        names = days and [n for n, *_ in self.sessions(product, date.fromisoformat(days[1]))]
        if not days or body["availabilityId"] not in names:
            refuse("INVALID_AVAILABILITY_ID", "no such session")
        items = body.get("unitItems") or []
        counts = {}
        for item in items:
            self.unit(product, item["unitId"])
            counts[item["unitId"]] = counts.get(item["unitId"], 0) + 1
        if not items or self.taken(body["availabilityId"]) + len(items) > product["capacity"]:
            refuse("UNPROCESSABLE_ENTITY", "sold out")
        minutes = body.get("expirationMinutes", 30)
        now = datetime.now(UTC)
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
            refuse("INVALID_BOOKING_UUID", "no such booking", uuid=uuid)
        return self.bookings[uuid]

    def confirm(self, uuid, body):
        """Sell what is on hold."""
        booking = self.booking(uuid)
        if not body.get("contact"):
            refuse("BAD_REQUEST", "contact is missing")
        if uuid in self.refused or booking["status"] != "ON_HOLD":
            refuse("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        instant = self.products[booking["productId"]].get("instant", True)
        booking["status"] = "CONFIRMED" if instant else "PENDING"
        booking["contact"] = body["contact"]
        booking["confirmations"] = booking.get("confirmations", 0) + 1
        booking["utcConfirmedAt"] = datetime.now(UTC).isoformat()
        return booking

    def cancel(self, uuid, body):
        """Take back."""
        booking = self.booking(uuid)
        was_sold = booking["status"] != "ON_HOLD"
        if booking["status"] not in {"ON_HOLD", "CONFIRMED", "PENDING"}:
            refuse("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        if was_sold and not booking["cancellable"]:
            refuse("UNPROCESSABLE_ENTITY", "it cannot be cancelled", uuid=uuid)
        booking["status"] = "CANCELLED"
        now = datetime.now(UTC).isoformat()
        reason = body.get("reason")
        booking["cancellation"] = {"refund": "FULL", "reason": reason, "utcCancelledAt": now}
        return booking

    def extend(self, uuid, body):
        """Hold for longer."""
        booking = self.booking(uuid)
        if booking["status"] != "ON_HOLD":
            refuse("UNPROCESSABLE_ENTITY", f"it is {booking['status']}", uuid=uuid)
        later = datetime.now(UTC) + timedelta(minutes=body["expirationMinutes"])
        booking["utcExpiresAt"] = later.isoformat()
        return booking

    def let_expire(self):
        """End the holds whose time is up."""
        now = datetime.now(UTC).isoformat()
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
        elif what == "refuse":
            self.refused.add(body["uuid"])
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
