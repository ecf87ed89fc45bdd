"""The client asks as OCTO has it, asks again where that helps, and always comes to an end."""

import time
import uuid
from datetime import date

import pytest
from servers import free_port
from servers.octo_goods import TRAVELLER, client_of

from xytour.booking.octo.calling import Patience
from xytour.booking.octo.client import OctoClient
from xytour.errors import DataError, SupplierError, SupplierRefusalError

DAY = date(2027, 4, 10)
TEN = f"tea|{DAY}|10:00"


def reserve(client, name=None, availability=TEN, adults=2):
    """Hold a tea lesson."""
    name = name or str(uuid.uuid4())
    return client.reserve(name, "tea", "standard", availability, {"adult": adults})


def test_what_is_sold_is_read(client):
    """Supplier, products, options and units come as the supplier tells them."""
    tea = client.product("tea")

    assert client.supplier().name == "Shop"
    assert {product.id for product in client.products()} == {"tea", "raft"}
    assert tea.availability_type == "START_TIME"
    assert [unit.type for unit in tea.options[0].units] == ["ADULT", "CHILD"]
    assert tea.options[0].units[0].restrictions.min_age == 18


def test_availability_tells_sessions_places_left_and_prices(client, shop):
    """Each session has its own places; the price is that of all units asked for."""
    shop.tell("sell", availabilityId=TEN, n=10)

    ten, two = client.availability("tea", "standard", DAY, DAY, units={"adult": 2, "child": 1})

    assert (ten.available, ten.status, ten.vacancies) == (False, "SOLD_OUT", 0)
    assert (two.available, two.vacancies) == (True, 10)
    assert two.pricing.retail == 2 * 8000 + 4000
    assert two.pricing.net == 2 * 6000 + 3000
    assert two.local_date_time_start.isoformat() == "2027-04-10T14:00:00+08:00"


def test_the_calendar_has_a_row_for_each_date(client):
    """Dates without any place left say so."""
    rows = client.calendar("raft", "standard", DAY, date(2027, 4, 12))

    assert [row.local_date.day for row in rows] == [10, 11, 12]
    assert all(row.available for row in rows)


def test_a_booking_is_held_extended_confirmed_and_cancelled(client):
    """Each step gives the booking as it then stands."""
    held = reserve(client)
    longer = client.extend(held.uuid, 120)
    bought = client.confirm(held.uuid, TRAVELLER)
    back = client.cancel(held.uuid, reason="rain")

    assert held.status == "ON_HOLD"
    assert longer.utc_expires_at > held.utc_expires_at
    assert bought.status == client.booking(held.uuid).status.replace("CANCELLED", "CONFIRMED")
    assert (back.status, back.cancellation.refund) == ("CANCELLED", "FULL")


def test_the_same_uuid_holds_once(client, shop):
    """A reservation asked for twice is one booking."""
    name = str(uuid.uuid4())
    first, second = reserve(client, name), reserve(client, name)

    assert first.id == second.id
    assert len(shop.bookings()) == 1


@pytest.mark.parametrize("kind", ["500", "429", "drop", "lose", "text"])
def test_what_may_pass_is_asked_again_and_booked_once(kind, client, shop):
    """A broken server or a lost answer costs a second question, not a second booking."""
    shop.tell("fault", match="POST /bookings/$", kind=kind, times=1)

    assert reserve(client).status == "ON_HOLD"
    assert len(shop.bookings()) == 1
    assert shop.requests().count("POST /bookings/") == 2


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("500", r"broke down .*HTTP 500.*asked 3 times"),
        ("text", r"no JSON \(asked 3 times\)"),
        ("nonsense", "makes no sense: id"),
        ("hang", "no answer within"),
        ("trickle", "not whole within"),
        ("drip", "not whole within"),
    ],
)
def test_a_supplier_in_trouble_is_told_of_in_time(kind, told, shop):
    """Whatever the server does with its bytes, the call ends and says what was wrong."""
    shop.tell("fault", match="POST /bookings/$", kind=kind, times=9)
    patience = Patience(timeout_s=0.3, deadline_s=0.7, attempts=3, wait_s=0.01)

    began = time.monotonic()

    with client_of(shop, patience=patience) as client, pytest.raises(SupplierError, match=told):
        reserve(client)

    # Ten times the deadline, for slow machines; without an end it would be for ever.
    assert time.monotonic() - began < 10 * patience.deadline_s


def test_nobody_there_is_told_with_a_hint():
    """No connection is its own message, with the supplier's name."""
    nobody = OctoClient(
        f"http://127.0.0.1:{free_port()}", "k", name="Nobody", patience=Patience(wait_s=0.01)
    )

    with nobody, pytest.raises(SupplierError, match=r"'Nobody'.*is it running") as caught:
        nobody.supplier()

    assert caught.value.supplier == "Nobody"


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda c: c.product("coffee"), "INVALID_PRODUCT_ID"),
        (lambda c: c.availability("tea", "gold", DAY, DAY), "INVALID_OPTION_ID"),
        (
            lambda c: c.availability("tea", "standard", DAY, DAY, units={"dog": 1}),
            "INVALID_UNIT_ID",
        ),
        (lambda c: reserve(c, availability=f"tea|{DAY}|11:00"), "INVALID_AVAILABILITY_ID"),
        (lambda c: reserve(c, adults=11), "UNPROCESSABLE_ENTITY"),
        (lambda c: c.booking(str(uuid.uuid4())), "INVALID_BOOKING_UUID"),
        (lambda c: c.booking("../products/"), "INVALID_BOOKING_UUID"),
    ],
)
def test_a_refusal_is_not_asked_again_and_keeps_its_code(ask, code, client, shop):
    """What the supplier understood and refused is raised at once."""
    with pytest.raises(SupplierRefusalError) as caught:
        ask(client)

    assert caught.value.code == code
    assert len(shop.requests()) == 1


def test_a_wrong_key_is_refused_and_shown_nowhere(shop):
    """Neither the error nor the client's representation gives the key away."""
    with client_of(shop, key="s3cret") as client, pytest.raises(SupplierRefusalError) as caught:
        client.supplier()

    assert caught.value.code == "UNAUTHORIZED"
    assert "no such key: Bearer ***" in str(caught.value)  # this supplier repeats what it was sent
    assert "s3cret" not in f"{caught.value}{client!r}"


@pytest.mark.parametrize("endpoint", ["ftp://example.com", "example.com", "http://", "http://[::"])
def test_an_address_that_is_none_is_refused(endpoint):
    """A misspelt address is told before anything is asked."""
    with pytest.raises(DataError, match="address"):
        OctoClient(endpoint, "k")
