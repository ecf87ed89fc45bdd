"""What many tests share: the bundled region, its file, a planner."""

import json
from pathlib import Path

import pytest

from xytour import Planner, load_region

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser):
    """Let golden files be rewritten."""
    parser.addoption("--update-golden", action="store_true", help="keep what is written now")


@pytest.fixture(scope="session")
def region():
    """Return the bundled region."""
    return load_region()


@pytest.fixture(scope="session")
def region_file():
    """Return the bundled region as its file holds it, read without xytour."""
    return json.loads((ROOT / "data" / "attractions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def planner(region):
    """Return a planner of the bundled region."""
    return Planner(region)
