"""What the fragments of the documentation go on from: names, files and servers, page by page."""

import contextlib
import json
import shutil
from pathlib import Path

from given_database import write_database

import xytour as xt

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "examples" / "data"
LESSON, HOTEL = "zhouxiao-tea-workshop", "xinyang-city-hotels-shihe"


def everywhere(planner):
    """Return what any page may go on from: a region, its planner, a request, its itinerary."""
    request = xt.TripRequest(
        start="2026-04-10", days=2, must_visit=["xinyang-museum"], interests={"tea": 1.0}
    )
    itinerary = planner.plan(request, iterations=20, time_limit=60)
    return {
        "xt": xt,
        "region": planner.region,
        "planner": planner,
        "request": request,
        "itinerary": itinerary,
    }


@contextlib.contextmanager
def nothing_more(_names):
    """Add nothing."""
    yield


@contextlib.contextmanager
def readme(names):
    """Put a request and a region in files, and give a problem for the optimiser."""
    from threading import Event

    Path("trip.json").write_text(names["request"].model_dump_json(), encoding="utf-8")
    shutil.copy(SAMPLES / "helsinki-center.json", "my-region.json")
    names["problem"] = small_problem()
    names["event"] = Event()
    yield


def small_problem():
    """Return two stops and a day."""
    import numpy as np

    from xytour.solver import Day, Problem

    return Problem(
        travel=np.array([[0, 5, 5], [5, 0, 5], [5, 5, 0]]),
        location=np.array([1, 2]),
        duration=np.array([10, 10]),
        profit=np.array([3, 4]),
        cost=np.array([0, 0]),
        group=np.array([0, 1]),
        windows=[[[(0, 100)]], [[(0, 100)]]],
        days=(Day(start=0, end=0, earliest=0, latest=100),),
    )


@contextlib.contextmanager
def after(names):
    """Give a trip to the museum and the market, without the mountain."""
    wishes = {"must_visit": ("xinyang-museum", "xinyang-tea-city")}
    request = names["request"].model_copy(update=wishes)
    names["itinerary"] = names["planner"].plan(request, iterations=20, time_limit=60)
    yield


@contextlib.contextmanager
def exports(names):
    """Give a plan from before."""
    names["earlier"] = names["itinerary"]
    yield


@contextlib.contextmanager
def maps(names):
    """Give two ends of a way, and a leg."""
    legs = [item for item in names["itinerary"].items() if item.type == "leg"]
    start, end = (names["region"].by_id[at] for at in (legs[0].from_id, legs[0].to_id))
    names.update(start=start, end=end, leg=legs[0])
    yield


@contextlib.contextmanager
def page(names):
    """Give a problem to be solved."""
    from xytour.solver import solve

    names.update(problem=small_problem(), solve=solve)
    yield


@contextlib.contextmanager
def timetables(names):
    """Give a feed and a date of it."""
    from datetime import date

    shutil.copy(SAMPLES / "cairns_gtfs.zip", "feed.zip")
    names["day"] = date(2014, 6, 6)
    yield


@contextlib.contextmanager
def travel_times(names):
    """Give a matrix, and put an engine in the place of the one at the address."""
    import routingpy
    from servers import osrm_like

    from xytour.network.importers.matrix_csv import read_matrix_csv

    region = xt.load_region(SAMPLES / "helsinki-center.json")
    table = SAMPLES / "helsinki-center-on-foot.csv"
    names["region"] = region
    names["matrix"] = read_matrix_csv(table, region, missing="unreachable", vehicle="walk")
    names["request"] = xt.TripRequest(start="2026-05-07", days=1, transport=["walk"])
    with osrm_like("good") as address:
        valhalla = routingpy.Valhalla
        routingpy.Valhalla = lambda **_: routingpy.OSRM(base_url=address)
        try:
            yield
        finally:
            routingpy.Valhalla = valhalla


@contextlib.contextmanager
def service(names):
    """Give some requests, and a cluster within this process."""
    import distributed

    names["requests"] = [names["request"]]
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    )
    client = distributed.Client
    with cluster:
        distributed.Client = lambda _address: client(cluster)
        try:
            yield
        finally:
            distributed.Client = client


@contextlib.contextmanager
def booking(names):
    """Give a supplier that sells a tea lesson and rooms."""
    import os

    from servers.octo_shop import KEY, octo_shop

    from xytour.booking.desk import Desk
    from xytour.booking.octo.models import Contact
    from xytour.booking.product_map import read_product_map
    from xytour.booking.sales import sales_of
    from xytour.booking.store import Store
    from xytour.booking.suppliers import live_suppliers

    people = [("adult", "ADULT", 8000, 6400)]
    with octo_shop() as shop:
        shop.sell_product("tea", units=people, sessions=[["10:00", "12:00"]])
        shop.sell_product(
            "room", units=[("double", "OTHER", 28_800, 25_000)], hours=[["14:00", "23:00"]]
        )
        ways = {"supplier": "dabie", "option": "standard"}
        products = [
            {"place": LESSON, "activity": "hand-pan-frying-class", "product": "tea"}
            | {"with_entrance": True},
            {"place": HOTEL, "product": "room", "units": {"room": ["double"]}},
        ]
        sold = {
            "suppliers": {"dabie": {"endpoint": shop.address, "key_env": "DABIE_KEY"}},
            "products": [{**ways, **product} for product in products],
        }
        Path("products.json").write_text(json.dumps(sold), encoding="utf-8")
        os.environ["DABIE_KEY"] = KEY
        names.update(
            Contact=Contact,
            Desk=Desk,
            Store=Store,
            live_suppliers=live_suppliers,
            read_product_map=read_product_map,
            sales_of=sales_of,
            suppliers=live_suppliers(read_product_map("products.json"), names["region"]),
            rates=None,
            forecast=None,
            times=None,
            order_id="4711",
        )
        names["request"] = xt.TripRequest(
            start="2027-04-10", days=2, must_visit=[LESSON], stay=xt.StayWish(places=[HOTEL])
        )
        try:
            yield
        finally:
            del os.environ["DABIE_KEY"]


@contextlib.contextmanager
def from_osm(_names):
    """Put an extract and a feed into files."""
    shutil.copy(SAMPLES / "helsinki-center.osm.pbf", "helsinki.osm.pbf")
    shutil.copy(SAMPLES / "helsinki-tram-gtfs.zip", "hsl.zip")
    yield


@contextlib.contextmanager
def tables(_names):
    """Put tables of four towns into a folder."""
    write_database(Path("tables"))
    yield


GIVEN = {
    "README": readme,
    "after": after,
    "booking": booking,
    "exports": exports,
    "maps": maps,
    "other-regions": tables,
    "page": page,
    "regions-from-osm": from_osm,
    "service": service,
    "timetables": timetables,
    "travel-times": travel_times,
}
__all__ = ["GIVEN", "everywhere", "nothing_more"]
