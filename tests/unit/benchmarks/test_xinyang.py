"""One trip through the bundled region, measured as many are."""

import math

import pytest

from benchmarks.xinyang import main, within


def test_one_trip_is_measured(tmp_path, capsys):
    """Table and page say the same, and the page names the command that repeats it."""
    options = ["--seconds", "0.2", "--days", "1", "--count", "1", "--seed", "3"]
    code = main([*options, "--results", str(tmp_path)])

    page = (tmp_path / "xinyang.md").read_text(encoding="utf-8")
    header, _, row = capsys.readouterr().out.splitlines()
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert code == 0
    assert header in page
    assert row in page
    assert f"python -m benchmarks.xinyang {' '.join(options)}`" in page
    assert cells[:3] == ["1", "-", "1"]
    assert str(tmp_path) not in page


@pytest.mark.parametrize(
    ("times", "share", "text"),
    [
        ([3.0, 1.0, 2.0, 4.0], 0.5, "2.00"),  # two of four
        ([1.0] * 9 + [math.inf], 0.9, "1.00"),  # nine of ten
        ([1.0] * 8 + [math.inf] * 2, 0.9, "-"),
        ([0.25], 0.9, "0.25"),
    ],
)
def test_trips_without_proof_count_as_endless(times, share, text):
    """A share is of all trips, not of those proven."""
    assert within(times, share) == text
