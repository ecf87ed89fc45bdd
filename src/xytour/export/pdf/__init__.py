"""The itinerary as a printed brochure: a cover with a map, a page a day, costs and notes.

Typst sets the pages (the extra ``pdf``), with Noto Sans SC from this package, so that
Chinese shows on any machine; what the fonts lack is taken from the system's. All text goes
to Typst as data and is never read as markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xytour.errors import ExportError
from xytour.export.atlas import build_atlas, region_of
from xytour.export.clean import cleaned
from xytour.export.extras import needed
from xytour.export.page import summary
from xytour.export.page.view import cards
from xytour.export.page.words import WORDS, short_date
from xytour.export.quote import quote_of
from xytour.export.rows import good_to_know, party
from xytour.export.sketch import sketch
from xytour.export.words import date_text
from xytour.model.itinerary import StayItem

if TYPE_CHECKING:
    from xytour.export.atlas import Atlas
    from xytour.model.itinerary import Itinerary
    from xytour.model.quote import Quote
    from xytour.model.region import Region

TEMPLATE = Path(__file__).with_name("brochure.typ")
VENDOR = Path(__file__).parents[1] / "vendor"

COVER_MAP_MM = (178.0, 140.0)
DAY_MAP_MM = (178.0, 52.0)


def to_pdf(
    itinerary: Itinerary, *, region: Region | None = None, quote: Quote | None = None
) -> bytes:
    """Return an itinerary as a PDF brochure of A4 pages.

    Parameters
    ----------
    itinerary
        What is printed, in its own language.
    region
        Whose roads and towns the maps draw; by default the bundled region where the
        itinerary is of it.
    quote
        What the customer is offered; it stands in place of the itinerary's own costs.

    Raises
    ------
    ExportError
        Typst is not installed, the region or the quote is another than the itinerary's, or
        Typst could not set the pages.
    """
    typst = needed("typst", extra="pdf", purpose="the PDF brochure")
    if region is not None and region.id != itinerary.region_id:
        msg = f"the itinerary is of region {itinerary.region_id!r}, the map's is {region.id!r}"
        raise ExportError(msg)
    data = brochure_data(itinerary, region or region_of(itinerary), quote)
    try:
        pdf: bytes = typst.compile(
            str(TEMPLATE),
            font_paths=[str(VENDOR / "fonts")],
            sys_inputs={"data": json.dumps(cleaned(data))},
            # Given a time, the same itinerary gives the same bytes.
            timestamp=int(itinerary.days[0].items[0].start.timestamp()),
        )
    except typst.TypstError as error:
        msg = f"Typst could not set the brochure: {error}"
        raise ExportError(msg) from error
    return pdf


def brochure_data(
    itinerary: Itinerary, region: Region | None, quote: Quote | None = None
) -> dict[str, Any]:
    """Return all that the template prints, as JSON's values."""
    quoted = quote_of(itinerary, quote)
    atlas = build_atlas(itinerary, region)
    return {
        "language": itinerary.language,
        "currency": itinerary.currency,
        "words": {key: texts[itinerary.language == "zh"] for key, texts in WORDS.items()},
        "icons": _icons(),
        "title": summary.headline(itinerary),
        "dates": summary.dates(itinerary),
        "party": party(itinerary),
        "figures": summary.figures(itinerary, quote),
        "map": asdict(sketch(atlas, *COVER_MAP_MM)),
        "schematic": bool(atlas.roads),
        "days": [_day(itinerary, d, atlas) for d in range(len(itinerary.days))],
        "costs": None if quoted else asdict(summary.cost_table(itinerary)),
        "quote": asdict(quoted) if quoted else None,
        "indices": [asdict(index) for index in summary.indices(itinerary)],
        "proof": asdict(summary.proof(itinerary)),
        "notes": good_to_know(itinerary),
        "left_out": summary.left_out(itinerary, region),
    }


def _day(itinerary: Itinerary, d: int, atlas: Atlas) -> dict[str, Any]:
    day, language = itinerary.days[d], itinerary.language
    numbers = {mark.place_id: mark.number for mark in atlas.marks if mark.number}
    shown = cards(itinerary, d)
    return {
        "hue": d % 7,
        "date": date_text(day.date, language),
        "short": short_date(day.date, language),
        "map": asdict(sketch(atlas, *DAY_MAP_MM, day=d, margin_mm=9)),
        "cards": [
            {**asdict(card), "plain": card.plain, "number": numbers.get(card.place_id)}
            for card in shown
        ],
        "visits": [card.title for card in shown if card.type in {"visit", "activity"}],
        "night": next((item.name for item in day.items if isinstance(item, StayItem)), None),
    }


@cache
def _icons() -> dict[str, str]:
    """Return the drawing of each icon by name."""
    sprite = (VENDOR / "lucide/icons.svg").read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="i-([a-z-]+)"[^>]*>(.*)</symbol>', sprite))
