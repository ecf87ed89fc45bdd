"""The verifier finds nothing in right itineraries and names each thing that is made wrong."""

from __future__ import annotations

import copy
from datetime import date, timedelta

import pytest
from verifier import verify
from verifier.calendar_days import holiday_dates
from verifier.opening import windows_on
from verifier.sample_region import region
from verifier.sample_trips import SATURDAY, charter_day, idle_days, public_day, two_days


def trip(*path, to):
    """Return a change that sets one value of the itinerary."""
    *steps, last = path

    def change(itinerary, _):
        target = itinerary
        for step in steps:
            target = target[step]
        target[last] = to

    return change


def item(day, number, **fields):
    """Return a change of fields of one item."""
    return lambda itinerary, _: itinerary["days"][day]["items"][number].update(fields)


def part(day, number, index, **fields):
    """Return a change of fields of one part of a leg."""

    def change(itinerary, _):
        itinerary["days"][day]["items"][number]["parts"][index].update(fields)

    return change


def ask(**fields):
    """Return a change of fields of the request."""
    return lambda itinerary, _: itinerary["request"].update(fields)


def record(record_id, **fields):
    """Return a change of fields of a place or a link of the region."""

    def change(_, region_file):
        for each in region_file["places"] + region_file["links"]:
            if each["id"] == record_id:
                each.update(fields)

    return change


def activity(**fields):
    """Return a change of the tea picking."""

    def change(_, region_file):
        hill = next(each for each in region_file["places"] if each["id"] == "hill")
        hill["activities"][0].update(fields)

    return change


def tariff(**fields):
    """Return a change of the tariffs."""
    return lambda _, region_file: region_file["region"]["tariffs"].update(fields)


def party(**fields):
    """Return a change of the party."""
    return lambda itinerary, _: itinerary["request"]["party"].update(fields)


def drop(day, number):
    """Return a change that takes an item out."""
    return lambda itinerary, _: itinerary["days"][day]["items"].pop(number)


def on(day, time):
    """Return a time of a day of the trip."""
    return f"{SATURDAY + timedelta(days=day)}T{time}:00+08:00"


def broken(itinerary, *changes):
    """Return the faults of an itinerary after changes of it or of the region."""
    region_file = region()
    for change in changes:
        change(itinerary, region_file)
    return verify(itinerary, region_file)


@pytest.mark.parametrize("build", [two_days, public_day, charter_day, idle_days])
def test_right_itineraries_have_no_faults(build):
    """An itinerary whose every number follows from the rules has no faults."""
    assert verify(build(), region()) == []


def test_verifying_changes_neither_document():
    """A check only reads."""
    itinerary, region_file = two_days(), region()
    before = copy.deepcopy((itinerary, region_file))

    verify(itinerary, region_file)

    assert (itinerary, region_file) == before


def test_a_museum_is_open_on_a_holiday_monday():
    """Hours for public holidays hold on a Monday that is one."""
    assert verify(two_days(first=date(2026, 4, 6)), region()) == []


def test_a_museum_is_closed_on_any_other_monday():
    """A Monday that is no holiday keeps the museum shut."""
    faults = verify(two_days(first=date(2026, 4, 13)), region())

    assert any("museum: closed on Mon 2026-04-13" in fault for fault in faults)
    assert len(faults) == 1


NO_RAMP = {"wheelchair": "no"}

