"""Between WGS-84, which all of xytour speaks, and the datums of Chinese maps.

Maps published in mainland China are drawn in GCJ-02, some hundred metres off; Baidu shifts
them once more, to BD-09. Conversion belongs to the edges: positions read off such a map are
converted before they go into a region file, and links to such a map as they are written.
Neither datum was ever published; the formulas are those that all public converters share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Degrees: TypeAlias = NDArray[np.float64]
    Box: TypeAlias = tuple[float, float, float, float]

Datum: TypeAlias = Literal["gcj02", "bd09"]
"""GCJ-02: Amap, Tencent, Apple, Google (in mainland China). BD-09: Baidu."""

# Krasovsky's ellipsoid of 1940, by which GCJ-02 turns metres into degrees.
SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323

TOLERANCE_DEG = 1e-10
"""How near to its input the inverse comes when it is converted back: 0.01 mm."""

MOST_STEPS = 30

RECTANGLE: Box = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of what converters commonly take for China."""

ABROAD: tuple[Box, ...] = (
    (72.0, 0.8, 97.4, 26.7),  # India, Bangladesh, western Myanmar
    (72.0, 0.8, 108.3, 21.0),  # Indochina, Malaya, Sumatra
    (102.2, 0.8, 106.4, 21.8),  # Laos, Hanoi
    (72.0, 0.8, 78.3, 34.2),  # Kashmir, Delhi
    (72.0, 0.8, 80.9, 30.0),  # Uttarakhand, western Nepal
    (72.0, 0.8, 88.0, 27.8),  # Kathmandu
    (72.0, 0.8, 137.9, 5.0),  # Singapore, Borneo
    (116.9, 0.8, 137.9, 21.4),  # the Philippines
    (119.2, 0.8, 137.9, 24.4),  # Penghu, southern Taiwan
    (120.0, 0.8, 137.9, 25.4),  # northern Taiwan
    (123.9, 0.8, 137.9, 39.5),  # Korea, Japan
    (125.0, 0.8, 137.9, 40.3),  # the north of Korea
    (131.5, 0.8, 137.9, 44.6),  # Vladivostok, the Sea of Japan
    (113.86, 22.14, 114.43, 22.46),  # Hong Kong but for its northern fringe
    (113.555, 22.1, 113.6, 22.21),  # Macao
    (72.0, 42.2, 79.8, 55.9),  # Kyrgyzstan, Kazakhstan
    (72.0, 0.8, 73.4, 55.9),  # Pakistan, Tajikistan
    (72.0, 49.3, 115.3, 55.9),  # Siberia
    (97.0, 43.0, 110.5, 55.9),  # Mongolia
)
"""Parts of the rectangle without a place of mainland China: west, south, east, north."""


@overload
def in_mainland_china(lat: float, lon: float) -> bool: ...
@overload
def in_mainland_china(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_] | bool: ...
def in_mainland_china(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.bool_] | bool:
    """Tell where maps are drawn in GCJ-02 rather than WGS-84.

    Parameters
    ----------
    lat, lon
        Position, degrees; numbers, or arrays of one shape.

    Returns
    -------
    bool or numpy.ndarray
        An answer for each position.

    Notes
    -----
    A simplification by boxes, without a map of the border. Converters commonly take the
    whole ``RECTANGLE`` and so shift Seoul, Taipei, Hong Kong and Hanoi, whose maps are in
    WGS-84; here the boxes of ``ABROAD`` are taken out of it. What remains beyond the
    border still counts as inside: Nepal, Bhutan, the northern fringe of Hong Kong, and parts
    of Vietnam, Myanmar, Mongolia, North Korea and Russia near it.

    Examples
    --------
    >>> in_mainland_china(32.13, 114.07), in_mainland_china(22.28, 114.16)
    (True, False)
    """
    lat, lon = np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)
    inside = _within(RECTANGLE, lat, lon)
    for box in ABROAD:
        inside &= ~_within(box, lat, lon)
    return inside if inside.ndim else bool(inside)


@overload
def from_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]: ...
@overload
def from_wgs84(lat: ArrayLike, lon: ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]: ...
def from_wgs84(
    lat: ArrayLike, lon: ArrayLike, datum: Datum
) -> tuple[float, float] | tuple[Degrees, Degrees]:
    """Convert positions to the datum of a Chinese map.

    Parameters
    ----------
    lat, lon
        WGS-84, degrees; numbers, or arrays of one shape.
    datum
        ``gcj02`` or ``bd09``.

    Returns
    -------
    tuple
        Latitude and longitude in that datum, numbers or arrays as given; unchanged outside
        mainland China, see :func:`in_mainland_china`.

    Raises
    ------
    ValueError
        A latitude is beyond 90 degrees or a longitude beyond 180, a number is not finite, or
        the datum is not known.

    Examples
    --------
    >>> lat, lon = from_wgs84(32.1264, 114.0694, "gcj02")
    >>> round(lat, 5), round(lon, 5)
    (32.12444, 114.07528)
    """
    lat_deg, lon_deg = _checked(lat, lon, datum)
    inside = in_mainland_china(lat_deg, lon_deg)
    new_lat, new_lon = _shifted(lat_deg, lon_deg, datum)
    return _answer(np.where(inside, new_lat, lat_deg), np.where(inside, new_lon, lon_deg))


