"""An atlas on a sheet of paper: in millimetres, with names placed so that none covers another.

Brochure and pictures draw this. The projection is equirectangular about the middle of the
sheet, true to shape over the hundred kilometres of a trip; y runs down.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import TYPE_CHECKING, Literal, TypeAlias
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.export.atlas import Atlas, Point

XY: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]

KM_PER_DEGREE = 111.2
MOST_SIGNS = 48
"""A longer name is cut short."""

LEAST_KM = 4.0
"""A sheet shows at least so much country, be the day's places ever so near each other."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the sheet, ``gap_mm`` to the ``right`` or the ``left`` of its point.

    ``rank`` is that of the label; -1 for a place of the trip.
    """

    text: str
    x: float
    y: float
    rank: int
    side: Literal["left", "right"]
    gap_mm: float


@dataclass(frozen=True, slots=True)
class Pin:
    """A place of the trip."""

    x: float
    y: float
    day: int
    sort: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Track:
    """A leg of a day; ``aside`` if the sheet is about another day."""

    day: int
    points: tuple[XY, ...]
    aside: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """All lines, pins and names of a sheet, in millimetres from its upper left corner."""

    width_mm: float
    height_mm: float
    roads: tuple[tuple[str, tuple[XY, XY]], ...]
    tracks: tuple[Track, ...]
    pins: tuple[Pin, ...]
    names: tuple[Name, ...]
    scale_km: float
    scale_mm: float


def sketch(
    atlas: Atlas,
    width_mm: float,
    height_mm: float,
    *,
    day: int | None = None,
    margin_mm: float = 12.0,
    text_mm: float = 2.5,
) -> Sketch:
    """Lay an atlas out on a sheet.

    Parameters
    ----------
    atlas
        What is drawn.
    width_mm, height_mm
        Size of the sheet.
    day
        Day, from 0, that the sheet is about; by default the whole trip.
    margin_mm
        Kept free around the trip.
    text_mm
        Height of the letters, by which names are kept apart.
    """
    touched = {point for way in atlas.ways if way.day == day for point in way.points}
    frame = atlas.frame(day) or atlas.frame() or ((0.0, 0.0), (0.0, 0.0))
    project, mm_per_km = _projection(frame, width_mm, height_mm, margin_mm)
    own = [m for m in atlas.marks if day is None or m.day == day or m.point in touched]
    pins = tuple(Pin(*project(m.point), m.day, m.sort, m.number) for m in own)
    wanted = [(mark.name, project(mark.point), -1) for mark in own]
    wanted += [(label.name, project(label.point), label.rank) for label in atlas.labels]
    scale_km = _round_length(0.3 * width_mm / mm_per_km)
    return Sketch(
        width_mm,
        height_mm,
        roads=tuple(
            (road.sort, (project(road.points[0]), project(road.points[1]))) for road in atlas.roads
        ),
        tracks=tuple(
            Track(way.day, tuple(map(project, way.points)), day is not None and way.day != day)
            for way in atlas.ways
        ),
        pins=pins,
        names=tuple(_place_names(wanted, pins, (width_mm, height_mm), text_mm)),
        scale_km=scale_km,
        scale_mm=scale_km * mm_per_km,
    )


class _Projection:
    def __init__(self, origin: Point, mm_per_km: float, centre: XY) -> None:
        self.origin, self.mm_per_km, self.centre = origin, mm_per_km, centre
        self.squeeze = cos(radians(origin[0]))

    def __call__(self, point: Point) -> XY:
        lat, lon = point
        mm = KM_PER_DEGREE * self.mm_per_km
        x = self.centre[0] + (lon - self.origin[1]) * self.squeeze * mm
        y = self.centre[1] - (lat - self.origin[0]) * mm
        return round(x, 2), round(y, 2)


def _projection(
    frame: tuple[Point, Point], width_mm: float, height_mm: float, margin_mm: float
) -> tuple[_Projection, float]:
    (south, west), (north, east) = frame
    middle = (south + north) / 2, (west + east) / 2
    high_km = (north - south) * KM_PER_DEGREE
    wide_km = (east - west) * KM_PER_DEGREE * cos(radians(middle[0]))
    mm_per_km = min(
        (width_mm - 2 * margin_mm) / max(wide_km, LEAST_KM),
        (height_mm - 2 * margin_mm) / max(high_km, LEAST_KM),
    )
    return _Projection(middle, mm_per_km, (width_mm / 2, height_mm / 2)), mm_per_km


def _round_length(km: float) -> float:
    """Return the longest of 1, 2 or 5 times a power of ten that is not longer."""
    power = 10.0 ** floor(log10(km))
    return next(power * digit for digit in (5, 2, 1) if power * digit <= km * 1.0001)


def _place_names(
    wanted: list[tuple[str, XY, int]], pins: tuple[Pin, ...], size: XY, text_mm: float
) -> Iterator[Name]:
    """Yield the names that find room, right of their point or else left, by rank."""
    taken: list[Box] = [(p.x - 2.6, p.y - 2.6, p.x + 2.6, p.y + 2.6) for p in pins]
    for full, (x, y), rank in sorted(wanted, key=lambda name: name[2]):
        text = full if len(full) <= MOST_SIGNS else f"{full[: MOST_SIGNS - 1].rstrip()}…"
        wide, gap = text_width(text) * text_mm, 3.4 if rank < 0 else 1.6
        sides: tuple[tuple[Literal["left", "right"], float], ...]
        sides = (("right", x + gap), ("left", x - gap - wide))
        for side, left in sides:
            box = (left, y - 0.65 * text_mm, left + wide, y + 0.65 * text_mm)
            on_sheet = box[0] > 1 and box[1] > 1 and box[2] < size[0] - 1 and box[3] < size[1] - 1
            if on_sheet and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield Name(text, x, y, rank, side, gap)
                break


def text_width(text: str) -> float:
    """Return how wide a text is, in heights of its letters; no font is asked.

    Examples
    --------
    >>> text_width("信阳"), text_width("tea")
    (2.0, 1.6500000000000001)
    """
    return sum(1.0 if east_asian_width(sign) in "WF" else 0.55 for sign in text)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
