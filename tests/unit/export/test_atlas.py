"""What maps of a trip show, and where on the sheet."""

import pytest

from xytour.export.atlas import Atlas, Label, Mark, Way, build_atlas, region_of
from xytour.export.sketch import sketch


def mark(name, lat, lon, number=1):
    """Return a place visited on the first day."""
    return Mark(name, name, (lat, lon), "visit", 0, number, 0)


def test_places_are_numbered_in_the_order_of_the_visits(trip):
    """Numbers count the places visited; tables and beds have none."""
    visited = list(dict.fromkeys(visit.place_id for visit in trip.visits))

    numbers = {m.number: m.place_id for m in build_atlas(trip).marks if m.number}

    assert [numbers[n + 1] for n in range(len(visited))] == visited


def test_every_leg_is_a_way_from_its_start_to_its_end(trip):
    """Ways begin and end where the legs do."""
    ways = {(way.day, way.item): way for way in build_atlas(trip).ways}

    for d, day in enumerate(trip.days):
        for i, item in enumerate(day.items):
            if item.type == "leg":
                ends = [trip.places[k].location for k in (item.from_id, item.to_id)]
                assert ways[d, i].points[0] == (ends[0].lat, ends[0].lon)
                assert ways[d, i].points[-1] == (ends[1].lat, ends[1].lon)


def test_the_bundled_region_is_found_only_for_its_own_trips(trip, nasty):
    """Another region's trip, or one with moved places, gets no roads of Xinyang."""
    some = next(iter(trip.places))
    spot = trip.places[some]
    moved = spot.location.model_copy(update={"lat": spot.location.lat + 1})
    places = {**trip.places, some: spot.model_copy(update={"location": moved})}

    assert region_of(trip).id == "xinyang"
    assert region_of(nasty) is None
    assert region_of(trip.model_copy(update={"places": places})) is None


def test_a_road_past_a_junction_is_left_to_its_two_parts(region, trip):
    """No two roads of a sort and a third that only sums them up are drawn together."""
    roads = {
        frozenset(road.points) for road in build_atlas(trip, region).roads if road.sort == "rail"
    }

    east, west = (
        (region.by_id[k].location.lat, region.by_id[k].location.lon)
        for k in ("xinyang-east-station", "xinyang-station")
    )
    assert roads
    assert frozenset((east, west)) in roads or len(roads) < 24


def test_a_degree_of_latitude_and_its_width_are_drawn_true_to_shape():
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    atlas = Atlas((), (mark("a", 60, 20), mark("b", 61, 20, 2), mark("c", 60, 22, 3)))

    a, b, c = sketch(atlas, 100, 100).pins

    north, east = a.y - b.y, c.x - a.x
    assert east == pytest.approx(north, rel=0.02)


def test_all_of_the_trip_is_on_the_sheet():
    """Whatever the shape of the trip, a margin is kept."""
    atlas = Atlas((Way(0, 0, ((31.0, 113.0), (33.0, 113.1)), estimated=False),), ())

    (track,) = sketch(atlas, 100, 50, margin_mm=10).tracks

    assert all(9.9 <= x <= 90.1 and 9.9 <= y <= 40.1 for x, y in track.points)


def test_a_way_from_afar_runs_off_the_sheet():
    """A train from a city 200 km away leaves the stops their room."""
    train = Way(0, 0, ((30.2, 114.0), (32.0, 114.0)), estimated=False)
    stops = (mark("a", 32.0, 114.0), mark("b", 32.1, 114.1, 2))
    afar = Mark("c", "c", (30.2, 114.0), "end", 0, None, 0)
    alone = sketch(Atlas((), stops), 100, 50)

    drawn = sketch(Atlas((train,), (*stops, afar)), 100, 50)

    assert drawn.pins[:2] == alone.pins
    assert drawn.tracks[0].points[0][1] > 500


def test_one_place_is_drawn_in_the_middle():
    """A day at one place has a map too."""
    (pin,) = sketch(Atlas((), (mark("a", 32, 114),)), 100, 50).pins

    assert (pin.x, pin.y) == (50, 25)


def test_a_name_that_would_cover_another_goes_left_or_away():
    """Of three names at one spot one goes right, one left, and one is left out."""
    near = tuple(Label("Xinyang", (32.195, 114), 0) for _ in range(3))

    names = sketch(Atlas((), (mark("a", 32.2, 114),), labels=near), 100, 100).names

    assert [n.side for n in names if n.text == "Xinyang"] == ["right", "left"]


def test_an_empty_trip_has_an_empty_sheet():
    """Old files may tell no positions; that is no error."""
    drawn = sketch(Atlas((), ()), 100, 50)

    assert drawn.pins == drawn.tracks == drawn.names == ()
