"""What a trip costs as tables that people read: by day and kind, and by person."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from xytour.export.words import say
from xytour.model.money import money_text

if TYPE_CHECKING:
    from xytour.model.base import Language
    from xytour.model.itinerary import Itinerary, PersonCost

_KIND_KEYS = {"stay": "stay-cost", "meal": "meal-cost", "activity": "activity-cost"}


def kind_label(kind: str, language: Language) -> str:
    """Return what a kind of cost is called."""
    return say(_KIND_KEYS.get(kind, kind), language)


def by_day(itinerary: Itinerary) -> list[list[str]]:
    """Return a table of costs: a head, a row a day, the sums; kinds that cost nothing left out."""
    language, totals = itinerary.language, itinerary.totals
    kinds = [kind for kind, cost in totals.cost_by_kind.items() if cost]
    money = partial(money_text, currency=itinerary.currency)
    head = ["", *(kind_label(kind, language) for kind in kinds), say("total", language)]
    table = [head]
    for n, row in enumerate(totals.cost_by_day, start=1):
        amounts = [row.get(kind, 0.0) for kind in kinds]
        label = say("day-n", language, number=n)
        table.append([label, *map(money, amounts), money(round(sum(amounts), 2))])
    sums = [money(totals.cost_by_kind[kind]) for kind in kinds]
    return [*table, [say("total", language), *sums, money(totals.cost_cny)]]


def by_person(itinerary: Itinerary) -> str:
    """Return what each of the party pays, in one line; who pays alike is told once."""
    language = itinerary.language
    people = itinerary.totals.cost_by_person
    alike = groupby(people, key=lambda person: (person.group, person.age))
    parts = [_share(list(group), itinerary) for _, group in alike]
    return say("each-pays", language, shares=say("semicolon", language).join(parts))


def _share(people: list[PersonCost], itinerary: Itinerary) -> str:
    """Return what some of one group and age pay; shares may differ by the last fen."""
    first, language = people[0], itinerary.language
    amounts = dict.fromkeys(money_text(one.cost_cny, itinerary.currency) for one in people)
    key = f"{first.group}-share" if first.age is None else f"{first.group}-share-age"
    who = say(key, language, age=first.age)
    many = f" × {len(people)}" if len(people) > 1 else ""
    return f"{who}{many} {' / '.join(amounts)}"
