"""The itinerary as GPX: elements in the schema's order, opened by GDAL."""

import sys
import xml.etree.ElementTree as ET

import pyogrio
import pytest

import xytour as xt
from xytour.export.gpx import to_gpx

GPX = "{http://www.topografix.com/GPX/1/1}"

# The order of children in the GPX 1.1 schema, as far as they are used.
ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"],
    "wpt": ["ele", "time", "name", "cmt", "desc", "src", "link", "sym", "type"],
    "rtept": ["ele", "time", "name", "cmt", "desc", "src", "link", "sym", "type"],
    "rte": ["name", "cmt", "desc", "src", "link", "number", "type", "rtept"],
}


def columns(path, layer):
    """Return a layer that GDAL reads, by column."""
    meta, _, _, fields = pyogrio.raw.read(path, layer=layer)
    return dict(zip(meta["fields"], fields, strict=True))


def test_elements_stand_in_the_order_of_the_schema(trip):
    """Strict readers ask for it."""
    root = ET.fromstring(to_gpx(trip))  # noqa: S314 (our own)

    assert (root.tag, root.get("version"), root.get("creator")) == (f"{GPX}gpx", "1.1", "xytour")
    for element in root.iter():
        name = element.tag.removeprefix(GPX)
        if name in ORDER:
            places = [ORDER[name].index(child.tag.removeprefix(GPX)) for child in element]
            assert places == sorted(places)


def test_gdal_reads_a_route_a_day_and_a_waypoint_a_place(trip, tmp_path):
    """Stops have their time in UTC; the places between have none."""
    path = trip.save(tmp_path / "trip.gpx")

    assert list(columns(path, "routes")["name"]) == [
        "Saturday 11 April 2026",
        "Sunday 12 April 2026",
    ]
    places = columns(path, "waypoints")
    assert "Night at Hejiazhai Tea Mountain Camp" in list(places["name"])
    assert len(places["name"]) == len(set(places["name"])) == 6
    points = columns(path, "route_points")
    at = {name: str(time) for name, time in zip(points["name"], points["time"], strict=True)}
    assert at["Hejiazhai tea mountain"].startswith("2026-04-11T06:25")  # 14:25 in China
    assert at["Wuhan Railway Station"] == "NaT"
    assert pyogrio.read_info(path, layer="tracks", force_feature_count=True)["features"] == 0


def test_routes_pass_where_legs_pass(trip, tmp_path):
    """The first point of a day is where its first leg begins."""
    path = trip.save(tmp_path / "trip.gpx")

    root = ET.parse(path).getroot()  # noqa: S314

    point = root.find(f"{GPX}rte/{GPX}rtept")
    start = trip.places["wuhan-station"].location
    assert (float(point.get("lat")), float(point.get("lon"))) == (start.lat, start.lon)


def test_a_missing_package_is_told_with_the_command(trip, monkeypatch):
    """Who lacks the extra is told how to get it."""
    monkeypatch.setitem(sys.modules, "gpxpy.gpx", None)

    with pytest.raises(xt.ExportError, match=r"gpxpy: pip install 'xytour\[gpx\]'"):
        to_gpx(trip)
