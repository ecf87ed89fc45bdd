"""The best ways by the timetable: what is caught runs, in time, on all dates asked about."""

from datetime import date
from random import Random

import pytest

from xytour import Party, TripRequest
from xytour.network.graph import build_graph
from xytour.network.rides import BOARDING_MIN, Transport
from xytour.network.transit import Connections
from xytour.network.transit.timetables import Timetables
from xytour.network.travel import TravelTimes
from xytour.solver import Timetable
from xytour.solver.rides import sound_ride

FRIDAY, SATURDAY = date(2026, 4, 10), date(2026, 4, 11)
DAY = (0, 1_440)
BUS = ("xinyang-station", "jigongshan-foot")


def timetables_of(region, wish="public", adults=1):
    """Return the timetables of a region for a party."""
    request = TripRequest(start=FRIDAY, days=1, transport=wish, party=Party(adults=adults))
    transport = Transport.of(request)
    graph = build_graph(region)
    return Timetables(region, graph, TravelTimes(graph, transport, region.region.tariffs))


@pytest.fixture(scope="module")
def timetables(region):
    """Return the timetables for one traveller by all public modes."""
    return timetables_of(region)


@pytest.fixture(scope="module")
def pairs(timetables, region):
    """Return pairs of places between which a timetable counts."""
    draw = Random(4)  # noqa: S311
    ways = timetables.on([FRIDAY])
    ids = [place.id for place in region.places]
    found = []
    while len(found) < 60:
        pair = draw.choice(ids), draw.choice(ids)
        if ways.has_timetable(*pair, DAY) and ways.rows(*pair, DAY).departures:
            found.append(pair)
    return found


def test_every_row_is_a_way_whose_vehicles_are_reached_in_time(timetables, pairs):
    """Followed by the clock, a row leaves and is there when it says, boarding times kept."""
    ways = timetables.on([FRIDAY])
    caught = 0
    for pair in pairs:
        rows = ways.rows(*pair, DAY)
        for leaves, arrives in zip(rows.departures, rows.arrivals, strict=True):
            steps = ways.steps(*pair, leaves, arrives)
            assert (steps[0].start, steps[-1].end) == (leaves, arrives)
            now = leaves
            for step in steps:
                assert step.start == now
                now = step.end
                if step.departure is not None:
                    boarding = BOARDING_MIN[step.step.edge["mode"]]
                    assert step.departure.leaves - step.start >= boarding
                    caught += 1
    assert caught > 300


def test_no_row_beats_the_earliest_arrival_search(timetables, pairs, region):
    """Ways are chosen by money too, so that they may be slower than the search, never faster."""
    ways = timetables.on([FRIDAY])
    net = Connections.of(region, FRIDAY, timetables.travel.transport)
    slower = as_early = 0
    for pair in pairs[:25]:
        rows = ways.rows(*pair, DAY)
        profile = net.profile(pair[0], [pair[1]])
        for leaves, arrives in zip(rows.departures, rows.arrivals, strict=True):
            if not any(step.departure for step in ways.steps(*pair, leaves, arrives)):
                continue  # a taxi that stands in is dearer than the ways that the search has
            soonest = profile.arrival(pair[1], leaves)
            assert soonest <= arrives
            slower += soonest < arrives
            as_early += soonest == arrives
    assert slower
    assert as_early


def test_trains_alone_are_caught_as_early_as_the_search_says(timetables, region):
    """Where nothing but trains goes, both searches agree at every minute."""
    pair = "guangzhou-south-station", "xinyang-east-station"
    rows = timetables.on([FRIDAY]).rows(*pair, DAY)
    ride = Timetable(rows.departures, rows.arrivals)
    profile = Connections.of(region, FRIDAY, timetables.travel.transport).profile(
        pair[0], [pair[1]]
    )

    for minute in range(rows.departures[-1] + 1):
        assert ride.arrival(minute) == profile.arrival(pair[1], minute)


