"""A problem refuses what makes no sense, and says what and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from oracle.problems import problem_of

from xytour.errors import ProblemError
from xytour.solver.problem import LIMIT, Bed, Break, Day, Solution

NAN = float("nan")
LUNCH = Break(0, 5, 9, 2)


def day(*breaks: Break, **changes: Any) -> dict[str, Any]:
    """Return the changes that give a problem one day with these breaks."""
    given = {"start": 0, "end": 0, "earliest": 0, "latest": 100, "breaks": breaks}
    return {"days": (Day(**given | changes),)}


def night(*beds: Bed) -> dict[str, Any]:
    """Return the changes that give a problem two days and a night with these beds."""
    return {
        "days": (Day(0, None, 0, 100), Day(None, 0, 0, 100)),
        "windows": [[[(0, 100)]] * 2] * 2,
        "beds": (beds,),
    }


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "negative duration": ({"duration": [1, -1]}, "duration: .*negative.* -1"),
    "negative travel": ({"travel": [[0, 1, 1], [1, 0, -2], [1, 1, 0]]}, "travel: .*negative.* -2"),
    "negative cost": ({"cost": [-3, 0]}, "cost: .*negative.* -3"),
    "negative fare": ({"travel_cost": [[0, 0, -1]] * 3}, "travel_cost: .*negative.* -1"),
    "fractional profit": ({"profit": [0.5, 1]}, "profit: .*fractions"),
    "fractional window": ({"windows": [[[(0, 2.5)]], [[]]]}, "windows"),
    "words": ({"profit": ["much", "little"]}, "profit: expected integers"),
    "beyond 64 bits": ({"profit": [10**30, 1]}, "profit: expected integers"),
    "huge profit": ({"profit": [LIMIT + 1, 1]}, "profit: .*within"),
    "huge loss": ({"profit": [-LIMIT - 1, 1]}, "profit: .*within"),
    "huge travel": ({"travel": [[0, LIMIT + 1, 0]] * 3}, "travel: .*within"),
    "travel not square": ({"travel": [[0, 1, 1], [1, 0, 1]]}, "travel: .*square"),
    "travel a row": ({"travel": [0, 1, 1]}, "travel: .*square"),
    "fares of other size": ({"travel_cost": [[0]]}, r"travel_cost: .*\(3, 3\).*\(1, 1\)"),
    "too few durations": ({"duration": [1]}, r"duration: .*\(2,\).*\(1,\)"),
    "too many profits": ({"profit": [1, 2, 3]}, r"profit: .*\(2,\).*\(3,\)"),
    "too few groups": ({"group": [1]}, "group: expected shape"),
    "too few meals": ({"meal": [1]}, "meal: expected shape"),
    "too few counts": ({"counts": [True]}, "counts: expected shape"),
    "windows of one stop": ({"windows": [[[(0, 9)]]]}, "windows: .*2 stops"),
    "windows of two days": ({"windows": [[[], []]] * 2}, "windows: .*1 days"),
    "overlapping windows": ({"windows": [[[(0, 5), (4, 9)]], [[]]]}, r"windows\[0\]\[0\]"),
    "touching windows": ({"windows": [[[(0, 5), (5, 9)]], [[]]]}, r"windows\[0\]\[0\]"),
    "windows out of order": ({"windows": [[[]], [[(6, 9), (0, 5)]]]}, r"windows\[1\]\[0\]"),
    "window upside down": ({"windows": [[[(9, 6)]], [[]]]}, r"windows\[0\]\[0\]"),
    "window before time": ({"windows": [[[(-1, 6)]], [[]]]}, r"windows\[0\]\[0\]"),
    "window never ends": ({"windows": [[[(0, LIMIT + 1)]], [[]]]}, r"windows\[0\]\[0\]"),
    "location out of range": ({"location": [0, 3]}, "location: .*0 to 2"),
    "negative location": ({"location": [0, -1]}, "location: .*0 to 2"),
    "unknown required group": ({"required": frozenset({7})}, r"required: .*\[7\]"),
    "negative price of travel": ({"travel_penalty": -1}, "travel_penalty: .*-1"),
    "negative price of moving": ({"bed_change_penalty": -1}, "bed_change_penalty: .*-1"),
    "huge budget": ({"budget": LIMIT + 1}, "budget"),
    "NaN budget": ({"budget": NAN}, "budget: .*nan"),
    "no days": ({"days": (), "windows": [[], []]}, "days: .*at least one"),
    "day begins nowhere": (day(start=3), r"days\[0\].start: .*0 to 2, got 3"),
    "day ends nowhere": (day(end=-1), r"days\[0\].end: .*0 to 2, got -1"),
    "first day begins in a bed": (day(start=None), r"days\[0\].start: .*bed"),
    "last day ends in a bed": (day(end=None), r"days\[0\].end: .*bed"),
    "day before time": (day(earliest=-1), r"days\[0\].earliest: .* from 0 .*-1"),
    "day never ends": (day(latest=LIMIT + 1), r"days\[0\].latest: .* to 1000000000000, got"),
    "NaN day": (day(latest=NAN), r"days\[0\].latest: .*nan"),
    "five breaks": (day(*(Break(k, 9 * k, 9 * k, 1) for k in range(5))), "at most 4, got 5"),
    "breaks overlapping": (day(LUNCH, Break(1, 8, 20, 1)), r"days\[0\].breaks\[1\]: .*overlap"),
    "breaks out of order": (day(LUNCH, Break(1, 0, 4, 1)), r"days\[0\].breaks\[1\]: .*order"),
    "one kind of break twice": (day(LUNCH, Break(0, 20, 30, 1)), "different kinds"),
    "break upside down": (day(Break(0, 9, 5, 1)), r"days\[0\].breaks\[0\]: .*order"),
    "break of no length": (day(Break(0, 5, 9, 0)), r"days\[0\].breaks\[0\].length"),
    "break before time": (day(Break(0, -5, 9, 1)), r"days\[0\].breaks\[0\].lo"),
    "break of negative kind": (day(Break(-1, 5, 9, 1)), r"days\[0\].breaks\[0\].kind"),
    "break that pays": (day(Break(0, 5, 9, 1, -1)), r"days\[0\].breaks\[0\].cost"),
    "bed nowhere": (night(Bed(3)), r"beds\[0\]\[0\].location"),
    "bed that pays": (night(Bed(1, -1)), r"beds\[0\]\[0\].cost"),
    "bed beyond price": (night(Bed(1, 0, LIMIT + 1)), r"beds\[0\]\[0\].profit"),
    "no bed for a night": (night(), r"beds\[0\]: .*at least one"),
    "no beds at all": (night() | {"beds": ()}, r"days\[0\].end: .*bed"),
    "beds for another night": (
        night(Bed(1)) | {"beds": ((Bed(1),),) * 2},
        "beds: .*1 nights, got 2",
    ),
    "one way into bed": (
        night(Bed(1)) | {"days": (Day(0, None, 0, 9), Day(0, 0, 0, 9))},
        r"beds\[0\]: .*or neither",
    ),
    # What numpy or Python would take for something else without a word.
    "NaN profit": ({"profit": [NAN, 1]}, "profit: .*NaN"),
    "infinite travel": ({"travel": [[0, float("inf"), 1]] * 3}, "travel"),
    "huge float": ({"profit": [1e30, 1]}, "profit"),
    "unsigned beyond 63 bits": ({"profit": np.array([2**64 - 1, 1], dtype=np.uint64)}, "profit"),
    "ragged travel": ({"travel": [[0, 1, 1], [0], [1]]}, "travel"),
    "no stops may be seen": (day(max_stops=-1), r"days\[0\].*max_stops"),
    "fraction of a stop": (day(max_stops=1.5), r"days\[0\].*max_stops"),
    "day begins between ticks": (day(earliest=0.5), r"days\[0\]"),
    "day begins between places": (day(start=0.5), r"days\[0\].start"),
    "break between ticks": (day(Break(0, 0.5, 3.5, 1)), r"days\[0\].breaks"),  # type: ignore[arg-type]
    "bed between places": (night(Bed(0.5)), r"beds\[0\]"),  # type: ignore[arg-type]
    "bed worth a fraction": (night(Bed(1, 0, 0.5)), r"beds\[0\]"),  # type: ignore[arg-type]
    "bed worth nobody knows what": (night(Bed(1, 0, NAN)), r"beds\[0\]"),  # type: ignore[arg-type]
    "fractional budget": ({"budget": 0.5}, "budget"),
    "fractional price of travel": ({"travel_penalty": 0.5}, "travel_penalty"),
    "fractional price of moving": ({"bed_change_penalty": 0.5}, "bed_change_penalty"),
    "window of three": ({"windows": [[[(0, 1, 2)]], [[]]]}, r"windows\[0\]\[0\]"),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    """A malformed problem is refused by name of what is wrong with it."""
    with pytest.raises(ProblemError, match=message):
        problem_of(2, 3, **changes)


def test_lists_of_whole_numbers_are_taken() -> None:
    """Lists, floats that are whole, and numpy integers of any size are one and the same."""
    plain = problem_of(2, 3, profit=[1, 2])
    floats = problem_of(2, 3, profit=[1.0, 2.0])
    small = problem_of(2, 3, profit=np.array([1, 2], dtype=np.int8))

    assert plain.profit.tolist() == floats.profit.tolist() == small.profit.tolist() == [1, 2]


def test_numbers_up_to_the_limit_are_taken() -> None:
    """The largest number allowed is allowed."""
    problem = problem_of(2, 3, profit=[LIMIT, -LIMIT], budget=LIMIT)

    assert problem.profit.tolist() == [LIMIT, -LIMIT]


def test_defaults_of_what_may_be_left_out() -> None:
    """Unless told, no stop is a meal, every stop counts and travel costs no money."""
    problem = problem_of(2, 3)

    assert problem.meal.tolist() == [-1, -1]
    assert problem.counts.tolist() == [True, True]
    assert problem.travel_cost.tolist() == [[0, 0, 0]] * 3


def test_windows_of_a_stop_and_day() -> None:
    """Each stop and day has its own windows, and a closed one has none."""
    problem = problem_of(2, 3, 2, windows=[[[(1, 2), (4, 5)], []], [[], [(7, 7)]]])

    assert (problem.n_stops, problem.n_days) == (2, 2)
    assert problem.windows_on(0, 0).tolist() == [[1, 2], [4, 5]]
    assert problem.windows_on(0, 1).tolist() == []
    assert problem.windows_on(1, 0).tolist() == []
    assert problem.windows_on(1, 1).tolist() == [[7, 7]]


def test_breaks_may_touch() -> None:
    """A break may start as soon as the break before it starts at the latest."""
    problem = problem_of(2, 3, **day(LUNCH, Break(1, 9, 20, 1)))

    assert len(problem.days[0].breaks) == 2


@pytest.mark.parametrize(
    ("score", "bound", "gap"), [(80, 100, 0.2), (100, 100, 0.0), (0, 0, 0.0), (-6, -4, 0.5)]
)
def test_gap_is_relative_to_the_bound(score: int, bound: int, gap: float) -> None:
    """The gap is what is missing to the bound, as a share of the bound."""
    assert Solution("feasible", (), (), score, bound, 0.1, 1).gap == pytest.approx(gap)
