"""All or nothing: what is held and bought at suppliers, and what the desk says of it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from servers.octo_goods import MAP, RAFT, TRAVELLER, client_of, sale, stock

from xytour.booking.desk import Desk
from xytour.booking.octo.calling import Patience
from xytour.booking.product_map import read_product_map
from xytour.booking.store import Store
from xytour.booking.suppliers import LiveSupplier
from xytour.errors import BookingError, StoreError

BOTH = (sale(), sale(**RAFT))


@pytest.fixture
def desk(store, supplier):
    """Return a desk."""
    return Desk(store, [supplier])


def states(order):
    """Return the states of an order's bookings."""
    return [line.state for line in order.lines]


def test_an_order_is_held_and_confirmed(desk, shop):
    """What is held is bought, with the supplier's references kept."""
    held = desk.reserve("A1", BOTH)
    bought = desk.confirm("A1", TRAVELLER)

    assert (held.state, states(held)) == ("held", ["held", "held"])
    assert held.expires_at is not None
    assert (bought.state, states(bought)) == ("confirmed", ["confirmed", "confirmed"])
    assert {b["supplierReference"] for b in shop.bookings("CONFIRMED")} == {
        line.reference for line in bought.lines
    }
    assert {b["resellerReference"] for b in shop.bookings()} == {"A1"}


def test_asking_twice_books_once(desk, shop):
    """The order's id makes reserving and confirming safe to repeat."""
    for _ in range(2):
        desk.reserve("A1", BOTH)
    for _ in range(2):
        desk.confirm("A1", TRAVELLER)

    assert len(shop.bookings()) == 2
    assert [b["confirmations"] for b in shop.bookings()] == [1, 1]


def test_what_is_sold_out_between_check_and_hold_gives_all_back(desk, shop):
    """One that cannot be held gives back the rest, and the error says so."""
    shop.tell("sell", availabilityId="raft|2027-04-10|00:00", n=9)

    with pytest.raises(BookingError, match=r"raft could not be held.*sold out.*given back") as told:
        desk.reserve("A1", BOTH)

    assert told.value.order_id == "A1"
    assert desk.order("A1").state == "released"
    assert [b["status"] for b in shop.bookings()] == ["CANCELLED"]
    with pytest.raises(BookingError, match="choose another id"):
        desk.reserve("A1", BOTH)


def test_a_hold_that_ran_out_gives_all_back(desk, shop):
    """Nothing is bought when anything can no longer be."""
    desk.reserve("A1", BOTH)
    shop.tell("expire")

    with pytest.raises(BookingError, match="is expired"):
        desk.confirm("A1", TRAVELLER)

    assert desk.order("A1").state == "released"
    assert not shop.bookings("CONFIRMED")


def test_a_failure_half_way_through_confirming_gives_back_what_was_bought(desk, shop):
    """The first is bought, the second refused: both are given back."""
    desk.reserve("A1", BOTH)
    second = desk.order("A1").lines[1].uuid
    shop.tell("refuse", uuid=second)

    with pytest.raises(BookingError, match=r"not everything could be confirmed.*given back"):
        desk.confirm("A1", TRAVELLER)

    assert [b["status"] for b in shop.bookings()] == ["CANCELLED", "CANCELLED"]


def test_what_cannot_be_given_back_is_named(desk, shop):
    """A booking that a supplier does not take back needs a person: its reference is told."""
    shop.sell_product(
        "tea",
        units=[("adult", "ADULT", 8000, 6000)],
        sessions=[["10:00", "12:00"]],
        cancellable=False,
    )
    desk.reserve("A1", BOTH)
    first, second = desk.order("A1").lines
    shop.tell("refuse", uuid=second.uuid)

    with pytest.raises(BookingError, match="still standing, call the supplier: tea") as told:
        desk.confirm("A1", TRAVELLER)

    assert told.value.standing == (first.reference,)
    assert desk.order("A1").state == "standing"
    assert states(desk.order("A1")) == ["standing", "released"]
    with pytest.raises(BookingError, match="still standing"):
        desk.release("A1")
    shop.tell("decide", uuid=first.uuid, status="CANCELLED")  # somebody rang them up
    assert desk.release("A1").state == "released"


