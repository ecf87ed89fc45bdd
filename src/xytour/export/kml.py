"""The itinerary as KML 2.2 for Google Earth and others: a folder a day, in its colour."""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from xytour.export.positions import spot_of, way_of
from xytour.export.rows import good_to_know, party, row_of, title
from xytour.export.words import date_text
from xytour.model.itinerary import Free, Leg, Wait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.itinerary import Day, Item, Itinerary, Spot

_NAMESPACE = "http://www.opengis.net/kml/2.2"

# Okabe and Ito's colours, told apart by colour-blind people too; KML writes alpha, blue,
# green, red.
_COLOURS = ("ffb27200", "ff005ed5", "ff739e00", "ffa779cc", "ff009fe6", "ffe9b456", "ff000000")


def to_kml(itinerary: Itinerary) -> str:
    """Return an itinerary as a KML 2.2 document.

    Parameters
    ----------
    itinerary
        What is drawn, in its own language.

    Returns
    -------
    str
        A folder for each day with a placemark for every stop (a point) and leg (a line,
        straight between the places that it passes), with times. Descriptions are HTML in
        KML: they hold text alone, escaped.
    """
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", title(itinerary))
    _text(document, "description", _html([party(itinerary), *good_to_know(itinerary)]))
    for number, colour in enumerate(_COLOURS[: len(itinerary.days)]):
        style = ET.SubElement(document, "Style", id=f"day-{number}")
        line = ET.SubElement(style, "LineStyle")
        _text(line, "color", colour)
        _text(line, "width", "4")
    for number, day in enumerate(itinerary.days):
        _folder(document, itinerary, day, f"#day-{number % len(_COLOURS)}")
    ET.indent(root, " ")
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return declaration + ET.tostring(root, encoding="unicode") + "\n"


def _folder(document: ET.Element, itinerary: Itinerary, day: Day, style: str) -> None:
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", date_text(day.date, itinerary.language))
    for item in day.items:
        _placemark(folder, itinerary, item, style)


def _placemark(folder: ET.Element, itinerary: Itinerary, item: Item, style: str) -> None:
    """Add an item, if it is told where it is; the order of elements is the schema's."""
    if isinstance(item, Wait | Free):
        return
    spot = spot_of(itinerary, item)
    way = way_of(itinerary, item) if isinstance(item, Leg) else [spot] if spot else []
    if not way:
        return
    row = row_of(itinerary, item)
    mark = ET.SubElement(folder, "Placemark")
    _text(mark, "name", row.what)
    _text(mark, "description", _html([f"{row.start}-{row.end}", row.details, row.why]))
    span = ET.SubElement(mark, "TimeSpan")
    _text(span, "begin", item.start.isoformat())
    _text(span, "end", item.end.isoformat())
    _text(mark, "styleUrl", style)
    shape = ET.SubElement(mark, "LineString" if isinstance(item, Leg) else "Point")
    if isinstance(item, Leg):
        _text(shape, "tessellate", "1")  # else the line cuts through the hills
    _text(shape, "coordinates", _coordinates(way))


def _html(lines: Sequence[str]) -> str:
    return "<br>".join(html.escape(line) for line in lines if line)


def _coordinates(way: Sequence[Spot]) -> str:
    return " ".join(f"{spot.location.lon:.6f},{spot.location.lat:.6f},0" for spot in way)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text