TWO_DAY_BREAKS = [
    ("too-few-wanted", ask(wanted=[{"kinds": ["museum"], "least": 2}]), "the trip has 1"),
    ("too-many", ask(wanted=[{"places": ["peak"], "least": 0, "most": 0}]), "the trip has 1"),
    ("unwanted", ask(unwanted={"kinds": ["museum"]}), "the request leaves out"),
    ("stay-cap", ask(caps_cny={"stay": 150}), "the cap is 150"),
    ("meal-cap", ask(caps_cny={"meal": 10}), "the cap is 10"),
    ("way-cap", ask(caps_cny={"getting_around": 1}), "the cap is 1"),
    ("more-rooms", ask(stay={"rooms": 2}), "rooms is 1, expected 2"),
    ("small-rooms", record("inn", room_sleeps=1), "rooms is 1, expected 3"),
    ("wrong-beds", ask(stay={"room_beds": 2}), "rooms have None beds, not 2"),
    ("no-pool", ask(stay={"tags": ["pool"]}), "does not have 'pool'"),
    (
        "wrong-way-in",
        lambda *both: (
            record("station", outside=True)(*both),
            ask(transport_between=["rail"])(*both),
        ),
        "car (national_road) is not allowed",
    ),
    ("wrong-version", trip("schema_version", to=2), "schema_version is 2"),
    ("wrong-region", trip("region_id", to="moon"), "region_id is 'moon'"),
    ("wrong-date", trip("days", 1, "date", to="2026-04-13"), "dates are"),
    ("index-too-high", trip("indices", "access", to=101), "index access is 101"),
    ("unknown-item", item(0, 8, type="nap"), "unknown type of item"),
    ("unreadable-time", item(0, 8, start="soon"), "item 9 cannot be read"),
    ("foreign-offset", item(0, 8, end=f"{SATURDAY}T09:30:00+00:00"), "lacks the offset"),
    ("overlap", item(0, 2, end=on(0, "11:50")), "overlap"),
    ("hole", item(0, 2, end=on(0, "11:40")), "hole"),
    ("backwards", item(0, 2, end=on(0, "09:00")), "before it begins"),
    ("late-first-item", ask(day_start="08:15"), "first item of the day begins at 08:15"),
    ("after-day-end", ask(day_end="18:45"), "18:59 is after day_end 18:45"),
    ("late-departure", ask(depart={"at": "station", "time": on(1, "17:45")}), "late for departure"),
    ("early-end", ask(depart={"at": "station", "time": on(1, "18:15")}), "before the time of"),
    ("arrival-margin", item(0, 0, type="free"), "inside the margin after arrival"),
    ("departure-margin", item(1, 6, type="free"), "inside the margin before departure"),
    ("wrong-exit", ask(depart={"at": "town", "time": on(1, "18:00")}), "ends at station, not"),
    ("not-there", item(0, 8, place_id="peak"), "the party is at hill, not at peak"),
    ("closed-day", record("museum", opening_hours="Mo-Fr 09:00-17:00"), "closed on Sat"),
    ("hours-unknown", record("museum", opening_hours=None), "closed on Sat"),
    ("hours-garbled", record("museum", opening_hours="noonish"), "hours cannot be read"),
    ("too-early", record("museum", opening_hours="10:00-17:00"), "outside the opening hours"),
    ("wrong-opening", item(0, 2, opening="08:00-17:00"), "opening 08:00-17:00 is none of"),
    ("no-opening", item(0, 2, opening=None), "museum: opening is not told"),
    ("after-last-entry", record("museum", last_entry="09:30"), "after last_entry 09:30"),
    ("out-of-season", record("hill", season="Sep-Oct"), "out of season: Sep-Oct"),
    ("activity-out-of-season", activity(season="May"), "activity out of season: May"),
    ("no-such-session", activity(sessions=["10:00"]), "none of the sessions 10:00"),
    ("wrong-session", item(0, 7, session="10:00"), "session '10:00' is not"),
    ("unknown-activity", item(0, 7, activity_id="frying"), "unknown activity 'frying'"),
    ("crowded-activity", activity(party_max=2), "party_max is 2"),
    ("long-activity", activity(minutes=91), "lasts 90 minutes"),
    (
        "short-visit",
        record("museum", visit_minutes={"min": 130, "max": 150}),
        "lasts 120 minutes, expected 130 to 150",
    ),
    ("town-visited", item(0, 2, place_id="town"), "a town is no place to visit"),
    ("place-twice", item(1, 2, place_id="museum"), "museum is visited 2 times"),
    ("wrong-ticket", item(0, 2, ticket_cny=60), "ticket_cny is 60, expected 50"),
    (
        "season-ticket",
        record("museum", ticket={"seasonal": [{"season": "Apr", "adult_cny": 30}]}),
        "ticket_cny is 50, expected 90",
    ),
    ("activity-price", activity(price_cny=40), "ticket_cny is 90, expected 120"),
    ("avoided", ask(avoid=["museum"]), "museum: the request says to avoid it"),
    ("seen", ask(seen=["museum"]), "museum: the request says to avoid it"),
    ("must-visit", ask(must_visit=["hostel"]), "must_visit hostel is not in the trip"),
    ("crowded-day", ask(style={"visits_per_day": 1}), "2 visits, visits_per_day is 1"),
    (
        "appointment-missing",
        ask(appointments=[{"at": "hill", "start": on(0, "16:00"), "minutes": 60}]),
        "appointment at hill",
    ),
    ("appointment-invented", item(0, 8, type="appointment"), "is not in the request"),
    (
        "wheelchair",
        lambda *both: (party(wheelchairs=1)(*both), record("peak", accessibility=NO_RAMP)(*both)),
        "peak: a wheelchair cannot get in",
    ),
    ("lunch-missing", item(0, 4, type="free"), "day 1: lunch is missing"),
    ("dinner-missing", item(0, 9, type="free", place_id="hill"), "day 1: dinner is missing"),
    ("two-lunches", item(0, 9, meal="lunch"), "2 meals called lunch"),
    ("late-meal", item(0, 4, meal="dinner"), "dinner begins at 11:47"),
    ("meal-unwanted", ask(meals=["dinner"]), "lunch is not asked for"),
    ("long-picnic", item(1, 3, end=on(1, "12:20")), "a simple lunch lasts 45 minutes"),
    ("table-shut", record("noodles", opening_hours="12:00-14:00"), "outside the opening hours"),
    ("no-table", record("noodles", kind="shop"), "of kind food, not shop"),
    ("meal-price", record("noodles", meal_price_cny=None), "meal cost_cny is 120, expected 90"),
    ("bed-missing", drop(0, 11), "the bed is missing"),
    ("wrong-bed", item(1, 1, from_id="hostel"), "leaves from hostel, but the party is at inn"),
    ("no-bed", record("inn", kind="shop"), "of kind stay, not shop"),
    ("late-rising", item(0, 11, end=on(1, "09:00")), "the stay ends at 09:00"),
    ("wrong-nights", item(0, 11, nights_so_far=2), "nights_so_far is 2, expected 1"),
    ("wrong-rooms", item(0, 11, rooms=2), "rooms is 2, expected 1"),
    ("room-price", record("inn", room_price_cny=None), "stay cost_cny is 200, expected 250"),
    ("dear-room", ask(stay={"max_room_cny": 150}), "more than max_room_cny 150"),
    ("other-stay", ask(stay={"places": ["hostel"]}), "none of stay.places hostel"),
    ("leg-minutes", record("l2", minutes=11), "the ride lasts 10 minutes, expected 11"),
    ("unknown-link", part(0, 1, 1, link_id="l9"), "unknown link 'l9'"),
    ("unknown-place", item(0, 1, to_id="atlantis"), "no place of the region"),
    ("one-way", record("l1", both_ways=False), "runs station to town, one way"),
    ("not-operating", record("l2", operating=False), "l2 is not operating"),
    ("wrong-length", record("l2", distance_km=5), "distance_km is 4, the link's is 5"),
    ("wrong-road", part(0, 1, 0, road="G2"), "road is 'G2', the link's is 'G1'"),
    ("part-order", part(0, 1, 1, from_id="inn"), "a part begins at inn"),
    ("part-hole", part(0, 1, 1, start=on(0, "09:34")), "part to museum begins at 09:34"),
    ("no-parts", item(0, 3, parts=[]), "a leg without parts"),
    ("connector-length", part(0, 5, 1, distance_km=13.9), "connector distance_km is 13.9"),
    ("connector-time", part(0, 5, 1, ride_min=22), "the ride lasts 22 minutes, expected 24"),
    ("connector-sure", part(0, 5, 1, estimated=False), "without estimated true"),
    ("connector-mode", part(0, 5, 1, mode="expressway"), "a connector is county_road or walk"),
    ("forbidden-vehicle", ask(transport=["car"]), "shuttle (shuttle) is not allowed"),
    ("wrong-vehicle", part(0, 1, 1, vehicle="train"), "a train does not run on county_road"),
    ("wrong-wait", record("l6", headway_min=40), "wait_min is 5, expected 15"),
    ("fuel", tariff(fuel_cny_per_km=1), "cost_cny of car town to museum is 2.0, expected 4"),
    ("fare", record("l6", fare=None), "cost_cny of shuttle town to peak is 30, expected 0"),
    ("leg-cost", item(0, 1, cost_cny=13), "leg cost_cny is 13, its parts cost 12"),
    ("leg-length", item(0, 1, distance_km=15), "leg distance_km is 15"),
    ("over-budget", ask(budget_cny=740), "over budget: 740.5 of 740"),
    ("wrong-sum", trip("totals", "cost_cny", to=750), "totals.cost_cny is 750"),
    ("wrong-kind", trip("totals", "cost_by_kind", "meal", to=301), "cost_by_kind.meal is 301"),
    ("wrong-km", trip("totals", "distance_km", to=74), "totals.distance_km is 74"),
    ("wrong-minutes", trip("totals", "travel_min", to=170), "totals.travel_min is 170"),
    ("wrong-score", trip("score_parts", "travel", to=-30), "score_parts add up to 226"),
    ("wrong-profit", item(0, 2, profit=81), "score_parts.visits is 250"),
    ("wrong-table-profit", item(0, 4, profit=9), "score_parts.tables is 6"),
    ("other-score", trip("certificate", "score", to=200), "certificate.score is 200"),
    ("bound-below", trip("certificate", "upper_bound", to=221), "is below the score"),
    ("wrong-gap", trip("certificate", "gap", to=0.1), "certificate.gap is 0.1"),
    ("not-optimal", trip("certificate", "upper_bound", to=230), "status is optimal"),
    ("no-score", trip("totals", to={}), "the sums cannot be checked"),
    ("long-table", item(0, 4, end=on(0, "12:48")), "lasts 61 minutes, at this table 60"),
    ("dark", item(1, 2, end=on(1, "19:30")), "not at the time of day"),
    ("untold-hours", trip("warnings", 0, "code", to="x"), "estimated-hours is missing"),
    ("untold-price", trip("warnings", 1, "code", to="x"), "unknown-price is missing"),
    ("oversure", item(0, 7, confidence={"hours": "sourced"}), "confidence.hours is 'sourced'"),
    ("wrong-category", item(0, 2, kind="village"), "kind is 'village'"),
]


