"""Ask a supplier what it sells, and reserve, confirm and give back.

Each reservation carries a uuid of the reseller's making: asked twice with the same one, a
supplier answers with the booking that it has made already, so that no answer that got lost
makes two bookings of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from xytour.booking.octo.calling import Caller, Patience
from xytour.booking.octo.models import Availability, Booking, CalendarDay, Product, Supplier
from xytour.errors import SupplierError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from types import TracebackType
    from typing import Self

    from xytour.booking.octo.models import Contact

T = TypeVar("T")

_PRODUCTS: TypeAdapter[tuple[Product, ...]] = TypeAdapter(tuple[Product, ...])
_AVAILABILITY: TypeAdapter[tuple[Availability, ...]] = TypeAdapter(tuple[Availability, ...])
_CALENDAR: TypeAdapter[tuple[CalendarDay, ...]] = TypeAdapter(tuple[CalendarDay, ...])
_SUPPLIER, _BOOKING, _PRODUCT = TypeAdapter(Supplier), TypeAdapter(Booking), TypeAdapter(Product)


class OctoClient:
    """Speaks OCTO with one supplier; may be used from many threads.

    Parameters
    ----------
    endpoint
        Base address, such as ``https://api.example.com/octo``.
    key
        For the Authorization header; it appears in no error and no representation.
    name
        What the supplier is called here.
    capabilities
        OCTO capabilities to ask for.
    language
        For the Accept-Language header.
    patience
        How long and how often it is asked.

    Raises
    ------
    BookingError
        httpx is not installed.
    DataError
        The address is none.
    """

    def __init__(
        self,
        endpoint: str,
        key: str,
        *,
        name: str = "supplier",
        capabilities: Sequence[str] = ("octo/pricing",),
        language: str = "en",
        patience: Patience | None = None,
    ) -> None:
        self.name = name
        self.capabilities = tuple(capabilities)
        headers = {
            "Authorization": f"Bearer {key}",
            "Octo-Capabilities": ", ".join(capabilities),
            "Accept-Language": language,
            "Accept": "application/json",
        }
        self._caller = Caller(name, endpoint, headers, patience or Patience())

    def __repr__(self) -> str:
        return f"OctoClient({self._caller.endpoint!r}, name={self.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._caller.close()

    def supplier(self) -> Supplier:
        """Return who the supplier is."""
        return self._read(_SUPPLIER, self._caller.call("GET", "/supplier/"), "supplier")

    def products(self) -> tuple[Product, ...]:
        """Return all that the supplier sells to this reseller."""
        return self._read(_PRODUCTS, self._caller.call("GET", "/products/"), "products")

    def product(self, product_id: str) -> Product:
        """Return one product."""
        path = f"/products/{quote(product_id, safe='')}"
        return self._read(_PRODUCT, self._caller.call("GET", path), "product")

    def availability(
        self,
        product_id: str,
        option_id: str,
        first: date,
        last: date,
        *,
        units: Mapping[str, int] | None = None,
        currency: str | None = None,
    ) -> tuple[Availability, ...]:
        """Return the sessions of some dates, for units by id, with their prices.

        Parameters
        ----------
        product_id, option_id
            What.
        first, last
            Dates, both included.
        units
            How many of each; prices are then for all of them together.
        currency
            ISO 4217; by default the supplier's own.
        """
        body = _question(product_id, option_id, first, last, units, currency)
        return self._read(_AVAILABILITY, self._caller.call("POST", "/availability/", body=body))

    def calendar(
        self,
        product_id: str,
        option_id: str,
        first: date,
        last: date,
        *,
        units: Mapping[str, int] | None = None,
        currency: str | None = None,
    ) -> tuple[CalendarDay, ...]:
        """Return one row a date: whether anything is to be had, and from what price."""
        body = _question(product_id, option_id, first, last, units, currency)
        return self._read(_CALENDAR, self._caller.call("POST", "/availability/calendar", body=body))

    def reserve(
        self,
        uuid: str,
        product_id: str,
        option_id: str,
        availability_id: str,
        units: Mapping[str, int],
        *,
        expiration_minutes: int | None = None,
        reseller_reference: str | None = None,
        currency: str | None = None,
    ) -> Booking:
        """Put something on hold; asked again with the same uuid, nothing is held twice.

        Parameters
        ----------
        uuid
            Of the reseller's making, one for each reservation.
        product_id, option_id, availability_id
            What, and which session.
        units
            How many of each.
        expiration_minutes
            How long it is wanted on hold.
        reseller_reference
            The reseller's own number.
        currency
            ISO 4217.
        """
        items = [{"unitId": unit} for unit, count in units.items() for _ in range(count)]
        body: dict[str, Any] = {
            "uuid": uuid,
            "productId": product_id,
            "optionId": option_id,
            "availabilityId": availability_id,
            "unitItems": items,
        }
        if expiration_minutes is not None:
            body["expirationMinutes"] = expiration_minutes
        if reseller_reference is not None:
            body["resellerReference"] = reseller_reference
        if currency is not None:
            body["currency"] = currency
        return self._booking("POST", "/bookings/", body)

    def booking(self, uuid: str) -> Booking:
        """Return a booking as it stands."""
        return self._booking("GET", _path(uuid), None)

    def confirm(
        self, uuid: str, contact: Contact, *, reseller_reference: str | None = None
    ) -> Booking:
        """Buy what is on hold."""
        body: dict[str, Any] = {
            "contact": contact.model_dump(mode="json", by_alias=True, exclude_none=True)
        }
        if reseller_reference is not None:
            body["resellerReference"] = reseller_reference
        return self._booking("POST", f"{_path(uuid)}/confirm", body)

    def cancel(self, uuid: str, *, reason: str = "", force: bool = False) -> Booking:
        """Give a hold or a booking back."""
        body = {"reason": reason, "force": force}
        return self._booking("POST", f"{_path(uuid)}/cancel", body)

    def extend(self, uuid: str, expiration_minutes: int) -> Booking:
        """Keep something on hold for longer, minutes from now."""
        body = {"expirationMinutes": expiration_minutes}
        return self._booking("POST", f"{_path(uuid)}/extend", body)

    def _booking(self, method: str, path: str, body: Mapping[str, Any] | None) -> Booking:
        return self._read(_BOOKING, self._caller.call(method, path, body=body), "booking")

    def _read(self, adapter: TypeAdapter[T], answer: Any, what: str = "availability") -> T:
        try:
            return adapter.validate_python(answer)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            msg = (
                f"supplier {self.name!r}: its {what} makes no sense: "
                f"{where}: {first['msg']} ({error.error_count()} faults in all)"
            )
            raise SupplierError(msg, supplier=self.name) from error


def _path(uuid: str) -> str:
    return f"/bookings/{quote(uuid, safe='')}"


def _question(
    product_id: str,
    option_id: str,
    first: date,
    last: date,
    units: Mapping[str, int] | None,
    currency: str | None,
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "productId": product_id,
        "optionId": option_id,
        "localDateStart": first.isoformat(),
        "localDateEnd": last.isoformat(),
    }
    if units is not None:
        body["units"] = [{"id": unit, "quantity": count} for unit, count in units.items()]
    if currency is not None:
        body["currency"] = currency
    return body
