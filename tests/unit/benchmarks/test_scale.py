"""Cases run in processes of their own, and none of them can stop the rest."""

import pytest

from benchmarks.scale import measure, row

LIMITS = {"seconds": 0.2, "seed": 0, "patience": 30.0, "gigabytes": 8.0}


def test_a_case_is_measured():
    """A small region is solved; its peak is that of Python and numpy at least."""
    facts = measure(60, **LIMITS)

    assert facts["outcome"] in {"feasible", "optimal"}
    assert 0 < facts["first_s"] <= facts["solve_s"] < facts["total_s"]
    assert 0 < facts["score"] <= facts["bound"]
    assert facts["peak_mb"] > 20


@pytest.mark.parametrize(
    ("limits", "outcome"),
    [
        ({"patience": 0.01}, "stopped after 0.01 s"),
        ({"gigabytes": 0.001}, "failed: "),
    ],
)
def test_a_case_that_fails_is_reported(limits, outcome):
    """Time or memory that runs out becomes the case's outcome."""
    facts = measure(60, **LIMITS | limits)

    assert facts["outcome"].startswith((outcome, "killed"))
    assert row(facts)[:3] == ["60", "-", "-"]


def test_the_plot_is_a_picture():
    """Cases that failed leave gaps."""
    pytest.importorskip("matplotlib")
    from benchmarks.scale_plot import plot

    solved = {"places": 60, "pose_s": 0.1, "first_s": 0.1, "solve_s": 1.0, "total_s": 1.1}
    picture = plot([{**solved, "peak_mb": 50.0}, {"places": 120, "pose_s": 0.3}])

    assert picture.startswith(b"\x89PNG")
