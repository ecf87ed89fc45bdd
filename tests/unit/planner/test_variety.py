"""No two alike in a row."""

import numpy as np

import xytour as xt
from xytour.network.travel import UNREACHABLE
from xytour.planner.variety import alike, keep_apart

HALLS = ("eyuwan-memorial-xinyang", "hejiachong", "xinyang-museum")


def test_kind_and_main_theme_make_places_alike(region):
    """Two halls of the revolution are alike, a memorial and a museum of history are not."""
    hall, other, museum = (region.by_id[place] for place in HALLS)

    assert alike(hall, other)
    assert not alike(hall, museum)
    assert not alike(hall, hall)


def test_ways_between_alike_places_are_closed(region):
    """In both directions; the others stay open."""
    minutes = np.full((3, 3), 30)

    closed = keep_apart(region, xt.TripRequest(start="2026-04-10", days=1), HALLS, minutes)

    assert np.argwhere(closed).tolist() == [[0, 1], [1, 0]]
    assert minutes[0, 1] == minutes[1, 0] == UNREACHABLE
    assert minutes[0, 2] == minutes[2, 1] == 30


def test_what_is_asked_for_is_not_kept_apart(region):
    """A place that must be visited may follow one like it."""
    minutes = np.full((3, 3), 30)
    request = xt.TripRequest(start="2026-04-10", days=1, must_visit=["hejiachong"])

    assert not keep_apart(region, request, HALLS, minutes).any()
