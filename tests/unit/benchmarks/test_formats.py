"""Each reader fills the instance with what its file says."""

import pytest

from benchmarks.formats import FORMATS, read
from benchmarks.formats.instance import Tour

PR = """\
5 2 1 4
500 200
 0 0.000 0.000 0 0 0 0 0 40
 1 1.005 0.000 2 5 4 1 15 0 30.25
"""
SIX = 6 * 3_600_000
MINUTE = 60_000


def vertex(instance, number):
    """Return a vertex by its number."""
    return next(v for v in instance.vertices if v.number == number)


def test_toptw(load):
    """Opening and closing count from the end of the line, distances round down to a tenth."""
    instance = load("toptw", tours=2)

    assert (instance.name, instance.format, instance.scale) == ("c1", "toptw", 10)
    assert instance.tours == (Tour(0, 400, (0,), (0,)),) * 2
    assert [v.number for v in instance.depots] == [0]
    assert [(v.number, v.duration, v.score) for v in instance.vertices] == [
        (1, 20, 5),
        (2, 30, 7),
        (3, 10, 9),
    ]
    assert vertex(instance, 2).windows == (((100, 120),),) * 2
    assert vertex(instance, 2).place == (13.0, 14.0)
    assert [instance.travel(0, j, 0) for j in (1, 2, 3)] == [10, 50, 14]
    assert instance.exact is None


def test_toptw_has_one_tour_by_default(load):
    """The file states no number of tours, so there is one."""
    assert len(load("toptw").tours) == 1


@pytest.mark.parametrize("name", ["pr1.txt", "anything.txt"])
def test_cordeau_counts_hundredths(load, name):
    """Cordeau's family is known by its name, or else by its fractional coordinates."""
    instance = load("toptw", name=name, text=PR)

    assert instance.scale == 100
    assert instance.travel(0, 1, 0) == 100
    assert vertex(instance, 1).windows == (((0, 3025),),)


def test_mctopmtw(load):
    """Windows 1 and 3 or 2 and 4 alternate between tours, and E exchanges them."""
    instance = load("mctopmtw")

    assert len(instance.tours) == 2
    assert instance.budget == 10
    assert instance.category_limits == (1, *[9] * 9)
    assert vertex(instance, 2).windows == (((20, 45), (80, 100)), ((45, 80), (100, 120)))
    assert vertex(instance, 3).windows == (((45, 80), (100, 120)), ((20, 45), (80, 100)))
    assert [v.fee for v in instance.vertices] == [6, 4, 7]
    assert [v.categories for v in instance.vertices] == [(0,), (0, 9), (1,)]


def test_a_third_tour_has_the_windows_of_the_first(load):
    """Asking for more tours than the file states goes on alternating."""
    windows = vertex(load("mctopmtw", tours=3), 2).windows

    assert windows[2] == windows[0] != windows[1]


def test_ttdp(load):
    """The first tour is on the start day, the next one a weekday later, and 0 0 is closed."""
    instance = load("ttdp")

    assert instance.scale == 100
    assert instance.tours == (Tour(51_000, 60_000, (0,), (0,)),) * 2
    assert vertex(instance, 1).windows == (((50_000, 54_000),), ())
    assert vertex(instance, 2).windows == ((), ((48_000, 52_000),))
    assert instance.travel(0, 1, 51_000) == 150


def test_top(load):
    """The first line is the start, the last one the end, and ticks round against the traveller."""
    instance = load("top")

    assert instance.tours == (Tour(0, 4_900_000, (0,), (4,)),) * 2
    assert [v.number for v in instance.vertices] == [1, 2, 3]
    assert instance.travel(0, 2, 0) == 2_236_068
    assert instance.travel(0, 1, 0) == 1_000_000
    assert instance.exact.travel(0, 2, 0) == pytest.approx(5**0.5, abs=1e-15)
    assert instance.exact.returns == (4.9, 4.9)


def test_op(load):
    """The first line is the start, the second one the end."""
    instance = load("op")

    assert instance.tours == (Tour(0, 4_900_000, (0,), (1,)),)
    assert [(v.number, v.score) for v in instance.vertices] == [(2, 10), (3, 20), (4, 40)]


