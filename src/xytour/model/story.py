"""Stories: places that tell one thing together, chapter by chapter."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from xytour.model.base import Model, Slug, Text


class Story(Model):
    """A thread through a region that a traveller may follow.

    Parameters
    ----------
    id, name, summary
        What it is called and what it tells.
    chapters
        Ids of the places that tell it, in the order of the tale; a trip may take them in any.
    sources
        Keys of the region's sources.
    """

    id: Slug
    name: Text
    summary: Text
    chapters: Annotated[tuple[Slug, ...], Field(min_length=2)]
    sources: tuple[str, ...] = ()
