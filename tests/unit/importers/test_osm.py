"""Regions from OpenStreetMap: a town drawn by hand, and the middle of Helsinki."""

import re
from pathlib import Path

import pytest
from given_links import as_links
from typer.testing import CliRunner
from verifier import verify

import xytour as xt
from xytour.catalogue import region_from_dict
from xytour.cli import app
from xytour.importers.osm_facts import names_of
from xytour.importers.osm_tags import TAG_TABLE, TagRow, find_row
from xytour.network.importers.osm_file import read_osm
from xytour.network.roads import road_matrix

pytest.importorskip("osmium", reason="reads the files")

HERE = Path(__file__).parent
HELSINKI = HERE.parents[2] / "examples" / "data" / "helsinki-center.osm.pbf"
FINLAND = {"timezone": "Europe/Helsinki", "country": "FI", "currency": "EUR"}


@pytest.fixture(scope="module")
def town():
    """Return the town as region and report."""
    return xt.region_from_osm(HERE / "town.osm", **FINLAND)


@pytest.fixture(scope="module")
def helsinki():
    """Return the middle of Helsinki as region and report."""
    name = {"en": "Helsinki", "zh": "赫尔辛基"}
    return xt.region_from_osm(HELSINKI, name=name, **FINLAND)


def by_name(region):
    """Return places by their English names; of namesakes the last."""
    return {place.name.en: place for place in region.places}


def notes_on(report, outcome, rows):
    """Return the notes of some outcome on rows, for any of them."""
    return [note for note in report.notes if note.outcome == outcome and rows & {*note.rows}]


def test_what_is_tagged_is_told_as_it_stands(town):
    """Names, hours, price, access and signs of worth are those of the map; twins give theirs."""
    museum = by_name(town.region)["City Museum"]

    assert (museum.kind, museum.name.zh) == ("museum", "城市博物馆")
    assert museum.opening_hours == "Tu-Su 11:00-18:00; PH off"
    assert museum.ticket.adult_cny == 12.5
    assert museum.accessibility.wheelchair == "limited"
    assert (museum.confidence.hours, museum.confidence.price) == ("sourced", "sourced")
    assert museum.quality.value == 0.8
    assert "estimated" in museum.quality.reason.en
    assert "Wikipedia" in museum.quality.reason.en
    assert "A. Aalto" in museum.summary.en  # told by the building alone


def test_each_place_is_in_once(town):
    """A node in its building is one place; branches, and a crypt below its church, are not."""
    names = [place.name.en for place in town.region.places]

    assert names.count("City Museum") == 1
    assert sum(name.casefold() == "kahvila" for name in names) == 2
    assert {"Kirkko", "Krypta"} <= {*names}


def test_areas_are_in_their_middle(town):
    """A multipolygon of two ways stands at its centroid, and tells how far it reaches."""
    at = by_name(town.region)["Puisto"].location

    assert (at.lat, at.lon) == (60.173, 24.945)
    assert at.precision_m == pytest.approx(157, abs=3)


def test_what_is_not_told_is_usual_and_says_so(town):
    """Hours, prices and minutes that the table of tags gives are marked, and in the report."""
    places, report = by_name(town.region), town.report

    assert places["Kirkko"].confidence.hours == "typical"
    assert places["Kirkko"].ticket.adult_cny == 0
    assert places["Kirkko"].confidence.price == "typical"
    assert places["Krypta"].ticket.adult_cny is None
    assert places["Krypta"].confidence.price == "unknown"
    (guess,) = notes_on(report, "guessed", {40})
    assert (guess.column, guess.table) == ("opening_hours", "nodes")


def test_what_cannot_be_read_is_dropped_with_its_reason(town):
    """Broken hours and a foreign charge cost the fact, not the place."""
    gallery = by_name(town.region)["Galleria"]

    dropped = {note.column: note for note in notes_on(town.report, "dropped", {42})}
    assert gallery.confidence.hours == "typical"
    assert gallery.ticket.adult_cny is None
    assert dropped["opening_hours"].values == ("Mon 11am to 5pm",)
    assert "EUR" in dropped["charge"].reason


def test_beds_and_tables_keep_what_the_map_tells(town):
    """Stars, rooms and cuisines are kept."""
    places = by_name(town.region)
    cafe = next(place for place in town.region.tables if place.cuisines)

    assert (places["Hotelli"].rating, places["Hotelli"].rooms) == ("4 stars", 120)
    assert "240" in places["Hotelli"].summary.en
    assert (cafe.cuisines, cafe.serves) == (("coffee shop", "cake"), ("breakfast", "lunch"))
    assert places["Ravintola"].kind == "food"
    assert places["Lahjat"].kind == "shop"


def test_nothing_is_lost_in_silence(town):
    """Whatever has a name or fits the table is kept or has a reason why not."""
    region, report = town
    places = by_name(region)

    for name in ("Parturi", "Linna", "Vanha", "Kirjasto", "Tori", "Metro"):
        assert name not in places
    lost = {row for note in report.dropped if note.column is None for row in note.rows}
    assert {30, 52, 60, 61, 62, 63, 64, 71} <= lost
    assert sum(report.read.values()) == sum(report.kept.values()) + len(lost)