@pytest.mark.parametrize(("y", "scale"), [("2147", 1_000_000), ("2148", 100_000)])
def test_long_distances_count_fewer_ticks(load, y, scale):
    """Ticks of any distance fit 32 bits; the limits of tours go along."""
    top = load(
        "top", ("0 3 40", f"0 {y} 40"), ("4 0 0", "0 0 0"), ("2 1", "0 1"), ("1 0 10", "0 0 10")
    )
    ophs = load("ophs", ("5\t3\t9", f"5\t{int(y) - 10}\t9"))

    assert (top.scale, ophs.scale) == (scale, scale)
    assert top.travel(0, 3, 0) == int(y) * scale
    assert top.tours[0].returns == 49 * scale // 10
    assert (ophs.tours[0].returns, ophs.total) == (52 * scale // 10, 105 * scale // 10)


def test_ophs(load):
    """Between two trips any hotel will do, also the first and the last one."""
    instance = load("ophs")

    assert instance.linked
    assert instance.tours == (
        Tour(0, 5_200_000, (0,), (0, 1, 2)),
        Tour(0, 5_300_000, (0, 1, 2), (1,)),
    )
    assert (instance.total, instance.exact.total) == (10_500_000, 10.5)
    assert [v.number for v in instance.depots] == [0, 1, 2]
    assert [(v.number, v.score) for v in instance.vertices] == [(3, 4), (4, 6), (5, 9)]


@pytest.mark.parametrize(
    ("arc", "depart", "takes"),
    [
        ((0, 1), 0, 2_000_000),  # length 1 at speed 0.5
        ((0, 2), 0, 3_250_000),  # two hours at 0.5, the other half at 0.8
        ((0, 1), 1_000_000, 1_625_000),
        ((0, 1), 2_000_000, 1_250_000),
        ((0, 1), 13_000_000, 1_250_000),
        ((1, 0), 0, 1_000_000),  # category 1 drives 1 all day
    ],
)
def test_tdop(load, arc, depart, takes):
    """Speeds change under way, at 09:00, 17:00 and 19:00."""
    instance = load("tdop")

    assert instance.travel(*arc, depart) == takes
    assert instance.exact.travel(*arc, depart / 1e6) == pytest.approx(takes / 1e6)


@pytest.mark.parametrize(
    ("depart", "takes"),
    [
        (SIX - MINUTE, 10 * MINUTE),
        (SIX, 10 * MINUTE),
        (SIX + 1, 10 * MINUTE + 1),  # two thirds of a millisecond, rounded up
        (SIX + 15 * MINUTE // 2, 15 * MINUTE),
        (SIX + 15 * MINUTE, 20 * MINUTE),
        (SIX + 45 * MINUTE // 2, 15 * MINUTE),
        (SIX + 20 * 60 * MINUTE, 10 * MINUTE),
    ],
)
def test_tdtoptw_travel(load, depart, takes):
    """Between the starts of two slots travel is a straight line."""
    assert load("tdtoptw").travel(0, 1, depart) == takes


def test_tdtoptw(load):
    """Vertices are numbered by position, and Tmax counts from the start's opening."""
    instance = load("tdtoptw")

    assert instance.tours == (Tour(SIX, SIX + 28_800_000, (0,), (2,)),)
    assert [(v.number, v.score, v.duration) for v in instance.vertices] == [(1, 17, 600_000)]
    assert vertex(instance, 1).windows == (((SIX, 25_200_000),),)


@pytest.mark.parametrize("fmt", ["tdop", "tdtoptw"])
def test_leaving_later_never_arrives_earlier(load, fmt):
    """Travel is first in, first out."""
    travel = load(fmt).travel
    first = SIX if fmt == "tdtoptw" else 0
    departures = range(first, first + 14_000_000, 77_777)
    arrivals = [depart + travel(0, 1, depart) for depart in departures]

    assert arrivals == sorted(arrivals)


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_fills_the_same_fields(load, fmt):
    """Every vertex has windows for every tour, and travel reaches it from every start."""
    instance = load(fmt)

    assert instance.format == fmt
    for v in instance.vertices:
        assert len(v.windows) == len(instance.tours)
        for tour in instance.tours:
            assert all(instance.travel(start, v.number, tour.departs) > 0 for start in tour.starts)


@pytest.mark.parametrize(
    ("fmt", "old", "new", "message"),
    [
        ("toptw", "4 2 3 1", "4 2", r"c1\.txt, line 1: expected at least 3 fields \(k v N t\)"),
        ("toptw", "4 2 3 1", "4 2 4 1", r"after line 6: expected 5 lines i x y .* end of the file"),
        ("toptw", "4 2 3 1", "4 2 2 1", r"line 6: expected the end of the file, got '3 11 11"),
        ("toptw", " 1 11 10 2", " 1 11 1O 2", r"line 4: expected a number as y coordinate"),
        ("toptw", " 1 11 10 2", " 1 11 nan 2", r"line 4: expected a finite number as y"),
        ("toptw", " 1 11 10 2 5", " 1 11 10 2 5.5", r"line 4: expected a whole number as score"),
        ("toptw", " 1 11 10 2 ", " 1 11 10 2.05 ", r"expected a multiple of 1/10 as service"),
        ("toptw", " 1 11 10 2 ", " 1 11 10 -2 ", r"at least 0 as service duration"),
        ("toptw", " 2 13", " 1 13", r"line 5: expected a vertex number other than 1"),
        ("toptw", "10 12", "12 10", r"line 5: expected a closing time no earlier"),
        ("mctopmtw", "12 1 6", "12 2 6", r"line 3: expected 0 or 1 as E \(field 11\)"),
        ("mctopmtw", "12 1 6 1", "12 1 6", r"line 3: expected at least 22 fields"),
        ("mctopmtw", "2 3 10 1 9", "2 3 10 1", r"line 1: expected at least 13 fields"),
        ("ttdp", "20 2 6", "20 2 7", r"line 1: expected a start day SD from 0 to 6"),
        ("ttdp", "20 2 6", "20 0 6", r"at least 1 as number of tours M"),
        ("top", "tmax", "max", r"line 3: expected the line tmax <time budget>, got 'max 4\.9'"),
        ("top", "tmax 4.9", "tmax -1", r"line 3: expected a time budget Tmax of at least 0"),
        ("op", "1 0 10", "1 0", r"line 4: expected at least 3 fields \(x y S\)"),
        ("ophs", "5.2\t", "", r"line 3: expected at least 2 fields \(one length for each trip\)"),
        ("ophs", "-----", "3 3 3 --", r"line 11: expected the end of the file"),
        (
            "tdtoptw",
            "38;0;21600000;50400000",
            "38;0;0;9",
            r"line 5: expected an end that closes no",
        ),
        ("tdtoptw", "4;600000;", "4;", r"3\.1\.1\.TXT, line 4: expected at least 6 fields"),
    ],
)
def test_a_malformed_file_is_told_by_line(load, fmt, old, new, message):
    """The message names file, line, what was expected and what stands there."""
    with pytest.raises(ValueError, match=message):
        load(fmt, (old, new))


@pytest.mark.parametrize(
    ("fmt", "table", "content", "message"),
    [
        ("tdop", "speedmatrix.txt", "1 1 1\n", r"speedmatrix\.txt, line 1: expected 4 speeds"),
        ("tdop", "speedmatrix.txt", "1 1 1 0\n", r"at least 1 as speed"),
        ("tdop", "speedmatrix.txt", "1 1 1 1\n", r"arc_cat_1\.txt, line 1: .* below 1"),
        ("tdop", "arc_cat_1.txt", "1 1 1\n1 1\n", r"arc_cat_1\.txt, line 2: expected 3 arc cat"),
        ("tdtoptw", "tt3.TXT", "0;1;x;\n", r"tt3\.TXT, line 1: expected whole milliseconds"),
        ("tdtoptw", "tt3.TXT", "0;1;\n", r"expected 3 \* 3 \* 56 = 504 .* got 2 numbers"),
    ],
)
def test_a_malformed_table_is_told_by_line(load, tmp_path, fmt, table, content, message):
    """Tables beside an instance are checked as the instance is."""
    (tmp_path / table).write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        load(fmt)


def test_tables_may_stand_in_folders_above(load, tmp_path):
    """The published folders keep speeds two levels above the instances."""
    below = tmp_path / "dataset1" / "OP_instances"
    below.mkdir(parents=True)
    load("tdop")
    path = (tmp_path / "p1.1.a.txt").rename(below / "p1.1.a.txt")

    assert read(path, "tdop").travel(0, 1, 0) == 2_000_000


def test_a_missing_table_is_named(load, tmp_path):
    """Without its travel times an instance cannot be read."""
    (tmp_path / "tt3.TXT").unlink()

    with pytest.raises(FileNotFoundError, match=r"expected the table tt3\.txt"):
        load("tdtoptw")


def test_an_unknown_format_is_refused(tmp_path):
    """The message lists the formats known."""
    with pytest.raises(ValueError, match=r"expected one of the formats mctopmtw, op, .* got 'vrp'"):
        read(tmp_path / "x.txt", "vrp")


def test_no_tour_is_refused(load):
    """There is at least one tour."""
    with pytest.raises(ValueError, match="expected at least 1 tour, got 0"):
        load("top", tours=0)


def test_trips_between_hotels_cannot_be_added(load):
    """Their lengths stand in the file, so another number of them makes no sense."""
    with pytest.raises(ValueError, match="line 1: expected 3 trips, as asked for"):
        load("ophs", tours=3)
