"""An itinerary in a notebook."""

import subprocess
import sys
from html import unescape

import pytest

import xytour as xt


@pytest.fixture(scope="module")
def plan(planner):
    """Return a day in April."""
    return planner.plan(xt.TripRequest(start="2026-04-10", days=1), iterations=5, time_limit=30)


def test_every_item_is_told(plan):
    """The table has the days, the times and the names, and the score with its bound."""
    shown = plan._repr_html_()

    for item in plan.items():
        assert f"{item.start:%H:%M}–{item.end:%H:%M}" in shown
    assert f"score {plan.certificate.score:.2f}" in shown
    assert shown.count("<tr>") == len(list(plan.items())) + 1


def test_names_are_escaped(plan):
    """A name is text, whatever it says."""
    name = "<script>alert(1)</script>"

    shown = plan.model_copy(update={"region_name": name})._repr_html_()

    assert "<script" not in shown
    assert name in unescape(shown)


def test_showing_imports_nothing_heavy(tmp_path, plan):
    """A notebook shows a plan from a file without templates, pictures or a solver."""
    file = plan.save(tmp_path / "trip.json")
    code = (
        "import sys, pathlib, xytour as xt\n"
        f"xt.Itinerary.model_validate_json(pathlib.Path({str(file)!r}).read_bytes())._repr_html_()\n"
        "heavy = {'jinja2', 'matplotlib', 'typst', 'numpy', 'networkx', 'highspy'}\n"
        "print(heavy & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "set()"
