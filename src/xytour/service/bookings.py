"""Suppliers and orders of the service: who sells what, what is held, what a crash left undone."""

from __future__ import annotations

import hashlib
import logging
import threading
from typing import TYPE_CHECKING, TypeVar

from xytour.booking.desk import Desk
from xytour.booking.octo.calling import Patience
from xytour.booking.product_map import read_product_map
from xytour.booking.store import Store
from xytour.booking.suppliers import live_suppliers
from xytour.errors import BookingError, DataError, Fault, StoreError, SupplierError
from xytour.service.logs import log
from xytour.service.pool import Pool
from xytour.service.problems import UnsettledError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xytour.booking.octo.models import Contact
    from xytour.booking.orders import Order
    from xytour.booking.sales import Sale
    from xytour.booking.suppliers import LiveSupplier
    from xytour.model.region import Region
    from xytour.service.metrics import Metrics
    from xytour.service.settings import Settings

T = TypeVar("T")

GIVEN_BACK = frozenset({"released", "standing"})

CLOSE_S = 10.0
"""So long the end waits for what is being settled; who comes after goes on with it."""


class Bookings:
    """What the paths need to sell and to book.

    Parameters
    ----------
    settings
        Name the product maps, and how patient to be.
    regions
        Those that are served.
    metrics
        Where orders are counted.

    Raises
    ------
    DataError
        A product map is faulty, or a key is not there.
    StoreError
        The store cannot be opened.
    """

    def __init__(self, settings: Settings, regions: Mapping[str, Region], metrics: Metrics) -> None:
        self.suppliers = _suppliers(settings, regions)
        self.pool = Pool(settings.booking_threads, settings.waiting, settings.waiting_seconds)
        self._metrics, self._every_s = metrics, settings.recover_seconds
        self._store = Store(settings.store)
        self.desk = Desk(
            self._store,
            [one for sellers in self.suppliers.values() for one in sellers],
            hold_minutes=settings.hold_minutes,
            lease_s=settings.lease_seconds,
        )
        self._stop = threading.Event()
        self._tending: threading.Thread | None = None

    def begin(self) -> None:
        """Settle what an earlier process left undone, and go on looking now and then."""
        if any(self.suppliers.values()):
            self._tending = threading.Thread(target=self._tend, name="recover", daemon=True)
            self._tending.start()

    def close(self) -> None:
        """Let bookings under way end, and close the store."""
        self._stop.set()
        self.pool.close()
        if self._tending is not None:
            self._tending.join(CLOSE_S)
        self._store.close()
        for sellers in self.suppliers.values():
            for one in sellers:
                one.client.close()

    def hold(self, order_id: str, sales: tuple[Sale, ...]) -> Order:
        """Put all on hold, or nothing; see :meth:`Desk.reserve`."""
        if self._state(order_id) in GIVEN_BACK:
            msg = f"order {order_id} was given back; send another Idempotency-Key to hold it anew"
            raise BookingError(msg, order_id=order_id)
        return self._done(order_id, lambda: self.desk.reserve(order_id, sales))

    def confirm(self, order_id: str, contact: Contact) -> Order:
        """Buy all that is held, or give all back; see :meth:`Desk.confirm`."""
        return self._done(order_id, lambda: self.desk.confirm(order_id, contact))

    def cancel(self, order_id: str) -> Order:
        """Give all back; see :meth:`Desk.release`."""
        return self._done(order_id, lambda: self.desk.release(order_id))

    def _done(self, order_id: str, step: Callable[[], Order]) -> Order:
        """Take a step and write down what came of it."""
        try:
            order = step()
        except BookingError as error:
            state = self._state(order_id)
            self._note("order", order_id, state)
            if state in {"reserving", "confirming", "releasing"}:
                raise UnsettledError(str(error), round(self._every_s)) from error
            raise
        self._note("order", order_id, order.state)
        return order

    def _state(self, order_id: str) -> str:
        try:
            return self.desk.order(order_id).state
        except BookingError:
            return "unknown"

    def _note(self, event: str, order_id: str, state: str) -> None:
        self._metrics.orders.labels(state).inc()
        log(logging.INFO, event, order=order_id, state=state)

    def _tend(self) -> None:
        while True:
            try:
                for order in self.desk.recover():
                    self._note("recovered", order.id, order.state)
            except StoreError as error:
                log(logging.ERROR, "cannot recover", exc_info=error)
            if self._stop.wait(self._every_s):
                return


def order_id_of(caller: str, key: str) -> str:
    """Return the id of the order that a caller means by a key, the same at each repetition."""
    digest = hashlib.sha256(f"{caller}\n{key}".encode()).hexdigest()
    return f"O-{digest[:32]}"


def as_sold(work: Callable[[], T]) -> T:
    """Do something that asks suppliers.

    Raises
    ------
    SupplierError
        One does not sell what the product map says: the operator's fault, not the caller's.
    """
    try:
        return work()
    except DataError as error:
        log(logging.ERROR, "the product map does not fit", exc_info=error)
        msg = "a supplier no longer sells what this service offers"
        raise SupplierError(msg) from error


def _suppliers(
    settings: Settings, regions: Mapping[str, Region]
) -> dict[str, tuple[LiveSupplier, ...]]:
    """Return the suppliers of each region, from its product maps."""
    patience = Patience(
        timeout_s=min(10.0, settings.supplier_seconds), deadline_s=settings.supplier_seconds
    )
    found: dict[str, tuple[LiveSupplier, ...]] = dict.fromkeys(regions, ())
    seen: dict[str, str] = {}
    for path in settings.product_maps:
        product_map = read_product_map(path)
        region_id = product_map.region or next(iter(regions))
        if region_id not in regions:
            fault = Fault("$.region", repr(region_id), "it is not served", "serve it, too")
            msg = f"the product map {path} is of no use:"
            raise DataError(msg, [fault])
        for name in product_map.suppliers:
            if name in seen:
                msg = f"supplier {name!r} is in two product maps: {seen[name]} and {path}"
                raise DataError(msg)
            seen[name] = str(path)
        found[region_id] += tuple(
            live_suppliers(product_map, regions[region_id], patience=patience)
        )
    return found
