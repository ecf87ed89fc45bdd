"""A small GTFS feed is read as meant, and each broken row is named while the rest is kept."""

import contextlib
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xytour.errors import DataError
from xytour.network.gtfs import read_gtfs
from xytour.network.transit import Connections, Frequency, Ways

FRIDAY = date(2026, 4, 10)
H, M = 3_600, 60


def stop_times(*rows):
    """Return a file of stop times with these rows."""
    header = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled"
    return "\n".join([header, *rows])


def trips_of(feed):
    """Return the trips by id."""
    return {trip.id: trip for trip in feed.trips}


def kinds(feed):
    """Return the files and reasons of all faults."""
    return dict(feed.report.counts)


def test_a_sound_feed_has_nothing_to_complain_about(write_feed):
    """Stops, stations, lines, days and times come out as they stand in the files."""
    feed = read_gtfs(write_feed(), strict=True)
    bus, train = trips_of(feed)["t1"], trips_of(feed)["t2"]

    assert feed.timezone == "Asia/Shanghai"
    assert sorted(feed.points) == ["A", "B", "S"]
    assert [(stop.id, stop.point) for stop in feed.stops] == [
        ("S1", "S"),
        ("S2", "S"),
        ("A", "A"),
        ("B", "B"),
    ]
    assert feed.stops[2].name == "Market, north"
    assert (bus.line, bus.mode, bus.headsign) == ("7", "bus", "Bridge")
    assert (train.line, train.mode) == ("Coast line", "rail")
    assert train.arrivals_s == (23 * H + 50 * M, 24 * H + 20 * M)
    assert feed.span == (date(2026, 1, 1), date(2026, 12, 31))
    assert feed.report.n_faults == 0
    assert "5 in stop_times.txt" in str(feed.report)


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (FRIDAY, True),
        (date(2026, 4, 11), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2027, 1, 1), False),
    ],
    ids=["Friday", "Saturday", "removed", "added", "after the end"],
)
def test_days_are_weekdays_within_dates_with_exceptions(write_feed, day, runs):
    """Dates added and removed win over the weekdays."""
    assert trips_of(read_gtfs(write_feed()))["t1"].days.runs_on(day) is runs


def test_a_service_may_have_dates_alone(write_feed):
    """A feed without calendar.txt, and a service that only calendar_dates.txt names."""
    both = read_gtfs(write_feed())
    dates = "service_id,date,exception_type\nweek,20260410,1\nfair,20260502,1"
    alone = read_gtfs(write_feed({"calendar.txt": None, "calendar_dates.txt": dates}), strict=True)

    assert trips_of(both)["t2"].days.runs_on(date(2026, 5, 2))
    assert [trips_of(alone)["t1"].days.runs_on(day) for day in (FRIDAY, date(2026, 4, 13))] == [
        True,
        False,
    ]


def test_calls_without_a_time_lie_between(write_feed):
    """Evenly, unless the distances tell: at a fifth of the way after a fifth of the time."""
    evenly = read_gtfs(write_feed())
    rows = ("t1,08:00:00,08:00:00,S1,1,0", "t1,,,A,2,2", "t1,08:10:00,08:11:00,B,3,10")
    by_way = read_gtfs(write_feed({"stop_times.txt": stop_times(*rows)}))

    assert trips_of(evenly)["t1"].arrivals_s[1] == 8 * H + 5 * M
    assert trips_of(by_way)["t1"].arrivals_s[1] == 8 * H + 2 * M
    assert evenly.report.interpolated == 1


def test_folder_nested_zip_and_byte_order_mark_are_read(write_feed, tmp_path):
    """The same feed in other wrappings is the same feed."""
    plain = read_gtfs(write_feed())
    nested = read_gtfs(write_feed(folder="feed/", name="nested.zip"))
    with zipfile.ZipFile(tmp_path / "feed.zip") as archive:
        archive.extractall(tmp_path / "folder")
    for path in (tmp_path / "folder").iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    folder = read_gtfs(tmp_path / "folder")

    assert plain.trips == nested.trips == folder.trips
    assert plain.stops == nested.stops == folder.stops


