"""What can be asked for: rooms, kinds and tastes, what is left out, caps, ways in and out."""

import copy
import json

import pytest
from verifier import verify

import xytour as xt
from xytour.planner.caps import told_apart
from xytour.planner.money import rooms_for
from xytour.planner.options import Option

DATES = {"start": "2026-04-10", "days": 2}


@pytest.fixture(scope="module")
def rich_file(region_file):
    """Return the region as its file would be with words for what its places have."""
    data = copy.deepcopy(region_file)
    stays = [place for place in data["places"] if place["kind"] == "stay"]
    for k, place in enumerate(stays):
        place.update(room_beds=1 + k % 2, tags=["Pool"] if k % 3 else ["Parking"])
    stays[0]["room_sleeps"] = 4
    tables = [place for place in data["places"] if place["kind"] == "food"]
    for k, place in enumerate(tables):
        place.update(cuisines=[("Yu", "Hui")[k % 2]], dishes=["Goose"] if k == 3 else [])
    return data


@pytest.fixture(scope="module")
def rich(rich_file, tmp_path_factory):
    """Return a planner of the region with these words."""
    path = tmp_path_factory.mktemp("rich") / "rich.json"
    path.write_text(json.dumps(rich_file), encoding="utf-8")
    return xt.Planner(xt.load_region(path))


@pytest.fixture
def plan_rich(rich, rich_file):
    """Return a way to plan there, verified on the way."""

    def build(**fields):
        itinerary = rich.plan(xt.TripRequest(**DATES, **fields), iterations=20, time_limit=30)
        assert verify(itinerary.model_dump(mode="json"), rich_file) == []
        return itinerary

    return build


def stays(itinerary):
    """Return the nights of a trip."""
    return [item for item in itinerary.items() if item.type == "stay"]


def test_rooms_are_as_many_as_are_asked_for(plan):
    """Three rooms for two, each paid for; without a word one."""
    (night,) = stays(plan(**DATES, stay={"rooms": 3}))

    assert night.rooms == 3
    assert night.cost_cny == pytest.approx(3 * night.room_cny)
    assert stays(plan(**DATES))[0].rooms == 1


def test_rooms_that_cannot_hold_the_party_are_refused(planner):
    """Six heads in one room: the wish is named, and what to relax."""
    request = xt.TripRequest(**DATES, party={"adults": 6}, stay={"rooms": 1})

    with pytest.raises(xt.InfeasibleError) as caught:
        planner.plan(request)
    assert "stay.rooms=1" in caught.value.conflict
    assert "allow another number of rooms" in caught.value.relax


def test_how_many_rooms_follows_from_what_one_sleeps():
    """Five heads: three rooms by two grown-ups a room, two where a room sleeps four."""
    party = xt.Party(adults=5)

    assert (rooms_for(party), rooms_for(party, 4), rooms_for(party, 1)) == (3, 2, 5)


def test_beds_and_what_the_stay_has_are_kept(plan_rich, rich):
    """Twin rooms at a stay with a pool, in any case of letters."""
    (night,) = stays(plan_rich(stay={"room_beds": 2, "tags": ["pool"]}))

    place = rich.region.by_id[night.place_id]
    assert (place.room_beds, place.tags) == (2, ("Pool",))


def test_what_is_wanted_is_in_the_trip(plan, region):
    """Two museums at least, and no more than one hot spring."""
    wanted = [
        xt.Wanted(kinds=["museum"], least=2),
        xt.Wanted(kinds=["hot_spring"], least=0, most=1),
    ]
    kinds = [region.by_id[visit.place_id].kind for visit in plan(**DATES, wanted=wanted).visits]

    assert kinds.count("museum") >= 2
    assert kinds.count("hot_spring") <= 1


def test_one_of_some_places_is_enough(plan):
    """Of three places far apart at least one is visited."""
    ids = ["jigongshan", "lianyunshan", "xinyang-museum"]
    itinerary = plan(**DATES, wanted=[xt.Wanted(places=ids)])

    assert {visit.place_id for visit in itinerary.visits} & set(ids)


def test_cuisines_and_dishes_are_tasted(plan_rich, rich):
    """Both cuisines and the one table with the dish."""
    wanted = [xt.Wanted(cuisines=["yu"]), xt.Wanted(cuisines=["Hui"]), xt.Wanted(dishes=["goose"])]
    itinerary = plan_rich(wanted=wanted)

    meals = [item.place_id for item in itinerary.items() if item.type == "meal" and item.place_id]
    tables = [place for p in meals if (place := rich.region.by_id[p]).kind == "food"]
    assert {cuisine for table in tables for cuisine in table.cuisines} == {"Yu", "Hui"}
    assert any("Goose" in table.dishes for table in tables)


