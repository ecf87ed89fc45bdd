"""A small region, what a supplier sells of it, and the steps of a customer who books."""

import json

from servers.octo_shop import KEY as SUPPLIER_KEY

from tests.unit.catalogue.conftest import small_region

ADULTS = [("adult", "ADULT", 8000, 6000)]
ROOMS = [("room", "OTHER", 28_800, 25_000)]
PRODUCTS = [
    {"place": "tea-museum", "product": "tour"},
    {"place": "lake-inn", "product": "room", "units": {"room": ["room"]}},
]
REQUEST = {"start": "2027-04-10", "days": 2, "must_visit": ["tea-museum"]}
TRAVELLER = {"contact": {"full_name": "Li Lei", "email_address": "li@example.com"}}
PATIENCE = {"supplier_seconds": 20.0, "lease_seconds": 30.0, "recover_seconds": 600.0}


def stock(shop, capacity=10):
    """Put guided tours and rooms on sale, and nothing else; forget all that was."""
    shop.tell("clear")
    tours = [["10:00", "11:00"], ["14:00", "15:00"]]
    shop.sell_product("tour", units=ADULTS, sessions=tours, capacity=capacity)
    shop.sell_product("room", units=ROOMS, hours=[["14:00", "23:59"]], capacity=capacity)


def selling(shop, folder, **settings):
    """Return settings of a service that sells what a supplier has, as JSON's values."""
    files = {name: folder / name for name in ("region.json", "map.json", "supplier-key")}
    address = {"endpoint": shop.address, "key_file": str(files["supplier-key"])}
    product_map = {
        "region": "hills",
        "suppliers": {"shop": address},
        "products": [{**one, "supplier": "shop", "option": "standard"} for one in PRODUCTS],
    }
    files["region.json"].write_text(json.dumps(small_region()), encoding="utf-8")
    files["map.json"].write_text(json.dumps(product_map), encoding="utf-8")
    files["supplier-key"].write_text(SUPPLIER_KEY, encoding="utf-8")
    return {
        "regions": [str(files["region.json"])],
        "product_maps": [str(files["map.json"])],
        "store": f"sqlite:///{folder / 'orders.db'}",
        **PATIENCE,
        **settings,
    }


def planned(client):
    """Return a plan with live availability."""
    answer = client.post("/v1/plan", json={"request": REQUEST, "iterations": 5, "time_limit": 9})
    assert answer.status_code == 200, answer.text
    return answer.json()


def quoted(client, itinerary):
    """Return the id of a new quote."""
    answer = client.post("/v1/quotes", json={"itinerary": itinerary})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def hold(client, quote, key=None):
    """Ask for all of a quote to be held."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post("/v1/orders", json={"quote": quote}, headers=headers)


def held(client, quote, key=None):
    """Return the order by which all of a quote is held."""
    answer = hold(client, quote, key)
    assert answer.status_code == 201, answer.text
    assert answer.json()["state"] == "held"
    return answer.json()
