"""A quote as a customer reads it: rows for a brochure, and a page of Markdown.

What the agency pays, and to whom, is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.errors import ExportError

if TYPE_CHECKING:
    from xytour.model.base import Language
    from xytour.model.itinerary import Itinerary
    from xytour.model.quote import Quote, QuoteLine

_WORDS: dict[str, tuple[str, str]] = {
    "quote": ("Quote", "报价单"),
    "valid": ("valid until {time}", "有效期至{time}"),
    "date": ("Date", "日期"),
    "what": ("What", "项目"),
    "unit": ("Unit", "单位"),
    "number": ("Number", "数量"),
    "each": ("Each", "单价"),
    "sum": ("Amount", "金额"),
    "total": ("Total", "合计"),
    "sale": ("Without tax", "不含税"),
    "tax-in": ("of which {name} {rate} %", "其中{name} {rate}%"),
    "tax-on": ("{name} {rate} %", "{name} {rate}%"),
    "estimate": ("estimate", "估价"),
    "estimates": (
        "Amounts marked as estimates are not confirmed by a supplier and may change.",
        "标注“估价”的金额未经供应商确认，可能变动。",
    ),
    "terms": ("Cancellation", "退订"),
    "free-until": ("free until {time}", "{time}前免费取消"),
    "ADULT": ("adult", "成人"),
    "YOUTH": ("youth", "青少年"),
    "CHILD": ("child", "儿童"),
    "INFANT": ("infant", "婴幼儿"),
    "FAMILY": ("family", "家庭"),
    "SENIOR": ("senior", "老人"),
    "STUDENT": ("student", "学生"),
    "MILITARY": ("military", "军人"),
    "OTHER": ("ticket", "张"),
    "PERSON": ("person", "人"),
    "ROOM": ("room", "间"),
    "PARTY": ("party", "团"),
}


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One line of a quote as text; ``mark`` says that it is an estimate, or is empty."""

    date: str
    name: str
    unit: str
    quantity: str
    each: str
    amount: str
    mark: str


@dataclass(frozen=True, slots=True)
class QuoteTable:
    """A quote as text.

    Parameters
    ----------
    heading, terms_heading
        Of the whole, and of its terms.
    title
        What is offered, with the quote's number and its validity.
    header
        Of the rows' columns, without the mark.
    rows
        The lines.
    sums
        Label and amount: the total, and tax where there is one.
    terms
        What and until when it is given back for nothing.
    notes
        What a customer should know besides.
    """

    heading: str
    terms_heading: str
    title: str
    header: tuple[str, ...]
    rows: tuple[QuoteRow, ...]
    sums: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def quote_table(quote: Quote, language: Language | None = None) -> QuoteTable:
    """Return a quote as text, in a language; by default that of the itinerary."""
    language = language or quote.inputs.language
    until = say("valid", language, time=f"{quote.valid_until:%Y-%m-%d %H:%M %Z}")
    notes = [say("estimates", language)] if any(line.estimated for line in quote.lines) else []
    return QuoteTable(
        heading=say("quote", language),
        terms_heading=say("terms", language),
        title=f"{say('quote', language)} {quote.id}: {quote.inputs.title}, {until}",
        header=tuple(say(k, language) for k in ("date", "what", "unit", "number", "each", "sum")),
        rows=tuple(_row(quote, line, language) for line in quote.lines),
        sums=tuple(_sums(quote, language)),
        terms=tuple(dict.fromkeys(_term(line, language) for line in quote.lines if line.supplier)),
        notes=tuple(notes),
    )


def quote_of(itinerary: Itinerary, quote: Quote | None) -> QuoteTable | None:
    """Return the quote that goes with an itinerary as text in the itinerary's language.

    Raises
    ------
    ExportError
        The quote was made for another itinerary.
    """
    if quote is None:
        return None
    if not quote.is_of(itinerary):
        msg = f"quote {quote.id} was made for another plan; make a quote for this itinerary"
        raise ExportError(msg)
    return quote_table(quote, itinerary.language)


def quote_markdown(quote: Quote, language: Language | None = None) -> str:
    """Return a quote as a page of Markdown for the customer."""
    return "\n".join(quote_lines(quote_table(quote, language))) + "\n"


def quote_lines(table: QuoteTable, level: int = 1) -> list[str]:
    """Return a quote as lines of Markdown under a heading of some level."""
    lines = [f"{'#' * level} {_plain(table.title)}", ""]
    lines += [f"| {' | '.join(table.header)} |", "|---|---|---|---:|---:|---:|"]
    for row in table.rows:
        cells = (row.date, row.name, row.unit, row.quantity, row.each, row.amount)
        mark = f" ({row.mark})" if row.mark else ""
        lines.append(f"| {' | '.join(map(_plain, cells))}{mark} |")
    lines += ["", *(f"**{_plain(label)}: {amount}**  " for label, amount in table.sums)]
    if table.terms:
        lines += ["", f"{'#' * (level + 1)} {table.terms_heading}", ""]
        lines += [f"* {_plain(what)}: {_plain(until)}" for what, until in table.terms]
    return lines + [line for note in table.notes for line in ("", note)]


def say(key: str, language: Language, **facts: object) -> str:
    """Return one of a quote's words."""
    return _WORDS[key][language == "zh"].format(**facts)


def _row(quote: Quote, line: QuoteLine, language: Language) -> QuoteRow:
    return QuoteRow(
        date=line.date.isoformat(),
        name=line.name,
        unit=say(line.unit_type, language),
        quantity=str(line.quantity),
        each=quote.amount(line.unit_sale),
        amount=quote.amount(line.sale),
        mark=say("estimate", language) if line.estimated else "",
    )


def _sums(quote: Quote, language: Language) -> list[tuple[str, str]]:
    rule = quote.inputs.rules.tax
    total = say("total", language), f"{quote.amount(quote.total)} {quote.currency}"
    if rule is None:
        return [total]
    rate = f"{(rule.rate * 100).normalize():f}"
    if rule.included:
        label = say("tax-in", language, name=rule.name, rate=rate)
        return [total, (label, quote.amount(quote.tax))]
    label = say("tax-on", language, name=rule.name, rate=rate)
    return [
        (say("sale", language), quote.amount(quote.sale)),
        (label, quote.amount(quote.tax)),
        total,
    ]


def _term(line: QuoteLine, language: Language) -> tuple[str, str]:
    if line.free_until is None:
        return line.name, line.terms
    time = f"{line.free_until:%Y-%m-%d %H:%M}"
    return line.name, say("free-until", language, time=time)


def _plain(text: str) -> str:
    """Return text that neither breaks a table nor is read as markup."""
    for sign in "\\`*_{}[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