def test_what_is_unwanted_is_left_out(plan, region):
    """No museum, nothing about red history; it may not be demanded either."""
    unwanted = {"kinds": ["museum"], "themes": ["red"]}
    itinerary = plan(**DATES, unwanted=unwanted, interests={"red": 1.0})

    for visit in itinerary.visits:
        place = region.by_id[visit.place_id]
        assert place.kind != "museum"
        assert place.themes.get("red", 0) < 0.5
    with pytest.raises(xt.InfeasibleError, match="unwanted"):
        plan(**DATES, unwanted=unwanted, must_visit=["xinyang-museum"])


def test_what_nobody_has_is_told(rich):
    """A misspelt cuisine is an error with what there is; more museums than there are a conflict."""
    with pytest.raises(xt.RequestError) as caught:
        rich.plan(xt.TripRequest(**DATES, wanted=[xt.Wanted(cuisines=["Yuu"])]))
    assert "wanted[0].cuisines[0]" in str(caught.value)
    assert "Yu" in str(caught.value)
    with pytest.raises(xt.InfeasibleError) as refused:
        rich.plan(xt.TripRequest(**DATES, wanted=[xt.Wanted(kinds=["museum"], least=90)]))
    assert refused.value.conflict == ("wanted: kinds museum, 90 or more",)


@pytest.mark.parametrize(
    ("caps", "fields"),
    [
        ({"ticket": 20, "activity": 0}, {"style": "immersive"}),
        ({"stay": 170, "meal": 260}, {}),
        ({"transport": 150, "getting_around": 120, "way_in_and_out": 0}, {"transport": "public"}),
    ],
)
def test_caps_are_kept(plan, caps, fields):
    """No kind costs more than its cap; the verifier adds up the items."""
    itinerary = plan(**DATES, caps_cny=caps, **fields)

    spent = itinerary.totals.cost_by_kind
    assert all(spent[kind] <= most for kind, most in caps.items() if kind in spent)


def test_a_cap_too_low_is_named_with_one_that_suffices(planner):
    """A bed for 20 is not to be had; what is advised does."""
    request = {"start": "2026-04-10", "days": 2}
    with pytest.raises(xt.InfeasibleError) as caught:
        planner.plan(xt.TripRequest(**request, caps_cny={"stay": 20}), iterations=20)

    assert caught.value.conflict == ("caps_cny.stay=20",)
    assert caught.value.proven
    enough = float(caught.value.relax[0].removeprefix("allow about ").partition(" ")[0])
    raised = xt.TripRequest(**request, caps_cny={"stay": enough})
    assert planner.plan(raised, iterations=20, time_limit=30).totals.cost_by_kind["stay"] <= enough


def test_days_of_two_prices_are_told_apart():
    """A visit of 10 on one day and 20 on the others becomes two, each on its own days."""
    windows = ([(540, 600)], [(540, 600)], [])
    visit = Option("visit", "a", 60, 1.0, (1_000, 2_000, 3_000), windows, (0, 0, 0))
    request = xt.TripRequest(start="2026-04-10", days=3, caps_cny={"ticket": 10})

    cheap, dear = told_apart([visit], request)
    assert cheap.windows == ([(540, 600)], [], [])
    assert dear.windows == ([], [(540, 600)], [])
    assert told_apart([visit], xt.TripRequest(start="2026-04-10", days=3)) == [visit]


@pytest.mark.parametrize(
    ("coming", "going", "vehicles"),
    [
        (["high_speed_rail"], None, ("high_speed_rail", "high_speed_rail")),
        (["high_speed_rail"], ["taxi"], ("high_speed_rail", "expressway")),
    ],
)
def test_the_ways_in_and_out_go_by_what_is_allowed(plan, region, coming, going, vehicles):
    """From Wuhan and back by train, or back by taxi; buses and taxis within."""
    itinerary = plan(
        arrive={"at": "wuhan-station", "time": "2026-04-10T08:00"},
        depart={"at": "wuhan-station", "time": "2026-04-11T21:00"},
        transport=["bus", "taxi", "walk"],
        transport_between=coming,
        transport_back=going,
    )

    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert legs[0].parts[0].mode == vehicles[0]
    assert legs[-1].parts[-1].mode == vehicles[1]
    inside = [p for leg in legs for p in leg.parts if "wuhan" not in p.from_id + p.to_id]
    assert all(part.vehicle in {"bus", "taxi", "walk"} for part in inside)


def test_a_car_goes_all_the_way():
    """Who drives from the first minute has no other way in."""
    with pytest.raises(xt.RequestError, match="transport_between"):
        xt.TripRequest(**DATES, transport_between=["rail"])


@pytest.mark.parametrize(
    "fields", [{}, {"kinds": ["museum"], "least": 0}, {"kinds": ["museum"], "most": 0}]
)
def test_a_wish_for_nothing_is_refused(fields):
    """What is wanted must name something, and ask for something that can be."""
    with pytest.raises(xt.RequestError):
        xt.Wanted(**fields)
