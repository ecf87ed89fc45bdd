"""The itinerary as a web page, read as text."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import get_args

import pytest

import xytour as xt
from xytour.export.clean import one_line
from xytour.export.page import to_html


@pytest.fixture(scope="module")
def page(trip):
    """Return the page of the kept plan."""
    return to_html(trip)


class Text(HTMLParser):
    """What a reader of a page sees, and the places that links lead to."""

    def __init__(self, page):
        super().__init__()
        self.words, self.links, self.skipping = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note a link; scripts and styles are not seen."""
        self.skipping = tag in {"script", "style"}
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        """Leave a script or a style."""
        self.skipping = False

    def handle_data(self, data):
        """Note what is seen."""
        if not self.skipping and data.strip():
            self.words.append(data.strip())


def test_every_item_is_told_with_its_time(page, trip):
    """Nothing of the plan is left out, map or no map."""
    seen = Text(page).words

    for item in trip.items():
        assert f"{item.start:%H:%M}" in seen
    for visit in trip.visits:
        assert one_line(visit.name) in " ".join(seen)
    for stay in (item for item in trip.items() if item.type == "stay"):
        assert one_line(stay.name) in seen


def test_costs_add_up(trip, page):
    """Each row and column of the table sums to its last cell, and all to the totals."""
    table = re.search(r"<table>.*?</table>", page, re.DOTALL)[0]
    rows = [
        [_amount(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)[1:]
    ]

    for *amounts, total in rows:
        assert sum(amounts) == pytest.approx(total)
    *parts, sums = rows
    for column, total in zip(zip(*parts, strict=True), sums, strict=True):
        assert sum(column) == pytest.approx(total)
    assert sums[-1] == pytest.approx(trip.totals.cost_cny)


def _amount(cell):
    return 0.0 if cell == "–" else float(cell.removeprefix("¥").replace(",", ""))


def test_what_no_item_carries_has_a_column(planner):
    """A hired car's price by the day stands beside the days, so that the sums still agree."""
    request = xt.TripRequest(start="2026-04-10", days=1, transport="charter")
    plan = planner.plan(request, iterations=5, time_limit=30)

    page = to_html(plan)

    assert "Whole trip" in page
    test_costs_add_up(plan, page)


def test_parts_of_the_score_are_told(page, trip):
    """The certificate's numbers and their parts are on the page."""
    seen = Text(page).words

    assert f"Score {trip.certificate.score:.2f}" in seen
    assert f"Upper bound {trip.certificate.upper_bound:.2f}" in seen
    for part in trip.score_parts.values():
        assert not part or f"{part:+.2f}" in seen


@pytest.mark.parametrize(
    ("status", "score", "bound", "said"),
    [
        ("optimal", 80.0, 80.0, "Proven best"),
        ("feasible", 99.99, 100.0, "At least 99 % of the best possible"),
        ("feasible", 80.0, 100.0, "at most 25 % better"),
        ("feasible", 10.0, 100.0, "That bound is far off and says little"),
    ],
)
def test_the_certificate_in_plain_words(trip, status, score, bound, said):
    """What is said never claims more than the bound proves."""
    gap = (bound - score) / bound
    certificate = trip.certificate.model_copy(
        update={"status": status, "score": score, "upper_bound": bound, "gap": gap}
    )

    assert said in to_html(trip.model_copy(update={"certificate": certificate}))


def test_chinese_throughout(trip):
    """A Chinese plan has a Chinese page: no English label is left on it."""
    page = to_html(trip.model_copy(update={"language": "zh"}))

    assert '<html lang="zh-Hans">' in page
    for label in ("Costs", "Open in", "Show on map", "Day 1", "Good to know", "Tickets"):
        assert label not in Text(page).words
    assert "在地图上看" in page


def test_every_word_of_the_model_has_its_words():
    """Kinds, themes and sureness that a plan may name are known in both languages."""
    from xytour.export.page.view import VEHICLE_ICONS
    from xytour.export.page.words import WORDS
    from xytour.model.itinerary import LegPart
    from xytour.model.place import PLACE_KINDS, Confidence, Theme

    wanted = [f"th-{theme}" for theme in get_args(Theme)]
    wanted += [f"k-{kind}" for kind in PLACE_KINDS if kind not in {"gateway", "town"}]
    wanted += [f"sure-{sure}" for sure in get_args(Confidence)]

    assert set(wanted) <= set(WORDS)
    assert set(get_args(LegPart.model_fields["vehicle"].annotation)) <= set(VEHICLE_ICONS)
    assert all(en and zh for en, zh in WORDS.values())


def test_linked_data_is_embedded(page, trip):
    """Search engines find the trip in schema.org's words."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]

    assert json.loads(found)["@type"] == "TouristTrip"
    assert len(json.loads(found)["subTrip"]) == len(trip.days)


def test_links_open_four_maps_and_nothing_else(page):
    """All links lead within the page, to a map, or to Leaflet."""
    outside = {link.split("/")[2] for link in Text(page).links if not link.startswith("#")}

    assert outside == {
        "uri.amap.com",
        "api.map.baidu.com",
        "maps.apple.com",
        "www.google.com",
    }


def test_nothing_is_fetched(page):
    """Without tiles the policy of the page allows no source of anything."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]

    assert "default-src &#39;none&#39;" in policy
    assert "http" not in policy
    assert not re.search(r'<(?:script|img|iframe)[^>]+src=|<link[^>]+href="http', page)


def test_tiles_are_allowed_by_name(trip):
    """Tiles come from their host alone, with the attribution as text."""
    page = to_html(
        trip, tiles="https://tiles.example/{z}/{x}/{y}.png", tiles_attribution="<b>Mappers</b>"
    )

    assert "img-src data: https://tiles.example;" in page
    assert "<b>Mappers" not in page


def test_the_trip_lies_right_on_chinese_tiles(trip):
    """On tiles in GCJ-02 the positions are shifted; Xinyang's by some 500 m."""
    chinese = {"tiles_datum": "gcj02", "tiles_attribution": "A"}
    plain = _marks(to_html(trip))
    shifted = _marks(to_html(trip, tiles="https://t.example/{z}/{x}/{y}", **chinese))

    for place_id, (lat, lon) in plain.items():
        north_m = (shifted[place_id][0] - lat) * 111_200
        east_m = (shifted[place_id][1] - lon) * 111_200 * 0.85
        assert 300 < (north_m**2 + east_m**2) ** 0.5 < 900


def _marks(page):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1]
    return {mark["id"]: mark["at"] for mark in json.loads(found)["marks"]}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tiles": "http://a.example/{z}/{x}/{y}", "tiles_attribution": "A"}, "https"),
        ({"tiles": "https://a.example/tiles", "tiles_attribution": "A"}, "{z}"),
        ({"tiles": "https://a.example/{z}/{x}/{y}"}, "tiles_attribution"),
        ({"tiles": "https://a b;c/{z}/{x}/{y}", "tiles_attribution": "A"}, "host"),
        ({"tiles_datum": "bd09"}, "gcj02"),
    ],
)
def test_tiles_that_will_not_do_are_refused(trip, options, message):
    """The message says what is wrong."""
    with pytest.raises(xt.ExportError, match=re.escape(message)):
        to_html(trip, **options)


