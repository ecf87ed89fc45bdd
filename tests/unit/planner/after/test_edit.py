"""Edits: each does what it says, leaves a valid plan, and keeps what went before."""

from datetime import date

import pytest
from verifier import verify

import xytour as xt
from xytour.model.happening import (
    Extend,
    ExtendTrip,
    FinishEarly,
    Lock,
    MiddayRest,
    Move,
    Remove,
    SetBudget,
    SetParty,
    StartLate,
    Swap,
)
from xytour.model.revision import ChangePrices

STEPS = {"iterations": 40, "time_limit": 60}
FIRST, SECOND = date(2026, 4, 10), date(2026, 4, 11)


@pytest.fixture(scope="module")
def trip(planner):
    """Return a trip of two days."""
    request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0, "red": 0.6})
    return planner.plan(request, iterations=150, time_limit=60)


@pytest.fixture
def edit(planner, region_file, trip):
    """Return a function that edits the trip, or another one, and verifies what comes out."""

    def edit(*edits, old=trip, **options):
        new = planner.edit(old, *edits, **STEPS, **options)
        assert verify(new.model_dump(mode="json"), region_file) == []
        assert new.certificate.upper_bound >= new.certificate.score
        return new

    return edit


def days_of(trip):
    """Return the day of each place visited."""
    return {visit.place_id: visit.start.date() for visit in trip.visits}


def on(trip, day):
    """Return the places visited on a day, in order."""
    return [place for place, visited in days_of(trip).items() if visited == day]


def test_a_place_removed_is_gone_for_good(edit, trip):
    """It is not in the plan, nor in the next one; what is kept is said."""
    gone = on(trip, FIRST)[0]

    new = edit(Remove(gone))
    later = edit(MiddayRest(SECOND, 30), old=new)

    assert gone not in days_of(new)
    assert gone not in days_of(later)
    assert gone in new.request.avoid
    before = {getattr(item, "place_id", None) for item in trip.items()}
    assert set(new.revision.kept) <= before
    (told,) = [change for change in new.revision.changes if change.place_id == gone]
    assert (told.kind, told.reason) == ("dropped", "asked")


def test_a_locked_visit_survives_other_edits(edit, trip):
    """What is locked to its hour stays there, whatever else is asked."""
    visit = next(v for v in trip.visits if v.start.date() == SECOND)
    lock = Lock(visit.place_id, at=f"{visit.start:%H:%M}")

    new = edit(lock)
    later = edit(Remove(on(trip, FIRST)[0]), old=new)

    for plan in (new, later):
        (kept,) = [other for other in plan.visits if other.place_id == visit.place_id]
        assert kept.start == visit.start
    assert later.revision.holds == new.revision.holds != ()


def test_a_visit_moves_to_another_day(edit, trip):
    """The place is visited on the day asked for."""
    place = on(trip, FIRST)[-1]

    assert days_of(edit(Move(place, SECOND)))[place] == SECOND


def test_one_place_is_swapped_for_another_on_its_day(edit, trip):
    """The new place stands on the day of the old one."""
    out = on(trip, SECOND)[0]
    into = next(p for p in ("xinyang-museum", "jigongshan") if p not in days_of(trip))

    new = edit(Swap(out, into))

    assert out not in days_of(new)
    assert days_of(new)[into] == SECOND


def test_a_visit_can_be_made_longer(edit, trip, region):
    """The visit lasts as long as asked, but not longer than people stay."""
    visit = next(
        v for v in trip.visits
        if v.type == "visit" and v.minutes + 7 < region.by_id[v.place_id].visit_minutes.max
    )  # fmt: skip

    new = edit(Extend(visit.place_id, visit.minutes + 7))

    (longer,) = [other for other in new.visits if other.place_id == visit.place_id]
    assert longer.minutes >= visit.minutes + 7
    with pytest.raises(xt.InfeasibleError, match="people stay at most"):
        edit(Extend(visit.place_id, 1_440))


def test_a_queue_is_no_part_of_the_stay(planner):
    """In the golden week a place is queued for: that does not lengthen what may be asked."""
    place = "dahuangpo-martyrs-cemetery"
    request = xt.TripRequest(start="2026-10-03", days=1, must_visit=[place])
    plan = planner.plan(request, iterations=60, time_limit=30)
    queue = next(visit.queue_min for visit in plan.visits if visit.place_id == place)
    most = planner.region.by_id[place].visit_minutes.max
    longer = planner.edit(plan, Extend(place, most), iterations=60, time_limit=30)

    assert queue > 0
    assert next(v.minutes for v in longer.visits if v.place_id == place) == most + queue
    with pytest.raises(xt.XytourError, match=str(most)):
        planner.edit(plan, Extend(place, most + queue), iterations=60, time_limit=30)


def test_the_trip_can_be_made_longer(edit, trip):
    """A day is added at the end; the days before keep most of what they had."""
    new = edit(ExtendTrip(1))

    assert [day.date.day for day in new.days] == [10, 11, 12]
    assert new.request.n_days == 3
    assert len(new.revision.kept) >= len(trip.visits) / 2


def test_party_and_budget_can_change(edit, trip):
    """Costs are those of the new party, within the new budget."""
    bigger = edit(SetParty(xt.Party(adults=4, children=[6])))
    poorer = edit(SetBudget(trip.totals.cost_cny - 50))

    assert bigger.request.party.size == 5
    assert bigger.totals.cost_cny > trip.totals.cost_cny
    assert poorer.totals.cost_cny <= trip.totals.cost_cny - 50


