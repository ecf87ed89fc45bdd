"""Draws input for the optimiser: a small problem that makes sense, spoilt or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from xytour.solver import Bed, Break, Category, Day, Timetable, TravelProfile
from xytour.solver.problem import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from xytour.solver.rides import Ride

Fields = dict[str, Any]

DEEPEST = 6
"""How far into nested input a change is made."""


def _within_itself() -> list[Any]:
    """Return a list that contains itself."""
    rows: list[Any] = []
    rows.append(rows)
    return rows


ODD: tuple[Callable[[], Any], ...] = (
    *(
        (lambda value=value: value)
        for value in (
            *(None, True, False, -1, 0, 1, 2, 3, 7, 100, 0.5, 1.0, -0.0, -3),
            *(float("nan"), float("inf"), float("-inf"), 1e12, 1e13, 1e30, 1e308),
            *(2**30, 2**30 + 1, 2**31 - 1, 2**31, -(2**31) - 1, 2**32, 2**62, 2**63 - 1, 2**63),
            *(-(2**63), -(2**63) - 1, 2**64, LIMIT, LIMIT + 1, -LIMIT, -LIMIT - 1, 10**30, 10**400),
            *("", "x", "1", "nan", "\0", b"1", (), frozenset(), 1j, range(3), ..., int, object()),
            *(Decimal(1), Decimal("nan"), Decimal("0.5"), Fraction(1), Fraction(1, 3)),
            *(np.int8(1), np.uint64(2**64 - 1), np.float32(0.5), np.float64("nan"), np.bool_(1)),
            *(np.datetime64("NaT"), np.timedelta64(1), np.str_("x"), np.array(3), np.array(None)),
            *((0, 1), (5, 4), ((0, 1),), Day(0, 0, 0, 9), Bed(0), Break(0, 0, 1, 1)),
            *(Timetable((), ()), TravelProfile((0,), (0,)), Category(())),
        )
    ),
    list,
    dict,
    set,
    object,
    _within_itself,
    lambda: [[]],
    lambda: [0, [1]],
    lambda: [None],
    lambda: ["x", 1],
    lambda: {0: 1},
    lambda: {(0, 0): 1},
    lambda: iter(()),
    lambda: iter([1, 2]),
    lambda: (x for x in range(2)),
    lambda: len,
    lambda: np.zeros(0),
    lambda: np.zeros((0, 0), dtype=np.int32),
    lambda: np.zeros((1, 1, 1)),
    lambda: np.arange(3),
    lambda: np.arange(4).reshape(2, 2)[::-1],
    lambda: np.array([1, None], dtype=object),
    lambda: np.array([2**63], dtype=np.uint64),
    lambda: np.array(["x"]),
    lambda: np.zeros(2, dtype=[("a", int)]),
    lambda: np.ma.masked_array([1, 2], [True, False]),
    lambda: [[[[[[1]]]]]],
)
"""Things to put where something else belongs."""

KINDS = ("int8", "uint8", "int32", "uint64", "int64", "float32", "float64", "object", "bool", "U5")


def draw(random: Random) -> Fields:
    """Return the fields of a problem: two in five make sense, the others are spoilt."""
    given = _sound(random)
    for _ in range(random.choice((0, 0, 1, 1, 1, 2, 3))):
        name = random.choice(tuple(given))
        given[name] = _spoilt(random, given[name], 0)
    if random.random() < 0.02:
        del given[random.choice([name for name in OPTIONAL if name in given])]
    return given


def draw_call(random: Random) -> tuple[bool, Fields]:
    """Return whether all is solved, or only feasibility asked for, and with which arguments."""
    wishes: Fields = {
        "time_limit": 0.05,
        "iterations": random.choice((0, 1, 3, 10)),
        "seed": random.choice((0, 1, 2**31, 2**63 - 1)),
    }
    if random.random() < 0.1:
        wishes[random.choice(tuple(wishes))] = random.choice(ODD)()
    return random.random() < 0.8, wishes


OPTIONAL = ("beds", "meal", "counts", "travel_cost", "budget", "required", "rides", "categories")


def _sound(random: Random) -> Fields:
    """Return the fields of a problem that makes sense."""
    n, places, n_days = random.randrange(5), random.randint(1, 3), random.choice((1, 1, 2, 2, 3))
    top = random.choice((9, 9, 9, 10**6, LIMIT))
    far = min(top, 2**31 - 1)
    on = [random.random() < 0.4 for _ in range(12)]

    def row(low: int, high: int) -> list[int]:
        return [random.randint(low, high) for _ in range(n)]

    def daily(low: int, high: int) -> list[Any]:
        if random.random() < 0.7:
            return row(low, high)
        return [[random.randint(low, high) for _ in range(n_days)] for _ in range(n)]

    def matrix(high: int) -> list[list[int]]:
        return [[random.randint(0, high) for _ in range(places)] for _ in range(places)]

    travel = matrix(far)
    linked = n_days > 1 and on[0]
    group = row(0, n) if on[1] else list(range(n))
    return {
        "travel": travel,
        "location": row(0, places - 1),
        "duration": daily(0, top // 3),
        "profit": daily(-top if on[2] else 0, top),
        "cost": daily(0, top),
        "group": group,
        "windows": [[_windows(random, top) for _ in range(n_days)] for _ in range(n)],
        "days": tuple(
            Day(
                None if linked and d else random.randrange(places),
                None if linked and d < n_days - 1 else random.randrange(places),
                random.randint(0, top // 3),
                random.randint(top // 2, min(3 * top, LIMIT)),
                _breaks(random, top),
                random.randint(0, 3) if on[3] else LIMIT,
            )
            for d in range(n_days)
        ),
        "beds": tuple(
            tuple(
                Bed(random.randrange(places), random.randint(0, top), random.randint(-top, top))
                for _ in range(random.randint(1, 2))
            )
            for _ in range(n_days - 1)
        )
        if linked
        else (),
        "meal": row(-1, 2) if on[4] else None,
        "counts": [random.random() < 0.5 for _ in range(n)] if on[5] else None,
        "travel_cost": matrix(far) if on[6] else None,
        "budget": random.randint(-1, min(5 * top, LIMIT)) if on[7] else None,
        "required": frozenset(random.sample(group, k=min(n, 1))) if on[8] else frozenset(),
        "travel_penalty": random.choice((0, 1, 3, LIMIT // max(far, 1))),
        "bed_change_penalty": random.choice((0, 5, top)),
        "one_bed": on[9],
        "rides": _rides(random, travel, min(top, 2**29)) if on[10] else {},
        "categories": tuple(_category(random, n, top) for _ in range(random.randint(1, 2)))
        if on[11]
        else (),
    }


def _windows(random: Random, top: int) -> list[tuple[int, int]]:
    edges = sorted({random.randint(0, top) for _ in range(random.choice((0, 2, 2, 2, 4)))})
    return list(zip(edges[::2], edges[1::2], strict=False))


def _breaks(random: Random, top: int) -> tuple[Break, ...]:
    edges = sorted(random.randint(0, top) for _ in range(random.choice((0, 0, 2, 4, 8))))
    return tuple(
        Break(kind, lo, hi, random.randint(1, max(1, top // 5)), random.randint(0, top))
        for kind, (lo, hi) in enumerate(zip(edges[::2], edges[1::2], strict=True))
    )


def _rides(random: Random, travel: list[list[int]], top: int) -> dict[tuple[int, int], Ride]:
    """Return rides for some pairs; the travel of these pairs is lowered to fit."""
    rides: dict[tuple[int, int], Ride] = {}
    for _ in range(random.randint(1, 3)):
        pair = random.randrange(len(travel)), random.randrange(len(travel))
        leave = sorted({random.randint(0, top) for _ in range(random.randint(1, 4))})
        there: list[int] = []
        for at in leave:
            there.append(max(at + random.randint(0, top // 2), *there[-1:], 0))
        ticks = [end - at for at, end in zip(leave, there, strict=True)]
        otherwise = random.choice((None, random.randint(0, top)))
        is_timetable = random.random() < 0.5
        rides[pair] = (
            Timetable(leave, there, otherwise) if is_timetable else TravelProfile(leave, ticks)
        )
        travel[pair[0]][pair[1]] = min(ticks if otherwise is None else [*ticks, otherwise])
    return rides


def _category(random: Random, n: int, top: int) -> Category:
    heaviest = random.choice((3, top))
    most = LIMIT // max(1, heaviest)
    rates = sorted((random.randint(-most, most) for _ in range(random.randint(0, 3))), reverse=True)
    return Category(
        [random.randint(0, heaviest) for _ in range(n)],
        random.choice((0, 0, 1, heaviest)),
        random.choice((LIMIT, heaviest)),
        tuple((k * heaviest, rate) for k, rate in enumerate(rates)),
    )


def _spoilt(random: Random, value: Any, depth: int) -> Any:
    """Return a value with something in it changed, taken out, doubled or put in another form."""
    how = random.random()
    if depth >= DEEPEST or how < 0.12:
        return random.choice(ODD)()
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: getattr(value, part.name) for part in fields_of(value) if part.init}
        name = random.choice(tuple(parts))
        return type(value)(**parts | {name: _spoilt(random, parts[name], depth + 1)})
    if isinstance(value, Mapping):
        return _spoilt_mapping(random, dict(value), depth)
    if isinstance(value, list | tuple) and value:
        return _spoilt_row(random, value, depth)
    return random.choice(ODD)()


def _spoilt_mapping(random: Random, value: dict[Any, Any], depth: int) -> dict[Any, Any]:
    if not value:
        return {(random.randint(-1, 3), random.randint(-1, 3)): random.choice(ODD)()}
    key = random.choice(tuple(value))
    kept = value.pop(key)
    if random.random() < 0.6:
        return value | {key: _spoilt(random, kept, depth + 1)}
    other = _spoilt(random, key, depth + 1)
    try:
        return value | {other: kept}
    except (TypeError, ValueError):  # no key can be made of it
        return value


def _spoilt_row(random: Random, value: list[Any] | tuple[Any, ...], depth: int) -> Any:
    row: Any = list(value)
    k = random.randrange(len(row))
    how = random.random()
    if how < 0.6:
        row[k] = _spoilt(random, row[k], depth + 1)
    elif how < 0.7:
        del row[k]
    elif how < 0.8:
        row.insert(k, row[k])
    elif how < 0.85:
        row.reverse()
    else:
        return _as_array(random, row)
    return row if isinstance(value, list) or random.random() < 0.1 else tuple(row)


def _as_array(random: Random, row: list[Any]) -> Any:
    """Return a row as an array of some kind, if it can be one, or else as an iterator."""
    try:
        with np.errstate(all="ignore"):
            array = np.array(row, dtype=random.choice(KINDS))
    except (TypeError, ValueError, OverflowError):
        return iter(row)
    if random.random() < 0.2:
        array = np.asfortranarray(array)
    if random.random() < 0.3:
        array.flags.writeable = False
    return array[::-1] if random.random() < 0.1 and array.ndim else array
