"""Quotes add up to the last minor unit, never change, and show customers what is theirs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xytour.booking.quoting import is_genuine, issue, make_quote
from xytour.booking.store import Store
from xytour.errors import RequestError, StoreError
from xytour.export.quote import quote_markdown, quote_table
from xytour.model.quote import Quote, QuoteInputs, QuoteItem, QuoteRules, TaxRule

ISSUED = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TEA = QuoteItem(
    place_id="xijiuhua-tea-picking",
    name="Tea lesson",
    date=date(2027, 4, 10),
    kind="activity",
    unit_type="ADULT",
    quantity=3,
    currency="CNY",
    precision=2,
    net=6667,
    retail=8000,
    supplier="shop",
    free_until=datetime(2027, 4, 9, 2, 0, tzinfo=UTC),
)
LUNCH = TEA.model_copy(
    update={"name": "Lunch", "kind": "meal", "unit_type": "PERSON", "net": 3333, "retail": None}
    | {"supplier": None, "estimated": True, "free_until": None}
)


def quote_of(*items, **rules):
    """Return a quote for some items by some rules."""
    return issue(
        QuoteInputs(
            region_id="xinyang",
            title="Tea",
            language="en",
            itinerary_sha256="0" * 64,
            items=items,
            rules=QuoteRules(**rules),
            issued_at=ISSUED,
        )
    )


def test_suppliers_prices_are_passed_on_and_the_rest_is_marked_up():
    """Three lessons at 80.00 that cost 66.67; three lunches at 33.33 and a tenth more."""
    quote = quote_of(TEA, LUNCH, markup={"meal": "0.1", "activity": "0.5"})

    assert [line.unit_sale for line in quote.lines] == [8000, 3666]
    assert [line.sale for line in quote.lines] == [24_000, 10_998]
    assert quote.net == 3 * 6667 + 3 * 3333
    assert quote.total == quote.sale == 34_998
    assert quote.margin == 34_998 - 30_000


def test_all_can_be_sold_at_net_and_markup():
    """The supplier's own price to travellers is then passed over."""
    assert quote_of(TEA, sell="markup", markup={"activity": "0.5"}).lines[0].unit_sale == 10_001


@pytest.mark.parametrize(
    ("rounding", "step", "unit"),
    [("half-up", 1, 7334), ("half-even", 50, 7350), ("up", 100, 7400), ("up", 1, 7334)],
)
def test_sale_prices_are_rounded_as_the_rules_say(rounding, step, unit):
    """66.67 and a tenth is 73.337: to a fen, to half a yuan, up to a yuan."""
    quote = quote_of(
        TEA, sell="markup", markup={"activity": "0.1"}, rounding=rounding, round_to=step
    )

    assert quote.lines[0].unit_sale == unit


@pytest.mark.parametrize(("rounding", "unit"), [("half-up", 13), ("half-even", 12), ("up", 13)])
def test_halves_go_where_the_rules_say(rounding, unit):
    """Half of 25 is 12.5."""
    half = TEA.model_copy(update={"net": 25, "currency": "USD"})

    assert (
        quote_of(half, rates={"USD": "0.5"}, sell="markup", rounding=rounding).lines[0].unit_sale
        == unit
    )


def test_tax_is_taken_out_of_prices_or_put_on_top():
    """6 % in 240.00 is 13.58; 6 % on 240.00 is 14.40."""
    within = quote_of(TEA, tax=TaxRule(name="VAT", rate=Decimal("0.06")))
    on_top = quote_of(TEA, tax=TaxRule(name="VAT", rate=Decimal("0.06"), included=False))

    assert (within.tax, within.total, within.margin) == (1358, 24_000, 24_000 - 1358 - 20_001)
    assert (on_top.tax, on_top.total, on_top.margin) == (1440, 25_440, 24_000 - 20_001)


def test_currencies_of_other_precision_are_converted():
    """1,000 yen at 0.05 are 50.00 yuan."""
    yen = TEA.model_copy(update={"net": 900, "retail": 1000, "currency": "JPY", "precision": 0})

    line = quote_of(yen, rates={"JPY": "0.05"}).lines[0]

    assert (line.unit_net, line.unit_sale) == (4500, 5000)


def test_a_currency_without_a_rate_is_refused():
    """The message names the currency, nothing is guessed."""
    with pytest.raises(RequestError, match="prices in JPY; give the rate to CNY"):
        quote_of(TEA.model_copy(update={"currency": "JPY"}))


ITEMS = st.builds(
    lambda net, retail, quantity: TEA.model_copy(
        update={"net": net, "retail": retail, "quantity": quantity}
    ),
    st.integers(0, 10**7),
    st.none() | st.integers(0, 10**7),
    st.integers(1, 60),
)


