"""Beds, meals, activities, pace and money, as travellers wish for them."""

import pytest

import xytour as xt
from xytour.export.markdown import to_markdown


def of_type(itinerary, *types):
    """Return the items of some types."""
    return [item for item in itinerary.items() if item.type in types]


def test_birds_are_watched_at_dawn_by_who_gets_up(plan):
    """With an early start the dawn walk is planned, before the day of the others begins."""
    wish = {"start": "2026-04-11", "days": 2, "must_visit": ["dongzhai-reserve"]}
    birds = {"interests": {"birding": 1.0}, "style": xt.Style(hands_on_bonus=1.0)}
    stay = xt.StayWish(places=["lingshan-town-stay"])

    early = plan(early_start="05:00", stay=stay, **wish, **birds)
    late = plan(stay=stay, **wish, **birds)

    dawn = [v for v in early.visits if v.place_id == "dongzhai-reserve" and v.start.hour < 8]
    assert all(v.activity_id == "dawn-walk-reeves-pheasant" for v in dawn)
    assert all(v.start.hour >= 8 for v in late.visits)


def test_hot_springs_are_for_the_end_of_the_day(plan):
    """Who must bathe bathes from 16:00 on, and pays for it."""
    itinerary = plan(start="2026-11-13", days=2, must_visit=["tangquanchi"])

    (bath,) = (visit for visit in itinerary.visits if visit.place_id == "tangquanchi")
    assert bath.type == "activity"
    assert bath.start.hour >= 16
    assert bath.ticket_cny == 2 * 98


def test_a_village_that_cooks_is_a_table(plan):
    """With every other lunch ruled out, one is had at a farmhouse."""
    tables = ["xixian-food", "huangchuan-gongmian-food", "gushi-goose-food"]
    interests = {"rural": 1.0, "food": 1.0}
    style = xt.Style(table_bonus=2.0)

    itinerary = plan(start="2026-05-08", days=2, avoid=tables, interests=interests, style=style)

    farm = [meal for meal in of_type(itinerary, "meal") if meal.activity_id is not None]
    assert farm
    assert all(meal.cost_cny > 0 for meal in farm)


def test_breakfast_is_at_the_bed_and_can_be_left_out(plan):
    """Every morning after a night begins with it, where one slept."""
    with_it = plan(start="2026-05-08", days=3)
    without = plan(start="2026-05-08", days=3, meals=["lunch", "dinner"])

    beds = [item.place_id for item in of_type(with_it, "stay")]
    breakfasts = [m for m in of_type(with_it, "meal") if m.meal == "breakfast"]
    assert [meal.place_id for meal in breakfasts] == beds
    assert all(meal.meal != "breakfast" for meal in of_type(without, "meal"))


def test_picnics_are_had_by_who_wants_no_table(plan):
    """All meals but breakfast are something simple."""
    itinerary = plan(start="2026-05-08", days=2, picnics=True, interests={"food": 1.0})

    meals = [meal for meal in of_type(itinerary, "meal") if meal.meal != "breakfast"]
    assert meals
    assert all(meal.place_id is None for meal in meals)


def test_homestays_are_slept_in_by_who_likes_them(plan):
    """A strong wish for village houses fills every night with one."""
    beds = ["lingshan-town-stay", "luoshan-county-hotels", "haotang-stay"]
    stay = xt.StayWish(prefer="homestay", prefer_points=100, places=beds)

    itinerary = plan(start="2026-05-08", days=2, stay=stay)

    nights = of_type(itinerary, "stay")
    assert {night.stay_type for night in nights} == {"homestay"}
    assert all("the kind of stay you like" in night.reason for night in nights)


def test_the_golden_week_is_dear_and_crowded(plan):
    """The same trip costs more for its bed in October, and its visits take longer."""
    wish = {
        "days": 2,
        "must_visit": ["xinyang-museum"],
        "stay": xt.StayWish(places=["xinyang-city-hotels-shihe"]),
    }

    busy, calm = plan(start="2026-10-02", **wish), plan(start="2026-11-12", **wish)

    rooms = [of_type(trip, "stay")[0].room_cny for trip in (busy, calm)]
    assert rooms == [400.0, 235.0]
    assert all(visit.queue_min > 0 for visit in busy.visits)
    assert all(visit.queue_min == 0 for visit in calm.visits)
    assert {"queues", "holiday"} <= {notice.code for notice in busy.warnings}


