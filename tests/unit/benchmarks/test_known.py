"""Best known values come from a table that stands outside the repository."""

import pytest

from benchmarks.known import best_known

TABLE = """\
set,instance,m,bks,status
TOPTW-solomon,c101,1,320,confirmed
TOPTW-cordeau,pr01,2,502,"published, repo file"
MCTOPMTW,MCTOPMTW-1-c101,1,321,published table
OPTW-Verbeeck(time-independent),20.1.1,1,177,published table
TOP-Chao,p2.2.a,2,90,"lower bound, older"
"""


@pytest.fixture
def table(tmp_path):
    """Return the path of a small table."""
    path = tmp_path / "bks.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("fmt", "name", "tours", "value"),
    [
        ("toptw", "c101", 1, 320),
        ("toptw", "C101", 1, 320),
        ("toptw", "pr01", 2, 502),
        ("mctopmtw", "MCTOPMTW-1-c101", 1, 321),
        ("top", "p2.2.a", 2, 90),
        ("toptw", "c101", 2, None),
        ("toptw", "p2.2.a", 2, None),
        ("tdtoptw", "20.1.1", 1, None),  # the value holds without time dependence only
        ("op", "c101", 1, None),
    ],
)
def test_values_are_found_by_format_name_and_tours(table, fmt, name, tours, value):
    """All three must agree."""
    assert best_known(fmt, name, tours, table) == value


def test_the_environment_names_the_folder(table, monkeypatch):
    """Without an argument the table is bks.csv in the folder of the sets."""
    monkeypatch.setenv("XYTOUR_BENCH", str(table.parent))

    assert best_known("toptw", "c101", 1) == 320


def test_nothing_is_known_without_a_table(monkeypatch):
    """Neither argument nor variable is no fault."""
    monkeypatch.delenv("XYTOUR_BENCH", raising=False)

    assert best_known("toptw", "c101", 1) is None


def test_a_table_that_is_named_must_be_there(tmp_path):
    """A wrong path is not taken for a table without values."""
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        best_known("toptw", "c101", 1, tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("instance,m,bks", "name,m,bks", r"line 1: expected the columns set, instance, m, bks"),
        ("c101,1,320", "c101,1,?", r"line 2: expected whole numbers as m and bks"),
        ("c101,1,320", "c101,one,320", r"line 2: expected whole numbers as m and bks"),
    ],
)
def test_a_malformed_table_is_told_by_line(table, old, new, message):
    """The message names the line and what was expected."""
    table.write_text(TABLE.replace(old, new), encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        best_known("toptw", "c101", 1, table)
