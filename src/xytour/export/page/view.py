"""The items of a day as cards and rows: what page and brochure say, without any markup."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, TypedDict

from xytour.export import words as common
from xytour.export.map_links import leg_links, place_links
from xytour.export.page.words import say
from xytour.export.words import duration_text
from xytour.model.itinerary import ActivityItem, AppointmentItem, Leg, Meal, StayItem, Visit
from xytour.model.money import money_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.base import Language
    from xytour.model.itinerary import Free, Item, Itinerary, LegPart, Wait
    from xytour.model.place import Confidence


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled fact; ``sure`` tells how sure it is, where that is known."""

    label: str
    text: str
    sure: str = ""
    sure_text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a way: vehicle, road or line, length and time."""

    icon: str
    text: str
    to: str
    length: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One item of a day as it is shown.

    ``place_id`` is set where the item stops at a place; a leg's ``way`` says which line of
    the map it is. ``plain`` items are a line, the rest a card.
    """

    id: str
    type: str
    icon: str
    start: str
    end: str
    start_iso: str
    title: str
    label: str
    length: str
    why: str = ""
    place_id: str = ""
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    book: bool = False
    estimated: bool = False

    @property
    def plain(self) -> bool:
        """Whether a line is enough."""
        picnic = self.type == "meal" and not self.place_id
        return picnic or self.type in {"leg", "wait", "free"}


KIND_ICONS = {
    "red_education": "flag",
    "tea_area": "leaf",
    "village": "house",
    "museum": "landmark",
    "heritage": "landmark",
    "nature": "mountain",
    "hot_spring": "waves",
    "academy": "graduation-cap",
    "experience": "hand",
    "food": "utensils",
    "shop": "shopping-bag",
    "stay": "bed-double",
}

VEHICLE_ICONS = {
    "car": "car",
    "taxi": "car",
    "bus": "bus",
    "shuttle": "bus",
    "train": "train-front",
    "metro": "train-front",
    "cable_car": "cable-car",
    "ferry": "ship",
    "plane": "plane",
    "walk": "footprints",
}


def cards(itinerary: Itinerary, day: int) -> list[Card]:
    """Return the items of a day, counted from 0, in time order."""
    return [
        _card(itinerary, f"i-{day}-{i}", item) for i, item in enumerate(itinerary.days[day].items)
    ]


def _card(itinerary: Itinerary, key: str, item: Item) -> Card:
    if isinstance(item, Leg):
        return _leg(itinerary, key, item)
    if isinstance(item, Visit | ActivityItem):
        return _visit(itinerary, key, item)
    if isinstance(item, Meal):
        return _meal(itinerary, key, item)
    if isinstance(item, StayItem):
        return _stay(itinerary, key, item)
    return _other(itinerary, key, item)


class _Times(TypedDict):
    start: str
    end: str
    start_iso: str
    length: str


def _times(item: Item, language: Language) -> _Times:
    return {
        "start": f"{item.start:%H:%M}",
        "end": f"{item.end:%H:%M}",
        "start_iso": item.start.isoformat(),
        "length": duration_text(item.minutes, language),
    }


def _visit(itinerary: Itinerary, key: str, item: Visit | ActivityItem) -> Card:
    language = itinerary.language
    title, label = item.name, say(f"k-{item.kind}", language)
    if isinstance(item, ActivityItem):
        title, label = item.activity_name, item.name
    return Card(
        id=key,
        type=item.type,
        icon=KIND_ICONS.get(item.kind, "map-pin"),
        title=title,
        label=label,
        why=_sentence(item.reason),
        place_id=item.place_id,
        facts=tuple(_visit_facts(itinerary, item)),
        links=_place_links(itinerary, item.place_id),
        book=bool(item.booking_required),
        **_times(item, language),
    )


def _visit_facts(itinerary: Itinerary, item: Visit | ActivityItem) -> Iterator[Fact]:
    language, sure = itinerary.language, item.confidence
    always = item.opening == "00:00-24:00"
    hours = say("always", language) if always else item.opening.replace("-", "–")
    yield _fact("hours", hours, sure.hours, language)
    if item.last_entry:
        yield _fact("last", item.last_entry, sure.last_entry, language)
    if isinstance(item, ActivityItem) and item.session:
        yield Fact(say("session", language), item.session)
    if item.ticket_cny:
        price = money_text(item.ticket_cny, itinerary.currency)
        yield _fact("ticket", price, sure.price, language)
    elif item.price_unknown:
        yield Fact(say("ticket", language), say("price-unknown", language), "unknown")
    else:
        yield _fact("ticket", say("free-entry", language), sure.price, language)
    if item.place_id in itinerary.places and sure.location != "sourced":
        off_km = itinerary.places[item.place_id].location.precision_m / 1000
        if off_km >= 0.5:
            text = say("position-off", language, km=f"{off_km:g}")
            yield _fact("position", text, sure.location, language)


def _fact(key: str, text: str, sure: Confidence, language: Language) -> Fact:
    return Fact(say(key, language), text, sure, say(f"sure-{sure}", language))


