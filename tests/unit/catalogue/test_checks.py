"""What is found wrong in a region, and what is let pass."""

import re

import pytest

from xytour.catalogue import find_faults

REMOVED = object()


def change(data, path, value):
    """Set or remove what stands at a JSON path."""
    *keys, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    for key in keys:
        data = data[key]
    if value is REMOVED:
        del data[last]
    else:
        data[last] = value


def faults_at(data):
    """Return the faults by path."""
    return {fault.path: fault for fault in find_faults(data)}


BROKEN = {
    # name: (where the fault is, what stands there, word of the reason)
    "no places": ("$.places", REMOVED, "required"),
    "places no list": ("$.places", {}, "tuple"),
    "links no list": ("$.links", "none", "tuple"),
    "sources no object": ("$.sources", [], "dictionary"),
    "no region": ("$.region", REMOVED, "required"),
    "region no object": ("$.region", 5, "dictionary"),
    "later schema": ("$.schema_version", 2, "1"),
    "unknown section": ("$.roads", [], "extra"),
    "place no object": ("$.places[3]", 7, "object"),
    "kind missing": ("$.places[1].kind", REMOVED, "required"),
    "kind misspelt": ("$.places[1].kind", "musem", "no such kind"),
    "kind no text": ("$.places[1].kind", ["museum"], "no such kind"),
    "field misspelt": ("$.places[1].notse", {}, "extra"),
    "latitude too high": ("$.places[1].location.lat", 91, "90"),
    "bad id": ("$.places[2].id", "Lake Inn", "pattern"),
    "source without date": ("$.sources.guide.read", REMOVED, "required"),
    "link without end": ("$.links[0].to", REMOVED, "required"),
    "length infinite": ("$.links[0].distance_km", float("inf"), "finite"),
    "clock past midnight": ("$.services[0].last_departure", "24:30", "pattern"),
    "repeated place": ("$.places[2].id", "tea-museum", "$.places[1]"),
    "repeated link": ("$.links[1].id", "station-museum", "already"),
    "repeated service": ("$.services[1].id", "hill-bus", "already"),
    "unknown start": ("$.links[0].from", "est-station", "no such place"),
    "unknown end": ("$.links[0].to", "nowhere", "no such place"),
    "service from nowhere": ("$.services[0].from", "x", "no such place"),
    "board of nowhere": ("$.boards[0].station_id", "x", "no such place"),
    "gateway unknown": ("$.region.gateway", "x", "no such place"),
    "county unknown": ("$.places[0].county", "x", "no such county"),
    "source of place": ("$.places[0].sources[0]", "x", "no such source"),
    "link_id unknown": ("$.services[1].link_id", "x", "no such link"),
    "road class unknown": ("$.links[0].road_class", "x", "road class"),
    "connector unknown": ("$.region.connector_class", "x", "road class"),
    "time zone unknown": ("$.region.timezone", "Asia/Xian", "time zone"),
    "time zone a folder": ("$.region.timezone", "Asia", "time zone"),
    "time zone outside": ("$.region.timezone", "../etc", "time zone"),
    "holidays unknown": ("$.region.holidays", "XX", "holidays"),
    "hours unreadable": ("$.places[1].opening_hours", "9 to 5", "understood"),
    "hours of school holidays": ("$.places[1].opening_hours", "SH 09:00-12:00", "SH"),
    "season unreadable": ("$.places[1].season", "spring", "understood"),
    "season with times": ("$.places[1].season", "May 09:00-12:00", "times"),
    "best season": ("$.places[1].best_season", "Apr 31", "1 to 30"),
    "season of activity": ("$.places[1].activities[0].season", "x", "understood"),
    "season of price": ("$.places[1].ticket.seasonal[0].season", "PH", "PH"),
    "days unreadable": ("$.services[1].days", "daily", "understood"),
    "shorter than straight": ("$.links[0].distance_km", 12, "straight"),
    "crawling": ("$.links[0].minutes", 700, "slower"),
    "racing": ("$.links[0].minutes", 2, "faster"),
    "link to itself": ("$.links[0].to", "east-station", "back"),
    "service to itself": ("$.services[0].to", "east-station", "back"),
    "last before first": ("$.links[1].first_departure", "19:00", "18:00"),
    "runs twice": ("$.services[1].headway_min", 30, "twice"),
    "null island": ("$.places[2].location", {"lat": 0, "lon": 0}, "sea"),
}
BROKEN_ELSEWHERE = {
    # name: (what is changed, to what, where the fault is, word of the reason)
    "name without Chinese": ("$.places[1].name", {"en": "M"}, "$.places[1].name.zh", "required"),
    "unknown theme": ("$.places[1].themes", {"food": 1, "te": 1}, "$.places[1].themes.te", "'tea'"),
    "theme too heavy": ("$.places[1].themes", {"nature": 2}, "$.places[1].themes.nature", "than"),
    "least above usual": (
        "$.places[1].visit_minutes.min",
        80,
        "$.places[1].visit_minutes",
        "min <= typical",
    ),
    "source of link": ("$.links[0].sources", ["guide", "x"], "$.links[0].sources[1]", "source"),
    "source of tariffs": (
        "$.region.tariffs.sources",
        ["x"],
        "$.region.tariffs.sources[0]",
        "source",
    ),
    "never runs": ("$.services[0].headway_min", REMOVED, "$.services[0].trips", "never runs"),
    "ends before it begins": (
        "$.services[0].valid_to",
        "2025-12-31",
        "$.services[0].valid_from",
        "2025-12-31",
    ),
    "outside its county": ("$.places[3].location.lon", 115, "$.places[3].location", "outside"),
    "county inside out": (
        "$.region.counties[0].north",
        31,
        "$.region.counties[0].south",
        "exceeds north",
    ),
}


