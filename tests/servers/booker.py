"""Book one order after another in a child that is killed: booker.py STORE_URL SUPPLIER_URL.

For each line "FIRST STEPS SECONDS" on its input it lets a child book the orders A<FIRST> and so
on, kills it with SIGKILL so many seconds after so many transactions in its store, and prints the
ids that the child began with.
"""

import os
import re
import signal
import sys
import time
from itertools import count

from sqlalchemy import event

from servers.octo_goods import MAP, RAFT, TRAVELLER, client_of, sale
from xytour import load_region
from xytour.booking.desk import Desk
from xytour.booking.product_map import read_product_map
from xytour.booking.store import Store
from xytour.booking.suppliers import LiveSupplier
from xytour.errors import BookingError


class Shop:
    """Where the supplier is."""

    def __init__(self, address):
        self.address = address


def main(store_url, address):
    """Let children book, and kill them, until the input ends."""
    supplier = LiveSupplier(client_of(Shop(address)), read_product_map(MAP), load_region())
    store = Store(store_url)
    store.close()  # a child opens connections of its own
    for line in sys.stdin:
        first, steps, seconds = line.split()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            book(Desk(store, [supplier], lease_s=0.001), store, int(first), writer)
        os.close(writer)
        told = b""
        while told.count(b".") < int(steps):
            told += os.read(reader, 1)
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += os.read(reader, 1 << 16)
        os.close(reader)
        sys.stdout.write(" ".join(re.findall("A[0-9]+", told.decode())) + "\n")
        sys.stdout.flush()


def book(desk, store, first, writer):
    """Book until killed, telling of each order and each transaction."""
    event.listen(store._engine, "commit", lambda _: os.write(writer, b"."))
    for k in count(first):
        os.write(writer, f"A{k} ".encode())
        day = f"2027-05-{1 + k % 28:02d}"
        try:
            desk.reserve(f"A{k}", (sale(day=day), sale(**RAFT, day=day), sale(day=day, adults=1)))
            desk.confirm(f"A{k}", TRAVELLER)
        except BookingError:
            continue  # sold out, and given back


if __name__ == "__main__":
    main(*sys.argv[1:])
