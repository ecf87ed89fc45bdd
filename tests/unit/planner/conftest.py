"""A way to plan that looks over every plan."""

import pytest
from verifier import verify

import xytour as xt

STEPS = 20
"""Search steps that are enough for a fair plan, whatever the machine."""


@pytest.fixture
def plan(planner, region_file):
    """Return a way to plan a request given as fields, verified on the way."""

    def build(**fields):
        itinerary = planner.plan(xt.TripRequest(**fields), iterations=STEPS, time_limit=30)
        assert verify(itinerary.model_dump(mode="json"), region_file) == []
        return itinerary

    return build
