"""Engines that find travel times over road graphs, side by side."""

import pytest

from benchmarks.roads import row
from benchmarks.roads_case import ENGINES, measure, save


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_finds_the_same_times(engine, tmp_path):
    """A small made-up graph: the sum over all pairs agrees with our own search."""
    pytest.importorskip("xytour" if engine == "xytour" else engine)
    path = tmp_path / "roads.npz"
    save(path, "400", places=10, seed=3)
    ours = measure("xytour", path, 10)

    facts = measure(engine, path, 10)

    assert facts["hours"] == pytest.approx(ours["hours"], rel=1e-5)
    assert facts["hours"] > 0
    assert (facts["nodes"], facts["places"]) == (400, 10)


def test_what_was_scaled_is_said_so():
    """An engine that started from fewer places shows so in its row."""
    ours = {"build_s": 0.0, "search_s": 2.0, "whole_s": 2.0, "origins": 100, "places": 100}
    few = {"build_s": 0.5, "search_s": 4.0, "whole_s": 40.0, "origins": 10, "places": 100}

    cells = row("networkx", few | {"more_mb": 12.3}, ours)

    assert cells[2:] == ["0.50", "40.00 (scaled)", "400.00", "20.0", "12", "10"]
