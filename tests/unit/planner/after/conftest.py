"""A few sights of one town, so that every plan of a day can be tried."""

import pytest

import xytour as xt
from xytour.planner.after.draft import Draft

FEW = (
    "eyuwan-memorial-xinyang",
    "xinyang-tea-city",
    "hejiazhai-tea",
    "jigongshan",
)


PLAIN = {"interest_share": 0, "chain_points": 0, "alike_in_a_row": True}
"""What makes a style of which the optimiser proves the best plan of a day at once."""


@pytest.fixture(scope="session")
def few(region):
    """Return a function that returns a request of one day with five sights and no table."""

    def request(kept=FEW, **fields):
        unwanted = [
            place.id
            for place in (*region.sights, *region.tables, *region.shops)
            if place.id not in kept
        ]
        wish = {"start": "2026-04-10", "days": 1, "meals": ["lunch"], "avoid": unwanted}
        style = xt.Style(**PLAIN)
        return xt.TripRequest(**{**wish, "style": style, "day_end": "17:00", **fields})

    return request


@pytest.fixture(scope="session")
def changed(planner):
    """Return a function that returns the problem of a request with some places changed."""

    def problem(request, *, require=(), forbid=()):
        _, posed = planner.pose(request)
        draft = Draft(posed)
        for place_id in require:
            draft.require(place_id)
        for place_id in forbid:
            draft.forbid(draft.stops_of(place_id))
            draft.required.discard(draft.group_of(place_id))
        return draft.build().problem

    return problem
