"""The itinerary as JSON: the format of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.model.itinerary import Itinerary


def to_json(itinerary: Itinerary) -> str:
    """Return an itinerary as indented JSON text that reads back without loss."""
    return itinerary.model_dump_json(indent=1) + "\n"
