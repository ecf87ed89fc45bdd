"""Requests at the edge of what can be asked: a verified trip, or a clear no."""

import pytest
from verifier import verify

import xytour as xt

APRIL = "2026-04-10"
STATION = "xinyang-east-station"


def trip(days=2, **fields):
    """Return the fields of a request that begins on 10 April 2026."""
    return {"start": APRIL, "days": days, **fields}


def timed(arrives, departs, at=STATION):
    """Return the fields of a request with times of arrival and departure."""
    return {
        "arrive": xt.Arrival(at=at, time=arrives),
        "depart": xt.Departure(at=at, time=departs),
    }


PLANNED = {
    "a month": trip(30),
    "a coach party": trip(party=xt.Party(adults=50, children=[3] * 40, seniors=50)),
    "round the clock": trip(3, day_start="00:00", day_end="23:59"),
    "no interest in anything": trip(interests={"tea": 0, "red": 0}),
    "a minute a day": trip(1, day_start="12:00", day_end="12:01"),
    "all the money": trip(budget_cny=10_000_000),
    "everything at once": trip(7, style=xt.Style(visits_per_day=20, linger=0.01)),
    "hates roads": trip(style=xt.Style(travel_points_per_hour=200, bed_change_points=500)),
    "leap day": {"start": "2028-02-28", "days": 3},
    "over New Year": {"start": "2026-12-31", "days": 2},
    "long before": {"start": "2000-01-01", "days": 1},
    "far ahead": {"start": "2100-12-31", "days": 1},
    "a night on the way": timed("2026-04-10T23:50", "2026-04-11T05:10"),
    "times abroad": timed("2026-04-10T03:00:30+00:00", "2026-04-11T01:10:59-08:00"),
    "from Beijing and back": trip(
        3, transport="public", arrive=xt.Arrival(at="beijing-west-station")
    ),
    "from a mountain": trip(1, arrive=xt.Arrival(at="jigongshan")),
    "from an island": trip(arrive=xt.Arrival(at="nanwan-tea-island")),
    "the same wish twice": trip(must_visit=["xinyang-museum", "xinyang-museum"]),
    "no walking": trip(transport="public", max_walk_km=0),
}


@pytest.mark.parametrize("name", PLANNED)
def test_an_odd_request_is_planned_rightly(planner, region_file, name):
    """However odd the wish, the trip keeps all rules."""
    request = xt.TripRequest(**PLANNED[name])

    itinerary = planner.plan(request, iterations=5, time_limit=30)

    assert verify(itinerary.model_dump(mode="json"), region_file) == []


REFUSED = {
    "on foot": (trip(transport=["walk"]), "can be reached from xinyang-east-station by walk"),
    "no money": (trip(budget_cny=0), "budget_cny=0"),
    "free beds": (trip(stay=xt.StayWish(max_room_cny=0)), "max_room_cny=0"),
    "by car from Beijing": (trip(arrive=xt.Arrival(at="beijing-west-station")), "reached from"),
    "no time": (timed("2026-04-10T23:50", "2026-04-11T00:10"), "there is no time to get from"),
    "through the night": (
        trip(
            appointments=[
                xt.Appointment(at="jigongshan", start=f"{APRIL}T23:30", minutes=600, title="Vigil")
            ]
        ),
        "appointment .* Vigil",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_impossible_is_refused_with_its_reason(planner, name):
    """What cannot be done names the wish that is to blame."""
    fields, words = REFUSED[name]

    with pytest.raises(xt.InfeasibleError, match=words):
        planner.plan(xt.TripRequest(**fields), iterations=5, time_limit=30)


@pytest.mark.parametrize("start", ["9999-12-31", "1999-12-31", "0001-01-01"])
def test_years_without_a_calendar_are_refused(start):
    """Dates for which nothing can be known are no requests."""
    with pytest.raises(xt.RequestError, match="is not one of 2000 to 2100"):
        xt.TripRequest(start=start, days=1)


def test_a_trip_without_any_sight_still_has_meals_and_beds(planner, region, region_file):
    """Who avoids every sight gets days at leisure."""
    request = xt.TripRequest(**trip(avoid=[place.id for place in region.sights]))

    itinerary = planner.plan(request, iterations=5, time_limit=30)

    assert verify(itinerary.model_dump(mode="json"), region_file) == []
    assert itinerary.visits == ()
