"""From a request to an itinerary, in the bundled region."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

import xytour as xt

STEPS = 20

MUSEUMS = (
    "xinyang-museum",
    "chengyang-museum",
    "eyuwan-memorial-xinyang",
    "gushi-genqin-museum",
    "huaihe-museum",
    "liu-deng-crossing-memorial",
)


@pytest.mark.parametrize("monday", ["2026-01-12", "2026-04-13", "2026-07-20", "2026-11-30"])
def test_no_museum_on_its_closing_day(plan, monday):
    """Who loves museums and comes on a Monday is sent to none that is closed on Mondays."""
    assert date.fromisoformat(monday).weekday() == 0

    itinerary = plan(start=monday, days=1, interests={"history": 1.0, "culture": 1.0})

    closed = set(MUSEUMS) & {visit.place_id for visit in itinerary.visits}
    assert not closed
    dropped = {drop.place_id: drop.reason for drop in itinerary.dropped}
    assert all(dropped[museum] == "closed" for museum in MUSEUMS)


def test_a_museum_that_must_be_seen_on_its_closing_day_is_refused(plan):
    """Demanding it is answered with the reason, not with a visit at a locked door."""
    with pytest.raises(xt.InfeasibleError, match="closed on all days of the trip"):
        plan(start="2026-04-13", days=1, must_visit=["xinyang-museum"])


def test_a_museum_is_visited_on_a_holiday_monday(plan):
    """On the Monday of the golden week the same museum is open."""
    itinerary = plan(start="2026-10-05", days=1, must_visit=["xinyang-museum"])

    assert "xinyang-museum" in {visit.place_id for visit in itinerary.visits}


def tea_pickings(itinerary):
    """Return the ids of the places where tea is picked."""
    return {
        visit.place_id
        for visit in itinerary.visits
        if visit.type == "activity" and "pick" in visit.activity_id
    }


HANDS_ON = xt.Style(name="hands-on", hands_on_bonus=2.0)


def test_tea_is_picked_in_spring(plan):
    """Around Qingming who wants to use their hands picks tea."""
    itinerary = plan(start="2026-04-03", days=4, interests={"tea": 1.0}, style=HANDS_ON)

    assert tea_pickings(itinerary)


@pytest.mark.parametrize("start", ["2026-01-16", "2026-11-13", "2026-12-11"])
def test_tea_is_never_picked_out_of_season(plan, start):
    """In the cold months nobody is sent to pick tea, however much they want to."""
    itinerary = plan(start=start, days=3, interests={"tea": 1.0}, style=HANDS_ON)

    assert itinerary.visits
    assert not tea_pickings(itinerary)


def test_what_must_be_seen_is_and_what_is_avoided_is_not(plan):
    """Wishes hold, whatever else the plan does."""
    itinerary = plan(
        start="2026-05-08",
        days=2,
        must_visit=["hejiachong"],
        avoid=["xinyang-museum"],
        seen=["jigongshan"],
    )

    found = {visit.place_id for visit in itinerary.visits}
    assert "hejiachong" in found
    assert not found & {"xinyang-museum", "jigongshan"}


def test_a_budget_is_kept(plan):
    """A tight budget is never passed, and makes a cheaper trip than none."""
    free = plan(start="2026-05-08", days=2)
    tight = plan(start="2026-05-08", days=2, budget_cny=700)

    assert tight.totals.cost_cny <= 700 < free.totals.cost_cny + 700
    assert tight.certificate.upper_bound <= free.certificate.upper_bound


def test_a_taxi_trip_keeps_its_budget(plan):
    """The flag falls that are known only afterwards do not break the budget."""
    itinerary = plan(start="2026-05-08", days=2, transport=["taxi", "walk"], budget_cny=900)

    assert itinerary.totals.cost_cny <= 900


def test_what_cannot_be_paid_is_refused_with_the_conflict(plan):
    """A budget below meals and bed names both wishes and what to relax."""
    with pytest.raises(xt.InfeasibleError) as refused:
        plan(start="2026-05-08", days=2, budget_cny=100)

    assert "budget_cny=100" in refused.value.conflict
    assert refused.value.relax[0].startswith("raise the budget to about ")


def test_one_base_is_one_bed(plan):
    """All nights are spent in the same place where the request wants that."""
    itinerary = plan(start="2026-05-08", days=4, stay=xt.StayWish(one_base=True))

    beds = [item.place_id for item in itinerary.items() if item.type == "stay"]
    assert len(beds) == 3
    assert len(set(beds)) == 1


def test_a_bed_of_ones_own_is_kept(plan):
    """A hotel that is booked already is where every night is spent."""
    stay = xt.StayWish(places=["huangbaishan-stay"])

    itinerary = plan(start="2026-05-08", days=2, stay=stay)

    assert [i.place_id for i in itinerary.items() if i.type == "stay"] == ["huangbaishan-stay"]


def test_meals_are_eaten_in_their_hours(plan):
    """Lunch and dinner are there on a full day, and only those asked for."""
    both = plan(start="2026-05-08", days=1)
    lunch = plan(start="2026-05-08", days=1, meals=["lunch"])

    assert [i.meal for i in both.items() if i.type == "meal"] == ["lunch", "dinner"]
    assert [i.meal for i in lunch.items() if i.type == "meal"] == ["lunch"]


def test_an_appointment_is_kept(plan):
    """The traveller's own engagement stands at its time and place."""
    talk = xt.Appointment(
        at="dabieshan-academy", start="2026-05-08T14:00", minutes=90, title="A talk"
    )

    itinerary = plan(start="2026-05-08", days=1, appointments=[talk])

    (kept,) = [item for item in itinerary.items() if item.type == "appointment"]
    assert (f"{kept.start:%H:%M}", kept.minutes, kept.name) == ("14:00", 90, "A talk")


