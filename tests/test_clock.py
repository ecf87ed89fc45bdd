"""Trips when the clocks change, on leap days, over New Year, at the date line and the pole."""

import json

import pytest
from nasty import region as plain_region
from verifier import verify

import xytour as xt
from xytour.catalogue import region_from_dict
from xytour.hours.sun_hours import with_clock_times

HELSINKI = (28.2, -89.1, "Europe/Helsinki", "FI")
AUCKLAND = (-68.8, 60.7, "Pacific/Auckland", "NZ")
CAIRO = (-2.0, -82.8, "Africa/Cairo", "EG")
SVALBARD = (45.0, -99.0, "Arctic/Longyearbyen", "NO")
DATE_LINE = (-68.8, 66.0, "Pacific/Fiji", "FJ")
DELHI = (-4.0, -37.0, "Asia/Kolkata", "IN")
CHINA = (0.0, 0.0, "Asia/Shanghai", "CN")
EAST = {"at": "east"}


def moved(north, east, zone, country, **opening):
    """Return a region of eight sights, so many degrees from where it was."""
    file = plain_region()
    file["region"].update(timezone=zone, holidays=country)
    for place in file["places"]:
        place["location"]["lat"] += north
        place["location"]["lon"] = (place["location"]["lon"] + east + 180) % 360 - 180
        if "opening_hours" in place:
            place.update(opening)
    return file


def planned(where, **wishes):
    """Return a trip that the verifier finds nothing wrong with."""
    region = region_from_dict(moved(*where))
    trip = xt.Planner(region).plan(xt.TripRequest(**wishes), iterations=1, time_limit=30)
    assert verify(json.loads(trip.model_dump_json()), region.model_dump(mode="json")) == []
    return trip


@pytest.mark.parametrize(
    ("where", "start", "offsets"),
    [
        (HELSINKI, "2026-03-28", ("+02:00", "+03:00")),
        (HELSINKI, "2026-10-24", ("+03:00", "+02:00")),
        (AUCKLAND, "2026-09-26", ("+12:00", "+13:00")),
        (AUCKLAND, "2026-04-04", ("+13:00", "+12:00")),
    ],
)
def test_a_night_over_a_change_of_the_clocks(where, start, offsets):
    """Both days keep to the wall clock of their own, in spring and autumn, north and south."""
    trip = planned(where, start=start, days=2)

    shown = [day.items[-2].end.isoformat()[-6:] for day in trip.days]
    assert tuple(shown) == offsets


def test_nobody_is_out_while_the_clocks_change():
    """Early risers set out an hour after the change; a day over it is refused, with the reason."""
    trip = planned(HELSINKI, start="2026-03-29", days=1, early_start="02:00")
    assert min(item.start.hour for item in trip.days[0].items) >= 4

    with pytest.raises(xt.RequestError, match=r"clocks of Europe/Helsinki change at .* 03:00"):
        planned(HELSINKI, start="2026-03-29", days=1, day_start="02:00", day_end="20:00")


def test_an_arrival_late_on_the_eve_of_a_change_is_in_bed_before_it():
    """In Cairo clocks go on at midnight: who comes at 23:10 has time, at 23:50 none."""
    depart = {**EAST, "time": "2026-04-25T18:00"}
    trip = planned(CAIRO, arrive={**EAST, "time": "2026-04-23T23:10"}, depart=depart)
    assert trip.days[0].items[-1].start.date().isoformat() == "2026-04-23"

    with pytest.raises(xt.RequestError, match=r"arrive.time.*clocks of Africa/Cairo change"):
        planned(CAIRO, arrive={**EAST, "time": "2026-04-23T23:50"}, depart=depart)


def test_an_arrival_at_a_time_that_the_clocks_skip_is_an_hour_later():
    """At half past three in that night it is half past four."""
    departs = {**EAST, "time": "2026-03-29T18:00"}
    trip = planned(HELSINKI, arrive={**EAST, "time": "2026-03-29T03:30"}, depart=departs)

    assert trip.days[0].items[0].start.isoformat() == "2026-03-29T04:30:00+03:00"


@pytest.mark.parametrize(
    ("where", "start"),
    [
        (HELSINKI, "2028-02-28"),
        (HELSINKI, "2026-12-31"),
        (DATE_LINE, "2026-04-10"),
        (SVALBARD, "2026-12-20"),
        (SVALBARD, "2026-06-20"),
    ],
    ids=["leap day", "year end", "date line", "polar night", "polar day"],
)
def test_odd_dates_and_places_are_planned(where, start):
    """Trips over them keep all rules."""
    assert len(planned(where, start=start, days=2).days) == 2


def test_no_scenery_is_seen_in_the_polar_night():
    """Tea hills need daylight; museums do not."""
    trip = planned(SVALBARD, start="2026-12-20", days=1)

    kinds = {visit.kind for visit in trip.visits}
    assert kinds
    assert "tea_area" not in kinds


@pytest.mark.parametrize(("where", "is_known"), [(CHINA, False), (DELHI, False), (HELSINKI, True)])
def test_a_year_whose_holidays_nobody_knows_is_planned_and_said(where, is_known):
    """In 2050 with the statutory days alone, with a warning to the traveller."""
    trip = planned(where, start="2050-02-01", days=1)

    told = "holidays-unannounced" in {notice.code for notice in trip.warnings}
    assert told is not is_known


@pytest.mark.parametrize("year", ["0001", "1999", "2101", "9999"])
def test_years_of_which_nothing_is_known_are_refused(year):
    """For the trip as for the times of appointments."""
    talk = {"at": "east", "start": f"{year}-12-31T23:59:59Z", "minutes": 30, "title": "Talk"}
    with pytest.raises(xt.RequestError, match=f"year {int(year)} is not one of 2000 to 2100"):
        xt.TripRequest(start=f"{year}-12-31", days=1)
    with pytest.raises(xt.RequestError, match=f"year {int(year)} is not one of 2000 to 2100"):
        xt.TripRequest(start="2026-04-10", days=1, appointments=[talk])


def test_hours_by_the_sun_are_those_of_the_date_and_place():
    """Open from sunrise to sunset is six hours in a Helsinki winter, not twelve."""
    region = region_from_dict(moved(*HELSINKI, opening_hours="sunrise-sunset"))
    planner = xt.Planner(region)
    request = xt.TripRequest(start="2026-12-20", days=1, meals=["breakfast"])

    trip = planner.plan(request, iterations=1, time_limit=30)

    (opening,) = {visit.opening for visit in trip.visits}
    assert opening in {"09:23-15:11", "09:23-15:12"}
    place = region.by_id["sight-0"].location
    winter = trip.days[0].date
    dawn = with_clock_times("(dawn+00:30)-dusk", place, winter, "Europe/Helsinki")
    assert dawn[:2] == "08"
    assert with_clock_times("Mo-Su 09:00-17:00", place, winter, "UTC") == "Mo-Su 09:00-17:00"
