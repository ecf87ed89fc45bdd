"""Trips by the trams of a feed, beside walks that were given."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from given_links import as_links
from verifier import verify

import xytour as xt
from xytour.importers.osm_tags import TAG_TABLE
from xytour.network.gtfs import read_gtfs
from xytour.network.importers.osm_file import read_osm
from xytour.network.roads import road_matrix
from xytour.network.transit.beside import PublicTransport

pytest.importorskip("osmium", reason="reads the map")

DATA = Path(__file__).parents[3] / "examples" / "data"
FEED = DATA / "helsinki-tram-gtfs.zip"
NORTH, SOUTH = "museum-of-modern-art-kiasma", "evacuation-of-children-1939-1945"


@pytest.fixture(scope="module")
def helsinki():
    """Return a region of museums and monuments, and the walks between them."""
    path = DATA / "helsinki-center.osm.pbf"
    few = [row for row in TAG_TABLE if row.values[0] in {"museum", "monument", "hotel"}]
    region, _ = xt.region_from_osm(
        path, name="Helsinki", timezone="Europe/Helsinki", country="FI", currency="EUR", table=few
    )
    return region, road_matrix(region, read_osm(path, vehicle="walk"))


def planner(helsinki, fare_cny):
    """Return a planner with walks and trams."""
    region, walks = helsinki
    public = PublicTransport(read_gtfs(FEED), fare_cny=fare_cny, source="HSL")
    return xt.Planner(region, travel=walks, public_transport=public)


def request(**changes):
    """Return a Wednesday with two places that are far apart, and no love of walking."""
    wishes = {
        "start": "2022-03-02",
        "days": 1,
        "must_visit": [NORTH, SOUTH],
        "transport": ["walk", "rail"],
        "max_walk_km": 1.0,
        "party": xt.Party(adults=2),
    }
    return xt.TripRequest(**{**wishes, **changes})


@pytest.fixture(scope="module")
def trip(helsinki):
    """Return a day by tram."""
    return planner(helsinki, 2.95).plan(request(), iterations=15, time_limit=60)


def calls_of_the_feed():
    """Return the calls of each trip of the feed, and the trips of Wednesday 2022-03-02."""
    with zipfile.ZipFile(FEED) as archive:

        def rows(name):
            return csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))

        runs = {
            row["service_id"]
            for row in rows("calendar.txt")
            if row["wednesday"] == "1" and row["start_date"] <= "20220302" <= row["end_date"]
        }
        trips = {row["trip_id"] for row in rows("trips.txt") if row["service_id"] in runs}
        calls = {}
        for row in rows("stop_times.txt"):
            if row["trip_id"] in trips:
                calls.setdefault(row["trip_id"], []).append(row)
    return calls


def test_every_ride_is_a_tram_of_the_feed(trip):
    """Boarded when it leaves, left when it is there, and reached in time."""
    calls = calls_of_the_feed()
    parts = [part for item in trip.items() if item.type == "leg" for part in item.parts]
    rides = [part for part in parts if part.departure is not None]

    assert rides
    for ride in rides:
        leaves, there = f"{ride.departure:%H:%M}", f"{ride.end:%H:%M}"
        stops = [name.removeprefix("stop-") for name in (ride.from_id, ride.to_id)]
        assert (ride.vehicle, ride.line, ride.road) == ("train", "1", "HSL")
        assert any(
            a["stop_id"] == stops[0]
            and a["departure_time"][:5] == leaves
            and b["stop_id"] == stops[1]
            and b["arrival_time"][:5] <= there
            for run in calls.values()
            for k, a in enumerate(run)
            for b in run[k + 1 :]
        )


def test_legs_by_tram_tell_all(trip, helsinki):
    """Walks, waits and rides follow each other; stops have a name and a position."""
    legs = [item for item in trip.items() if item.type == "leg"]
    ridden = [leg for leg in legs if any(part.departure for part in leg.parts)]

    for leg in ridden:
        ends = [leg.parts[0].from_id, *(part.to_id for part in leg.parts)]
        assert (ends[0], ends[-1]) == (leg.from_id, leg.to_id)
        assert all(a.end == b.start for a, b in zip(leg.parts, leg.parts[1:], strict=False))
        assert {*ends} <= {*trip.places}
        assert all(part.distance_km <= 1 for part in leg.parts if part.vehicle == "walk")
        assert leg.cost_cny == 2 * 2.95
        assert leg.ride_min + leg.wait_min + leg.transfer_min == leg.minutes
    assert {leg.mode for leg in ridden} == {"public"}
    assert xt.Itinerary.model_validate_json(trip.model_dump_json()) == trip


def test_the_day_keeps_all_other_rules(trip, helsinki):
    """The verifier finds nothing wrong where ways are taken as told."""
    region, walks = helsinki
    documents = (model.model_dump(mode="json", by_alias=True) for model in (trip, region))

    faults = verify(*as_links(*documents, walks))

    # The fares of two rides, which the rewritten ways do not have.
    assert all(fault.startswith("totals.cost") for fault in faults), faults


def test_unknown_fares_are_owned_up_to(helsinki, trip):
    """Who does not tell the fare gets a notice in the plan."""
    blind = planner(helsinki, None).plan(request(), iterations=15, time_limit=60)

    assert "unknown-fare" in {notice.code for notice in blind.warnings}
    assert "unknown-fare" not in {notice.code for notice in trip.warnings}


def test_dates_that_the_feed_does_not_tell_are_refused(helsinki):
    """A timetable of another year is not taken for today's."""
    with pytest.raises(xt.RequestError, match="nothing that runs on 2026-05-06: it tells of 2022"):
        planner(helsinki, 2.95).plan(request(start="2026-05-06"))


def test_a_party_on_foot_needs_no_timetable(helsinki):
    """Trams that the request does not allow are not asked, whatever the date."""
    walkers = request(start=date(2026, 5, 6), transport=["walk"], must_visit=[NORTH])

    plan = planner(helsinki, 2.95).plan(walkers, iterations=10)

    assert {item.mode for item in plan.items() if item.type == "leg"} == {"walk"}


def test_timetables_need_other_ways_beside_them(helsinki):
    """Nobody gets to a stop without walking."""
    with pytest.raises(xt.RequestError, match="give travel as well"):
        xt.Planner(helsinki[0], public_transport=PublicTransport(read_gtfs(FEED)))