def test_a_train_out_is_caught(plan):
    """Half an hour before the departure the party is at the station."""
    itinerary = plan(
        arrive=xt.Arrival(at="xinyang-east-station", time="2026-04-10T10:30"),
        depart=xt.Departure(at="xinxian-station", time="2026-04-12T17:40"),
    )

    last = itinerary.days[-1].items[-1]
    assert (last.type, last.place_id) == ("wait", "xinxian-station")
    assert f"{last.start:%H:%M}" <= "17:10"
    assert f"{last.end:%H:%M}" == "17:40"


def test_late_arrival_and_early_departure_leave_time_for_the_bed_alone(plan):
    """Who comes at 21:00 and leaves at 07:30 is brought to a bed and from it."""
    itinerary = plan(
        arrive=xt.Arrival(at="xinyang-east-station", time="2026-04-10T21:00"),
        depart=xt.Departure(at="xinyang-east-station", time="2026-04-12T07:30"),
    )

    assert {item.type for item in itinerary.days[0].items} <= {"wait", "free", "leg", "stay"}
    breakfast, *rest = itinerary.days[-1].items
    assert breakfast.meal == "breakfast"
    assert {item.type for item in rest} <= {"leg", "wait", "free"}


def test_wheelchairs_are_never_led_to_steps(plan, region):
    """No place known to have steps is in the trip, and the unknown ones are warned of."""
    itinerary = plan(start="2026-05-08", days=2, party=xt.Party(adults=2, wheelchairs=1))

    used = {item.place_id for item in itinerary.items() if hasattr(item, "place_id")} - {None}
    access = {
        place_id: region.by_id[place_id].accessibility.wheelchair
        for place_id in used
        if hasattr(region.by_id[place_id], "accessibility")
    }
    assert "no" not in access.values()
    warned = {w.place_id for w in itinerary.warnings if w.code == "accessibility"}
    assert {place_id for place_id, wheel in access.items() if wheel != "yes"} <= warned


def test_estimates_are_shown_as_such(plan, region):
    """Every place whose hours or position are not sourced is named in a warning."""
    itinerary = plan(start="2026-05-08", days=1)

    warned = {(warning.code, warning.place_id) for warning in itinerary.warnings}
    for visit in itinerary.visits:
        sure = region.by_id[visit.place_id].confidence
        assert (("estimated-hours", visit.place_id) in warned) == (sure.hours != "sourced")
        assert (("estimated-location", visit.place_id) in warned) == (sure.location != "sourced")


def test_a_year_without_holidays_announced_is_planned_with_a_warning(plan):
    """Far ahead the trip can be planned, and says that the holidays are not known yet."""
    itinerary = plan(start="2031-10-01", days=1)

    assert "holidays-unannounced" in {warning.code for warning in itinerary.warnings}


