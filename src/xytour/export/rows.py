"""An itinerary as rows that people read: when, what, details, why.

What a table on paper, on a screen or in a terminal shows is told here once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from xytour.export.clean import one_line
from xytour.export.cost_tables import kind_label
from xytour.export.words import WORDS, date_text, duration_text, say
from xytour.model.itinerary import (
    ActivityItem,
    AppointmentItem,
    Free,
    Leg,
    Meal,
    StayItem,
    Visit,
    Wait,
)
from xytour.model.money import money_text

if TYPE_CHECKING:
    from xytour.model.base import Language
    from xytour.model.itinerary import Day, Item, Itinerary, LegPart
    from xytour.model.quote import Quote

Kind = Literal["visit", "activity", "appointment", "meal", "leg", "wait", "free", "stay"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a day: times as ``HH:MM`` of the region's clock.

    Texts are on one line and without control characters; escape them as the format asks.
    ``place_id`` is where one goes: a place visited, eaten or slept at, or an appointment's.
    """

    kind: Kind
    start: str
    end: str
    what: str
    details: str
    why: str = ""
    place_id: str | None = None


def rows(itinerary: Itinerary, day: Day) -> list[Row]:
    """Return a day's items as rows, in time order."""
    return [row_of(itinerary, item) for item in day.items]


def row_of(itinerary: Itinerary, item: Item) -> Row:
    """Return an item as a row."""
    what, details, why = _text(item, itinerary.language, itinerary.currency)
    joined = say("list", itinerary.language).join(detail for detail in details if detail)
    return Row(
        kind=item.type,
        start=f"{item.start:%H:%M}",
        end=f"{item.end:%H:%M}",
        what=one_line(what),
        details=one_line(joined),
        why=one_line(why),
        place_id=None if isinstance(item, Leg | Wait | Free) else item.place_id,
    )


def title(itinerary: Itinerary) -> str:
    """Return what the trip is, in one line."""
    return say(
        "title" if len(itinerary.days) > 1 else "title-1",
        itinerary.language,
        region=one_line(itinerary.region_name),
        days=len(itinerary.days),
        start=date_text(itinerary.days[0].date, itinerary.language),
    )


def party(itinerary: Itinerary) -> str:
    """Return for whom and in which style the trip is, in one line."""
    language, people = itinerary.language, itinerary.request.party
    counts = {
        "adults": people.adults,
        "children": len(people.children),
        "seniors": people.seniors,
    }
    style = itinerary.request.style
    return say(
        "party",
        language,
        party=say("list", language).join(say(key, language, n=n) for key, n in counts.items() if n),
        style=say(style, language) if isinstance(style, str) else one_line(style.name),
    )


def proof(itinerary: Itinerary) -> str:
    """Return how good the plan is, in one line."""
    certificate = itinerary.certificate
    return say(
        certificate.status,
        itinerary.language,
        score=f"{certificate.score:.2f}",
        bound=f"{certificate.upper_bound:.2f}",
        gap=f"{certificate.gap:.1%}",
    )


def aims(itinerary: Itinerary) -> str:
    """Return the three indices, in one line."""
    indices = itinerary.indices
    return say(
        "indices",
        itinerary.language,
        access=f"{indices.access:.0f}",
        slowness=f"{indices.slowness:.0f}",
        immersion=f"{indices.immersion:.0f}",
    )


def satisfactions(itinerary: Itinerary) -> list[str]:
    """Return what the trip holds for each of several travellers, a line each."""
    return [
        say(
            "for-each",
            itinerary.language,
            name=one_line(each.name),
            points=f"{each.points:.0f}",
            fit=f"{each.fit:.0%}",
        )
        for each in itinerary.satisfaction
    ]


def costs(itinerary: Itinerary) -> list[tuple[str, str]]:
    """Return what the trip costs, by kind and in all, as labels and amounts."""
    language = itinerary.language
    lines = [
        (kind_label(kind, language), _spent(itinerary, kind, amount))
        for kind, amount in itinerary.totals.cost_by_kind.items()
        if amount
    ]
    return [*lines, (say("total", language), total_text(itinerary))]


def _spent(itinerary: Itinerary, kind: str, amount: float) -> str:
    """Return an amount, with the cap that the request sets to its kind."""
    text = money_text(amount, itinerary.currency)
    most = {str(name): cap for name, cap in itinerary.request.caps_cny.items()}.get(kind)
    if most is None:
        return text
    cap = money_text(most, itinerary.currency)
    return say("of-cap", itinerary.language, amount=text, cap=cap)


