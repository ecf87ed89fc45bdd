"""A party under way may be where nothing of what is asked for now is."""

from datetime import timedelta

import xytour as xt
from xytour.model.happening import Remove
from xytour.planner.after.past import past_at
from xytour.planner.after.standing import stand


def test_a_party_at_a_table_may_ask_for_no_more_meals(planner):
    """There are ways from the table all the same."""
    wish = xt.TripRequest(
        start="2026-04-10", days=1, wanted=[xt.Wanted(kinds=["food"], least=1)], transport="car"
    )
    plan = planner.plan(wish, iterations=20, time_limit=30)
    table = next(item for item in plan.items() if item.type == "meal" and item.place_id)
    trip, _ = planner.pose(wish)
    past = past_at(plan, trip, table.end)
    assert past.here == table.place_id

    plain = xt.TripRequest(start="2026-04-10", days=1, meals=[], transport="car")
    rest = stand(planner, plain, (), past).rest()

    assert rest.draft.places[rest.draft.days[0].start] == table.place_id
    assert rest.draft.build().problem.n_days == 1


def test_a_place_that_one_waits_at_can_be_left_out(planner):
    """The party sets out from there all the same, and does not visit it."""
    museum = "xinyang-museum"
    wish = xt.TripRequest(start="2026-04-10", days=1, must_visit=[museum], transport="car")
    plan = planner.plan(wish, iterations=20, time_limit=30)
    there = next(visit for visit in plan.visits if visit.place_id == museum)
    waiting = planner.replan(
        plan, there.start - timedelta(minutes=5), [xt.Delay(30)], iterations=20, time_limit=30
    )
    assert waiting.days[0].items[-1].end > waiting.revision.open_from

    new = planner.edit(waiting, Remove(museum), iterations=20, time_limit=30)

    assert museum not in {visit.place_id for visit in new.visits}
