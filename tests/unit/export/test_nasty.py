"""Texts that would do harm do none, in any format that is installed."""

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from importlib.metadata import entry_points

import pyogrio
import pytest
from fastkml import KML
from geojson_pydantic import FeatureCollection
from ical.calendar_stream import IcsCalendarStream
from markdown_it import MarkdownIt
from nasty import TEXTS
from rich.console import Console

import xytour as xt
from xytour.export.clean import one_line
from xytour.export.listing import print_places
from xytour.export.terminal import print_itinerary

SUFFIXES = sorted(point.name for point in entry_points(group="xytour.exporters"))
HARMFUL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\x7f\x85")


@pytest.fixture(scope="module")
def files(nasty, tmp_path_factory):
    """Return the nasty plan in every format, by suffix."""
    folder = tmp_path_factory.mktemp("nasty")
    return {suffix: nasty.save(folder / f"trip.{suffix}") for suffix in SUFFIXES}


def text_of(files, suffix):
    """Return a file's text, line ends as they are."""
    return files[suffix].read_bytes().decode("utf-8")


def test_the_plan_uses_the_texts(nasty):
    """Else the other tests would prove nothing: names, lines and titles are all in it."""
    told = nasty.model_dump_json()

    for text in TEXTS:
        assert json.dumps(text, ensure_ascii=False)[1:-1].split("\\")[0] in told
    assert {"visit", "activity", "meal", "leg", "stay", "appointment"} <= {
        item.type for item in nasty.items()
    }
    assert any(part.line for item in nasty.items() if item.type == "leg" for part in item.parts)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written(files, suffix):
    """No text breaks an exporter, those of other packages included."""
    assert files[suffix].stat().st_size > 1000


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in {"json", "pdf"}])
def test_no_control_character_and_no_turned_text_is_left(files, suffix):
    """Terminals, XML and eyes are safe; JSON alone keeps what it is told, escaped."""
    signs = set(text_of(files, suffix))

    assert {sign for sign in signs if unicodedata.category(sign) == "Cc"} <= set("\n\r\t")
    assert not signs & HARMFUL


def test_json_reads_back_equal(files, nasty):
    """The format of record loses nothing."""
    assert xt.Itinerary.model_validate_json(files["json"].read_bytes()) == nasty


def test_a_calendar_has_no_event_that_a_name_brought_in(files, nasty):
    """A line break in a title begins no line of the file; texts come out as they went in."""
    planned = [item for item in nasty.items() if item.type not in {"wait", "free"}]
    text = text_of(files, "ics")

    events = IcsCalendarStream.calendar_from_ics(text).events

    assert text.count("\r\nBEGIN:VEVENT\r\n") == len(planned) == len(events)
    assert text.count("\r\nEND:VCALENDAR\r\n") == 1
    for event, item in zip(events, planned, strict=True):
        if item.type in {"visit", "appointment"}:
            assert event.summary == one_line(item.name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula(files, delimiter):
    """Not even where a spreadsheet parts cells elsewhere than at commas."""
    text = files["csv"].read_text(encoding="utf-8-sig")

    table = list(csv.reader(io.StringIO(text), delimiter=delimiter))

    assert not [c for row in table for c in row if re.match(r"\s*[=+\-@＝＋－＠]", c)]
    if delimiter == ",":
        assert len({len(row) for row in table}) == 1


def test_markdown_shows_names_as_they_are(files, nasty):
    """Rendered with HTML let through, the page has its own headings, rows and links alone."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")

    tags = Tags(page.render(text_of(files, "md")))

    allowed = {
        "h1",
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "a",
        "strong",
    }
    assert {tag for tag, _ in tags.seen} <= allowed
    links = [dict(attributes)["href"] for tag, attributes in tags.seen if tag == "a"]
    assert all(
        re.match(r"https://[a-z.]+\.(amap|baidu|apple|google)\.com/", link) for link in links
    )
    rows = sum(tag == "tr" for tag, _ in tags.seen)
    costs = len(nasty.days) + 2  # a head, a row a day, the sums
    assert rows == len(list(nasty.items())) + len(nasty.days) + costs


@pytest.mark.skipif("html" not in SUFFIXES, reason="no exporter for pages is installed")
def test_a_page_runs_nothing_that_a_name_says(files):
    """No element and no handler comes from a text."""
    tags = Tags(text_of(files, "html"))

    for tag, attributes in tags.seen:
        told = dict(attributes)
        assert "alert(" not in " ".join(v or "" for k, v in told.items() if k.startswith("on")), tag
        assert not (told.get("href") or "").startswith("javascript:")
        assert told.get("src") != "x"
    assert "alert(1)" not in [text.strip() for text in tags.scripts]


def test_maps_hold_the_names_as_text(files):
    """GeoJSON is valid; GPX and KML are XML that other readers open, with names intact."""
    wanted = {one_line(text) for text in TEXTS}

    FeatureCollection.model_validate_json(files["geojson"].read_bytes())
    meta, _, _, fields = pyogrio.raw.read(files["gpx"], layer="waypoints")
    names = set(dict(zip(meta["fields"], fields, strict=True))["name"])
    assert len(names & wanted) >= 3
    document = KML.from_string(files["kml"].read_bytes()).features[0]
    marks = [mark for folder in document.features for mark in folder.features]
    assert len({mark.name for mark in marks} & wanted) >= 3
    for mark in marks:  # descriptions are HTML
        assert set(re.findall(r"<[^>]*>?", mark.description)) <= {"<br>"}


@pytest.mark.parametrize("colours", [True, False])
def test_a_terminal_obeys_no_name(nasty, colours):
    """Escapes in names reach no terminal; those of colours come from xytour alone."""
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=colours, width=100, highlight=False, markup=False, emoji=False
    )

    print_itinerary(nasty, console)

    printed = out.getvalue()
    assert "\x1b]" not in printed
    assert "\x1b[31m" not in printed
    assert "\x07" not in printed
    assert ("\x1b" in printed) == colours


def test_a_list_of_places_obeys_no_name(tmp_path):
    """Neither does a search."""
    from nasty import region

    file = tmp_path / "region.json"
    file.write_text(json.dumps(region()), encoding="utf-8")
    out = io.StringIO()

    console = Console(file=out, width=100, markup=False)
    print_places(xt.load_region(file).places, "en", console, currency="CNY")

    assert not {s for s in out.getvalue() if unicodedata.category(s) == "Cc"} - {"\n"}


class Tags(HTMLParser):
    """The elements of a page with their attributes, and what scripts say."""

    def __init__(self, page):
        super().__init__()
        self.seen, self.scripts, self.inside = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.seen.append((tag, attrs))
        self.inside = tag == "script"

    def handle_endtag(self, tag):
        """Leave a script."""
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        """Note a script's text."""
        if self.inside:
            self.scripts.append(data)
