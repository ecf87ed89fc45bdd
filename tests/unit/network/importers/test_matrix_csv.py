"""Travel matrices from CSV files."""

import itertools

import pytest

import xytour as xt
from xytour.catalogue import region_from_dict
from xytour.network.importers.matrix_csv import read_matrix_csv
from xytour.network.travel import UNREACHABLE

IDS = ("east", "town", "west", "hall")
ROWS = [f"{a},{b},{10 + k}" for k, (a, b) in enumerate(itertools.permutations(IDS, 2))]
LONG = "\n".join(["from,to,minutes", *ROWS])
SQUARE = """from,east,town,west,hall
east,0,10,11,12
town,13,0,14,15
west,16,17,0,18
hall,19,20,21,0
"""


@pytest.fixture
def small(small_region):
    """Return the small region."""
    region = region_from_dict(small_region([]))
    assert tuple(place.id for place in region.places) == IDS
    return region


@pytest.fixture
def read(small, tmp_path):
    """Return a function that reads a text as a file of a name."""

    def read(text, encoding="utf-8", **options):
        path = tmp_path / "survey.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_matrix_csv(path, small, **options)

    return read


@pytest.mark.parametrize("text", [LONG, SQUARE], ids=["long", "square"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_both_forms_say_the_same(read, text, encoding):
    """Each way has its own minutes, in either form; line ends of any kind."""
    matrix = read(text.replace("\n", "\r\n"), encoding)

    assert matrix.ids == IDS
    assert matrix.minutes.tolist() == [
        [0, 10, 11, 12],
        [13, 0, 14, 15],
        [16, 17, 0, 18],
        [19, 20, 21, 0],
    ]
    assert (matrix.distance_m, matrix.cost_fen) == (None, None)
    assert (matrix.source, matrix.notes) == ("survey.csv", ())


def test_lengths_and_costs_come_along(read, small):
    """Minutes are rounded up, lengths are metres, money is fen; the plan pays and says so."""
    rows = [row.split(",") for row in ROWS]
    text = "from,to,minutes,cost_cny,distance_km\n" + "\n".join(
        f"{a},{b},{minutes}.2,7.25,3.4567" for a, b, minutes in rows
    )

    matrix = read(text)
    itinerary = xt.Planner(small, travel=matrix).plan(xt.TripRequest(start="2026-04-10", days=1))

    assert matrix.minutes[0].tolist() == [0, 11, 12, 13]
    assert matrix.distance_m[0].tolist() == [0, 3457, 3457, 3457]
    assert matrix.cost_fen[0].tolist() == [0, 725, 725, 725]
    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert [(leg.to_id, leg.minutes, leg.cost_cny) for leg in legs] == [
        ("hall", 13, 7.25),
        ("east", 20, 7.25),
    ]
    assert {part.road for leg in legs for part in leg.parts} == {"survey.csv"}


def test_what_is_missing_is_refused_or_unreachable_as_one_says(read):
    """A pair without a line, or with an empty cell, is no way only where one says so."""
    without = "\n".join(line for line in LONG.splitlines() if not line.startswith("hall,"))
    holes = SQUARE.replace("10", "").replace("14", "")

    with pytest.raises(xt.DataError, match="end of file: hall to any place - is missing"):
        read(without)
    with pytest.raises(xt.DataError, match="end of file: east to town - is missing"):
        read(holes)
    matrix = read(without, missing="unreachable")

    assert matrix.minutes[3].tolist() == [UNREACHABLE, UNREACHABLE, UNREACHABLE, 0]
    assert matrix.minutes[0].tolist() == [0, 10, 11, 12]
    assert matrix.notes == ("3 pairs are not in the file: unreachable",)
    assert read(holes, missing="unreachable").minutes[1].tolist() == [13, 0, UNREACHABLE, 15]
    with pytest.raises(xt.DataError, match="missing: expected"):
        read(LONG, missing="ignore")


def test_every_fault_is_told_with_its_line(read):
    """All at once, in the order of the file."""
    text = LONG + ('\nmoon,town,5\neast,town,9\neast,east,3\ntown\n\n"town",town,0\n')
    text = text.replace("east,west,11", "east,west,-4").replace("east,hall,12", "east,hall,soon")
    text = text.replace("town,east,13", "town,east,1e9").replace("town,west,14", "town,west,nan")

    with pytest.raises(xt.DataError, match=r"survey\.csv: 8 faults") as told:
        read(text)

    assert [(fault.path, fault.value, fault.reason) for fault in told.value.faults] == [
        ("line 3, minutes east to west", "'-4'", "is negative"),
        ("line 4, minutes east to hall", "'soon'", "is not a number"),
        ("line 5, minutes town to east", "'1e9'", "is more than 100,000"),
        ("line 6, minutes town to west", "'nan'", "is not a number"),
        ("line 14", "'moon'", "is no place of the region"),
        ("line 15", "east to town", "came in line 2 already"),
        ("line 16, minutes east to east", "'3'", "a place is 0 from itself"),
        ("line 17", "town", "has 1 cells, the header has 3"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("from,to,km\neast,town,5", r"line 1: from,to,km - expected the columns from,to,minutes"),
        ("from,to,minutes,fare\n", "expected the columns"),
        ("from\n", "expected from,to,minutes or from and the ids"),
        ("from,east,mars\n", "line 1: 'mars' - is no place of the region"),
        ("from,east,east\n", "line 1: 'east' - comes twice"),
        (SQUARE + "east,0,1,1,1\n", "line 6: east to east - came in line 2 already"),
        (SQUARE.replace("0,18", "18"), "line 4: west,16,17,18 - has 4 cells, the header has 5"),
        (b"from,to,minutes\n\xff\xfe", "byte 16 is not UTF-8"),
        ('from,to,minutes\n"east,town,5', "is not CSV"),
    ],
)
def test_files_that_are_no_matrix_are_refused(read, text, message):
    """What is wrong is said with its place."""
    with pytest.raises(xt.DataError, match=message):
        read(text)


def test_a_file_that_is_not_there_is_said_so(small, tmp_path):
    """No traceback from the depths."""
    with pytest.raises(xt.DataError, match="cannot be read"):
        read_matrix_csv(tmp_path / "none.csv", small)
