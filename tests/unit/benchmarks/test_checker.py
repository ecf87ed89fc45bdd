"""The checker passes what the files allow and tells what they do not."""

import pytest

from benchmarks.checker import check


@pytest.mark.parametrize(
    ("fmt", "changes", "routes", "score"),
    [
        ("toptw", [], [[2, 3]], 16),  # waits for both windows, back at 22.4
        ("toptw", [("10 12", "2 5")], [[2]], 7),  # reached in the last tick of its window
        ("toptw", [("0 40\n", "0 22.4\n")], [[3]], 9),  # back in the last tick of the tour
        ("toptw", [], [], 0),
        ("mctopmtw", [], [[2], []], 5),
        ("mctopmtw", [("0 40\n", "5 40\n")], [[2], []], 5),  # waits between its two windows
        ("mctopmtw", [("10 1 9", "10 2 9")], [[2], [3]], 12),  # spends the budget to the last
        ("ttdp", [], [[1], [2]], 13),
        ("ttdp", [("480 520", "480 512")], [[1], [2]], 13),  # may go on after closing
        ("top", [], [[1, 2], []], 30),
        ("top", [("tmax 4.9", "tmax 4")], [[1]], 10),  # as long as it may be
        ("op", [], [[2, 3]], 30),
        ("ophs", [], [[3], [4]], 10),  # only with the extra hotel
        ("ophs", [], [[3]], 4),
        ("tdop", [], [[1]], 8),
        ("tdop", [("tmax 3.3", "tmax 3.25")], [[1]], 8),
        ("tdtoptw", [], [[1]], 17),
        ("tdtoptw", [("28800000", "1800000")], [[1]], 17),
    ],
)
def test_allowed_routes_pass(load, fmt, changes, routes, score):
    """Routes within all limits have no faults and score the sum of their vertices."""
    assert check(load(fmt, *changes), routes) == (score, [])


@pytest.mark.parametrize(
    ("fmt", "changes", "routes", "faults"),
    [
        ("toptw", [], [[3, 2]], ["tour 1: vertex 2 is reached at 24.6, after 12"]),
        ("toptw", [("10 12", "2 4.9")], [[2]], ["tour 1: vertex 2 is reached at 5, after 4.9"]),
        ("toptw", [("0 40\n", "0 22\n")], [[3]], ["tour 1: ends at 22.4, after 22"]),
        ("toptw", [], [[1, 1]], ["vertex 1 is visited 2 times"]),
        ("toptw", [], [[1, 9]], ["vertex 9 does not exist"]),
        ("toptw", [], [[0, 1]], ["depot 0 is listed as a visit"]),
        ("toptw", [], [[1], [3]], ["2 routes, but only 1 tours"]),
        ("mctopmtw", [], [[4], [4]], ["vertex 4 is visited 2 times"]),
        ("mctopmtw", [], [[2, 4], []], ["fees sum to 13, the budget is 10"]),
        ("mctopmtw", [], [[2], [3]], ["2 vertices of category 1, at most 1 allowed"]),
        (
            "mctopmtw",
            [("11.0 11.0 2.0", "11.0 11.0 9.0"), ("2 3 10", "2 3 99")],
            [[4, 2], [3]],
            [
                "2 vertices of category 1, at most 1 allowed",
                "tour 1: vertex 2 is reached at 11.4, after 10",
            ],
        ),
        ("ttdp", [], [[2], []], ["tour 1: vertex 2 is closed"]),
        ("ttdp", [], [[], [2, 1]], ["tour 2: vertex 1 is closed"]),
        (
            "ttdp",
            [("2 0 2 20", "2 0 11 20")],
            [[], [2]],
            ["tour 2: vertex 2 is reached at 521, after 520"],
        ),
        ("ttdp", [("510 600", "510 522.9")], [[1]], ["tour 1: ends at 523, after 522.9"]),
        ("top", [], [[1, 2], [3]], ["tour 2: takes 8, more than 4.9"]),
        ("top", [("tmax 4.9", "tmax 3.9999")], [[1]], ["tour 1: takes 4, more than 3.9999"]),
        ("top", [], [[4, 1]], ["depot 4 is listed as a visit"]),
        ("op", [], [[4]], ["tour 1: takes 8, more than 4.9"]),
        ("op", [], [[1]], ["depot 1 is listed as a visit"]),
        ("ophs", [], [[4], [3]], ["tour 1: takes 9 with the best hotels, more than 5.2"]),
        ("ophs", [], [[], [3]], ["tour 2: takes 10 with the best hotels, more than 5.3"]),
        ("ophs", [("10.5", "9.9")], [[3], [4]], ["all tours take 10, more than 9.9"]),
        ("ophs", [("5.3", "4.9")], [[3]], ["tour 2: takes 5 with the best hotels, more than 4.9"]),
        ("ophs", [], [[2], [4]], ["depot 2 is listed as a visit"]),
        ("tdop", [("tmax 3.3", "tmax 3.2")], [[1]], ["tour 1: takes 3.25, more than 3.2"]),
        (
            "tdtoptw",
            [("25200000", "22100000")],
            [[1]],
            ["tour 1: vertex 1 is reached at 22200000, after 22100000"],
        ),
        (
            "tdtoptw",
            [("28800000", "1799999")],
            [[1]],
            ["tour 1: ends at 23400000, after 23399999"],
        ),
    ],
)
def test_forbidden_routes_are_told(load, fmt, changes, routes, faults):
    """Every breach is told in words, and nothing else is."""
    assert check(load(fmt, *changes), routes)[1] == faults


def test_a_vertex_scores_once(load):
    """Visiting again is a fault and brings nothing."""
    assert check(load("toptw"), [[1, 1]])[0] == 5


def test_several_faults_are_told_together(load):
    """One fault does not hide the others."""
    score, faults = check(load("top"), [[3, 8], [1, 0, 3], [2]])

    assert score == 70
    assert faults == [
        "vertex 3 is visited 2 times",
        "vertex 8 does not exist",
        "depot 0 is listed as a visit",
        "3 routes, but only 2 tours",
        "tour 1: takes 8, more than 4.9",
        "tour 2: takes 9.16227766, more than 4.9",
    ]


@pytest.mark.parametrize("fmt", ["top", "op", "tdop"])
def test_ticks_never_flatter_the_truth(load, fmt):
    """A tour is at least as long in ticks as in doubles, and its limit at most as long."""
    instance = load(fmt)
    end = instance.tours[0].ends[0]
    for v in instance.vertices:
        ticks = instance.travel(0, v.number, 0)
        ticks += instance.travel(v.number, end, ticks)
        hours = instance.exact.travel(0, v.number, 0.0)
        hours += instance.exact.travel(v.number, end, hours)

        assert ticks >= hours * instance.scale - 1e-3
        assert ticks <= hours * instance.scale + 3
    assert instance.tours[0].returns <= instance.exact.returns[0] * instance.scale
