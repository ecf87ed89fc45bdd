"""What a quote counts: suppliers' units where they sell, else the itinerary's own prices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.model.itinerary import ActivityItem, Meal, StayItem, Visit
from xytour.model.place import Food, Visitable
from xytour.model.quote import QuoteItem, UnitType
from xytour.planner.money import activity_fen, admission_fen, heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from xytour.booking.sales import Sale
    from xytour.model.itinerary import Itinerary
    from xytour.model.quote import Kind
    from xytour.model.region import Region

_UNIT_OF: dict[str, UnitType] = {"adult": "ADULT", "child": "CHILD", "senior": "SENIOR"}
_TRANSPORT = {"en": "Getting around", "zh": "交通"}


def items_of(itinerary: Itinerary, region: Region, sales: Sequence[Sale]) -> list[QuoteItem]:
    """Return what is to be paid for a trip, in its order; what is free is left out.

    Parameters
    ----------
    itinerary, region
        The trip, and where its prices by the head are told.
    sales
        What suppliers sell of it.
    """
    builder = _Builder(itinerary, region, sales)
    found = [item for day in itinerary.days for one in day.items for item in builder.items(one)]
    return [*found, *builder.transport()]


class _Builder:
    """Makes the items of one trip."""

    def __init__(self, itinerary: Itinerary, region: Region, sales: Sequence[Sale]) -> None:
        self.itinerary = itinerary
        self.region = region
        self.party = itinerary.request.party
        # A place's nights are told apart by their dates, all else there is once in a trip.
        self.sales = {(k.place_id, k.activity_id, k.date): k for k in sales}
        calendar = HolidayCalendar(region.region.holidays)
        self.openings = Openings(calendar, region.region.timezone)

    def items(self, item: object) -> Iterator[QuoteItem]:
        """Yield what an item of the itinerary costs."""
        if isinstance(item, ActivityItem):
            yield from self._activity(item)
        elif isinstance(item, Visit):
            yield from self._sold(item, None) or self._entrance(item, round(item.ticket_cny * 100))
        elif isinstance(item, StayItem):
            yield from self._sold(item, None) or self._stay(item)
        elif isinstance(item, Meal) and item.cost_cny:
            sold = [] if item.meal == "breakfast" else self._sold(item, item.activity_id)
            yield from sold or self._meal(item)

    def transport(self) -> Iterator[QuoteItem]:
        """Yield what getting around costs, as one estimate for the party."""
        total = round(self.itinerary.totals.cost_by_kind.get("transport", 0.0) * 100)
        name = _TRANSPORT[self.itinerary.language]
        yield from self._counted(None, name, "transport", [("PARTY", 1, total)], guess=True)

    def _activity(self, item: ActivityItem) -> Iterator[QuoteItem]:
        own, gate = self._sold(item, item.activity_id), self._sold(item, None)
        place = self.region.by_id[item.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (activities are at such places)
        activity = next(one for one in place.activities if one.id == item.activity_id)
        price = activity_fen(activity, self.party)
        rest = round(item.ticket_cny * 100) - price
        if own:
            yield from own
        else:
            name = f"{item.activity_name} ({item.name})"
            each = [("PERSON", self.party.size, price // self.party.size)]
            if gate or self._admission(item) == rest:
                guess = activity.confidence != "sourced"
                yield from self._counted(item, name, "activity", each, guess=guess)
            else:
                # Somebody else's price: nothing tells what of it is the activity's.
                whole = [("PARTY", 1, round(item.ticket_cny * 100))]
                yield from self._counted(item, name, "activity", whole, guess=False)
                return
        sale = self.sales.get((item.place_id, item.activity_id, item.start.date()))
        if sale is None or not sale.with_entrance:
            yield from gate or self._entrance(item, self._admission(item))

    def _admission(self, item: Visit | ActivityItem) -> int:
        return sum(price * n for (_, price), n in self._admissions(item).items())

    def _admissions(self, item: Visit | ActivityItem) -> Counter[tuple[UnitType, int]]:
        """Return how many of the party pay what for entrance."""
        place = self.region.by_id[item.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (visits are of such places)
        day, season = item.start.date(), self.openings.in_season
        return Counter(
            (_UNIT_OF[head.group], admission_fen(place, head, day, season))
            for head in heads(self.party)
        )

    def _entrance(self, item: Visit | ActivityItem, total: int) -> Iterator[QuoteItem]:
        guess = item.confidence.price != "sourced"
        rows = [(unit, n, price) for (unit, price), n in self._admissions(item).items()]
        if sum(n * price for _, n, price in rows) != total:
            rows = [("PARTY", 1, total)]
        yield from self._counted(item, item.name, "ticket", rows, guess=guess)

    def _stay(self, item: StayItem) -> Iterator[QuoteItem]:
        rooms = [("ROOM", item.rooms, round(item.cost_cny * 100) // item.rooms)]
        yield from self._counted(item, item.name, "stay", rooms, guess=item.price_estimated)

    def _meal(self, item: Meal) -> Iterator[QuoteItem]:
        total, n = round(item.cost_cny * 100), self.party.size
        place = self.region.find_place(item.place_id or "")
        told = isinstance(place, Food) and place.meal_price_cny is not None
        guess = not told or place is None or place.confidence.price != "sourced"
        rows = [("PARTY", 1, total) if total % n else ("PERSON", n, total // n)]
        yield from self._counted(item, item.name, "meal", rows, guess=guess)

    def _counted(
        self,
        item: Visit | ActivityItem | Meal | StayItem | None,
        name: str,
        kind: Kind,
        rows: Sequence[tuple[str, int, int]],
        *,
        guess: bool,
    ) -> Iterator[QuoteItem]:
        """Yield rows of unit, quantity and fen at the itinerary's own prices."""
        for unit, quantity, fen in rows:
            if fen:
                yield QuoteItem(
                    place_id=None if item is None else item.place_id,
                    name=name,
                    date=self._date(item),
                    kind=kind,
                    unit_type=unit,
                    quantity=quantity,
                    currency=self.region.region.currency,
                    precision=2,
                    net=fen,
                    estimated=guess,
                )

    def _date(self, item: Visit | ActivityItem | Meal | StayItem | None) -> date:
        """Return the date of an item, of a stay that of the evening; without one the first."""
        if item is None:
            return self.itinerary.days[0].date
        if not isinstance(item, StayItem):
            return item.start.date()
        return next(day.date for day in self.itinerary.days if item in day.items)

    def _sold(
        self, item: Visit | ActivityItem | Meal | StayItem, activity_id: str | None
    ) -> list[QuoteItem]:
        """Return what a supplier sells of an item, by the unit where it tells such prices."""
        sale = self.sales.get((item.place_id or "", activity_id, self._date(item)))
        if sale is None:
            return []
        known = get_args(UnitType)
        rows = [
            (
                unit.unit_type if unit.unit_type in known else "OTHER",
                unit.quantity,
                unit.net,
                unit.retail,
            )
            for unit in sale.units
        ]
        if any(retail is None for *_, retail in rows) or sale.retail != sum(
            quantity * (retail or 0) for _, quantity, _, retail in rows
        ):
            rows = [("PARTY", 1, sale.net, sale.retail)]
        if rows[0][3] is None:
            return []
        return [
            QuoteItem(
                place_id=sale.place_id,
                name=sale.name,
                date=sale.date,
                kind=sale.kind,
                unit_type=unit,
                quantity=quantity,
                currency=sale.currency,
                precision=sale.precision,
                net=(retail or 0) if net is None else net,
                retail=retail,
                supplier=sale.supplier,
                free_until=sale.free_until,
                terms=sale.terms,
            )
            for unit, quantity, net, retail in rows
        ]