@pytest.mark.parametrize(
    ("change", "words"),
    [pytest.param(change, words, id=name) for name, change, words in TWO_DAY_BREAKS],
)
def test_a_break_of_the_two_days_is_named(change, words):
    """Whatever is made wrong is reported in words that name it."""
    assert any(words in fault for fault in broken(two_days(), change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(ask(max_walk_km=1.0), "walk of 1.5 km is over max_walk_km", id="long-walk"),
        pytest.param(ask(transport=["bus", "walk"]), "taxi (national_road) is not", id="taxi"),
        pytest.param(ask(transport="car"), "walk (walk) is not allowed", id="walk-by-car"),
        pytest.param(tariff(taxi_far_km=12), "is 30.55, expected 33.95", id="far-taxi"),
        pytest.param(part(0, 0, 1, cost_cny=4), "is 4, expected 0", id="fare-twice"),
        pytest.param(part(0, 2, 0, distance_km=1.4), "is 1.4, expected 1.5", id="walk-length"),
        pytest.param(party(adults=4), "expected 61.1", id="two-taxis"),
        pytest.param(record("l7", headway_min=10), "wait_min is 5, expected 0", id="boarding"),
        pytest.param(trip("totals", "walk_km", to=0), "totals.walk_km is 0", id="walk-km"),
    ],
)
def test_a_break_of_the_public_day_is_named(change, words):
    """Rules of walking, taxis and timetables are checked as well."""
    assert any(words in fault for fault in broken(public_day(), change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(tariff(charter_cny_per_day=400), "add up to 430", id="day-rate"),
        pytest.param(tariff(charter_included_km=28), "add up to 460", id="extra-km"),
        pytest.param(ask(transport="car"), "expected 10", id="own-car"),
    ],
)
def test_a_break_of_the_charter_day_is_named(change, words):
    """A charter pays tolls on the way and the rest by the day."""
    assert any(words in fault for fault in broken(charter_day(), change))


