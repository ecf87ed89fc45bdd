"""Made-up regions make sense, and are the same for the same seed."""

import numpy as np
import pytest

from benchmarks.synthetic import synthetic


@pytest.fixture(scope="module")
def problem():
    """Return a trip of a week through 60 places; building it checks it."""
    return synthetic(60, seed=1)


def test_every_place_can_be_visited(problem):
    """There are as many stops as places, of 45 to 240 minutes, each open on some day."""
    windows = [[problem.windows_on(stop, day) for day in range(7)] for stop in range(60)]

    assert problem.n_stops == 60
    assert problem.duration.min() >= 45
    assert problem.duration.max() <= 240
    assert problem.profit.min() > 0
    assert all(any(len(of_day) for of_day in of_stop) for of_stop in windows)
    assert [len(night) for night in problem.beds] == [6] * 6


def test_no_way_round_is_shorter(problem):
    """Travel is positive between places and satisfies the triangle inequality."""
    travel = problem.travel
    by_way_of = (travel[:, :, None] + travel[None, :, :]).min(axis=1)

    assert (by_way_of == travel).all()
    assert (travel == travel.T).all()
    assert (np.diagonal(travel) == 0).all()
    assert 100 < travel.max() <= 300  # across the region, 212 km at 45 km/h


def test_the_same_seed_is_the_same_problem(problem):
    """All numbers come from the seed."""
    again, other = synthetic(60, seed=1), synthetic(60, seed=2)

    for name in ("travel", "duration", "profit", "window"):
        assert (getattr(problem, name) == getattr(again, name)).all()
    assert problem.days == again.days
    assert problem.beds == again.beds
    assert (problem.travel != other.travel).any()
