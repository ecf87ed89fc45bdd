"""Euclidean distances in whole ticks, exactly rounded.

Coordinates are decimal fractions, so squared distances are too, and integer square roots
round them without the noise of doubles: 821 hundredths stay 821 even where doubles say
820.9999999. Rounded down this way a distance is never shorter than published code has it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    Places = Mapping[int, tuple[Decimal, Decimal]]


def rounded_distances(
    places: Places, *, scale: int, divisor: int = 1, up: bool = False
) -> dict[int, dict[int, int]]:
    """Return distance times ``scale`` over ``divisor`` for each pair, rounded down or up.

    Parameters
    ----------
    places
        Coordinates of each vertex number.
    scale, divisor
        Positive factors of every distance.
    up
        Round up instead of down.

    Returns
    -------
    dict[int, dict[int, int]]
        Ticks by origin and destination.
    """
    fine = 10 ** max(_decimals(value) for place in places.values() for value in place)
    spots = {number: (int(x * fine), int(y * fine)) for number, (x, y) in places.items()}
    above, below = scale * scale, (divisor * fine) ** 2
    root = _root_up if up else _root_down
    table: dict[int, dict[int, int]] = {number: {} for number in spots}
    for i, (ax, ay) in spots.items():
        for j, (bx, by) in spots.items():
            if j in table[i]:
                continue
            square = ((ax - bx) ** 2 + (ay - by) ** 2) * above
            table[i][j] = table[j][i] = root(square, below)
    return table


def double_distances(places: Places, *, divisor: int = 1) -> dict[int, dict[int, float]]:
    """Return the unrounded distance over ``divisor`` for each pair."""
    spots = {number: (float(x), float(y)) for number, (x, y) in places.items()}
    return {i: {j: math.dist(a, b) / divisor for j, b in spots.items()} for i, a in spots.items()}


def family_scale(name: str, values: Sequence[Decimal]) -> int:
    """Return the ticks to a unit: 10 for Solomon's instances, 100 for those of Cordeau.

    Names tell (``c101``, ``MCTOPMTW-1-pr03``); for other names whole coordinates mean Solomon.
    """
    family = name.lower().rsplit("-", maxsplit=1)[-1].rstrip("0123456789")
    if family in {"c", "r", "rc", "pr"}:
        return 100 if family == "pr" else 10
    return 10 if all(value == int(value) for value in values) else 100


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _root_down(above: int, below: int) -> int:
    return math.isqrt(above // below)


def _root_up(above: int, below: int) -> int:
    # The root of x and of x rounded up to a whole number round up to the same number.
    square = -(-above // below)
    return math.isqrt(square - 1) + 1 if square else 0
