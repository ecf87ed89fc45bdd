"""Public transport on a date, against trying every vehicle, and cases to check by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.journeys import arrivals, faults, rides
from oracle.uncompiled import load_plain

from xytour.errors import DataError, RequestError
from xytour.network.transit import (
    Connections,
    Feed,
    Frequency,
    Point,
    Stop,
    Trip,
    Ways,
    connections,
    join_feeds,
    join_ways,
    scan,
    walks_between,
)
from xytour.solver import Timetable
from xytour.solver.rides import sound_ride

DAY = date(2026, 4, 10)
H, M = 3_600, 60


@dataclass(frozen=True)
class Dates:
    """Days by the list."""

    dates: frozenset[date]

    def runs_on(self, day):
        """Whether the day is listed."""
        return day in self.dates


TODAY = Dates(frozenset({DAY}))
YESTERDAY = Dates(frozenset({DAY - timedelta(days=1)}))
TOMORROW = Dates(frozenset({DAY + timedelta(days=1)}))
DAILY = Dates(frozenset({DAY + timedelta(days=k) for k in range(-3, 4)}))


def trip(name, *calls, days=TODAY, **fields):
    """Return a trip; a call is its stop's number, its arrival and, if later, its departure."""
    stops, arrives, departs = zip(*(c if len(c) == 3 else (*c, c[1]) for c in calls), strict=True)
    everywhere = (True,) * len(calls)
    given_ = {"boards": everywhere, "alights": everywhere, **fields}
    return Trip(name, name, "", "bus", days, stops, arrives, departs, **given_)


def feed(n, *trips, transfers=None, zone="Asia/Shanghai", **times):
    """Return a feed of stops ``s0``, ``s1``, ... at points of the same names."""
    points = {f"s{i}": Point(f"Stop {i}", 32.0, 114.0 + 0.01 * i) for i in range(n)}
    stops = tuple(Stop(name, name, name, **times) for name in points)
    return Feed(zone, points, stops, trips, transfers or {})


def net(a_feed, walks=None, **fields):
    """Return what runs on the day."""
    return Connections(a_feed, DAY, Ways.of(walks or {}), **fields)


# ------------------------------------------------------------------ the whole, by brute force


@st.composite
def timetables(draw):
    """Draw a small timetable with its walks: few stops, many close calls."""
    n = draw(st.integers(2, 5))
    minutes = st.integers(0, 30)
    trips = []
    for k in range(draw(st.integers(1, 6))):
        stops = draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=4))
        steps = draw(
            st.lists(
                st.tuples(st.sampled_from([0, 0, 30, 60, 150, 300]), st.sampled_from([0, 0, 45])),
                min_size=len(stops),
                max_size=len(stops),
            )
        )
        days, begin = draw(st.sampled_from([(TODAY, 0), (DAILY, 0), (YESTERDAY, 86_400)]))
        now, calls = begin + 60 * draw(minutes), []
        for stop, (ride, dwell) in zip(stops, steps, strict=True):
            now += ride
            calls.append((stop, now, now + dwell))
            now += dwell
        flags = st.lists(
            st.sampled_from([True, True, True, False]), min_size=len(stops), max_size=len(stops)
        )
        repeated = ()
        if draw(st.integers(0, 4)) == 0:
            first = begin + 60 * draw(minutes)
            repeated = (Frequency(first, first + draw(st.sampled_from([60, 600])), 240, True),)
        trips.append(
            trip(
                f"t{k}",
                *calls,
                days=days,
                boards=tuple(draw(flags)),
                alights=tuple(draw(flags)),
                frequencies=repeated,
            )
        )
    wait = draw(st.sampled_from([(0, 0), (60, 30), (0, 120)]))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    transfers = draw(st.dictionaries(pairs, st.sampled_from([None, 0, 90, 200]), max_size=2))
    names = [*(f"s{i}" for i in range(n)), "hall"]
    walks = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(
                lambda p: p[0] != p[1]
            ),
            st.sampled_from([0, 60, 100, 300, 900]),
            max_size=6,
        )
    )
    a_feed = feed(n, *trips, transfers=transfers, board_s=wait[0], change_s=wait[1])
    return a_feed, {("hall", "s0"): 120, ("s0", "hall"): 120, **walks}


