"""Great-circle distances between many points at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth, IUGG."""


def great_circle_m(
    lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike
) -> NDArray[np.float64]:
    """Return great-circle distances, metres, by the haversine formula.

    Parameters
    ----------
    lat, lon
        Degrees, WGS-84.
    other_lat, other_lon
        Degrees, WGS-84; shapes broadcast.

    Returns
    -------
    ndarray of float64
        Within 0.6 % of the geodesic, since the Earth is no sphere.

    Examples
    --------
    >>> great_circle_m(0.0, 0.0, 0.0, 1.0).round()
    np.float64(111195.0)
    """
    a, b = np.radians(lat), np.radians(other_lat)
    turn = np.radians(other_lon) - np.radians(lon)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(turn / 2) ** 2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distances
