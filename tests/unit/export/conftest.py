"""Two plans that every format is tried with: a kept one, and one of harmful texts."""

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from nasty import region as nasty_region
from nasty import request as nasty_request

import xytour as xt

GOLDEN = Path(__file__).parents[2] / "golden" / "tea_by_train"


@pytest.fixture(scope="session")
def trip():
    """Return two days of tea from Wuhan by train, with an appointment and bookings."""
    return xt.Itinerary.model_validate_json((GOLDEN / "itinerary.json").read_bytes())


@pytest.fixture(scope="session")
def nasty(tmp_path_factory):
    """Return a plan in which every text of region and request would do harm."""
    file = tmp_path_factory.mktemp("nasty") / "region.json"
    file.write_text(json.dumps(nasty_region()), encoding="utf-8")
    request = xt.TripRequest.model_validate(nasty_request())
    return xt.Planner(xt.load_region(file)).plan(request, iterations=50, time_limit=30)


@pytest.fixture(scope="session")
def exporters():
    """Return all installed exporters by suffix."""
    return {point.name: point.load() for point in entry_points(group="xytour.exporters")}