def test_the_same_request_and_seed_give_the_same_trip(planner):
    """Two runs of as many steps differ in nothing but the time that they took."""
    request = xt.TripRequest(start="2026-04-10", days=3, interests={"tea": 1.0})

    one, two = (planner.plan(request, iterations=STEPS, time_limit=30, seed=5) for _ in range(2))

    assert one.days == two.days
    assert one.certificate.upper_bound == two.certificate.upper_bound


def test_one_planner_serves_many_threads(planner):
    """Plans made side by side are those made one by one."""
    requests = [xt.TripRequest(start=f"2026-04-{day}", days=2) for day in range(10, 18)]

    def days(request):
        return planner.plan(request, iterations=5, time_limit=60).days

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(days, requests))

    assert together == [days(request) for request in requests]


def test_an_itinerary_survives_json(plan):
    """What is written and read again is equal, to the last field."""
    itinerary = plan(start="2026-05-08", days=2, language="zh")

    assert xt.Itinerary.model_validate_json(itinerary.model_dump_json()) == itinerary


def test_chinese_is_spoken_throughout(plan):
    """In a Chinese itinerary every name, reason and warning is written in Chinese."""
    itinerary = plan(start="2026-05-08", days=1, language="zh")

    texts = [item.name for item in itinerary.items() if hasattr(item, "name")]
    texts += [visit.reason for visit in itinerary.visits]
    texts += [warning.text for warning in itinerary.warnings]
    for text in texts:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"must_visit": ["jigongshn"]}, "did you mean jigongshan"),
        ({"must_visit": ["xinyang-east-station"]}, "of kind gateway, not a place to visit"),
        ({"arrive": xt.Arrival(at="nowhere")}, "no such place"),
        ({"stay": xt.StayWish(places=["jigongshan"])}, "not a place to sleep at"),
        ({"avoid": ["x"], "seen": ["y"]}, r"(?s)\$\.avoid\[0\].*\$\.seen\[0\]"),
    ],
)
def test_places_that_cannot_be_meant_are_told(planner, fields, words):
    """Unknown ids come with suggestions, wrong kinds with what was wanted, all at once."""
    request = xt.TripRequest(start="2026-05-08", days=1, **fields)

    with pytest.raises(xt.RequestError, match=words):
        planner.plan(request)


def test_a_departure_before_the_arrival_is_told(planner):
    """Times with offsets that turn out to be in the wrong order are refused."""
    request = xt.TripRequest(
        arrive=xt.Arrival(at="xinyang-east-station", time="2026-05-08T12:00+08:00"),
        depart=xt.Departure(at="xinyang-east-station", time="2026-05-08T03:00+00:00"),
    )

    with pytest.raises(xt.RequestError, match="depart after the arrival"):
        planner.plan(request)


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_time_limit_must_be_positive(planner, limit):
    """No time is no time to plan in."""
    with pytest.raises(xt.RequestError, match="time_limit"):
        planner.plan(xt.TripRequest(start="2026-05-08", days=1), time_limit=limit)


def test_styles_give_different_trips(planner):
    """On one request the slow trip is slower and the quick one sees more."""
    wish = {"start": "2026-04-10", "days": 3, "interests": {"tea": 1.0, "nature": 0.5}}

    quick, slow = (
        planner.plan(xt.TripRequest(style=style, **wish), iterations=300, time_limit=30)
        for style in ("quick", "slow")
    )

    assert slow.indices.slowness > quick.indices.slowness
    assert len(quick.visits) > len(slow.visits)


def test_a_planner_forgets_the_ways_of_getting_around_used_longest_ago(region):
    """Whatever its callers ask for, it does not grow without end, and what it keeps is right."""
    from xytour.network.rides import Transport
    from xytour.planner.planner import MOST_TRANSPORTS

    planner = xt.Planner(region)
    usual = Transport.of(xt.TripRequest(start="2026-04-10", days=1))
    first = planner.travel(usual)
    for step in range(MOST_TRANSPORTS):
        wish = xt.TripRequest(start="2026-04-10", days=1, max_walk_km=2 + step / 10)
        planner.travel(Transport.of(wish))
        assert planner.travel(usual) is first

    assert len(planner._travel) == MOST_TRANSPORTS
