"""The itinerary as schema.org JSON-LD, for search engines and agents that read pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from xytour.export.clean import one_line
from xytour.export.map_links import place_links
from xytour.export.positions import spot_of
from xytour.export.rows import aims, party, row_of, title, total_text
from xytour.export.words import date_text, say
from xytour.model.itinerary import ActivityItem, AppointmentItem, Leg, Meal, StayItem, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xytour.model.itinerary import Day, Item, Itinerary, LegPart, Spot
    from xytour.model.quote import Quote

Node = dict[str, Any]

# How schema.org calls a ride by a vehicle, its line, and where it begins and ends.
_RIDES = {
    "train": ("TrainTrip", "trainNumber", "TrainStation", "departureStation", "arrivalStation"),
    "bus": ("BusTrip", "busName", "BusStop", "departureBusStop", "arrivalBusStop"),
    "plane": ("Flight", "flightNumber", "Airport", "departureAirport", "arrivalAirport"),
}


def to_jsonld(itinerary: Itinerary, *, quote: Quote | None = None) -> Node:
    """Return an itinerary as a schema.org TouristTrip.

    Parameters
    ----------
    itinerary
        What is told, in its own language.
    quote
        Whose total is told in place of the estimate.

    Returns
    -------
    dict
        A TouristTrip with its sights in order and a ``subTrip`` for each day, which lists its
        stops, and the rides that a timetable tells of. What the trip is estimated to cost is
        in the ``description``: it is no offer. Types and properties are those of schema.org
        30.0; TouristTrip is in its pending part.
    """
    sights = [_place(itinerary, visit) for visit in itinerary.visits]
    return {
        "@context": "https://schema.org",
        "@type": "TouristTrip",
        "name": title(itinerary),
        "description": _description(itinerary, quote),
        "touristType": [theme for theme, share in itinerary.request.interests.items() if share],
        **_span(itinerary.days),
        **_origin(itinerary),
        "itinerary": _list(sights),
        "subTrip": [_day(itinerary, day) for day in itinerary.days],
    }


def jsonld_text(itinerary: Itinerary) -> str:
    """Return an itinerary as JSON-LD text that can stand inside an HTML script element.

    See :func:`to_jsonld`. ``<``, ``>`` and ``&`` are written as escapes, so that no name can
    end the element.
    """
    text = json.dumps(to_jsonld(itinerary), ensure_ascii=False, indent=1) + "\n"
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _description(itinerary: Itinerary, quote: Quote | None) -> str:
    language = itinerary.language
    total = f"{say('total', language)} {total_text(itinerary, quote)}"
    return say("semicolon", language).join([party(itinerary), aims(itinerary), total])


def _span(days: Iterable[Day]) -> Node:
    """Return when days begin and end; the last night of a day is not of the way."""
    items = [item for day in days for item in day.items]
    if not items:
        return {}
    last = items[-1]
    end = last.start if isinstance(last, StayItem) else last.end
    return {"departureTime": items[0].start.isoformat(), "arrivalTime": end.isoformat()}


def _origin(itinerary: Itinerary) -> Node:
    first = next(itinerary.items(), None)
    spot = None if first is None else spot_of(itinerary, first)
    return {} if spot is None else {"tripOrigin": _spot(itinerary, spot, "Place")}


def _day(itinerary: Itinerary, day: Day) -> Node:
    stops = [stop for item in day.items if (stop := _place(itinerary, item)) is not None]
    rides = list(_rides(itinerary, day))
    return {
        "@type": "TouristTrip",
        "name": date_text(day.date, itinerary.language),
        **_span([day]),
        "itinerary": _list(stops),
        **({"subTrip": rides} if rides else {}),
    }


def _list(nodes: Iterable[Node | None]) -> Node:
    elements = [
        {"@type": "ListItem", "position": position, **node}
        for position, node in enumerate((node for node in nodes if node is not None), start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(elements), "itemListElement": elements}


def _place(itinerary: Itinerary, item: Item) -> Node | None:
    """Return a stop as the fields of a list item; None for what is no stop at a place."""
    kinds: dict[type, str] = {
        Visit: "TouristAttraction",
        ActivityItem: "TouristAttraction",
        Meal: "FoodEstablishment",
        StayItem: "LodgingBusiness",
        AppointmentItem: "Place",
    }
    spot = spot_of(itinerary, item)
    if type(item) not in kinds or spot is None:
        return None
    row = row_of(itinerary, item)
    return {
        "description": f"{row.start}-{row.end} {row.what}",
        "item": _spot(itinerary, spot, kinds[type(item)]),
    }


def _spot(itinerary: Itinerary, spot: Spot, kind: str) -> Node:
    name = one_line(spot.name.get(itinerary.language))
    other = one_line(spot.name.get("en" if itinerary.language == "zh" else "zh"))
    return {
        "@type": kind,
        "name": name,
        **({"alternateName": other} if other != name else {}),
        "geo": {
            "@type": "GeoCoordinates",
            "latitude": spot.location.lat,
            "longitude": spot.location.lon,
        },
        "hasMap": list(place_links(spot, itinerary.language).values()),
    }


def _rides(itinerary: Itinerary, day: Day) -> Iterator[Node]:
    for leg in (item for item in day.items if isinstance(item, Leg)):
        for part in leg.parts:
            if part.departure is not None:
                yield _ride(itinerary, part)


def _ride(itinerary: Itinerary, part: LegPart) -> Node:
    kind, line, stop, start, end = _RIDES.get(part.vehicle, ("Trip", "name", "", "", ""))
    node: Node = {"@type": kind}
    if part.line:
        node[line] = one_line(part.line)
    if part.estimated:
        node["description"] = say("estimated-way", itinerary.language)
    if part.departure is not None:
        node["departureTime"] = part.departure.isoformat()
    node["arrivalTime"] = part.end.isoformat()
    ends = [(start, part.from_id), (end, part.to_id)] if stop else []
    for key, place_id in ends:
        if place_id in itinerary.places:
            node[key] = _spot(itinerary, itinerary.places[place_id], stop)
    return node
