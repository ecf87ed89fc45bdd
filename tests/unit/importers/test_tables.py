"""Plain tables, with all the nasty forms that tables have, become a region."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import xytour as xt
from xytour.catalogue import find_faults
from xytour.cli import app
from xytour.importers import region_from_tables
from xytour.network.datums import from_wgs84

SIGHTS = """\ufeffid,name,type,lat,lon,opentime,endtime,price,recommendmintime,recommendmaxtime
1,浙江省博物馆,博物馆/纪念馆,30.251,120.143,09:00,17:00,免费,1.5,3.0
2,西湖,自然风光,30.243,120.140,00:00,24:00,0,2,5
3,夜游码头,其它,30.245,120.165,18:00,02:00,¥120,1,2
4,老仓库,创意空间,30.250,120.170,不营业,不营业,,1,2
5,西湖,自然风光,30.2431,120.1401,00:00,24:00,0,2,5
6,莫干山,自然风光,50.60,119.85,,,80元起,3,6
7,无名塔,历史古迹,nan,,08:00,17:00,10,0.5,1
8,钟楼,历史古迹,30.255,120.160,早上,17:00,ask,0.5,1
"""


def row_notes(report, outcome, column=None):
    """Return the rows and reasons of what was guessed or dropped under a heading."""
    notes = report.dropped if outcome == "dropped" else report.guessed
    return {
        (row, note.reason) for note in notes for row in note.rows if column in {None, note.column}
    }


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Return the region of the table above, and its report."""
    path = tmp_path_factory.mktemp("tables") / "sights.csv"
    path.write_text(SIGHTS, encoding="utf-8")
    return region_from_tables({"en": "Hangzhou", "zh": "杭州"}, sights=path)


def by_name(region, name):
    """Return the place of a name."""
    return next(place for place in region.places if name in {place.name.zh, place.name.en})


def test_what_is_told_is_kept(imported):
    """Hours, prices and lengths of visits stand in the region as in the table."""
    museum = by_name(imported.region, "浙江省博物馆")

    assert museum.kind == "museum"
    assert museum.opening_hours == "09:00-17:00"
    assert museum.ticket.adult_cny == 0
    assert museum.visit_minutes.model_dump() == {"min": 90, "typical": 135, "max": 180}
    assert museum.confidence.hours == museum.confidence.price == "sourced"
    assert set(museum.tags) == {"博物馆", "纪念馆"}


def test_times_past_midnight_and_all_day(imported):
    """Closing after midnight, open for 24 hours, closed for good."""
    assert by_name(imported.region, "夜游码头").opening_hours == "18:00-26:00"
    assert by_name(imported.region, "西湖").opening_hours == "24/7"
    assert by_name(imported.region, "老仓库").opening_hours == "off"


def test_twins_outliers_and_rows_without_a_position_are_dropped(imported):
    """Each with its row."""
    rows = {row for note in imported.report.dropped for row in note.rows}

    assert {5, 6, 7} <= rows
    assert imported.report.read == {"sights": 8}
    assert imported.report.kept == {"sights": 5}


def test_cells_that_cannot_be_read_are_told_and_filled_in(imported):
    """A bad cell does not cost its row."""
    tower = by_name(imported.region, "钟楼")

    assert (8, "cannot be read as opening hours") in row_notes(imported.report, "dropped")
    assert (8, "cannot be read as a price") in row_notes(imported.report, "dropped", "price")
    assert tower.confidence.hours == "estimated"
    assert tower.ticket.adult_cny is None


def test_kinds_that_nobody_knows_are_general(imported):
    """And the report says so."""
    assert by_name(imported.region, "老仓库").kind == "attraction"
    assert (4, "not among the kinds known, so attraction") in row_notes(imported.report, "guessed")


def test_a_file_in_gb18030_with_semicolons(tmp_path):
    """Chinese headings and an encoding of its own."""
    path = tmp_path / "酒店.csv"
    text = "酒店名称;纬度;经度;价格;床位数;设施\n湖畔居;30.25;120.15;¥1,280;2;泳池、停车\n"
    path.write_bytes(text.encode("gb18030"))
    region, _ = region_from_tables("杭州", hotels=path)
    (stay,) = region.stays

    assert (stay.name.zh, stay.room_price_cny.low, stay.room_beds) == ("湖畔居", 1280, 2)
    assert stay.tags == ("泳池", "停车")


def test_restaurants_have_cuisines_and_dishes():
    """What may be tasted, and what it costs a head."""
    row = {"name": "楼外楼", "lat": 30.25, "lon": 120.14, "price": 150.0}
    row |= {"cuisine": "江浙菜", "recommendedfood": "西湖醋鱼，东坡肉", "opentime": "10:30"}
    region, _ = region_from_tables("杭州", restaurants=[row | {"endtime": "21:00"}])
    (table,) = region.tables

    assert (table.cuisines, table.dishes) == (("江浙菜",), ("西湖醋鱼", "东坡肉"))
    assert (table.meal_price_cny, table.opening_hours) == (150, "10:30-21:00")


