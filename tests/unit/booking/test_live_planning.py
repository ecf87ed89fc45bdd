"""From a plan with live availability to sales, a quote and an order, at a real server."""

from datetime import UTC, datetime

import pytest
from servers.octo_goods import TRAVELLER, client_of

from xytour import InfeasibleError, Party, TripRequest
from xytour.booking.desk import Desk
from xytour.booking.octo.calling import Patience
from xytour.booking.product_map import read_product_map
from xytour.booking.quoting import make_quote
from xytour.booking.sales import sales_of
from xytour.booking.suppliers import LiveSupplier
from xytour.errors import BookingError, DataError, SupplierError
from xytour.model.quote import QuoteRules

TEA = "xijiuhua-tea-picking"
HOTEL = "xinyang-city-hotels-shihe"
MAP = {
    "products": [
        {"place": TEA, "activity": "pick-and-hand-fry-tea", "product": "tea"}
        | {"supplier": "shop", "option": "standard", "with_entrance": True},
        {"place": TEA, "product": "none", "supplier": "shop", "option": "standard"},
        {"place": TEA, "activity": "tea-tasting", "product": "none"}
        | {"supplier": "shop", "option": "standard"},
        {"place": HOTEL, "product": "room", "supplier": "shop", "option": "standard"}
        | {"units": {"room": ["room"]}},
    ]
}
# Far ahead, so that no sale is closed yet on whatever day this runs.
REQUEST = TripRequest(
    start="2027-04-10",
    days=2,
    party=Party(adults=3, children=[9]),
    interests={"tea": 1.0},
    must_visit=[TEA],
    stay={"places": [HOTEL]},
    transport="charter",
)
PEOPLE = [
    ("adult", "ADULT", 8000, 6000, {"minAge": 18}),
    ("child", "CHILD", 4000, 3000, {"minAge": 6, "maxAge": 17}),
]


@pytest.fixture
def shop(shop):
    """Sell a tea lesson and rooms, and nothing else at the tea hill."""
    shop.sell_product("tea", units=PEOPLE, sessions=[["10:00", "12:30"], ["14:00", "16:30"]])
    shop.sell_product("none", units=PEOPLE, hours=[], capacity=0)
    shop.sell_product("room", units=[("room", "OTHER", 28_800, 25_000)], hours=[["14:00", "23:59"]])
    return shop


@pytest.fixture
def supplier(client, region):
    """Return the supplier, linked to the tea hill and a hotel."""
    return LiveSupplier(client, read_product_map(MAP), region)


@pytest.fixture
def plan(planner):
    """Plan with live availability."""

    def call(supplier, **options):
        asking = planner.with_providers(availability=supplier, **options)
        return asking.plan(REQUEST, iterations=5, time_limit=60)

    return call


def lesson_of(itinerary):
    """Return the tea lesson."""
    (lesson,) = [v for v in itinerary.visits if v.place_id == TEA]
    return lesson


def test_from_the_plan_to_the_booking(plan, region, supplier, shop, store):
    """The session planned is the one sold, at the price planned, quoted, held and bought."""
    for day in ("2027-04-10", "2027-04-11"):
        shop.tell("sell", availabilityId=f"tea|{day}|10:00", n=8)  # two left, four want to go

    itinerary = plan(supplier)
    sales = sales_of(itinerary, [supplier])
    quote = make_quote(itinerary, region, sales=sales, issued_at=datetime(2027, 3, 1, tzinfo=UTC))
    desk = Desk(store, [supplier])
    desk.reserve(quote.id, sales)
    order = desk.confirm(quote.id, TRAVELLER)

    lesson = lesson_of(itinerary)
    assert (lesson.session, lesson.ticket_cny) == ("14:00", 280)
    assert f"{lesson.end:%H:%M}" == "16:30"
    assert {sale.kind: sale.retail for sale in sales} == {"activity": 28_000, "stay": 2 * 28_800}
    sold = [line for line in quote.lines if line.supplier]
    assert [(k.unit_type, k.quantity, k.unit_sale) for k in sold if k.kind == "activity"] == [
        ("ADULT", 3, 8000),
        ("CHILD", 1, 4000),
    ]
    assert quote.total == round(itinerary.totals.cost_cny * 100)
    assert quote.margin == 3 * 2000 + 1000 + 2 * 3800
    assert order.state == "confirmed"
    booked = {b["availabilityId"]: len(b["unitItems"]) for b in shop.bookings("CONFIRMED")}
    assert booked == {f"tea|{lesson.start:%Y-%m-%d}|14:00": 4, "room|2027-04-10|00:00": 2}


def test_what_is_sold_between_plan_and_sale_is_named(plan, supplier, shop):
    """The error says what is gone, with its time."""
    itinerary = plan(supplier)
    lesson = lesson_of(itinerary)
    shop.tell("sell", availabilityId=f"tea|{lesson.start:%Y-%m-%d|%H:%M}", n=7)

    with pytest.raises(BookingError, match=rf"sold out by now, .*{lesson.start:%Y-%m-%d %H:%M}"):
        sales_of(itinerary, [supplier])


def test_nothing_left_is_refused_with_the_reason(plan, supplier, shop):
    """A place that must be visited and is sold out cannot be planned."""
    shop.sell_product("tea", units=PEOPLE, sessions=[["10:00", "12:30"]], capacity=2)

    with pytest.raises(InfeasibleError, match="sold out"):
        plan(supplier)


def test_a_supplier_in_trouble_refuses_or_warns(plan, supplier, shop):
    """It is named with the places that hang on it; with a warning there is a plan."""
    shop.tell("fault", match="GET /products/", kind="500", times=99)

    with pytest.raises(SupplierError, match="broke down") as told:
        plan(supplier)
    itinerary = plan(supplier, when_down="warn")

    assert told.value.places == (TEA,)
    assert [w.code for w in itinerary.warnings].count("supplier-down") == 2
    assert lesson_of(itinerary)


def test_prices_in_another_currency_are_not_mistaken(plan, region, shop):
    """A supplier that answers in dollars is told of, whatever its numbers."""
    with client_of(shop, patience=Patience(attempts=1)) as client:
        supplier = LiveSupplier(client, read_product_map(MAP), region)
        supplier.currency = "USD"

        with pytest.raises(SupplierError, match="asked for prices in USD and told them in CNY"):
            plan(supplier)


def test_a_quote_without_estimates_has_suppliers_lines_alone(plan, region, supplier):
    """The rules can leave out what nobody sells."""
    itinerary = plan(supplier)
    rules = QuoteRules(estimates=False)

    quote = make_quote(itinerary, region, sales=sales_of(itinerary, [supplier]), rules=rules)

    assert {line.supplier for line in quote.lines} == {"shop"}


def test_sales_that_are_closed_are_not_offered(plan, client, region):
    """After the supplier's cutoff a session is as good as sold out."""
    late = datetime(2028, 1, 1, tzinfo=UTC)
    supplier = LiveSupplier(client, read_product_map(MAP), region, now=lambda: late)

    with pytest.raises(InfeasibleError, match="sold out"):
        plan(supplier)


def test_a_map_of_another_region_is_refused(client, region):
    """Before anything is asked."""
    wrong = {"place": "atlantis", "product": "tea", "supplier": "shop", "option": "standard"}

    with pytest.raises(DataError, match="no such place"):
        LiveSupplier(client, read_product_map({"products": [wrong]}), region)
