"""Killed in the middle of a booking, nothing is lost and nothing is booked twice."""

import contextlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from xytour.booking.desk import Desk
from xytour.errors import BookingError

TESTS = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "30" if os.environ.get("XYTOUR_LONG") else "3"))


def test_kill_9_at_any_moment_loses_nothing_and_books_nothing_twice(
    store, store_url, supplier, shop
):
    """Each order is bought whole or not at all, once, and store and supplier agree on it."""
    # Answers that come late, get lost or never come: more moments to be killed at.
    shop.tell("fault", match="POST", kind="slow", times=40, seconds=0.03)
    shop.tell("fault", match="POST", kind="lose", times=20)
    draw = random.Random(7)  # noqa: S311
    desk = Desk(store, [supplier], lease_s=0.001)
    ids, broken_off = [], Counter()
    with killer(store_url, shop) as book_and_kill:
        # The first may live long enough to book something whole.
        for steps in (120, *(draw.randint(1, 60) for _ in range(KILLS - 1))):
            ids += book_and_kill(len(ids), steps, draw.uniform(0.0, 0.03))
            time.sleep(0.01)  # the lease of the dead runs out
            broken_off.update(desk.order(k).state for k in desk.ledger.abandoned())
            desk.recover()

    time.sleep(0.1)  # questions of the dead that were still on their way
    for _ in range(40):  # until no more answers are lost
        if not list(desk.ledger.abandoned()):
            break
        desk.recover()
        time.sleep(0.01)
    shop.tell("expire")  # what they held runs out: nobody confirms it
    bought = {booking["uuid"]: booking for booking in shop.bookings("CONFIRMED")}
    confirmed = 0
    for order_id in known(desk, ids):
        order = desk.order(order_id)
        # Held: killed before it was confirmed, so that the customer still can.
        assert order.state in {"confirmed", "released", "held"}
        is_bought = order.state == "confirmed"
        confirmed += is_bought
        for line in order.lines:
            assert (bought.pop(line.uuid, None) is not None) == is_bought
    assert not bought, "bought, but no order knows of it"
    assert not shop.bookings("ON_HOLD", "PENDING")
    assert {b.get("confirmations", 1) for b in shop.bookings()} == {1}
    # The test is worth something only if it killed in the middle of things.
    assert broken_off["reserving"] + broken_off["confirming"] >= max(1, KILLS // 4)
    assert confirmed > 0


def known(desk, ids):
    """Return the ids that were written before the kill came."""
    for order_id in ids:
        try:
            yield desk.order(order_id).id
        except BookingError:
            continue


@contextlib.contextmanager
def killer(store_url, shop):
    """Run what lets children book and kills them; yield a call that does it once."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    process = subprocess.Popen(
        [sys.executable, TESTS / "servers" / "booker.py", store_url, shop.address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
    )

    def book_and_kill(first, steps, seconds):
        process.stdin.write(f"{first} {steps} {seconds}\n")
        process.stdin.flush()
        return process.stdout.readline().split()

    yield book_and_kill
    process.communicate(timeout=30)
    assert process.returncode == 0