def test_a_data_frame_is_a_table():
    """With its gaps, which are not numbers."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "name": ["A garden", "A lake"],
            "lat": [30.2, 30.3],
            "lng": [120.1, 120.2],
            "fee": [5, None],
        }
    )
    region, _ = region_from_tables("Hangzhou", sights=frame)

    assert [sight.ticket.adult_cny for sight in region.sights] == [5, None]


def test_geojson_is_a_table():
    """Points and areas, with OSM hours."""
    square = [[120.1, 30.2], [120.2, 30.2], [120.2, 30.3], [120.1, 30.2]]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [square]},
            "properties": {
                "name": "Palace",
                "tourism": "museum",
                "opening_hours": "Tu-Su 09:00-17:00",
            },
        }
    ]
    region, _ = region_from_tables(
        "Hangzhou", places={"type": "FeatureCollection", "features": features}
    )
    (palace,) = region.sights

    assert (palace.kind, palace.opening_hours) == ("museum", "Tu-Su 09:00-17:00")
    assert (palace.location.lat, palace.location.lon) == (30.25, pytest.approx(120.15))


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_positions_of_chinese_maps_are_converted(datum):
    """A point read off Amap or Baidu stands where it is."""
    lat, lon = from_wgs84(30.25, 120.15, datum)
    region, _ = region_from_tables(
        "杭州", sights=[{"name": "湖", "position": f"{lon},{lat}"}], datum=datum
    )

    assert region.sights[0].location.lat == pytest.approx(30.25, abs=1e-6)
    assert region.sights[0].location.lon == pytest.approx(120.15, abs=1e-6)


def test_columns_of_any_name_can_be_told():
    """And a wrong one is refused with what there is."""
    rows = [{"label": "Lake", "n": 30.2, "e": 120.1}]
    told = {"sights": {"name": "label", "lat": "n", "lon": "e"}}

    assert region_from_tables("X", sights=rows, columns=told).region.sights[0].name.en == "Lake"
    with pytest.raises(xt.DataError, match="it has label, n, e"):
        region_from_tables("X", sights=rows, columns={"sights": {"name": "title"}})


def test_outside_of_china_with_a_currency_of_its_own():
    """Everything else as told."""
    region, _ = region_from_tables(
        "Helsinki",
        sights=[{"name": "Market", "kind": "market", "lat": 60.17, "lon": 24.95}],
        **{"timezone": "Europe/Helsinki", "country": "FI", "currency": "EUR"},
    )

    assert (region.region.timezone, region.region.holidays) == ("Europe/Helsinki", "FI")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sights": []}, "nothing that can be used"),
        ({"sights": 7}, "is no table"),
        ({"sights": "missing.csv"}, "cannot read"),
        ({"sights": [{"name": "A", "lat": 1, "lon": 1}], "datum": "utm"}, "use wgs84"),
        ({"sights": [{"name": "A", "lat": 1, "lon": 1}], "columns": {"inns": {}}}, "no such table"),
    ],
)
def test_what_cannot_be_a_region_is_refused_in_words(given, said):
    """One error, which tells what to do."""
    with pytest.raises(xt.DataError, match=said):
        region_from_tables("X", **given)


CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from(
        ["24:00", "¥5", "免费", "30.2", "120.1,30.2", "不营业", "09:00-17:00", "2-3小时"]
    ),
)
HEADING = st.sampled_from(
    [
        *("name", "type", "lat", "lon", "opentime", "endtime", "price", "recommendmintime"),
        *("recommendmaxtime", "tags", "rating", "opening_hours", "position", "cuisine", "numbed"),
        *("themes", "名称", "description"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.dictionaries(HEADING, CELL, max_size=8), max_size=4),
    sort=st.sampled_from(["sights", "hotels", "restaurants", "places"]),
    in_china=st.booleans(),
)
def test_any_table_becomes_a_region_without_faults_or_an_error(rows, sort, in_china):
    """Nothing else is raised, whatever stands in the cells."""
    if in_china:
        rows = [{**row, "name": "X", "lat": 30.2, "lon": 120.1} for row in rows]
    try:
        region, report = region_from_tables("X", **{sort: rows})
    except xt.DataError:
        return
    assert find_faults(json.loads(region.model_dump_json(by_alias=True))) == []
    assert report.kept[sort] == len([p for p in region.places if p.kind != "town"])
    assert math.isfinite(region.places[0].location.lat)


def test_the_command_line_writes_a_file_that_validates(tmp_path, monkeypatch):
    """The report goes to the screen, the region to the file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sights.csv").write_text(SIGHTS, encoding="utf-8")

    done = CliRunner().invoke(app, ["import", "Hangzhou", "region.json", "--sights", "sights.csv"])
    checked = CliRunner().invoke(app, ["validate", "region.json"])
    refused = CliRunner().invoke(app, ["import", "Hangzhou", "b.json", "--sights", "none.csv"])

    assert done.exit_code == 0
    assert "5 of 8 rows kept in sights" in done.output
    assert "no faults" in checked.output
    assert refused.exit_code == 2
    assert not (tmp_path / "b.json").exists()