def test_all_rows_are_sound_for_the_optimiser(timetables, pairs):
    """First in, first out, and never faster than the least that is told."""
    ways = timetables.on([FRIDAY])
    for pair in pairs:
        rows = ways.rows(*pair, (510, 1_230))
        if rows.departures:
            sound_ride("ride", Timetable(rows.departures, rows.arrivals), rows.least, 10_000)
            assert rows.departures[0] >= 510
            assert rows.arrivals[-1] <= 1_230


def test_a_taxi_stands_in_after_the_last_bus_and_never_in_between(timetables, region):
    """Hourly buses of 70 minutes for 12 yuan; once they are gone, a taxi."""
    ways = timetables.on([FRIDAY])
    rows = ways.rows(*BUS, DAY)
    vehicles = {
        leaves: {step.step.ride.vehicle for step in ways.steps(*BUS, leaves, arrives)}
        for leaves, arrives in zip(rows.departures, rows.arrivals, strict=True)
    }

    buses = [leaves for leaves, used in vehicles.items() if "bus" in used]
    assert buses == [60 * hour - BOARDING_MIN["bus"] for hour in range(7, 18)]
    assert all(used == {"taxi"} for leaves, used in vehicles.items() if leaves not in buses)
    assert rows.departures[-1] > 1_200


def test_without_a_taxi_nothing_goes_after_the_last_bus(region):
    """Who may ride buses alone waits for the morning."""
    ways = timetables_of(region, ["bus", "walk"]).on([FRIDAY])

    assert ways.rows(*BUS, (1_080, 1_440)).departures == []
    assert ways.rows(*BUS, DAY).departures[-1] == minutes("17:00") - BOARDING_MIN["bus"]


def minutes(clock):
    """Return the minutes of HH:MM."""
    return int(clock[:2]) * 60 + int(clock[3:])


def with_days(region, days):
    """Return a region whose services run on other days."""
    services = tuple(
        service.model_copy(update={"days": days.get(service.id, service.days)})
        for service in region.services
    )
    return region.model_copy(update={"services": services})


def test_only_what_runs_on_all_dates_is_relied_on(region):
    """A bus of working days is caught on Friday, not on Saturday, not on either for both."""
    changed = timetables_of(with_days(region, {"bus-l291-out": "Mo-Fr; PH off"}), ["bus", "walk"])

    def buses(*days):
        return len(changed.on(days).rows(*BUS, DAY).departures)

    assert buses(FRIDAY) == 11
    assert buses(SATURDAY) == 0
    assert buses(FRIDAY, SATURDAY) == 0


def test_dates_with_the_same_services_share_what_was_worked_out(timetables):
    """Nothing is worked out again for another day like it."""
    assert timetables.on([FRIDAY]) is timetables.on([FRIDAY, SATURDAY])


def test_what_is_kept_for_next_time_is_bounded(timetables, pairs, monkeypatch):
    """However many hours are asked about, few are kept, and the answers are the same."""
    fresh = timetables_of(timetables.region).on([FRIDAY])
    monkeypatch.setattr("xytour.network.transit.timed.MOST_ROWS", 5)
    ways = timetables.on([FRIDAY])
    for begins in range(300, 700, 20):
        for pair in pairs[:3]:
            window = begins, 1_300
            assert ways.rows(*pair, window) == fresh.rows(*pair, window)
            assert max(len(ways._rows), len(ways._merged)) <= 5


def test_a_train_that_a_later_one_overtakes_is_not_taken(timetables, region_file):
    """Of Wuhan's trains those are left that no later one beats."""
    pair = "wuhan-station", "xinyang-east-station"
    rows = timetables.on([FRIDAY]).rows(*pair, DAY)
    trips = next(
        service["trips"]
        for service in region_file["services"]
        if service["id"] == "hsr-wuhan-xinyang-east-2021"
    )
    times = [(minutes(trip["departure"]), minutes(trip["arrival"])) for trip in trips]
    left = [
        (leaves, arrives)
        for leaves, arrives in sorted(set(times))
        if not any(o > leaves and a <= arrives for o, a in times)
    ]

    assert [leaves + 25 for leaves in rows.departures[: len(left)]] == [o for o, _ in left]