def test_frequencies_stand_for_runs(write_feed):
    """Exact ones are departures; the trip's own time then is none."""
    rows = "trip_id,start_time,end_time,headway_secs,exact_times"
    text = f"{rows}\nt1,07:00:00,07:30:00,600,1"
    feed = read_gtfs(write_feed({"frequencies.txt": text}), strict=True)

    assert trips_of(feed)["t1"].frequencies == (Frequency(7 * H, 7 * H + 1_800, 600, True),)
    profile = Connections(feed, FRIDAY, Ways.of({})).profile("S")
    assert profile.rows("B")[:2] == ([418, 428, 438], [430, 440, 450])


def test_transfers_of_stations_hold_for_their_stops(write_feed):
    """A row of stops wins over one of stations; a walk is as long as the map tells."""
    head = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id"
    rows = ("S,S,2,300,", "S1,S2,3,,", "A,B,0,,", "B,A,1,,", "S,A,2,60,t1")
    feed = read_gtfs(write_feed({"transfers.txt": "\n".join([head, *rows])}), strict=True)

    walk = feed.transfers.pop((2, 3))
    assert feed.transfers == {(0, 0): 300, (1, 0): 300, (1, 1): 300, (0, 1): None, (3, 2): 0}
    # 0.01 degrees are 1,112 m, on foot 1,446 m in 1,157 s, and two minutes to board
    assert abs(walk - 1_277) <= 1
    assert any("single routes" in what for what in feed.report.ignored)


BROKEN = {
    "agency.txt": [("2,Other,http://example.org,Europe/Helsinki", "share one time zone")],
    "stops.txt": [
        ("A,Again,32,114,,", "stands there twice"),
        ("C,Nowhere,north,114,,", "no place on earth"),
        ("D,Lost,32,114,,Z", "parent_station is no station"),
        ('E,"Open quote,32,114,,', "a quote is never closed"),
        ("F,Too,many,commas,32,114,,", "more values than there are columns"),
        (",Nameless,32,114,,", "has no stop_id"),
    ],
    "routes.txt": [("r1,8,,3", "stands there twice"), ("r9,9,,77", "no such route_type")],
    "calendar.txt": [
        ("week,1,1,1,1,1,1,1,20260101,20261231", "stands there twice"),
        ("x,1,1,1,1,1,1,1,20261231,20260101", "no dates in order"),
        ("y,1,1,1,1,1,1,yes,20260101,20261231", "neither 0 nor 1"),
    ],
    "calendar_dates.txt": [
        ("week,2026-05-01,1", "is no date"),
        ("week,20260230,1", "is no date"),
        ("week,20260501,3", "neither 1 nor 2"),
    ],
    "trips.txt": [
        ("r1,week,t1,Again", "stands there twice"),
        ("r7,week,t7,", "no such route"),
        ("r1,never,t8,", "no calendar tells"),
        ("r1,week,t9,", "less than two calls"),
    ],
    "stop_times.txt": [
        ("t1,08:12:00,08:12:00,Z,20", "no such stop"),
        ("t1,08:12:00,08:12:00,S,21", "no stop but a station"),
        ("t1,8.12,8.12,A,22", "is no time"),
        ("t1,08:12:00,08:11:30,A,23", "departs before it arrives"),
        ("t1,08:12:00,08:12:00,A,last", "no whole number"),
        ("t1,08:12:00,08:12:00,A,9", "twice in the trip"),
        ("t1,07:00:00,07:00:00,A,24", "arrives before the call ahead"),
        ("t1,,,A,25", "nothing to interpolate"),
        ("t0,08:00:00,08:00:00,A,1", "no such trip"),
    ],
}


@pytest.mark.parametrize(
    ("file", "broken", "reason"),
    [(file, text, reason) for file, rows in BROKEN.items() for text, reason in rows],
)
def test_a_broken_row_is_named_and_nothing_else_is_lost(
    write_feed, small_files, file, broken, reason
):
    """The report tells file and line, reason and what to do; all else is as without the row."""
    text = "\n".join(line.strip() for line in small_files[file].strip().splitlines())
    whole = read_gtfs(write_feed())
    feed = read_gtfs(write_feed({file: f"{text}\n{broken}"}))
    (fault,) = feed.report.faults

    assert reason in fault.reason
    assert fault.mend
    if reason != "less than two calls":
        assert fault.path == f"{file}:{text.count(chr(10)) + 2}"
    assert feed.trips == whole.trips
    assert set(whole.points.items()) <= set(feed.points.items())
    with pytest.raises(DataError, match=r"feed\.zip has 1 fault"):
        read_gtfs(write_feed({file: f"{text}\n{broken}"}), strict=True)