@settings(deadline=None, max_examples=60)
@given(
    items=st.lists(ITEMS, max_size=8),
    rate=st.decimals(0, 1, places=4),
    included=st.booleans(),
    markup=st.decimals(0, 3, places=3),
    step=st.integers(1, 500),
)
def test_lines_add_up_and_quotes_are_reproduced(items, rate, included, markup, step):
    """Totals are the sums of the lines; JSON there and back, and working it out again, agree."""
    tax = TaxRule(name="VAT", rate=rate, included=included)
    quote = quote_of(*items, tax=tax, markup={"activity": markup}, round_to=step, rounding="up")

    for name in ("net", "sale", "tax"):
        assert getattr(quote, name) == sum(getattr(line, name) for line in quote.lines)
    assert all(line.sale == line.unit_sale * line.quantity for line in quote.lines)
    assert all(line.unit_sale % step == 0 for line in quote.lines)
    assert quote.total == quote.sale + (0 if included else quote.tax)
    assert quote.margin == quote.total - quote.tax - quote.net
    again = Quote.model_validate_json(quote.model_dump_json())
    assert again == quote
    assert is_genuine(again)


def test_a_quote_that_was_changed_is_not_genuine():
    """Whoever lowers a price in the file is found out, and the values are frozen."""
    quote = quote_of(TEA)

    assert not is_genuine(quote.model_copy(update={"total": 1}))
    with pytest.raises(ValueError, match="frozen"):
        quote.total = 1


def test_a_quote_holds_for_its_time():
    """From its issue until it is over."""
    quote = quote_of(TEA, valid_hours=2)

    assert quote.is_valid(ISSUED)
    assert not quote.is_valid(ISSUED + timedelta(hours=2))
    assert not quote.is_valid(ISSUED - timedelta(seconds=1))


def test_customers_see_neither_cost_nor_supplier():
    """Not in the JSON for them, not in rows, not on the page."""
    quote = quote_of(TEA, LUNCH, tax=TaxRule(name="VAT", rate=Decimal("0.06")))

    shown = f"{quote.for_customer()}{quote_table(quote)}{quote_markdown(quote)}"

    for secret in ("6667", "66.67", "net", "margin", "shop", str(quote.margin)):
        assert secret not in shown
    assert quote.for_customer()["total"] == quote.total


def test_the_page_tells_sums_terms_and_estimates():
    """What a customer has to know stands there, in both languages."""
    quote = quote_of(TEA, LUNCH, tax=TaxRule(name="VAT", rate=Decimal("0.06")))

    page = quote_markdown(quote)

    assert "| 2027-04-10 | Tea lesson | adult | 3 | 80.00 | 240.00 |" in page
    assert "| 2027-04-10 | Lunch | person | 3 | 33.33 | 99.99 (estimate) |" in page
    assert "**Total: 339.99 CNY**" in page
    assert "of which VAT 6 %: 19.24" in page
    assert "* Tea lesson: free until 2027-04-09 02:00" in page
    assert "may change" in page
    assert "| 2027-04-10 | Lunch | 人 | 3 | 33.33 | 99.99 (估价) |" in quote_markdown(quote, "zh")


def test_names_cannot_break_the_page():
    """A name with markup is shown as it is."""
    nasty = TEA.model_copy(update={"name": "a|b*c\n<script>"})

    assert r"| a\|b\*c \<script\> |" in quote_markdown(quote_of(nasty))


def test_a_quote_of_an_itinerary_adds_up_to_its_costs(planner, region):
    """Without suppliers and mark-up, a quote costs what the itinerary says, to the fen."""
    from xytour import Party, TripRequest

    request = TripRequest(
        start="2027-04-10",
        days=2,
        party=Party(adults=2, children=[7], seniors=1),
        interests={"tea": 1.0, "craft": 1.0, "nature": 0.5},
        meals=["breakfast", "lunch", "dinner"],
    )
    itinerary = planner.plan(request, iterations=30, time_limit=60)

    quote = make_quote(itinerary, region, issued_at=ISSUED)

    assert quote.total == round(itinerary.totals.cost_cny * 100)
    assert {line.unit_type for line in quote.lines} >= {"PERSON", "ROOM", "PARTY"}
    assert make_quote(itinerary, region, issued_at=ISSUED) == quote
    only_sold = make_quote(itinerary, region, issued_at=ISSUED, rules=QuoteRules(estimates=False))
    assert only_sold.lines == ()
    with pytest.raises(RequestError, match="offset"):
        make_quote(itinerary, region, issued_at=datetime(2027, 3, 1))  # noqa: DTZ001


def test_issued_quotes_are_kept_unchanged(store):
    """Kept twice is kept once; another quote under the same id is refused."""
    quote = quote_of(TEA)
    store.keep(quote)
    store.keep(quote)

    assert store.quote(quote.id) == quote
    with pytest.raises(StoreError, match="does not change"):
        store.keep(quote.model_copy(update={"total": 1}))
    with pytest.raises(StoreError, match="no quote 'Q-7'"):
        store.quote("Q-7")


def test_quotes_outlive_the_process(tmp_path):
    """What is kept is there when the file is opened again."""
    url, quote = f"sqlite:///{tmp_path / 'q.db'}", quote_of(TEA)
    first = Store(url)
    first.keep(quote)
    first.close()
    second = Store(url)

    assert second.quote(quote.id) == quote
    second.close()