@pytest.mark.parametrize("step", ["bookings/$", "/confirm", "/cancel"])
def test_a_lost_answer_changes_nothing(step, desk, shop):
    """Done but not answered is asked again, and found done."""
    shop.tell("fault", match=f"POST .*{step}", kind="lose", times=1)

    desk.reserve("A1", BOTH)
    assert desk.confirm("A1", TRAVELLER).state == "confirmed"
    assert [b["confirmations"] for b in shop.bookings()] == [1, 1]
    assert desk.release("A1").state == "released"
    assert not shop.bookings("ON_HOLD", "CONFIRMED")


def test_a_supplier_that_refuses_a_known_uuid_is_understood(store, region, octo):
    """Where asking again is an error, the booking is looked up instead."""
    octo.tell("clear", refuse_known_uuid=True)
    stock(octo)
    octo.tell("fault", match="POST /bookings/$", kind="lose", times=1)
    with client_of(octo) as client:
        desk = Desk(store, [LiveSupplier(client, read_product_map(MAP), region)])

        assert desk.reserve("A1", BOTH).state == "held"
        assert len(octo.bookings()) == 2


def test_silence_while_confirming_is_settled_later(desk, shop):
    """Nothing is given back that may be bought; recovering finds out and goes on."""
    desk.reserve("A1", BOTH)
    shop.tell("fault", match="/confirm", kind="500", times=3)

    with pytest.raises(BookingError, match="not known yet"):
        desk.confirm("A1", TRAVELLER)
    assert desk.order("A1").state == "confirming"

    (order,) = desk.recover()
    assert order.state == "confirmed"
    assert len(shop.bookings("CONFIRMED")) == 2
    assert desk.recover() == []


def test_silence_while_giving_back_is_tried_again(desk, shop):
    """What could not be given back stays on the list until it is."""
    desk.reserve("A1", BOTH)
    shop.tell("fault", match="/cancel", kind="500", times=3)

    with pytest.raises(BookingError, match=r"not given back yet, recover\(\) tries again: tea"):
        desk.release("A1")

    assert [order.state for order in desk.recover()] == ["released"]
    assert not shop.bookings("ON_HOLD")


def test_a_supplier_that_takes_its_time_leaves_the_order_pending(desk, shop):
    """An order is confirmed when the last supplier said yes, given back when one said no."""
    shop.sell_product("raft", units=[("adult", "ADULT", 1, 1)], hours=[], instant=False)
    for order_id, word in (("yes", "CONFIRMED"), ("no", "REJECTED")):
        desk.reserve(order_id, BOTH)
        assert desk.confirm(order_id, TRAVELLER).state == "pending"
        assert [order.state for order in desk.recover()] == ["pending"]
        shop.tell("decide", uuid=desk.order(order_id).lines[1].uuid, status=word)
        desk.recover()

    assert desk.order("yes").state == "confirmed"
    assert desk.order("no").state == "released"
    assert len(shop.bookings("CONFIRMED")) == 2


def test_holds_that_are_over_are_closed(store, supplier, shop):
    """An order that nobody confirmed does not stay held for ever."""
    now = [1.8e9]
    desk = Desk(store, [supplier], clock=lambda: now[0])
    desk.reserve("A1", BOTH)
    shop.tell("expire")
    now[0] = desk.order("A1").expires_at.timestamp() + 1

    assert [order.state for order in desk.recover()] == ["released"]


def test_the_last_places_are_sold_once(desk, shop):
    """Of twenty customers for ten places of two, five get theirs, the rest are told."""

    def buy(k):
        try:
            desk.reserve(f"A{k}", BOTH)
            return desk.confirm(f"A{k}", TRAVELLER).state
        except BookingError:
            return desk.order(f"A{k}").state

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(buy, range(20)))

    bought = shop.bookings("CONFIRMED")
    assert ends.count("confirmed") + ends.count("released") == 20
    assert len(bought) == 2 * ends.count("confirmed")
    assert sum(len(b["unitItems"]) for b in bought if b["productId"] == "tea") <= 10
    assert not shop.bookings("ON_HOLD")


