"""Roads straight from OpenStreetMap files."""

import numpy as np
import pytest

import xytour as xt
from xytour.network.importers.osm_file import directions, read_osm, speed_kmh
from xytour.network.roads import road_matrix
from xytour.network.travel import UNREACHABLE

osmium = pytest.importorskip("osmium", reason="reads the files")

VILLAGE = """<osm version="0.6">
 <node id="1" lat="32.10" lon="114.00"/> <node id="2" lat="32.10" lon="114.01"/>
 <node id="3" lat="32.10" lon="114.02"/> <node id="4" lat="32.11" lon="114.02"/>
 <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="tertiary"/></way>
 <way id="2"><nd ref="3"/><nd ref="4"/><nd ref="9"/>
  <tag k="highway" v="residential"/><tag k="oneway" v="-1"/></way>
 <way id="3"><nd ref="1"/><nd ref="4"/><tag k="highway" v="footway"/></way>
 <way id="4"><nd ref="4"/><nd ref="1"/><tag k="highway" v="service"/>
  <tag k="access" v="private"/></way>
</osm>"""


def test_a_village_drawn_by_hand(tmp_path):
    """Two-way and reversed one-way streets; footways, private drives and lost nodes are not in."""
    path = tmp_path / "village.osm"
    path.write_text(VILLAGE, encoding="utf-8")

    roads = read_osm(path)

    at = [(round(x, 2), round(y, 2)) for x, y in zip(roads.lon, roads.lat, strict=True)]
    ends = {(*at[a], *at[b]) for a, b in zip(roads.tail, roads.head, strict=True)}
    assert ends == {
        (114.00, 32.10, 114.01, 32.10),
        (114.01, 32.10, 114.00, 32.10),
        (114.01, 32.10, 114.02, 32.10),
        (114.02, 32.10, 114.01, 32.10),
        (114.02, 32.11, 114.02, 32.10),
    }
    kmh = roads.metres / roads.seconds * 3.6
    assert sorted(kmh.round(6)) == [25, 40, 40, 40, 40]
    assert roads.metres[roads.lat[roads.tail] > 32.105] == pytest.approx([1112], abs=1)


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"highway": "motorway"}, 90),
        ({"highway": "primary", "maxspeed": "40"}, 32),
        ({"highway": "primary", "maxspeed": "30 mph"}, pytest.approx(38.6, abs=0.1)),
        ({"highway": "primary", "maxspeed": "signals"}, 65),
        ({"highway": "service", "access": "private"}, None),
        ({"highway": "service", "access": "no", "motor_vehicle": "yes"}, 15),
        ({"highway": "service", "area": "yes"}, None),
        ({"highway": "steps"}, None),
        ({}, None),
    ],
)
def test_speeds_follow_tags(tags, kmh):
    """Posted limits come before classes, narrower access keys before wider ones."""
    assert speed_kmh(tags) == kmh


@pytest.mark.parametrize(
    ("tags", "ways"),
    [
        ({}, (True, True)),
        ({"oneway": "yes"}, (True, False)),
        ({"oneway": "-1"}, (False, True)),
        ({"highway": "motorway"}, (True, False)),
        ({"highway": "motorway", "oneway": "no"}, (True, True)),
        ({"junction": "roundabout"}, (True, False)),
    ],
)
def test_directions_follow_tags(tags, ways):
    """One-way streets, their reverse, and what is one-way without saying so."""
    assert directions(tags) == ways


def test_a_real_extract_reaches_all_but_the_island(roads, helsinki):
    """In the middle of Helsinki no drive between two places takes a quarter of an hour."""
    matrix = road_matrix(helsinki, roads, too_far="unreachable")

    island = matrix.ids.index("suomenlinna")
    others = np.arange(len(matrix.ids)) != island
    between = matrix.minutes[np.ix_(others, others)]
    assert between.max() < 15
    assert between[~np.eye(len(between), dtype=bool)].min() >= 1
    assert (matrix.minutes[island, others] == UNREACHABLE).all()
    lengths, direct = matrix.distance_m[np.ix_(others, others)], 1_900
    assert lengths.max() < 1.5 * direct


def test_files_that_are_no_extract_are_refused(tmp_path):
    """Not there, not OpenStreetMap, cut off, without roads."""
    with pytest.raises(xt.DataError, match="there is no such file"):
        read_osm(tmp_path / "none.osm.pbf")
    for name, content in (
        ("page.osm", "<html>"),
        ("cut.osm", VILLAGE[:300]),
        ("junk.osm.pbf", "junk"),
        ("what.txt", "junk"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(xt.DataError, match="is not an OpenStreetMap extract"):
            read_osm(tmp_path / name)
    (tmp_path / "empty.osm").write_text('<osm version="0.6"></osm>', encoding="utf-8")
    with pytest.raises(xt.DataError, match="holds no road"):
        read_osm(tmp_path / "empty.osm")
