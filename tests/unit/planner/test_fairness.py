"""Several travellers with interests of their own."""

import pytest

import xytour as xt

ANN = xt.Traveller(name="Ann", interests={"tea": 1.0})
BO = xt.Traveller(name="Bo", interests={"red": 1.0, "history": 0.5})
WISH = {"start": "2026-04-17", "days": 2, "style": "immersive", "travellers": [ANN, BO]}


def points(itinerary):
    """Return what each traveller gets, by name."""
    return {each.name: each.points for each in itinerary.satisfaction}


def test_each_ones_satisfaction_is_shown(plan, region):
    """A traveller's points are the mean's, and whose themes are seen more fits better."""
    itinerary = plan(**WISH)

    got = points(itinerary)
    parts = itinerary.score_parts
    assert set(got) == {"Ann", "Bo"}
    assert sum(got.values()) / 2 == pytest.approx(parts["visits"] + parts["tables"], abs=0.1)
    assert itinerary.request.interests == {}
    assert itinerary.request.travellers == (ANN, BO)


def test_maximin_gives_more_to_whoever_gets_least(plan):
    """The fair plan's least satisfied traveller has at least as much as in the other."""
    whole, fair = plan(**WISH), plan(fairness="maximin", **WISH)

    assert min(points(fair).values()) >= min(points(whole).values())
    assert fair.certificate.upper_bound >= fair.certificate.score


def test_the_scope_tells_the_floor(plan):
    """What the bound of a fair plan covers is said, and that fairness itself is not proven."""
    fair = plan(fairness="maximin", **WISH)

    least = min(points(fair).values())
    scope = fair.certificate.scope
    if "each traveller at least" in scope:
        floor = int(scope.split("each traveller at least ")[1].split()[0])
        assert floor <= least
        assert "not proven" in scope


def test_travellers_of_one_taste_are_planned_for_as_one(plan):
    """Twins want what one alone wants: the same score, to the rounding."""
    twins = [xt.Traveller(name=name, interests={"tea": 1.0}) for name in ("Ann", "Amy")]
    wish = {"start": "2026-04-17", "days": 1}

    both, one = plan(travellers=twins, **wish), plan(interests={"tea": 1.0}, **wish)

    assert both.certificate.score == pytest.approx(one.certificate.score, abs=0.1)
    assert both.satisfaction[0].points == both.satisfaction[1].points


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"travellers": [ANN], "interests": {"tea": 1.0}}, "give one of them"),
        ({"travellers": [ANN, ANN]}, "different names"),
        ({"travellers": [ANN], "fairness": "maximin"}, "two travellers or more"),
    ],
)
def test_wishes_that_contradict_each_other_are_refused(fields, words):
    """The request itself says what does not go together."""
    with pytest.raises(xt.RequestError, match=words):
        xt.TripRequest(start="2026-04-17", days=1, **fields)
