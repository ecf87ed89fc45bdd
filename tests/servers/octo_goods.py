"""What the suppliers of the tests sell, and who buys it."""

from datetime import UTC, datetime

from servers.octo_shop import KEY
from xytour.booking.octo.calling import Patience
from xytour.booking.octo.client import OctoClient
from xytour.booking.octo.models import Contact
from xytour.booking.sales import Sale, SoldUnit

QUICK = Patience(timeout_s=2.0, deadline_s=5.0, attempts=3, wait_s=0.01)
PEOPLE = [
    ("adult", "ADULT", 8000, 6000, {"minAge": 18}),
    ("child", "CHILD", 4000, 3000, {"minAge": 6, "maxAge": 17}),
]
MAP = {
    "products": [
        {
            "place": "xijiuhua-tea-picking",
            "activity": "pick-and-hand-fry-tea",
            "supplier": "shop",
            "product": "tea",
            "option": "standard",
        },
        {"place": "xihe-rafting", "supplier": "shop", "product": "raft", "option": "standard"},
    ]
}
TRAVELLER = Contact(full_name="Li Lei", email_address="li@example.com")


def stock(shop):
    """Put the tea lesson and the raft on sale."""
    shop.sell_product("tea", units=PEOPLE, sessions=[["10:00", "12:00"], ["14:00", "16:00"]])
    shop.sell_product("raft", units=PEOPLE, hours=[["08:00", "18:00"]])


def client_of(shop, **options):
    """Return a client of a running supplier."""
    return OctoClient(
        shop.address, options.pop("key", KEY), name="shop", patience=options.pop("patience", QUICK)
    )


def sale(product="tea", session="10:00", day="2027-04-10", adults=2):
    """Return what is bought: a session of a product for some adults."""
    start = datetime.fromisoformat(f"{day}T{session}:00+08:00")
    return Sale(
        place_id="xijiuhua-tea-picking" if product == "tea" else "xihe-rafting",
        kind="activity" if product == "tea" else "ticket",
        name=product,
        date=start.date(),
        start=start,
        supplier="shop",
        product_id=product,
        option_id="standard",
        availability_id=f"{product}|{day}|{session}",
        units=(SoldUnit(unit_id="adult", unit_type="ADULT", name="Adult", quantity=adults),),
        currency="CNY",
        precision=2,
        free_until=datetime(2027, 4, 9, tzinfo=UTC),
    )


RAFT = {"product": "raft", "session": "00:00"}
