"""The suppliers of an agency: clients, what each sells, and what of it is left.

A supplier here is a provider of availability for the planner: sessions that are sold out
are never planned, and prices are its own.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xytour.booking.octo.client import OctoClient
from xytour.booking.octo.models import ON_SALE
from xytour.booking.units import units_for
from xytour.errors import SupplierError
from xytour.model.base import clock_of, minutes_of
from xytour.planner.dates import local_time
from xytour.planner.protocols import Offer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from xytour.booking.octo.calling import Patience
    from xytour.booking.octo.models import Availability, Option, Pricing, Product
    from xytour.booking.product_map import ProductLink, ProductMap
    from xytour.model.region import Region
    from xytour.model.request import Party

SIDE_BY_SIDE = 8
"""How many questions are put to one supplier at once."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Wanted:
    """What is asked of a supplier for an offer: the link, the option, how many units."""

    link: ProductLink
    product: Product
    option: Option
    units: Mapping[str, int]


class LiveSupplier:
    """One supplier, as the planner and the booking desk see it; may be used from threads.

    Parameters
    ----------
    client
        How to ask it.
    product_map
        What of it is what; only its own links count.
    region
        Tells time zone and currency.
    now
        The clock, for sales that close; the machine's by default.

    Raises
    ------
    DataError
        The map names what the region does not have.
    """

    def __init__(
        self,
        client: OctoClient,
        product_map: ProductMap,
        region: Region,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        product_map.check_region(region)
        self.client = client
        self.name = client.name
        self.currency = region.region.currency
        self.zone = ZoneInfo(region.region.timezone)
        self._map = product_map
        self._links = {Offer(k.place, k.activity): k for k in product_map.of(client.name)}
        self._now = now
        self._products: dict[str, Product] | None = None
        self._lock = Lock()

    def find_link(self, offer: Offer) -> ProductLink | None:
        """Return the link of an offer, or None where this supplier does not sell it."""
        return self._links.get(offer)

    def wanted(self, offer: Offer, party: Party, rooms: int | None = None) -> Wanted | None:
        """Return what a party must ask for to have an offer, None if it is not sold to it.

        Of a stay so many rooms are asked for, or (None) as many as the party needs.

        Raises
        ------
        SupplierError
            The supplier does not tell what it sells.
        DataError
            It does not sell what the map says.
        """
        link = self._links[offer]
        product = self._catalogue()[link.product]
        option = product.find_option(link.option)
        assert option is not None  # noqa: S101 (checked when the products were read)
        units = units_for(link, option, party, rooms)
        return None if units is None else Wanted(link, product, option, units)

    def slots(
        self, offers: Sequence[Offer], dates: Sequence[date], party: Party
    ) -> dict[Offer, dict[date, list[Slot]]]:
        """Return what is left of this supplier's offers; see ``protocols.Availability``."""
        own = [offer for offer in offers if offer in self._links]
        if not own or not dates:
            return {}
        try:
            with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="octo") as pool:
                told = list(pool.map(lambda offer: self._slots(offer, dates, party), own))
        except SupplierError as error:
            places = dict.fromkeys(offer.place_id for offer in own)
            raise SupplierError(str(error), supplier=self.name, places=list(places)) from error
        return dict(zip(own, told, strict=True))

    def sessions(self, wanted: Wanted, first: date, last: date) -> list[Availability]:
        """Return the sessions of some dates that are on sale for all units wanted.

        Raises
        ------
        SupplierError
            The supplier does not answer, or tells prices in another currency.
        """
        told = self.client.availability(
            wanted.product.id,
            wanted.option.id,
            first,
            last,
            units=wanted.units,
            currency=self.currency,
        )
        now, n = self._now(), sum(wanted.units.values())
        return [session for session in told if _is_left(session, n, now)]

    def start_of(self, session: Availability) -> datetime:
        """Return when a session begins, in the region's zone."""
        return local_time(session.local_date_time_start, self.zone)

    def end_of(self, session: Availability) -> datetime:
        """Return when a session ends, in the region's zone."""
        return local_time(session.local_date_time_end, self.zone)

    def price_of(self, session: Availability, units: Mapping[str, int]) -> int | None:
        """Return what travellers pay for units of a session, minor units of the currency.

        Raises
        ------
        SupplierError
            The price is in another currency.
        """
        total = session.pricing
        if total is not None:
            return self._retail(total)
        each = {price.unit_id: price for price in session.unit_pricing}
        if any(unit not in each for unit in units):
            return None
        return sum(self._retail(each[unit]) * count for unit, count in units.items())

    def _retail(self, price: Pricing) -> int:
        if price.currency != self.currency:
            msg = (
                f"supplier {self.name!r} was asked for prices in {self.currency} and told them "
                f"in {price.currency}"
            )
            raise SupplierError(msg, supplier=self.name)
        return price.retail

    def _slots(self, offer: Offer, dates: Sequence[date], party: Party) -> dict[date, list[Slot]]:
        wanted = self.wanted(offer, party)
        found: dict[date, list[Slot]] = {}
        if wanted is None:
            return found
        for session in self.sessions(wanted, min(dates), max(dates)):
            found.setdefault(self.start_of(session).date(), []).extend(
                self._slots_of(session, wanted)
            )
        return found

    def _slots_of(self, session: Availability, wanted: Wanted) -> list[Slot]:
        minor = self.price_of(session, wanted.units)
        precision = session.pricing or next(iter(session.unit_pricing), None)
        price = None
        if minor is not None and precision is not None:
            price = minor / 10**precision.currency_precision
        bundled = wanted.link.with_entrance
        if wanted.product.availability_type == "START_TIME" and not session.all_day:
            start, end = self.start_of(session), self.end_of(session)
            minutes = round((end - start).total_seconds() / 60)
            over = clock_of(start.hour * 60 + start.minute + max(0, minutes))
            return [Slot(f"{start:%H:%M}", over, price_cny=price, with_entrance=bundled)]
        hours = [(one.from_, _after(one.from_, one.to)) for one in session.opening_hours]
        hours = hours or [("00:00", "48:00")]
        return [
            Slot(begins, ends, session=False, price_cny=price, with_entrance=bundled)
            for begins, ends in hours
        ]

    def _catalogue(self) -> dict[str, Product]:
        """Return the products by id, asked for once and checked against the map."""
        with self._lock:
            if self._products is None:
                products = self.client.products()
                self._map.check_products(self.name, products)
                self._products = {product.id: product for product in products}
            return self._products


