"""Links to four maps: the right spot in each map's datum, names encoded, modes mapped."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

import xytour as xt
from xytour.export.map_links import leg_links, place_links, way_links
from xytour.model.base import Text
from xytour.model.place import Location
from xytour.network.datums import to_wgs84


def spot(lat, lon, en="Hall & co, #1", zh="甲,乙|馆"):
    """Return something with a name and a position."""
    return SimpleNamespace(name=Text(en=en, zh=zh), location=Location(lat=lat, lon=lon))


HALL = spot(32.1264, 114.0694)
STATION = spot(32.14655, 114.15443, "East", "信阳东站")
SEOUL = spot(37.566, 126.978, "Seoul", "首尔")


def parts(url):
    """Return address and parameters of a link, decoded."""
    split = urlsplit(url)
    found = parse_qs(split.query, strict_parsing=True)
    return f"{split.scheme}://{split.netloc}{split.path}", {k: v[0] for k, v in found.items()}


def test_a_place_is_shown_by_each_map_in_its_own_datum():
    """The parameters are the documented ones; positions as other converters print them."""
    links = {name: parts(url) for name, url in place_links(HALL).items()}

    assert links == {
        "amap": (
            "https://uri.amap.com/marker",
            {
                "position": "114.075281,32.124442",
                "name": "甲,乙|馆",
                "src": "xytour",
                "coordinate": "gaode",
                "callnative": "1",
            },
        ),
        "baidu": (
            "https://api.map.baidu.com/marker",
            {
                "location": "32.130198,114.081830",
                "title": "甲,乙|馆",
                "content": "Hall & co, #1",
                "output": "html",
                "coord_type": "bd09ll",
                "src": "webapp.xytour.xytour",
            },
        ),
        "apple": (
            "https://maps.apple.com/",
            {"ll": "32.124442,114.075281", "q": "Hall & co, #1"},
        ),
        "google": (
            "https://www.google.com/maps/search/",
            {"api": "1", "query": "32.124442,114.075281"},
        ),
    }


def test_abroad_every_map_gets_the_position_as_it_is():
    """Outside mainland China nothing is shifted, and Baidu is told so."""
    links = {name: parts(url)[1] for name, url in place_links(SEOUL).items()}

    assert links["amap"]["position"] == "126.978000,37.566000"
    assert (links["baidu"]["location"], links["baidu"]["coord_type"]) == (
        "37.566000,126.978000",
        "wgs84",
    )
    assert links["apple"]["ll"] == links["google"]["query"] == "37.566000,126.978000"


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("car", ("car", "driving", "d", "driving")),
        ("public", ("bus", "transit", "r", "transit")),
        ("walk", ("walk", "walking", "w", "walking")),
    ],
)
def test_a_way_has_two_ends_and_a_mode(mode, words):
    """Each map gets both ends in its datum and its own word for the mode."""
    links = {name: parts(url) for name, url in way_links(HALL, STATION, mode).items()}

    address, amap = links["amap"]
    assert address == "https://uri.amap.com/navigation"
    # A comma or bar inside a name would begin another field.
    assert amap["from"] == "114.075281,32.124442,甲 乙 馆"
    assert amap["to"].endswith(",信阳东站")
    address, baidu = links["baidu"]
    assert address == "https://api.map.baidu.com/direction"
    assert baidu["origin"] == "latlng:32.130198,114.081830|name:甲 乙 馆"
    assert (baidu["coord_type"], baidu["output"]) == ("bd09ll", "html")
    address, apple = links["apple"]
    assert (address, apple["saddr"]) == ("https://maps.apple.com/", "32.124442,114.075281")
    address, google = links["google"]
    assert (address, google["api"]) == ("https://www.google.com/maps/dir/", "1")
    assert (google["origin"], google["destination"]) == (apple["saddr"], apple["daddr"])
    assert (amap["mode"], baidu["mode"], apple["dirflg"], google["travelmode"]) == words


def test_a_way_over_the_border_is_told_to_baidu_in_one_datum():
    """One parameter speaks for both ends, so both are in WGS-84."""
    _, baidu = parts(way_links(HALL, SEOUL)["baidu"])

    assert baidu["coord_type"] == "wgs84"
    assert baidu["origin"].startswith("latlng:32.126400,114.069400|")
    assert baidu["destination"].startswith("latlng:37.566000,126.978000|")


def test_addresses_have_no_raw_signs():
    """Whatever a name holds, the link stays one word of ASCII without brackets or bars."""
    nasty = spot(32.1, 114.1, 'a b|c](x) <y> "z" \'\n', "鸡公山 (南)")

    for url in [*place_links(nasty).values(), *way_links(nasty, HALL).values()]:
        assert url.isascii()
        assert not set(url) & set(" |()[]<>\"'\n")
        assert len(url) < 2048


@pytest.fixture(scope="module")
def itinerary(planner):
    """Return a day by public transport."""
    request = xt.TripRequest(start="2026-10-05", days=2, transport="public")
    return planner.plan(request, iterations=10, time_limit=30)


def test_every_place_and_leg_of_a_plan_has_links(itinerary, region):
    """The plan alone is enough: its places tell where they are."""
    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert legs
    for item in itinerary.items():
        if item.type == "leg":
            links = leg_links(itinerary, item)
            lat, lon = map(float, parts(links["google"])[1]["destination"].split(","))
            end = region.by_id[item.to_id].location
            assert to_wgs84(lat, lon, "gcj02") == pytest.approx((end.lat, end.lon), abs=2e-6)
            assert {e for part in item.parts for e in (part.from_id, part.to_id)} <= set(
                itinerary.places
            )
        elif item.place_id is not None:
            assert len(place_links(itinerary.places[item.place_id])) == 4


def test_a_leg_opens_in_the_mode_that_it_is_travelled_in(itinerary):
    """Taxis alone are a drive, feet alone a walk, anything else public transport."""
    seen = set()
    for leg in (item for item in itinerary.items() if item.type == "leg"):
        vehicles = {part.vehicle for part in leg.parts}
        mode = parts(leg_links(itinerary, leg)["google"])[1]["travelmode"]
        seen.add(mode)
        if vehicles == {"walk"}:
            assert mode == "walking"
        elif vehicles <= {"walk", "taxi"}:
            assert mode == "driving"
        else:
            assert mode == "transit"
    assert "transit" in seen or "driving" in seen


def test_a_plan_without_positions_has_no_leg_links(itinerary):
    """An older file lacks its places: no link rather than a wrong one."""
    old = itinerary.model_copy(update={"places": {}})
    leg = next(item for item in old.items() if item.type == "leg")

    assert leg_links(old, leg) == {}
