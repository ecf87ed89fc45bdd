"""Links that open a place or a way in Amap, Baidu Maps, Apple Maps and Google Maps.

xytour holds positions in WGS-84. Each link carries them in the datum in which that map is
drawn there, see :mod:`xytour.network.datums`:

* Amap: GCJ-02, its default, said by ``coordinate=gaode`` (https://lbs.amap.com/api/uri-api).
* Baidu: BD-09, its default, said by ``coord_type=bd09ll`` (https://lbsyun.baidu.com, URI
  API for the web); outside mainland China ``coord_type=wgs84``.
* Apple: GCJ-02 in mainland China. Apple's page on Map Links does not name a datum;
  developers find MapKit to give and take GCJ-02 there, and the map's data to be Amap's.
  Devices sold outside China were reported to differ.
* Google: GCJ-02 in mainland China. The page on Maps URLs names no datum; the street map,
  which a link opens, is drawn in GCJ-02, while the satellite image is not: on the image the
  pin stands some hundred metres off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias
from urllib.parse import quote, urlencode

from xytour.network.datums import from_wgs84, in_mainland_china

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.model.base import Language, Text
    from xytour.model.itinerary import Itinerary, Leg
    from xytour.model.place import Location
    from xytour.network.datums import Datum

WayMode: TypeAlias = Literal["car", "public", "walk"]
"""How a way is travelled: by car or taxi, by public transport, on foot."""

MAP_NAMES: dict[str, str] = {
    "amap": "Amap",
    "baidu": "Baidu",
    "apple": "Apple",
    "google": "Google",
}
"""The maps that links are made for, in the order in which they are shown."""

_MODES: dict[WayMode, dict[str, str]] = {
    "car": {"amap": "car", "baidu": "driving", "apple": "d", "google": "driving"},
    "public": {"amap": "bus", "baidu": "transit", "apple": "r", "google": "transit"},
    "walk": {"amap": "walk", "baidu": "walking", "apple": "w", "google": "walking"},
}

_SOURCE = "xytour"
_BAIDU_SOURCE = "webapp.xytour.xytour"  # Baidu asks for webapp.company.application


class Located(Protocol):
    """What has a name and a position: a place of a region, a spot of an itinerary."""

    @property
    def name(self) -> Text:
        """The name in both languages."""

    @property
    def location(self) -> Location:
        """The position in WGS-84."""


def place_links(place: Located, language: Language = "en") -> dict[str, str]:
    """Return links that show a place on each map.

    Parameters
    ----------
    place
        A place of a region, or a spot of an itinerary's ``places``.
    language
        Of the name on Apple's map; Amap and Baidu get the Chinese name, and Google's link
        has no room for one.

    Returns
    -------
    dict
        URLs by ``amap``, ``baidu``, ``apple`` and ``google``, in this order.

    Examples
    --------
    >>> import xytour as xt
    >>> place_links(xt.load_region().by_id["xinyang-east-station"])["google"]
    'https://www.google.com/maps/search/?api=1&query=32.144326%2C114.160283'
    """
    baidu = {
        "location": _lat_lon(place, "bd09"),
        "title": place.name.zh,
        "content": place.name.en,
        "output": "html",
        "coord_type": _baidu_datum(place),
        "src": _BAIDU_SOURCE,
    }
    amap = {"position": _lon_lat(place), "name": place.name.zh, **_amap_common()}
    apple = {"ll": _lat_lon(place, "gcj02"), "q": place.name.get(language)}
    google = {"api": "1", "query": _lat_lon(place, "gcj02")}
    return {
        "amap": _url("https://uri.amap.com/marker", amap),
        "baidu": _url("https://api.map.baidu.com/marker", baidu),
        "apple": _url("https://maps.apple.com/", apple),
        "google": _url("https://www.google.com/maps/search/", google),
    }


def way_links(start: Located, end: Located, mode: WayMode = "car") -> dict[str, str]:
    """Return links that show the way between two places on each map.

    Parameters
    ----------
    start, end
        Places of a region, or spots of an itinerary's ``places``.
    mode
        ``car``, ``public`` or ``walk``. The map finds its own way; it need not be the plan's.

    Returns
    -------
    dict
        URLs by ``amap``, ``baidu``, ``apple`` and ``google``, in this order.
    """
    modes = _MODES[mode]
    amap = {
        "from": f"{_lon_lat(start)},{_bare(start.name.zh)}",
        "to": f"{_lon_lat(end)},{_bare(end.name.zh)}",
        "mode": modes["amap"],
        **_amap_common(),
    }
    # One datum for both ends: over the border that is WGS-84 at neither or at both.
    datum = "bd09ll" if _baidu_datum(start) == _baidu_datum(end) == "bd09ll" else "wgs84"
    baidu = {
        "origin": _baidu_end(start, datum),
        "destination": _baidu_end(end, datum),
        "mode": modes["baidu"],
        "output": "html",
        "coord_type": datum,
        "src": _BAIDU_SOURCE,
    }
    ends = _lat_lon(start, "gcj02"), _lat_lon(end, "gcj02")
    apple = {"saddr": ends[0], "daddr": ends[1], "dirflg": modes["apple"]}
    google = {"api": "1", "origin": ends[0], "destination": ends[1], "travelmode": modes["google"]}
    return {
        "amap": _url("https://uri.amap.com/navigation", amap),
        "baidu": _url("https://api.map.baidu.com/direction", baidu),
        "apple": _url("https://maps.apple.com/", apple),
        "google": _url("https://www.google.com/maps/dir/", google),
    }


def leg_links(itinerary: Itinerary, leg: Leg) -> dict[str, str]:
    """Return links that show a leg of an itinerary on each map.

    Parameters
    ----------
    itinerary
        The itinerary that the leg is of.
    leg
        The way. One by car or taxi alone opens as a drive, one on foot as a walk, any other
        as public transport.

    Returns
    -------
    dict
        URLs by ``amap``, ``baidu``, ``apple`` and ``google``; empty if the itinerary does
        not tell where the ends are, as one from an older file may not.
    """
    spots = itinerary.places
    if leg.from_id not in spots or leg.to_id not in spots:
        return {}
    return way_links(spots[leg.from_id], spots[leg.to_id], _leg_mode(leg))


def _leg_mode(leg: Leg) -> WayMode:
    vehicles = {part.vehicle for part in leg.parts}
    if vehicles <= {"walk"}:
        return "walk"
    return "car" if vehicles <= {"walk", "car", "taxi"} or leg.mode != "public" else "public"


def _amap_common() -> dict[str, str]:
    # callnative: on a phone open the app where it is installed.
    return {"src": _SOURCE, "coordinate": "gaode", "callnative": "1"}


def _lat_lon(place: Located, datum: Datum) -> str:
    lat, lon = from_wgs84(place.location.lat, place.location.lon, datum)
    return f"{lat:.6f},{lon:.6f}"


def _lon_lat(place: Located) -> str:
    lat, lon = from_wgs84(place.location.lat, place.location.lon, "gcj02")
    return f"{lon:.6f},{lat:.6f}"


def _baidu_datum(place: Located) -> str:
    return "bd09ll" if in_mainland_china(place.location.lat, place.location.lon) else "wgs84"


def _baidu_end(place: Located, datum: str) -> str:
    spot = place.location
    lat_lon = f"{spot.lat:.6f},{spot.lon:.6f}" if datum == "wgs84" else _lat_lon(place, "bd09")
    return f"latlng:{lat_lon}|name:{_bare(place.name.zh)}"


def _bare(name: str) -> str:
    """Return a name without the signs that part fields inside a parameter."""
    return " ".join(name.replace(",", " ").replace("|", " ").split())


def _url(base: str, parameters: Mapping[str, str]) -> str:
    return f"{base}?{urlencode(parameters, quote_via=quote, safe='')}"
