"""The bundled region: complete, sane, and honest about what is not known."""

import json
from collections import Counter

import pytest

import xytour as xt
from xytour.catalogue import find_faults
from xytour.model.place import Visitable

NAMED = (
    "chengyang-ruins",
    "huang-state-ancient-city",
    "gushi-root-culture-park",
    "wenxin-tea-village",
    "dabieshan-academy",
    "hejiachong",
    "hejiachong-academy",
    "hejiachong-memorial-cemetery",
    "jigongshan",
    "xinyang-east-station",
)


def test_the_file_has_no_faults(region_file):
    """Places lie in their counties, ids and references hold, hours parse, links are credible."""
    assert find_faults(region_file) == []


def test_everything_researched_is_there(region):
    """All 163 places to visit, eat and sleep at, the gateways, towns and links."""
    visitable = [place for place in region.places if isinstance(place, Visitable)]

    assert len(visitable) == 163
    assert Counter(place.kind for place in region.places)["gateway"] >= 71
    assert Counter(place.kind for place in region.places)["town"] == 78
    assert len(region.links) >= 330
    assert len(region.boards) == 2


@pytest.mark.parametrize("place_id", NAMED)
def test_what_the_region_is_known_for_is_there(region, place_id):
    """The names by which Xinyang presents itself can be found."""
    assert region.find_place(place_id) is not None


def test_every_place_has_its_own_words_in_both_languages(region):
    """Summaries are sentences, the Chinese ones in Chinese, none of them twice."""
    english = [place.summary.en for place in region.places]
    chinese = [place.summary.zh for place in region.places]

    assert all(len(text) >= 10 for text in english)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in chinese)
    visitable = [place for place in region.places if isinstance(place, Visitable)]
    assert len({place.summary.zh for place in visitable}) == len(visitable)
    assert all(place.summary.zh != place.name.zh for place in visitable)


def test_every_fact_has_a_source_or_is_marked(region):
    """A place without sources, or a price that nobody tells, never passes for sourced."""
    for place in region.places:
        if isinstance(place, Visitable):
            assert place.sources or place.confidence.hours != "sourced", place.id
            if place.ticket.adult_cny is None and not place.ticket.seasonal:
                room = getattr(place, "room_price_cny", None)
                if place.meal_price_cny is None and room is None:
                    assert place.confidence.price != "sourced", place.id
        assert place.sources or place.confidence.location != "sourced", place.id
    for link in region.links:
        assert link.sources or link.confidence != "sourced", link.id


def test_timetables_say_their_year(region):
    """Old boards and timetables are never shown without the year they are from."""
    assert all(service.timetable_year for service in region.services if service.trips)
    assert {board.timetable_year for board in region.boards} <= {2016, 2021}


def test_the_region_survives_json(region):
    """What is written and read again is equal."""
    assert xt.Region.model_validate_json(region.model_dump_json()) == region


def test_another_region_is_planned_by_the_same_code(region_file, tmp_path):
    """A file of the same form, with other names, is read and planned."""
    moved = json.loads(json.dumps(region_file))
    moved["region"]["id"] = "elsewhere"
    path = tmp_path / "elsewhere.json"
    path.write_text(json.dumps(moved), encoding="utf-8")

    planner = xt.Planner(xt.load_region(path))
    itinerary = planner.plan(xt.TripRequest(start="2026-05-02", days=1), iterations=2)

    assert itinerary.region_id == "elsewhere"
