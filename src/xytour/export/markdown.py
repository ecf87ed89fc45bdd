"""The itinerary as Markdown: a hand-out to edit, paste or print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xytour.export.cost_tables import by_day, by_person
from xytour.export.map_links import MAP_NAMES, place_links
from xytour.export.quote import quote_lines, quote_of
from xytour.export.rows import aims, costs, good_to_know, party, proof, rows, satisfactions, title
from xytour.export.words import date_text, say

if TYPE_CHECKING:
    from xytour.model.itinerary import Day, Itinerary
    from xytour.model.quote import Quote

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def to_markdown(itinerary: Itinerary, *, quote: Quote | None = None) -> str:
    """Return an itinerary as a Markdown page, one table a day.

    Parameters
    ----------
    itinerary
        What is written, in its own language.
    quote
        What the customer is offered; it stands in place of the itinerary's own costs.

    Returns
    -------
    str
        CommonMark with GitHub's tables; whatever the region file or the request said is
        escaped, so that no name can turn into markup. Places visited, eaten or slept at have
        links to four maps; the addresses stand at the foot of the page.

    Raises
    ------
    ExportError
        The quote was made for another itinerary.
    """
    language = itinerary.language
    quoted = quote_of(itinerary, quote)
    lines = [f"# {_plain(title(itinerary))}", "", _plain(party(itinerary)), ""]
    for day in itinerary.days:
        lines += _day_lines(itinerary, day)
    lines += quote_lines(quoted, level=2) if quoted else _cost_lines(itinerary)
    certificate = itinerary.certificate
    lines += ["", _plain(proof(itinerary)), ""]
    lines += [_plain(say("scope", language, scope=certificate.scope)), ""]
    lines += [_plain(aims(itinerary)), ""]
    if itinerary.satisfaction:
        lines += [*(f"- {_plain(line)}" for line in satisfactions(itinerary)), ""]
    if itinerary.warnings:
        lines += [f"## {say('good-to-know', language)}", ""]
        lines += [f"- {_plain(line)}" for line in good_to_know(itinerary)]
    lines += ["", *_addresses(itinerary)]
    return "\n".join(lines).rstrip() + "\n"


def _cost_lines(itinerary: Itinerary) -> list[str]:
    lines = [f"## {say('costs', itinerary.language)}", ""]
    lines += [f"- {_plain(label)}: {amount}" for label, amount in costs(itinerary)]
    if itinerary.totals.cost_by_person:
        lines += ["", _plain(by_person(itinerary))]
    if len(itinerary.totals.cost_by_day) > 1:
        head, *body = by_day(itinerary)
        lines += ["", _table_row(head), f"|{'---|' * len(head)}", *map(_table_row, body)]
    return lines


def _day_lines(itinerary: Itinerary, day: Day) -> list[str]:
    language = itinerary.language
    head = [say(key, language) for key in ("time", "what", "details")]
    lines = [f"## {date_text(day.date, language)}", "", _table_row(head), "|---|---|---|"]
    for row in rows(itinerary, day):
        texts = [_plain(text) for text in (row.what, row.details, row.why)]
        what, details, why = texts
        if row.kind in {"visit", "activity"}:
            what = f"**{what}**"
        details = f"{details}; {why}" if why else details
        if row.place_id in itinerary.places:
            details = f"{details} ({_maps(row.place_id)})"
        lines.append(_table_row([f"{row.start}–{row.end}", what, details]))
    return [*lines, ""]


def _maps(place_id: str) -> str:
    """Return links to a place on each map, by reference: the table stays readable as text."""
    return " · ".join(f"[{MAP_NAMES[key]}][{key}-{place_id}]" for key in MAP_NAMES)


def _addresses(itinerary: Itinerary) -> list[str]:
    """Return what the links of the page refer to."""
    shown = {row.place_id for day in itinerary.days for row in rows(itinerary, day)}
    return [
        f"[{key}-{place_id}]: {url}"
        for place_id, spot in itinerary.places.items()
        if place_id in shown
        for key, url in place_links(spot, itinerary.language).items()
    ]


def _table_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