def _meal(itinerary: Itinerary, key: str, item: Meal) -> Card:
    language = itinerary.language
    meal = common.say(item.meal, language)
    at_table = item.place_id is not None
    cost = money_text(item.cost_cny, itinerary.currency) if item.cost_cny else ""
    facts = [Fact(say("cost", language), cost)] if cost else []
    if item.opening:
        facts.insert(0, Fact(say("hours", language), item.opening.replace("-", "–")))
    return Card(
        id=key,
        type=item.type,
        icon="utensils",
        title=item.name if at_table else say("picnic", language, meal=meal),
        label=meal,
        why=_sentence(item.reason if at_table else item.name),
        place_id=item.place_id or "",
        facts=tuple(facts),
        links=_place_links(itinerary, item.place_id),
        **_times(item, language),
    )


def _stay(itinerary: Itinerary, key: str, item: StayItem) -> Card:
    language = itinerary.language
    nights = item.nights_so_far
    label = say("night", language, n=nights) if nights > 1 else say("k-stay", language)
    price = money_text(item.cost_cny, itinerary.currency)
    cost = f"{price} · {common.say('rooms', language, n=item.rooms)}"
    return Card(
        id=key,
        type=item.type,
        icon="bed-double",
        title=item.name,
        label=label,
        place_id=item.place_id,
        facts=(Fact(say("cost", language), cost),),
        links=_place_links(itinerary, item.place_id),
        **_times(item, language),
    )


def _other(itinerary: Itinerary, key: str, item: AppointmentItem | Wait | Free) -> Card:
    language = itinerary.language
    mine = isinstance(item, AppointmentItem)
    return Card(
        id=key,
        type=item.type,
        icon={"appointment": "calendar-check", "wait": "hourglass"}.get(item.type, "coffee"),
        title=item.name if mine else say(item.type, language),
        label=say("appointment", language) if mine else "",
        why="" if isinstance(item, AppointmentItem) else _sentence(item.reason),
        place_id=item.place_id,
        links=_place_links(itinerary, item.place_id) if mine else (),
        **_times(item, language),
    )


def _leg(itinerary: Itinerary, key: str, item: Leg) -> Card:
    language = itinerary.language
    vehicles = [part.vehicle for part in item.parts]
    ridden = [vehicle for vehicle in vehicles if vehicle != "walk"]
    main = ridden[0] if ridden else "walk"
    by = " + ".join(common.say(f"v-{v}", language) for v in dict.fromkeys(vehicles))
    facts = [Fact("", say("km", language, n=f"{item.distance_km:g}")), Fact("", by)]
    for word, minutes in (("of-transfer", item.transfer_min), ("of-wait", item.wait_min)):
        if minutes:
            time = duration_text(minutes, language)
            facts.append(Fact("", common.say(word, language, time=time)))
    facts += [Fact("", common.say(part.hire, language)) for part in item.parts if part.hire]
    if item.cost_cny:
        facts.append(Fact("", money_text(item.cost_cny, itinerary.currency)))
    return Card(
        id=key,
        type="leg",
        icon=VEHICLE_ICONS[main],
        title=common.say(item.mode, language, to=item.to_name),
        label="",
        place_id=item.to_id,
        facts=tuple(facts),
        steps=tuple(_steps(itinerary, item)),
        links=_named(leg_links(itinerary, item), language),
        estimated=any(part.estimated for part in item.parts),
        **_times(item, language),
    )


def _steps(itinerary: Itinerary, leg: Leg) -> Iterator[Step]:
    """Yield the parts of a way, those that follow each other on one road as one."""
    language = itinerary.language
    for _, group in groupby(leg.parts, key=lambda p: (p.vehicle, p.road, p.line, p.estimated)):
        run = list(group)
        spot = itinerary.places.get(run[-1].to_id)
        yield Step(
            icon=VEHICLE_ICONS[run[0].vehicle],
            text=_step_text(run[0], language),
            to=spot.name.get(language) if spot else "",
            length=_length(run, language),
            estimated=run[0].estimated,
        )


def _length(run: list[LegPart], language: Language) -> str:
    km = say("km", language, n=f"{sum(part.distance_km for part in run):.1f}")
    minutes = round((run[-1].end - run[0].start).total_seconds() / 60)
    return f"{km} · {duration_text(minutes, language)}"


def _step_text(part: LegPart, language: Language) -> str:
    vehicle = common.say(f"v-{part.vehicle}", language)
    if part.line is not None and part.departure is not None:
        return f"{vehicle} {part.line} {part.departure:%H:%M}–{part.end:%H:%M}"
    return f"{vehicle} · {part.road}" if part.road else vehicle


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place_links(itinerary: Itinerary, place_id: str | None) -> tuple[tuple[str, str], ...]:
    spot = itinerary.places.get(place_id or "")
    if spot is None:
        return ()
    return _named(place_links(spot, itinerary.language), itinerary.language)


def _named(links: dict[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((say(f"app-{key}", language), url) for key, url in links.items())
