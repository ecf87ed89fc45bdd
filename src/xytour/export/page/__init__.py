"""The itinerary as one web page: a map, the days, the costs, the proof; no network needed.

The page is put together from small files: templates, style sheets and scripts of this
package, Leaflet, which draws the map, and Lucide's icons. A content security policy, with the
hashes of the scripts in it, allows nothing else to run or to be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from xytour.errors import ExportError
from xytour.export.atlas import build_atlas, region_of
from xytour.export.clean import cleaned, one_line
from xytour.export.jsonld import to_jsonld
from xytour.export.page import summary
from xytour.export.page.map_data import map_data
from xytour.export.page.view import cards
from xytour.export.page.words import WORDS, say, short_date
from xytour.export.quote import quote_of
from xytour.export.rows import good_to_know, party
from xytour.export.words import date_text

if TYPE_CHECKING:
    from jinja2 import Environment

    from xytour.export.page.map_data import MapDatum
    from xytour.model.itinerary import Itinerary
    from xytour.model.quote import Quote
    from xytour.model.region import Region

STYLES = ("base.css", "header.css", "days.css", "map.css", "summary.css", "print.css")
SCRIPTS = ("map.js", "labels.js", "days.js", "slider.js", "main.js")


def to_html(
    itinerary: Itinerary,
    *,
    region: Region | None = None,
    quote: Quote | None = None,
    tiles: str | None = None,
    tiles_attribution: str = "",
    tiles_datum: MapDatum = "wgs84",
) -> str:
    """Return an itinerary as one HTML page that works without a network.

    Parameters
    ----------
    itinerary
        What is shown, in its own language.
    region
        Whose roads, railways and towns the map draws; by default the bundled region where
        the itinerary is of it, else the map has the trip alone.
    quote
        What the customer is offered; it stands in place of the itinerary's own costs.
    tiles
        Address of map tiles to fetch when there is a network, ``https`` with ``{z}``,
        ``{x}`` and ``{y}``; by default none, and the page fetches nothing at all.
    tiles_attribution
        Text that the tiles' licence asks for; required with ``tiles``.
    tiles_datum
        ``gcj02`` for the tiles of maps of mainland China, so that the trip lies where it
        belongs on them.

    Raises
    ------
    ExportError
        The region or the quote is another than the itinerary's, or the tiles' address,
        attribution or datum will not do.
    """
    if region is not None and region.id != itinerary.region_id:
        msg = f"the itinerary is of region {itinerary.region_id!r}, the map's is {region.id!r}"
        raise ExportError(msg)
    if tiles_datum not in {"wgs84", "gcj02"}:
        msg = f"expected tiles_datum 'wgs84' or 'gcj02', got {tiles_datum!r}"
        raise ExportError(msg)
    quoted = quote_of(itinerary, quote)
    host = _host(tiles, tiles_attribution) if tiles else ""
    region = region or region_of(itinerary)
    data = map_data(itinerary, build_atlas(itinerary, region), tiles_datum if tiles else "wgs84")
    data["tiles"] = {"url": tiles, "attribution": tiles_attribution} if tiles else None
    data["words"] = _script_words(itinerary, schematic=bool(data["roads"]))
    data["dates"] = [short_date(day.date, itinerary.language) for day in itinerary.days]
    return (
        _environment()
        .get_template("page.html")
        .render(
            itinerary=itinerary,
            language=itinerary.language,
            lang={"en": "en", "zh": "zh-Hans"}[itinerary.language],
            policy=_policy(host),
            style=_style(),
            script=_script(),
            icons=_vendored("lucide", "icons.svg"),
            data=cleaned(data),
            linked_data=to_jsonld(itinerary, quote=quote),
            headline=summary.headline(itinerary),
            dates=summary.dates(itinerary),
            party=party(itinerary),
            themes=_themes(itinerary),
            figures=summary.figures(itinerary, quote),
            days=[_day(itinerary, d) for d in range(len(itinerary.days))],
            costs=None if quoted else summary.cost_table(itinerary),
            quote=quoted,
            indices=summary.indices(itinerary),
            proof=summary.proof(itinerary),
            notes=good_to_know(itinerary),
            left_out=summary.left_out(itinerary, region),
            numbers={mark["id"]: mark["n"] for mark in data["marks"] if mark["n"]},
        )
    )


def _day(itinerary: Itinerary, d: int) -> dict[str, Any]:
    day, language = itinerary.days[d], itinerary.language
    return {
        "n": d + 1,
        "hue": d % 7,
        "name": say("day", language, n=d + 1),
        "date": date_text(day.date, language),
        "short": short_date(day.date, language),
        "iso": day.date.isoformat(),
        "cards": cards(itinerary, d),
    }


def _themes(itinerary: Itinerary) -> list[str]:
    interests = sorted(itinerary.request.interests.items(), key=lambda pair: -pair[1])
    return [say(f"th-{theme}", itinerary.language) for theme, weight in interests if weight > 0]


def _script_words(itinerary: Itinerary, *, schematic: bool) -> dict[str, str]:
    language = itinerary.language
    note = say("schematic" if schematic else "bare", language)
    return {"map": say("map", language), "note": note, "day": WORDS["day"][language == "zh"]}


def _host(tiles: str, attribution: str) -> str:
    """Return the origin of tiles for the content security policy."""
    parts = urlsplit(tiles)
    if parts.scheme != "https" or not all(sign in tiles for sign in ("{z}", "{x}", "{y}")):
        msg = f"expected an https address of tiles with {{z}}, {{x}} and {{y}}, got {tiles!r}"
        raise ExportError(msg)
    if not attribution:
        msg = "tiles need tiles_attribution, the text that their licence asks for"
        raise ExportError(msg)
    if not re.fullmatch(r"[A-Za-z0-9.-]+(:[0-9]+)?", parts.netloc):
        msg = f"expected a plain host name in the tiles' address, got {parts.netloc!r}"
        raise ExportError(msg)
    return f"https://{parts.netloc}"


def _policy(tiles_host: str) -> str:
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        f"img-src data: {tiles_host}".rstrip()
        + "; base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    own = [_asset(name) for name in STYLES]
    return "\n".join([_vendored("leaflet", "leaflet.css"), *own])


@cache
def _script() -> str:
    # Browsers would look for the source map beside the page.
    leaflet = _vendored("leaflet", "leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "")
    own = "\n".join(_asset(name) for name in SCRIPTS)
    return f'{leaflet}\n(() => {{\n"use strict";\n{own}\n}})();\n'


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("xytour.export.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = say
    return made


def _shown(value: object) -> object:
    # Our own files arrive marked as safe; all other text is a traveller's or an editor's.
    return one_line(value) if type(value) is str else value


@cache
def _asset(name: str) -> str:
    return (files("xytour.export.page") / "assets" / name).read_text(encoding="utf-8")


@cache
def _vendored(folder: str, name: str) -> str:
    return (files("xytour.export") / "vendor" / folder / name).read_text(encoding="utf-8")
