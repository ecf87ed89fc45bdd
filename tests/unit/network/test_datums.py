"""GCJ-02 and BD-09: to a metre both ways, and nothing outside mainland China."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xytour.network.datums import from_wgs84, in_mainland_china, to_wgs84

METRES_PER_DEGREE = 111_200

# Printed by eviltransform 0.1.1 (wgs2gcj, wgs2bd); coord-convert 0.2.1 prints the same to
# the seventh decimal, give or take one. Both come without wheels or with heavy dependencies.
KNOWN = [
    ((32.1264, 114.0694), (32.124442, 114.0752815), (32.1301984, 114.0818302)),
    ((39.9087, 116.3975), (39.9101035, 116.4037437), (39.9164428, 116.4101167)),
    ((31.2304, 121.4737), (31.2284577, 121.4782231), (31.2343106, 121.4847815)),
    ((22.5431, 114.0579), (22.5403828, 114.0630141), (22.5460415, 114.0695641)),
    ((43.8256, 87.6168), (43.8268054, 87.61965), (43.8329498, 87.6260998)),
    ((45.8038, 126.535), (45.8057816, 126.5410405), (45.8113959, 126.5476593)),
    ((18.2528, 109.5119), (18.2510948, 109.5159844), (18.2568765, 109.5225319)),
    ((29.652, 91.1721), (29.6492104, 91.1735674), (29.6552641, 91.1800597)),
]

# By the border or by an edge of a box that is left out.
INSIDE = {
    "Dandong": (40.129, 124.394),
    "Hunchun": (42.868, 130.358),
    "Fuyuan": (48.364, 134.294),
    "Mohe": (52.972, 122.539),
    "Manzhouli": (49.600, 117.433),
    "Erenhot": (43.653, 111.977),
    "Khorgos": (44.212, 80.414),
    "Kashgar": (39.467, 75.989),
    "Burang": (30.291, 81.176),
    "Zhangmu": (27.990, 85.983),
    "Yadong": (27.485, 88.906),
    "Ruili": (24.012, 97.852),
    "Mohan": (21.186, 101.692),
    "Dongxing": (21.547, 107.972),
    "Sanya": (18.253, 109.512),
    "Shekou": (22.480, 113.915),
    "Hengqin": (22.130, 113.540),
    "Xiamen": (24.480, 118.089),
    "Pingtan": (25.503, 119.791),
}
OUTSIDE = {
    "Hong Kong": (22.282, 114.158),
    "Taipei": (25.033, 121.565),
    "Kaohsiung": (22.627, 120.301),
    "Seoul": (37.566, 126.978),
    "Tokyo": (35.690, 139.692),
    "Osaka": (34.694, 135.502),
    "Hanoi": (21.029, 105.854),
    "Bangkok": (13.756, 100.502),
    "Singapore": (1.352, 103.820),
    "Manila": (14.600, 120.984),
    "Kathmandu": (27.717, 85.324),
    "Delhi": (28.614, 77.209),
    "Almaty": (43.238, 76.946),
    "Ulaanbaatar": (47.921, 106.906),
    "Vladivostok": (43.116, 131.882),
    "Helsinki": (60.170, 24.938),
    "South Pole": (-90.0, 0.0),
}


def metres(a, b):
    """Return the distance of two positions some metres apart."""
    east = (a[1] - b[1]) * math.cos(math.radians(a[0]))
    return math.hypot(a[0] - b[0], east) * METRES_PER_DEGREE


@pytest.mark.parametrize(("wgs84", "gcj02", "bd09"), KNOWN)
def test_positions_are_where_other_converters_put_them(wgs84, gcj02, bd09):
    """Both datums agree with two public converters, to 2 cm, and so does the way back."""
    assert metres(from_wgs84(*wgs84, "gcj02"), gcj02) < 0.02
    assert metres(from_wgs84(*wgs84, "bd09"), bd09) < 0.02
    assert metres(to_wgs84(*gcj02, "gcj02"), wgs84) < 0.02
    assert metres(to_wgs84(*bd09, "bd09"), wgs84) < 0.02


@given(
    lat=st.floats(3.9, 53.6), lon=st.floats(73.4, 135.1), datum=st.sampled_from(["gcj02", "bd09"])
)
def test_there_and_back_is_where_one_was(lat, lon, datum):
    """Inside China a position comes back to the millimetre, and really was elsewhere."""
    there = from_wgs84(lat, lon, datum)

    if in_mainland_china(lat, lon):
        assert metres(to_wgs84(*there, datum), (lat, lon)) < 0.001
        assert there != (lat, lon)
    else:
        assert there == (lat, lon)


@pytest.mark.parametrize("name", INSIDE)
def test_towns_at_the_border_are_shifted(name):
    """No town of mainland China falls out."""
    assert in_mainland_china(*INSIDE[name])
    assert 20 < metres(from_wgs84(*INSIDE[name], "gcj02"), INSIDE[name]) < 1000


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_cities_abroad_stay_where_they_are(name, datum):
    """Outside mainland China nothing moves, in either direction."""
    assert from_wgs84(*OUTSIDE[name], datum) == OUTSIDE[name]
    assert to_wgs84(*OUTSIDE[name], datum) == OUTSIDE[name]


def test_macao_is_outside_but_too_near_to_be_told_on_the_way_back():
    """Macao is not shifted; what is read off a map there could be Zhuhai, and is taken so."""
    macao = (22.194, 113.566)

    assert from_wgs84(*macao, "bd09") == macao
    assert from_wgs84(*to_wgs84(*macao, "bd09"), "bd09") == pytest.approx(macao, abs=1e-8)


def test_arrays_are_converted_one_by_one():
    """An array gives what its numbers give, inside and outside mixed."""
    spots = [*INSIDE.values(), *OUTSIDE.values()]
    lat, lon = np.array(spots).T

    for convert in (from_wgs84, to_wgs84):
        together = np.array(convert(lat, lon, "bd09")).T
        assert together == pytest.approx(np.array([convert(*spot, "bd09") for spot in spots]))
    assert [a.size for a in to_wgs84([], [], "gcj02")] == [0, 0]


@pytest.mark.parametrize(
    ("lat", "lon", "datum", "message"),
    [
        (114.07, 32.13, "gcj02", "latitudes within 90"),
        (float("nan"), 114.0, "gcj02", "latitudes within 90"),
        (32.0, 114.0, "wgs72", "'gcj02' or 'bd09'"),
        ([32.0, 33.0], [114.0], "gcj02", "as many latitudes as longitudes"),
    ],
)
def test_what_is_no_position_is_refused(lat, lon, datum, message):
    """Swapped axes, gaps and unknown datums are errors, not shifts."""
    for convert in (from_wgs84, to_wgs84):
        with pytest.raises(ValueError, match=message):
            convert(lat, lon, datum)