@settings(max_examples=150, deadline=None)
@given(case=timetables(), data=st.data())
def test_profiles_and_journeys_are_those_of_trying_everything(case, data):
    """At every minute the arrival is the earliest there is, and a journey shows how."""
    a_feed, walks = case
    until_min = data.draw(st.sampled_from([20, 90]))
    connections_ = net(a_feed, walks, until_min=until_min)
    all_rides = rides(a_feed, DAY, 60 * until_min)
    origin = data.draw(st.sampled_from(connections_.points))
    profile = connections_.profile(origin)
    leaves = range(0, 50, 3)
    truth = [arrivals(a_feed, all_rides, walks, origin, 60 * leave) for leave in leaves]

    for leave, known in zip(leaves, truth, strict=True):
        for target in connections_.points:
            there = known.get(target)
            expected = None if there is None else ceil(there[0] / 60)
            assert profile.arrival(target, leave) == expected
            journey = connections_.journey(origin, target, leave)
            assert (journey is None) == (there is None)
            if journey is not None and origin != target:
                assert faults(a_feed, all_rides, walks, journey, 60 * leave) == []
                assert ceil(journey.arrive_s / 60) == expected


@settings(max_examples=80, deadline=None)
@given(case=timetables(), data=st.data())
def test_a_journey_leaves_late_and_changes_little(case, data):
    """It begins at the last departure that is there as early, and takes fewest vehicles."""
    a_feed, walks = case
    connections_ = net(a_feed, walks, until_min=90)
    all_rides = rides(a_feed, DAY, 90 * 60)
    origin, target = (data.draw(st.sampled_from(connections_.points)) for _ in range(2))
    departures, arrives, _ = connections_.profile(origin, [target]).rows(target)
    for leave, there in zip(departures, arrives, strict=True):
        journey = connections_.journey(origin, target, max(0, leave - 7))
        if ceil(journey.arrive_s / 60) != there or not journey.rides:
            continue  # something else is there sooner
        truth = arrivals(a_feed, all_rides, walks, origin, 60 * leave)[target]

        assert (journey.arrive_s, len(journey.rides)) == truth
        assert journey.leave_s >= 60 * leave


@settings(max_examples=60, deadline=None)
@given(case=timetables())
def test_a_profile_makes_a_sound_ride_for_the_optimiser(case):
    """What leaves later arrives later, nothing is slower than walking."""
    a_feed, walks = case
    connections_ = net(a_feed, walks)

    for origin in connections_.points:
        profile = connections_.profile(origin)
        for target in connections_.points:
            departures, arrives, otherwise = profile.rows(target)
            assert departures == sorted(set(departures))
            assert arrives == sorted(set(arrives))
            if departures:
                sound_ride(target, Timetable(departures, arrives, otherwise), 0, 10_000)
            if otherwise is not None:
                assert all(b - a < otherwise for a, b in zip(departures, arrives, strict=True))


@settings(max_examples=40, deadline=None)
@given(case=timetables())
def test_compiled_and_plain_searches_agree(case):
    """The same file gives the same answers without a compiler."""
    a_feed, walks = case
    fast = net(a_feed, walks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "Scan", load_plain(scan).Scan)
        plain = net(a_feed, walks)

    for origin in fast.points:
        ours, theirs = fast.profile(origin), plain.profile(origin)
        for column in ("first", "departures", "arrivals", "otherwise"):
            assert np.array_equal(getattr(ours, column), getattr(theirs, column))
        assert fast.journey(origin, "s1", 5) == plain.journey(origin, "s1", 5)


# ------------------------------------------------------------------ by hand


