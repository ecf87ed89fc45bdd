"""When visits may begin on real dates."""

from datetime import date

import pytest

from xytour.hours.calendar import HolidayCalendar
from xytour.hours.windows import Openings
from xytour.model.place import Sight

OPENINGS = Openings(HolidayCalendar("CN"), "Asia/Shanghai")
MONDAY, TUESDAY = date(2026, 4, 13), date(2026, 4, 14)
HOLIDAY_MONDAY = date(2026, 10, 5)
MUSEUM_HOURS = "Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00"


def sight(hours=MUSEUM_HOURS, **fields):
    """Return a sight with these hours at Xinyang."""
    text = {"en": "A", "zh": "甲"}
    return Sight.model_validate(
        {
            "id": "a",
            "kind": "museum",
            "name": text,
            "location": {"lat": 32.1, "lon": 114.1},
            "themes": {},
            "quality": {"value": 0.5, "reason": text},
            "opening_hours": hours,
            "visit_minutes": {"min": 30, "typical": 60, "max": 120},
            "ticket": {"adult_cny": 0},
            "summary": text,
            "confidence": {"location": "sourced"},
            **fields,
        }
    )


def picking(**fields):
    """Return a sight with one activity, and that activity."""
    activity = {"id": "pick", "name": {"en": "P", "zh": "采"}, "kind": "do", "minutes": 60}
    place = sight("08:00-18:00", activities=[{**activity, **fields}])
    return place, place.activities[0]


def test_a_visit_ends_by_the_closing():
    """The last start of a two-hour visit is two hours before the doors shut."""
    assert OPENINGS.start_windows(sight(), TUESDAY, 120) == [(540, 900)]


def test_a_museum_is_closed_on_mondays():
    """On its closing day there is no window at all."""
    assert OPENINGS.start_windows(sight(), MONDAY, 60) == []


@pytest.mark.parametrize("hours", [MUSEUM_HOURS, "Tu-Su,PH 09:00-17:00; Mo off"])
def test_a_museum_is_open_on_a_holiday_monday(hours):
    """The holiday wins over the closing day, in whichever order the file tells them."""
    assert HOLIDAY_MONDAY.weekday() == 0
    assert OPENINGS.start_windows(sight(hours), HOLIDAY_MONDAY, 60) == [(540, 960)]


def test_nobody_enters_after_last_entry():
    """The last entry binds where it is earlier than what the closing allows."""
    place = sight(last_entry="15:30")

    assert OPENINGS.start_windows(place, TUESDAY, 30) == [(540, 930)]
    assert OPENINGS.start_windows(place, TUESDAY, 120) == [(540, 900)]


def test_a_midday_break_gives_two_windows():
    """A visit may not run through the break."""
    place = sight("09:00-12:00,14:00-17:00")

    assert OPENINGS.start_windows(place, TUESDAY, 60) == [(540, 660), (840, 960)]


def test_a_visit_longer_than_the_hours_has_no_window():
    """Three hours do not fit into two."""
    assert OPENINGS.start_windows(sight("09:00-11:00"), TUESDAY, 180) == []


def test_unknown_hours_give_no_window():
    """What is not known is not assumed to be open."""
    assert OPENINGS.start_windows(sight(None), TUESDAY, 60) == []


def test_hours_past_midnight_belong_to_the_evening():
    """A night market open from 17:00 to 02:00 can be entered until an hour before 02:00."""
    market = sight("Tu 17:00-02:00")

    assert OPENINGS.start_windows(market, TUESDAY, 60) == [(1_020, 1_500)]


def test_last_entry_past_midnight_is_read_as_such():
    """A last entry at 01:00 of a place open until 02:00 is one in the night."""
    market = sight("17:00-02:00", last_entry="01:00")

    windows = OPENINGS.start_windows(market, TUESDAY, 30)

    assert windows[-1] == (1_020, 1_500)


def test_out_of_season_there_is_no_window():
    """Rafting is to be had in summer alone."""
    place = sight("09:00-16:30", season="Jun 15-Sep 10")

    assert OPENINGS.start_windows(place, TUESDAY, 60) == []
    assert OPENINGS.start_windows(place, date(2026, 6, 15), 60) == [(540, 930)]


def test_an_activity_keeps_its_own_season():
    """Tea is picked from March to May, though the hill is open all year."""
    place, activity = picking(season="Mar-May")

    assert OPENINGS.start_windows(place, date(2026, 5, 31), 60, activity) == [(480, 1_020)]
    assert OPENINGS.start_windows(place, date(2026, 6, 1), 60, activity) == []
    assert OPENINGS.start_windows(place, date(2026, 6, 1), 60) == [(480, 1_020)]


def test_sessions_are_the_only_starts():
    """A class at 10:00 and 17:30 can begin at 10:00 only, if it must end by 18:00."""
    place, activity = picking(sessions=("17:30", "10:00"))

    assert OPENINGS.start_windows(place, TUESDAY, 60, activity) == [(600, 600)]


def test_scenery_is_visited_by_daylight():
    """A hill without gates has windows from sunrise to sunset, 07:13 to 17:19 on this date."""
    (window,) = OPENINGS.start_windows(sight("24/7", kind="nature"), date(2026, 12, 10), 60)

    assert window == pytest.approx((433, 979), abs=3)


def test_an_evening_walk_begins_at_sunset_and_the_park_itself_is_for_the_day():
    """A lit riverside is walked after sunset, 17:22 on this date; the park is seen before it."""
    walk = {"id": "w", "name": {"en": "W", "zh": "夜"}, "kind": "night", "minutes": 60}
    park = sight("24/7", kind="nature", activities=[walk])
    winter = date(2026, 12, 10)

    assert OPENINGS.start_windows(park, winter, 60)[0][1] == pytest.approx(982, abs=3)
    ((begins, latest),) = OPENINGS.start_windows(park, winter, 60, park.activities[0])
    assert begins == pytest.approx(1_042, abs=3)
    assert latest > 1_300


@pytest.mark.parametrize(
    ("when", "window"),
    [
        ("dawn", (311, 416)),  # 45 minutes before sunrise to an hour after it
        ("sunrise", (311, 341)),  # there from 15 minutes before to 15 after
        ("sunset", (1_086, 1_116)),
        ("evening", (960, 1_380)),
        ("night", (1_131, 1_380)),
    ],
)
def test_things_are_done_by_the_sun(when, window):
    """On 14 April the sun is up from 05:56 to 18:51; each thing has its time by it."""
    place, _ = picking()
    wild = place.model_copy(update={"opening_hours": "24/7"})
    _, activity = picking(when=when)

    ((begins, latest),) = OPENINGS.start_windows(wild, TUESDAY, 60, activity)

    assert (begins, min(latest, 1_380)) == pytest.approx(window, abs=3)


def test_tea_is_picked_by_the_solar_terms():
    """From ten days before Qingming, 5 April in 2026, to Guyu, 20 April."""
    season = {"begins": {"term": "qingming", "days": -10}, "ends": {"term": "guyu"}}
    place, activity = picking(solar_season=season)
    days = [date(2026, 3, 25), date(2026, 3, 26), date(2026, 4, 20), date(2026, 4, 21)]

    open_on = [bool(OPENINGS.start_windows(place, day, 60, activity)) for day in days]

    assert open_on == [False, True, True, False]


def test_indoors_needs_no_sun():
    """A museum that is open late is not bound by sunset."""
    museum = sight("09:00-21:00", kind="museum", indoor=True)

    assert OPENINGS.start_windows(museum, date(2026, 12, 10), 60) == [(540, 1_200)]
