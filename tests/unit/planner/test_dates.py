"""The days of a trip: bounds, meals and pauses."""

import pytest

import xytour as xt
from xytour.planner.dates import LEISURE, LUNCH, REST, days_of


def days(region, **fields):
    """Return the days of a request."""
    return days_of(xt.TripRequest(start="2026-05-08", **fields), region)


def spans(region, **fields):
    """Return the bounds of each day's ways."""
    return [(day.earliest, day.latest) for day in days(region, **fields)]


def test_time_is_kept_for_the_bags_where_the_bed_may_change(region):
    """Fifteen minutes to check in at night, ten to check out in the morning."""
    assert spans(region, days=3) == [(510, 1_215), (520, 1_215), (520, 1_230)]


@pytest.mark.parametrize(
    "stay", [{"one_base": True}, {"places": ["haotang-stay"]}], ids=["one-base", "one-hotel"]
)
def test_one_bed_is_entered_and_left_once(region, stay):
    """Between the first evening and the last morning the bags stay where they are."""
    wish = xt.StayWish(**stay)

    assert spans(region, days=3, stay=wish) == [(510, 1_215), (510, 1_230), (520, 1_230)]


def test_a_day_trip_has_no_bags(region):
    """Who goes home at night checks in nowhere."""
    assert spans(region, days=1) == [(510, 1_230)]


def test_early_and_late_outings_widen_the_ways_but_not_the_visits(region):
    """Up at 5 for birds and out until 22 at night: visits keep to the day."""
    (day,) = days(region, days=1, early_start="05:00", evening_end="22:00")

    assert (day.earliest, day.latest) == (300, 1_320)
    assert day.span == (510, 1_230)


def test_meals_are_over_by_the_end_of_the_day_however_long_the_evening(region):
    """Only what is done at night, and its ways, come after the end of the day."""
    (day,) = days(region, days=1, day_end="19:00", evening_end="22:00")

    dinner = day.breaks(("lunch", "dinner"), 0)[-1]

    assert dinner.hi + dinner.length == 1_140


def test_rest_and_free_time_come_between_the_meals(region):
    """On a full day: lunch, rest, free time, dinner."""
    pace = xt.Pace(rest_min=45, free_min=60)
    (day,) = days(region, days=1)

    kinds = [pause.kind for pause in day.breaks(("lunch", "dinner"), 0, pace)]

    assert kinds[:3] == [LUNCH, REST, LEISURE]
    assert len(kinds) == 4


def test_a_half_day_has_no_pauses(region):
    """Who comes at three in the afternoon has rested on the train."""
    pace = xt.Pace(rest_min=45, free_min=60)
    arrive = xt.Arrival(at="xinyang-east-station", time="2026-05-08T15:00")
    (day,) = days(region, days=1, arrive=arrive)

    assert not {REST, LEISURE} & {pause.kind for pause in day.breaks((), 0, pace)}
