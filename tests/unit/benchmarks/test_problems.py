"""Problems allow what the files allow: the pessimistic one no more, the optimistic one no less."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks.checker import check
from benchmarks.formats import FORMATS
from benchmarks.formats.travel import FIRST_SLOT, SLOT, SLOTS, SlotTravel, SpeedTravel
from benchmarks.problems import is_exact, problem_of
from xytour.solver.check import find_faults
from xytour.solver.problem import LIMIT, Bed, Day, Solution

# What bounds a tour in each tiny file: where it stands, the limits to try, and a hair.
LIMITS = {
    "toptw": ("0 40\n", "0 {}\n", st.decimals(0, 60, places=1), None),
    "mctopmtw": ("0 40\n", "0 {}\n", st.decimals(0, 60, places=1), None),
    "ttdp": ("510 600", "510 {}", st.decimals(510, 560, places=2), None),
    "top": ("tmax 4.9", "tmax {}", st.decimals(0, 12, places=2), 1e-4),
    "op": ("4.9 1", "{} 1", st.decimals(0, 12, places=2), 1e-4),
    "ophs": ("5.2", "{}", st.decimals(4, 12, places=2), 1e-4),
    "tdop": ("tmax 3.3", "tmax {}", st.decimals(0, 6, places=2), 1e-4),
    "tdtoptw": ("28800000", "{}", st.integers(0, 4_000_000), 100),
}
loading = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def allows(problem, tours):
    """Whether a problem allows tours with some beds, by the solver's plain check."""
    score = sum(int(problem.profit[stop, d]) for d, tour in enumerate(tours) for stop in tour)
    return any(
        not find_faults(problem, Solution("feasible", tours, beds, score, LIMIT, 0.0, 0))
        for beds in product(*(range(len(night)) for night in problem.beds))
    )


def passes(instance, tours):
    """Whether the checker passes tours of stops."""
    return not check(instance, [[instance.vertices[k].number for k in tour] for tour in tours])[1]


@st.composite
def some_tours(draw, instance):
    """Return some stops of an instance in any order over its tours."""
    n_tours, n_stops = len(instance.tours), len(instance.vertices)
    stops = draw(st.permutations(range(n_stops)))[: draw(st.integers(0, n_stops))]
    days = [draw(st.integers(0, n_tours - 1)) for _ in stops]
    return tuple(
        tuple(stop for stop, day in zip(stops, days, strict=True) if day == d)
        for d in range(n_tours)
    )


@pytest.mark.parametrize("fmt", FORMATS)
@given(data=st.data())
@loading
def test_problems_enclose_what_the_file_allows(load, fmt, data):
    """Pessimistic plans pass the checker, plans that pass are optimistic, give or take a hair."""
    old, new, limits, hair = LIMITS[fmt]
    limit = data.draw(limits)
    instance = load(fmt, (old, new.format(limit)))
    tours = data.draw(some_tours(instance))
    passed = passes(instance, tours)

    if allows(problem_of(instance), tours):
        assert passed
    if passed:
        assert allows(problem_of(instance, optimistic=True), tours)
    elif allows(problem_of(instance, optimistic=True), tours):
        assert hair is not None
        assert passes(load(fmt, (old, new.format(float(limit) + hair))), tours)
    if passed and not allows(problem_of(instance), tours):
        assert hair is not None
        assert allows(problem_of(load(fmt, (old, new.format(float(limit) + hair)))), tours)


@pytest.mark.parametrize("fmt", FORMATS)
def test_both_problems_are_one_where_the_file_counts_ticks(load, fmt):
    """Rounded distances are the convention of three formats and of none else."""
    assert is_exact(load(fmt)) == (fmt in {"toptw", "mctopmtw", "ttdp"})


@pytest.mark.parametrize(
    ("fmt", "limit", "tours"),
    [
        ("top", ("tmax 4.9", "tmax {}"), ((0,), ())),
        ("op", ("4.9 1", "{} 1"), ((0,),)),
    ],
)
def test_a_hair_makes_the_difference(load, fmt, limit, tours):
    """A tour as long as its limit is allowed; a millionth less only the optimistic one allows."""
    old, new = limit
    exact, short = (load(fmt, (old, new.format(tmax))) for tmax in ("4", "3.999999"))

    assert [allows(problem_of(exact, optimistic=o), tours) for o in (False, True)] == [True, True]
    assert [allows(problem_of(short, optimistic=o), tours) for o in (False, True)] == [False, True]