def test_elders_rest_and_are_spared_the_heat(plan, region):
    """In July no scenery in the lowland is visited at midday, and there is a rest."""
    party = xt.Party(adults=1, seniors=2)

    itinerary = plan(start="2026-07-10", days=2, party=party, pace=xt.Pace(rest_min=60))

    for visit in itinerary.visits:
        place = region.by_id[visit.place_id]
        if visit.kind in {"nature", "attraction", "tea_area"} and not place.cool_in_summer:
            assert visit.end.strftime("%H:%M") <= "11:30" or visit.start.hour >= 15
    rests = [item for item in of_type(itinerary, "free") if item.purpose == "rest"]
    assert len(rests) == 2


def test_a_slow_pace_is_kept(plan):
    """Two stops a day, two hours free, and ten minutes to spare after each stop."""
    pace = xt.Pace(stops_a_day=2, free_min=120, buffer_min=10)

    itinerary = plan(start="2026-05-08", days=2, style="quick", pace=pace)

    for day in itinerary.days:
        assert sum(item.type in {"visit", "activity"} for item in day.items) <= 2
    free = [item.minutes for item in of_type(itinerary, "free") if item.purpose == "leisure"]
    assert free == [120, 120]


def test_what_must_be_booked_longer_before_is_left_out(plan):
    """The museum asks for a day; on the day itself it is too late."""
    with pytest.raises(xt.InfeasibleError, match="no time left to book"):
        plan(start="2026-05-08", today="2026-05-08", days=1, must_visit=["xinyang-museum"])

    itinerary = plan(start="2026-05-08", today="2026-05-07", days=1, must_visit=["xinyang-museum"])

    notices = {(notice.code, notice.place_id): notice.text for notice in itinerary.warnings}
    assert "by 2026-05-07" in notices["lead-time", "xinyang-museum"]


def test_small_children_are_not_put_on_a_raft(plan):
    """The rafting takes nobody under six."""
    with pytest.raises(xt.InfeasibleError, match="these ages"):
        plan(
            start="2026-07-10",
            days=2,
            party=xt.Party(adults=2, children=[4]),
            must_visit=["xihe-rafting"],
        )


def test_who_cannot_climb_is_led_up_no_mountain(plan, region):
    """No place is used that is known to ask for more than level ground."""
    itinerary = plan(start="2026-05-08", days=3, party=xt.Party(seniors=2, effort="easy"))

    efforts = {region.by_id[visit.place_id].accessibility.effort for visit in itinerary.visits}
    assert efforts <= {None, "easy"}
    assert any(drop.reason == "unsuited" for drop in itinerary.dropped)


def test_money_has_a_price(plan):
    """The dearer every yuan, the less is spent; the parts still add up."""
    wish = {"start": "2026-05-08", "days": 2, "interests": {"nature": 1.0}}

    free, dear = plan(**wish), plan(points_per_100_cny=50, **wish)

    spent = [
        sum(trip.totals.cost_by_kind[kind] for kind in ("ticket", "activity", "stay", "meal"))
        for trip in (free, dear)
    ]
    assert spent[1] <= spent[0]
    assert dear.score_parts["money"] < 0
    assert sum(dear.score_parts.values()) == pytest.approx(dear.certificate.score)


def test_tables_of_costs_are_shown_and_add_up(plan):
    """By day, by person and by kind it is the same money, to the fen."""
    party = xt.Party(adults=2, children=[7])

    itinerary = plan(start="2026-05-08", days=3, party=party, transport="charter")

    totals = itinerary.totals
    by_day = sum(round(100 * cost) for row in totals.cost_by_day for cost in row.values())
    by_person = sum(round(100 * person.cost_cny) for person in totals.cost_by_person)
    assert by_day == by_person == round(100 * totals.cost_cny)
    text = to_markdown(itinerary)
    assert "Day 3" in text
    assert "Child (7)" in text
