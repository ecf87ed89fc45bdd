"""A region's services as timetables: Xinyang's trains and buses, and days of service."""

from datetime import date
from math import ceil

import pytest

from xytour import Party, TripRequest
from xytour.errors import DataError
from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.network.graph import build_graph
from xytour.network.rides import BOARDING_MIN, Transport
from xytour.network.transit import (
    Connections,
    Feed,
    Point,
    Stop,
    Trip,
    feed_of_region,
    walks_between,
)
from xytour.network.transit.regional import ServiceDays, running, without_served
from xytour.solver import Timetable
from xytour.solver.rides import sound_ride

FRIDAY = date(2026, 4, 10)


def transport(wish):
    """Return what a party of two may travel by."""
    return Transport.of(TripRequest(start=FRIDAY, days=1, transport=wish, party=Party(adults=2)))


@pytest.fixture(scope="module")
def by_rail_and_bus(region):
    """Return Xinyang's public transport without taxis on a Friday."""
    return Connections.of(region, FRIDAY, transport(["rail", "bus", "shuttle", "walk"]))


@pytest.fixture(scope="module")
def by_train(region):
    """Return the trains, fast and slow, with buses and walks."""
    wish = ["high_speed_rail", "rail", "bus", "shuttle", "cable_car", "walk"]
    return Connections.of(region, FRIDAY, transport(wish))


def minutes(clock):
    """Return the minutes of HH:MM."""
    return int(clock[:2]) * 60 + int(clock[3:])


def printed(region_file):
    """Return all rides that the region's file tells: service, departure, arrival in minutes."""
    lengths = {link["id"]: link["minutes"] for link in region_file["links"]}
    found = set()
    for service in region_file["services"]:
        for trip in service.get("trips", ()):
            leaves, arrives = minutes(trip["departure"]), minutes(trip["arrival"])
            found.add((service["id"], leaves, arrives + 1_440 * (arrives < leaves)))
        if service.get("headway_min"):
            leaves = minutes(service["first_departure"])
            while leaves <= minutes(service["last_departure"]):
                found.add((service["id"], leaves, leaves + lengths[service["link_id"]]))
                leaves += service["headway_min"]
    return found


