"""The itinerary as a PDF brochure, read by another library."""

import io
import sys

import pytest
from pypdf import PdfReader

import xytour as xt
from xytour.export.clean import one_line
from xytour.export.pdf import to_pdf


@pytest.fixture(scope="module")
def pdf(trip):
    """Return the brochure of the kept plan, in Chinese."""
    return to_pdf(trip.model_copy(update={"language": "zh"}))


def text_of(pdf):
    """Return all text of a brochure, without spaces: lines break anywhere."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_every_item_is_told_with_its_time(pdf, trip):
    """The brochure has all that the plan has."""
    text = text_of(pdf)

    for item in trip.items():
        assert f"{item.start:%H:%M}" in text
    for visit in trip.visits:
        assert "".join(visit.name.split()) in text


def test_chinese_needs_no_font_of_the_readers(pdf):
    """Every font used is embedded, so Chinese shows anywhere."""
    text = text_of(pdf)
    embedded = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner)
            embedded.add(inner["/FontName"].partition("+")[2])

    assert "出行提示" in text
    assert embedded == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_costs_and_proof_are_told(pdf, trip):
    """The total, the score and its bound are printed."""
    text = text_of(pdf)

    assert f"¥{trip.totals.cost_cny:,.2f}".removesuffix(".00") in text
    assert f"{trip.certificate.score:.2f}" in text


def test_it_has_a_page_for_cover_overview_and_notes_and_each_day(pdf, trip):
    """Short days have a page each; the size is that of paper."""
    pages = PdfReader(io.BytesIO(pdf)).pages

    assert len(pages) >= 3 + len(trip.days)
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in pages} == {(595, 842)}


def test_titles_tags_and_links(pdf):
    """Readers aloud find a title, a language and structure; places open in map apps."""
    reader = PdfReader(io.BytesIO(pdf))
    links = [
        note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])
    ]

    assert "信阳" in reader.metadata.title or "Xinyang" in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert {link.split("/")[2] for link in links} == {
        *("uri.amap.com", "api.map.baidu.com", "maps.apple.com", "www.google.com")
    }


def test_the_same_plan_gives_the_same_bytes(trip):
    """No clock is in it."""
    assert to_pdf(trip) == to_pdf(trip)


def test_names_are_never_markup(nasty):
    """Signs of the typesetter in a name are printed as they stand; no file is read."""
    markup = "#set text(9pt) *bold* $x$ @y `z`"
    text = text_of(to_pdf(nasty.model_copy(update={"region_name": markup})))

    assert "".join(markup.split()) in text
    assert "<script>alert(1)</script>" in text
    for visit in nasty.visits:
        start = "".join(one_line(visit.name).split())[:12]
        assert start in text or not start.isascii()


def test_a_missing_typesetter_is_named(trip, monkeypatch):
    """The message tells which extra to install."""
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(xt.ExportError, match=r"pip install 'xytour\[pdf\]'"):
        to_pdf(trip)


def test_a_map_of_another_region_is_refused(nasty, region):
    """The roads of one region under the trip of another would mislead."""
    with pytest.raises(xt.ExportError, match="'nasty'"):
        to_pdf(nasty, region=region)