def total_text(itinerary: Itinerary, quote: Quote | None = None) -> str:
    """Return what the trip costs in all: what is quoted, where something is."""
    if quote is not None:
        return quote.total_text
    return money_text(itinerary.totals.cost_cny, itinerary.currency)


def good_to_know(itinerary: Itinerary) -> list[str]:
    """Return the warnings, those of one sort about several places in one line."""
    names = {item.place_id: item.name for item in itinerary.items() if not isinstance(item, Leg)}
    language = itinerary.language
    lines: dict[str, list[str]] = {}
    for warning in itinerary.warnings:
        sort = f"n-{warning.code}"
        if warning.place_id in names and sort in WORDS:
            lines.setdefault(sort, []).append(names[warning.place_id])
        else:
            lines[warning.text] = []
    joint = say("semicolon", language)
    return [
        one_line(say(line, language, names=joint.join(dict.fromkeys(places))) if places else line)
        for line, places in lines.items()
    ]


def _text(item: Item, language: Language, currency: str) -> tuple[str, list[str], str]:
    """Return what an item is, its details, and why it is there."""
    length = duration_text(item.minutes, language)
    if isinstance(item, Leg):
        return say(item.mode, language, to=item.to_name), _leg_details(item, language, currency), ""
    if isinstance(item, Visit | ActivityItem):
        name = item.name
        if isinstance(item, ActivityItem):
            name = say("activity", language, name=name, activity=item.activity_name)
        return name, [length, *_visit_details(item, language, currency)], item.reason
    if isinstance(item, Meal):
        name = say("meal", language, meal=say(item.meal, language), name=item.name)
        return name, [length, money_text(item.cost_cny, currency)], item.reason
    if isinstance(item, StayItem):
        price = money_text(item.room_cny, currency)
        details = [
            say(item.stay_type, language) if item.stay_type else "",
            say("room-rate" if item.room_cny else "rooms", language, n=item.rooms, price=price),
            money_text(item.cost_cny, currency),
            say("price-estimated", language) if item.price_estimated else "",
            say("night", language, n=item.nights_so_far) if item.nights_so_far > 1 else "",
        ]
        return say("stay", language, name=item.name), details, item.reason
    if isinstance(item, AppointmentItem):
        return item.name, [length], ""
    assert isinstance(item, Wait | Free)  # noqa: S101 (no other items)
    return say(item.type, language, reason=item.reason), [length], ""


def _visit_details(item: Visit | ActivityItem, language: Language, currency: str) -> list[str]:
    confidence = item.confidence
    if item.ticket_cny:
        price = money_text(item.ticket_cny, currency)
    else:
        price = say("price-unknown" if item.price_unknown else "free-entry", language)
    queues = duration_text(item.queue_min, language)
    return [
        say("queues", language, time=queues) if item.queue_min else "",
        price,
        say("open", language, hours=item.opening),
        say("last-entry", language, time=item.last_entry) if item.last_entry else "",
        ""
        if confidence.hours == "sourced"
        else say("hours-not-sure", language, confidence=say(confidence.hours, language)),
        say("book", language) if item.booking_required else "",
    ]


def _leg_details(leg: Leg, language: Language, currency: str) -> list[str]:
    ways = [_run(list(run), language) for _, run in groupby(leg.parts, key=lambda p: p.vehicle)]
    details = [duration_text(leg.minutes, language), f"{leg.distance_km:g} km", " + ".join(ways)]
    for key, minutes in (("of-transfer", leg.transfer_min), ("of-wait", leg.wait_min)):
        if minutes:
            details.append(say(key, language, time=duration_text(minutes, language)))
    details += [say(part.hire, language) for part in leg.parts if part.hire]
    if leg.cost_cny:
        details.append(money_text(leg.cost_cny, currency))
    if any(part.estimated for part in leg.parts):
        details.append(say("estimated-way", language))
    return details


def _run(run: list[LegPart], language: Language) -> str:
    """Return consecutive parts in one vehicle as its name and the roads or lines it takes."""
    roads = dict.fromkeys(name for part in run if (name := _line(part) or part.road))
    vehicle = say(f"v-{run[0].vehicle}", language)
    return f"{vehicle} ({', '.join(roads)})" if roads else vehicle


def _line(part: LegPart) -> str:
    """Return what to catch and when, or nothing where no timetable tells."""
    if part.line is None or part.departure is None:
        return ""
    return f"{part.line} {part.departure:%H:%M}-{part.end:%H:%M}"
