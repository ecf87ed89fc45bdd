"""The itinerary in a terminal: a readable table a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from xytour.export.cost_tables import by_person
from xytour.export.rows import aims, costs, good_to_know, party, proof, rows, satisfactions, title
from xytour.export.words import date_text, say

if TYPE_CHECKING:
    from rich.console import Console

    from xytour.export.rows import Row
    from xytour.model.base import Language
    from xytour.model.itinerary import Day, Itinerary
    from xytour.planner.progress import PlanProgress

_STYLES = {"visit": "bold green", "activity": "bold green", "meal": "yellow", "stay": "bold blue"}


def print_itinerary(itinerary: Itinerary, console: Console) -> None:
    """Print an itinerary in its own language.

    Parameters
    ----------
    itinerary
        What is printed.
    console
        Where; it decides on width and colours.
    """
    language = itinerary.language
    console.print(Text(title(itinerary), style="bold"))
    console.print(Text(party(itinerary)))
    for day in itinerary.days:
        console.print()
        console.print(Text(date_text(day.date, language), style="bold underline"))
        console.print(_day_table(day, itinerary))
    console.print()
    total = say("list", language).join(f"{label} {amount}" for label, amount in costs(itinerary))
    console.print(Text(total))
    if itinerary.totals.cost_by_person:
        console.print(Text(by_person(itinerary)))
    console.print(Text(proof(itinerary)))
    console.print(Text(aims(itinerary)))
    for line in satisfactions(itinerary):
        console.print(Text(line))
    if itinerary.warnings:
        console.print()
        console.print(Text(say("good-to-know", language), style="bold"))
        notes = Table.grid(padding=(0, 1))
        for line in good_to_know(itinerary):
            notes.add_row("-", Text(line, style="dim"))
        console.print(notes)


def progress_line(state: PlanProgress, language: Language) -> Text:
    """Return how far a planner has come, in one line.

    Parameters
    ----------
    state
        What the planner tells.
    language
        Of the words.
    """
    unknown = say("not-yet", language)
    return Text(
        say(
            "progress",
            language,
            score=unknown if state.score is None else f"{state.score:.1f}",
            bound=unknown if state.upper_bound is None else f"{state.upper_bound:.1f}",
            gap=unknown if state.gap is None else f"{state.gap:.1%}",
            seconds=f"{state.seconds:.1f}",
        )
    )


def _day_table(day: Day, itinerary: Itinerary) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for row in rows(itinerary, day):
        table.add_row(Text(f"{row.start}-{row.end}"), _what(row))
    return table


def _what(row: Row) -> Text:
    text = Text(row.what, style=_STYLES.get(row.kind, ""))
    if row.details:
        text.append(f"  {row.details}", style="not bold default")
    if row.why:
        text.append(f"\n{row.why}", style="not bold dim")
    return text