def test_a_map_of_another_region_is_refused(nasty, region):
    """The roads of one region under the trip of another would mislead."""
    with pytest.raises(xt.ExportError, match="'nasty'"):
        to_html(nasty, region=region)


def test_an_itinerary_of_an_unknown_region_draws_itself(nasty):
    """Roads are drawn where they are known; else the trip's own ways and places."""
    found = re.search(r'id="data">(.*?)</script>', to_html(nasty))[1]

    assert json.loads(found)["roads"] == []
    assert json.loads(found)["ways"]


def test_a_page_needs_no_solver_and_no_picture(trip, tmp_path):
    """Showing a plan from a file imports nothing that planning, printing or drawing needs."""
    file = trip.save(tmp_path / "trip.json")
    code = (
        "import sys, pathlib, xytour as xt\n"
        f"plan = xt.Itinerary.model_validate_json(pathlib.Path({str(file)!r}).read_bytes())\n"
        f"plan.save({str(tmp_path / 'trip.html')!r})\n"
        "heavy = {'matplotlib', 'typst', 'highspy', 'rustworkx', 'networkx', 'icalendar'}\n"
        "print(heavy & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "set()"


def test_the_same_plan_gives_the_same_page(trip, page):
    """No clock and no chance is in it."""
    assert to_html(trip) == page