def test_ticks_of_the_optimistic_problem_are_below_the_truth(load):
    """Whole distances and those with fractions are rounded down alike, and by little."""
    instance = load("top")
    travel = problem_of(instance, optimistic=True).travel
    numbers = [1, 2, 3, 0, 4]
    for a, i in enumerate(numbers):
        for b, j in enumerate(numbers):
            truth = instance.exact.travel(i, j, 0.0) * instance.scale

            assert max(truth - 2, 0) <= travel[a, b] <= truth


def test_toptw(load):
    """Locations are the vertices in order, then the depot."""
    problem = problem_of(load("toptw", tours=2))

    assert problem.days == (Day(3, 3, 0, 400),) * 2
    assert problem.travel[3].tolist() == [10, 50, 14, 0]
    assert problem.duration[:, 0].tolist() == [20, 30, 10]
    assert problem.profit[:, 0].tolist() == [5, 7, 9]
    assert problem.windows_on(1, 1).tolist() == [[100, 120]]
    assert (problem.budget, problem.categories, problem.beds) == (None, (), ())


def test_mctopmtw(load):
    """Fees are costs under the budget, and categories with room for all are no rule."""
    problem = problem_of(load("mctopmtw"))

    assert problem.cost[:, 0].tolist() == [6, 4, 7]
    assert problem.budget == 10
    assert [(list(c.weight), c.most) for c in problem.categories] == [([1, 1, 0], 1)]
    assert problem.windows_on(0, 0).tolist() == [[20, 45], [80, 100]]
    assert problem.windows_on(0, 1).tolist() == [[45, 80], [100, 120]]


def test_windows_that_touch_are_one(load):
    """Windows 1 and 3 meet where the second is only a moment."""
    problem = problem_of(load("mctopmtw", ("2 4.5 8 10 12 1", "2 8 8 10 12 1")))

    assert problem.windows_on(0, 0).tolist() == [[20, 100]]
    assert problem.windows_on(0, 1).tolist() == [[80, 80], [100, 120]]


def test_hotels_are_beds(load):
    """Any hotel stands between two trips, and their limits keep to the limit of all."""
    problem = problem_of(load("ophs"))

    assert problem.days == (Day(3, None, 0, 5_200_000), Day(None, 4, 0, 5_300_000))
    assert problem.beds == ((Bed(3), Bed(4), Bed(5)),)
    assert problem.budget is None
    assert not problem.travel_cost.any()


@pytest.mark.parametrize(("optimistic", "budget"), [(False, 10_400_000), (True, 10_400_001)])
def test_a_total_length_is_a_budget(load, optimistic, budget):
    """Where the trips could be longer together than they may be, travel costs its ticks."""
    problem = problem_of(load("ophs", ("10.5", "10.4")), optimistic=optimistic)

    assert problem.budget == budget
    assert problem.travel_cost.tolist() == problem.travel.tolist()


@pytest.mark.parametrize(
    ("fmt", "old", "new"),
    [
        ("op", "4.9 1", "3 1"),
        ("tdop", "tmax 3.3", "tmax 1"),
        ("tdtoptw", "28800000", "1000"),
    ],
)
@pytest.mark.parametrize("optimistic", [False, True])
def test_a_tour_need_not_be_made(load, fmt, old, new, optimistic):
    """An empty day is allowed though its end cannot be reached in time."""
    assert allows(problem_of(load(fmt, (old, new)), optimistic=optimistic), ((),))


def test_pairs_share_equal_rides(load):
    """Both legs of equal length are one ride, and travel that never changes needs none."""
    rides = problem_of(load("tdop")).rides

    assert set(rides) == {(1, 0), (1, 2), (0, 2)}
    assert rides[1, 0] is rides[0, 2] is not rides[1, 2]
    assert list(problem_of(load("tdtoptw")).rides) == [(1, 0)]


