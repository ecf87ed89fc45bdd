"""A folder of tables of many towns, as benchmarks publish them: one call, and trips by rules."""

import json

import pytest
from given_database import write_database
from typer.testing import CliRunner
from verifier import verify

import xytour as xt
from xytour.cli import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a database of four towns."""
    return write_database(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="module")
def imported(folder):
    """Return one of its towns, for trips from another."""
    return xt.region_from_tables("北京", folder=folder, home="上海")


@pytest.fixture(scope="module")
def planner(imported):
    """Return a planner of that town."""
    return xt.Planner(imported.region)


def plan(planner, days=3, **wishes):
    """Return a plan from the other town and back, checked by the verifier."""
    request = xt.TripRequest(
        arrive=xt.Arrival(at="上海", time="2026-04-10T06:00"),
        depart=xt.Departure(at="上海", time=f"2026-04-{9 + days}T23:30"),
        **{"day_start": "06:00", "day_end": "23:00", "max_walk_km": 5, **wishes},
    )
    itinerary = planner.plan(request, iterations=60, time_limit=60)
    region = json.loads(planner.region.model_dump_json(by_alias=True))
    assert verify(json.loads(itinerary.model_dump_json()), region) == []
    return itinerary


def parts_of(itinerary):
    """Return the parts of all ways."""
    return [part for item in itinerary.items() if item.type == "leg" for part in item.parts]


def test_only_the_town_and_what_runs_from_home_is_taken(imported):
    """Other towns' places, metros and trains stay out; the home town is one place."""
    region, report = imported
    outside = [p for p in region.places if p.kind == "gateway" and p.outside]

    assert [(place.id, place.name.zh) for place in outside] == [("shanghai", "上海")]
    assert all(39 < place.location.lat < 41 for place in region.places if place not in outside)
    assert report.kept == {
        **{"sights": 20, "hotels": 12, "restaurants": 20, "trains": 28, "flights": 8},
        **{"metro": 3, "stations": report.read["stations"]},
    }


def test_a_ticket_names_the_stations_of_the_home_town(planner):
    """All stations of the town are one place, but one knows at which to be."""
    itinerary = plan(planner, transport=["taxi", "walk"], transport_between=["flight"])
    first, *_, last = [part for part in parts_of(itinerary) if part.vehicle == "plane"]

    assert first.from_id == last.to_id == "shanghai"
    assert "上海浦东国际机场" in first.road
    assert "北京首都国际机场" in first.road


@pytest.mark.parametrize("days", [2, 5])
def test_rules_of_all_kinds_at_once(planner, days):
    """Party, rooms, beds, dishes, cuisines, names, kinds, transport and caps are all kept."""
    itinerary = plan(
        planner,
        days,
        party={"adults": 2},
        stay={"rooms": 1, "room_beds": 2},
        must_visit=["北京景点9"],
        avoid=["北京景点1"],
        wanted=[
            xt.Wanted(places=["北京餐厅1", "北京餐厅5"]),
            xt.Wanted(dishes=["烤鸭"]),
            xt.Wanted(tags=["博物馆"]),
        ],
        unwanted={"tags": ["大学校园"]},
        transport=["metro", "taxi", "walk"],
        transport_between=["high_speed_rail", "rail"],
        caps_cny={
            **{"way_in_and_out": 2_400, "stay": 2_600, "ticket": 1_500, "meal": 2_500},
            "getting_around": 600,
        },
        budget_cny=8_000,
    )
    names = {item.name for item in itinerary.items() if getattr(item, "name", None)}

    assert "北京景点9" in names
    assert "北京景点1" not in names
    assert names & {"北京餐厅1", "北京餐厅5"}
    assert itinerary.request.must_visit == ("bei-jing-jing-dian-9",)
    assert len(itinerary.days) == days


def test_a_town_by_its_english_name_is_the_same(folder, imported):
    """Files and stations are found by either name of a large town."""
    region, _ = xt.region_from_tables("Beijing", folder=folder, home="shanghai")

    assert region.places == imported.region.places


def test_a_town_that_is_not_there_is_refused_in_words(folder, tmp_path):
    """The error says what there is, and so does the command line."""
    with pytest.raises(xt.DataError, match=r"no table of places is about it; .* beijing"):
        xt.region_from_tables("西安", folder=folder)
    out = tmp_path / "region.json"
    result = CliRunner().invoke(app, ["import", "西安", str(out), "--folder", str(folder)])

    assert result.exit_code == 2
    assert not out.exists()


def test_the_command_line_writes_a_region(folder, tmp_path):
    """One command makes a region file of a town, and tells what was guessed."""
    (folder / "notes.csv").write_text("a,b\n1,2\n")
    out = tmp_path / "region.json"
    command = ["import", "重庆", str(out), "--folder", str(folder), "--from", "南京"]
    result = CliRunner().invoke(app, command)

    assert result.exit_code == 0
    assert "notes.csv" in result.output
    assert xt.load_region(out).region.name.en == "Chongqing"


def test_a_name_of_several_places_is_refused_where_one_is_meant(imported):
    """Who must be visited has to be told by id where two places bear the name."""
    region = imported.region
    twin = region.sights[0].model_copy(update={"id": "twin"})
    data = {**region.model_dump(by_alias=True), "places": [*region.places, twin]}
    planner = xt.Planner(xt.Region.model_validate(data))
    request = xt.TripRequest(
        start="2026-04-10", days=1, must_visit=[twin.name.zh], transport="public"
    )

    with pytest.raises(xt.RequestError, match=r"is the name of 2 places; use an id: .*, twin"):
        planner.plan(request)


def test_an_unknown_name_is_answered_with_those_like_it(planner):
    """A name that is slightly wrong is answered with names, not with ids."""
    request = xt.TripRequest(start="2026-04-10", days=1, must_visit=["北京景點9"])

    with pytest.raises(xt.RequestError, match=r"did you mean .*北京景点9"):
        planner.plan(request)