def test_another_bed_breaks_one_base_and_the_count_of_nights():
    """A change of bed is told where one base was asked for, and begins a new count."""
    faults = broken(idle_days(), item(1, 1, place_id="hostel"))

    assert any("one_base" in fault for fault in faults)
    assert any("nights_so_far is 2, expected 1" in fault for fault in faults)


def wait_for_the_night_train(itinerary, _):
    """Let the day with a driver end with eleven hours at the station."""
    wait = {"type": "wait", "start": on(0, "11:00"), "end": on(0, "22:00"), "place_id": "station"}
    itinerary["days"][0]["items"].append(wait)
    itinerary["request"]["depart"] = {"at": "station", "time": on(0, "22:00")}


def test_waiting_for_the_train_may_pass_the_end_of_the_day():
    """A train may leave after day_end; only waiting for it is planned by then."""
    assert broken(charter_day(), wait_for_the_night_train) == []


def test_a_train_not_waited_for_is_missed():
    """Whatever but a wait stands in the last half hour before a train is a fault."""
    itinerary = charter_day()

    faults = broken(itinerary, ask(depart={"at": "station", "time": on(0, "11:20")}))

    assert any("inside the margin before departure" in fault for fault in faults)


def come_late(itinerary, _):
    """Let the first of the idle days begin at 21:00, with a free hour before the bed."""
    free, stay = itinerary["days"][0]["items"]
    free.update(start=on(0, "21:00"), end=on(0, "22:00"))
    stay.update(start=on(0, "22:00"))
    itinerary["request"]["arrive"]["time"] = on(0, "21:00")


