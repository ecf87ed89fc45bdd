"""The code blocks of a page, and what running them prints and draws.

The blocks marked ``python`` of one page run in their order, in one namespace. The site prints
what they print, and the tests run them all.
"""

import contextlib
import io
from dataclasses import dataclass

from markdown_it import MarkdownIt


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the lines of the page that it takes."""

    language: str
    text: str
    first_line: int
    end_line: int


def blocks(markdown):
    """Return the fenced blocks of a page that name a language, in order."""
    return [
        Block(token.info.strip(), token.content, *token.map)
        for token in MarkdownIt().parse(markdown)
        if token.type == "fence" and token.info.strip()
    ]


def run(block, names, page):
    """Run a block and return what it printed; a fault names the page and the line."""
    printed = io.StringIO()
    code = compile("\n" * (block.first_line + 1) + block.text, str(page), "exec")
    with contextlib.redirect_stdout(printed):
        exec(code, names)  # noqa: S102 (the project's own pages)
    return printed.getvalue()