def test_good_region_has_no_faults(region_data):
    """A region without faults is let pass."""
    assert find_faults(region_data) == []


@pytest.mark.parametrize(("path", "value", "word"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found(region_data, path, value, word):
    """Each kind of fault is told at its path with a reason and a way to mend it."""
    change(region_data, path, value)

    fault = faults_at(region_data)[path]

    assert word in fault.reason
    assert fault.mend


@pytest.mark.parametrize(
    ("changed", "value", "path", "word"), BROKEN_ELSEWHERE.values(), ids=BROKEN_ELSEWHERE
)
def test_fault_is_found_elsewhere(region_data, changed, value, path, word):
    """A change may make a fault of something near it."""
    change(region_data, changed, value)

    fault = faults_at(region_data)[path]

    assert word in fault.reason
    assert fault.mend


@pytest.mark.parametrize("data", [None, [], "region", 5])
def test_region_must_be_an_object(data):
    """What is no object is one fault, not a crash."""
    (fault,) = find_faults(data)

    assert (fault.path, "object" in fault.reason) == ("$", True)


def test_hours_may_be_unknown(region_data):
    """Hours and seasons that nobody knows are no fault."""
    region_data["places"][1] |= {"opening_hours": None, "season": None, "best_season": None}

    assert find_faults(region_data) == []


def test_one_broken_field_brings_one_fault(region_data):
    """A fault does not drag others along."""
    region_data["places"][1]["opening_hours"] = "9 to 5"

    assert [fault.path for fault in find_faults(region_data)] == ["$.places[1].opening_hours"]


@pytest.mark.parametrize("path", ["$.places", "$.sources", "$.region", "$.region.road_classes"])
def test_broken_section_leaves_names_into_it_alone(region_data, path):
    """Where a section cannot be read, nobody is blamed for naming what stands in it."""
    change(region_data, path, "to come")

    assert list(faults_at(region_data)) == [path]


@pytest.mark.parametrize(
    ("path", "users"),
    [
        ("$.links", {"$.services[1].link_id"}),
        ("$.region.counties", {f"$.places[{index}].county" for index in range(4)}),
    ],
)
def test_nothing_can_be_named_in_a_section_left_out(region_data, path, users):
    """A section that may be left out holds nothing if it is."""
    change(region_data, path, REMOVED)

    assert set(faults_at(region_data)) == users


def test_all_faults_come_at_once(region_data):
    """Faults of shape and of meaning are listed together, in the order of the file."""
    region_data["places"][1]["quality"] = {}
    region_data["places"][1]["opening_hours"] = "9 to 5"
    region_data["links"][1]["to"] = "nowhere"
    region_data["links"][0]["minutes"] = "soon"
    region_data["links"][0]["distance_km"] = 12
    region_data["region"]["timezone"] = "Asia/Xian"

    assert [fault.path for fault in find_faults(region_data)] == [
        "$.region.timezone",
        "$.places[1].quality.value",
        "$.places[1].quality.reason",
        "$.places[1].opening_hours",
        "$.links[0].minutes",
        "$.links[0].distance_km",
        "$.links[1].to",
    ]


def test_misspelt_name_brings_the_likely_one(region_data):
    """A name that leads nowhere comes with the one that was probably meant."""
    region_data["links"][0]["from"] = "est-station"

    assert faults_at(region_data)["$.links[0].from"].mend == "did you mean 'east-station'?"


def test_repeated_county_and_activity(region_data):
    """Counties and the activities of a place have ids of their own too."""
    region_data["region"]["counties"] *= 2
    region_data["places"][1]["activities"] *= 2

    assert set(faults_at(region_data)) == {
        "$.region.counties[1].id",
        "$.places[1].activities[1].id",
    }


def test_same_name_at_the_same_point(region_data):
    """Two places of one name at one point are one place told twice."""
    for field in ("name", "location"):
        region_data["places"][3][field] = region_data["places"][2][field]

    assert faults_at(region_data)["$.places[3].name.zh"].reason.startswith("$.places[2]")


def test_flight_may_be_faster_than_a_train(region_data):
    """A speed that no train reaches is usual in the air."""
    region_data["links"][0] |= {"distance_km": 400, "minutes": 40, "mode": "flight"}

    assert find_faults(region_data) == []


def test_vague_position_excuses_a_short_link(region_data):
    """A link may be shorter than the straight line by what its ends may be off."""
    region_data["links"][0]["distance_km"] = 12
    region_data["places"][1]["location"]["precision_m"] = 3_000

    assert find_faults(region_data) == []


def test_vague_position_may_lie_beyond_the_county(region_data):
    """A place may lie outside its county by what its position may be off."""
    region_data["places"][3]["location"] = {"lat": 32.51, "lon": 114.2, "precision_m": 1_500}
    region_data["links"][1] |= {"distance_km": 60, "minutes": 70}

    assert find_faults(region_data) == []


def test_ends_may_be_spelt_like_the_attributes(region_data):
    """A link whose ends are called from_id and to_id is checked like any other."""
    link = region_data["links"][0]
    link |= {"from_id": link.pop("from"), "to_id": "nowhere"}
    del link["to"]

    assert set(faults_at(region_data)) == {"$.links[0].to_id"}


@pytest.mark.parametrize("valid_from", ["soon", 20260101])
def test_date_that_is_none_is_one_fault(region_data, valid_from):
    """A date that cannot be read is compared with nothing."""
    region_data["services"][0]["valid_from"] = valid_from

    assert list(faults_at(region_data)) == ["$.services[0].valid_from"]


def test_county_without_a_side_holds_every_place(region_data):
    """What cannot be told of a county is not held against its places."""
    del region_data["region"]["counties"][0]["west"]

    assert list(faults_at(region_data)) == ["$.region.counties[0].west"]


def test_place_without_id_stands_for_no_other(region_data):
    """A link that lacks an end is not measured to a place that lacks an id."""
    del region_data["places"][3]["id"]
    del region_data["links"][1]["to"]
    region_data["services"] = []

    assert set(faults_at(region_data)) == {"$.places[3].id", "$.links[1].to"}


def test_deep_nesting_is_a_fault(region_data):
    """Data nested beyond what can be written out are told as a fault."""
    nested = []
    for _ in range(100_000):
        nested = [nested]
    region_data["roads"] = nested

    assert [fault.path for fault in find_faults(region_data)] in (["$"], ["$.roads"])


def test_huge_number_is_a_fault(region_data):
    """A number beyond all measure is a fault of its field."""
    region_data["links"][0]["distance_km"] = 10**400

    assert set(faults_at(region_data)) == {"$.links[0].distance_km"}