def test_days_can_start_late_and_finish_early(edit):
    """Nothing begins before, or ends after, the time asked for."""
    new = edit(StartLate(SECOND, "10:30"), FinishEarly(FIRST, "18:45"))

    first = [item for item in new.days[0].items if item.type != "stay"]
    assert max(f"{item.end:%H:%M}" for item in first) <= "18:45"
    moving = [item for item in new.days[1].items if item.type in {"leg", "visit", "activity"}]
    assert min(f"{item.start:%H:%M}" for item in moving) >= "10:30"


def test_a_midday_rest_follows_lunch(edit):
    """The rest is free time right after lunch."""
    items = edit(MiddayRest(SECOND, 75)).days[1].items

    lunch = next(k for k, i in enumerate(items) if i.type == "meal" and i.meal == "lunch")
    assert (items[lunch + 1].reason, items[lunch + 1].minutes) == ("rest after lunch", 75)


def test_an_edit_that_cannot_be_met_is_refused_with_the_reason(planner, trip):
    """What is locked and what is asked for exclude each other: both are named."""
    with pytest.raises(xt.InfeasibleError, match="lock=jigongshan") as caught:
        planner.edit(
            trip,
            xt.Wish("jigongshan", FIRST),
            StartLate(FIRST, "17:00"),
            iterations=20,
            time_limit=30,
        )

    assert (
        any(name.startswith("start-late") for name in caught.value.conflict)
        or len(caught.value.conflict) == 1
    )


@pytest.mark.parametrize(
    ("edit_", "words"),
    [
        (Remove("jigongshn"), "did you mean jigongshan"),
        (Lock("nanwan-lake"), "no such place|not in the plan"),
        (Move("jigongshan", date(2026, 5, 1)), "not in the plan|no day of the trip"),
        (StartLate(date(2026, 5, 1), "10:00"), "no day of the trip"),
    ],
)
def test_edits_that_cannot_be_meant_are_told(planner, trip, edit_, words):
    """Unknown places and days are told by name."""
    with pytest.raises(xt.RequestError, match=words):
        planner.edit(trip, edit_)


def test_suggestions_keep_their_word(planner, trip):
    """Following a suggestion at no price for change gives at least what it promises."""
    place = next(p for p in ("xinyang-museum", "jigongshan") if p not in days_of(trip))

    ways = planner.suggest(trip, place, **STEPS)

    assert [way.score for way in ways] == sorted((way.score for way in ways), reverse=True)
    assert len({way.start.date() for way in ways}) == len(ways) > 0
    best = ways[0]
    assert best.place_id == place
    free = ChangePrices(visit=0, booked=0, bed=0)
    new = planner.edit(trip, best.edit, prices=free, iterations=150, time_limit=60)
    assert days_of(new)[place] == best.start.date()
    assert new.certificate.score >= trip.certificate.score + best.score - 0.02


def test_suggestions_leave_other_days_alone(planner, trip):
    """Only the day of the suggestion loses visits."""
    place = next(p for p in ("xinyang-museum", "jigongshan") if p not in days_of(trip))

    for way in planner.suggest(trip, place, **STEPS):
        assert {days_of(trip)[dropped] for dropped in way.drops} <= {way.start.date()}


def test_a_place_in_the_plan_is_not_suggested(planner, trip):
    """It is there already, and that is said."""
    with pytest.raises(xt.RequestError, match="in the plan already"):
        planner.suggest(trip, trip.visits[0].place_id)


def test_an_activity_is_not_done_for_longer_than_it_takes(planner, region, edit):
    """Who wants to stay longer than an activity takes visits the place instead, or is refused."""
    park = region.by_id["shihe-park"]
    longest = max(activity.minutes for activity in park.activities)
    request = xt.TripRequest(start="2026-04-10", days=1, must_visit=[park.id])
    old = planner.plan(request, **STEPS)

    new = edit(Extend(park.id, longest + 10), old=old)

    (there,) = [visit for visit in new.visits if visit.place_id == park.id]
    assert there.type == "visit"
    assert there.minutes >= longest + 10


def test_what_is_past_is_not_edited(planner, trip):
    """Under way, a place that was visited stays, and days that are over stay as they were."""
    second = trip.days[1].items[2].start
    under_way = planner.replan(trip, second, [xt.Delay(20)], **STEPS)
    seen, day = trip.visits[0].place_id, trip.days[0].date

    for change in (Remove(seen), Extend(seen, 200), FinishEarly(day, "15:00")):
        with pytest.raises(xt.RequestError, match="under way"):
            planner.edit(under_way, change, **STEPS)


def test_a_day_that_has_begun_begins_no_later(planner, trip):
    """It may still end sooner, but not before now; another day may begin later."""
    now = trip.days[0].items[-2].start
    under_way = planner.replan(trip, now, [xt.Delay(5)], **STEPS)
    first, second = (day.date for day in trip.days)

    for change in (StartLate(first, "23:00"), FinishEarly(first, f"{now:%H:%M}")):
        with pytest.raises(xt.RequestError, match=r"that day has begun|that time is over"):
            planner.edit(under_way, change, **STEPS)
    assert planner.edit(under_way, StartLate(second, "09:30"), **STEPS).revision.holds
