"""Kinds of vehicle: GTFS route types, the extended ones too, as modes of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.model.link import Mode

# Trams, metros, monorails and funiculars run on rails; links know no finer kinds.
_BASIC: dict[int, Mode] = {
    0: "rail",
    1: "rail",
    2: "rail",
    3: "bus",
    4: "ferry",
    5: "rail",
    6: "cable_car",
    7: "rail",
    11: "bus",
    12: "rail",
}
_EXTENDED: dict[int, Mode] = {
    1: "rail",
    2: "bus",
    4: "rail",
    5: "rail",
    6: "rail",
    7: "bus",
    8: "bus",
    9: "rail",
    10: "ferry",
    11: "flight",
    12: "ferry",
    13: "cable_car",
    14: "rail",
}


def mode_of(route_type: str) -> Mode | None:
    """Return the mode of a route type, None if there is no such type.

    Examples
    --------
    >>> mode_of("3"), mode_of("101"), mode_of("715"), mode_of("horse")
    ('bus', 'high_speed_rail', 'bus', None)
    """
    if not (route_type.isascii() and route_type.isdigit()):
        return None
    number = int(route_type)
    if number == 101:
        return "high_speed_rail"
    return _BASIC.get(number) if number < 100 else _EXTENDED.get(number // 100)
