"""Draws trips through made-up regions of any size.

Towns with places around them in a square of 150 km, a third of the places strewn between.
Ticks are minutes of the day, scores hundredths of a point, as the planner poses its trips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver import Bed, Break, Day, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH_KM = 150.0
MINUTES_PER_KM = 60 / 45
"""Roads wind, so that one gets ahead at 45 km/h as the crow flies."""

BEDS = 6
DAY = (510, 1_230)  # 08:30 to 20:30
LUNCH = Break(kind=0, lo=690, hi=810, length=60)
MONDAY = 3  # the trip starts on a Friday

# Hours of a kind of place, whether it shuts on Mondays, and the longest visit that they allow.
HOURS = (
    (((360, 1_140),), False, 240),  # grounds
    (((540, 1_020),), True, 240),  # museums
    (((510, 690), (840, 1_050)), True, 180),  # shut at noon
    (((1_020, 1_260),), False, 150),  # evenings
)
SHARES = (0.4, 0.35, 0.15, 0.1)

ROWS = 128
"""Rows of the matrix that are worked out at a time: floats take little memory so."""


def draw_fields(places: int, *, seed: int = 0, days: int = 7) -> dict[str, Any]:
    """Return the fields of a problem; location k is place k, then the station, then the beds.

    Parameters
    ----------
    places
        How many (> 0), each with one stop.
    seed
        Same seed: same problem.
    days
        Length of the trip; it begins and ends at the station.
    """
    draw = np.random.default_rng(seed)
    spots = _spots(draw, places)
    kinds = draw.choice(len(HOURS), size=places, p=SHARES)
    longest = np.array([limit for _, _, limit in HOURS])[kinds]
    minutes = 15 * np.round(draw.triangular(45, 75, 240, size=places) / 15).astype(np.int64)
    minutes = np.minimum(minutes, longest)
    worth = 100 * draw.beta(2, 5, size=places) * np.sqrt(minutes / 90)
    hours = {
        (kind, length): _windows(kind, length, days)
        for kind, length in sorted(set(zip(kinds.tolist(), minutes.tolist(), strict=True)))
    }
    station = places
    return {
        "travel": _minutes_between(spots),
        "location": np.arange(places),
        "duration": minutes,
        "profit": np.maximum(1, np.round(100 * worth)).astype(np.int64),
        "cost": np.zeros(places, dtype=np.int64),
        "group": np.arange(places),
        "windows": [hours[key] for key in zip(kinds.tolist(), minutes.tolist(), strict=True)],
        "days": tuple(
            Day(
                station if d == 0 else None,
                station if d == days - 1 else None,
                *DAY,
                breaks=(LUNCH,),
                max_stops=6,
            )
            for d in range(days)
        ),
        "beds": tuple(_beds(draw, station + 1) for _ in range(days - 1)),
        "travel_penalty": 20,
        "bed_change_penalty": 1_000,
    }


def synthetic(places: int, *, seed: int = 0, days: int = 7) -> Problem:
    """Return the problem of a trip; see :func:`draw_fields`."""
    return Problem(**draw_fields(places, seed=seed, days=days))


def _spots(draw: np.random.Generator, places: int) -> NDArray[np.float64]:
    """Return where places, station and beds lie, km; the beds in the largest towns."""
    towns = draw.uniform(0, WIDTH_KM, size=(max(BEDS, places // 60), 2))
    size = draw.pareto(1.5, size=len(towns)) + 0.5
    towns = towns[np.argsort(-size)]
    size = np.sort(size)[::-1]
    home = draw.choice(len(towns), size=places, p=size / size.sum())
    around = towns[home] + draw.normal(0, 5, size=(places, 2))
    apart = draw.uniform(0, WIDTH_KM, size=(places, 2))
    spots = np.where(draw.random((places, 1)) < 1 / 3, apart, around)
    return np.vstack((spots, towns[0] + 1, towns[:BEDS]))


def _minutes_between(spots: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return travel rounded up: no way round is shorter then, as none was before."""
    x, y = spots.T
    minutes = np.empty((len(spots), len(spots)), dtype=np.int32)
    for k in range(0, len(spots), ROWS):
        rows = slice(k, k + ROWS)
        km = np.sqrt((x[rows, None] - x) ** 2 + (y[rows, None] - y) ** 2)
        minutes[rows] = np.ceil(MINUTES_PER_KM * km)
    return minutes


def _windows(kind: int, length: int, days: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return when a visit may start on each day; one value serves all places alike."""
    hours, shuts, _ = HOURS[kind]
    starts = tuple((opens, closes - length) for opens, closes in hours if opens + length <= closes)
    return tuple(() if shuts and d % 7 == MONDAY else starts for d in range(days))


def _beds(draw: np.random.Generator, first: int) -> tuple[Bed, ...]:
    """Return the same beds for any night, worth a little more or less."""
    return tuple(Bed(first + k, profit=int(draw.integers(0, 1_000))) for k in range(BEDS))