@overload
def to_wgs84(lat: float, lon: float, datum: Datum) -> tuple[float, float]: ...
@overload
def to_wgs84(lat: ArrayLike, lon: ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]: ...
def to_wgs84(
    lat: ArrayLike, lon: ArrayLike, datum: Datum
) -> tuple[float, float] | tuple[Degrees, Degrees]:
    """Convert positions read off a Chinese map to WGS-84, as region files want them.

    Parameters
    ----------
    lat, lon
        In ``datum``, degrees; numbers, or arrays of one shape.
    datum
        ``gcj02`` or ``bd09``.

    Returns
    -------
    tuple
        Latitude and longitude in WGS-84, numbers or arrays as given; unchanged outside
        mainland China, see :func:`in_mainland_china`.

    Raises
    ------
    ValueError
        A latitude is beyond 90 degrees or a longitude beyond 180, a number is not finite, or
        the datum is not known.

    Notes
    -----
    The shift is taken off again and again until what is found converts to the input. All
    that :func:`from_wgs84` shifts comes back. Within 2 km of an edge of what counts as
    mainland China a position may be the image of two; the one inside is taken.

    Examples
    --------
    >>> lat, lon = to_wgs84(32.12444, 114.07528, "gcj02")
    >>> round(lat, 4), round(lon, 4)
    (32.1264, 114.0694)
    """
    lat_deg, lon_deg = _checked(lat, lon, datum)
    old_lat, old_lon = lat_deg.copy(), lon_deg.copy()
    for _ in range(MOST_STEPS):
        there_lat, there_lon = _shifted(old_lat, old_lon, datum)
        # The shift changes by about 1 % of how far one moves: this converges by itself.
        off_lat, off_lon = there_lat - lat_deg, there_lon - lon_deg
        old_lat, old_lon = old_lat - off_lat, old_lon - off_lon
        if np.all(np.abs(off_lat) < TOLERANCE_DEG) and np.all(np.abs(off_lon) < TOLERANCE_DEG):
            break
    inside = in_mainland_china(old_lat, old_lon)
    return _answer(np.where(inside, old_lat, lat_deg), np.where(inside, old_lon, lon_deg))


def _checked(lat: ArrayLike, lon: ArrayLike, datum: Datum) -> tuple[Degrees, Degrees]:
    if datum not in {"gcj02", "bd09"}:
        msg = f"expected the datum 'gcj02' or 'bd09', got {datum!r}"
        raise ValueError(msg)
    lat_deg, lon_deg = np.asarray(lat, dtype=float), np.asarray(lon, dtype=float)
    if lat_deg.shape != lon_deg.shape:
        msg = f"expected as many latitudes as longitudes, got {lat_deg.shape}, {lon_deg.shape}"
        raise ValueError(msg)
    # Asked this way round, NaN is refused too.
    if not (np.all(np.abs(lat_deg) <= 90) and np.all(np.abs(lon_deg) <= 180)):
        msg = f"expected latitudes within 90 and longitudes within 180, got {lat!r}, {lon!r}"
        raise ValueError(msg)
    return lat_deg, lon_deg


def _answer(lat: Degrees, lon: Degrees) -> tuple[float, float] | tuple[Degrees, Degrees]:
    return (lat, lon) if lat.ndim else (float(lat), float(lon))


def _within(box: Box, lat: Degrees, lon: Degrees) -> NDArray[np.bool_]:
    west, south, east, north = box
    inside: NDArray[np.bool_] = np.asarray(
        (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    )
    return inside


def _shifted(lat: Degrees, lon: Degrees, datum: Datum) -> tuple[Degrees, Degrees]:
    """Return the position shifted, inside or not; far from China it stays where it is."""
    west, south, east, north = RECTANGLE
    near = _within((west - 1, south - 1, east + 1, north + 1), lat, lon)
    new_lat, new_lon = _gcj02(np.where(near, lat, 35.0), np.where(near, lon, 105.0))
    if datum == "bd09":
        new_lat, new_lon = _bd09_of_gcj02(new_lat, new_lon)
    return np.where(near, new_lat, lat), np.where(near, new_lon, lon)


def _gcj02(lat: Degrees, lon: Degrees) -> tuple[Degrees, Degrees]:
    x, y = lon - 105.0, lat - 35.0  # degrees from a point in the middle of China
    common = 20 * _wave(x, 6) + 20 * _wave(x, 2)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += 2 / 3 * (common + 20 * _wave(y, 1) + 40 * _wave(y, 1 / 3))
    north_m += 2 / 3 * (160 * _wave(y, 1 / 12) + 320 * _wave(y, 1 / 30))
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += 2 / 3 * (common + 20 * _wave(x, 1) + 40 * _wave(x, 1 / 3))
    east_m += 2 / 3 * (150 * _wave(x, 1 / 12) + 300 * _wave(x, 1 / 30))
    phi = np.radians(lat)
    flat = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / flat**1.5
    parallel_m = SEMI_MAJOR_M / np.sqrt(flat) * np.cos(phi)
    return lat + np.degrees(north_m / meridian_m), lon + np.degrees(east_m / parallel_m)


def _wave(degrees: Degrees, frequency: float) -> Degrees:
    wave: Degrees = np.sin(np.pi * frequency * degrees)
    return wave


def _bd09_of_gcj02(lat: Degrees, lon: Degrees) -> tuple[Degrees, Degrees]:
    turn = np.pi * 3000 / 180
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * turn)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * turn)
    return radius * np.sin(angle) + 0.006, radius * np.cos(angle) + 0.0065
