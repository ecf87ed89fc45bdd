"""What page and brochure say of the whole trip: figures, costs, indices, the proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from xytour.export import words as common
from xytour.export.page.words import said, say, span_text
from xytour.export.rows import total_text
from xytour.export.words import duration_text
from xytour.model.itinerary import ActivityItem, Leg, Meal, StayItem, Visit
from xytour.model.money import money_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.itinerary import Item, Itinerary
    from xytour.model.quote import Quote
    from xytour.model.region import Region

LOOSE = 0.5
"""A score below this share of the bound says little about the plan, and the page says so."""

KIND_KEYS = {"stay": "stay-cost", "meal": "meal-cost", "activity": "activity-cost"}

INDEX_PARTS = {
    "access": ("moving", "reach", "waiting", "direct"),
    "slowness": ("dwell", "pace", "bed", "free"),
    "immersion": ("depth", "hands", "chain"),
}


@dataclass(frozen=True, slots=True)
class CostTable:
    """Costs by kind (rows) and day (columns), as amounts of money; all of it adds up.

    ``whole_trip`` tells whether the last column is what no single item carries, as the hire
    of a car with driver.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    sums: tuple[str, ...]
    total: str
    whole_trip: bool


@dataclass(frozen=True, slots=True)
class Index:
    """One of the three indices: 0 to 100, what it means, what it is made of."""

    key: str
    name: str
    value: int
    about: str
    text: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The certificate in plain words; ``percent`` is the score as a share of the bound."""

    status: str
    title: str
    text: str
    scope: str
    percent: int
    parts: tuple[tuple[str, str], ...]
    score: str
    bound: str


def headline(itinerary: Itinerary) -> str:
    """Return the trip in a few words."""
    language, n = itinerary.language, len(itinerary.days)
    return say("days-in", language, n=n, region=itinerary.region_name)


def dates(itinerary: Itinerary) -> str:
    """Return from when to when the trip is."""
    return span_text(itinerary.days[0].date, itinerary.days[-1].date, itinerary.language)


def figures(itinerary: Itinerary, quote: Quote | None = None) -> list[tuple[str, str]]:
    """Return the trip's figures: number with unit, and what it is of; the quoted price if any."""
    totals, language = itinerary.totals, itinerary.language
    walk = say("km", language, n=f"{totals.walk_km:g}")
    found = [
        (str(len({visit.place_id for visit in itinerary.visits})), "stat-visits"),
        (duration_text(totals.travel_min, language), "stat-way"),
        (say("km", language, n=f"{totals.distance_km:g}"), "stat-km"),
        (walk if totals.walk_km else "", "stat-walk"),
        (total_text(itinerary, quote), "stat-cost"),
        (f"{totals.co2_kg:g} kg", "stat-co2"),
    ]
    return [(value, say(key, language)) for value, key in found if value]


def cost_table(itinerary: Itinerary) -> CostTable:
    """Return the costs by kind and day.

    What the totals hold and no item carries, stands in a column of its own, so that rows
    and columns add up to the total whatever the tariff.
    """
    language = itinerary.language
    fen = partial(_fen, currency=itinerary.currency)
    days = [_costs_fen(day.items) for day in itinerary.days]
    table: dict[str, list[int]] = {}
    for kind, amount in itinerary.totals.cost_by_kind.items():
        by_day = [costs.get(kind, 0) for costs in days]
        row = [*by_day, round(amount * 100) - sum(by_day)]
        if any(row):
            table[kind] = row
    whole_trip = any(row[-1] for row in table.values())
    width = len(days) + whole_trip
    columns = [say("day", language, n=n) for n in range(1, len(days) + 1)]
    rows = [
        (
            common.say(KIND_KEYS.get(kind, kind), language),
            tuple(map(fen, row[:width])),
            fen(sum(row)),
        )
        for kind, row in table.items()
    ]
    sums = [sum(row[i] for row in table.values()) for i in range(width)]
    return CostTable(
        columns=(*columns, *([say("whole-trip", language)] if whole_trip else ())),
        rows=tuple(rows),
        sums=tuple(map(fen, sums)),
        total=fen(sum(sums)),
        whole_trip=whole_trip,
    )


def _fen(amount: int, currency: str) -> str:
    return money_text(amount / 100, currency) if amount else "–"


def _costs_fen(items: tuple[Item, ...]) -> dict[str, int]:
    costs: dict[str, int] = {}
    for item in items:
        kind, amount = _cost(item)
        costs[kind] = costs.get(kind, 0) + round(amount * 100)
    return costs


def _cost(item: Item) -> tuple[str, float]:
    if isinstance(item, ActivityItem):
        return "activity", item.ticket_cny
    if isinstance(item, Visit):
        return "ticket", item.ticket_cny
    if isinstance(item, Meal):
        return "meal", item.cost_cny
    if isinstance(item, StayItem):
        return "stay", item.cost_cny
    return ("transport", item.cost_cny) if isinstance(item, Leg) else ("", 0.0)


def indices(itinerary: Itinerary) -> list[Index]:
    """Return the three indices."""
    language, parts = itinerary.language, itinerary.indices.parts
    found = []
    for key, names in INDEX_PARTS.items():
        value = round(getattr(itinerary.indices, key))
        mine = [
            (say("free-share" if name == "free" else name, language), round(100 * parts[name]))
            for name in names
            if name in parts
        ]
        text = say("of-100", language, n=value)
        about = say(f"about-{key}", language)
        found.append(Index(key, say(key, language), value, about, text, tuple(mine)))
    return found


def proof(itinerary: Itinerary) -> Proof:
    """Return the certificate in plain words."""
    certificate, language = itinerary.certificate, itinerary.language
    score, bound = certificate.score, certificate.upper_bound
    share = score / bound if bound > 0 else 1.0
    # Never rounded up: 99.96 % of the bound is not all of it.
    percent = 100 if certificate.status == "optimal" else max(0, min(99, int(share * 100)))
    key = "proven" if certificate.status == "optimal" else "within" if share >= LOOSE else "loose"
    facts = {
        "score": f"{score:.2f}",
        "bound": f"{bound:.2f}",
        "share": f"{percent} %",
        "more": f"{100 * (bound - score) / score:.0f} %" if score > 0 else "–",
    }
    return Proof(
        status=key,
        title=say(key, language, **facts),
        text=say(f"{key}-text", language, **facts),
        scope=say("scope", language, scope=certificate.scope),
        percent=percent,
        parts=tuple(
            (said(f"p-{name}", language), f"{value:+.2f}")
            for name, value in itinerary.score_parts.items()
            if value
        ),
        score=facts["score"],
        bound=facts["bound"],
    )


def left_out(itinerary: Itinerary, region: Region | None) -> list[tuple[str, str]]:
    """Return the names of places left out, where they are known, and why."""
    return list(_left_out(itinerary, region))


def _left_out(itinerary: Itinerary, region: Region | None) -> Iterator[tuple[str, str]]:
    for dropped in itinerary.dropped:
        place = itinerary.places.get(dropped.place_id)
        named = place or (region.find_place(dropped.place_id) if region else None)
        yield named.name.get(itinerary.language) if named else dropped.place_id, dropped.text
