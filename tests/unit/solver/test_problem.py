"""A problem refuses what makes no sense, and says what and where."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle.problems import problem_of, problems
from oracle.schedule import reward

from xytour.errors import ProblemError
from xytour.solver.problem import LIMIT, Bed, Break, Category, Day, Problem, Solution
from xytour.solver.rides import Timetable
from xytour.solver.schedule import Schedule
from xytour.solver.wellformed import MAX_CATEGORIES, TRAVEL_LIMIT

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


def category(*weight: Any, **changes: Any) -> dict[str, Any]:
    """Return the changes that give a problem one category."""
    return {"categories": (Category(weight, **changes),)}


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
    "too few durations": ({"duration": [1]}, r"duration: .*\(2,\).*\(1, 1\)"),
    "too many profits": ({"profit": [1, 2, 3]}, r"profit: .*\(2,\).*\(3, 1\)"),
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
    "travel beyond 32 bits": ({"travel": [[0, 2**31, 1]] * 3}, "travel: .*within .*2147483647"),
    "fare beyond 32 bits": ({"travel_cost": [[2**31] * 3] * 3}, "travel_cost: .*within"),
    "endless profit": ({"profit": [float("inf"), 1]}, "profit: .*within"),
    "durations of three days": ({"duration": [[1, 1, 1]] * 2}, r"duration: .*1 days.*\(2, 3\)"),
    "profits of three stops": ({"profit": [[1]] * 3}, r"profit: .*\(2, 1 days\).*\(3, 1\)"),
    "costs in three dimensions": ({"cost": [[[1]]] * 2}, r"cost: .*\(2, 1, 1\)"),
    "one duration": ({"duration": 1}, "duration: expected shape"),
    "negative duration of a day": ({"duration": [[1], [-1]]}, "duration: .*negative.* -1"),
    "travel too dear": ({"travel_penalty": LIMIT // 2, "travel": [[3] * 3] * 3}, "travel_penalty"),
    "category of one stop": (category(1), r"categories\[0\].weight: .*\(2,\).*\(1,\)"),
    "negative weight": (category(1, -1), r"categories\[0\].weight: .*negative.* -1"),
    "fractional weight": (category(1, 0.5), r"categories\[0\].weight: .*fractions"),
    "huge weight": (category(1, LIMIT + 1), r"categories\[0\].weight: .*within"),
    "negative least": (category(1, 1, least=-1), r"categories\[0\].least: .*-1"),
    "fractional least": (category(1, 1, least=0.5), r"categories\[0\].least: .*0.5"),
    "negative most": (category(1, 1, most=-1), r"categories\[0\].most: .*-1"),
    "NaN most": (category(1, 1, most=NAN), r"categories\[0\].most: .*nan"),
    "rates not from 0": (category(1, 1, rates=((1, 5),)), r"categories\[0\].rates: .*from 0"),
    "rates out of order": (
        category(1, 1, rates=((0, 5), (4, 3), (2, 1))),
        r"categories\[0\].rates: .*growing",
    ),
    "two rates from one total": (
        category(1, 1, rates=((0, 5), (0, 3))),
        r"categories\[0\].rates: .*growing",
    ),
    "rates that grow": (category(1, 1, rates=((0, 3), (4, 5))), r"categories\[0\].rates: .*do not"),
    "rate of half a point": (category(1, 1, rates=((0, 0.5),)), r"categories\[0\].rates\[0\]"),
    "rate too high": (category(1, 2, rates=((0, LIMIT),)), r"rates: .* the weight 2 exceeds"),
    "rate too low": (category(1, 2, rates=((0, 0), (1, -LIMIT))), r"the weight 2 exceeds"),
    "more categories than anyone needs": (
        {"categories": (Category([1, 1]),) * (MAX_CATEGORIES + 1)},
        "categories: expected at most 1000, got 1001",
    ),
    "no windows at all": ({"windows": None}, "windows: .*2 stops"),
    "windows that are used up": ({"windows": iter([[[]], [[]]])}, "windows: .*2 stops"),
    "windows of a day used up": (
        {"windows": [[iter([(0, 1)])], [[]]]},
        r"windows\[0\]\[0\]: .*iter",
    ),
    "a number for windows": ({"windows": [[[]], [7]]}, r"windows\[1\]\[0\]: .*pairs, got 7"),
    "words for numbers": ({"profit": ["1", "2"]}, "profit: expected integers"),
    "complex profit": ({"profit": [1j, 1]}, "profit: expected integers"),
    "lengths of time": ({"profit": np.array([1, 1], dtype="m8[s]")}, "profit: expected integers"),
    "ragged counts": ({"counts": [True, [False]]}, "counts: expected True or False"),
    "counts in words": ({"counts": ["yes", "no"]}, "counts: expected True or False"),
    "no list of days": ({"days": None}, "days: expected a sequence of Day, got None"),
    "days that are none": ({"days": ((0, 0, 0, 9),)}, r"days\[0\]: expected a Day"),
    "no list of breaks": (day() | {"days": (Day(0, 0, 0, 9, None),)}, r"days\[0\].breaks: .*None"),  # type: ignore[arg-type]
    "breaks that are none": (day(7), r"days\[0\].breaks\[0\]: expected a Break, got 7"),  # type: ignore[arg-type]
    "nights that are none": (night() | {"beds": (7,)}, r"beds\[0\]: expected a sequence of Bed"),
    "beds that are none": (night(7), r"beds\[0\]\[0\]: expected a Bed, got 7"),  # type: ignore[arg-type]
    "required in words": ({"required": {"all"}}, "required: expected a whole number .*'all'"),
    "nothing required": ({"required": None}, "required: expected whole numbers, got None"),
    "one bed or another": ({"one_bed": "maybe"}, "one_bed: expected True or False, got 'maybe'"),
    "rides in a list": ({"rides": [(0, 1)]}, r"rides: expected a mapping .*\[\(0, 1\)\]"),
    "categories that are none": ({"categories": (7,)}, r"categories\[0\]: expected a Category"),
    "rates that are no pairs": (category(1, 1, rates=(5,)), r"rates: expected pairs .*\(5,\)"),
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

    assert plain.profit.tolist() == floats.profit.tolist() == small.profit.tolist() == [[1], [2]]


def test_small_numbers_of_numpy_do_not_overflow() -> None:
    """Numbers of 8 bits are taken for what they are, and add up as Python's do."""
    tiny = np.int8(100)
    rest = Break(tiny, tiny, tiny, tiny, tiny)  # type: ignore[arg-type]
    one = Category(np.array([1, 1]), tiny, tiny, ((np.int8(0), tiny),))  # type: ignore[arg-type]
    problem = problem_of(
        2,
        3,
        2,
        days=[Day(0, None, 0, tiny, [rest]), Day(None, 0, 0, 9)],  # type: ignore[arg-type]
        beds=[[Bed(np.int8(1), tiny, tiny)]],  # type: ignore[arg-type]
        categories=[one],
        budget=tiny,
        travel_penalty=tiny,
        required=[np.int8(1)],
        rides={(np.int8(0), 1): Timetable([tiny], [tiny], tiny)},  # type: ignore[dict-item]
        travel=[[0] * 3] * 3,
    )
    found = problem.days[0].breaks[0]

    assert (found.lo + found.length, problem.days[0].latest * 3) == (200, 300)
    assert problem.beds[0][0].cost * 3 == problem.budget * 3 == problem.travel_penalty * 3 == 300
    assert problem.categories[0].reward(5) == 500
    assert problem.rides[0, 1].arrival(127) == 227
    assert problem.required == {1}