def test_the_source_is_named_with_its_licence_and_date(town):
    """OpenStreetMap asks to be named; a reader wants to know how old the map is."""
    (source,) = town.region.sources.values()

    assert "OpenStreetMap contributors" in source.title
    assert "ODbL" in source.title
    assert "2024-05-06" in source.title
    assert town.region.region.gateway == "central-station"


def test_the_table_of_tags_is_the_callers_to_choose(tmp_path):
    """Another table makes other places."""
    barbers = TagRow(
        *("shop", ("hairdresser",), "experience", ("barber", "理发店"), {"wellness": 1.0}),
        *((20, 30, 45), "Mo-Fr 09:00-17:00", 0.3),
    )

    region, _ = xt.region_from_osm(HERE / "town.osm", table=[barbers], **FINLAND)

    assert [place.name.en for place in region.sights] == ["Parturi"]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"tourism": "attraction", "historic": "castle"}, "heritage"),
        ({"tourism": "attraction", "leisure": "park"}, "attraction"),
        ({"amenity": "library", "wikidata": "Q3"}, "attraction"),
        ({"amenity": "library"}, None),
        ({"tourism": "information"}, None),
        ({"disused:amenity": "restaurant"}, None),
    ],
)
def test_the_first_row_that_fits_decides(tags, kind):
    """A castle is a castle before it is a sight; some count only if they are known."""
    found = find_row(tags)

    assert (found and found[0].kind) == kind


def test_the_table_of_tags_makes_sense():
    """Minutes rise, no tag stands in two rows, and names come in both languages."""
    tags = [(row.key, value) for row in TAG_TABLE for value in row.values]

    assert len(tags) == len({*tags})
    for row in TAG_TABLE:
        assert 0 < row.minutes[0] <= row.minutes[1] <= row.minutes[2]
        assert re.search(r"[\u4e00-\u9fff]", row.label[1])


def test_names_fall_back_to_the_local_one():
    """Who has no Chinese name is called by the English one, else by his own."""
    assert names_of({"name": "Kosmos", "name:en": "Cosmos"}) == {"en": "Cosmos", "zh": "Cosmos"}
    assert names_of({"amenity": "cafe"}) is None


@pytest.mark.parametrize(
    ("content", "told"),
    [("nonsense", "is not an OpenStreetMap extract"), (None, "there is no such file")],
)
def test_a_file_that_is_no_map_is_refused(tmp_path, content, told):
    """What is wrong is said in one sentence, with the file."""
    path = tmp_path / "map.osm"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(xt.DataError, match=told):
        xt.region_from_osm(path, **FINLAND)


def test_a_map_without_places_is_refused(tmp_path):
    """An empty map makes no region."""
    path = tmp_path / "map.osm"
    path.write_text('<osm version="0.6"/>', encoding="utf-8")

    with pytest.raises(xt.DataError, match="nothing"):
        xt.region_from_osm(path, **FINLAND)


def test_the_middle_of_helsinki(helsinki):
    """Some hundred places of a real map, the well-known ones among the best."""
    region, report = helsinki
    places = by_name(region)

    assert len(region.places) > 500
    assert {"Ateneum", "Helsinki Cathedral", "Kamppi Chapel", "Hotel Kämp"} <= {*places}
    assert places["Helsinki Cathedral"].confidence.hours == "sourced"
    assert region.region.gateway == "helsinki-railway-station"
    assert region_from_dict(region.model_dump(mode="json", by_alias=True)) == region
    assert report.dropped


def test_two_days_in_helsinki_keep_all_rules(helsinki):
    """Planned on foot and by taxi over the map's own streets, and checked by the verifier."""
    region = helsinki.region
    travel = [
        road_matrix(region, read_osm(HELSINKI, vehicle=vehicle), too_far="unreachable")
        for vehicle in ("walk", "car")
    ]
    request = xt.TripRequest(
        start="2026-05-02",
        days=2,
        interests={"history": 1.0, "culture": 0.8},
        must_visit=["ateneum"],
        transport=["walk", "taxi"],
    )

    itinerary = xt.Planner(region, travel=travel).plan(request, iterations=20, time_limit=20)

    visits = [item for item in itinerary.items() if item.type == "visit"]
    assert {"ateneum"} < {visit.place_id for visit in visits}
    assert {item.mode for item in itinerary.items() if item.type == "leg"} >= {"walk"}
    assert itinerary.currency == "EUR"
    documents = (model.model_dump(mode="json", by_alias=True) for model in (itinerary, region))
    assert verify(*as_links(*documents, *travel)) == []


def test_the_command_line_writes_a_region_file(tmp_path):
    """A region file is written, and the report is printed."""
    out = tmp_path / "town.json"
    options = ["--timezone", "Europe/Helsinki", "--country", "FI", "--currency", "EUR"]

    done = CliRunner().invoke(app, ["import-osm", str(HERE / "town.osm"), str(out), *options])

    assert done.exit_code == 0, done.output
    assert "City Museum" in {place.name.en for place in xt.load_region(out).places}
    assert "is of no kind that trips are planned for" in done.output


def test_the_command_line_says_what_is_missing(tmp_path):
    """Without a time zone nothing is written, and the way to mend it is told."""
    out = tmp_path / "town.json"

    done = CliRunner().invoke(app, ["import-osm", str(HERE / "town.osm"), str(out)])

    assert done.exit_code == 2
    assert "timezone" in done.output
    assert not out.exists()
