"""An agency's whole way: request, plan with live availability, quote, hold, confirm, papers.

The supplier is a server of its own that speaks OCTO; here the one of the tests is started.
Needs `pip install 'xytour[booking]'`.
"""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import xytour as xt
from xytour.booking.desk import Desk
from xytour.booking.octo.models import Contact
from xytour.booking.product_map import read_product_map
from xytour.booking.quoting import make_quote
from xytour.booking.sales import sales_of
from xytour.booking.store import Store
from xytour.booking.suppliers import live_suppliers
from xytour.export.quote import quote_markdown
from xytour.model.quote import QuoteRules, TaxRule

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from servers.octo_shop import KEY, OctoShop, octo_shop

TEA, HOTEL = "zhouxiao-tea-workshop", "xinyang-city-hotels-shihe"
LESSON = {"place": TEA, "activity": "hand-pan-frying-class", "with_entrance": True}
PEOPLE = [("adult", "ADULT", 8000, 6400), ("child", "CHILD", 4000, 3200)]
ROOM = [("room", "OTHER", 28_800, 25_000)]
RULES = QuoteRules(
    markup={"meal": Decimal("0.05"), "transport": Decimal("0.10")},
    tax=TaxRule(name="VAT", rate=Decimal("0.06")),
    round_to=10,
)


def book(shop: OctoShop, region: xt.Region) -> None:
    """Sell one trip, from the request to the papers."""
    product_map = read_product_map(
        {
            "suppliers": {"dabie": {"endpoint": shop.address, "key_env": "DABIE_KEY"}},
            "products": [
                {**LESSON, "supplier": "dabie", "product": "tea", "option": "standard"},
                {"place": TEA, "supplier": "dabie", "product": "walk-in", "option": "standard"},
                {"place": HOTEL, "supplier": "dabie", "product": "room", "option": "standard"}
                | {"units": {"room": ["room"]}},
            ],
        }
    )
    suppliers = live_suppliers(product_map, region, environment={"DABIE_KEY": KEY})
    planner = xt.Planner(region, availability=suppliers, when_down="warn")
    start = date(date.today().year + 1, 4, 10)  # noqa: DTZ011
    request = xt.TripRequest(
        start=start,
        days=2,
        party=xt.Party(adults=2, children=[9]),
        interests={"tea": 1.0, "craft": 0.5},
        must_visit=[TEA],
        stay=xt.StayWish(places=[HOTEL]),
        style="immersive",
        transport="charter",
    )
    itinerary = planner.plan(request)
    for visit in itinerary.visits:
        session = getattr(visit, "session", None)
        print(f"{visit.start:%a %H:%M}  {visit.name}{' (session)' if session else ''}")

    sales = sales_of(itinerary, suppliers)
    quote = make_quote(itinerary, region, sales=sales, rules=RULES)
    print(f"quote {quote.id}: {quote.amount(quote.total)} {quote.currency},", end=" ")
    print(f"margin {quote.amount(quote.margin)}, valid until {quote.valid_until:%Y-%m-%d %H:%M}")

    store = Store("sqlite:///agency.db")
    store.keep(quote)
    desk = Desk(store, suppliers)
    desk.recover()  # what an earlier run left undone
    held = desk.reserve(quote.id, sales)
    print(f"held until {held.expires_at:%H:%M} UTC: {', '.join(k.sale.name for k in held.lines)}")
    customer = Contact(full_name="Li Lei", email_address="li@example.com")
    order = desk.confirm(quote.id, customer)
    print(f"{order.state}: {', '.join(line.reference for line in order.lines)}")

    Path("quote.md").write_text(quote_markdown(quote), encoding="utf-8")
    print("written: quote.md")
    for name in ("trip.ics", "trip.html", "trip.pdf"):  # calendar, page, brochure
        options = {} if name.endswith(".ics") else {"quote": quote}
        try:
            print("written:", itinerary.save(name, **options).name)
        except xt.ExportError as error:  # the brochure needs xytour[pdf]
            print("not written:", error)
    store.close()
    for supplier in suppliers:
        supplier.client.close()


with octo_shop() as running:
    running.sell_product("tea", units=PEOPLE, sessions=[["10:00", "11:30"], ["14:00", "15:30"]])
    running.sell_product("walk-in", units=PEOPLE, hours=[["09:00", "17:00"]], capacity=0)
    running.sell_product("room", units=ROOM, hours=[["14:00", "23:59"]])
    book(running, xt.load_region())