def test_one_waits_for_the_bus_and_changes_to_the_next():
    """By bus at 8:00 to s1 at 8:20, five minutes to change, on at 8:25 to s2 at 8:40."""
    first = trip("a", (0, 8 * H), (1, 8 * H + 20 * M))
    missed = trip("b", (1, 8 * H + 24 * M), (2, 8 * H + 30 * M))
    second = trip("c", (1, 8 * H + 25 * M), (2, 8 * H + 40 * M))
    journey = net(feed(3, first, missed, second, change_s=300)).journey("s0", "s2", 7 * 60)

    assert [(part.kind, part.start_s // 60, part.end_s // 60) for part in journey.parts] == [
        ("wait", 420, 480),
        ("ride", 480, 500),
        ("wait", 500, 505),
        ("ride", 505, 520),
    ]
    assert [part.trip.line for part in journey.rides] == ["a", "c"]
    assert (journey.leave_s, journey.arrive_s) == (8 * H, 8 * H + 40 * M)


def test_walks_lead_to_the_stop_between_stops_and_from_the_last():
    """A walk of 3 min, a bus, a walk of 4 min to another stop, a bus, a walk of 2 min."""
    walks = {("hall", "s0"): 180, ("s1", "s2"): 240, ("s3", "inn"): 120}
    first = trip("a", (0, 9 * H), (1, 9 * H + 600))
    second = trip("b", (2, 9 * H + 900), (3, 9 * H + 1_200))
    journey = net(feed(4, first, second, board_s=60), walks).journey("hall", "inn", 500)

    assert [(part.kind, part.end_s - part.start_s) for part in journey.parts] == [
        ("wait", 9 * H - 240 - 500 * M),
        ("way", 180),
        ("wait", 60),
        ("ride", 600),
        ("transfer", 240),
        ("wait", 60),
        ("ride", 300),
        ("way", 120),
    ]


def test_two_walks_in_a_row_between_buses_are_not_made_up():
    """A limit on walks holds: s1 to s2 to s3 may be walked in two pieces, but not in one."""
    walks = {("s1", "s2"): 60, ("s2", "s3"): 60}
    first = trip("a", (0, 9 * H), (1, 9 * H + 60))
    second = trip("b", (3, 10 * H), (4, 10 * H + 60))

    assert net(feed(5, first, second), walks).journey("s0", "s4", 500) is None


def test_a_stop_first_reached_on_foot_is_still_walked_from_by_those_who_ride_there():
    """Whoever walks to s1 is there before the bus, yet only the bus's riders walk on to s2."""
    walks = {("s0", "s1"): 60, ("s1", "s2"): 60}
    slow = trip("a", (0, 9 * H), (1, 9 * H + 600))
    onward = trip("b", (2, 10 * H), (3, 10 * H + 60))
    profile = net(feed(4, slow, onward), walks).profile("s0")

    assert profile.rows("s1") == ([], [], 1)
    assert profile.rows("s3") == ([540], [601], None)


def test_trips_of_yesterday_run_past_midnight_and_those_of_tomorrow_leave_next_morning():
    """A bus at 25:10 of yesterday leaves at 1:10; one at 6:00 of tomorrow at 30:00."""
    late = trip("late", (0, 25 * H + 600), (1, 25 * H + 1_200), days=YESTERDAY)
    early = trip("early", (0, 6 * H), (1, 6 * H + 600), days=TOMORROW)

    assert net(feed(2, late, early)).profile("s0").rows("s1") == ([70, 1800], [80, 1810], None)


def test_clocks_that_change_at_night_move_no_trip():
    """On 29 March 2026 Helsinki loses an hour: a bus at 8:00 leaves 23 hours after Saturday's."""
    sunday = date(2026, 3, 29)
    days = Dates(frozenset({sunday - timedelta(days=1), sunday, sunday + timedelta(days=1)}))
    bus = trip("a", (0, 8 * H), (1, 9 * H), days=days)
    a_feed = feed(2, bus, zone="Europe/Helsinki")

    saturday = Connections(a_feed, sunday - timedelta(days=1), Ways.of({}))
    assert saturday.profile("s0").rows("s1")[0] == [8 * 60, 31 * 60]
    assert Connections(a_feed, sunday, Ways.of({})).profile("s0").rows("s1")[0] == [480, 32 * 60]


def test_exact_frequencies_are_departures_and_the_end_is_none():
    """Every ten minutes from 7:00 until 7:30 means 7:00, 7:10 and 7:20."""
    every = Frequency(7 * H, 7 * H + 1_800, 600, True)
    bus = trip("a", (0, 0), (1, 300), frequencies=(every,))

    assert net(feed(2, bus)).profile("s0").rows("s1")[0] == [420, 430, 440]


def test_where_only_a_headway_is_known_a_plan_waits_a_whole_one():
    """Buses twelve minutes apart: one is there 12 + 5 min after coming, at most 3 later."""
    every = Frequency(7 * H, 9 * H, 720, False)
    bus = trip("a", (0, 0), (1, 300), frequencies=(every,))
    profile = net(feed(2, bus)).profile("s0")

    for leave in range(420, 528):
        assert 17 <= profile.arrival("s1", leave) - leave <= 20
    assert profile.arrival("s1", 529) is None
    journey = net(feed(2, bus)).journey("s0", "s1", 420)
    assert [part.kind for part in journey.parts] == ["wait", "ride"]


def test_a_vehicle_that_takes_no_time_can_be_changed_from_whatever_the_order():
    """Times rounded to minutes: two rides within the same minute, either listed first."""
    one = trip("z", (0, 9 * H), (1, 9 * H))
    two = trip("a", (1, 9 * H), (2, 9 * H))
    for order in ((one, two), (two, one)):
        assert net(feed(3, *order)).profile("s0").rows("s2") == ([540], [540], None)


def test_nobody_rides_back_within_a_moment():
    """A bus that passes s3, s1, s0 and s2 in one minute takes nobody from s0 to s1."""
    bus = trip("a", (3, 9 * H), (1, 9 * H), (0, 9 * H), (2, 9 * H))
    other = trip("b", (3, 9 * H), (2, 9 * H))
    profile = net(feed(4, bus, other)).profile("s0")

    assert profile.rows("s1") == ([], [], None)
    assert profile.rows("s2") == ([540], [540], None)


def test_forbidden_and_told_transfers_win_over_walks():
    """Without the transfers both buses would be reached."""
    first = trip("a", (0, 9 * H), (1, 9 * H + 600))
    same = trip("b", (1, 9 * H + 700), (2, 9 * H + 800))
    other = trip("c", (3, 9 * H + 700), (2, 9 * H + 900))
    walks = {("s1", "s3"): 30}

    def there(transfers):
        found = net(feed(4, first, same, other, transfers=transfers), walks)
        return found.profile("s0").rows("s2")[1]

    assert there({}) == [554]
    assert there({(1, 1): None}) == [555]
    assert there({(1, 1): None, (1, 3): 120}) == []
    assert there({(1, 1): 100, (1, 3): None}) == [554]


def test_of_journeys_that_arrive_together_the_latest_with_fewest_vehicles_is_taken():
    """The direct bus leaves no earlier than the two that change, and is taken."""
    direct = trip("direct", (0, 9 * H), (1, 9 * H + 600), (2, 9 * H + 1_200))
    change = trip("change", (0, 9 * H), (1, 9 * H + 300))
    onward = trip("onward", (1, 9 * H + 400), (2, 9 * H + 1_200))
    early = trip("early", (0, 8 * H), (2, 9 * H + 1_200))
    journey = net(feed(3, change, onward, early, direct)).journey("s0", "s2", 400)

    assert [part.trip.id for part in journey.rides] == ["direct"]


def test_walking_is_shown_where_no_bus_is_sooner():
    """A walk of ten minutes beats a bus in half an hour, but not one in two minutes."""
    bus = trip("a", (0, 9 * H), (1, 9 * H + 120))
    connections_ = net(feed(2, bus), {("s0", "s1"): 600})

    assert [part.kind for part in connections_.journey("s0", "s1", 510).parts] == ["way"]
    assert [part.kind for part in connections_.journey("s0", "s1", 538).parts] == ["wait", "ride"]
    assert connections_.journey("s0", "s0", 510).parts == ()


def test_feeds_are_joined_at_the_points_they_share():
    """A train of one feed and a bus of another meet at a station that both know."""
    train = feed(2, trip("train", (0, 9 * H), (1, 10 * H)))
    station = Point("Station", 32.0, 114.0)
    bus = Feed(
        "Asia/Shanghai",
        {"s1": station, "inn": station},
        (Stop("p", "Platform", "s1", 240, 0), Stop("q", "Inn", "inn")),
        (trip("bus", (0, 10 * H + 300), (1, 10 * H + 600)),),
    )

    assert net(join_feeds(train, bus)).profile("s0").rows("inn") == ([540], [610], None)
    with pytest.raises(DataError, match="one time zone"):
        join_feeds(train, feed(1, zone="Europe/Helsinki"))


def test_where_nothing_runs_there_are_only_ways():
    """No trips on the date, no trips at all, no stops at all."""
    yesterday = trip("a", (0, 9 * H), (1, 9 * H + 60), days=YESTERDAY)
    for a_feed in (feed(2, yesterday), feed(2), feed(0)):
        profile = net(a_feed, {("s0", "s1"): 600}, until_min=600).profile("s0")
        assert profile.rows("s1") == ([], [], 10)
    assert net(feed(2)).journey("s0", "s1", 500) is None


def test_points_that_are_not_there_are_named():
    """Misspelt ids are a request's fault."""
    with pytest.raises(RequestError, match="'nowhere'"):
        net(feed(2)).profile("nowhere")
    with pytest.raises(RequestError, match="'nowhere'"):
        net(feed(2)).journey("s0", "nowhere", 0)


def test_walks_join_what_is_near():
    """One kilometre on the map is 1.3 on foot, 17 min 20 s at 4.5 km/h; two are too far."""
    points = {f"p{k}": Point("", 32.0 + k / 111.195, 114.0) for k in range(3)}
    ways = walks_between(points, most_m=1_500)
    both = join_ways(ways, Ways.of({("p0", "inn"): 60}))

    assert set(zip(ways.tails.tolist(), ways.heads.tolist(), strict=True)) == {
        (0, 1),
        (1, 0),
        (1, 2),
        (2, 1),
    }
    assert all(abs(seconds - 1_040) <= 1 for seconds in ways.seconds.tolist())
    assert both.ids == ("p0", "p1", "p2", "inn")
    assert len(both.seconds) == 5
