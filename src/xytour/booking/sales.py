"""What of an itinerary suppliers sell: the session of each item, its units, its price."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from xytour.booking.suppliers import cancel_until
from xytour.errors import BookingError
from xytour.model.base import Model, Slug, clock_of, minutes_of
from xytour.model.itinerary import ActivityItem, Meal, StayItem, Visit
from xytour.planner.protocols import Offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.booking.octo.models import Availability, Option, Pricing
    from xytour.booking.suppliers import LiveSupplier, Wanted
    from xytour.model.itinerary import Itinerary

SoldItem: TypeAlias = Visit | ActivityItem | Meal | StayItem
Minor: TypeAlias = Annotated[int, Field(ge=0)]


class SoldUnit(Model):
    """How many of one unit, and what one of it costs, minor units; None where untold."""

    unit_id: str
    unit_type: str
    name: str
    quantity: Annotated[int, Field(gt=0)]
    retail: Minor | None = None
    net: Minor | None = None
    tax: Minor = 0


class Sale(Model):
    """One option of a supplier, at one session, for one party.

    Parameters
    ----------
    place_id, activity_id
        What it is in the region.
    kind
        What the money is for.
    name
        As the itinerary calls it.
    date, start
        When: the night of a stay, the time of a session or of the visit.
    supplier, product_id, option_id, availability_id
        As the supplier knows it.
    units
        What is bought.
    currency, precision
        Of the prices, and how many decimals their minor unit stands for.
    retail, net
        What travellers and the agency pay for all units; None where untold.
    tax
        Taxes that are part of ``retail``.
    free_until
        Until when it is given back for nothing.
    terms
        The supplier's own words for that.
    with_entrance
        Whether an activity's price pays for the place's entrance too.
    """

    place_id: Slug
    activity_id: Slug | None = None
    kind: Literal["ticket", "activity", "meal", "stay"]
    name: str
    date: date
    start: datetime
    supplier: str
    product_id: str
    option_id: str
    availability_id: str
    units: tuple[SoldUnit, ...]
    currency: str
    precision: int
    retail: Minor | None = None
    net: Minor | None = None
    tax: Minor = 0
    free_until: datetime
    terms: str = ""
    with_entrance: bool = False

    def rise(self, price: Pricing | None) -> str:
        """Tell by how much a price is above that of the sale, in words; nothing if it is not.

        Parameters
        ----------
        price
            What the supplier asks now, where it tells; what the agency pays counts, else what
            travellers do.
        """
        if price is None:
            return ""
        if price.currency != self.currency or price.currency_precision != self.precision:
            return f"it costs {price.currency} now and {self.currency} when it was quoted"
        for quoted, asked in ((self.net, price.net), (self.retail, price.retail)):
            if quoted is not None and asked is not None:
                told = f"it costs {asked} now and {quoted} when it was quoted, minor units"
                return told if asked > quoted else ""
        return ""


def sales_of(itinerary: Itinerary, suppliers: Sequence[LiveSupplier]) -> tuple[Sale, ...]:
    """Return what suppliers sell of an itinerary, as they have it now.

    Parameters
    ----------
    itinerary
        A plan.
    suppliers
        Who may sell; what none of them is linked to is left out.

    Raises
    ------
    SupplierError
        A supplier does not answer.
    BookingError
        Something that they sell is sold out by now, or not sold at the time planned; the
        message names all of it.
    """
    found: list[Sale] = []
    gone: list[str] = []
    for item in itinerary.items():
        if not isinstance(item, SoldItem) or item.place_id is None:
            continue
        for offer in _offers_of(item, suppliers):
            supplier = next(one for one in suppliers if one.find_link(offer) is not None)
            sale = _sale(item, offer, supplier, itinerary)
            if sale is None:
                gone.append(f"{item.name} at {item.start:%Y-%m-%d %H:%M}")
            else:
                found.append(sale)
    if gone:
        msg = f"sold out by now, or not sold so: {'; '.join(gone)}; plan again, or leave it out"
        raise BookingError(msg)
    return tuple(found)


def _offers_of(item: SoldItem, suppliers: Sequence[LiveSupplier]) -> list[Offer]:
    """Return what suppliers sell of an item: an activity, entrance, both."""
    if item.place_id is None or (isinstance(item, Meal) and item.meal == "breakfast"):
        return []
    whole = Offer(item.place_id)
    offers = [whole]
    activity = getattr(item, "activity_id", None)
    if activity is not None:
        own = Offer(item.place_id, activity)
        offers = [own] if isinstance(item, Meal) else [own, whole]
        link = next((k for one in suppliers if (k := one.find_link(own)) is not None), None)
        if link is not None and link.with_entrance:
            offers = [own]
    return [offer for offer in offers if any(one.find_link(offer) for one in suppliers)]


def _sale(
    item: SoldItem, offer: Offer, supplier: LiveSupplier, itinerary: Itinerary
) -> Sale | None:
    rooms = item.rooms if isinstance(item, StayItem) else None
    wanted = supplier.wanted(offer, itinerary.request.party, rooms)
    if wanted is None:
        return None
    # A late dinner's night is that of the evening; a bed is taken when the party comes in.
    day = _night(item, itinerary) if isinstance(item, StayItem) else item.start.date()
    sessions = supplier.sessions(wanted, day, day)
    session = next((one for one in sessions if _serves(one, item, day, supplier, wanted)), None)
    if session is None:
        return None
    price = session.pricing
    units = _units(session, wanted)
    retail = supplier.price_of(session, wanted.units)
    each = next(iter(session.unit_pricing), None)
    shown = price or each
    start = (
        item.start if isinstance(item, StayItem) else max(item.start, supplier.start_of(session))
    )
    return Sale(
        place_id=offer.place_id,
        activity_id=offer.activity_id,
        kind=_kind(item, offer),
        name=_name(item, offer),
        date=day,
        start=start,
        supplier=supplier.name,
        product_id=wanted.product.id,
        option_id=wanted.option.id,
        availability_id=session.id,
        units=units,
        currency=shown.currency if shown else supplier.currency,
        precision=shown.currency_precision if shown else 2,
        retail=retail,
        net=price.net if price else _total_net(units),
        tax=sum(tax.retail for tax in price.included_taxes)
        if price
        else sum(unit.tax * unit.quantity for unit in units),
        free_until=cancel_until(wanted.option, supplier.start_of(session)),
        terms=wanted.option.cancellation_cutoff,
        with_entrance=wanted.link.with_entrance,
    )


def _night(item: StayItem, itinerary: Itinerary) -> date:
    """Return the date of the evening of a stay, also where the party comes in after midnight."""
    return next(day.date for day in itinerary.days if item in day.items)


def _serves(
    session: Availability, item: SoldItem, day: date, supplier: LiveSupplier, wanted: Wanted
) -> bool:
    """Whether a session is the one that an item was planned at."""
    start = supplier.start_of(session)
    if isinstance(item, StayItem):
        return start.date() == day
    if wanted.product.availability_type == "START_TIME" and not session.all_day:
        return start == item.start
    begins, ends = f"{item.start:%H:%M}", minutes_of(f"{item.start:%H:%M}") + item.minutes
    hours = [(one.from_, one.to) for one in session.opening_hours]
    return start.date() == day and (
        not hours
        or any(low <= begins and (clock_of(ends) <= high or high <= low) for low, high in hours)
    )


def _kind(item: SoldItem, offer: Offer) -> Literal["ticket", "activity", "meal", "stay"]:
    if isinstance(item, StayItem):
        return "stay"
    if isinstance(item, Meal):
        return "meal"
    return "ticket" if offer.activity_id is None else "activity"


def _name(item: SoldItem, offer: Offer) -> str:
    if isinstance(item, ActivityItem) and offer.activity_id is not None:
        return f"{item.activity_name} ({item.name})"
    return item.name


def _units(session: Availability, wanted: Wanted) -> tuple[SoldUnit, ...]:
    prices = {price.unit_id: price for price in session.unit_pricing}
    option: Option = wanted.option
    by_id = {unit.id: unit for unit in option.units}
    counted = next((k.upper() for k in ("room", "party") if k in wanted.link.units), None)
    found = []
    for unit_id, quantity in wanted.units.items():
        price = prices.get(unit_id)
        found.append(
            SoldUnit(
                unit_id=unit_id,
                unit_type=counted or by_id[unit_id].type,
                name=by_id[unit_id].internal_name or unit_id,
                quantity=quantity,
                retail=price.retail if price else None,
                net=price.net if price else None,
                tax=sum(tax.retail for tax in price.included_taxes) if price else 0,
            )
        )
    return tuple(found)


def _total_net(units: Sequence[SoldUnit]) -> int | None:
    if any(unit.net is None for unit in units):
        return None
    return sum((unit.net or 0) * unit.quantity for unit in units)