def test_numbers_up_to_the_limit_are_taken() -> None:
    """The largest number allowed is allowed."""
    problem = problem_of(2, 3, profit=[LIMIT, -LIMIT], budget=LIMIT)

    assert problem.profit.tolist() == [[LIMIT], [-LIMIT]]


def test_defaults_of_what_may_be_left_out() -> None:
    """Unless told, no stop is a meal, every stop counts and travel costs no money."""
    problem = problem_of(2, 3)

    assert problem.meal.tolist() == [-1, -1]
    assert problem.counts.tolist() == [True, True]
    assert problem.travel_cost.tolist() == [[0, 0, 0]] * 3
    assert problem.travel_cost.strides == (0, 0)
    assert problem.arrival(0, 1, 5) == 6
    assert problem.weights.shape == (0, 2)


def test_windows_of_a_stop_and_day() -> None:
    """Each stop and day has its own windows, and a closed one has none."""
    problem = problem_of(2, 3, 2, windows=[[[(1, 2), (4, 5)], []], [[], [(7, 7)]]])

    assert (problem.n_stops, problem.n_days) == (2, 2)
    assert problem.windows_on(0, 0).tolist() == [[1, 2], [4, 5]]
    assert problem.windows_on(0, 1).tolist() == []
    assert problem.windows_on(1, 0).tolist() == []
    assert problem.windows_on(1, 1).tolist() == [[7, 7]]


def test_numbers_of_stops_are_kept_for_each_day() -> None:
    """One number of a stop stands for all days; what is given by day is kept."""
    problem = problem_of(2, 3, 3, profit=[1, 2], cost=[[1, 2, 3], [4, 5, 6]])

    assert problem.profit.tolist() == [[1, 1, 1], [2, 2, 2]]
    assert problem.cost.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert problem_of(0, 3, 3).duration.shape == (0, 3)