def test_many_faults_of_a_kind_are_counted_and_a_few_shown(write_feed):
    """A thousand broken rows make a short report."""
    rows = [f"t1,nonsense,nonsense,A,{k}" for k in range(100, 1_100)]
    first = ("t1,08:00:00,08:00:00,S1,1,", "t1,08:10:00,08:10:00,B,2,")
    feed = read_gtfs(write_feed({"stop_times.txt": stop_times(*first, *rows)}))

    assert kinds(feed)["stop_times.txt", "is no time"] == 1_000
    assert len(feed.report.faults) < 20
    assert "1,000 x stop_times.txt: is no time" in str(feed.report)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stop_times.txt": None, "trips.txt": None}, r"trips\.txt, stop_times\.txt not in it"),
        ({"calendar.txt": None, "calendar_dates.txt": None}, r"calendar\.txt not in it"),
        ({"stops.txt": "stop,stop_name\nA,A"}, "no column stop_id"),
        ({"agency.txt": "agency_name,agency_timezone\nSmall,"}, "no agency_timezone"),
        ({"agency.txt": "agency_name,agency_timezone\nSmall,Mars/Base"}, "no time zone"),
        ({"stops.txt": ""}, "no column stop_id"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(write_feed, changes, message):
    """Without its main files there is nothing to keep."""
    with pytest.raises(DataError, match=message):
        read_gtfs(write_feed(changes))


def test_files_that_cannot_be_opened_are_refused_in_words(write_feed, tmp_path):
    """No file, no zip file, a zip file cut off, one with a damaged member."""
    with pytest.raises(DataError, match="no feed at"):
        read_gtfs(tmp_path / "nothing.zip")
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read as a zip file"):
        read_gtfs(tmp_path / "text.zip")
    whole = write_feed().read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="download it again"):
        read_gtfs(tmp_path / "half.zip")
    (tmp_path / "bad.zip").write_bytes(whole.replace(b"Market", b"Merket", 1))
    with pytest.raises(DataError, match=r"stops\.txt of 'bad\.zip' cannot be read"):
        read_gtfs(tmp_path / "bad.zip")


def test_letters_that_are_not_utf_8_cost_no_row(tmp_path, write_feed):
    """A name in another encoding loses letters and is named, its stop is kept."""
    path = write_feed()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "latin")
    stops = tmp_path / "latin" / "stops.txt"
    stops.write_bytes(stops.read_bytes().replace(b"Bridge", "Brücke".encode("latin-1")))
    feed = read_gtfs(tmp_path / "latin")

    assert kinds(feed) == {("stops.txt", "is not UTF-8"): 1}
    assert feed.points["B"].name == "Br\ufffdcke"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_garbled_feeds_never_fail_deep_inside(write_feed, small_files, data):
    """Whatever stands in a row: either a report or a DataError."""
    file = data.draw(st.sampled_from([*small_files, "frequencies.txt", "transfers.txt"]))
    extra = {
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt1,7:00:00,8:00:00,60",
        "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,60",
    }
    lines = [line.strip() for line in {**small_files, **extra}[file].strip().splitlines()]
    k = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[k].split(",")
    junk = st.sampled_from(
        ["", "-1", "²", "٣", "1e999", "nan", '"', "99:99:99", "999:00:00", "\x00", "x"]
    )
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(junk)
    lines[k] = ",".join(cells)
    path = write_feed({**extra, file: "\n".join(lines)})
    with contextlib.suppress(DataError):
        feed = read_gtfs(path)
        net = Connections(feed, FRIDAY, Ways.of({}))
        for origin in [*feed.points][:1]:  # a feed without its stops has none
            net.profile(origin)
        assert feed.report.n_faults == sum(feed.report.counts.values())
