"""An option as suppliers have it: at the times that are left, at the price of each.

The region's own rules still hold: suppliers only narrow what is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from xytour.model.base import minutes_of
from xytour.model.place import Visitable
from xytour.planner.money import activity_fen, ticket_fen
from xytour.planner.options import outside
from xytour.planner.protocols import Offer

PRICE_CODES = frozenset({"estimated-price", "unknown-price"})

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from xytour.planner.beds import BedOption
    from xytour.planner.options import Option, OptionFinder, Windows
    from xytour.planner.posing import Posed
    from xytour.planner.protocols import Slot
    from xytour.solver import Solution


def has_place(place: object) -> bool:
    """Whether a place admits people, so that it can be sold."""
    return isinstance(place, Visitable)


@dataclass(frozen=True)
class Stock:
    """What is left, and what it costs the party, yuan, of offers that a provider knows."""

    slots: Mapping[Offer, Mapping[date, Sequence[Slot]]]
    prices: Mapping[Offer, Mapping[date, float]]

    def knows(self, offers: Sequence[Offer]) -> bool:
        """Whether any provider said anything of these."""
        return any(offer in self.slots or offer in self.prices for offer in offers)


class _Way(NamedTuple):
    """One way to have an option on a day: from when to when it begins, how long, how much."""

    low: int
    high: int
    minutes: int
    cost_fen: int
    priced: bool
    session: bool


def stocked(option: Option, stock: Stock, finder: OptionFinder) -> list[Option]:
    """Return an option as it can be had: one for each length and rank of price.

    An option has one length on all days and one price on each; where slots differ, it falls
    into several of which a trip has at most one.
    """
    ways = [list(_ways(option, stock, finder, d)) for d in range(len(finder.days))]
    found = []
    for minutes in sorted({way.minutes for row in ways for way in row}):
        ranks = [_by_price([way for way in row if way.minutes == minutes]) for row in ways]
        for rank in range(max(map(len, ranks))):
            chosen = [row[rank] if rank < len(row) else [] for row in ranks]
            costs = tuple(
                row[0].cost_fen if row else cost
                for row, cost in zip(chosen, option.cost_fen, strict=True)
            )
            used = [way for row in chosen for way in row]
            variant = replace(
                option,
                minutes=minutes,
                cost_fen=costs,
                windows=tuple(_merged(row) for row in chosen),
                priced=all(way.priced for way in used),
                by_session=any(way.session for way in used),
            )
            found.append(variant)
    return found


def priced_places(posed: Posed, solution: Solution) -> frozenset[str]:
    """Return the places of a plan at which suppliers told all that is paid there."""
    used: list[Option | BedOption] = [
        posed.options[stop] for tour in solution.tours for stop in tour
    ]
    used += [posed.beds[night][bed] for night, bed in enumerate(solution.beds)]
    rest = {one.place_id for one in used if not one.priced}
    return frozenset({one.place_id for one in used} - rest)


def without_spells(
    option: Option, spells: Mapping[date, Sequence[tuple[str, str]]], dates: Sequence[date]
) -> Option:
    """Return an option without the starts from which it would touch some hours of a date."""
    if option.appointment is not None or not spells:
        return option
    left = []
    for d, windows in enumerate(option.windows):
        minutes = option.minutes + option.queue_min[d]
        for begins, ends in spells.get(dates[d], ()):
            windows = outside(windows, (minutes_of(begins), minutes_of(ends)), minutes)  # noqa: PLW2901
        left.append(windows)
    return replace(option, windows=tuple(left))


def _ways(option: Option, stock: Stock, finder: OptionFinder, d: int) -> Iterator[_Way]:
    """Yield how an option can be had on a day: its own slots, entrance to be had as well."""
    day = finder.days[d].date
    whole = Offer(option.place_id)
    own = whole if option.activity is None else Offer(option.place_id, option.activity.id)
    for start in _starts(option, stock, own, d, day):
        slot = start.slot
        price = stock.prices.get(own, {}).get(day, slot.price_cny if slot else None)
        bundled = slot is not None and slot.with_entrance
        if option.activity is None or option.kind == "meal" or bundled:
            cost = option.cost_fen[d] if price is None else round(price * 100)
            yield start.way(cost, priced=price is not None)
            continue
        place = finder.region.by_id[option.place_id]
        assert isinstance(place, Visitable)  # noqa: S101 (options are made of these)
        party = finder.request.party
        own_fen = activity_fen(option.activity, party) if price is None else round(price * 100)
        for entry in _starts(option, stock, whole, d, day):
            told = entry.slot.price_cny if entry.slot else None
            paid = stock.prices.get(whole, {}).get(day, told)
            gate = ticket_fen(place, party, day, finder.openings.in_season)
            gate = gate if paid is None else round(paid * 100)
            minutes = max(start.minutes, entry.minutes)
            low = max(start.low, entry.low)
            high = min(start.latest(minutes), entry.latest(minutes))
            if low <= high:
                both = start._replace(low=low, high=high, minutes=minutes)
                yield both.way(own_fen + gate, priced=price is not None and paid is not None)


class _Start(NamedTuple):
    """When an option may begin by one slot, and how long it then takes."""

    low: int
    high: int
    minutes: int
    slot: Slot | None

    def latest(self, minutes: int) -> int:
        """Return the last start for something as long as this or longer."""
        if self.slot is not None and self.slot.session:
            return self.high
        return self.high - (minutes - self.minutes)

    def way(self, cost_fen: int, *, priced: bool) -> _Way:
        """Return it with what it costs."""
        session = self.slot is not None and self.slot.session
        return _Way(self.low, self.high, self.minutes, cost_fen, priced, session)


def _starts(option: Option, stock: Stock, offer: Offer, d: int, day: date) -> Iterator[_Start]:
    """Yield when an option may begin by the slots of one offer, or by the region alone."""
    windows: Windows = option.windows[d]
    days = stock.slots.get(offer)
    if days is None:
        yield from (_Start(low, high, option.minutes, None) for low, high in windows)
        return
    for slot in days.get(day, ()):
        begins = minutes_of(slot.start)
        ends = None if slot.end is None else minutes_of(slot.end)
        queue = option.queue_min[d]
        if slot.session:
            # Nobody leaves before it is over.
            lasts = option.minutes if ends is None else max(option.minutes, ends - begins)
            first, last = begins, begins
        else:
            lasts = option.minutes
            first = begins
            last = 2 * 1_440 if ends is None else ends - lasts - queue
        longer = lasts - option.minutes
        for low, high in windows:
            if max(low, first) <= min(high - longer, last):
                yield _Start(max(low, first), min(high - longer, last), lasts, slot)


def _by_price(ways: Sequence[_Way]) -> list[list[_Way]]:
    """Return the ways of a day by what they cost, the cheapest first."""
    costs = sorted({way.cost_fen for way in ways})
    return [[way for way in ways if way.cost_fen == cost] for cost in costs]


def _merged(ways: Sequence[_Way]) -> Windows:
    """Return start windows in order, those that touch as one."""
    merged: Windows = []
    for low, high in sorted((way.low, way.high) for way in ways):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged
