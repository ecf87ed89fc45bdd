"""Ask providers before planning: what is sold out is never planned, prices are theirs.

Providers are asked side by side and never waited for longer than agreed. What becomes of a
plan when one does not answer is the agency's choice: refuse, or plan by the region's own
data and say so.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from xytour.errors import InfeasibleError, RequestError, SupplierError
from xytour.model.itinerary import Notice
from xytour.planner.money import rooms_for
from xytour.planner.protocols import Offer
from xytour.planner.stocked import Stock, has_place, stocked, without_spells
from xytour.planner.waiting import outcomes_within
from xytour.planner.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from xytour.model.place import VisitablePlace
    from xytour.planner.beds import BedOption
    from xytour.planner.options import Option, OptionFinder
    from xytour.planner.protocols import Availability, Pricing, Slot, Weather

WhenDown: TypeAlias = Literal["refuse", "warn"]


@dataclass(frozen=True)
class Inventory:
    """The providers of a planner.

    Parameters
    ----------
    availability
        Asked what is left, each of its own offers.
    pricing
        Asked what things cost, or None.
    weather
        Asked for hours to keep indoors, or None.
    when_down
        ``refuse`` raises where a provider fails, ``warn`` plans without it and says so.
    timeout_s
        Seconds (> 0) that all of them together get for an answer.
    """

    availability: tuple[Availability, ...] = ()
    pricing: Pricing | None = None
    weather: Weather | None = None
    when_down: WhenDown = "refuse"
    timeout_s: float = 20.0

    def __post_init__(self) -> None:
        if self.when_down not in {"refuse", "warn"} or not self.timeout_s > 0:
            msg = (
                "expected when_down 'refuse' or 'warn' and answer_within_s > 0, got "
                f"{self.when_down!r} and {self.timeout_s!r}"
            )
            raise RequestError(msg)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is asked."""
        return not (self.availability or self.pricing or self.weather)

    def open(self, finder: OptionFinder) -> Shelf:
        """Return what the providers say about one trip, asked for as it is needed."""
        return Shelf(self, finder)


def inventory_of(
    availability: Availability | Sequence[Availability],
    pricing: Pricing | None,
    weather: Weather | None,
    when_down: WhenDown,
    answer_within_s: float,
) -> Inventory:
    """Return the providers of a planner; one of availability may stand alone."""
    providers = availability if isinstance(availability, Sequence) else (availability,)
    return Inventory(tuple(providers), pricing, weather, when_down, answer_within_s)


@dataclass
class Shelf:
    """What providers say about one trip.

    Parameters
    ----------
    inventory
        Whom to ask.
    finder
        The trip's request, days and dropped places.

    Attributes
    ----------
    notices
        What the traveller should know of providers that did not answer.
    asked_s
        Seconds that they took.
    """

    inventory: Inventory
    finder: OptionFinder
    notices: list[Notice] = field(default_factory=list)
    asked_s: float = 0.0

    def options(self, options: Sequence[Option]) -> list[Option]:
        """Return the options that can be had, at their times and prices; the rest is dropped."""
        dates = [day.date for day in self.finder.days]
        wanted = [option for option in options if option.appointment is None]
        stock = self._ask(_offers(wanted), dates)
        kept = [option for row in options for option in self._stocked(row, stock)]
        self._drop(options, kept, "sold-out")
        fair = self._fair(kept, dates)
        self._drop(kept, fair, "weather")
        return fair

    def beds(self, nights: Sequence[Sequence[BedOption]]) -> list[list[BedOption]]:
        """Return the beds that can be had each night, at their prices.

        Raises
        ------
        InfeasibleError
            On some night none is left.
        """
        dates = [day.date for day in self.finder.days[: len(nights)]]
        offers = {Offer(bed.place_id): None for night in nights for bed in night}
        stock = self._ask(list(offers), dates)
        found = []
        for d, night in enumerate(nights):
            left = [bed for row in night for bed in self._bed(row, stock, dates[d])]
            if night and not left:
                msg = f"no bed that the request allows is left on the night of {dates[d]}"
                conflict = [f"a night on {dates[d]}", "availability"]
                relax = ["choose other dates", "allow more places to stay"]
                raise InfeasibleError(msg, conflict=conflict, relax=relax)
            found.append(left)
        return found

    def _stocked(self, option: Option, stock: Stock) -> list[Option]:
        if option.appointment is not None or not stock.knows(_offers_of(option)):
            return [option]
        return stocked(option, stock, self.finder)

    def _bed(self, bed: BedOption, stock: Stock, night: date) -> list[BedOption]:
        offer = Offer(bed.place_id)
        slots = stock.slots.get(offer)
        if slots is not None and not slots.get(night):
            return []
        told = [slot.price_cny for slot in (slots or {}).get(night, ())]
        price = stock.prices.get(offer, {}).get(night, told[0] if told else None)
        if price is None:
            return [bed]
        # Suppliers are told the party, and sell the rooms that it needs.
        room_fen = -(-round(price * 100) // rooms_for(self.finder.request.party))
        wish = self.finder.request.stay.max_room_cny
        if wish is not None and room_fen > wish * 100:
            return []
        cost = bed.cost_fen + bed.rooms * (room_fen - bed.room_fen)
        return [replace(bed, room_fen=room_fen, cost_fen=cost, priced=True)]

    def _fair(self, options: list[Option], dates: Sequence[date]) -> list[Option]:
        """Return options without the hours that the weather spoils."""
        weather = self.inventory.weather
        if weather is None:
            return options
        by_id = self.finder.region.by_id
        ids = dict.fromkeys(o.place_id for o in options if o.appointment is None)
        places: list[VisitablePlace] = [by_id[k] for k in ids if has_place(by_id[k])]  # type: ignore[misc]
        (told,) = self._answers([(_name(weather), partial(weather.spells, places, dates))])
        if told is None:
            return options
        return [
            left
            for option in options
            if any((left := without_spells(option, told.get(option.place_id, {}), dates)).windows)
        ]

    def _drop(
        self, before: Iterable[Option], after: Iterable[Option], why: Literal["sold-out", "weather"]
    ) -> None:
        kept = {option.place_id for option in after}
        lost = (o.place_id for o in before if o.place_id not in kept and o.kind != "meal")
        for place_id in dict.fromkeys(lost):
            self.finder.drop(place_id, why)

    def _ask(self, offers: Sequence[Offer], dates: Sequence[date]) -> Stock:
        """Return slots and prices of all providers; of an offer told twice the first counts."""
        inventory, party = self.inventory, self.finder.request.party
        if not offers or not (inventory.availability or inventory.pricing):
            return Stock({}, {})
        questions: list[tuple[str, Callable[[], Any]]] = [
            (_name(provider), partial(provider.slots, offers, dates, party))
            for provider in inventory.availability
        ]
        pricing = inventory.pricing
        if pricing is not None:
            questions.append((_name(pricing), partial(pricing.prices, offers, dates, party)))
        answers = self._answers(questions)
        prices = answers.pop() if pricing is not None else None
        slots: dict[Offer, Mapping[date, Sequence[Slot]]] = {}
        for told in answers:
            for offer, days in (told or {}).items():
                slots.setdefault(offer, days)
        return Stock(slots, prices or {})

    def _answers(self, questions: Sequence[tuple[str, Callable[[], Any]]]) -> list[Any]:
        """Return all answers, None for those that failed.

        Raises
        ------
        SupplierError
            One failed, and the agency wants no plan then.
        """
        began = time.perf_counter()
        timeout_s = self.inventory.timeout_s
        found = outcomes_within(timeout_s, [ask for _, ask in questions])
        self.asked_s += time.perf_counter() - began
        answers: list[Any] = []
        for (name, _), answer in zip(questions, found, strict=True):
            if not isinstance(answer, BaseException):
                answers.append(answer)
                continue
            error: BaseException = answer
            if isinstance(error, TimeoutError):
                msg = f"{name} gave no answer within {timeout_s:g} s"
                error = SupplierError(msg, supplier=name)
            # Any other error is the provider's own fault, for it to see.
            if not isinstance(error, SupplierError) or self.inventory.when_down == "refuse":
                raise error
            self._warn(error, error.supplier or name)
            answers.append(None)
        return answers

    def _warn(self, error: SupplierError, name: str) -> None:
        language = self.finder.request.language
        names = [self.finder.region.by_id[k].name.get(language) for k in error.places[:8]]
        key = "w-supplier-places" if names else "w-supplier"
        text = say(key, language, name=name, places=say("and-so-on", language).join(names))
        notice = Notice(code="supplier-down", text=text)
        if notice not in self.notices:
            self.notices.append(notice)


def _offers_of(option: Option) -> list[Offer]:
    """Return what must be bought for an option: an activity and entrance, or one of them."""
    whole = Offer(option.place_id)
    if option.activity is None:
        return [whole]
    own = Offer(option.place_id, option.activity.id)
    return [own] if option.kind == "meal" else [own, whole]


def _offers(options: Iterable[Option]) -> list[Offer]:
    return list(dict.fromkeys(offer for option in options for offer in _offers_of(option)))


def _name(provider: object) -> str:
    return str(getattr(provider, "name", "") or type(provider).__name__)
