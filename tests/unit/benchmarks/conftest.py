"""Tiny files in each format, small enough to check by hand."""

import pytest

from benchmarks.formats import read

# Vertex 1 lies 1 to the right of the depot, vertex 2 lies 5 away (3 and 4), vertex 3 sqrt(2).
TOPTW = """\
4 2 3 1
0 200
 0 10 10 0 0 0 0 0 40
 1 11 10 2 5 1 1 1 0 30
 2 13 14 3 7 1 2 4 8 10 12
 3 11 11 1 9 1 0 20 25
"""
# Two tours. Vertex 2 has E=1, vertex 3 E=0; both are of type 1, which has room for one.
MCTOPMTW = """\
2 3 10 1 9 9 9 9 9 9 9 9 9
0 10.0 10.0 0.0 0.0 0 40
2 11.0 10.0 2.0 5.0 2 4.5 8 10 12 1 6 1 0 0 0 0 0 0 0 0 0
3 10.0 11.0 2.0 7.0 2 4.5 8 10 12 0 4 1 0 0 0 0 0 0 0 0 1
4 11.0 11.0 2.0 8.0 0 10 20 30 40 1 7 0 1 0 0 0 0 0 0 0 0
"""
# Starts on weekday 6, so that the second tour is on weekday 0.
TTDP = """\
20 2 6 2 9 250 10 10 10 10 10 10 10 10 10 10
0 0 0 0 0 510 600
1 1.5 0 10 4 2 0 0 0 1439 0 1439 0 1439 0 1439 0 1439 500 540 36
2 0 2 20 9 2 480 520 0 1439 0 1439 0 1439 0 1439 0 1439 0 0 0
"""
# From (0, 0) to (4, 0) by (1, 0), (2, 1) and (0, 3).
TOP = """\
n 5
m 2
tmax 4.9
0 0 0
1 0 10
2 1 20
0 3 40
4 0 0
"""
OP = """\
4.9 1
0 0 0
4 0 0
1 0 10
2 1 20
0 3 40"""
# Hotels (0, 0), (10, 0) and the extra (5, 0); vertices (2, 0), (7, 0), (5, 3).
OPHS = """\
5\t1\t2
10.5
5.2\t5.3\t

0\t0\t0
10\t0\t0
5\t0\t0
2\t0\t4
7\t0\t6
5\t3\t9
---------------------------------------------------
"""
# Divided by 5 the legs are 1 and 1; category 0 drives 0.5 until 09:00, category 1 drives 1.
TDOP = """\
n 3
m 1
tmax 3.3
0 0 0
5 0 8
10 0 0
"""
SPEEDS = "0.5\t0.8\t0.5\t0.8\n1\t1\t1\t1\n"
ARCS = "1 0 0\n1 1 0\n1 1 1\n"
TDTOPTW = """\
3 \n28800000 \n42;0;0;0;21600000;50400000
18468;17;4;600000;21600000;25200000
26300;0;38;0;21600000;50400000
"""


def slots():
    """Return travel of 10 minutes, but from the start to the vertex 20 in the second slot."""
    arcs = [[600_000] * 56 for _ in range(9)]
    arcs[1][1] = 1_200_000
    return ";".join(str(ms) for arc in arcs for ms in arc) + ";"


FILES = {
    "toptw": ("c1.txt", TOPTW),
    "mctopmtw": ("MCTOPMTW-2-c1.txt", MCTOPMTW),
    "ttdp": ("t101.txt", TTDP),
    "top": ("p9.2.a.txt", TOP),
    "op": ("budget_5.txt", OP),
    "ophs": ("5-10-1-2.ophs", OPHS),
    "tdop": ("p1.1.a.txt", TDOP),
    "tdtoptw": ("3.1.1.TXT", TDTOPTW),
}


@pytest.fixture
def load(tmp_path):
    """Return a function that writes a tiny file, changed if wanted, and reads it."""
    (tmp_path / "speedmatrix.txt").write_text(SPEEDS, encoding="utf-8")
    (tmp_path / "arc_cat_1.txt").write_text(ARCS, encoding="utf-8")
    (tmp_path / "tt3.TXT").write_text(slots(), encoding="utf-8")

    def loaded(fmt, *changes, tours=None, name=None, text=None):
        usual, content = FILES[fmt]
        content = text or content
        for old, new in changes:
            assert old in content
            content = content.replace(old, new, 1)
        path = tmp_path / (name or usual)
        path.write_text(content, encoding="utf-8")
        return read(path, fmt, tours)

    return loaded
