"""The buses of Cairns: read and searched as plain Python does it with the rows of the files."""

import csv
import io
import zipfile
from collections import defaultdict
from datetime import date
from math import ceil

import pytest

from xytour.network.gtfs import read_gtfs
from xytour.network.gtfs.reading import BOARD_S
from xytour.network.transit import Connections, walks_between

FRIDAY, SUNDAY, HOLIDAY = date(2014, 6, 6), date(2014, 6, 8), date(2014, 6, 9)
FAR = 10**9


@pytest.fixture(scope="module")
def rows(cairns_path):
    """Return the rows of each file as dictionaries."""
    with zipfile.ZipFile(cairns_path) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def feed(cairns_path):
    """Return the feed."""
    return read_gtfs(cairns_path, strict=True)


def active(rows, day):
    """Return the services of a date, by the book."""
    text, weekday = day.strftime("%Y%m%d"), day.strftime("%A").lower()
    found = {
        row["service_id"]
        for row in rows["calendar.txt"]
        if row[weekday] == "1" and row["start_date"] <= text <= row["end_date"]
    }
    for row in rows["calendar_dates.txt"]:
        if row["date"] == text:
            (found.add if row["exception_type"] == "1" else found.discard)(row["service_id"])
    return found


def seconds(text):
    """Return the seconds of HH:MM:SS."""
    hours, minutes, rest = text.split(":")
    return int(hours) * 3_600 + int(minutes) * 60 + int(rest)


def vehicles(rows, day):
    """Return the calls with a time of each trip of a date: stop, times, whether on and off."""
    services = active(rows, day)
    running = {row["trip_id"] for row in rows["trips.txt"] if row["service_id"] in services}
    trips = defaultdict(list)
    for row in rows["stop_times.txt"]:
        if row["trip_id"] in running:
            trips[row["trip_id"]].append(row)
    found = []
    for calls in trips.values():
        calls.sort(key=lambda row: int(row["stop_sequence"]))
        found.append(
            [
                (
                    row["stop_id"],
                    seconds(row["arrival_time"]),
                    seconds(row["departure_time"]),
                    row["pickup_type"] != "1",
                    row["drop_off_type"] != "1",
                )
                for row in calls
                if row["arrival_time"]
            ]
        )
    return found


def earliest(trips, walks, origin, leave):
    """Return the earliest arrival at each stop: all trips, until nothing changes."""
    near = defaultdict(list)
    for (here, there), walk in walks.items():
        near[here].append((there, walk))
    ready = defaultdict(lambda: FAR, {origin: leave + BOARD_S})
    there = defaultdict(lambda: FAR, {origin: leave})
    for stop, walk in near[origin]:
        ready[stop] = leave + walk + BOARD_S
        there[stop] = leave + walk
    changed = True
    by_bus = defaultdict(lambda: FAR)
    while changed:
        changed = False
        for calls in trips:
            aboard = False
            for stop, arrives, departs, boards, alights in calls:
                if aboard and alights and arrives < by_bus[stop]:
                    by_bus[stop] = arrives
                    changed = True
                    for other, walk in [(stop, 0), *near[stop]]:
                        ready[other] = min(ready[other], arrives + walk + BOARD_S)
                        there[other] = min(there[other], arrives + walk)
                aboard = aboard or (boards and ready[stop] <= departs)
    return there


def test_nothing_is_lost(feed, rows):
    """Every stop, trip and call of the files is there."""
    assert len(feed.stops) == len(rows["stops.txt"])
    assert len(feed.trips) == len(rows["trips.txt"])
    assert sum(len(trip.stops) for trip in feed.trips) == len(rows["stop_times.txt"])


@pytest.mark.parametrize("day", [FRIDAY, SUNDAY, HOLIDAY], ids=["Friday", "Sunday", "holiday"])
def test_trips_run_on_the_days_of_the_calendar(feed, rows, day):
    """On the Queen's birthday, a Monday, buses run as on a Sunday."""
    services = active(rows, day)
    ours = {trip.id for trip in feed.trips if trip.days.runs_on(day)}

    assert ours == {row["trip_id"] for row in rows["trips.txt"] if row["service_id"] in services}
    assert len(ours) > 200


@pytest.mark.parametrize(
    ("origin", "leave"), [("750337", 450), ("750000", 1_000), ("750449", 720), ("750120", 1_400)]
)
def test_arrivals_at_all_stops_are_those_of_the_plain_search(feed, rows, origin, leave):
    """From Palm Cove, the pier and elsewhere, with walks up to 400 m."""
    ways = walks_between(feed.points, most_m=400)
    pairs = zip(ways.tails.tolist(), ways.heads.tolist(), strict=True)
    walks = {
        (ways.ids[a], ways.ids[b]): walk
        for (a, b), walk in zip(pairs, ways.seconds.tolist(), strict=True)
    }
    net = Connections(feed, FRIDAY, ways, until_min=28 * 60)
    truth = earliest(vehicles(rows, FRIDAY), walks, origin, 60 * leave)
    profile = net.profile(origin)
    untimed = {row["stop_id"] for row in rows["stop_times.txt"] if not row["arrival_time"]}

    compared = 0
    for stop in profile.targets:
        there = profile.arrival(stop, leave)
        known = truth[stop]
        if stop in untimed or any((other, stop) in walks for other in untimed):
            continue  # calls between two times may come a little sooner by interpolation
        compared += 1
        assert there == (None if known == FAR else ceil(known / 60))
        if there is not None and stop != origin:
            journey = net.journey(origin, stop, leave)
            assert ceil(journey.arrive_s / 60) == there
    assert compared > 300