@pytest.mark.parametrize(
    ("origin", "target", "leave"),
    [
        ("beijing-west-station", "jigongshan-top", 450),
        ("wuhan-station", "xinyang-east-station", 420),
        ("xinyang-station", "jigongshan-foot", 600),
        ("xinxian-coach-station", "gushi-coach-station", 500),
        ("xinyang-station", "wuchang-station", 1_200),
    ],
)
def test_every_ride_is_printed_in_the_file_and_boarded_in_time(
    by_train, region_file, origin, target, leave
):
    """Each vehicle leaves as its service says, and whoever comes has the time to board."""
    rides = printed(region_file)
    modes = {service["id"]: service["mode"] for service in region_file["services"]}
    journey = by_train.journey(origin, target, leave)

    assert journey.rides
    now = ready = 60 * leave
    for part in journey.parts:
        assert part.start_s == now
        if part.kind == "ride":
            service, times = part.trip.service_id, (part.start_s // 60, part.end_s // 60)
            days = [(service, *(minute - day for minute in times)) for day in (0, 1_440)]
            assert rides.intersection(days)
            assert now - ready >= 60 * BOARDING_MIN[modes[service]]
        now = part.end_s
        if part.kind != "wait":
            ready = now
    assert now // 60 == by_train.profile(origin).arrival(target, leave)


def test_times_that_are_over_are_marked_and_can_be_left_out(region):
    """Trains of 2021 stand in as estimates; without them the links have average waits."""
    modes = {"high_speed_rail", "bus"}
    typical = feed_of_region(region, FRIDAY, modes)
    strict = feed_of_region(region, FRIDAY, modes, expired="average")
    then = feed_of_region(region, date(2021, 4, 9), modes)

    trains = [trip for trip in typical.trips if trip.mode == "high_speed_rail"]
    assert len(trains) > 300
    assert all(trip.estimated for trip in trains)
    assert not [trip for trip in strict.trips if trip.mode == "high_speed_rail"]
    assert not all(trip.estimated for trip in then.trips if trip.mode == "high_speed_rail")
    assert [trip.id for trip in strict.trips] == [
        trip.id for trip in typical.trips if trip.mode == "bus"
    ]


def test_links_with_a_timetable_are_no_ways_any_more(region):
    """One cannot take the bus to Jigongshan on average and by the timetable as well."""
    graph = build_graph(region)
    rest = without_served(graph, running(region, FRIDAY, {"bus"}))

    assert graph.has_edge("xinyang-station", "jigongshan-foot", "l291")
    assert not rest.has_edge("xinyang-station", "jigongshan-foot", "l291")
    assert rest.has_edge("xinyang-east-station", "beijing-west-station", "l001")


def test_no_bus_leaves_after_the_last(by_rail_and_bus):
    """The last bus to Jigongshan leaves at 17:30 at most; later one waits for the morning."""
    profile = by_rail_and_bus.profile("xinyang-station", ["jigongshan-foot"])
    departures, _, _ = profile.rows("jigongshan-foot")

    today = [leave for leave in departures if leave < 1_440]
    assert max(today) <= minutes("17:30") - BOARDING_MIN["bus"]
    assert profile.arrival("jigongshan-foot", max(today) + 1) >= 1_440 + minutes("07:00")


def test_all_pairs_are_sound_rides_for_the_optimiser(by_train):
    """From a few places to all others: first in, first out, and no slower than the way."""
    for origin in ("wuhan-station", "xinyang-east-station", "nanwan", "haotang"):
        profile = by_train.profile(origin)
        for target in profile.targets:
            departures, arrivals, otherwise = profile.rows(target)
            if departures:
                sound_ride(target, Timetable(departures, arrivals, otherwise), 0, 10_000)


def test_a_limit_keeps_taxis_from_crossing_the_country(region):
    """With taxis of two hours at most one comes from Beijing by train."""
    free = Connections.of(region, FRIDAY, transport("public"))
    short = Connections.of(region, FRIDAY, transport("public"), longest_way_min=120)
    ends = ("beijing-west-station", "jigongshan-foot")

    assert not free.journey(*ends, 450).rides
    journey = short.journey(*ends, 450)
    assert journey.rides[0].trip.mode == "high_speed_rail"
    assert ceil(journey.arrive_s / 60) == short.profile(ends[0]).arrival(ends[1], 450)


@pytest.mark.parametrize(
    ("days", "day", "runs"),
    [
        ("Mo-Su", date(2026, 10, 1), True),
        ("Mo-Fr", date(2026, 10, 10), False),
        ("Mo-Fr; PH off", date(2026, 10, 9), True),
        ("Mo-Fr; PH off", date(2026, 10, 1), False),
        ("Mo-Fr; PH off", date(2026, 10, 10), True),
        ("Sa,Su,PH", date(2026, 10, 1), True),
        ("Sa,Su,PH", date(2026, 10, 10), False),
        ("Sa,Su,PH", date(2026, 10, 17), True),
    ],
)
def test_days_follow_public_holidays_and_days_worked_for_them(days, day, runs):
    """1 October 2026 is a holiday, Saturday the 10th is worked for it."""
    openings = Openings(HolidayCalendar("CN"), "Asia/Shanghai")

    assert ServiceDays(days, openings).runs_on(day) is runs


def test_a_headway_needs_a_link_that_tells_how_long_it_takes(region):
    """The catalogue lets such a service pass; here it has no use."""
    service = next(one for one in region.services if one.headway_min)
    lost = region.model_copy(update={"services": (service.model_copy(update={"link_id": None}),)})

    with pytest.raises(DataError, match=service.id):
        feed_of_region(lost, FRIDAY, {service.mode})


def test_a_feed_of_ones_own_joins_the_regions_trains(region):
    """A city bus that calls at the station's door is changed to from the train of 7:11."""
    points = {
        "stop-1": Point("Station square", *_where(region, "xinyang-east-station")),
        "stop-2": Point("Old town", 32.13, 114.07),
    }
    bus = Trip(
        id="city-1",
        line="1",
        headsign="Old town",
        mode="bus",
        days=ServiceDays("Mo-Su", Openings(HolidayCalendar("CN"), "Asia/Shanghai")),
        stops=(0, 1),
        arrivals_s=(8 * 3_600 + 900, 8 * 3_600 + 2_400),
        departures_s=(8 * 3_600 + 900, 8 * 3_600 + 2_400),
        boards=(True, True),
        alights=(True, True),
    )
    stops = tuple(Stop(name, point.name, name, 120, 120) for name, point in points.items())
    city = Feed("Asia/Shanghai", points, stops, (bus,))
    station = Point("", *_where(region, "xinyang-east-station"))
    walks = walks_between({**points, "xinyang-east-station": station})
    net = Connections.of(
        region, FRIDAY, transport(["high_speed_rail", "walk"]), more=[city], walks=walks
    )

    journey = net.journey("wuhan-station", "stop-2", 400)
    assert [part.trip.mode for part in journey.rides] == ["high_speed_rail", "bus"]
    assert journey.arrive_s == 8 * 3_600 + 2_400


def _where(region, place_id):
    """Return latitude and longitude of a place."""
    location = region.by_id[place_id].location
    return location.lat, location.lon
