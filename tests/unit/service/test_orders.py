"""From a quote to bookings over HTTP, at a supplier that sells out, falls silent, runs out."""

import json
import random
from datetime import UTC, datetime

import pytest
from servers.octo_shop import KEY as SUPPLIER_KEY

pytest.importorskip("fastapi", reason="the service is made of it")

from fastapi.testclient import TestClient

from tests.unit.service.conftest import KEY, OTHER_KEY
from tests.unit.service.selling import TRAVELLER, held, hold, planned, quoted, selling, stock
from tests.unit.service.test_forged import tampered
from tests.unit.service.test_paths import problem
from xytour import Itinerary
from xytour.booking.quoting import make_quote
from xytour.errors import DataError
from xytour.service.app import create_app
from xytour.service.settings import Settings, digest_of

OTHERS = {"Authorization": f"Bearer {OTHER_KEY}"}


@pytest.fixture(scope="module")
def client(octo, tmp_path_factory):
    """Yield a client, with a key, of a service that sells."""
    stock(octo)
    keys = {"first": digest_of(KEY), "other": digest_of(OTHER_KEY)}
    settings = selling(octo, tmp_path_factory.mktemp("selling"), keys=keys)
    app = create_app(Settings.model_validate(settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        yield client


@pytest.fixture(scope="module")
def itinerary(client, octo):
    """Return a plan, made while the tours of the morning were sold out."""
    for day in ("10", "11"):
        octo.tell("sell", availabilityId=f"tour|2027-04-{day}|10:00", n=9)
    return planned(client)


@pytest.fixture
def shop(octo, itinerary):
    """Return the supplier with all of its stock."""
    stock(octo)
    return octo


def test_what_is_sold_out_is_not_planned(itinerary):
    """The tour of the plan is one that is left, at the supplier's price."""
    items = [one for day in itinerary["days"] for one in day["items"]]
    (tour,) = [one for one in items if one["type"] == "visit"]
    rooms = [one["room_cny"] for one in items if one["type"] == "stay"]

    assert tour["start"][11:16] == "14:00"
    assert tour["ticket_cny"] == 160
    assert rooms == [288]


def test_a_quote_is_held_bought_and_given_back(client, shop, itinerary):
    """Each step may be asked for again, and nothing is held, bought or given back twice."""
    quote = quoted(client, itinerary)
    on_hold = [hold(client, quote) for _ in range(2)]
    path = f"/v1/orders/{on_hold[0].json()['id']}"
    bought = [client.post(f"{path}/confirm", json=TRAVELLER) for _ in range(2)]
    confirmations = [one["confirmations"] for one in shop.bookings("CONFIRMED")]
    references = {one["supplierReference"] for one in shop.bookings("CONFIRMED")}
    given_back = [client.post(f"{path}/cancel") for _ in range(2)]

    assert [one.status_code for one in on_hold] == [201, 201]
    assert on_hold[0].json() == on_hold[1].json()
    assert on_hold[0].json()["expires_at"] is not None
    assert [one.json()["state"] for one in (*on_hold, *bought, *given_back)] == [
        "held", "held", "confirmed", "confirmed", "released", "released",
    ]  # fmt: skip
    assert confirmations == [1, 1]
    assert references == {one["reference"] for one in bought[0].json()["bookings"]}
    assert client.get(path).json() == given_back[0].json()
    assert not shop.bookings("ON_HOLD", "CONFIRMED")


def test_what_cannot_be_held_gives_back_the_rest(client, shop, itinerary):
    """Nothing is held of an order that fails; with another key it can be tried again."""
    quote = quoted(client, itinerary)
    shop.tell("sell", availabilityId="room|2027-04-10|00:00", n=10)

    told = problem(hold(client, quote), 409, "not-booked")
    left = shop.bookings("ON_HOLD")
    stock(shop)
    again = problem(hold(client, quote), 409, "not-booked")

    assert "sold out" in told["detail"]
    assert not left
    assert "Idempotency-Key" in again["detail"]
    assert held(client, quote, "second-try")


def test_what_became_dearer_is_not_held(client, shop, itinerary):
    """The agency does not pay more than it reckoned with: all is given back."""
    quote = quoted(client, itinerary)
    shop.sell_product("room", units=[("room", "OTHER", 28_800, 26_000)], hours=[["14:00", "23:59"]])

    told = problem(hold(client, quote), 409, "not-booked")

    assert "26000 now and 25000 when it was quoted" in told["detail"]
    assert not shop.bookings("ON_HOLD", "CONFIRMED")


def test_what_is_sold_out_since_the_plan_is_not_quoted(client, shop, itinerary):
    """The answer names it."""
    for day in ("10", "11"):
        shop.tell("sell", availabilityId=f"tour|2027-04-{day}|14:00", n=10)
    answer = client.post("/v1/quotes", json={"itinerary": itinerary})

    assert "tea-museum at 2027-04-1" in problem(answer, 409, "not-booked")["detail"]


def test_a_hold_that_ran_out_buys_nothing(client, shop, itinerary):
    """The order is given back as a whole, and says so."""
    order = held(client, quoted(client, itinerary))["id"]
    shop.tell("expire")

    told = problem(client.post(f"/v1/orders/{order}/confirm", json=TRAVELLER), 409, "not-booked")

    assert "expired" in told["detail"]
    assert client.get(f"/v1/orders/{order}").json()["state"] == "released"
    assert not shop.bookings("CONFIRMED")


def test_what_a_supplier_does_not_take_back_is_named(client, shop, itinerary):
    """Bought half-way, and not to be cancelled: its reference is told, for somebody to call."""
    shop.sell_product("tour", units=[("adult", "ADULT", 8000, 6000)],
                      sessions=[["14:00", "15:00"]], cancellable=False)  # fmt: skip
    order = held(client, quoted(client, itinerary))["id"]
    room = next(one for one in shop.bookings() if one["productId"] == "room")
    shop.tell("refuse", uuid=room["uuid"])

    answer = client.post(f"/v1/orders/{order}/confirm", json=TRAVELLER)

    (tour,) = shop.bookings("CONFIRMED")
    assert problem(answer, 409, "not-booked")["standing"] == [tour["supplierReference"]]
    assert client.get(f"/v1/orders/{order}").json()["state"] == "standing"


def test_silence_while_buying_is_settled_later(client, shop, itinerary):
    """The caller is told to come again, and finds it bought once."""
    order = held(client, quoted(client, itinerary))["id"]
    shop.tell("fault", match="/confirm", kind="500", times=4)

    silent = client.post(f"/v1/orders/{order}/confirm", json=TRAVELLER)
    between = client.get(f"/v1/orders/{order}").json()["state"]
    again = client.post(f"/v1/orders/{order}/confirm", json=TRAVELLER)

    problem(silent, 503, "unsettled")
    assert int(silent.headers["retry-after"]) > 0
    assert between == "confirming"
    assert again.json()["state"] == "confirmed"
    assert [one["confirmations"] for one in shop.bookings("CONFIRMED")] == [1, 1]


def test_orders_belong_to_who_made_them(client, shop, itinerary):
    """To others neither quote nor order exist, and their keys are their own."""
    quote = quoted(client, itinerary)
    order = held(client, quote, "mine")["id"]

    for answer in (
        client.post("/v1/orders", json={"quote": quote}, headers=OTHERS),
        client.get(f"/v1/orders/{order}", headers=OTHERS),
        client.post(f"/v1/orders/{order}/confirm", json=TRAVELLER, headers=OTHERS),
        client.post(f"/v1/orders/{order}/cancel", headers=OTHERS),
        client.get(f"/v1/orders/O-{'0' * 32}"),
    ):
        problem(answer, 404, "not-found")
    assert len(shop.bookings("ON_HOLD")) == 2


def test_two_quotes_of_one_plan_are_two_orders(client, shop, itinerary):
    """Two customers who ask at the same moment do not share what is held for one of them."""
    first, second = (held(client, quoted(client, itinerary))["id"] for _ in range(2))

    assert first != second
    assert len(shop.bookings("ON_HOLD")) == 4


def test_a_key_stands_for_one_order(client, shop, itinerary):
    """With another quote it is refused, and so is one of strange characters."""
    held(client, quoted(client, itinerary), "once")
    other = make_quote(
        Itinerary.model_validate(itinerary), client.app.state.desk.planner(None).region,
        title="another", issued_at=datetime.now(UTC),
    )  # fmt: skip
    client.app.state.desk.store.issue(other, "first")

    told = problem(hold(client, other.id, "once"), 422, "bad-request")
    strange = problem(hold(client, other.id, "a b"), 422, "bad-request")

    assert told["faults"][0]["path"] == strange["faults"][0]["path"] == "header Idempotency-Key"
    assert len(shop.bookings()) == 2


def test_a_quote_that_ran_out_is_not_held(client, shop, itinerary):
    """Its prices no longer hold."""
    old = make_quote(
        Itinerary.model_validate(itinerary), client.app.state.desk.planner(None).region,
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    client.app.state.desk.store.issue(old, "first")

    assert "valid until 2026-01-03" in problem(hold(client, old.id), 409, "not-booked")["detail"]
    assert not shop.bookings()


def test_a_supplier_in_trouble_is_told_of(client, shop, itinerary):
    """Without its answer there is neither plan nor quote, and its secrets are in neither."""
    shop.tell("fault", match="POST /availability/", kind="500", times=99)
    body = {"request": {"start": "2027-04-10", "days": 1}}

    for answer in (
        client.post("/v1/plan", json=body),
        client.post("/v1/quotes", json={"itinerary": itinerary}),
    ):
        assert "broke down" in problem(answer, 502, "supplier-down")["detail"]
        assert SUPPLIER_KEY not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("edit", {"edits": [{"type": "remove", "place_id": "tea-museum"}]}),
        ("replan", {"now": "2027-04-10T09:00", "events": [{"type": "delay", "minutes": 20}]}),
        ("suggest", {"place_id": "hill-town"}),
    ],
)
def test_what_follows_a_plan_asks_suppliers_too(client, shop, itinerary, path, body):
    """No step plans with what a supplier has not been asked for."""
    shop.tell("fault", match="POST /availability/", kind="500", times=99)
    answer = client.post(f"/v1/{path}", json={"itinerary": itinerary, "iterations": 2, **body})

    problem(answer, 502, "supplier-down")


def test_what_is_suggested_can_be_bought(client, shop):
    """A tool offers a place on the days that still sell it, and the choice costs what was told."""
    shop.tell("sell", availabilityId="tour|2027-04-10|10:00", n=10)
    shop.tell("sell", availabilityId="tour|2027-04-10|14:00", n=10)
    effort = {"iterations": 5, "time_limit": 9}
    wish = {"start": "2027-04-10", "days": 2, "avoid": ["tea-museum"]}
    plan = client.post("/v1/plan", json={"request": wish, **effort}).json()
    trip = {"trip": client.post("/v1/trips", json={"itinerary": plan}).json()["id"], **effort}
    (found,) = client.get("/v1/regions/hills/places", params={"query": "museum"}).json()["places"]
    told = client.post("/v1/suggest", json={**trip, "place_id": found["id"]})
    (way,) = told.json()["suggestions"]
    taken = client.post("/v1/edit", json={**trip, "edits": [way["edit"]]}).json()
    order = held(client, quoted(client, taken))
    bought = client.post(f"/v1/orders/{order['id']}/confirm", json=TRAVELLER).json()
    (visit,) = (one for day in taken["days"] for one in day["items"] if one["type"] == "visit")
    cost = taken["totals"]["cost_cny"] - plan["totals"]["cost_cny"]

    assert (visit["place_id"], visit["start"]) == ("tea-museum", way["start"])
    assert way["start"].startswith("2027-04-11")
    assert way["cost_cny"] == pytest.approx(cost, abs=0.01)
    assert bought["state"] == "confirmed"
    assert len(shop.bookings("CONFIRMED")) == 2  # a tour and a room


def test_what_cannot_be_had_is_not_suggested(client, shop):
    """Sold out on every day there is no way; what is in the plan, or unknown, is told."""
    for day in ("10", "11"):
        for hour in ("10:00", "14:00"):
            shop.tell("sell", availabilityId=f"tour|2027-04-{day}|{hour}", n=10)
    wish = {"start": "2027-04-10", "days": 2, "avoid": ["tea-museum"]}
    plan = client.post("/v1/plan", json={"request": wish, "iterations": 5}).json()

    def suggested(place):
        return client.post(
            "/v1/suggest", json={"itinerary": plan, "place_id": place, "iterations": 5}
        )

    assert suggested("tea-museum").json() == {"suggestions": []}
    assert "in the plan" in problem(suggested("lake-inn"), 422, "bad-request")["detail"]
    (fault,) = problem(suggested("nowhere"), 422, "bad-request")["faults"]
    assert (fault["path"], fault["value"]) == ("place_id", "'nowhere'")


@pytest.mark.parametrize("step", ["hold", "confirm"])
def test_no_body_of_an_order_does_harm(client, shop, itinerary, step):
    """Whatever is sent in place of a quote or a traveller is refused, and nothing is bought."""
    quote = quoted(client, itinerary)
    order = held(client, quote)["id"]
    path, good = {
        "hold": ("/v1/orders", {"quote": "Q-" + "0" * 20}),
        "confirm": (f"/v1/orders/O-{'0' * 32}/confirm", TRAVELLER),
    }[step]
    dice = random.Random(step)  # noqa: S311
    for _ in range(60):
        answer = client.post(path, json=tampered(good, dice))
        assert answer.status_code in {404, 422}, answer.text
    for content, status in ((b"[" * 100_000, 400), (b"\xff", 400), (b"null", 422), (b"", 422)):
        headers = {"Content-Type": "application/json"}
        assert client.post(path, content=content, headers=headers).status_code == status

    assert client.get(f"/v1/orders/{order}").json()["state"] == "held"
    assert len(shop.bookings()) == len(shop.bookings("ON_HOLD")) == 2


def test_a_map_that_no_longer_fits_is_the_operators_fault(octo, tmp_path, itinerary):
    """The caller is told that a supplier fails, and not what the map says."""
    octo.tell("clear")
    settings = Settings.model_validate(selling(octo, tmp_path))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.post("/v1/quotes", json={"itinerary": itinerary})

    assert "no longer sells" in problem(answer, 502, "supplier-down")["detail"]


def test_the_brochure_shows_the_quote(client, shop, itinerary):
    """A saved trip's file holds the quote that was made for it, and refuses another's."""
    trip = client.post("/v1/trips", json={"itinerary": itinerary}).json()["id"]
    quote = quoted(client, itinerary)
    path = f"/v1/trips/{trip}/file"

    shown = client.get(path, params={"format": "md", "quote": quote})
    not_in_calendars = client.get(path, params={"format": "ics", "quote": quote})

    assert f"Quote {quote}" in shown.text
    assert "adult | 2 | 80.00 | 160.00" in shown.text
    problem(not_in_calendars, 422, "refused")


def test_the_examples_of_orders_are_taken(client):
    """What the document shows is understood: such a quote and such an order are not there."""
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    quote = schemas["HoldBody"]["examples"][0]
    contact = schemas["ConfirmBody"]["examples"][0]

    problem(client.post("/v1/orders", json=quote), 404, "not-found")
    problem(client.post(f"/v1/orders/O-{'0' * 32}/confirm", json=contact), 404, "not-found")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"region": "elsewhere"}, "not served"),
        ({"products": [{"place": "nowhere"}]}, "no such place"),
        ({"suppliers": {"shop": {"endpoint": "https://example.com", "key_env": "NOT_SET"}}}, "NOT"),
    ],
)
def test_a_map_that_is_wrong_stops_the_start(octo, tmp_path, change, told):
    """The operator hears of it before anybody asks."""
    settings = selling(octo, tmp_path)
    file = tmp_path / "map.json"
    whole = json.loads(file.read_text())
    if "products" in change:
        whole["products"][0].update(change["products"][0])
    else:
        whole.update(change)
    file.write_text(json.dumps(whole))

    with pytest.raises(DataError, match=told):
        create_app(Settings.model_validate(settings))
