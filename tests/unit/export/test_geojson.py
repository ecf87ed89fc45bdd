"""The itinerary as GeoJSON: valid by the standard's model, and opened by GDAL."""

import json

import pyogrio
from geojson_pydantic import FeatureCollection

from xytour.export.geojson import to_geojson


def by_id(trip):
    """Return the features by their ids."""
    return {feature["id"]: feature for feature in to_geojson(trip)["features"]}


def test_it_is_valid(trip):
    """RFC 7946 as another project models it finds nothing wrong; ids are told once."""
    found = FeatureCollection.model_validate(to_geojson(trip))

    assert len({feature.id for feature in found.features}) == len(found.features)


def test_stops_are_points_longitude_first(trip):
    """A visit stands where its place is, with what is known of it."""
    feature = by_id(trip)["visit/hejiazhai-tea"]
    place = trip.places["hejiazhai-tea"].location

    assert feature["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}
    assert feature["properties"]["start"] == "2026-04-11T14:25:00+08:00"
    assert feature["properties"]["minutes"] == 240
    assert feature["properties"]["hours_confidence"] == "typical"


def test_legs_are_lines_through_the_places_passed(trip):
    """The first leg goes by train from Wuhan and on by three roads, no point told twice."""
    leg = next(item for item in trip.items() if item.type == "leg")
    feature = by_id(trip)["leg/2026-04-11"]
    nodes = [leg.from_id, *(part.to_id for part in leg.parts)]

    assert feature["geometry"]["type"] == "LineString"
    assert feature["geometry"]["coordinates"] == [
        [trip.places[node].location.lon, trip.places[node].location.lat] for node in nodes
    ]
    assert feature["properties"]["lines"] == "G856"
    assert feature["properties"]["vehicles"] == "train taxi"


def test_what_is_nowhere_is_left_out(trip):
    """Waiting, free time and a simple meal have no mark; without positions nothing has."""
    types = {feature["properties"]["type"] for feature in by_id(trip).values()}

    assert types == {"visit", "activity", "appointment", "leg", "stay"}
    assert to_geojson(trip.model_copy(update={"places": {}}))["features"] == []


def test_gdal_opens_it(trip, tmp_path):
    """As many features as were written, with their properties as columns."""
    path = trip.save(tmp_path / "trip.geojson")

    facts = pyogrio.read_info(path)

    assert facts["features"] == len(json.loads(path.read_text(encoding="utf-8"))["features"])
    assert {"day", "start", "what", "cost"} <= set(facts["fields"])
    assert facts["crs"] == "EPSG:4326"
