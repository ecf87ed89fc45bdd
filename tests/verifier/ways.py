"""Ways: every part of a leg runs where, how and as long as the region file says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geopy.distance import geodesic, great_circle

from verifier.trip import Item, Trip, clock, near

if TYPE_CHECKING:
    from collections.abc import Iterator

ROADS = {"expressway", "national_road", "county_road"}
VEHICLES = {
    **{road: {"car", "taxi"} for road in ROADS},
    "bus": {"bus"},
    "shuttle": {"shuttle"},
    "rail": {"train"},
    "metro": {"metro"},
    "high_speed_rail": {"train"},
    "cable_car": {"cable_car"},
    "ferry": {"ferry"},
    "flight": {"plane"},
    "walk": {"walk"},
}
ALLOWED = {
    "car": {"car", "shuttle", "cable_car", "ferry"},
    "charter": {"charter", "shuttle", "cable_car", "ferry"},
    "rented_car": {
        *{"rented_car", "taxi", "bus", "shuttle", "rail", "high_speed_rail", "metro"},
        *{"cable_car", "ferry", "flight", "walk"},
    },
    "public": {
        *{"taxi", "bus", "shuttle", "rail", "high_speed_rail", "metro"},
        *{"cable_car", "ferry", "flight", "walk"},
    },
}
KM_STEP = 0.051  # lengths may be printed to 0.1 km


def faults(trip: Trip) -> Iterator[str]:
    """Yield parts that differ from their link or from the connector's formula."""
    for leg in trip.items("leg"):
        parts = leg.raw["parts"]
        if not parts:
            yield leg.says("a leg without parts")
            continue
        now = leg.begin
        for part in parts:
            begin, end = (trip.minute(part[key], trip.dates[leg.day]) for key in ("start", "end"))
            if begin != now:
                yield leg.says(
                    f"part to {part['to_id']} begins at {clock(begin)}, not {clock(now)}"
                )
            now = end
            for fault in _part_faults(trip, part):
                yield leg.says(f"part {part['from_id']} to {part['to_id']}: {fault}")
        if now != leg.end:
            yield leg.says(f"the parts end at {clock(now)}, the leg at {clock(leg.end)}")
        yield from _length_faults(leg)


def _length_faults(leg: Item) -> Iterator[str]:
    # The length of a leg may be told with or without what is walked.
    parts = leg.raw["parts"]
    whole = sum(part["distance_km"] for part in parts)
    ridden = sum(part["distance_km"] for part in parts if part["mode"] != "walk")
    if not any(near(leg.raw["distance_km"], km, KM_STEP) for km in (whole, ridden)):
        yield leg.says(f"leg distance_km is {leg.raw['distance_km']}, its parts have {whole:g}")


def _part_faults(trip: Trip, part: dict[str, Any]) -> Iterator[str]:
    mode, vehicle = part["mode"], part["vehicle"]
    if vehicle not in VEHICLES.get(mode, ()):
        yield f"a {vehicle} does not run on {mode}"
    # A walk that is a link of the region file is part of the way, whatever is allowed.
    is_walk_link = mode == "walk" and part["link_id"] is not None
    if not is_walk_link:
        for names in _allowed_on(trip, part):
            if not _allowed_names(mode, vehicle) & names:
                yield f"{vehicle} ({mode}) is not allowed: {sorted(names)} are"
    if part["link_id"] is None:
        ride = yield from _connector(trip, part)
    else:
        link = trip.links.get(part["link_id"])
        if link is None:
            yield f"unknown link {part['link_id']!r}"
            return
        ride = {link["minutes"]}
        yield from _link_faults(part, link)
    if mode == "walk" and part["distance_km"] > trip.wish("max_walk_km", 1.5) + 1e-9:
        yield f"walk of {part['distance_km']} km is over max_walk_km"
    if part.get("service_id") is not None:
        return  # its times are those of a timetable, which `services` knows
    if ride and part["ride_min"] not in ride:
        yield f"the ride lasts {part['ride_min']} minutes, expected {min(ride)}"


def allowed(trip: Trip) -> set[str]:
    """Return the names of what the request allows to travel by."""
    wish = trip.wish("transport", "car")
    return ALLOWED[wish] if isinstance(wish, str) else set(wish)


def _allowed_on(trip: Trip, part: dict[str, Any]) -> Iterator[set[str]]:
    """Yield what a part must be one of: on the way in, on the way out, within the region."""
    coming = trip.wish("transport_between", None)
    going = trip.wish("transport_back", coming)
    told = [
        set(names)
        for key, names in (("from_id", coming), ("to_id", going))
        if names is not None and trip.places.get(part[key], {}).get("outside")
    ]
    yield from told or [allowed(trip)]


def _allowed_names(mode: str, vehicle: str) -> set[str]:
    if vehicle == "car":
        return {"car", "charter", "rented_car"}
    # A request tells fast and slow trains apart and says flight for plane.
    return {mode} if vehicle in {"train", "plane"} else {vehicle}


def _link_faults(part: dict[str, Any], link: dict[str, Any]) -> Iterator[str]:
    way, ends = (part["from_id"], part["to_id"]), (link["from"], link["to"])
    if way != ends and not (link.get("both_ways", True) and way == ends[::-1]):
        arrow = "both ways" if link.get("both_ways", True) else "one way"
        yield f"link {link['id']} runs {ends[0]} to {ends[1]}, {arrow}"
    if not link.get("operating", True):
        yield f"link {link['id']} is not operating"
    for key in ("mode", "distance_km", "road"):
        if part.get(key) != link.get(key):
            yield f"{key} is {part.get(key)!r}, the link's is {link.get(key)!r}"


def _connector(trip: Trip, part: dict[str, Any]) -> Any:
    """Yield a connector's faults; return how many minutes its ride may last."""
    if part.get("estimated") is not True:
        yield "a connector without estimated true"
    if part["mode"] not in {"walk", "county_road"}:
        yield f"a connector is county_road or walk, not {part['mode']}"
        return set()
    ends = [trip.places.get(part[key]) for key in ("from_id", "to_id")]
    if None in ends:
        yield "a connector between unknown places"
        return set()
    points = [(end["location"]["lat"], end["location"]["lon"]) for end in ends if end]
    detour, speed, overhead = trip.info["walk_detour"], trip.info["walk_kmh"], 0
    if part["mode"] == "county_road":
        road = trip.info["road_classes"][trip.info["connector_class"]]
        detour, speed, overhead = road["detour"], road["speed_kmh"], road["overhead_min"]
    direct = trip.info.get("direct")
    straight_km = geodesic(*points).km if direct is None else great_circle(*points).km
    length = max(1, math.ceil(straight_km * detour * 10 - 1e-6)) / 10
    if not near(part["distance_km"], length, 1e-6):
        yield f"connector distance_km is {part['distance_km']}, expected {length}"
    time = length / speed * 60 + overhead
    if direct is not None and part["mode"] == "county_road":
        far = trip.info["road_classes"][direct["far_class"]]
        beyond = max(0.0, length - direct["far_from_km"])
        time = (length - beyond) / speed * 60 + beyond / far["speed_kmh"] * 60 + overhead
    # Whole minutes that binary fractions push a hair up may be rounded either way.
    return {max(1, math.ceil(time - 1e-9)), max(1, math.ceil(time))}
