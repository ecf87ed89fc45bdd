"""Tables and pages in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.machine import machine

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with its columns to the right, wide enough to read as plain text."""
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]
    rule = [f"{'-' * (width - 1)}:" for width in widths]
    return "\n".join(
        f"| {' | '.join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in (header, rule, *rows)
    )


def page(title: str, command: str, body: Sequence[str]) -> bytes:
    """Return a page: title, how it was measured, then the paragraphs of the body.

    Parameters
    ----------
    title
        Of the page.
    command
        That measures it again.
    body
        Paragraphs and tables.
    """
    parts = (f"# {title}", f"`{command}`", f"{machine()}.", *body)
    return ("\n\n".join(parts) + "\n").encode("utf-8")