def test_a_late_arrival_leaves_time_for_the_bed_alone():
    """After an arrival past day_end the way to the bed is all right, and no meal is due."""
    assert broken(idle_days(), come_late, ask(meals=["dinner"])) == [
        f"day {day}: dinner is missing" for day in (2, 3)
    ]


def test_after_a_late_arrival_nothing_is_visited():
    """A day for the way alone has no time for a meal, let alone a visit."""
    faults = broken(idle_days(), come_late, item(0, 0, type="meal", meal="dinner", place_id=None))

    assert any("time for the way alone" in fault for fault in faults)


@pytest.mark.parametrize("itinerary", [{}, {"request": {}, "days": [{}]}, {"days": None}])
def test_a_document_of_another_form_yields_faults(itinerary):
    """What cannot be read is a fault and not a traceback."""
    assert verify(itinerary, region())


@pytest.mark.parametrize(
    ("hours", "day", "windows"),
    [
        ("24/7", date(2026, 4, 11), [(0, 1440)]),
        ("Fr 18:00-02:00", date(2026, 4, 11), []),
        ("Sa 18:00-02:00", date(2026, 4, 11), [(1080, 1560)]),
        ("11:00-14:00,17:00-20:00", date(2026, 4, 11), [(660, 840), (1020, 1200)]),
        ("Mo-Fr 09:00-12:00, Tu 14:00-16:00", date(2026, 4, 14), [(540, 720), (840, 960)]),
        ("Tu-Su,PH 09:00-17:00", date(2026, 4, 6), [(540, 1020)]),
        ("Tu-Su,PH 09:00-17:00", date(2026, 4, 13), []),
        ("Mo-Su 09:00-17:00; PH off", date(2026, 5, 2), []),
        ("Apr-Oct 08:00-18:00; Nov-Mar 08:00-17:30", date(2026, 11, 1), [(480, 1050)]),
        ("Jun 15-Sep 10 09:00-16:30", date(2026, 9, 11), []),
        ("Dec 20-Jan 10 10:00-12:00", date(2026, 1, 10), [(600, 720)]),
        (None, date(2026, 4, 11), []),
    ],
)
def test_hours_are_those_that_begin_on_the_date(hours, day, windows):
    """Hours belong to the date on which they begin, and holidays have their own."""
    assert windows_on(hours, day, "CN") == windows


def test_a_weekend_day_worked_to_make_up_is_no_holiday():
    """The three days off of Qingming 2026 are found, and Sunday 4 January was a working day."""
    days = holiday_dates("CN", 2026)

    assert {date(2026, 4, 4), date(2026, 4, 5), date(2026, 4, 6)} <= days
    assert date(2026, 1, 3) in days
    assert date(2026, 1, 4) not in days