@pytest.mark.parametrize("minutes", [60, 480])
def test_slots_beyond_the_tour_are_left_out(load, minutes):
    """A profile reaches from the start of the day to the first slot after its end."""
    ride = problem_of(load("tdtoptw", ("28800000", str(minutes * 60_000)))).rides[1, 0]

    assert ride.times[0] == FIRST_SLOT
    assert ride.times[-1] == FIRST_SLOT + minutes * 60_000


def one_arc(ms):
    """Return travel by slots between three vertices, all alike but 0 to 1."""
    flat = (600_000,) * SLOTS
    return SlotTravel(((flat, ms, flat), (flat,) * 3, (flat,) * 3))


def on_the_line(ms, leave):
    """Return the arrival by slots as a fraction, from the first to the last one."""
    slot, into = divmod(leave - FIRST_SLOT, SLOT)
    after = ms[min(slot + 1, SLOTS - 1)]
    return leave + ms[slot] + Fraction((after - ms[slot]) * into, SLOT)


@given(
    st.lists(st.integers(0, 3_000_000), min_size=SLOTS, max_size=SLOTS),
    st.lists(st.integers(FIRST_SLOT, FIRST_SLOT + 32 * SLOT), min_size=1),
)
@example([0, *[9] * 55], [FIRST_SLOT + 1])
@loading
def test_slots_enclose_the_truth(load, ms, departures):
    """Profiles lie above all who leave sooner, below all who leave later, and close to them."""
    instance = replace(load("tdtoptw"), travel=one_arc(tuple(ms)))
    above, below = (problem_of(instance, optimistic=o) for o in (False, True))
    corners = [FIRST_SLOT + k * SLOT for k in range(SLOTS)]
    known = {at: at + instance.travel(0, 1, at) for at in [*corners, *departures]}
    in_order = all(known[a] <= known[b] for a, b in pairwise(corners))
    for leave in departures:
        late, early = above.arrival(1, 0, leave), below.arrival(1, 0, leave)

        assert late >= max(known[at] for at in known if at <= leave)
        assert early <= min(on_the_line(ms, at) for at in known if at >= leave)
        if in_order:
            assert late == known[leave]
            assert early == known[leave] - 1 or min(ms) == 0


@st.composite
def roads(draw):
    """Return travel at changing speeds over one length."""
    borders = draw(st.lists(st.integers(1, 200), min_size=3, max_size=3, unique=True))
    speeds = draw(st.lists(st.integers(1, draw(st.sampled_from((3, 30)))), min_size=4, max_size=4))
    length = draw(st.integers(0, 2_000))
    table = {i: dict.fromkeys(range(3), length) for i in range(3)}
    kinds = {i: dict.fromkeys(range(3), 0) for i in range(3)}
    return SpeedTravel(tuple(sorted(borders)), (tuple(speeds),), kinds, table)


def when_there(travel, leave, length):
    """Return the arrival as a fraction."""
    now, rest = Fraction(leave), Fraction(length)
    for border, speed in zip(travel.borders, travel.speeds[0], strict=False):
        part = min(max(border - now, 0) * speed, rest)
        now, rest = now + part / speed, rest - part
        if now < border:
            return now
    return now + rest / travel.speeds[0][-1]


@given(roads(), st.fractions(0, 1))
@loading
def test_speeds_enclose_the_truth(load, travel, shorter):
    """The rounded length is up to 1 too long; both profiles stay within few ticks of it."""
    instance = replace(load("tdop"), travel=travel)
    instance = replace(instance, tours=(replace(instance.tours[0], returns=300),))
    above, below = (problem_of(instance, optimistic=o) for o in (False, True))
    length = travel.lengths[0][1]
    truth = max(length - shorter, 0) if length else 0
    for leave in range(301):
        late, early = above.arrival(1, 0, leave), below.arrival(1, 0, leave)
        known = leave + travel(0, 1, leave)

        assert known <= late <= known + 1
        assert early <= when_there(travel, leave, truth)
        # A tick's length at full speed may take many ticks at the least one.
        assert early >= known - 3 - 32 // min(travel.speeds[0])
