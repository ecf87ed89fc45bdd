"""Tables of trains and metro lines become links and services."""

import pytest

from xytour.importers import region_from_tables

SIGHTS = [
    {"name": f"Hall {k}", "type": "museum", "lat": 30.25 + k / 100, "lon": 120.15} for k in range(3)
]
TRAIN = {
    **{"TrainID": "G1", "From": "上海虹桥站", "To": "杭州东站", "BeginTime": "08:00"},
    **{"EndTime": "09:00", "Duration": "1:00", "Cost": 73.0},
}
STATIONS = [{"name": "杭州东站", "lat": 30.29, "lon": 120.21}]


def imported(**tables):
    """Return a region of three halls and other tables, with its report."""
    name = {"en": "Hangzhou", "zh": "杭州"}
    return region_from_tables(name, sights=SIGHTS, stations=STATIONS, **tables)


def test_trains_run_between_a_station_of_the_region_and_one_outside():
    """The timetable is a service, its price the fare of its link."""
    region, report = imported(
        trains=[TRAIN, {**TRAIN, "TrainID": "G3", "BeginTime": "23:30", "EndTime": "00:30"}]
    )
    (service,), (link,) = region.services, region.links
    start, end = region.by_id[service.from_id], region.by_id[service.to_id]

    assert (start.name.zh, start.outside, end.outside) == ("上海虹桥站", True, False)
    assert [(t.number, t.departure, t.arrival) for t in service.trips] == [
        ("G1", "08:00", "09:00"),
        ("G3", "23:30", "00:30"),
    ]
    assert (link.mode, link.minutes, link.fare.amount_cny) == ("high_speed_rail", 60, 73)
    assert region.region.gateway == end.id
    assert report.kept["trains"] == 2


def test_trains_of_another_price_run_along_a_link_of_their_own():
    """So that each is paid as it costs."""
    region, _ = imported(trains=[TRAIN, {**TRAIN, "TrainID": "D5", "Cost": 49}])

    assert sorted(link.fare.amount_cny for link in region.links) == [49, 73]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"BeginTime": "soon"}, "is no time of departure"),
        ({"EndTime": None, "Duration": None}, "is no time of arrival"),
        ({"To": None}, "no station is told"),
        ({"From": "杭州站"}, "runs between two stations in the region"),
        ({"To": "南京南站"}, "runs between two stations outside the region"),
        ({"From": "无名站"}, "nobody tells where it is"),
        ({"Duration": "26:00", "EndTime": "10:00"}, "takes no time, or a day or more"),
    ],
)
def test_rows_that_cannot_run_are_dropped(wrong, said):
    """Each with its reason; the others stay."""
    region, report = imported(trains=[TRAIN, {**TRAIN, "TrainID": "K9", **wrong}])

    assert [trip.number for service in region.services for trip in service.trips] == ["G1"]
    assert said in {note.reason for note in report.dropped}


def test_an_arrival_is_worked_out_from_the_duration():
    """In hours, as many tables tell it."""
    region, _ = imported(trains=[{**TRAIN, "EndTime": None, "Duration": 1.5}])

    assert region.services[0].trips[0].arrival == "09:30"


LINES = [
    {
        "name": "1号线",
        "stations": [
            {"name": name, "position": f"{lon},30.25"}
            for name, lon in (("西湖", 120.15), ("中心", 120.17), ("东站", 120.19))
        ],
    },
    {
        "name": "2号线",
        "stations": [
            {"name": "中心", "position": "120.1701,30.2501"},
            {"name": "南", "position": "120.17,30.20"},
        ],
    },
]


def test_a_ride_along_a_line_is_one_link():
    """From any of its stations to any other, with minutes from the distance, marked."""
    region, report = imported(metro=LINES)
    rides = {
        (region.by_id[link.from_id].name.zh, region.by_id[link.to_id].name.zh): link
        for link in region.links
    }

    assert set(rides) == {("西湖", "中心"), ("西湖", "东站"), ("中心", "东站"), ("中心", "南")}
    assert rides["西湖", "东站"].distance_km == pytest.approx(3.85 * 1.15, abs=0.2)
    assert rides["西湖", "东站"].minutes == 8  # 4.5 km at 45 km/h, and two stops
    assert {"distance_km", "minutes", "headway_min"} == set(rides["西湖", "东站"].estimated)
    assert rides["西湖", "东站"].fare.confidence == "estimated"
    assert report.kept["metro"] == 2


def test_a_table_with_a_row_for_each_station_is_the_same():
    """In the order told."""
    rows = [
        {"line": line["name"], "order": k, "station": s["name"], "position": s["position"]}
        for line in LINES
        for k, s in enumerate(line["stations"])
    ]
    listed = imported(metro=LINES).region.links
    by_row = imported(metro=rows[::-1]).region.links

    def short(links):
        return {(link.from_id, link.to_id, link.minutes) for link in links}

    assert short(by_row) == short(listed)


def test_fares_and_headways_that_are_told_are_kept():
    """A flat fare, and a train every three minutes."""
    lines = [{**LINES[0], "headway": 3, "首班": "05:30"}]
    region, _ = imported(metro={"hangzhou": lines, "beijing": LINES}, metro_fares=2)
    link = region.links[0]

    assert len(region.links) == 3
    assert (link.fare.amount_cny, link.headway_min) == (2, 3)
    assert region.region.tariffs.public_from == "05:30"
