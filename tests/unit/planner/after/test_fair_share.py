"""A plan that gives each of several travellers a fair share keeps to it afterwards."""

import pytest
from verifier import verify

import xytour as xt
from xytour.model.happening import Remove

ANN = xt.Traveller(name="Ann", interests={"tea": 1.0})
BO = xt.Traveller(name="Bo", interests={"red": 1.0, "history": 0.5})
WISH = {"start": "2026-04-17", "days": 2, "style": "immersive", "travellers": [ANN, BO]}
EFFORT = {"iterations": 60, "time_limit": 60}


@pytest.fixture(scope="module")
def fair(planner):
    """Return a plan with a fair share for both."""
    return planner.plan(xt.TripRequest(**WISH, fairness="maximin"), **EFFORT)


def least(itinerary):
    """Return what whoever gets least gets, points."""
    return min(each.points for each in itinerary.satisfaction)


def test_a_fair_plan_is_edited_to_a_fair_one(planner, fair, region_file):
    """Whoever gets least gets no less than where the same edit asks for no fairness."""
    visit = max(fair.visits, key=lambda visit: visit.profit)
    careless = fair.model_copy(
        update={"request": fair.request.model_copy(update={"fairness": "sum"})}
    )

    after, other = (
        planner.edit(plan, Remove(place_id=visit.place_id), **EFFORT) for plan in (fair, careless)
    )

    assert verify(after.model_dump(mode="json"), region_file) == []
    assert visit.place_id not in {item.place_id for item in after.visits}
    assert least(after) >= least(other)


def test_what_is_past_counts_towards_the_share_of_each(planner, fair, region_file):
    """Where nothing has happened, a replan on the way takes nothing from whoever gets least."""
    after = planner.replan(fair, fair.visits[1].start, **EFFORT)

    assert verify(after.model_dump(mode="json"), region_file) == []
    assert least(after) >= least(fair)


def test_a_place_forced_into_a_fair_plan_costs_points_or_fairness(planner, fair):
    """What makes a plan with another place score more is told: somebody would get less."""
    explained = planner.explain(fair, **EFFORT)
    best = planner.plan(xt.TripRequest(**WISH), **EFFORT)  # for the party as a whole
    inside = {visit.place_id for visit in fair.visits}
    outside = [visit.place_id for visit in best.visits]

    answers = [explained.why_not(place) for place in outside if place not in inside]

    for answer in answers:
        assert answer.cost is None or answer.cost > -0.05 or "gets least" in answer.text, answer
