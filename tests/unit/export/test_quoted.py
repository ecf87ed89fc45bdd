"""Quotes in what a customer is sent, and money in the region's currency wherever it is shown."""

import pytest

import xytour as xt
from xytour.booking.quoting import make_quote
from xytour.export.page import to_html
from xytour.export.pdf import brochure_data
from xytour.model.money import money_text
from xytour.model.quote import QuoteRules


@pytest.fixture(scope="module")
def quote(trip, region):
    """Return a quote for the kept trip, a tenth dearer than the agency pays for meals."""
    return make_quote(trip, region, rules=QuoteRules(markup={"meal": "0.1"}), title="Spring <tea>")


@pytest.mark.parametrize("suffix", ["md", "html"])
def test_a_quote_stands_in_place_of_the_costs(trip, quote, exporters, suffix):
    """Its lines and its total are shown, the itinerary's own total nowhere."""
    shown = exporters[suffix](trip, quote=quote)
    own = money_text(trip.totals.cost_cny, trip.currency)

    assert own in exporters[suffix](trip)
    assert own not in shown
    assert f"{quote.amount(quote.total)} CNY" in shown
    assert quote.id in shown
    assert shown.count(quote.lines[0].date.isoformat()) >= 1
    assert "<tea>" not in shown


def test_the_brochure_holds_the_quote(trip, quote, region, exporters):
    """The template is given the quote's rows and total, and sets its pages with them."""
    pytest.importorskip("typst")
    data = brochure_data(trip, region, quote)

    assert data["costs"] is None
    assert len(data["quote"]["rows"]) == len(quote.lines)
    assert (quote.total_text, "for the party") in data["figures"]
    assert exporters["pdf"](trip, quote=quote).startswith(b"%PDF")


@pytest.mark.parametrize("suffix", ["md", "html", "pdf"])
def test_a_quote_for_another_plan_is_refused(trip, quote, exporters, suffix):
    """A customer is never shown the price of something else."""
    other = trip.model_copy(update={"days": trip.days[:1]})

    with pytest.raises(xt.ExportError, match="made for another plan"):
        exporters[suffix](other, quote=quote)


def test_formats_without_prices_take_no_quote(trip, quote, tmp_path):
    """The calendar says which options it has."""
    with pytest.raises(xt.ExportError, match="no option 'quote'"):
        trip.save(tmp_path / "trip.ics", quote=quote)


@pytest.mark.parametrize("suffix", ["md", "html", "ics", "kml", "jsonld"])
def test_amounts_are_in_the_regions_currency(trip, exporters, suffix):
    """Nothing shows a yuan sign for a trip that is paid in another currency."""
    abroad = trip.model_copy(update={"currency": "EUR"})
    content = exporters[suffix](abroad)
    shown = content.decode() if isinstance(content, bytes) else content
    reasons = sum(item.reason.count("¥") for item in trip.items() if hasattr(item, "reason"))

    assert "€" in shown
    # What the planner wrote when it planned is as it was.
    assert shown.count("¥") <= reasons


def test_a_page_without_a_quote_is_as_it_was(trip):
    """The costs by kind and day are there."""
    assert 'class="panel quote"' not in to_html(trip)
