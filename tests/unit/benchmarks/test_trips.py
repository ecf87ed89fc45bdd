"""Random trips are ordinary ones, and the same for the same seed."""

from random import Random

import pytest

from benchmarks.trips import random_trip


def trip(seed, region, days):
    """Return the trip of a seed."""
    return random_trip(Random(seed), region, days)  # noqa: S311


@pytest.mark.parametrize("days", [1, 7])
def test_a_trip_has_its_days_and_leaves_all_open(region, days):
    """A trip is as long as asked for, and neither requires nor avoids anything."""
    trips = [trip(seed, region, days) for seed in range(20)]

    assert {found.n_days for found in trips} == {days}
    assert not any(found.must_visit or found.avoid or found.stay.places for found in trips)
    assert {found.transport for found in trips} == {"car", "public"}


def test_the_same_seed_is_the_same_trip(region):
    """Chance comes from the source given, and from nowhere else."""
    assert trip(5, region, 3) == trip(5, region, 3)
    assert trip(5, region, 3) != trip(6, region, 3)