def live_suppliers(
    product_map: ProductMap,
    region: Region,
    *,
    environment: Mapping[str, str] | None = None,
    patience: Patience | None = None,
    language: str = "en",
) -> list[LiveSupplier]:
    """Return the suppliers of a map, with their keys from the environment.

    Parameters
    ----------
    product_map
        Names addresses and the variables that hold the keys.
    region
        Of the places linked.
    environment
        Where the keys are that no file holds; the process's by default.
    patience
        How long and how often they are asked.
    language
        For texts of theirs.

    Raises
    ------
    DataError
        A key is not there; the map names what the region does not have.
    """
    environment = os.environ if environment is None else environment
    found = []
    for name, address in product_map.suppliers.items():
        key = address.key(name, environment)
        client = OctoClient(address.endpoint, key, name=name, language=language, patience=patience)
        found.append(LiveSupplier(client, product_map, region))
    return found


def _is_left(session: Availability, n: int, now: datetime) -> bool:
    """Whether a session is on sale, to the end, for so many units."""
    cutoff = session.utc_cutoff_at
    if cutoff is not None and cutoff.tzinfo is None:
        cutoff = cutoff.replace(tzinfo=UTC)
    return (
        session.available
        and session.status in ON_SALE
        and (session.vacancies is None or session.vacancies >= n)
        and (session.max_units is None or session.max_units >= n)
        and (cutoff is None or cutoff > now)
    )


def _after(begins: str, ends: str) -> str:
    """Return a closing time that may lie past midnight, as hours that run on."""
    minute = minutes_of(ends)
    return ends if minute > minutes_of(begins) else clock_of(minute + 1_440)


def cancel_until(option: Option, start: datetime) -> datetime:
    """Return until when an option is given back for free.

    Parameters
    ----------
    option
        With its cutoff.
    start
        When what is booked begins.
    """
    amount = option.cancellation_cutoff_amount
    unit = {"minute": "minutes", "hour": "hours", "day": "days"}[option.cancellation_cutoff_unit]
    return start - timedelta(**{unit: amount})
