"""Alternatives: different by the measure, each proven for its own scope; a front of four aims."""

from datetime import UTC, date, datetime, timedelta

import pytest
from verifier import verify

import xytour as xt
from xytour.model.itinerary import Day, Free
from xytour.planner.after.likeness import similarity

AIMS = ("access", "slowness", "immersion")


@pytest.fixture(scope="module")
def request_():
    """Return a request with much to choose from."""
    return xt.TripRequest(
        start="2026-04-10", days=2, interests={"tea": 1.0, "red": 0.6}, must_visit=["jigongshan"]
    )


@pytest.fixture(scope="module")
def trips(planner, request_):
    """Return three alternatives."""
    return planner.alternatives(request_, k=3, diversity=0.6, iterations=80, time_limit=60)


def visited(trip):
    """Return the places that a trip visits."""
    return {visit.place_id for visit in trip.visits}


def test_alternatives_share_no_more_visits_than_allowed(trips):
    """Of each trip before, at most two fifths of the visits come again, wishes apart."""
    assert len(trips) == 3
    for k, trip in enumerate(trips):
        for earlier in trips[:k]:
            shared = (visited(trip) & visited(earlier)) - {"jigongshan"}
            assert len(shared) <= 0.4 * len(visited(earlier))


def test_alternatives_keep_all_rules_and_their_bounds(trips, region_file):
    """Each passes the verifier and is no better than its bound, nor any other than the first's."""
    for trip in trips:
        assert verify(trip.model_dump(mode="json"), region_file) == []
        assert trip.certificate.upper_bound >= trip.certificate.score
        assert "jigongshan" in visited(trip)
    assert trips[0].certificate.upper_bound >= max(trip.certificate.score for trip in trips)


def test_alternatives_say_what_they_trade(trips):
    """Each but the first is compared with the first: what it gains, what it gives up."""
    assert trips[0].revision is None
    for trip in trips[1:]:
        told = trip.revision.comparison
        assert told.similarity == similarity(trip.days, trips[0].days)
        assert told.score == pytest.approx(
            trip.certificate.score - trips[0].certificate.score, abs=0.01
        )
        assert told.cost_cny == pytest.approx(trip.totals.cost_cny - trips[0].totals.cost_cny)
        assert f"{told.similarity:.0%}" in told.text
        assert "of those plans" in trip.certificate.scope


def test_where_nothing_else_can_be_had_there_are_fewer(planner, few):
    """A day with one sight to see, that must be seen, has no alternative that differs."""
    request = few(kept=("xinyang-tea-city",), must_visit=["xinyang-tea-city"])

    trips = planner.alternatives(request, k=3, diversity=1.0, iterations=20, time_limit=30)

    assert visited(trips[0]) == {"xinyang-tea-city"}
    assert all(visited(trip) == visited(trips[0]) for trip in trips)


def a_day(names, on=10):
    """Return a day with free time standing for visits, for the measure looks at types alone."""
    start = datetime(2026, 4, on, 9, tzinfo=UTC)
    items = [
        Free(
            start=start + timedelta(hours=k),
            end=start + timedelta(hours=k + 1),
            place_id=name,
            name=name,
            reason="",
        ).model_copy(update={"type": "visit"})
        for k, name in enumerate(names)
    ]
    return Day.model_construct(date=date(2026, 4, on), items=tuple(items))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (["abcd"], ["abcd"], 1.0),
        (["abcd"], ["efgh"], 0.0),
        # two of four places, and one of three steps: 0.75 / 2 + 0.25 / 3
        (["abcd"], ["abef"], 0.4583),
        # all places, no step in the same order
        (["abcd"], ["dcba"], 0.75),
        # all places, one step of two days instead of three of one
        (["ab", "cd"], ["abcd"], 0.75 + 0.25 * 2 / 3),
        ([""], [""], 1.0),
    ],
)
def test_likeness_is_shared_places_and_their_order(one, other, alike):
    """Three quarters are the places shared, one quarter the steps from one to the next."""
    days, others = ([a_day(names) for names in plan] for plan in (one, other))

    assert similarity(days, others) == pytest.approx(alike, abs=1e-4)
    assert similarity(others, days) == similarity(days, others)


def test_no_trip_of_a_front_beats_another(planner, request_, region_file):
    """Of two trips each is better in money, access, slowness or immersion."""
    front = planner.pareto(request_, iterations=10, time_limit=60)

    assert front.tried >= 5
    assert len(front.points) >= 2
    for point in front.points:
        assert verify(point.itinerary.model_dump(mode="json"), region_file) == []
        assert point.cost_cny == point.itinerary.totals.cost_cny
        for other in front.points:
            if other is point:
                continue
            better = [getattr(point, aim) > getattr(other, aim) for aim in AIMS]
            assert point.cost_cny < other.cost_cny or any(better)
    costs = [point.cost_cny for point in front.points]
    assert costs == sorted(costs)


@pytest.mark.parametrize("wrong", [{"k": 0}, {"diversity": 0.0}, {"diversity": 1.5}, {"k": 2.5}])
def test_what_makes_no_sense_is_refused(planner, request_, wrong):
    """Numbers and shares out of range are told by their name."""
    with pytest.raises(xt.RequestError, match=next(iter(wrong))):
        planner.alternatives(request_, **wrong)
