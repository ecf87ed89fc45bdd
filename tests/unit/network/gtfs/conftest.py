"""A small feed to break, and a real one."""

import zipfile
from pathlib import Path

import pytest

CAIRNS = Path(__file__).parents[4] / "examples" / "data" / "cairns_gtfs.zip"

SMALL = {
    "agency.txt": """
        agency_id,agency_name,agency_url,agency_timezone
        1,Small,http://example.org,Asia/Shanghai
    """,
    "stops.txt": """
        stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
        S,Station,32.0,114.0,1,
        S1,Platform 1,32.0,114.0,,S
        S2,Platform 2,32.0,114.0,0,S
        gate,Gate,32.0,114.0,2,S
        A,"Market, north",32.01,114.0,,
        B,Bridge,32.02,114.0,,
    """,
    "routes.txt": """
        route_id,route_short_name,route_long_name,route_type
        r1,7,,3
        r2,,Coast line,2
    """,
    "calendar.txt": """
        service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
        week,1,1,1,1,1,0,0,20260101,20261231
    """,
    "calendar_dates.txt": """
        service_id,date,exception_type
        week,20261001,2
        week,20261010,1
        fair,20260502,1
    """,
    "trips.txt": """
        route_id,service_id,trip_id,trip_headsign
        r1,week,t1,Bridge
        r2,fair,t2,
    """,
    "stop_times.txt": """
        trip_id,arrival_time,departure_time,stop_id,stop_sequence
        t1,08:00:00,08:00:00,S1,1
        t1,,,A,5
        t1,08:10:00,08:11:00,B,9
        t2,23:50:00,23:50:00,S2,1
        t2,24:20:00,24:20:00,B,2
    """,
}


@pytest.fixture
def small_files():
    """Return the files of the small feed."""
    return SMALL


@pytest.fixture
def write_feed(tmp_path):
    """Return a function that writes the small feed with some files changed, None is no file."""

    def write(changes=None, *, folder="", name="feed.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            for file, text in {**SMALL, **(changes or {})}.items():
                if text is not None:
                    lines = [line.strip() for line in text.strip().splitlines()]
                    archive.writestr(folder + file, "\n".join(lines) + "\n")
        return path

    return write


@pytest.fixture(scope="session")
def cairns_path():
    """Return where the feed of Cairns lies."""
    return CAIRNS