def test_travel_is_kept_in_32_bits() -> None:
    """The largest travel and fare that 32 bits hold are taken, also as floats that are whole."""
    most = [[0, TRAVEL_LIMIT], [1.0, 0]]
    problem = problem_of(0, 2, travel=most, travel_cost=most)

    assert problem.travel.tolist() == problem.travel_cost.tolist() == [[0, 2147483647], [1, 0]]
    assert problem.travel.dtype == problem.travel_cost.dtype == np.int32


def test_reach_goes_over_any_others_and_both_ways() -> None:
    """From 0 to 2 it is 9 ticks, by way of 1 only 2 + 3; staying takes nothing."""
    problem = problem_of(0, 3, travel=[[7, 2, 9], [9, 7, 3], [9, 9, 7]])

    assert problem.reach([0]).tolist() == [0, 2, 5]
    assert problem.reach([0, 2]).tolist() == [0, 2, 0]
    assert problem.reach([2], back=True).tolist() == [5, 3, 0]


@given(problems(), st.data())
def test_reach_is_the_least_of_all_ways(problem: Problem, data: st.DataObject) -> None:
    """No way over any others is shorter than what is said, and one is as short."""
    places = range(len(problem.travel))
    sources = data.draw(st.sets(st.sampled_from(places), min_size=1))
    travel = problem.travel.tolist()
    least = {
        (here, there): min(
            0 if here == there else travel[here][there],
            *(
                sum(travel[a][b] for a, b in pairwise([here, *over, there]))
                for size in places
                for over in permutations(places, size)
            ),
        )
        for here in places
        for there in places
    }

    there = [min(least[source, place] for source in sources) for place in places]
    back = [min(least[place, source] for source in sources) for place in places]
    assert problem.reach(sorted(sources)).tolist() == there
    assert problem.reach(sorted(sources), back=True).tolist() == back


def test_reach_of_the_longest_travel_does_not_overflow() -> None:
    """A detour over two of the longest travels is no way to less than one."""
    far = TRAVEL_LIMIT
    problem = problem_of(0, 3, travel=[[0, far, far], [far, 0, far], [far, far, 0]])

    assert problem.reach([0]).tolist() == [0, far, far]


def test_reach_gives_up_when_time_is_up() -> None:
    """A deadline that is past ends it; what was found before is at hand all the same."""
    problem = problem_of(0, 3)
    with pytest.raises(TimeoutError):
        problem.reach([0], deadline=0.0)

    assert problem.reach([0]).tolist() == problem.reach([0], deadline=0.0).tolist() == [0, 1, 1]


def test_arrays_that_cannot_be_written_are_taken() -> None:
    """What is read only is no reason for an error, now or when tours are timed."""
    given = {
        "travel": np.ones((3, 3), dtype=np.int32),
        "travel_cost": np.ones((3, 3), dtype=np.int32),
        **{name: np.ones((2, 1), dtype=np.int64) for name in ("duration", "profit", "cost")},
        **{name: np.arange(2) for name in ("location", "group", "meal")},
    }
    for array in given.values():
        array.flags.writeable = False
    problem = problem_of(2, 3, **given)

    assert Schedule(problem).ends_at(0, [], 0, 0) == 1


def test_weights_of_all_categories_are_a_matrix() -> None:
    """Each row is a category, each column a stop."""
    problem = problem_of(2, 3, categories=[Category([1, 2]), Category(np.array([3, 0]))])

    assert problem.weights.tolist() == [[1, 2], [3, 0]]
    assert problem_of(0, 1, categories=[Category([])]).weights.shape == (1, 0)


@pytest.mark.parametrize(
    ("total", "reward_of"), [(0, 0), (1, 5), (2, 10), (3, 12), (5, 16), (6, 15), (20, 1)]
)
def test_reward_of_a_category_adds_up_by_stretches(total: int, reward_of: int) -> None:
    """Two units at 5, three at 2, all others at -1."""
    assert Category([], rates=((0, 5), (2, 2), (5, -1))).reward(total) == reward_of
    assert Category([]).reward(total) == 0


@given(problems(), st.integers(0, 30))
def test_reward_is_that_of_each_unit(problem: Problem, total: int) -> None:
    """What a total is rewarded with is the sum of the rates of its units."""
    for k, one in enumerate(problem.categories):
        alone = [total if c == k else 0 for c in range(len(problem.categories))]
        assert one.reward(total) == reward(problem, alone)


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
