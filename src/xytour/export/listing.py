"""Places in a terminal: two lines each, id and name, then what to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from xytour.export.clean import one_line
from xytour.export.words import say
from xytour.model.money import money_text
from xytour.model.place import Visitable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from xytour.model.base import Language
    from xytour.model.place import Place


def print_places(
    places: Sequence[Place], language: Language, console: Console, *, currency: str
) -> None:
    """Print places: id, name, kind, county, hours, price of an adult.

    Parameters
    ----------
    places
        What is printed.
    language
        Of the names.
    console
        Where; it decides on colours.
    currency
        Of the region, ISO 4217.
    """
    for place in places:
        head = Text(place.id, style="bold green").append(
            f"  {one_line(place.name.get(language))}", style="not bold default"
        )
        console.print(head, soft_wrap=True)
        console.print(Text(f"    {_facts(place, language, currency)}", style="dim"), soft_wrap=True)
    console.print(Text(say("found", language, n=len(places))))


def _facts(place: Place, language: Language, currency: str) -> str:
    facts = [place.kind, place.county or ""]
    if isinstance(place, Visitable):
        hours = place.opening_hours or say("unknown", language)
        facts.append(say("open", language, hours=hours))
        price = place.ticket.adult_cny
        if price is not None:
            facts.append(money_text(price, currency) if price else say("free-entry", language))
    return one_line(say("list", language).join(fact for fact in facts if fact))