def test_one_order_confirmed_by_many_at_once_is_bought_once(desk, shop):
    """Whoever comes second is told, or finds it done."""
    desk.reserve("A1", BOTH)
    start = threading.Barrier(6)

    def confirm(_):
        start.wait()
        try:
            return desk.confirm("A1", TRAVELLER).state
        except BookingError as error:
            return "busy" if "being worked on" in str(error) else str(error)

    with ThreadPoolExecutor(6) as pool:
        said = set(pool.map(confirm, range(6)))

    assert "confirmed" in said <= {"confirmed", "busy"}
    assert [b["confirmations"] for b in shop.bookings()] == [1, 1]


def test_who_lost_an_order_takes_no_further_step(store, supplier, shop):
    """One that woke up too late finds its order taken over, and asks no supplier any more."""
    now = [1.8e9]
    slow = Desk(store, [supplier], lease_s=60, clock=lambda: now[0])
    slow.reserve("A1", BOTH)
    token = slow.ledger.take("A1")
    now[0] += 61
    Desk(store, [supplier], clock=lambda: now[0]).release("A1")
    asked = len(shop.requests())

    with pytest.raises(BookingError, match="taken over"):
        slow._confirm_all(slow.order("A1").model_copy(update={"contact": TRAVELLER}), token)

    assert "/confirm" not in str(shop.requests()[asked:])
    assert not shop.bookings("CONFIRMED")


def test_one_order_reserved_by_many_at_once_is_held_once(desk, shop):
    """A customer who clicks twice gets one trip."""
    start = threading.Barrier(6)

    def reserve(_):
        start.wait()
        try:
            return desk.reserve("A1", BOTH).state
        except BookingError as error:
            return "busy" if "being worked on" in str(error) else str(error)

    with ThreadPoolExecutor(6) as pool:
        said = set(pool.map(reserve, range(6)))

    assert "held" in said <= {"held", "busy"}
    assert len(shop.bookings()) == 2


def test_other_things_under_a_known_id_are_refused(desk):
    """An id stands for one order."""
    desk.reserve("A1", BOTH)

    with pytest.raises(BookingError, match="is of other things"):
        desk.reserve("A1", BOTH[:1])


def test_unknown_and_empty_orders_are_refused(desk):
    """The message names the order."""
    with pytest.raises(BookingError, match="no order 'B7'"):
        desk.order("B7")
    with pytest.raises(BookingError, match="nothing to book"):
        desk.reserve("B7", ())


def test_a_supplier_that_is_gone_does_not_lose_the_order(store, supplier, region, shop):
    """With nobody to ask, the order stays on the list; with the supplier back it is settled."""
    Desk(store, [supplier]).reserve("A1", BOTH)
    with pytest.raises(BookingError, match="not among those of this desk"):
        Desk(store, []).release("A1")

    assert [order.state for order in Desk(store, [supplier]).recover()] == ["released"]


def test_the_journal_tells_what_happened(desk):
    """Each step is there, in order, with its time."""
    desk.reserve("A1", BOTH)
    desk.confirm("A1", TRAVELLER)

    told = [row.partition(" ")[2] for row in desk.ledger.history("A1")]
    assert told[:4] == [
        "order ordered: 2 bookings",
        "booking 0 reserving",
        "booking 0 held",
        "booking 1 reserving",
    ]
    assert told[-1] == "order confirmed"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "no database URL"),
        ("sqlite:////no/such/folder/x.db", "cannot be used"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(url, told):
    """A wrong URL is told at once, without a traceback from deep inside."""
    with pytest.raises(StoreError, match=told):
        Store(url)


def test_a_patience_that_cannot_be_is_refused():
    """Times and attempts are checked when they are set."""
    with pytest.raises(ValueError, match="attempts"):
        Patience(attempts=0)
